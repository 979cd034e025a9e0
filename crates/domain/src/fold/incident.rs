//! Records of marks, incidents, complaints and what headquarters asks about them, as written.
//!
//! Each event is a row of its own; they are put together in `view`, over all journals of a
//! person and headquarters' journals for them. Nothing here is stray: an amendment that leads
//! nowhere may name a journal this program does not hold. Rejected: an incident as one row that
//! amendments change, which would lose what they replaced.

use super::table::key;
use super::{Fold, Moment};
use crate::event::{
    ComplaintAnswered, ComplaintDecision, ComplaintMade, ComplaintStage, ComplaintTo,
    FollowUpAnswered, FollowUpAsked, IncidentAmendReason, IncidentAmended, IncidentReported,
    IncidentStatus, IncidentStatusSet, IncidentTold, MomentFinished, MomentMarked, MomentOutcome,
};
use crate::ids::{EventRef, JournalRef};
use minicbor::{Decode, Encode};

/// A mark, or what became of one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MarkRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was pressed or finished.
    #[n(1)]
    pub moment: Moment,
    /// Which of the two.
    #[n(2)]
    pub what: MarkWhat,
}

/// Marked, or finished.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum MarkWhat {
    /// `MomentMarked`.
    #[n(0)]
    Marked {
        /// Its visit, as told.
        #[n(0)]
        visit: Option<u64>,
        /// The mark it tells the kind of.
        #[n(1)]
        follows: Option<EventRef>,
        /// Version that the kind is a number of.
        #[n(2)]
        definition_version: u32,
        /// The kind.
        #[n(3)]
        kind: Option<u32>,
    },
    /// `MomentFinished`.
    #[n(1)]
    Finished {
        /// The mark.
        #[n(0)]
        mark: EventRef,
        /// What became of it.
        #[n(1)]
        outcome: MomentOutcome,
        /// The incident it belongs to.
        #[n(2)]
        incident: Option<EventRef>,
        /// The observer's words.
        #[n(3)]
        words: Option<String>,
    },
}

/// A version of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct IncidentRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Whether it is the report or tells it again.
    #[n(2)]
    pub said: IncidentSaid,
    /// What is told.
    #[n(3)]
    pub told: IncidentTold,
}

/// Reported, or amended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum IncidentSaid {
    /// `IncidentReported`.
    #[n(0)]
    Reported {
        /// Its visit, as told.
        #[n(0)]
        visit: Option<u64>,
        /// The mark it finishes.
        #[n(1)]
        mark: Option<EventRef>,
    },
    /// `IncidentAmended`.
    #[n(1)]
    Amended {
        /// The report.
        #[n(0)]
        incident: EventRef,
        /// Why.
        #[n(1)]
        reason: IncidentAmendReason,
        /// Why, in words.
        #[n(2)]
        words: Option<String>,
    },
}

/// A step of a complaint, or an answer to one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ComplaintRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Which of the two.
    #[n(2)]
    pub what: ComplaintWhat,
    /// When it happened, where not when it was written.
    #[n(3)]
    pub happened_at: Option<i64>,
    /// The number it was given.
    #[n(4)]
    pub number: Option<String>,
    /// The words.
    #[n(5)]
    pub text: Option<String>,
}

/// Made, or answered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ComplaintWhat {
    /// `ComplaintMade`.
    #[n(0)]
    Made {
        /// Its visit, as told.
        #[n(0)]
        visit: Option<u64>,
        /// The complaint it is a later step of.
        #[n(1)]
        follows: Option<EventRef>,
        /// The incident it is about.
        #[n(2)]
        incident: Option<EventRef>,
        /// Who is to decide.
        #[n(3)]
        to: ComplaintTo,
        /// How far it has come.
        #[n(4)]
        stage: ComplaintStage,
    },
    /// `ComplaintAnswered`.
    #[n(1)]
    Answered {
        /// The complaint.
        #[n(0)]
        complaint: EventRef,
        /// What they decided.
        #[n(1)]
        decision: ComplaintDecision,
    },
}

/// A question of headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct FollowUpRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who asks.
    #[n(2)]
    pub operator: String,
    /// Its number in headquarters' journal, from 1.
    #[n(3)]
    pub follow_up: u64,
    /// The journal of what is asked about.
    #[n(4)]
    pub journal: JournalRef,
    /// Its ordinal there.
    #[n(5)]
    pub event: u64,
    /// What is asked.
    #[n(6)]
    pub text: String,
}

/// An answer to headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct FollowUpAnswerRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// The question's number.
    #[n(2)]
    pub follow_up: u64,
    /// Headquarters' journal it stands in.
    #[n(3)]
    pub journal: JournalRef,
    /// What is answered.
    #[n(4)]
    pub text: String,
}

/// How an incident stands, as decided.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct IncidentStatusRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who decided.
    #[n(2)]
    pub operator: String,
    /// The journal that reported.
    #[n(3)]
    pub journal: JournalRef,
    /// Ordinal of the report there.
    #[n(4)]
    pub incident: u64,
    /// How it stands.
    #[n(5)]
    pub status: IncidentStatus,
    /// Words to the person who reported.
    #[n(6)]
    pub words: Option<String>,
}

impl Fold {
    /// Marks and what became of them, in order.
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = &MarkRecord> {
        self.marks.values()
    }

    /// Versions of incidents, in order.
    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = &IncidentRecord> {
        self.incidents.values()
    }

    /// Steps of complaints and their answers, in order.
    pub fn complaints(&self) -> impl DoubleEndedIterator<Item = &ComplaintRecord> {
        self.complaints.values()
    }

    /// Questions of headquarters, by number.
    pub fn follow_ups(&self) -> impl DoubleEndedIterator<Item = &FollowUpRecord> {
        self.follow_ups.values()
    }

    /// Answers to headquarters, in order.
    pub fn follow_up_answers(&self) -> impl DoubleEndedIterator<Item = &FollowUpAnswerRecord> {
        self.follow_up_answers.values()
    }

    /// How incidents stand, as decided, in order.
    pub fn incident_statuses(&self) -> impl DoubleEndedIterator<Item = &IncidentStatusRecord> {
        self.incident_statuses.values()
    }

    pub(super) fn moment_marked(&mut self, ordinal: u64, moment: Moment, event: &MomentMarked) {
        let what = MarkWhat::Marked {
            visit: event.visit,
            follows: event.follows,
            definition_version: event.definition_version,
            kind: event.kind,
        };
        self.marks.put(key(ordinal).to_vec(), MarkRecord { ordinal, moment, what });
    }

    pub(super) fn moment_finished(&mut self, ordinal: u64, moment: Moment, event: &MomentFinished) {
        let what = MarkWhat::Finished {
            mark: event.mark,
            outcome: event.outcome,
            incident: event.incident,
            words: event.words.clone(),
        };
        self.marks.put(key(ordinal).to_vec(), MarkRecord { ordinal, moment, what });
    }

    pub(super) fn incident_reported(
        &mut self,
        ordinal: u64,
        moment: Moment,
        event: &IncidentReported,
    ) {
        let said = IncidentSaid::Reported { visit: event.visit, mark: event.mark };
        let record = IncidentRecord { ordinal, moment, said, told: event.told.clone() };
        self.incidents.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn incident_amended(
        &mut self,
        ordinal: u64,
        moment: Moment,
        event: &IncidentAmended,
    ) {
        let (incident, reason, words) = (event.incident, event.reason, event.words.clone());
        let said = IncidentSaid::Amended { incident, reason, words };
        let record = IncidentRecord { ordinal, moment, said, told: event.told.clone() };
        self.incidents.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn complaint_made(&mut self, ordinal: u64, moment: Moment, event: &ComplaintMade) {
        let record = ComplaintRecord {
            ordinal,
            moment,
            what: ComplaintWhat::Made {
                visit: event.visit,
                follows: event.follows,
                incident: event.incident,
                to: event.to,
                stage: event.stage,
            },
            happened_at: event.happened_at,
            number: event.number.clone(),
            text: event.text.clone(),
        };
        self.complaints.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn complaint_answered(
        &mut self,
        ordinal: u64,
        moment: Moment,
        event: &ComplaintAnswered,
    ) {
        let (complaint, decision) = (event.complaint, event.decision);
        let record = ComplaintRecord {
            ordinal,
            moment,
            what: ComplaintWhat::Answered { complaint, decision },
            happened_at: event.happened_at,
            number: event.number.clone(),
            text: event.text.clone(),
        };
        self.complaints.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn follow_up_asked(&mut self, ordinal: u64, moment: Moment, event: &FollowUpAsked) {
        let record = FollowUpRecord {
            ordinal,
            time: moment.claimed,
            operator: event.operator.clone(),
            follow_up: event.follow_up,
            journal: event.journal,
            event: event.event,
            text: event.text.clone(),
        };
        self.follow_ups.put(key(event.follow_up).to_vec(), record);
    }

    pub(super) fn follow_up_answered(
        &mut self,
        ordinal: u64,
        moment: Moment,
        event: &FollowUpAnswered,
    ) {
        let (follow_up, journal, text) = (event.follow_up, event.journal, event.text.clone());
        let record = FollowUpAnswerRecord { ordinal, moment, follow_up, journal, text };
        self.follow_up_answers.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn incident_status(
        &mut self,
        ordinal: u64,
        moment: Moment,
        event: &IncidentStatusSet,
    ) {
        let record = IncidentStatusRecord {
            ordinal,
            time: moment.claimed,
            operator: event.operator.clone(),
            journal: event.journal,
            incident: event.incident,
            status: event.status,
            words: event.words.clone(),
        };
        self.incident_statuses.put(key(ordinal).to_vec(), record);
    }
}

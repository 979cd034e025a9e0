//! Incidents, marks and questions of one person, put together over their journals.
//!
//! The newest version of an incident holds; every one before it stays and opens down to its event.
//! Only the person's own journals amend, and only headquarters' journals for that person ask and
//! decide: nobody else's word changes a line. A withdrawn incident stays a line. What names
//! nothing known is left out of the lines and stays in the journal. Rejected: hiding what is
//! withdrawn or closed.

use super::EventAt;
use crate::event::{IncidentAmendReason, IncidentStatus, IncidentTold, MomentOutcome};
use crate::fold::{
    Fold, FollowUpAnswerRecord, FollowUpRecord, IncidentRecord, IncidentSaid, IncidentStatusRecord,
    MarkWhat, Time,
};
use crate::ids::JournalRef;
use std::collections::BTreeMap;

/// Journals with their folds: a person's own in the order they continue one another, or
/// headquarters' for that person.
pub type Journals<'f> = [(JournalRef, &'f Fold)];

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentLine {
    /// Its report.
    pub event: EventAt,
    /// Code of the visit's station; of the latest visit where none was told.
    pub station: Option<String>,
    /// What holds.
    pub now: IncidentVersion,
    /// What was told before, the report first; empty when it was never amended.
    pub before: Vec<IncidentVersion>,
    /// Marks that belong to it, by their first events.
    pub marks: Vec<EventAt>,
    /// How it stands at headquarters, as decided, the newest last.
    pub statuses: Vec<IncidentStatusRecord>,
    /// What headquarters asked and what was answered, in order.
    pub talk: Vec<FollowUpLine>,
}

/// One telling of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentVersion {
    /// Its event.
    pub event: EventAt,
    /// When it was written.
    pub written: Time,
    /// What is told.
    pub told: IncidentTold,
    /// Why it was told again; `None` for the report.
    pub reason: Option<IncidentAmendReason>,
    /// Why, in words.
    pub words: Option<String>,
}

/// A question of headquarters and its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpLine {
    /// Headquarters' journal it stands in.
    pub journal: JournalRef,
    /// Who asked what, when and about what.
    pub asked: FollowUpRecord,
    /// Answers in order.
    pub answers: Vec<FollowUpAnswer>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpAnswer {
    /// Its event.
    pub event: EventAt,
    /// When it was written.
    pub at: Time,
    /// What is answered.
    pub text: String,
}

/// A mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkLine {
    /// Its first event.
    pub event: EventAt,
    /// Code of the visit's station; of the latest visit where none was told.
    pub station: Option<String>,
    /// When it was pressed.
    pub at: Time,
    /// The kind told last: version of the definition, and number.
    pub kind: Option<(u32, u32)>,
    /// What became of it; `None`: it waits.
    pub end: Option<MarkEnd>,
}

/// What became of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkEnd {
    /// It became an incident of its own: the report.
    Reported(EventAt),
    /// It was finished without one.
    Finished {
        /// How.
        outcome: MomentOutcome,
        /// The incident it belongs to, where told.
        incident: Option<EventAt>,
    },
}

impl IncidentLine {
    /// It was taken back and not told again since.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.now.reason == Some(IncidentAmendReason::Withdrawn)
    }

    /// How it stands at headquarters; `None`: nobody has decided anything.
    #[must_use]
    pub fn status(&self) -> Option<IncidentStatus> {
        self.statuses.last().map(|decided| decided.status)
    }
}

impl FollowUpLine {
    /// Nobody has answered.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.answers.is_empty()
    }

    /// What it asks about.
    #[must_use]
    pub const fn about(&self) -> EventAt {
        (self.asked.journal, self.asked.event)
    }
}

/// A person's incidents in the order they were reported; `told` are headquarters' journals for
/// that person.
#[must_use]
pub fn incidents(own: &Journals<'_>, told: &Journals<'_>) -> Vec<IncidentLine> {
    let mut lines: BTreeMap<EventAt, IncidentLine> = BTreeMap::new();
    let mut order = Vec::new();
    for (journal, fold) in own {
        for record in fold.incidents() {
            let version = version(*journal, fold, record);
            match &record.said {
                IncidentSaid::Reported { visit, .. } => {
                    order.push(version.event);
                    let line = reported(fold, *visit, version);
                    lines.insert(line.event, line);
                }
                IncidentSaid::Amended { incident, .. } => {
                    if let Some(line) = lines.get_mut(&incident.seen_from(*journal)) {
                        line.before.push(std::mem::replace(&mut line.now, version));
                    }
                }
            }
        }
    }
    for mark in marks(own) {
        if let Some(line) = mark.incident().and_then(|incident| lines.get_mut(&incident)) {
            line.marks.push(mark.event);
        }
    }
    for (_, fold) in told {
        for record in fold.incident_statuses() {
            if let Some(line) = lines.get_mut(&(record.journal, record.incident)) {
                line.statuses.push(record.clone());
            }
        }
    }
    for asked in follow_ups(own, told) {
        if let Some(line) = lines.get_mut(&asked.about()) {
            line.talk.push(asked);
        }
    }
    order.into_iter().filter_map(|event| lines.remove(&event)).collect()
}

/// Questions of headquarters in order, each with the answers of the person's own journals.
#[must_use]
pub fn follow_ups(own: &Journals<'_>, told: &Journals<'_>) -> Vec<FollowUpLine> {
    let mut answers: BTreeMap<EventAt, Vec<FollowUpAnswer>> = BTreeMap::new();
    for (journal, fold) in own {
        for record in fold.follow_up_answers() {
            let answer = answer(*journal, fold, record);
            answers.entry((record.journal, record.follow_up)).or_default().push(answer);
        }
    }
    let mut lines = Vec::new();
    for (journal, fold) in told {
        for asked in fold.follow_ups() {
            let answers = answers.remove(&(*journal, asked.follow_up)).unwrap_or_default();
            lines.push(FollowUpLine { journal: *journal, asked: asked.clone(), answers });
        }
    }
    lines
}

/// A person's marks in order, those that wait and those that do not.
#[must_use]
pub fn marks(own: &Journals<'_>) -> Vec<MarkLine> {
    let mut lines: BTreeMap<EventAt, MarkLine> = BTreeMap::new();
    let mut order = Vec::new();
    for (journal, fold) in own {
        for record in fold.marks() {
            match record.what {
                MarkWhat::Marked { visit, follows, definition_version, kind } => {
                    let kind = kind.map(|kind| (definition_version, kind));
                    let first = follows.map(|event| event.seen_from(*journal));
                    if let Some(line) = first.and_then(|first| lines.get_mut(&first)) {
                        line.kind = kind.or(line.kind);
                        continue;
                    }
                    let event = (*journal, record.ordinal);
                    let station = station(fold, visit, record.ordinal);
                    let at = fold.time(record.moment);
                    lines.insert(event, MarkLine { event, station, at, kind, end: None });
                    order.push(event);
                }
                MarkWhat::Finished { mark, outcome, incident, .. } => {
                    let incident = incident.map(|event| event.seen_from(*journal));
                    if let Some(line) = lines.get_mut(&mark.seen_from(*journal)) {
                        line.end = Some(MarkEnd::Finished { outcome, incident });
                    }
                }
            }
        }
    }
    // A report says more than any other end of a mark.
    for (journal, fold) in own {
        for record in fold.incidents() {
            let IncidentSaid::Reported { mark: Some(mark), .. } = record.said else { continue };
            if let Some(line) = lines.get_mut(&mark.seen_from(*journal)) {
                line.end = Some(MarkEnd::Reported((*journal, record.ordinal)));
            }
        }
    }
    order.into_iter().filter_map(|event| lines.remove(&event)).collect()
}

impl MarkLine {
    /// The incident it became or belongs to.
    #[must_use]
    pub const fn incident(&self) -> Option<EventAt> {
        match self.end {
            Some(MarkEnd::Reported(incident)) => Some(incident),
            Some(MarkEnd::Finished { incident, .. }) => incident,
            None => None,
        }
    }
}

/// The station of a visit; of the latest one before the event where none is told.
pub(super) fn station(fold: &Fold, visit: Option<u64>, ordinal: u64) -> Option<String> {
    let told = visit.and_then(|visit| fold.visit(visit));
    let before = || fold.visits().rev().find(|visit| visit.ordinal < ordinal);
    told.or_else(before).map(|visit| visit.station.clone())
}

fn reported(fold: &Fold, visit: Option<u64>, now: IncidentVersion) -> IncidentLine {
    IncidentLine {
        event: now.event,
        station: station(fold, visit, now.event.1),
        now,
        before: Vec::new(),
        marks: Vec::new(),
        statuses: Vec::new(),
        talk: Vec::new(),
    }
}

fn version(journal: JournalRef, fold: &Fold, record: &IncidentRecord) -> IncidentVersion {
    let (reason, words) = match &record.said {
        IncidentSaid::Reported { .. } => (None, None),
        IncidentSaid::Amended { reason, words, .. } => (Some(*reason), words.clone()),
    };
    IncidentVersion {
        event: (journal, record.ordinal),
        written: fold.time(record.moment),
        told: record.told.clone(),
        reason,
        words,
    }
}

fn answer(journal: JournalRef, fold: &Fold, record: &FollowUpAnswerRecord) -> FollowUpAnswer {
    FollowUpAnswer {
        event: (journal, record.ordinal),
        at: fold.time(record.moment),
        text: record.text.clone(),
    }
}

#[cfg(test)]
mod tests;

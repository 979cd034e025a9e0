//! Marked moments, incidents, complaints, and what headquarters asks about them.
//!
//! One view for the whole screen: an incident with its history and its conversation, complaints
//! with their steps, marks that wait. A handle is the ordinal of the first event. Times are
//! `HH:MM` where the person types them, civil text where they are shown. It refuses to show what
//! is recorded while covered; a mark can be made then all the same.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::DraftView;
use super::text::Texts;

/// Everything about incidents, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentsView {
    /// Incidents; withdrawn ones stay.
    pub incidents: Vec<IncidentView>,
    /// Complaints.
    pub complaints: Vec<ComplaintView>,
    /// Marks that wait.
    pub marks: Vec<MarkView>,
    /// Kinds to choose from; empty where the definition has none.
    pub kinds: Vec<IncidentKindView>,
    /// What is typed and not told yet.
    pub drafts: Vec<DraftView>,
    /// What the command made or changed: a mark, an incident or a complaint.
    pub made: Option<u32>,
}

/// A kind of incident, as the definition has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentKindView {
    /// Its number in the definition.
    pub number: u32,
    /// Its stable code.
    pub code: String,
    /// Names in the election's languages.
    pub names: Texts,
    /// How grave it is unless the observer says otherwise.
    pub gravity: Gravity,
    /// The article of the law to name, where the organisation is sure of one.
    pub article: Option<String>,
}

/// A mark that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarkView {
    /// Its handle.
    pub mark: u32,
    /// When it was pressed, civil text.
    pub at: String,
    /// The station's code; empty where none is known.
    pub station_code: String,
    /// Names of its kind; empty when none was told.
    pub names: Texts,
    /// Number of its kind in the current definition, if that has it.
    pub incident_kind: Option<u32>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// Its handle.
    pub incident: u32,
    /// The station's code; empty where none is known.
    pub station_code: String,
    /// What holds.
    pub now: IncidentVersionView,
    /// What was told before, the report first.
    pub before: Vec<IncidentVersionView>,
    /// Taken back, and not told again since.
    pub withdrawn: bool,
    /// How it stands at headquarters, the newest first.
    pub statuses: Vec<IncidentStatusView>,
    /// Questions of headquarters and answers to them.
    pub talk: Vec<FollowUpView>,
    /// Handles of complaints about it.
    pub complaints: Vec<u32>,
}

/// One telling of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentVersionView {
    /// What is told, as a form takes it again.
    pub told: IncidentInput,
    /// Names of its kind; empty when it is none of the definition's.
    pub names: Texts,
    /// The article its kind names.
    pub article: Option<String>,
    /// When it began, civil text.
    pub from: String,
    /// When it ended, civil text.
    pub to: Option<String>,
    /// When it was written, civil text.
    pub written_at: String,
    /// Why it was told again; none for the report.
    pub reason: Option<IncidentAmendReason>,
    /// Why, in words; may be empty.
    pub words: String,
}

/// What is told of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentInput {
    /// Number of its kind in the current definition; none: none of them.
    pub incident_kind: Option<u32>,
    /// How grave, as the observer sees it.
    pub gravity: Gravity,
    /// When it began, `HH:MM` on the station's wall.
    pub from: String,
    /// When it ended, likewise; none: not told, or it goes on.
    pub to: Option<String>,
    /// How often.
    pub occurs: Occurrence,
    /// How it is known.
    pub known: HowKnown,
    /// By whom it was told; may be empty.
    pub told_by: String,
    /// How many people it affected; none: not known.
    pub affected: Option<u32>,
    /// Whom the observer told; none: not said.
    pub told_to: Option<ToldTo>,
    /// What they answered; may be empty.
    pub their_answer: String,
    /// What happened; may be empty where a kind is told.
    pub text: String,
}

/// How an incident stands at headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentStatusView {
    /// How.
    pub status: IncidentStatus,
    /// Who decided.
    pub operator: String,
    /// Their words; may be empty.
    pub words: String,
    /// When, civil text.
    pub at: String,
}

/// A question of headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowUpView {
    /// Its number: what `answer_follow_up` takes.
    pub follow_up: u32,
    /// Who asks.
    pub operator: String,
    /// What is asked.
    pub text: String,
    /// When, civil text.
    pub asked_at: String,
    /// The incident it is about, if it is about one.
    pub incident: Option<u32>,
    /// The complaint it is about, if it is about one.
    pub complaint: Option<u32>,
    /// Answers in order.
    pub answers: Vec<FollowUpAnswerView>,
}

/// An answer to headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowUpAnswerView {
    /// What is answered.
    pub text: String,
    /// When, civil text.
    pub at: String,
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintView {
    /// Its handle.
    pub complaint: u32,
    /// The station's code; empty where none is known.
    pub station_code: String,
    /// The incident it is about.
    pub incident: Option<u32>,
    /// Who is to decide.
    pub to: ComplaintTo,
    /// How far it has come.
    pub stage: ComplaintStage,
    /// What they decided.
    pub decision: Option<ComplaintDecision>,
    /// The number it is registered under; may be empty.
    pub number: String,
    /// Every step, the first one first.
    pub steps: Vec<ComplaintStepView>,
    /// Questions of headquarters and answers to them.
    pub talk: Vec<FollowUpView>,
}

/// A step of a complaint; exactly one of stage and decision is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintStepView {
    /// It came so far.
    pub stage: Option<ComplaintStage>,
    /// They decided.
    pub decision: Option<ComplaintDecision>,
    /// When, civil text.
    pub at: String,
    /// A number given with it; may be empty.
    pub number: String,
    /// The words; may be empty.
    pub text: String,
}

/// A step of a complaint as the person tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintInput {
    /// The complaint it is a later step of; none: a new one.
    pub complaint: Option<u32>,
    /// The incident it is about.
    pub incident: Option<u32>,
    /// Who is to decide.
    pub to: ComplaintTo,
    /// How far it has come.
    pub stage: ComplaintStage,
    /// When, `HH:MM` on the station's wall; none: now.
    pub at: Option<String>,
    /// The number it was registered under; may be empty.
    pub number: String,
    /// What it says, or what they said; may be empty.
    pub text: String,
}

/// An answer to a complaint as the person tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintAnswerInput {
    /// The complaint.
    pub complaint: u32,
    /// What they decided.
    pub decision: ComplaintDecision,
    /// When, `HH:MM` on the station's wall; none: now.
    pub at: Option<String>,
    /// The number of their answer; may be empty.
    pub number: String,
    /// What it says; may be empty.
    pub text: String,
}

/// What a person tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IncidentDeed {
    /// Marks this moment, or (`mark`) tells the kind of an earlier mark. Works while covered.
    MarkMoment {
        /// The mark that the kind is told of; none: a new mark.
        mark: Option<u32>,
        /// Number of the kind in the definition.
        incident_kind: Option<u32>,
    },
    /// Finishes a mark without an incident of its own.
    FinishMoment {
        /// The mark.
        mark: u32,
        /// What becomes of it.
        end: MomentEnd,
    },
    /// Reports an incident; finishes the mark it began as.
    Report {
        /// The mark it began as.
        mark: Option<u32>,
        /// What is told.
        told: IncidentInput,
    },
    /// Tells an incident again.
    Amend {
        /// The incident.
        incident: u32,
        /// Everything as it is told now.
        told: IncidentInput,
        /// Why.
        reason: IncidentAmendReason,
        /// Why, in own words; may be empty.
        words: String,
    },
    /// Makes a complaint, or tells its next step.
    Complain {
        /// What is told.
        step: ComplaintInput,
    },
    /// Notes what they answered to a complaint.
    AnswerComplaint {
        /// What is told.
        answer: ComplaintAnswerInput,
    },
    /// Answers a question of headquarters.
    AnswerFollowUp {
        /// Its number.
        follow_up: u32,
        /// The answer.
        text: String,
    },
}

/// What becomes of a mark without an incident of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MomentEnd {
    /// There was nothing to report.
    NothingToReport,
    /// It belongs to an incident that is reported already.
    PartOfIncident {
        /// Its handle.
        incident: u32,
    },
    /// It stands in a checklist or in the log.
    WrittenElsewhere,
}

/// How grave an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// A shortcoming.
    Minor,
    /// A breach of the rules.
    Serious,
    /// It may change or spoil the result, or endangers people.
    Grave,
}

/// How often it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// Once.
    Once,
    /// Several times.
    Several,
    /// It goes on.
    GoingOn,
}

/// How the observer knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HowKnown {
    /// Seen with own eyes.
    SeenMyself,
    /// Seen in part; the rest was told.
    SeenInPart,
    /// Told by somebody.
    Told,
    /// Seen or heard on a recording.
    Recording,
}

/// Whom the observer told of it on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ToldTo {
    /// Nobody.
    Nobody,
    /// The chair of the commission.
    Chair,
    /// A member of the commission.
    Member,
    /// A higher commission.
    HigherCommission,
    /// Police.
    Police,
    /// An agent or another observer.
    Agent,
    /// Somebody else.
    Other,
}

/// Why an incident is told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentAmendReason {
    /// More is known.
    MoreKnown,
    /// Something was written wrongly.
    Corrected,
    /// It is over, or was put right.
    Over,
    /// It was no incident after all.
    Withdrawn,
}

/// How an incident stands at headquarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStatus {
    /// Read by somebody.
    Seen,
    /// Being looked into.
    Checking,
    /// Known from a second side too.
    Confirmed,
    /// It could not be confirmed.
    NotConfirmed,
    /// Passed on to those who must act.
    PassedOn,
    /// Put right.
    Settled,
    /// Nothing more is done about it.
    Closed,
}

/// Who is to decide a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintTo {
    /// The station's commission.
    Commission,
    /// A higher commission.
    HigherCommission,
    /// Police.
    Police,
    /// The prosecutor.
    Prosecutor,
    /// A court.
    Court,
    /// Anybody else.
    Other,
}

/// How far a complaint has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintStage {
    /// Written, and still in hand.
    Written,
    /// Handed over or sent.
    HandedOver,
    /// They took it.
    Accepted,
    /// They refused to take it.
    Refused,
}

/// What they decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintDecision {
    /// Granted.
    Granted,
    /// Granted in part.
    GrantedInPart,
    /// Rejected.
    Rejected,
    /// Left without a decision.
    NotConsidered,
    /// Sent on to somebody else.
    PassedOn,
}

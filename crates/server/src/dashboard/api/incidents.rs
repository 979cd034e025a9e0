//! Words of marks, incidents and complaints: what was told, what was told before, what headquarters
//! asked, decided and was answered.
//!
//! A row says what holds; its history, its conversation and its statuses come when it is opened.
//! Nobody's row is taken away: what is withdrawn or closed stays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EventAt, Field, Person};

/// An incident as it is told now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentRow {
    /// Its report.
    pub event: EventAt,
    /// Label of the invitation, empty when unknown.
    pub label: String,
    /// Station's code, empty when none is known.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// Code of its kind, empty for none of the election's.
    pub kind: String,
    /// Names of the kind by language; may be empty.
    pub names: BTreeMap<String, String>,
    /// The article of the law, as the organisation wrote it; empty without one.
    pub article: String,
    /// `minor`, `serious` or `grave`.
    pub gravity: String,
    /// When it began.
    pub from: String,
    /// The same in the election's zone, `HH:MM`.
    pub from_local: String,
    /// When it ended, `HH:MM`; empty when that is not told, or it goes on.
    pub to_local: String,
    /// What else was told, by name; what was not told is left out.
    pub told: Vec<Field>,
    /// What happened, in the observer's words.
    pub text: String,
    /// It was taken back.
    pub withdrawn: bool,
    /// How often it was told again.
    pub amended: u32,
    /// How it stands: a status' code; empty while nobody decided anything.
    pub status: String,
    /// Questions nobody has answered.
    pub waiting: u32,
    /// Answers to questions.
    pub answers: u32,
}

/// Answer of `GET /api/incidents/{journal}/{event}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentDetail {
    /// What holds.
    pub row: IncidentRow,
    /// What was told before, the report first.
    pub before: Vec<IncidentVersionRow>,
    /// Why it was told again as it stands; empty for a report that was never amended.
    pub reason: String,
    /// How it stood, the newest last.
    pub statuses: Vec<StatusRow>,
    /// Questions and answers, in order.
    pub talk: Vec<QuestionRow>,
    /// Complaints about it.
    pub complaints: Vec<ComplaintRow>,
}

/// An incident as it was told before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IncidentVersionRow {
    /// Its event.
    pub event: EventAt,
    /// When it was written, in the election's zone, `YYYY-MM-DD HH:MM`.
    pub written_local: String,
    /// Why it was told again; empty for the report.
    pub reason: String,
    /// Everything that was told, by name.
    pub told: Vec<Field>,
    /// The observer's words.
    pub text: String,
}

/// A decision on how an incident stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StatusRow {
    /// A status' code.
    pub status: String,
    /// Who decided.
    pub operator: String,
    /// When, in the election's zone, `YYYY-MM-DD HH:MM`.
    pub at_local: String,
    /// Words to the person who reported.
    pub words: String,
}

/// A question of headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuestionRow {
    /// Who asked.
    pub operator: String,
    /// When, in the election's zone, `YYYY-MM-DD HH:MM`.
    pub at_local: String,
    /// What was asked.
    pub text: String,
    /// Answers in order; none while nobody answered.
    pub answers: Vec<AnswerRow>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerRow {
    /// When, in the election's zone, `YYYY-MM-DD HH:MM`.
    pub at_local: String,
    /// What was answered.
    pub text: String,
}

/// A moment that was marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarkRow {
    /// Its first event.
    pub event: EventAt,
    /// Who pressed, and on which device.
    pub person: Person,
    /// Station's code, empty when none is known.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// When it was pressed.
    pub at: String,
    /// The same in the election's zone, `HH:MM`.
    pub at_local: String,
    /// Code of the kind of incident told with it; empty while none is.
    pub kind: String,
    /// Names of the kind by language; may be empty.
    pub names: BTreeMap<String, String>,
    /// What became of it: `reported`, or how it was finished without a report of its own; empty
    /// while it waits.
    pub end: String,
    /// The report it became or belongs to; `null` when there is none.
    pub incident: Option<EventAt>,
}

/// A complaint on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintRow {
    /// Its first event.
    pub event: EventAt,
    /// The report it is about; `null` when it is about none.
    pub incident: Option<EventAt>,
    /// Label of the invitation, empty when unknown.
    pub label: String,
    /// Station's code, empty when none is known.
    pub station: String,
    /// The name an observer gave that station; empty where it is on the list.
    pub added_name: String,
    /// Who is to decide: a code.
    pub to: String,
    /// How far it has come: a code.
    pub stage: String,
    /// What they decided: a code; empty while that is not told.
    pub decision: String,
    /// The number it is registered under; empty while that is not told.
    pub number: String,
    /// Every step, the first one first.
    pub steps: Vec<ComplaintStepRow>,
    /// Questions nobody has answered.
    pub waiting: u32,
    /// Answers to questions.
    pub answers: u32,
}

/// Answer of `GET /api/complaints/{journal}/{event}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintDetail {
    /// What holds, with every step.
    pub row: ComplaintRow,
    /// Questions and answers, in order.
    pub talk: Vec<QuestionRow>,
}

/// A step of a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComplaintStepRow {
    /// When, in the election's zone, `YYYY-MM-DD HH:MM`.
    pub at_local: String,
    /// A stage's or a decision's code.
    pub what: String,
    /// It is a decision.
    pub decision: bool,
    /// Who wrote it down, and on which device.
    pub by: Person,
    /// A number given with it.
    pub number: String,
    /// The words.
    pub text: String,
}

/// Body of `POST /api/incidents/ask`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskFollowUp {
    /// The report, or a complaint's first event.
    pub event: EventAt,
    /// What is asked.
    pub text: String,
}

/// Body of `POST /api/incidents/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetStatus {
    /// The report.
    pub event: EventAt,
    /// How it stands.
    pub status: StatusWord,
    /// Words to the person who reported; empty for none.
    pub words: String,
}

/// How an incident may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
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

//! "What now": rows of the election's schedule at the visit's station.
//!
//! A task crosses as a code and is worded by the interface; only a row the organisers named
//! brings words of its own. Rows that are not needed here do not cross.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    incident::{FollowUpView, MarkView},
    text::Texts,
};

/// The day's rows, in the order of their times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NowView {
    /// The rows; those that are not needed are left out.
    pub steps: Vec<StepView>,
    /// When the station really opened, civil text; times told from the opening moved with it.
    pub opened_at: Option<String>,
    /// Marks that wait, the newest first.
    pub marks: Vec<MarkView>,
    /// Questions of headquarters without an answer, the oldest first.
    pub follow_ups: Vec<FollowUpView>,
}

/// A row of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepView {
    /// The row's number in the definition.
    pub row: u32,
    /// Which time it comes, from 1.
    pub round: u32,
    /// What is to be done.
    pub task: StepTask,
    /// The row's names; empty where the task's own word is meant.
    pub names: Texts,
    /// The form to fill.
    pub form: Option<u32>,
    /// What became of it.
    pub state: StepState,
    /// From when it can be done, civil text; none while its moment has not come.
    pub opens_at: Option<String>,
    /// By when it should be done, civil text.
    pub due_at: Option<String>,
    /// When it was done, civil text.
    pub done_at: Option<String>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepTask {
    /// Be at the station.
    Arrive,
    /// Note when it opened.
    NoteOpening,
    /// Count voters.
    Count,
    /// Note an announced figure.
    NoteTurnout,
    /// Fill a checklist.
    FillForm,
    /// Note when it closed.
    NoteClosing,
    /// Any sign of life.
    CheckIn,
    /// Leave the station.
    Leave,
    /// Bring the day to headquarters.
    Deliver,
    /// Note the voters on the list.
    NoteRegister,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// It cannot be done yet.
    NotYet,
    /// It can be done.
    Open,
    /// It should be done by now.
    Due,
    /// It is late.
    Late,
    /// It was done.
    Done,
}

//! What cannot wait: removed, in danger, and that it is over.
//!
//! An alarm is named by its first event; what is told later joins it. No answer of this kind is
//! given while the app is covered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person asks when it cannot wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UrgentCommand {
    /// "I was sent out": durable, sealed and on its way at once; a running watch pauses. Works
    /// while covered. Reply: `urgent`, empty while covered.
    ReportRemoved {
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// "I am in danger": the same. Reply: `urgent`, empty while covered.
    ReportDanger {
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Tells more of an alarm. Reply: `urgent`.
    TellUrgent {
        /// Its handle in `urgent`.
        event: u32,
        /// What is known now; of the same kind as the alarm.
        what: UrgentWhat,
        /// In own words; may be empty.
        text: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Says that an alarm is over; refused while covered. Reply: `urgent`.
    EndUrgent {
        /// Its handle in `urgent`.
        event: u32,
        /// In which word.
        word: OverWord,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
}

/// One alarm, as far as told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UrgentView {
    /// Ordinal of its first event: its name in commands.
    pub event: u32,
    /// What happened, as far as told.
    pub what: UrgentWhat,
    /// The station's code; empty where none is known.
    pub station_code: String,
    /// When, civil text.
    pub at: String,
    /// The person's words, in order.
    pub texts: Vec<String>,
    /// How far its latest event has come.
    pub place: UrgentPlace,
    /// Said to be over.
    pub over: Option<UrgentOverView>,
}

/// Which of the two, and what was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UrgentWhat {
    /// Sent out of the station.
    Removed {
        /// By whom.
        by: RemovedBy,
        /// The reason they gave.
        reason: RemovalReason,
        /// In what form.
        decision: DecisionForm,
    },
    /// In danger.
    InDanger {
        /// What it is.
        danger: Danger,
    },
}

/// How far an alarm has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UrgentPlace {
    /// On this device only.
    OnPhone,
    /// A relay carries it on.
    WithLead,
    /// Headquarters has it.
    AtHeadquarters,
}

/// That an alarm is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UrgentOverView {
    /// In which word.
    pub word: OverWord,
    /// When, civil text.
    pub at: String,
    /// How far that has come.
    pub place: UrgentPlace,
}

/// Who sent the observer out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemovedBy {
    /// Not told yet.
    Untold,
    /// The commission.
    Commission,
    /// Police.
    Police,
    /// Guards or staff of the building.
    Staff,
    /// Somebody of the administration.
    Official,
    /// An agent or another observer.
    Agent,
    /// People who did not say who they are.
    Unknown,
    /// Anybody else.
    Other,
}

/// The reason they gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemovalReason {
    /// Not told yet.
    Untold,
    /// They gave none.
    NoneGiven,
    /// Filming or taking photographs.
    Filming,
    /// Having or using a phone.
    Phone,
    /// Accreditation or other papers.
    Papers,
    /// Too many people, or no room.
    NoRoom,
    /// Disturbing the work.
    Disturbing,
    /// Leaving the place given to observers.
    MovingAbout,
    /// Nobody may stay for the count.
    CountBegins,
    /// Any other.
    Other,
}

/// In what form the decision was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecisionForm {
    /// Not told yet.
    Untold,
    /// A copy was handed over.
    InWriting,
    /// Shown or read out.
    Shown,
    /// Spoken only.
    Spoken,
    /// A written one was asked for and refused.
    PaperRefused,
}

/// What the danger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// Not told yet.
    Untold,
    /// Threats.
    Threatened,
    /// Somebody follows.
    Followed,
    /// Not let go.
    HeldBack,
    /// Taken by police or others.
    Detained,
    /// Attacked.
    Attacked,
    /// Hurt.
    Hurt,
    /// Anything else.
    Other,
}

/// In which word an alarm is said to be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OverWord {
    /// Safe again.
    SafeAgain,
    /// It was a mistake.
    ByMistake,
    /// Let in again.
    BackInside,
}

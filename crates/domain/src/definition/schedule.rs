//! The schedule: what is to be done in a station, by whom and when.
//!
//! Times are told from a moment of the station's day, so that they move when the station
//! really opens. The phone's "what now" and headquarters' missing list read the same rows. A
//! code list here never changes: another word is another key of the definition, which an older
//! program passes over. A task is only what the record itself can show as done. Rejected:
//! fixed clock times alone, which call a station late that opened late. Changing this changes
//! bytes.

use super::Texts;
use minicbor::{Decode, Encode};

/// Most rows a schedule has.
pub const ROWS_MAX: usize = 200;

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Phase {
    /// Getting there and in.
    #[n(1)]
    Arrival,
    /// Before and at the opening.
    #[n(2)]
    Opening,
    /// While people vote.
    #[n(3)]
    Voting,
    /// The end of voting.
    #[n(4)]
    Closing,
    /// The count and the result sheet.
    #[n(5)]
    Counting,
    /// After the station: carrying it on.
    #[n(6)]
    After,
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Whose {
    /// An observer's.
    #[n(1)]
    Observer,
    /// A team lead's.
    #[n(2)]
    Lead,
    /// Both.
    #[n(3)]
    Everybody,
}

/// What is to be done; each is known done by what was recorded, never by a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Task {
    /// Be at the station: a visit.
    #[n(1)]
    Arrive,
    /// Note when it opened: a log entry.
    #[n(2)]
    NoteOpening,
    /// Count voters: a watch.
    #[n(3)]
    Count,
    /// Note an announced figure.
    #[n(4)]
    NoteTurnout,
    /// Fill the row's form, its required questions at least.
    #[n(5)]
    FillForm,
    /// Note when it closed: a log entry.
    #[n(6)]
    NoteClosing,
    /// Any sign of life.
    #[n(7)]
    CheckIn,
    /// Leave the station.
    #[n(8)]
    Leave,
    /// Bring what was recorded to headquarters.
    #[n(9)]
    Deliver,
    /// Note the voters on the list.
    #[n(10)]
    NoteRegister,
}

/// A moment that times are told from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Anchor {
    /// Midnight on the station's wall: a time of day.
    #[n(1)]
    Midnight,
    /// The opening as logged, before that as announced.
    #[n(2)]
    Opening,
    /// The closing as logged, before that as announced.
    #[n(3)]
    Closing,
    /// The person's arrival; no moment before it.
    #[n(4)]
    Arrival,
    /// The mobile box went out last; no moment before it.
    #[n(5)]
    BoxOut,
    /// The mobile box came back last; no moment before it.
    #[n(6)]
    BoxBack,
}

/// A moment of the day: so many minutes after another, or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct When {
    /// From where.
    #[n(0)]
    pub anchor: Anchor,
    /// Minutes after it; negative is before.
    #[n(1)]
    pub minutes: i32,
}

/// A row comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Repeat {
    /// After so many minutes, at least 15.
    #[n(0)]
    pub every_minutes: u32,
    /// The last that opens by then.
    #[n(1)]
    pub until: When,
}

/// What must hold for a row to be needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Condition {
    /// The person was let in.
    #[n(1)]
    Admitted,
    /// A mobile box went out.
    #[n(2)]
    BoxWentOut,
    /// On a day of early voting.
    #[n(3)]
    EarlyDay,
    /// On a day that is none.
    #[n(4)]
    MainDay,
}

/// One row. CBOR map with integer keys.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ScheduleRow {
    /// Its number in this version, from 1.
    #[n(0)]
    pub number: u32,
    /// A stable word the interface may know.
    #[n(1)]
    pub code: String,
    /// Names by language; may be empty where the interface knows the task.
    #[n(2)]
    pub names: Texts,
    /// The part of the day it stands under.
    #[n(3)]
    pub phase: Phase,
    /// Whose it is.
    #[n(4)]
    pub whose: Whose,
    /// What is to be done.
    #[n(5)]
    pub task: Task,
    /// The `form_id` of the form to fill; only with [`Task::FillForm`].
    #[n(6)]
    pub form: Option<String>,
    /// From when it can be done.
    #[n(7)]
    pub opens: When,
    /// By when it should be done.
    #[n(8)]
    pub due: When,
    /// From when it is late.
    #[n(9)]
    pub late: When,
    /// How it comes again.
    #[n(10)]
    pub repeat: Option<Repeat>,
    /// All of these must hold.
    #[n(11)]
    pub only_if: Vec<Condition>,
}

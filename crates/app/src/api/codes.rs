//! Codes of what stands beside a count.
//!
//! Each has a word in every language of the interface and a code in the signed record; the two
//! never meet in one type. A code that is missing here cannot be asked or shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether an observer went along with the mobile box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Accompanied {
    /// One went along.
    Yes,
    /// Nobody went along.
    No,
    /// Nobody was told that a box goes out.
    NotTold,
    /// It was asked for and refused.
    Refused,
}

/// What becomes of the count while the box is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountMeanwhile {
    /// It rests: a gap.
    Gap,
    /// It was handed over.
    HandedOver,
    /// The person stays and counts on.
    GoesOn,
    /// Nobody was counting.
    NotCounting,
}

/// What a figure of the list or the ballots is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    /// Voters on the list at the opening.
    ListAtOpening,
    /// Voters on the list at the closing.
    ListAtClosing,
    /// Voters added during the day.
    Additions,
    /// Voters with a certificate to vote here.
    Certificates,
    /// Ballots received.
    BallotsReceived,
    /// Voters on the list for voting at home.
    HomeList,
}

/// Where a figure of the list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RegisterSource {
    /// The observer counted.
    OwnCount,
    /// Somebody said it.
    Told,
    /// It hangs on the wall.
    Displayed,
    /// Overheard.
    Overheard,
    /// Read from a paper of the commission.
    Paper,
}

/// Why a stretch stands otherwise than the watch says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AmendReason {
    /// A meal or a short break.
    Meal,
    /// Away with the mobile box.
    BoxTrip,
    /// Busy with a complaint.
    Complaint,
    /// Sent out of the room.
    SentOut,
    /// Could not see the point.
    ViewBlocked,
    /// The phone was taken.
    PhoneTaken,
    /// The phone was dead or gone.
    PhoneDead,
    /// Busy with something else.
    OtherTask,
    /// Watched all the time, and nobody came.
    NobodyCame,
    /// Anything else.
    Other,
}

/// How a stretch of a watch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StretchStands {
    /// Nobody watched.
    Gap,
    /// Somebody watched.
    Watched,
    /// It cannot be said.
    Doubtful,
}

/// What a person says of quiet time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuietAnswer {
    /// Watched, and nobody came.
    NobodyCame,
    /// Persons came and were not counted.
    NotCounted,
    /// Away or not looking.
    Away,
    /// Not answered yet: doubtful.
    NotAnswered,
}

/// Why an hour's figure is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionReason {
    /// Persons were missed.
    Missed,
    /// Persons were counted twice.
    CountedTwice,
    /// Others than voters were counted.
    NotVoters,
    /// Compared with a recording.
    Recording,
    /// Compared with another observer's count.
    Compared,
    /// Anything else.
    Other,
}

/// How two watches at one point stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchRelation {
    /// The same persons, counted twice: compared, never added.
    Parallel,
    /// One after the other: joined.
    Relay,
    /// Different desks or boxes: added.
    Split,
}

/// Why a noted figure is said anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TurnoutAmendReason {
    /// It was heard or typed wrong.
    Mistake,
    /// It turned out what it counts.
    Explained,
    /// Whoever said it put it right.
    PutRight,
    /// It was not said at all: it does not stand any more.
    Withdrawn,
}

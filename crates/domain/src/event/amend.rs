//! What a watch was worth, said afterwards: gaps, quiet time, and how two watches stand.
//!
//! An amendment says how a stretch stands and leaves taps alone; a later one holds where two
//! overlap. Quiet time without an answer is doubtful, never watched. A relation that names no
//! other watch holds for whoever else watches the same point then. Changing this changes
//! bytes. Rejected: editing a watch's start and end, which would hide what was said first.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// How a stretch of a watch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum StretchStands {
    /// Nobody watched.
    #[n(1)]
    Gap,
    /// Somebody watched.
    #[n(2)]
    Watched,
    /// It cannot be said.
    #[n(3)]
    Doubtful,
}

/// Why a stretch stands otherwise than the watch says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum AmendReason {
    /// A meal or a short break.
    #[n(1)]
    Meal,
    /// Away with the mobile ballot box.
    #[n(2)]
    BoxTrip,
    /// Busy with a complaint.
    #[n(3)]
    Complaint,
    /// Sent out of the room.
    #[n(4)]
    SentOut,
    /// Could not see the point.
    #[n(5)]
    ViewBlocked,
    /// The phone was taken.
    #[n(6)]
    PhoneTaken,
    /// The phone was dead or gone.
    #[n(7)]
    PhoneDead,
    /// Busy with something else.
    #[n(8)]
    OtherTask,
    /// Watched all the time, and nothing was tapped.
    #[n(9)]
    NobodyCame,
    /// Anything else.
    #[n(10)]
    Other,
}

/// What a person says of quiet time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum QuietAnswer {
    /// Watched, and nobody came.
    #[n(1)]
    NobodyCame,
    /// Persons came and were not counted.
    #[n(2)]
    NotCounted,
    /// Away or not looking.
    #[n(3)]
    Away,
    /// The question was not answered.
    #[n(4)]
    NotAnswered,
}

/// How two watches at one station stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum WatchRelation {
    /// The same persons, counted twice: compared, never added.
    #[n(1)]
    Parallel,
    /// One after the other: joined.
    #[n(2)]
    Relay,
    /// Different desks or boxes: added.
    #[n(3)]
    Split,
}

/// How a stretch of a watch stands, said afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchAmended {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Its first second on the station's wall, Unix seconds.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
    /// How it stands.
    pub stands: StretchStands,
    /// Why.
    pub reason: AmendReason,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

/// What quiet time was: a stretch of a running watch without any sign of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietTimeExplained {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// The last sign before it, claimed Unix seconds.
    pub from: i64,
    /// The sign that ended it, claimed Unix seconds.
    pub to: i64,
    /// What the person says.
    pub answer: QuietAnswer,
}

/// How a watch stands to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchesRelated {
    /// The `WatchStarted` it is said of.
    pub watch: EventRef,
    /// The other one; `None` is whoever else watches that point then.
    pub other: Option<EventRef>,
    /// How they stand.
    pub relation: WatchRelation,
}

impl Fields for WatchAmended {
    const KIND: u64 = kinds::WATCH_AMENDED;
    const COUNT: usize = 6;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.stands);
        out.put(&self.reason);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            watch: from.get()?,
            from: from.get()?,
            to: from.get()?,
            stands: from.get()?,
            reason: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

impl Fields for QuietTimeExplained {
    const KIND: u64 = kinds::QUIET_TIME_EXPLAINED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.answer);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, from: from.get()?, to: from.get()?, answer: from.get()? })
    }
}

impl Fields for WatchesRelated {
    const KIND: u64 = kinds::WATCHES_RELATED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.other);
        out.put(&self.relation);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, other: from.get()?, relation: from.get()? })
    }
}

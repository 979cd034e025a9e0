//! Counting: a watch at one counting point, its gaps, and one event a person.
//!
//! Point, coverage and view are fixed when the watch starts. A watch ends at its last sign of
//! life; what follows an interruption is unknown until it is resumed. A watch is named by the
//! ordinal of its `WatchStarted`. Fields of a tap are small integers that hardly change, so a
//! day's taps cost little more than their times. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// How well the person saw the counting point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ViewOfPoint {
    /// Everything in sight.
    #[n(1)]
    Full,
    /// Partly blocked.
    #[n(2)]
    PartlyBlocked,
    /// No view of it.
    #[n(3)]
    None,
}

/// Why nobody counts for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum PauseReason {
    /// A meal or a short break.
    #[n(1)]
    Break,
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
    /// Filling a checklist or talking to the team.
    #[n(7)]
    OtherTask,
    /// Anything else.
    #[n(8)]
    Other,
}

/// How a person was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CountMethod {
    /// A touch on the screen.
    #[n(1)]
    Screen,
    /// A volume or other key.
    #[n(2)]
    Key,
    /// A keyboard or pedal.
    #[n(3)]
    External,
    /// From a recording, afterwards.
    #[n(4)]
    Recording,
}

/// Counting begins; this event's ordinal names the watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchStarted {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// Version of the election's definition that gives points and categories their numbers;
    /// 0 is the built-in one.
    pub definition_version: u32,
    /// Number of the counting point in that version.
    pub point: u32,
    /// Names of the desks or boxes in sight; empty means the whole point.
    pub covers: Vec<String>,
    /// How much could be seen.
    pub view: ViewOfPoint,
}

/// Counting rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchPaused {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Why.
    pub reason: PauseReason,
}

/// Counting goes on, after a pause or an interruption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchResumed {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
}

/// Counting is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchEnded {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
}

/// The program was gone since the last sign of life; written once at the next start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchInterrupted {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Claimed wall time of the last tap or life mark, Unix seconds.
    pub last_sign: i64,
}

/// One person at the counting point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoterCounted {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Number of the category in the watch's definition version.
    pub category: u32,
    /// How it was entered.
    pub method: CountMethod,
}

/// A tap was a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountUndone {
    /// Ordinal of the `VoterCounted` that does not count.
    pub event: u64,
}

impl Fields for WatchStarted {
    const KIND: u64 = kinds::WATCH_STARTED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.definition_version);
        out.put(&self.point);
        out.texts(&self.covers);
        out.put(&self.view);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            definition_version: from.get()?,
            point: from.get()?,
            covers: from.texts()?,
            view: from.get()?,
        })
    }
}

impl Fields for WatchPaused {
    const KIND: u64 = kinds::WATCH_PAUSED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.reason);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, reason: from.get()? })
    }
}

impl Fields for WatchResumed {
    const KIND: u64 = kinds::WATCH_RESUMED;
    const COUNT: usize = 1;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()? })
    }
}

impl Fields for WatchEnded {
    const KIND: u64 = kinds::WATCH_ENDED;
    const COUNT: usize = 1;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()? })
    }
}

impl Fields for WatchInterrupted {
    const KIND: u64 = kinds::WATCH_INTERRUPTED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.last_sign);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, last_sign: from.get()? })
    }
}

impl Fields for VoterCounted {
    const KIND: u64 = kinds::VOTER_COUNTED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.category);
        out.put(&self.method);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, category: from.get()?, method: from.get()? })
    }
}

impl Fields for CountUndone {
    const KIND: u64 = kinds::COUNT_UNDONE;
    const COUNT: usize = 1;

    fn write(&self, out: &mut Writer) {
        out.put(&self.event);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { event: from.get()? })
    }
}

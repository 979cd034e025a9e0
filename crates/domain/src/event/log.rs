//! The station's log, the clock's comparisons, and where a journal comes from.
//!
//! A log entry is a kind and free text; the text can be withheld alone. A comparison is
//! headquarters' signed time at a moment of one boot, and holds for that boot only. Changing
//! this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::{BootId, JournalRef};
use minicbor::{Decode, Encode};

/// What a log entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum EntryKind {
    /// A remark.
    #[n(1)]
    Remark,
    /// The station opened.
    #[n(2)]
    Opened,
    /// The station closed.
    #[n(3)]
    Closed,
    /// Something went wrong; incidents in full have kinds of their own.
    #[n(4)]
    Incident,
    /// Somebody was spoken to.
    #[n(5)]
    Conversation,
    /// Observers or officials came or went.
    #[n(6)]
    People,
    /// About seals, boxes or papers.
    #[n(7)]
    Material,
}

/// An entry in the station's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogNoted {
    /// Ordinal of the visit's `Arrived`; `None` when not at a station.
    pub visit: Option<u64>,
    /// What it is about.
    pub entry: EntryKind,
    /// The observer's words; may be empty.
    pub text: String,
    /// When it was seen, Unix seconds; `None` when equal to the event's time.
    pub seen_at: Option<i64>,
}

/// Headquarters' signed time beside the device's own clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockCompared {
    /// The boot it holds for.
    pub boot: BootId,
    /// CLOCK_BOOTTIME at the comparison, whole seconds.
    pub boottime: i64,
    /// Headquarters' signed time at that moment, Unix seconds.
    pub headquarters_time: i64,
}

/// This journal goes on where another one stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalContinued {
    /// The journal before.
    pub old_journal: JournalRef,
    /// Its last page this device knows of; 0 when it knows none.
    pub last_number: u64,
    /// That page's hash; zeros when it knows none.
    pub hash: [u8; 32],
}

impl Fields for LogNoted {
    const KIND: u64 = kinds::LOG_NOTED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.entry);
        out.withholdable(&self.text);
        out.put(&self.seen_at);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            entry: from.get()?,
            text: from.withholdable()?,
            seen_at: from.get()?,
        })
    }
}

impl Fields for ClockCompared {
    const KIND: u64 = kinds::CLOCK_COMPARED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.bytes(&self.boot);
        out.put(&self.boottime);
        out.put(&self.headquarters_time);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { boot: from.array_of()?, boottime: from.get()?, headquarters_time: from.get()? })
    }
}

impl Fields for JournalContinued {
    const KIND: u64 = kinds::JOURNAL_CONTINUED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.put(&self.old_journal);
        out.put(&self.last_number);
        out.bytes(&self.hash);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { old_journal: from.get()?, last_number: from.get()?, hash: from.array_of()? })
    }
}

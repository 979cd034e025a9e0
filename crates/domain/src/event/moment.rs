//! A moment marked in passing, and what became of the mark.
//!
//! One press beside the counter writes the bare mark; its kind follows in a later mark that names
//! the first, because the first is durable by then. A mark is finished by the incident that names
//! it, or here: nothing to report, part of an incident that is reported already, or written
//! down elsewhere. An unfinished mark waits and is never dropped. Rejected: a mark that counts
//! only once its kind is chosen, which is lost when the next voter comes. Changing this changes
//! bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// What became of a mark without an incident of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum MomentOutcome {
    /// There was nothing to report.
    #[n(1)]
    NothingToReport,
    /// It belongs to an incident that is reported already.
    #[n(2)]
    PartOfIncident,
    /// It stands in a checklist or in the log.
    #[n(3)]
    WrittenElsewhere,
}

/// Something happened at this moment; the event's time is the press's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentMarked {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// The mark that this one tells the kind of; then the moment is that one's.
    pub follows: Option<EventRef>,
    /// Version of the definition that `kind` is a number of.
    pub definition_version: u32,
    /// Number of the incident's kind in the definition; `None` when not told.
    pub kind: Option<u32>,
}

/// A mark waits no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentFinished {
    /// The first event of the mark.
    pub mark: EventRef,
    /// What became of it.
    pub outcome: MomentOutcome,
    /// The incident it belongs to, where it belongs to one.
    pub incident: Option<EventRef>,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for MomentMarked {
    const KIND: u64 = kinds::MOMENT_MARKED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.follows);
        out.put(&self.definition_version);
        out.put(&self.kind);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            follows: from.get()?,
            definition_version: from.get()?,
            kind: from.get()?,
        })
    }
}

impl Fields for MomentFinished {
    const KIND: u64 = kinds::MOMENT_FINISHED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.mark);
        out.put(&self.outcome);
        out.put(&self.incident);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            mark: from.get()?,
            outcome: from.get()?,
            incident: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

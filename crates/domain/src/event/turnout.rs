//! What others say the turnout is, with all that is needed to judge it later.
//!
//! The figure alone proved useless in the field: whether it runs since opening or since the
//! last one, what was counted, and who said so decide what may be compared. Nothing is
//! corrected here; a figure that falls is recorded as it was said. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// What stretch a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum FigureCounts {
    /// Everybody since the opening.
    #[n(1)]
    SinceOpening,
    /// Only since the figure before.
    #[n(2)]
    ThisInterval,
    /// It was not said.
    #[n(3)]
    Unclear,
}

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum FigureKind {
    /// Ballots handed out.
    #[n(1)]
    BallotsIssued,
    /// Signatures in the list.
    #[n(2)]
    Signatures,
    /// Ballots dropped into the box.
    #[n(3)]
    Dropped,
    /// It was not said.
    #[n(4)]
    Unclear,
}

/// Whether the mobile box is in the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum MobileBox {
    /// Included.
    #[n(1)]
    Yes,
    /// Not included.
    #[n(2)]
    No,
    /// Not said.
    #[n(3)]
    Unknown,
}

/// Where the figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum FigureSource {
    /// The observer counted the list.
    #[n(1)]
    OwnCount,
    /// Somebody told it; `told_by` says who.
    #[n(2)]
    Told,
    /// It hung on the wall or a screen.
    #[n(3)]
    Displayed,
    /// It was overheard.
    #[n(4)]
    Overheard,
}

/// A turnout figure as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoutNoted {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// The figure.
    pub figure: u64,
    /// What stretch it counts.
    pub counts: FigureCounts,
    /// The moment it is for, Unix seconds.
    pub as_of: i64,
    /// The zone it was announced in (IANA name); `None` is the station's own.
    pub zone: Option<String>,
    /// When it was heard or seen; `None` when equal to the event's time.
    pub noted_at: Option<i64>,
    /// What was counted.
    pub what: FigureKind,
    /// Whether the mobile box is in it.
    pub mobile_box: MobileBox,
    /// Number of the contest in the definition; `None` when not told apart.
    pub contest: Option<u32>,
    /// Where it comes from.
    pub source: FigureSource,
    /// Who said so, in the observer's words; can be withheld alone.
    pub told_by: Option<String>,
}

/// Why a noted figure is said anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum TurnoutAmendReason {
    /// It was heard or typed wrong.
    #[n(1)]
    Mistake,
    /// It turned out what it counts.
    #[n(2)]
    Explained,
    /// Whoever said it put it right.
    #[n(3)]
    PutRight,
    /// It was not said at all: it does not stand any more.
    #[n(4)]
    Withdrawn,
}

/// A noted figure said anew, whole; the first one stays on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoutAmended {
    /// Ordinal of `TurnoutNoted`.
    pub event: u64,
    /// The figure.
    pub figure: u64,
    /// What stretch it counts.
    pub counts: FigureCounts,
    /// The moment it is for, Unix seconds.
    pub as_of: i64,
    /// The zone it was announced in (IANA name); `None` is the station's own.
    pub zone: Option<String>,
    /// What was counted.
    pub what: FigureKind,
    /// Whether the mobile box is in it.
    pub mobile_box: MobileBox,
    /// Number of the contest in the definition; `None` when not told apart.
    pub contest: Option<u32>,
    /// Why.
    pub reason: TurnoutAmendReason,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for TurnoutNoted {
    const KIND: u64 = kinds::TURNOUT_NOTED;
    const COUNT: usize = 11;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.figure);
        out.put(&self.counts);
        out.put(&self.as_of);
        out.text_or_null(self.zone.as_deref());
        out.put(&self.noted_at);
        out.put(&self.what);
        out.put(&self.mobile_box);
        out.put(&self.contest);
        out.put(&self.source);
        out.withholdable_or_null(self.told_by.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            figure: from.get()?,
            counts: from.get()?,
            as_of: from.get()?,
            zone: from.text_or_null()?,
            noted_at: from.get()?,
            what: from.get()?,
            mobile_box: from.get()?,
            contest: from.get()?,
            source: from.get()?,
            told_by: from.withholdable_or_null()?,
        })
    }
}

impl Fields for TurnoutAmended {
    const KIND: u64 = kinds::TURNOUT_AMENDED;
    const COUNT: usize = 10;

    fn write(&self, out: &mut Writer) {
        out.put(&self.event);
        out.put(&self.figure);
        out.put(&self.counts);
        out.put(&self.as_of);
        out.text_or_null(self.zone.as_deref());
        out.put(&self.what);
        out.put(&self.mobile_box);
        out.put(&self.contest);
        out.put(&self.reason);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            event: from.get()?,
            figure: from.get()?,
            counts: from.get()?,
            as_of: from.get()?,
            zone: from.text_or_null()?,
            what: from.get()?,
            mobile_box: from.get()?,
            contest: from.get()?,
            reason: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

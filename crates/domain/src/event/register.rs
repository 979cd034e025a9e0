//! The list of voters and the ballots as somebody says they are, and the mobile box's trips.
//!
//! Every figure has its source and its moment and stands beside the imported one; none is put
//! right by another. A trip's two ends are two events, because the phone may die between them.
//! What was not told is null, which is not zero. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// What a figure of the list or the ballots is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RegisterKind {
    /// Voters on the list when the station opened.
    #[n(1)]
    ListAtOpening,
    /// Voters on the list when it closed.
    #[n(2)]
    ListAtClosing,
    /// Voters added during the day.
    #[n(3)]
    Additions,
    /// Voters with a certificate to vote here.
    #[n(4)]
    Certificates,
    /// Ballots received.
    #[n(5)]
    BallotsReceived,
    /// Voters on the list for voting at home.
    #[n(6)]
    HomeList,
}

/// Where a figure of the list comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RegisterSource {
    /// The observer counted.
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
    /// It was read from a paper of the commission.
    #[n(5)]
    Paper,
}

/// A figure of the list or the ballots as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterNoted {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// What it is.
    pub what: RegisterKind,
    /// The figure.
    pub figure: u32,
    /// The moment it is for, Unix seconds.
    pub as_of: i64,
    /// Number of the contest in the definition; `None` when not told apart.
    pub contest: Option<u32>,
    /// Where it comes from.
    pub source: RegisterSource,
    /// Who said so, in the observer's words; can be withheld alone.
    pub told_by: Option<String>,
}

/// Whether an observer went along with the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Accompanied {
    /// One went along.
    #[n(1)]
    Yes,
    /// Nobody went along.
    #[n(2)]
    No,
    /// It was not told that a box goes out.
    #[n(3)]
    NotTold,
    /// It was asked for and refused.
    #[n(4)]
    Refused,
}

/// What becomes of the count at the station meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CountMeanwhile {
    /// It rests: a gap.
    #[n(1)]
    Gap,
    /// It was handed over.
    #[n(2)]
    HandedOver,
    /// The person stays and counts on.
    #[n(3)]
    GoesOn,
    /// Nobody was counting.
    #[n(4)]
    NotCounting,
}

/// A mobile ballot box goes out; this event's ordinal names the trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxTripStarted {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// The box's number or name as written on it.
    pub name: Option<String>,
    /// Applications for voting at home.
    pub applications: Option<u32>,
    /// Ballots taken along.
    pub ballots: Option<u32>,
    /// Whether an observer goes along.
    pub accompanied: Accompanied,
    /// What becomes of the count.
    pub meanwhile: CountMeanwhile,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

/// The box is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxTripEnded {
    /// Ordinal of `BoxTripStarted`.
    pub trip: u64,
    /// Persons who voted into it.
    pub voted: Option<u32>,
    /// Ballots brought back unused.
    pub returned: Option<u32>,
    /// Whether an observer was along all the way.
    pub accompanied: Accompanied,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for RegisterNoted {
    const KIND: u64 = kinds::REGISTER_NOTED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.what);
        out.put(&self.figure);
        out.put(&self.as_of);
        out.put(&self.contest);
        out.put(&self.source);
        out.withholdable_or_null(self.told_by.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            what: from.get()?,
            figure: from.get()?,
            as_of: from.get()?,
            contest: from.get()?,
            source: from.get()?,
            told_by: from.withholdable_or_null()?,
        })
    }
}

impl Fields for BoxTripStarted {
    const KIND: u64 = kinds::BOX_TRIP_STARTED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.text_or_null(self.name.as_deref());
        out.put(&self.applications);
        out.put(&self.ballots);
        out.put(&self.accompanied);
        out.put(&self.meanwhile);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            name: from.text_or_null()?,
            applications: from.get()?,
            ballots: from.get()?,
            accompanied: from.get()?,
            meanwhile: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

impl Fields for BoxTripEnded {
    const KIND: u64 = kinds::BOX_TRIP_ENDED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.trip);
        out.put(&self.voted);
        out.put(&self.returned);
        out.put(&self.accompanied);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            trip: from.get()?,
            voted: from.get()?,
            returned: from.get()?,
            accompanied: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

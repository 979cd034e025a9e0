//! A complaint on paper: written, handed over, accepted or refused, and answered.
//!
//! Each step is an event of its own that names the first, so that the time between handing over
//! and an answer stands on record. The number it was registered under, and every text, can be
//! withheld alone: a register would name who complained. Rejected: a state that is overwritten,
//! and a complaint as a part of an incident, since many are about none. Changing this changes
//! bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// Who is to decide a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ComplaintTo {
    /// The station's commission.
    #[n(1)]
    Commission,
    /// A higher commission.
    #[n(2)]
    HigherCommission,
    /// Police.
    #[n(3)]
    Police,
    /// The prosecutor.
    #[n(4)]
    Prosecutor,
    /// A court.
    #[n(5)]
    Court,
    /// Anybody else.
    #[n(6)]
    Other,
}

/// How far a complaint has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ComplaintStage {
    /// Written, and still in hand.
    #[n(1)]
    Written,
    /// Handed over or sent; nobody has said yet that they take it.
    #[n(2)]
    HandedOver,
    /// They took it.
    #[n(3)]
    Accepted,
    /// They refused to take it.
    #[n(4)]
    Refused,
}

/// What they decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ComplaintDecision {
    /// It was granted.
    #[n(1)]
    Granted,
    /// It was granted in part.
    #[n(2)]
    GrantedInPart,
    /// It was rejected.
    #[n(3)]
    Rejected,
    /// It was left without a decision.
    #[n(4)]
    NotConsidered,
    /// It was sent on to somebody else.
    #[n(5)]
    PassedOn,
}

/// A complaint, or the next step of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintMade {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// The first `ComplaintMade` of the complaint, where this one is a later step.
    pub follows: Option<EventRef>,
    /// The incident it is about, where it is about one.
    pub incident: Option<EventRef>,
    /// Who is to decide it.
    pub to: ComplaintTo,
    /// How far it has come.
    pub stage: ComplaintStage,
    /// When that was, as read off the station's wall, Unix seconds; `None`: the event's time.
    pub happened_at: Option<i64>,
    /// The number they registered it under; can be withheld alone.
    pub number: Option<String>,
    /// What it says, or what they said; can be withheld alone.
    pub text: Option<String>,
}

/// An answer to a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintAnswered {
    /// The first `ComplaintMade` of the complaint.
    pub complaint: EventRef,
    /// What they decided.
    pub decision: ComplaintDecision,
    /// When that was, as read off the station's wall, Unix seconds; `None`: the event's time.
    pub happened_at: Option<i64>,
    /// The number of their answer; can be withheld alone.
    pub number: Option<String>,
    /// What it says; can be withheld alone.
    pub text: Option<String>,
}

impl Fields for ComplaintMade {
    const KIND: u64 = kinds::COMPLAINT_MADE;
    const COUNT: usize = 8;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.follows);
        out.put(&self.incident);
        out.put(&self.to);
        out.put(&self.stage);
        out.put(&self.happened_at);
        out.withholdable_or_null(self.number.as_deref());
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            follows: from.get()?,
            incident: from.get()?,
            to: from.get()?,
            stage: from.get()?,
            happened_at: from.get()?,
            number: from.withholdable_or_null()?,
            text: from.withholdable_or_null()?,
        })
    }
}

impl Fields for ComplaintAnswered {
    const KIND: u64 = kinds::COMPLAINT_ANSWERED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.complaint);
        out.put(&self.decision);
        out.put(&self.happened_at);
        out.withholdable_or_null(self.number.as_deref());
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            complaint: from.get()?,
            decision: from.get()?,
            happened_at: from.get()?,
            number: from.withholdable_or_null()?,
            text: from.withholdable_or_null()?,
        })
    }
}

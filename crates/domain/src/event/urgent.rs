//! What cannot wait: sent out of the station, in danger, and that it is over.
//!
//! One held press writes the bare event, everything *untold*; who, why and in what words follow
//! in later ones of the same kind that name the first, because the first has left the phone by
//! then. *Removed* and *in danger* are two events: the one is about the observation, the other
//! about the person. That it is over is a check-in, a claim of whoever holds the phone; nothing
//! here takes an alarm back. Rejected: one kind with a gravity, and a place read from the phone.
//! Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// Who sent the observer out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RemovedBy {
    /// Not told yet.
    #[n(1)]
    Untold,
    /// The chair or a member of the commission.
    #[n(2)]
    Commission,
    /// Police.
    #[n(3)]
    Police,
    /// Guards or staff of the building.
    #[n(4)]
    Staff,
    /// Somebody of the administration.
    #[n(5)]
    Official,
    /// An agent of a candidate or party, or another observer.
    #[n(6)]
    Agent,
    /// People who did not say who they are.
    #[n(7)]
    Unknown,
    /// Anybody else.
    #[n(8)]
    Other,
}

/// The reason they gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RemovalReason {
    /// Not told yet.
    #[n(1)]
    Untold,
    /// They gave none.
    #[n(2)]
    NoneGiven,
    /// Filming or taking photographs.
    #[n(3)]
    Filming,
    /// Having or using a phone.
    #[n(4)]
    Phone,
    /// Accreditation or other papers.
    #[n(5)]
    Papers,
    /// Too many people, or no room.
    #[n(6)]
    NoRoom,
    /// Disturbing the work.
    #[n(7)]
    Disturbing,
    /// Leaving the place given to observers.
    #[n(8)]
    MovingAbout,
    /// Nobody may stay for the count.
    #[n(9)]
    CountBegins,
    /// Any other.
    #[n(10)]
    Other,
}

/// In what form the decision was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum DecisionForm {
    /// Not told yet.
    #[n(1)]
    Untold,
    /// A copy was handed over.
    #[n(2)]
    InWriting,
    /// It was shown or read out.
    #[n(3)]
    Shown,
    /// Spoken only.
    #[n(4)]
    Spoken,
    /// A written one was asked for and refused.
    #[n(5)]
    PaperRefused,
}

/// What the danger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Danger {
    /// Not told yet.
    #[n(1)]
    Untold,
    /// Threats.
    #[n(2)]
    Threatened,
    /// Somebody follows.
    #[n(3)]
    Followed,
    /// Not let go.
    #[n(4)]
    HeldBack,
    /// Taken by police or others.
    #[n(5)]
    Detained,
    /// Attacked.
    #[n(6)]
    Attacked,
    /// Hurt, a doctor is needed.
    #[n(7)]
    Hurt,
    /// Anything else.
    #[n(8)]
    Other,
}

/// What a person says of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CheckInWord {
    /// All is well; about no alarm.
    #[n(1)]
    Well,
    /// Safe again.
    #[n(2)]
    SafeAgain,
    /// The alarm was a mistake.
    #[n(3)]
    ByMistake,
    /// Let in again.
    #[n(4)]
    BackInside,
}

/// The observer was sent out of the station, or of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// The `Removed` that this one tells more of.
    pub follows: Option<EventRef>,
    /// By whom.
    pub by: RemovedBy,
    /// The reason they gave.
    pub reason: RemovalReason,
    /// In what form.
    pub decision: DecisionForm,
    /// When it happened, Unix seconds; `None` when equal to the event's time.
    pub happened_at: Option<i64>,
    /// In own words.
    pub text: Option<String>,
}

/// The person is in danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDanger {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// The `InDanger` that this one tells more of.
    pub follows: Option<EventRef>,
    /// What the danger is.
    pub danger: Danger,
    /// When it happened, Unix seconds; `None` when equal to the event's time.
    pub happened_at: Option<i64>,
    /// In own words.
    pub text: Option<String>,
}

/// A sign of the person, perhaps that an alarm is over. None is no sign of danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedIn {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// The first `Removed` or `InDanger` of the alarm that is over by this.
    pub ends: Option<EventRef>,
    /// What the person says.
    pub word: CheckInWord,
    /// In own words.
    pub text: Option<String>,
}

impl Fields for Removed {
    const KIND: u64 = kinds::REMOVED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.follows);
        out.put(&self.by);
        out.put(&self.reason);
        out.put(&self.decision);
        out.put(&self.happened_at);
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            follows: from.get()?,
            by: from.get()?,
            reason: from.get()?,
            decision: from.get()?,
            happened_at: from.get()?,
            text: from.withholdable_or_null()?,
        })
    }
}

impl Fields for InDanger {
    const KIND: u64 = kinds::IN_DANGER;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.follows);
        out.put(&self.danger);
        out.put(&self.happened_at);
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            follows: from.get()?,
            danger: from.get()?,
            happened_at: from.get()?,
            text: from.withholdable_or_null()?,
        })
    }
}

impl Fields for CheckedIn {
    const KIND: u64 = kinds::CHECKED_IN;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.ends);
        out.put(&self.word);
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            ends: from.get()?,
            word: from.get()?,
            text: from.withholdable_or_null()?,
        })
    }
}

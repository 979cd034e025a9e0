//! An incident as reported, and as told again later.
//!
//! A report says everything at once; an amendment says everything anew with the reason, so that
//! each version reads by itself and none is put together from pieces. What stood before stays in
//! the journal: a report is withdrawn by an amendment, never erased. Persons are a number and
//! nothing more. What can be told only in words may be withheld alone. Rejected: an amendment of
//! single fields, of which a reader must know all to read one. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::definition::Gravity;
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// How often it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Occurrence {
    /// Once.
    #[n(1)]
    Once,
    /// Several times.
    #[n(2)]
    Several,
    /// It goes on.
    #[n(3)]
    GoingOn,
}

/// How the observer knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum HowKnown {
    /// Seen with own eyes.
    #[n(1)]
    SeenMyself,
    /// Seen in part; the rest was told.
    #[n(2)]
    SeenInPart,
    /// Told by somebody.
    #[n(3)]
    Told,
    /// Seen or heard on a recording.
    #[n(4)]
    Recording,
}

/// Whom the observer told of it on the spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ToldTo {
    /// Nobody.
    #[n(1)]
    Nobody,
    /// The chair of the commission.
    #[n(2)]
    Chair,
    /// A member of the commission.
    #[n(3)]
    Member,
    /// A higher commission.
    #[n(4)]
    HigherCommission,
    /// Police.
    #[n(5)]
    Police,
    /// An agent of a candidate or party, or another observer.
    #[n(6)]
    Agent,
    /// Somebody else.
    #[n(7)]
    Other,
}

/// Why an incident is told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum IncidentAmendReason {
    /// More is known.
    #[n(1)]
    MoreKnown,
    /// Something was written wrongly.
    #[n(2)]
    Corrected,
    /// It is over, or was put right.
    #[n(3)]
    Over,
    /// It was no incident after all.
    #[n(4)]
    Withdrawn,
}

/// What is told of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct IncidentTold {
    /// Version of the definition that `kind` is a number of.
    #[n(0)]
    pub definition_version: u32,
    /// Number of its kind in the definition; `None`: none of them.
    #[n(1)]
    pub kind: Option<u32>,
    /// How grave it is, as the observer sees it.
    #[n(2)]
    pub gravity: Gravity,
    /// When it began, as read off the station's wall, Unix seconds.
    #[n(3)]
    pub from: i64,
    /// When it ended, likewise; `None`: not told, or it goes on.
    #[n(4)]
    pub to: Option<i64>,
    /// How often.
    #[n(5)]
    pub occurs: Occurrence,
    /// How it is known.
    #[n(6)]
    pub known: HowKnown,
    /// By whom it was told; can be withheld alone.
    #[n(7)]
    pub told_by: Option<String>,
    /// How many people it affected; `None`: not known.
    #[n(8)]
    pub affected: Option<u32>,
    /// Whom the observer told; `None`: not said.
    #[n(9)]
    pub told_to: Option<ToldTo>,
    /// What they answered; can be withheld alone.
    #[n(10)]
    pub their_answer: Option<String>,
    /// What happened, in the observer's words; can be withheld alone.
    #[n(11)]
    pub text: Option<String>,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentReported {
    /// Ordinal of the visit's `Arrived`; `None` when at no station.
    pub visit: Option<u64>,
    /// First event of the mark that it finishes, where it began as one.
    pub mark: Option<EventRef>,
    /// What is told.
    pub told: IncidentTold,
}

/// An incident told again: this holds from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentAmended {
    /// The `IncidentReported`.
    pub incident: EventRef,
    /// Everything as it is told now.
    pub told: IncidentTold,
    /// Why.
    pub reason: IncidentAmendReason,
    /// Why, in the observer's words; can be withheld alone.
    pub words: Option<String>,
}

impl IncidentTold {
    const COUNT: usize = 12;

    fn write(&self, out: &mut Writer) {
        out.put(&self.definition_version);
        out.put(&self.kind);
        out.put(&self.gravity);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.occurs);
        out.put(&self.known);
        out.withholdable_or_null(self.told_by.as_deref());
        out.put(&self.affected);
        out.put(&self.told_to);
        out.withholdable_or_null(self.their_answer.as_deref());
        out.withholdable_or_null(self.text.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            definition_version: from.get()?,
            kind: from.get()?,
            gravity: from.get()?,
            from: from.get()?,
            to: from.get()?,
            occurs: from.get()?,
            known: from.get()?,
            told_by: from.withholdable_or_null()?,
            affected: from.get()?,
            told_to: from.get()?,
            their_answer: from.withholdable_or_null()?,
            text: from.withholdable_or_null()?,
        })
    }
}

impl Fields for IncidentReported {
    const KIND: u64 = kinds::INCIDENT_REPORTED;
    const COUNT: usize = 2 + IncidentTold::COUNT;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.mark);
        self.told.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { visit: from.get()?, mark: from.get()?, told: IncidentTold::read(from)? })
    }
}

impl Fields for IncidentAmended {
    const KIND: u64 = kinds::INCIDENT_AMENDED;
    const COUNT: usize = 3 + IncidentTold::COUNT;

    fn write(&self, out: &mut Writer) {
        out.put(&self.incident);
        self.told.write(out);
        out.put(&self.reason);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            incident: from.get()?,
            told: IncidentTold::read(from)?,
            reason: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

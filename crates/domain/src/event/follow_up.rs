//! What headquarters asks about an incident, what is answered, and how the incident stands.
//!
//! Question and status stand in headquarters' journal for the device that reported: nobody else
//! may read what is asked of whom, and who reported learns what became of it. A question is
//! named by its number there, as a notice is, so that the answer means the same after a page was
//! carried by a relay. Who decided a status is named; each status is an event, so that the history
//! is the record itself. Rejected: status in the desk journal, which no device pulls. Changing
//! this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::JournalRef;
use minicbor::{Decode, Encode};

/// How an incident stands at headquarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum IncidentStatus {
    /// Read by somebody.
    #[n(1)]
    Seen,
    /// Being looked into.
    #[n(2)]
    Checking,
    /// Known from a second side too.
    #[n(3)]
    Confirmed,
    /// It could not be confirmed.
    #[n(4)]
    NotConfirmed,
    /// Passed on to those who must act.
    #[n(5)]
    PassedOn,
    /// Put right.
    #[n(6)]
    Settled,
    /// Nothing more is done about it.
    #[n(7)]
    Closed,
}

/// Headquarters asks the person who reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpAsked {
    /// Who asks.
    pub operator: String,
    /// Its number in this journal, from 1.
    pub follow_up: u64,
    /// The journal that reported.
    pub journal: JournalRef,
    /// Ordinal there of what is asked about: an `IncidentReported` or a first `ComplaintMade`.
    pub event: u64,
    /// What is asked, as written.
    pub text: String,
}

/// An answer to headquarters; more than one may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpAnswered {
    /// The question's number.
    pub follow_up: u64,
    /// Headquarters' journal it stands in.
    pub journal: JournalRef,
    /// What is answered; can be withheld alone.
    pub text: String,
}

/// An operator decided how an incident stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentStatusSet {
    /// Who decided it.
    pub operator: String,
    /// The journal that reported.
    pub journal: JournalRef,
    /// Ordinal there of the `IncidentReported`.
    pub incident: u64,
    /// How it stands.
    pub status: IncidentStatus,
    /// The operator's words to the person who reported; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for FollowUpAsked {
    const KIND: u64 = kinds::FOLLOW_UP_ASKED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.follow_up);
        out.put(&self.journal);
        out.put(&self.event);
        out.withholdable(&self.text);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            follow_up: from.get()?,
            journal: from.get()?,
            event: from.get()?,
            text: from.withholdable()?,
        })
    }
}

impl Fields for FollowUpAnswered {
    const KIND: u64 = kinds::FOLLOW_UP_ANSWERED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.put(&self.follow_up);
        out.put(&self.journal);
        out.withholdable(&self.text);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { follow_up: from.get()?, journal: from.get()?, text: from.withholdable()? })
    }
}

impl Fields for IncidentStatusSet {
    const KIND: u64 = kinds::INCIDENT_STATUS_SET;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.journal);
        out.put(&self.incident);
        out.put(&self.status);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            journal: from.get()?,
            incident: from.get()?,
            status: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

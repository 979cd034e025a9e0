//! What headquarters says, as events of its own journals.
//!
//! The common journal carries definition, forms, key list, endpoints, revocations and
//! admissions; a device's own journal carries its assignments and reports about its pages.
//! What an operator did names the operator, in a field that can be withheld alone. Definition
//! and forms travel as their own bytes, so that keys this program does not know survive.
//! Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::definition::{DefinitionError, ElectionDefinition, StationSpec};
use crate::form::{Form, FormError};
use crate::ids::JournalRef;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};

/// Why pages stood in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum QuarantineReason {
    /// The invitation was revoked.
    #[n(1)]
    Revoked,
    /// First contact came after the invitation's expiry.
    #[n(2)]
    Expired,
    /// Two pages under one number.
    #[n(3)]
    Fork,
    /// The invitation was used twice.
    #[n(4)]
    SecondEnrolment,
}

/// What was wrong with a page that is nevertheless kept and receipted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum PageProblem {
    /// It could not be opened.
    #[n(1)]
    DoesNotOpen,
    /// It opened, and its events could not be read.
    #[n(2)]
    DoesNotDecode,
}

/// The election's definition, or a newer version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionPublished {
    /// Who did it.
    pub operator: String,
    /// Version, from 1.
    pub version: u32,
    /// [`ElectionDefinition::encode`].
    pub definition: Vec<u8>,
}

/// A form, or a newer version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPublished {
    /// Who did it.
    pub operator: String,
    /// The form's number in the election, from 1.
    pub form: u32,
    /// Version, from 1.
    pub version: u32,
    /// [`Form::encode`].
    pub bytes: Vec<u8>,
}

/// A newer, root-signed key list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyListPublished {
    /// Who did it.
    pub operator: String,
    /// The signed list as `journal` encodes it.
    pub key_list: Vec<u8>,
}

/// An invitation, and its journal once enrolled, counts no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Who did it.
    pub operator: String,
    /// The invitation.
    pub invitation: [u8; 16],
    /// The journal enrolled with it, if any.
    pub journal: Option<JournalRef>,
    /// The last page of it that still counts; `None`: none does.
    pub last_good_page: Option<u64>,
}

/// Quarantined pages count after all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Who did it.
    pub operator: String,
    /// Why they had been quarantined.
    pub reason: QuarantineReason,
    /// The journal whose pages are admitted.
    pub journal: JournalRef,
    /// The first page admitted.
    pub first_page: u64,
    /// For a fork: hash of the admitted branch's first page.
    pub hash: Option<[u8; 32]>,
    /// For a second enrolment: the journal that ends by this.
    pub ends_journal: Option<JournalRef>,
    /// The last page of that journal which counts.
    pub ends_at_page: Option<u64>,
}

/// Where headquarters can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointsPublished {
    /// Who did it.
    pub operator: String,
    /// Addresses in the order to try, e.g. `https://hq.example:8443`.
    pub addresses: Vec<String>,
}

/// A station given to this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Who did it.
    pub operator: String,
    /// The station.
    pub station: StationSpec,
}

/// A station taken from this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unassigned {
    /// Who did it.
    pub operator: String,
    /// The station's code.
    pub station: String,
}

/// The polling days of an assigned station; of none of them, all of the election's hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationDaysSet {
    /// Who did it.
    pub operator: String,
    /// The station's code.
    pub station: String,
    /// Dates on the wall, text `YYYY-MM-DD`, in their order.
    pub days: Vec<NaiveDate>,
}

/// A page of this device was kept but could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReported {
    /// The journal.
    pub journal: JournalRef,
    /// The page's number.
    pub number: u64,
    /// The page's hash.
    pub hash: [u8; 32],
    /// What was wrong.
    pub problem: PageProblem,
    /// A code for the log, never a sentence.
    pub detail: String,
}

impl DefinitionPublished {
    /// Reads the definition.
    ///
    /// # Errors
    /// When the bytes are no definition this program can read.
    pub fn definition(&self) -> Result<ElectionDefinition, DefinitionError> {
        ElectionDefinition::decode(&self.definition)
    }
}

impl FormPublished {
    /// Reads the form.
    ///
    /// # Errors
    /// When the bytes are no form this program can read and evaluate.
    pub fn form(&self) -> Result<Form, FormError> {
        Form::decode(&self.bytes)
    }
}

impl Fields for DefinitionPublished {
    const KIND: u64 = kinds::DEFINITION_PUBLISHED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.version);
        out.bytes(&self.definition);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { operator: from.withholdable()?, version: from.get()?, definition: from.bytes()? })
    }
}

impl Fields for FormPublished {
    const KIND: u64 = kinds::FORM_PUBLISHED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.form);
        out.put(&self.version);
        out.bytes(&self.bytes);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            form: from.get()?,
            version: from.get()?,
            bytes: from.bytes()?,
        })
    }
}

impl Fields for KeyListPublished {
    const KIND: u64 = kinds::KEY_LIST_PUBLISHED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.bytes(&self.key_list);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { operator: from.withholdable()?, key_list: from.bytes()? })
    }
}

impl Fields for Revoked {
    const KIND: u64 = kinds::REVOKED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.bytes(&self.invitation);
        out.put(&self.journal);
        out.put(&self.last_good_page);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            invitation: from.array_of()?,
            journal: from.get()?,
            last_good_page: from.get()?,
        })
    }
}

impl Fields for Admitted {
    const KIND: u64 = kinds::ADMITTED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.reason);
        out.put(&self.journal);
        out.put(&self.first_page);
        out.bytes_or_null(self.hash.as_ref());
        out.put(&self.ends_journal);
        out.put(&self.ends_at_page);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            reason: from.get()?,
            journal: from.get()?,
            first_page: from.get()?,
            hash: from.array_of_or_null()?,
            ends_journal: from.get()?,
            ends_at_page: from.get()?,
        })
    }
}

impl Fields for EndpointsPublished {
    const KIND: u64 = kinds::ENDPOINTS_PUBLISHED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.texts(&self.addresses);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { operator: from.withholdable()?, addresses: from.texts()? })
    }
}

impl Fields for Assigned {
    const KIND: u64 = kinds::ASSIGNED;
    const COUNT: usize = 8;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.text(&self.station.code);
        out.text(&self.station.name);
        out.texts(&self.station.region);
        out.put(&self.station.registered);
        out.text_or_null(self.station.zone.as_deref());
        out.put(&self.station.opens_minutes);
        out.put(&self.station.closes_minutes);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            station: StationSpec {
                code: from.text()?,
                name: from.text()?,
                region: from.texts()?,
                registered: from.get()?,
                zone: from.text_or_null()?,
                opens_minutes: from.get()?,
                closes_minutes: from.get()?,
                // Said by an event of its own: this kind's fields are what they are.
                days: Vec::new(),
            },
        })
    }
}

impl Fields for Unassigned {
    const KIND: u64 = kinds::UNASSIGNED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.text(&self.station);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { operator: from.withholdable()?, station: from.text()? })
    }
}

impl Fields for StationDaysSet {
    const KIND: u64 = kinds::STATION_DAYS_SET;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        let days: Vec<String> = self.days.iter().map(ToString::to_string).collect();
        out.withholdable(&self.operator);
        out.text(&self.station);
        out.texts(&days);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        let (operator, station, days) = (from.withholdable()?, from.text()?, from.texts()?);
        let day = |day: String| NaiveDate::parse_from_str(&day, "%Y-%m-%d");
        let days = days.into_iter().map(day).collect::<Result<_, _>>();
        Ok(Self { operator, station, days: days.map_err(FieldError::custom)? })
    }
}

impl Fields for PageReported {
    const KIND: u64 = kinds::PAGE_REPORTED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.journal);
        out.put(&self.number);
        out.bytes(&self.hash);
        out.put(&self.problem);
        out.text(&self.detail);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            journal: from.get()?,
            number: from.get()?,
            hash: from.array_of()?,
            problem: from.get()?,
            detail: from.text()?,
        })
    }
}

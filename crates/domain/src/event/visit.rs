//! A person's stay at one station: it owns everything that is recorded there.
//!
//! A visit is named by the ordinal of its `Arrived`. A wrong station is mended by a later
//! event, never by retyping. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// Where the person could stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Place {
    /// Inside the polling room.
    #[n(1)]
    Inside,
    /// Outside the room or the building.
    #[n(2)]
    Outside,
    /// Came, and was not let in.
    #[n(3)]
    NotAdmitted,
}

/// The person arrived at a station; this event's ordinal names the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The station's code as assigned or typed.
    pub station: String,
    /// Where they could stand.
    pub place: Place,
}

/// The person left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
}

/// The visit was at another station than was written; all its records go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitMoved {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// The code of the station it really was at.
    pub station: String,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

/// A station that is on no list this device has. Its figures are marked *not assigned*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationAdded {
    /// The code on the wall.
    pub code: String,
    /// Its name as written there; may be empty.
    pub name: String,
    /// Region path, the largest first; may be empty.
    pub region: Vec<String>,
    /// Its IANA zone, where not the election's.
    pub zone: Option<String>,
    /// The observer's words, such as how to find it; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for Arrived {
    const KIND: u64 = kinds::ARRIVED;
    const COUNT: usize = 2;

    fn write(&self, out: &mut Writer) {
        out.text(&self.station);
        out.put(&self.place);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { station: from.text()?, place: from.get()? })
    }
}

impl Fields for Left {
    const KIND: u64 = kinds::LEFT;
    const COUNT: usize = 1;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { visit: from.get()? })
    }
}

impl Fields for VisitMoved {
    const KIND: u64 = kinds::VISIT_MOVED;
    const COUNT: usize = 3;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.text(&self.station);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { visit: from.get()?, station: from.text()?, words: from.withholdable_or_null()? })
    }
}

impl Fields for StationAdded {
    const KIND: u64 = kinds::STATION_ADDED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.text(&self.code);
        out.text(&self.name);
        out.texts(&self.region);
        out.text_or_null(self.zone.as_deref());
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            code: from.text()?,
            name: from.text()?,
            region: from.texts()?,
            zone: from.text_or_null()?,
            words: from.withholdable_or_null()?,
        })
    }
}

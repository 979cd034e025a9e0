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

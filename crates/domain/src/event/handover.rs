//! A count passed from one observer to the next: the figure, its time, and what tells it apart.
//!
//! Both sides write their own event, so that each phone keeps its half when the other is lost.
//! `tag` is chance, drawn by who leaves and carried by the short code: figure and tag together
//! say that two events are one hand-over, without a name and without a network. A figure taken
//! over is never counted again. Changing this changes bytes. Rejected: taking the other's taps
//! over, which would put one observation into two journals.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::EventRef;

/// Who leaves confirms the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountHandedOver {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Persons of the day at that point, what was taken over before included.
    pub figure: u32,
    /// The moment it holds for, Unix seconds, a whole minute on the station's wall.
    pub as_of: i64,
    /// Chance that tells this hand-over apart, 0 to 999.
    pub tag: u32,
}

/// Who follows takes the figure into a watch of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountTakenOver {
    /// Ordinal of the own `WatchStarted` that goes on.
    pub watch: u64,
    /// The figure as it was given.
    pub figure: u32,
    /// The moment it holds for, Unix seconds.
    pub as_of: i64,
    /// The tag of the code.
    pub tag: u32,
    /// The other's `CountHandedOver`, where the code could name it.
    pub given: Option<EventRef>,
}

impl Fields for CountHandedOver {
    const KIND: u64 = kinds::COUNT_HANDED_OVER;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.figure);
        out.put(&self.as_of);
        out.put(&self.tag);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { watch: from.get()?, figure: from.get()?, as_of: from.get()?, tag: from.get()? })
    }
}

impl Fields for CountTakenOver {
    const KIND: u64 = kinds::COUNT_TAKEN_OVER;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.figure);
        out.put(&self.as_of);
        out.put(&self.tag);
        out.put(&self.given);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            watch: from.get()?,
            figure: from.get()?,
            as_of: from.get()?,
            tag: from.get()?,
            given: from.get()?,
        })
    }
}

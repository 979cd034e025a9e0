//! Counts that are no taps: a group at once, a paper tally later, an hour's figure corrected.
//!
//! They stand beside the taps and never become taps: no time is invented and no tap is
//! deleted. A tally belongs to a visit and a counting point, not to a watch, because it is
//! needed where no watch ran. `from` and `to` of a tally are the station's wall as the person
//! says it; those of a group are the device's clock. Changing this changes bytes. Rejected:
//! forty taps with one time, which would look like a rate nobody can reach.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use minicbor::{Decode, Encode};

/// Who came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum GroupKind {
    /// Soldiers or cadets.
    #[n(1)]
    Conscripts,
    /// Students.
    #[n(2)]
    Students,
    /// Patients or residents of a home.
    #[n(3)]
    Residents,
    /// People of one workplace.
    #[n(4)]
    Workers,
    /// Brought by a vehicle.
    #[n(5)]
    Brought,
    /// People in custody.
    #[n(6)]
    Detained,
    /// Any other group.
    #[n(7)]
    Other,
}

/// What a tally was kept with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum TallyMethod {
    /// Strokes on paper.
    #[n(1)]
    Paper,
    /// A hand clicker.
    #[n(2)]
    Clicker,
    /// A recording, watched afterwards.
    #[n(3)]
    Recording,
    /// From memory: a figure without watched minutes.
    #[n(4)]
    Memory,
}

/// How a tally stands to the taps of its stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum TallyRelation {
    /// Persons beside the taps; where both overlap it is asked about, not added.
    #[n(1)]
    Adds,
    /// The figure for the stretch instead of the taps in it, which stay on record.
    #[n(2)]
    Replaces,
}

/// Why an hour's figure is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CorrectionReason {
    /// Persons were missed.
    #[n(1)]
    Missed,
    /// Persons were counted twice.
    #[n(2)]
    CountedTwice,
    /// Others than voters were counted.
    #[n(3)]
    NotVoters,
    /// Compared with a recording.
    #[n(4)]
    Recording,
    /// Compared with another observer's count.
    #[n(5)]
    Compared,
    /// Anything else.
    #[n(6)]
    Other,
}

/// Several persons at once. `CountUndone` may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCounted {
    /// Ordinal of `WatchStarted`.
    pub watch: u64,
    /// Number of the category in the watch's definition version.
    pub category: u32,
    /// How many.
    pub persons: u32,
    /// When the first came, claimed Unix seconds.
    pub from: i64,
    /// When the last had come, claimed Unix seconds.
    pub to: i64,
    /// Who they were.
    pub group: GroupKind,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

/// A figure kept without the app. `CountUndone` may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyEntered {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// Version of the definition that gives point and category their numbers.
    pub definition_version: u32,
    /// Number of the counting point.
    pub point: u32,
    /// Desks or boxes in sight; empty means the whole point.
    pub covers: Vec<String>,
    /// Number of the category.
    pub category: u32,
    /// Its first second on the station's wall, Unix seconds.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
    /// How many.
    pub persons: u32,
    /// What it was kept with.
    pub method: TallyMethod,
    /// How it stands to the taps.
    pub relation: TallyRelation,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

/// A stretch's own figure said to be another. `CountUndone` may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourCorrected {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// Version of the definition that gives point and category their numbers.
    pub definition_version: u32,
    /// Number of the counting point.
    pub point: u32,
    /// Desks or boxes in sight; empty means the whole point.
    pub covers: Vec<String>,
    /// Number of the category.
    pub category: u32,
    /// The hour's first second on the station's wall, Unix seconds.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
    /// The figure the person saw.
    pub old: u32,
    /// The figure that is right.
    pub new: u32,
    /// Why.
    pub reason: CorrectionReason,
    /// The observer's words; can be withheld alone.
    pub words: Option<String>,
}

impl Fields for GroupCounted {
    const KIND: u64 = kinds::GROUP_COUNTED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.put(&self.watch);
        out.put(&self.category);
        out.put(&self.persons);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.group);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            watch: from.get()?,
            category: from.get()?,
            persons: from.get()?,
            from: from.get()?,
            to: from.get()?,
            group: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

impl Fields for TallyEntered {
    const KIND: u64 = kinds::TALLY_ENTERED;
    const COUNT: usize = 11;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.definition_version);
        out.put(&self.point);
        out.texts(&self.covers);
        out.put(&self.category);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.persons);
        out.put(&self.method);
        out.put(&self.relation);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            definition_version: from.get()?,
            point: from.get()?,
            covers: from.texts()?,
            category: from.get()?,
            from: from.get()?,
            to: from.get()?,
            persons: from.get()?,
            method: from.get()?,
            relation: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

impl Fields for HourCorrected {
    const KIND: u64 = kinds::HOUR_CORRECTED;
    const COUNT: usize = 11;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.definition_version);
        out.put(&self.point);
        out.texts(&self.covers);
        out.put(&self.category);
        out.put(&self.from);
        out.put(&self.to);
        out.put(&self.old);
        out.put(&self.new);
        out.put(&self.reason);
        out.withholdable_or_null(self.words.as_deref());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            definition_version: from.get()?,
            point: from.get()?,
            covers: from.texts()?,
            category: from.get()?,
            from: from.get()?,
            to: from.get()?,
            old: from.get()?,
            new: from.get()?,
            reason: from.get()?,
            words: from.withholdable_or_null()?,
        })
    }
}

//! What happens to a whole filling of a form beside its answers: finished, reopened, rounds.
//!
//! A round of a repeat has a number that is never used twice in its filling, so that an answer
//! stays with its round when another one goes; a repeat begins with one round, number 1. A
//! finished filling is reopened with a reason, never silently. Rejected: a status field in every
//! answer. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};

/// A filling: which form version, which time in this visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillingRef {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// The form's number in the election.
    pub form: u32,
    /// The form's version.
    pub form_version: u32,
    /// Which filling of this form in this visit, from 1.
    pub instance: u32,
}

/// The person says that the filling is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFinished {
    /// Which filling.
    pub filling: FillingRef,
}

/// A finished filling is open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormReopened {
    /// Which filling.
    pub filling: FillingRef,
    /// Why, in the person's words.
    pub reason: String,
}

/// A repeat has one more round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatAdded {
    /// Which filling.
    pub filling: FillingRef,
    /// Round of each repeat around the repeat; empty outside repeats.
    pub repeat_path: Vec<u32>,
    /// The repeat's number in that version.
    pub repeat: u32,
    /// The new round's number, higher than any before.
    pub round: u32,
}

/// A round was taken out; what was answered in it stays on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatRemoved {
    /// Which filling.
    pub filling: FillingRef,
    /// Round of each repeat around the repeat; empty outside repeats.
    pub repeat_path: Vec<u32>,
    /// The repeat's number in that version.
    pub repeat: u32,
    /// The round's number.
    pub round: u32,
}

impl FillingRef {
    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.form);
        out.put(&self.form_version);
        out.put(&self.instance);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            form: from.get()?,
            form_version: from.get()?,
            instance: from.get()?,
        })
    }
}

impl Fields for FormFinished {
    const KIND: u64 = kinds::FORM_FINISHED;
    const COUNT: usize = 4;

    fn write(&self, out: &mut Writer) {
        self.filling.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { filling: FillingRef::read(from)? })
    }
}

impl Fields for FormReopened {
    const KIND: u64 = kinds::FORM_REOPENED;
    const COUNT: usize = 5;

    fn write(&self, out: &mut Writer) {
        self.filling.write(out);
        out.withholdable(&self.reason);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self { filling: FillingRef::read(from)?, reason: from.withholdable()? })
    }
}

impl Fields for RepeatAdded {
    const KIND: u64 = kinds::REPEAT_ADDED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        self.filling.write(out);
        out.put(&self.repeat_path);
        out.put(&self.repeat);
        out.put(&self.round);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            filling: FillingRef::read(from)?,
            repeat_path: from.get()?,
            repeat: from.get()?,
            round: from.get()?,
        })
    }
}

impl Fields for RepeatRemoved {
    const KIND: u64 = kinds::REPEAT_REMOVED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        self.filling.write(out);
        out.put(&self.repeat_path);
        out.put(&self.repeat);
        out.put(&self.round);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            filling: FillingRef::read(from)?,
            repeat_path: from.get()?,
            repeat: from.get()?,
            round: from.get()?,
        })
    }
}

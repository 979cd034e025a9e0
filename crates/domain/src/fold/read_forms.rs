//! Published forms as read, each parsed once.
//!
//! Reading a form parses all its expressions and orders them, which costs more than settling a
//! filling; whoever asks for the same form at every answer keeps one of these. It never answers
//! from memory for other bytes than the fold holds now. Rejected: keeping read forms inside the
//! fold, which is cloned, compared and stored as rows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Fold, table};
use crate::form::{Form, FormError};

/// A form's bytes, and the form read out of them.
type Read = (Vec<u8>, Arc<Form>);

/// Forms by number and version. They live as long as this does.
#[derive(Debug, Default)]
pub struct ReadForms {
    read: RefCell<BTreeMap<(u32, u32), Read>>,
}

impl Fold {
    /// A published form version, read for this one question; see [`ReadForms`] for many.
    ///
    /// # Errors
    /// `None` when it was never published, [`FormError`] when this program cannot read it.
    #[must_use]
    pub fn form_version(&self, form: u32, version: u32) -> Option<Result<Form, FormError>> {
        self.form_bytes(form, version).map(Form::decode)
    }

    fn form_bytes(&self, form: u32, version: u32) -> Option<&[u8]> {
        self.form_versions.get(&table::form_key(form, version)).map(Vec::as_slice)
    }
}

impl ReadForms {
    /// A published form version.
    ///
    /// # Errors
    /// See [`Fold::form_version`].
    #[must_use]
    pub fn get(
        &self,
        common: &Fold,
        form: u32,
        version: u32,
    ) -> Option<Result<Arc<Form>, FormError>> {
        let bytes = common.form_bytes(form, version)?;
        let mut read = self.read.borrow_mut();
        if let Some((_, known)) =
            read.get(&(form, version)).filter(|(of, _)| of.as_slice() == bytes)
        {
            return Some(Ok(Arc::clone(known)));
        }
        let fresh = match Form::decode(bytes) {
            Ok(form) => Arc::new(form),
            Err(error) => return Some(Err(error)),
        };
        read.insert((form, version), (bytes.to_vec(), Arc::clone(&fresh)));
        Some(Ok(fresh))
    }
}

#[cfg(test)]
mod tests;

//! An operator's decision that quarantined pages count, with the words it was taken for.
//!
//! It is the later shape of [`super::Admitted`], whose field list has no room for the words nor
//! for more than one journal that ends by it. Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, Writer};
use crate::ids::JournalRef;
use minicbor::{Decode, Encode};

/// Why pages were held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum HeldBecause {
    /// The invitation was revoked.
    #[n(1)]
    Revoked,
    /// First contact came after the invitation's expiry.
    #[n(2)]
    Expired,
    /// Another page, or another continuation, in the same place.
    #[n(3)]
    Fork,
    /// The invitation was used twice.
    #[n(4)]
    SecondEnrolment,
    /// The journal was ended.
    #[n(5)]
    Ended,
}

/// Quarantined pages count from here on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagesAdmitted {
    /// Who did it.
    pub operator: String,
    /// Why they had been held.
    pub because: HeldBecause,
    /// The journal whose pages are admitted.
    pub journal: JournalRef,
    /// The first page admitted.
    pub first_page: u64,
    /// For one of two branches: hash of its first page. The pages in its place count no more.
    pub hash: Option<[u8; 32]>,
    /// Journals that end by this, each with its last page that counts.
    pub ends: Vec<(JournalRef, u64)>,
    /// The operator's words.
    pub words: String,
}

impl Fields for PagesAdmitted {
    const KIND: u64 = kinds::PAGES_ADMITTED;
    const COUNT: usize = 7;

    fn write(&self, out: &mut Writer) {
        out.withholdable(&self.operator);
        out.put(&self.because);
        out.put(&self.journal);
        out.put(&self.first_page);
        out.bytes_or_null(self.hash.as_ref());
        out.put(&self.ends);
        out.withholdable(&self.words);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            operator: from.withholdable()?,
            because: from.get()?,
            journal: from.get()?,
            first_page: from.get()?,
            hash: from.array_of_or_null()?,
            ends: from.get()?,
            words: from.withholdable()?,
        })
    }
}

//! What a peer keeps for others: headquarters' endpoint, and a lead's relay over the same code.
//!
//! Sealed pages, certificates, quarantine and waiting pages; folded views behind a cursor; and
//! headquarters' own journals. Nothing is cached in memory: several connections of one
//! process and of other commands see the same rows. It refuses to judge: `journal` does. No row
//! a tap. Rejected: opening pages on arrival, which would make a receipt wait for meaning.

mod beside;
mod check;
mod claims;
mod continuations;
pub(crate) mod decisions;
mod folding;
mod keeper;
mod own;
mod reading;
pub(crate) mod tables;
mod ways;

use std::path::{Path, PathBuf};

use journal::ids::ElectionId;
use journal::judge::{Place, Quota};
use journal::keylist::TrustedKeys;
use rusqlite::Connection;

pub use beside::{Admissible, BesideJournal, HeldPages};
pub use check::CheckReport;
pub use claims::ForeignClaim;
pub use continuations::ContinuedTwice;
pub use folding::{Finding, FoldReport, Folded, Openers};
pub use own::Writing;
pub use reading::{DeviceRow, QuarantinedPage, WaitingPage};
pub use ways::{Arrival, InCustody, News};

use crate::error::{Result, StoreError};
use crate::faults::Faults;
use crate::{connection, migrations, rows};

/// An endpoint's or a relay's store. One connection, one thread at a time; open it again for
/// another thread.
pub struct EndpointStore {
    db: Connection,
    path: PathBuf,
    keys: TrustedKeys,
    place: Place,
    quota: Quota,
    faults: Faults,
}

impl EndpointStore {
    /// Opens the file, and makes it first where there is none.
    ///
    /// # Errors
    /// `is_newer`, `is_corrupt`; `Refused` when the file is of another election.
    pub fn open(path: &Path, keys: TrustedKeys, place: Place, quota: Quota) -> Result<Self> {
        let mut db = connection::open(path, connection::Access::Endpoint)?;
        migrations::run(&mut db, migrations::ENDPOINT)?;
        let election = keys.list().election.0;
        match rows::fact(&db, "election")? {
            Some(kept) if kept == election => {}
            Some(_) => return Err(StoreError::Refused("the file is of another election")),
            None => {
                rows::set_fact(&db, "election", &election)?;
                rows::set_fold_version(&db)?;
            }
        }
        let mut store =
            Self { db, path: path.to_owned(), keys, place, quota, faults: Faults::default() };
        store.forget_older_views()?;
        Ok(store)
    }

    /// Opens the same file once more, for another thread.
    pub fn again(&self) -> Result<Self> {
        Self::open(&self.path, self.keys.clone(), self.place, self.quota)
    }

    /// The election.
    pub const fn election(&self) -> ElectionId {
        self.keys.list().election
    }

    /// The key list certificates are checked with.
    pub const fn keys(&self) -> &TrustedKeys {
        &self.keys
    }

    /// A newer key list.
    pub fn set_keys(&mut self, keys: TrustedKeys) {
        self.keys = keys;
    }

    /// The test's seam for slow and failing commits.
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The file takes no more than this many pages of 4 KiB: a full disk, for a test.
    #[cfg(feature = "faults")]
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        connection::limit_pages(&self.db, pages)
    }

    /// Rows of another fold version are made anew: the cursor goes back to the start.
    fn forget_older_views(&mut self) -> Result<()> {
        if rows::fold_version(&self.db)? == Some(domain::fold::FOLD_VERSION) {
            return Ok(());
        }
        self.rebuild()
    }
}

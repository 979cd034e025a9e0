//! A device's own store: one folder an enrolment, encrypted, and the outbox in it.
//!
//! A tap counts when its transaction is on the disk; event and view row are one transaction. A page
//! is sealed once: its bytes are committed before one of them leaves. It refuses to forget:
//! nothing is deleted but by a wipe the person ordered. Rejected: an outbox of events that is
//! emptied by sending, which is how peers lose and double records.

mod attempts;
mod carry;
mod continued;
mod delivery;
mod files;
mod folder;
mod guard;
mod headquarters;
mod invited;
mod kit;
mod memo;
mod outbox;
mod record;
mod relay;
mod salvage;
mod sealing;
mod state;
mod wrap;

use std::collections::BTreeMap;

use domain::Fold;
use journal::ids::{ElectionId, JournalId, PageNumber};
use journal::judge::Quota;
use journal::keylist::TrustedKeys;
use journal::outbox::Toward;
use journal::page::Head;
use rusqlite::Connection;

pub use attempts::LockState;
pub use continued::{Continuation, ContinuedBecause};
pub use delivery::{DeliveryState, PageState, SealedPage};
pub use folder::{NewFolder, Opened};
pub use kit::Kit;
pub use record::KeptEvent;
pub use relay::{Carried, Exported, ImportError, Imported, Wiped};
pub use salvage::Salvaged;
pub use wrap::{KdfCost, Unlock};

use crate::faults::Faults;

/// An open device folder. One thread at a time; the app holds it behind a mutex and locks it for
/// single calls, never across a network exchange.
pub struct DeviceStore {
    folder: folder::Paths,
    db: Connection,
    wrap: wrap::WrapFile,
    master: wrap::MasterKey,
    guard: guard::Guard,
    kit: Kit,
    own: state::Own,
    former: Vec<state::Own>,
    common: Option<state::Headquarters>,
    assigned: Option<state::Headquarters>,
    must_continue: Option<ContinuedBecause>,
    /// What this device says of itself to a relay.
    status: Option<journal::status::Status>,
    /// The last offer to each peer, until it was answered.
    offered: BTreeMap<Toward, relay::Offered>,
    quota: Quota,
    faults: Faults,
}

impl DeviceStore {
    /// The election.
    pub const fn election(&self) -> ElectionId {
        self.kit.election
    }

    /// Keys, certificate, addresses, as of now.
    pub const fn kit(&self) -> &Kit {
        &self.kit
    }

    /// The newest key list; none when enrolled by QR and not yet synced.
    pub const fn keys(&self) -> Option<&TrustedKeys> {
        self.kit.keys.as_ref()
    }

    /// The journal that is written now.
    pub const fn journal(&self) -> JournalId {
        self.own.id
    }

    /// The last sealed page of that journal.
    pub const fn head(&self) -> Head {
        self.own.head
    }

    /// The ordinal the next event gets.
    pub const fn next_ordinal(&self) -> u64 {
        self.own.next
    }

    /// The folded state of the journal that is written now.
    pub const fn fold(&self) -> &Fold {
        &self.own.fold
    }

    /// The folded state of the journals this one continues, oldest first.
    pub fn former(&self) -> impl Iterator<Item = (JournalId, &Fold)> {
        self.former.iter().map(|own| (own.id, &own.fold))
    }

    /// Headquarters' common journal as folded: definition, forms, endpoints; none before the
    /// first contact of a device enrolled by QR.
    pub fn common(&self) -> Option<&Fold> {
        self.common.as_ref().map(|journal| &journal.fold)
    }

    /// The last page of headquarters' common journal that is here; 0 before the first.
    pub fn common_head(&self) -> PageNumber {
        self.common.as_ref().map_or(PageNumber(0), |journal| journal.head.number)
    }

    /// Headquarters' journal for this device as folded: assignments, reports on pages.
    pub fn assigned(&self) -> Option<&Fold> {
        self.assigned.as_ref().map(|journal| &journal.fold)
    }

    /// Headquarters' journal for this device, once it is known.
    pub fn assigned_journal(&self) -> Option<JournalId> {
        self.assigned.as_ref().map(|journal| journal.id)
    }

    /// What headquarters' journal for this device says, event by event.
    ///
    /// # Errors
    /// The database failed.
    pub fn assigned_events(&self) -> crate::Result<Vec<KeptEvent>> {
        match &self.assigned {
            Some(journal) => record::read(&self.db, journal.seq, 1, u64::MAX >> 1),
            None => Ok(Vec::new()),
        }
    }

    /// How much is carried of one journal; the default is enough for an election.
    pub const fn set_quota(&mut self, quota: Quota) {
        self.quota = quota;
    }

    /// The test's seam for slow and failing commits.
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Every value of every table, by the table's name: for a test that looks for what must not
    /// be there.
    #[cfg(feature = "faults")]
    pub fn every_value(&self) -> crate::Result<Vec<(String, Vec<u8>)>> {
        crate::connection::every_value(&self.db)
    }

    /// The file takes no more than this many pages of 4 KiB: a full disk, for a test.
    #[cfg(feature = "faults")]
    pub fn limit_pages(&self, pages: u32) -> crate::Result<()> {
        crate::connection::limit_pages(&self.db, pages)
    }
}

#[cfg(test)]
mod tests;

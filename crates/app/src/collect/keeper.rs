//! The lead's own store as a keeper, locked for single calls.
//!
//! Gone when the person locked the app meanwhile: then a device hears *busy* and keeps its pages.
//! A tap waits for one commit at most. Rejected: a second connection to the database, which would
//! be a second writer.

use std::sync::{Arc, Weak};

use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;
use store::DeviceStore;

use crate::core::Shared;

/// See the module. Weak: a host that outlives its core for a moment keeps nothing alive.
pub(super) struct SharedKeeper {
    pub(super) shared: Weak<Shared>,
    pub(super) id: String,
}

impl SharedKeeper {
    fn with<T>(
        &self,
        call: impl FnOnce(&mut DeviceStore) -> Result<T, KeeperError>,
    ) -> Result<T, KeeperError> {
        let gone = || KeeperError::Broken("locked meanwhile".to_owned());
        let shared: Arc<Shared> = self.shared.upgrade().ok_or_else(gone)?;
        let mut desk = shared.desk();
        let open = desk.open.as_mut().filter(|open| open.id == self.id).ok_or_else(gone)?;
        // The person may have stopped collecting while a request was on its way.
        if open.collecting.is_none() {
            return Err(gone());
        }
        call(&mut open.store)
    }
}

impl Keeper for SharedKeeper {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        self.with(|store| store.commit(batch))
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.with(|store| store.decide(decision, at))
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.with(|store| store.standing(journal))
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        self.with(|store| store.pages(journal, after, budget_bytes))
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.with(|store| store.keep_own(recipient, page))
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.with(|store| store.own_journal(recipient))
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.with(|store| store.word(journal))
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.with(|store| store.keep_custody(notes))
    }
}

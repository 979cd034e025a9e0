//! The keeper as the writer uses it: the store, and a greeting after first contact.
//!
//! A device that is heard of for the first time is told its stations, and a lead the team, once
//! the answers of its batch went out, all devices of the batch in one transaction; its answer
//! says that there is more, and its second request takes it. What fails is logged and tried
//! after the next batch. Rejected: writing it before the answers, which made every receipt of
//! the batch wait for one transaction a new device.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use domain::event::Payload;
use journal::attested::Attested;
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::judge::Status;
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;
use store::EndpointStore;

use super::lists::Lists;
use crate::clock::Clock;
use crate::headquarters::{due, publish_all};
use crate::keys::Keys;

/// Who decides what a device is told at first contact.
const OPERATOR: &str = "invitation";

/// A keeper that greets.
pub struct Greeter {
    store: EndpointStore,
    keys: Arc<Keys>,
    clock: Clock,
    lists: Arc<RwLock<Lists>>,
    /// Devices just met, and what they are told next.
    owed: BTreeMap<JournalId, Vec<Payload>>,
}

impl Greeter {
    /// Around a connection of its own.
    pub fn new(
        store: EndpointStore,
        keys: Arc<Keys>,
        clock: Clock,
        lists: Arc<RwLock<Lists>>,
    ) -> Self {
        Self { store, keys, clock, lists, owed: BTreeMap::new() }
    }

    /// Remembers what a device is to be told, if it was told nothing yet.
    fn meet(&mut self, device: JournalId, invitation: InvitationId) -> Result<(), KeeperError> {
        let known = self.owed.contains_key(&device)
            || self.store.own_journal(Recipient::Device(device))?.is_some();
        if known {
            return Ok(());
        }
        let lists = super::read(&self.lists);
        let Some(note) = lists.notes.of(invitation) else { return Ok(()) };
        let what = due(&domain::Fold::new(), note, &lists.notes, &lists.stations, OPERATOR);
        if !what.is_empty() {
            self.owed.insert(device, what);
        }
        Ok(())
    }
}

impl Keeper for Greeter {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        let senders: Vec<(JournalId, InvitationId)> = batch
            .iter()
            .map(|delivery| (delivery.chain.current().journal, delivery.chain.invitation))
            .collect();
        let outcomes = self.store.commit(batch)?;
        for ((device, invitation), outcome) in senders.into_iter().zip(&outcomes) {
            let good = outcome
                .journals
                .iter()
                .any(|journal| journal.journal == device && journal.status == Status::Good);
            if !good {
                continue;
            }
            if let Err(error) = self.meet(device, invitation) {
                tracing::warn!(%error, "whether a device was told its stations is not known");
            }
        }
        Ok(outcomes)
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.store.decide(decision, at)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.store.standing(journal)
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        self.store.pages(journal, after, budget_bytes)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.store.keep_own(recipient, page)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.store.own_journal(recipient)
    }

    fn owes(&self, device: JournalId) -> bool {
        self.owed.contains_key(&device)
    }

    fn answered(&mut self) {
        if self.owed.is_empty() {
            return;
        }
        // The folder may have told one of them in between (a list changed).
        let untold = |device: &JournalId| {
            matches!(self.store.own_journal(Recipient::Device(*device)), Ok(None))
        };
        let what = self.owed.iter().filter(|(device, _)| untold(device));
        let all: Vec<_> =
            what.map(|(device, what)| (Recipient::Device(*device), what.clone())).collect();
        if publish_all(&mut self.store, &self.keys, &self.clock, all.clone()).is_err() {
            // One that cannot be told must not keep the others from it: each for itself. It is
            // tried again at its next contact.
            for one in all {
                let told = publish_all(&mut self.store, &self.keys, &self.clock, vec![one]);
                if let Err(error) = told {
                    tracing::warn!(%error, "a device could not be told its stations");
                }
            }
        }
        self.owed.clear();
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.store.word(journal)
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.store.keep_custody(notes)
    }
}

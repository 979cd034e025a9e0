//! The keeper as the writer uses it: the store, and a greeting at first contact.
//!
//! A device that is heard of for the first time gets its stations in the very answer to its
//! first request, so they are published between the commit and the answer. What fails here is
//! logged and tried again by the folder; it never costs a receipt.

use std::sync::{Arc, RwLock};

use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::judge::Status;
use journal::keeper::{Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing};
use journal::page::{Head, Page, Signed};
use store::EndpointStore;

use super::lists::Lists;
use crate::clock::Clock;
use crate::headquarters::{assignments, publish};
use crate::keys::Keys;

/// Who decides what a device is told at first contact.
const OPERATOR: &str = "invitation";

/// A keeper that greets.
pub struct Greeter {
    store: EndpointStore,
    keys: Arc<Keys>,
    clock: Clock,
    lists: Arc<RwLock<Lists>>,
}

impl Greeter {
    /// Around a connection of its own.
    pub fn new(
        store: EndpointStore,
        keys: Arc<Keys>,
        clock: Clock,
        lists: Arc<RwLock<Lists>>,
    ) -> Self {
        Self { store, keys, clock, lists }
    }

    fn greet(&mut self, device: JournalId, invitation: InvitationId) -> anyhow::Result<()> {
        let recipient = Recipient::Device(device);
        if self.store.own_journal(recipient)?.is_some() {
            return Ok(());
        }
        let what = {
            let lists = super::read(&self.lists);
            let Some(note) = lists.notes.of(invitation) else { return Ok(()) };
            assignments(&domain::Fold::new(), note, &lists.stations, OPERATOR)
        };
        if !what.is_empty() {
            publish(&mut self.store, &self.keys, &self.clock, recipient, what)?;
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
            if let Err(error) = self.greet(device, invitation) {
                tracing::warn!(%error, "a device could not be told its stations");
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
}

//! Group commit: one writer, fewer commits than requests, receipts only after the disk.

use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex};
use sync::client::Client;

use crate::election::{Election, Endpoint, TestWorld, memory};

/// A keeper whose commits wait until they are let through.
pub struct Gated {
    pub inner: Box<dyn Keeper + Send>,
    pub gate: Arc<(Mutex<Gate>, Condvar)>,
}

#[derive(Default)]
pub struct Gate {
    pub open: bool,
    pub waiting: usize,
}

impl Keeper for Gated {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        let (gate, changed) = &*self.gate;
        let mut state = gate.lock().expect("lock");
        state.waiting += 1;
        changed.notify_all();
        while !state.open {
            state = changed.wait(state).expect("lock");
        }
        drop(state);
        self.inner.commit(batch)
    }
    fn decide(&mut self, d: Decision, at: i64) -> Result<(), KeeperError> {
        self.inner.decide(d, at)
    }
    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.inner.standing(journal)
    }
    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget: usize,
    ) -> Result<Run, KeeperError> {
        self.inner.pages(journal, after, budget)
    }
    fn keep_own(&mut self, r: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.inner.keep_own(r, page)
    }
    fn own_journal(&self, r: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.inner.own_journal(r)
    }
    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.inner.word(journal)
    }
    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.inner.keep_custody(notes)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_queues_up_during_a_commit_is_committed_together() {
    let mut election = Election::new(90);
    let gate = Arc::new((Mutex::new(Gate::default()), Condvar::new()));
    let keeper = Gated { inner: Box::new(memory()), gate: Arc::clone(&gate) };
    let endpoint = Arc::new(Endpoint::start_over(&election, Box::new(keeper)).await);
    let mut running = tokio::task::JoinSet::new();
    for n in 0..64 {
        let mut device = election.device();
        device.seal(20);
        let endpoint = Arc::clone(&endpoint);
        running.spawn(async move {
            let world = TestWorld::new(1_000 + n);
            let contact = Client::new(None).contact(&mut device, &endpoint.peer(), &*world).await;
            contact.expect("contact").receipted
        });
    }
    // The first commit stands still until the others have queued up behind it.
    while endpoint.writer.queued() < 50 {
        tokio::task::yield_now().await;
    }
    gate.0.lock().expect("lock").open = true;
    gate.1.notify_all();
    let mut receipted = 0;
    while let Some(one) = running.join_next().await {
        receipted += one.expect("joins");
    }
    assert_eq!(receipted, 64);
    assert_eq!(endpoint.kept.load(Ordering::SeqCst), 64);
    let commits = endpoint.commits.load(Ordering::SeqCst);
    assert!(commits <= 15, "{commits} commits for 64 requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_receipt_is_given_while_the_commit_has_not_returned() {
    let mut election = Election::new(91);
    let gate = Arc::new((Mutex::new(Gate::default()), Condvar::new()));
    let keeper = Gated { inner: Box::new(memory()), gate: Arc::clone(&gate) };
    let endpoint = Endpoint::start_over(&election, Box::new(keeper)).await;
    let mut alice = election.device();
    alice.seal(20);
    let peer = endpoint.peer();
    let sending = tokio::spawn(async move {
        let world = TestWorld::new(91);
        let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
        (contact.expect("contact").receipted, alice)
    });
    let reached = Arc::clone(&gate);
    tokio::task::spawn_blocking(move || {
        let (gate, changed) = &*reached;
        let mut state = gate.lock().expect("lock");
        while state.waiting == 0 {
            state = changed.wait(state).expect("lock");
        }
    })
    .await
    .expect("joins");
    assert!(!sending.is_finished(), "an answer before the disk said so");
    gate.0.lock().expect("lock").open = true;
    gate.1.notify_all();
    let (receipted, alice) = sending.await.expect("joins");
    assert_eq!((receipted, alice.receipted), (1, PageNumber(1)));
}

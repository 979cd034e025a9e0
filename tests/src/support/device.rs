//! A device without an app: keys, pages and positions in memory, driven by `sync`'s own client.
//!
//! Where a test needs what the real app would never do (forge, fork, seal rubbish, sixty-four
//! at once), this does it. It obeys the protocol in everything else, and the server cannot tell
//! it from a phone. Mallory uses it most.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::{Deref, DerefMut};
use std::path::Path;

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::Hello;
use journal::event::{Anchor, EventBytes, EventClock};
use journal::ids::{BootId, JournalId};
use journal::invitation::InvitationFile;
use journal::keys::{SealSecret, SigningKey};
use journal::memory::MemoryOutbox;
use journal::outbox::{Accepted, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::Page;
use journal::seal::DraftEvent;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sync::client::{Client, Contact, PeerAddress};
use sync::error::SyncError;

use super::given::{Given, headquarters_of};

/// A device in memory: `journal`'s outbox, a peer, and time and chance of its own.
#[derive(Clone)]
pub struct Device {
    /// What a connection must show, and where.
    pub peer: PeerAddress,
    /// Keys, pages, what was answered.
    pub outbox: MemoryOutbox,
    /// Pages of others it sends along, in this order, whatever an honest device would do.
    pub slips: Vec<Page>,
    /// Certificates of their authors.
    pub vouches: Vec<Certificate>,
    wall: i64,
    rng: ChaCha20Rng,
}

/// The outbox with what Mallory sends along.
struct Slipping<'a> {
    outbox: &'a mut MemoryOutbox,
    slips: &'a [Page],
    vouches: &'a [Certificate],
}

impl Outbox for Slipping<'_> {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let mut offer = self.outbox.offer(toward, budget_bytes)?;
        offer.pages.extend_from_slice(self.slips);
        offer.carried.extend_from_slice(self.vouches);
        Ok(offer)
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        self.outbox.sign_hello(hello, expected)
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        self.outbox.accept(answer, exchange)
    }
}

impl Deref for Device {
    type Target = MemoryOutbox;
    fn deref(&self) -> &MemoryOutbox {
        &self.outbox
    }
}

impl DerefMut for Device {
    fn deref_mut(&mut self) -> &mut MemoryOutbox {
        &mut self.outbox
    }
}

impl Device {
    /// Enrols in memory from an invitation file.
    pub fn enrol(invitation: &Path, wall: i64, seed: u64) -> Self {
        let file = InvitationFile::open(&std::fs::read(invitation).unwrap()).unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let key = SigningKey::random(&mut rng);
        let secret = SealSecret::random(&mut rng);
        let journal = JournalId::random(&mut rng);
        let certificate =
            Certificate::enrol(file.public.clone(), &file.one_time, journal, &key, secret.public());
        let mut outbox = MemoryOutbox::new(file.root, &file.keys, certificate, key, secret);
        outbox.endpoints = Some(file.endpoints.clone());
        Self {
            peer: headquarters_of(&file),
            outbox,
            slips: Vec::new(),
            vouches: Vec::new(),
            wall,
            rng,
        }
    }

    /// Seals one more page: each of `events` is an event's bytes.
    pub fn seal(&mut self, events: &[Vec<u8>]) {
        let clock = EventClock { boot: BootId([3; 16]), drift: self.wall - 5_000 };
        let event =
            |bytes: &Vec<u8>| DraftEvent { clock, bytes: EventBytes::new(bytes.clone()).unwrap() };
        let events = events.iter().map(event).collect();
        self.outbox.seal_page(events, self.wall, &mut self.rng).unwrap();
    }

    /// Seals a page of one event whose meaning nobody knows.
    pub fn seal_any(&mut self) {
        let number = u8::try_from(self.pages.len() % 24).unwrap();
        // [60000, 0, number]: no kind of ours; carried and never understood.
        self.seal(&[vec![0x83, 0x19, 0xea, 0x60, 0x00, number]]);
    }

    /// One contact with its peer.
    pub async fn contact(&mut self) -> Result<Contact, SyncError> {
        let peer = self.peer.clone();
        let now = Anchor { boot: BootId([3; 16]), wall: self.wall, boottime: 5_000 };
        let world = Given::at(now, &mut self.rng);
        let (slips, vouches) = (&self.slips, &self.vouches);
        let mut outbox = Slipping { outbox: &mut self.outbox, slips, vouches };
        Client::new(None).contact(&mut outbox, &peer, &world).await
    }

    /// The same, for tests without a runtime.
    pub fn contact_now(&mut self) -> Result<Contact, SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.contact())
    }
}

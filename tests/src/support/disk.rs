//! A device with a real folder on disk and `sync`'s real client, without the app around them.
//!
//! For what must be seen from inside: the bytes that are about to leave, and a crash between any
//! two steps. Every page that is ever offered is remembered, and a second byte string under one
//! (journal, number) fails the test at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::{Event, Payload};
use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::contact::{Hello, Nonce};
use journal::event::Anchor;
use journal::ids::{BootId, JournalId};
use journal::invitation::InvitationFile;
use journal::outbox::{Accepted, Exchange, Offer, Outbox, OutboxError, Toward};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use store::device::{NewFolder, Opened};
use store::{DeviceStore, KdfCost, Kit, StoreError, Unlock};
use sync::client::{Client, Contact, PeerAddress};
use sync::error::SyncError;
use sync::tls::Pin;

use super::given::{Given, headquarters_of};

const SECRET: Unlock<'static> = Unlock { passphrase: "eight characters", key_store: None };

/// Every page ever offered, by journal and number.
pub type Seen = BTreeMap<(JournalId, u64), Vec<u8>>;

/// A device's folder, opened.
pub struct Disk {
    folder: PathBuf,
    /// The open store; none between a crash and the next opening.
    pub store: Option<DeviceStore>,
    /// Wall clock, Unix seconds.
    pub wall: i64,
    /// Every page ever offered.
    pub seen: Seen,
    /// Numbers of the pages in the order they were offered, one contact after another.
    pub sent: Vec<u64>,
    /// The most bytes of pages that one request takes.
    pub budget: usize,
    peer: PeerAddress,
    rng: ChaCha20Rng,
}

fn anchor(wall: i64) -> Anchor {
    Anchor { boot: BootId([4; 16]), wall, boottime: wall - super::clock::MIDNIGHT + 50_000 }
}

impl Disk {
    /// Enrols into a new folder from an invitation file.
    pub fn enrol(invitation: &Path, folder: &Path, wall: i64, seed: u64) -> Self {
        let file = InvitationFile::open(&std::fs::read(invitation).unwrap()).unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let kit = Kit::from_file(&file, &mut rng);
        let new = NewFolder {
            unlock: SECRET,
            cost: KdfCost::FLOOR,
            wipe_after: None,
            machine: Some([1; 32]),
        };
        let store = DeviceStore::create(folder, kit, new, &mut rng).unwrap();
        Self {
            folder: folder.to_owned(),
            store: Some(store),
            wall,
            seen: Seen::new(),
            sent: Vec::new(),
            budget: usize::MAX,
            peer: headquarters_of(&file),
            rng,
        }
    }

    /// The open store.
    pub fn open_store(&mut self) -> &mut DeviceStore {
        self.store.as_mut().expect("open")
    }

    /// The power goes: what was not committed is gone.
    pub fn crash(&mut self) {
        drop(self.store.take());
    }

    /// Opens the folder again; what was noticed.
    pub fn reopen(&mut self) -> Opened {
        self.crash();
        let (machine, now) = (Some([1; 32]), anchor(self.wall));
        DeviceStore::open(&self.folder, SECRET, machine, now, &mut self.rng).unwrap()
    }

    /// Opens the folder again and keeps the store.
    pub fn recover(&mut self) {
        self.store = Some(self.reopen().store);
    }

    /// Records events, a second apart.
    ///
    /// # Errors
    /// A planted fault, or a full disk.
    pub fn record(&mut self, payloads: Vec<Payload>) -> Result<u64, StoreError> {
        self.wall += 1;
        let now = anchor(self.wall);
        let event = |payload| Event::new(now.wall, payload);
        let events: Vec<Event> = payloads.into_iter().map(event).collect();
        self.open_store().append(now.clock(), &events)
    }

    /// Seals the tail.
    ///
    /// # Errors
    /// A planted fault, or a full disk.
    pub fn seal(&mut self) -> Result<usize, StoreError> {
        let (wall, mut rng) = (self.wall, self.rng.clone());
        // Chance goes on, so that sealing the same tail twice would give other bytes.
        rand_core::Rng::fill_bytes(&mut self.rng, &mut [0; 64]);
        let sealed = self.open_store().seal(wall, &mut rng)?;
        Ok(sealed.len())
    }

    /// Seals the tail as what cannot wait.
    ///
    /// # Errors
    /// A planted fault, or a full disk.
    pub fn seal_urgent(&mut self) -> Result<usize, StoreError> {
        let (wall, mut rng) = (self.wall, self.rng.clone());
        rand_core::Rng::fill_bytes(&mut self.rng, &mut [0; 64]);
        let sealed = self.open_store().seal_urgent(wall, &mut rng)?;
        Ok(sealed.len())
    }

    /// What a connection must show.
    pub fn pin(&self) -> &Pin {
        &self.peer.pin
    }

    /// The body of a request to headquarters as it would leave now.
    pub fn request_to_headquarters(&mut self) -> Vec<u8> {
        let (wall, mut rng) = (self.wall, self.rng.clone());
        let store = self.open_store();
        let offer = store.offer(Toward::Headquarters, 1024 * 1024).unwrap();
        let hello = offer.hello(Nonce([7; 16]), wall, &mut rng);
        let hello = store.sign_hello(hello, &offer.receipt_key.0);
        offer.request(hello.unwrap()).encode()
    }

    /// One contact with headquarters.
    ///
    /// # Errors
    /// As the client.
    pub fn contact(&mut self) -> Result<Contact, SyncError> {
        let peer = self.peer.clone();
        self.contact_at(&peer)
    }

    /// One contact with any peer.
    ///
    /// # Errors
    /// As the client.
    pub fn contact_at(&mut self, peer: &PeerAddress) -> Result<Contact, SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut store = self.store.take().expect("open");
        let world = Given::at(anchor(self.wall), &mut self.rng);
        let (seen, sent) = (&mut self.seen, &mut self.sent);
        let mut watched = Watched { store: &mut store, seen, sent, budget: self.budget };
        let client = Client::new(None);
        let ended = runtime.block_on(client.contact(&mut watched, peer, &world));
        self.store = Some(store);
        ended
    }
}

/// The store's own outbox, looked at on the way.
struct Watched<'a> {
    store: &'a mut DeviceStore,
    seen: &'a mut Seen,
    sent: &'a mut Vec<u64>,
    budget: usize,
}

impl Outbox for Watched<'_> {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let offer = self.store.offer(toward, budget_bytes.min(self.budget))?;
        self.sent.extend(offer.pages.iter().map(|page| page.header().number.0));
        for page in &offer.pages {
            let at = (page.header().journal, page.header().number.0);
            let bytes = self.seen.entry(at).or_insert_with(|| page.bytes().to_vec());
            assert_eq!(bytes, page.bytes(), "two byte strings under {at:?}");
        }
        Ok(offer)
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        self.store.sign_hello(hello, expected)
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        self.store.accept(answer, exchange)
    }
}

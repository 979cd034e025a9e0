//! A device without an app: keys, pages and positions in memory, driven by `sync`'s own client.
//!
//! Where a test needs what the real app would never do (forge, fork, seal rubbish, sixty-four
//! at once), this does it. It obeys the protocol in everything else, and the server cannot tell
//! it from a phone. Mallory uses it most.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::{Hello, Position};
use journal::event::{Anchor, EventBytes, EventClock};
use journal::ids::{BootId, Hash, JournalId, Ordinal, PageNumber};
use journal::invitation::InvitationFile;
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey, VerifyKey};
use journal::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::{Head, Page};
use journal::receipts::{Held, Receipt};
use journal::seal::{Draft, DraftEvent, Reader};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng};
use sync::client::{Client, Contact, PeerAddress};
use sync::error::SyncError;
use sync::tls::Pin;
use sync::world::World;

/// Time and chance of a device in memory.
pub struct Given {
    wall: i64,
    chance: Mutex<ChaCha20Rng>,
}

impl World for Given {
    fn now(&self) -> Anchor {
        Anchor { boot: BootId([3; 16]), wall: self.wall, boottime: 5_000 }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut *self.chance.lock().unwrap());
    }
}

/// A device in memory.
#[derive(Clone)]
pub struct Device {
    /// What a connection must show, and where.
    pub peer: PeerAddress,
    /// The root key it trusts.
    pub root: VerifyKey,
    /// The key list it holds.
    pub keys: TrustedKeys,
    /// Its certificate.
    pub certificate: Certificate,
    /// Its signing key.
    pub key: SigningKey,
    /// Its pages.
    pub pages: Vec<Page>,
    /// The last page a receipt names.
    pub receipted: PageNumber,
    /// Receipts in the order they came.
    pub receipts: Vec<Receipt>,
    /// Held answers.
    pub held: Vec<Held>,
    /// Alarms of all contacts.
    pub alarms: Vec<Alarm>,
    /// Heads of headquarters' journals it holds.
    pub heads: BTreeMap<JournalId, Head>,
    /// Pages of headquarters' journals, as they came.
    pub taken: Vec<Page>,
    /// Opens what headquarters seals to this device.
    pub secret: SealSecret,
    /// Whom pages are sealed to.
    pub reader: Reader,
    wall: i64,
    rng: ChaCha20Rng,
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
        let (number, sealing) = file.keys.current_sealing();
        Self {
            peer: PeerAddress {
                addresses: file.endpoints.clone(),
                pin: Pin::AuthoritySpki(file.authority.0),
                admission: None,
            },
            root: file.root,
            keys: file.keys,
            certificate,
            key,
            pages: Vec::new(),
            receipted: PageNumber(0),
            receipts: Vec::new(),
            held: Vec::new(),
            alarms: Vec::new(),
            heads: BTreeMap::new(),
            taken: Vec::new(),
            secret,
            reader: Reader { key: sealing, number },
            wall,
            rng,
        }
    }

    /// Its journal.
    pub fn journal(&self) -> JournalId {
        self.certificate.journal()
    }

    /// Seals one more page: each of `events` is an event's bytes.
    pub fn seal(&mut self, events: &[Vec<u8>]) {
        let after = self.pages.last().map_or(Head::START, Page::head);
        let clock = EventClock { boot: BootId([3; 16]), drift: self.wall - 5_000 };
        let event =
            |bytes: &Vec<u8>| DraftEvent { clock, bytes: EventBytes::new(bytes.clone()).unwrap() };
        let draft = Draft {
            election: self.certificate.invitation().claimed().election,
            journal: self.journal(),
            after,
            first: Ordinal(after.number.0 * 1_000 + 1),
            events: events.iter().map(event).collect(),
            sealed_at: self.wall,
            padded: false,
        };
        let sealed = draft.seal(&self.reader, &self.key, &mut self.rng).unwrap();
        self.pages.push(sealed.page);
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
        let mut seed = [0; 8];
        rand_core::Rng::fill_bytes(&mut self.rng, &mut seed);
        let chance = ChaCha20Rng::seed_from_u64(u64::from_be_bytes(seed));
        let world = Given { wall: self.wall, chance: Mutex::new(chance) };
        Client::new(None).contact(self, &peer, &world).await
    }

    /// The same, for tests without a runtime.
    pub fn contact_now(&mut self) -> Result<Contact, SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.contact())
    }

    fn position(&self, number: PageNumber) -> Position {
        let page = self.pages.iter().find(|page| page.header().number == number);
        Position { journal: self.journal(), number, hash: page.map_or(Hash::ZERO, Page::hash) }
    }

    fn waits(&self, page: &Page) -> bool {
        page.header().number > self.receipted
            && !self.held.iter().any(|held| held.hash == page.hash())
    }
}

impl Outbox for Device {
    fn offer(&mut self, _toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let waiting: Vec<_> = self.pages.iter().filter(|page| self.waits(page)).collect();
        let mut left = budget_bytes;
        let mut pages = Vec::new();
        for page in &waiting {
            if page.bytes().len() > left && !pages.is_empty() {
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            pages.push((*page).clone());
        }
        let held = self.heads.iter().map(|(journal, head)| Position {
            journal: *journal,
            number: head.number,
            hash: head.hash,
        });
        Ok(Offer {
            election: self.certificate.invitation().claimed().election,
            root: self.root,
            keys: Some(self.keys.clone()),
            receipt_key: self.keys.current_receipt().1,
            certificate: self.certificate.clone(),
            held: held.collect(),
            receipted: self.position(self.receipted),
            sealed: self.position(self.pages.last().map_or(PageNumber(0), |p| p.head().number)),
            more: pages.len() < waiting.len(),
            pages,
            carried: Vec::new(),
            positions: Vec::new(),
            custody: Vec::new(),
            status: None,
            admission: None,
        })
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        Ok(Attested::sign_hello(hello, expected, &self.key))
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        _exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        let mut accepted = Accepted::default();
        self.keys = answer.keys.clone();
        let journal = self.journal();
        for have in answer.have.iter().filter(|have| have.journal == journal) {
            if have.number < self.receipted {
                self.receipted = have.number;
                accepted.alarms.push(Alarm::PeerHoldsLess { journal, number: have.number });
            }
        }
        for receipt in answer.receipts.iter().map(Attested::claimed) {
            let number = receipt.number;
            if receipt.journal != journal {
                continue;
            }
            if self.position(number).hash != receipt.hash {
                let hash = receipt.hash;
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
            } else if number > self.receipted {
                accepted.receipted += number.0 - self.receipted.0;
                self.receipted = number;
                self.receipts.push(receipt.clone());
            }
        }
        for held in answer.held.iter().map(Attested::claimed) {
            if !self.held.iter().any(|known| known.hash == held.hash) {
                self.held.push(held.clone());
                accepted.held += 1;
            }
        }
        for page in &answer.pages {
            let head = self.heads.entry(page.page().header().journal).or_insert(Head::START);
            if let Ok(verified) = head.link(page.clone()) {
                *head = verified.page().head();
                self.taken.push(verified.into_page());
                accepted.taken += 1;
            }
        }
        self.alarms.extend(&accepted.alarms);
        accepted.more = answer.more || self.pages.iter().any(|page| self.waits(page));
        Ok(accepted)
    }
}

//! A device in memory, as honest or not as a test wants it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::Event;
use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::{Hello, Position};
use journal::event::EventBytes;
use journal::ids::{Hash, JournalId, Ordinal, PageNumber};
use journal::invitation::InvitationFile;
use journal::judge::{Place, Quota};
use journal::keeper::{Delivery, Keeper as _, Via};
use journal::keys::{SealSecret, SigningKey};
use journal::outbox::{Accepted, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::{Head, Page};
use journal::receipts::CustodyNote;
use journal::seal::{Draft, DraftEvent, Reader};
use server::clock::Clock;
use store::EndpointStore;
use sync::client::{Client, PeerAddress};
use sync::error::SyncError;
use sync::tls::Pin;
use sync::world::World as _;

/// A device. A clone is a copied phone.
#[derive(Clone)]
pub struct Device {
    file: InvitationFile,
    peer: PeerAddress,
    certificate: Certificate,
    key: SigningKey,
    secret: SealSecret,
    clock: Clock,
    next_ordinal: u64,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Number of the last page a receipt names.
    pub receipted: u64,
    /// How many pages were answered with Held.
    pub held: usize,
    heads: BTreeMap<JournalId, Head>,
    taken: Vec<Page>,
    /// What it carries for others: certificates and pages.
    pub carries: Vec<(Certificate, Vec<Page>)>,
    /// Custody notes it passes on.
    pub notes: Vec<Vec<u8>>,
    /// Receipts of journals that are not its own: journal and number.
    pub carried_receipts: BTreeMap<JournalId, u64>,
}

impl Device {
    /// Enrols in memory; `at` is where the endpoint answers today.
    pub fn enrol(invitation: &Path, at: &str) -> Self {
        let file = InvitationFile::open(&std::fs::read(invitation).unwrap()).unwrap();
        let clock = Clock::new();
        let chance = &mut clock.chance();
        let (key, secret) = (SigningKey::random(chance), SealSecret::random(chance));
        let journal = JournalId::random(chance);
        let certificate =
            Certificate::enrol(file.public.clone(), &file.one_time, journal, &key, secret.public());
        let peer = PeerAddress {
            addresses: vec![format!("https://{at}")],
            pin: Pin::AuthoritySpki(file.authority.0),
            admission: None,
        };
        Self {
            file,
            peer,
            certificate,
            key,
            secret,
            clock,
            next_ordinal: 1,
            pages: Vec::new(),
            receipted: 0,
            held: 0,
            heads: BTreeMap::new(),
            taken: Vec::new(),
            carries: Vec::new(),
            notes: Vec::new(),
            carried_receipts: BTreeMap::new(),
        }
    }

    /// Its certificate and pages, for a lead or a file to carry.
    pub fn hand_over(&self) -> (Certificate, Vec<Page>) {
        (self.certificate.clone(), self.pages.clone())
    }

    /// The key list it knows, as signed.
    pub fn key_list(&self) -> Vec<u8> {
        self.file.keys.to_bytes()
    }

    /// A lead's word that it holds pages 1 to `number` of a journal.
    pub fn custody(&self, of: JournalId, number: u64) -> Vec<u8> {
        let note = CustodyNote {
            election: self.file.election(),
            journal: of,
            number: PageNumber(number),
            hash: Hash([1; 32]),
            received_at: self.clock.now().wall,
            relay: self.journal(),
            first: PageNumber(1),
            gaps: Vec::new(),
        };
        Attested::sign(note, &self.key).encode()
    }

    /// The election.
    pub fn election(&self) -> journal::ids::ElectionId {
        self.file.election()
    }

    /// How many events of a page of headquarters are for this device alone.
    pub fn opens(&self, page: &Page) -> usize {
        page.open(&self.secret).map_or(0, |opened| opened.events.len())
    }

    /// Headquarters' journal for this device, once a page of it came.
    pub fn told_in(&self) -> Option<JournalId> {
        let common = self.file.keys.list().common;
        self.heads.keys().copied().find(|journal| *journal != common)
    }

    /// The endpoint answers elsewhere now.
    pub fn find(&mut self, at: &str) {
        self.peer.addresses = vec![format!("https://{at}")];
    }

    /// Goes on in a new journal, signed by the old key.
    pub fn go_on(&mut self) {
        let chance = &mut self.clock.chance();
        let (key, secret) = (SigningKey::random(chance), SealSecret::random(chance));
        let last = self.pages.last().map_or(Head::START, Page::head);
        let (last, journal) = ((last.number, last.hash), JournalId::random(chance));
        self.certificate =
            self.certificate.continued(&self.key, last, journal, &key, secret.public());
        (self.key, self.secret) = (key, secret);
        (self.pages, self.receipted, self.next_ordinal) = (Vec::new(), 0, 1);
    }

    /// Has its pages kept in an endpoint's file, as if the server had ended before it folded them.
    pub fn keep_in(&self, database: &Path) {
        let (keys, place) = (self.file.keys.clone(), Place::Headquarters);
        let mut store = EndpointStore::open(database, keys, place, Quota::default()).unwrap();
        let chain = self.certificate.check(&self.file.keys).unwrap();
        let pages = self.pages.iter().map(|page| chain.check_page(page.clone()).unwrap());
        let delivery = Delivery {
            certificate: self.certificate.clone(),
            pages: pages.collect(),
            chain,
            received_at: self.clock.now_s(),
            via: Via::Direct,
        };
        store.commit(vec![delivery]).unwrap();
    }

    /// The certificate's bytes as they travel.
    pub fn certificate_bytes(&self) -> Vec<u8> {
        self.certificate.encode()
    }

    /// Its journal.
    pub fn journal(&self) -> JournalId {
        self.certificate.journal()
    }

    /// Seals a page to headquarters.
    pub fn seal(&mut self, events: &[Vec<u8>]) {
        let (number, key) = self.file.keys.current_sealing();
        self.seal_to(events, Reader { key, number });
    }

    /// Seals a page that names headquarters' key and is sealed to another.
    pub fn seal_to_nobody(&mut self, events: &[Vec<u8>]) {
        let (number, _) = self.file.keys.current_sealing();
        let key = SealSecret::random(&mut self.clock.chance()).public();
        self.seal_to(events, Reader { key, number });
    }

    fn seal_to(&mut self, events: &[Vec<u8>], reader: Reader) {
        let now = self.clock.now();
        let event = |bytes: &Vec<u8>| DraftEvent {
            clock: now.clock(),
            bytes: EventBytes::new(bytes.clone()).unwrap(),
        };
        let draft = Draft {
            election: self.file.election(),
            journal: self.journal(),
            after: self.pages.last().map_or(Head::START, Page::head),
            first: Ordinal(self.next_ordinal),
            events: events.iter().map(event).collect(),
            sealed_at: now.wall,
            padded: false,
        };
        self.next_ordinal += events.len() as u64;
        let sealed = draft.seal(&reader, &self.key, &mut self.clock.chance()).unwrap();
        self.pages.push(sealed.page);
    }

    /// Counts three persons at a station and sends them.
    pub fn counts_at(&mut self, station: &str) {
        self.seal(&crate::counting(station, self.clock.now().wall - 600));
        self.contact();
    }

    /// One contact with the endpoint.
    pub fn contact(&mut self) {
        self.try_contact().unwrap();
    }

    /// One contact, which may be refused.
    pub fn try_contact(&mut self) -> Result<(), SyncError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (peer, clock) = (self.peer.clone(), self.clock.clone());
        runtime.block_on(Client::new(None).contact(self, &peer, &clock)).map(drop)
    }

    /// Turns to the endpoint another device trusts, and trusts it too.
    pub fn turn_to_the_endpoint_of(&mut self, other: &Self) {
        self.peer = other.peer.clone();
    }

    /// What headquarters said to this device alone.
    pub fn told(&self) -> Vec<Event> {
        let common = self.file.keys.list().common;
        let own = self.taken.iter().filter(|page| page.header().journal != common);
        own.flat_map(|page| page.open(&self.secret).unwrap().events)
            .map(|event| Event::decode(event.bytes.as_slice()).unwrap())
            .collect()
    }

    /// Versions of the definition the common journal told it, in the invitation and since.
    pub fn versions(&self) -> BTreeSet<u32> {
        let common = self.file.keys.list().common;
        let pulled = self.taken.iter().filter(|page| page.header().journal == common);
        let events = self.file.common.iter().chain(pulled);
        let events = events.flat_map(|page| page.open(&self.file.members).unwrap().events);
        let read = events.map(|event| Event::decode(event.bytes.as_slice()).unwrap().payload);
        read.filter_map(|payload| match payload {
            domain::event::Payload::DefinitionPublished(published) => Some(published.version),
            _ => None,
        })
        .collect()
    }

    fn position(&self, number: u64) -> Position {
        let page = self.pages.iter().find(|page| page.header().number.0 == number);
        Position {
            journal: self.journal(),
            number: PageNumber(number),
            hash: page.map_or(Hash::ZERO, Page::hash),
        }
    }
}

impl Outbox for Device {
    fn offer(&mut self, _toward: Toward, _budget_bytes: usize) -> Result<Offer, OutboxError> {
        let waiting = self.pages.iter().filter(|page| page.header().number.0 > self.receipted);
        let held = self.heads.iter().map(|(journal, head)| Position {
            journal: *journal,
            number: head.number,
            hash: head.hash,
        });
        Ok(Offer {
            election: self.file.election(),
            root: self.file.root,
            keys: Some(self.file.keys.clone()),
            receipt_key: self.file.keys.current_receipt().1,
            certificate: self.certificate.clone(),
            held: held.collect(),
            receipted: self.position(self.receipted),
            sealed: self.position(self.pages.len() as u64),
            more: false,
            carried: self.carries.iter().map(|(certificate, _)| certificate.clone()).collect(),
            positions: self.carries.iter().map(|(it, _)| nothing_of(it.journal())).collect(),
            custody: self.notes.clone(),
            status: None,
            admission: None,
            pages: waiting
                .chain(self.carries.iter().flat_map(|(_, pages)| pages))
                .cloned()
                .collect(),
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
        let receipts = answer.receipts.iter().map(Attested::claimed);
        let journal = self.journal();
        for receipt in receipts {
            if receipt.journal != journal {
                self.carried_receipts.insert(receipt.journal, receipt.number.0);
                continue;
            }
            let mine = self.position(receipt.number.0);
            assert_eq!(receipt.hash, mine.hash, "a receipt names my own page");
            self.receipted = receipt.number.0;
        }
        self.held += answer.held.len();
        for page in &answer.pages {
            let page = page.page().clone();
            self.heads.insert(page.header().journal, page.head());
            self.taken.push(page);
        }
        Ok(Accepted { more: answer.more, ..Accepted::default() })
    }
}

/// No page of a journal is known to be receipted.
fn nothing_of(journal: JournalId) -> Position {
    Position { journal, number: PageNumber(0), hash: Hash::ZERO }
}

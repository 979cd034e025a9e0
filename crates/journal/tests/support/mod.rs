//! One small election for the tests of this crate.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use journal::attested::Attested;
use journal::certificate::{Certificate, Chain, Role};
use journal::contact::{CONTACT_VERSION, Hello, Nonce, Position, SyncRequest};
use journal::event::{EventBytes, EventClock};
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId, Ordinal, PageNumber};
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey};
use journal::page::Head;
use journal::seal::{Draft, DraftEvent, Reader, Sealed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub const MORNING: i64 = 1_900_000_000;

#[derive(Clone)]
pub struct World {
    pub rng: ChaCha20Rng,
    pub election: ElectionId,
    pub root: SigningKey,
    pub keys: RoleKeys,
    pub list: TrustedKeys,
    pub device: SigningKey,
    pub device_seal: SealSecret,
    pub journal: JournalId,
    pub certificate: Certificate,
    pub chain: Chain,
}

pub struct Device {
    pub key: SigningKey,
    pub seal: SealSecret,
    pub certificate: Certificate,
    pub chain: Chain,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let keys = RoleKeys::random(&mut rng);
        let election = ElectionId::random(&mut rng);
        let facts = ListFacts {
            election,
            common: JournalId::random(&mut rng),
            authority: Hash([7; 32]),
            issued_at: MORNING - 86_400,
            practice: false,
        };
        let list = keys.first_list(&facts, &root).unwrap();
        let one = enrol(&mut rng, &keys, &list, Role::Observer);
        Self {
            rng,
            election,
            root,
            keys,
            list,
            journal: one.certificate.journal(),
            device: one.key,
            device_seal: one.seal,
            certificate: one.certificate,
            chain: one.chain,
        }
    }

    /// One world for many cases of a property.
    pub fn shared() -> &'static Self {
        static WORLD: std::sync::LazyLock<World> = std::sync::LazyLock::new(|| World::new(99));
        &WORLD
    }

    pub fn hello(&self, nonce: u8) -> Hello {
        let nothing = Position { journal: self.journal, number: PageNumber(0), hash: Hash::ZERO };
        Hello {
            version: CONTACT_VERSION,
            election: self.election,
            nonce: Nonce([nonce; 16]),
            wall: MORNING,
            held: Vec::new(),
            key_list: 1,
            receipted: nothing,
            sealed: nothing,
            admission: None,
            status: None,
        }
    }

    pub fn request(&self) -> SyncRequest {
        let expected = self.keys.receipt.public().0;
        let mut own = self.clone();
        SyncRequest {
            hello: Attested::sign_hello(self.hello(7), &expected, &self.device),
            certificate: self.certificate.clone(),
            key_list: Some(self.list.to_bytes()),
            pages: own.run(2),
            carried: Vec::new(),
            positions: Vec::new(),
            custody: Vec::new(),
        }
    }

    pub fn another(&mut self, role: Role) -> Device {
        enrol(&mut self.rng, &self.keys, &self.list, role)
    }

    pub fn reader(&self) -> Reader {
        let (number, key) = self.list.current_sealing();
        Reader { key, number }
    }

    pub fn draft(&self, after: Head, first: u64, events: Vec<DraftEvent>) -> Draft {
        Draft {
            election: self.election,
            journal: self.journal,
            after,
            first: Ordinal(first),
            events,
            sealed_at: MORNING + 3_700,
            padded: false,
        }
    }

    pub fn seal(&mut self, after: Head, first: u64, events: Vec<DraftEvent>) -> Sealed {
        let reader = self.reader();
        self.draft(after, first, events).seal(&reader, &self.device, &mut self.rng).unwrap()
    }

    /// Pages 1…count, each of two taps.
    pub fn run(&mut self, count: u64) -> Vec<journal::page::Page> {
        let mut head = Head::START;
        (0..count)
            .map(|i| {
                let events = self.taps(2);
                let page = self.seal(head, 1 + 2 * i, events).page;
                head = page.head();
                page
            })
            .collect()
    }

    pub fn taps(&mut self, count: usize) -> Vec<DraftEvent> {
        let mut time = MORNING;
        (0..count)
            .map(|_| {
                time += i64::from(self.rng.next_u32() % 60);
                event(&[0x85, 0x18, 30, 0x1a], time, &[0x02, 0x01, 0x00])
            })
            .collect()
    }

    /// Taps, texts that can be withheld, a kind with no field, clocks that move.
    pub fn mixed_day(&mut self, count: usize) -> Vec<DraftEvent> {
        let mut events = self.taps(count);
        for (index, one) in events.iter_mut().enumerate() {
            let time = one.bytes.time() - if index % 5 == 0 { 90 } else { 0 };
            match index % 7 {
                3 => *one = event(&[0x82, 0x04, 0x1a], time, &[]),
                5 => {
                    let mut fields = vec![0x19, 0x01, index as u8, 0xd9, 0xa0, 0x01, 0x66];
                    fields.extend("қала".as_bytes().iter().take(6));
                    *one = event(&[0x84, 0x18, 90, 0x1a], time, &fields);
                }
                _ => {}
            }
            if index > count / 2 {
                one.clock = EventClock { boot: BootId([9; 16]), drift: MORNING - 40 };
            }
        }
        events
    }
}

pub fn enrol(rng: &mut ChaCha20Rng, keys: &RoleKeys, list: &TrustedKeys, role: Role) -> Device {
    let election = list.list().election;
    let (public, one_time) = keys.invite(election, role, MORNING + 86_400, rng);
    let key = SigningKey::random(rng);
    let seal = SealSecret::random(rng);
    let journal = JournalId::random(rng);
    let certificate = Certificate::enrol(public, &one_time, journal, &key, seal.public());
    let chain = certificate.check(list).unwrap();
    Device { key, seal, certificate, chain }
}

/// An event from its head, a time that needs four bytes, and its fields.
pub fn event(head: &[u8], time: i64, fields: &[u8]) -> DraftEvent {
    let mut bytes = head.to_vec();
    bytes.extend(u32::try_from(time).unwrap().to_be_bytes());
    bytes.extend_from_slice(fields);
    DraftEvent {
        clock: EventClock { boot: BootId([3; 16]), drift: MORNING - 7_200 },
        bytes: EventBytes::new(bytes).unwrap(),
    }
}

/// A withholdable text at a time.
pub fn noted(time: i64, text: &str) -> DraftEvent {
    let text: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
    let mut bytes = Vec::new();
    let mut e = minicbor::Encoder::new(&mut bytes);
    e.array(3).unwrap().u8(12).unwrap().i64(time).unwrap();
    e.tag(minicbor::data::Tag::new(40961)).unwrap().str(&text).unwrap();
    DraftEvent {
        clock: EventClock { boot: BootId([3; 16]), drift: MORNING - 7_200 },
        bytes: EventBytes::new(bytes).unwrap(),
    }
}

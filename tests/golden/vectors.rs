//! The vectors of FORMAT.md: made here from fixed chance, kept as files, compared byte for byte.
//!
//! Two things are shown: today's code makes the same bytes (so nothing moved by accident), and
//! it opens what the files hold (so old bytes stay readable even where a compressor changes).
//! `SANAQ_WRITE_VECTORS=1 cargo test -p tests --test golden` writes the files again.

#[path = "relay.rs"]
mod relay;

use std::collections::BTreeMap;
use std::path::PathBuf;

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::certificate::{Certificate, Chain, Role};
use journal::contact::{Hello, Nonce, Position};
use journal::contexts;
use journal::event::{EventBytes, EventClock};
use journal::evidence::{Disclosure, Leaflet, Withholdable};
use journal::fork::ForkProof;
use journal::headquarters::{ListFacts, OwnDraft, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId, Ordinal, PageNumber};
use journal::invitation::InvitationFile;
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, HeldReason};
use journal::seal::{Draft, DraftEvent, Opened, Reader, Sealed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use tests::support::standard_day::{OPENS, standard_day};

struct Maker {
    rng: ChaCha20Rng,
    election: ElectionId,
    root: SigningKey,
    keys: RoleKeys,
    list: TrustedKeys,
    device: SigningKey,
    device_seal: SealSecret,
    certificate: Certificate,
    chain: Chain,
    one_time: SigningKey,
    pages: Vec<Value>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/vectors")
}

fn hex(bytes: &[u8]) -> Value {
    Value::String(bytes.iter().fold("x:".to_owned(), |text, byte| format!("{text}{byte:02x}")))
}

fn unhex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap().strip_prefix("x:").unwrap();
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

/// A second boot in the afternoon, and a clock somebody set two hours back.
fn clock(index: usize) -> EventClock {
    match index {
        0..=700 => EventClock { boot: BootId([1; 16]), drift: OPENS - 20_000 },
        701..=900 => EventClock { boot: BootId([1; 16]), drift: OPENS - 27_200 },
        _ => EventClock { boot: BootId([2; 16]), drift: OPENS - 100 },
    }
}

impl Maker {
    fn new() -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(2_027);
        let root = SigningKey::random(&mut rng);
        let keys = RoleKeys::random(&mut rng);
        let election = ElectionId::random(&mut rng);
        let facts = ListFacts {
            election,
            common: JournalId::random(&mut rng),
            authority: Hash([0xca; 32]),
            issued_at: OPENS - 864_000,
            practice: true,
        };
        let list = keys.first_list(&facts, &root).unwrap();
        let (public, one_time) = keys.invite(election, Role::Lead, OPENS + 86_400, &mut rng);
        let (first, device) = (SigningKey::random(&mut rng), SigningKey::random(&mut rng));
        let device_seal = SealSecret::random(&mut rng);
        let old = JournalId::random(&mut rng);
        let new = JournalId::random(&mut rng);
        let certificate = Certificate::enrol(
            public,
            &one_time,
            old,
            &first,
            SealSecret::random(&mut rng).public(),
        )
        .continued(&first, (PageNumber(0), Hash::ZERO), new, &device, device_seal.public());
        let chain = certificate.check(&list).unwrap();
        Self {
            rng,
            election,
            root,
            keys,
            list,
            device,
            device_seal,
            certificate,
            chain,
            one_time,
            pages: Vec::new(),
        }
    }

    fn draft(&self, after: Head, first: u64, events: Vec<DraftEvent>) -> Draft {
        Draft {
            election: self.election,
            journal: self.chain.current().journal,
            after,
            first: Ordinal(first),
            sealed_at: events.last().unwrap().bytes.time(),
            events,
            padded: false,
        }
    }

    fn seal(&mut self, draft: Draft) -> Sealed {
        let reader = Reader { key: self.keys.sealing.public(), number: 1 };
        draft.seal(&reader, &self.device, &mut self.rng).unwrap()
    }

    fn note(&mut self, name: &str, reader: &str, page: &Page, opened: &Opened) {
        let mut anchors = Vec::new();
        let mut before = None;
        for (index, event) in opened.events.iter().enumerate() {
            if before != Some(event.clock) {
                anchors.push(json!(index));
                anchors.push(hex(&event.clock.boot.0));
                anchors.push(json!(event.clock.drift));
                before = Some(event.clock);
            }
        }
        let events: Vec<Value> = opened.events.iter().map(|e| hex(e.bytes.as_slice())).collect();
        self.pages.push(json!({
            "name": name,
            "reader": reader,
            "page": hex(page.bytes()),
            "hash": hex(&page.hash().0),
            "first": opened.first.0,
            "salt": hex(&opened.salt.0),
            "anchors": anchors,
            "events": events,
        }));
    }

    /// The standard day in three pages, the second padded, and one page with odd events.
    fn device_pages(&mut self) -> (Page, Opened) {
        let events: Vec<DraftEvent> = standard_day(7)
            .iter()
            .enumerate()
            .map(|(index, event)| DraftEvent {
                clock: clock(index),
                bytes: EventBytes::new(event.encode()).unwrap(),
            })
            .collect();
        let mut head = Head::START;
        let mut first = 1;
        for (index, run) in events.chunks(500).enumerate() {
            let mut draft = self.draft(head, first, run.to_vec());
            draft.padded = index == 1;
            let sealed = self.seal(draft);
            let opened = sealed.page.open(&self.keys.sealing).unwrap();
            self.note(
                &format!("standard day, page {}", index + 1),
                "sealing",
                &sealed.page,
                &opened,
            );
            head = sealed.page.head();
            first += run.len() as u64;
        }
        let sealed = self.seal(self.draft(head, first, odd_events()));
        let opened = sealed.page.open(&self.keys.sealing).unwrap();
        self.note("odd events", "sealing", &sealed.page, &opened);
        (sealed.page, opened)
    }

    fn own_pages(&mut self) {
        let draft = |journal| OwnDraft {
            election: self.election,
            journal,
            after: Head::START,
            first: Ordinal(1),
            events: odd_events(),
            sealed_at: OPENS - 10_000,
        };
        let (common, own) =
            (draft(self.list.list().common), draft(JournalId::random(&mut self.rng)));
        let page = self.keys.seal_common(common, &mut self.rng).unwrap().page;
        let opened = page.open(&self.keys.members).unwrap();
        self.note("headquarters' common journal", "members", &page, &opened);
        let page = self.keys.seal_for(&self.chain, own, &mut self.rng).unwrap().page;
        assert_eq!(page.header().key, 2, "the second key of this device");
        let opened = page.open(&self.device_seal).unwrap();
        self.note("headquarters' journal for one device", "device", &page, &opened);
    }

    fn keys_file(&self) -> Value {
        json!({
            "election": hex(&self.election.0),
            "root": hex(&self.root.public().0),
            "key_list": hex(&self.list.to_bytes()),
            "certificate": hex(&self.certificate.encode()),
            "secrets": {
                "sealing": hex(&*self.keys.sealing.to_bytes()),
                "members": hex(&*self.keys.members.to_bytes()),
                "device": hex(&*self.device_seal.to_bytes()),
            },
        })
    }

    fn signed_file(&mut self, last: &Page, opened: &Opened) -> Value {
        let (election, journal) = (self.election, self.chain.current().journal);
        let Head { number, hash } = last.head();
        let receipt = self.keys.receipt(election, journal, last.head(), OPENS + 50_000).encode();
        let reason = HeldReason::Fork;
        let held = self.keys.held(Held {
            election,
            journal,
            number,
            hash,
            reason,
            held_at: OPENS,
            key: 0,
        });
        let custody = CustodyNote {
            election,
            journal,
            number,
            hash,
            received_at: OPENS,
            relay: journal,
            first: PageNumber(1),
            gaps: vec![(PageNumber(2), PageNumber(3))],
        };
        let position = Position { journal, number, hash };
        let hello = Hello {
            version: 1,
            election,
            nonce: Nonce([0x11; 16]),
            wall: OPENS,
            held: vec![position],
            key_list: 1,
            receipted: position,
            sealed: position,
            admission: None,
            status: None,
        };
        let receipt_key = self.keys.receipt.public().0;
        let mut answer = SyncAnswer::empty(election, hello.nonce, OPENS + 1, 1);
        answer.receipts = vec![receipt.clone().into()];
        answer.endpoints = Some(vec!["https://hq.example:8443".into()]);
        let other = self.seal(self.draft(Head { number: PageNumber(3), hash }, 1, odd_events()));
        let fork = ForkProof::new(self.certificate.clone(), last.clone(), other.page).unwrap();
        let words = opened.events[1].ordinal;
        let hidden = [Withholdable::Value(words, 0), Withholdable::Event(Ordinal(words.0 + 1))];
        let disclosure = Disclosure::new(opened, &|what| hidden.contains(&what));
        assert_eq!(disclosure.check(&last.header().content_root).unwrap().len(), 4);
        let withheld = disclosure.leaves().iter().filter(|l| matches!(l, Leaflet::Withheld(_)));
        let file = InvitationFile {
            public: self.certificate.invitation().clone(),
            one_time: self.one_time.clone(),
            root: self.root.public(),
            keys: self.list.clone(),
            members: self.keys.members.clone(),
            authority: Hash([0xca; 32]),
            endpoints: vec!["https://hq.example:8443".into(), "https://192.0.2.7:8443".into()],
            common: Vec::new(),
        };
        json!({
            "receipt": hex(&receipt),
            "held": hex(&held.encode()),
            "custody": hex(&Attested::sign(custody, &self.device).encode()),
            "hello": hex(&Attested::sign_hello(hello, &receipt_key, &self.device).encode()),
            "answer": hex(&Attested::sign(answer, &self.keys.receipt).encode()),
            "fork": hex(&fork.encode()),
            "disclosure_of": 3,
            "disclosure_withheld": withheld.count(),
            "disclosure": hex(&disclosure.encode()),
            "file": hex(&file.encode()),
            "code": file.code().to_text().unwrap(),
        })
    }

    /// Pages a reader must refuse; where it says so, the author signed the altered bytes.
    fn refused_file(&self) -> Value {
        let good = unhex(&self.pages[0]["page"]);
        let header = Page::decode(self.election, &good).unwrap().header().encode().len();
        let resign = |mut bytes: Vec<u8>| {
            bytes.truncate(bytes.len() - 64);
            let signature = self.device.sign(contexts::PAGE, self.election, &[&bytes]);
            bytes.extend(signature.0);
            bytes
        };
        let flip = |at: usize| {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            bytes
        };
        let mut long = good.clone();
        // Journal's length in two bytes where one is enough.
        long.splice(2..3, [0x58, 0x10]);
        let cases = [
            ("signature flipped", flip(good.len() - 1)),
            ("ciphertext flipped", flip(header + 40)),
            ("ciphertext flipped and signed again", resign(flip(header + 40))),
            ("encapsulated key flipped and signed again", resign(flip(header))),
            ("content root flipped and signed again", resign(flip(header - 20))),
            ("length not shortest, signed again", resign(long)),
            ("ends too early", good[..header + 100].to_vec()),
        ];
        cases
            .iter()
            .map(|(name, bytes)| json!({"name": name, "reader": "sealing", "page": hex(bytes)}))
            .collect()
    }

    fn files(mut self) -> BTreeMap<&'static str, Value> {
        let (last, opened) = self.device_pages();
        self.own_pages();
        let signed = self.signed_file(&last, &opened);
        let refused = self.refused_file();
        // Last, so that chance gives the older vectors what it gave them.
        let relay = self.relay_file(&last);
        BTreeMap::from([
            ("keys.json", self.keys_file()),
            ("signed.json", signed),
            ("relay.json", relay),
            ("refused.json", refused),
            ("pages.json", Value::Array(self.pages)),
        ])
    }
}

/// Kinds nobody knows: no field, nested withheld words, far times, text outside any window.
fn odd_events() -> Vec<DraftEvent> {
    let cases: [&[u8]; 5] = [
        &[0x82, 0x19, 0xff, 0xff, 0x3a, 0x00, 0x01, 0x00, 0x00],
        &[0x83, 0x18, 0x63, 0x00, 0x82, 0xd9, 0xa0, 0x01, 0x62, 0xd2, 0x9b, 0xa1, 0x01, 0xf6],
        &[
            0x84, 0x18, 0x64, 0x1b, 0, 0, 0, 0x20, 0, 0, 0, 0, 0xd9, 0xa0, 0x01, 0x43, 1, 2, 3,
            0xd9, 0xa0, 0x01, 0x64, 0xf0, 0x9f, 0x97, 0xb3,
        ],
        &[0x83, 0x18, 0x65, 0x1a, 0x6b, 0x94, 0x0e, 0x20, 0x63, 0xe1, 0x83, 0xa5],
        &[0x83, 0x18, 0x65, 0x1a, 0x6b, 0x94, 0x0e, 0x2f, 0x66, 0xd0, 0x96, 0xe1, 0x83, 0xa6, 0x41],
    ];
    cases
        .iter()
        .map(|bytes| DraftEvent {
            clock: EventClock { boot: BootId([3; 16]), drift: -1 },
            bytes: EventBytes::new(bytes.to_vec()).unwrap(),
        })
        .collect()
}

fn kept(name: &str) -> Value {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is missing"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn todays_code_makes_the_kept_vectors_byte_for_byte() {
    for (name, value) in Maker::new().files() {
        let text = serde_json::to_string_pretty(&value).unwrap() + "\n";
        if std::env::var_os("SANAQ_WRITE_VECTORS").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(folder().join(name), text).unwrap();
        } else {
            assert!(kept(name) == value, "{name}: bytes moved");
        }
    }
}

#[test]
fn the_kept_vectors_open_to_what_they_say() {
    let keys = kept("keys.json");
    let election = ElectionId(unhex(&keys["election"]).try_into().unwrap());
    let pages = kept("pages.json");
    assert!(pages.as_array().unwrap().len() >= 6);
    for vector in pages.as_array().unwrap() {
        let secret = unhex(&keys["secrets"][vector["reader"].as_str().unwrap()]);
        let page = Page::decode(election, &unhex(&vector["page"])).unwrap();
        assert_eq!(page.hash().0.to_vec(), unhex(&vector["hash"]));
        let opened = page.open(&SealSecret::from_bytes(secret.try_into().unwrap())).unwrap();
        let events: Vec<Value> = opened.events.iter().map(|e| hex(e.bytes.as_slice())).collect();
        assert_eq!(Value::Array(events), vector["events"]);
    }
}

#[test]
fn what_must_be_refused_is_refused() {
    let keys = kept("keys.json");
    let election = ElectionId(unhex(&keys["election"]).try_into().unwrap());
    let root = journal::keys::VerifyKey(unhex(&keys["root"]).try_into().unwrap());
    let list = TrustedKeys::open(&unhex(&keys["key_list"]), election, &root).unwrap();
    let chain = Certificate::decode(&unhex(&keys["certificate"])).unwrap().check(&list).unwrap();
    let secret = unhex(&keys["secrets"]["sealing"]).try_into().unwrap();
    let secret = SealSecret::from_bytes(secret);
    for vector in kept("refused.json").as_array().unwrap() {
        let taken = Page::decode(election, &unhex(&vector["page"]))
            .is_ok_and(|page| chain.check_page(page.clone()).is_ok() && page.open(&secret).is_ok());
        assert!(!taken, "{}", vector["name"]);
    }
}

//! Vectors of what a relay adds: status word, statement, code, request and answer with their
//! newer keys, and a bundle with its damaged copies.

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::bundle::{self, BundleWriter, DamageReason, FrameKind};
use journal::certificate::Certificate;
use journal::contact::{Hello, Nonce, Position, SyncRequest};
use journal::ids::{ElectionId, Hash, JournalId, PageNumber};
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, VerifyKey};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, HeldReason};
use journal::relay::{RelayCode, RelayStatement};
use journal::status::{Status, StatusWord, open_status, seal_status};
use serde_json::{Value, json};
use tests::support::standard_day::OPENS;

use super::{Maker, hex, kept, unhex};

const SPKI: [u8; 32] = [0x5b; 32];
const TOKEN: [u8; 16] = [0x70; 16];
const WORD: Status = Status { word: StatusWord::SheetRefused, version: 258 };

/// Where frames begin in bytes without a false magic.
fn frames(bundle: &[u8]) -> Vec<usize> {
    let magic = bundle.windows(4).enumerate().filter(|(_, four)| *four == bundle::FRAME_MAGIC);
    magic.map(|(at, _)| at).collect()
}

impl Maker {
    /// The device of the vectors is a lead: it plays the relay and the sender.
    pub(super) fn relay_file(&mut self, last: &Page) -> Value {
        let journal = self.chain.current().journal;
        let statement = RelayStatement {
            election: self.election,
            relay: journal,
            spki: SPKI,
            token: TOKEN,
            until: OPENS + 60_000,
        };
        let code = RelayCode {
            election: self.election,
            addresses: vec!["192.0.2.7:4747".into(), "[2001:db8::7]:4747".into()],
            spki: SPKI,
            token: TOKEN,
            wifi_name: Some("Команда".into()),
            wifi_password: None,
        };
        let Head { number, hash } = last.head();
        let note = CustodyNote {
            election: self.election,
            journal,
            number,
            hash,
            received_at: OPENS + 40_000,
            relay: journal,
            first: number,
            gaps: Vec::new(),
        };
        let note = Attested::sign(note, &self.device);
        let request = self.relay_request(last, &note);
        let mut answer = SyncAnswer::empty(self.election, Nonce([0x22; 16]), OPENS + 40_001, 0);
        answer.certificate = Some(self.certificate.encode().into());
        answer.custody = Some(vec![note.encode().into()]);
        answer.own = Some(JournalId([0x66; 16]));
        answer.owns = Some(vec![(JournalId([0x44; 16]), JournalId([0x55; 16]))]);
        let bundle = self.bundle(last, &note);
        json!({
            "spki": hex(&SPKI),
            "token": hex(&TOKEN),
            "addresses": code.addresses,
            "wifi": [code.wifi_name, code.wifi_password],
            "statement": hex(&Attested::sign(statement, &self.device).encode()),
            "code": code.to_text().unwrap(),
            "word": WORD.word.code(),
            "version": WORD.version,
            "request": hex(&request.encode()),
            "answer": hex(&Attested::sign(answer, &self.device).encode()),
            "owns": [[hex(&[0x44; 16]), hex(&[0x55; 16])]],
            "kinds": FrameKind::ALL.map(FrameKind::code),
            "bundle": hex(&bundle),
            "damaged": damaged(&bundle),
        })
    }

    fn relay_request(&mut self, last: &Page, note: &Attested<CustodyNote>) -> SyncRequest {
        let journal = self.chain.current().journal;
        let (nonce, key) = (Nonce([0x22; 16]), self.device_seal.public());
        let status = seal_status(&mut self.rng, &key, self.election, nonce, journal, WORD);
        let nothing = Position { journal, number: PageNumber(0), hash: Hash::ZERO };
        let Head { number, hash } = last.head();
        let hello = Hello {
            version: 1,
            election: self.election,
            nonce,
            wall: OPENS + 40_000,
            held: Vec::new(),
            key_list: 1,
            receipted: nothing,
            sealed: Position { journal, number, hash },
            admission: Some(TOKEN),
            status: status.map(Into::into),
        };
        let other = JournalId([0x44; 16]);
        SyncRequest {
            hello: Attested::sign_hello(hello, &SPKI, &self.device),
            certificate: self.certificate.clone(),
            key_list: None,
            pages: vec![last.clone()],
            carried: vec![self.certificate.clone()],
            positions: vec![
                Position { journal: other, number: PageNumber(300), hash: Hash([0x33; 32]) },
                nothing,
            ],
            custody: vec![note.clone()],
        }
    }

    fn bundle(&self, last: &Page, note: &Attested<CustodyNote>) -> Vec<u8> {
        let (election, journal) = (self.election, self.chain.current().journal);
        let Head { number, hash } = last.head();
        let held = Held {
            election,
            journal,
            number,
            hash,
            reason: HeldReason::Ended,
            held_at: OPENS,
            key: 0,
        };
        let receipt = self.keys.receipt(election, journal, last.head(), OPENS + 50_000);
        let own = self.pages.iter().find(|page| page["reader"] == "members").unwrap();
        let own = Page::decode(election, &unhex(&own["page"])).unwrap();
        let mut writer = BundleWriter::new(election, &self.list.to_bytes()).unwrap();
        writer.certificate(&self.certificate).unwrap();
        writer.page(last).unwrap();
        writer.receipt(&receipt.encode()).unwrap();
        writer.custody(&note.encode()).unwrap();
        writer.held(&self.keys.held(held).encode()).unwrap();
        writer.headquarters_page(&own).unwrap();
        writer.finish()
    }
}

/// Copies with one thing wrong: what is still read, and where the damage lies.
fn damaged(bundle: &[u8]) -> Value {
    let starts = frames(bundle);
    assert_eq!(starts.len(), 7, "no false magic in this vector");
    let case = |name: &str, bytes: Vec<u8>, kinds: &[u8], offset: usize, length: usize| {
        json!({
            "name": name,
            "bundle": hex(&bytes),
            "kinds": kinds,
            "damage": [[offset, length]],
        })
    };
    let mut flipped = bundle.to_vec();
    flipped[starts[2] + 60] ^= 1;
    let mut longer = bundle.to_vec();
    longer[starts[3] + 6] = 0xff;
    let mut junk = bundle.to_vec();
    junk.splice(starts[4]..starts[4], *b"SNQ between");
    let cut = bundle[..bundle.len() - 1].to_vec();
    let page = starts[3] - starts[2];
    let receipt = starts[4] - starts[3];
    json!([
        case("a byte of a page flipped", flipped, &[1, 2, 4, 5, 6, 7], starts[2], page),
        case("a length too long", longer, &[1, 2, 3, 5, 6, 7], starts[3], receipt),
        case("junk between frames", junk, &[1, 2, 3, 4, 5, 6, 7], starts[4], 11),
        case(
            "the last byte missing",
            cut.clone(),
            &[1, 2, 3, 4, 5, 6],
            starts[6],
            cut.len() - starts[6]
        ),
    ])
}

#[test]
fn the_kept_words_of_a_relay_hold() {
    let (keys, relay) = (kept("keys.json"), kept("relay.json"));
    let election = ElectionId(unhex(&keys["election"]).try_into().unwrap());
    let root = VerifyKey(unhex(&keys["root"]).try_into().unwrap());
    let list = TrustedKeys::open(&unhex(&keys["key_list"]), election, &root).unwrap();
    let chain = Certificate::decode(&unhex(&keys["certificate"])).unwrap().check(&list).unwrap();
    let statement = Attested::decode(&unhex(&relay["statement"])).unwrap();
    assert_eq!(RelayStatement::check(&statement, &chain).unwrap().spki, SPKI);
    let code = RelayCode::from_text(relay["code"].as_str().unwrap()).unwrap();
    assert_eq!((code.token, code.election), (TOKEN, election));
    let request = SyncRequest::decode(&unhex(&relay["request"])).unwrap();
    let device = &chain.current().verify;
    let hello = request.hello.verify_hello(&SPKI, device).unwrap();
    let secret = unhex(&keys["secrets"]["device"]).try_into().unwrap();
    let secret = SealSecret::from_bytes(secret);
    let sealed = hello.status.as_ref().unwrap();
    let journal = chain.current().journal;
    assert_eq!(open_status(&secret, election, hello.nonce, journal, sealed), Ok(WORD));
    assert!(open_status(&secret, election, Nonce([0; 16]), journal, sealed).is_err());
    assert!(request.custody[0].check(&chain).is_ok());
}

#[test]
fn the_kept_bundle_is_read_and_its_damage_named() {
    let (keys, relay) = (kept("keys.json"), kept("relay.json"));
    let election = ElectionId(unhex(&keys["election"]).try_into().unwrap());
    let whole = bundle::read(&unhex(&relay["bundle"]), election);
    assert_eq!((whole.election, whole.damaged.len()), (Some(election), 0));
    let counts = (whole.certificates.len(), whole.pages.len(), whole.headquarters_pages.len());
    assert_eq!(counts, (1, 1, 1));
    assert_eq!((whole.receipts.len(), whole.custody.len(), whole.held.len()), (1, 1, 1));
    let reasons = [
        DamageReason::BadChecksum,
        DamageReason::BadLength,
        DamageReason::NoFrame,
        DamageReason::Cut,
    ];
    let cases = relay["damaged"].as_array().unwrap();
    assert_eq!(cases.len(), reasons.len());
    for (case, reason) in cases.iter().zip(reasons) {
        let read = bundle::read(&unhex(&case["bundle"]), election);
        let damage = &read.damaged[0];
        let said = (json!([[damage.offset, damage.length]]), damage.reason, read.damaged.len());
        assert_eq!(said, (case["damage"].clone(), reason, 1), "{}", case["name"]);
    }
}

//! What a relay adds: status word, statement, code, custody, and an outbox that carries.
//! Every test begins with pages 1…k that headquarters holds and the relay never saw.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::sync::{Arc, Mutex};

use journal::answer::{Answerer, CheckedAnswer, Refusal};
use journal::attested::Attested;
use journal::certificate::Role;
use journal::contact::Nonce;
use journal::event::Anchor;
use journal::ids::{BootId, Hash, JournalId, PageNumber};
use journal::judge::{Place, Quota};
use journal::keeper::{Delivery, JournalOutcome, Keeper, Recipient, Via};
use journal::memory::{MemoryKeeper, MemoryOutbox, SharedKeeper};
use journal::outbox::{Alarm, Exchange, Outbox, Toward};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, HeldReason};
use journal::relay::{RelayCode, RelayCodeError, RelayStatement};
use journal::status::{STATUS_BYTES, Status, StatusWord, open_status, seal_status};
use support::{Device, MORNING, World};

const SPKI: [u8; 32] = [8; 32];

fn toward() -> Toward {
    Toward::Relay { spki: SPKI }
}

fn exchange(toward: Toward) -> Exchange {
    let now = Anchor { boot: BootId([1; 16]), wall: MORNING, boottime: 100 };
    Exchange { toward, sent: now, received: now }
}

fn carrying() -> SharedKeeper {
    Arc::new(Mutex::new(MemoryKeeper::new(Place::Relay, Quota::default())))
}

fn observer(world: &World) -> MemoryOutbox {
    let (root, secret) = (world.root.public(), world.device_seal.clone());
    let certificate = world.certificate.clone();
    MemoryOutbox::new(root, &world.list, certificate, world.device.clone(), secret)
}

fn lead_of(world: &World, lead: &Device) -> MemoryOutbox {
    let (root, secret) = (world.root.public(), lead.seal.clone());
    let (certificate, key) = (lead.certificate.clone(), lead.key.clone());
    MemoryOutbox::new(root, &world.list, certificate, key, secret)
}

fn sealed(world: &mut World, device: &mut MemoryOutbox, count: usize) {
    for _ in 0..count {
        let taps = world.taps(1);
        device.seal_page(taps, MORNING, &mut world.rng).unwrap();
    }
}

fn commit(keeper: &mut dyn Keeper, world: &World, pages: &[Page]) -> JournalOutcome {
    let delivery = Delivery {
        certificate: world.certificate.clone(),
        chain: world.chain.clone(),
        pages: pages.iter().map(|p| world.chain.check_page(p.clone()).unwrap()).collect(),
        received_at: MORNING + 5,
        via: Via::Direct,
    };
    keeper.commit(vec![delivery]).unwrap()[0].journals.last().unwrap().clone()
}

fn note(world: &World, lead: &Device, outcome: &JournalOutcome) -> Attested<CustodyNote> {
    let custody = outcome.custody.clone().unwrap();
    let note = CustodyNote {
        election: world.election,
        journal: outcome.journal,
        number: custody.number,
        hash: custody.hash,
        received_at: custody.received_at,
        relay: lead.certificate.journal(),
        first: custody.first,
        gaps: custody.gaps,
    };
    Attested::sign(note, &lead.key)
}

fn answered(world: &World, by: Option<&Device>) -> CheckedAnswer {
    CheckedAnswer {
        answerer: by.map_or(Answerer::Headquarters, |lead| Answerer::Relay(lead.chain.clone())),
        time: MORNING,
        keys: world.list.clone(),
        keys_are_new: false,
        refusal: None,
        receipts: Vec::new(),
        held: Vec::new(),
        custody: Vec::new(),
        refused: Vec::new(),
        have: Vec::new(),
        pages: Vec::new(),
        own: None,
        owns: Vec::new(),
        certificate: by.map(|lead| lead.certificate.clone()),
        endpoints: None,
        more: false,
    }
}

fn numbers(pages: &[Page]) -> Vec<u64> {
    pages.iter().map(|page| page.header().number.0).collect()
}

#[test]
fn a_status_word_opens_for_its_lead_its_hello_and_its_journal_only() {
    let mut world = World::new(80);
    let (lead, other) = (world.another(Role::Lead), world.another(Role::Lead));
    let (nonce, journal) = (Nonce([4; 16]), world.journal);
    let mut lengths = Vec::new();
    for word in StatusWord::ALL {
        let status = Status { word, version: 513 };
        let key = lead.seal.public();
        let sealed =
            seal_status(&mut world.rng, &key, world.election, nonce, journal, status).unwrap();
        let open =
            |secret, nonce, journal| open_status(secret, world.election, nonce, journal, &sealed);
        assert_eq!(open(&lead.seal, nonce, journal), Ok(status));
        assert!(open(&other.seal, nonce, journal).is_err());
        assert!(open(&lead.seal, Nonce([5; 16]), journal).is_err(), "a copy says nothing");
        assert!(open(&lead.seal, nonce, JournalId([1; 16])).is_err());
        lengths.push(sealed.len());
    }
    assert!(lengths.iter().all(|length| *length == STATUS_BYTES), "its size says nothing");
}

#[test]
fn a_statement_is_a_leads_and_names_its_own_journal() {
    let mut world = World::new(81);
    let (lead, other) = (world.another(Role::Lead), world.another(Role::Lead));
    let statement = RelayStatement {
        election: world.election,
        relay: lead.certificate.journal(),
        spki: SPKI,
        token: [1; 16],
        until: MORNING,
    };
    let signed = Attested::sign(statement.clone(), &lead.key);
    let read = Attested::decode(&signed.encode()).unwrap();
    assert_eq!(RelayStatement::check(&read, &lead.chain), Ok(&statement));
    assert!(RelayStatement::check(&read, &other.chain).is_err());
    // Another lead signs for a journal that is not its own.
    let stolen = Attested::sign(statement.clone(), &other.key);
    assert!(RelayStatement::check(&stolen, &other.chain).is_err());
    let observers = RelayStatement { relay: world.journal, ..statement };
    let observers = Attested::sign(observers, &world.device);
    assert!(RelayStatement::check(&observers, &world.chain).is_err());
}

#[test]
fn a_relay_code_comes_back_from_a_text_broken_over_lines() {
    let code = RelayCode {
        election: World::new(82).election,
        addresses: vec!["192.0.2.1:80".into(), "[fe80::1]:443".into()],
        spki: SPKI,
        token: [9; 16],
        wifi_name: Some("Ақжол".into()),
        wifi_password: Some("correct horse".into()),
    };
    let text = code.to_text().unwrap();
    let broken: String =
        text.chars().flat_map(|c| [c, if c == 'A' { '\n' } else { ' ' }]).collect();
    assert_eq!(RelayCode::from_text(&broken), Ok(code.clone()));
    assert_eq!(RelayCode::from_text("SANAQ1:AAAA"), Err(RelayCodeError::NotACode));
    let named = RelayCode { addresses: vec!["mallory.example:80".into()], ..code.clone() };
    assert_eq!(named.to_text(), Err(RelayCodeError::BadAddress), "no name is resolved");
    let nowhere = RelayCode { addresses: Vec::new(), ..code.clone() };
    assert_eq!(nowhere.to_text(), Err(RelayCodeError::BadAddress));
    let long = RelayCode { wifi_name: Some("x".repeat(500)), ..code };
    assert!(matches!(long.to_text(), Err(RelayCodeError::TooLong(_))));
}

#[test]
fn custody_names_first_last_and_the_gaps_quarantine_included() {
    let mut world = World::new(83);
    let pages = world.run(12);
    let mut relay = MemoryKeeper::new(Place::Relay, Quota::default());
    let some: Vec<Page> = [3, 4, 7, 11].map(|n: usize| pages[n].clone()).to_vec();
    let outcome = commit(&mut relay, &world, &some);
    let custody = outcome.custody.clone().unwrap();
    let gaps: Vec<_> = custody.gaps.iter().map(|(from, to)| (from.0, to.0)).collect();
    assert_eq!((custody.first.0, custody.number.0, gaps), (4, 12, vec![(6, 7), (9, 11)]));
    assert_eq!((custody.hash, custody.received_at), (pages[11].hash(), MORNING + 5));
    let lead = world.another(Role::Lead);
    let note = note(&world, &lead, &outcome);
    let covered: Vec<u64> = pages
        .iter()
        .filter(|page| note.claimed().covers(page.header().number, page.hash()))
        .map(|page| page.header().number.0)
        .collect();
    assert_eq!(covered, [4, 5, 8, 12]);
    assert!(!note.claimed().covers(PageNumber(12), Hash([1; 32])), "not my page");
    // A page in quarantine is carried too: here a contradiction below all others.
    let taps = world.taps(1);
    let other = world.seal(pages[1].head(), 3, taps.clone()).page;
    commit(&mut relay, &world, std::slice::from_ref(&pages[2]));
    let outcome = commit(&mut relay, &world, &[other]);
    assert_eq!(outcome.held[0].reason, HeldReason::Fork);
    assert_eq!(outcome.custody.unwrap().first, PageNumber(3));
    // Headquarters gives receipts and no custody.
    let mut headquarters = MemoryKeeper::new(Place::Headquarters, Quota::default());
    assert_eq!(commit(&mut headquarters, &world, &pages[..2]).custody, None);
}

#[test]
fn with_too_many_gaps_a_note_says_less_and_never_more() {
    let mut world = World::new(84);
    let pages = world.run(620);
    let mut relay = MemoryKeeper::new(Place::Relay, Quota { carried: 305, ..Quota::default() });
    let every_other: Vec<Page> = pages.iter().skip(3).step_by(2).cloned().collect();
    let outcome = commit(&mut relay, &world, &every_other);
    assert_eq!(outcome.carried.len(), 305);
    assert!(outcome.refused.iter().all(|one| one.refusal == Refusal::Quota));
    assert_eq!(outcome.refused.len(), every_other.len() - 305);
    let lead = world.another(Role::Lead);
    let note = note(&world, &lead, &outcome);
    let kept: Vec<u64> = outcome.carried.iter().map(|number| number.0).collect();
    let claimed = note.claimed();
    assert_eq!(claimed.gaps.len(), journal::keeper::GAPS_MAX);
    for page in &pages {
        let number = page.header().number;
        let covers = claimed.covers(number, page.hash());
        assert!(!covers || kept.contains(&number.0), "{number:?} is not held");
        assert_eq!(covers, kept.contains(&number.0) && number >= claimed.first);
    }
    assert!(Attested::<CustodyNote>::decode(&note.encode()).is_ok(), "it stays within its bound");
    assert!(note.check(&lead.chain).is_ok());
    assert!(note.check(&world.chain).is_err());
}

#[test]
fn what_a_relay_holds_is_not_given_to_it_twice_and_is_still_owed_to_headquarters() {
    let mut world = World::new(85);
    let lead = world.another(Role::Lead);
    let mut alice = observer(&world);
    sealed(&mut world, &mut alice, 5);
    alice.receipted = PageNumber(2);
    alice.urgent.insert(PageNumber(5));
    alice.status = Some(Status { word: StatusWord::InPlace, version: 1 });
    let offer = alice.offer(toward(), 1 << 20).unwrap();
    assert_eq!(numbers(&offer.pages), [5, 3, 4], "urgent pages leave first");
    assert!(offer.status.is_none(), "nobody to seal it to yet");
    let mut relay = MemoryKeeper::new(Place::Relay, Quota::default());
    let outcome = commit(&mut relay, &world, &offer.pages);
    let mut said = answered(&world, Some(&lead));
    said.custody = vec![note(&world, &lead, &outcome)];
    let accepted = alice.accept(&said, &exchange(toward())).unwrap();
    assert_eq!((accepted.receipted, accepted.more), (0, false), "a note is no receipt");
    let again = alice.offer(toward(), 1 << 20).unwrap();
    assert!(again.pages.is_empty());
    assert_eq!(again.status.unwrap().1, lead.seal.public());
    let direct = alice.offer(Toward::Headquarters, 1 << 20).unwrap();
    assert_eq!(numbers(&direct.pages), [5, 3, 4]);
    assert_eq!((direct.custody.len(), direct.carried.len()), (1, 1), "note and certificate");
    assert!(direct.status.is_none() && direct.admission.is_none());
    // The relay lost its store: what it says now stands, and it is given the pages again.
    let accepted = alice.accept(&answered(&world, Some(&lead)), &exchange(toward())).unwrap();
    assert!(accepted.more);
    assert_eq!(alice.offer(toward(), 1 << 20).unwrap().pages.len(), 3);
}

#[test]
fn a_relays_held_takes_nothing_out_of_the_offer_to_headquarters() {
    let mut world = World::new(86);
    let lead = world.another(Role::Lead);
    let mut alice = observer(&world);
    sealed(&mut world, &mut alice, 3);
    alice.receipted = PageNumber(1);
    let Head { number, hash } = alice.pages[1].head();
    let (election, journal) = (world.election, world.journal);
    let reason = HeldReason::Revoked;
    let held = Held { election, journal, number, hash, reason, held_at: MORNING, key: 0 };
    let mut said = answered(&world, Some(&lead));
    said.held = vec![Attested::sign(held.clone(), &lead.key)];
    alice.accept(&said, &exchange(toward())).unwrap();
    assert_eq!(numbers(&alice.offer(Toward::Headquarters, 1 << 20).unwrap().pages), [2, 3]);
    assert_eq!(alice.held_by_relay.len(), 1, "shown with its reason");
    let mut said = answered(&world, None);
    said.held = vec![world.keys.held(held)];
    alice.accept(&said, &exchange(Toward::Headquarters)).unwrap();
    assert_eq!(numbers(&alice.offer(Toward::Headquarters, 1 << 20).unwrap().pages), [3]);
}

#[test]
fn a_lead_carries_pages_on_and_brings_receipts_and_words_back() {
    let mut world = World::new(87);
    let lead = world.another(Role::Lead);
    let mut alice = observer(&world);
    sealed(&mut world, &mut alice, 5);
    let shared = carrying();
    let mut relay = shared.clone();
    commit(&mut relay, &world, &alice.pages[3..]);
    let mut carol = lead_of(&world, &lead);
    carol.carry(shared.clone());
    let offer = carol.offer(Toward::Headquarters, 1 << 20).unwrap();
    assert_eq!(offer.pages, alice.pages[3..], "byte for byte");
    assert_eq!(offer.carried, std::slice::from_ref(&world.certificate));
    assert_eq!((offer.positions[0].journal, offer.positions[0].number.0), (world.journal, 0));
    let mut headquarters = MemoryKeeper::new(Place::Headquarters, Quota::default());
    commit(&mut headquarters, &world, &alice.pages[..3]);
    let head = commit(&mut headquarters, &world, &offer.pages).head;
    let receipt = world.keys.receipt(world.election, world.journal, head, MORNING);
    let own = JournalId([0x77; 16]);
    let draft = journal::headquarters::OwnDraft {
        election: world.election,
        journal: own,
        after: Head::START,
        first: journal::ids::Ordinal(1),
        events: world.taps(1),
        sealed_at: MORNING,
    };
    let told = world.keys.seal_for(&world.chain, draft, &mut world.rng).unwrap().page;
    let mut said = answered(&world, None);
    said.receipts = vec![receipt.clone()];
    said.owns = vec![(world.journal, own)];
    said.pages = vec![world.list.check_page(told.clone()).unwrap()];
    let accepted = carol.accept(&said, &exchange(Toward::Headquarters)).unwrap();
    assert_eq!((accepted.receipted, accepted.taken, accepted.more), (2, 1, false));
    assert!(carol.offer(Toward::Headquarters, 1 << 20).unwrap().pages.is_empty());
    assert_eq!(relay.word(world.journal).unwrap().receipt, Some(receipt.encode()));
    let for_alice = relay.own_journal(Recipient::Device(world.journal)).unwrap();
    assert_eq!(for_alice, Some((own, told.head())));
    // Alice believes it from the relay since page 1 opens with her key; another's does not.
    let mut said = answered(&world, Some(&lead));
    said.receipts = vec![receipt];
    said.own = Some(own);
    said.pages = vec![world.list.check_page(told).unwrap()];
    let mut bob = lead_of(&world, &world.clone().another(Role::Observer));
    assert_eq!(bob.accept(&said, &exchange(toward())).unwrap().taken, 0);
    let accepted = alice.accept(&said, &exchange(toward())).unwrap();
    assert_eq!((accepted.taken, alice.receipted), (1, PageNumber(5)));
}

#[test]
fn a_receipt_that_names_another_page_than_the_carried_one_names_the_carried_journals_fork() {
    let mut world = World::new(88);
    let lead = world.another(Role::Lead);
    let pages = world.run(4);
    let taps = world.taps(1);
    let other = world.seal(pages[2].head(), 7, taps).page;
    let shared = carrying();
    commit(&mut shared.clone(), &world, &pages[3..]);
    let mut carol = lead_of(&world, &lead);
    carol.carry(shared);
    let mut said = answered(&world, None);
    said.receipts = vec![world.keys.receipt(world.election, world.journal, other.head(), MORNING)];
    let accepted = carol.accept(&said, &exchange(Toward::Headquarters)).unwrap();
    let fork = Alarm::CarriedFork { journal: world.journal, number: other.head().number };
    assert_eq!(accepted.alarms, [fork]);
    assert_eq!(carol.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[3..]);
}

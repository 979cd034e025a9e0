//! Hello and answer: what counts as contact and what does not.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::answer::{
    AnswerError, Answerer, Asked, CheckedAnswer, HAVES_MAX, HELD_MAX, Have, Refusal, RefusedPage,
    SyncAnswer,
};
use journal::attested::Attested;
use journal::certificate::Role;
use journal::contact::{Nonce, PAGES_MAX, SyncRequest};
use journal::error::DecodeError;
use journal::ids::Hash;
use journal::keylist::TrustedKeys;
use journal::page::Head;
use journal::receipts::{CustodyNote, Held, HeldReason};
use support::{MORNING, World};

fn asked(world: &World) -> Asked {
    Asked {
        election: world.election,
        nonce: Nonce([7; 16]),
        root: world.root.public(),
        keys: Some(world.list.clone()),
    }
}

fn answer(world: &World) -> SyncAnswer {
    SyncAnswer::empty(world.election, Nonce([7; 16]), MORNING, 1)
}

#[test]
fn a_request_travels_whole_and_its_hello_names_the_peer_it_is_for() {
    let world = World::new(70);
    let request = world.request();
    let read = SyncRequest::decode(&request.encode()).unwrap();
    assert_eq!(read, request);
    let expected = world.keys.receipt.public().0;
    assert!(read.hello.verify_hello(&expected, &world.device.public()).is_ok());
    assert!(read.hello.verify_hello(&[1; 32], &world.device.public()).is_err());
    assert!(read.hello.verify_hello(&expected, &world.root.public()).is_err());
}

#[test]
fn a_signed_answer_brings_receipts_pages_and_time() {
    let mut world = World::new(71);
    let page = world.run(1).remove(0);
    let own = journal::headquarters::OwnDraft {
        election: world.election,
        journal: world.list.list().common,
        after: Head::START,
        first: journal::ids::Ordinal(1),
        events: world.taps(1),
        sealed_at: MORNING,
    };
    let own = world.keys.seal_common(own, &mut world.rng).unwrap().page;
    let receipt = world.keys.receipt(world.election, world.journal, page.head(), MORNING);
    let mut answer = answer(&world);
    answer.receipts = vec![receipt.encode().into()];
    answer.pages = vec![own.bytes().to_vec().into()];
    answer.endpoints = Some(vec!["https://hq.example:8443".into()]);
    let bytes = Attested::sign(answer, &world.keys.receipt).encode();
    let checked = CheckedAnswer::check(&bytes, &asked(&world)).unwrap();
    assert_eq!(checked.answerer, Answerer::Headquarters);
    assert_eq!(checked.receipts[0].claimed().hash, page.hash());
    assert_eq!(checked.pages[0].page(), &own);
    assert_eq!(checked.time, MORNING);
    assert!(checked.endpoints.is_some() && !checked.keys_are_new);
}

#[test]
fn a_captive_portal_a_replay_and_a_stranger_are_no_contact() {
    let (world, mallory) = (World::new(72), World::new(73));
    let portal = CheckedAnswer::check(b"<html>Welcome</html>", &asked(&world));
    assert!(matches!(portal, Err(AnswerError::Decode(_))));
    let mut replayed = answer(&world);
    replayed.nonce = Nonce([8; 16]);
    let bytes = Attested::sign(replayed, &world.keys.receipt).encode();
    assert_eq!(CheckedAnswer::check(&bytes, &asked(&world)), Err(AnswerError::OtherNonce));
    let bytes = Attested::sign(answer(&world), &mallory.keys.receipt).encode();
    assert!(matches!(CheckedAnswer::check(&bytes, &asked(&world)), Err(AnswerError::Signature(_))));
    let bytes = Attested::sign(answer(&world), &world.keys.journal).encode();
    assert!(CheckedAnswer::check(&bytes, &asked(&world)).is_err(), "another role's key");
}

#[test]
fn a_key_list_in_the_answer_is_taken_only_from_the_root_and_never_backwards() {
    let (world, mallory) = (World::new(74), World::new(75));
    let mut newer = world.list.list().clone();
    newer.number = 2;
    newer.receipt.push(Some(mallory.keys.receipt.public()));
    let newer = Attested::sign(newer, &world.root).encode();
    let mut with_list = answer(&world);
    with_list.key_list = Some(newer.clone().into());
    with_list.key = 2;
    let bytes = Attested::sign(with_list.clone(), &mallory.keys.receipt).encode();
    let checked = CheckedAnswer::check(&bytes, &asked(&world)).unwrap();
    assert!(checked.keys_are_new);
    assert_eq!(checked.keys.list().number, 2);
    // Enrolled by QR: no list yet, the first one comes with the answer.
    let fresh = Asked { keys: None, ..asked(&world) };
    assert!(CheckedAnswer::check(&bytes, &fresh).is_ok());
    let without = Attested::sign(answer(&world), &world.keys.receipt).encode();
    assert_eq!(CheckedAnswer::check(&without, &fresh), Err(AnswerError::NoKeyList));
    // An older list than the one held changes nothing.
    let held = TrustedKeys::open(&newer, world.election, &world.root.public()).unwrap();
    let ahead = Asked { keys: Some(held), ..asked(&world) };
    let mut older = answer(&world);
    older.key_list = Some(world.list.to_bytes().into());
    let bytes = Attested::sign(older, &world.keys.receipt).encode();
    let checked = CheckedAnswer::check(&bytes, &ahead).unwrap();
    assert_eq!((checked.keys.list().number, checked.keys_are_new), (2, false));
    with_list.key_list = Some(mallory.list.to_bytes().into());
    let bytes = Attested::sign(with_list, &mallory.keys.receipt).encode();
    assert!(matches!(CheckedAnswer::check(&bytes, &asked(&world)), Err(AnswerError::KeyList(_))));
}

#[test]
fn a_relay_speaks_with_a_leads_key_and_cannot_speak_for_headquarters() {
    let mut world = World::new(76);
    let (lead, observer) = (world.another(Role::Lead), world.another(Role::Observer));
    let note = CustodyNote {
        election: world.election,
        journal: world.journal,
        number: journal::ids::PageNumber(2),
        hash: Hash([2; 32]),
        received_at: MORNING,
        relay: lead.certificate.journal(),
        first: journal::ids::PageNumber(1),
        gaps: Vec::new(),
    };
    let held = Held {
        election: world.election,
        journal: world.journal,
        number: journal::ids::PageNumber(3),
        hash: Hash([3; 32]),
        reason: HeldReason::Revoked,
        held_at: MORNING,
        key: 0,
    };
    let mut from_relay = answer(&world);
    from_relay.key = 0;
    from_relay.certificate = Some(lead.certificate.encode().into());
    from_relay.custody = Some(vec![Attested::sign(note, &lead.key).encode().into()]);
    from_relay.held = vec![Attested::sign(held.clone(), &lead.key).encode().into()];
    let own = journal::ids::JournalId([5; 16]);
    from_relay.own = Some(own);
    from_relay.owns = Some(vec![(world.journal, own)]);
    from_relay.endpoints = Some(vec!["https://mallory.example".into()]);
    let bytes = Attested::sign(from_relay.clone(), &lead.key).encode();
    let checked = CheckedAnswer::check(&bytes, &asked(&world)).unwrap();
    assert!(matches!(checked.answerer, Answerer::Relay(_)));
    assert_eq!((checked.custody.len(), checked.held.len()), (1, 1));
    assert!(checked.receipts.is_empty());
    assert_eq!((checked.own, checked.owns), (Some(own), vec![(world.journal, own)]));
    assert_eq!(checked.certificate.as_ref(), Some(&lead.certificate), "for passing on");
    // A note that names another relay than the one that signs.
    let mut stolen = from_relay.clone();
    let mut about = Attested::<CustodyNote>::decode(&stolen.custody.as_ref().unwrap()[0]).unwrap();
    let mut body = about.claimed().clone();
    body.relay = world.journal;
    about = Attested::sign(body, &lead.key);
    stolen.custody = Some(vec![about.encode().into()]);
    let bytes = Attested::sign(stolen, &lead.key).encode();
    assert!(CheckedAnswer::check(&bytes, &asked(&world)).is_err());
    assert_eq!(checked.endpoints, None, "only headquarters names endpoints");
    // An observer is no relay.
    from_relay.certificate = Some(observer.certificate.encode().into());
    let bytes = Attested::sign(from_relay, &observer.key).encode();
    assert_eq!(CheckedAnswer::check(&bytes, &asked(&world)), Err(AnswerError::BadRelay));
    // A relay's Held inside an answer of headquarters is not headquarters'.
    let mut mixed = answer(&world);
    mixed.held = vec![Attested::sign(held, &lead.key).encode().into()];
    let bytes = Attested::sign(mixed, &world.keys.receipt).encode();
    assert!(CheckedAnswer::check(&bytes, &asked(&world)).is_err());
}

#[test]
fn an_answer_that_names_more_than_a_request_can_ask_about_is_refused() {
    let world = World::new(77);
    let (journal, number, hash) = (world.journal, journal::ids::PageNumber(1), Hash([4; 32]));
    let held = Held {
        election: world.election,
        journal,
        number,
        hash,
        reason: HeldReason::Fork,
        held_at: MORNING,
        key: 1,
    };
    let held = world.keys.held(held).encode();
    let have = Have { journal, number, hash, waiting: Vec::new() };
    let refused = RefusedPage { journal, number, hash, refusal: Refusal::Quota };
    let said = |held_count, haves, refused_count| {
        let mut answer = answer(&world);
        answer.held = vec![held.clone().into(); held_count];
        answer.have = vec![have.clone(); haves];
        answer.refused = vec![refused; refused_count];
        let bytes = Attested::sign(answer, &world.keys.receipt).encode();
        CheckedAnswer::check(&bytes, &asked(&world)).map(drop)
    };
    assert_eq!(said(HELD_MAX, HAVES_MAX, PAGES_MAX), Ok(()));
    let too_long = |limit| Err(AnswerError::Decode(DecodeError::TooLong { limit }));
    assert_eq!(said(HELD_MAX + 1, 0, 0), too_long(HELD_MAX));
    assert_eq!(said(0, HAVES_MAX + 1, 0), too_long(HAVES_MAX));
    assert_eq!(said(0, 0, PAGES_MAX + 1), too_long(PAGES_MAX));
}

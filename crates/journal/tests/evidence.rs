//! Showing events and withholding others; proving forks.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::evidence::{Disclosure, Leaflet, NotProven, Withholdable};
use journal::fork::{ForkProof, NoFork};
use journal::ids::Ordinal;
use journal::page::Head;
use support::World;

#[test]
fn withheld_words_leave_the_rest_provable() {
    let mut world = World::new(20);
    let events = world.mixed_day(30);
    let sealed = world.seal(Head::START, 1, events.clone());
    let opened = sealed.page.open(&world.keys.sealing).unwrap();
    let root = sealed.page.header().content_root;
    let hidden = Withholdable::Value(Ordinal(6), 0);
    let shown = Disclosure::new(&opened, &|what| what == hidden);
    let shown = Disclosure::decode(&shown.encode()).unwrap();
    let proven = shown.check(&root).unwrap();
    assert_eq!(proven.len(), events.len());
    assert_eq!(proven[5].ordinal, Ordinal(6));
    assert_eq!(proven[5].values, vec![None]);
    assert_eq!(
        proven[12].values,
        vec![Some(vec![0xd9, 0xa0, 1, 0x66, 0xd2, 0x9b, 0xd0, 0xb0, 0xd0, 0xbb])]
    );
    let text = "қал".as_bytes();
    let all = shown.encode();
    let open = Disclosure::new(&opened, &|_| false).encode();
    let times = |bytes: &[u8]| bytes.windows(text.len()).filter(|w| *w == text).count();
    assert_eq!(times(&all) + 1, times(&open), "one text less in clear");
}

#[test]
fn a_withheld_event_takes_its_words_with_it() {
    let mut world = World::new(21);
    let events = world.mixed_day(10);
    let sealed = world.seal(Head::START, 1, events);
    let opened = sealed.page.open(&world.keys.sealing).unwrap();
    let shown = Disclosure::new(&opened, &|what| what == Withholdable::Event(Ordinal(6)));
    let hidden = shown.leaves().iter().filter(|leaf| matches!(leaf, Leaflet::Withheld(_)));
    assert_eq!(hidden.count(), 2);
    assert_eq!(shown.check(&sealed.page.header().content_root).unwrap().len(), 9);
}

#[test]
fn an_altered_disclosure_proves_nothing() {
    let mut world = World::new(22);
    let events = world.mixed_day(10);
    let sealed = world.seal(Head::START, 1, events);
    let opened = sealed.page.open(&world.keys.sealing).unwrap();
    let root = sealed.page.header().content_root;
    let bytes = Disclosure::new(&opened, &|_| false).encode();
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        if let Ok(altered) = Disclosure::decode(&other) {
            assert!(altered.check(&root).is_err(), "held at {at}");
        }
    }
    let empty = Disclosure::decode(&[0x80]).unwrap();
    assert_eq!(empty.check(&root), Err(NotProven::OtherRoot));
}

#[test]
fn two_pages_with_one_number_are_a_proof_and_one_page_twice_is_none() {
    let mut world = World::new(23);
    let (a, b) = (world.taps(2), world.taps(3));
    let a = world.seal(Head::START, 1, a).page;
    let b = world.seal(Head::START, 1, b).page;
    let certificate = world.certificate.clone();
    let proof = ForkProof::new(certificate.clone(), a.clone(), b).unwrap();
    let again = ForkProof::decode(world.election, &proof.encode()).unwrap();
    assert_eq!(again.check(&world.list).unwrap().current().journal, world.journal);
    let none = ForkProof::new(certificate, a.clone(), a.clone());
    assert_eq!(none.unwrap_err(), NoFork::NoContradiction);
    let mut foreign = World::new(24);
    let taps = foreign.taps(1);
    foreign.journal = world.journal;
    foreign.election = world.election;
    let forged = foreign.seal(Head::START, 1, taps).page;
    let proof = ForkProof::new(world.certificate.clone(), a, forged).unwrap();
    assert_eq!(proof.check(&world.list).unwrap_err(), NoFork::NotSigned);
}

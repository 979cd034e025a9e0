//! Pages from sealing to opening, through the public API.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::event::EventBytes;
use journal::page::{Head, Page};
use journal::seal::{OpenError, SealError};
use support::World;

#[test]
fn what_was_sealed_opens_to_the_same_events() {
    let mut world = World::new(1);
    let events = world.mixed_day(300);
    let sealed = world.seal(Head::START, 1, events.clone());
    let opened = sealed.page.open(&world.keys.sealing).unwrap();
    assert_eq!(opened.salt, sealed.salt);
    assert_eq!(opened.first.0, 1);
    let back: Vec<_> = opened.events.iter().map(|e| (e.clock, e.bytes.clone())).collect();
    let sent: Vec<_> = events.iter().map(|e| (e.clock, e.bytes.clone())).collect();
    assert_eq!(back, sent);
    assert_eq!(opened.events.last().unwrap().ordinal.0, events.len() as u64);
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let mut world = World::new(2);
    let events = world.mixed_day(12);
    let sealed = world.seal(Head::START, 1, events);
    let bytes = sealed.page.bytes().to_vec();
    for at in 0..bytes.len() {
        for bit in [0, 3, 7] {
            let mut other = bytes.clone();
            other[at] ^= 1 << bit;
            let Ok(page) = Page::decode(world.election, &other) else { continue };
            assert!(world.chain.check_page(page.clone()).is_err(), "signature held at {at}.{bit}");
            let signature = at >= bytes.len() - 64;
            assert_eq!(page.open(&world.keys.sealing).is_err(), !signature, "at {at}.{bit}");
        }
    }
}

#[test]
fn a_page_opens_for_its_reader_only() {
    let mut world = World::new(3);
    let events = world.mixed_day(5);
    let sealed = world.seal(Head::START, 1, events);
    let opened = sealed.page.open(&world.keys.members);
    assert_eq!(opened, Err(OpenError::NotForThisKey));
}

#[test]
fn padding_fills_the_sealed_content_to_256_bytes() {
    let mut world = World::new(4);
    let events = world.mixed_day(40);
    let plain = world.seal(Head::START, 1, events.clone());
    let mut draft = world.draft(Head::START, 1, events);
    draft.padded = true;
    let reader = world.reader();
    let padded = draft.seal(&reader, &world.device, &mut world.rng).unwrap();
    let content = |page: &Page| page.bytes().len() - page.header().encode().len() - 32 - 16 - 64;
    assert_ne!(content(&plain.page) % 256, 0);
    assert_eq!(content(&padded.page) % 256, 0);
    assert!(padded.page.open(&world.keys.sealing).is_ok());
}

#[test]
fn too_much_for_a_page_is_refused_and_nothing_is_empty() {
    let mut world = World::new(5);
    let many = world.taps(4097);
    let draft = world.draft(Head::START, 1, many);
    let reader = world.reader();
    let refused = draft.seal(&reader, &world.device, &mut world.rng);
    assert_eq!(refused.unwrap_err(), SealError::TooMuch);
    let draft = world.draft(Head::START, 1, Vec::new());
    let refused = draft.seal(&reader, &world.device, &mut world.rng);
    assert_eq!(refused.unwrap_err(), SealError::Empty);
}

#[test]
fn two_days_that_differ_only_in_taps_give_headers_that_differ_only_in_hashes() {
    let mut world = World::new(6);
    let (quiet, busy) = (world.taps(3), world.taps(900));
    let quiet = world.seal(Head::START, 1, quiet).page;
    let busy = world.seal(Head::START, 1, busy).page;
    let (mut a, b) = (*quiet.header(), *busy.header());
    assert_ne!(a.content_root, b.content_root);
    a.content_root = b.content_root;
    assert_eq!(a, b);
    assert_eq!(quiet.header().encode().len(), busy.header().encode().len());
}

#[test]
fn non_canonical_events_are_refused() {
    let cases: [(&str, &[u8]); 10] = [
        ("long integer", &[0x83, 0x18, 0x01, 0x00, 0x00]),
        ("indefinite array", &[0x9f, 0x01, 0x00, 0xff]),
        ("float", &[0x83, 0x01, 0x00, 0xf9, 0x00, 0x00]),
        ("undefined", &[0x83, 0x01, 0x00, 0xf7]),
        ("unsorted map", &[0x83, 0x01, 0x00, 0xa2, 0x02, 0x00, 0x01, 0x00]),
        ("doubled key", &[0x83, 0x01, 0x00, 0xa2, 0x01, 0x00, 0x01, 0x00]),
        ("not NFC", &[0x83, 0x01, 0x00, 0x63, b'e', 0xcc, 0x81]),
        ("another tag", &[0x83, 0x01, 0x00, 0xc1, 0x00]),
        ("tag in a tag", &[0x83, 1, 0, 0xd9, 0xa0, 0x01, 0xd9, 0xa0, 0x01, 0]),
        ("bytes after", &[0x82, 0x01, 0x00, 0x00]),
    ];
    for (name, bytes) in cases {
        assert!(EventBytes::new(bytes.to_vec()).is_err(), "{name}");
    }
    assert!(EventBytes::new(vec![0x83, 0x01, 0x20, 0xd9, 0xa0, 0x01, 0x61, b'a']).is_ok());
}

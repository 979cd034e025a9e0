//! What was answered "done" is there, whatever happens next.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use journal::outbox::{Outbox as _, Toward};
use proptest::prelude::*;
use store::StoreError;

use crate::world::{World, clock, counted, morning, note, now, tap};

#[test]
fn a_tap_is_there_after_the_program_is_gone() {
    let mut world = World::new(1);
    let mut device = world.device("alice");
    morning(&mut device, 40);
    device.life_mark(now()).unwrap();
    let rows = device.view_rows().unwrap();
    drop(device);
    let opened = world.open("alice").unwrap();
    assert!(opened.continued.is_none() && opened.salvaged.is_none());
    let device = opened.store;
    assert_eq!(counted(&device), 40);
    assert_eq!(device.view_rows().unwrap(), rows);
    assert_eq!(device.last_life_mark().unwrap(), Some(now()));
    assert_eq!(device.events(1, 100).unwrap().len(), 42);
}

#[test]
fn views_made_anew_equal_the_kept_ones() {
    let mut world = World::new(2);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 60);
    device.append(clock(), &[crate::world::undo(watch + 5, 1_900_002_000)]).unwrap();
    device.append(clock(), &[note("queue at the door", 1_900_002_100)]).unwrap();
    let kept = device.view_rows().unwrap();
    drop(device);
    let mut device = world.open("alice").unwrap().store;
    assert_eq!(device.rebuild().unwrap(), kept.len() as u64);
    assert_eq!(device.view_rows().unwrap(), kept);
    assert_eq!(counted(&device), 59);
}

#[test]
fn a_tap_that_failed_left_nothing_and_the_next_one_counts() {
    let mut world = World::new(3);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 5);
    let before = device.view_rows().unwrap();
    device.faults().fail_at(1);
    let failed = device.append(clock(), &[tap(watch, 1_900_001_500)]);
    assert!(matches!(failed, Err(StoreError::Planted)));
    assert_eq!(counted(&device), 5);
    assert_eq!(device.view_rows().unwrap(), before);
    device.append(clock(), &[tap(watch, 1_900_001_501)]).unwrap();
    assert_eq!(counted(&device), 6);
    drop(device);
    assert_eq!(counted(&world.open("alice").unwrap().store), 6);
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let mut world = World::new(4);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 10);
    device.limit_pages(40).unwrap();
    let mut kept = 10;
    let full = loop {
        let text = "x".repeat(400);
        match device.append(clock(), &[note(&text, 1_900_002_000), tap(watch, 1_900_002_000)]) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 10_000, "the limit was never met");
    };
    assert!(full.is_full(), "{full}");
    assert_eq!(counted(&device), kept);
    let again = device.append(clock(), &[note(&"x".repeat(4000), 1_900_002_001)]);
    assert!(again.unwrap_err().is_full());
    device.limit_pages(0).unwrap();
    device.append(clock(), &[tap(watch, 1_900_002_002)]).unwrap();
    drop(device);
    assert_eq!(counted(&world.open("alice").unwrap().store), kept + 1);
}

#[test]
fn a_page_is_sealed_once_and_offered_until_a_receipt_names_it() {
    let mut world = World::new(5);
    let mut device = world.device("alice");
    morning(&mut device, 20);
    let heads = device.seal(1_900_004_000, &mut world.rng).unwrap();
    assert_eq!(heads.len(), 1);
    assert!(device.seal(1_900_004_000, &mut world.rng).unwrap().is_empty());
    let once = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let twice = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    assert_eq!(once, twice);
    drop(device);
    let mut device = world.open("alice").unwrap().store;
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, once);
    let opened = once[0].open(&world.keys.sealing).unwrap();
    let kept = device.events(1, 100).unwrap();
    assert_eq!(opened.events.len(), 22);
    for (event, kept) in opened.events.iter().zip(kept) {
        assert_eq!(event.bytes.as_slice(), kept.bytes);
        assert_eq!((event.ordinal.0, event.clock), (kept.ordinal, kept.clock));
    }
}

#[test]
fn a_page_the_guard_does_not_know_yet_is_not_offered() {
    let mut world = World::new(8);
    let mut device = world.device("alice");
    morning(&mut device, 5);
    let in_the_way = world.path("alice").join("guard.new");
    std::fs::create_dir(&in_the_way).unwrap();
    assert!(device.seal(1_900_004_000, &mut world.rng).is_err());
    assert!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages.is_empty());
    std::fs::remove_dir(&in_the_way).unwrap();
    assert!(device.seal(1_900_004_100, &mut world.rng).unwrap().is_empty(), "sealed already");
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    assert_eq!(pages.len(), 1);
    drop(device);
    assert_eq!(
        world.open("alice").unwrap().store.offer(Toward::Headquarters, 1 << 20).unwrap().pages,
        pages
    );
}

#[test]
fn a_long_tail_becomes_pages_of_a_thousand_linked_in_order() {
    let mut world = World::new(6);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 0);
    let many: Vec<_> = (0..2500).map(|n| tap(watch, 1_900_001_000 + n)).collect();
    assert!(!device.seal_due(1_900_000_000).unwrap());
    device.append(clock(), &many).unwrap();
    assert!(device.seal_due(1_900_000_000).unwrap());
    let heads = device.seal(1_900_004_000, &mut world.rng).unwrap();
    assert_eq!(heads.iter().map(|head| head.number.0).collect::<Vec<_>>(), [1, 2, 3]);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let firsts: Vec<u64> =
        pages.iter().map(|page| page.open(&world.keys.sealing).unwrap().first.0).collect();
    assert_eq!(firsts, [1, 1001, 2001]);
    assert!(!device.seal_due(i64::MAX).unwrap());
}

#[test]
fn the_first_event_after_the_hour_makes_the_tail_due() {
    let mut world = World::new(7);
    let mut device = world.device("alice");
    assert!(!device.seal_due(i64::MAX).unwrap(), "nothing to seal");
    device.append(clock(), &[note("six to nine", 1_900_004_390)]).unwrap();
    assert!(!device.seal_due(1_900_004_390).unwrap());
    assert!(device.seal_due(1_900_004_391).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Steps in any order, each of which may fail before its commit or be followed by the end of
    /// the program: under one number there is one page, ever, and no counted tap is lost.
    #[test]
    fn one_page_a_number_whatever_fails(
        steps in proptest::collection::vec((0u8..4, any::<bool>()), 4..16),
        seed in any::<u64>(),
    ) {
        let mut world = World::new(seed);
        let mut device = world.device("alice");
        let watch = morning(&mut device, 1);
        let mut offered = BTreeMap::new();
        let mut taps = 1;
        for (at, (step, fails)) in (1i64..).zip(steps) {
            if fails {
                device.faults().fail_at(1);
            }
            match step {
                0 => {
                    let done = device.append(clock(), &[tap(watch, 1_900_001_000 + at)]);
                    taps += u64::from(done.is_ok());
                }
                1 => { let _either = device.seal(1_900_001_000 + at, &mut world.rng); }
                2 => {
                    drop(device);
                    device = world.open("alice").unwrap().store;
                }
                _ => {
                    for page in device.offer(Toward::Headquarters, 1 << 20).unwrap().pages {
                        let header = *page.header();
                        let known = offered
                            .entry((header.journal, header.number))
                            .or_insert_with(|| page.bytes().to_vec());
                        prop_assert_eq!(known.as_slice(), page.bytes());
                    }
                }
            }
        }
        prop_assert_eq!(counted(&device), taps);
    }
}

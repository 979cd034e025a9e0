//! A store in doubt about its past goes on in a new journal, never in a second branch.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;

use journal::outbox::{Outbox as _, Toward};
use store::DeviceStore;
use store::device::{ContinuedBecause, Opened};

use crate::world::{World, clock, copy_folder, counted, morning, note, tap, undo};

/// Every page ever offered by any copy: one byte string under a journal and number.
fn offered(device: &mut DeviceStore, seen: &mut BTreeMap<(String, u64), Vec<u8>>) {
    for page in device.offer(Toward::Headquarters, 1 << 20).unwrap().pages {
        let at = (page.header().journal.to_string(), page.header().number.0);
        let known = seen.entry(at).or_insert_with(|| page.bytes().to_vec());
        assert_eq!(known.as_slice(), page.bytes(), "two pages under one number");
    }
}

#[test]
fn a_database_put_back_from_a_copy_continues_in_a_new_journal() {
    let mut world = World::new(40);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 10);
    device.seal(1_900_003_000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, 1_900_003_100)]).unwrap();
    drop(device);
    let path = world.path("alice");
    let copy = fs::read(path.join("device.db")).unwrap();
    let mut seen = BTreeMap::new();
    let mut device = world.open("alice").unwrap().store;
    device.append(clock(), &[tap(watch, 1_900_003_200)]).unwrap();
    device.seal(1_900_003_300, &mut world.rng).unwrap();
    offered(&mut device, &mut seen);
    let old = device.journal();
    drop(device);
    fs::write(path.join("device.db"), copy).unwrap();
    let opened = world.open("alice").unwrap();
    let continued = opened.continued.unwrap();
    assert_eq!(continued.because, ContinuedBecause::Restored);
    assert_eq!((continued.old, continued.last.number.0), (old, 2), "the guard knew of page 2");
    let mut device = opened.store;
    assert_eq!(counted(&device), 11, "ten sealed ones and the copy's tail");
    device.seal(1_900_003_400, &mut world.rng).unwrap();
    offered(&mut device, &mut seen);
    let chain = world.chain(&device);
    assert_eq!(chain.links().len(), 2);
    assert_eq!(chain.links()[0].ended.unwrap().0.0, 2);
    assert_eq!(chain.current().journal, device.journal());
}

#[test]
fn a_copied_folder_is_noticed_on_another_machine_and_the_first_goes_on() {
    let mut world = World::new(41);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 4);
    device.seal(1_900_003_000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, 1_900_003_100), tap(watch, 1_900_003_130)]).unwrap();
    drop(device);
    copy_folder(&world.path("alice"), &world.path("clone"));
    let clone = world.open_on("clone", [2; 32]).unwrap();
    let continued = clone.continued.unwrap();
    assert_eq!(continued.because, ContinuedBecause::OtherMachine);
    assert_eq!(continued.carried, 4, "visit and watch opened again, two taps");
    let mut seen = BTreeMap::new();
    let mut clone = clone.store;
    clone.seal(1_900_003_200, &mut world.rng).unwrap();
    offered(&mut clone, &mut seen);
    let first = world.open("alice").unwrap();
    assert!(first.continued.is_none());
    let mut first = first.store;
    first.seal(1_900_003_200, &mut world.rng).unwrap();
    offered(&mut first, &mut seen);
    assert_eq!((counted(&first), counted(&clone)), (6, 6));
    drop(clone);
    assert!(world.open_on("clone", [2; 32]).unwrap().continued.is_none(), "only once");
}

#[test]
fn the_carried_tail_names_its_own_visit_and_watch_and_leaves_only_what_cannot_be_said() {
    let mut world = World::new(42);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 4);
    device.seal(1_900_003_000, &mut world.rng).unwrap();
    let first = device
        .append(clock(), &[tap(watch, 1_900_003_100), undo(watch + 1, 1_900_003_110)])
        .unwrap();
    device.append(clock(), &[tap(watch, 1_900_003_120), undo(first, 1_900_003_130)]).unwrap();
    assert_eq!(counted(&device), 4);
    drop(device);
    fs::remove_file(world.path("alice").join("guard.cbor")).unwrap();
    let opened = world.open("alice").unwrap();
    let continued = opened.continued.unwrap();
    assert_eq!(continued.because, ContinuedBecause::GuardMissing);
    assert_eq!(continued.left_behind, 1, "the undo of a tap that is sealed");
    let mut device = opened.store;
    assert_eq!(device.fold().journal_record().stray, 0);
    assert_eq!(device.fold().origins().count(), 1);
    assert_eq!(counted(&device), 5, "four sealed, one of the carried two undone");
    let kept = device.view_rows().unwrap();
    device.rebuild().unwrap();
    assert_eq!(device.view_rows().unwrap(), kept);
    drop(device);
    assert_eq!(world.open("alice").unwrap().store.view_rows().unwrap(), kept);
}

#[test]
fn a_continuation_cut_after_its_keys_were_kept_is_finished_at_the_next_opening() {
    let mut world = World::new(43);
    let mut device = world.device("alice");
    morning(&mut device, 6);
    device.seal(1_900_003_000, &mut world.rng).unwrap();
    drop(device);
    let path = world.path("alice");
    // The wrap file as a continuation wrote it, beside the database from before it.
    let before = ["device.db", "guard.cbor"].map(|name| (name, fs::read(path.join(name)).unwrap()));
    drop(world.open_on("alice", [2; 32]).unwrap());
    for (name, bytes) in before {
        fs::write(path.join(name), bytes).unwrap();
    }
    let opened = world.open_on("alice", [2; 32]).unwrap();
    let continued = opened.continued.unwrap();
    assert_eq!(continued.new, opened.store.journal());
    assert_eq!(opened.store.kit().journal(), opened.store.journal());
    assert_eq!(world.chain(&opened.store).links().len(), 2);
    assert_eq!(counted(&opened.store), 6);
}

#[test]
fn a_database_put_back_to_before_a_continuation_never_enters_the_used_journal_again() {
    for guard_too in [false, true] {
        let mut world = World::new(46);
        let mut device = world.device("alice");
        let watch = morning(&mut device, 5);
        device.seal(1_900_003_000, &mut world.rng).unwrap();
        device.append(clock(), &[tap(watch, 1_900_003_100)]).unwrap();
        let mut seen = BTreeMap::new();
        offered(&mut device, &mut seen);
        drop(device);
        let path = world.path("alice");
        let before = fs::read(path.join("device.db")).unwrap();
        let mut second = world.open_on("alice", [2; 32]).unwrap().store;
        let used = second.journal();
        second.append(clock(), &[note("in the second journal", 1_900_003_200)]).unwrap();
        second.seal(1_900_003_300, &mut world.rng).unwrap();
        offered(&mut second, &mut seen);
        drop(second);
        fs::write(path.join("device.db"), &before).unwrap();
        if guard_too {
            fs::remove_file(path.join("guard.cbor")).unwrap();
        }
        let opened = world.open_on("alice", [2; 32]).unwrap();
        let continued = opened.continued.unwrap();
        assert_eq!(continued.old, used);
        assert_ne!(continued.new, used);
        assert_eq!(continued.last.number.0, u64::from(!guard_too), "what the guard knew");
        let mut third = opened.store;
        third.seal(1_900_003_400, &mut world.rng).unwrap();
        offered(&mut third, &mut seen);
        assert_eq!(world.chain(&third).links().len(), 3);
        assert_eq!(counted(&third), 6, "five sealed ones and the copy's tail");
        drop(third);
        assert!(world.open_on("alice", [2; 32]).unwrap().continued.is_none(), "only once");
    }
}

#[test]
fn a_damaged_database_is_moved_aside_and_what_reads_is_saved() {
    let mut world = World::new(44);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 300);
    device.seal(1_900_013_000, &mut world.rng).unwrap();
    for n in 0..200 {
        let text = format!("note {n}: the queue reaches the stairs");
        device.append(clock(), &[note(&text, 1_900_014_000 + n)]).unwrap();
    }
    device.append(clock(), &[tap(watch, 1_900_015_000)]).unwrap();
    let sealed = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    drop(device);
    let file = world.path("alice").join("device.db");
    let mut bytes = fs::read(&file).unwrap();
    let pages = bytes.len() / 4096;
    let middle = (pages * 2 / 3) * 4096 + 100;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let opened = world.open("alice").unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert_eq!(fs::read(salvaged.moved_to.join("device.db")).unwrap(), bytes, "kept as it was");
    assert_eq!(opened.continued.unwrap().because, ContinuedBecause::Salvaged);
    assert!(salvaged.events > 350, "one page of the file costs the rows on it: {salvaged:?}");
    assert_eq!(salvaged.events + salvaged.missing, 503);
    let mut device = opened.store;
    if salvaged.pages == 1 {
        assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages[0], sealed[0]);
    }
    device.append(clock(), &[note("going on", 1_900_016_000)]).unwrap();
    device.seal(1_900_016_000, &mut world.rng).unwrap();
    drop(device);
    assert!(world.open("alice").unwrap().salvaged.is_none());
}

/// A copy of Alice's folder with one byte changed in a page of the file, opened.
fn damaged(world: &mut World, page: usize) -> Opened {
    let name = format!("damaged at {page}");
    copy_folder(&world.path("alice"), &world.path(&name));
    let file = world.path(&name).join("device.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[page * 4096 + 100] ^= 1;
    fs::write(&file, &bytes).unwrap();
    world.open(&name).unwrap()
}

#[test]
fn a_damaged_table_of_journals_costs_no_event_and_an_alarm_still_goes_first() {
    let mut world = World::new(47);
    let mut device = world.device("alice");
    let watch = morning(&mut device, 5);
    device.seal(1_900_013_000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, 1_900_014_000)]).unwrap();
    device.seal_urgent(1_900_014_100, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, 1_900_015_000)]).unwrap();
    let toward = Toward::Relay { spki: [7; 32] };
    let before = device.offer(toward, 1 << 20).unwrap().pages;
    assert_eq!(before[0].header().number.0, 2, "the alarm goes first");
    drop(device);
    // After the first page come the facts, the journals and their index, as they were made.
    for page in 1..=3 {
        let opened = damaged(&mut world, page);
        let salvaged = opened.salvaged.expect("the page is in use");
        assert_eq!((salvaged.events, salvaged.missing, salvaged.pages), (9, 0, 2), "page {page}");
        let mut store = opened.store;
        assert_eq!(store.offer(toward, 1 << 20).unwrap().pages, before, "page {page}");
    }
}

#[test]
fn a_database_of_which_nothing_reads_still_continues_its_chain() {
    let mut world = World::new(45);
    let mut device = world.device("alice");
    morning(&mut device, 3);
    device.seal(1_900_003_000, &mut world.rng).unwrap();
    let old = device.head();
    drop(device);
    let file = world.path("alice").join("device.db");
    let length = fs::metadata(&file).unwrap().len();
    fs::write(&file, vec![0x5a; usize::try_from(length).unwrap()]).unwrap();
    let opened = world.open("alice").unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert_eq!((salvaged.events, salvaged.pages), (0, 0));
    assert_eq!(opened.continued.unwrap().last, old, "the guard still knew");
    assert_eq!(world.chain(&opened.store).links().len(), 2);
}

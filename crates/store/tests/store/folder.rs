//! The lock, the wipe, and what is refused.
#![allow(clippy::unwrap_used)]

use journal::event::Anchor;
use store::{DeviceStore, KdfCost, Kit, StoreError, Unlock};

use crate::world::{BOOT, MACHINE, MORNING, PIN, World, counted, morning, now, unlock};

fn later(boottime: i64) -> Anchor {
    Anchor { boot: BOOT, wall: MORNING, boottime }
}

#[test]
fn a_wrong_passphrase_is_counted_and_waits_longer_each_time() {
    let mut world = World::new(20);
    drop(world.device("alice"));
    let path = world.path("alice");
    let wrong = Unlock { passphrase: "not hers", ..unlock() };
    let mut at = 10_000;
    for tries in 1..=4 {
        let refused = DeviceStore::open(&path, wrong, Some(MACHINE), later(at), &mut world.rng);
        let Err(StoreError::WrongSecret { tries: said, wait_s, .. }) = refused else {
            panic!("a wrong passphrase must be refused");
        };
        assert_eq!(said, tries);
        at += i64::from(wait_s);
    }
    let early = DeviceStore::open(&path, unlock(), Some(MACHINE), later(at - 1), &mut world.rng);
    assert!(matches!(early, Err(StoreError::MustWait { wait_s: 1 })));
    DeviceStore::open(&path, unlock(), Some(MACHINE), later(at), &mut world.rng).unwrap();
    assert_eq!(DeviceStore::lock_state(&path, later(at)).unwrap().tries, 0);
}

#[test]
fn the_passphrase_alone_opens_nothing_where_there_is_a_key_store() {
    let mut world = World::new(21);
    drop(world.device("alice"));
    let path = world.path("alice");
    let alone = Unlock { passphrase: PIN, key_store: None };
    let refused = DeviceStore::open(&path, alone, Some(MACHINE), now(), &mut world.rng);
    assert!(matches!(refused, Err(StoreError::WrongSecret { .. })));
}

#[test]
fn the_chosen_limit_wipes_and_no_other_folder_is_touched() {
    let mut world = World::new(22);
    drop(world.device_with("alice", Some(2), Vec::new()));
    drop(world.device("bob"));
    let path = world.path("alice");
    let wrong = Unlock { passphrase: "guess", ..unlock() };
    let first = DeviceStore::open(&path, wrong, Some(MACHINE), now(), &mut world.rng);
    assert!(matches!(first, Err(StoreError::WrongSecret { tries_left: Some(1), .. })));
    let second = DeviceStore::open(&path, wrong, Some(MACHINE), now(), &mut world.rng);
    assert!(matches!(second, Err(StoreError::Wiped)));
    assert!(!path.exists());
    world.open("bob").unwrap();
}

#[test]
fn a_new_passphrase_opens_and_the_old_one_does_not() {
    let mut world = World::new(23);
    let mut device = world.device("alice");
    morning(&mut device, 3);
    let new = Unlock { passphrase: "another one", ..unlock() };
    device.change_passphrase(new, KdfCost::FLOOR, None, &mut world.rng).unwrap();
    drop(device);
    let path = world.path("alice");
    assert!(world.open("alice").is_err());
    let opened = DeviceStore::open(&path, new, Some(MACHINE), now(), &mut world.rng).unwrap();
    assert_eq!(counted(&opened.store), 3);
}

#[test]
fn a_folder_is_never_overwritten_by_a_second_enrolment() {
    let mut world = World::new(24);
    drop(world.device("alice"));
    let file = world.invitation(Vec::new());
    let kit = Kit::from_file(&file, &mut world.rng);
    let new = store::device::NewFolder {
        unlock: unlock(),
        cost: KdfCost::FLOOR,
        wipe_after: None,
        machine: None,
    };
    let again = DeviceStore::create(&world.path("alice"), kit, new, &mut world.rng);
    assert!(matches!(again, Err(StoreError::Exists(_))));
}

#[test]
fn a_cost_below_the_floor_is_refused_and_calibration_never_goes_below_it() {
    let mut world = World::new(25);
    let file = world.invitation(Vec::new());
    let kit = Kit::from_file(&file, &mut world.rng);
    let new = store::device::NewFolder {
        unlock: unlock(),
        cost: KdfCost { memory_kib: 8 * 1024, passes: 1 },
        wipe_after: None,
        machine: None,
    };
    let cheap = DeviceStore::create(&world.path("cheap"), kit, new, &mut world.rng);
    assert!(matches!(cheap, Err(StoreError::Refused(_))));
    let mut clock = 0;
    let slow = KdfCost::calibrated(1, &mut || {
        clock += 1000;
        clock
    })
    .unwrap();
    assert_eq!(slow, KdfCost::FLOOR);
}

#[test]
fn nothing_of_what_was_written_can_be_read_in_the_folder() {
    let mut world = World::new(26);
    let mut device = world.device("alice");
    let marker = "MARKER-7f3a";
    device.append(crate::world::clock(), &[crate::world::note(marker, MORNING)]).unwrap();
    device.seal(MORNING, &mut world.rng).unwrap();
    let needles =
        [marker.as_bytes(), device.journal().0.as_slice(), b"SQLite format 3"].map(<[u8]>::to_vec);
    let seen = |folder: std::path::PathBuf| {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
            .any(|bytes| {
                needles.iter().any(|needle| bytes.windows(needle.len()).any(|w| w == needle))
            })
    };
    assert!(!seen(world.path("alice")), "while open, WAL included");
    drop(device);
    assert!(!seen(world.path("alice")), "and after");
}

#[test]
fn a_second_window_on_the_same_folder_is_refused() {
    let mut world = World::new(27);
    let mut device = world.device("alice");
    morning(&mut device, 1);
    assert!(matches!(world.open("alice"), Err(StoreError::Busy)));
    drop(device);
    world.open("alice").unwrap();
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let world = World::new(28);
    drop(world.endpoint());
    let path = world.path("endpoint.db");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let refused = store::EndpointStore::open(
        &path,
        world.list.clone(),
        journal::judge::Place::Headquarters,
        journal::judge::Quota::default(),
    );
    assert!(refused.err().unwrap().is_newer());
    let kept = rusqlite::Connection::open(&path).unwrap();
    let version: u32 = kept.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

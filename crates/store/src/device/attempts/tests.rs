use journal::ids::BootId;

use super::*;

const BOOT: [u8; 16] = [1; 16];

fn at(boot: [u8; 16], boottime: i64) -> Anchor {
    Anchor { boot: BootId(boot), wall: 0, boottime }
}

#[test]
fn a_try_is_on_the_disk_before_it_is_made_and_waits_grow() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts");
    let mut waits = Vec::new();
    for n in 1..=16 {
        let counted = Attempts::read(&path).unwrap().count(&path, at(BOOT, 100)).unwrap();
        assert_eq!(counted.tries, n);
        assert_eq!(Attempts::read(&path).unwrap(), counted);
        waits.push(counted.wait_s(at(BOOT, 100)));
    }
    let grown = [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600];
    assert_eq!(waits, grown);
}

#[test]
fn a_restart_or_a_clock_turned_back_does_not_shorten_the_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts");
    let mut counted = Attempts::default();
    for _ in 0..5 {
        counted = counted.count(&path, at(BOOT, 1000)).unwrap();
    }
    assert_eq!(counted.wait_s(at(BOOT, 1000)), 20);
    assert_eq!(counted.wait_s(at(BOOT, 1015)), 5);
    assert_eq!(counted.wait_s(at(BOOT, 900)), 20);
    assert_eq!(counted.wait_s(at([2; 16], 3)), 17);
    let mut later = at(BOOT, 1000);
    later.wall = i64::MAX;
    assert_eq!(counted.wait_s(later), 20);
}

#[test]
fn a_damaged_counter_waits_instead_of_forgiving() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts");
    std::fs::write(&path, b"\xff\xff").unwrap();
    assert!(Attempts::read(&path).unwrap().wait_s(at(BOOT, 10)) > 1000);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_count_and_never_a_free_try(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("attempts");
        std::fs::write(&path, &bytes).unwrap();
        let read = Attempts::read(&path).unwrap();
        let readable = minicbor::decode::<Attempts>(&bytes).is_ok();
        proptest::prop_assert!(readable || read.wait_s(at(BOOT, 0)) > 0);
        let _counted = read.count(&path, at(BOOT, 5)).unwrap();
    }
}

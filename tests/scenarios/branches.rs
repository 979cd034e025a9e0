//! Two branches of one journal: forks, cloned phones, restored servers.

use std::time::{Duration, Instant};

use app::api::{AlarmKind, PagePlace};
use journal::keeper::Keeper;
use journal::outbox::Alarm;
use journal::receipts::HeldReason;
use tests::support::device::Device;

use crate::station::{Scene, new_phone};

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

#[test]
fn a_fork_is_kept_as_proof_and_the_receipted_branch_goes_on() {
    let scene = Scene::served();
    let mut device = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 21);
    device.seal_any();
    let mut other = device.clone();
    device.seal_any();
    device.contact_now().unwrap();
    other.seal(&[
        vec![0x83, 0x19, 0xea, 0x60, 0x00, 0x01],
        vec![0x83, 0x19, 0xea, 0x60, 0x00, 0x02],
    ]);
    other.seal_any();
    let contact = other.contact_now().unwrap();
    assert!(contact.held >= 1);
    assert!(other.held.iter().all(|held| held.reason == HeldReason::Fork), "{:?}", other.held);
    assert!(other.alarms.iter().any(|alarm| matches!(alarm, Alarm::ForeignReceipt { .. })));
    let store = scene.hq.store(&scene.invitation);
    let quarantine = store.quarantine().unwrap();
    assert!(quarantine.iter().any(|page| page.hash == other.pages[1].hash()), "kept as proof");
    device.seal_any();
    device.contact_now().unwrap();
    let standing = store.standing(device.journal()).unwrap().expect("known");
    assert_eq!(standing.head, device.pages[2].head(), "the receipted branch goes on counting");
}

#[test]
fn a_cloned_phone_begins_a_new_journal_and_neither_loses_anything() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(2, 10);
    alice.deliver();
    alice.kill();
    // Somebody copies everything, and both phones go on.
    let folder = scene.folder.path().join("clone");
    let mut clone = new_phone(&folder);
    clone.kill();
    copy(&alice.data(), &clone.data());
    alice.start();
    alice.unlock();
    alice.count(3, 10);
    alice.deliver();
    clone.clock.pass(3_600).unwrap();
    clone.start();
    clone.unlock();
    clone.count(4, 10);
    let view = clone.send_until(|view| {
        view.journals_before >= 1
            && view.not_sealed == 0
            && !view.pages.is_empty()
            && view.pages.iter().all(|p| matches!(p.place, PagePlace::AtHeadquarters { .. }))
    });
    let told = [AlarmKind::Cloned, AlarmKind::Restored, AlarmKind::ReceiptNotMine];
    assert!(view.alarms.iter().any(|a| told.contains(&a.alarm)), "{:?}", view.alarms);
    alice.count(1, 10);
    let mine = alice.deliver();
    assert_eq!(mine.journals_before, 0, "the first phone's journal is untouched");
    // The first two, the three and the one of Alice's; and the clone's four, in their journal.
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap();
    assert_eq!(devices.len(), 2, "two journals of one invitation");
    // Looked at once the fold is through all that was receipted.
    let taps = |journal| -> usize {
        let began = Instant::now();
        loop {
            let row = store.device(journal).unwrap().expect("known");
            let fold = store.fold(journal).unwrap().unwrap_or_default();
            if row.folded == row.head.number || began.elapsed() > Duration::from_secs(30) {
                return fold.watches().map(|watch| watch.counted().count()).sum();
            }
            std::thread::yield_now();
        }
    };
    let mut all: Vec<usize> = devices.iter().map(|device| taps(device.journal)).collect();
    all.sort_unstable();
    // What the clone sealed before it was told lies in quarantine as the other branch, whole;
    // what it had not sealed went along into its own journal.
    let held = store.quarantine().unwrap();
    let branch = held.iter().any(|page| page.reason == HeldReason::Fork);
    assert_eq!(all.last(), Some(&6), "every tap of the first phone counts, none twice: {all:?}");
    assert!(all == [4, 6] || (all == [0, 6] && branch), "the clone's taps: {all:?}, {held:?}");
}

#[test]
fn a_restored_server_gets_its_pages_again_and_calls_nobody_a_forger() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(2, 10);
    alice.deliver();
    scene.hq.stop();
    let backup = scene.folder.path().join("backup");
    copy(&scene.hq.data(), &backup);
    scene.hq.serve();
    alice.count(3, 10);
    let before = alice.deliver();
    scene.hq.kill();
    std::fs::remove_dir_all(scene.hq.data()).unwrap();
    copy(&backup, &scene.hq.data());
    scene.hq.serve();
    let told = alice.send_until(|view| {
        view.alarms.iter().any(|alarm| alarm.alarm == AlarmKind::HeadquartersLost)
    });
    assert!(told.pages.len() >= before.pages.len());
    let after = alice.deliver();
    assert!(after.at_headquarters >= before.at_headquarters);
    assert_eq!(after.journals_before, 0, "sending again is no new journal");
    let store = scene.hq.store(&scene.invitation);
    assert!(store.quarantine().unwrap().is_empty(), "and no fork");
}

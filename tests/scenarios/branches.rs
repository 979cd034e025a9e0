//! Two branches of one journal: forks, cloned phones, restored servers.

use std::time::{Duration, Instant};

use app::api::{AlarmKind, AlarmView, ContactOutcome, DeliveryView, PagePlace};
use journal::ids::PageNumber;
use journal::keeper::Keeper;
use journal::outbox::Alarm;
use journal::receipts::HeldReason;
use rand_core::SeedableRng as _;
use store::device::{Opened, Unlock};
use store::{DeviceStore, EndpointStore};
use tests::support::device::Device;
use tests::support::phone::{Phone, SECRET};

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

/// Alice's phone and a copy of it, taken after two taps were receipted. Nothing answers yet, and
/// the copy's first try, which seals what the unlock itself recorded, has failed: from then on a
/// contact seals nothing before one succeeds.
fn cloned(scene: &mut Scene) -> (Phone, Phone) {
    let mut alice = scene.alice();
    alice.count(2, 10);
    alice.deliver();
    alice.kill();
    let mut clone = new_phone(&scene.folder.path().join("clone"));
    clone.kill();
    copy(&alice.data(), &clone.data());
    alice.start();
    alice.unlock();
    alice.count(3, 10);
    alice.deliver();
    scene.hq.stop();
    clone.clock.pass(3_600).unwrap();
    clone.start();
    clone.unlock();
    assert_eq!(clone.next_contact(), ContactOutcome::NoNetwork);
    (alice, clone)
}

/// Sends until the copy has its own journal, whole at headquarters.
fn delivers_in_its_own_journal(clone: &mut Phone) {
    let view = clone.send_until(|view| {
        view.journals_before == 1
            && view.not_sealed == 0
            && !view.pages.is_empty()
            && view.pages.iter().all(|p| matches!(p.place, PagePlace::AtHeadquarters { .. }))
    });
    let told = [AlarmKind::Cloned, AlarmKind::Restored, AlarmKind::ReceiptNotMine];
    assert!(view.alarms.iter().any(|a| told.contains(&a.alarm)), "{:?}", view.alarms);
}

/// Taps that count at headquarters, by journal, the fewest first; looked at once the fold is
/// through all that was receipted.
fn counted(store: &EndpointStore) -> Vec<usize> {
    let taps = |journal| -> usize {
        let began = Instant::now();
        loop {
            let row = store.device(journal).unwrap().expect("known");
            let fold = store.fold(journal).unwrap().unwrap_or_default();
            if row.folded == row.head.number {
                return fold.watches().map(|watch| watch.counted().count()).sum();
            }
            assert!(began.elapsed() < Duration::from_secs(60), "never folded");
            std::thread::yield_now();
        }
    };
    let devices = store.devices().unwrap();
    let mut all: Vec<usize> = devices.iter().map(|device| taps(device.journal)).collect();
    all.sort_unstable();
    all
}

/// The copy's branch of the old journal lies in quarantine page by page, as a fork. Gives the taps
/// in it: what the copy's own sealed pages tell beyond the two from before.
fn taps_in_quarantine(clone: &mut Phone, store: &EndpointStore) -> usize {
    clone.kill();
    let unlock = Unlock { passphrase: SECRET, key_store: None };
    let boot = journal::ids::BootId([4; 16]);
    let now = journal::event::Anchor { boot, wall: clone.clock.wall(), boottime: 1 };
    let mut rng = rand_chacha::ChaCha20Rng::from_seed([1; 32]);
    let Opened { store: device, .. } =
        DeviceStore::open(&clone.enrolment(), unlock, None, now, &mut rng).unwrap();
    let (old, fold) = device.former().next().expect("the old journal");
    let held = store.quarantine().unwrap();
    assert!(held.iter().all(|page| page.journal == old && page.reason == HeldReason::Fork));
    let linked = store.pages(old, PageNumber(0), 1 << 24).unwrap().pages;
    let mut branch: Vec<_> = device.sealed_pages().unwrap();
    branch.retain(|page| page.journal == old);
    branch.retain(|page| linked.iter().all(|linked| linked.hash() != page.hash));
    assert!(!branch.is_empty(), "what the unlock recorded was sealed in the old journal");
    for page in &branch {
        assert!(held.iter().any(|held| held.hash == page.hash), "{page:?} is kept whole");
    }
    // A former journal's fold ends with its last sealed page.
    let sealed: usize = fold.watches().map(|watch| watch.counted().count()).sum();
    sealed - 2
}

#[test]
fn what_a_cloned_phone_had_not_sealed_counts_in_its_own_journal() {
    let mut scene = Scene::served();
    let (mut alice, mut clone) = cloned(&mut scene);
    clone.count(4, 10);
    scene.hq.serve();
    // After a failure the next try seals nothing before it has asked. (A network that is back, or
    // a person's wish, begins afresh and seals first: the other test.)
    while clone.delivery().journals_before == 0 {
        clone.next_contact();
    }
    delivers_in_its_own_journal(&mut clone);
    alice.count(1, 10);
    let mine = alice.deliver();
    assert_eq!(mine.journals_before, 0, "the first phone's journal is untouched");
    let store = scene.hq.store(&scene.invitation);
    // The first two, the three and the one are Alice's.
    assert_eq!(counted(&store), [4, 6]);
    assert_eq!(taps_in_quarantine(&mut clone, &store), 0);
}

#[test]
fn what_a_cloned_phone_sealed_before_it_was_told_is_held_whole() {
    let mut scene = Scene::served();
    let (mut alice, mut clone) = cloned(&mut scene);
    clone.count(4, 10);
    // A person's "send now" seals at once; sealed bytes never move to another journal.
    clone.send();
    scene.hq.serve();
    delivers_in_its_own_journal(&mut clone);
    alice.count(1, 10);
    let mine = alice.deliver();
    assert_eq!(mine.journals_before, 0, "the first phone's journal is untouched");
    let store = scene.hq.store(&scene.invitation);
    assert_eq!(counted(&store), [0, 6]);
    assert_eq!(taps_in_quarantine(&mut clone, &store), 4);
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
    let lost = |view: &DeliveryView| -> Vec<AlarmView> {
        let mut alarms = view.alarms.clone();
        alarms.retain(|alarm| alarm.alarm == AlarmKind::HeadquartersLost);
        alarms
    };
    alice.kill();
    scene.hq.stop();
    alice.start();
    alice.unlock();
    let again = alice.delivery();
    assert_eq!(lost(&again), lost(&told), "unread, so told again after the kill");
    assert!(again.contact.last.is_some() && again.contact.last >= told.contact.last);
    scene.hq.serve();
    let after = alice.deliver();
    assert!(after.at_headquarters >= before.at_headquarters);
    assert_eq!(after.journals_before, 0, "sending again is no new journal");
    let store = scene.hq.store(&scene.invitation);
    assert!(store.quarantine().unwrap().is_empty(), "and no fork");
}

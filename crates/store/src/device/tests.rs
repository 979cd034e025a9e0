#![allow(clippy::unwrap_used, clippy::expect_used)]

use domain::event::{Arrived, Place};
use domain::{Event, Payload};
use journal::certificate::Role;
use journal::event::Anchor;
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId};
use journal::invitation::InvitationFile;
use journal::keys::SigningKey;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::*;
use crate::error::StoreError;
use crate::rows;

const UNLOCK: Unlock<'_> = Unlock { passphrase: "a passphrase for one test", key_store: None };
const NOW: Anchor = Anchor { boot: BootId([7; 16]), wall: 1_900_000_800, boottime: 5_000 };

/// A device with one event, in a folder.
fn enrolled(folder: &std::path::Path, rng: &mut ChaCha20Rng) -> DeviceStore {
    let root = SigningKey::random(rng);
    let keys = RoleKeys::random(rng);
    let facts = ListFacts {
        election: ElectionId::random(rng),
        common: JournalId::random(rng),
        authority: Hash([3; 32]),
        issued_at: NOW.wall,
        practice: false,
    };
    let list = keys.first_list(&facts, &root).unwrap();
    let (public, one_time) = keys.invite(facts.election, Role::Observer, NOW.wall + 86_400, rng);
    let file = InvitationFile {
        public,
        one_time,
        root: root.public(),
        keys: list,
        members: keys.members.clone(),
        authority: Hash([3; 32]),
        endpoints: vec!["https://127.0.0.1:1".into()],
        common: Vec::new(),
    };
    let kit = Kit::from_file(&file, rng);
    let new = NewFolder { unlock: UNLOCK, cost: KdfCost::FLOOR, wipe_after: None, machine: None };
    let mut device = DeviceStore::create(folder, kit, new, rng).unwrap();
    let arrived = Payload::Arrived(Arrived { station: "101".into(), place: Place::Inside });
    device.append(NOW.clock(), &[Event::new(NOW.wall, arrived)]).unwrap();
    device
}

#[test]
fn a_newer_programs_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alice");
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let device = enrolled(&path, rng);
    device.db.pragma_update(None, "user_version", 99).unwrap();
    drop(device);
    let files = || {
        let all = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name());
        all.collect::<std::collections::BTreeSet<_>>()
    };
    let before = files();
    let refused = DeviceStore::open(&path, UNLOCK, None, NOW, rng).map(drop);
    assert!(refused.as_ref().is_err_and(StoreError::is_newer), "{refused:?}");
    assert!(files().is_superset(&before), "nothing was moved aside: {:?}", files());
    let again = DeviceStore::open(&path, UNLOCK, None, NOW, rng).map(drop);
    assert!(again.is_err_and(|error| error.is_newer()));
}

#[test]
fn rows_of_another_fold_version_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alice");
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let device = enrolled(&path, rng);
    let kept = device.view_rows().unwrap();
    assert!(!kept.is_empty());
    // Readable rows, of an older program that folded something else.
    device.db.execute("DELETE FROM views WHERE view <> 'clock'", []).unwrap();
    rows::set_fact(&device.db, "fold_version", &0_u32.to_be_bytes()).unwrap();
    drop(device);
    let opened = DeviceStore::open(&path, UNLOCK, None, NOW, rng).unwrap();
    assert_eq!(opened.store.view_rows().unwrap(), kept);
    assert_eq!(rows::fold_version(&opened.store.db).unwrap(), Some(domain::fold::FOLD_VERSION));
}

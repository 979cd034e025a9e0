#![allow(clippy::unwrap_used)]

use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn rights(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn give(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn folder_and_database_are_the_owners_only_whatever_they_were_before() {
    let there = tempfile::tempdir().unwrap();
    let root = there.path().join("election");
    fs::create_dir(&root).unwrap();
    give(&root, 0o755);
    let folder = DataFolder::create(&root).unwrap();
    assert_eq!((rights(&root), rights(&folder.keys())), (0o700, 0o700));
    assert_eq!(rights(&folder.database()), 0o600);
    // Loosened later, by a copy or an archive: the next command closes it again.
    fs::write(folder.election_toml(), "").unwrap();
    let wal = root.join("endpoint.db-wal");
    fs::write(&wal, "").unwrap();
    for (path, mode) in [(&root, 0o755), (&folder.database(), 0o644), (&wal, 0o644)] {
        give(path, mode);
    }
    DataFolder::open(&root).unwrap();
    assert_eq!((rights(&root), rights(&folder.database())), (0o700, 0o600));
    assert_eq!(rights(&wal), 0o600);
}

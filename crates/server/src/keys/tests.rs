use super::*;

fn passphrases() -> Passphrases {
    Passphrases {
        everyday: Zeroizing::new("everyday words".into()),
        root: Zeroizing::new("root words here".into()),
    }
}

fn made() -> (tempfile::TempDir, DataFolder, Keys) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = DataFolder::create(temporary.path()).unwrap();
    std::fs::write(folder.election_toml(), b"").unwrap();
    let keys = Keys::create(&folder, &passphrases(), true, "", &Clock::new()).unwrap();
    (temporary, folder, keys)
}

#[test]
fn keys_open_again_with_the_everyday_passphrase() {
    let (_temporary, folder, made) = made();
    let opened = Keys::open(&folder, &passphrases()).unwrap();
    assert_eq!(opened.election, made.election);
    assert_eq!(opened.list, made.list);
    assert!(opened.list.list().practice);
    let other = Passphrases::random();
    assert!(matches!(Keys::open(&folder, &other), Err(KeysError::Vault { .. })));
}

#[test]
fn without_the_sealing_key_the_endpoint_is_collect_only() {
    let (_temporary, folder, _) = made();
    std::fs::remove_file(folder.key_file("sealing")).unwrap();
    assert!(Keys::open(&folder, &passphrases()).unwrap().sealing.is_none());
}

#[test]
fn keys_of_another_election_are_refused() {
    let (_one, folder, _) = made();
    let (_two, other, _) = made();
    std::fs::copy(other.key_file("sealing"), folder.key_file("sealing")).unwrap();
    assert!(matches!(Keys::open(&folder, &passphrases()), Err(KeysError::Foreign("sealing"))));
}

#[test]
fn a_backup_passes_only_when_opened_and_only_for_the_keys_in_use() {
    let (_temporary, folder, _) = made();
    assert!(!backup_is_verified(&folder).unwrap());
    let copy = folder.root().join("copy-on-a-stick");
    std::fs::copy(folder.recovery(), &copy).unwrap();
    let wrong = Passphrases::random();
    let closed = verify_backup(&folder, &copy, &wrong);
    assert!(matches!(closed, Err(BackupError::Vault(VaultError::Closed))));
    assert!(!backup_is_verified(&folder).unwrap());
    verify_backup(&folder, &copy, &passphrases()).unwrap();
    assert!(backup_is_verified(&folder).unwrap());

    let (_other, other_folder, _) = made();
    let foreign = verify_backup(&other_folder, &copy, &passphrases());
    assert!(matches!(foreign, Err(BackupError::OtherKey("key list"))));
    std::fs::copy(folder.backup_verified(), other_folder.backup_verified()).unwrap();
    assert!(!backup_is_verified(&other_folder).unwrap());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_key_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_temporary, folder, _) = made();
    for path in [folder.key_file("root"), folder.key_file("online"), folder.recovery()] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

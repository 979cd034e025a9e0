use super::*;

#[test]
fn a_sealed_file_opens_with_its_passphrase_only() {
    let file = seal("root", "correct horse", b"thirty-two bytes").unwrap();
    assert_eq!(open("root", "correct horse", &file).unwrap().as_slice(), b"thirty-two bytes");
    assert_eq!(open("root", "wrong horse", &file), Err(VaultError::Closed));
}

#[test]
fn a_file_of_another_kind_does_not_open() {
    let file = seal("root", "correct horse", b"secret").unwrap();
    assert_eq!(open("online", "correct horse", &file), Err(VaultError::Closed));
}

#[test]
fn any_changed_byte_closes_the_file() {
    let file = seal("root", "correct horse", b"secret").unwrap();
    // The costs' high bytes would ask for more than the bound; each is refused as foreign.
    for i in [0, 9, 12, 16, 20, HEAD, HEAD + NONCE, file.len() - 1] {
        let mut changed = file.clone();
        changed[i] ^= 1;
        assert!(open("root", "correct horse", &changed).is_err(), "byte {i}");
    }
    for cut in [0, 9, HEAD - 1, HEAD + NONCE - 1, file.len() - 1] {
        assert!(open("root", "correct horse", &file[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn two_seals_of_one_secret_share_no_bytes_after_the_costs() {
    let (a, b) = (seal("k", "passphrase", b"s").unwrap(), seal("k", "passphrase", b"s").unwrap());
    assert_ne!(a[18..34], b[18..34]);
    assert_ne!(a[HEAD..], b[HEAD..]);
}

use super::*;

fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn one_line_serves_for_both() {
    let file = file("correct horse battery\n");
    let both = Passphrases::read(Some(file.path())).unwrap();
    assert_eq!(*both.everyday, "correct horse battery");
    assert_eq!(*both.root, "correct horse battery");
}

#[test]
fn a_second_line_is_the_root_keys() {
    let file = file("\u{feff}correct horse\r\n\r\nbattery staple\r\n");
    let both = Passphrases::read(Some(file.path())).unwrap();
    assert_eq!(*both.everyday, "correct horse");
    assert_eq!(*both.root, "battery staple");
}

#[test]
fn a_short_or_empty_passphrase_is_refused_also_on_the_second_line() {
    for text in ["", "\n\n", "short", "correct horse\nshort\n"] {
        let file = file(text);
        assert!(matches!(Passphrases::read(Some(file.path())), Err(PassphraseError::Short(_))));
    }
    assert!(matches!(Passphrases::read(None), Err(PassphraseError::Missing)));
}

#[test]
fn a_made_passphrase_is_long_and_never_the_same() {
    let (a, b) = (random(), random());
    assert_eq!(a.len(), 23);
    assert_ne!(a, b);
}

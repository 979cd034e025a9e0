#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::clock::Clock;

fn passphrases() -> Passphrases {
    let words = Zeroizing::new("root words here".to_owned());
    Passphrases { everyday: words.clone(), root: words }
}

/// A recovery file's content before it is sealed.
fn content() -> Vec<u8> {
    let temporary = tempfile::tempdir().unwrap();
    let folder = DataFolder::create(temporary.path().join("data")).unwrap();
    Keys::create(&folder, &passphrases(), true, "name", &Clock::new()).unwrap();
    let sealed = std::fs::read(folder.recovery()).unwrap();
    vault::open(KIND, "root words here", &sealed).unwrap().to_vec()
}

#[test]
fn a_recovery_file_without_a_definition_is_one_of_an_older_program() {
    let bytes = content();
    let mut wire: Wire = minicbor::decode(&bytes).unwrap();
    assert_eq!(wire.election_toml.as_deref(), Some("name"));
    wire.election_toml = None;
    let older = minicbor::to_vec(&wire).unwrap();
    assert_eq!(older[0], bytes[0] - 1, "the key is left out");
    let read: Wire = minicbor::decode(&older).unwrap();
    assert!(read.election_toml.is_none() && fits(&read).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_no_recovery_file(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("copy");
        std::fs::write(&path, &bytes).unwrap();
        prop_assert!(recover(&path, &passphrases()).is_err());
        if let Ok(wire) = minicbor::decode::<Wire>(&bytes) {
            prop_assert!(fits(&wire).is_err());
        }
    }

    #[test]
    fn a_changed_key_does_not_fit(at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        thread_local!(static CONTENT: Vec<u8> = content());
        let mut bytes = CONTENT.with(Clone::clone);
        // The signing keys: four secrets of 32 bytes, each after its key and length.
        let at = 1 + at.index(4 * 35);
        bytes[at] ^= flip;
        let read = minicbor::decode::<Wire>(&bytes).ok();
        prop_assert!(read.is_none_or(|wire| fits(&wire).is_err()));
    }
}

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::*;

const UNLOCK: Unlock<'_> = Unlock { passphrase: "a passphrase for one test", key_store: None };

fn made() -> (WrapFile, MasterKey) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    WrapFile::create(UNLOCK, KdfCost::FLOOR, None, b"secrets", &mut rng).unwrap()
}

proptest! {
    #[test]
    fn any_bytes_are_a_wrap_file_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(file) = WrapFile::from_bytes(&bytes) {
            prop_assert!(file.version <= VERSION);
        }
    }

    #[test]
    fn a_changed_byte_never_gives_other_secrets(
        at in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        thread_local!(static MADE: (WrapFile, MasterKey) = made());
        MADE.with(|(file, master)| {
            let mut bytes = file.to_bytes().unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            // What is bound to the passphrase only is looked at by `open`, which costs a guess.
            let Ok(changed) = WrapFile::from_bytes(&bytes) else { return };
            if let Ok(secrets) = changed.secrets(master) {
                assert_eq!(secrets.as_slice(), b"secrets");
            }
        });
    }
}

#[test]
fn a_lowered_cost_or_a_lifted_limit_does_not_open() {
    let (file, _) = made();
    let lifted = WrapFile { wipe_after: Some(1_000), ..file.clone() };
    assert!(lifted.open(UNLOCK).unwrap().is_none());
    let cheap = KdfCost { memory_kib: 64, passes: 1 };
    assert!(WrapFile { cost: cheap, ..file.clone() }.open(UNLOCK).is_err());
    let absurd = KdfCost { memory_kib: u32::MAX, passes: 2 };
    assert!(WrapFile { cost: absurd, ..file.clone() }.open(UNLOCK).is_err());
    assert!(file.open(UNLOCK).unwrap().is_some());
}

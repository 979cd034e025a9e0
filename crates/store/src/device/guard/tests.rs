#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::*;
use crate::device::wrap::{KdfCost, Unlock, WrapFile};

fn master() -> MasterKey {
    let unlock = Unlock { passphrase: "a passphrase for one test", key_store: None };
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    WrapFile::create(unlock, KdfCost::FLOOR, None, b"", &mut rng).unwrap().1
}

proptest! {
    #[test]
    fn any_bytes_and_any_changed_byte_are_no_guard(
        noise in prop::collection::vec(any::<u8>(), 0..300),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        thread_local!(static MASTER: MasterKey = master());
        MASTER.with(|master| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("guard");
            std::fs::write(&path, noise).unwrap();
            assert_eq!(Guard::read(&path, master).unwrap(), None);
            let guard = Guard {
                current: [1; 16],
                pending: None,
                journal: JournalId([2; 16]),
                number: PageNumber(7),
                hash: Hash([3; 32]),
                machine: None,
            };
            guard.write(&path, master, &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
            assert_eq!(Guard::read(&path, master).unwrap(), Some(guard));
            let mut bytes = std::fs::read(&path).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(Guard::read(&path, master).unwrap(), None);
        });
    }
}

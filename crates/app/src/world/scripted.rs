//! A clock and a disk that a test leads by files. Compiled under `test-clock` only.
//!
//! The files are read anew at each use, so that a test moves time in another process. Rejected: a
//! clock set by a command, which the seam of a release would then know, too.

use std::path::PathBuf;
use std::time::Duration;

use journal::event::Anchor;
use journal::ids::BootId;

/// `wall_unix_s boottime_s boot_hex` from the file named by `SANAQ_TEST_CLOCK`, read at each use
/// so that the test leads the time; none where it is absent or malformed.
pub(super) fn now() -> Option<Anchor> {
    let text = std::fs::read_to_string(std::env::var_os("SANAQ_TEST_CLOCK")?).ok()?;
    let mut words = text.split_whitespace();
    let wall = words.next()?.parse().ok()?;
    let boottime = words.next()?.parse().ok()?;
    let boot = BootId(uuid::Uuid::parse_str(words.next()?).ok()?.into_bytes());
    Some(Anchor { boot, wall, boottime })
}

/// A test without a network: the only address is this machine's own.
pub(super) fn loopback_only() -> bool {
    std::env::var_os("SANAQ_TEST_LOOPBACK").is_some_and(|word| !word.is_empty())
}

/// The UDP port that the processes of one test announce and look on.
pub(super) fn announce_port() -> Option<u16> {
    std::env::var("SANAQ_TEST_ANNOUNCE_PORT").ok()?.parse().ok()
}

/// Waits until the file named by `SANAQ_TEST_STALL_FILE` is gone, two minutes at most.
pub(super) fn wait_while_stalled() {
    let Some(file) = std::env::var_os("SANAQ_TEST_STALL_FILE").map(PathBuf::from) else { return };
    for _ in 0..12_000 {
        if !file.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

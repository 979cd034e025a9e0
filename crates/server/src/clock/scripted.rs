//! The clock of tests: a file a test writes. Compiled only under `test-clock`.
//!
//! Read at each use, so that a test moves time by writing the file. A file that is missing or
//! half-written leaves the machine's clock in charge. Rejected: an HTTP call that sets the
//! time, which would be one more thing a stranger could reach.

use journal::event::Anchor;
use journal::ids::BootId;

/// What the file says now; `None` where no file is named or it cannot be read.
pub(super) fn reading() -> Option<Anchor> {
    let path = std::env::var_os("SANAQ_TEST_CLOCK")?;
    let text = std::fs::read_to_string(path).ok()?;
    let mut words = text.split_whitespace();
    let wall = words.next()?.parse().ok()?;
    let boottime = words.next()?.parse().ok()?;
    let boot = uuid::Uuid::parse_str(words.next()?).ok()?.into_bytes();
    Some(Anchor { boot: BootId(boot), wall, boottime })
}

//! The clock of tests: a file a test writes. Compiled only under `test-clock`.

use sync::world::Reading;

/// What the file says now; `None` where no file is named or it cannot be read.
pub(super) fn reading(monotonic_ms: u64) -> Option<Reading> {
    let path = std::env::var_os("SANAQ_TEST_CLOCK")?;
    let text = std::fs::read_to_string(path).ok()?;
    let mut words = text.split_whitespace();
    let wall_s = words.next()?.parse().ok()?;
    let boottime_s = words.next()?.parse().ok()?;
    let boot = uuid::Uuid::parse_str(words.next()?).ok()?.into_bytes();
    Some(Reading { boot, wall_s, boottime_s, monotonic_ms })
}

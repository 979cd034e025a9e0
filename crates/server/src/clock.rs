//! The one door for time and chance in this program.
//!
//! Everything below is given both, so that a played day or a test repeats exactly. Only
//! under the feature `test-clock` may the file named by `SANAQ_TEST_CLOCK` stand in for
//! the machine's clock (`wall_unix_s boottime_s boot_hex`, read at each use); a shipped
//! binary does not contain that name. Rejected: a global clock one can set, because then
//! every caller would have to be trusted not to.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use journal::event::Anchor;
use journal::ids::BootId;
use rand::rngs::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use sync::world::World;

#[cfg(feature = "test-clock")]
mod scripted;

/// Time and chance of the machine this runs on.
#[derive(Debug, Clone)]
pub struct Clock {
    boot: BootId,
    started: Instant,
    /// For tests of rates: no time passes, however slow the machine.
    #[cfg(test)]
    still: bool,
}

impl Clock {
    /// Reads the boot's name once; where the system has none, this process is the boot.
    pub fn new() -> Self {
        Self {
            boot: BootId(boot_id().unwrap_or_else(random)),
            started: Instant::now(),
            #[cfg(test)]
            still: false,
        }
    }

    /// A clock whose `running_ms` stands still.
    #[cfg(test)]
    pub fn still() -> Self {
        Self { still: true, ..Self::new() }
    }

    /// Wall clock, whole Unix seconds.
    pub fn now_s(&self) -> i64 {
        self.now().wall
    }

    /// Wall clock for people.
    pub fn utc(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now_s(), 0).unwrap_or_default()
    }

    /// The operating system's generator.
    pub fn chance(&self) -> impl CryptoRng + use<> {
        UnwrapErr(SysRng)
    }

    /// Milliseconds since this clock was made; only for rates, never scripted.
    pub fn running_ms(&self) -> u64 {
        #[cfg(test)]
        if self.still {
            return 0;
        }
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

impl World for Clock {
    fn now(&self) -> Anchor {
        #[cfg(feature = "test-clock")]
        if let Some(reading) = scripted::reading() {
            return reading;
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Anchor {
            boot: self.boot,
            wall: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            boottime: boottime_s(self.started),
        }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut self.chance());
    }
}

/// `N` bytes from the operating system's generator.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand_core::Rng::fill_bytes(&mut UnwrapErr(SysRng), &mut bytes);
    bytes
}

#[cfg(target_os = "linux")]
fn boot_id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    uuid::Uuid::parse_str(text.trim()).ok().map(uuid::Uuid::into_bytes)
}

#[cfg(not(target_os = "linux"))]
fn boot_id() -> Option<[u8; 16]> {
    None
}

#[cfg(target_os = "linux")]
fn boottime_s(_: Instant) -> i64 {
    rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec
}

#[cfg(not(target_os = "linux"))]
fn boottime_s(started: Instant) -> i64 {
    i64::try_from(started.elapsed().as_secs()).unwrap_or(i64::MAX)
}

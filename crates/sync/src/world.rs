//! Time and chance, given by the caller.
//!
//! This crate reads no clock and rolls no dice (TLS excepted), so that a test or the simulator
//! can play a whole election in a second and play it again. `app/world.rs` and
//! `server/clock.rs` are the two doors. Timeouts are waits, not readings: tokio's own timers
//! serve for them, and no result depends on how long a wait was.

use rand_core::CryptoRng;

/// One look at the clocks of the machine this runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Names this run of the machine; a boottime of another boot cannot be compared.
    pub boot: [u8; 16],
    /// Claimed wall clock, Unix seconds.
    pub wall_s: i64,
    /// Seconds since boot, sleep included (`CLOCK_BOOTTIME`).
    pub boottime_s: i64,
    /// Milliseconds that only grow within a boot; for rates and order, never for people.
    pub monotonic_ms: u64,
}

/// Where time and chance come from.
pub trait World: Send + Sync {
    /// Reads the clocks.
    fn now(&self) -> Reading;
    /// Lends the source of chance for the length of one call.
    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng));
}

/// `N` random bytes of `world`.
pub(crate) fn random<const N: usize>(world: &dyn World) -> [u8; N] {
    let mut bytes = [0; N];
    world.with_chance(&mut |chance| chance.fill_bytes(&mut bytes));
    bytes
}

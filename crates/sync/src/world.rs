//! Time and chance, given by the caller.
//!
//! This crate reads no clock and rolls no dice (TLS excepted), so that a test or the simulator
//! can play a whole election in a second and play it again. `app/world.rs` and
//! `server/clock.rs` are the two doors. Timeouts are waits, not readings: tokio's own timers
//! serve for them, and nothing that is kept depends on how long a wait was.

use journal::event::Anchor;
use rand_core::CryptoRng;

/// Where time and chance come from.
pub trait World: Send + Sync {
    /// Reads both clocks at one moment.
    fn now(&self) -> Anchor;
    /// Lends the source of chance for the length of one call.
    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng));
}

/// `N` random bytes of `world`.
pub(crate) fn random<const N: usize>(world: &dyn World) -> [u8; N] {
    let mut bytes = [0; N];
    world.with_chance(&mut |chance| chance.fill_bytes(&mut bytes));
    bytes
}

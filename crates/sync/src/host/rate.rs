//! How often one invitation may ask: a bucket of tokens each, refilled with time.
//!
//! By invitation and not by journal, which its holder makes as many of as it wants.
//! It is asked only after the hello's signature held, so a stranger cannot use up somebody
//! else's share, and it forgets full buckets, so it cannot grow without bound. Rejected: limits
//! by IP address; a whole city can share one.

use std::collections::BTreeMap;

/// Requests an invitation may make at once after a rest.
pub const BURST: u64 = 240;
/// Milliseconds until one more is allowed.
pub const REFILL_MS: u64 = 500;
/// Invitations remembered at once.
const REMEMBERED_MAX: usize = 100_000;

/// The buckets, keyed by invitation id.
#[derive(Debug, Default)]
pub struct Rates(BTreeMap<[u8; 16], Bucket>);

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Time at which the bucket would be full again.
    full_at_ms: u64,
}

impl Rates {
    /// Takes a token of `invitation`, or says how many seconds to wait.
    ///
    /// # Errors
    /// Seconds until a token is there (at least 1).
    pub fn take(&mut self, invitation: [u8; 16], now_ms: u64) -> Result<(), u32> {
        if self.0.len() >= REMEMBERED_MAX {
            self.0.retain(|_, bucket| bucket.full_at_ms > now_ms);
        }
        let bucket = self.0.entry(invitation).or_insert(Bucket { full_at_ms: now_ms });
        let debt_ms = bucket.full_at_ms.saturating_sub(now_ms);
        if debt_ms > (BURST - 1) * REFILL_MS {
            let wait_ms = debt_ms - (BURST - 1) * REFILL_MS;
            return Err(u32::try_from(wait_ms.div_ceil(1_000)).unwrap_or(u32::MAX).max(1));
        }
        bucket.full_at_ms = bucket.full_at_ms.max(now_ms) + REFILL_MS;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_then_the_refill_rules() {
        let mut rates = Rates::default();
        for _ in 0..BURST {
            assert_eq!(rates.take([1; 16], 1_000), Ok(()));
        }
        assert_eq!(rates.take([1; 16], 1_000), Err(1));
        assert_eq!(rates.take([2; 16], 1_000), Ok(()));
        assert_eq!(rates.take([1; 16], 1_000 + REFILL_MS), Ok(()));
        assert!(rates.take([1; 16], 1_000 + REFILL_MS).is_err());
    }

    #[test]
    fn strangers_do_not_grow_it_without_bound() {
        let mut rates = Rates::default();
        for n in 0..(REMEMBERED_MAX as u64 * 3) {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            assert_eq!(rates.take(id, n), Ok(()));
        }
        assert!(rates.0.len() <= REMEMBERED_MAX + 1);
    }
}

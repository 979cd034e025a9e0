//! How often a login may be tried: five free tries a name, then a wait that doubles to a
//! quarter of an hour; and thirty failures a minute over all names, whoever tries them.
//!
//! Counted by name and not by address: behind one proxy all operators share an address.
//! The price is that a stranger on this machine can make an operator wait.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const FREE_TRIES: u32 = 5;
const WAIT_MAX_MS: u64 = 15 * 60 * 1000;
const MINUTE_MS: u64 = 60 * 1000;
const A_MINUTE_MAX: usize = 30;
const NAMES_MAX: usize = 10_000;

/// The failed tries.
#[derive(Debug, Default)]
pub struct Limit {
    failures: Mutex<Failures>,
}

#[derive(Debug, Default)]
struct Failures {
    by_name: BTreeMap<String, (u32, u64)>,
    last_minute: Vec<u64>,
}

impl Limit {
    /// May this name be tried now? `Err`: milliseconds to wait. A try that may go ahead
    /// counts as failed until [`Limit::succeeded`], so that tries sent at once do not slip
    /// through while the first is still being hashed.
    pub fn try_now(&self, name: &str, now_ms: u64) -> Result<(), u64> {
        let mut failures = self.lock();
        failures.last_minute.retain(|at| at.saturating_add(MINUTE_MS) > now_ms);
        if failures.last_minute.len() >= A_MINUTE_MAX {
            let first = failures.last_minute.first().copied().unwrap_or(now_ms);
            return Err(first.saturating_add(MINUTE_MS).saturating_sub(now_ms).max(1));
        }
        let (count, last) = failures.by_name.get(name).copied().unwrap_or_default();
        let next = last.saturating_add(wait_ms(count));
        if next > now_ms {
            return Err(next - now_ms);
        }
        if failures.by_name.len() >= NAMES_MAX && count == 0 {
            failures.by_name.pop_first();
        }
        failures.last_minute.push(now_ms);
        failures.by_name.insert(name.to_owned(), (count.saturating_add(1), now_ms));
        Ok(())
    }

    /// The name logged in: its failures are forgotten.
    pub fn succeeded(&self, name: &str) {
        let mut failures = self.lock();
        failures.by_name.remove(name);
        failures.last_minute.pop();
    }

    fn lock(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait_ms(count: u32) -> u64 {
    match count.checked_sub(FREE_TRIES) {
        None => 0,
        Some(over) => 1000_u64.checked_shl(over.min(20)).unwrap_or(WAIT_MAX_MS).min(WAIT_MAX_MS),
    }
}

#[cfg(test)]
mod tests;

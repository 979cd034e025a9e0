//! How often a login may be tried: five free tries a name, then a wait that doubles to a
//! quarter of an hour; and thirty failures a minute over all names, whoever tries them.
//!
//! Counted by name and not by address: behind one proxy all operators share an address. Names
//! nobody has share a budget of their own, so that junk cannot lock the operators out; the
//! price is that who uses that budget up may learn which names exist. Another price: a stranger
//! who knows an operator's name can make that one wait.

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
    operators: Mutex<Failures>,
    strangers: Mutex<Failures>,
}

#[derive(Debug, Default)]
struct Failures {
    by_name: BTreeMap<String, (u32, u64)>,
    last_minute: Vec<u64>,
}

impl Limit {
    /// May this name be tried now? `known`: an operator has it. `Err`: milliseconds to wait.
    /// A try that may go ahead counts as failed until [`Limit::succeeded`], so that tries sent
    /// at once do not slip through while the first is still being hashed.
    pub fn try_now(&self, name: &str, known: bool, now_ms: u64) -> Result<(), u64> {
        let mut failures = lock(if known { &self.operators } else { &self.strangers });
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

    /// The operator logged in: the name's failures are forgotten.
    pub fn succeeded(&self, name: &str) {
        let mut failures = lock(&self.operators);
        failures.by_name.remove(name);
        failures.last_minute.pop();
    }
}

fn lock(failures: &Mutex<Failures>) -> MutexGuard<'_, Failures> {
    failures.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait_ms(count: u32) -> u64 {
    match count.checked_sub(FREE_TRIES) {
        None => 0,
        Some(over) => 1000_u64.checked_shl(over.min(20)).unwrap_or(WAIT_MAX_MS).min(WAIT_MAX_MS),
    }
}

#[cfg(test)]
mod tests;

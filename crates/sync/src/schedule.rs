//! When to try next: a pure function of what happened, the time, and chance.
//!
//! It owns no timer and starts nothing; the app asks [`Schedule::due_ms`] and sleeps. Chance is
//! not decoration: ten thousand phones that lost the same mast must not come back in the same
//! second, and a rhythm on the wire is a fingerprint. A person's wish is never delayed.
//! Rejected: fixed intervals (storms), and tries in the background that no platform promises.

/// Something that may bring the next try forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person pressed "send".
    Wish,
    /// An urgent event (removed, danger) was sealed.
    Urgent,
    /// A network appeared or changed.
    NetworkBack,
    /// The app came to the front.
    Front,
    /// A page was sealed in the ordinary course.
    PageSealed,
    /// New pages of others lie here to be carried on.
    Carried,
    /// The station's day ended: everybody is about to send.
    DayEnded,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A valid signed answer came; `more`: pages still wait here or there.
    Contact {
        /// True when the bound on requests stopped it before everything was moved.
        more: bool,
    },
    /// Not now.
    Retry,
    /// The peer said no; only an operator or a new version changes that.
    Refused,
    /// What answered is not the endpoint, or something here is broken.
    Broken,
}

/// First back-off step.
pub const BACKOFF_FIRST_MS: u64 = 5_000;
/// Longest back-off step.
pub const BACKOFF_MAX_MS: u64 = 15 * 60_000;
/// Pause after a refusal.
pub const REFUSED_MS: u64 = 60 * 60_000;
/// A quiet look for headquarters' news while nothing waits.
pub const IDLE_MS: u64 = 15 * 60_000;
/// Coming to the front tries at once if the last try is at least this old, and so do new pages
/// of others while tries fail.
pub const FRONT_MS: u64 = 30_000;
/// Spread after a sealed page.
pub const PAGE_SPREAD_MS: u64 = 20_000;
/// Spread after a network came back.
pub const NETWORK_SPREAD_MS: u64 = 5_000;
/// Pause after another device's pages came, so that those of its neighbours go along.
pub const CARRIED_MS: u64 = 2_000;
/// Spread at the end of a day.
pub const DAY_SPREAD_MS: u64 = 10 * 60_000;

/// When to try next. Times are milliseconds of one monotonic clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    due_ms: Option<u64>,
    failures: u32,
    tried_ms: Option<u64>,
    /// A person or an alarm asked for a contact, and none began since.
    asked: bool,
    /// The try that runs was asked for.
    serves: bool,
}

impl Schedule {
    /// When the next try should start, if anything calls for one.
    pub fn due_ms(&self) -> Option<u64> {
        self.due_ms
    }

    /// Tries in a row that brought no contact.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Takes note of a cause. `chance` is any random number.
    pub fn on(&mut self, cause: Cause, now_ms: u64, chance: u64) {
        match cause {
            Cause::Wish | Cause::Urgent => {
                self.asked = true;
                self.due_ms = Some(now_ms);
            }
            Cause::NetworkBack => {
                self.failures = 0;
                self.bring_forward(now_ms, spread(chance, NETWORK_SPREAD_MS));
            }
            Cause::Front if self.rested(now_ms) => self.bring_forward(now_ms, 0),
            Cause::Front => {}
            Cause::PageSealed if self.failures == 0 => {
                self.bring_forward(now_ms, spread(chance, PAGE_SPREAD_MS));
            }
            // Whose pages they are cannot try itself: the way out may be back, unnoticed here.
            Cause::Carried if self.failures == 0 || self.rested(now_ms) => {
                self.bring_forward(now_ms, CARRIED_MS);
            }
            Cause::PageSealed | Cause::Carried if self.due_ms.is_none() => {
                self.bring_forward(now_ms, backoff(self.failures, chance));
            }
            // Already backing off: a page more is no reason to knock sooner.
            Cause::PageSealed | Cause::Carried => {}
            // The spread of the evening never puts off what somebody asked for.
            Cause::DayEnded if self.asked => {
                self.bring_forward(now_ms, spread(chance, DAY_SPREAD_MS));
            }
            Cause::DayEnded => {
                self.due_ms = Some(now_ms.saturating_add(spread(chance, DAY_SPREAD_MS)));
            }
        }
    }

    /// Takes note that a try began: nothing is due while it runs.
    pub fn began(&mut self, now_ms: u64) {
        self.tried_ms = Some(now_ms);
        self.due_ms = None;
        self.serves = std::mem::take(&mut self.asked);
    }

    /// Takes note of how a try ended. Anything asked for while it ran stays due.
    pub fn ended(&mut self, ended: Ended, now_ms: u64, chance: u64) {
        // Only a contact with nothing left to say answers what was asked.
        let served = ended == (Ended::Contact { more: false });
        self.asked |= std::mem::take(&mut self.serves) && !served;
        let delay_ms = match ended {
            Ended::Contact { more } => {
                self.failures = 0;
                if more { spread(chance, 1_000) } else { jitter(IDLE_MS, chance) }
            }
            Ended::Retry => {
                self.failures = self.failures.saturating_add(1);
                backoff(self.failures, chance)
            }
            Ended::Refused => {
                self.failures = self.failures.saturating_add(1);
                jitter(REFUSED_MS, chance)
            }
            Ended::Broken => {
                self.failures = self.failures.saturating_add(1);
                backoff(self.failures.saturating_add(3), chance)
            }
        };
        let next = now_ms.saturating_add(delay_ms);
        self.due_ms = Some(self.due_ms.map_or(next, |due| due.min(next)));
    }

    /// Whether the last try is long enough ago for one that nobody asked for.
    fn rested(&self, now_ms: u64) -> bool {
        self.tried_ms.is_none_or(|tried| now_ms.saturating_sub(tried) >= FRONT_MS)
    }

    fn bring_forward(&mut self, now_ms: u64, delay_ms: u64) {
        let wanted = now_ms.saturating_add(delay_ms);
        self.due_ms = Some(self.due_ms.map_or(wanted, |due| due.min(wanted)));
    }
}

/// Doubling steps with half of each left to chance.
fn backoff(failures: u32, chance: u64) -> u64 {
    let doublings = failures.saturating_sub(1).min(20);
    let step = BACKOFF_FIRST_MS.saturating_mul(1 << doublings).min(BACKOFF_MAX_MS);
    step / 2 + spread(chance, step / 2)
}

/// ± 20 %.
fn jitter(middle_ms: u64, chance: u64) -> u64 {
    middle_ms - middle_ms / 5 + spread(chance, middle_ms / 5 * 2)
}

/// Somewhere in `0..=window`.
fn spread(chance: u64, window_ms: u64) -> u64 {
    chance % (window_ms + 1)
}

#[cfg(test)]
mod tests;

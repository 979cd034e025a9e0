//! The moments at which a power cut is worth most, nameable by a test.
//!
//! Without the feature `faults` this is an empty function. With it, a test's hook is called (it
//! ends the process, or blocks), and a child process takes its orders from `SANAQ_FAULT`:
//! `committed:3` ends it, as a power cut would, the third time a commit has returned.

/// A moment in the life of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A request was opened and its signatures hold; nothing is kept.
    Arrived,
    /// The keeper's commit has returned; nothing is signed.
    Committed,
    /// A relay is about to sign its first custody note of an answer.
    Custody,
    /// Receipts, notes and answer are signed; nothing was sent.
    Signed,
}

#[cfg(feature = "faults")]
mod hooks {
    use super::Step;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Mutex, OnceLock, PoisonError};

    type Hook = Box<dyn Fn(Step) + Send>;
    static HOOK: Mutex<Option<Hook>> = Mutex::new(None);
    static ORDER: OnceLock<Option<(String, u64)>> = OnceLock::new();
    static REACHED: AtomicU64 = AtomicU64::new(0);

    pub(super) fn set(hook: Hook) {
        *HOOK.lock().unwrap_or_else(PoisonError::into_inner) = Some(hook);
    }

    pub(super) fn reached(step: Step) {
        if let Some(hook) = HOOK.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            hook(step);
        }
        let order = ORDER.get_or_init(|| {
            let text = std::env::var("SANAQ_FAULT").ok()?;
            let (name, count) = text.split_once(':')?;
            Some((name.to_owned(), count.parse().ok()?))
        });
        let name = match step {
            Step::Arrived => "arrived",
            Step::Committed => "committed",
            Step::Custody => "custody",
            Step::Signed => "signed",
        };
        if let Some((wanted, count)) = order
            && wanted == name
            && REACHED.fetch_add(1, Ordering::SeqCst) + 1 == *count
        {
            std::process::abort();
        }
    }
}

/// Sets what happens at each step, in this process. Only with the feature `faults`.
#[cfg(feature = "faults")]
pub fn on_step(hook: impl Fn(Step) + Send + 'static) {
    hooks::set(Box::new(hook));
}

/// Without the feature `faults` nothing can be hooked in.
#[cfg(not(feature = "faults"))]
pub fn on_step(_hook: impl Fn(Step) + Send + 'static) {}

#[cfg(feature = "faults")]
pub(crate) fn reached(step: Step) {
    hooks::reached(step);
}

#[cfg(not(feature = "faults"))]
pub(crate) const fn reached(_step: Step) {}

//! The seam through which tests make a commit slow or fail, or a reading.
//!
//! Without the feature `faults` it is an empty type whose one call the compiler removes, so that a
//! release binary holds no hook. Rejected: a mocked database, which proves nothing about the
//! real one.

use crate::error::Result;

/// What the next commits meet. Clones share one plan.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    #[cfg(feature = "faults")]
    plan: std::sync::Arc<std::sync::Mutex<Plan>>,
}

#[cfg(feature = "faults")]
#[derive(Debug, Default)]
struct Plan {
    stall: Option<std::time::Duration>,
    fail_in: Option<u32>,
    fail_reading: bool,
    bundle_bytes_max: Option<usize>,
}

impl Faults {
    /// Called with everything written, right before the commit.
    #[cfg(not(feature = "faults"))]
    pub(crate) const fn before_commit(&self) -> Result<()> {
        Ok(())
    }

    /// The longest file of pages that is written, in bytes.
    #[cfg(not(feature = "faults"))]
    pub(crate) const fn bundle_bytes_max(&self) -> usize {
        journal::bundle::BUNDLE_BYTES_MAX
    }

    /// Called before what stands beside the journals is read.
    #[cfg(not(feature = "faults"))]
    pub(crate) const fn before_reading(&self) -> Result<()> {
        Ok(())
    }
}

#[cfg(feature = "faults")]
impl Faults {
    /// The next commit takes this much longer.
    pub fn stall_next(&self, stall: std::time::Duration) {
        self.plan().stall = Some(stall);
    }

    /// The `nth` commit from now (1 is the next) fails and is undone.
    pub fn fail_at(&self, nth: u32) {
        self.plan().fail_in = Some(nth);
    }

    /// Files of pages are no longer than this from now on.
    pub fn limit_bundles(&self, bytes: usize) {
        self.plan().bundle_bytes_max = Some(bytes);
    }

    /// The longest file of pages that is written, in bytes.
    pub(crate) fn bundle_bytes_max(&self) -> usize {
        self.plan().bundle_bytes_max.unwrap_or(journal::bundle::BUNDLE_BYTES_MAX)
    }

    /// The next reading of what stands beside the journals fails.
    pub fn fail_next_reading(&self) {
        self.plan().fail_reading = true;
    }

    /// Called before what stands beside the journals is read.
    pub(crate) fn before_reading(&self) -> Result<()> {
        match std::mem::take(&mut self.plan().fail_reading) {
            true => Err(crate::error::StoreError::Planted),
            false => Ok(()),
        }
    }

    /// Called with everything written, right before the commit.
    pub(crate) fn before_commit(&self) -> Result<()> {
        let (stall, fail) = {
            let mut plan = self.plan();
            let fail = match plan.fail_in.take() {
                Some(0 | 1) => true,
                Some(more) => {
                    plan.fail_in = Some(more - 1);
                    false
                }
                None => false,
            };
            (plan.stall.take(), fail)
        };
        if let Some(stall) = stall {
            std::thread::sleep(stall);
        }
        if fail { Err(crate::error::StoreError::Planted) } else { Ok(()) }
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

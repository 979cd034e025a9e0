//! Reads a failed request: which of our errors it is.
//!
//! reqwest wraps hyper wraps io wraps rustls; what the person needs to know (is the network
//! away, or does it interfere?) is at the bottom. A certificate that is not the pinned one is
//! the most telling and wins over every other failure of the same race.

use std::error::Error;

use super::gate::Outrun;
use crate::error::{Broken, Retry, SyncError};

/// This side could not set a request up.
pub(crate) fn setup(error: reqwest::Error) -> SyncError {
    Broken::Setup(error.to_string()).into()
}

/// True when the attempt lost the race and failed for no other reason.
pub(crate) fn is_outrun(error: &reqwest::Error) -> bool {
    any_cause(error, &|cause| cause.is::<Outrun>())
}

/// Names a failed request.
pub(crate) fn classify(error: &reqwest::Error) -> SyncError {
    let certificate = any_cause(error, &|cause| {
        matches!(
            cause.downcast_ref::<rustls::Error>(),
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
        )
    });
    if certificate {
        return Broken::WrongAuthority.into();
    }
    // TLS of another kind, or none: somebody is there who does not speak to us.
    if any_cause(error, &|cause| cause.is::<rustls::Error>()) {
        return Retry::NotPeer { status: None }.into();
    }
    if error.is_timeout() {
        return Retry::TimedOut.into();
    }
    if error.is_connect() {
        return Retry::Unreachable.into();
    }
    Retry::Cut.into()
}

/// The one of two failures that says more about what is wrong.
pub(crate) fn more_telling(a: SyncError, b: SyncError) -> SyncError {
    if rank(&b) > rank(&a) { b } else { a }
}

fn rank(error: &SyncError) -> u8 {
    match error {
        SyncError::Broken(Broken::NoAddress) => 0,
        SyncError::Retry(Retry::Unreachable) => 1,
        SyncError::Retry(Retry::TimedOut) => 2,
        SyncError::Retry(Retry::Cut) => 3,
        SyncError::Retry(Retry::NotPeer { .. }) => 4,
        SyncError::Retry(Retry::Busy) => 5,
        SyncError::Refused(_) => 6,
        SyncError::Broken(_) => 7,
    }
}

/// Looks down the causes; an `io::Error` hides its inner error from `source()`.
fn any_cause(
    error: &(dyn Error + 'static),
    found: &dyn Fn(&(dyn Error + 'static)) -> bool,
) -> bool {
    let mut next = Some(error);
    for _ in 0..16 {
        let Some(cause) = next else { return false };
        if found(cause) {
            return true;
        }
        next = match cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    false
}

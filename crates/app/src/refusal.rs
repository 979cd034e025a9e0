//! A disk's failure as a code the interface acts on.
//!
//! A full disk, a damaged file and a newer file each need another deed of the person; where there
//! is nothing to do it is one code, and the detail goes to the log. It refuses to hand an error's
//! text to a person.

use store::StoreError;

use crate::api::{AppError, ErrorCode};

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Full => ErrorCode::DiskFull,
            StoreError::Io(_) if error.is_full() => ErrorCode::DiskFull,
            StoreError::Corrupt(_) => ErrorCode::StoreDamaged,
            StoreError::Newer { .. } => ErrorCode::StoreNewer,
            StoreError::Busy => ErrorCode::StoreBusy,
            StoreError::WrongSecret { tries, wait_s, tries_left: _ } => {
                ErrorCode::WrongSecret { wait_s: *wait_s, attempts: *tries }
            }
            StoreError::MustWait { wait_s } => ErrorCode::TooSoon { wait_s: *wait_s },
            StoreError::Wiped | StoreError::Missing(_) => ErrorCode::NoSuchEnrolment,
            StoreError::Exists(_) => ErrorCode::AlreadyEnrolled,
            StoreError::Refused(_)
            | StoreError::Journal(_)
            | StoreError::Domain(_)
            | StoreError::Database(_)
            | StoreError::Io(_)
            | StoreError::Planted => ErrorCode::Internal,
        };
        Self::because(code, error)
    }
}

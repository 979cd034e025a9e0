//! What can go wrong with the disk, shaped by what the caller does next.
//!
//! A caller asks three questions: is there no room (`is_full`: nothing was lost, make room), is the
//! file damaged (`is_corrupt`: salvage it), is it from a newer program (`is_newer`: leave it
//! alone). Everything else is detail for the log. It refuses to carry content: no event, key or
//! name is ever part of a message. Rejected: passing `rusqlite::Error` through, which would let
//! SQL text and bound values reach a log.

use std::io;
use std::path::PathBuf;

/// The result of a store's call.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the disk did not do what was asked. What was durable before stays durable.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room on the disk (or the set page limit is reached). The transaction was undone.
    #[error("no room left on the disk")]
    Full,
    /// The file is damaged, or the key does not open it. Salvage it; it is never deleted.
    #[error("the file is damaged: {0}")]
    Corrupt(String),
    /// The file was written by a newer program and is left untouched.
    #[error("the file has format {found}, this program knows up to {known}")]
    Newer {
        /// The file's migration number.
        found: u32,
        /// The newest migration this program knows.
        known: u32,
    },
    /// Another process holds the file.
    #[error("the file is in use by another process")]
    Busy,
    /// The PIN or passphrase (or the key store's secret) is wrong. The try was counted.
    #[error("wrong secret; {tries} wrong in a row, next try in {wait_s} s")]
    WrongSecret {
        /// Wrong tries in a row, this one included.
        tries: u32,
        /// Seconds until the next try is let through.
        wait_s: u32,
        /// Tries left before the folder is wiped, where the person chose a limit.
        tries_left: Option<u32>,
    },
    /// Too soon after wrong tries; this call was not counted as one.
    #[error("locked for {wait_s} s more")]
    MustWait {
        /// Seconds until the next try is let through.
        wait_s: u32,
    },
    /// The chosen limit of wrong tries was reached: the keys are destroyed.
    #[error("the folder was wiped after too many wrong tries")]
    Wiped,
    /// There is no such store here.
    #[error("nothing is kept at {0}")]
    Missing(PathBuf),
    /// A store is already here; it is never overwritten.
    #[error("a store already stands at {0}")]
    Exists(PathBuf),
    /// The caller broke a rule of the call; the text names which.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// A signed or sealed thing could not be made or read.
    #[error("page or certificate: {0}")]
    Journal(String),
    /// An event or a view's row could not be read.
    #[error("event or view: {0}")]
    Domain(String),
    /// The database failed in a way that is none of the above.
    #[error("database: {0}")]
    Database(String),
    /// The file system failed.
    #[error("file: {0}")]
    Io(#[from] io::Error),
    /// A test asked for this failure (feature `faults`).
    #[error("a fault planted by a test")]
    Planted,
}

impl StoreError {
    /// No room: nothing durable was lost, the call can be repeated once there is room.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Full => true,
            Self::Io(e) => e.kind() == io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// The file is damaged: move it aside and salvage it.
    pub fn is_corrupt(&self) -> bool {
        matches!(self, Self::Corrupt(_))
    }

    /// The file belongs to a newer program: leave it alone.
    pub fn is_newer(&self) -> bool {
        matches!(self, Self::Newer { .. })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let Some(code) = error.sqlite_error_code() else {
            return Self::Database(without_content(&error));
        };
        // A full disk may also show itself as a failed write or as a failed growth of a file.
        let extended = error.sqlite_error().map_or(0, |e| e.extended_code);
        match code {
            Code::DiskFull => Self::Full,
            Code::DatabaseCorrupt | Code::NotADatabase => Self::Corrupt(without_content(&error)),
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            Code::SystemIoFailure if extended == IOERR_SHMSIZE => Self::Full,
            _ => Self::Database(without_content(&error)),
        }
    }
}

/// SQLITE_IOERR_SHMSIZE: the shared-memory file could not be made larger.
const IOERR_SHMSIZE: i32 = 4874;

/// The kind of a database error without SQL text or values, which could be content.
fn without_content(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(e, _) => e.to_string(),
        rusqlite::Error::SqlInputError { error, msg, .. } => format!("{error}: {msg}"),
        rusqlite::Error::InvalidColumnType(i, name, t) => format!("column {i} {name} is {t}"),
        rusqlite::Error::QueryReturnedNoRows => "a row is missing".to_owned(),
        _ => "the database refused the call".to_owned(),
    }
}

//! Migrations: numbered, forward only, never edited once released.
//!
//! The number lives in `user_version`; each step runs in its own transaction with the number it
//! reaches, so that a crash leaves the file at a whole step. A file with a higher number than
//! the program knows is refused and left untouched. `tests/tidy` keeps every step's hash.
//! Rejected: refinery and sqlx (they fight rusqlite over `links`), and down-migrations, which
//! nobody ever tests.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

/// The device file's steps; number = position + 1.
pub(crate) const DEVICE: &[&str] = &[
    include_str!("migrations/device_001.sql"),
    include_str!("migrations/device_002.sql"),
    include_str!("migrations/device_003.sql"),
    include_str!("migrations/device_004.sql"),
];

/// The endpoint file's steps; number = position + 1.
pub(crate) const ENDPOINT: &[&str] = &[
    include_str!("migrations/endpoint_001.sql"),
    include_str!("migrations/endpoint_002.sql"),
    include_str!("migrations/endpoint_003.sql"),
    include_str!("migrations/endpoint_004.sql"),
];

/// Brings the file to the newest step.
///
/// # Errors
/// `Newer` if the file's number is above the program's; nothing is written then.
pub(crate) fn run(connection: &mut Connection, steps: &[&str]) -> Result<()> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, step) in (1u32..).zip(steps) {
        if number <= found {
            continue;
        }
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been first.
        if version(&tx)? < number {
            tx.execute_batch(step)?;
            tx.pragma_update(None, "user_version", number)?;
        }
        tx.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests;

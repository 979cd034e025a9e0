//! The one place that opens a database file and sets its pragmas, each with its reason.
//!
//! Device and endpoint share it: the device's file is SQLCipher with a raw key, the endpoint's is
//! plain (its disk belongs to headquarters, its pages are sealed anyway). It refuses to open a
//! file without checking that it is readable and not newer than the program. Rejected: pragmas
//! beside each use, where two files soon differ in what `COMMIT` means; a pool, since one
//! writer is what makes group commit possible.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// How a file is opened.
#[derive(Clone, Copy)]
pub(crate) enum Access<'a> {
    /// A device's file: SQLCipher by this raw key, one process at a time.
    Device(&'a [u8; 32]),
    /// The endpoint's file: plain, shared with the commands of the same machine.
    Endpoint,
}

/// Opens (and creates) the file at `path` with every pragma set.
pub(crate) fn open(path: &Path, access: Access<'_>) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED_MAX);
    match access {
        Access::Device(key) => {
            set_key(&connection, key)?;
            // One process: a second window on the same folder is refused instead of racing, and
            // WAL then needs no shared-memory file, which a full disk can turn into a SIGBUS.
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            prove_readable(&connection)?;
            write_pragmas(&connection)?;
        }
        Access::Endpoint => {
            // `invite` or `check` may run beside `serve`: wait for its short transactions.
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            prove_readable(&connection)?;
            write_pragmas(&connection)?;
        }
    }
    // Sorts and temporary tables never touch the disk in clear.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A cell that was damaged is an error, not a surprise later.
    connection.pragma_update(None, "cell_size_check", true)?;
    // Nobody's views or triggers from a foreign file run functions here.
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Prepared statements kept: every statement of a tap and of a commit stays compiled.
const STATEMENTS_CACHED_MAX: usize = 64;

/// The raw key in SQLCipher's own form, so that no key derivation runs (the wrap file did it).
fn set_key(connection: &Connection, key: &[u8; 32]) -> Result<()> {
    let mut text = Zeroizing::new(String::with_capacity(80));
    text.push_str("PRAGMA key = \"x'");
    for byte in key {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    text.push_str("'\";");
    connection.execute_batch(&text)?;
    Ok(())
}

/// Reads the schema, which fails at once on a wrong key or a damaged first page.
fn prove_readable(connection: &Connection) -> Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

fn write_pragmas(connection: &Connection) -> Result<()> {
    // One append and one fsync a commit; a reader never blocks the writer.
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::Database(format!("journal mode is {mode}, not WAL")));
    }
    // A commit returns after fsync: a tap counts when it is on the disk (invariant 2).
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The default, said aloud: 4 MB of WAL, then a checkpoint.
    connection.pragma_update(None, "wal_autocheckpoint", 1000)?;
    // After a checkpoint the WAL shrinks to at most this, so that it cannot fill a small disk.
    connection.pragma_update(None, "journal_size_limit", 8 << 20)?;
    // Rows that name other rows must find them.
    connection.pragma_update(None, "foreign_keys", true)?;
    // What was deleted (a wiped key, a session) is overwritten, not left in free pages.
    connection.pragma_update(None, "secure_delete", "FAST")?;
    Ok(())
}

/// A test's full disk; 0 lifts the limit to the most SQLite takes.
#[cfg(feature = "faults")]
pub(crate) fn limit_pages(connection: &Connection, pages: u32) -> Result<()> {
    let pages = if pages == 0 { u32::MAX - 1 } else { pages };
    connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    Ok(())
}

/// Every value of every table as bytes, beside the table's name: for a test that looks for what
/// must not be there.
#[cfg(feature = "faults")]
pub(crate) fn every_value(connection: &Connection) -> Result<Vec<(String, Vec<u8>)>> {
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut values = Vec::new();
    for name in names {
        let mut select = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let columns = select.column_count();
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            for column in 0..columns {
                use rusqlite::types::ValueRef;
                let bytes = match row.get_ref(column)? {
                    ValueRef::Null => Vec::new(),
                    ValueRef::Integer(number) => number.to_string().into_bytes(),
                    ValueRef::Real(number) => number.to_string().into_bytes(),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
                };
                values.push((name.clone(), bytes));
            }
        }
    }
    Ok(values)
}

/// Reads every page and index and reports the first things that do not fit, empty when sound.
pub(crate) fn integrity(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut findings = Vec::new();
    for row in rows {
        let line = row?;
        if line != "ok" {
            findings.push(line);
        }
    }
    Ok(findings)
}

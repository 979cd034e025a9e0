//! A fold's rows in their table, and ids out of their columns.
//!
//! Device and endpoint keep views the same way: one table of named, keyed values that `domain`
//! made and alone can read. Rejected: a table a view, which would write meaning into SQL.

use domain::{Fold, Row, ViewName};
use journal::ids::Hash;
use rusqlite::{Connection, params};

use crate::error::{Result, StoreError};

/// A view's row as kept, for comparing: journal, view, key, value.
pub type ViewRow<J> = (J, String, Vec<u8>, Vec<u8>);

/// A row of one journal: view, key, value.
pub(crate) type Keyed = (String, Vec<u8>, Vec<u8>);

/// Writes changed rows of a journal's fold.
pub(crate) fn save(db: &Connection, journal: i64, rows: &[Row]) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO views (journal, view, key, value) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (journal, view, key) DO UPDATE SET value = excluded.value",
    )?;
    for row in rows {
        match &row.value {
            Some(value) => {
                put.execute(params![journal, row.view.name(), row.key, value])?;
            }
            None => {
                db.prepare_cached("DELETE FROM views WHERE journal=?1 AND view=?2 AND key=?3")?
                    .execute(params![journal, row.view.name(), row.key])?;
            }
        }
    }
    Ok(())
}

/// Forgets all rows of a journal, before a rebuild.
pub(crate) fn clear(db: &Connection, journal: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM views WHERE journal = ?1")?.execute([journal])?;
    Ok(())
}

/// A journal's rows in order: view, key, value.
pub(crate) fn load(db: &Connection, journal: i64) -> Result<Vec<Keyed>> {
    let mut select = db.prepare_cached(
        "SELECT view, key, value FROM views WHERE journal = ?1 ORDER BY view, key",
    )?;
    let rows = select.query_map([journal], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The fold a journal's rows stand for; `None` when they are of another version or unreadable.
pub(crate) fn resume(db: &Connection, journal: i64) -> Result<Option<Fold>> {
    let mut rows = Vec::new();
    for (view, key, value) in load(db, journal)? {
        let Some(view) = ViewName::of_name(&view) else { return Ok(None) };
        rows.push((view, key, value));
    }
    Ok(Fold::resume(rows).ok())
}

/// A 32-byte column as a hash.
pub(crate) fn hash(bytes: &[u8]) -> Result<Hash> {
    bytes.try_into().map(Hash).map_err(|_| StoreError::Corrupt("a hash's length".into()))
}

/// A 16-byte column.
pub(crate) fn sixteen(bytes: &[u8]) -> Result<[u8; 16]> {
    bytes.try_into().map_err(|_| StoreError::Corrupt("an id's length".into()))
}

/// A fact's value, `None` if it was never written.
pub(crate) fn fact(db: &Connection, name: &str) -> Result<Option<Vec<u8>>> {
    let mut select = db.prepare_cached("SELECT value FROM facts WHERE name = ?1")?;
    let mut rows = select.query([name])?;
    Ok(match rows.next()? {
        Some(row) => Some(row.get(0)?),
        None => None,
    })
}

/// Writes a fact.
pub(crate) fn set_fact(db: &Connection, name: &str, value: &[u8]) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO facts (name, value) VALUES (?1, ?2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}

/// The number of rows' version, as kept beside them.
pub(crate) fn fold_version(db: &Connection) -> Result<Option<u32>> {
    Ok(fact(db, "fold_version")?.and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes))
}

/// Says that all rows are of this program's version.
pub(crate) fn set_fold_version(db: &Connection) -> Result<()> {
    set_fact(db, "fold_version", &domain::fold::FOLD_VERSION.to_be_bytes())
}

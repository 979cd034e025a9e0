//! What an open store keeps in memory: the journals with their folds, loaded from their rows.
//!
//! Rows of another fold version, or rows that cannot be read, are made anew from the kept events.
//! It holds nothing that is not also on the disk. Rejected: reading rows at each tap, which
//! would double what a tap costs.

use domain::Fold;
use journal::ids::{JournalId, PageNumber};
use journal::page::Head;
use rusqlite::{Connection, params};

use super::record;
use crate::error::Result;
use crate::rows;

/// A journal of this device.
pub(crate) struct Own {
    pub(crate) seq: i64,
    pub(crate) id: JournalId,
    pub(crate) fold: Fold,
    /// The ordinal the next event gets.
    pub(crate) next: u64,
    /// The last ordinal that is sealed.
    pub(crate) sealed_to: u64,
    pub(crate) head: Head,
}

/// A journal of headquarters.
pub(crate) struct Headquarters {
    pub(crate) seq: i64,
    pub(crate) id: JournalId,
    pub(crate) head: Head,
    pub(crate) fold: Fold,
}

/// Whose a journal is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Own = 1,
    Common = 2,
    Assigned = 3,
}

/// Enters a journal, or finds it.
pub(crate) fn enter(db: &Connection, id: JournalId, role: Role) -> Result<i64> {
    db.execute(
        "INSERT INTO journals (journal, role) VALUES (?1, ?2) ON CONFLICT (journal) DO NOTHING",
        params![id.0.as_slice(), role as i64],
    )?;
    Ok(db.query_row("SELECT seq FROM journals WHERE journal = ?1", [id.0.as_slice()], |row| {
        row.get(0)
    })?)
}

/// All journals of a role in the order they were entered.
pub(crate) fn journals(db: &Connection, role: Role) -> Result<Vec<(i64, JournalId)>> {
    let mut select =
        db.prepare("SELECT seq, journal FROM journals WHERE role = ?1 ORDER BY seq")?;
    let rows = select.query_map([role as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.map(|row| {
        let (seq, id): (i64, Vec<u8>) = row?;
        Ok((seq, JournalId(rows::sixteen(&id)?)))
    })
    .collect()
}

impl Own {
    /// Loads a journal; `current` says whether its unsealed tail belongs to it. (The tail of a
    /// journal that was continued was carried into the next one and counts there.)
    pub(crate) fn load(db: &Connection, seq: i64, id: JournalId, current: bool) -> Result<Self> {
        let (head, sealed_to) = head(db, seq)?;
        let last: u64 = db.query_row(
            "SELECT COALESCE(MAX(ordinal), 0) FROM events WHERE journal = ?1",
            [seq],
            |row| row.get(0),
        )?;
        let until = if current { last } else { sealed_to };
        let fold = match rows::resume(db, seq)? {
            Some(fold) if fold.last_ordinal() == until => fold,
            Some(_) | None => rebuild(db, seq, until)?,
        };
        Ok(Self { seq, id, fold, next: last + 1, sealed_to, head })
    }
}

impl Headquarters {
    pub(crate) fn load(db: &Connection, seq: i64, id: JournalId) -> Result<Self> {
        let (head, _) = head(db, seq)?;
        let last: u64 = db.query_row(
            "SELECT COALESCE(MAX(ordinal), 0) FROM events WHERE journal = ?1",
            [seq],
            |row| row.get(0),
        )?;
        // Salvaged events stand here without their views.
        let fold = match rows::resume(db, seq)? {
            Some(fold) if fold.last_ordinal() == last => fold,
            Some(_) | None => rebuild(db, seq, last)?,
        };
        Ok(Self { seq, id, head, fold })
    }
}

/// The last page of a journal and the last ordinal in it.
fn head(db: &Connection, seq: i64) -> Result<(Head, u64)> {
    let mut select = db.prepare_cached(
        "SELECT number, hash, last_ordinal FROM pages \
         WHERE journal = ?1 ORDER BY number DESC LIMIT 1",
    )?;
    let mut found = select.query([seq])?;
    match found.next()? {
        Some(row) => {
            let hash: Vec<u8> = row.get(1)?;
            let head = Head { number: PageNumber(row.get(0)?), hash: rows::hash(&hash)? };
            Ok((head, row.get(2)?))
        }
        None => Ok((Head::START, 0)),
    }
}

/// Folds the kept events anew and replaces the rows.
pub(crate) fn rebuild(db: &Connection, seq: i64, until: u64) -> Result<Fold> {
    let mut fold = Fold::new();
    let events = record::stamped(db, seq, 1, until)?;
    fold.apply(&events);
    rows::clear(db, seq)?;
    rows::save(db, seq, &fold.rows())?;
    Ok(fold)
}

//! Writing down what happened: event and changed view rows in one transaction.
//!
//! A tap writes one event row and the few rows it changes, through prepared statements, with one
//! fsync. It refuses an event that is not canonical before anything is written. Rejected: a
//! queue of taps written later: the number on the screen would then be a promise.

use domain::{Event, Stamped};
use journal::event::{Anchor, EventBytes, EventClock};
use journal::ids::BootId;
use rusqlite::{Connection, params};

use super::{DeviceStore, state};
use crate::error::{Result, StoreError};
use crate::rows;

/// An event as the device keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its number in the journal.
    pub ordinal: u64,
    /// Its boot and drift.
    pub clock: EventClock,
    /// Its bytes as signed, or to be signed.
    pub bytes: Vec<u8>,
}

impl DeviceStore {
    /// Keeps events in order and durably; gives the ordinal of the first. When this returns `Ok`,
    /// all of them and the changed views are on the disk, otherwise none is.
    ///
    /// # Errors
    /// `is_full` when there is no room: nothing was kept, nothing was lost.
    pub fn append(&mut self, clock: EventClock, events: &[Event]) -> Result<u64> {
        let first = self.own.next;
        if events.is_empty() {
            return Ok(first);
        }
        let mut kept = Vec::with_capacity(events.len());
        for (ordinal, event) in (first..).zip(events) {
            let bytes = event.encode();
            EventBytes::new(bytes.clone()).map_err(|e| StoreError::Journal(e.to_string()))?;
            kept.push((ordinal, clock, bytes));
        }
        let stamped: Vec<Stamped> = (first..)
            .zip(events)
            .map(|(ordinal, event)| Stamped {
                ordinal,
                boot: clock.boot.0,
                drift: clock.drift,
                event: event.clone(),
            })
            .collect();
        let changed = self.own.fold.apply(&stamped);
        let written = write(self, &kept, &changed);
        if let Err(error) = written {
            self.forget_uncommitted()?;
            return Err(error);
        }
        self.own.next = first + events.len() as u64;
        Ok(first)
    }

    /// Writes the life mark: one overwritten row, never an event.
    pub fn life_mark(&mut self, now: Anchor) -> Result<()> {
        self.db.prepare_cached(include_str!("life_mark.sql"))?.execute(params![
            now.boot.0.as_slice(),
            now.wall,
            now.boottime
        ])?;
        Ok(())
    }

    /// The last life mark, none before the first.
    pub fn last_life_mark(&self) -> Result<Option<Anchor>> {
        let mut select = self.db.prepare_cached("SELECT boot, wall, boottime FROM life")?;
        let mut found = select.query([])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let boot: Vec<u8> = row.get(0)?;
        Ok(Some(Anchor {
            boot: BootId(rows::sixteen(&boot)?),
            wall: row.get(1)?,
            boottime: row.get(2)?,
        }))
    }

    /// Events of the current journal from an ordinal on, at most `count`.
    pub fn events(&self, from: u64, count: u64) -> Result<Vec<KeptEvent>> {
        let until = from.saturating_add(count).saturating_sub(1);
        read(&self.db, self.own.seq, from, until)
    }

    /// Makes all views anew from the kept events and gives how many rows that is.
    ///
    /// The rows are the same as the kept ones, or a row was wrong: `Err` never, the new ones hold.
    pub fn rebuild(&mut self) -> Result<u64> {
        let tx = self.db.unchecked_transaction()?;
        self.own.fold = state::rebuild(&tx, self.own.seq, self.own.next - 1)?;
        for former in &mut self.former {
            former.fold = state::rebuild(&tx, former.seq, former.sealed_to)?;
        }
        for journal in self.common.iter_mut().chain(self.assigned.iter_mut()) {
            journal.fold = state::rebuild(&tx, journal.seq, u64::MAX >> 1)?;
        }
        rows::set_fold_version(&tx)?;
        let count = tx.query_row("SELECT count(*) FROM views", [], |row| row.get(0))?;
        tx.commit()?;
        Ok(count)
    }

    /// Every view row of the own journals and headquarters', as kept: journal, view, key, value.
    pub fn view_rows(&self) -> Result<Vec<rows::ViewRow<i64>>> {
        let mut select = self
            .db
            .prepare("SELECT journal, view, key, value FROM views ORDER BY journal, view, key")?;
        let rows =
            select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// After a failed commit the fold in memory is ahead of the disk: load it again.
    pub(super) fn forget_uncommitted(&mut self) -> Result<()> {
        self.own = state::Own::load(&self.db, self.own.seq, self.own.id, true)?;
        Ok(())
    }
}

fn write(
    store: &mut DeviceStore,
    kept: &[(u64, EventClock, Vec<u8>)],
    changed: &[domain::Row],
) -> Result<()> {
    let tx = store.db.unchecked_transaction()?;
    insert(&tx, store.own.seq, kept)?;
    rows::save(&tx, store.own.seq, changed)?;
    store.faults.before_commit()?;
    tx.commit()?;
    Ok(())
}

/// Inserts events of a journal.
pub(super) fn insert(
    db: &Connection,
    journal: i64,
    kept: &[(u64, EventClock, Vec<u8>)],
) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO events (journal, ordinal, boot, drift, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (ordinal, clock, bytes) in kept {
        insert.execute(params![journal, ordinal, clock.boot.0.as_slice(), clock.drift, bytes])?;
    }
    Ok(())
}

/// Events of a journal between two ordinals, both included.
pub(super) fn read(db: &Connection, journal: i64, from: u64, until: u64) -> Result<Vec<KeptEvent>> {
    let until = until.min(u64::MAX >> 1);
    let mut select = db.prepare_cached(
        "SELECT ordinal, boot, drift, bytes FROM events \
         WHERE journal = ?1 AND ordinal BETWEEN ?2 AND ?3 ORDER BY ordinal",
    )?;
    let found = select.query_map(params![journal, from, until], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    found
        .map(|row| {
            let (ordinal, boot, drift, bytes): (u64, Vec<u8>, i64, Vec<u8>) = row?;
            let clock = EventClock { boot: BootId(rows::sixteen(&boot)?), drift };
            Ok(KeptEvent { ordinal, clock, bytes })
        })
        .collect()
}

/// The same as `domain` folds them.
pub(super) fn stamped(
    db: &Connection,
    journal: i64,
    from: u64,
    until: u64,
) -> Result<Vec<Stamped>> {
    // What `domain` cannot read stays kept as bytes and counts nowhere.
    Ok(read(db, journal, from, until)?.into_iter().filter_map(|one| stamp(&one)).collect())
}

/// An event as `domain` folds it; `None` for bytes of a known kind that it cannot read.
pub(super) fn stamp(kept: &KeptEvent) -> Option<Stamped> {
    let event = Event::decode(&kept.bytes).ok()?;
    let (boot, drift) = (kept.clock.boot.0, kept.clock.drift);
    Some(Stamped { ordinal: kept.ordinal, boot, drift, event })
}

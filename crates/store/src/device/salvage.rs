//! Saving what can be read of a damaged database. The damaged file is moved aside, never deleted.
//!
//! Every page of the file carries a MAC, so a row either reads as it was written or not at all.
//! Rows are asked for one by one by their keys, so that one bad page costs the rows on it and no
//! others; after each failure the file is opened anew, since SQLCipher answers all later reads
//! of a connection with the first failure. It refuses to go on in the old journal: what was lost
//! cannot be told from here. Rejected: SQLite's recover extension, which SQLCipher does not build
//! and which guesses rows.

use std::fs;
use std::path::PathBuf;

use journal::ids::JournalId;
use journal::page::Page;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::folder::{Paths, database};
use super::state::{self, Role};
use super::wrap::MasterKey;
use super::{Kit, relay};
use crate::error::{Result, StoreError};
use crate::{connection, rows};

/// What was saved of a damaged database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Events of own journals that could be read.
    pub events: u64,
    /// Ordinals between the first and the last of them that could not.
    pub missing: u64,
    /// Sealed pages of own journals that could be read.
    pub pages: u64,
    /// Pages carried for other devices that could be read.
    pub carried: u64,
    /// Where the damaged file was moved to.
    pub moved_to: PathBuf,
}

/// After this many keys in a row without a row, there are none further on.
pub(super) const MISSES_MAX: u64 = 4096;

/// Moves the damaged database aside and makes a new one of what can be read.
pub(super) fn salvage(
    paths: &Paths,
    master: &MasterKey,
    kit: &Kit,
) -> Result<(Connection, Salvaged)> {
    let moved_to = move_aside(paths)?;
    let mut damaged = Damaged::open(moved_to.join("device.db"), master);
    let db = database(paths, master)?;
    rows::set_fold_version(&db)?;
    let mut salvaged = Salvaged { events: 0, missing: 0, pages: 0, carried: 0, moved_to };
    db.execute_batch("BEGIN IMMEDIATE")?;
    copy_facts(&mut damaged, &db)?;
    copy_journals(&mut damaged, &db, kit, &mut salvaged)?;
    salvaged.carried = relay::save(&mut damaged, &db, kit.election)?;
    if state::journals(&db, Role::Own)?.is_empty() {
        state::enter(&db, kit.journal(), Role::Own)?;
    }
    db.execute_batch("COMMIT")?;
    Ok((db, salvaged))
}

/// A damaged file that can be asked again and again.
pub(super) struct Damaged {
    path: PathBuf,
    key: zeroize::Zeroizing<[u8; 32]>,
    open: Option<Connection>,
}

impl Damaged {
    fn open(path: PathBuf, master: &MasterKey) -> Self {
        let key = master.database();
        let open = connection::open(&path, connection::Access::Device(&key)).ok();
        Self { path, key, open }
    }

    /// What one question gives; after a failure the next is asked of a new connection.
    pub(super) fn ask<T>(&mut self, question: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(db) = &self.open else {
            return Err(StoreError::Corrupt("the file does not open".into()));
        };
        let answer = question(db);
        if answer.is_err() {
            // One process holds the file: the old connection goes first.
            self.open = None;
            self.open = connection::open(&self.path, connection::Access::Device(&self.key)).ok();
        }
        answer
    }
}

/// Moves database, WAL and index of it into a numbered folder beside.
fn move_aside(paths: &Paths) -> Result<PathBuf> {
    let free = (1..1000)
        .map(|n| paths.folder().join(format!("damaged-{n}")))
        .find(|folder| !folder.exists())
        .ok_or(StoreError::Refused("too many damaged databases stand here already"))?;
    fs::create_dir(&free)?;
    for end in ["", "-wal", "-shm"] {
        let from = paths.folder().join(format!("device.db{end}"));
        if from.exists() {
            fs::rename(from, free.join(format!("device.db{end}")))?;
        }
    }
    super::files::sync_folder(&free)?;
    Ok(free)
}

/// Key list, addresses and the like, as far as they can be read.
fn copy_facts(from: &mut Damaged, to: &Connection) -> Result<()> {
    for name in ["key_list", "endpoints", "own_hq"] {
        if let Ok(Some(value)) = from.ask(|db| rows::fact(db, name)) {
            rows::set_fact(to, name, &value)?;
        }
    }
    Ok(())
}

fn copy_journals(
    from: &mut Damaged,
    to: &Connection,
    kit: &Kit,
    salvaged: &mut Salvaged,
) -> Result<()> {
    for role in [Role::Own, Role::Common, Role::Assigned] {
        let journals = match from.ask(|db| state::journals(db, role)) {
            Ok(journals) => journals,
            Err(_) if role == Role::Own => own_by_their_pages(from, kit),
            // Headquarters has them whole.
            Err(_) => continue,
        };
        for (old, id) in journals {
            let seq = state::enter(to, id, role)?;
            let (pages, lost) = copy_pages(from, to, old, seq)?;
            let (events, missing) = copy_events(from, to, old, seq)?;
            if role == Role::Own {
                copy_receipts(from, to, old, seq)?;
                salvaged.pages += pages;
                salvaged.events += events;
                salvaged.missing += missing;
            } else if lost + missing > 0 || pages == 0 || !reaches_its_pages(to, seq)? {
                // Headquarters has it whole: forgotten here, it comes again from page 1.
                for table in ["pages", "events"] {
                    to.execute(&format!("DELETE FROM {table} WHERE journal = ?1"), [seq])?;
                }
                to.execute("DELETE FROM journals WHERE seq = ?1", [seq])?;
            }
        }
    }
    Ok(())
}

/// The own journals where their table does not read: by the headers of their pages, and the one
/// with events and no page yet is the one that is written now.
fn own_by_their_pages(from: &mut Damaged, kit: &Kit) -> Vec<(i64, JournalId)> {
    let chain = kit.certificate.journals();
    let mut own = Vec::new();
    let mut bare = None;
    // Two of headquarters' stand beside the own ones.
    for seq in 1..=chain.len() as i64 + 2 {
        let page: Result<Option<Vec<u8>>> = from.ask(|db| {
            let mut select = db.prepare("SELECT bytes FROM pages WHERE journal = ?1 LIMIT 1")?;
            Ok(select.query_row([seq], |row| row.get(0)).optional()?)
        });
        match page {
            Ok(Some(bytes)) => {
                let journal = Page::decode(kit.election, &bytes).map(|page| page.header().journal);
                own.extend(journal.ok().filter(|id| chain.contains(id)).map(|id| (seq, id)));
            }
            Ok(None) => bare = Some(seq),
            Err(_) => {}
        }
    }
    let written_now = kit.journal();
    if own.iter().all(|(_, id)| *id != written_now) {
        own.extend(bare.map(|seq| (seq, written_now)));
    }
    own.sort_by_key(|(seq, _)| *seq);
    own
}

/// Whether the last event is the last one the pages hold: a lost tail leaves no gap to count.
fn reaches_its_pages(db: &Connection, seq: i64) -> Result<bool> {
    Ok(db.query_row(
        "SELECT (SELECT COALESCE(MAX(last_ordinal), 0) FROM pages WHERE journal = ?1) \
         <= (SELECT COALESCE(MAX(ordinal), 0) FROM events WHERE journal = ?1)",
        [seq],
        |row| row.get(0),
    )?)
}

type EventRow = (Vec<u8>, i64, Vec<u8>);

fn copy_events(from: &mut Damaged, to: &Connection, old: i64, seq: i64) -> Result<(u64, u64)> {
    let mut insert = to.prepare(
        "INSERT INTO events (journal, ordinal, boot, drift, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let (mut events, mut last, mut ordinal) = (0, 0, 1u64);
    while ordinal - last <= MISSES_MAX {
        let row: Result<Option<EventRow>> = from.ask(|db| {
            let mut select = db.prepare_cached(
                "SELECT boot, drift, bytes FROM events WHERE journal = ?1 AND ordinal = ?2",
            )?;
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            Ok(select.query_row(params![old, ordinal], read).optional()?)
        });
        if let Ok(Some((boot, drift, bytes))) = row {
            insert.execute(params![seq, ordinal, boot, drift, bytes])?;
            events += 1;
            last = ordinal;
        }
        ordinal += 1;
    }
    Ok((events, last - events))
}

type PageRow = (u64, Vec<u8>, Vec<u8>, [u8; 3], Vec<u8>, bool, i64);

fn copy_pages(from: &mut Damaged, to: &Connection, old: i64, seq: i64) -> Result<(u64, u64)> {
    let mut insert = to.prepare(
        "INSERT INTO pages (journal, number, last_ordinal, hash, salt, state, held, refused, \
         bytes, urgent, custody_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let (mut pages, mut last, mut number) = (0, 0, 1u64);
    while number - last <= MISSES_MAX {
        let row: Result<Option<PageRow>> = from.ask(|db| {
            let mut select = db.prepare_cached(
                "SELECT last_ordinal, hash, salt, state, held, refused, bytes, urgent, custody_at \
                 FROM pages WHERE journal = ?1 AND number = ?2",
            )?;
            let read = |row: &Row<'_>| {
                let states = [row.get(3)?, row.get(4)?, row.get(5)?];
                let (bytes, urgent, custody) = (row.get(6)?, row.get(7)?, row.get(8)?);
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, states, bytes, urgent, custody))
            };
            Ok(select.query_row(params![old, number], read).optional()?)
        });
        if let Ok(Some((ordinal, hash, salt, [state, held, refused], bytes, urgent, custody))) = row
        {
            insert.execute(params![
                seq, number, ordinal, hash, salt, state, held, refused, bytes, urgent, custody
            ])?;
            pages += 1;
            last = number;
        }
        number += 1;
    }
    Ok((pages, last - pages))
}

type ReceiptRow = (u64, Vec<u8>, i64, Vec<u8>);

fn copy_receipts(from: &mut Damaged, to: &Connection, old: i64, seq: i64) -> Result<()> {
    let mut saved: Vec<ReceiptRow> = Vec::new();
    // What reads before a bad page is enough: headquarters says the newest again.
    let _rest = from.ask(|db| {
        let mut select =
            db.prepare("SELECT number, hash, received_at, bytes FROM receipts WHERE journal = ?1")?;
        let mut found = select.query([old])?;
        while let Some(row) = found.next()? {
            saved.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        }
        Ok(())
    });
    for (number, hash, at, bytes) in saved {
        to.execute(
            "INSERT OR IGNORE INTO receipts (journal, number, hash, received_at, bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![seq, number, hash, at, bytes],
        )?;
    }
    Ok(())
}

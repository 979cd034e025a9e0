//! What can be read of a damaged database's carried pages, and of what belongs to them.
//!
//! Row by row, like the own journals: one bad page of the file costs the rows on it. A page whose
//! author's row is lost stays, without a certificate, until its device comes again. It refuses to
//! put a carried page anywhere near the own journals. Rejected: dropping what devices would give
//! again anyway; they may have gone home.

use journal::ids::{ElectionId, Hash};
use journal::page::Page;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use crate::device::salvage::{Damaged, MISSES_MAX};
use crate::error::Result;

/// Small tables that are copied as far as they read: name, columns.
const BESIDE: [(&str, &str); 6] = [
    ("first_contacts", "invitation, journal, at"),
    ("relays", "spki, relay, last_met"),
    ("relay_certificates", "relay, links, certificate"),
    ("carried_custody", "journal, relay, number, received_at, bytes"),
    ("meetings", "journal, last_contact, common, word, version"),
    ("carried_held", "journal, number, hash, reason, bytes"),
];

const JOURNALS: &str = "seq, journal, invitation, certificate, links, hq, hq_by, receipted, \
                        receipted_hash, receipt, told_at";
const PAGES: &str = "seq, journal, number, hash, state, quarantine, refused, tries, via, relay, \
                     received_at, bytes";
const HANDED: &str = "seq, journal, number, hash, bytes";

/// Copies what is carried; gives how many pages of other devices that is.
pub(in crate::device) fn save(
    from: &mut Damaged,
    to: &Connection,
    election: ElectionId,
) -> Result<u64> {
    copy_rows(from, to, "carried_journals", JOURNALS)?;
    let pages = copy_rows(from, to, "carried_pages", PAGES)?;
    copy_rows(from, to, "handed_pages", HANDED)?;
    for (table, columns) in BESIDE {
        copy_while_it_reads(from, to, table, columns)?;
    }
    enter_orphans(to, election)?;
    // Headquarters' pages for others must follow one another from the first.
    to.execute(include_str!("drop_unlinked_handed.sql"), [])?;
    Ok(pages)
}

/// A table with a `seq` of its own, row by row, however many of them do not read.
fn copy_rows(from: &mut Damaged, to: &Connection, table: &str, columns: &str) -> Result<u64> {
    let known = from.ask(|db| {
        let mut select = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1")?;
        Ok(select.exists([table])?)
    });
    if matches!(known, Ok(false)) {
        // A file from before there were relays.
        return Ok(0);
    }
    let next = format!("SELECT {columns} FROM {table} WHERE seq >= ?1 ORDER BY seq LIMIT 1");
    let mut insert = to.prepare(&inserting(table, columns))?;
    let (mut copied, mut at, mut misses) = (0, 1i64, 0);
    while misses <= MISSES_MAX {
        let row = from.ask(|db| {
            let mut select = db.prepare_cached(&next)?;
            Ok(select
                .query_row([at], |row| Ok((row.get::<_, i64>(0)?, values(row)?)))
                .optional()?)
        });
        match row {
            Ok(None) => break,
            Ok(Some((seq, values))) => {
                copied += insert.execute(params_from_iter(values))? as u64;
                (at, misses) = (seq.saturating_add(1), 0);
            }
            Err(_) => (at, misses) = (at.saturating_add(1), misses + 1),
        }
    }
    Ok(copied)
}

fn copy_while_it_reads(
    from: &mut Damaged,
    to: &Connection,
    table: &str,
    columns: &str,
) -> Result<()> {
    let mut saved: Vec<Vec<Value>> = Vec::new();
    let _rest = from.ask(|db| {
        let mut select = db.prepare(&format!("SELECT {columns} FROM {table}"))?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            saved.push(values(row)?);
        }
        Ok(())
    });
    let mut insert = to.prepare(&inserting(table, columns))?;
    for row in saved {
        insert.execute(params_from_iter(row))?;
    }
    Ok(())
}

fn values(row: &Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

fn inserting(table: &str, columns: &str) -> String {
    let places: Vec<String> =
        (1..=columns.split(',').count()).map(|place| format!("?{place}")).collect();
    format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({})", places.join(", "))
}

/// Pages whose journal's row was lost get one without a certificate, from their own header.
fn enter_orphans(db: &Connection, election: ElectionId) -> Result<()> {
    let mut select = db.prepare(
        "SELECT journal, MIN(seq) FROM carried_pages p WHERE NOT EXISTS \
         (SELECT 1 FROM carried_journals j WHERE j.seq = p.journal) GROUP BY journal",
    )?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let orphans: Vec<(i64, i64)> = found.collect::<rusqlite::Result<_>>()?;
    for (journal, page) in orphans {
        let bytes: Vec<u8> =
            db.query_row("SELECT bytes FROM carried_pages WHERE seq = ?1", [page], |row| {
                row.get(0)
            })?;
        let Ok(page) = Page::decode(election, &bytes) else { continue };
        db.execute(
            include_str!("enter_orphan.sql"),
            params![
                journal,
                page.header().journal.0.as_slice(),
                [0u8; 16].as_slice(),
                Hash::ZERO.0.as_slice()
            ],
        )?;
    }
    Ok(())
}

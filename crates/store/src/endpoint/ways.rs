//! How pages came here, and what relays say they hold: told to people, never judged by.
//!
//! The first arrival of a page stands; a page without a row came straight from its device, so
//! that the ordinary case costs nothing. A custody note is a lead's word about pages that may
//! not be here yet; it never becomes a receipt. Rejected: the way as a column of `pages`, which
//! SQLite would read only behind every page's bytes.

use std::collections::BTreeSet;

use journal::attested::Attested;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::{JournalOutcome, Via};
use journal::page::{Page, Signed};
use journal::receipts::CustodyNote;
use rusqlite::{Connection, params};

use super::EndpointStore;
use super::tables::JournalRow;
use crate::error::{Result, StoreError};
use crate::rows;

/// Notes of one relay that are kept at most; a lead's team is far smaller.
const NOTES_OF_A_RELAY_MAX: i64 = 4096;
/// The highest page number a note may name.
const NUMBER_MAX: u64 = 1 << 48;

/// Pages of one journal, one after the other, that came the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The first page.
    pub first: PageNumber,
    /// The last page.
    pub last: PageNumber,
    /// How they came.
    pub via: Via,
    /// When the last of them was kept, Unix seconds.
    pub received_at: i64,
}

/// Pages a relay says it holds and that are not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InCustody {
    /// The relay's own journal.
    pub relay: JournalId,
    /// Whose pages.
    pub journal: JournalId,
    /// How many.
    pub pages: u64,
    /// The highest of them.
    pub last: PageNumber,
    /// The relay's clock when it said so, Unix seconds (a claim).
    pub noted_at: i64,
}

/// What was kept since a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// That moment's successor, to ask with next.
    pub upto: i64,
    /// Devices' journals with new linked pages.
    pub pages: BTreeSet<JournalId>,
    /// Devices that headquarters told something.
    pub told: BTreeSet<JournalId>,
}

impl EndpointStore {
    /// How a journal's linked pages came, in order.
    pub fn arrivals(&self, journal: JournalId) -> Result<Vec<Arrival>> {
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(Vec::new()) };
        let mut select = self.db.prepare_cached(include_str!("arrivals.sql"))?;
        let mut found = select.query([row.seq])?;
        let mut runs: Vec<Arrival> = Vec::new();
        while let Some(row) = found.next()? {
            let number = PageNumber(row.get(0)?);
            let (received_at, relay): (i64, Option<Vec<u8>>) = (row.get(1)?, row.get(2)?);
            let via = match relay {
                None => Via::Direct,
                Some(relay) if relay.is_empty() => Via::File,
                Some(relay) => Via::Relay(JournalId(rows::sixteen(&relay)?)),
            };
            match runs.last_mut() {
                Some(run) if run.via == via && run.last.next() == number => {
                    run.last = number;
                    run.received_at = run.received_at.max(received_at);
                }
                _ => runs.push(Arrival { first: number, last: number, via, received_at }),
            }
        }
        Ok(runs)
    }

    /// Pages that relays say they hold and that are neither linked, waiting nor held here.
    pub fn in_custody(&self) -> Result<Vec<InCustody>> {
        let mut select = self.db.prepare_cached(include_str!("in_custody.sql"))?;
        let mut found = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let (bytes, head, seq): (Vec<u8>, u64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let note = Attested::<CustodyNote>::decode(&bytes)
                .map_err(|error| StoreError::Corrupt(format!("custody note: {error}")))?;
            let note = note.claimed();
            let pages = missing(note, PageNumber(head), &self.beside_of(seq)?);
            if pages > 0 {
                let (relay, journal) = (note.relay, note.journal);
                let (last, noted_at) = (note.number, note.received_at);
                all.push(InCustody { relay, journal, pages, last, noted_at });
            }
        }
        Ok(all)
    }

    /// What was kept after the moment `after` (0: since the beginning).
    pub fn news(&self, after: i64) -> Result<News> {
        let mut news = News { upto: after, ..News::default() };
        let mut select = self.db.prepare_cached(
            "SELECT p.seq, j.role, j.journal, j.subject FROM pages p \
             JOIN journals j ON j.seq = p.journal WHERE p.seq > ?1",
        )?;
        let mut found = select.query([after])?;
        while let Some(row) = found.next()? {
            news.upto = news.upto.max(row.get(0)?);
            let (journal, subject): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
            match row.get::<_, u8>(1)? {
                1 => drop(news.pages.insert(JournalId(rows::sixteen(&journal)?))),
                3 => drop(news.told.insert(JournalId(rows::sixteen(&subject)?))),
                _ => {}
            }
        }
        Ok(news)
    }

    /// The moment of now, for [`EndpointStore::news`].
    pub fn news_so_far(&self) -> Result<i64> {
        let last = "SELECT COALESCE(MAX(seq), 0) FROM pages";
        Ok(self.db.prepare_cached(last)?.query_row([], |row| row.get(0))?)
    }

    pub(super) fn keep_notes(&self, notes: &[Attested<CustodyNote>]) -> Result<()> {
        for note in notes {
            let claimed = note.claimed();
            let (relay, journal) = (claimed.relay.0, claimed.journal.0);
            if claimed.number.0 > NUMBER_MAX || claimed.first > claimed.number {
                continue;
            }
            let (known, all): (i64, i64) = self
                .db
                .prepare_cached(
                    "SELECT COALESCE(SUM(journal = ?2), 0), COUNT(*) FROM custody WHERE relay = ?1",
                )?
                .query_row(params![relay.as_slice(), journal.as_slice()], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            if known == 0 && all >= NOTES_OF_A_RELAY_MAX {
                continue;
            }
            self.db.prepare_cached(include_str!("keep_custody.sql"))?.execute(params![
                relay.as_slice(),
                journal.as_slice(),
                claimed.number.0,
                claimed.received_at,
                note.encode()
            ])?;
        }
        Ok(())
    }

    /// Numbers of a journal's pages that are here and not linked.
    fn beside_of(&self, seq: i64) -> Result<BTreeSet<PageNumber>> {
        let mut select = self.db.prepare_cached(
            "SELECT number FROM waiting WHERE journal = ?1 \
             UNION SELECT number FROM quarantine WHERE journal = ?1",
        )?;
        let found = select.query_map([seq], |row| Ok(PageNumber(row.get(0)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Hashes of pages that are not here in any way; none where they came straight, which needs no
/// row.
pub(super) fn new_here(
    db: &Connection,
    seq: i64,
    via: Via,
    incoming: &[Signed<Page>],
) -> Result<BTreeSet<Hash>> {
    let mut new = BTreeSet::new();
    if via == Via::Direct {
        return Ok(new);
    }
    let mut here = db.prepare_cached(include_str!("known_here.sql"))?;
    for page in incoming {
        let (number, hash) = (page.page().header().number, page.page().hash());
        if !here
            .query_row(params![seq, number.0, hash.0.as_slice()], |row| row.get::<_, bool>(0))?
        {
            new.insert(hash);
        }
    }
    Ok(new)
}

/// Says of pages that are here now and were not before how they came.
pub(super) fn keep(
    db: &Connection,
    seq: i64,
    via: Via,
    mut new: BTreeSet<Hash>,
    outcome: &JournalOutcome,
) -> Result<()> {
    let relay: &[u8] = match &via {
        Via::Direct => return Ok(()),
        Via::Relay(relay) => &relay.0,
        Via::File => &[],
    };
    for refused in &outcome.refused {
        new.remove(&refused.hash);
    }
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO ways (journal, hash, relay) VALUES (?1, ?2, ?3)")?;
    for page in new {
        insert.execute(params![seq, page.0.as_slice(), relay])?;
    }
    Ok(())
}

/// How many pages a note names beyond the head that are not here. A note's numbers are foreign:
/// runs are counted, never walked.
fn missing(note: &CustodyNote, head: PageNumber, here: &BTreeSet<PageNumber>) -> u64 {
    let from = note.first.0.max(head.0.saturating_add(1));
    let mut pages = (note.number.0.saturating_add(1)).saturating_sub(from);
    let in_gap = |number: u64| note.gaps.iter().any(|gap| gap.0.0 <= number && number <= gap.1.0);
    for (first, last) in &note.gaps {
        let (first, last) = (first.0.max(from), last.0.min(note.number.0));
        pages = pages.saturating_sub((last.saturating_add(1)).saturating_sub(first));
    }
    let named =
        |number: &&PageNumber| (from..=note.number.0).contains(&number.0) && !in_gap(number.0);
    pages.saturating_sub(here.iter().filter(named).count() as u64)
}

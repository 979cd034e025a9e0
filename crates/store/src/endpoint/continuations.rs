//! What continues a journal, in the order it was seen: the first counts, the others are a fork.
//!
//! Entries are by journal *and* its key, so that only who signs for a journal can make one; a
//! stranger that claims the journal's id speaks of another. It refuses an endless list. Rejected:
//! the newest continuation as the one that counts, which a copied phone could take at any time.

use journal::certificate::Chain;
use journal::ids::JournalId;
use journal::judge::CONTINUATIONS_NAMED_MAX;
use rusqlite::{Connection, params};

use super::EndpointStore;
use crate::error::Result;
use crate::rows;

/// A journal that was continued more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContinuedTwice {
    /// The journal.
    pub journal: JournalId,
    /// Its continuations, the one seen first first; at most
    /// [`CONTINUATIONS_NAMED_MAX`].
    pub by: Vec<JournalId>,
    /// When the second was seen, Unix seconds.
    pub seen_at: i64,
}

/// Enters a chain's continuations; gives its first link that was not the first to continue the
/// one before.
pub(super) fn remember(db: &Connection, chain: &Chain, at: i64) -> Result<Option<JournalId>> {
    for (old, new) in chain.links().iter().zip(chain.links().iter().skip(1)) {
        let key = params![
            old.journal.0.as_slice(),
            old.verify.0.as_slice(),
            new.journal.0.as_slice(),
            at,
            CONTINUATIONS_NAMED_MAX
        ];
        db.prepare_cached(include_str!("enter_continuation.sql"))?.execute(key)?;
    }
    side(db, chain)
}

/// A chain's first link that another continuation of the one before came ahead of.
pub(super) fn side(db: &Connection, chain: &Chain) -> Result<Option<JournalId>> {
    let mut select = db.prepare_cached(
        "SELECT new FROM continuations WHERE old = ?1 AND old_key = ?2 ORDER BY seq LIMIT 1",
    )?;
    for (old, new) in chain.links().iter().zip(chain.links().iter().skip(1)) {
        let mut found = select.query(params![old.journal.0.as_slice(), old.verify.0.as_slice()])?;
        let Some(row) = found.next()? else { continue };
        if JournalId(rows::sixteen(&row.get::<_, Vec<u8>>(0)?)?) != new.journal {
            return Ok(Some(new.journal));
        }
    }
    Ok(None)
}

impl EndpointStore {
    /// Journals with two continuations: a copied phone, or a cheat.
    pub fn continued_twice(&self) -> Result<Vec<ContinuedTwice>> {
        let mut select = self.db.prepare_cached(include_str!("continued_twice.sql"))?;
        let mut found = select.query([])?;
        let mut all: Vec<ContinuedTwice> = Vec::new();
        while let Some(row) = found.next()? {
            let (old, new): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let (journal, by) = (rows::sixteen(&old)?, JournalId(rows::sixteen(&new)?));
            let journal = JournalId(journal);
            match all.last_mut().filter(|one| one.journal == journal) {
                Some(one) => {
                    if one.by.len() == 1 {
                        one.seen_at = row.get(2)?;
                    }
                    one.by.push(by);
                }
                None => all.push(ContinuedTwice { journal, by: vec![by], seen_at: row.get(2)? }),
            }
        }
        Ok(all)
    }
}

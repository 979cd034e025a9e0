//! Operators' decisions: kept in order, and what is in quarantine judged again by them.
//!
//! Several decisions of one operator step are one transaction, so that no other process sees half
//! of it. It refuses to drop anything: what a decision takes out of the count goes to quarantine.
//! Rejected: a status written by the operator's command, which a rebuild could not find again.

use std::collections::BTreeMap;

use domain::Event;
use journal::certificate::Chain;
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::{self, Fork, Place, Quota, status_of};
use journal::keeper::{Decision, Recipient};
use journal::page::Head;
use rand_core::CryptoRng;
use rusqlite::{Connection, params};

use super::own::Writing;
use super::tables::{self, JournalRow, signed};
use super::{EndpointStore, continuations, keeper};
use crate::error::{Result, StoreError};
use crate::rows;

const ALL: &str = "SELECT kind, invitation, journal, number, hash FROM decisions ORDER BY seq";
/// A relay's table has no page's hash: which of two branches counts is none of its business.
const ALL_AT_A_RELAY: &str =
    "SELECT kind, invitation, journal, number, x'' FROM decisions ORDER BY seq";

/// All decisions in the order they were taken.
pub(super) fn all(db: &Connection) -> Result<Vec<Decision>> {
    read(db, ALL)
}

/// The same of a lead's relay.
pub(crate) fn all_at_a_relay(db: &Connection) -> Result<Vec<Decision>> {
    read(db, ALL_AT_A_RELAY)
}

/// Keeps a decision at a lead's relay, where there are no branches to choose from.
pub(crate) fn keep_at_a_relay(db: &Connection, decision: Decision, at: i64) -> Result<()> {
    let Columns { kind, invitation, journal, number, .. } = Columns::of(decision);
    if !matches!(decision, Decision::AdmitBranch { .. }) {
        db.execute(
            "INSERT INTO decisions (kind, invitation, journal, number, at) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![kind, invitation, journal, number, at],
        )?;
    }
    Ok(())
}

fn read(db: &Connection, sql: &str) -> Result<Vec<Decision>> {
    let mut select = db.prepare_cached(sql)?;
    let found = select.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, Vec<u8>>(4)?))
    })?;
    found
        .map(|row| {
            let (kind, invitation, journal, number, hash): (u8, Vec<u8>, Vec<u8>, i64, Vec<u8>) =
                row?;
            let page = PageNumber(u64::try_from(number).unwrap_or(0));
            let of = |bytes: &[u8]| rows::sixteen(bytes).map(JournalId);
            Ok(match kind {
                1 => Decision::Revoke {
                    invitation: InvitationId(rows::sixteen(&invitation)?),
                    last_good: match journal.is_empty() {
                        true => None,
                        false => Some((of(&journal)?, page)),
                    },
                },
                2 => Decision::Admit { journal: of(&journal)? },
                3 => Decision::End { journal: of(&journal)?, last: page },
                4 => Decision::AdmitBranch {
                    journal: of(&journal)?,
                    number: page,
                    hash: rows::hash(&hash)?,
                },
                _ => return Err(StoreError::Corrupt("a decision's kind".into())),
            })
        })
        .collect()
}

/// A decision as its columns.
struct Columns {
    kind: u8,
    invitation: Vec<u8>,
    journal: Vec<u8>,
    number: i64,
    hash: Vec<u8>,
}

impl Columns {
    fn of(decision: Decision) -> Self {
        let none = Vec::new;
        let (kind, invitation, journal, number, hash) = match decision {
            Decision::Revoke { invitation, last_good } => {
                let (journal, last) = match last_good {
                    Some((journal, last)) => (journal.0.to_vec(), signed(last)),
                    None => (none(), -1),
                };
                (1, invitation.0.to_vec(), journal, last, none())
            }
            Decision::Admit { journal } => (2, none(), journal.0.to_vec(), -1, none()),
            Decision::End { journal, last } => {
                (3, none(), journal.0.to_vec(), signed(last), none())
            }
            Decision::AdmitBranch { journal, number, hash } => {
                (4, none(), journal.0.to_vec(), signed(number), hash.0.to_vec())
            }
        };
        Self { kind, invitation, journal, number, hash }
    }
}

fn keep(db: &Connection, decision: Decision, at: i64) -> Result<()> {
    let Columns { kind, invitation, journal, number, hash } = Columns::of(decision);
    db.execute(
        "INSERT INTO decisions (kind, invitation, journal, number, at, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![kind, invitation, journal, number, at, hash],
    )?;
    Ok(())
}

impl EndpointStore {
    /// Says what an operator decided and does it, in one transaction: a device is never told of
    /// a decision that does not hold, and none holds that nobody was told of. What the decision
    /// rests on is read by `decide` in the same transaction, so that no page is receipted between.
    ///
    /// # Errors
    /// The store or `decide` failed; then neither was said nor decided.
    pub fn publish_decided(
        &mut self,
        decide: impl FnOnce(&Self) -> Result<(Vec<Event>, Vec<Decision>)>,
        writing: &Writing<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        self.write(|store| {
            let (events, decisions) = decide(store)?;
            store.publish_one(Recipient::Common, &events, writing, rng)?;
            store.take_decisions(&decisions, writing.sealed_at)
        })
    }

    /// Takes decisions in order, within the transaction of whatever says them.
    pub(super) fn take_decisions(&self, decisions: &[Decision], at: i64) -> Result<()> {
        for decision in decisions {
            keep(&self.db, *decision, at)?;
        }
        let mut concerned = BTreeMap::new();
        for decision in decisions {
            for row in self.touched_by(*decision)? {
                concerned.insert(row.seq, row.journal);
            }
        }
        let all = all(&self.db)?;
        for journal in concerned.into_values() {
            self.judge_again(journal, &all, at)?;
        }
        for decision in decisions {
            if let Decision::AdmitBranch { journal, number, hash } = *decision {
                self.choose(journal, number, hash, at)?;
            }
        }
        Ok(())
    }

    fn judge_again(&self, journal: JournalId, decisions: &[Decision], at: i64) -> Result<()> {
        let Some(mut row) = JournalRow::find(&self.db, journal)? else { return Ok(()) };
        let (_, chain) = row.author(&self.keys)?;
        let first = tables::first_contact(&self.db, &chain, at)?;
        let side = continuations::remember(&self.db, &chain, at)?;
        let side = side.filter(|_| self.place == Place::Headquarters);
        row.status = status_of(&chain, row.journal, first, side, decisions);
        let again = self
            .beside("quarantine", row.seq)?
            .into_iter()
            .map(|(_, _, bytes)| keeper::signed(self.decode(&bytes)?, &chain))
            .collect::<Result<_>>()?;
        self.db.execute("DELETE FROM quarantine WHERE journal = ?1", [row.seq])?;
        tables::touch_beside(&self.db, row.seq)?;
        // What is kept already is never refused.
        self.take(&row, &chain, again, at, Quota::UNBOUNDED)?;
        if row.folded > row.counts_to() {
            // What counted and counts no more is folded anew without it.
            self.forget_views(row.seq)?;
        }
        Ok(())
    }

    fn choose(&self, journal: JournalId, number: PageNumber, hash: Hash, at: i64) -> Result<()> {
        let Some(row) = JournalRow::find(&self.db, journal)? else { return Ok(()) };
        if row.certificate.is_empty() || self.place != Place::Headquarters {
            return Ok(());
        }
        let (_, chain) = row.author(&self.keys)?;
        let Some(before) = self.head_before(row.seq, number)? else { return Ok(()) };
        let fork = self.fork(&row, &chain, before)?;
        let view = self.view(&row, &chain, Quota::UNBOUNDED)?;
        let Some(plan) = judge::choose(view, fork, hash, at) else { return Ok(()) };
        self.db.execute("DELETE FROM quarantine WHERE journal = ?1", [row.seq])?;
        self.db.execute(
            "DELETE FROM pages WHERE journal = ?1 AND number >= ?2",
            params![row.seq, number.0],
        )?;
        // What was found in a page that counts no more is a finding no more.
        self.db.execute(
            "DELETE FROM findings WHERE journal = ?1 AND number >= ?2",
            params![row.seq, number.0],
        )?;
        self.carry_out(&row, plan, at)?;
        self.forget_views(row.seq)
    }

    /// The page before a number, as a head; `None` where it is not kept.
    pub(super) fn head_before(&self, seq: i64, number: PageNumber) -> Result<Option<Head>> {
        if number.0 <= 1 {
            return Ok(Some(Head::START));
        }
        let before = number.0 - 1;
        Ok(self.pages_between(seq, before, before)?.first().map(journal::page::Page::head))
    }

    fn fork(&self, row: &JournalRow, chain: &Chain, before: Head) -> Result<Fork> {
        let linked = self.pages_between(row.seq, before.number.0 + 1, u64::MAX)?;
        let mut held = Vec::new();
        let reasons = self.held(row.seq)?;
        for (number, hash, bytes) in self.beside("quarantine", row.seq)? {
            let reason = reasons.get(&(number, hash)).copied();
            let reason = reason.ok_or_else(|| StoreError::Corrupt("a held page".into()))?;
            held.push((keeper::signed(self.decode(&bytes)?, chain)?, reason));
        }
        let signed = |page| keeper::signed(page, chain);
        Ok(Fork { before, linked: linked.into_iter().map(signed).collect::<Result<_>>()?, held })
    }

    fn forget_views(&self, seq: i64) -> Result<()> {
        rows::clear(&self.db, seq)?;
        self.db.execute(
            "UPDATE journals SET folded = 0, revision = revision + 1 WHERE seq = ?1",
            [seq],
        )?;
        Ok(())
    }

    /// Device journals a decision can concern: all of its invitation, also where only what
    /// continues the named journal was seen here.
    fn touched_by(&self, decision: Decision) -> Result<Vec<JournalRow>> {
        let (named, id) = match decision {
            Decision::Revoke { invitation, .. } => ("invitation = ?1", invitation.0),
            Decision::Admit { journal } | Decision::End { journal, .. } => {
                ("journal IN (SELECT journal FROM chain)", journal.0)
            }
            // A branch is chosen; nobody's status changes.
            Decision::AdmitBranch { .. } => return Ok(Vec::new()),
        };
        let sql =
            format!(include_str!("of_invitation.sql"), columns = tables::COLUMNS, named = named);
        let mut select = self.db.prepare(&sql)?;
        let mut found = select.query([id.as_slice()])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(JournalRow::read(row)?);
        }
        Ok(rows)
    }
}

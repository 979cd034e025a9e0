//! Decisions on what is carried: told by headquarters' common journal, applied to quarantine.
//!
//! A revocation reaches a relay as fast as any device; what lies in quarantine is judged again
//! and stays in the tables whatever comes out. A decision given by hand counts after those. It
//! refuses to delete: whether a page counts is headquarters' to say, here it only waits. Rejected:
//! keeping the told decisions in a table, where a common journal read again would double them.

use std::collections::BTreeMap;

use journal::certificate::Chain;
use journal::ids::{Hash, InvitationId, JournalId, PageNumber};
use journal::judge::{Beside, JournalView, Place, Quota, Status, plan, status_of};
use journal::keeper::{Decision, HeldPage, Standing};
use journal::page::{Head, Page, Signed};
use rusqlite::params;

use super::tables::{self, CarriedRow};
use crate::device::DeviceStore;
use crate::endpoint::{decisions, tables as shared};
use crate::error::{Result, StoreError};

impl DeviceStore {
    /// Headquarters' decisions as its common journal tells them, then those given by hand.
    pub(super) fn decisions(&self) -> Result<Vec<Decision>> {
        let mut told: BTreeMap<u64, Vec<Decision>> = BTreeMap::new();
        if let Some(common) = &self.common {
            for it in common.fold.revocations() {
                let journal = it.journal.map(|journal| JournalId(journal.0));
                let last_good = journal.zip(it.last_good_page.map(PageNumber));
                let invitation = InvitationId(it.invitation);
                told.entry(it.ordinal)
                    .or_default()
                    .push(Decision::Revoke { invitation, last_good });
            }
            for it in common.fold.admissions() {
                let at = told.entry(it.ordinal).or_default();
                at.extend(it.ends.iter().map(|(journal, last)| Decision::End {
                    journal: JournalId(journal.0),
                    last: PageNumber(*last),
                }));
                let journal = JournalId(it.journal.0);
                at.push(match &it.hash {
                    None => Decision::Admit { journal },
                    Some(hash) => Decision::AdmitBranch {
                        journal,
                        number: PageNumber(it.first_page),
                        hash: Hash(**hash),
                    },
                });
            }
        }
        let mut all: Vec<Decision> = told.into_values().flatten().collect();
        all.extend(decisions::all_at_a_relay(&self.db)?);
        Ok(all)
    }

    /// Judges what lies in quarantine again, after a decision. Nothing leaves the tables by it.
    pub(in crate::device) fn judge_again(&self) -> Result<()> {
        let keys = self.known_keys()?;
        let decisions = self.decisions()?;
        for row in CarriedRow::all(&self.db)? {
            let (kept, held) = self.carried_hashes(row.seq)?;
            // A certificate whose key was withdrawn proves nothing any more: left as it is.
            let Ok((_, chain)) = row.author(&keys) else { continue };
            let first = tables::known_contact(&self.db, chain.invitation)?;
            let Some(first) = first.filter(|_| !held.is_empty()) else { continue };
            let again = self.quarantined(row.seq, &chain)?;
            let view = JournalView {
                place: Place::Relay,
                journal: row.journal,
                status: status_of(&chain, row.journal, first, None, &decisions),
                head: Head::START,
                head_received_at: 0,
                kept,
                waiting: Vec::new(),
                held: BTreeMap::new(),
                beside: Beside::default(),
                // What is kept already is never refused.
                quota: Quota::UNBOUNDED,
            };
            let plan = plan(view, again, 0);
            for page in &plan.carry {
                self.set_quarantine(row.seq, page.page(), 0)?;
            }
            for (page, reason) in &plan.hold {
                self.set_quarantine(row.seq, page.page(), shared::reason_code(*reason))?;
            }
        }
        Ok(())
    }

    fn set_quarantine(&self, seq: i64, page: &Page, code: u8) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE carried_pages SET quarantine = ?1 \
                 WHERE journal = ?2 AND number = ?3 AND hash = ?4",
            )?
            .execute(params![code, seq, page.header().number.0, page.hash().0.as_slice()])?;
        Ok(())
    }

    fn quarantined(&self, seq: i64, chain: &Chain) -> Result<Vec<Signed<Page>>> {
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM carried_pages WHERE journal = ?1 AND quarantine <> 0 \
             ORDER BY number, hash",
        )?;
        let found = select.query_map([seq], |row| row.get::<_, Vec<u8>>(0))?;
        found
            .map(|bytes| {
                let page = self.page_of(&bytes?)?;
                chain
                    .check_page(page)
                    .map_err(|_| StoreError::Corrupt("a kept page's signature".into()))
            })
            .collect()
    }

    pub(super) fn carried_standing(&self, journal: JournalId) -> Result<Option<Standing>> {
        let Some(row) = CarriedRow::find(&self.db, journal)? else { return Ok(None) };
        let (_, held) = self.carried_hashes(row.seq)?;
        let status = match row.author(&self.known_keys()?) {
            Ok((_, chain)) => match tables::known_contact(&self.db, chain.invitation)? {
                Some(first) => status_of(&chain, journal, first, None, &self.decisions()?),
                None => Status::Good,
            },
            Err(_) => Status::Good,
        };
        let held = held
            .into_iter()
            .map(|((number, hash), reason)| HeldPage { number, hash, reason })
            .collect();
        let (head, head_received_at, waiting) = (Head::START, 0, Vec::new());
        Ok(Some(Standing { status, head, head_received_at, waiting, held }))
    }
}

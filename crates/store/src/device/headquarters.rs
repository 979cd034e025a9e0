//! What headquarters says: pages of its common journal and of the one for this device.
//!
//! Each page is linked to the one before, opened by the members' key or by the device's own, and
//! folded. It refuses a page that does not follow; a page that does not open is kept all the same,
//! since the next one links to it. Rejected: trusting the answer's order instead of the hashes.

use journal::event::EventClock;
use journal::ids::JournalId;
use journal::page::{Head, Page, Signed};
use rusqlite::{Connection, params};

use super::state::{self, Headquarters, Role};
use super::{DeviceStore, record};
use crate::error::Result;
use crate::rows;

/// Stands for the salt of a page that did not open; a real one is random.
const NO_SALT: [u8; 16] = [0; 16];

impl DeviceStore {
    /// Takes pages of headquarters' journals in any order; gives how many were new. Part of
    /// the caller's transaction: the memory side must be loaded again if that fails.
    pub(super) fn take_pages(
        &mut self,
        assigned: Option<JournalId>,
        pages: &[Signed<Page>],
    ) -> Result<u64> {
        let common = self.kit.keys.as_ref().map(|keys| keys.list().common);
        if self.common.is_none()
            && let Some(id) = common
        {
            let seq = state::enter(&self.db, id, Role::Common)?;
            self.common = Some(Headquarters::load(&self.db, seq, id)?);
        }
        if let Some(id) = assigned
            && self.assigned.as_ref().is_none_or(|known| known.id != id)
        {
            let seq = state::enter(&self.db, id, Role::Assigned)?;
            self.assigned = Some(Headquarters::load(&self.db, seq, id)?);
        }
        let mut sorted: Vec<&Signed<Page>> = pages.iter().collect();
        sorted.sort_by_key(|page| page.page().header().number);
        let mut taken = 0;
        for page in sorted {
            taken += u64::from(self.take_page(page)?);
        }
        Ok(taken)
    }

    /// Takes pages of headquarters' journals, this device's own and those for carried devices.
    /// News of the common journal is looked at for decisions on what is carried.
    pub(super) fn take_told(
        &mut self,
        assigned: Option<JournalId>,
        pages: &[Signed<Page>],
    ) -> Result<u64> {
        let before = self.common.as_ref().map(|common| common.head);
        let taken = self.take_pages(assigned, pages)?;
        let mut sorted: Vec<&Signed<Page>> = pages.iter().collect();
        sorted.sort_by_key(|page| page.page().header().number);
        let handed = self.hand_on(&sorted)?;
        if self.common.as_ref().map(|common| common.head) != before {
            self.judge_again()?;
        }
        Ok(taken + handed)
    }

    /// Whether a relay's hint is true that a journal is headquarters' for this device: it is the
    /// one that is known, or a new one whose first page opens with this device's key.
    pub(super) fn believes(&self, journal: JournalId, pages: &[Signed<Page>]) -> bool {
        let known = |known: &Headquarters| known.id == journal;
        if self.assigned.as_ref().is_some_and(known) {
            return true;
        }
        let former = state::journals(&self.db, Role::Assigned).unwrap_or_default();
        let first = |page: &&Signed<Page>| page.page().header().journal == journal;
        !former.iter().any(|(_, id)| *id == journal)
            && pages.iter().filter(first).any(|page| self.opens_for_me(page))
    }

    /// Whether this is the first page of a journal that headquarters seals to this device.
    pub(super) fn opens_for_me(&self, page: &Signed<Page>) -> bool {
        let header = page.page().header();
        let index = (header.key as usize).checked_sub(1);
        let secret = index.and_then(|index| self.kit.opening.get(index));
        header.number.0 == 1 && secret.is_some_and(|secret| page.page().open(secret).is_ok())
    }

    fn take_page(&mut self, signed: &Signed<Page>) -> Result<bool> {
        let header = signed.page().header();
        let is = |known: &Option<Headquarters>| {
            known.as_ref().is_some_and(|known| known.id == header.journal)
        };
        let (opener, journal) = if is(&self.common) {
            (Some(&self.kit.members), &mut self.common)
        } else if is(&self.assigned) {
            let index = (header.key as usize).checked_sub(1);
            (index.and_then(|index| self.kit.opening.get(index)), &mut self.assigned)
        } else {
            return Ok(false);
        };
        let Some(journal) = journal.as_mut() else { return Ok(false) };
        let Ok(verified) = journal.head.link(signed.clone()) else { return Ok(false) };
        let page = verified.page();
        let opened = opener.and_then(|secret| page.open(secret).ok());
        let kept: Vec<(u64, EventClock, Vec<u8>)> = opened
            .as_ref()
            .map(|opened| opened.events.clone())
            .unwrap_or_default()
            .into_iter()
            .map(|event| (event.ordinal.0, event.clock, event.bytes.into_vec()))
            .collect();
        let salt = opened.as_ref().map_or(NO_SALT, |opened| opened.salt.0);
        keep(&self.db, journal.seq, page, salt, &kept)?;
        let stamped: Vec<_> = kept
            .into_iter()
            .map(|(ordinal, clock, bytes)| record::KeptEvent { ordinal, clock, bytes })
            .filter_map(|one| record::stamp(&one))
            .collect();
        let changed = journal.fold.apply(&stamped);
        rows::save(&self.db, journal.seq, &changed)?;
        journal.head = page.head();
        Ok(true)
    }

    /// Numbers of headquarters' pages that did not open, of the common journal and of those to
    /// this device. They are kept, since the next ones link to them; what they say is not known.
    pub fn unopened_pages(&self) -> Result<Vec<u64>> {
        let mut select = self.db.prepare_cached(include_str!("unopened.sql"))?;
        let found = select.query_map([NO_SALT.as_slice()], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Where this device stands in headquarters' journals, for the hello.
    pub(super) fn headquarters_heads(&self) -> Vec<(JournalId, Head)> {
        let both = self.common.iter().chain(self.assigned.iter());
        both.map(|journal| (journal.id, journal.head)).collect()
    }
}

fn keep(
    db: &Connection,
    seq: i64,
    page: &Page,
    salt: [u8; 16],
    kept: &[(u64, EventClock, Vec<u8>)],
) -> Result<()> {
    let last = kept.last().map_or(0, |(ordinal, ..)| *ordinal);
    db.prepare_cached(
        "INSERT INTO pages (journal, number, last_ordinal, hash, salt, state, held, refused, \
         bytes) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0, 0, ?6)",
    )?
    .execute(params![
        seq,
        page.header().number.0,
        last,
        page.hash().0.as_slice(),
        salt.as_slice(),
        page.bytes()
    ])?;
    record::insert(db, seq, kept)
}

//! Headquarters' words for carried devices: receipts, Held answers, its journals for them.
//!
//! Kept byte for byte and handed back as they came. A receipt marks carried pages only along
//! their links, so that a branch headquarters never saw is not taken for delivered. It refuses
//! words on journals nothing is carried for. Rejected: believing a relay about which journal of
//! headquarters' is whose against headquarters' own word.

use journal::answer::{Have, RefusedPage};
use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{Recipient, Word};
use journal::outbox::{Accepted, Alarm};
use journal::page::{Head, Page, Signed};
use journal::receipts::{Held, Receipt};
use rusqlite::params;

use super::tables::{CarriedRow, NamedBy};
use crate::device::DeviceStore;
use crate::device::outbox::refusal_code;
use crate::endpoint::tables as shared;
use crate::error::Result;
use crate::rows;

/// A carried page without its bytes.
struct Row {
    seq: i64,
    head: Head,
}

impl DeviceStore {
    /// A receipt for a carried journal; part of the caller's transaction. `at` is this device's
    /// clock.
    pub(in crate::device) fn take_carried_receipt(
        &self,
        receipt: &Attested<Receipt>,
        at: i64,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let body = receipt.claimed();
        let Some(row) = CarriedRow::find(&self.db, body.journal)? else { return Ok(()) };
        let named = Head { number: body.number, hash: body.hash };
        if body.number > row.receipted.number {
            self.set_receipted(row.seq, named, &receipt.encode(), at)?;
        }
        let pages = self.up_to(row.seq, body.number)?;
        let (mut same, mut other) = (false, false);
        for page in pages.iter().filter(|page| page.head.number == named.number) {
            same |= page.head.hash == named.hash;
            other |= page.head.hash != named.hash;
        }
        if other && !same {
            // An own journal's copy is answered for where the own pages are looked at.
            if self.own_seq(body.journal).is_none() {
                let (journal, number) = (body.journal, body.number);
                accepted.alarms.push(Alarm::CarriedFork { journal, number });
            }
            return Ok(());
        }
        accepted.receipted += self.mark_along_links(&pages, named)?;
        Ok(())
    }

    /// Marks what the receipt covers: by hash from page to page. Below a gap it says nothing, for
    /// a copied phone may have two pages of that number: those go to headquarters themselves,
    /// and its answer settles them.
    fn mark_along_links(&self, pages: &[Row], named: Head) -> Result<u64> {
        let mut expected = named;
        let mut marked = 0;
        let mut rest = pages;
        while let Some(first) = rest.first() {
            let number = first.head.number;
            let end = rest.iter().take_while(|page| page.head.number == number).count();
            let (here, below) = rest.split_at(end);
            rest = below;
            let Some(taken) = here.iter().find(|page| page.head == expected) else { break };
            marked += self
                .db
                .prepare_cached(
                    "UPDATE carried_pages SET state = 1, refused = 0 WHERE seq = ?1 AND state <> 1",
                )?
                .execute([taken.seq])? as u64;
            let Some(before) = self.before(taken.seq)? else { break };
            expected = before;
        }
        Ok(marked)
    }

    /// The page before a carried one, as it names it.
    fn before(&self, seq: i64) -> Result<Option<Head>> {
        let bytes: Vec<u8> = self
            .db
            .prepare_cached("SELECT bytes FROM carried_pages WHERE seq = ?1")?
            .query_row([seq], |row| row.get(0))?;
        let header = *self.page_of(&bytes)?.header();
        let number = header.number.0.checked_sub(1).filter(|number| *number > 0);
        Ok(number.map(|number| Head { number: PageNumber(number), hash: header.previous }))
    }

    /// Carried pages of a journal up to a number, the highest first.
    fn up_to(&self, seq: i64, number: PageNumber) -> Result<Vec<Row>> {
        let mut select = self.db.prepare_cached(
            "SELECT seq, number, hash FROM carried_pages \
             WHERE journal = ?1 AND number <= ?2 ORDER BY number DESC, hash",
        )?;
        let mut found = select.query(params![seq, number.0.min(u64::MAX >> 1)])?;
        let mut pages = Vec::new();
        while let Some(row) = found.next()? {
            let hash = rows::hash(&row.get::<_, Vec<u8>>(2)?)?;
            let head = Head { number: PageNumber(row.get(1)?), hash };
            pages.push(Row { seq: row.get(0)?, head });
        }
        Ok(pages)
    }

    fn set_receipted(&self, seq: i64, head: Head, receipt: &[u8], at: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE carried_journals SET receipted = ?1, receipted_hash = ?2, receipt = ?3, \
                 told_at = ?4 WHERE seq = ?5",
            )?
            .execute(params![head.number.0, head.hash.0.as_slice(), receipt, at, seq])?;
        Ok(())
    }

    /// Headquarters' Held for a carried page. A relay's own Held settles nothing here.
    pub(in crate::device) fn take_carried_held(
        &self,
        held: &Attested<Held>,
        at: i64,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let body = held.claimed();
        let Some(row) = CarriedRow::find(&self.db, body.journal)? else { return Ok(()) };
        let reason = shared::reason_code(body.reason);
        let newly = self.db.execute(
            "UPDATE carried_pages SET state = 2, refused = 0 \
             WHERE journal = ?1 AND number = ?2 AND hash = ?3 AND state = 0",
            params![row.seq, body.number.0.min(u64::MAX >> 1), body.hash.0.as_slice()],
        )?;
        accepted.held += newly as u64;
        let carried: bool = self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM carried_pages \
             WHERE journal = ?1 AND number = ?2 AND hash = ?3)",
            params![row.seq, body.number.0.min(u64::MAX >> 1), body.hash.0.as_slice()],
            |row| row.get(0),
        )?;
        if newly > 0 {
            self.db.execute(
                "UPDATE carried_journals SET told_at = ?1 WHERE seq = ?2",
                params![at, row.seq],
            )?;
        }
        if carried {
            self.db.execute(
                include_str!("keep_held_word.sql"),
                params![row.seq, body.number.0, body.hash.0.as_slice(), reason, held.encode()],
            )?;
        }
        Ok(())
    }

    /// A carried page that a peer did not keep: it stays, with the reason.
    pub(in crate::device) fn take_carried_refusal(&self, refused: &RefusedPage) -> Result<()> {
        self.db.prepare_cached(include_str!("note_refusal.sql"))?.execute(params![
            refusal_code(refused.refusal),
            refused.hash.0.as_slice(),
            refused.number.0.min(u64::MAX >> 1),
            refused.journal.0.as_slice()
        ])?;
        Ok(())
    }

    /// Headquarters holds less of a carried journal than it receipted: it was restored, and the
    /// pages that are still here go out again.
    pub(in crate::device) fn compare_carried(
        &self,
        have: &Have,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let Some(row) = CarriedRow::find(&self.db, have.journal)? else { return Ok(()) };
        if let Some(last) = have.waiting.iter().max() {
            let again = self.db.execute(
                "UPDATE carried_pages SET state = 0, tries = 0 \
                 WHERE journal = ?1 AND state = 2 AND number > ?2 AND number < ?3",
                params![row.seq, have.number.0, last.0.min(u64::MAX >> 1)],
            )?;
            accepted.more |= again > 0;
        }
        if have.number >= row.receipted.number {
            return Ok(());
        }
        let (journal, number) = (have.journal, have.number);
        accepted.alarms.push(Alarm::PeerHoldsLess { journal, number });
        self.set_receipted(row.seq, Head { number, hash: have.hash }, &[], 0)?;
        let again = self.db.execute(
            "UPDATE carried_pages SET state = 0, tries = 0 \
             WHERE journal = ?1 AND ((number > ?2 AND state = 1) OR state = 2)",
            params![row.seq, number.0],
        )?;
        accepted.more |= again > 0;
        Ok(())
    }

    /// Which journals of headquarters' belong to carried devices.
    pub(in crate::device) fn take_owns(
        &self,
        owns: &[(JournalId, JournalId)],
        by_hq: bool,
    ) -> Result<()> {
        let by = if by_hq { NamedBy::Headquarters } else { NamedBy::Relay };
        for (device, hq) in owns {
            let Some(row) = CarriedRow::find(&self.db, *device)? else { continue };
            let other = row.hq != Some(*hq) || row.hq_by < by;
            if by >= row.hq_by && other {
                self.db.execute(
                    "UPDATE carried_journals SET hq = ?1, hq_by = ?2 WHERE seq = ?3",
                    params![hq.0.as_slice(), by as i64, row.seq],
                )?;
            }
        }
        Ok(())
    }

    /// Pages of headquarters' journals for carried devices, each if it follows what is here.
    /// Gives how many were new.
    pub(in crate::device) fn hand_on(&self, pages: &[&Signed<Page>]) -> Result<u64> {
        let mut taken = 0;
        for page in pages {
            let journal = page.page().header().journal;
            if !self.is_carried_hq(journal)? {
                continue;
            }
            let head = self.handed_head(journal)?;
            let Ok(verified) = head.link((*page).clone()) else { continue };
            let page = verified.page();
            self.db
                .prepare_cached(
                    "INSERT INTO handed_pages (journal, number, hash, bytes) \
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    journal.0.as_slice(),
                    page.header().number.0,
                    page.hash().0.as_slice(),
                    page.bytes()
                ])?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Where this relay stands in headquarters' journals for carried devices, for the hello.
    pub(super) fn handed_heads(&self, rows: &[CarriedRow]) -> Result<Vec<(JournalId, Head)>> {
        let mut heads = Vec::new();
        for hq in rows.iter().filter_map(|row| row.hq) {
            let head = self.handed_head(hq)?;
            if head.number > PageNumber(0) {
                heads.push((hq, head));
            }
        }
        Ok(heads)
    }

    fn handed_head(&self, journal: JournalId) -> Result<Head> {
        let mut select = self.db.prepare_cached(
            "SELECT number, hash FROM handed_pages WHERE journal = ?1 \
             ORDER BY number DESC LIMIT 1",
        )?;
        let mut found = select.query([journal.0.as_slice()])?;
        let Some(row) = found.next()? else { return Ok(Head::START) };
        let hash = rows::hash(&row.get::<_, Vec<u8>>(1)?)?;
        Ok(Head { number: PageNumber(row.get(0)?), hash })
    }

    fn is_carried_hq(&self, journal: JournalId) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM carried_journals WHERE hq = ?1)")?
            .query_row([journal.0.as_slice()], |row| row.get(0))?)
    }

    /// Whether a journal is headquarters' own: the common one, or one for a device.
    pub(super) fn is_headquarters(&self, journal: JournalId) -> Result<bool> {
        let common = self.kit.keys.as_ref().map(|keys| keys.list().common);
        let known = self.headquarters_heads().iter().any(|(known, _)| *known == journal);
        let mut select = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM carried_journals WHERE hq = ?1 AND hq_by = 2) \
             OR EXISTS (SELECT 1 FROM handed_pages WHERE journal = ?1)",
        )?;
        // What only a relay named is not believed here: it could name another device's journal.
        let carried = select.query_row([journal.0.as_slice()], |row| row.get(0))?;
        Ok(common == Some(journal) || known || carried)
    }

    /// Headquarters' journal for a recipient, as it is held here.
    pub(super) fn headquarters_for(
        &self,
        recipient: Recipient,
    ) -> Result<Option<(JournalId, Head)>> {
        let own = match recipient {
            Recipient::Common => self.common.as_ref(),
            // A relay never holds what headquarters keeps for itself.
            Recipient::Desk => return Ok(None),
            Recipient::Device(device) if self.own_seq(device).is_some() => self.assigned.as_ref(),
            Recipient::Device(device) => {
                let hq = CarriedRow::find(&self.db, device)?.and_then(|row| row.hq);
                let Some(hq) = hq else { return Ok(None) };
                return Ok(Some((hq, self.handed_head(hq)?)));
            }
        };
        Ok(own.map(|journal| (journal.id, journal.head)))
    }

    /// One page of headquarters', given by hand; `None` if it does not follow.
    pub(super) fn keep_page_for(
        &mut self,
        recipient: Recipient,
        page: &Signed<Page>,
    ) -> Result<Option<Head>> {
        let (journal, pages) = (page.page().header().journal, std::slice::from_ref(page));
        let taken = match recipient {
            Recipient::Desk => 0,
            Recipient::Common => {
                let known = self.kit.keys.as_ref().is_some_and(|it| it.list().common == journal);
                if known { self.take_pages(None, pages)? } else { 0 }
            }
            Recipient::Device(device) if self.own_seq(device).is_some() => {
                self.take_pages(Some(journal), pages)?
            }
            Recipient::Device(device) => {
                let hq = CarriedRow::find(&self.db, device)?.and_then(|row| row.hq);
                if hq.is_none() {
                    self.take_owns(&[(device, journal)], true)?;
                }
                if hq.is_none_or(|hq| hq == journal) { self.hand_on(&[page])? } else { 0 }
            }
        };
        Ok((taken > 0).then(|| page.page().head()))
    }

    /// What headquarters said of a carried journal, to be handed back.
    pub(super) fn words_for(&self, journal: JournalId) -> Result<Word> {
        let Some(row) = CarriedRow::find(&self.db, journal)? else { return Ok(Word::default()) };
        let mut select = self
            .db
            .prepare_cached("SELECT bytes FROM carried_held WHERE journal = ?1 ORDER BY number")?;
        let held = select.query_map([row.seq], |row| row.get::<_, Vec<u8>>(0))?;
        let held = held.collect::<rusqlite::Result<_>>()?;
        Ok(Word { receipt: (!row.receipt.is_empty()).then_some(row.receipt), held })
    }
}

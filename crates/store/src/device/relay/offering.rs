//! What is offered to whom: urgent pages, own pages in order, then what is carried for others.
//!
//! Toward headquarters nothing a relay said takes a page out; toward a relay, what its latest
//! notes cover stays here. A carried page that an offer did not settle goes to the end of the
//! line, so that pages nobody takes cannot keep others from going. It refuses to offer a page the
//! guard does not know, or one without its author's certificate. Rejected: a queue of sendings.

use std::collections::BTreeSet;

use journal::answer::{Answerer, CheckedAnswer};
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::{PAGES_MAX, POSITIONS_MAX, Position, SyncRequest};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::outbox::{Accepted, Alarm, Offer, Toward};
use journal::page::{Head, Page};
use journal::receipts::CustodyNote;
use rusqlite::params;

use super::met::covers;
use super::tables::CarriedRow;
use crate::device::DeviceStore;
use crate::error::Result;

/// Pages that were offered before without being settled go along again only alone, so many.
const AGAIN_MAX: usize = 32;
/// The part of a request's budget that notes of other relays may take: one in so many.
const NOTES_SHARE: usize = 8;

/// A page of an offer.
#[derive(Debug, Clone, Copy)]
struct Sent {
    journal: JournalId,
    head: Head,
}

/// The last offer to somebody, until it was answered.
#[derive(Debug, Default)]
pub(in crate::device) struct Offered {
    pages: Vec<Sent>,
    more: bool,
    /// The peer left pages unanswered before and was asked once more.
    asked_again: bool,
    /// Journals of others it was asked about.
    positions: BTreeSet<JournalId>,
    /// Up to where it was told that the common journal is known.
    common: Option<PageNumber>,
}

/// An offer on its way to being full.
struct Filling {
    left: usize,
    pages: Vec<Page>,
    more: bool,
    certificates: Vec<Certificate>,
    named: BTreeSet<Vec<u8>>,
}

impl Filling {
    fn take(&mut self, page: Page, certificate: Option<&[u8]>) -> bool {
        let new = certificate.filter(|bytes| !self.named.contains(*bytes));
        let cost = SyncRequest::page_cost(page.bytes().len()) + new.map_or(0, |it| it.len() + 3);
        let room = self.pages.len() < PAGES_MAX
            && (new.is_none() || self.certificates.len() < POSITIONS_MAX);
        if (cost > self.left && !self.pages.is_empty()) || !room {
            return false;
        }
        if let Some(bytes) = new {
            // What cannot be read as a certificate proves nothing to anyone.
            let Ok(certificate) = Certificate::decode(bytes) else { return true };
            self.name(certificate);
        }
        self.left = self.left.saturating_sub(cost);
        self.pages.push(page);
        true
    }

    fn name(&mut self, certificate: Certificate) {
        if self.named.insert(certificate.encode()) {
            self.certificates.push(certificate);
        }
    }
}

impl DeviceStore {
    /// The word this device says of itself to a relay from now on; `None` says nothing. It is
    /// not kept: the app says it again after a start.
    pub const fn set_status(&mut self, status: Option<journal::status::Status>) {
        self.status = status;
    }

    /// What to offer, see [`journal::outbox::Outbox::offer`].
    pub(in crate::device) fn offer_to(&mut self, toward: Toward, budget: usize) -> Result<Offer> {
        let met = match &toward {
            Toward::Relay { spki } => self.relay_of(spki)?,
            Toward::Headquarters => None,
        };
        let notes = match &met {
            Some(met) => self.notes_by(&met.chain)?,
            None => Vec::new(),
        };
        let peer = met.as_ref().map(|met| &met.chain);
        let is_peers = |journal| peer.is_some_and(|chain| chain.link_of(journal).is_some());
        let mut rows = CarriedRow::all(&self.db)?;
        rows.retain(|row| self.own_seq(row.journal).is_none() && !is_peers(row.journal));
        let mut filling = Filling {
            left: budget,
            pages: Vec::new(),
            more: false,
            certificates: Vec::new(),
            named: BTreeSet::new(),
        };
        let positions = self.positions(&rows)?;
        filling.left = filling.left.saturating_sub(positions.len() * POSITION_COST);
        let custody = self.fill_notes(&mut filling, budget / NOTES_SHARE)?;
        self.fill_own(&mut filling, &notes)?;
        self.fill_carried(&mut filling, &notes, &is_peers)?;
        let sent = |page: &Page| Sent { journal: page.header().journal, head: page.head() };
        let common = self.common.as_ref().map(|common| common.head.number);
        let last = self.offered.entry(toward).or_default();
        (last.pages, last.more) = (filling.pages.iter().map(sent).collect(), filling.more);
        last.positions = positions.iter().map(|position| position.journal).collect();
        last.common = common;
        let position =
            |journal, head: Head| Position { journal, number: head.number, hash: head.hash };
        let held = self
            .headquarters_heads()
            .into_iter()
            .chain(self.handed_heads(&rows)?)
            .map(|(journal, head)| position(journal, head))
            .take(POSITIONS_MAX)
            .collect();
        Ok(Offer {
            election: self.kit.election,
            root: self.kit.root,
            keys: self.kit.keys.clone(),
            receipt_key: self.kit.receipt_now(),
            certificate: self.kit.certificate.clone(),
            held,
            receipted: position(self.own.id, self.receipted(self.own.seq)?),
            sealed: position(self.own.id, self.own.head),
            pages: filling.pages,
            carried: filling.certificates,
            positions,
            custody,
            status: self.status.zip(peer.map(|chain| chain.current().seal)),
            admission: None,
            more: filling.more,
        })
    }

    /// The last page known to be receipted of each carried journal; those that still have
    /// something to send come first.
    fn positions(&self, rows: &[CarriedRow]) -> Result<Vec<Position>> {
        let mut select =
            self.db.prepare_cached("SELECT DISTINCT journal FROM carried_pages WHERE state = 0")?;
        let unsent: BTreeSet<i64> =
            select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let (first, rest): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| unsent.contains(&row.seq));
        let position = |row: &CarriedRow| Position {
            journal: row.journal,
            number: row.receipted.number,
            hash: row.receipted.hash,
        };
        Ok(first.into_iter().chain(rest).take(POSITIONS_MAX).map(position).collect())
    }

    fn fill_notes(&self, filling: &mut Filling, share: usize) -> Result<Vec<Vec<u8>>> {
        let mut custody = Vec::new();
        let mut left = share.min(filling.left);
        for (note, certificate) in self.notes_to_pass()?.into_iter().take(POSITIONS_MAX) {
            let bytes = certificate.encode();
            let new = if filling.named.contains(&bytes) { 0 } else { bytes.len() + 3 };
            let cost = note.len() + 3 + new;
            if cost > left {
                break;
            }
            left -= cost;
            filling.left = filling.left.saturating_sub(cost);
            filling.name(certificate);
            custody.push(note);
        }
        Ok(custody)
    }

    fn fill_own(&self, filling: &mut Filling, notes: &[CustodyNote]) -> Result<()> {
        for bytes in self.own_unsent()? {
            let page = self.page_of(&bytes)?;
            if !is_covered(notes, &page) && !filling.take(page, None) {
                filling.more = true;
                break;
            }
        }
        Ok(())
    }

    /// Carried pages in the order they came. Those that an earlier offer did not settle come
    /// along only where nothing else waits, and few of them.
    fn fill_carried(
        &self,
        filling: &mut Filling,
        notes: &[CustodyNote],
        is_peers: &dyn Fn(JournalId) -> bool,
    ) -> Result<()> {
        if filling.more {
            return Ok(());
        }
        let mut select = self.db.prepare_cached(include_str!("carried_waiting.sql"))?;
        let mut found = select.query([])?;
        let (mut fresh, mut again) = (0usize, 0usize);
        while let Some(row) = found.next()? {
            let tried = row.get::<_, i64>(2)? > 0;
            if tried && (fresh > 0 || again == AGAIN_MAX) {
                break;
            }
            let page = self.page_of(&row.get::<_, Vec<u8>>(0)?)?;
            if is_peers(page.header().journal) || is_covered(notes, &page) {
                continue;
            }
            let certificate: Vec<u8> = row.get(1)?;
            if !filling.take(page, Some(&certificate)) {
                filling.more = !tried;
                break;
            }
            fresh += usize::from(!tried);
            again += usize::from(tried);
        }
        Ok(())
    }

    /// What an answer left of an offer: unsettled carried pages go to the end of the line, and
    /// a relay that said nothing of pages just sent is asked once more, then no longer.
    pub(in crate::device) fn settle_offer(
        &mut self,
        toward: Toward,
        answer: &CheckedAnswer,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let Some(offered) = self.offered.remove(&toward) else { return Ok(()) };
        if answer.refusal.is_some() {
            self.offered.insert(toward, offered);
            return Ok(());
        }
        let to_relay = matches!(toward, Toward::Relay { .. });
        let notes: Vec<&CustodyNote> = answer.custody.iter().map(Attested::claimed).collect();
        let mut unanswered = None;
        for sent in &offered.pages {
            let Sent { journal, head: Head { number, hash } } = *sent;
            let of_it = |note: &&&CustodyNote| note.journal == journal;
            if notes.iter().filter(of_it).any(|note| covers(note, number, hash)) {
                continue;
            }
            if !to_relay && self.settle_by_answer(answer, *sent)? {
                accepted.receipted += 1;
                continue;
            }
            let settled = self.settle_page(journal, number, hash)?;
            if !settled && !is_named(answer, *sent) {
                unanswered.get_or_insert((journal, number));
            }
        }
        accepted.more |= offered.more;
        let unanswered = unanswered.filter(|_| to_relay);
        let asked_again = unanswered.is_some();
        match unanswered {
            Some((journal, number)) if offered.asked_again => {
                accepted.alarms.push(Alarm::RelaySilent { journal, number });
            }
            Some(_) => accepted.more = true,
            None => {}
        }
        self.offered.insert(toward, Offered { asked_again, ..Offered::default() });
        Ok(())
    }

    /// What no honest relay says: what it has of journals, a receipt for somebody who was not
    /// asked about, or pages of the common journal from before what was asked for. Looked at
    /// before anything moves.
    pub(in crate::device) fn look_at_relay(
        &self,
        toward: Toward,
        answer: &CheckedAnswer,
        accepted: &mut Accepted,
    ) -> Result<()> {
        let Answerer::Relay(chain) = &answer.answerer else { return Ok(()) };
        if !answer.have.is_empty() {
            let relay = chain.current().journal;
            accepted.alarms.push(Alarm::RelayOverstepped { relay });
        }
        let Some(offered) = self.offered.get(&toward) else { return Ok(()) };
        let sent = |journal| offered.pages.iter().any(|page| page.journal == journal);
        for receipt in &answer.receipts {
            let journal = receipt.claimed().journal;
            let asked = sent(journal) || offered.positions.contains(&journal);
            if !asked && self.own_seq(journal).is_none() {
                accepted.alarms.push(Alarm::StrangersReceipt { journal });
            }
        }
        let common = answer.keys.list().common;
        for header in answer.pages.iter().map(|page| page.page().header()) {
            if header.journal == common && Some(header.number) <= offered.common {
                accepted.alarms.push(Alarm::OldCommon { number: header.number });
                break;
            }
        }
        Ok(())
    }

    /// Headquarters was given a carried page, neither refused nor held it, and has receipted that
    /// far: it has this very page, also where the receipt's links do not lead to it.
    fn settle_by_answer(&self, answer: &CheckedAnswer, sent: Sent) -> Result<bool> {
        let Sent { journal, head: Head { number, hash } } = sent;
        if self.own_seq(journal).is_some() || is_named(answer, sent) {
            return Ok(false);
        }
        let settled = self
            .db
            .prepare_cached(include_str!("settle_given.sql"))?
            .execute(params![number.0, hash.0.as_slice(), journal.0.as_slice()])?;
        Ok(settled > 0)
    }

    /// Whether headquarters' word took a page out of the offer; a carried one that it did not
    /// take out goes to the end of the line.
    fn settle_page(&self, journal: JournalId, number: PageNumber, hash: Hash) -> Result<bool> {
        if let Some(seq) = self.own_seq(journal) {
            let mut select = self.db.prepare_cached(
                "SELECT 1 FROM pages WHERE journal = ?1 AND number = ?2 AND state = 0",
            )?;
            if select.exists(params![seq, number.0])? {
                return Ok(false);
            }
        }
        let waiting = self.db.prepare_cached(include_str!("count_try.sql"))?.execute(params![
            number.0,
            hash.0.as_slice(),
            journal.0.as_slice()
        ])?;
        Ok(waiting == 0)
    }
}

/// What one position adds to a request.
const POSITION_COST: usize = 64;

/// Whether a note says that this page is carried.
pub(super) fn is_covered(notes: &[CustodyNote], page: &Page) -> bool {
    let Head { number, hash } = page.head();
    let of_it = |note: &&CustodyNote| note.journal == page.header().journal;
    notes.iter().filter(of_it).any(|note| covers(note, number, hash))
}

/// Whether the answer says of a page that it was held or refused. A relay that holds a page
/// aside carries it, so its note reaches the page's number.
fn is_named(answer: &CheckedAnswer, sent: Sent) -> bool {
    let Sent { journal, head: Head { number, hash } } = sent;
    let mut notes = answer.custody.iter().map(Attested::claimed);
    let carried =
        notes.any(|note| note.journal == journal && (note.first..=note.number).contains(&number));
    let mut held = answer.held.iter().map(Attested::claimed);
    held.any(|one| (one.number, one.hash) == (number, hash) && (one.key > 0 || carried))
        || answer.refused.iter().any(|one| (one.number, one.hash) == (number, hash))
}

//! A device: what it has sealed, what it has not, and the journals it wrote before.
//!
//! Everything in it is durable, in the order of the real store: a page's bytes and the events it
//! takes are one commit, then comes the guard beside the database, and only then is the page
//! offered. It can die between any two of these. A journal in doubt is continued by a new one;
//! the old one goes on offering its pages under its old certificate until headquarters has had
//! its word on each.

use std::collections::BTreeSet;

use journal::event::{EventBytes, EventClock};
use journal::ids::{BootId, JournalId};
use journal::memory::MemoryOutbox;
use journal::outbox::Alarm;
use journal::page::Head;
use journal::seal::DraftEvent;

use super::crash::Death;
use super::laws::Book;
use super::party::{Election, locked};

/// Events a device seals into one page.
const PAGE_EVENTS: usize = 5;

/// One observer's or lead's device.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) outbox: MemoryOutbox,
    /// Journals before this one, oldest first.
    pub(super) former: Vec<MemoryOutbox>,
    /// Durable and not yet sealed.
    pub(super) tail: Vec<DraftEvent>,
    tail_ids: Vec<u64>,
    /// What was acknowledged to its person.
    pub(super) acknowledged: BTreeSet<u64>,
    /// Seconds its clock is off.
    pub(super) skew: i64,
    /// Which relay it hosts.
    pub(super) hosts: Option<usize>,
    /// The last page sealed, kept beside the database: an older copy of that is known by it.
    guard: (JournalId, Head),
    /// It died and was not started since.
    dead: bool,
}

impl Device {
    pub(super) fn new(outbox: MemoryOutbox) -> Self {
        Self {
            guard: (outbox.journal(), Head::START),
            dead: false,
            outbox,
            former: Vec::new(),
            tail: Vec::new(),
            tail_ids: Vec::new(),
            acknowledged: BTreeSet::new(),
            skew: 0,
            hosts: None,
        }
    }

    /// A tap: durable, then acknowledged.
    pub(super) fn command(&mut self, id: u64, now: i64) {
        let time = now + self.skew;
        let bytes = minicbor::to_vec((8_u64, time, id)).expect("an event in memory");
        let bytes = EventBytes::new(bytes).expect("a canonical event");
        let clock = EventClock { boot: BootId([7; 16]), drift: time - (now % 86_400) };
        self.tail.push(DraftEvent { clock, bytes });
        self.tail_ids.push(id);
        self.acknowledged.insert(id);
    }

    /// Seals the tail into pages; nothing where there is none. May die at the first of them.
    pub(super) fn seal(
        &mut self,
        election: &Election,
        book: &mut Book,
        now: i64,
        dies: Option<Death>,
    ) {
        self.dead = dies.is_some();
        while !self.tail.is_empty() {
            let count = self.tail.len().min(PAGE_EVENTS);
            let events: Vec<DraftEvent> = self.tail.iter().take(count).cloned().collect();
            let sealed = {
                let mut rng = locked(&election.chance);
                self.outbox.seal_page(events, now + self.skew, &mut *rng)
            };
            let sealed = sealed.expect("a page of few events");
            if dies == Some(Death::Unwritten) {
                // Rolled back: the bytes are gone and the events are the tail still.
                self.outbox.pages.pop();
                return;
            }
            book.sealed(&sealed, self.tail_ids.iter().take(count).copied().collect());
            self.take_from_tail();
            if dies == Some(Death::Unguarded) {
                return;
            }
            self.write_guard();
        }
    }

    /// The events of the next page are the tail's no more.
    pub(super) fn take_from_tail(&mut self) {
        let count = self.tail.len().min(PAGE_EVENTS);
        self.tail.drain(..count);
        self.tail_ids.drain(..count);
    }

    fn write_guard(&mut self) {
        self.guard = (self.outbox.journal(), self.outbox.head());
    }

    /// After a death: a database that is older than its guard was put back, and its journal is
    /// in doubt; one that is newer was cut off before the guard was written.
    pub(super) fn start(&mut self, election: &Election) {
        if !std::mem::take(&mut self.dead) {
            return;
        }
        match self.last_known() == self.outbox.head() {
            true => self.write_guard(),
            false => self.continue_journal(election),
        }
    }

    /// Its last page, by database or guard.
    fn last_known(&self) -> Head {
        let ((journal, guard), head) = (self.guard, self.outbox.head());
        let ahead = guard.number >= head.number && guard.number.0 > 0;
        if journal == self.outbox.journal() && ahead { guard } else { head }
    }

    /// The database is put back to an older copy of the same journal; the guard stays.
    pub(super) fn put_back(&mut self, older: Self) {
        let guard = self.guard;
        *self = Self { guard, dead: true, ..older };
    }

    fn continue_journal(&mut self, election: &Election) {
        let mut next = election.continued(&self.outbox, self.last_known());
        next.carries = self.outbox.carries.take();
        self.former.push(std::mem::replace(&mut self.outbox, next));
        self.write_guard();
    }

    /// Begins a new journal where headquarters' word puts the current one in doubt.
    pub(super) fn heed(&mut self, election: &Election, alarms: &[Alarm]) {
        let mine = self.outbox.journal();
        let doubt = alarms.iter().any(|alarm| match alarm {
            Alarm::ForeignReceipt { journal, .. } | Alarm::PeerHoldsMore { journal, .. } => {
                *journal == mine
            }
            Alarm::PeerHoldsLess { .. }
            | Alarm::CustodyLost { .. }
            | Alarm::RelaySilent { .. }
            | Alarm::StrangersReceipt { .. }
            | Alarm::OldCommon { .. }
            | Alarm::RelayOverstepped { .. }
            | Alarm::CarriedFork { .. } => false,
        });
        if doubt {
            self.continue_journal(election);
        }
    }

    /// Its journals, the current one last.
    pub(super) fn journals(&self) -> impl Iterator<Item = &MemoryOutbox> {
        self.former.iter().chain(std::iter::once(&self.outbox))
    }

    /// Ids of events that stand in no page yet.
    pub(super) fn unsealed(&self) -> &[u64] {
        &self.tail_ids
    }

    /// What a new installation finds: nothing.
    pub(super) fn has_tail(&self) -> bool {
        !self.tail.is_empty()
    }
}

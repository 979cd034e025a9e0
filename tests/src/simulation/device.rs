//! A device: what it has sealed, what it has not, and the journals it wrote before.
//!
//! Everything in it is durable, so that a crash loses only what was in flight. A journal in
//! doubt is continued by a new one; the old one goes on offering its pages under its old
//! certificate until headquarters has had its word on each.

use std::collections::BTreeSet;

use journal::event::{EventBytes, EventClock};
use journal::ids::BootId;
use journal::memory::MemoryOutbox;
use journal::outbox::Alarm;
use journal::seal::DraftEvent;

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
}

impl Device {
    pub(super) fn new(outbox: MemoryOutbox) -> Self {
        Self {
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

    /// Seals the tail into pages; nothing where there is none.
    pub(super) fn seal(&mut self, election: &Election, book: &mut Book, now: i64) {
        while !self.tail.is_empty() {
            let count = self.tail.len().min(PAGE_EVENTS);
            let events: Vec<DraftEvent> = self.tail.drain(..count).collect();
            let ids: Vec<u64> = self.tail_ids.drain(..count).collect();
            let sealed = {
                let mut rng = locked(&election.chance);
                self.outbox.seal_page(events, now + self.skew, &mut *rng)
            };
            book.sealed(&sealed.expect("a page of few events"), ids);
        }
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
            | Alarm::OldCommon { .. } => false,
        });
        if doubt {
            let mut next = election.continued(&self.outbox);
            next.carries = self.outbox.carries.take();
            self.former.push(std::mem::replace(&mut self.outbox, next));
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

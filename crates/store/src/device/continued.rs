//! A new journal, never a second branch.
//!
//! A store in doubt about its own past (copied, put back, salvaged, or told by headquarters that
//! it holds more) stops sealing and goes on in a new journal with new keys, signed by the old one.
//! The wrap file takes the new keys first, so that a crash in between is finished at the next
//! opening. It refuses to guess that all is well. Rejected: asking the person.

use domain::event::JournalContinued;
use domain::{Event, JournalRef, Payload};
use journal::event::Anchor;
use journal::ids::JournalId;
use journal::page::Head;
use rand_core::CryptoRng;

use super::carry::{Carried, carry};
use super::state::{self, Own, Role};
use super::{DeviceStore, files, record};
use crate::error::Result;
use crate::rows;

/// Why a journal was continued in a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContinuedBecause {
    /// The folder was opened on another machine than before.
    OtherMachine,
    /// The database is older than the guard beside it: it was put back from a copy.
    Restored,
    /// The guard is missing or not this folder's.
    GuardMissing,
    /// The database was damaged and salvaged.
    Salvaged,
    /// Headquarters holds more of this journal than this device does.
    PeerHoldsMore,
    /// Headquarters holds another page under one of this device's numbers.
    ForeignReceipt,
}

/// What became of a continuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Continuation {
    /// Why.
    pub because: ContinuedBecause,
    /// The journal that ended.
    pub old: JournalId,
    /// Its last page this device knows of.
    pub last: Head,
    /// The journal that is written now.
    pub new: JournalId,
    /// Unsealed events of the old journal that were written again in the new one.
    pub carried: u64,
    /// Unsealed events that could not be, since they name a sealed one: undos of taps, ends of box
    /// trips, amendments of figures. They stay kept here.
    pub left_behind: u64,
}

impl ContinuedBecause {
    const ALL: [Self; 6] = [
        Self::OtherMachine,
        Self::Restored,
        Self::GuardMissing,
        Self::Salvaged,
        Self::PeerHoldsMore,
        Self::ForeignReceipt,
    ];

    pub(super) const fn code(self) -> u8 {
        match self {
            Self::OtherMachine => 1,
            Self::Restored => 2,
            Self::GuardMissing => 3,
            Self::Salvaged => 4,
            Self::PeerHoldsMore => 5,
            Self::ForeignReceipt => 6,
        }
    }

    pub(super) fn of_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

impl DeviceStore {
    /// Whether the journal must be continued, and why: after an answer that said so.
    pub const fn must_continue(&self) -> Option<ContinuedBecause> {
        self.must_continue
    }

    /// Continues the journal in a new one if it must be; `None` when all is well.
    pub fn continue_journal(
        &mut self,
        now: Anchor,
        rng: &mut dyn CryptoRng,
    ) -> Result<Option<Continuation>> {
        match self.must_continue {
            Some(because) => self.begin_journal(because, now, rng).map(Some),
            None => Ok(None),
        }
    }

    /// Makes new keys, keeps them in the wrap file, then begins the new journal.
    pub(super) fn begin_journal(
        &mut self,
        because: ContinuedBecause,
        now: Anchor,
        rng: &mut dyn CryptoRng,
    ) -> Result<Continuation> {
        let last = self.last_known();
        let next = self.kit.continued((last.number, last.hash), rng);
        self.wrap.reseal(&self.master, &next.to_bytes()?, rng)?;
        files::write_durably(&self.folder.wrap(), &self.wrap.to_bytes()?)?;
        self.kit = next;
        self.settle_journal(because, now, rng)
    }

    /// Begins the journal that the wrap file's keys are for. Done again after a crash.
    pub(super) fn settle_journal(
        &mut self,
        because: ContinuedBecause,
        now: Anchor,
        rng: &mut dyn CryptoRng,
    ) -> Result<Continuation> {
        let new = self.kit.journal();
        let old = (self.own.seq, self.own.id);
        // What the chain says: where the database was put back, the journal that ended is none of
        // its own.
        let (ended, last) =
            self.kit.certificate.ended().unwrap_or_else(|| (old.1, self.last_known()));
        let tx = self.db.unchecked_transaction()?;
        let tail = record::stamped(&tx, old.0, self.own.sealed_to + 1, self.own.next)?;
        let sealed = state::rebuild(&tx, old.0, self.own.sealed_to)?;
        let seq = state::enter(&tx, new, Role::Own)?;
        let Carried { events, left_behind } = carry(&tail, (JournalRef(old.1.0), &sealed), 2);
        let carried = events.len() as u64;
        let continued = Payload::JournalContinued(JournalContinued {
            old_journal: JournalRef(ended.0),
            last_number: last.number.0,
            hash: last.hash.0,
        });
        let first = (now.clock(), Event::new(now.wall, continued));
        let kept: Vec<_> = (1u64..)
            .zip(std::iter::once(first).chain(events))
            .map(|(ordinal, (clock, event))| (ordinal, clock, event.encode()))
            .collect();
        record::insert(&tx, seq, &kept)?;
        rows::clear(&tx, seq)?;
        tx.execute("DELETE FROM facts WHERE name = 'must_continue'", [])?;
        self.faults.before_commit()?;
        tx.commit()?;
        let own = Own::load(&self.db, seq, new, true)?;
        let mut former = std::mem::replace(&mut self.own, own);
        former.fold = sealed;
        self.former.push(former);
        self.must_continue = None;
        self.guard_head(rng)?;
        Ok(Continuation { because, old: ended, last, new, carried, left_behind })
    }

    /// The last page known of the journal that the keys are for, by database or guard.
    fn last_known(&self) -> Head {
        let (guard, journal) = (self.guard.head(), self.kit.journal());
        let own = if self.own.id == journal { self.own.head } else { Head::START };
        if self.guard.journal == journal && guard.number > own.number { guard } else { own }
    }
}

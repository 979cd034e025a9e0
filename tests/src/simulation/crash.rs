//! Where a process dies, and what of its work is durable then.
//!
//! A device dies between the steps of sealing, a host around the commit of a request: what came
//! before is on its disk, what comes after never happened, and nobody gets an answer. Rejected:
//! a crash as a step thrown away whole, which leaves nothing half done and finds nothing.

use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;

use super::party::Election;

/// Where a device dies while it seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// The page's bytes are made and not committed.
    Unwritten,
    /// Page and tail are committed, and the guard is not written.
    Unguarded,
    /// All is written, and nothing was sent.
    Unsent,
}

/// Where a host dies in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostDeath {
    /// Nothing of it is kept.
    BeforeCommit,
    /// The pages are kept; custody notes are not, and no answer is signed.
    AfterCommit,
}

impl Death {
    pub(super) fn drawn(election: &Election) -> Self {
        match election.roll(3) {
            0 => Self::Unwritten,
            1 => Self::Unguarded,
            _ => Self::Unsent,
        }
    }
}

impl HostDeath {
    pub(super) fn drawn(election: &Election) -> Self {
        if election.roll(2) == 0 { Self::BeforeCommit } else { Self::AfterCommit }
    }
}

/// A keeper in a process that may die at its commit.
pub(super) struct Frail<'a> {
    pub(super) keeper: &'a mut dyn Keeper,
    pub(super) dies: Option<HostDeath>,
    /// It believes in numbers and looks at no hash: a planted bug.
    pub(super) by_number: bool,
}

impl Frail<'_> {
    /// Leaves out pages whose number is known.
    fn new_numbers(&self, batch: &mut [Delivery]) {
        for delivery in batch {
            let known = |page: &Signed<Page>| {
                let header = page.page().header();
                let standing = self.keeper.standing(header.journal);
                standing.is_ok_and(|known| {
                    known.is_some_and(|known| header.number <= known.head.number)
                })
            };
            delivery.pages.retain(|page| !known(page));
        }
    }
}

impl Keeper for Frail<'_> {
    fn commit(&mut self, mut batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        if self.by_number {
            self.new_numbers(&mut batch);
        }
        let died = || KeeperError::Broken("the process died".into());
        match self.dies {
            Some(HostDeath::BeforeCommit) => Err(died()),
            Some(HostDeath::AfterCommit) => self.keeper.commit(batch).and(Err(died())),
            None => self.keeper.commit(batch),
        }
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.keeper.decide(decision, at)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.keeper.standing(journal)
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        self.keeper.pages(journal, after, budget_bytes)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.keeper.keep_own(recipient, page)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.keeper.own_journal(recipient)
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.keeper.word(journal)
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.keeper.keep_custody(notes)
    }
}

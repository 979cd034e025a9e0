//! Bugs of the kinds this simulation is for, planted around the real parts.
//!
//! Each stands outside `journal` and `sync`, so that no program holds a switch for it. A
//! simulation that does not find them proves nothing.

use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::memory::MemoryOutbox;
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;

/// One planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// Headquarters signs before its commit returned, and dies now and then in between.
    ReceiptBeforeCommit,
    /// A relay gives its note before its commit returned, and dies now and then in between.
    CustodyBeforeCommit,
    /// A device takes a relay's custody note for headquarters' receipt.
    CustodyIsReceipt,
    /// A device seals a page again for a retry.
    SealsAgain,
    /// Headquarters looks at a page's number and not at its hash.
    NumberIsEnough,
    /// A device gives up a page because a relay says Held.
    RelayHeldIsFinal,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ReceiptBeforeCommit,
        Self::CustodyBeforeCommit,
        Self::CustodyIsReceipt,
        Self::SealsAgain,
        Self::NumberIsEnough,
        Self::RelayHeldIsFinal,
    ];
}

/// What a bug does to a device after an answer of a relay.
pub(super) fn after_relay(bug: Option<Bug>, outbox: &mut MemoryOutbox) {
    match bug {
        Some(Bug::CustodyIsReceipt) => {
            let notes = outbox.relays.values().flat_map(|met| &met.notes);
            let most = notes.map(|note| note.claimed().number).max();
            outbox.receipted = outbox.receipted.max(most.unwrap_or(PageNumber(0)));
        }
        Some(Bug::RelayHeldIsFinal) => {
            let said = outbox.held_by_relay.clone();
            outbox.held.extend(said);
        }
        Some(
            Bug::ReceiptBeforeCommit
            | Bug::CustodyBeforeCommit
            | Bug::SealsAgain
            | Bug::NumberIsEnough,
        )
        | None => {}
    }
}

/// A keeper that believes in numbers.
pub(super) struct ByNumber<'a>(pub(super) &'a mut dyn Keeper);

impl Keeper for ByNumber<'_> {
    fn commit(&mut self, mut batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        for delivery in &mut batch {
            let known = |page: &Signed<Page>| {
                let header = page.page().header();
                let standing = self.0.standing(header.journal);
                standing.is_ok_and(|known| {
                    known.is_some_and(|known| header.number <= known.head.number)
                })
            };
            delivery.pages.retain(|page| !known(page));
        }
        self.0.commit(batch)
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.0.decide(decision, at)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.0.standing(journal)
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        self.0.pages(journal, after, budget_bytes)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.0.keep_own(recipient, page)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.0.own_journal(recipient)
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.0.word(journal)
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.0.keep_custody(notes)
    }
}

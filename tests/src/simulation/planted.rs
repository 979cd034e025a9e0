//! Bugs of the kinds this simulation is for, planted around the real parts.
//!
//! Each stands outside `journal` and `sync`, so that no program holds a switch for it. A
//! simulation that does not find them proves nothing.

use journal::ids::PageNumber;
use journal::memory::MemoryOutbox;

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
    /// A device sends a page before its commit returned, and dies now and then in between.
    SendsBeforeCommit,
    /// A device takes events out of the tail in a commit before the page's.
    TailBeforePage,
    /// A device offers a page before the guard names it.
    OffersBeforeGuard,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ReceiptBeforeCommit,
        Self::CustodyBeforeCommit,
        Self::CustodyIsReceipt,
        Self::SealsAgain,
        Self::NumberIsEnough,
        Self::RelayHeldIsFinal,
        Self::SendsBeforeCommit,
        Self::TailBeforePage,
        Self::OffersBeforeGuard,
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
            | Bug::NumberIsEnough
            | Bug::SendsBeforeCommit
            | Bug::TailBeforePage
            | Bug::OffersBeforeGuard,
        )
        | None => {}
    }
}

//! The role of whoever keeps pages for others: headquarters' endpoint, a lead's relay.
//!
//! `store` implements it over SQLite, [`crate::memory`] for tests, later others; one
//! conformance suite serves all. It is blocking and small: async begins in `sync`. It never
//! signs: receipts are made by its caller from what `commit` returns, after it returned.

use std::collections::BTreeMap;

use crate::answer::{Have, Refusal, RefusedPage};
use crate::attested::Attested;
use crate::certificate::{Certificate, Chain};
use crate::ids::{Hash, InvitationId, JournalId, PageNumber};
use crate::judge::Status;
use crate::page::{Head, Page, Signed};
use crate::receipts::{CustodyNote, HeldReason};

/// Pages of one request with the checked certificate of their author.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The certificate as it travels; kept beside the pages.
    pub certificate: Certificate,
    /// The same, checked.
    pub chain: Chain,
    /// Pages of the chain's journals, signatures checked, in any order.
    pub pages: Vec<Signed<Page>>,
    /// The peer's clock at arrival, Unix seconds.
    pub received_at: i64,
    /// How it came; for pages that came twice the first arrival stands.
    pub via: Via,
}

/// The way pages took to a keeper. Says nothing of their worth: a signature does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// From their author.
    Direct,
    /// From a relay, named by its journal.
    Relay(JournalId),
    /// From a bundle file.
    File,
}

/// What became of a delivery: one entry a journal of the chain that is known or was touched,
/// the chain's current journal always among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// By journal, in the chain's order.
    pub journals: Vec<JournalOutcome>,
    /// The chain's current journal belongs to another writer: nothing was kept, all pages are
    /// refused, and the sender is none to answer further.
    pub foreign: bool,
}

impl Outcome {
    /// All pages of a delivery refused: its chain claims another writer's journal.
    pub fn foreign(pages: Vec<Signed<Page>>) -> Self {
        let mut by_journal = BTreeMap::<JournalId, Vec<_>>::new();
        for page in pages {
            by_journal.entry(page.page().header().journal).or_default().push(page);
        }
        let journals = by_journal
            .iter()
            .map(|(journal, pages)| JournalOutcome::foreign(*journal, pages))
            .collect();
        Self { journals, foreign: true }
    }
}

/// What became of one journal's pages. All of it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalOutcome {
    /// The journal.
    pub journal: JournalId,
    /// Whether it counts here.
    pub status: Status,
    /// The last page of the unbroken run; a receipt names exactly this.
    pub head: Head,
    /// When that page was kept, Unix seconds.
    pub head_received_at: i64,
    /// Pages this delivery linked, waiting ones it freed included.
    pub linked: Vec<PageNumber>,
    /// Pages newly carried by a relay.
    pub carried: Vec<PageNumber>,
    /// All pages now waiting beyond a gap.
    pub waiting: Vec<PageNumber>,
    /// Pages of this delivery that were linked, carried or waiting before.
    pub already: Vec<PageNumber>,
    /// Pages of this delivery in quarantine, newly or from before, and waiting ones it condemned.
    pub held: Vec<HeldPage>,
    /// Pages of this delivery not kept.
    pub refused: Vec<RefusedPage>,
    /// What a relay now holds to carry on; none at headquarters, or if it holds nothing.
    pub custody: Option<Custody>,
}

/// The most gaps a custody note names; with more it begins later and so says less.
pub const GAPS_MAX: usize = 256;

/// What a relay holds of one journal, quarantine included: the facts of a custody note.
///
/// It may say less than is held, never more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// The lowest page held.
    pub first: PageNumber,
    /// The highest page held.
    pub number: PageNumber,
    /// Its hash (of the carried page, where a contradicting one lies in quarantine).
    pub hash: Hash,
    /// Runs missing between the two, both ends inclusive, at most [`GAPS_MAX`].
    pub gaps: Vec<(PageNumber, PageNumber)>,
    /// The relay's clock at this delivery, Unix seconds.
    pub received_at: i64,
}

/// Headquarters' words on a journal as a relay was given them, to hand back byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// The receipt with the highest number, as [`Attested::encode`] wrote it.
    pub receipt: Option<Vec<u8>>,
    /// Held answers, likewise.
    pub held: Vec<Vec<u8>>,
}

impl JournalOutcome {
    /// All pages refused: the journal belongs to another writer. Says nothing of the journal.
    pub fn foreign(journal: JournalId, pages: &[Signed<Page>]) -> Self {
        Self::refused(journal, pages, Refusal::NoValidChain)
    }

    /// All pages refused for this reason, and the journal is not entered.
    pub fn refused(journal: JournalId, pages: &[Signed<Page>], refusal: Refusal) -> Self {
        let refused = |page: &Signed<Page>| {
            let Head { number, hash } = page.page().head();
            RefusedPage { journal, number, hash, refusal }
        };
        Self {
            journal,
            status: Status::Good,
            head: Head::START,
            head_received_at: 0,
            linked: Vec::new(),
            carried: Vec::new(),
            waiting: Vec::new(),
            already: Vec::new(),
            held: Vec::new(),
            refused: pages.iter().map(refused).collect(),
            custody: None,
        }
    }

    /// What the answer says of this journal.
    pub fn have(&self) -> Have {
        Have {
            journal: self.journal,
            number: self.head.number,
            hash: self.head.hash,
            waiting: self.waiting.clone(),
        }
    }
}

/// A page in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldPage {
    /// Its number.
    pub number: PageNumber,
    /// Its hash.
    pub hash: Hash,
    /// Why.
    pub reason: HeldReason,
}

/// What a keeper knows of one journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether it counts here.
    pub status: Status,
    /// The last page of the unbroken run.
    pub head: Head,
    /// When that page was kept, Unix seconds.
    pub head_received_at: i64,
    /// Pages beyond a gap.
    pub waiting: Vec<(PageNumber, Hash)>,
    /// Pages in quarantine.
    pub held: Vec<HeldPage>,
}

/// An operator's decision, taken from a signed event in headquarters' journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The invitation counts no more after the last good page of a journal; a journal of the
    /// invitation that no such decision names counts not at all. `None`: not yet enrolled.
    Revoke {
        /// The invitation.
        invitation: InvitationId,
        /// Journal and last page that still counts.
        last_good: Option<(JournalId, PageNumber)>,
    },
    /// The journal and what continues it count, whatever was held against them (expiry,
    /// second enrolment, revocation, a second continuation).
    Admit {
        /// The journal.
        journal: JournalId,
    },
    /// The journal takes no page after `last`, and what continues it none at all.
    End {
        /// The journal.
        journal: JournalId,
        /// The last page that counts.
        last: PageNumber,
    },
    /// Of two branches of a journal, the one that begins with this page counts from here on; the
    /// pages in its place go to quarantine. Changes nothing unless the page is in quarantine and
    /// follows a page that counts.
    AdmitBranch {
        /// The journal.
        journal: JournalId,
        /// Number of the branch's first page.
        number: PageNumber,
        /// Its hash.
        hash: Hash,
    },
}

/// Whose journal of headquarters' a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// All members.
    Common,
    /// One device, named by its journal.
    Device(JournalId),
    /// Headquarters itself: its desk's record, which no device is offered.
    Desk,
}

/// Pages in order, and whether more follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The pages.
    pub pages: Vec<Page>,
    /// More follow that the budget left out.
    pub more: bool,
}

/// Why a keeper kept nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeeperError {
    /// The disk is full: nothing of the batch was kept.
    #[error("no room left")]
    Full,
    /// A page of headquarters' own journal does not follow its head.
    #[error("own page does not follow the head")]
    NotNext,
    /// The store failed; the detail is for the log.
    #[error("store failed: {0}")]
    Broken(String),
}

/// Keeps pages durably. See the module.
pub trait Keeper {
    /// Keeps a batch in one transaction; when it returns, all of it is on disk. One outcome a
    /// delivery, in order. Doing it twice equals doing it once.
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError>;

    /// Takes a decision and judges quarantined pages again by it.
    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError>;

    /// What is known of a journal; `None` if nothing.
    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError>;

    /// Linked pages of any journal (device's or headquarters' own) after a number, in order.
    /// At least one page if there is one, whatever the budget.
    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError>;

    /// Keeps the next page of one of headquarters' own journals.
    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError>;

    /// Headquarters' journal for a recipient and its head, once it has a page.
    /// A relay answers from what it was given to carry.
    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError>;

    /// Whether this device, just met, will be told something as soon as the answers of its
    /// batch went out; then the answer says that there is more.
    fn owes(&self, _device: JournalId) -> bool {
        false
    }

    /// The answers of the last batch went out: what they need not wait for is done now.
    fn answered(&mut self) {}

    /// Headquarters' words on a journal that a relay was given; empty at headquarters, which
    /// signs its own.
    fn word(&self, journal: JournalId) -> Result<Word, KeeperError>;

    /// Keeps other relays' custody notes, signatures checked by the caller. Of one journal and
    /// relay the latest by `received_at` stays.
    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError>;
}

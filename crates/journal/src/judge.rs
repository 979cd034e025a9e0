//! What a page is, where it arrives: one pure decision for every keeper.
//!
//! A keeper loads a [`JournalView`], calls [`plan`], writes what the [`Plan`] says, all in one
//! transaction. It must not decide anything itself: two stores would differ in what counts.
//! A database constraint as the judge was rejected: it can refuse, it cannot give a reason.

mod branch;
mod planner;

pub use branch::{Fork, choose};
pub use planner::{Plan, plan};

use std::collections::BTreeMap;

use crate::answer::Refusal;
use crate::certificate::Chain;
use crate::ids::{Hash, JournalId, PageNumber};
use crate::keeper::Decision;
use crate::page::{Head, Page, Signed};
use crate::receipts::HeldReason;

/// Where pages arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Links from page 1, receipts, folds.
    Headquarters,
    /// Carries from any number on.
    Relay,
}

/// Whether a journal counts at a keeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It counts.
    Good,
    /// Its invitation had run out before first contact: held whole.
    Expired,
    /// Its invitation was used before by another device: held whole.
    SecondEnrolment,
    /// Revoked: pages after this one are held.
    Revoked(PageNumber),
    /// Ended by an operator: pages after this one are held.
    Ended(PageNumber),
    /// Another continuation of the same journal came first: held whole.
    Forked,
}

impl Status {
    /// Why a page of this number may not count; `None` if it may.
    pub fn against(&self, number: PageNumber) -> Option<HeldReason> {
        match *self {
            Self::Good => None,
            Self::Expired => Some(HeldReason::Expired),
            Self::SecondEnrolment => Some(HeldReason::SecondEnrolment),
            Self::Forked => Some(HeldReason::Fork),
            Self::Revoked(last) => (number > last).then_some(HeldReason::Revoked),
            Self::Ended(last) => (number > last).then_some(HeldReason::Ended),
        }
    }
}

/// How much a keeper keeps of one invitation besides what links.
///
/// By invitation, not by journal: who holds one can make journals without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Most pages waiting beyond a gap.
    pub waiting: usize,
    /// Most pages in quarantine.
    pub held: usize,
    /// Most pages a relay carries.
    pub carried: usize,
    /// Most journals that do not count; those that count are one chain, which has its own bound.
    pub journals: usize,
}

impl Quota {
    /// For judging again what is kept already: it is never refused.
    pub const UNBOUNDED: Self =
        Self { waiting: usize::MAX, held: usize::MAX, carried: usize::MAX, journals: usize::MAX };
}

impl Default for Quota {
    fn default() -> Self {
        Self { waiting: 512, held: 256, carried: 2048, journals: 32 }
    }
}

/// How much of an invitation's quota its other journals have used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// Pages of theirs that wait.
    pub waiting: usize,
    /// Pages of theirs in quarantine.
    pub held: usize,
    /// Pages of theirs that a relay carries.
    pub carried: usize,
}

/// Most continuations of one journal that a keeper remembers by name.
pub const CONTINUATIONS_NAMED_MAX: usize = 16;

/// The first use of an invitation, as a keeper remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstContact {
    /// The first journal of the chain that came first.
    pub journal: JournalId,
    /// When it came, Unix seconds.
    pub at: i64,
}

/// Whether `journal` of a chain counts: by the invitation's first use here and the decisions,
/// in the order they were taken.
///
/// Expiry is judged by first contact at this keeper, never by the device's clock. `side` is the
/// chain's first link that continues a journal which another link continued before: it and
/// what continues it are a fork. What is decided of a journal holds for its continuations.
pub fn status_of(
    chain: &Chain,
    journal: JournalId,
    first: FirstContact,
    side: Option<JournalId>,
    decisions: &[Decision],
) -> Status {
    let continues = |earlier| chain.continues(journal, earlier);
    let start = if first.journal != chain.first_journal() {
        Status::SecondEnrolment
    } else if first.at > chain.expires_at {
        Status::Expired
    } else if side.is_some_and(|side| side == journal || continues(side)) {
        Status::Forked
    } else {
        Status::Good
    };
    decisions.iter().fold(start, |status, decision| match *decision {
        Decision::Revoke { invitation, last_good } if invitation == chain.invitation => {
            match last_good {
                Some((named, last)) if named == journal => Status::Revoked(last),
                // A revocation names each journal of the invitation in a decision of its own.
                Some(_) if matches!(status, Status::Revoked(_)) => status,
                Some(_) | None => Status::Revoked(PageNumber(0)),
            }
        }
        Decision::Admit { journal: named } if named == journal || continues(named) => Status::Good,
        Decision::End { journal: named, last } if named == journal => Status::Ended(last),
        Decision::End { journal: named, .. } if continues(named) => match status {
            // One operator step ends each journal of a chain at a page of its own.
            Status::Ended(last) => Status::Ended(last),
            Status::Good
            | Status::Expired
            | Status::SecondEnrolment
            | Status::Revoked(_)
            | Status::Forked => Status::Ended(PageNumber(0)),
        },
        Decision::Revoke { .. }
        | Decision::Admit { .. }
        | Decision::End { .. }
        | Decision::AdmitBranch { .. } => status,
    })
}

/// Whether the certificate that came names the same writer for a journal as the one known.
///
/// A journal belongs to the first certificate that named it: whoever holds another valid
/// invitation, or a copy of the same one, could else claim a journal's id for a key of theirs.
/// Pages of a foreign writer are refused ([`crate::keeper::JournalOutcome::foreign`]) and the known
/// certificate stays; at headquarters one that does not count and has no linked page gives way
/// to one that counts.
pub fn same_writer(known: &Chain, came: &Chain, journal: JournalId) -> bool {
    match (known.link_of(journal), came.link_of(journal)) {
        (Some(known_link), Some(came_link)) => {
            known.invitation == came.invitation
                && known_link.verify == came_link.verify
                && known_link.key == came_link.key
        }
        _ => false,
    }
}

/// What a keeper holds of one journal, as far as [`plan`] needs it.
#[derive(Debug, Clone)]
pub struct JournalView {
    /// Where.
    pub place: Place,
    /// The journal.
    pub journal: JournalId,
    /// Whether it counts.
    pub status: Status,
    /// The last page of the unbroken run ([`Head::START`] at a relay).
    pub head: Head,
    /// When that page was kept, Unix seconds.
    pub head_received_at: i64,
    /// Hashes of linked pages, for the incoming numbers at least; at a relay of all carried
    /// ones, since the custody note names what is missing between them.
    pub kept: BTreeMap<PageNumber, Hash>,
    /// All pages waiting beyond a gap, signatures checked again when loaded.
    pub waiting: Vec<Signed<Page>>,
    /// All pages in quarantine.
    pub held: BTreeMap<(PageNumber, Hash), HeldReason>,
    /// What the invitation's other journals keep of the quota.
    pub beside: Beside,
    /// How much may be kept.
    pub quota: Quota,
}

/// One page's fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Linked, carried or waiting already.
    Already,
    /// Follows the head.
    Links,
    /// Lies beyond a gap.
    Waits,
    /// A relay carries it.
    Carries,
    /// Goes into quarantine.
    Held(HeldReason),
    /// Is in quarantine already.
    AlreadyHeld(HeldReason),
    /// Is not kept.
    Refused(Refusal),
}

impl JournalView {
    /// Whether the page before this one lies in quarantine as a fork: the other branch is held
    /// whole, also where it is longer than the one that counts.
    pub(crate) fn goes_on_from_a_fork(&self, page: &Signed<Page>) -> bool {
        let header = page.page().header();
        let before = (PageNumber(header.number.0.saturating_sub(1)), header.previous);
        self.held.get(&before) == Some(&HeldReason::Fork)
    }
}

/// What a page is, given what is held. Pure.
pub fn judge(view: &JournalView, page: &Signed<Page>) -> Judgement {
    let number = page.page().header().number;
    let hash = page.page().hash();
    let kept = view.kept.get(&number).copied();
    if kept == Some(hash) {
        return Judgement::Already;
    }
    if let Some(reason) = view.held.get(&(number, hash)) {
        return Judgement::AlreadyHeld(*reason);
    }
    let held = |reason| match view.held.len().saturating_add(view.beside.held) < view.quota.held {
        true => Judgement::Held(reason),
        false => Judgement::Refused(Refusal::Quota),
    };
    if let Some(reason) = view.status.against(number) {
        return held(reason);
    }
    if kept.is_some() {
        return held(HeldReason::Fork);
    }
    match view.place {
        Place::Relay
            if view.kept.len().saturating_add(view.beside.carried) >= view.quota.carried =>
        {
            Judgement::Refused(Refusal::Quota)
        }
        Place::Relay => Judgement::Carries,
        Place::Headquarters if number <= view.head.number => held(HeldReason::Fork),
        Place::Headquarters if view.goes_on_from_a_fork(page) => held(HeldReason::Fork),
        Place::Headquarters if number == view.head.number.next() => {
            match page.page().header().previous == view.head.hash {
                true => Judgement::Links,
                false => held(HeldReason::Fork),
            }
        }
        Place::Headquarters if view.waiting.iter().any(|one| one.page().hash() == hash) => {
            Judgement::Already
        }
        Place::Headquarters if view.waiting.len() + view.beside.waiting >= view.quota.waiting => {
            Judgement::Refused(Refusal::Quota)
        }
        Place::Headquarters => Judgement::Waits,
    }
}

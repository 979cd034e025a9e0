//! What a page is, where it arrives: one pure decision for every keeper.
//!
//! A keeper loads a [`JournalView`], calls [`plan`], writes what the [`Plan`] says, all in one
//! transaction. It must not decide anything itself: two stores would differ in what counts.
//! A database constraint as the judge was rejected: it can refuse, it cannot give a reason.

mod planner;

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
}

impl Status {
    /// Why a page of this number may not count; `None` if it may.
    pub fn against(&self, number: PageNumber) -> Option<HeldReason> {
        match *self {
            Self::Good => None,
            Self::Expired => Some(HeldReason::Expired),
            Self::SecondEnrolment => Some(HeldReason::SecondEnrolment),
            Self::Revoked(last) => (number > last).then_some(HeldReason::Revoked),
            Self::Ended(last) => (number > last).then_some(HeldReason::Ended),
        }
    }
}

/// How much a keeper keeps of one journal besides what links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Most pages waiting beyond a gap.
    pub waiting: usize,
    /// Most pages in quarantine.
    pub held: usize,
    /// Most pages a relay carries.
    pub carried: usize,
}

impl Default for Quota {
    fn default() -> Self {
        Self { waiting: 512, held: 256, carried: 2048 }
    }
}

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
/// Expiry is judged by first contact at this keeper, never by the device's clock.
pub fn status_of(
    chain: &Chain,
    journal: JournalId,
    first: FirstContact,
    decisions: &[Decision],
) -> Status {
    let start = if first.journal != chain.first_journal() {
        Status::SecondEnrolment
    } else if first.at > chain.expires_at {
        Status::Expired
    } else {
        Status::Good
    };
    decisions.iter().fold(start, |status, decision| match *decision {
        Decision::Revoke { invitation, last_good } if invitation == chain.invitation => {
            match last_good {
                Some((named, last)) if named == journal => Status::Revoked(last),
                Some(_) | None => Status::Revoked(PageNumber(0)),
            }
        }
        Decision::Admit { journal: named } if named == journal => Status::Good,
        Decision::End { journal: named, last } if named == journal => Status::Ended(last),
        Decision::Revoke { .. } | Decision::Admit { .. } | Decision::End { .. } => status,
    })
}

/// Whether the certificate that came names the same writer for a journal as the one known.
///
/// A journal belongs to the first certificate that named it: whoever holds another valid
/// invitation, or a copy of the same one, could else claim a journal's id for a key of theirs.
/// Pages of a foreign writer are refused ([`crate::keeper::JournalOutcome::foreign`]) and the known
/// certificate stays.
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
    let held = |reason| match view.held.len() < view.quota.held {
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
        Place::Relay if view.kept.len() >= view.quota.carried => Judgement::Refused(Refusal::Quota),
        Place::Relay => Judgement::Carries,
        Place::Headquarters if number <= view.head.number => held(HeldReason::Fork),
        Place::Headquarters if number == view.head.number.next() => {
            match page.page().header().previous == view.head.hash {
                true => Judgement::Links,
                false => held(HeldReason::Fork),
            }
        }
        Place::Headquarters if view.waiting.iter().any(|one| one.page().hash() == hash) => {
            Judgement::Already
        }
        Place::Headquarters if view.waiting.len() >= view.quota.waiting => {
            Judgement::Refused(Refusal::Quota)
        }
        Place::Headquarters => Judgement::Waits,
    }
}

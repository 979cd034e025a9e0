//! All incoming pages of one journal at once, and the waiting ones they free. Pure.
//!
//! Pages are taken by number, each judged by what the ones before it changed; when the head
//! moves, waiting pages it has reached link or turn out to be a fork.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::RefusedPage;
use crate::ids::{Hash, PageNumber};
use crate::judge::{JournalView, Judgement, Place, judge};
use crate::keeper::{Custody, GAPS_MAX, HeldPage, JournalOutcome};
use crate::page::{Page, Signed, Verified};
use crate::receipts::HeldReason;

/// What to write, and what to answer.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Append to the run, in this order.
    pub link: Vec<Verified<Page>>,
    /// Keep for carrying on (relay).
    pub carry: Vec<Signed<Page>>,
    /// Keep as waiting.
    pub wait: Vec<Signed<Page>>,
    /// Take out of waiting: linked or condemned now.
    pub unwait: Vec<(PageNumber, Hash)>,
    /// Keep in quarantine.
    pub hold: Vec<(Signed<Page>, HeldReason)>,
    /// What to answer once it is on disk.
    pub outcome: JournalOutcome,
}

/// Decides all incoming pages of one journal, and the waiting ones they free. Pure.
pub fn plan(view: JournalView, incoming: Vec<Signed<Page>>, received_at: i64) -> Plan {
    let before: BTreeSet<Hash> = view.waiting.iter().map(|one| one.page().hash()).collect();
    let mut planner = Planner { plan: Plan::empty(&view), view, before, received_at };
    let mut incoming = incoming;
    incoming.sort_by_key(|page| page.page().header().number);
    for page in incoming {
        planner.take(page);
    }
    planner.settle();
    planner.finish()
}

struct Planner {
    view: JournalView,
    plan: Plan,
    /// What waited before this delivery: rows to take out when they move.
    before: BTreeSet<Hash>,
    received_at: i64,
}

impl Plan {
    fn empty(view: &JournalView) -> Self {
        Self {
            link: Vec::new(),
            carry: Vec::new(),
            wait: Vec::new(),
            unwait: Vec::new(),
            hold: Vec::new(),
            outcome: JournalOutcome {
                journal: view.journal,
                status: view.status,
                head: view.head,
                head_received_at: view.head_received_at,
                linked: Vec::new(),
                carried: Vec::new(),
                waiting: Vec::new(),
                already: Vec::new(),
                held: Vec::new(),
                refused: Vec::new(),
                custody: None,
            },
        }
    }
}

impl Planner {
    fn take(&mut self, page: Signed<Page>) {
        let (number, hash) = (page.page().header().number, page.page().hash());
        match judge(&self.view, &page) {
            Judgement::Already => self.plan.outcome.already.push(number),
            Judgement::Links => {
                self.link(page);
                self.settle();
            }
            Judgement::Waits => self.view.waiting.push(page),
            Judgement::Carries => {
                self.view.kept.insert(number, hash);
                self.plan.outcome.carried.push(number);
                self.plan.carry.push(page);
            }
            Judgement::Held(reason) => self.hold(page, reason),
            Judgement::AlreadyHeld(reason) => {
                self.plan.outcome.held.push(HeldPage { number, hash, reason });
            }
            Judgement::Refused(refusal) => {
                let journal = self.view.journal;
                self.plan.outcome.refused.push(RefusedPage { journal, number, hash, refusal });
            }
        }
    }

    fn link(&mut self, page: Signed<Page>) {
        match self.view.head.link(page) {
            Ok(verified) => {
                self.view.head = verified.page().head();
                self.view.head_received_at = self.received_at;
                self.view.kept.insert(self.view.head.number, self.view.head.hash);
                self.plan.outcome.linked.push(self.view.head.number);
                self.plan.link.push(verified);
            }
            Err(not_next) => self.hold(*not_next.0, HeldReason::Fork),
        }
    }

    fn hold(&mut self, page: Signed<Page>, reason: HeldReason) {
        let (number, hash) = (page.page().header().number, page.page().hash());
        self.view.held.insert((number, hash), reason);
        self.plan.outcome.held.push(HeldPage { number, hash, reason });
        self.plan.hold.push((page, reason));
    }

    /// Moves waiting pages that the head has reached: one may link, the others are a fork; and
    /// those that go on from a fork.
    fn settle(&mut self) {
        loop {
            let reached = self.view.head.number.next();
            let (due, later): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.view.waiting).into_iter().partition(|one| {
                    one.page().header().number <= reached || self.view.goes_on_from_a_fork(one)
                });
            self.view.waiting = later;
            if due.is_empty() {
                return;
            }
            let (next, others): (Vec<_>, Vec<_>) =
                due.into_iter().partition(|one| self.follows(one));
            for page in next.into_iter().chain(others) {
                self.leave_waiting(&page);
                match self.view.status.against(page.page().header().number) {
                    Some(reason) => self.hold(page, reason),
                    None if self.follows(&page) => self.link(page),
                    None => self.hold(page, HeldReason::Fork),
                }
            }
        }
    }

    fn follows(&self, page: &Signed<Page>) -> bool {
        let header = page.page().header();
        header.number == self.view.head.number.next() && header.previous == self.view.head.hash
    }

    fn leave_waiting(&mut self, page: &Signed<Page>) {
        let (number, hash) = (page.page().header().number, page.page().hash());
        if self.before.remove(&hash) {
            self.plan.unwait.push((number, hash));
        }
    }

    fn finish(mut self) -> Plan {
        let outcome = &mut self.plan.outcome;
        outcome.head = self.view.head;
        outcome.head_received_at = self.view.head_received_at;
        outcome.waiting = self.view.waiting.iter().map(|p| p.page().header().number).collect();
        outcome.waiting.sort_unstable();
        outcome.waiting.dedup();
        outcome.custody = match self.view.place {
            Place::Headquarters => None,
            Place::Relay => custody(&self.view, self.received_at),
        };
        let before = &self.before;
        self.plan.wait = self
            .view
            .waiting
            .into_iter()
            .filter(|page| !before.contains(&page.page().hash()))
            .collect();
        self.plan
    }
}

/// What a relay holds, quarantine included, with the runs missing in between. Counted from the
/// top: beyond [`GAPS_MAX`] gaps the note begins later.
fn custody(view: &JournalView, received_at: i64) -> Option<Custody> {
    let mut all: BTreeMap<PageNumber, Hash> = BTreeMap::new();
    for (number, hash) in view.held.keys() {
        all.entry(*number).or_insert(*hash);
    }
    all.extend(view.kept.iter().map(|(number, hash)| (*number, *hash)));
    let (number, hash) = all.pop_last()?;
    let (mut first, mut gaps) = (number, Vec::new());
    for below in all.into_keys().rev() {
        if below.next() < first {
            if gaps.len() == GAPS_MAX {
                break;
            }
            gaps.push((below.next(), PageNumber(first.0.saturating_sub(1))));
        }
        first = below;
    }
    gaps.reverse();
    Some(Custody { first, number, hash, gaps, received_at })
}

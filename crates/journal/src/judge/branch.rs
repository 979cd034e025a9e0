//! An operator's choice between two branches of one journal. Pure.
//!
//! The chosen branch takes its place after the last page both share; what stood there goes to
//! quarantine as the fork's other side, nothing is dropped. It refuses a branch whose first page
//! does not follow a kept one. Counting both branches was rejected: a journal has one line of
//! numbers, and a receipt names one hash for each.

use std::collections::BTreeMap;

use crate::ids::Hash;
use crate::judge::{JournalView, Plan, plan};
use crate::page::{Head, Page, Signed};
use crate::receipts::HeldReason;

/// What is kept of a journal where an operator chooses a branch.
#[derive(Debug, Clone)]
pub struct Fork {
    /// The last page that both branches share.
    pub before: Head,
    /// The linked pages after it.
    pub linked: Vec<Signed<Page>>,
    /// All of the journal's quarantine.
    pub held: Vec<(Signed<Page>, HeldReason)>,
}

/// Puts the branch that begins with the page of this hash in the place of the linked pages.
///
/// The keeper takes the fork's pages out of where they are and writes the plan. `None`: nothing
/// changes, since no such page is held, it does not follow, or its number may not count.
pub fn choose(view: JournalView, fork: Fork, chosen: Hash, at: i64) -> Option<Plan> {
    let Fork { before, linked, held } = fork;
    let mut held: BTreeMap<Hash, (Signed<Page>, HeldReason)> =
        held.into_iter().map(|(page, reason)| (page.page().hash(), (page, reason))).collect();
    let mut branch = Vec::new();
    let mut last = before;
    let mut next = Some(chosen);
    while let Some((page, _)) = next.take().and_then(|hash| held.remove(&hash)) {
        let header = page.page().header();
        let follows = header.number == last.number.next() && header.previous == last.hash;
        if !follows || view.status.against(header.number).is_some() {
            held.insert(page.page().hash(), (page, HeldReason::Fork));
            break;
        }
        last = page.page().head();
        branch.push(page);
        let after = |(one, _): &&(Signed<Page>, HeldReason)| {
            one.page().header().number == last.number.next()
                && one.page().header().previous == last.hash
        };
        next = held.values().find(after).map(|(one, _)| one.page().hash());
    }
    if branch.is_empty() {
        return None;
    }
    let kept = [(before.number, before.hash)].into();
    let view = JournalView { head: before, kept, held: BTreeMap::new(), ..view };
    let mut plan = plan(view, branch, at);
    plan.hold.extend(linked.into_iter().map(|page| (page, HeldReason::Fork)));
    plan.hold.extend(held.into_values());
    Some(plan)
}

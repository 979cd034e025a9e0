//! An operator chooses the other branch of a fork.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::judge::Place;
use journal::judge::Quota;
use journal::keeper::Decision;
use journal::receipts::HeldReason;

use crate::world::{MORNING, World};

#[test]
fn the_chosen_branch_counts_and_the_other_is_kept_whole() {
    let mut world = World::new(70);
    let mut alice = world.author();
    let shared = world.pages(&mut alice, 2);
    let mut branch = alice.clone();
    let counted = world.pages(&mut alice, 3);
    let other = world.pages(&mut branch, 3);
    let journal = alice.journal();
    // The quota is full before: what is kept already is never refused.
    let quota = Quota { held: 2, ..Quota::default() };
    for mut tried in world.keepers(Place::Headquarters, quota) {
        tried.give(&alice, &shared);
        tried.give(&alice, &counted);
        tried.give(&branch, &other[..2]);
        let first = other[0].head();
        let choose = Decision::AdmitBranch { journal, number: first.number, hash: first.hash };
        tried.keeper.decide(choose, MORNING + 9).unwrap();
        let standing = tried.keeper.standing(journal).unwrap().unwrap();
        assert_eq!(standing.head, other[1].head(), "{}", tried.name);
        let held: Vec<_> = standing.held.iter().map(|one| one.hash).collect();
        assert_eq!(held.len(), 3);
        assert!(counted.iter().all(|page| held.contains(&page.hash())), "nothing is dropped");
        assert!(standing.held.iter().all(|one| one.reason == HeldReason::Fork));
        let run = tried.keeper.pages(journal, shared[1].head().number, usize::MAX).unwrap();
        assert_eq!(run.pages, other[..2]);
        let on = tried.give(&branch, &other[2..]);
        assert_eq!(on.head, branch.head(), "the chosen branch goes on");
        // And back again: a decision can be taken anew.
        let first = counted[0].head();
        let choose = Decision::AdmitBranch { journal, number: first.number, hash: first.hash };
        tried.keeper.decide(choose, MORNING + 10).unwrap();
        let standing = tried.keeper.standing(journal).unwrap().unwrap();
        assert_eq!((standing.head, standing.held.len()), (alice.head(), 3));
    }
}

#[test]
fn a_page_that_follows_nothing_kept_is_no_branch() {
    let mut world = World::new(71);
    let mut alice = world.author();
    let pages = world.pages(&mut alice, 1);
    let mut branch = alice.at_start();
    let other = world.pages(&mut branch, 2);
    let mut on = alice.clone();
    let second = world.pages(&mut on, 1);
    let journal = alice.journal();
    for mut tried in world.headquarters() {
        tried.give(&alice, &pages);
        tried.give(&alice, &second);
        tried.give(&branch, &other[1..]);
        let before = tried.keeper.standing(journal).unwrap();
        let head = other[1].head();
        for hash in [head.hash, second[0].hash()] {
            let choose = Decision::AdmitBranch { journal, number: head.number, hash };
            tried.keeper.decide(choose, MORNING).unwrap();
            assert_eq!(tried.keeper.standing(journal).unwrap(), before, "{}", tried.name);
        }
    }
}

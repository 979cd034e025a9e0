//! Two pages under one number: both are kept, one counts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::judge::{Place, Quota};
use journal::receipts::HeldReason;

use crate::world::{World, numbers};

#[test]
fn a_fork_is_named_and_kept_and_the_receipted_branch_goes_on() {
    let mut world = World::new(20);
    let mut author = world.author();
    let shared = world.pages(&mut author, 2);
    let mut branch = author.clone();
    let counted = world.pages(&mut author, 2);
    let other = world.pages(&mut branch, 2);
    for mut tried in world.headquarters() {
        tried.give(&author, &shared);
        tried.give(&author, &counted[..1]);
        let forked = tried.give(&branch, &other);
        assert_eq!(forked.head, counted[0].head(), "{}", tried.name);
        assert_eq!(forked.held.len(), 2 - forked.waiting.len());
        assert_eq!(forked.held[0].reason, HeldReason::Fork);
        let on = tried.give(&author, &counted[1..]);
        assert_eq!(on.head, author.head());
        let standing = tried.keeper.standing(author.journal()).unwrap().unwrap();
        assert_eq!(standing.held.len(), 2, "the other branch is there, whole");
        let hashes: Vec<_> = standing.held.iter().map(|one| one.hash).collect();
        assert!(other.iter().all(|page| hashes.contains(&page.hash())));
        let run = tried.keeper.pages(author.journal(), PageNumber(2), usize::MAX).unwrap();
        assert_eq!(run.pages, counted, "never overwritten");
    }
}

#[test]
fn quarantine_has_a_quota_too() {
    let mut world = World::new(21);
    let mut author = world.author();
    let first = world.page(&mut author);
    let mut others = Vec::new();
    for _ in 0..4 {
        let mut branch = author.at_start();
        others.push(world.page(&mut branch));
    }
    for mut tried in
        world.keepers(Place::Headquarters, Quota { waiting: 4, held: 2, ..Quota::default() })
    {
        tried.give(&author, std::slice::from_ref(&first));
        let forked = tried.give(&author, &others);
        assert_eq!(forked.held.len(), 2, "{}", tried.name);
        assert_eq!(forked.refused.len(), 2);
        assert!(forked.refused.iter().all(|one| one.refusal == Refusal::Quota));
        let again = tried.give(&author, &others[..]);
        assert_eq!(again.held.len(), 2, "those held are named again");
    }
}

#[test]
fn the_other_branch_is_held_whole_also_where_it_is_longer() {
    let mut world = World::new(64);
    let mut author = world.author();
    let mut other = author.at_start();
    let counted = world.pages(&mut author, 2);
    let branch = world.pages(&mut other, 5);
    for mut tried in world.keepers(Place::Headquarters, Quota::default()) {
        tried.give(&author, &counted);
        // The far end comes first and waits; what it goes on from condemns it.
        let waiting = tried.give(&author, &branch[3..]);
        assert_eq!(waiting.waiting, numbers(&[4, 5]), "{}", tried.name);
        let outcome = tried.give(&author, &branch[..3]);
        assert!(outcome.waiting.is_empty(), "{}", tried.name);
        let held: Vec<_> = outcome.held.iter().map(|held| (held.number.0, held.reason)).collect();
        let all: Vec<_> = (1..=5).map(|number| (number, HeldReason::Fork)).collect();
        assert_eq!(held, all, "{}", tried.name);
        assert_eq!(outcome.head, counted[1].head(), "{}", tried.name);
    }
}

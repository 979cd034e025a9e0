//! A relay carries from any number on; it links nothing and judges only who may write.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::ids::PageNumber;
use journal::judge::{Place, Quota};
use journal::receipts::HeldReason;

use crate::world::{World, numbers};

#[test]
fn a_relay_carries_pages_whose_beginning_it_never_saw() {
    let mut world = World::new(70);
    let mut author = world.author();
    let pages = world.pages(&mut author, 6);
    for mut tried in world.keepers(Place::Relay, Quota::default()) {
        let outcome = tried.give(&author, &pages[3..5]);
        assert_eq!(outcome.carried, numbers(&[4, 5]), "{}", tried.name);
        assert!(outcome.waiting.is_empty() && outcome.linked.is_empty());
        let again = tried.give(&author, &pages[4..]);
        assert_eq!((again.already, again.carried), (numbers(&[5]), numbers(&[6])));
        let run = tried.keeper.pages(author.journal(), PageNumber(3), usize::MAX).unwrap();
        assert_eq!(run.pages, pages[3..]);
    }
}

#[test]
fn a_relay_keeps_a_contradicting_page_apart() {
    let mut world = World::new(71);
    let mut author = world.author();
    let first = world.page(&mut author);
    let other = world.page(&mut author.at_start());
    for mut tried in world.keepers(Place::Relay, Quota::default()) {
        tried.give(&author, std::slice::from_ref(&first));
        let outcome = tried.give(&author, std::slice::from_ref(&other));
        assert_eq!(outcome.held[0].reason, HeldReason::Fork, "{}", tried.name);
    }
}

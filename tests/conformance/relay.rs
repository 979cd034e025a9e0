//! A relay carries from any number on; it links nothing and judges only who may write.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::answer::Refusal;
use journal::ids::{JournalId, PageNumber};
use journal::judge::{Place, Quota};
use journal::keeper::{KeeperError, Recipient, Word};
use journal::page::Head;
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

#[test]
fn a_relay_says_what_it_holds_gaps_and_quarantine_included_and_no_more_than_its_quota() {
    let mut world = World::new(72);
    let mut author = world.author();
    let pages = world.pages(&mut author, 6);
    let quota = Quota { carried: 3, ..Quota::default() };
    for mut tried in world.keepers(Place::Relay, quota) {
        let given = [pages[1].clone(), pages[2].clone(), pages[4].clone()];
        let custody = tried.give(&author, &given).custody.unwrap();
        assert_eq!((custody.first.0, custody.number.0, custody.hash), (2, 5, pages[4].hash()));
        assert_eq!(custody.gaps, [(PageNumber(4), PageNumber(4))], "{}", tried.name);
        let beyond = tried.give(&author, &pages[5..]);
        assert_eq!(beyond.refused[0].refusal, Refusal::Quota, "{}", tried.name);
        assert_eq!(beyond.custody.unwrap().number, PageNumber(5));
        let word = tried.keeper.word(author.journal()).unwrap();
        assert_eq!(word, Word::default(), "{}: headquarters said nothing yet", tried.name);
    }
}

#[test]
fn a_relay_hands_on_headquarters_pages_for_a_device_it_has_met() {
    let mut world = World::new(73);
    let mut author = world.author();
    let page = world.page(&mut author);
    let hq = JournalId::random(&mut world.rng);
    let first = world.own_page(hq, Head::START);
    let next = world.own_page(hq, first.page().head());
    for mut tried in world.keepers(Place::Relay, Quota::default()) {
        tried.give(&author, std::slice::from_ref(&page));
        let recipient = Recipient::Device(author.journal());
        assert_eq!(tried.keeper.own_journal(recipient).unwrap(), None, "{}", tried.name);
        let gap = tried.keeper.keep_own(recipient, next.clone());
        assert_eq!(gap, Err(KeeperError::NotNext), "{}", tried.name);
        tried.keeper.keep_own(recipient, first.clone()).unwrap();
        let head = tried.keeper.keep_own(recipient, next.clone()).unwrap();
        assert_eq!(tried.keeper.own_journal(recipient).unwrap(), Some((hq, head)));
        let run = tried.keeper.pages(hq, PageNumber(1), usize::MAX).unwrap();
        assert_eq!(run.pages, [next.page().clone()], "{}", tried.name);
        let claimed = tried.give(&author, &[]);
        assert_eq!(claimed.custody.unwrap().number, PageNumber(1), "{}", tried.name);
    }
}

//! Pages of a known device that may not count, and the decisions that change it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::ids::PageNumber;
use journal::judge::Status;
use journal::keeper::Decision;
use journal::receipts::HeldReason;

use crate::world::{MORNING, World, numbers};

#[test]
fn an_invitation_used_late_is_held_whole_until_it_is_admitted() {
    let mut world = World::new(30);
    let mut author = world.author();
    let pages = world.pages(&mut author, 2);
    let late = MORNING + 86_401;
    for mut tried in world.headquarters() {
        let outcome = tried.give_at(&author, &pages, late);
        assert_eq!(outcome.status, Status::Expired, "{}", tried.name);
        assert!(outcome.held.iter().all(|one| one.reason == HeldReason::Expired));
        assert_eq!((outcome.held.len(), outcome.head.number.0), (2, 0));
        let again = tried.give_at(&author, &pages, late + 1);
        assert_eq!(again.held.len(), 2, "the same answer again");
        let journal = author.journal();
        tried.keeper.decide(Decision::Admit { journal }, late + 2).unwrap();
        let standing = tried.keeper.standing(journal).unwrap().unwrap();
        assert_eq!((standing.head, standing.held.len()), (author.head(), 0));
        assert_eq!(standing.status, Status::Good);
    }
}

#[test]
fn expiry_is_judged_by_the_first_contact_only() {
    let mut world = World::new(31);
    let mut author = world.author();
    let pages = world.pages(&mut author, 2);
    for mut tried in world.headquarters() {
        tried.give(&author, &pages[..1]);
        let outcome = tried.give_at(&author, &pages, MORNING + 1_000_000);
        assert_eq!(outcome.linked, numbers(&[2]), "{}", tried.name);
    }
}

#[test]
fn a_second_enrolment_is_held_whole_and_may_take_over() {
    let mut world = World::new(32);
    let mut both = world.authors_of_one_invitation(2);
    let (mut second, mut first) = (both.pop().unwrap(), both.pop().unwrap());
    let one = world.pages(&mut first, 3);
    let two = world.pages(&mut second, 2);
    for mut tried in world.headquarters() {
        tried.give(&first, &one[..2]);
        let held = tried.give(&second, &two);
        assert_eq!(held.status, Status::SecondEnrolment, "{}", tried.name);
        assert_eq!(held.held.len(), 2);
        let (journal, last) = (first.journal(), PageNumber(2));
        tried.keeper.decide(Decision::End { journal, last }, MORNING).unwrap();
        let journal = second.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
        let standing = tried.keeper.standing(journal).unwrap().unwrap();
        assert_eq!(standing.head, second.head());
        let ended = tried.give(&first, &one[2..]);
        assert_eq!(ended.held[0].reason, HeldReason::Ended);
        assert_eq!(ended.head, one[1].head());
    }
}

#[test]
fn pages_after_the_last_good_one_of_a_revoked_journal_are_held() {
    let mut world = World::new(33);
    let mut author = world.author();
    let invitation = author.chain.invitation;
    let pages = world.pages(&mut author, 4);
    for mut tried in world.headquarters() {
        tried.give(&author, &pages[..2]);
        let last_good = Some((author.journal(), PageNumber(2)));
        tried.keeper.decide(Decision::Revoke { invitation, last_good }, MORNING).unwrap();
        let outcome = tried.give(&author, &pages[2..]);
        assert_eq!(outcome.status, Status::Revoked(PageNumber(2)), "{}", tried.name);
        assert_eq!(outcome.held.len(), 2);
        assert!(outcome.held.iter().all(|one| one.reason == HeldReason::Revoked));
        assert_eq!(outcome.head.number, PageNumber(2));
    }
}

#[test]
fn a_revoked_invitation_that_was_never_used_gets_nothing_counted() {
    let mut world = World::new(34);
    let mut author = world.author();
    let invitation = author.chain.invitation;
    let pages = world.pages(&mut author, 1);
    for mut tried in world.headquarters() {
        tried.keeper.decide(Decision::Revoke { invitation, last_good: None }, MORNING).unwrap();
        let outcome = tried.give(&author, &pages);
        assert_eq!(outcome.status, Status::Revoked(PageNumber(0)), "{}", tried.name);
        assert_eq!(outcome.held[0].reason, HeldReason::Revoked);
    }
}

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

#[test]
fn a_claim_on_a_journal_that_does_not_count_does_not_lock_its_device_out() {
    let mut world = World::new(36);
    let mut alice = world.author();
    let pages = world.pages(&mut alice, 2);
    let late = MORNING + 86_401;
    for burnt in [true, false] {
        let (first, mut claim) = match burnt {
            true => world.author_and_claim(alice.journal()),
            // Run out, and never used before.
            false => (world.author(), world.author_as(alice.journal())),
        };
        let claimed = world.pages(&mut claim, 2);
        for mut tried in world.headquarters() {
            tried.give(&first, &[]);
            let held = tried.give_at(&claim, &claimed, if burnt { MORNING } else { late });
            assert_eq!((held.held.len(), held.head.number.0), (2, 0), "{}", tried.name);
            let outcome = tried.give(&alice, &pages);
            assert_eq!(outcome.status, Status::Good, "{}", tried.name);
            assert_eq!((outcome.head, outcome.refused.len()), (alice.head(), 0));
            let standing = tried.keeper.standing(alice.journal()).unwrap().unwrap();
            assert_eq!((standing.head, standing.held.len()), (alice.head(), 0));
            let again = tried.give(&claim, &claimed);
            assert_eq!((again.refused.len(), again.held.len()), (2, 0), "the id is taken now");
            let again = tried.give(&alice, &pages);
            assert_eq!(again.already, numbers(&[1, 2]));
        }
    }
}

#[test]
fn a_journal_that_counts_or_waits_for_an_operator_is_not_pushed_out_by_a_burnt_invitation() {
    let mut world = World::new(37);
    let mut alice = world.author();
    let pages = world.pages(&mut alice, 1);
    let mut valid = world.author_as(alice.journal());
    let (first, mut burnt) = world.author_and_claim(alice.journal());
    let by_valid = world.pages(&mut valid, 1);
    let by_burnt = world.pages(&mut burnt, 1);
    for at in [MORNING, MORNING + 86_401] {
        for mut tried in world.headquarters() {
            tried.give(&first, &[]);
            let before = tried.give_at(&alice, &pages, at);
            let claims = [(&burnt, &by_burnt), (&valid, &by_valid)];
            // Whoever has a valid invitation counts, and stands in the way of nobody who does.
            let claims = if at == MORNING { &claims[..] } else { &claims[..1] };
            for (claim, claimed) in claims {
                let refused = tried.give(claim, claimed);
                assert_eq!((refused.refused.len(), refused.head.number.0), (1, 0));
            }
            let standing = tried.keeper.standing(alice.journal()).unwrap().unwrap();
            assert_eq!(standing.head, before.head, "{}", tried.name);
            assert_eq!(standing.held.len(), usize::from(at != MORNING));
        }
    }
}

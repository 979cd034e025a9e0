//! What continues a journal: decisions hold for it, and only the first one counts by itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::judge::{Place, Quota, Status};
use journal::keeper::Decision;
use journal::receipts::HeldReason;

use crate::world::{MORNING, World, numbers};

#[test]
fn an_ended_journal_is_not_escaped_by_continuing_it() {
    let mut world = World::new(60);
    let mut mallory = world.author();
    let pages = world.pages(&mut mallory, 2);
    let mut on = world.continued(&mallory);
    let more = world.pages(&mut on, 2);
    let further = world.continued(&on);
    for mut tried in world.headquarters() {
        tried.give(&mallory, &pages);
        let (journal, last) = (mallory.journal(), PageNumber(2));
        tried.keeper.decide(Decision::End { journal, last }, MORNING).unwrap();
        let outcome = tried.give(&on, &more);
        assert_eq!(outcome.status, Status::Ended(PageNumber(0)), "{}", tried.name);
        assert!(outcome.held.iter().all(|one| one.reason == HeldReason::Ended));
        assert_eq!((outcome.held.len(), outcome.head.number), (2, PageNumber(0)));
        assert_eq!(tried.give(&further, &[]).status, Status::Ended(PageNumber(0)));
    }
}

#[test]
fn admitting_a_journal_admits_what_continues_it() {
    let mut world = World::new(61);
    let mut both = world.authors_of_one_invitation(2);
    let (mut second, first) = (both.pop().unwrap(), both.pop().unwrap());
    let one = world.pages(&mut second, 1);
    let mut on = world.continued(&second);
    let two = world.pages(&mut on, 2);
    for mut tried in world.headquarters() {
        tried.give(&first, &[]);
        tried.give(&second, &one);
        assert_eq!(tried.give(&on, &two).held.len(), 2, "{}", tried.name);
        let journal = second.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
        let standing = tried.keeper.standing(on.journal()).unwrap().unwrap();
        assert_eq!((standing.status, standing.head), (Status::Good, on.head()));
    }
}

#[test]
fn of_two_continuations_the_first_counts_and_the_other_is_held_as_a_fork() {
    let mut world = World::new(62);
    let mut old = world.author();
    let before = world.pages(&mut old, 1);
    let (mut first, mut other) = (world.continued(&old), world.continued(&old));
    let (one, two) = (world.pages(&mut first, 1), world.pages(&mut other, 1));
    let mut on = world.continued(&other);
    let three = world.pages(&mut on, 1);
    for mut tried in world.headquarters() {
        tried.give(&old, &before);
        assert_eq!(tried.give(&first, &one).linked, numbers(&[1]), "{}", tried.name);
        let held = tried.give(&other, &two);
        assert_eq!((held.status, held.held[0].reason), (Status::Forked, HeldReason::Fork));
        assert_eq!(tried.give(&on, &three).status, Status::Forked, "nor does what continues it");
        assert_eq!(tried.give(&first, &one).status, Status::Good);
        let journal = other.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
        let heads = [&first, &other, &on]
            .map(|one| tried.keeper.standing(one.journal()).unwrap().unwrap().head);
        assert_eq!(heads, [first.head(), other.head(), on.head()], "an operator may admit it");
    }
}

#[test]
fn a_stranger_who_claims_a_journal_is_refused_whole_and_nothing_of_it_is_kept() {
    let mut world = World::new(63);
    let mut alice = world.author();
    let pages = world.pages(&mut alice, 2);
    let mut mallory = world.author_as(alice.journal());
    let forged = world.pages(&mut mallory, 1);
    let on = world.continued(&mallory);
    for mut tried in world.headquarters() {
        tried.give(&alice, &pages);
        let delivery = mallory.delivery(&forged, MORNING);
        let outcome = tried.keeper.commit(vec![delivery]).unwrap().remove(0);
        assert!(outcome.foreign, "{}", tried.name);
        assert_eq!(outcome.journals[0].refused[0].refusal, Refusal::NoValidChain);
        // And a continuation of the claimed journal does not take the place of Alice's own.
        tried.keeper.commit(vec![on.delivery(&[], MORNING)]).unwrap();
        let mine = world.continued(&alice);
        assert_eq!(tried.give(&mine, &[]).status, Status::Good);
    }
}

#[test]
fn the_quota_is_the_invitations_however_many_journals_it_makes() {
    let mut world = World::new(64);
    let mut authors = world.authors_of_one_invitation(6);
    let pages: Vec<_> = authors.iter_mut().map(|one| world.pages(one, 2)).collect();
    let quota = Quota { waiting: 4, held: 3, journals: 4, ..Quota::default() };
    for mut tried in world.keepers(Place::Headquarters, quota) {
        let mut held = 0;
        let mut refused = Vec::new();
        for (author, pages) in authors.iter().zip(&pages) {
            let outcome = tried.give(author, pages);
            held += outcome.held.len();
            refused.extend(outcome.refused.iter().map(|one| one.refusal));
        }
        assert_eq!(held, 3, "{}: the first counts, the others share", tried.name);
        assert_eq!(refused, [Refusal::Quota; 7]);
        let known =
            |one: &&crate::world::Author| tried.keeper.standing(one.journal()).unwrap().is_some();
        assert_eq!(authors.iter().filter(known).count(), 5, "one counts, four are kept aside");
        let mut waiting = 0;
        let mut long = authors[0].clone();
        let beyond = world.pages(&mut long, 6);
        waiting += tried.give(&long, &beyond[1..]).waiting.len();
        assert_eq!(waiting, 4);
    }
}

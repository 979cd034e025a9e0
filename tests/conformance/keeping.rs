//! Keeping in order, twice, beyond a gap, and giving back what was kept.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::judge::{Place, Quota};

use crate::world::{MORNING, World, numbers};

#[test]
fn pages_in_order_are_linked_and_given_back_byte_for_byte() {
    let mut world = World::new(1);
    let mut author = world.author();
    let pages = world.pages(&mut author, 4);
    for mut tried in world.headquarters() {
        let outcome = tried.give(&author, &pages);
        assert_eq!(outcome.linked, numbers(&[1, 2, 3, 4]), "{}", tried.name);
        assert_eq!((outcome.head, outcome.head_received_at), (author.head(), MORNING));
        let run = tried.keeper.pages(author.journal(), PageNumber(0), usize::MAX).unwrap();
        assert_eq!((run.pages, run.more), (pages.clone(), false));
    }
}

#[test]
fn doing_it_twice_equals_doing_it_once() {
    let mut world = World::new(2);
    let mut author = world.author();
    let pages = world.pages(&mut author, 3);
    for mut tried in world.headquarters() {
        tried.give(&author, &pages);
        let before = tried.keeper.standing(author.journal()).unwrap();
        let again = tried.give_at(&author, &pages, MORNING + 50);
        assert_eq!(again.already, numbers(&[1, 2, 3]), "{}", tried.name);
        assert!(again.linked.is_empty());
        assert_eq!(again.head_received_at, MORNING, "the first time counts");
        assert_eq!(tried.keeper.standing(author.journal()).unwrap(), before);
    }
}

#[test]
fn a_page_beyond_a_gap_waits_until_the_gap_closes() {
    let mut world = World::new(3);
    let mut author = world.author();
    let pages = world.pages(&mut author, 5);
    for mut tried in world.headquarters() {
        tried.give(&author, &pages[..1]);
        let gap = tried.give(&author, &pages[2..]);
        assert_eq!(gap.head.number, PageNumber(1), "{}", tried.name);
        assert_eq!(gap.waiting, numbers(&[3, 4, 5]));
        let run = tried.keeper.pages(author.journal(), PageNumber(0), usize::MAX).unwrap();
        assert_eq!(run.pages.len(), 1, "what waits is not given as linked");
        let closed = tried.give(&author, &pages[1..2]);
        assert_eq!(closed.linked, numbers(&[2, 3, 4, 5]));
        assert!(closed.waiting.is_empty());
        assert_eq!(closed.head, author.head());
        let standing = tried.keeper.standing(author.journal()).unwrap().unwrap();
        assert!(standing.waiting.is_empty() && standing.held.is_empty());
    }
}

#[test]
fn pages_in_reverse_order_end_up_linked_all_the_same() {
    let mut world = World::new(4);
    let mut author = world.author();
    let pages = world.pages(&mut author, 6);
    for mut tried in world.headquarters() {
        for page in pages.iter().rev() {
            tried.give(&author, std::slice::from_ref(page));
        }
        let standing = tried.keeper.standing(author.journal()).unwrap().unwrap();
        assert_eq!(standing.head, author.head(), "{}", tried.name);
    }
}

#[test]
fn waiting_pages_have_a_quota() {
    let mut world = World::new(5);
    let mut author = world.author();
    let pages = world.pages(&mut author, 6);
    let quota = Quota { waiting: 2, held: 2, ..Quota::default() };
    for mut tried in world.keepers(Place::Headquarters, quota) {
        let outcome = tried.give(&author, &pages[1..]);
        assert_eq!(outcome.waiting, numbers(&[2, 3]), "{}", tried.name);
        assert_eq!(outcome.refused.len(), 3);
        assert!(outcome.refused.iter().all(|one| one.refusal == Refusal::Quota));
        let closed = tried.give(&author, &pages);
        assert_eq!(closed.head, author.head(), "what was refused was not condemned");
    }
}

#[test]
fn a_budget_cuts_a_run_and_says_that_more_follows() {
    let mut world = World::new(6);
    let mut author = world.author();
    let pages = world.pages(&mut author, 4);
    for mut tried in world.headquarters() {
        tried.give(&author, &pages);
        let journal = author.journal();
        let two = pages[0].bytes().len() + pages[1].bytes().len();
        let run = tried.keeper.pages(journal, PageNumber(0), two).unwrap();
        assert_eq!((run.pages.len(), run.more), (2, true), "{}", tried.name);
        let run = tried.keeper.pages(journal, PageNumber(2), 0).unwrap();
        assert_eq!((run.pages, run.more), (pages[2..3].to_vec(), true), "one at least");
        let run = tried.keeper.pages(journal, PageNumber(4), 1000).unwrap();
        assert_eq!((run.pages.len(), run.more), (0, false));
    }
}

#[test]
fn a_batch_of_many_requests_gives_one_outcome_each_in_order() {
    let mut world = World::new(7);
    let mut authors: Vec<_> = (0..5).map(|_| world.author()).collect();
    let pages: Vec<_> = authors.iter_mut().map(|one| world.pages(one, 2)).collect();
    for mut tried in world.headquarters() {
        let mut batch: Vec<_> =
            authors.iter().zip(&pages).map(|(one, pages)| one.delivery(pages, MORNING)).collect();
        batch.push(authors[0].delivery(&pages[0], MORNING));
        let outcomes = tried.keeper.commit(batch).unwrap();
        assert_eq!(outcomes.len(), 6, "{}", tried.name);
        for (outcome, author) in outcomes.iter().zip(&authors) {
            assert_eq!(outcome.journals[0].journal, author.journal());
            assert_eq!(outcome.journals[0].linked.len(), 2);
        }
        assert_eq!(outcomes[5].journals[0].already.len(), 2, "seen within the batch");
    }
}

#[test]
fn a_hello_without_pages_makes_the_journal_known() {
    let mut world = World::new(8);
    let author = world.author();
    for mut tried in world.headquarters() {
        assert_eq!(tried.keeper.standing(author.journal()).unwrap(), None);
        let outcome = tried.give(&author, &[]);
        assert_eq!(outcome.head.number, PageNumber(0), "{}", tried.name);
        assert!(tried.keeper.standing(author.journal()).unwrap().is_some());
    }
}

#[test]
fn both_journals_of_a_continued_device_are_kept_under_one_certificate() {
    let mut world = World::new(9);
    let mut old = world.author();
    let before = world.pages(&mut old, 2);
    let mut new = world.continued(&old);
    let after = world.pages(&mut new, 2);
    let all: Vec<_> = before.iter().chain(&after).cloned().collect();
    for mut tried in world.headquarters() {
        tried.give(&old, &before[..1]);
        let outcome = tried.keeper.commit(vec![new.delivery(&all, MORNING)]).unwrap().remove(0);
        let heads: Vec<_> = outcome.journals.iter().map(|one| one.head).collect();
        assert_eq!(heads, [old.head(), new.head()], "{}", tried.name);
    }
}

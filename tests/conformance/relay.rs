//! A relay carries from any number on; it links nothing and judges only who may write.
//!
//! Every test begins with a journal whose pages 1…k headquarters holds and the relay never saw.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::answer::Refusal;
use journal::attested::Attested;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::judge::{Place, Quota, Status};
use journal::keeper::{Custody, Decision, Keeper, Recipient, Word};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, HeldReason};

use crate::world::{Author, MORNING, World, numbers};

/// How many pages went to headquarters before the evening.
const BEFORE: usize = 3;

/// An author whose first pages headquarters holds, and the pages that come after these.
fn evening(world: &mut World, count: usize) -> (Author, Vec<Page>) {
    let mut author = world.author();
    let before = world.pages(&mut author, BEFORE);
    for mut tried in world.headquarters() {
        assert_eq!(tried.give(&author, &before).head, author.head(), "{}", tried.name);
    }
    let after = world.pages(&mut author, count);
    (author, after)
}

fn gaps(custody: &Custody) -> Vec<(u64, u64)> {
    custody.gaps.iter().map(|(from, to)| (from.0, to.0)).collect()
}

#[test]
fn a_relay_carries_pages_whose_beginning_it_never_saw() {
    let mut world = World::new(70);
    let (author, pages) = evening(&mut world, 3);
    for mut tried in world.relays() {
        let outcome = tried.give(&author, &pages[..2]);
        assert_eq!(outcome.carried, numbers(&[4, 5]), "{}", tried.name);
        assert!(outcome.waiting.is_empty() && outcome.linked.is_empty());
        assert_eq!(outcome.head, Head::START, "no receipt can come of it");
        let again = tried.give(&author, &pages[1..]);
        assert_eq!((again.already, again.carried), (numbers(&[5]), numbers(&[6])));
        let run = tried.keeper.pages(author.journal(), PageNumber(3), usize::MAX).unwrap();
        assert_eq!(run.pages, pages, "byte for byte");
    }
}

#[test]
fn a_relay_keeps_a_contradicting_page_apart_and_in_custody() {
    let mut world = World::new(71);
    let mut author = world.author();
    world.pages(&mut author, BEFORE);
    let mut branch = author.clone();
    let (first, other) = (world.page(&mut author), world.page(&mut branch));
    let after_other = world.page(&mut branch);
    for mut tried in world.relays() {
        tried.give(&author, std::slice::from_ref(&first));
        let outcome = tried.give(&author, std::slice::from_ref(&other));
        assert_eq!(outcome.held[0].reason, HeldReason::Fork, "{}", tried.name);
        let custody = outcome.custody.unwrap();
        assert_eq!((custody.number.0, custody.hash), (4, first.hash()), "the carried one's hash");
        let custody = tried.give(&branch, std::slice::from_ref(&after_other)).custody.unwrap();
        assert_eq!((custody.first.0, custody.number.0, gaps(&custody)), (4, 5, Vec::new()));
        let run = tried.keeper.pages(author.journal(), PageNumber(0), usize::MAX).unwrap();
        assert_eq!(run.pages[0], first, "never overwritten");
    }
}

#[test]
fn custody_names_what_is_held_and_what_is_missing_between() {
    let mut world = World::new(72);
    let (author, pages) = evening(&mut world, 8);
    let some = |picks: &[usize]| picks.iter().map(|at| pages[*at].clone()).collect::<Vec<_>>();
    for mut tried in world.relays() {
        let nothing = tried.give(&author, &[]);
        assert_eq!(nothing.custody, None, "{}: a hello alone gives nothing to carry", tried.name);
        let custody = tried.give(&author, &some(&[1, 4, 7])).custody.unwrap();
        let named = (custody.first.0, custody.number.0, gaps(&custody));
        assert_eq!(named, (5, 11, vec![(6, 7), (9, 10)]), "{}", tried.name);
        assert_eq!((custody.hash, custody.received_at), (pages[7].hash(), MORNING));
        let custody = tried.give(&author, &some(&[2, 3])).custody.unwrap();
        assert_eq!((custody.first.0, gaps(&custody)), (5, vec![(9, 10)]));
        let again = tried.give_at(&author, &[], MORNING + 60).custody.unwrap();
        assert_eq!((again.number, gaps(&again)), (custody.number, vec![(9, 10)]));
        assert_eq!(again.received_at, MORNING + 60, "held still, at this later time");
        let whole = tried.give(&author, &pages).custody.unwrap();
        assert_eq!((whole.first.0, whole.number.0, gaps(&whole)), (4, 11, Vec::new()));
    }
}

#[test]
fn custody_twice_equals_custody_once() {
    let mut world = World::new(73);
    let (author, pages) = evening(&mut world, 4);
    for mut tried in world.relays() {
        let once = tried.give(&author, &pages);
        let twice = tried.give(&author, &pages);
        assert_eq!(twice.custody, once.custody, "{}", tried.name);
        assert_eq!((twice.carried.len(), twice.already.len()), (0, 4));
    }
}

#[test]
fn what_may_not_count_is_held_and_carried_all_the_same() {
    let mut world = World::new(74);
    let (author, pages) = evening(&mut world, 3);
    let invitation = author.chain.invitation;
    for mut tried in world.relays() {
        let last_good = Some((author.journal(), PageNumber(4)));
        tried.keeper.decide(Decision::Revoke { invitation, last_good }, MORNING).unwrap();
        let outcome = tried.give(&author, &pages);
        assert_eq!(outcome.status, Status::Revoked(PageNumber(4)), "{}", tried.name);
        assert_eq!(outcome.carried, numbers(&[4]));
        let held: Vec<_> = outcome.held.iter().map(|one| (one.number.0, one.reason)).collect();
        assert_eq!(held, [(5, HeldReason::Revoked), (6, HeldReason::Revoked)]);
        let custody = outcome.custody.unwrap();
        assert_eq!((custody.first.0, custody.number.0, gaps(&custody)), (4, 6, Vec::new()));
        // Headquarters admits it after all: nothing was lost on the way.
        let journal = author.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING + 1).unwrap();
        let run = tried.keeper.pages(journal, PageNumber(0), usize::MAX).unwrap();
        assert_eq!(run.pages, pages);
        assert!(tried.keeper.standing(journal).unwrap().unwrap().held.is_empty());
    }
}

#[test]
fn an_invitation_that_ran_out_before_it_came_here_is_held_whole() {
    let mut world = World::new(75);
    let (author, pages) = evening(&mut world, 2);
    for mut tried in world.relays() {
        let outcome = tried.give_at(&author, &pages, MORNING + 86_401);
        assert_eq!(outcome.status, Status::Expired, "{}", tried.name);
        assert_eq!((outcome.carried.len(), outcome.held.len()), (0, 2));
        assert_eq!(outcome.custody.unwrap().number, PageNumber(5));
    }
}

#[test]
fn what_a_relay_carries_of_one_journal_has_a_quota_of_its_own() {
    let mut world = World::new(76);
    let (author, pages) = evening(&mut world, 6);
    let (other, of_other) = evening(&mut world, 1);
    let quota = Quota { carried: 4, ..Quota::default() };
    for mut tried in world.keepers(Place::Relay, quota) {
        let outcome = tried.give(&author, &pages);
        assert_eq!(outcome.carried, numbers(&[4, 5, 6, 7]), "{}", tried.name);
        assert!(outcome.refused.iter().all(|one| one.refusal == Refusal::Quota));
        assert_eq!(outcome.refused.len(), 2);
        assert_eq!(outcome.custody.unwrap().number, PageNumber(7), "no word on what was refused");
        assert_eq!(tried.give(&author, &pages[..4]).already.len(), 4);
        assert_eq!(tried.give(&other, &of_other).carried.len(), 1, "others have their own");
    }
}

#[test]
fn what_a_relay_carries_has_the_invitations_quota_however_many_journals_it_makes() {
    let mut world = World::new(80);
    let (author, pages) = evening(&mut world, 3);
    let mut on = world.continued(&author);
    let of_next = world.pages(&mut on, 3);
    let (other, of_other) = evening(&mut world, 2);
    let quota = Quota { carried: 4, ..Quota::default() };
    for mut tried in world.keepers(Place::Relay, quota) {
        assert_eq!(tried.give(&author, &pages).carried.len(), 3, "{}", tried.name);
        let outcome = tried.give(&on, &of_next);
        assert_eq!(outcome.carried, numbers(&[1]), "{}: one place was left", tried.name);
        assert!(outcome.refused.iter().all(|one| one.refusal == Refusal::Quota));
        assert_eq!((outcome.refused.len(), outcome.custody.unwrap().number.0), (2, 1));
        assert_eq!(tried.give(&other, &of_other).carried.len(), 2, "others have their own");
    }
}

#[test]
fn a_decision_loses_nothing_where_every_quota_is_full() {
    let mut world = World::new(81);
    let mut both = world.authors_of_one_invitation(2);
    let (mut second, mut first) = (both.pop().unwrap(), both.pop().unwrap());
    let of_first = world.pages(&mut first, 2);
    let of_second = world.pages(&mut second, 3);
    let invitation = first.chain.invitation;
    let quota = Quota { waiting: 1, held: 3, carried: 2, journals: 1 };
    for mut tried in world.keepers(Place::Relay, quota) {
        assert_eq!(tried.give(&first, &of_first).carried.len(), 2, "{}", tried.name);
        assert_eq!(tried.give(&second, &of_second).held.len(), 3);
        let journal = second.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
        let run = |keeper: &dyn Keeper| keeper.pages(journal, PageNumber(0), usize::MAX).unwrap();
        assert_eq!(run(&*tried.keeper).pages, of_second, "{}", tried.name);
        // And aside again: what is carried stays, what comes is judged by the decision.
        tried.keeper.decide(Decision::Revoke { invitation, last_good: None }, MORNING).unwrap();
        assert_eq!(tried.give(&second, &of_second).already.len(), 3, "{}", tried.name);
    }
    for mut tried in world.keepers(Place::Headquarters, quota) {
        tried.give(&first, &of_first);
        assert_eq!(tried.give(&second, &of_second[1..]).held.len(), 2, "{}", tried.name);
        let journal = second.journal();
        tried.keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
        let standing = tried.keeper.standing(journal).unwrap().unwrap();
        assert_eq!((standing.held.len(), standing.waiting.len()), (0, 2), "{}", tried.name);
    }
}

#[test]
fn a_relay_says_nothing_for_headquarters_that_it_was_not_given() {
    let mut world = World::new(77);
    let (author, pages) = evening(&mut world, 2);
    for mut tried in world.relays() {
        tried.give(&author, &pages);
        assert_eq!(tried.keeper.word(author.journal()).unwrap(), Word::default(), "{}", tried.name);
        assert_eq!(tried.keeper.own_journal(Recipient::Device(author.journal())).unwrap(), None);
        assert_eq!(tried.keeper.own_journal(Recipient::Common).unwrap(), None);
    }
}

#[test]
fn a_relay_carries_headquarters_journal_for_a_device_in_order_only() {
    let mut world = World::new(78);
    let (author, pages) = evening(&mut world, 1);
    let journal = JournalId::random(&mut world.rng);
    let one = world.own_page(journal, Head::START);
    let two = world.own_page(journal, one.page().head());
    let recipient = Recipient::Device(author.journal());
    for mut tried in world.relays() {
        tried.give(&author, &pages);
        assert!(tried.keeper.keep_own(recipient, two.clone()).is_err(), "{}", tried.name);
        assert_eq!(tried.keeper.keep_own(recipient, one.clone()).unwrap(), one.page().head());
        assert_eq!(tried.keeper.keep_own(recipient, two.clone()).unwrap(), two.page().head());
        let own = tried.keeper.own_journal(recipient).unwrap();
        assert_eq!(own, Some((journal, two.page().head())));
        let run = tried.keeper.pages(journal, PageNumber(1), usize::MAX).unwrap();
        assert_eq!(run.pages, std::slice::from_ref(two.page()));
    }
}

#[test]
fn other_relays_notes_are_taken_twice_as_once() {
    let mut world = World::new(79);
    let (author, pages) = evening(&mut world, 1);
    let lead = world.lead();
    let note = Attested::sign(
        CustodyNote {
            election: author.chain.election,
            journal: author.journal(),
            number: PageNumber(4),
            hash: Hash([4; 32]),
            received_at: MORNING,
            relay: lead.journal(),
            first: PageNumber(4),
            gaps: Vec::new(),
        },
        lead.key(),
    );
    for mut tried in world.relays() {
        tried.give(&author, &pages);
        let notes = std::slice::from_ref(&note);
        tried.keeper.keep_custody(notes).unwrap();
        tried.keeper.keep_custody(notes).unwrap();
        let custody = tried.give(&author, &[]).custody.unwrap();
        assert_eq!(custody.hash, pages[0].hash(), "{}: its own word stays its own", tried.name);
    }
}

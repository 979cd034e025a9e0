//! What a keeper does with pages: the memory keeper, and through it the one judge.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::certificate::{Certificate, Role};
use journal::ids::PageNumber;
use journal::judge::{Place, Quota, Status};
use journal::keeper::{Decision, Delivery, JournalOutcome, Keeper, KeeperError, Recipient, Via};
use journal::memory::MemoryKeeper;
use journal::page::{Head, Page};
use journal::receipts::HeldReason;
use support::{MORNING, World};

fn keeper(place: Place) -> MemoryKeeper {
    MemoryKeeper::new(place, Quota::default())
}

fn delivery(world: &World, pages: &[Page]) -> Delivery {
    Delivery {
        certificate: world.certificate.clone(),
        chain: world.chain.clone(),
        pages: pages.iter().map(|p| world.chain.check_page(p.clone()).unwrap()).collect(),
        received_at: MORNING,
        via: Via::Direct,
    }
}

fn give(keeper: &mut MemoryKeeper, world: &World, pages: &[Page]) -> JournalOutcome {
    let outcomes = keeper.commit(vec![delivery(world, pages)]).unwrap();
    outcomes[0].journals.last().unwrap().clone()
}

fn numbers(list: &[u64]) -> Vec<PageNumber> {
    list.iter().copied().map(PageNumber).collect()
}

#[test]
fn pages_in_any_order_link_from_page_one() {
    let mut world = World::new(50);
    let pages = world.run(5);
    let mut keeper = keeper(Place::Headquarters);
    let mixed = [pages[3].clone(), pages[0].clone(), pages[1].clone()];
    let outcome = give(&mut keeper, &world, &mixed);
    assert_eq!(outcome.linked, numbers(&[1, 2]));
    assert_eq!(outcome.waiting, numbers(&[4]));
    assert_eq!(outcome.head, pages[1].head());
    let outcome = give(&mut keeper, &world, &[pages[4].clone(), pages[2].clone()]);
    assert_eq!(outcome.linked, numbers(&[3, 4, 5]));
    assert_eq!(outcome.head, pages[4].head());
    assert!(outcome.waiting.is_empty());
    let run = keeper.pages(world.journal, PageNumber(2), usize::MAX).unwrap();
    assert_eq!(run.pages, pages[2..]);
}

#[test]
fn giving_twice_equals_giving_once() {
    let mut world = World::new(51);
    let pages = world.run(4);
    let mut keeper = keeper(Place::Headquarters);
    let some = [pages[0].clone(), pages[1].clone(), pages[3].clone()];
    let once = give(&mut keeper, &world, &some);
    let standing = keeper.standing(world.journal).unwrap();
    let twice = give(&mut keeper, &world, &some);
    assert_eq!(keeper.standing(world.journal).unwrap(), standing);
    assert_eq!((twice.head, twice.head_received_at), (once.head, once.head_received_at));
    assert!(twice.linked.is_empty());
    assert_eq!(twice.already, numbers(&[1, 2, 4]));
}

#[test]
fn a_fork_is_named_and_kept() {
    let mut world = World::new(52);
    let pages = world.run(3);
    let mut clone = world.clone();
    let taps = clone.taps(9);
    let other = clone.seal(pages[0].head(), 3, taps).page;
    let taps = clone.taps(1);
    let after = clone.seal(other.head(), 12, taps).page;
    let mut keeper = keeper(Place::Headquarters);
    give(&mut keeper, &world, &pages[..2]);
    let outcome = give(&mut keeper, &world, &[other.clone(), after.clone()]);
    let held: Vec<_> = outcome.held.iter().map(|h| (h.number.0, h.hash, h.reason)).collect();
    let fork = HeldReason::Fork;
    assert_eq!(held, vec![(2, other.hash(), fork), (3, after.hash(), fork)]);
    // The branch that holds the last receipted page goes on counting.
    assert_eq!(give(&mut keeper, &world, &pages).head, pages[2].head());
    let again = give(&mut keeper, &world, &[other]);
    assert_eq!(again.held.len(), 1);
    assert_eq!(keeper.standing(world.journal).unwrap().unwrap().held.len(), 2);
}

#[test]
fn of_two_waiting_branches_the_one_that_links_counts() {
    let mut world = World::new(53);
    let pages = world.run(3);
    let mut clone = world.clone();
    let wrong = journal::page::Head { number: PageNumber(2), hash: pages[0].hash() };
    let taps = clone.taps(4);
    let other = clone.seal(wrong, 5, taps).page;
    let mut keeper = keeper(Place::Headquarters);
    let outcome = give(&mut keeper, &world, &[other.clone(), pages[2].clone()]);
    assert_eq!(outcome.waiting, numbers(&[3]), "both wait under one number");
    assert_eq!(keeper.standing(world.journal).unwrap().unwrap().waiting.len(), 2);
    let outcome = give(&mut keeper, &world, &pages[..2]);
    assert_eq!(outcome.head, pages[2].head());
    assert_eq!(outcome.held.len(), 1);
    assert_eq!(outcome.held[0].hash, other.hash());
}

#[test]
fn a_relay_carries_pages_from_any_number_on() {
    let mut world = World::new(54);
    let pages = world.run(6);
    let mut relay = keeper(Place::Relay);
    let outcome = give(&mut relay, &world, &pages[3..]);
    assert_eq!(outcome.carried, numbers(&[4, 5, 6]));
    assert_eq!(outcome.head, Head::START, "a relay has no receipt to give");
    let taps = world.taps(3);
    let other = world.seal(pages[3].head(), 9, taps).page;
    let outcome = give(&mut relay, &world, &[other]);
    assert_eq!(outcome.held[0].reason, HeldReason::Fork);
}

#[test]
fn a_revoked_invitation_counts_up_to_its_last_good_page() {
    let mut world = World::new(55);
    let pages = world.run(4);
    let mut keeper = keeper(Place::Headquarters);
    give(&mut keeper, &world, &[pages[0].clone(), pages[3].clone()]);
    let last_good = Some((world.journal, PageNumber(2)));
    let invitation = world.chain.invitation;
    keeper.decide(Decision::Revoke { invitation, last_good }, MORNING).unwrap();
    let outcome = give(&mut keeper, &world, &pages[1..3]);
    assert_eq!(outcome.status, Status::Revoked(PageNumber(2)));
    assert_eq!(outcome.head, pages[1].head());
    let held: Vec<_> = outcome.held.iter().map(|held| held.number.0).collect();
    assert_eq!(held, [3]);
    // Admitted by an operator, the held ones count after all.
    keeper.decide(Decision::Admit { journal: world.journal }, MORNING + 60).unwrap();
    let standing = keeper.standing(world.journal).unwrap().unwrap();
    assert_eq!(standing.head, pages[3].head());
    assert!(standing.held.is_empty());
}

#[test]
fn an_invitation_used_twice_holds_the_second_device_whole() {
    let mut first = World::new(56);
    let mut second = first.clone();
    let public = first.certificate.invitation().clone();
    // Mallory has the same invitation file, and thereby its one-time key.
    let (one_time, journal) = {
        let mut copy = World::new(56);
        let again = copy.keys.invite(copy.election, Role::Observer, 0, &mut copy.rng);
        (again.1, journal::ids::JournalId::random(&mut copy.rng))
    };
    let mut body = public.claimed().clone();
    body.one_time = one_time.public();
    let public = journal::attested::Attested::sign(body, &first.keys.invitation);
    let enrol = |world: &mut World, journal| {
        let seal = world.device_seal.public();
        let device = world.device.clone();
        world.certificate = Certificate::enrol(public.clone(), &one_time, journal, &device, seal);
        world.chain = world.certificate.check(&world.list).unwrap();
        world.journal = journal;
    };
    let old = first.journal;
    enrol(&mut first, old);
    second.device = journal::keys::SigningKey::random(&mut second.rng);
    enrol(&mut second, journal);
    let mut keeper = keeper(Place::Headquarters);
    let (one, two) = (first.run(1), second.run(2));
    assert_eq!(give(&mut keeper, &first, &one).linked.len(), 1);
    let outcome = give(&mut keeper, &second, &two);
    assert_eq!(outcome.status, Status::SecondEnrolment);
    assert_eq!(outcome.held.len(), 2);
    assert_eq!(outcome.head, Head::START);
    // One step admits it and ends the first.
    keeper.decide(Decision::Admit { journal }, MORNING).unwrap();
    keeper.decide(Decision::End { journal: old, last: PageNumber(1) }, MORNING).unwrap();
    assert_eq!(keeper.standing(journal).unwrap().unwrap().head, two[1].head());
    let taps = first.taps(1);
    let late = first.seal(one[0].head(), 3, taps).page;
    assert_eq!(give(&mut keeper, &first, &[late]).held[0].reason, HeldReason::Ended);
}

#[test]
fn expiry_is_judged_by_first_contact_here() {
    let mut world = World::new(57);
    let pages = world.run(2);
    let expires = world.chain.expires_at;
    let mut late = delivery(&world, &pages[..1]);
    late.received_at = expires + 1;
    let mut fresh = keeper(Place::Headquarters);
    let outcome = fresh.commit(vec![late]).unwrap()[0].journals[0].clone();
    assert_eq!(outcome.held[0].reason, HeldReason::Expired);
    let mut known = keeper(Place::Headquarters);
    give(&mut known, &world, &pages[..1]);
    let mut late = delivery(&world, &pages[1..]);
    late.received_at = expires + 1;
    let outcome = known.commit(vec![late]).unwrap()[0].journals[0].clone();
    assert_eq!(outcome.head, pages[1].head(), "known in time: it goes on");
}

#[test]
fn what_waits_and_what_is_held_has_a_quota() {
    let mut world = World::new(58);
    let pages = world.run(6);
    let quota = Quota { waiting: 2, held: 1, ..Quota::default() };
    let mut keeper = MemoryKeeper::new(Place::Headquarters, quota);
    let outcome = give(&mut keeper, &world, &pages[2..]);
    assert_eq!(outcome.waiting, numbers(&[3, 4]));
    assert_eq!(outcome.refused.len(), 2);
    assert!(give(&mut keeper, &world, &pages).head == pages[5].head(), "sent again, they link");
}

#[test]
fn own_pages_follow_their_head_or_are_refused() {
    let mut world = World::new(59);
    let mut keeper = keeper(Place::Headquarters);
    let draft = |world: &mut World, after| journal::headquarters::OwnDraft {
        election: world.election,
        journal: world.list.list().common,
        after,
        first: journal::ids::Ordinal(1),
        events: world.taps(1),
        sealed_at: MORNING,
    };
    let one = draft(&mut world, Head::START);
    let one = world.keys.seal_common(one, &mut world.rng).unwrap().page;
    let two = draft(&mut world, one.head());
    let two = world.keys.seal_common(two, &mut world.rng).unwrap().page;
    let signed = |page: &Page| world.list.check_page(page.clone()).unwrap();
    let early = keeper.keep_own(Recipient::Common, signed(&two));
    assert_eq!(early, Err(KeeperError::NotNext));
    keeper.keep_own(Recipient::Common, signed(&one)).unwrap();
    assert_eq!(keeper.keep_own(Recipient::Common, signed(&two)).unwrap(), two.head());
    let own = keeper.own_journal(Recipient::Common).unwrap();
    assert_eq!(own, Some((world.list.list().common, two.head())));
    let run = keeper.pages(world.list.list().common, PageNumber(0), 1).unwrap();
    assert_eq!((run.pages.len(), run.more), (1, true));
}

/// Why a draft is taken by sealing: chance makes a second byte string under one number.
#[test]
fn sealing_the_same_events_again_is_a_fork_and_never_the_same_page() {
    let mut world = World::new(60);
    let events = world.taps(3);
    let once = world.seal(Head::START, 1, events.clone()).page;
    let again = world.seal(Head::START, 1, events).page;
    assert_ne!(once.hash(), again.hash());
    let mut keeper = keeper(Place::Headquarters);
    give(&mut keeper, &world, std::slice::from_ref(&once));
    let outcome = give(&mut keeper, &world, &[again]);
    assert_eq!(outcome.held[0].reason, HeldReason::Fork);
    let kept = keeper.pages(world.journal, PageNumber(0), usize::MAX).unwrap().pages;
    assert_eq!(kept, [once], "one byte string per journal and number");
}

#[test]
fn a_journal_belongs_to_the_first_certificate_that_named_it() {
    let mut alice = World::new(61);
    let pages = alice.run(2);
    let mut keeper = keeper(Place::Headquarters);
    give(&mut keeper, &alice, &pages[..1]);
    // Mallory holds a valid invitation of her own and enrols under Alice's journal id.
    let mut mallory = alice.clone();
    let (public, one_time) =
        alice.keys.invite(alice.election, Role::Observer, i64::MAX, &mut alice.rng);
    mallory.device = journal::keys::SigningKey::random(&mut mallory.rng);
    let seal = mallory.device_seal.public();
    mallory.certificate =
        Certificate::enrol(public, &one_time, alice.journal, &mallory.device, seal);
    mallory.chain = mallory.certificate.check(&mallory.list).unwrap();
    let taps = mallory.taps(40);
    let forged = mallory.seal(pages[0].head(), 3, taps).page;
    let whole = keeper.commit(vec![delivery(&mallory, std::slice::from_ref(&forged))]).unwrap();
    assert!(whole[0].foreign, "the sender is refused whole");
    let outcome = give(&mut keeper, &mallory, &[forged]);
    assert_eq!(outcome.refused[0].refusal, journal::answer::Refusal::NoValidChain);
    assert_eq!(outcome.head, Head::START, "nothing is said of Alice's journal");
    assert_eq!(give(&mut keeper, &alice, &pages).head, pages[1].head());
}

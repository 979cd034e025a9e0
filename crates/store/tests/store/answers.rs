//! The outbox and a peer's signed answer.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::event::{Assigned, DefinitionPublished};
use domain::{ElectionDefinition, Event, Payload, StationSpec};
use journal::answer::{Answerer, CheckedAnswer, Have, Refusal, RefusedPage};
use journal::event::EventBytes;
use journal::ids::{Hash, JournalId, Ordinal, PageNumber};
use journal::keeper::{Keeper as _, Recipient};
use journal::keys::SealSecret;
use journal::outbox::{Alarm, Exchange, Outbox as _, Toward};
use journal::page::Head;
use journal::receipts::{Held, HeldReason};
use journal::seal::{Draft, DraftEvent, Reader};
use store::device::{ContinuedBecause, PageState};
use store::endpoint::Writing;
use store::{DeviceStore, StoreError};

use crate::world::{MORNING, World, clock, morning, note, now, tap};

fn answer(world: &World) -> CheckedAnswer {
    world.answer(Answerer::Headquarters, MORNING + 7)
}

fn exchange() -> Exchange {
    Exchange { toward: Toward::Headquarters, sent: now(), received: now() }
}

fn sealed(world: &mut World, pages: u64) -> DeviceStore {
    let mut device = world.device("alice");
    let watch = morning(&mut device, 1);
    for n in 0..pages {
        device.append(clock(), &[tap(watch, MORNING + 100 + n as i64)]).unwrap();
        device.seal(MORNING + 4000, &mut world.rng).unwrap();
    }
    device
}

#[test]
fn a_receipt_takes_pages_out_of_the_offer_and_twice_equals_once() {
    let mut world = World::new(60);
    let mut device = sealed(&mut world, 3);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut said = answer(&world);
    let election = device.election();
    let head = pages[1].head();
    said.receipts = vec![world.keys.receipt(election, device.journal(), head, MORNING + 5)];
    let first = device.accept(&said, &exchange()).unwrap();
    assert_eq!((first.receipted, first.alarms.len()), (2, 0));
    let rows = device.view_rows().unwrap();
    let again = device.accept(&said, &exchange()).unwrap();
    assert_eq!(again.receipted, 0);
    assert_eq!(device.view_rows().unwrap(), rows);
    let offer = device.offer(Toward::Headquarters, 1 << 20).unwrap();
    assert_eq!(offer.pages, pages[2..]);
    assert_eq!((offer.receipted.number.0, offer.sealed.number.0), (2, 3));
    drop(device);
    let device = world.open("alice").unwrap().store;
    let state = device.delivery().unwrap();
    assert_eq!((state.pages, state.receipted, state.waiting), (3, 2, 1));
    assert_eq!((state.receipted_events, state.unsealed), (5, 0));
    assert_eq!(state.last_receipt_at, Some(MORNING + 5));
    assert_eq!(device.sealed_pages().unwrap().len(), 3, "its own journal is kept");
}

#[test]
fn a_receipt_with_another_hash_is_an_alarm_and_ends_the_journal() {
    let mut world = World::new(61);
    let mut device = sealed(&mut world, 2);
    let mut head = device.head();
    head.hash = Hash([6; 32]);
    let mut said = answer(&world);
    let receipt = world.keys.receipt(device.election(), device.journal(), head, MORNING);
    said.receipts = vec![receipt];
    let accepted = device.accept(&said, &exchange()).unwrap();
    assert_eq!(accepted.receipted, 0);
    assert!(matches!(accepted.alarms[..], [Alarm::ForeignReceipt { .. }]));
    assert_eq!(device.must_continue(), Some(ContinuedBecause::ForeignReceipt));
    assert!(matches!(device.seal(MORNING, &mut world.rng), Err(StoreError::Refused(_))));
    drop(device);
    let continued = world.open("alice").unwrap().continued.unwrap();
    assert_eq!(continued.because, ContinuedBecause::ForeignReceipt);
}

#[test]
fn what_was_receipted_of_a_branch_that_lost_is_offered_again() {
    let mut world = World::new(68);
    let mut device = sealed(&mut world, 3);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let (election, journal) = (device.election(), device.journal());
    let mut said = answer(&world);
    said.receipts = vec![world.keys.receipt(election, journal, pages[1].head(), MORNING)];
    device.accept(&said, &exchange()).unwrap();
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[2..]);
    // A restored headquarters took the other branch meanwhile, and receipts that one.
    let other = Head { hash: Hash([6; 32]), ..pages[2].head() };
    said.receipts = vec![world.keys.receipt(election, journal, other, MORNING + 60)];
    let accepted = device.accept(&said, &exchange()).unwrap();
    assert!(matches!(accepted.alarms[..], [Alarm::ForeignReceipt { .. }]));
    let offer = device.offer(Toward::Headquarters, 1 << 20).unwrap();
    assert_eq!(offer.pages, pages, "nothing of the branch may be lost with it");
    assert_eq!(offer.receipted.number, PageNumber(0));
    device.accept(&said, &exchange()).unwrap();
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages);
    drop(device);
    let mut device = world.open("alice").unwrap().store;
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages);
}

#[test]
fn headquarters_holding_more_of_my_journal_begins_a_new_one() {
    let mut world = World::new(62);
    let mut device = sealed(&mut world, 2);
    let watch = 2;
    device.append(clock(), &[tap(watch, MORNING + 500)]).unwrap();
    let old = device.journal();
    let mut said = answer(&world);
    said.have = vec![Have {
        journal: old,
        number: PageNumber(u64::MAX),
        hash: Hash([1; 32]),
        waiting: Vec::new(),
    }];
    let accepted = device.accept(&said, &exchange()).unwrap();
    assert!(matches!(accepted.alarms[..], [Alarm::PeerHoldsMore { .. }]));
    let continued = device.continue_journal(now(), &mut world.rng).unwrap().unwrap();
    assert_eq!((continued.old, continued.last.number.0), (old, 2));
    assert!(device.continue_journal(now(), &mut world.rng).unwrap().is_none());
    assert_eq!(crate::world::counted(&device), 4);
    device.seal(MORNING + 600, &mut world.rng).unwrap();
    let journals: Vec<_> = device
        .offer(Toward::Headquarters, 1 << 20)
        .unwrap()
        .pages
        .iter()
        .map(|page| (page.header().journal == old, page.header().number.0))
        .collect();
    assert_eq!(journals, [(true, 1), (true, 2), (false, 1)]);
}

#[test]
fn a_restored_headquarters_gets_the_pages_again() {
    let mut world = World::new(63);
    let mut device = sealed(&mut world, 3);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut said = answer(&world);
    let receipt = world.keys.receipt(device.election(), device.journal(), device.head(), MORNING);
    said.receipts = vec![receipt];
    device.accept(&said, &exchange()).unwrap();
    assert!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages.is_empty());
    let mut restored = answer(&world);
    let (number, hash) = (pages[0].header().number, pages[0].hash());
    restored.have = vec![Have { journal: device.journal(), number, hash, waiting: Vec::new() }];
    let accepted = device.accept(&restored, &exchange()).unwrap();
    assert!(matches!(accepted.alarms[..], [Alarm::PeerHoldsLess { .. }]));
    assert!(accepted.more);
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[1..]);
    assert_eq!(device.must_continue(), None, "that is no fork");
}

#[test]
fn held_and_refused_pages_stay_with_their_reason() {
    let mut world = World::new(64);
    let mut device = sealed(&mut world, 2);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut said = answer(&world);
    said.held = vec![world.keys.held(Held {
        election: device.election(),
        journal: device.journal(),
        number: PageNumber(1),
        hash: pages[0].hash(),
        reason: HeldReason::Expired,
        held_at: MORNING,
        key: 0,
    })];
    said.refused = vec![RefusedPage {
        journal: device.journal(),
        number: PageNumber(2),
        hash: pages[1].hash(),
        refusal: Refusal::Quota,
    }];
    let accepted = device.accept(&said, &exchange()).unwrap();
    assert_eq!(accepted.held, 1);
    let states: Vec<_> =
        device.sealed_pages().unwrap().into_iter().map(|page| page.state).collect();
    assert_eq!(
        states,
        [PageState::Held(HeldReason::Expired), PageState::Waiting(Some(Refusal::Quota))]
    );
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[1..]);
}

#[test]
fn a_held_page_that_a_restored_headquarters_lacks_goes_out_again() {
    let mut world = World::new(68);
    let mut device = sealed(&mut world, 3);
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let mut said = answer(&world);
    said.receipts =
        vec![world.keys.receipt(device.election(), device.journal(), pages[0].head(), MORNING)];
    said.held = vec![world.keys.held(Held {
        election: device.election(),
        journal: device.journal(),
        number: PageNumber(2),
        hash: pages[1].hash(),
        reason: HeldReason::Revoked,
        held_at: MORNING,
        key: 0,
    })];
    device.accept(&said, &exchange()).unwrap();
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[2..]);
    // It receipted no more than it has, so nothing else tells that its quarantine is gone.
    let mut restored = answer(&world);
    restored.have = vec![Have {
        journal: device.journal(),
        number: PageNumber(1),
        hash: pages[0].hash(),
        waiting: vec![PageNumber(3)],
    }];
    let accepted = device.accept(&restored, &exchange()).unwrap();
    assert!(accepted.more && accepted.alarms.is_empty(), "{accepted:?}");
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages, pages[1..]);
}

#[test]
fn an_answer_that_cannot_be_kept_changes_nothing() {
    let mut world = World::new(65);
    let mut device = sealed(&mut world, 2);
    let rows = device.view_rows().unwrap();
    let next = device.next_ordinal();
    let mut said = answer(&world);
    let receipt = world.keys.receipt(device.election(), device.journal(), device.head(), MORNING);
    said.receipts = vec![receipt];
    device.faults().fail_at(1);
    assert!(device.accept(&said, &exchange()).is_err());
    assert_eq!((device.view_rows().unwrap(), device.next_ordinal()), (rows, next));
    assert_eq!(device.offer(Toward::Headquarters, 1 << 20).unwrap().pages.len(), 2);
    assert_eq!(device.accept(&said, &exchange()).unwrap().receipted, 2);
}

#[test]
fn a_signed_time_is_an_event_once_a_boot_and_no_part_of_what_is_to_be_sent() {
    let mut world = World::new(66);
    let mut device = sealed(&mut world, 1);
    let next = device.next_ordinal();
    device.accept(&answer(&world), &exchange()).unwrap();
    device.accept(&answer(&world), &exchange()).unwrap();
    assert_eq!(device.next_ordinal(), next + 1);
    let offsets: Vec<_> = device.fold().clocks().map(|clock| clock.offset).collect();
    assert_eq!(offsets, [Some(MORNING + 7 - now().boottime)]);
    assert_eq!(device.delivery().unwrap().unsealed, 0);
    let mut relay = answer(&world);
    relay.answerer = Answerer::Relay(world.chain(&device));
    relay.time += 4000;
    device.accept(&relay, &exchange()).unwrap();
    assert_eq!(device.next_ordinal(), next + 1, "a relay's clock is a claim");
}

#[test]
fn headquarters_words_reach_the_device_by_invitation_and_by_answer() {
    let mut world = World::new(67);
    let mut endpoint = world.endpoint();
    let key = world.keys.journal.clone();
    let writing = Writing { key: &key, clock: clock(), sealed_at: MORNING };
    let definition = ElectionDefinition { version: 1, ..ElectionDefinition::built_in() };
    let published = |version: u32| {
        let definition = ElectionDefinition { version, ..definition.clone() }.encode();
        let operator = "Carol".to_owned();
        let event = DefinitionPublished { operator, version, definition };
        Event::new(MORNING, Payload::DefinitionPublished(event))
    };
    endpoint.publish(Recipient::Common, &[published(1)], &writing, &mut world.rng).unwrap();
    let common = world.list.list().common;
    let so_far = endpoint.pages(common, PageNumber(0), 1 << 20).unwrap().pages;
    let mut device = world.device_with("alice", None, so_far);
    assert_eq!(device.common().unwrap().definitions().current().version, 1);
    assert_eq!(device.offer(Toward::Headquarters, 0).unwrap().held[0].number.0, 1);

    endpoint.publish(Recipient::Common, &[published(2)], &writing, &mut world.rng).unwrap();
    let contact = world.delivery(&device, Vec::new(), MORNING);
    endpoint.commit(vec![contact]).unwrap();
    let mine = Recipient::Device(device.journal());
    let station = StationSpec::of_code("101");
    let assigned = Assigned { operator: "Carol".into(), station };
    let event = Event::new(MORNING, Payload::Assigned(assigned));
    endpoint.publish(mine, &[event], &writing, &mut world.rng).unwrap();
    let (own, _) = endpoint.own_journal(mine).unwrap().unwrap();
    let mut said = answer(&world);
    said.own = Some(own);
    for (journal, after) in [(own, 0), (common, 1)] {
        for page in endpoint.pages(journal, PageNumber(after), 1 << 20).unwrap().pages {
            said.pages.push(world.list.check_page(page).unwrap());
        }
    }
    assert_eq!(device.accept(&said, &exchange()).unwrap().taken, 2);
    assert_eq!(device.accept(&said, &exchange()).unwrap().taken, 0);
    let rows = device.view_rows().unwrap();
    drop(device);
    let mut device = world.open("alice").unwrap().store;
    assert_eq!(device.common().unwrap().definitions().current().version, 2);
    assert_eq!(device.assigned().unwrap().assignments().count(), 1);
    assert_eq!(device.offer(Toward::Headquarters, 0).unwrap().held.len(), 2);
    device.rebuild().unwrap();
    assert_eq!(device.view_rows().unwrap(), rows);
}

#[test]
fn a_page_of_headquarters_that_does_not_open_is_kept_and_named() {
    let mut world = World::new(69);
    let mut device = sealed(&mut world, 1);
    let page = Draft {
        election: device.election(),
        journal: JournalId::random(&mut world.rng),
        after: Head::START,
        first: Ordinal(1),
        events: vec![DraftEvent {
            clock: clock(),
            bytes: EventBytes::new(note("for somebody else", MORNING).encode()).unwrap(),
        }],
        sealed_at: MORNING,
        padded: false,
    };
    let stranger = SealSecret::random(&mut world.rng).public();
    let reader = Reader { key: stranger, number: 1 };
    let page = page.seal(&reader, &world.keys.journal, &mut world.rng).unwrap().page;
    let mut said = answer(&world);
    said.own = Some(page.header().journal);
    said.pages = vec![world.list.check_page(page).unwrap()];
    assert!(device.unopened_pages().unwrap().is_empty());
    assert_eq!(device.accept(&said, &exchange()).unwrap().taken, 1);
    assert_eq!(device.unopened_pages().unwrap(), [1]);
    drop(device);
    assert_eq!(world.open("alice").unwrap().store.unopened_pages().unwrap(), [1]);
}

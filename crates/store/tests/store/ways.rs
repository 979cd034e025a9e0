//! How pages came, and what relays say they hold.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::attested::Attested;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::{Delivery, Keeper as _, Via};
use journal::keys::SigningKey;
use journal::outbox::{Outbox as _, Toward};
use journal::page::Page;
use journal::receipts::CustodyNote;
use store::endpoint::{Arrival, InCustody};
use store::{DeviceStore, EndpointStore};

use crate::world::{MORNING, World, clock, morning, tap};

const CAROL: JournalId = JournalId([7; 16]);
const DAVE: JournalId = JournalId([8; 16]);

fn pages(world: &mut World, device: &mut DeviceStore, count: u64) -> Vec<Page> {
    let watch = morning(device, 2);
    for n in 0..count {
        device.append(clock(), &[tap(watch, MORNING + 100 + n as i64)]).unwrap();
        device.seal(MORNING + 4000, &mut world.rng).unwrap();
    }
    device.offer(Toward::Headquarters, 1 << 22).unwrap().pages
}

fn runs(endpoint: &EndpointStore, device: &DeviceStore) -> Vec<(u64, u64, Via)> {
    let run = |run: Arrival| (run.first.0, run.last.0, run.via);
    endpoint.arrivals(device.journal()).unwrap().into_iter().map(run).collect()
}

#[test]
fn the_first_arrival_of_a_page_stands_through_waiting_linking_and_a_rebuild() {
    let mut world = World::new(95);
    let mut alice = world.device("alice");
    let all = pages(&mut world, &mut alice, 5);
    let mut endpoint = world.endpoint();
    let mut give = |numbers: std::ops::Range<usize>, via: Via, at: i64| {
        let given = all[numbers].to_vec();
        let delivery = Delivery { via, ..world.delivery(&alice, given, at) };
        endpoint.commit(vec![delivery]).unwrap();
    };
    give(0..1, Via::Direct, MORNING);
    // Pages 4 and 5 wait: Carol's device was not met when 2 and 3 were made.
    give(3..5, Via::Relay(CAROL), MORNING + 10);
    give(0..3, Via::File, MORNING + 20);
    give(0..5, Via::Relay(DAVE), MORNING + 30);
    give(0..5, Via::Direct, MORNING + 40);
    let wanted = [(1, 1, Via::Direct), (2, 3, Via::File), (4, 5, Via::Relay(CAROL))];
    assert_eq!(runs(&endpoint, &alice), wanted);
    endpoint.rebuild().unwrap();
    assert_eq!(runs(&endpoint, &alice), wanted);
    let checked = endpoint.check(&world.openers()).unwrap();
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
}

#[test]
fn what_was_told_and_what_came_since_is_named_once() {
    let mut world = World::new(96);
    let mut alice = world.device("alice");
    let all = pages(&mut world, &mut alice, 2);
    let mut endpoint = world.endpoint();
    let before = endpoint.news_so_far().unwrap();
    endpoint.commit(vec![world.delivery(&alice, all, MORNING)]).unwrap();
    let news = endpoint.news(before).unwrap();
    assert_eq!(news.pages.into_iter().collect::<Vec<_>>(), [alice.journal()]);
    assert_eq!(news.upto, endpoint.news_so_far().unwrap());
    let quiet = endpoint.news(news.upto).unwrap();
    assert!(quiet.pages.is_empty() && quiet.told.is_empty() && quiet.upto == news.upto);
}

/// A relay's word; who signed it is the caller's to check.
fn note(
    world: &World,
    relay: JournalId,
    of: JournalId,
    last: u64,
    at: i64,
) -> Attested<CustodyNote> {
    let note = CustodyNote {
        election: world.endpoint().election(),
        journal: of,
        number: PageNumber(last),
        hash: Hash([1; 32]),
        received_at: at,
        relay,
        first: PageNumber(2),
        gaps: vec![(PageNumber(4), PageNumber(5))],
    };
    Attested::sign(note, &SigningKey::from_bytes(&[9; 32]))
}

#[test]
fn pages_only_with_a_lead_are_counted_without_what_is_here_in_any_way() {
    let mut world = World::new(97);
    let mut alice = world.device("alice");
    let all = pages(&mut world, &mut alice, 8);
    let mut endpoint = world.endpoint();
    let stranger = JournalId([5; 16]);
    let notes = [
        note(&world, CAROL, alice.journal(), 8, MORNING),
        note(&world, DAVE, stranger, 3, MORNING),
    ];
    endpoint.keep_custody(&notes).unwrap();
    endpoint.keep_custody(&notes).unwrap();
    let held = |endpoint: &EndpointStore| -> Vec<(JournalId, JournalId, u64)> {
        let of = |it: InCustody| (it.relay, it.journal, it.pages);
        endpoint.in_custody().unwrap().into_iter().map(of).collect()
    };
    // 2, 3, 6, 7, 8 of Alice; 2 and 3 of somebody nobody has heard of.
    assert_eq!(held(&endpoint), [(CAROL, alice.journal(), 5), (DAVE, stranger, 2)]);
    endpoint.commit(vec![world.delivery(&alice, all[..2].to_vec(), MORNING)]).unwrap();
    endpoint.commit(vec![world.delivery(&alice, all[6..7].to_vec(), MORNING)]).unwrap();
    // 2 is linked, 7 waits.
    assert_eq!(held(&endpoint), [(CAROL, alice.journal(), 3), (DAVE, stranger, 2)]);
    // An older word of the same relay changes nothing; a newer one does, lower though it is.
    endpoint.keep_custody(&[note(&world, CAROL, alice.journal(), 9, MORNING - 9)]).unwrap();
    assert_eq!(held(&endpoint)[0].2, 3);
    endpoint.keep_custody(&[note(&world, CAROL, alice.journal(), 3, MORNING + 9)]).unwrap();
    assert_eq!(held(&endpoint)[0].2, 1);
    endpoint.commit(vec![world.delivery(&alice, all, MORNING)]).unwrap();
    assert_eq!(held(&endpoint), [(DAVE, stranger, 2)]);
}

//! The ordinary case: one request, everything moved, twice equals once.

use journal::ids::PageNumber;
use std::sync::atomic::Ordering;
use sync::client::Client;

use crate::election::{Election, Endpoint, MORNING, TestWorld};

#[tokio::test]
async fn a_day_is_delivered_and_receipted_in_one_request() {
    let mut election = Election::new(1);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    (0..12).for_each(|_| alice.seal(400));
    let world = TestWorld::new(1);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    let contact = contact.expect("contact");
    assert_eq!((contact.requests, contact.receipted, contact.more), (1, 12, false));
    assert!(contact.interrupted.is_none() && contact.alarms.is_empty());
    assert_eq!(alice.receipted, PageNumber(12));
    let standing = endpoint.standing(alice.journal()).await.expect("known");
    assert_eq!(standing.head, alice.pages[11].head());
    assert_eq!(alice.endpoints.as_deref(), Some(&["https://box.example:443".to_owned()][..]));
}

#[tokio::test]
async fn doing_it_twice_equals_doing_it_once() {
    let mut election = Election::new(2);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    (0..3).for_each(|_| alice.seal(100));
    let (client, world) = (Client::new(None), TestWorld::new(2));
    let mut before = alice.clone();
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    // The same pages once more, as after a lost answer.
    let again = client.contact(&mut before, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((again.requests, again.receipted), (1, 3));
    assert_eq!(before.receipted, alice.receipted);
    let standing = endpoint.standing(alice.journal()).await.expect("known");
    assert_eq!(standing.head, alice.pages[2].head());
    assert!(standing.waiting.is_empty() && standing.held.is_empty());
}

#[tokio::test]
async fn nothing_to_send_is_still_a_contact_with_signed_time() {
    let mut election = Election::new(3);
    let endpoint = Endpoint::start(&election).await;
    let mut bob = election.device();
    let world = TestWorld::new(3);
    world.wall.store(MORNING - 7_200, Ordering::SeqCst);
    let contact = Client::new(None).contact(&mut bob, &endpoint.peer(), &*world).await;
    assert_eq!(contact.expect("contact").requests, 1);
    let (exchange, signed) = bob.exchanges[0];
    assert_eq!(signed - exchange.sent.wall, 7_200, "headquarters' clock, not the phone's");
}

#[tokio::test]
async fn headquarters_pages_come_with_the_answer_and_only_once() {
    let mut election = Election::new(4);
    let endpoint = Endpoint::start(&election).await;
    for _ in 0..3 {
        endpoint.publish(&mut election, 50).await;
    }
    let mut alice = election.device();
    alice.seal(10);
    let (client, world) = (Client::new(None), TestWorld::new(4));
    let first = client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((first.requests, first.taken), (1, 3));
    let second = client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((second.requests, second.taken), (1, 0));
}

#[tokio::test]
async fn more_than_one_request_holds_goes_in_several_and_stops() {
    let mut election = Election::new(5);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    (0..80).for_each(|_| alice.seal(30_000));
    let world = TestWorld::new(5);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    let contact = contact.expect("contact");
    assert_eq!(contact.receipted, 80);
    assert!(!contact.more);
    assert!((3..=4).contains(&contact.requests), "{} requests", contact.requests);
}

#[tokio::test]
async fn a_long_journal_of_headquarters_comes_in_pieces() {
    let mut election = Election::new(6);
    let endpoint = Endpoint::start(&election).await;
    for _ in 0..40 {
        endpoint.publish(&mut election, 30_000).await;
    }
    let mut alice = election.device();
    let world = TestWorld::new(6);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    let contact = contact.expect("contact");
    assert_eq!(contact.taken, 40);
    assert!((3..=4).contains(&contact.requests), "{} requests", contact.requests);
}

#[tokio::test]
async fn enrolled_by_code_the_first_contact_brings_the_key_list() {
    let mut election = Election::new(7);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.keys = None;
    alice.seal(10);
    let world = TestWorld::new(7);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    assert_eq!(contact.expect("contact").receipted, 1);
    assert_eq!(alice.keys, Some(election.keys.clone()));
}

//! Wrong guesses on either side: a restored server, a cloned phone, pages out of order.

use journal::ids::PageNumber;
use journal::outbox::Alarm;
use journal::receipts::HeldReason;
use sync::client::Client;

use crate::election::{Election, Endpoint, TestWorld};

#[tokio::test]
async fn a_server_restored_to_less_than_it_receipted_gets_the_pages_again() {
    let mut election = Election::new(20);
    let first = Endpoint::start(&election).await;
    let mut alice = election.device();
    (0..4).for_each(|_| alice.seal(50));
    let (client, world) = (Client::new(None), TestWorld::new(20));
    client.contact(&mut alice, &first.peer(), &*world).await.expect("contact");
    assert_eq!(alice.receipted, PageNumber(4));
    // The machine burnt; an older copy (here: an empty one) answers in its place.
    let restored = Endpoint::start(&election).await;
    alice.seal(50);
    let contact = client.contact(&mut alice, &restored.peer(), &*world).await.expect("contact");
    assert!(contact.requests <= 3, "{} requests", contact.requests);
    let less = Alarm::PeerHoldsLess { journal: alice.journal(), number: PageNumber(0) };
    assert!(contact.alarms.contains(&less), "{:?}", contact.alarms);
    let standing = restored.standing(alice.journal()).await.expect("known");
    assert_eq!(standing.head, alice.pages[4].head());
    assert!(standing.held.is_empty(), "sending again is no fork");
}

#[tokio::test]
async fn two_branches_of_one_journal_are_told_apart_and_the_second_is_held() {
    let mut election = Election::new(21);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(50);
    let mut clone = alice.clone();
    alice.seal(60);
    clone.seal(70);
    clone.seal(80);
    let (client, world) = (Client::new(None), TestWorld::new(21));
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    let contact = client.contact(&mut clone, &endpoint.peer(), &*world).await.expect("contact");
    assert!(contact.held >= 1);
    assert!(clone.held.iter().all(|held| held.reason == HeldReason::Fork));
    assert!(!clone.alarms.is_empty(), "the peer's receipt names a hash that is not its own");
    let standing = endpoint.standing(alice.journal()).await.expect("known");
    assert_eq!(standing.head, alice.pages[1].head(), "the receipted branch goes on counting");
}

#[tokio::test]
async fn a_phone_that_knows_less_than_its_own_past_is_told_so() {
    let mut election = Election::new(22);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(50);
    let mut old = alice.clone();
    alice.seal(50);
    alice.seal(50);
    let (client, world) = (Client::new(None), TestWorld::new(22));
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    let contact = client.contact(&mut old, &endpoint.peer(), &*world).await.expect("contact");
    let more = Alarm::PeerHoldsMore { journal: alice.journal(), number: PageNumber(3) };
    assert!(contact.alarms.contains(&more), "{:?}", contact.alarms);
}

//! Every refusal code that is for a whole request, signed over its nonce, and the one for a page
//! that has no room.

use journal::answer::{Refusal, SyncAnswer};
use journal::attested::Attested;
use journal::contact::{CONTACT_VERSION, Hello, Nonce, PAGES_MAX, REQUEST_BYTES_MAX};
use journal::ids::{ElectionId, PageNumber};
use journal::judge::{Place, Quota};
use journal::memory::MemoryKeeper;
use journal::outbox::{Outbox as _, Toward};
use sync::client::Client;

use crate::election::{Election, Endpoint, TestWorld};
use crate::outbox::Device;

const NONCE: Nonce = Nonce([9; 16]);

/// A request of this device with all its pages, more than an honest one would send at once,
/// whose hello was changed before it was signed.
fn request(election: &mut Election, device: &mut Device, change: impl Fn(&mut Hello)) -> Vec<u8> {
    let mut offer = device.offer(Toward::Headquarters, 1 << 20).expect("offer");
    offer.pages.clone_from(&device.pages);
    let mut hello = offer.hello(NONCE, 0, &mut election.rng);
    change(&mut hello);
    let expected = election.keys.current_receipt().1.0;
    let hello = device.sign_hello(hello, &expected).expect("signed");
    offer.request(hello).encode()
}

/// The code by which the host refuses a body, its signature checked.
async fn refusal(election: &Election, endpoint: &Endpoint, body: &[u8]) -> Option<Refusal> {
    let answer = endpoint.host.answer(body).await;
    let answer = Attested::<SyncAnswer>::decode(&answer).expect("an answer");
    let answer = answer.verify(&election.roles.receipt.public()).expect("signed");
    assert_eq!(answer.nonce, NONCE, "over the hello's nonce");
    answer.refusal
}

#[tokio::test]
async fn another_version_is_refused_by_its_code() {
    let mut election = Election::new(130);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(10);
    let newer = |hello: &mut Hello| hello.version = CONTACT_VERSION + 1;
    let body = request(&mut election, &mut alice, newer);
    assert_eq!(refusal(&election, &endpoint, &body).await, Some(Refusal::WrongVersion));
    assert!(endpoint.standing(alice.journal()).await.is_none());
    let body = request(&mut election, &mut alice, |_| {});
    assert_eq!(refusal(&election, &endpoint, &body).await, None, "this version is spoken");
}

#[tokio::test]
async fn another_elections_hello_is_refused_by_its_code_also_from_a_member() {
    let mut election = Election::new(131);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    let foreign = |hello: &mut Hello| hello.election = ElectionId([5; 16]);
    let body = request(&mut election, &mut alice, foreign);
    assert_eq!(refusal(&election, &endpoint, &body).await, Some(Refusal::OtherElection));
    assert!(endpoint.standing(alice.journal()).await.is_none());
}

#[tokio::test]
async fn a_request_with_too_many_pages_or_bytes_is_refused_by_its_code() {
    let mut election = Election::new(132);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    (0..=PAGES_MAX).for_each(|_| alice.seal(1));
    let body = request(&mut election, &mut alice, |_| {});
    assert_eq!(refusal(&election, &endpoint, &body).await, Some(Refusal::Oversize));
    alice.pages.truncate(PAGES_MAX);
    let mut body = request(&mut election, &mut alice, |_| {});
    assert_eq!(refusal(&election, &endpoint, &body).await, None, "as many as are allowed");
    body.resize(REQUEST_BYTES_MAX + 1, 0);
    assert_eq!(refusal(&election, &endpoint, &body).await, Some(Refusal::Oversize));
}

#[tokio::test]
async fn pages_beyond_a_journals_room_are_refused_one_by_one_and_stay_with_the_sender() {
    let mut election = Election::new(133);
    let quota = Quota { waiting: 2, ..Quota::default() };
    let keeper = MemoryKeeper::new(Place::Headquarters, quota);
    let endpoint = Endpoint::start_over(&election, Box::new(keeper)).await;
    let mut alice = election.device();
    (0..5).for_each(|_| alice.seal(10));
    // The first page is missing, so all others wait; there is room for two.
    let first = alice.pages.remove(0);
    let world = TestWorld::new(133);
    let client = Client::new(None);
    let contact = client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("signed");
    let quota = contact.refused.iter().filter(|page| page.refusal == Refusal::Quota);
    let mut numbers: Vec<u64> = quota.map(|page| page.number.0).collect();
    numbers.dedup();
    assert!(numbers.ends_with(&[4, 5]), "{:?}", contact.refused);
    let standing = endpoint.standing(alice.journal()).await.expect("known");
    assert_eq!((standing.waiting.len(), standing.head.number), (2, PageNumber(0)));
    // With the gap closed all of them find their place.
    alice.pages.insert(0, first);
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!(alice.receipted, PageNumber(5));
}

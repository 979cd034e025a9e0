//! Observer, lead, regional lead, headquarters: the same bytes all the way up and down again.

use journal::attested::Attested;
use journal::certificate::Role;
use journal::contact::{Nonce, SyncRequest};
use journal::ids::{JournalId, PageNumber};
use journal::judge::Place;
use journal::keeper::{Delivery, Keeper, Recipient, Via};
use journal::memory::SharedKeeper;
use journal::outbox::{Outbox, Toward};
use journal::receipts::CustodyNote;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use sync::session::answer_now;

use crate::election::{Election, Endpoint, MORNING};
use crate::meeting::{deliver, meet, page_for};
use crate::outbox::Device;
use crate::relay::{Lead, Look, Relay, keeper_at, nothing_carried};

/// A lead's own device, which carries what its relay keeps.
fn device_of(election: &Election, relay: &Relay) -> Device {
    let Lead { certificate, key, seal } = relay.lead.clone();
    let mut device = Device::new(election, certificate, key, seal);
    device.carry(relay.keeper.clone());
    device
}

/// A relay's keeper that met a device and holds no page of it.
fn knowing(election: &Election, device: &Device) -> SharedKeeper {
    let certificate = device.certificate.clone();
    let chain = certificate.check(&election.keys).expect("chain");
    let (pages, received_at, via) = (Vec::new(), MORNING, Via::Direct);
    let mut keeper = nothing_carried();
    keeper.commit(vec![Delivery { certificate, chain, pages, received_at, via }]).expect("kept");
    keeper
}

#[tokio::test]
async fn three_hops_up_and_three_hops_down_change_no_byte_and_count_nothing_twice() {
    let mut election = Election::new(130);
    let headquarters = keeper_at(Place::Headquarters);
    let endpoint = Endpoint::start_over(&election, Box::new(headquarters.clone())).await;
    let (lead, regional) = (Relay::start(&mut election).await, Relay::start(&mut election).await);
    let (mut carol, mut dave) = (device_of(&election, &lead), device_of(&election, &regional));
    let mut alice = election.device();
    (0..2).for_each(|_| alice.seal(40));
    // Headquarters has news for Alice, who cannot reach it.
    let own = JournalId::random(&mut election.rng);
    let assigned = page_for(&mut election, &alice, own);
    let signed = election.keys.check_page(assigned.clone()).expect("ours");
    let to_alice = Recipient::Device(alice.journal());
    headquarters.look().keep_own(to_alice, signed).expect("kept");

    meet(&mut alice, &lead).await;
    meet(&mut carol, &regional).await;
    assert_eq!(regional.keeper.carried(alice.journal()), alice.pages, "byte for byte");
    deliver(&mut dave, &endpoint).await;
    assert_eq!(headquarters.carried(alice.journal()), alice.pages, "byte for byte");

    // The way back: headquarters' receipt and pages, through both relays.
    let receipt = dave.receipts.last().expect("came").clone();
    meet(&mut carol, &regional).await;
    assert_eq!(carol.receipts.last(), Some(&receipt));
    meet(&mut alice, &lead).await;
    assert_eq!((alice.receipted, alice.own), (PageNumber(2), Some(own)));
    assert_eq!(alice.receipts, [receipt], "as headquarters signed it");
    assert_eq!(alice.heads[&own], assigned.head());

    // Alice reaches headquarters herself, with the pages that came by the relays: no doubles.
    alice.receipted = PageNumber(0);
    deliver(&mut alice, &endpoint).await;
    assert_eq!(alice.receipted, PageNumber(2));
    let standing = headquarters.look().standing(alice.journal()).expect("read").expect("known");
    assert!(standing.held.is_empty() && standing.waiting.is_empty());
    assert_eq!(headquarters.carried(alice.journal()), alice.pages);
}

#[tokio::test]
async fn a_carrier_asks_for_receipts_of_pages_that_came_another_way() {
    let mut election = Election::new(131);
    let endpoint = Endpoint::start(&election).await;
    let lead = Relay::start(&mut election).await;
    let mut carol = device_of(&election, &lead);
    let mut alice = election.device();
    alice.seal(40);
    meet(&mut alice, &lead).await;
    deliver(&mut alice, &endpoint).await;
    // Carol's relay lost its pages, but not whom it owes a receipt.
    carol.carry(knowing(&election, &alice));
    deliver(&mut carol, &endpoint).await;
    assert!(carol.offers.last().expect("asked").is_empty());
    let offer = carol.offer(Toward::Headquarters, 1 << 20).expect("offer");
    assert_eq!(offer.positions[0].number, PageNumber(1));
    // Known now, it is not sent once more.
    let before = carol.receipts.len();
    deliver(&mut carol, &endpoint).await;
    assert_eq!(carol.receipts.len(), before);
}

#[tokio::test]
async fn a_carrier_hears_that_a_restored_headquarters_has_less_than_it_receipted() {
    let mut election = Election::new(135);
    let first = Endpoint::start(&election).await;
    let lead = Relay::start(&mut election).await;
    let mut carol = device_of(&election, &lead);
    let mut alice = election.device();
    alice.seal(40);
    meet(&mut alice, &lead).await;
    deliver(&mut carol, &first).await;
    assert!(carol.haves.is_empty());
    let restored = Endpoint::start(&election).await;
    deliver(&mut carol, &restored).await;
    let said: Vec<_> = carol.haves.iter().map(|have| (have.journal, have.number)).collect();
    assert_eq!(said, [(alice.journal(), PageNumber(0))]);
}

#[tokio::test]
async fn an_observer_is_told_nothing_of_other_devices() {
    let mut election = Election::new(132);
    let endpoint = Endpoint::start(&election).await;
    let (mut alice, mut mallory) = (election.device(), election.device());
    alice.seal(40);
    deliver(&mut alice, &endpoint).await;
    mallory.carry(knowing(&election, &alice));
    deliver(&mut mallory, &endpoint).await;
    assert!(mallory.receipts.is_empty());
}

#[tokio::test]
async fn custody_notes_reach_headquarters_with_whoever_gets_there() {
    let mut election = Election::new(133);
    let headquarters = keeper_at(Place::Headquarters);
    let endpoint = Endpoint::start_over(&election, Box::new(headquarters.clone())).await;
    let lead = Relay::start(&mut election).await;
    let mut alice = election.device();
    alice.seal(40);
    meet(&mut alice, &lead).await;
    let note = alice.notes_of(lead.lead.certificate.journal())[0].clone();
    deliver(&mut alice, &endpoint).await;
    assert_eq!(headquarters.look().custody(alice.journal()), [note]);
}

#[test]
fn a_note_that_no_certified_lead_signed_is_dropped_and_stops_nothing() {
    let mut election = Election::new(134);
    let mut headquarters = keeper_at(Place::Headquarters);
    let mut alice = election.device();
    alice.seal(40);
    let (carol, _, _) = election.enrolled(Role::Lead);
    let (observer, observer_key, _) = election.enrolled(Role::Observer);
    let head = alice.pages[0].head();
    let forged = |relay: JournalId| CustodyNote {
        election: election.id,
        journal: alice.journal(),
        number: head.number,
        hash: head.hash,
        received_at: MORNING,
        relay,
        first: head.number,
        gaps: Vec::new(),
    };
    let notes = [carol.journal(), observer.journal()]
        .map(|relay| Attested::sign(forged(relay), &observer_key));
    let offer = alice.offer(Toward::Headquarters, 1 << 20).expect("offer");
    let mut rng = ChaCha20Rng::seed_from_u64(134);
    let hello = offer.hello(Nonce([1; 16]), MORNING, &mut rng);
    let expected = election.keys.current_receipt().1.0;
    let hello = alice.sign_hello(hello, &expected).expect("signed");
    let request = SyncRequest {
        carried: vec![carol, observer],
        custody: notes.to_vec(),
        ..offer.request(hello)
    };
    let answered = answer_now(&election.words(), &mut headquarters, &request.encode(), MORNING);
    assert!(answered.meeting.is_some(), "the request was taken");
    assert!(headquarters.look().custody(alice.journal()).is_empty());
    assert_eq!(headquarters.carried(alice.journal()), alice.pages);
}

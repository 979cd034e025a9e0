//! What a host refuses and holds, each with its reason, signed.

use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::keeper::{Decision, Keeper};
use journal::receipts::HeldReason;
use sync::client::Client;
use sync::error::{Broken, Refused, Retry, SyncError};

use crate::election::{Election, Endpoint, FullKeeper, MORNING, TestWorld};

#[tokio::test]
async fn an_invitation_nobody_signed_is_refused_and_nothing_of_it_is_stored() {
    let mut election = Election::new(30);
    let endpoint = Endpoint::start(&election).await;
    let mut forger = Election::new(31);
    forger.id = election.id;
    let mut mallory = forger.device();
    mallory.root = election.root.public();
    mallory.keys = Some(election.keys.clone());
    mallory.receipt_key = election.keys.current_receipt().1;
    mallory.seal(50);
    let world = TestWorld::new(30);
    let contact = Client::new(None).contact(&mut mallory, &endpoint.peer(), &*world).await;
    let error = contact.expect_err("refused");
    assert!(matches!(error, SyncError::Refused(Refused(Refusal::NoValidChain))), "{error:?}");
    assert!(endpoint.standing(mallory.journal()).await.is_none());
    assert_eq!(mallory.receipted, PageNumber(0), "the sender keeps its pages");
    let _ = election.device();
}

#[tokio::test]
async fn another_elections_device_believes_nothing_and_nothing_of_it_is_stored() {
    let election = Election::new(32);
    let endpoint = Endpoint::start(&election).await;
    let mut other = Election::new(33);
    let mut bob = other.device();
    bob.seal(10);
    let world = TestWorld::new(32);
    let contact = Client::new(None).contact(&mut bob, &endpoint.peer(), &*world).await;
    // The refusal's code (`codes.rs`) is signed by keys that bob's election does not know.
    assert!(matches!(contact, Err(SyncError::Broken(Broken::NotSigned))), "{contact:?}");
    assert!(endpoint.standing(bob.journal()).await.is_none());
    assert_eq!((bob.receipted, bob.exchanges.len()), (PageNumber(0), 0));
}

#[tokio::test]
async fn a_hello_signed_by_another_key_than_the_certified_one_is_refused() {
    let mut election = Election::new(34);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    let mallory = election.device();
    alice.seal(10);
    alice.key = mallory.key.clone();
    let world = TestWorld::new(34);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    assert!(matches!(contact, Err(SyncError::Refused(Refused(Refusal::BadHello)))), "{contact:?}");
}

#[tokio::test]
async fn an_expired_invitation_is_held_whole_by_first_contact_not_by_the_phones_clock() {
    let mut election = Election::new(35);
    let endpoint = Endpoint::start(&election).await;
    let mut late = election.device_that_expires(MORNING - 1);
    late.seal(10);
    let world = TestWorld::new(35);
    world.wall.store(MORNING - 86_400, std::sync::atomic::Ordering::SeqCst);
    let contact = Client::new(None).contact(&mut late, &endpoint.peer(), &*world).await;
    let contact = contact.expect("a signed answer came");
    assert_eq!((contact.held, contact.receipted), (1, 0));
    assert_eq!(late.held[0].reason, HeldReason::Expired);
    // In time once, in time for good.
    let mut early = election.device_that_expires(MORNING + 10);
    let client = Client::new(None);
    client.contact(&mut early, &endpoint.peer(), &*world).await.expect("contact");
    endpoint.world.pass(100);
    early.seal(10);
    let contact = client.contact(&mut early, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((contact.held, contact.receipted), (0, 1));
}

#[tokio::test]
async fn a_second_enrolment_of_one_invitation_is_held_whole() {
    let mut election = Election::new(36);
    let endpoint = Endpoint::start(&election).await;
    let role = journal::certificate::Role::Observer;
    let (public, one_time) = {
        let Election { roles, id, rng, .. } = &mut election;
        roles.invite(*id, role, MORNING + 86_400, rng)
    };
    let mut alice = election.enrol(&public, &one_time);
    let mut mallory = election.enrol(&public, &one_time);
    alice.seal(10);
    mallory.seal(10);
    let (client, world) = (Client::new(None), TestWorld::new(36));
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    let contact = client.contact(&mut mallory, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((contact.held, contact.receipted), (1, 0));
    assert_eq!(mallory.held[0].reason, HeldReason::SecondEnrolment);
    assert_eq!(alice.receipted, PageNumber(1));
}

#[tokio::test]
async fn after_a_revocation_later_pages_are_held_and_not_sent_again() {
    let mut election = Election::new(37);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(10);
    let (client, world) = (Client::new(None), TestWorld::new(37));
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    let invitation = alice.certificate.invitation().claimed().invitation;
    let last_good = Some((alice.journal(), PageNumber(1)));
    let decide = move |keeper: &mut dyn Keeper| {
        keeper.decide(Decision::Revoke { invitation, last_good }, MORNING)
    };
    endpoint.writer.with_keeper(decide).await.expect("writer").expect("kept");
    alice.seal(10);
    let contact = client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!((contact.held, contact.receipted, contact.more), (1, 0, false));
    assert_eq!(alice.held[0].reason, HeldReason::Revoked);
    let again = client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    assert_eq!(again.held, 0, "what is held is not sent again");
}

#[tokio::test]
async fn whoever_claims_anothers_journal_is_refused_whole_and_told_nothing() {
    let mut election = Election::new(41);
    let endpoint = Endpoint::start(&election).await;
    let (client, world) = (Client::new(None), TestWorld::new(41));
    let mut alice = election.device();
    alice.seal(10);
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("contact");
    let mut mallory = election.device_in(alice.journal());
    for _ in 0..2 {
        let contact = client.contact(&mut mallory, &endpoint.peer(), &*world).await;
        let code = Refused(Refusal::NoValidChain);
        assert!(matches!(&contact, Err(SyncError::Refused(it)) if *it == code), "{contact:?}");
        mallory.seal(10);
    }
    let standing = endpoint.standing(alice.journal()).await.expect("known");
    assert_eq!((standing.head.number, standing.held.len()), (PageNumber(1), 0));
}

#[tokio::test]
async fn a_full_disk_at_headquarters_is_busy_and_loses_nothing() {
    let mut election = Election::new(38);
    let endpoint = Endpoint::start_over(&election, Box::new(FullKeeper)).await;
    let mut alice = election.device();
    alice.seal(10);
    let world = TestWorld::new(38);
    let contact = Client::new(None).contact(&mut alice, &endpoint.peer(), &*world).await;
    assert!(matches!(contact, Err(SyncError::Retry(Retry::Busy))), "{contact:?}");
    assert_eq!(alice.receipted, PageNumber(0));
}

#[tokio::test]
async fn whoever_asks_without_end_is_told_to_wait_and_others_are_not() {
    let mut election = Election::new(39);
    let endpoint = Endpoint::start(&election).await;
    let (public, one_time) = {
        let Election { roles, id, rng, .. } = &mut election;
        roles.invite(*id, journal::certificate::Role::Observer, MORNING + 86_400, rng)
    };
    let mut mallory = election.enrol(&public, &one_time);
    let mut another = election.enrol(&public, &one_time);
    let mut alice = election.device();
    let (client, world) = (Client::new(None), TestWorld::new(39));
    let mut refused = None;
    for _ in 0..300 {
        if let Err(error) = client.contact(&mut mallory, &endpoint.peer(), &*world).await {
            refused = Some(error);
            break;
        }
    }
    assert!(matches!(refused, Some(SyncError::Retry(Retry::Busy))), "{refused:?}");
    let again = client.contact(&mut another, &endpoint.peer(), &*world).await;
    assert!(matches!(again, Err(SyncError::Retry(Retry::Busy))), "a new journal is no new share");
    client.contact(&mut alice, &endpoint.peer(), &*world).await.expect("others are served");
    endpoint.world.pass(5);
    client.contact(&mut mallory, &endpoint.peer(), &*world).await.expect("served again");
}

//! The same host in a lead's voice: custody, never receipts; headquarters' words untouched.

use journal::answer::{Answerer, Refusal};
use journal::attested::Attested;
use journal::certificate::Role;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{Decision, Keeper, Recipient, Word};
use journal::page::Head;
use journal::receipts::{Held, HeldReason};
use journal::status::{Status, StatusWord, open_status};
use sync::client::Client;
use sync::error::{Broken, Refused, SyncError};
use sync::host::{Bounds, Voice};

use crate::election::{Election, Endpoint, MORNING, TestWorld};
use crate::meeting::{deliver, meet, meeting, page_for};
use crate::outbox::Device;
use crate::relay::{Lead, Look, Relay, TOKEN, nothing_carried};

#[tokio::test]
async fn a_relay_carries_pages_from_any_number_on_and_gives_a_note_and_no_receipt() {
    let mut election = Election::new(100);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    (0..3).for_each(|_| alice.seal(20));
    // Headquarters holds pages 1 and 2; the relay never saw them.
    alice.receipted = PageNumber(2);
    let contact = meet(&mut alice, &relay).await;
    assert!(matches!(contact.answerer, Answerer::Relay(_)));
    assert_eq!((contact.receipted, contact.in_custody, contact.more), (0, 1, false));
    assert_eq!(relay.keeper.carried(alice.journal()), [alice.pages[2].clone()], "byte for byte");
    let note = alice.notes_of(relay.lead.certificate.journal())[0].claimed().clone();
    let head = alice.pages[2].head();
    assert_eq!((note.first, note.number, note.hash), (head.number, head.number, head.hash));
    assert_eq!((note.journal, note.gaps.len()), (alice.journal(), 0));
}

#[tokio::test]
async fn receipts_of_headquarters_come_down_byte_for_byte() {
    let mut election = Election::new(101);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    (0..2).for_each(|_| alice.seal(20));
    meet(&mut alice, &relay).await;
    let head = alice.pages[1].head();
    let receipt = election.roles.receipt(election.id, alice.journal(), head, MORNING).encode();
    let word = Word { receipt: Some(receipt.clone()), held: Vec::new() };
    relay.keeper.look().give_word(alice.journal(), word);
    let contact = meet(&mut alice, &relay).await;
    assert_eq!((contact.receipted, alice.receipted), (2, PageNumber(2)));
    assert_eq!(alice.receipts, [receipt], "as headquarters signed it");
}

#[tokio::test]
async fn a_receipt_of_another_device_is_nothing_to_this_one() {
    let mut election = Election::new(102);
    let relay = Relay::start(&mut election).await;
    let (mut alice, mut bob) = (election.device(), election.device());
    alice.seal(20);
    bob.seal(20);
    let head = bob.pages[0].head();
    let receipt = election.roles.receipt(election.id, bob.journal(), head, MORNING).encode();
    let word = Word { receipt: Some(receipt), held: Vec::new() };
    // A relay that swaps the words of two devices.
    relay.keeper.look().give_word(alice.journal(), word);
    let contact = meet(&mut alice, &relay).await;
    assert_eq!((contact.receipted, alice.receipted), (0, PageNumber(0)));
}

#[tokio::test]
async fn headquarters_pages_pass_byte_for_byte_with_the_devices_own_journal() {
    let mut election = Election::new(103);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    let common = election.common_page(Head::START, 50);
    let own = JournalId::random(&mut election.rng);
    let assigned = page_for(&mut election, &alice, own);
    for (recipient, page) in
        [(Recipient::Common, &common), (Recipient::Device(alice.journal()), &assigned)]
    {
        let signed = election.keys.check_page(page.clone()).expect("ours");
        relay.keeper.look().keep_own(recipient, signed).expect("kept");
    }
    let contact = meet(&mut alice, &relay).await;
    assert_eq!((contact.taken, alice.own), (2, Some(own)));
    assert_eq!(alice.heads[&own], assigned.head());
    assert_eq!(alice.heads[&election.keys.list().common], common.head());
}

#[tokio::test]
async fn a_relays_own_held_keeps_no_page_from_headquarters() {
    let mut election = Election::new(104);
    let relay = Relay::start(&mut election).await;
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(20);
    let invitation = alice.certificate.invitation().claimed().invitation;
    let revoke = Decision::Revoke { invitation, last_good: None };
    relay.keeper.look().decide(revoke, MORNING).expect("decided");
    let contact = meet(&mut alice, &relay).await;
    assert_eq!(contact.held, 1);
    assert_eq!(alice.held_by_relay[0].reason, HeldReason::Revoked);
    assert_eq!(contact.in_custody, 1, "what is held is carried on");
    let contact = deliver(&mut alice, &endpoint).await;
    assert_eq!((contact.receipted, alice.receipted), (1, PageNumber(1)));
}

#[tokio::test]
async fn where_headquarters_has_held_a_page_the_relay_passes_its_word_and_adds_none() {
    let mut election = Election::new(105);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    alice.seal(20);
    let invitation = alice.certificate.invitation().claimed().invitation;
    let revoke = Decision::Revoke { invitation, last_good: None };
    relay.keeper.look().decide(revoke, MORNING).expect("decided");
    let head = alice.pages[0].head();
    let held = election.roles.held(Held {
        election: election.id,
        journal: alice.journal(),
        number: head.number,
        hash: head.hash,
        reason: HeldReason::Revoked,
        held_at: MORNING,
        key: 0,
    });
    let word = Word { receipt: None, held: vec![held.encode()] };
    relay.keeper.look().give_word(alice.journal(), word);
    meet(&mut alice, &relay).await;
    assert_eq!(alice.held, [held.claimed().clone()]);
    assert!(alice.held_by_relay.is_empty());
}

#[tokio::test]
async fn without_the_evenings_token_nobody_is_let_in_and_nothing_is_stored() {
    let mut election = Election::new(106);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    alice.seal(20);
    let (client, world) = (Client::new(None), TestWorld::new(106));
    let mut wrong = TOKEN;
    wrong[15] ^= 1;
    for admission in [None, Some(wrong), Some([0; 16])] {
        let mut peer = relay.peer();
        peer.admission = admission;
        let refused = client.contact(&mut alice, &peer, &*world).await;
        // Refused, not broken: the refusal was signed by the lead and over this hello.
        let not_admitted = SyncError::Refused(Refused(Refusal::NotAdmitted));
        assert!(matches!(&refused, Err(e) if e.to_string() == not_admitted.to_string()));
    }
    assert!(relay.keeper.look().standing(alice.journal()).expect("read").is_none());
    assert!(relay.met.lock().expect("lock").is_empty());
    assert_eq!(meet(&mut alice, &relay).await.in_custody, 1);
}

#[tokio::test]
async fn when_the_evening_is_over_the_token_opens_nothing() {
    let mut election = Election::new(107);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    meet(&mut alice, &relay).await;
    let Voice::Relay { until, .. } = relay.host.words().voice.clone() else { unreachable!() };
    relay.world.pass(until - MORNING);
    meet(&mut alice, &relay).await;
    relay.world.pass(1);
    alice.seal(20);
    let refused = meeting(&mut alice, &relay).await;
    let is = |e: &SyncError| matches!(e, SyncError::Refused(Refused(Refusal::NotAdmitted)));
    assert!(matches!(&refused, Err(e) if is(e)), "{refused:?}");
    assert!(relay.keeper.carried(alice.journal()).is_empty());
}

#[tokio::test]
async fn what_a_relay_holds_is_not_given_to_it_again_and_to_headquarters_all_the_same() {
    let mut election = Election::new(108);
    let relay = Relay::start(&mut election).await;
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(20);
    meet(&mut alice, &relay).await;
    alice.seal(20);
    meet(&mut alice, &relay).await;
    let journal = alice.journal();
    let given = |alice: &Device| alice.offers.iter().rfind(|pages| !pages.is_empty()).cloned();
    assert_eq!(given(&alice), Some(vec![(journal, PageNumber(2))]));
    assert_eq!(relay.keeper.carried(journal), alice.pages);
    deliver(&mut alice, &endpoint).await;
    let both = vec![(journal, PageNumber(1)), (journal, PageNumber(2))];
    assert_eq!(given(&alice), Some(both));
    assert_eq!(alice.receipted, PageNumber(2));
}

#[tokio::test]
async fn a_relay_that_lost_its_store_is_given_the_pages_again() {
    let mut election = Election::new(109);
    let first = Relay::start(&mut election).await;
    let mut alice = election.device();
    (0..2).for_each(|_| alice.seal(20));
    meet(&mut alice, &first).await;
    // Carol's folder was wiped; her device key and certificate live on in a new relay.
    let keeper = nothing_carried();
    let over = Box::new(keeper.clone());
    let bounds = Bounds::relay();
    let again = Relay::of(&election, first.lead.clone(), keeper, over, bounds).await;
    let known = alice.relays[&first.spki].clone();
    alice.relays.insert(again.spki, known);
    let contact = meet(&mut alice, &again).await;
    // The first answer says that nothing is there, the second request brings it.
    assert_eq!((contact.requests, contact.in_custody), (2, 2));
    assert_eq!(again.keeper.carried(alice.journal()), alice.pages);
}

#[tokio::test]
async fn urgent_pages_are_the_first_of_a_request() {
    let mut election = Election::new(110);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    (0..4).for_each(|_| alice.seal(20));
    alice.urgent.insert(PageNumber(3));
    meet(&mut alice, &relay).await;
    let numbers: Vec<u64> = alice.offers[0].iter().map(|(_, number)| number.0).collect();
    assert_eq!(numbers, [3, 1, 2, 4]);
    assert_eq!(relay.keeper.carried(alice.journal()), alice.pages);
}

#[tokio::test]
async fn the_status_word_goes_out_from_the_second_request_on_and_only_the_lead_reads_it() {
    let mut election = Election::new(111);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    alice.seal(20);
    alice.status = Some(Status { word: StatusWord::SheetCopied, version: 3 });
    let contact = meet(&mut alice, &relay).await;
    assert_eq!(contact.requests, 2, "one more, to say the word");
    let met = relay.met.lock().expect("lock").clone();
    assert_eq!(met.len(), 2);
    assert!(met[0].status.is_none(), "the relay's key was not yet known");
    let sealed = met[1].status.clone().expect("said");
    let (id, journal) = (election.id, alice.journal());
    let said = open_status(&relay.lead.seal, id, met[1].nonce, journal, &sealed);
    assert_eq!(said, Ok(Status { word: StatusWord::SheetCopied, version: 3 }));
    let mallory = journal::keys::SealSecret::random(&mut election.rng);
    assert!(open_status(&mallory, id, met[1].nonce, journal, &sealed).is_err());
    assert_eq!((met[1].journal, met[1].at), (journal, MORNING));
    let invitation = alice.certificate.invitation().claimed().invitation;
    assert_eq!(met[1].invitation, invitation);
    assert_eq!(meet(&mut alice, &relay).await.requests, 1, "from then on with the first");
    assert!(relay.met.lock().expect("lock")[2].status.is_some());
}

#[tokio::test]
async fn token_and_status_word_are_never_told_to_headquarters() {
    let mut election = Election::new(112);
    let (relay, endpoint) = (Relay::start(&mut election).await, Endpoint::start(&election).await);
    let met = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let ours = met.clone();
    endpoint.host.on_meeting(move |meeting| ours.lock().expect("lock").push(meeting));
    let mut alice = election.device();
    alice.status = Some(Status { word: StatusWord::Removed, version: 3 });
    meet(&mut alice, &relay).await;
    deliver(&mut alice, &endpoint).await;
    let met = met.lock().expect("lock");
    assert_eq!((met.len(), &met[0].status), (1, &None));
}

#[tokio::test]
async fn the_lead_hears_how_far_each_device_holds_the_common_journal() {
    let mut election = Election::new(113);
    let (relay, endpoint) = (Relay::start(&mut election).await, Endpoint::start(&election).await);
    for _ in 0..3 {
        endpoint.publish(&mut election, 20).await;
    }
    let (mut alice, mut bob) = (election.device(), election.device());
    deliver(&mut alice, &endpoint).await;
    meet(&mut alice, &relay).await;
    meet(&mut bob, &relay).await;
    let met = relay.met.lock().expect("lock");
    let common: Vec<_> = met.iter().map(|meeting| (meeting.journal, meeting.common.0)).collect();
    assert_eq!(common, [(alice.journal(), 3), (bob.journal(), 0)]);
}

#[tokio::test]
async fn an_observer_who_plays_relay_is_not_believed() {
    let mut election = Election::new(114);
    let observer = Lead::new(&mut election, Role::Observer);
    let keeper = nothing_carried();
    let over = Box::new(keeper.clone());
    let relay = Relay::of(&election, observer, keeper, over, Bounds::relay()).await;
    let mut alice = election.device();
    alice.seal(20);
    let contact = meeting(&mut alice, &relay).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::NotALead))), "{contact:?}");
    assert!(alice.relays.is_empty());
}

#[tokio::test]
async fn a_relay_in_headquarters_place_is_not_headquarters() {
    let mut election = Election::new(115);
    let mut peer = Relay::start(&mut election).await.peer();
    peer.pin = election.pin();
    let mut alice = election.device();
    let world = TestWorld::new(115);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::WrongAuthority))), "{contact:?}");
}

#[tokio::test]
async fn a_hello_meant_for_one_relay_is_no_use_to_another() {
    let mut election = Election::new(116);
    let (carol, dave) = (Relay::start(&mut election).await, Relay::start(&mut election).await);
    let mut alice = election.device();
    alice.seal(20);
    let mut session = sync::session::Session::new(sync::session::Peer {
        pin: carol.peer().pin,
        admission: Some(TOKEN),
    });
    let world = TestWorld::new(116);
    let question = session.ask(&mut alice, &*world).expect("asked").expect("one");
    let answer = dave.host.answer(&question.body).await;
    let answer = Attested::<journal::answer::SyncAnswer>::decode(&answer).expect("an answer");
    assert_eq!(answer.claimed().refusal, Some(Refusal::BadHello));
    assert!(dave.keeper.carried(alice.journal()).is_empty());
}

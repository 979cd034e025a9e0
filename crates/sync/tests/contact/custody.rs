//! A note only after the disk; no relay keeps a device for ever; a relay's bounds.

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::certificate::Role;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use sync::client::Client;
use sync::host::Bounds;
use sync::session::{Peer, Session};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpSocket, TcpStream};

use crate::election::{Election, FullKeeper, TestWorld};
use crate::relay::{Lead, Look, Relay, TOKEN, nothing_carried};
use crate::writing::{Gate, Gated};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_note_is_given_while_the_commit_has_not_returned() {
    let mut election = Election::new(120);
    let gate = Arc::new((Mutex::new(Gate::default()), Condvar::new()));
    let keeper = nothing_carried();
    let gated = Gated { inner: Box::new(keeper.clone()), gate: Arc::clone(&gate) };
    let lead = Lead::new(&mut election, Role::Lead);
    let relay = Relay::of(&election, lead, keeper.clone(), Box::new(gated), Bounds::relay()).await;
    let mut alice = election.device();
    alice.seal(20);
    let (peer, journal) = (relay.peer(), alice.journal());
    let sending = tokio::spawn(async move {
        let world = TestWorld::new(120);
        let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
        contact.expect("contact").in_custody
    });
    let reached = Arc::clone(&gate);
    tokio::task::spawn_blocking(move || {
        let (gate, changed) = &*reached;
        let mut state = gate.lock().expect("lock");
        while state.waiting == 0 {
            state = changed.wait(state).expect("lock");
        }
    })
    .await
    .expect("joins");
    assert!(!sending.is_finished(), "a note before the disk said so");
    assert!(relay.met.lock().expect("lock").is_empty(), "a meeting before the disk said so");
    gate.0.lock().expect("lock").open = true;
    gate.1.notify_all();
    assert_eq!(sending.await.expect("joins"), 1);
    assert_eq!(keeper.carried(journal).len(), 1);
}

#[tokio::test]
async fn a_relay_whose_disk_is_full_gives_no_note() {
    let mut election = Election::new(121);
    let lead = Lead::new(&mut election, Role::Lead);
    let over = Box::new(FullKeeper);
    let relay = Relay::of(&election, lead, nothing_carried(), over, Bounds::relay()).await;
    let mut alice = election.device();
    alice.seal(20);
    let world = TestWorld::new(121);
    let contact = Client::new(None).contact(&mut alice, &relay.peer(), &*world).await;
    assert!(matches!(contact, Err(sync::error::SyncError::Retry(_))), "{contact:?}");
    assert!(alice.relays.is_empty());
}

/// Plays a contact with a host that `twists` each answer and signs it again.
async fn twisted(seed: u64, twist: impl Fn(&mut SyncAnswer)) -> usize {
    let mut election = Election::new(seed);
    let relay = Relay::start(&mut election).await;
    let mut alice = election.device();
    alice.seal(20);
    let world = TestWorld::new(seed);
    let pin = relay.peer().pin;
    let mut session = Session::new(Peer { pin, admission: Some(TOKEN) });
    let mut requests = 0;
    while let Some(question) = session.ask(&mut alice, &*world).expect("asked") {
        requests += 1;
        let answer = relay.host.answer(&question.body).await;
        let mut said = Attested::<SyncAnswer>::decode(&answer).expect("read").claimed().clone();
        twist(&mut said);
        let answer = Attested::sign(said, &relay.lead.key).encode();
        session.take(&mut alice, &question, &answer, &*world).expect("signed by the lead");
    }
    assert!(session.end(None).is_ok());
    requests
}

#[tokio::test]
async fn a_relay_that_always_has_more_and_moves_nothing_is_left() {
    assert_eq!(twisted(122, |answer| answer.more = true).await, 3);
}

#[tokio::test]
async fn a_relay_that_takes_pages_and_gives_no_note_is_asked_once_more_and_left() {
    assert_eq!(twisted(123, |answer| answer.custody = None).await, 2);
}

async fn mute(from: [u8; 4], to: std::net::SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("socket");
    socket.bind((std::net::Ipv4Addr::from(from), 0).into()).expect("own address");
    socket.connect(to).await.expect("connects")
}

#[tokio::test]
async fn of_seventy_connections_from_one_address_eight_are_kept_and_others_are_served() {
    let mut election = Election::new(124);
    let relay = Relay::start(&mut election).await;
    let mut open = Vec::new();
    for _ in 0..70 {
        open.push(mute([127, 0, 0, 2], relay.address).await);
    }
    let mut reading = tokio::task::JoinSet::new();
    for mut stream in open {
        reading.spawn(async move {
            let read = stream.read(&mut [0]).await;
            (read.unwrap_or(0), stream)
        });
    }
    for closed in 0..62 {
        let next = tokio::time::timeout(Duration::from_secs(15), reading.join_next()).await;
        let (read, _) = next.expect("closed at once").expect("one").expect("joins");
        assert_eq!(read, 0, "after {closed}");
    }
    assert_eq!(reading.len(), 8);
    let mut alice = election.device();
    alice.seal(20);
    let world = TestWorld::new(124);
    let contact = Client::new(None).contact(&mut alice, &relay.peer(), &*world).await;
    assert_eq!(contact.expect("from another address").in_custody, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seventy_devices_at_once_wait_their_turn_and_all_get_a_note() {
    let mut election = Election::new(125);
    let lead = Lead::new(&mut election, Role::Lead);
    let keeper = nothing_carried();
    // In this test they all come from one address.
    let bounds = Bounds { connections: 8, connections_per_address: 70, ..Bounds::relay() };
    let over = Box::new(keeper.clone());
    let relay = Relay::of(&election, lead, keeper.clone(), over, bounds).await;
    let mut running = tokio::task::JoinSet::new();
    let mut journals = Vec::new();
    for n in 0..70 {
        let mut device = election.device();
        device.seal(20);
        journals.push(device.journal());
        let peer = relay.peer();
        running.spawn(async move {
            let world = TestWorld::new(2_000 + n);
            let contact = Client::new(None).contact(&mut device, &peer, &*world).await;
            contact.expect("contact").in_custody
        });
    }
    let mut noted = 0;
    while let Some(one) = running.join_next().await {
        noted += one.expect("joins");
    }
    assert_eq!(noted, 70);
    assert!(journals.iter().all(|journal| keeper.carried(*journal).len() == 1));
}

//! The same host in a lead's voice: it signs answers, never receipts.

use journal::answer::Answerer;
use journal::certificate::{Certificate, Role};
use journal::ids::{JournalId, PageNumber};
use journal::judge::{Place, Quota};
use journal::keeper::{Keeper, Recipient};
use journal::keys::{SealSecret, SigningKey};
use journal::memory::MemoryKeeper;
use sync::client::{Client, PeerAddress};
use sync::error::{Broken, SyncError};
use sync::host::{Bounds, Host, Voice, Words, Writer, serve};
use sync::tls::{Pin, acceptor, self_made, spki_sha256};
use tokio::net::TcpListener;

use crate::election::{Election, MORNING, TestWorld};

/// Carol's relay, or that of somebody who only says so.
async fn relay(election: &mut Election, role: Role) -> (PeerAddress, Writer) {
    let (public, one_time) = {
        let Election { roles, id, rng, .. } = election;
        roles.invite(*id, role, MORNING + 86_400, rng)
    };
    let device_key = SigningKey::random(&mut election.rng);
    let seal = SealSecret::random(&mut election.rng).public();
    let journal = JournalId::random(&mut election.rng);
    let certificate = Certificate::enrol(public, &one_time, journal, &device_key, seal);
    let identity = self_made().expect("made");
    let host_spki = spki_sha256(&identity.chain[0]).expect("spki");
    let keeper = MemoryKeeper::new(Place::Relay, Quota::default());
    let (writer, _) = Writer::start(Box::new(keeper), |_| {}).expect("thread");
    let voice = Voice::Relay { device_key, certificate: Box::new(certificate), host_spki };
    let words =
        Words { election: election.id, keys: election.keys.clone(), voice, endpoints: Vec::new() };
    let host = Host::new(words, writer.clone(), TestWorld::new(500));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let addresses = vec![listener.local_addr().expect("address").to_string()];
    let acceptor = acceptor(&identity).expect("acceptor");
    tokio::spawn(serve(
        listener,
        acceptor,
        host.router(),
        Bounds::default(),
        std::future::pending(),
    ));
    (PeerAddress { addresses, pin: Pin::HostSpki(host_spki) }, writer)
}

#[tokio::test]
async fn a_relay_carries_pages_from_any_number_on_and_gives_no_receipt() {
    let mut election = Election::new(100);
    let (peer, writer) = relay(&mut election, Role::Lead).await;
    let mut alice = election.device();
    (0..3).for_each(|_| alice.seal(20));
    // Headquarters holds pages 1 and 2; the relay never saw them.
    alice.receipted = PageNumber(2);
    let world = TestWorld::new(100);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await.expect("contact");
    assert!(matches!(contact.answerer, Answerer::Relay(_)));
    assert_eq!(contact.receipted, 0);
    let journal = alice.journal();
    let carried = move |keeper: &mut dyn Keeper| keeper.pages(journal, PageNumber(0), 1 << 20);
    let run = writer.with_keeper(carried).await.expect("writer").expect("kept");
    assert_eq!(run.pages, [alice.pages[2].clone()], "byte for byte");
    let own = move |keeper: &mut dyn Keeper| keeper.own_journal(Recipient::Common);
    assert_eq!(writer.with_keeper(own).await.expect("writer").expect("kept"), None);
}

#[tokio::test]
async fn an_observer_who_plays_relay_is_not_believed() {
    let mut election = Election::new(101);
    let (peer, _writer) = relay(&mut election, Role::Observer).await;
    let mut alice = election.device();
    alice.seal(20);
    let world = TestWorld::new(101);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::NotSigned))), "{contact:?}");
}

#[tokio::test]
async fn a_relay_in_headquarters_place_is_not_headquarters() {
    let mut election = Election::new(102);
    let (mut peer, _writer) = relay(&mut election, Role::Lead).await;
    peer.pin = election.pin();
    let mut alice = election.device();
    let world = TestWorld::new(102);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::WrongAuthority))), "{contact:?}");
}

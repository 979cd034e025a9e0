//! Wrong certificates, several addresses, and who is told what.

use journal::ids::PageNumber;
use std::time::Instant;
use sync::client::{Client, PeerAddress};
use sync::error::{Broken, Retry, SyncError};
use sync::tls::acceptor;
use tokio::net::TcpListener;

use crate::election::{Election, Endpoint, TestWorld};

/// A port that accepts and never says a word.
async fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address = listener.local_addr().expect("address").to_string();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
        }
    });
    address
}

/// A port that nobody listens on.
async fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    listener.local_addr().expect("address").to_string()
}

/// Somebody else's certificate.
async fn foreign() -> String {
    let other = Election::new(4_000);
    let identity = other.authority.issue(&["127.0.0.1".into()]).expect("issued");
    let acceptor = acceptor(&identity).expect("acceptor");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address = listener.local_addr().expect("address").to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    address
}

#[tokio::test]
async fn another_authority_is_refused_by_name_and_without_a_fallback() {
    let mut election = Election::new(40);
    let mut alice = election.device();
    alice.seal(10);
    let peer =
        PeerAddress { addresses: vec![foreign().await], pin: election.pin(), admission: None };
    let world = TestWorld::new(40);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::WrongAuthority))), "{contact:?}");
    assert_eq!(alice.receipted, PageNumber(0));
}

#[tokio::test]
async fn a_good_address_is_found_behind_dead_silent_and_foreign_ones() {
    let mut election = Election::new(41);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(10);
    let good = endpoint.address.to_string();
    let addresses = vec![closed().await, silent().await, foreign().await, good.clone()];
    let peer = PeerAddress { addresses, pin: election.pin(), admission: None };
    let (client, world) = (Client::new(None), TestWorld::new(41));
    let began = Instant::now();
    let contact = client.contact(&mut alice, &peer, &*world).await.expect("contact");
    assert_eq!((contact.requests, contact.receipted), (1, 1));
    assert!(began.elapsed().as_secs() < 10, "the silent one was not waited for");
    // The next time the good one is first.
    assert_eq!(client.last_good().map(|a| a.as_str().to_owned()), Some(good));
    let began = Instant::now();
    client.contact(&mut alice, &peer, &*world).await.expect("contact");
    assert!(began.elapsed() < sync::limits::STAGGER, "no stagger before the last good one");
}

#[tokio::test]
async fn a_request_leaves_once_though_several_addresses_answer() {
    let mut election = Election::new(42);
    let endpoint = Endpoint::start(&election).await;
    let mut alice = election.device();
    alice.seal(10);
    let local = format!("localhost:{}", endpoint.address.port());
    let addresses = vec![endpoint.address.to_string(), local];
    let peer = PeerAddress { addresses, pin: election.pin(), admission: None };
    let world = TestWorld::new(42);
    Client::new(None).contact(&mut alice, &peer, &*world).await.expect("contact");
    assert_eq!(endpoint.kept.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn no_address_at_all_and_nobody_there_are_told_apart() {
    let mut election = Election::new(43);
    let mut alice = election.device();
    let world = TestWorld::new(43);
    let client = Client::new(None);
    let none =
        PeerAddress { addresses: vec!["nonsense".into()], pin: election.pin(), admission: None };
    let contact = client.contact(&mut alice, &none, &*world).await;
    assert!(matches!(contact, Err(SyncError::Broken(Broken::NoAddress))), "{contact:?}");
    let away =
        PeerAddress { addresses: vec![closed().await], pin: election.pin(), admission: None };
    let contact = client.contact(&mut alice, &away, &*world).await;
    assert!(matches!(contact, Err(SyncError::Retry(Retry::Unreachable))), "{contact:?}");
}

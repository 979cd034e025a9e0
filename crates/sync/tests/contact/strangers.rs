//! What answers in the endpoint's place: captive portals, redirects, liars, replays.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use journal::ids::PageNumber;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use sync::client::{Client, PeerAddress};
use sync::error::{Broken, Retry, SyncError};
use sync::host::{Bounds, serve};
use sync::tls::acceptor;
use tokio::net::TcpListener;

use crate::election::{Election, Endpoint, TestWorld};
use crate::outbox::Device;

/// A server with the election's own certificate that answers with `router`: the strongest
/// impostor there is, short of the receipt key.
async fn impostor(election: &Election, router: Router) -> PeerAddress {
    let identity = election.authority.issue(&["127.0.0.1".into()]).expect("issued");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address: SocketAddr = listener.local_addr().expect("address");
    let acceptor = acceptor(&identity).expect("acceptor");
    tokio::spawn(serve(listener, acceptor, router, Bounds::default(), std::future::pending()));
    PeerAddress { addresses: vec![address.to_string()], pin: election.pin(), admission: None }
}

async fn answered_by(router: Router, seed: u64) -> (Result<(), SyncError>, Device) {
    let mut election = Election::new(seed);
    let peer = impostor(&election, router).await;
    let mut alice = election.device();
    alice.seal(10);
    let world = TestWorld::new(seed);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert_eq!(alice.receipted, PageNumber(0));
    assert!(alice.exchanges.is_empty(), "nothing was accepted, no time compared");
    (contact.map(|_| ()), alice)
}

fn cbor(body: Vec<u8>) -> impl IntoResponse {
    ([("content-type", "application/cbor")], body)
}

#[tokio::test]
async fn a_captive_portals_200_is_no_network() {
    let page = || async { axum::response::Html("<html>Welcome! Please log in.</html>") };
    let (ended, _) = answered_by(Router::new().fallback(page), 50).await;
    let portal = Retry::NotPeer { status: Some(200) };
    assert!(matches!(ended, Err(SyncError::Retry(r)) if r == portal));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let away = || async { (StatusCode::FOUND, [("location", "https://evil.example/")]) };
    let (ended, _) = answered_by(Router::new().fallback(away), 51).await;
    assert!(matches!(ended, Err(SyncError::Retry(Retry::NotPeer { status: Some(302) }))));
}

#[tokio::test]
async fn a_content_encoding_is_refused_unseen() {
    let squeezed = || async {
        ([("content-type", "application/cbor"), ("content-encoding", "gzip")], vec![0x1f, 0x8b])
    };
    let (ended, _) = answered_by(Router::new().fallback(squeezed), 52).await;
    assert!(matches!(ended, Err(SyncError::Broken(Broken::Malformed(_)))), "{ended:?}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let endless = || async { cbor(vec![0x5b; sync::limits::ANSWER_BYTES_MAX + 1]) };
    let (ended, _) = answered_by(Router::new().fallback(endless), 53).await;
    assert!(matches!(ended, Err(SyncError::Broken(Broken::Malformed(_)))), "{ended:?}");
}

#[tokio::test]
async fn bytes_that_are_no_answer_are_not_believed() {
    for (n, body) in [vec![], vec![0xff], vec![0x80], b"ok".to_vec()].into_iter().enumerate() {
        let router = Router::new().fallback(move || async move { cbor(body) });
        let (ended, _) = answered_by(router, 54 + n as u64).await;
        assert!(matches!(ended, Err(SyncError::Broken(Broken::NotSigned))), "{ended:?}");
    }
}

#[tokio::test]
async fn an_old_answer_played_again_is_not_believed() {
    let mut election = Election::new(60);
    let endpoint = Endpoint::start(&election).await;
    let host = endpoint.host.clone();
    let first = Arc::new(Mutex::new(None::<Vec<u8>>));
    let replay = move |body: Bytes| async move {
        let fresh = host.answer(&body).await;
        cbor(first.lock().expect("lock").get_or_insert(fresh).clone())
    };
    let peer = impostor(&election, Router::new().fallback(replay)).await;
    let mut alice = election.device();
    alice.seal(10);
    let (client, world) = (Client::new(None), TestWorld::new(60));
    client.contact(&mut alice, &peer, &*world).await.expect("the first is fresh");
    let again = client.contact(&mut alice, &peer, &*world).await;
    assert!(matches!(again, Err(SyncError::Broken(Broken::NotSigned))), "{again:?}");
}

#[tokio::test]
async fn any_flipped_bit_of_an_answer_is_noticed() {
    let mut election = Election::new(61);
    let endpoint = Endpoint::start(&election).await;
    let at = Arc::new(Mutex::new(0usize));
    let (host, place) = (endpoint.host.clone(), Arc::clone(&at));
    let flip = move |body: Bytes| async move {
        let mut answer = host.answer(&body).await;
        let length = answer.len();
        let bit = *place.lock().expect("lock") % (length * 8);
        answer[bit / 8] ^= 1 << (bit % 8);
        cbor(answer)
    };
    let peer = impostor(&election, Router::new().fallback(flip)).await;
    let (client, world) = (Client::new(None), TestWorld::new(61));
    for bit in (0..4_000).step_by(61) {
        *at.lock().expect("lock") = bit;
        let mut alice = election.device();
        alice.seal(10);
        let contact = client.contact(&mut alice, &peer, &*world).await;
        assert!(matches!(contact, Err(SyncError::Broken(_))), "bit {bit}: {contact:?}");
        assert_eq!(alice.receipted, PageNumber(0), "bit {bit}");
    }
}

#[tokio::test]
async fn the_request_carries_no_name_and_no_encoding() {
    let seen = Arc::new(Mutex::new(HeaderMap::new()));
    let theirs = Arc::clone(&seen);
    let look = move |headers: HeaderMap| async move {
        *theirs.lock().expect("lock") = headers;
        StatusCode::NOT_FOUND
    };
    answered_by(Router::new().fallback(look), 62).await.0.expect_err("not found");
    let seen = seen.lock().expect("lock");
    let names: Vec<_> = seen.keys().map(|name| name.as_str()).collect();
    assert!(!names.contains(&"user-agent") && !names.contains(&"accept-encoding"), "{names:?}");
}

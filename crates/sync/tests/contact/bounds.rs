//! Bounds on connections, and the graceful end.

use std::time::Duration;
use sync::client::Client;
use sync::error::SyncError;
use sync::host::{Bounds, serve};
use sync::tls::acceptor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::client::TlsStream;

use crate::election::{Election, Endpoint, TestWorld};

async fn bounded(
    election: &Election,
    endpoint: &Endpoint,
    bounds: Bounds,
) -> (std::net::SocketAddr, tokio::sync::oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let identity = election.authority.issue(&["127.0.0.1".into()]).expect("issued");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address = listener.local_addr().expect("address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let acceptor = acceptor(&identity).expect("acceptor");
    let router = endpoint.host.router();
    let served = tokio::spawn(serve(listener, acceptor, router, bounds, async move {
        let _ = stopped.await;
    }));
    (address, stop, served)
}

#[tokio::test]
async fn a_connection_that_never_says_hello_is_closed() {
    let election = Election::new(80);
    let endpoint = Endpoint::start(&election).await;
    let bounds = Bounds { handshake: Duration::from_millis(50), ..Bounds::default() };
    let (address, _stop, _served) = bounded(&election, &endpoint, bounds).await;
    let mut mute = TcpStream::connect(address).await.expect("connects");
    let mut byte = [0];
    let read = tokio::time::timeout(Duration::from_secs(10), mute.read(&mut byte)).await;
    assert_eq!(read.expect("closed in time").unwrap_or(0), 0);
}

#[tokio::test]
async fn one_address_cannot_take_every_place() {
    let mut election = Election::new(81);
    let endpoint = Endpoint::start(&election).await;
    let bounds = Bounds { connections_per_address: 1, ..Bounds::default() };
    let (address, _stop, _served) = bounded(&election, &endpoint, bounds).await;
    let greedy = TcpStream::connect(address).await.expect("connects");
    let mut alice = election.device();
    let mut peer = endpoint.peer();
    peer.addresses = vec![address.to_string()];
    let (client, world) = (Client::new(None), TestWorld::new(81));
    let refused = client.contact(&mut alice, &peer, &*world).await;
    assert!(matches!(refused, Err(SyncError::Retry(_))), "{refused:?}");
    drop(greedy);
    let served = async {
        loop {
            if client.contact(&mut alice, &peer, &*world).await.is_ok() {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), served).await.expect("free again");
}

/// Begins a request and sends so many bytes of its body, which never ends.
async fn begin(
    endpoint: &Endpoint,
    from: [u8; 4],
    to: std::net::SocketAddr,
    bytes: usize,
) -> TlsStream<TcpStream> {
    let socket = TcpSocket::new_v4().expect("socket");
    socket.bind((std::net::Ipv4Addr::from(from), 0).into()).expect("own address");
    let mut tls = crate::answers::tls(endpoint, socket.connect(to).await.expect("connects")).await;
    let head = "POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-type: application/cbor\r\n\
                content-length: 2000000\r\n\r\n";
    tls.write_all(head.as_bytes()).await.expect("sent");
    tls.write_all(&vec![0; bytes]).await.expect("sent");
    tls.flush().await.expect("sent");
    tls
}

/// The status of the answer, read from its first line.
async fn status(tls: &mut TlsStream<TcpStream>) -> String {
    let mut line = [0; 12];
    let read = tokio::time::timeout(Duration::from_secs(20), tls.read_exact(&mut line)).await;
    read.expect("answered in time").expect("an answer");
    String::from_utf8_lossy(&line[9..]).into_owned()
}

#[tokio::test]
async fn a_stranger_who_fills_the_room_of_an_address_keeps_nobody_else_out() {
    let mut election = Election::new(83);
    let endpoint = Endpoint::start(&election).await;
    let bounds =
        Bounds { unanswered: 150_000, unanswered_per_address: 100_000, ..Bounds::default() };
    let (address, _stop, _served) = bounded(&election, &endpoint, bounds).await;
    let mallory = [127, 0, 0, 2];
    let mut held = vec![begin(&endpoint, mallory, address, 60_000).await];
    // What is beyond the share is refused at once, and what was begun goes on holding.
    let mut refused = begin(&endpoint, mallory, address, 60_000).await;
    let first = held.first_mut().expect("the first");
    let either = tokio::select! {
        which = status(&mut refused) => which,
        which = status(first) => which,
    };
    assert_eq!(either, "503");
    held.push(refused);
    let mut alice = election.device();
    alice.seal(20);
    let mut peer = endpoint.peer();
    peer.addresses = vec![address.to_string()];
    let world = TestWorld::new(83);
    let contact = Client::new(None).contact(&mut alice, &peer, &*world).await;
    assert_eq!(contact.expect("from another address").receipted, 1);
}

#[tokio::test]
async fn a_body_that_stops_arriving_is_dropped() {
    let election = Election::new(84);
    let endpoint = Endpoint::start(&election).await;
    let bounds = Bounds { pace: Duration::from_millis(50), ..Bounds::default() };
    let (address, _stop, _served) = bounded(&election, &endpoint, bounds).await;
    let mut stalled = begin(&endpoint, [127, 0, 0, 1], address, 60_000).await;
    assert_eq!(status(&mut stalled).await, "408");
}

#[tokio::test]
async fn a_host_told_to_stop_takes_no_more_and_ends() {
    let mut election = Election::new(82);
    let endpoint = Endpoint::start(&election).await;
    let (address, stop, served) = bounded(&election, &endpoint, Bounds::default()).await;
    let mut peer = endpoint.peer();
    peer.addresses = vec![address.to_string()];
    let (client, world) = (Client::new(None), TestWorld::new(82));
    let mut alice = election.device();
    client.contact(&mut alice, &peer, &*world).await.expect("contact");
    stop.send(()).expect("told");
    tokio::time::timeout(Duration::from_secs(20), served).await.expect("ends").expect("joins");
    assert!(client.contact(&mut alice, &peer, &*world).await.is_err());
}

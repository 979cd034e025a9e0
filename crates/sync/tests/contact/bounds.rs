//! Bounds on connections, and the graceful end.

use std::time::Duration;
use sync::client::Client;
use sync::error::SyncError;
use sync::host::{Bounds, serve};
use sync::tls::acceptor;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

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

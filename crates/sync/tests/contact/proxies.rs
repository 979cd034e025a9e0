//! A SOCKS5 proxy in between (Orbot): every byte goes through it, names too.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use sync::client::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::election::{Election, Endpoint, TestWorld};

/// A SOCKS5 proxy without authentication that connects everything to `target`.
async fn socks(target: std::net::SocketAddr) -> (String, Arc<AtomicUsize>, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address = listener.local_addr().expect("address").to_string();
    let (count, asked) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (c, a) = (Arc::clone(&count), Arc::clone(&asked));
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            c.fetch_add(1, Ordering::SeqCst);
            let mut greeting = [0; 2];
            client.read_exact(&mut greeting).await.expect("greeting");
            let mut methods = vec![0; usize::from(greeting[1])];
            client.read_exact(&mut methods).await.expect("methods");
            client.write_all(&[5, 0]).await.expect("writes");
            let mut head = [0; 5];
            client.read_exact(&mut head).await.expect("request");
            assert_eq!(head[3], 3, "a name, not an address resolved here");
            let mut name = vec![0; usize::from(head[4]) + 2];
            client.read_exact(&mut name).await.expect("name");
            *a.lock().expect("lock") = name;
            client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.expect("writes");
            let mut server = TcpStream::connect(target).await.expect("connects");
            let _ = copy_bidirectional(&mut client, &mut server).await;
        }
    });
    (address, count, asked)
}

#[tokio::test]
async fn every_connection_goes_through_the_proxy_which_also_resolves_the_name() {
    let mut election = Election::new(110);
    let endpoint = Endpoint::start(&election).await;
    let (proxy, count, asked) = socks(endpoint.address).await;
    let mut alice = election.device();
    alice.seal(20);
    let mut peer = endpoint.peer();
    peer.addresses = vec!["nowhere.invalid:443".into()];
    let world = TestWorld::new(110);
    let contact = Client::new(Some(&proxy)).contact(&mut alice, &peer, &*world).await;
    assert_eq!(contact.expect("contact").receipted, 1);
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(asked.lock().expect("lock").starts_with(b"nowhere.invalid"));
}

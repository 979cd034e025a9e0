//! Networks that interfere: a wrong authority, a captive portal, clocks that are wrong.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};

use app::api::{AlarmKind, ClockBasis, ContactOutcome};
use sync::tls::{Authority, acceptor};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::station::{Scene, new_phone};

const WELCOME: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n\
                       Free Wi-Fi!";

/// An HTTPS server with a certificate of `authority` that says 200 and a page of HTML.
fn portal(authority: &Authority) -> SocketAddr {
    let identity = authority.issue(&["127.0.0.1".into()]).unwrap();
    let acceptor = acceptor(&identity).unwrap();
    let (sender, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut tls) = acceptor.accept(stream).await else { continue };
                let _ = tls.read(&mut [0; 4_096]).await;
                let _ = tls.write_all(WELCOME.as_bytes()).await;
            }
        });
    });
    address.recv().unwrap()
}

/// Plain HTTP on the port where TLS is expected: what most hotels do.
fn plain_portal() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let _ = stream.read(&mut [0; 512]);
            let _ = stream.write_all(WELCOME.as_bytes());
        }
    });
    address
}

#[test]
fn another_authority_in_between_is_named_and_gets_not_one_byte_of_a_page() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(3, 10);
    alice.deliver();
    // From now on somebody else sits on the line.
    let mallory = Authority::create().unwrap();
    scene.hq.proxy.aim(portal(&mallory));
    alice.count(2, 10);
    let view = alice.send_until(|view| view.contact.outcome == Some(ContactOutcome::WrongServer));
    assert!(view.on_phone >= 2, "what was counted since stays here: {view:?}");
    let carried = scene.hq.proxy.carried();
    let last = carried.last().unwrap();
    assert!(last.up.len() < 1_000, "a TLS greeting and an alert, no request: {}", last.up.len());
}

#[test]
fn a_captive_portals_200_is_no_network_and_delivers_nothing() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(3, 10);
    alice.deliver();
    scene.hq.proxy.aim(plain_portal());
    alice.count(1, 10);
    let view = alice.send_until(|view| view.contact.outcome == Some(ContactOutcome::NoNetwork));
    assert!(view.on_phone >= 1);
}

#[test]
fn a_clock_two_hours_wrong_is_corrected_by_headquarters_signed_time() {
    let mut scene = Scene::new();
    let mut dave = new_phone(&scene.folder.path().join("dave"));
    dave.clock.set_wrong_by(-7_200).unwrap();
    dave.enrol(&scene.invitation);
    dave.watch("101");
    dave.count(4, 60);
    assert_eq!(dave.delivery().clock, ClockBasis::Claimed);
    let wrong = dave.counter().hours.iter().find(|hour| hour.current).map(|h| h.from.clone());
    scene.hq.clock.pass(240).unwrap();
    scene.hq.serve();
    let view = dave.deliver();
    let ClockBasis::Corrected { by_s } = view.clock else { panic!("{view:?}") };
    assert!((7_198..=7_202).contains(&by_s), "{by_s}");
    assert!(view.alarms.iter().any(|alarm| alarm.alarm == AlarmKind::ClockWrong), "{view:?}");
    // What was counted before the contact moves, too: the correction holds for the whole boot.
    let counter = dave.counter();
    let right = counter.hours.iter().find(|hour| hour.current).expect("an hour runs");
    assert_ne!(wrong.as_ref(), Some(&right.from));
    assert_eq!(right.persons, 4);
}

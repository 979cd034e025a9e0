//! mDNS for real, on the loopback interface of this machine only.

use journal::attested::Attested;
use journal::certificate::Role;
use journal::relay::RelayStatement;
use std::net::{Ipv4Addr, UdpSocket};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use sync::announce::{Announced, Announcement, Reach, Search};

use crate::election::Election;

const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);

/// A free UDP port over which multicast comes back on the loopback interface, if any does.
fn multicast_port() -> std::io::Result<u16> {
    let ear = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    ear.join_multicast_v4(&GROUP, &Ipv4Addr::LOCALHOST)?;
    ear.set_read_timeout(Some(Duration::from_secs(2)))?;
    let port = ear.local_addr()?.port();
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?.send_to(b"heard?", (GROUP, port))?;
    ear.recv(&mut [0; 16])?;
    Ok(port)
}

/// Waits until what was heard satisfies `enough`.
fn wait(
    search: &Search,
    news: &mpsc::Receiver<()>,
    enough: impl Fn(&[Announced]) -> bool,
) -> Vec<Announced> {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let relays = search.relays();
        if enough(&relays) {
            return relays;
        }
        let left = until.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "not heard in time: {relays:?}");
        let _ = news.recv_timeout(left);
    }
}

#[test]
fn an_announced_relay_is_found_and_goes_away() {
    let port = match multicast_port() {
        Ok(port) => port,
        Err(error) => {
            eprintln!(
                "SKIPPED an_announced_relay_is_found_and_goes_away: no multicast on the \
                       loopback interface here ({error})"
            );
            return;
        }
    };
    let reach = Reach::Loopback { port };
    let mut election = Election::new(140);
    let (certificate, key, _) = election.enrolled(Role::Lead);
    let body = RelayStatement {
        election: election.id,
        relay: certificate.journal(),
        spki: [7; 32],
        token: [8; 16],
        until: 0,
    };
    let statement = Attested::sign(body.clone(), &key);
    let (tell, news) = mpsc::channel();
    let changed = move || {
        let _ = tell.send(());
    };
    let search = Search::start(election.keys.clone(), reach, changed).expect("searching");
    let announced = Announcement::start(&statement, &certificate, 4_321, reach).expect("on air");
    let relays = wait(&search, &news, |relays| !relays.is_empty());
    assert_eq!(relays.len(), 1);
    assert_eq!(relays[0].statement, body);
    assert_eq!(relays[0].addresses, ["127.0.0.1:4321"]);
    drop(announced);
    wait(&search, &news, <[Announced]>::is_empty);
}

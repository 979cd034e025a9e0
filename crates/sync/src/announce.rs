//! How a relay is found without a code: announced and looked for by mDNS in the local network.
//!
//! What is announced is a statement signed by a certified lead's device key, so that nobody else
//! can lead a device anywhere; what does not hold is never shown. No name of a person, team or
//! election goes on the air. Many networks swallow multicast: nothing may depend on this module,
//! and the code on the lead's screen works without it. Rejected: announcing only an address and
//! checking later; a device would connect to whoever answers.

mod pieces;

use journal::attested::Attested;
use journal::certificate::{Certificate, Chain};
use journal::keylist::TrustedKeys;
use journal::relay::RelayStatement;
use mdns_sd::{IfKind, Receiver, ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;

/// The kind of service that is announced.
pub const SERVICE: &str = "_sanaq._tcp.local.";
/// Relays remembered at once; others are left out.
pub const ANNOUNCED_MAX: usize = 32;
/// Addresses of one relay that are given on.
const ADDRESSES_MAX: usize = 8;

/// Where to announce and to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// On every interface of the machine but loopback, by the port of mDNS.
    Network,
    /// Within this machine, by another UDP port: for tests.
    Loopback {
        /// The port.
        port: u16,
    },
}

/// Why announcing or looking did not begin. Everything else goes on.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AnnounceError {
    /// The system gives no multicast; the detail is for the log.
    #[error("no multicast here: {0}")]
    Unavailable(String),
    /// Statement or certificate is too long for the air (a much continued journal).
    #[error("too long to be announced")]
    TooLong,
}

impl From<mdns_sd::Error> for AnnounceError {
    fn from(error: mdns_sd::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// A relay that was heard of and whose statement holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// `ip:port`, in no order.
    pub addresses: Vec<String>,
    /// What its lead signed: SPKI to pin, token to say.
    pub statement: RelayStatement,
    /// The lead.
    pub chain: Chain,
}

/// An announcement; it ends, and says so, when this is dropped.
pub struct Announcement(ServiceDaemon, String);

impl Announcement {
    /// Announces a relay on `port`.
    ///
    /// # Errors
    /// [`AnnounceError`].
    pub fn start(
        statement: &Attested<RelayStatement>,
        certificate: &Certificate,
        port: u16,
        reach: Reach,
    ) -> Result<Self, AnnounceError> {
        let txt = pieces::cut(&statement.encode(), &certificate.encode())
            .ok_or(AnnounceError::TooLong)?;
        // New with every evening's TLS key, and says nothing of anybody.
        let spki = statement.claimed().spki;
        let name: String = spki.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let host = format!("{name}.local.");
        let addresses: &[IpAddr] = match reach {
            Reach::Network => &[],
            Reach::Loopback { .. } => &[IpAddr::V4(std::net::Ipv4Addr::LOCALHOST)],
        };
        let info = ServiceInfo::new(SERVICE, &name, &host, addresses, port, txt)?;
        let info = if addresses.is_empty() { info.enable_addr_auto() } else { info };
        let full = info.get_fullname().to_owned();
        let daemon = daemon(reach)?;
        daemon.register(info)?;
        Ok(Self(daemon, full))
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        // The queue keeps its order: first the farewell, then the end of the thread.
        let _ = self.0.unregister(&self.1);
        let _ = self.0.shutdown();
    }
}

/// What has been heard, by the name of the service.
type Heard = Arc<Mutex<BTreeMap<String, Announced>>>;

/// Looks for relays until it is dropped.
pub struct Search {
    daemon: ServiceDaemon,
    heard: Heard,
}

impl Search {
    /// Begins to look. `keys` decides whose certificate holds; `changed` is called, on a thread
    /// of its own, whenever [`Search::relays`] has another answer.
    ///
    /// # Errors
    /// [`AnnounceError::Unavailable`].
    pub fn start(
        keys: TrustedKeys,
        reach: Reach,
        changed: impl Fn() + Send + 'static,
    ) -> Result<Self, AnnounceError> {
        let daemon = daemon(reach)?;
        let events = daemon.browse(SERVICE)?;
        let heard = Heard::default();
        let ours = Arc::clone(&heard);
        let listening = std::thread::Builder::new().name("announced".into());
        listening
            .spawn(move || listen(&events, &keys, &ours, &changed))
            .map_err(|error| AnnounceError::Unavailable(error.to_string()))?;
        Ok(Self { daemon, heard })
    }

    /// The relays heard of and not heard to have ended, one entry for each TLS key.
    pub fn relays(&self) -> Vec<Announced> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut relays: Vec<Announced> = Vec::new();
        for one in heard.values() {
            let known = relays.iter_mut().find(|r| r.statement.spki == one.statement.spki);
            let Some(known) = known else {
                relays.push(one.clone());
                continue;
            };
            for address in &one.addresses {
                if !known.addresses.contains(address) && known.addresses.len() < ADDRESSES_MAX {
                    known.addresses.push(address.clone());
                }
            }
        }
        relays
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        // Ends the daemon's thread, which closes the events, which ends ours.
        let _ = self.daemon.shutdown();
    }
}

fn daemon(reach: Reach) -> Result<ServiceDaemon, AnnounceError> {
    match reach {
        Reach::Network => {
            let daemon = ServiceDaemon::new()?;
            daemon.disable_interface(vec![IfKind::LoopbackV4, IfKind::LoopbackV6])?;
            Ok(daemon)
        }
        Reach::Loopback { port } => {
            let daemon = ServiceDaemon::new_with_port(port)?;
            daemon.disable_interface(IfKind::All)?;
            daemon.enable_interface(IfKind::LoopbackV4)?;
            Ok(daemon)
        }
    }
}

fn listen(events: &Receiver<ServiceEvent>, keys: &TrustedKeys, heard: &Heard, changed: &dyn Fn()) {
    while let Ok(event) = events.recv() {
        let mut all = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let news = match event {
            ServiceEvent::ServiceResolved(service) => match judge(&service, keys) {
                Some(_) if all.len() >= ANNOUNCED_MAX && !all.contains_key(&service.fullname) => {
                    false
                }
                Some(one) => all.insert(service.fullname.clone(), one.clone()) != Some(one),
                // What held and holds no more is as good as gone.
                None => all.remove(&service.fullname).is_some(),
            },
            ServiceEvent::ServiceRemoved(_, name) => all.remove(&name).is_some(),
            // Its enum may grow; whatever else it says is no relay.
            _ => false,
        };
        drop(all);
        if news {
            changed();
        }
    }
}

/// What a service says, if a certified lead signed it.
fn judge(service: &ResolvedService, keys: &TrustedKeys) -> Option<Announced> {
    let (statement, certificate) = pieces::join(&service.txt_properties)?;
    let statement = Attested::<RelayStatement>::decode(&statement).ok()?;
    let chain = Certificate::decode(&certificate).ok()?.check(keys).ok()?;
    let statement = RelayStatement::check(&statement, &chain).ok()?.clone();
    let reachable = |ip: &IpAddr| match ip {
        IpAddr::V4(_) => true,
        // A link-local address means nothing without the interface it was heard on.
        IpAddr::V6(ip) => !ip.is_unicast_link_local(),
    };
    let mut addresses: Vec<IpAddr> =
        service.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).filter(reachable).collect();
    addresses.sort_unstable();
    addresses.truncate(ADDRESSES_MAX);
    let addresses: Vec<String> =
        addresses.into_iter().map(|ip| SocketAddr::new(ip, service.port).to_string()).collect();
    (!addresses.is_empty()).then_some(Announced { addresses, statement, chain })
}

#[cfg(test)]
mod tests;

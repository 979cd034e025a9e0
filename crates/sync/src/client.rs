//! The sending side: carries a [`Session`]'s requests to a peer and the answers back.
//!
//! What is asked and believed is the session's; here are addresses, TLS and the waits. The
//! outbox is called between the awaits, never across one: a tap during a slow upload must not
//! wait. Rejected: asking first what the peer has; on 2G that question costs as much as the day.

mod address;
mod exchange;
mod failure;
mod gate;
mod race;

pub use crate::session::Contact;
pub use address::Address;

use axum::body::Bytes;
use journal::outbox::Outbox;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::error::{Broken, Retry, SyncError};
use crate::session::{Peer, Session};
use crate::tls::{Pin, client_config};
use crate::world::World;
use race::{Lost, Route, Ways};

/// A peer to send to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerAddress {
    /// Where it may be found, `host:port` (with or without `https://`), the first tried first.
    pub addresses: Vec<String>,
    /// Whom the connection must show. An authority means headquarters, a host's key a relay.
    pub pin: Pin,
    /// The evening's token, from a relay's code or statement; none toward headquarters.
    pub admission: Option<[u8; 16]>,
}

/// Sends a device's pages. Cheap to keep: it remembers which address was good.
#[derive(Debug, Default)]
pub struct Client {
    socks: Option<String>,
    last_good: Mutex<Option<Address>>,
}

impl Client {
    /// A client; `socks` is a SOCKS5 proxy as `host:port` (Orbot), which also resolves names.
    pub fn new(socks: Option<&str>) -> Self {
        Self { socks: socks.map(|proxy| format!("socks5h://{proxy}")), last_good: Mutex::default() }
    }

    /// The address that worked last, for keeping over a restart.
    pub fn last_good(&self) -> Option<Address> {
        self.last_good.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the address to try first.
    pub fn prefer(&self, address: Address) {
        *self.last_good.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
    }

    /// Sends what waits and takes what the peer has, until both are done or
    /// [`crate::limits::REQUESTS_PER_CONTACT_MAX`] requests were made.
    ///
    /// # Errors
    /// Nothing valid came at all. An error after a first valid answer is in
    /// [`Contact::interrupted`]; what came before it counts.
    pub async fn contact(
        &self,
        outbox: &mut (dyn Outbox + Send),
        peer: &PeerAddress,
        world: &dyn World,
    ) -> Result<Contact, SyncError> {
        let tls = client_config(&peer.pin).map_err(|e| Broken::Setup(e.to_string()))?;
        let mut way = Way {
            ways: Ways { tls, socks: self.socks.clone() },
            addresses: address::ordered(&peer.addresses, self.last_good().as_ref()),
            route: None,
        };
        let whom = Peer { pin: peer.pin.clone(), admission: peer.admission };
        let mut session = Session::new(whom);
        let ended = self.drive(&mut session, outbox, &mut way, world).await;
        session.end(ended.err())
    }

    async fn drive(
        &self,
        session: &mut Session,
        outbox: &mut (dyn Outbox + Send),
        way: &mut Way,
        world: &dyn World,
    ) -> Result<(), SyncError> {
        while let Some(mut question) = session.ask(outbox, world)? {
            let answer = way.send(Bytes::from(std::mem::take(&mut question.body))).await?;
            session.take(outbox, &question, &answer, world)?;
            if let Some(route) = &way.route {
                self.prefer(route.address.clone());
            }
        }
        Ok(())
    }
}

/// How the requests of one contact get to the peer.
struct Way {
    ways: Ways,
    addresses: Vec<Address>,
    route: Option<Route>,
}

impl Way {
    /// Over the way that worked before, else over the first address that proves itself.
    async fn send(&mut self, body: Bytes) -> Result<Vec<u8>, SyncError> {
        let (route, answer) = match self.route.take() {
            Some(route) => match route.ask(body).await {
                Ok(answer) => (route, answer),
                Err(Lost::Failed(error)) => return Err(error),
                // Cannot be: nobody else runs for this gate any more.
                Err(Lost::Outrun) => return Err(Retry::Cut.into()),
            },
            None => race::post_first(&self.ways, &self.addresses, &body).await?,
        };
        self.route = Some(route);
        Ok(answer)
    }
}

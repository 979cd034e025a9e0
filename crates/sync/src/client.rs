//! The sending side: drives an outbox until nothing waits or a bound is reached.
//!
//! One request in the ordinary case. Only [`CheckedAnswer`] is believed, so a captive portal's
//! 200, a redirect or another election's server end as an error with its reason. The outbox is
//! called between the awaits, never across one: a tap during a slow upload must not wait.
//! Rejected: asking first what the peer has; on 2G that question costs as much as the day.

mod address;
mod exchange;
mod failure;
mod gate;
mod race;

pub use address::Address;

use axum::body::Bytes;
use journal::answer::{Answerer, Asked, CheckedAnswer, Refusal, RefusedPage};
use journal::contact::Nonce;
use journal::outbox::{Accepted, Alarm, Exchange, Outbox, Toward};
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::error::{Broken, Refused, Retry, SyncError};
use crate::limits;
use crate::tls::{Pin, client_config};
use crate::world::{World, random};
use race::{Lost, Route, Ways};

/// A peer to send to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerAddress {
    /// Where it may be found, `host:port` (with or without `https://`), the first tried first.
    pub addresses: Vec<String>,
    /// Whom the connection must show. An authority means headquarters, a host's key a relay.
    pub pin: Pin,
}

/// What a contact brought. At least one valid signed answer came.
#[derive(Debug)]
pub struct Contact {
    /// Who answered.
    pub answerer: Answerer,
    /// The address that worked, tried first the next time.
    pub address: Address,
    /// Requests that were answered.
    pub requests: u32,
    /// Bytes of request bodies.
    pub bytes_sent: u64,
    /// Bytes of answer bodies.
    pub bytes_received: u64,
    /// Pages newly receipted.
    pub receipted: u64,
    /// Pages newly held.
    pub held: u64,
    /// Headquarters' pages newly taken.
    pub taken: u64,
    /// Pages the peer refused alone; they stay in the outbox.
    pub refused: Vec<RefusedPage>,
    /// What a person must hear of.
    pub alarms: Vec<Alarm>,
    /// Pages still wait, here or there.
    pub more: bool,
    /// The newest endpoint list, if headquarters sent one.
    pub endpoints: Option<Vec<String>>,
    /// What ended the contact before everything was moved, if anything did.
    pub interrupted: Option<SyncError>,
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
    /// [`limits::REQUESTS_PER_CONTACT_MAX`] requests were made.
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
        let ways = Ways { tls, socks: self.socks.clone() };
        let mut round = Round { ways, peer, world, route: None, last_good: self.last_good() };
        let mut contact: Option<Contact> = None;
        let mut idle_rounds = 0;
        for _ in 0..limits::REQUESTS_PER_CONTACT_MAX {
            let step = match round.exchange(outbox).await {
                Ok(step) => step,
                Err(error) => match contact {
                    Some(so_far) => {
                        return Ok(Contact { interrupted: Some(error), more: true, ..so_far });
                    }
                    None => return Err(error),
                },
            };
            self.prefer(step.address.clone());
            let (more, moved) = (step.accepted.more, step.moved());
            // A wrong guess costs one round without movement; a second one is no use. A relay
            // gives no receipts, so without movement there is nothing to go on for.
            let idle_allowed = u32::from(step.checked.answerer == Answerer::Headquarters);
            idle_rounds = if moved { 0 } else { idle_rounds + 1 };
            contact = Some(step.into_contact(contact));
            if !more || idle_rounds > idle_allowed {
                break;
            }
        }
        contact.ok_or_else(|| Broken::Setup("no request was allowed".into()).into())
    }
}

/// What the exchanges of one contact share.
struct Round<'a> {
    ways: Ways,
    peer: &'a PeerAddress,
    world: &'a dyn World,
    route: Option<Route>,
    last_good: Option<Address>,
}

/// One request and its valid answer, taken.
struct Step {
    checked: CheckedAnswer,
    accepted: Accepted,
    address: Address,
    bytes_sent: usize,
    bytes_received: usize,
}

impl Round<'_> {
    async fn exchange(&mut self, outbox: &mut (dyn Outbox + Send)) -> Result<Step, SyncError> {
        let toward = match self.peer.pin {
            Pin::AuthoritySpki(_) => Toward::Headquarters,
            Pin::HostSpki(spki) => Toward::Relay { spki },
        };
        let offer = outbox.offer(toward, limits::PAGES_BYTES_BUDGET).map_err(Broken::Outbox)?;
        let nonce = Nonce(random(self.world));
        let asked =
            Asked { election: offer.election, nonce, root: offer.root, keys: offer.keys.clone() };
        let expected = match self.peer.pin {
            Pin::AuthoritySpki(_) => offer.receipt_key.0,
            Pin::HostSpki(hash) => hash,
        };
        let sent = self.world.now();
        let mut hello = None;
        self.world.with_chance(&mut |rng| hello = Some(offer.hello(nonce, sent.wall, rng)));
        let hello = hello.ok_or_else(|| Broken::Setup("a world without chance".into()))?;
        let hello = outbox.sign_hello(hello, &expected).map_err(Broken::Outbox)?;
        let body = Bytes::from(offer.request(hello).encode());
        let bytes_sent = body.len();
        let (route, answer) = self.send(body).await?;
        let exchange = Exchange { toward, sent, received: self.world.now() };
        let checked = self.check(&answer, &asked)?;
        let address = route.address.clone();
        self.route = Some(route);
        if let Some(refusal) = checked.refusal {
            // A refusal may come with the key list that explains it (a key was changed).
            if checked.keys_are_new {
                outbox.accept(&checked, &exchange).map_err(Broken::Outbox)?;
            }
            return Err(match refusal {
                Refusal::Busy => Retry::Busy.into(),
                other => Refused(other).into(),
            });
        }
        let accepted = outbox.accept(&checked, &exchange).map_err(Broken::Outbox)?;
        Ok(Step { checked, accepted, address, bytes_sent, bytes_received: answer.len() })
    }

    /// Over the way that worked before, else over the first address that proves itself.
    async fn send(&mut self, body: Bytes) -> Result<(Route, Vec<u8>), SyncError> {
        if let Some(route) = self.route.take() {
            return match route.ask(body).await {
                Ok(answer) => Ok((route, answer)),
                Err(Lost::Failed(error)) => Err(error),
                // Cannot be: nobody else runs for this gate any more.
                Err(Lost::Outrun) => Err(Retry::Cut.into()),
            };
        }
        let addresses = address::ordered(&self.peer.addresses, self.last_good.as_ref());
        race::post_first(&self.ways, &addresses, &body).await
    }

    fn check(&self, answer: &[u8], asked: &Asked) -> Result<CheckedAnswer, SyncError> {
        let checked = CheckedAnswer::check(answer, asked).map_err(|error| {
            tracing::debug!(%error, "an answer was not believed");
            Broken::NotSigned
        })?;
        match (&self.peer.pin, &checked.answerer) {
            (Pin::AuthoritySpki(_), Answerer::Headquarters)
            | (Pin::HostSpki(_), Answerer::Relay(_)) => Ok(checked),
            (Pin::AuthoritySpki(_), Answerer::Relay(_))
            | (Pin::HostSpki(_), Answerer::Headquarters) => Err(Broken::NotSigned.into()),
        }
    }
}

impl Step {
    /// Whether anything changed on either side.
    fn moved(&self) -> bool {
        self.accepted.receipted + self.accepted.held + self.accepted.taken > 0
            || !self.checked.custody.is_empty()
    }

    fn into_contact(self, before: Option<Contact>) -> Contact {
        let Self { checked, accepted, address, bytes_sent, bytes_received } = self;
        let mut contact = before.unwrap_or_else(|| Contact {
            answerer: checked.answerer.clone(),
            address: address.clone(),
            requests: 0,
            bytes_sent: 0,
            bytes_received: 0,
            receipted: 0,
            held: 0,
            taken: 0,
            refused: Vec::new(),
            alarms: Vec::new(),
            more: false,
            endpoints: None,
            interrupted: None,
        });
        contact.address = address;
        contact.requests += 1;
        contact.bytes_sent += bytes_sent as u64;
        contact.bytes_received += bytes_received as u64;
        contact.receipted += accepted.receipted;
        contact.held += accepted.held;
        contact.taken += accepted.taken;
        contact.refused.extend(checked.refused);
        contact.alarms.extend(accepted.alarms);
        contact.more = accepted.more;
        contact.endpoints = checked.endpoints.or(contact.endpoints);
        contact
    }
}

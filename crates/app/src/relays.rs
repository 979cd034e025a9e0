//! Being collected: the relay this device has joined, and those announced near by.
//!
//! Joining adds a second way for the pages and takes none away; what a relay was told and what it
//! holds outlives leaving it. It refuses codes of another election, and believes an announcement
//! only where a certified lead signed it. Rejected: a list of joined relays, of which all but one
//! would be tried in vain for ever.

use std::sync::Arc;

use journal::relay::{RelayCode, RelayCodeError};
use minicbor::{Decode, Encode};
use sync::announce::{Announced, Search};
use sync::client::PeerAddress;
use sync::tls::Pin;

use crate::api::{
    AnnouncedView, AppError, ErrorCode, RelayContactView, RelayOutcome, RelayView, RelaysView,
    Reply, Topic,
};
use crate::core::Shared;
use crate::desk::Open;
use crate::status;
use crate::wall::civil;
use crate::world;

/// Where the store remembers the joined relay.
const MEMO: &str = "joined";

/// The relay this device has joined.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Joined {
    /// `ip:port`, the first tried first.
    #[n(0)]
    addresses: Vec<String>,
    /// SHA-256 of its TLS key's SubjectPublicKeyInfo.
    #[cbor(n(1), with = "minicbor::bytes")]
    spki: [u8; 32],
    /// The evening's token.
    #[cbor(n(2), with = "minicbor::bytes")]
    token: [u8; 16],
    #[n(3)]
    wifi_name: Option<String>,
    #[n(4)]
    wifi_password: Option<String>,
    /// Its last valid answer, Unix seconds as claimed.
    #[n(5)]
    last_met: Option<i64>,
}

/// What is remembered of tries to meet it since the start.
#[derive(Debug, Default)]
pub(crate) struct RelayMemory {
    pub(crate) running: bool,
    pub(crate) outcome: Option<RelayOutcome>,
}

/// The search for announced relays, while the person looks for one.
#[derive(Default)]
pub(crate) enum Looking {
    /// Nobody looks.
    #[default]
    NotYet,
    /// It runs.
    On(Search),
    /// This network or device has no multicast.
    InVain,
}

impl Joined {
    /// Where and as whom it is met.
    pub(crate) fn peer(&self) -> PeerAddress {
        PeerAddress {
            addresses: self.addresses.clone(),
            pin: Pin::HostSpki(self.spki),
            admission: Some(self.token),
        }
    }

    /// The joined relay as the store remembers it.
    pub(crate) fn load(open: &Open) -> Option<Self> {
        let bytes = open.store.memo(MEMO).ok().flatten()?;
        minicbor::decode(&bytes).ok()
    }
}

impl From<Announced> for Joined {
    fn from(one: Announced) -> Self {
        Self {
            addresses: one.addresses,
            spki: one.statement.spki,
            token: one.statement.token,
            wifi_name: None,
            wifi_password: None,
            last_met: None,
        }
    }
}

impl From<RelayCode> for Joined {
    fn from(code: RelayCode) -> Self {
        Self {
            addresses: code.addresses,
            spki: code.spki,
            token: code.token,
            wifi_name: code.wifi_name,
            wifi_password: code.wifi_password,
            last_met: None,
        }
    }
}

/// A relay's name for people: short, the same on both devices, and of no use to anybody else.
pub(crate) fn handle(spki: &[u8; 32]) -> String {
    let [a, b, c, d, ..] = *spki;
    format!("{a:02x}{b:02x}-{c:02x}{d:02x}")
}

/// A try to meet `tried` has ended; `false` when another relay was joined meanwhile, or none: then
/// it says nothing of the one joined now.
pub(crate) fn ended(open: &mut Open, tried: &Pin, outcome: RelayOutcome, now: i64) -> bool {
    if open.joined.as_ref().is_none_or(|joined| joined.peer().pin != *tried) {
        return false;
    }
    open.relay.running = false;
    open.relay.outcome = Some(outcome);
    if outcome != RelayOutcome::Met {
        return true;
    }
    if let Some(joined) = &mut open.joined {
        joined.last_met = Some(now);
    }
    if let Err(error) = remember(open) {
        tracing::warn!(%error, "when the relay was met is not remembered");
    }
    true
}

fn remember(open: &mut Open) -> Result<(), AppError> {
    let bytes = open.joined.as_ref().map(minicbor::to_vec).transpose();
    let bytes = bytes.map_err(|error| AppError::because(ErrorCode::Internal, error))?;
    Ok(open.store.set_memo(MEMO, bytes.as_deref())?)
}

/// Answers, and looks around only while somebody asks for that: a phone that listens for leads is
/// seen by whoever runs the network it is in.
pub(crate) fn query(shared: &Arc<Shared>, open: &mut Open, look: bool) -> Result<Reply, AppError> {
    match (look, &open.search) {
        (true, Looking::NotYet) => open.search = start_looking(shared, open),
        (true, Looking::On(_) | Looking::InVain) => {}
        (false, _) => look_away(open),
    }
    reply(open)
}

/// Nobody is looked for any more.
pub(crate) fn look_away(open: &mut Open) {
    open.search = Looking::NotYet;
}

pub(crate) fn reply(open: &Open) -> Result<Reply, AppError> {
    let zone = open.zone();
    let joined = open.joined.as_ref().map(|joined| RelayView {
        relay: handle(&joined.spki),
        addresses: joined.addresses.clone(),
        wifi_name: joined.wifi_name.clone(),
        wifi_password: joined.wifi_password.clone(),
        last_met: joined.last_met.map(|at| civil(zone, at)),
        outcome: open.relay.outcome,
        running: open.relay.running,
    });
    let near = near(open);
    let announced = near
        .iter()
        .flatten()
        .map(|one| AnnouncedView { relay: handle(&one.spki), addresses: one.addresses.clone() });
    let view = RelaysView {
        joined,
        announced: announced.collect(),
        looking: near.is_some(),
        status: status::word(open),
        status_said: status::said(open).is_some(),
    };
    Ok(Reply::Relays { view })
}

/// The joined relay as the delivery screen shows it.
pub(crate) fn contact(open: &Open) -> Option<RelayContactView> {
    let joined = open.joined.as_ref()?;
    Some(RelayContactView {
        last_met: joined.last_met.map(|at| civil(open.zone(), at)),
        outcome: open.relay.outcome,
        running: open.relay.running,
    })
}

/// Announced relays; none while nobody looks, or where this network lets none be found.
fn near(open: &Open) -> Option<Vec<Joined>> {
    match &open.search {
        Looking::On(search) => Some(search.relays().into_iter().map(Joined::from).collect()),
        Looking::NotYet | Looking::InVain => None,
    }
}

fn start_looking(shared: &Arc<Shared>, open: &Open) -> Looking {
    // Nobody's certificate can be judged before there is a key list: looked for later.
    let Some(keys) = open.store.keys().cloned() else { return Looking::NotYet };
    let Some(reach) = world::reach() else { return Looking::InVain };
    let weak = Arc::downgrade(shared);
    let changed = move || {
        if let Some(shared) = weak.upgrade() {
            shared.changed(&[Topic::Relays]);
        }
    };
    match Search::start(keys, reach, changed) {
        Ok(search) => Looking::On(search),
        Err(error) => {
            tracing::info!(%error, "no relay can be found by itself");
            Looking::InVain
        }
    }
}

pub(crate) fn join(shared: &Arc<Shared>, code: &str) -> Result<Reply, AppError> {
    let code = RelayCode::from_text(code).map_err(|error| {
        let why = match &error {
            RelayCodeError::Decode(_)
            | RelayCodeError::NotACode
            | RelayCodeError::TooLong(_)
            | RelayCodeError::BadAddress => ErrorCode::NotARelayCode,
        };
        AppError::because(why, error)
    })?;
    let mut desk = shared.desk();
    let open = desk.readable()?;
    if code.election != open.store.election() {
        return Err(ErrorCode::OtherElection.into());
    }
    settle_on(shared, open, code.into())?;
    let reply = reply(open);
    drop(desk);
    told(shared);
    reply
}

pub(crate) fn join_announced(shared: &Arc<Shared>, relay: &str) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let found = near(open).into_iter().flatten().find(|one| handle(&one.spki) == relay);
    let found = found.ok_or_else(|| AppError::new(ErrorCode::NoSuchRelay))?;
    settle_on(shared, open, found)?;
    let reply = reply(open);
    drop(desk);
    told(shared);
    reply
}

/// Takes a relay as the joined one, durably.
fn settle_on(shared: &Arc<Shared>, open: &mut Open, mut joined: Joined) -> Result<(), AppError> {
    if open.collecting.as_ref().is_some_and(|mine| mine.spki() == joined.spki) {
        return Err(AppError::because(ErrorCode::NoSuchRelay, "this device's own code"));
    }
    if let Some(before) = open.joined.as_ref().filter(|before| before.spki == joined.spki) {
        joined.last_met = before.last_met;
    }
    open.joined = Some(joined);
    remember(open)?;
    look_away(open);
    open.relay = RelayMemory { running: true, ..RelayMemory::default() };
    shared.bell.joined(shared.world);
    Ok(())
}

fn told(shared: &Arc<Shared>) {
    shared.changed(&[Topic::Relays, Topic::Delivery]);
}

pub(crate) fn leave(shared: &Arc<Shared>) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    open.joined = None;
    remember(open)?;
    open.relay = RelayMemory::default();
    let reply = reply(open);
    drop(desk);
    told(shared);
    reply
}

//! Contact with headquarters and with the joined relay, each on a thread of its own.
//!
//! `sync::schedule` says when, `sync::client` does it; here are only the wait, the seal before a
//! send, and the bell. Two ways and two threads: a relay that hangs never delays headquarters, nor
//! headquarters a relay. While tries fail, nothing is sealed for one that will fail too, and the
//! first that succeeds is followed by one with the rest. It refuses to hold the lock across the
//! network. Rejected: a try for each tap, which is a rhythm on the wire and an empty battery.

mod outbox;
mod settle;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use sync::client::{Client, PeerAddress};
use sync::schedule::{Cause, Ended, Schedule};
use sync::tls::Pin;

use crate::api::{AppError, Reply, Topic};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::enrol;
use crate::world::Machine;
use outbox::SharedOutbox;

/// A thread looks again at least so often, so that it ends with its core.
const LOOK: Duration = Duration::from_secs(5);

/// Which peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Straight to headquarters.
    Headquarters,
    /// To the relay this device has joined.
    Relay,
}

/// Wakes the contact threads.
#[derive(Default)]
pub(crate) struct Bell {
    headquarters: Line,
    relay: Line,
}

/// One way's rhythm.
#[derive(Default)]
struct Line {
    schedule: Mutex<Schedule>,
    rung: Condvar,
}

impl Line {
    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self, cause: Cause, world: Machine) {
        self.schedule().on(cause, world.running_ms(), world.chance());
        self.rung.notify_all();
    }
}

impl Bell {
    const fn line(&self, way: Way) -> &Line {
        match way {
            Way::Headquarters => &self.headquarters,
            Way::Relay => &self.relay,
        }
    }

    /// Takes note of a cause, for both ways.
    pub(crate) fn ring(&self, cause: Cause, world: Machine) {
        self.headquarters.ring(cause, world);
        self.relay.ring(cause, world);
    }

    /// A relay was joined: it is tried at once, headquarters in its own time.
    pub(crate) fn joined(&self, world: Machine) {
        *self.relay.schedule() = Schedule::default();
        self.relay.ring(Cause::Wish, world);
    }

    /// A word for the joined relay.
    pub(crate) fn tell(&self, world: Machine) {
        self.relay.ring(Cause::Wish, world);
    }

    /// Nothing is planned.
    pub(crate) fn idle(&self) -> bool {
        self.headquarters.schedule().due_ms().is_none()
    }

    /// Seconds until the next try to reach headquarters.
    pub(crate) fn next_in_s(&self, world: Machine) -> Option<u32> {
        let due = self.headquarters.schedule().due_ms()?;
        Some(small(due.saturating_sub(world.running_ms()) / 1000))
    }
}

/// Starts the threads. They hold the core weakly and end with it.
pub(crate) fn start(shared: &Arc<Shared>) {
    for (way, name) in [(Way::Headquarters, "contact"), (Way::Relay, "relay")] {
        let weak = Arc::downgrade(shared);
        let spawned =
            std::thread::Builder::new().name(name.to_owned()).spawn(move || run(weak, way));
        if let Err(error) = spawned {
            tracing::error!(%error, ?way, "no thread for contacts: nothing will be sent");
        }
    }
}

fn run(weak: Weak<Shared>, way: Way) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!(%error, "nothing will be sent"),
    };
    // A proxy far away cannot reach the device on the next table.
    let socks = std::env::var("SANAQ_SOCKS").ok().filter(|_| way == Way::Headquarters);
    let client = Client::new(socks.as_deref());
    while let Some(shared) = weak.upgrade() {
        let line = shared.bell.line(way);
        if !wait(&shared, line) {
            continue;
        }
        line.schedule().began(shared.world.running_ms());
        let ended = runtime.block_on(attempt(&shared, &client, way));
        let (now_ms, chance) = (shared.world.running_ms(), shared.world.chance());
        match ended {
            Some(ended) => line.schedule().ended(ended, now_ms, chance),
            // Whoever opens an enrolment, or joins a relay, begins with a fresh rhythm.
            None => *line.schedule() = Schedule::default(),
        }
    }
}

/// Waits a while; `true` when a try is due.
fn wait(shared: &Shared, line: &Line) -> bool {
    let schedule = line.schedule();
    let now = shared.world.running_ms();
    let left = schedule.due_ms().map(|due| Duration::from_millis(due.saturating_sub(now)));
    if left.is_some_and(|left| left.is_zero()) {
        return true;
    }
    let pause = left.unwrap_or(LOOK).min(LOOK);
    drop(line.rung.wait_timeout(schedule, pause));
    false
}

/// One try; none when nothing is open, or no relay is joined.
async fn attempt(shared: &Arc<Shared>, client: &Client, way: Way) -> Option<Ended> {
    let failing = shared.bell.line(way).schedule().failures() > 0;
    let (id, peer) = prepare(shared, way, failing)?;
    shared.changed(&[Topic::Delivery]);
    let mut outbox = SharedOutbox { shared: shared.clone(), id: id.clone() };
    let result = client.contact(&mut outbox, &peer, &shared.world).await;
    let mut ended = settle::settle(shared, &id, (way, &peer.pin), &result);
    if failing && ended == (Ended::Contact { more: false }) {
        ended = Ended::Contact { more: has_tail(shared) };
    }
    match &result {
        Ok(contact) => tracing::info!(
            ?way,
            requests = contact.requests,
            sent = contact.bytes_sent,
            receipted = contact.receipted,
            "contact"
        ),
        Err(error) => tracing::info!(?way, %error, "no contact"),
    }
    Some(ended)
}

/// Seals what is recorded and gives the address; everything under the lock.
fn prepare(shared: &Shared, way: Way, failing: bool) -> Option<(String, PeerAddress)> {
    let mut desk = shared.desk();
    let open = desk.open.as_mut()?;
    let peer = match way {
        Way::Headquarters => headquarters(open),
        Way::Relay => open.joined.as_ref()?.peer(),
    };
    let sealed = continue_and_reopen(shared, open).and_then(|()| match failing {
        true => Ok(0),
        false => open.seal(shared.world),
    });
    // A page that cannot be sealed now (a full disk) is no reason not to ask for news.
    if let Err(error) = sealed {
        tracing::warn!(%error, "not sealed before a send");
    }
    match way {
        Way::Headquarters => open.contact.running = true,
        Way::Relay => open.relay.running = true,
    }
    Some((open.id.clone(), peer))
}

fn headquarters(open: &Open) -> PeerAddress {
    let kit = open.store.kit();
    let authority = kit.keys.as_ref().map_or(kit.authority, |keys| keys.current_authority());
    PeerAddress {
        addresses: kit.endpoints.clone(),
        pin: Pin::AuthoritySpki(authority.0),
        admission: None,
    }
}

/// Whether something recorded is not sealed yet.
fn has_tail(shared: &Shared) -> bool {
    let desk = shared.desk();
    let state = desk.open.as_ref().and_then(|open| open.store.delivery().ok());
    state.is_some_and(|state| state.unsealed > 0)
}

fn continue_and_reopen(shared: &Shared, open: &mut Open) -> Result<(), AppError> {
    open.continue_if_due(shared.world)?;
    enrol::reopen(shared, open)
}

pub(crate) fn front(shared: &Shared) -> Result<Reply, AppError> {
    shared.bell.ring(Cause::Front, shared.world);
    Ok(Reply::Done)
}

pub(crate) fn network_back(shared: &Shared) -> Result<Reply, AppError> {
    shared.bell.ring(Cause::NetworkBack, shared.world);
    Ok(Reply::Done)
}

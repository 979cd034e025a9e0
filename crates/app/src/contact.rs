//! Contact with headquarters, on a thread of its own.
//!
//! `sync::schedule` says when, `sync::client` does it; here are only the wait, the lock taken for
//! single calls of the outbox, and what a person must hear afterwards. Everything recorded is
//! sealed before a send; while tries fail, nothing is sealed for one that will fail too, and the
//! first that succeeds is followed by one with the rest. It refuses to hold the lock across the
//! network. Rejected: a try for each tap, which is a rhythm on the wire and an empty battery.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::contact::Hello;
use journal::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use sync::client::{Client, Contact, PeerAddress};
use sync::error::{Broken, SyncError};
use sync::schedule::{Cause, Ended, Schedule};
use sync::tls::Pin;
use sync::world::World;

use crate::api::{AlarmKind, AppError, ContactOutcome, Notice, Reply, Topic};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::enrol;
use crate::world::Machine;

/// The thread looks again at least so often, so that it ends with its core.
const LOOK: Duration = Duration::from_secs(5);

/// Wakes the contact thread.
#[derive(Default)]
pub(crate) struct Bell {
    schedule: Mutex<Schedule>,
    rung: Condvar,
}

impl Bell {
    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of a cause.
    pub(crate) fn ring(&self, cause: Cause, world: Machine) {
        self.schedule().on(cause, world.running_ms(), world.chance());
        self.rung.notify_all();
    }

    /// Nothing is planned.
    pub(crate) fn idle(&self) -> bool {
        self.schedule().due_ms().is_none()
    }

    /// Seconds until the next try.
    pub(crate) fn next_in_s(&self, world: Machine) -> Option<u32> {
        let due = self.schedule().due_ms()?;
        Some(small(due.saturating_sub(world.running_ms()) / 1000))
    }
}

/// Starts the thread. It holds the core weakly and ends with it.
pub(crate) fn start(shared: &Arc<Shared>) {
    let weak = Arc::downgrade(shared);
    let spawned = std::thread::Builder::new().name("contact".to_owned()).spawn(|| run(weak));
    if let Err(error) = spawned {
        tracing::error!(%error, "no thread for contacts: nothing will be sent");
    }
}

fn run(weak: Weak<Shared>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!(%error, "nothing will be sent"),
    };
    let client = Client::new(std::env::var("SANAQ_SOCKS").ok().as_deref());
    while let Some(shared) = weak.upgrade() {
        if !wait(&shared) {
            continue;
        }
        if shared.desk().open.is_none() {
            // Whoever opens an enrolment begins with a fresh rhythm.
            *shared.bell.schedule() = Schedule::default();
            continue;
        }
        shared.bell.schedule().began(shared.world.running_ms());
        let ended = runtime.block_on(attempt(&shared, &client));
        let (now_ms, chance) = (shared.world.running_ms(), shared.world.chance());
        if let Some(ended) = ended {
            shared.bell.schedule().ended(ended, now_ms, chance);
        }
    }
}

/// Waits a while; `true` when a try is due.
fn wait(shared: &Shared) -> bool {
    let schedule = shared.bell.schedule();
    let now = shared.world.running_ms();
    let left = schedule.due_ms().map(|due| Duration::from_millis(due.saturating_sub(now)));
    if left.is_some_and(|left| left.is_zero()) {
        return true;
    }
    let pause = left.unwrap_or(LOOK).min(LOOK);
    drop(shared.bell.rung.wait_timeout(schedule, pause));
    false
}

/// One try; none when nothing is open.
async fn attempt(shared: &Arc<Shared>, client: &Client) -> Option<Ended> {
    let failing = shared.bell.schedule().failures() > 0;
    let (id, peer) = prepare(shared, failing)?;
    shared.changed(&[Topic::Delivery]);
    let mut outbox = SharedOutbox { shared: shared.clone(), id: id.clone() };
    let result = client.contact(&mut outbox, &peer, &shared.world).await;
    let (outcome, mut ended) = judge(&result);
    if failing && ended == (Ended::Contact { more: false }) {
        ended = Ended::Contact { more: has_tail(shared) };
    }
    settle(shared, &id, outcome, result.as_ref().ok());
    match &result {
        Ok(contact) => tracing::info!(
            requests = contact.requests,
            sent = contact.bytes_sent,
            receipted = contact.receipted,
            "contact"
        ),
        Err(error) => tracing::info!(%error, "no contact"),
    }
    Some(ended)
}

/// Seals what is recorded and gives the address; everything under the lock.
fn prepare(shared: &Shared, failing: bool) -> Option<(String, PeerAddress)> {
    let mut desk = shared.desk();
    let open = desk.open.as_mut()?;
    let sealed = continue_and_reopen(shared, open).and_then(|()| match failing {
        true => Ok(0),
        false => open.seal(shared.world),
    });
    // A page that cannot be sealed now (a full disk) is no reason not to ask for news.
    if let Err(error) = sealed {
        tracing::warn!(%error, "not sealed before a send");
    }
    open.contact.running = true;
    let kit = open.store.kit();
    let authority = kit.keys.as_ref().map_or(kit.authority, |keys| keys.current_authority());
    let (addresses, pin) = (kit.endpoints.clone(), Pin::AuthoritySpki(authority.0));
    let peer = PeerAddress { addresses, pin, admission: None };
    Some((open.id.clone(), peer))
}

/// Whether something recorded is not sealed yet.
fn has_tail(shared: &Shared) -> bool {
    let desk = shared.desk();
    let state = desk.open.as_ref().and_then(|open| open.store.delivery().ok());
    state.is_some_and(|state| state.unsealed > 0)
}

fn judge(result: &Result<Contact, SyncError>) -> (ContactOutcome, Ended) {
    match result {
        Ok(contact) => match &contact.interrupted {
            None => (ContactOutcome::Reached, Ended::Contact { more: contact.more }),
            Some(_) => (ContactOutcome::Reached, Ended::Retry),
        },
        Err(SyncError::Retry(_)) => (ContactOutcome::NoNetwork, Ended::Retry),
        Err(SyncError::Refused(_)) => (ContactOutcome::Refused, Ended::Refused),
        Err(SyncError::Broken(Broken::WrongAuthority)) => {
            (ContactOutcome::WrongServer, Ended::Broken)
        }
        Err(SyncError::Broken(_)) => (ContactOutcome::BadAnswer, Ended::Broken),
    }
}

/// Remembers how it ended and says so.
fn settle(shared: &Shared, id: &str, outcome: ContactOutcome, contact: Option<&Contact>) {
    let now = shared.world.now();
    let mut said = vec![Notice::Contact { outcome }];
    let mut desk = shared.desk();
    if let Some(open) = desk.open.as_mut().filter(|open| open.id == id) {
        open.contact.running = false;
        open.contact.outcome = Some(outcome);
        if let Some(contact) = contact {
            open.contact.last = Some(now.wall);
            if contact.taken > 0 {
                open.take_definitions();
            }
            if contact.held > 0 && open.alarm(now.wall, AlarmKind::Held, None) {
                said.push(Notice::Alarm { alarm: AlarmKind::Held });
            }
            for alarm in &contact.alarms {
                let (kind, page) = alarm_of(alarm);
                if open.alarm(now.wall, kind, page) {
                    said.push(Notice::Alarm { alarm: kind });
                }
            }
            if let Err(error) = continue_and_reopen(shared, open) {
                tracing::warn!(%error, "the journal was not continued");
            }
        }
    }
    drop(desk);
    said.push(Notice::Changed {
        topics: vec![Topic::Session, Topic::Counter, Topic::Checklists, Topic::Delivery],
    });
    said.into_iter().for_each(|notice| shared.say(notice));
}

fn continue_and_reopen(shared: &Shared, open: &mut Open) -> Result<(), AppError> {
    open.continue_if_due(shared.world)?;
    enrol::reopen(shared, open)
}

fn alarm_of(alarm: &Alarm) -> (AlarmKind, Option<u32>) {
    match alarm {
        Alarm::ForeignReceipt { number, .. } => (AlarmKind::ReceiptNotMine, Some(small(number.0))),
        Alarm::PeerHoldsMore { number, .. } => (AlarmKind::Restored, Some(small(number.0))),
        Alarm::PeerHoldsLess { number, .. } => (AlarmKind::HeadquartersLost, Some(small(number.0))),
    }
}

pub(crate) fn front(shared: &Shared) -> Result<Reply, AppError> {
    shared.bell.ring(Cause::Front, shared.world);
    Ok(Reply::Done)
}

pub(crate) fn network_back(shared: &Shared) -> Result<Reply, AppError> {
    shared.bell.ring(Cause::NetworkBack, shared.world);
    Ok(Reply::Done)
}

/// The open store as an outbox, locked for single calls. Gone when the person locked the app or
/// opened another enrolment meanwhile: then the contact ends, and nothing is lost.
struct SharedOutbox {
    shared: Arc<Shared>,
    id: String,
}

impl SharedOutbox {
    fn with<T>(
        &self,
        call: impl FnOnce(&mut Open) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let mut desk = self.shared.desk();
        match desk.open.as_mut().filter(|open| open.id == self.id) {
            Some(open) => call(open),
            None => Err(OutboxError::Broken("locked meanwhile".to_owned())),
        }
    }
}

impl Outbox for SharedOutbox {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        self.with(|open| open.store.offer(toward, budget_bytes))
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        self.with(|open| open.store.sign_hello(hello, expected))
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        self.with(|open| open.store.accept(answer, exchange))
    }
}

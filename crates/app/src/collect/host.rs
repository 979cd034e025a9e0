//! The host of an evening, on a thread of its own.
//!
//! It listens where the code says, answers the sync calls and nothing else, and ends when its
//! [`Collecting`] is dropped or nobody came for ten minutes. It refuses to outlive the unlocked
//! enrolment. Rejected: the host inside the contact thread, which would stand still while
//! headquarters is slow.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use journal::attested::Attested;
use journal::event::Anchor;
use journal::keeper::Outcome;
use journal::keylist::TrustedKeys;
use journal::relay::RelayStatement;
use store::Kit;
use sync::announce::Announcement;
use sync::host::{Bounds, Host, Meeting, Voice, Words, Writer, serve};
use sync::schedule::Cause;
use sync::tls::acceptor;
use sync::world::World;
use tokio::sync::oneshot;

use super::keeper::SharedKeeper;
use super::{Evening, QUIET_S};
use crate::api::{AppError, ErrorCode, Topic};
use crate::core::Shared;
use crate::desk::Open;
use crate::world;

/// How often the thread looks whether somebody came of late.
const LOOK: Duration = Duration::from_secs(1);
/// Tries to listen where the code said before.
const SAME_PORT_TRIES: u32 = 20;

/// A running host, as its owner holds it. Dropping it ends the host.
pub(crate) struct Collecting {
    evening: Evening,
    spki: [u8; 32],
    port: u16,
    /// Name and password of the Wi-Fi to put into the code.
    pub(crate) wifi: (Option<String>, Option<String>),
    host: Host,
    pulse: Arc<Pulse>,
    /// None where the network lets nobody announce.
    announcement: Option<Announcement>,
    /// The thread sees that this end is gone.
    _stop: oneshot::Sender<()>,
}

/// When somebody was here last.
#[derive(Debug)]
struct Pulse {
    /// Seconds since boot.
    boottime: AtomicI64,
    /// Unix seconds as claimed; 0 before the first contact.
    wall: AtomicI64,
}

impl Collecting {
    /// SHA-256 of the TLS key's SubjectPublicKeyInfo.
    pub(crate) const fn spki(&self) -> [u8; 32] {
        self.spki
    }

    /// Admits devices.
    pub(crate) const fn token(&self) -> [u8; 16] {
        self.evening.token
    }

    /// Where devices find it at this moment.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        world::addresses().into_iter().map(|ip| SocketAddr::new(ip, self.port)).collect()
    }

    /// The device announces itself.
    pub(crate) const fn announced(&self) -> bool {
        self.announcement.is_some()
    }

    /// The last contact, Unix seconds as claimed.
    pub(crate) fn last_contact(&self) -> Option<i64> {
        Some(self.pulse.wall.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }

    /// Seconds until it stops if nobody comes.
    pub(crate) fn quiet_until(&self, now: Anchor) -> i64 {
        self.pulse.left(now)
    }

    /// The host speaks with the newest keys and the newest certificate.
    pub(crate) fn set_keys(&self, kit: &Kit) {
        let Some(keys) = &kit.keys else { return };
        let known = self.host.words();
        if known.keys.list().number != keys.list().number || is_older(&known.voice, kit) {
            self.host.set_words(words(kit, keys.clone(), &self.evening, self.spki));
        }
    }
}

fn is_older(voice: &Voice, kit: &Kit) -> bool {
    match voice {
        Voice::Relay { certificate, .. } => certificate.journal() != kit.certificate.journal(),
        Voice::Headquarters { .. } => false,
    }
}

fn words(kit: &Kit, keys: TrustedKeys, evening: &Evening, spki: [u8; 32]) -> Words {
    let voice = Voice::Relay {
        device_key: kit.signing.clone(),
        certificate: Box::new(kit.certificate.clone()),
        host_spki: spki,
        admission: evening.token,
        until: evening.until,
    };
    Words { election: kit.election, keys, voice, endpoints: Vec::new() }
}

impl Pulse {
    fn beat(&self, now: Anchor) {
        self.boottime.store(now.boottime, Ordering::Relaxed);
        self.wall.store(now.wall, Ordering::Relaxed);
    }

    fn left(&self, now: Anchor) -> i64 {
        let quiet = now.boottime.saturating_sub(self.boottime.load(Ordering::Relaxed));
        QUIET_S.saturating_sub(quiet).max(0)
    }
}

/// Begins to answer. Everything that can fail fails here, before a code is shown.
pub(super) fn start(shared: &Arc<Shared>, open: &mut Open) -> Result<Collecting, AppError> {
    let now = shared.world.now();
    let internal = |why: String| AppError::because(ErrorCode::Internal, why);
    let keys = open.store.keys().cloned().ok_or(ErrorCode::NoKeyList)?;
    if world::addresses().is_empty() {
        return Err(ErrorCode::NoNetworkAddress.into());
    }
    let mut evening = Evening::of(&open.store, shared.world, now.wall)?;
    let spki = evening.spki()?;
    let listener = listen(evening.port).map_err(|error| internal(error.to_string()))?;
    let port = listener.local_addr().map_err(|error| internal(error.to_string()))?.port();
    evening.keep(&mut open.store, port)?;
    let pulse = Arc::new(Pulse { boottime: AtomicI64::new(now.boottime), wall: AtomicI64::new(0) });
    let weak = Arc::downgrade(shared);
    let keeper = Box::new(SharedKeeper { shared: weak.clone(), id: open.id.clone() });
    let after = pass_on(weak.clone());
    let (writer, _) = Writer::start(keeper, after).map_err(|e| internal(e.to_string()))?;
    let words = words(open.store.kit(), keys, &evening, spki);
    let host = Host::new(words, writer, Arc::new(shared.world));
    host.on_meeting(meet(weak.clone(), open.id.clone(), pulse.clone()));
    let (stop, stopped) = oneshot::channel();
    let id = open.id.clone();
    let thread = Thread { weak, id, pulse: pulse.clone(), evening: evening.clone() };
    let served = host.clone();
    std::thread::Builder::new()
        .name("relay-host".to_owned())
        .spawn(move || thread.run(listener, served, stopped))
        .map_err(|error| internal(error.to_string()))?;
    let announcement = announce(open.store.kit(), &evening, spki, port);
    let wifi = (None, None);
    Ok(Collecting { evening, spki, port, wifi, host, pulse, announcement, _stop: stop })
}

/// Says in the local network that this lead collects; nothing depends on it.
fn announce(kit: &Kit, evening: &Evening, spki: [u8; 32], port: u16) -> Option<Announcement> {
    let statement = RelayStatement {
        election: kit.election,
        relay: kit.certificate.journal(),
        spki,
        token: evening.token,
        until: evening.until,
    };
    let signed = Attested::sign(statement, &kit.signing);
    let announced = Announcement::start(&signed, &kit.certificate, port, world::reach()?);
    announced.inspect_err(|error| tracing::info!(%error, "not announced")).ok()
}

/// The port of before, so that the code of before still leads here; else any.
fn listen(port: u16) -> std::io::Result<TcpListener> {
    let ip = world::listen_ip();
    for _ in 0..SAME_PORT_TRIES {
        if port == 0 {
            break;
        }
        match TcpListener::bind((ip, port)) {
            // The host that was just stopped may still be closing.
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                std::thread::sleep(Duration::from_millis(25));
            }
            bound => return bound,
        }
    }
    TcpListener::bind((ip, 0))
}

/// New pages of others are sent on while a way out exists.
fn pass_on(weak: Weak<Shared>) -> impl FnMut(&[Outcome]) + Send + 'static {
    move |outcomes| {
        let new = |outcome: &Outcome| {
            outcome.journals.iter().any(|one| !one.carried.is_empty() || !one.held.is_empty())
        };
        if outcomes.iter().any(new)
            && let Some(shared) = weak.upgrade()
        {
            shared.bell.ring(Cause::Carried, shared.world);
        }
    }
}

/// Notes who came.
fn meet(weak: Weak<Shared>, id: String, pulse: Arc<Pulse>) -> impl Fn(Meeting) + Send + Sync {
    move |meeting| {
        let Some(shared) = weak.upgrade() else { return };
        pulse.beat(shared.world.now());
        let mut desk = shared.desk();
        if let Some(open) = desk.open.as_mut().filter(|open| open.id == id)
            && let Err(error) = met(open, &meeting)
        {
            tracing::warn!(%error, "who came was not noted");
        }
        drop(desk);
        shared.changed(&[Topic::Collect]);
    }
}

fn met(open: &mut Open, meeting: &Meeting) -> store::Result<()> {
    let Meeting { journal, common, status, nonce, at, .. } = meeting;
    open.store.met(*journal, *common, status.as_deref(), *nonce, *at)
}

/// What the host's thread runs on.
struct Thread {
    weak: Weak<Shared>,
    id: String,
    pulse: Arc<Pulse>,
    evening: Evening,
}

impl Thread {
    fn run(self, listener: TcpListener, host: Host, stopped: oneshot::Receiver<()>) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("relay-host")
            .enable_all()
            .build();
        let ended = runtime
            .map_err(|error| error.to_string())
            .and_then(|runtime| runtime.block_on(self.serve(listener, host, stopped)));
        match ended {
            Ok(()) => tracing::info!("collecting has ended"),
            Err(error) => tracing::error!(error, "collecting has failed"),
        }
        self.forget();
    }

    async fn serve(
        &self,
        listener: TcpListener,
        host: Host,
        stopped: oneshot::Receiver<()>,
    ) -> Result<(), String> {
        let shown = acceptor(&self.evening.identity()).map_err(|error| error.to_string())?;
        listener.set_nonblocking(true).map_err(|error| error.to_string())?;
        let listener =
            tokio::net::TcpListener::from_std(listener).map_err(|error| error.to_string())?;
        let end = self.end(stopped);
        serve(listener, shown, host.router(), Bounds::relay(), end).await;
        Ok(())
    }

    /// Completes when the owner is gone, nobody came for long, or the evening is over.
    async fn end(&self, mut stopped: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            let Some(shared) = self.weak.upgrade() else { return };
            let now = shared.world.now();
            if self.pulse.left(now) == 0 || now.wall > self.evening.until {
                return;
            }
        }
    }

    /// Takes the ended host off the desk, if it still lies there.
    fn forget(&self) {
        let Some(shared) = self.weak.upgrade() else { return };
        let mut desk = shared.desk();
        let open = desk.open.as_mut().filter(|open| open.id == self.id);
        let ended = open.is_some_and(|open| {
            let mine = |one: &Collecting| Arc::ptr_eq(&one.pulse, &self.pulse);
            let ended = open.collecting.take_if(|one| mine(one)).is_some();
            if ended {
                super::after_contact(open, shared.world.now());
            }
            ended
        });
        drop(desk);
        if ended {
            shared.changed(&[Topic::Collect]);
            shared.tell_collecting();
        }
    }
}

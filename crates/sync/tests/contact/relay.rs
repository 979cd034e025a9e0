//! A lead's relay over TLS, with its keeper in memory, where a test can look into it.

use journal::certificate::{Certificate, Role};
use journal::ids::{JournalId, PageNumber};
use journal::judge::{Place, Quota};
use journal::keeper::Keeper;
use journal::keys::{SealSecret, SigningKey};
use journal::memory::{MemoryKeeper, SharedKeeper};
use journal::page::Page;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use sync::client::PeerAddress;
use sync::host::{Bounds, Host, Meeting, Voice, Words, Writer, serve};
use sync::tls::{Pin, acceptor, self_made, spki_sha256};
use tokio::net::TcpListener;

use crate::election::{Election, MORNING, TestWorld};

/// The token that lets a device in.
pub const TOKEN: [u8; 16] = [0x5a; 16];

/// An empty keeper in memory that several hold.
pub fn keeper_at(place: Place) -> SharedKeeper {
    Arc::new(Mutex::new(MemoryKeeper::new(place, Quota::default())))
}

/// A relay's, which holds nothing yet.
pub fn nothing_carried() -> SharedKeeper {
    keeper_at(Place::Relay)
}

/// A look into such a keeper.
pub trait Look {
    fn look(&self) -> MutexGuard<'_, MemoryKeeper>;

    /// All pages carried of a journal.
    fn carried(&self, journal: JournalId) -> Vec<Page> {
        self.look().pages(journal, PageNumber(0), 1 << 30).expect("read").pages
    }
}

impl Look for SharedKeeper {
    fn look(&self) -> MutexGuard<'_, MemoryKeeper> {
        self.lock().expect("lock")
    }
}

/// A person with a device who may play relay, if the role is a lead's.
#[derive(Clone)]
pub struct Lead {
    pub certificate: Certificate,
    pub key: SigningKey,
    pub seal: SealSecret,
}

impl Lead {
    pub fn new(election: &mut Election, role: Role) -> Self {
        let (certificate, key, seal) = election.enrolled(role);
        Self { certificate, key, seal }
    }

    /// What the lead's relay says, until ten hours after the morning.
    pub fn voice(&self, host_spki: [u8; 32]) -> Voice {
        Voice::Relay {
            device_key: self.key.clone(),
            certificate: Box::new(self.certificate.clone()),
            host_spki,
            admission: TOKEN,
            until: MORNING + 36_000,
        }
    }
}

/// A relay on a free port. Ends with the test's runtime.
pub struct Relay {
    pub address: SocketAddr,
    pub host: Host,
    pub lead: Lead,
    pub keeper: SharedKeeper,
    pub spki: [u8; 32],
    pub met: Arc<Mutex<Vec<Meeting>>>,
    pub world: Arc<TestWorld>,
}

impl Relay {
    pub async fn start(election: &mut Election) -> Self {
        let lead = Lead::new(election, Role::Lead);
        let keeper = nothing_carried();
        Self::of(election, lead, keeper.clone(), Box::new(keeper), Bounds::relay()).await
    }

    /// A relay over `over`, whose pages end up in `keeper`.
    pub async fn of(
        election: &Election,
        lead: Lead,
        keeper: SharedKeeper,
        over: Box<dyn Keeper + Send>,
        bounds: Bounds,
    ) -> Self {
        let identity = self_made().expect("made");
        let spki = spki_sha256(&identity.chain[0]).expect("spki");
        let (writer, _) = Writer::start(over, |_| {}).expect("thread");
        let voice = lead.voice(spki);
        let (election, keys) = (election.id, election.keys.clone());
        let words = Words { election, keys, voice, endpoints: Vec::new() };
        let world = TestWorld::new(500);
        let host = Host::new(words, writer, world.clone());
        let met = Arc::new(Mutex::new(Vec::new()));
        let ours = Arc::clone(&met);
        host.on_meeting(move |meeting| ours.lock().expect("lock").push(meeting));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let address = listener.local_addr().expect("address");
        let acceptor = acceptor(&identity).expect("acceptor");
        let router = host.router();
        tokio::spawn(serve(listener, acceptor, router, bounds, std::future::pending()));
        Self { address, host, lead, keeper, spki, met, world }
    }

    pub fn peer(&self) -> PeerAddress {
        PeerAddress {
            addresses: vec![self.address.to_string()],
            pin: Pin::HostSpki(self.spki),
            admission: Some(TOKEN),
        }
    }
}

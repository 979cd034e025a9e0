//! A lead's relay over TLS, with its keeper in memory, where a test can look into it.

use journal::attested::Attested;
use journal::certificate::{Certificate, Role};
use journal::ids::{JournalId, PageNumber};
use journal::judge::{Place, Quota};
use journal::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use journal::keys::{SealSecret, SigningKey};
use journal::memory::MemoryKeeper;
use journal::page::{Head, Page, Signed};
use journal::receipts::CustodyNote;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use sync::client::PeerAddress;
use sync::host::{Bounds, Host, Meeting, Voice, Words, Writer, serve};
use sync::tls::{Pin, acceptor, self_made, spki_sha256};
use tokio::net::TcpListener;

use crate::election::{Election, MORNING, TestWorld};

/// The token that lets a device in.
pub const TOKEN: [u8; 16] = [0x5a; 16];

/// A keeper in memory that several hold.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<MemoryKeeper>>);

impl Shared {
    pub fn empty() -> Self {
        Self::at(Place::Relay)
    }

    pub fn at(place: Place) -> Self {
        Self(Arc::new(Mutex::new(MemoryKeeper::new(place, Quota::default()))))
    }

    pub fn look(&self) -> MutexGuard<'_, MemoryKeeper> {
        self.0.lock().expect("lock")
    }

    /// All pages carried of a journal.
    pub fn carried(&self, journal: JournalId) -> Vec<Page> {
        self.look().pages(journal, PageNumber(0), 1 << 30).expect("read").pages
    }
}

impl Keeper for Shared {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        self.look().commit(batch)
    }
    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.look().decide(decision, at)
    }
    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        self.look().standing(journal)
    }
    fn pages(&self, of: JournalId, after: PageNumber, budget: usize) -> Result<Run, KeeperError> {
        self.look().pages(of, after, budget)
    }
    fn keep_own(&mut self, r: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        self.look().keep_own(r, page)
    }
    fn own_journal(&self, r: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        self.look().own_journal(r)
    }
    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        self.look().word(journal)
    }
    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        self.look().keep_custody(notes)
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
    pub keeper: Shared,
    pub spki: [u8; 32],
    pub met: Arc<Mutex<Vec<Meeting>>>,
    pub world: Arc<TestWorld>,
}

impl Relay {
    pub async fn start(election: &mut Election) -> Self {
        let lead = Lead::new(election, Role::Lead);
        let keeper = Shared::empty();
        Self::of(election, lead, keeper.clone(), Box::new(keeper), Bounds::relay()).await
    }

    /// A relay over `over`, whose pages end up in `keeper`.
    pub async fn of(
        election: &Election,
        lead: Lead,
        keeper: Shared,
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

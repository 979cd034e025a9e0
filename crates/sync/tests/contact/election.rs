//! An election, its endpoint on a free port, and the time and chance they live in.

use journal::attested::Attested;
use journal::certificate::{Certificate, Role};
use journal::event::{Anchor, EventBytes, EventClock};
use journal::headquarters::{ListFacts, OwnDraft, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId, Ordinal};
use journal::judge::{Place, Quota};
use journal::keeper::{Keeper, KeeperError, Outcome, Recipient, Standing, Word};
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey};
use journal::memory::MemoryKeeper;
use journal::page::{Head, Page};
use journal::receipts::CustodyNote;
use journal::seal::DraftEvent;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use sync::client::PeerAddress;
use sync::host::{Bounds, Host, Voice, Words, Writer, serve};
use sync::tls::{Authority, Pin, acceptor, spki_sha256};
use sync::world::World;
use tokio::net::TcpListener;

use crate::outbox::Device;

/// 2026-11-15 06:00 UTC.
pub const MORNING: i64 = 1_794_722_400;

pub struct TestWorld {
    pub wall: AtomicI64,
    pub boottime: AtomicI64,
    chance: Mutex<ChaCha20Rng>,
}

impl TestWorld {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self {
            wall: AtomicI64::new(MORNING),
            boottime: AtomicI64::new(1_000),
            chance: Mutex::new(ChaCha20Rng::seed_from_u64(seed)),
        })
    }

    pub fn pass(&self, seconds: i64) {
        self.wall.fetch_add(seconds, Ordering::SeqCst);
        self.boottime.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl World for TestWorld {
    fn now(&self) -> Anchor {
        Anchor {
            boot: BootId([7; 16]),
            wall: self.wall.load(Ordering::SeqCst),
            boottime: self.boottime.load(Ordering::SeqCst),
        }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut *self.chance.lock().expect("lock"));
    }
}

pub struct Election {
    pub id: ElectionId,
    pub root: SigningKey,
    pub roles: RoleKeys,
    pub keys: TrustedKeys,
    pub authority: Authority,
    pub rng: ChaCha20Rng,
}

impl Election {
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let roles = RoleKeys::random(&mut rng);
        let authority = Authority::create().expect("authority");
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash(spki_sha256(&authority.certificate).expect("spki")),
            issued_at: MORNING,
            practice: true,
        };
        let keys = roles.first_list(&facts, &root).expect("key list");
        Self { id: facts.election, root, roles, keys, authority, rng }
    }

    pub fn pin(&self) -> Pin {
        Pin::AuthoritySpki(self.keys.list().authority[0].expect("one").0)
    }

    pub fn words(&self) -> Words {
        Words {
            election: self.id,
            keys: self.keys.clone(),
            voice: Voice::Headquarters { receipt_key: self.roles.receipt.clone(), number: 1 },
            endpoints: vec!["https://box.example:443".into()],
        }
    }

    pub fn device(&mut self) -> Device {
        self.device_that_expires(MORNING + 86_400)
    }

    pub fn device_that_expires(&mut self, at: i64) -> Device {
        let (public, one_time) = self.roles.invite(self.id, Role::Observer, at, &mut self.rng);
        self.enrol(&public, &one_time)
    }

    /// A person of any role with a new device: certificate and private keys.
    pub fn enrolled(&mut self, role: Role) -> (Certificate, SigningKey, SealSecret) {
        let expires_at = MORNING + 86_400;
        let (public, one_time) = self.roles.invite(self.id, role, expires_at, &mut self.rng);
        let key = SigningKey::random(&mut self.rng);
        let seal = SealSecret::random(&mut self.rng);
        let journal = JournalId::random(&mut self.rng);
        let certificate = Certificate::enrol(public, &one_time, journal, &key, seal.public());
        (certificate, key, seal)
    }

    /// Enrols under a journal id that may be somebody else's.
    pub fn device_in(&mut self, journal: JournalId) -> Device {
        let at = MORNING + 86_400;
        let (public, one_time) = self.roles.invite(self.id, Role::Observer, at, &mut self.rng);
        let (key, seal) = (SigningKey::random(&mut self.rng), SealSecret::random(&mut self.rng));
        let certificate = Certificate::enrol(public, &one_time, journal, &key, seal.public());
        Device::new(self, certificate, key, seal)
    }

    pub fn enrol(
        &mut self,
        public: &journal::attested::Attested<journal::certificate::InvitationPublic>,
        one_time: &SigningKey,
    ) -> Device {
        let key = SigningKey::random(&mut self.rng);
        let seal = SealSecret::random(&mut self.rng);
        let journal = JournalId::random(&mut self.rng);
        let certificate =
            Certificate::enrol(public.clone(), one_time, journal, &key, seal.public());
        Device::new(self, certificate, key, seal)
    }

    /// The next page of the common journal, with one event of a text of `length` bytes.
    pub fn common_page(&mut self, after: Head, length: usize) -> Page {
        let draft = OwnDraft {
            election: self.id,
            journal: self.keys.list().common,
            after,
            first: Ordinal(after.number.0 + 1),
            events: vec![event(1000, MORNING, &chance_bytes(&mut self.rng, length))],
            sealed_at: MORNING,
        };
        self.roles.seal_common(draft, &mut self.rng).expect("sealed").page
    }
}

pub fn chance_bytes(rng: &mut ChaCha20Rng, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    rand_core::Rng::fill_bytes(rng, &mut bytes);
    bytes
}

/// `[kind, time, bytes]`, as domain would make an event.
pub fn event(kind: u64, time: i64, field: &[u8]) -> DraftEvent {
    let mut bytes = Vec::new();
    let mut encoder = minicbor::Encoder::new(&mut bytes);
    encoder.array(3).and_then(|e| e.u64(kind)).and_then(|e| e.i64(time)).expect("encodes");
    encoder.bytes(field).expect("encodes");
    DraftEvent {
        clock: EventClock { boot: BootId([7; 16]), drift: MORNING - 1_000 },
        bytes: EventBytes::new(bytes).expect("canonical"),
    }
}

/// A host over TLS, its keeper in memory. Ends with the test's runtime.
pub struct Endpoint {
    pub address: SocketAddr,
    pub host: Host,
    pub writer: Writer,
    pub world: Arc<TestWorld>,
    pub commits: Arc<AtomicUsize>,
    pub kept: Arc<AtomicUsize>,
    pin: Pin,
}

impl Endpoint {
    pub async fn start(election: &Election) -> Self {
        Self::start_over(election, Box::new(memory())).await
    }

    pub async fn start_over(election: &Election, keeper: Box<dyn Keeper + Send>) -> Self {
        let (commits, kept) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (c, k) = (Arc::clone(&commits), Arc::clone(&kept));
        let (writer, _thread) = Writer::start(keeper, move |outcomes: &[Outcome]| {
            c.fetch_add(1, Ordering::SeqCst);
            k.fetch_add(outcomes.len(), Ordering::SeqCst);
        })
        .expect("thread");
        let world = TestWorld::new(99);
        let host = Host::new(election.words(), writer.clone(), world.clone());
        let identity = election.authority.issue(&["127.0.0.1".into()]).expect("issued");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let address = listener.local_addr().expect("address");
        let acceptor = acceptor(&identity).expect("acceptor");
        let router = host.router();
        tokio::spawn(serve(listener, acceptor, router, Bounds::default(), std::future::pending()));
        Self { address, host, writer, world, commits, kept, pin: election.pin() }
    }

    pub fn peer(&self) -> PeerAddress {
        PeerAddress {
            addresses: vec![self.address.to_string()],
            pin: self.pin.clone(),
            admission: None,
        }
    }

    pub async fn standing(&self, journal: JournalId) -> Option<Standing> {
        let read = move |keeper: &mut dyn Keeper| keeper.standing(journal);
        self.writer.with_keeper(read).await.expect("writer").expect("keeper")
    }

    pub async fn publish(&self, election: &mut Election, length: usize) -> Head {
        let common = election.keys.list().common;
        let standing = self.standing(common).await;
        let head = standing.map_or(Head::START, |standing| standing.head);
        let page = election.common_page(head, length);
        let signed = election.keys.check_page(page).expect("ours");
        let keep = move |keeper: &mut dyn Keeper| keeper.keep_own(Recipient::Common, signed);
        self.writer.with_keeper(keep).await.expect("writer").expect("keeper")
    }
}

pub fn memory() -> MemoryKeeper {
    MemoryKeeper::new(Place::Headquarters, Quota::default())
}

/// Keeps nothing: its disk is full.
pub struct FullKeeper;

impl Keeper for FullKeeper {
    fn commit(&mut self, _: Vec<journal::keeper::Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        Err(KeeperError::Full)
    }
    fn decide(&mut self, _: journal::keeper::Decision, _: i64) -> Result<(), KeeperError> {
        Err(KeeperError::Full)
    }
    fn standing(&self, _: JournalId) -> Result<Option<Standing>, KeeperError> {
        Ok(None)
    }
    fn pages(
        &self,
        _: JournalId,
        _: journal::ids::PageNumber,
        _: usize,
    ) -> Result<journal::keeper::Run, KeeperError> {
        Ok(journal::keeper::Run { pages: Vec::new(), more: false })
    }
    fn keep_own(
        &mut self,
        _: Recipient,
        _: journal::page::Signed<Page>,
    ) -> Result<Head, KeeperError> {
        Err(KeeperError::Full)
    }
    fn own_journal(&self, _: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        Ok(None)
    }
    fn word(&self, _: JournalId) -> Result<Word, KeeperError> {
        Ok(Word::default())
    }
    fn keep_custody(&mut self, _: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        Err(KeeperError::Full)
    }
}

//! Authors and their pages, and the keepers under test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

use domain::event::{EntryKind, LogNoted};
use domain::{Event, Payload};
use journal::certificate::{Certificate, Chain, Role};
use journal::event::{EventBytes, EventClock};
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId, Ordinal, PageNumber};
use journal::invitation::InvitationFile;
use journal::judge::{Place, Quota};
use journal::keeper::{Delivery, JournalOutcome, Keeper, Via};
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey, VerifyKey};
use journal::memory::MemoryKeeper;
use journal::page::{Head, Page, Signed};
use journal::seal::{Draft, DraftEvent, Reader};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use store::device::NewFolder;
use store::{DeviceStore, EndpointStore, KdfCost, Kit, Unlock};
use tempfile::TempDir;

pub const MORNING: i64 = 1_900_000_800;

/// An election at headquarters.
pub struct World {
    pub rng: ChaCha20Rng,
    root: VerifyKey,
    pub keys: RoleKeys,
    pub list: TrustedKeys,
    folder: TempDir,
    files: u32,
}

/// Who writes a journal.
#[derive(Clone)]
pub struct Author {
    pub certificate: Certificate,
    pub chain: Chain,
    key: SigningKey,
    head: Head,
    next: u64,
}

/// A keeper and what it is called.
pub struct Tried {
    pub name: &'static str,
    pub keeper: Box<dyn Keeper>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let keys = RoleKeys::random(&mut rng);
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash([4; 32]),
            issued_at: MORNING - 86_400,
            practice: false,
        };
        let list = keys.first_list(&facts, &root).unwrap();
        let root = root.public();
        Self { rng, root, keys, list, folder: tempfile::tempdir().unwrap(), files: 0 }
    }

    /// Every keeper there is, empty.
    pub fn keepers(&mut self, place: Place, quota: Quota) -> Vec<Tried> {
        self.files += 1;
        let path = self.folder.path().join(format!("endpoint-{}.db", self.files));
        let sqlite = EndpointStore::open(&path, self.list.clone(), place, quota).unwrap();
        let mut keepers = vec![
            Tried { name: "memory", keeper: Box::new(MemoryKeeper::new(place, quota)) },
            Tried { name: "sqlite", keeper: Box::new(sqlite) },
        ];
        if place == Place::Relay {
            keepers.push(Tried { name: "device", keeper: Box::new(self.device(quota)) });
        }
        keepers
    }

    /// A lead's device: SQLCipher, with journals of its own beside what it carries.
    fn device(&mut self, quota: Quota) -> DeviceStore {
        let election = self.list.list().election;
        let (public, one_time) =
            self.keys.invite(election, Role::Lead, MORNING + 86_400, &mut self.rng);
        let invitation = InvitationFile {
            public,
            one_time,
            root: self.root,
            keys: self.list.clone(),
            members: self.keys.members.clone(),
            authority: Hash([4; 32]),
            endpoints: Vec::new(),
            common: Vec::new(),
        };
        let kit = Kit::from_file(&invitation, &mut self.rng);
        let unlock = Unlock { passphrase: "carol's long passphrase", key_store: None };
        let new = NewFolder { unlock, cost: KdfCost::FLOOR, wipe_after: None, machine: None };
        let path = self.folder.path().join(format!("device-{}", self.files));
        let mut device = DeviceStore::create(&path, kit, new, &mut self.rng).unwrap();
        device.set_quota(quota);
        device
    }

    /// Every keeper at headquarters with the usual quota.
    pub fn headquarters(&mut self) -> Vec<Tried> {
        self.keepers(Place::Headquarters, Quota::default())
    }

    /// Every keeper at a relay with the usual quota.
    pub fn relays(&mut self) -> Vec<Tried> {
        self.keepers(Place::Relay, Quota::default())
    }

    /// A lead, who may speak as a relay.
    pub fn lead(&mut self) -> Author {
        self.enrolled(Role::Lead, 1).remove(0)
    }

    pub fn author(&mut self) -> Author {
        self.authors_of_one_invitation(1).remove(0)
    }

    /// Devices that all enrolled with the same invitation.
    pub fn authors_of_one_invitation(&mut self, count: usize) -> Vec<Author> {
        self.enrolled(Role::Observer, count)
    }

    fn enrolled(&mut self, role: Role, count: usize) -> Vec<Author> {
        let election = self.list.list().election;
        let (public, one_time) = self.keys.invite(election, role, MORNING + 86_400, &mut self.rng);
        (0..count)
            .map(|_| {
                let key = SigningKey::random(&mut self.rng);
                let seal = SealSecret::random(&mut self.rng).public();
                let journal = JournalId::random(&mut self.rng);
                let certificate =
                    Certificate::enrol(public.clone(), &one_time, journal, &key, seal);
                Author::new(certificate, key, &self.list)
            })
            .collect()
    }

    /// Another invitation's holder who enrols under a journal id of somebody else's.
    pub fn author_as(&mut self, journal: JournalId) -> Author {
        self.enrolled_as(&[journal]).remove(0)
    }

    /// A device, and its invitation used once more under a journal id of somebody else's.
    pub fn author_and_claim(&mut self, journal: JournalId) -> (Author, Author) {
        let own = JournalId::random(&mut self.rng);
        let mut both = self.enrolled_as(&[own, journal]);
        let claim = both.remove(1);
        (both.remove(0), claim)
    }

    /// One invitation used under each of these journal ids.
    fn enrolled_as(&mut self, journals: &[JournalId]) -> Vec<Author> {
        let election = self.list.list().election;
        let (public, one_time) =
            self.keys.invite(election, Role::Observer, MORNING + 86_400, &mut self.rng);
        let enrol = |journal: &JournalId| {
            let key = SigningKey::random(&mut self.rng);
            let seal = SealSecret::random(&mut self.rng).public();
            let certificate = Certificate::enrol(public.clone(), &one_time, *journal, &key, seal);
            Author::new(certificate, key, &self.list)
        };
        journals.iter().map(enrol).collect()
    }

    /// The author goes on in a new journal after its present head.
    pub fn continued(&mut self, old: &Author) -> Author {
        let key = SigningKey::random(&mut self.rng);
        let seal = SealSecret::random(&mut self.rng).public();
        let last = (old.head.number, old.head.hash);
        let journal = JournalId::random(&mut self.rng);
        let certificate = old.certificate.continued(&old.key, last, journal, &key, seal);
        Author::new(certificate, key, &self.list)
    }

    /// The author's next pages, one event each.
    pub fn pages(&mut self, author: &mut Author, count: usize) -> Vec<Page> {
        (0..count).map(|_| self.page(author)).collect()
    }

    pub fn page(&mut self, author: &mut Author) -> Page {
        let page = self.sealed(author.chain.current().journal, author.head, author.next);
        let page = page.seal(&self.reader(), &author.key, &mut self.rng).unwrap().page;
        author.head = page.head();
        author.next += 1;
        page
    }

    /// A page of headquarters' own journal after `head`.
    pub fn own_page(&mut self, journal: JournalId, head: Head) -> Signed<Page> {
        let draft = self.sealed(journal, head, head.number.0 + 1);
        let (number, key) = self.list.current_members();
        let reader = Reader { key, number };
        let page = draft.seal(&reader, &self.keys.journal, &mut self.rng).unwrap().page;
        self.list.check_page(page).unwrap()
    }

    fn sealed(&self, journal: JournalId, after: Head, first: u64) -> Draft {
        let noted = LogNoted {
            visit: None,
            entry: EntryKind::Remark,
            text: format!("note {first}"),
            seen_at: None,
        };
        let event = Event::new(MORNING + first as i64, Payload::LogNoted(noted));
        Draft {
            election: self.list.list().election,
            journal,
            after,
            first: Ordinal(first),
            events: vec![DraftEvent {
                clock: EventClock { boot: BootId([5; 16]), drift: MORNING - 100 },
                bytes: EventBytes::new(event.encode()).unwrap(),
            }],
            sealed_at: MORNING,
            padded: false,
        }
    }

    fn reader(&self) -> Reader {
        let (number, key) = self.list.current_sealing();
        Reader { key, number }
    }
}

impl Author {
    fn new(certificate: Certificate, key: SigningKey, list: &TrustedKeys) -> Self {
        let chain = certificate.check(list).unwrap();
        Self { certificate, chain, key, head: Head::START, next: 1 }
    }

    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    pub fn journal(&self) -> JournalId {
        self.chain.current().journal
    }

    /// The author as it was before its first page.
    pub fn at_start(&self) -> Self {
        Self { head: Head::START, next: 1, ..self.clone() }
    }

    pub fn head(&self) -> Head {
        self.head
    }

    pub fn delivery(&self, pages: &[Page], received_at: i64) -> Delivery {
        let check = |page: &Page| self.chain.check_page(page.clone()).unwrap();
        Delivery {
            certificate: self.certificate.clone(),
            chain: self.chain.clone(),
            pages: pages.iter().map(check).collect(),
            received_at,
            via: Via::Direct,
        }
    }
}

impl Tried {
    /// Commits one delivery and gives what became of the author's current journal.
    pub fn give(&mut self, author: &Author, pages: &[Page]) -> JournalOutcome {
        self.give_at(author, pages, MORNING)
    }

    pub fn give_at(&mut self, author: &Author, pages: &[Page], at: i64) -> JournalOutcome {
        let outcome = self.keeper.commit(vec![author.delivery(pages, at)]).unwrap().remove(0);
        let mine = |one: &JournalOutcome| one.journal == author.journal();
        outcome.journals.into_iter().find(mine).unwrap()
    }
}

/// Page numbers, written short.
pub fn numbers(numbers: &[u64]) -> Vec<PageNumber> {
    numbers.iter().copied().map(PageNumber).collect()
}

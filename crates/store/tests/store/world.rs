//! One small election, a folder for each device, and the words of an ordinary morning.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};

use domain::event::{
    Arrived, CountMethod, CountUndone, EntryKind, LogNoted, Place, ViewOfPoint, VoterCounted,
    WatchStarted,
};
use domain::{Event, Payload};
use journal::answer::{Answerer, CheckedAnswer};
use journal::certificate::{Chain, Role};
use journal::event::{Anchor, EventClock};
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId};
use journal::invitation::InvitationFile;
use journal::judge::{self, Quota};
use journal::keeper::{Delivery, Via};
use journal::keylist::TrustedKeys;
use journal::keys::SigningKey;
use journal::page::Page;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use store::device::{NewFolder, Opened};
use store::endpoint::Openers;
use store::{DeviceStore, EndpointStore, KdfCost, Kit, Unlock};
use tempfile::TempDir;

pub const MORNING: i64 = 1_900_000_800;
pub const BOOT: BootId = BootId([7; 16]);
pub const PIN: &str = "alice's long passphrase";
pub const KEY_STORE: [u8; 32] = [9; 32];
pub const MACHINE: [u8; 32] = [1; 32];

pub struct World {
    pub rng: ChaCha20Rng,
    pub root: SigningKey,
    pub keys: RoleKeys,
    pub list: TrustedKeys,
    pub folder: TempDir,
}

pub fn unlock() -> Unlock<'static> {
    Unlock { passphrase: PIN, key_store: Some(&KEY_STORE) }
}

pub fn now() -> Anchor {
    Anchor { boot: BOOT, wall: MORNING, boottime: 5_000 }
}

pub fn clock() -> EventClock {
    now().clock()
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let keys = RoleKeys::random(&mut rng);
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash([3; 32]),
            issued_at: MORNING - 86_400,
            practice: false,
        };
        let list = keys.first_list(&facts, &root).unwrap();
        Self { rng, root, keys, list, folder: tempfile::tempdir().unwrap() }
    }

    pub fn invitation(&mut self, common: Vec<Page>) -> InvitationFile {
        self.invitation_as(Role::Observer, common)
    }

    pub fn invitation_as(&mut self, role: Role, common: Vec<Page>) -> InvitationFile {
        let election = self.list.list().election;
        let (public, one_time) = self.keys.invite(election, role, MORNING + 86_400, &mut self.rng);
        InvitationFile {
            public,
            one_time,
            root: self.root.public(),
            keys: self.list.clone(),
            members: self.keys.members.clone(),
            authority: Hash([3; 32]),
            endpoints: vec!["https://127.0.0.1:1".into()],
            common,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A newly enrolled device in a folder of this name.
    pub fn device(&mut self, name: &str) -> DeviceStore {
        self.device_with(name, None, Vec::new())
    }

    pub fn device_with(
        &mut self,
        name: &str,
        wipe_after: Option<u32>,
        common: Vec<Page>,
    ) -> DeviceStore {
        let file = self.invitation(common);
        let kit = Kit::from_file(&file, &mut self.rng);
        self.device_of(name, kit, wipe_after)
    }

    /// A lead's device.
    pub fn lead(&mut self, name: &str) -> DeviceStore {
        let file = self.invitation_as(Role::Lead, Vec::new());
        let kit = Kit::from_file(&file, &mut self.rng);
        self.device_of(name, kit, None)
    }

    /// A new folder round these keys.
    pub fn device_of(&mut self, name: &str, kit: Kit, wipe_after: Option<u32>) -> DeviceStore {
        let new = NewFolder {
            unlock: unlock(),
            cost: KdfCost::FLOOR,
            wipe_after,
            machine: Some(MACHINE),
        };
        DeviceStore::create(&self.path(name), kit, new, &mut self.rng).unwrap()
    }

    pub fn open(&mut self, name: &str) -> store::Result<Opened> {
        self.open_on(name, MACHINE)
    }

    pub fn open_on(&mut self, name: &str, machine: [u8; 32]) -> store::Result<Opened> {
        let path = self.path(name);
        DeviceStore::open(&path, unlock(), Some(machine), now(), &mut self.rng)
    }

    pub fn endpoint(&self) -> EndpointStore {
        self.endpoint_with(Quota::default())
    }

    pub fn endpoint_with(&self, quota: Quota) -> EndpointStore {
        let path = self.path("endpoint.db");
        EndpointStore::open(&path, self.list.clone(), judge::Place::Headquarters, quota).unwrap()
    }

    /// A peer's answer that says nothing yet.
    pub fn answer(&self, answerer: Answerer, time: i64) -> CheckedAnswer {
        CheckedAnswer {
            answerer,
            time,
            keys: self.list.clone(),
            keys_are_new: false,
            refusal: None,
            receipts: Vec::new(),
            held: Vec::new(),
            custody: Vec::new(),
            refused: Vec::new(),
            have: Vec::new(),
            pages: Vec::new(),
            own: None,
            owns: Vec::new(),
            certificate: None,
            endpoints: None,
            more: false,
        }
    }

    pub fn openers(&self) -> Openers {
        Openers::from([(1, self.keys.sealing.clone())])
    }

    pub fn chain(&self, device: &DeviceStore) -> Chain {
        device.kit().certificate.check(&self.list).unwrap()
    }

    pub fn delivery(&self, device: &DeviceStore, pages: Vec<Page>, at: i64) -> Delivery {
        let chain = self.chain(device);
        let pages = pages.into_iter().map(|page| chain.check_page(page).unwrap()).collect();
        Delivery {
            certificate: device.kit().certificate.clone(),
            chain,
            pages,
            received_at: at,
            via: Via::Direct,
        }
    }
}

/// Arrival and the start of a watch: ordinals 1 and 2 in an empty journal.
pub fn opening_at(first: u64, station: &str) -> Vec<Event> {
    vec![
        Event::new(
            MORNING,
            Payload::Arrived(Arrived { station: station.into(), place: Place::Inside }),
        ),
        Event::new(
            MORNING + 1,
            Payload::WatchStarted(WatchStarted {
                visit: first,
                definition_version: 0,
                point: 1,
                covers: Vec::new(),
                view: ViewOfPoint::Full,
            }),
        ),
    ]
}

pub fn tap(watch: u64, at: i64) -> Event {
    let payload = VoterCounted { watch, category: 1, method: CountMethod::Screen };
    Event::new(at, Payload::VoterCounted(payload))
}

pub fn undo(event: u64, at: i64) -> Event {
    Event::new(at, Payload::CountUndone(CountUndone { event }))
}

pub fn note(text: &str, at: i64) -> Event {
    let noted =
        LogNoted { visit: None, entry: EntryKind::Remark, text: text.into(), seen_at: None };
    Event::new(at, Payload::LogNoted(noted))
}

/// Opens a watch and taps `taps` times, one transaction a tap.
pub fn morning(device: &mut DeviceStore, taps: u64) -> u64 {
    morning_at(device, "101", taps)
}

/// The same at a station of this code.
pub fn morning_at(device: &mut DeviceStore, station: &str, taps: u64) -> u64 {
    let first = device.next_ordinal();
    device.append(clock(), &opening_at(first, station)).unwrap();
    for n in 0..taps {
        device.append(clock(), &[tap(first + 1, MORNING + 10 + n as i64 * 30)]).unwrap();
    }
    first + 1
}

/// Persons counted on a device, over all its journals.
pub fn counted(device: &DeviceStore) -> u64 {
    let former: u64 = device.former().map(|(_, fold)| persons(fold)).sum();
    former + persons(device.fold())
}

pub fn persons(fold: &domain::Fold) -> u64 {
    fold.watches().map(|watch| watch.counted().count() as u64).sum()
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

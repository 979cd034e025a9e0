//! An election with the keys, devices and days that are measured.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;
use domain::Event;
use journal::certificate::Role;
use journal::event::{Anchor, EventClock};
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId};
use journal::invitation::InvitationFile;
use journal::keylist::TrustedKeys;
use journal::keys::SigningKey;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng};
use store::device::NewFolder;
use store::endpoint::Openers;
use store::{DeviceStore, KdfCost, Kit, Unlock};
use sync::tls::{Authority, spki_sha256};
use sync::world::World;
use tests::support::standard_day::{OPENS, standard_day};

/// What the devices of a run unlock with.
pub const UNLOCK: Unlock<'static> = Unlock { passphrase: "a bench's passphrase", key_store: None };
/// The clock all events carry.
pub const CLOCK: EventClock = EventClock { boot: BootId([7; 16]), drift: OPENS - 5_000 };

/// Headquarters.
pub struct Election {
    pub rng: ChaCha20Rng,
    pub keys: RoleKeys,
    pub list: TrustedKeys,
    pub authority: Authority,
    root: SigningKey,
}

impl Election {
    pub fn new(seed: u64) -> Result<Self> {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let keys = RoleKeys::random(&mut rng);
        let authority = Authority::create()?;
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash(spki_sha256(&authority.certificate)?),
            issued_at: OPENS,
            practice: true,
        };
        let list = keys.first_list(&facts, &root)?;
        Ok(Self { rng, keys, list, authority, root })
    }

    pub fn openers(&self) -> Openers {
        Openers::from([(1, self.keys.sealing.clone())])
    }

    /// A person's invitation.
    pub fn invitation(&mut self, role: Role) -> InvitationFile {
        let election = self.list.list().election;
        let (public, one_time) = self.keys.invite(election, role, OPENS + 864_000, &mut self.rng);
        InvitationFile {
            public,
            one_time,
            root: self.root.public(),
            keys: self.list.clone(),
            members: self.keys.members.clone(),
            authority: self.list.current_authority(),
            endpoints: Vec::new(),
            common: Vec::new(),
        }
    }

    /// An observer's device in a new folder, with this cost of a guess.
    pub fn device(&mut self, folder: &Path, cost: KdfCost) -> Result<DeviceStore> {
        let file = self.invitation(Role::Observer);
        let kit = Kit::from_file(&file, &mut self.rng);
        let new = NewFolder { unlock: UNLOCK, cost, wipe_after: None, machine: None };
        Ok(DeviceStore::create(folder, kit, new, &mut self.rng)?)
    }

    /// A device that holds the standard day, sealed in this many pages.
    pub fn day(&mut self, folder: &Path, seed: u64, pages: usize) -> Result<DeviceStore> {
        let mut device = self.device(folder, KdfCost::FLOOR)?;
        let events: Vec<Event> = standard_day(seed);
        for run in events.chunks(events.len().div_ceil(pages)) {
            device.append(CLOCK, run)?;
            device.seal(OPENS + 43_200, &mut self.rng)?;
        }
        Ok(device)
    }
}

/// The machine's own clock, and chance from a seed.
pub struct Here {
    began: Instant,
    rng: Mutex<ChaCha20Rng>,
}

impl Here {
    pub fn new() -> Self {
        Self { began: Instant::now(), rng: Mutex::new(ChaCha20Rng::seed_from_u64(9)) }
    }
}

impl World for Here {
    fn now(&self) -> Anchor {
        let passed = i64::try_from(self.began.elapsed().as_secs()).unwrap_or(0);
        Anchor { boot: BootId([7; 16]), wall: OPENS + passed, boottime: 5_000 + passed }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        let mut rng = self.rng.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        f(&mut *rng);
    }
}

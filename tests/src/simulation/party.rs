//! Who takes part: headquarters, the leads' relays, time and chance.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use journal::certificate::{Certificate, Role};
use journal::event::Anchor;
use journal::headquarters::{ListFacts, RoleKeys};
use journal::ids::{BootId, ElectionId, Hash, JournalId};
use journal::judge::{Place, Quota};
use journal::keylist::TrustedKeys;
use journal::keys::{SealSecret, SigningKey};
use journal::memory::{MemoryKeeper, MemoryOutbox, SharedKeeper};
use journal::page::Head;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, Rng as _, SeedableRng as _};
use sync::session::{Peer, Voice, Words};
use sync::tls::Pin;
use sync::world::World;

/// 2026-11-15 06:00 UTC.
pub(super) const MORNING: i64 = 1_794_722_400;
/// All invitations hold this long.
const EXPIRES: i64 = MORNING + 30 * 86_400;

/// Virtual time with one device's error, and the run's chance.
pub(super) struct SimWorld {
    pub(super) now: i64,
    pub(super) skew: i64,
    pub(super) chance: Arc<Mutex<ChaCha20Rng>>,
}

impl World for SimWorld {
    fn now(&self) -> Anchor {
        let wall = self.now + self.skew;
        Anchor { boot: BootId([7; 16]), wall, boottime: self.now - MORNING + 1_000 }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut *locked(&self.chance));
    }
}

pub(super) fn locked(chance: &Mutex<ChaCha20Rng>) -> MutexGuard<'_, ChaCha20Rng> {
    chance.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Headquarters' keys, and everything a new device needs.
pub(super) struct Election {
    pub(super) id: ElectionId,
    pub(super) roles: RoleKeys,
    pub(super) keys: TrustedKeys,
    root: SigningKey,
    pub(super) chance: Arc<Mutex<ChaCha20Rng>>,
}

/// A lead's relay: what it carries, how it speaks, how it is reached.
pub(super) struct Relay {
    pub(super) keeper: SharedKeeper,
    pub(super) words: Words,
    pub(super) peer: Peer,
    pub(super) key: SigningKey,
}

impl Election {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = SigningKey::random(&mut rng);
        let roles = RoleKeys::random(&mut rng);
        let facts = ListFacts {
            election: ElectionId::random(&mut rng),
            common: JournalId::random(&mut rng),
            authority: Hash([9; 32]),
            issued_at: MORNING,
            practice: true,
        };
        let keys = roles.first_list(&facts, &root).expect("a first key list");
        let chance = Arc::new(Mutex::new(rng));
        Self { id: facts.election, roles, keys, root, chance }
    }

    /// A number below `below`.
    pub(super) fn roll(&self, below: u64) -> u64 {
        locked(&self.chance).next_u64() % below.max(1)
    }

    /// A newly invited and enrolled device.
    pub(super) fn enrol(&self, role: Role) -> MemoryOutbox {
        let mut rng = locked(&self.chance);
        let (public, one_time) = self.roles.invite(self.id, role, EXPIRES, &mut *rng);
        let key = SigningKey::random(&mut *rng);
        let seal = SealSecret::random(&mut *rng);
        let journal = JournalId::random(&mut *rng);
        let certificate = Certificate::enrol(public, &one_time, journal, &key, seal.public());
        MemoryOutbox::new(self.root.public(), &self.keys, certificate, key, seal)
    }

    /// The journal after this one and its last page: signed by the old key and a new one.
    pub(super) fn continued(&self, old: &MemoryOutbox, last: Head) -> MemoryOutbox {
        let mut rng = locked(&self.chance);
        let key = SigningKey::random(&mut *rng);
        let seal = SealSecret::random(&mut *rng);
        let journal = JournalId::random(&mut *rng);
        let last = (last.number, last.hash);
        let certificate = old.certificate.continued(&old.key, last, journal, &key, seal.public());
        MemoryOutbox::new(self.root.public(), &self.keys, certificate, key, seal)
    }

    /// How headquarters speaks.
    pub(super) fn words(&self) -> Words {
        Words {
            election: self.id,
            keys: self.keys.clone(),
            voice: Voice::Headquarters { receipt_key: self.roles.receipt.clone(), number: 1 },
            endpoints: Vec::new(),
        }
    }

    /// How headquarters is reached.
    pub(super) fn peer(&self) -> Peer {
        Peer { pin: Pin::AuthoritySpki(self.keys.current_authority().0), admission: None }
    }

    /// A relay of this lead, the `n`-th, with an empty keeper.
    pub(super) fn relay(&self, lead: &MemoryOutbox, n: u8) -> Relay {
        let (host_spki, admission) = ([n; 32], [n; 16]);
        let voice = Voice::Relay {
            device_key: lead.key.clone(),
            certificate: Box::new(lead.certificate.clone()),
            host_spki,
            admission,
            until: EXPIRES,
        };
        Relay {
            keeper: empty_relay_keeper(),
            words: Words {
                election: self.id,
                keys: self.keys.clone(),
                voice,
                endpoints: Vec::new(),
            },
            peer: Peer { pin: Pin::HostSpki(host_spki), admission: Some(admission) },
            key: lead.key.clone(),
        }
    }
}

/// What a lead's device holds before it met anybody.
pub(super) fn empty_relay_keeper() -> SharedKeeper {
    Arc::new(Mutex::new(MemoryKeeper::new(Place::Relay, Quota::default())))
}

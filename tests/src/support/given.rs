//! What a device without an app is given: time, chance, and where its invitation leads.

#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use journal::event::Anchor;
use journal::invitation::InvitationFile;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, Rng as _, SeedableRng as _};
use sync::client::PeerAddress;
use sync::tls::Pin;
use sync::world::World;

/// A clock that stands still and chance from a seed, for one contact.
pub struct Given {
    now: Anchor,
    chance: Mutex<ChaCha20Rng>,
}

impl Given {
    /// Its chance is drawn from `chance`, which goes on.
    pub fn at(now: Anchor, chance: &mut ChaCha20Rng) -> Self {
        let mut seed = [0; 32];
        chance.fill_bytes(&mut seed);
        Self { now, chance: Mutex::new(ChaCha20Rng::from_seed(seed)) }
    }
}

impl World for Given {
    fn now(&self) -> Anchor {
        self.now
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut *self.chance.lock().unwrap());
    }
}

/// Headquarters, as an invitation names it.
pub fn headquarters_of(file: &InvitationFile) -> PeerAddress {
    PeerAddress {
        addresses: file.endpoints.clone(),
        pin: Pin::AuthoritySpki(file.authority.0),
        admission: None,
    }
}

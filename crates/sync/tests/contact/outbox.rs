//! A device of these tests: `journal`'s outbox in memory, and chance of its own to seal with.

use std::ops::{Deref, DerefMut};

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::Hello;
use journal::keys::{SealSecret, SigningKey};
use journal::memory::MemoryOutbox;
use journal::outbox::{Accepted, Exchange, Offer, Outbox, OutboxError, Toward};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::election::{Election, MORNING, chance_bytes, event};

#[derive(Clone)]
pub struct Device {
    outbox: MemoryOutbox,
    rng: ChaCha20Rng,
}

impl Device {
    pub fn new(
        election: &Election,
        certificate: Certificate,
        key: SigningKey,
        secret: SealSecret,
    ) -> Self {
        let seed = u64::from_be_bytes(certificate.journal().0[..8].try_into().expect("8"));
        let root = election.root.public();
        Self {
            outbox: MemoryOutbox::new(root, &election.keys, certificate, key, secret),
            rng: ChaCha20Rng::seed_from_u64(seed),
        }
    }

    /// Seals one more page with one event that carries `length` bytes of chance.
    pub fn seal(&mut self, length: usize) {
        let events = vec![event(1, MORNING, &chance_bytes(&mut self.rng, length))];
        self.outbox.seal_page(events, MORNING, &mut self.rng).expect("sealed");
    }
}

impl Deref for Device {
    type Target = MemoryOutbox;
    fn deref(&self) -> &MemoryOutbox {
        &self.outbox
    }
}

impl DerefMut for Device {
    fn deref_mut(&mut self) -> &mut MemoryOutbox {
        &mut self.outbox
    }
}

impl Outbox for Device {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        self.outbox.offer(toward, budget_bytes)
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        self.outbox.sign_hello(hello, expected)
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        self.outbox.accept(answer, exchange)
    }
}

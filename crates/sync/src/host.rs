//! The answering side: one path, one writer, receipts only after the disk said so.
//!
//! A [`Host`] is headquarters' endpoint or a lead's relay; what differs is who signs and what
//! ([`Voice`]), never how pages are kept. Everything a stranger can reach is bounded: bodies,
//! queues, rates, connections. Rejected: several writers (SQLite has one anyway, and group
//! commit makes it enough), and answering anything but `POST /v1/sync`.

mod answering;
mod faults;
mod opening;
mod rate;

mod router;
mod serve;
mod writer;

pub use faults::{Step, on_step};
pub use rate::BURST;
pub use router::Host;
pub use serve::{Bounds, serve};
pub use writer::{Writer, WriterError};

use journal::certificate::Certificate;
use journal::ids::ElectionId;
use journal::keylist::TrustedKeys;
use journal::keys::SigningKey;

/// With whose authority a host speaks.
#[derive(Clone, Debug)]
pub enum Voice {
    /// Headquarters: signs receipts, Held, answers and time with its receipt key.
    Headquarters {
        /// The receipt key's private half.
        receipt_key: SigningKey,
        /// Its number in the key list.
        number: u32,
    },
    /// A lead's relay: signs answers, Held and custody notes with the device key, never a
    /// receipt.
    Relay {
        /// The lead's device key.
        device_key: SigningKey,
        /// The lead's certificate, sent along.
        certificate: Box<Certificate>,
        /// SHA-256 of the relay's TLS key, as its QR shows it.
        host_spki: [u8; 32],
    },
}

/// What a host says besides what it keeps; replaced as a whole when it changes.
#[derive(Clone, Debug)]
pub struct Words {
    /// The election; every other one is refused.
    pub election: ElectionId,
    /// The newest key list.
    pub keys: TrustedKeys,
    /// With whose authority.
    pub voice: Voice,
    /// The endpoint list to pass on (`https://host:port`); empty at a relay.
    pub endpoints: Vec<String>,
}

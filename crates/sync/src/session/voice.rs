//! With whose authority a host speaks, and what it says besides what it keeps.
//!
//! Headquarters' voice has a receipt key, a relay's has none: no code path can make a relay sign
//! a receipt. Rejected: one voice with optional keys, which a wrong `if` would turn into the
//! other.

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
        /// The evening's token: who does not say it is not admitted.
        admission: [u8; 16],
        /// When the evening ends, Unix seconds of the relay's clock.
        until: i64,
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

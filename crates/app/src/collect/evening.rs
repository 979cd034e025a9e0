//! What one evening's code stands on: the relay's own TLS key, its token, its port.
//!
//! Kept in the encrypted store, so that a lead who locks the phone on the way to the next door
//! shows the same code there, and devices that have joined find it again. After its end another
//! evening begins with another key. It refuses to outlive that end. Rejected: a key for ever, by
//! which a lead could be found again from evening to evening.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use store::DeviceStore;
use sync::tls::{Identity, self_made, spki_sha256};
use zeroize::Zeroizing;

use crate::api::{AppError, ErrorCode};
use crate::world::Machine;

/// Where the store remembers it.
const MEMO: &str = "evening";

/// How long an evening may last.
const EVENING_S: i64 = 20 * 3600;

/// One evening of one lead.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Evening {
    /// The self-made certificate, DER.
    #[n(0)]
    certificate: ByteVec,
    /// Its private key, PKCS#8 DER.
    #[n(1)]
    key: ByteVec,
    /// Admits devices.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(crate) token: [u8; 16],
    /// When it is over, Unix seconds.
    #[n(3)]
    pub(crate) until: i64,
    /// Where it listened last; 0 before the first time.
    #[n(4)]
    pub(crate) port: u16,
}

impl Evening {
    /// The evening that runs, or a new one.
    pub(crate) fn of(store: &DeviceStore, world: Machine, now: i64) -> Result<Self, AppError> {
        let kept = store.memo(MEMO)?.and_then(|bytes| minicbor::decode::<Self>(&bytes).ok());
        // A clock that was set back a day would stretch the evening: it ends for that too.
        match kept.filter(|evening| (now..=now + EVENING_S).contains(&evening.until)) {
            Some(evening) => Ok(evening),
            None => Self::begin(world, now),
        }
    }

    fn begin(world: Machine, now: i64) -> Result<Self, AppError> {
        let made = self_made().map_err(|error| AppError::because(ErrorCode::Internal, error))?;
        let mut token = [0; 16];
        sync::world::World::with_chance(&world, &mut |rng| rng.fill_bytes(&mut token));
        let certificate = made.chain.first().cloned().unwrap_or_default();
        Ok(Self {
            certificate: certificate.into(),
            key: made.key.to_vec().into(),
            token,
            until: now + EVENING_S,
            port: 0,
        })
    }

    /// Remembers it with the port it listens on.
    pub(crate) fn keep(&mut self, store: &mut DeviceStore, port: u16) -> Result<(), AppError> {
        self.port = port;
        let bytes = minicbor::to_vec(&*self)
            .map_err(|error| AppError::because(ErrorCode::Internal, error))?;
        Ok(store.set_memo(MEMO, Some(&Zeroizing::new(bytes)))?)
    }

    /// What a connection is shown.
    pub(crate) fn identity(&self) -> Identity {
        Identity { chain: vec![self.certificate.to_vec()], key: Zeroizing::new(self.key.to_vec()) }
    }

    /// SHA-256 of the TLS key's SubjectPublicKeyInfo.
    pub(crate) fn spki(&self) -> Result<[u8; 32], AppError> {
        spki_sha256(&self.certificate).map_err(|e| AppError::because(ErrorCode::Internal, e))
    }
}

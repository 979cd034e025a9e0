//! How a device finds its lead's relay: the statement announced in the local network, and the
//! code a lead shows as QR.
//!
//! The statement is signed by the lead's device key and checked before any page is sent. The
//! code is not signed: it is shown in person, and the answer must be a certified lead's all the
//! same. It names addresses only, so that no code makes a device resolve a name. Neither holds a
//! private key, a name of a person or a station. Changing this changes bytes.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body, encode};
use crate::canonical::check_one;
use crate::certificate::{Chain, Role};
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, JournalId};
use crate::keys::BadSignature;

/// The longest relay code in bytes, before base64.
pub const CODE_BYTES_MAX: usize = 512;
/// What the text of a relay code begins with. Changing this changes bytes.
pub const CODE_PREFIX: &str = "SANAQR1:";
/// The most addresses a code names.
pub const ADDRESSES_MAX: usize = 8;

const FORMAT: u32 = 1;

/// "This TLS key is my relay's": the body a lead's device signs. Changing this changes bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RelayStatement {
    /// The election.
    #[n(0)]
    pub election: ElectionId,
    /// The lead's journal.
    #[n(1)]
    pub relay: JournalId,
    /// SHA-256 of the relay's TLS SubjectPublicKeyInfo.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub spki: [u8; 32],
    /// The admission token.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub token: [u8; 16],
    /// When the evening is over, Unix seconds by the relay's clock (a claim).
    #[n(4)]
    pub until: i64,
}

impl Body for RelayStatement {
    const CONTEXT: &'static [u8] = contexts::RELAY;
    const BYTES_MAX: usize = 256;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl RelayStatement {
    /// Checks a statement: signed by the current key of a lead, for the lead's own journal.
    /// `until` is not judged here.
    pub fn check<'a>(
        attested: &'a Attested<Self>,
        chain: &Chain,
    ) -> Result<&'a Self, BadSignature> {
        let claimed = attested.claimed();
        let current = chain.current();
        let fits = chain.role == Role::Lead
            && claimed.election == chain.election
            && claimed.relay == current.journal;
        if fits { attested.verify(&current.verify) } else { Err(BadSignature) }
    }
}

/// What a lead shows so that the team's devices find the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayCode {
    /// The election.
    pub election: ElectionId,
    /// `ip:port`, one to [`ADDRESSES_MAX`], the first tried first.
    pub addresses: Vec<String>,
    /// SHA-256 of the relay's TLS SubjectPublicKeyInfo.
    pub spki: [u8; 32],
    /// The admission token.
    pub token: [u8; 16],
    /// Name of the wireless network, for showing to the person.
    pub wifi_name: Option<String>,
    /// Its password.
    pub wifi_password: Option<String>,
}

/// Why a text or its bytes are no relay code, or none can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelayCodeError {
    /// Not a code's bytes.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A text that is not a relay code.
    #[error("not a relay code")]
    NotACode,
    /// A code would be longer than [`CODE_BYTES_MAX`].
    #[error("relay code would be {0} bytes")]
    TooLong(usize),
    /// No address, too many, or one that is no `ip:port`.
    #[error("a relay code names one to eight addresses as ip:port")]
    BadAddress,
}

/// A tuple and not a struct: a derived array leaves a last `None` out.
type Wire =
    (u32, ElectionId, Vec<String>, ByteArray<32>, ByteArray<16>, Option<String>, Option<String>);

impl RelayCode {
    /// The code's bytes, at most [`CODE_BYTES_MAX`]. Texts must be in NFC.
    pub fn encode(&self) -> Result<Vec<u8>, RelayCodeError> {
        addressed(&self.addresses)?;
        let wire: Wire = (
            FORMAT,
            self.election,
            self.addresses.clone(),
            self.spki.into(),
            self.token.into(),
            self.wifi_name.clone(),
            self.wifi_password.clone(),
        );
        let bytes = encode(&wire);
        if bytes.len() > CODE_BYTES_MAX {
            return Err(RelayCodeError::TooLong(bytes.len()));
        }
        check_one(&bytes, false)?;
        Ok(bytes)
    }

    /// The text a QR shows and a person pastes.
    pub fn to_text(&self) -> Result<String, RelayCodeError> {
        Ok(format!("{CODE_PREFIX}{}", URL_SAFE_NO_PAD.encode(self.encode()?)))
    }

    /// Takes pasted text; white space anywhere in it is ignored.
    pub fn from_text(text: &str) -> Result<Self, RelayCodeError> {
        if text.len() > 4 * CODE_BYTES_MAX {
            return Err(RelayCodeError::NotACode);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let code = text.strip_prefix(CODE_PREFIX).ok_or(RelayCodeError::NotACode)?;
        let bytes = URL_SAFE_NO_PAD.decode(code).map_err(|_| RelayCodeError::NotACode)?;
        Self::open(&bytes)
    }

    /// Takes a code's bytes.
    pub fn open(bytes: &[u8]) -> Result<Self, RelayCodeError> {
        if bytes.len() > CODE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: CODE_BYTES_MAX }.into());
        }
        check_one(bytes, false)?;
        let wire: Wire = minicbor::decode(bytes).map_err(DecodeError::from)?;
        let (format, election, addresses, spki, token, wifi_name, wifi_password) = wire;
        if format != FORMAT {
            return Err(DecodeError::UnknownFormat(format.into()).into());
        }
        addressed(&addresses)?;
        let (spki, token) = (spki.into(), token.into());
        Ok(Self { election, addresses, spki, token, wifi_name, wifi_password })
    }
}

fn addressed(addresses: &[String]) -> Result<(), RelayCodeError> {
    let number = (1..=ADDRESSES_MAX).contains(&addresses.len());
    if number && addresses.iter().all(|one| one.parse::<SocketAddr>().is_ok()) {
        Ok(())
    } else {
        Err(RelayCodeError::BadAddress)
    }
}

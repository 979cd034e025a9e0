//! What headquarters gives a person: the `.sanaq` file, and the short code for a QR.
//!
//! Both hold a private one-time key and the members' private key, so both are secrets. Whoever
//! hands one over is the trust anchor: it names the root key. The code leaves out what the
//! first contact brings (key list, common journal) and stays within 512 bytes. Names and
//! stations stand in neither. Changing this changes bytes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, encode};
use crate::canonical::check_one;
use crate::certificate::InvitationPublic;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash};
use crate::keylist::{KeyListError, TrustedKeys};
use crate::keys::{BadSignature, SealKey, SealSecret, Signature, SigningKey, VerifyKey};
use crate::page::Page;

/// The longest invitation file in bytes.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The longest invitation code in bytes, before base64.
pub const CODE_BYTES_MAX: usize = 512;
/// What a pasted code begins with. Changing this changes bytes.
pub const CODE_PREFIX: &str = "SANAQ1:";
/// The most endpoints an invitation names.
pub const ENDPOINTS_MAX: usize = 8;

/// A whole invitation, as the `.sanaq` file holds it.
#[derive(Debug, Clone)]
pub struct InvitationFile {
    /// The signed public part.
    pub public: Attested<InvitationPublic>,
    /// The one-time private key; deleted after enrolment.
    pub one_time: SigningKey,
    /// The root key: the anchor of everything.
    pub root: VerifyKey,
    /// The key list, checked with the root key.
    pub keys: TrustedKeys,
    /// The members' private key: opens the common journal.
    pub members: SealSecret,
    /// SHA-256 of the authority's SubjectPublicKeyInfo.
    pub authority: Hash,
    /// `https://host:port`, the first tried first.
    pub endpoints: Vec<String>,
    /// Headquarters' common journal so far.
    pub common: Vec<Page>,
}

/// The short form: enough to enrol, to seal pages and to make the first contact.
#[derive(Debug, Clone)]
pub struct InvitationCode {
    /// The signed public part.
    pub public: Attested<InvitationPublic>,
    /// The one-time private key.
    pub one_time: SigningKey,
    /// The root key.
    pub root: VerifyKey,
    /// The current receipt key: whom the first hello is meant for.
    pub receipt: VerifyKey,
    /// The sealing key and its number: pages are sealed before first contact, too.
    pub sealing: (u32, SealKey),
    /// The members' private key.
    pub members: SealSecret,
    /// SHA-256 of the authority's SubjectPublicKeyInfo.
    pub authority: Hash,
    /// `https://host:port`.
    pub endpoints: Vec<String>,
    /// A practice election.
    pub practice: bool,
}

/// Why an invitation is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Not an invitation's bytes.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Key list not signed by the root it names.
    #[error(transparent)]
    KeyList(#[from] KeyListError),
    /// Public part not signed by headquarters, or not for this private key.
    #[error("invitation: {0}")]
    Signature(#[from] BadSignature),
    /// Pasted text that is not a code.
    #[error("not an invitation code")]
    NotACode,
    /// A code would be longer than [`CODE_BYTES_MAX`]: fewer or shorter endpoints are needed.
    #[error("invitation code would be {0} bytes")]
    CodeTooLong(usize),
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct FileWire {
    #[n(0)]
    format: u32,
    #[n(1)]
    public: ByteVec,
    #[n(2)]
    one_time: Seed,
    #[n(3)]
    root: VerifyKey,
    #[n(4)]
    keys: ByteVec,
    #[n(5)]
    members: Seed,
    #[n(6)]
    authority: Hash,
    #[n(7)]
    endpoints: Vec<String>,
    #[n(8)]
    common: Vec<ByteVec>,
}

#[derive(Encode, Decode)]
struct CodeWire {
    #[n(0)]
    format: u32,
    #[n(1)]
    public: ByteVec,
    #[n(2)]
    signature: Signature,
    #[n(3)]
    one_time: Seed,
    #[n(4)]
    root: VerifyKey,
    #[n(5)]
    receipt: VerifyKey,
    #[n(6)]
    sealing_number: u32,
    #[n(7)]
    sealing: SealKey,
    #[n(8)]
    members: Seed,
    #[n(9)]
    authority: Hash,
    #[n(10)]
    endpoints: Vec<String>,
    #[n(11)]
    practice: bool,
}

#[derive(Encode, Decode)]
#[cbor(transparent)]
struct Seed(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32]);

const FORMAT: u32 = 1;

impl InvitationFile {
    /// The file's bytes. A secret.
    pub fn encode(&self) -> Vec<u8> {
        encode(&FileWire {
            format: FORMAT,
            public: self.public.encode().into(),
            one_time: Seed(*self.one_time.to_bytes()),
            root: self.root,
            keys: self.keys.to_bytes().into(),
            members: Seed(*self.members.to_bytes()),
            authority: self.authority,
            endpoints: self.endpoints.clone(),
            common: self.common.iter().map(|page| page.bytes().to_vec().into()).collect(),
        })
    }

    /// Takes a file's bytes and checks all signatures from the root it names.
    pub fn open(bytes: &[u8]) -> Result<Self, InvitationError> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: FILE_BYTES_MAX }.into());
        }
        check_one(bytes, false)?;
        let wire: FileWire = minicbor::decode(bytes).map_err(DecodeError::from)?;
        known_format(wire.format)?;
        bounded(&wire.endpoints)?;
        let public = Attested::<InvitationPublic>::decode(&wire.public)?;
        let election = public.claimed().election;
        let keys = TrustedKeys::open(&wire.keys, election, &wire.root)?;
        public.verify(&keys.invitation(public.claimed().key).ok_or(BadSignature)?)?;
        let one_time = one_time(&public, &wire.one_time)?;
        let common = wire
            .common
            .iter()
            .map(|bytes| Page::decode(election, bytes))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            public,
            one_time,
            root: wire.root,
            keys,
            members: SealSecret::from_bytes(wire.members.0),
            authority: wire.authority,
            endpoints: wire.endpoints,
            common,
        })
    }

    /// The election.
    pub fn election(&self) -> ElectionId {
        self.public.claimed().election
    }

    /// The short form of the same invitation.
    pub fn code(&self) -> InvitationCode {
        InvitationCode {
            public: self.public.clone(),
            one_time: self.one_time.clone(),
            root: self.root,
            receipt: self.keys.current_receipt().1,
            sealing: self.keys.current_sealing(),
            members: self.members.clone(),
            authority: self.authority,
            endpoints: self.endpoints.clone(),
            practice: self.keys.list().practice,
        }
    }
}

impl InvitationCode {
    /// The code's bytes, at most [`CODE_BYTES_MAX`]. A secret.
    pub fn encode(&self) -> Result<Vec<u8>, InvitationError> {
        let bytes = encode(&CodeWire {
            format: FORMAT,
            public: self.public.raw().to_vec().into(),
            signature: self.public.signature(),
            one_time: Seed(*self.one_time.to_bytes()),
            root: self.root,
            receipt: self.receipt,
            sealing_number: self.sealing.0,
            sealing: self.sealing.1,
            members: Seed(*self.members.to_bytes()),
            authority: self.authority,
            endpoints: self.endpoints.clone(),
            practice: self.practice,
        });
        if bytes.len() > CODE_BYTES_MAX {
            return Err(InvitationError::CodeTooLong(bytes.len()));
        }
        Ok(bytes)
    }

    /// The text a QR shows and a person pastes: prefix and base64url without padding.
    pub fn to_text(&self) -> Result<String, InvitationError> {
        Ok(format!("{CODE_PREFIX}{}", URL_SAFE_NO_PAD.encode(self.encode()?)))
    }

    /// Takes pasted text; white space anywhere in it is ignored.
    pub fn from_text(text: &str) -> Result<Self, InvitationError> {
        if text.len() > 4 * CODE_BYTES_MAX {
            return Err(InvitationError::NotACode);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let code = text.strip_prefix(CODE_PREFIX).ok_or(InvitationError::NotACode)?;
        let bytes = URL_SAFE_NO_PAD.decode(code).map_err(|_| InvitationError::NotACode)?;
        Self::open(&bytes)
    }

    /// Takes a code's bytes. The public part's signature is checked at first contact, when the
    /// key list comes; here only that the private key belongs to it.
    pub fn open(bytes: &[u8]) -> Result<Self, InvitationError> {
        if bytes.len() > CODE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: CODE_BYTES_MAX }.into());
        }
        check_one(bytes, false)?;
        let wire: CodeWire = minicbor::decode(bytes).map_err(DecodeError::from)?;
        known_format(wire.format)?;
        bounded(&wire.endpoints)?;
        let public = Attested::from_parts(wire.public.into(), wire.signature)?;
        let one_time = one_time(&public, &wire.one_time)?;
        Ok(Self {
            public,
            one_time,
            root: wire.root,
            receipt: wire.receipt,
            sealing: (wire.sealing_number, wire.sealing),
            members: SealSecret::from_bytes(wire.members.0),
            authority: wire.authority,
            endpoints: wire.endpoints,
            practice: wire.practice,
        })
    }
}

fn one_time(
    public: &Attested<InvitationPublic>,
    seed: &Seed,
) -> Result<SigningKey, InvitationError> {
    let key = SigningKey::from_bytes(&seed.0);
    if key.public() == public.claimed().one_time { Ok(key) } else { Err(BadSignature.into()) }
}

fn known_format(format: u32) -> Result<(), DecodeError> {
    if format == FORMAT { Ok(()) } else { Err(DecodeError::UnknownFormat(format.into())) }
}

fn bounded(endpoints: &[String]) -> Result<(), DecodeError> {
    if endpoints.len() > ENDPOINTS_MAX || endpoints.iter().any(|one| one.len() > 256) {
        return Err(DecodeError::TooLong { limit: ENDPOINTS_MAX });
    }
    Ok(())
}

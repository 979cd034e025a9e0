//! What a device is: its keys, certificate and the anchors its invitation gave it.
//!
//! Kept sealed in the wrap file, not only in the database, so that a device with a damaged database
//! can still sign its continuation and open what headquarters sent. It refuses to hold the
//! invitation's one-time key: that is used once and dropped. Rejected: keys in the system's key
//! store, which differ per platform and cannot sign Ed25519 everywhere.

use journal::certificate::Certificate;
use journal::ids::{ElectionId, Hash, JournalId, PageNumber};
use journal::invitation::{InvitationCode, InvitationFile};
use journal::keylist::TrustedKeys;
use journal::keys::{SealKey, SealSecret, SigningKey, VerifyKey};
use journal::page::Page;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// Everything an enrolled device is made of.
#[derive(Debug, Clone)]
pub struct Kit {
    /// The election.
    pub election: ElectionId,
    /// The root key: the anchor of everything.
    pub root: VerifyKey,
    /// The key list; none when enrolled by QR and not yet synced.
    pub keys: Option<TrustedKeys>,
    /// Whom the first hello is meant for, until a key list is known.
    pub receipt: VerifyKey,
    /// What pages are sealed to, until a key list is known: number and key.
    pub sealing: (u32, SealKey),
    /// Opens the common journal.
    pub members: SealSecret,
    /// SHA-256 of the TLS authority's SubjectPublicKeyInfo.
    pub authority: Hash,
    /// `https://host:port`, the first tried first.
    pub endpoints: Vec<String>,
    /// A practice election.
    pub practice: bool,
    /// The device's certificate.
    pub certificate: Certificate,
    /// Signs this device's pages; one a journal, the last is current.
    pub signing: SigningKey,
    /// Open headquarters' journal for this device; number n in a page header is entry n − 1.
    pub opening: Vec<SealSecret>,
    /// Headquarters' common journal as the invitation brought it.
    pub common: Vec<Page>,
}

impl Kit {
    /// Enrols by a `.sanaq` file: makes the device's keys and journal, signs the enrolment.
    /// The caller deletes the file; the one-time key is not kept.
    pub fn from_file(file: &InvitationFile, rng: &mut dyn CryptoRng) -> Self {
        let (certificate, signing, opening) = enrol(&file.public, &file.one_time, rng);
        Self {
            election: file.election(),
            root: file.root,
            receipt: file.keys.current_receipt().1,
            sealing: file.keys.current_sealing(),
            practice: file.keys.list().practice,
            keys: Some(file.keys.clone()),
            members: file.members.clone(),
            authority: file.authority,
            endpoints: file.endpoints.clone(),
            certificate,
            signing,
            opening: vec![opening],
            common: file.common.clone(),
        }
    }

    /// Enrols by a scanned or pasted code: what it leaves out comes with the first contact.
    pub fn from_code(code: &InvitationCode, rng: &mut dyn CryptoRng) -> Self {
        let (certificate, signing, opening) = enrol(&code.public, &code.one_time, rng);
        Self {
            election: code.public.claimed().election,
            root: code.root,
            keys: None,
            receipt: code.receipt,
            sealing: code.sealing,
            members: code.members.clone(),
            authority: code.authority,
            endpoints: code.endpoints.clone(),
            practice: code.practice,
            certificate,
            signing,
            opening: vec![opening],
            common: Vec::new(),
        }
    }

    /// The journal that is written now.
    pub fn journal(&self) -> JournalId {
        self.certificate.journal()
    }

    /// What pages are sealed to now: number and key.
    pub fn sealing_now(&self) -> (u32, SealKey) {
        self.keys.as_ref().map_or(self.sealing, TrustedKeys::current_sealing)
    }

    /// Whom a hello to headquarters is meant for now.
    pub fn receipt_now(&self) -> VerifyKey {
        self.keys.as_ref().map_or(self.receipt, |keys| keys.current_receipt().1)
    }

    /// A new journal with new keys, after `last`, signed by the key that wrote the old one.
    pub(crate) fn continued(&self, last: (PageNumber, Hash), rng: &mut dyn CryptoRng) -> Self {
        let signing = SigningKey::random(rng);
        let opening = SealSecret::random(rng);
        let journal = JournalId::random(rng);
        let certificate =
            self.certificate.continued(&self.signing, last, journal, &signing, opening.public());
        let mut next = self.clone();
        next.certificate = certificate;
        next.signing = signing;
        next.opening.push(opening);
        next
    }

    /// The bytes sealed in the wrap file.
    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        let wire = Wire {
            election: self.election,
            root: self.root,
            keys: self.keys.as_ref().map(|keys| keys.to_bytes().into()),
            receipt: self.receipt,
            sealing_number: self.sealing.0,
            sealing: self.sealing.1,
            members: (*self.members.to_bytes()).into(),
            authority: self.authority,
            endpoints: self.endpoints.clone(),
            practice: self.practice,
            certificate: self.certificate.encode().into(),
            signing: (*self.signing.to_bytes()).into(),
            opening: self.opening.iter().map(|key| (*key.to_bytes()).into()).collect(),
        };
        let bytes = minicbor::to_vec(&wire).map_err(|e| StoreError::Database(e.to_string()))?;
        Ok(Zeroizing::new(bytes))
    }

    /// Reads what [`Kit::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let damaged = |what: String| StoreError::Corrupt(format!("wrap file: {what}"));
        let wire: Wire = minicbor::decode(bytes).map_err(|e| damaged(e.to_string()))?;
        let keys = match &wire.keys {
            Some(list) => Some(
                TrustedKeys::open(list, wire.election, &wire.root)
                    .map_err(|e| damaged(e.to_string()))?,
            ),
            None => None,
        };
        Ok(Self {
            election: wire.election,
            root: wire.root,
            keys,
            receipt: wire.receipt,
            sealing: (wire.sealing_number, wire.sealing),
            members: SealSecret::from_bytes(wire.members.into()),
            authority: wire.authority,
            endpoints: wire.endpoints,
            practice: wire.practice,
            certificate: Certificate::decode(&wire.certificate)
                .map_err(|e| damaged(e.to_string()))?,
            signing: SigningKey::from_bytes(&wire.signing.into()),
            opening: wire
                .opening
                .into_iter()
                .map(|key| SealSecret::from_bytes(key.into()))
                .collect(),
            common: Vec::new(),
        })
    }
}

fn enrol(
    public: &journal::attested::Attested<journal::certificate::InvitationPublic>,
    one_time: &SigningKey,
    rng: &mut dyn CryptoRng,
) -> (Certificate, SigningKey, SealSecret) {
    let signing = SigningKey::random(rng);
    let opening = SealSecret::random(rng);
    let journal = JournalId::random(rng);
    let certificate =
        Certificate::enrol(public.clone(), one_time, journal, &signing, opening.public());
    (certificate, signing, opening)
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(1)]
    election: ElectionId,
    #[n(2)]
    root: VerifyKey,
    #[n(3)]
    keys: Option<ByteVec>,
    #[n(4)]
    receipt: VerifyKey,
    #[n(5)]
    sealing_number: u32,
    #[n(6)]
    sealing: SealKey,
    #[n(7)]
    members: ByteArray<32>,
    #[n(8)]
    authority: Hash,
    #[n(9)]
    endpoints: Vec<String>,
    #[n(10)]
    practice: bool,
    #[n(11)]
    certificate: ByteVec,
    #[n(12)]
    signing: ByteArray<32>,
    #[n(13)]
    opening: Vec<ByteArray<32>>,
}

#[cfg(test)]
mod tests;

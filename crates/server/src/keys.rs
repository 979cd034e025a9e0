//! Headquarters' keys: made at `init`, kept sealed, opened by `serve`, `invite` and the like.
//!
//! Three files. `root.sealed` (the root key: signs key lists, nothing else) and the recovery
//! file open with the root passphrase; `online.sealed` (receipts, own journals, invitations,
//! members, TLS authority) and `sealing.sealed` (opens the devices' pages) with the everyday
//! one. The sealing key has a file of its own, so that a server without it keeps and receipts
//! but reads nothing. Rejected: one key for all jobs, since a stolen receipt key must not
//! read pages and a stolen sealing key must not give receipts.

mod recovery;

use journal::attested::Attested;
use journal::ids::{ElectionId, Hash, JournalId};
use journal::keylist::{KeyList, KeyListError, TrustedKeys};
use journal::keys::{SealSecret, SigningKey, VerifyKey};
use minicbor::{Decode, Encode};
use sync::tls::Authority;
use zeroize::{Zeroize, Zeroizing};

use crate::clock::Clock;
use crate::data_folder::{self, DataFolder, FolderError};
use crate::passphrase::Passphrases;
use crate::vault::{self, VaultError};

pub use recovery::{BackupError, Recovered, backup_is_verified, recover, verify_backup};

const ROOT: &str = "root";
const ONLINE: &str = "online";
const SEALING: &str = "sealing";

/// The keys in use, opened.
pub struct Keys {
    /// The election.
    pub election: ElectionId,
    /// The root key's public half.
    pub root: VerifyKey,
    /// The key list as signed.
    pub list: TrustedKeys,
    /// Signs receipts, Held, sync answers and time.
    pub receipt: SigningKey,
    /// Signs headquarters' own pages.
    pub journal: SigningKey,
    /// Signs invitations.
    pub invitation: SigningKey,
    /// Opens the common journal; every invitation carries it.
    pub members: SealSecret,
    /// Opens devices' pages; `None`: collect-only.
    pub sealing: Option<SealSecret>,
    /// The election's TLS authority.
    pub authority: Authority,
}

/// Why the keys do not open.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A sealed file.
    #[error("{file}: {source}")]
    Vault {
        /// Which one.
        file: &'static str,
        /// Why.
        source: VaultError,
    },
    /// A sealed file opened to something else.
    #[error("{0}: opened, but does not hold keys")]
    Content(&'static str),
    /// The key list does not hold.
    #[error("key list: {0}")]
    List(#[from] KeyListError),
    /// Sealed keys and key list belong to different elections.
    #[error("{0} does not fit the key list")]
    Foreign(&'static str),
    /// TLS material.
    #[error(transparent)]
    Tls(#[from] sync::tls::TlsError),
    /// TLS certificate.
    #[error("the authority's certificate cannot be read")]
    Certificate,
}

/// `online.sealed`. Changing this changes files; unknown keys are ignored.
#[derive(Encode, Decode)]
#[cbor(map)]
struct OnlineWire {
    #[n(0)]
    election: ElectionId,
    #[n(1)]
    root: VerifyKey,
    #[cbor(n(2), with = "minicbor::bytes")]
    receipt: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    journal: [u8; 32],
    #[cbor(n(4), with = "minicbor::bytes")]
    invitation: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    members: [u8; 32],
    #[cbor(n(6), with = "minicbor::bytes")]
    authority_certificate: Vec<u8>,
    #[cbor(n(7), with = "minicbor::bytes")]
    authority_key: Vec<u8>,
}

impl Drop for OnlineWire {
    fn drop(&mut self) {
        for secret in
            [&mut self.receipt, &mut self.journal, &mut self.invitation, &mut self.members]
        {
            secret.zeroize();
        }
        self.authority_key.zeroize();
    }
}

impl Keys {
    /// Makes all keys of a new election and writes them, the recovery file included, which
    /// also keeps the text of `election.toml`.
    pub fn create(
        folder: &DataFolder,
        passphrases: &Passphrases,
        practice: bool,
        election_toml: &str,
        clock: &Clock,
    ) -> Result<Self, KeysError> {
        let chance = &mut clock.chance();
        let election = ElectionId::random(chance);
        let root = SigningKey::random(chance);
        let (receipt, journal) = (SigningKey::random(chance), SigningKey::random(chance));
        let invitation = SigningKey::random(chance);
        let (members, sealing) = (SealSecret::random(chance), SealSecret::random(chance));
        let authority = Authority::create()?;
        let spki =
            sync::tls::spki_sha256(&authority.certificate).map_err(|_| KeysError::Certificate)?;
        let list = KeyList {
            election,
            number: 1,
            issued_at: clock.now_s(),
            receipt: vec![Some(receipt.public())],
            journal: vec![Some(journal.public())],
            invitation: vec![Some(invitation.public())],
            sealing: vec![Some(sealing.public())],
            members: vec![Some(members.public())],
            authority: vec![Some(Hash(spki))],
            common: JournalId::random(chance),
            practice,
        };
        let signed = Attested::sign(list, &root).encode();
        let keys = Self {
            election,
            root: root.public(),
            list: TrustedKeys::open(&signed, election, &root.public())?,
            receipt,
            journal,
            invitation,
            members,
            sealing: Some(sealing),
            authority,
        };
        keys.write(folder, passphrases, &root, election_toml)?;
        Ok(keys)
    }

    /// Opens what `serve` and the commands need. Without `sealing.sealed` in the folder the
    /// endpoint is collect-only.
    pub fn open(folder: &DataFolder, passphrases: &Passphrases) -> Result<Self, KeysError> {
        let everyday = &passphrases.everyday;
        let online = open(folder, ONLINE, everyday)?;
        let wire: OnlineWire = minicbor::decode(&online).map_err(|_| KeysError::Content(ONLINE))?;
        let list = data_folder::read(&folder.key_list())?;
        let keys = Self {
            election: wire.election,
            root: wire.root,
            list: TrustedKeys::open(&list, wire.election, &wire.root)?,
            receipt: SigningKey::from_bytes(&wire.receipt),
            journal: SigningKey::from_bytes(&wire.journal),
            invitation: SigningKey::from_bytes(&wire.invitation),
            members: SealSecret::from_bytes(wire.members),
            sealing: open_sealing(folder, everyday)?,
            authority: Authority {
                certificate: wire.authority_certificate.clone(),
                key: Zeroizing::new(wire.authority_key.clone()),
            },
        };
        keys.fit_the_list()?;
        Ok(keys)
    }

    /// Number of the sealing key that [`Keys::sealing`] is.
    pub fn sealing_number(&self) -> u32 {
        self.list.current_sealing().0
    }

    fn fit_the_list(&self) -> Result<(), KeysError> {
        let list = self.list.list();
        let online = list.receipt.last() == Some(&Some(self.receipt.public()))
            && list.journal.last() == Some(&Some(self.journal.public()))
            && list.invitation.last() == Some(&Some(self.invitation.public()))
            && list.members.last() == Some(&Some(self.members.public()));
        if !online {
            return Err(KeysError::Foreign(ONLINE));
        }
        let sealing = self.sealing.as_ref().map(SealSecret::public);
        if sealing.is_some_and(|key| list.sealing.last() != Some(&Some(key))) {
            return Err(KeysError::Foreign(SEALING));
        }
        Ok(())
    }

    fn write(
        &self,
        folder: &DataFolder,
        passphrases: &Passphrases,
        root: &SigningKey,
        election_toml: &str,
    ) -> Result<(), KeysError> {
        seal(folder, ROOT, &passphrases.root, &*root.to_bytes())?;
        let online = OnlineWire {
            election: self.election,
            root: self.root,
            receipt: *self.receipt.to_bytes(),
            journal: *self.journal.to_bytes(),
            invitation: *self.invitation.to_bytes(),
            members: *self.members.to_bytes(),
            authority_certificate: self.authority.certificate.clone(),
            authority_key: self.authority.key.to_vec(),
        };
        let online = Zeroizing::new(minicbor::to_vec(&online).unwrap_or_default());
        seal(folder, ONLINE, &passphrases.everyday, &online)?;
        if let Some(sealing) = &self.sealing {
            seal(folder, SEALING, &passphrases.everyday, &*sealing.to_bytes())?;
        }
        data_folder::write_private(&folder.key_list(), &self.list.to_bytes())?;
        data_folder::write_private(&folder.ca_certificate(), self.pem().as_bytes())?;
        let recovery = recovery::seal(self, root, passphrases, election_toml)?;
        Ok(data_folder::write_private(&folder.recovery(), &recovery)?)
    }

    /// The authority's certificate for people who want to look at it.
    fn pem(&self) -> String {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(&self.authority.certificate);
        let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
        for line in text.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }
}

fn open_sealing(folder: &DataFolder, passphrase: &str) -> Result<Option<SealSecret>, KeysError> {
    if !folder.key_file(SEALING).exists() {
        return Ok(None);
    }
    let bytes = open(folder, SEALING, passphrase)?;
    let secret: [u8; 32] = bytes.as_slice().try_into().map_err(|_| KeysError::Content(SEALING))?;
    Ok(Some(SealSecret::from_bytes(secret)))
}

fn open(
    folder: &DataFolder,
    name: &'static str,
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, KeysError> {
    let bytes = data_folder::read(&folder.key_file(name))?;
    vault::open(name, passphrase, &bytes).map_err(|source| KeysError::Vault { file: name, source })
}

fn seal(
    folder: &DataFolder,
    name: &'static str,
    passphrase: &str,
    secret: &[u8],
) -> Result<(), KeysError> {
    let sealed = vault::seal(name, passphrase, secret)
        .map_err(|source| KeysError::Vault { file: name, source })?;
    Ok(data_folder::write_private(&folder.key_file(name), &sealed)?)
}

#[cfg(test)]
mod tests;

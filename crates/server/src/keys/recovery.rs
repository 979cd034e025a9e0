//! The recovery file: every key of headquarters in one sealed file, to be copied away.
//!
//! A backup nobody opened is not a backup: `invite` refuses until a copy was opened with the
//! root passphrase and each key in it fits the key list. What was verified is remembered by
//! the key list's number and hash, so that new keys ask for a new copy. Where the computer
//! itself is lost, a new folder is made from the copy.

use journal::attested::Attested;
use journal::keylist::{KeyList, TrustedKeys};
use journal::keys::{SealSecret, SigningKey};
use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

use super::{Keys, KeysError};
use crate::data_folder::{self, DataFolder, FolderError};
use crate::passphrase::Passphrases;
use crate::vault::{self, VaultError};

const KIND: &str = "recovery";

/// Why a copy of the recovery file does not serve.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// It does not open.
    #[error("the recovery file does not open: {0}")]
    Vault(#[from] VaultError),
    /// It opens to something else.
    #[error("the recovery file opens, but does not hold keys")]
    Content,
    /// It belongs to another election or to older keys.
    #[error("the recovery file's {0} is not the one in use")]
    OtherKey(&'static str),
}

/// The recovery file's content. Changing this changes files; unknown keys are ignored.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[cbor(n(0), with = "minicbor::bytes")]
    root: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    receipt: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    journal: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    invitation: [u8; 32],
    #[cbor(n(4), with = "minicbor::bytes")]
    members: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    sealing: [u8; 32],
    #[cbor(n(6), with = "minicbor::bytes")]
    authority_certificate: Vec<u8>,
    #[cbor(n(7), with = "minicbor::bytes")]
    authority_key: Vec<u8>,
    #[cbor(n(8), with = "minicbor::bytes")]
    key_list: Vec<u8>,
    /// `election.toml` as `init` wrote it.
    #[n(9)]
    election_toml: Option<String>,
}

/// What a recovery file gives back.
pub struct Recovered {
    /// All keys, checked against each other.
    pub keys: Keys,
    /// `election.toml` as it was at `init`.
    pub election_toml: Option<String>,
    root: SigningKey,
}

impl Drop for Wire {
    fn drop(&mut self) {
        for secret in [
            &mut self.root,
            &mut self.receipt,
            &mut self.journal,
            &mut self.invitation,
            &mut self.members,
            &mut self.sealing,
        ] {
            secret.zeroize();
        }
        self.authority_key.zeroize();
    }
}

/// The sealed recovery file of all keys.
pub(super) fn seal(
    keys: &Keys,
    root: &SigningKey,
    passphrases: &Passphrases,
    election_toml: &str,
) -> Result<Vec<u8>, KeysError> {
    let sealing = keys.sealing.as_ref().ok_or(KeysError::Content("sealing"))?;
    let wire = Wire {
        root: *root.to_bytes(),
        receipt: *keys.receipt.to_bytes(),
        journal: *keys.journal.to_bytes(),
        invitation: *keys.invitation.to_bytes(),
        members: *keys.members.to_bytes(),
        sealing: *sealing.to_bytes(),
        authority_certificate: keys.authority.certificate.clone(),
        authority_key: keys.authority.key.to_vec(),
        key_list: keys.list.to_bytes(),
        election_toml: Some(election_toml.to_owned()),
    };
    let bytes = Zeroizing::new(minicbor::to_vec(&wire).unwrap_or_default());
    vault::seal(KIND, &passphrases.root, &bytes)
        .map_err(|source| KeysError::Vault { file: "recovery file", source })
}

fn open(copy: &Path, passphrases: &Passphrases) -> Result<Wire, BackupError> {
    let sealed = data_folder::read(copy)?;
    let bytes = vault::open(KIND, &passphrases.root, &sealed)?;
    minicbor::decode(&bytes).map_err(|_| BackupError::Content)
}

/// Opens a copy where nothing else is left. Writes nothing yet.
pub fn recover(copy: &Path, passphrases: &Passphrases) -> Result<Recovered, BackupError> {
    let wire = open(copy, passphrases)?;
    fits(&wire)?;
    let root = SigningKey::from_bytes(&wire.root);
    let claimed = Attested::<KeyList>::decode(&wire.key_list).map_err(|_| BackupError::Content)?;
    let election = claimed.claimed().election;
    let list = TrustedKeys::open(&wire.key_list, election, &root.public())
        .map_err(|_| BackupError::OtherKey("root key"))?;
    let keys = Keys {
        election,
        root: root.public(),
        list,
        receipt: SigningKey::from_bytes(&wire.receipt),
        journal: SigningKey::from_bytes(&wire.journal),
        invitation: SigningKey::from_bytes(&wire.invitation),
        members: SealSecret::from_bytes(wire.members),
        sealing: Some(SealSecret::from_bytes(wire.sealing)),
        authority: sync::tls::Authority {
            certificate: wire.authority_certificate.clone(),
            key: Zeroizing::new(wire.authority_key.clone()),
        },
    };
    Ok(Recovered { keys, election_toml: wire.election_toml.clone(), root })
}

impl Recovered {
    /// Writes all keys into a new folder, the everyday ones under the passphrase given now.
    /// The copy was opened just now, so invitations need no other proof of a backup.
    pub fn write(
        &self,
        folder: &DataFolder,
        passphrases: &Passphrases,
        election_toml: &str,
    ) -> Result<(), KeysError> {
        self.keys.write(folder, passphrases, &self.root, election_toml)?;
        let mark = mark(&self.keys.list.to_bytes());
        Ok(data_folder::write_private(&folder.backup_verified(), mark.as_bytes())?)
    }
}

/// Opens a copy and compares every key with the key list in use; remembers that it passed.
pub fn verify_backup(
    folder: &DataFolder,
    copy: &Path,
    passphrases: &Passphrases,
) -> Result<(), BackupError> {
    let wire = open(copy, passphrases)?;
    let in_use = data_folder::read(&folder.key_list())?;
    if wire.key_list != in_use {
        return Err(BackupError::OtherKey("key list"));
    }
    fits(&wire)?;
    Ok(data_folder::write_private(&folder.backup_verified(), mark(&in_use).as_bytes())?)
}

/// A copy of the recovery file with the keys in use was opened before.
pub fn backup_is_verified(folder: &DataFolder) -> Result<bool, FolderError> {
    let in_use = data_folder::read(&folder.key_list())?;
    let marked = data_folder::read_if_there(&folder.backup_verified())?;
    Ok(marked.is_some_and(|bytes| bytes == mark(&in_use).as_bytes()))
}

fn mark(key_list: &[u8]) -> String {
    let hash = journal::ids::Hash(Sha256::digest(key_list).into());
    format!("{hash}\n")
}

fn fits(wire: &Wire) -> Result<(), BackupError> {
    let root = SigningKey::from_bytes(&wire.root).public();
    let claimed = Attested::<KeyList>::decode(&wire.key_list).map_err(|_| BackupError::Content)?;
    let election = claimed.claimed().election;
    let list = TrustedKeys::open(&wire.key_list, election, &root)
        .map_err(|_| BackupError::OtherKey("root key"))?;
    let list = list.list();
    let signing = [
        ("receipt key", &wire.receipt, &list.receipt),
        ("journal key", &wire.journal, &list.journal),
        ("invitation key", &wire.invitation, &list.invitation),
    ];
    for (name, seed, listed) in signing {
        if listed.last() != Some(&Some(SigningKey::from_bytes(seed).public())) {
            return Err(BackupError::OtherKey(name));
        }
    }
    let opening = [
        ("members' key", wire.members, &list.members),
        ("sealing key", wire.sealing, &list.sealing),
    ];
    for (name, secret, listed) in opening {
        if listed.last() != Some(&Some(SealSecret::from_bytes(secret).public())) {
            return Err(BackupError::OtherKey(name));
        }
    }
    let spki = sync::tls::spki_sha256(&wire.authority_certificate)
        .map_err(|_| BackupError::OtherKey("TLS authority"))?;
    if list.authority.last() != Some(&Some(journal::ids::Hash(spki))) {
        return Err(BackupError::OtherKey("TLS authority"));
    }
    // A key that is not this certificate's cannot sign under it.
    let authority = sync::tls::Authority {
        certificate: wire.authority_certificate.clone(),
        key: Zeroizing::new(wire.authority_key.clone()),
    };
    match authority.issue(&[]) {
        Ok(_) => Ok(()),
        Err(_) => Err(BackupError::OtherKey("TLS authority")),
    }
}

#[cfg(test)]
mod tests;

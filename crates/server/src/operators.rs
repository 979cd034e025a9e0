//! People who may log in to the dashboard: a name and an Argon2id hash of a password, in
//! `operators.toml`. No roles yet: whoever logs in sees all and may admit.
//!
//! A name taken out is out at once, its open sessions too: each request asks for the mark of
//! the name's password, and the file is read again when it changed. An unknown name costs
//! the same hashing as a wrong password, so that time tells no names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::clock;
use crate::data_folder::{self, FolderError};

const MEMORY_KIB: u32 = 46 * 1024;
const PASSES: u32 = 2;
const NAME_CHARS_MAX: usize = 40;
const PASSWORD_CHARS_MIN: usize = 8;
const PASSWORD_BYTES_MAX: usize = 1024;

/// The file of operators. Clones share what was read.
#[derive(Debug, Clone)]
pub struct Operators {
    path: PathBuf,
    marks: Arc<Mutex<Marks>>,
}

/// Stands for one password of one operator; another password has another one.
pub type Mark = [u8; 16];

/// The marks of all names, and which file they were read from.
#[derive(Debug, Default)]
struct Marks {
    seen: Option<Seen>,
    all: BTreeMap<String, Mark>,
}

/// What changes when a file is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    modified: Option<SystemTime>,
    bytes: u64,
    #[cfg(unix)]
    node: u64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    #[serde(default)]
    operator: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    hash: String,
}

/// Why an operator was not added or removed.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The name.
    #[error("an operator's name has 1 to {NAME_CHARS_MAX} letters, digits, '.', '-' or '_'")]
    Name,
    /// The password.
    #[error("a password has at least {PASSWORD_CHARS_MIN} characters")]
    Password,
    /// Nobody of that name.
    #[error("no operator is called {0}")]
    Unknown(String),
    /// The file's content.
    #[error("{0} is damaged: {1}")]
    Damaged(PathBuf, String),
    /// The file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Hashing failed.
    #[error("the password could not be hashed")]
    Hash,
}

impl Operators {
    /// The file at `path`; it need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), marks: Arc::default() }
    }

    /// Adds an operator, or sets a new password. `true`: the name is new.
    pub fn add(&self, name: &str, password: &str) -> Result<bool, OperatorError> {
        let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || !name.chars().all(good) {
            return Err(OperatorError::Name);
        }
        let long = password.chars().count() >= PASSWORD_CHARS_MIN;
        if !long || password.len() > PASSWORD_BYTES_MAX {
            return Err(OperatorError::Password);
        }
        let hash = hash(password)?;
        let mut file = self.read()?;
        let before = file.operator.len();
        file.operator.retain(|entry| entry.name != name);
        let new = file.operator.len() == before;
        file.operator.push(Entry { name: name.to_owned(), hash });
        file.operator.sort_by(|a, b| a.name.cmp(&b.name));
        self.write(&file)?;
        Ok(new)
    }

    /// Takes an operator out.
    pub fn remove(&self, name: &str) -> Result<(), OperatorError> {
        let mut file = self.read()?;
        let before = file.operator.len();
        file.operator.retain(|entry| entry.name != name);
        if file.operator.len() == before {
            return Err(OperatorError::Unknown(name.to_owned()));
        }
        self.write(&file)
    }

    /// Names, sorted.
    pub fn names(&self) -> Result<Vec<String>, OperatorError> {
        Ok(self.read()?.operator.into_iter().map(|entry| entry.name).collect())
    }

    /// Name and password fit. Slow on purpose.
    pub fn admits(&self, name: &str, password: &str) -> Result<bool, OperatorError> {
        if password.len() > PASSWORD_BYTES_MAX {
            return Ok(false);
        }
        let file = self.read()?;
        let Some(entry) = file.operator.iter().find(|entry| entry.name == name) else {
            let _same_cost = hash(password)?;
            return Ok(false);
        };
        Ok(argon2()?.verify_password(password.as_bytes(), entry.hash.as_str()).is_ok())
    }

    /// The mark of a name's password; `None` where there is no such operator.
    pub fn mark(&self, name: &str) -> Result<Option<Mark>, OperatorError> {
        let seen = seen(&self.path);
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.is_none() || marks.seen != seen {
            let entries = self.read()?.operator.into_iter();
            marks.all = entries.map(|entry| (entry.name, mark(&entry.hash))).collect();
            marks.seen = seen;
        }
        Ok(marks.all.get(name).copied())
    }

    fn read(&self) -> Result<File, OperatorError> {
        let Some(bytes) = data_folder::read_if_there(&self.path)? else {
            return Ok(File::default());
        };
        let damaged = |detail: String| OperatorError::Damaged(self.path.clone(), detail);
        let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        toml::from_str(&text).map_err(|error| damaged(error.message().to_owned()))
    }

    fn write(&self, file: &File) -> Result<(), OperatorError> {
        let text = toml::to_string(file)
            .map_err(|error| OperatorError::Damaged(self.path.clone(), error.to_string()))?;
        Ok(data_folder::write_private(&self.path, text.as_bytes())?)
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn mark(hash: &str) -> Mark {
    let digest: [u8; 32] = Sha256::digest(hash.as_bytes()).into();
    let mut mark = [0; 16];
    mark.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    mark
}

fn seen(path: &Path) -> Option<Seen> {
    let file = std::fs::metadata(path).ok()?;
    Some(Seen {
        modified: file.modified().ok(),
        bytes: file.len(),
        #[cfg(unix)]
        node: std::os::unix::fs::MetadataExt::ino(&file),
    })
}

fn argon2() -> Result<Argon2<'static>, OperatorError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| OperatorError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, OperatorError> {
    let salt = Zeroizing::new(clock::random::<16>());
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), salt.as_slice());
    Ok(hash.map_err(|_| OperatorError::Hash)?.to_string())
}

#[cfg(test)]
mod tests;

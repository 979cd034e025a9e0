//! Passphrases: from a file, or made and printed once. Never asked for on a terminal and
//! never taken from the command line, where every user of the machine could read them.
//!
//! The first line seals the everyday keys, the second the root key and the recovery
//! file; a file of one line serves for both.

use std::path::Path;

use zeroize::Zeroizing;

use crate::clock;
use crate::data_folder::{self, FolderError};

/// Letters that nobody mistakes for each other when written by hand.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const CHARS_MIN: usize = 8;

/// The two passphrases of an endpoint.
#[derive(Clone)]
pub struct Passphrases {
    /// Seals what `serve` needs.
    pub everyday: Zeroizing<String>,
    /// Seals the root key and the recovery file.
    pub root: Zeroizing<String>,
}

/// Why a passphrase file does not serve.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// None was given where one is needed.
    #[error("this needs the passphrase: give --passphrase-file FILE")]
    Missing,
    /// The file is empty or its line too short.
    #[error("{0}: a passphrase has at least {CHARS_MIN} characters")]
    Short(String),
    /// The file is not text.
    #[error("{0}: not UTF-8 text")]
    NotText(String),
    /// The file cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl Passphrases {
    /// Reads the file; without one, [`PassphraseError::Missing`].
    pub fn read(path: Option<&Path>) -> Result<Self, PassphraseError> {
        let path = path.ok_or(PassphraseError::Missing)?;
        let everyday = first_line(path)?;
        // A second line that does not serve is an error: falling back would seal the root key
        // with the everyday passphrase without a word.
        let root = line(path, 1)?.unwrap_or_else(|| everyday.clone());
        Ok(Self { everyday, root })
    }

    /// Two new ones of 100 random bits each.
    pub fn random() -> Self {
        Self { everyday: random(), root: random() }
    }
}

/// The first line of a password file.
pub fn read_password(path: &Path) -> Result<Zeroizing<String>, PassphraseError> {
    first_line(path)
}

/// Twenty letters in groups of five: 100 random bits.
pub fn random() -> Zeroizing<String> {
    let bytes = Zeroizing::new(clock::random::<20>());
    let mut text = Zeroizing::new(String::with_capacity(24));
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 5 == 0 {
            text.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
        text.push(char::from(letter));
    }
    text
}

fn first_line(path: &Path) -> Result<Zeroizing<String>, PassphraseError> {
    line(path, 0)?.ok_or_else(|| PassphraseError::Short(path.display().to_string()))
}

/// The line of that number, empty ones not counted; `None` where the file has fewer.
fn line(path: &Path, n: usize) -> Result<Option<Zeroizing<String>>, PassphraseError> {
    let bytes = Zeroizing::new(data_folder::read(path)?);
    let name = path.display().to_string();
    let text = std::str::from_utf8(&bytes).map_err(|_| PassphraseError::NotText(name.clone()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.lines().map(str::trim).filter(|line| !line.is_empty()).nth(n);
    match line {
        Some(line) if line.chars().count() < CHARS_MIN => Err(PassphraseError::Short(name)),
        Some(_) | None => Ok(line.map(|line| Zeroizing::new(line.to_owned()))),
    }
}

#[cfg(test)]
mod tests;

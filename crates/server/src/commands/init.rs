//! `init`: a new endpoint's folder, keys, store and first published definition.
//!
//! Checks everything that was asked for before the first file is written. Asks nothing, since
//! there may be no terminal: passphrases come from a file or are made and printed once.

use std::path::Path;

use super::{Say, election_apply};
use crate::cli::Init;
use crate::clock::Clock;
use crate::data_folder::{self, DataFolder};
use crate::election_file::{ElectionFile, NewElection, text_of};
use crate::headquarters::Headquarters;
use crate::keys::Keys;
use crate::passphrase::Passphrases;
use crate::texts;

/// Makes the endpoint. Without a passphrase file two passphrases are made and printed once.
pub fn init(
    root: &Path,
    args: &Init,
    passphrase_file: Option<&Path>,
    clock: &Clock,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let new = NewElection {
        name: args.name.clone(),
        dates: args.date.clone(),
        timezone: args.timezone.clone(),
        opens: args.opens.clone(),
        closes: args.closes.clone(),
        languages: args.languages.clone(),
        practice: args.practice,
        addresses: args.address.clone(),
    };
    let text = text_of(&new);
    // Nothing is made before all that was asked for makes sense.
    let file = ElectionFile::parse(&text).map_err(|error| anyhow::anyhow!(error.reason))?;
    let passphrases = match passphrase_file {
        Some(path) => Passphrases::read(Some(path))?,
        None => Passphrases::random(),
    };
    let folder = DataFolder::create(root)?;
    let keys = Keys::create(&folder, &passphrases, args.practice, &text, clock)?;
    data_folder::write_private(&folder.election_toml(), text.as_bytes())?;
    if passphrase_file.is_none() {
        say.line(texts::passphrases_made(&passphrases.everyday, &passphrases.root))?;
    }
    let mut headquarters = Headquarters::with_keys(folder, keys, clock.clone())?;
    election_apply(&mut headquarters, say)?;
    let root = root.display().to_string();
    Ok(say.line(texts::initialized(&file.definition.name, args.practice, &root))?)
}

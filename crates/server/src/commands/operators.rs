//! `operators add|list|remove`: who may log in to the dashboard.
//!
//! A password comes from a file or is made and printed once; never from the command line,
//! where every user of the machine could read it.

use std::path::Path;

use super::Say;
use crate::data_folder::DataFolder;
use crate::operators::Operators;
use crate::{passphrase, texts};

/// Adds an operator, or gives one a new password.
pub fn add(
    folder: &DataFolder,
    name: &str,
    password_file: Option<&Path>,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let operators = Operators::at(folder.operators());
    let given = password_file.map(passphrase::read_password).transpose()?;
    let made = given.is_none();
    let password = given.unwrap_or_else(passphrase::random);
    let new = operators.add(name, &password)?;
    say.line(texts::operator_added(name, new))?;
    if made {
        say.line(texts::operator_password(&password))?;
    }
    Ok(())
}

/// Prints the names.
pub fn list(folder: &DataFolder, say: &mut Say<'_>) -> anyhow::Result<()> {
    for name in Operators::at(folder.operators()).names()? {
        say.line(name)?;
    }
    Ok(())
}

/// Takes one out.
pub fn remove(folder: &DataFolder, name: &str, say: &mut Say<'_>) -> anyhow::Result<()> {
    Operators::at(folder.operators()).remove(name)?;
    Ok(say.line(texts::operator_removed(name))?)
}

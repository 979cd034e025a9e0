//! `election check|apply|show`: the definition, from the file into the common journal.
//!
//! Publishes what differs from what was published last and nothing else, so that running it
//! twice is running it once. Refuses a number with another meaning than before.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use domain::ElectionDefinition;
use domain::definition::FormEntry;
use domain::event::{DefinitionPublished, EndpointsPublished, KeyListPublished, Payload};

use super::Say;
use crate::data_folder::{self, DataFolder};
use crate::election_file::{ElectionFile, may_follow};
use crate::headquarters::{Headquarters, local_operator};
use crate::stations::StationList;
use crate::texts;

/// Publishes what changed since the last time; nothing where nothing changed.
pub fn apply(headquarters: &mut Headquarters, say: &mut Say<'_>) -> anyhow::Result<()> {
    let file = read(&headquarters.folder)?;
    if file.definition.practice != headquarters.keys.list.list().practice {
        bail!(texts::PRACTICE_MISMATCH);
    }
    let what = changes(headquarters, &file)?;
    if what.is_empty() {
        return Ok(say.line(texts::NOTHING_CHANGED)?);
    }
    for payload in &what {
        if let Payload::DefinitionPublished(published) = payload {
            say.line(texts::definition_published(published.version))?;
            if let Ok(read) = ElectionDefinition::decode(&published.definition) {
                forms_missing(&read, say)?;
            }
        }
    }
    headquarters.publish_common(what)?;
    Ok(())
}

/// Reads a definition and says what it holds; what is wrong is an error with its place.
pub fn check(file: &Path, say: &mut Say<'_>) -> anyhow::Result<()> {
    let name = file.display();
    let text = String::from_utf8(data_folder::read(file)?)
        .map_err(|_| anyhow::anyhow!("{name}: not UTF-8"))?;
    let read = ElectionFile::parse(&text).map_err(|wrong| {
        anyhow::anyhow!("{name}:{}:{}: {}", wrong.line, wrong.column, wrong.reason)
    })?;
    Ok(say.line(texts::election_checked(&read.definition))?)
}

/// Reads `election.toml` of a folder.
pub fn read(folder: &DataFolder) -> anyhow::Result<ElectionFile> {
    let text = String::from_utf8(data_folder::read(&folder.election_toml())?)?;
    Ok(ElectionFile::parse(&text)?)
}

/// `https://host:port` of the file's addresses.
pub fn endpoints(file: &ElectionFile) -> Vec<String> {
    file.addresses.iter().map(|address| format!("https://{address}")).collect()
}

fn changes(headquarters: &Headquarters, file: &ElectionFile) -> anyhow::Result<Vec<Payload>> {
    let common = headquarters.common()?;
    let operator = local_operator();
    let mut what = Vec::new();
    let key_list = headquarters.keys.list.to_bytes();
    if common.key_lists().next_back().is_none_or(|told| told.key_list != key_list) {
        let operator = operator.clone();
        what.push(Payload::KeyListPublished(KeyListPublished { operator, key_list }));
    }
    let definitions = common.definitions();
    let before = definitions.current();
    let mut definition = file.definition.clone();
    definition.forms = newest_forms(common.form_versions());
    definition.stations = match file.share_station_list {
        true => {
            let list = StationList::load(&headquarters.folder.stations())?;
            Some(list.iter().map(crate::stations::Station::spec).collect())
        }
        false => None,
    };
    definition.version = before.version;
    if definition != *before || before.version == 0 {
        may_follow(definitions.published(), &definition).map_err(anyhow::Error::msg)?;
        definition.version = before.version + 1;
        what.push(published(&definition, &operator));
    }
    let addresses = endpoints(file);
    if common.endpoints() != addresses {
        what.push(Payload::EndpointsPublished(EndpointsPublished { operator, addresses }));
    }
    Ok(what)
}

/// Names forms of the schedule that no import has published yet: their rows wait.
fn forms_missing(definition: &ElectionDefinition, say: &mut Say<'_>) -> anyhow::Result<()> {
    let named: BTreeSet<&String> =
        definition.schedule.iter().filter_map(|row| row.form.as_ref()).collect();
    let published = |form: &str| definition.forms.iter().any(|known| known.name == form);
    for form in named.into_iter().filter(|form| !published(form)) {
        say.note(texts::form_missing(form))?;
    }
    Ok(())
}

/// A definition as an event.
fn published(definition: &ElectionDefinition, operator: &str) -> Payload {
    Payload::DefinitionPublished(DefinitionPublished {
        operator: operator.to_owned(),
        version: definition.version,
        definition: definition.encode(),
    })
}

/// The newest version of each form.
fn newest_forms<'a>(versions: impl Iterator<Item = (u32, u32, &'a [u8])>) -> Vec<FormEntry> {
    let mut newest: Vec<FormEntry> = Vec::new();
    for (form, version, bytes) in versions {
        let Ok(read) = domain::form::Form::decode(bytes) else { continue };
        let entry = FormEntry { form, version, name: read.body().name.clone() };
        match newest.iter_mut().find(|known| known.form == form) {
            Some(known) if known.version < version => *known = entry,
            Some(_) => {}
            None => newest.push(entry),
        }
    }
    newest
}

/// Prints what is published.
pub fn show(headquarters: &Headquarters, say: &mut Say<'_>) -> anyhow::Result<()> {
    let common = headquarters.common()?;
    let definitions = common.definitions();
    let definition = definitions.current();
    say.line(texts::election_line(definition))?;
    for version in definitions.unreadable() {
        say.line(texts::definition_unreadable(version))?;
    }
    for day in &definition.days {
        say.line(texts::day_line(day))?;
    }
    for form in &definition.forms {
        say.line(texts::form_line(form))?;
    }
    for address in common.endpoints() {
        say.line(texts::address_line(address))?;
    }
    Ok(())
}

//! `invite`: a `.sanaq` file, a QR picture and a code to paste for one person, or for many.
//!
//! Refuses until a backup of the keys was tried. The notes are kept before the first file is
//! written: an invitation nobody remembers could not be revoked. The label and the stations
//! stay in the note; file and code hold neither. A code is as secret as the file, so it is
//! printed only where it was asked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::{Days, NaiveDate};
use journal::ids::{Hash, PageNumber};
use journal::invitation::InvitationFile;
use journal::keeper::Keeper as _;
use journal::page::Page;

use super::{Say, election};
use crate::cli::Invite;
use crate::data_folder;
use crate::election_file::{ElectionFile, last_day};
use crate::headquarters::Headquarters;
use crate::invitations::{self, Made, NewInvitation, Notes};
use crate::stations::StationList;
use crate::table::{RefusedRow, Table};
use crate::{keys, picture, texts};

/// An invitation was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// For whom.
    pub label: String,
    /// UUID.
    pub id: String,
    /// The `.sanaq` file.
    pub file: PathBuf,
    /// What a QR shows and a person may paste.
    pub code: String,
}

/// Pages of the common journal that go into a file; an older device asks for the rest.
const COMMON_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Makes one invitation.
pub fn invite(
    headquarters: &Headquarters,
    args: &Invite,
    say: &mut Say<'_>,
) -> anyhow::Result<Invited> {
    let label = args.label.clone().unwrap_or_default();
    let desk = Desk::open(headquarters, args.expires.as_deref())?;
    let new = desk.person(&label, args.role == "lead", &args.station)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(file_name(&label, "sanaq")));
    let code = args.code.clone();
    let printed = code.as_deref() == Some(Path::new("-"));
    let places = Places { file: out, qr: args.qr.clone(), code: code.filter(|_| !printed) };
    let made = desk.note(vec![(new, places)])?;
    let mut all = made.into_iter().map(|(made, places)| desk.write(made, places));
    let invited = all.next().context(texts::BAD_NOTE)??;
    say.line(texts::invited(&invited))?;
    if printed {
        say.line(&invited.code)?;
    }
    Ok(invited)
}

/// Makes an invitation for every row of a CSV file. With a refused row it makes none.
pub fn invite_many(
    headquarters: &Headquarters,
    args: &Invite,
    csv: &Path,
    say: &mut Say<'_>,
) -> anyhow::Result<Vec<Invited>> {
    let desk = Desk::open(headquarters, args.expires.as_deref())?;
    let bytes = data_folder::read(csv)?;
    let (people, refused) = people(&bytes, &desk).context(csv.display().to_string())?;
    for row in &refused {
        say.note(texts::refused_row(row))?;
    }
    if !refused.is_empty() {
        bail!(texts::NOBODY_INVITED);
    }
    let folder = args.out_dir.clone().unwrap_or_else(|| headquarters.folder.invitation_files());
    data_folder::make_private_folder(&folder)?;
    let named = |new: NewInvitation| {
        let at = |ending: &str| folder.join(file_name(&new.label, ending));
        let places = Places { file: at("sanaq"), qr: Some(at("svg")), code: Some(at("txt")) };
        (new, places)
    };
    let made = desk.note(people.into_iter().map(named).collect())?;
    let mut all = Vec::with_capacity(made.len());
    for (made, places) in made {
        let invited = desk.write(made, places)?;
        say.line(texts::invited(&invited))?;
        all.push(invited);
    }
    Ok(all)
}

/// Where one invitation is written.
struct Places {
    file: PathBuf,
    qr: Option<PathBuf>,
    code: Option<PathBuf>,
}

/// What every invitation needs.
struct Desk<'a> {
    headquarters: &'a Headquarters,
    file: ElectionFile,
    stations: StationList,
    common: Vec<Page>,
    expires_at: i64,
}

impl<'a> Desk<'a> {
    fn open(headquarters: &'a Headquarters, expires: Option<&str>) -> anyhow::Result<Self> {
        if !keys::backup_is_verified(&headquarters.folder)? {
            bail!(texts::BACKUP_MISSING);
        }
        let file = election::read(&headquarters.folder)?;
        let zone = domain::hours::zone(&file.definition.zone).context("time zone")?;
        let last = match expires {
            Some(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").context(text.to_owned())?,
            None => {
                let last = last_day(&file.definition).context("a polling day")?;
                last.checked_add_days(Days::new(7)).unwrap_or(last)
            }
        };
        // The whole of that day counts.
        let expires_at = domain::hours::at_minutes(zone, last, 24 * 60);
        let common = headquarters.keys.list.list().common;
        let run = headquarters.store.pages(common, PageNumber(0), COMMON_BYTES_MAX)?;
        let stations = StationList::load(&headquarters.folder.stations())?;
        Ok(Self { headquarters, file, stations, common: run.pages, expires_at })
    }

    fn person(
        &self,
        label: &str,
        lead: bool,
        stations: &[String],
    ) -> anyhow::Result<NewInvitation> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > 80 || label.chars().any(char::is_control) {
            bail!(texts::BAD_LABEL);
        }
        let stations = stations
            .iter()
            .map(|code| code.trim())
            .filter(|code| !code.is_empty())
            .map(|code| self.spelt(code).ok_or_else(|| anyhow::anyhow!(texts::no_station(code))))
            .collect::<anyhow::Result<_>>()?;
        Ok(NewInvitation { label: label.to_owned(), lead, stations, expires_at: self.expires_at })
    }

    /// A code as the list spells it. Without a list every code is taken.
    fn spelt(&self, code: &str) -> Option<String> {
        match self.stations.get(code) {
            Some(station) => Some(station.code.clone()),
            None => self.stations.is_empty().then(|| code.to_owned()),
        }
    }

    /// Signs all and keeps their notes, in one step.
    fn note(&self, all: Vec<(NewInvitation, Places)>) -> anyhow::Result<Vec<(Made, Places)>> {
        let path = self.headquarters.folder.invitations();
        let mut notes = Notes::load(&path)?;
        let keys = &self.headquarters.keys;
        let sign = |(new, places)| (invitations::make(keys, new, &self.headquarters.clock), places);
        let made: Vec<(Made, Places)> = all.into_iter().map(sign).collect();
        notes.notes.extend(made.iter().map(|(made, _)| made.note.clone()));
        notes.save(&path)?;
        Ok(made)
    }

    fn write(&self, made: Made, places: Places) -> anyhow::Result<Invited> {
        let keys = &self.headquarters.keys;
        let spki = sync::tls::spki_sha256(&keys.authority.certificate)?;
        let file = InvitationFile {
            public: made.public,
            one_time: made.one_time,
            root: keys.root,
            keys: keys.list.clone(),
            members: keys.members.clone(),
            authority: Hash(spki),
            endpoints: election::endpoints(&self.file),
            common: self.common.clone(),
        };
        let code = file.code().to_text()?;
        data_folder::write_private(&places.file, &file.encode())?;
        if let Some(qr) = &places.qr {
            data_folder::write_private(qr, &picture::of(&code, qr)?)?;
        }
        if let Some(path) = &places.code {
            data_folder::write_private(path, format!("{code}\n").as_bytes())?;
        }
        Ok(Invited { label: made.note.label, id: made.note.id, file: places.file, code })
    }
}

/// The columns of a list of people.
const COLUMNS: [&str; 3] = ["label", "role", "stations"];

fn people(bytes: &[u8], desk: &Desk<'_>) -> anyhow::Result<(Vec<NewInvitation>, Vec<RefusedRow>)> {
    let table = Table::read(bytes, None, &COLUMNS)?;
    table.only(&COLUMNS)?;
    let label = table.column("label")?;
    let (role, stations) = (table.column_if_there("role")?, table.column_if_there("stations")?);
    let (mut good, mut refused) = (Vec::new(), Vec::new());
    let mut files = BTreeSet::new();
    for row in table.rows() {
        let person = row.and_then(|row| {
            let lead = match role.as_ref().map_or("", |column| row.cell(column)) {
                "" | "observer" => false,
                "lead" => true,
                other => {
                    let column = role.as_ref().unwrap_or(&label);
                    return Err(row.refuse(column, texts::no_role(other)));
                }
            };
            let codes = stations.as_ref().map_or("", |column| row.cell(column));
            let codes: Vec<String> = codes.split([';', ' ', ',']).map(str::to_owned).collect();
            let new = desk.person(row.cell(&label), lead, &codes).map_err(|error| {
                let column = stations.as_ref().unwrap_or(&label);
                row.refuse(column, error.to_string())
            })?;
            match files.insert(file_name(&new.label, "sanaq").to_lowercase()) {
                true => Ok(new),
                false => Err(row.refuse(&label, texts::LABEL_TWICE)),
            }
        });
        match person {
            Ok(new) => good.push(new),
            Err(row) => refused.push(row),
        }
    }
    Ok((good, refused))
}

/// A label as a file's name: what some file system refuses becomes `_`.
fn file_name(label: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ') { c } else { '_' };
    let name: String = label.trim().chars().map(plain).collect();
    format!("{name}.{ending}")
}

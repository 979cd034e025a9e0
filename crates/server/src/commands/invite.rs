//! `invite`: a `.sanaq` file, a QR picture and a code to paste for one person, or for many.
//!
//! Refuses until a backup of the keys was tried, and to write over an invitation, whose one-time
//! key is kept nowhere else. The notes are kept before the first file is written: an invitation
//! nobody remembers could not be revoked. The label and the stations stay in the note; file and
//! code hold neither. A code is as secret as the file, so it is printed only where it was asked
//! for.

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
use crate::table::{Column, RefusedRow, Row, Table};
use crate::{keys, picture, team, texts};

/// An invitation was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// For whom.
    pub label: String,
    /// What a lead's device calls the person.
    pub call_sign: String,
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
    let mut new = desk.person(&label, args.role == "lead", &args.station)?;
    let notes = Notes::load(&headquarters.folder.invitations())?;
    new.team = team::name(&notes, &args.team).map_err(anyhow::Error::msg)?;
    if let Some(given) = &args.call_sign {
        new.call_sign = team::call_sign(&notes, given).map_err(anyhow::Error::msg)?;
    }
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
    let notes = Notes::load(&headquarters.folder.invitations())?;
    let (people, refused) =
        people(&bytes, &desk, &notes, &args.team).context(csv.display().to_string())?;
    for row in &refused {
        say.note(texts::refused_row(row))?;
    }
    if !refused.is_empty() {
        bail!(texts::NOBODY_INVITED);
    }
    // Given call-signs first, so that none that is made takes one of them.
    let mut people = people;
    people.sort_by_key(|new| new.call_sign.is_empty());
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
            .map(|code| {
                self.stations.spelt(code).ok_or_else(|| anyhow::anyhow!(texts::no_station(code)))
            })
            .collect::<anyhow::Result<_>>()?;
        let (label, expires_at) = (label.to_owned(), self.expires_at);
        let (team, call_sign) = (String::new(), String::new());
        Ok(NewInvitation { label, lead, stations, expires_at, team, call_sign })
    }

    /// Signs all and keeps their notes, in one step.
    fn note(&self, all: Vec<(NewInvitation, Places)>) -> anyhow::Result<Vec<(Made, Places)>> {
        for (_, places) in &all {
            let all = [Some(&places.file), places.qr.as_ref(), places.code.as_ref()];
            if let Some(there) = all.into_iter().flatten().find(|path| path.exists()) {
                bail!(texts::invitation_is_there(there));
            }
        }
        let path = self.headquarters.folder.invitations();
        let mut notes = Notes::load(&path)?;
        let mut made = Vec::with_capacity(all.len());
        for (mut new, places) in all {
            if new.call_sign.is_empty() {
                new.call_sign = team::next_call_sign(&notes, &new.team);
            }
            let one = invitations::make(&self.headquarters.keys, new, &self.headquarters.clock);
            notes.notes.push(one.note.clone());
            made.push((one, places));
        }
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
        let invitations::Note { id, label, call_sign, .. } = made.note;
        Ok(Invited { label, call_sign, id, file: places.file, code })
    }
}

/// The columns of a list of people.
const COLUMNS: [&str; 5] = ["label", "role", "team", "call_sign", "stations"];

/// The columns of a file of people; those but the label may be missing.
struct Columns {
    label: Column,
    role: Option<Column>,
    team: Option<Column>,
    call_sign: Option<Column>,
    stations: Option<Column>,
}

/// What one row of many must not say again.
#[derive(Default)]
struct Taken {
    files: BTreeSet<String>,
    call_signs: BTreeSet<String>,
}

fn people(
    bytes: &[u8],
    desk: &Desk<'_>,
    notes: &Notes,
    team: &str,
) -> anyhow::Result<(Vec<NewInvitation>, Vec<RefusedRow>)> {
    let table = Table::read(bytes, None, &COLUMNS)?;
    table.only(&COLUMNS)?;
    let columns = Columns {
        label: table.column("label")?,
        role: table.column_if_there("role")?,
        team: table.column_if_there("team")?,
        call_sign: table.column_if_there("call_sign")?,
        stations: table.column_if_there("stations")?,
    };
    let (mut good, mut refused) = (Vec::new(), Vec::new());
    let mut taken = Taken::default();
    for row in table.rows() {
        match row.and_then(|row| columns.person(&row, desk, notes, team, &mut taken)) {
            Ok(new) => good.push(new),
            Err(row) => refused.push(row),
        }
    }
    Ok((good, refused))
}

impl Columns {
    fn person(
        &self,
        row: &Row,
        desk: &Desk<'_>,
        notes: &Notes,
        team: &str,
        taken: &mut Taken,
    ) -> Result<NewInvitation, RefusedRow> {
        let cell = |column: &Option<Column>| column.as_ref().map_or("", |column| row.cell(column));
        let no = |column: &Option<Column>, why: String| {
            row.refuse(column.as_ref().unwrap_or(&self.label), why)
        };
        let lead = match cell(&self.role) {
            "" | "observer" => false,
            "lead" => true,
            other => return Err(no(&self.role, texts::no_role(other))),
        };
        let codes = cell(&self.stations).split([';', ' ', ',']).map(str::to_owned);
        let codes: Vec<String> = codes.collect();
        let mut new = desk
            .person(row.cell(&self.label), lead, &codes)
            .map_err(|error| no(&self.stations, error.to_string()))?;
        let own = cell(&self.team);
        new.team = team::name(notes, if own.is_empty() { team } else { own })
            .map_err(|why| no(&self.team, why))?;
        let given = cell(&self.call_sign);
        if !given.is_empty() {
            let sign = team::call_sign(notes, given).map_err(|why| no(&self.call_sign, why))?;
            if !taken.call_signs.insert(sign.to_lowercase()) {
                return Err(no(&self.call_sign, texts::call_sign_taken(&sign)));
            }
            new.call_sign = sign;
        }
        match taken.files.insert(file_name(&new.label, "sanaq").to_lowercase()) {
            true => Ok(new),
            false => Err(row.refuse(&self.label, texts::LABEL_TWICE)),
        }
    }
}

/// A label as a file's name: what some file system refuses becomes `_`.
fn file_name(label: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ') { c } else { '_' };
    let name: String = label.trim().chars().map(plain).collect();
    format!("{name}.{ending}")
}

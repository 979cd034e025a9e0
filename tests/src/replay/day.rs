//! One row's day on a device of its own: the app's core, its commands, its folder.
//!
//! The day is lived offline and the pages are delivered in the evening, when the endpoint's
//! clock and the device's agree. A device's boot has a name of its own, so that no comparison
//! of clocks reaches another device.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use app::Core;
use app::api::{
    BesideCommand, Command, ContactOutcome, FigureCounts, FigureSource, FigureWhat, Given,
    ItemShape, ItemView, MobileBox, Notice, Presence, Query, RegisterSource, Reply, TurnoutInput,
};
use base64::Engine as _;
use chrono::NaiveDate;

use super::endpoint::Endpoint;
use super::input::{Recorded, Row};
use super::mapping::Mapping;

const SECRET: &str = "one secret for all";
const PATIENCE: Duration = Duration::from_secs(120);
/// Contacts until all must have arrived; one is the ordinary case.
const CONTACTS_MAX: usize = 10;

/// Where and when devices of one process live.
pub struct Desk<'a> {
    folder: &'a Path,
    clock: PathBuf,
    mapping: &'a Mapping,
    midnight: i64,
}

/// A device that is switched on.
struct Device {
    label: String,
    core: Core,
    contacts: Receiver<ContactOutcome>,
}

/// Writes a clock file: wall clock, seconds since boot, the boot's name.
pub fn write_clock(path: &Path, wall: i64, boot: usize) -> Result<()> {
    let boottime = wall.rem_euclid(86_400) + 100_000;
    // Renamed into place: a reader never sees half a line.
    let new = path.with_extension("new");
    fs::write(&new, format!("{wall} {boottime} {boot:032x}\n"))?;
    Ok(fs::rename(new, path)?)
}

/// Local midnight of the played day, Unix seconds.
pub fn midnight(mapping: &Mapping) -> Result<i64> {
    let date: NaiveDate = mapping.election.date.parse()?;
    let zone = domain::hours::zone(&mapping.election.timezone).context("no such zone")?;
    Ok(domain::hours::at_minutes(zone, date, 0))
}

/// Minutes after midnight of `HH:MM`.
pub fn minutes(text: &str) -> Result<i64> {
    let (hours, minutes) = text.split_once(':').context("no time")?;
    Ok(hours.parse::<i64>()? * 60 + minutes.parse::<i64>()?)
}

/// The evening at which everything is delivered: an hour after closing.
pub fn evening(mapping: &Mapping) -> Result<i64> {
    Ok(midnight(mapping)? + (minutes(&mapping.election.closes)? + 60) * 60)
}

impl<'a> Desk<'a> {
    /// `clock` is the file that this process' `SANAQ_TEST_CLOCK` names.
    pub fn new(folder: &'a Path, clock: PathBuf, mapping: &'a Mapping) -> Result<Self> {
        Ok(Self { folder, clock, mapping, midnight: midnight(mapping)? })
    }

    fn set(&self, row: &Row, minute: i64) -> Result<()> {
        write_clock(&self.clock, self.midnight + minute * 60, row.number)
    }

    fn data(&self, row: &Row) -> PathBuf {
        self.folder.join("devices").join(row.label())
    }

    /// Enrols a device and lives its day; nothing reaches the endpoint yet.
    pub fn live(&self, row: &Row) -> Result<()> {
        let opens = minutes(&self.mapping.election.opens)?;
        self.set(row, opens - 60)?;
        fs::create_dir_all(self.data(row))?;
        let device = Device::start(row, &self.data(row));
        let invitation = Endpoint::invitation(self.folder, &row.label());
        let bytes = fs::read(&invitation).with_context(|| invitation.display().to_string())?;
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        device.does(Command::ReadInvitationFile { base64 })?;
        device.does(Command::Enrol { secret: SECRET.to_owned() })?;
        self.set(row, opens - 30)?;
        let (station_code, presence) = (row.typed_station(), Presence::Inside);
        device.does(Command::Arrive { station_code, presence, since_touch_ms: 0 })?;
        self.set(row, opens + 5)?;
        self.note_registers(&device, row)?;
        for (part, figure) in self.mapping.figure.iter().zip(&row.figures) {
            let Some(figure) = figure else { continue };
            self.set(row, minutes(&part.as_of)? + 3)?;
            let turnout = noted(u32::try_from(*figure)?, &part.as_of);
            device.does(Command::NoteTurnout { turnout, since_touch_ms: 0 })?;
        }
        let closes = &self.mapping.election.closes;
        self.set(row, minutes(closes)? + 20)?;
        if let Some(figure) = row.figure_of(&self.mapping.measures.signatures, self.mapping) {
            let (what, source) = (FigureWhat::Signatures, FigureSource::OwnCount);
            let turnout = TurnoutInput { what, source, ..noted(figure, closes) };
            device.does(Command::NoteTurnout { turnout, since_touch_ms: 0 })?;
        }
        self.fill(&device, row)?;
        device.does(Command::Leave { since_touch_ms: 0 })?;
        device.does(Command::Lock).map(drop)
    }

    /// What the form holds of the list and the ballots is told beside it, too.
    fn note_registers(&self, device: &Device, row: &Row) -> Result<()> {
        for part in &self.mapping.register {
            let Some(figure) = row.figure_of(&part.answer, self.mapping) else { continue };
            device.does(Command::Beside(BesideCommand::NoteRegister {
                what: part.what,
                figure,
                as_of: self.mapping.election.opens.clone(),
                contest: None,
                source: RegisterSource::Paper,
                told_by: String::new(),
                since_touch_ms: 0,
            }))?;
        }
        Ok(())
    }

    /// Fills the form; the form has one number, since it is the only one published.
    fn fill(&self, device: &Device, row: &Row) -> Result<()> {
        let form = 1;
        let Reply::Checklist { view } = device.does(Command::BeginChecklist { form })? else {
            bail!("{}: no checklist", device.label)
        };
        let items: BTreeMap<&str, &ItemView> =
            view.items.iter().map(|item| (item.name.as_str(), item)).collect();
        for (question, recorded) in &row.answers {
            let item = items.get(question.as_str());
            let item = item.with_context(|| format!("the form has no question {question}"))?;
            device.does(Command::Answer {
                form,
                instance: view.summary.instance,
                path: item.path.clone(),
                question: item.number,
                given: given(item, recorded)?,
                seen_at: None,
                since_touch_ms: 0,
            })?;
        }
        Ok(())
    }

    /// Unlocks in the evening and sends until everything has its receipt; how many contacts.
    pub fn deliver(&self, row: &Row) -> Result<usize> {
        write_clock(&self.clock, evening(self.mapping)?, row.number)?;
        let device = Device::start(row, &self.data(row));
        let Reply::Session { view } = device.asks(Query::Session)? else {
            bail!("{}: no session", device.label)
        };
        let enrolment = view.enrolments.first().context("nothing is enrolled")?.id.clone();
        device.does(Command::Unlock { enrolment, secret: SECRET.to_owned() })?;
        for contact in 1..=CONTACTS_MAX {
            device.does(Command::SendNow)?;
            let outcome = device.contacts.recv_timeout(PATIENCE).context("no contact ended")?;
            let Reply::Delivery { view } = device.asks(Query::Delivery)? else {
                bail!("{}: no delivery", device.label)
            };
            if view.on_phone == 0 && view.not_sealed == 0 {
                device.does(Command::Lock)?;
                return Ok(contact);
            }
            if outcome != ContactOutcome::Reached && contact == CONTACTS_MAX {
                bail!("{}: {outcome:?}, {} events left", device.label, view.on_phone);
            }
        }
        bail!("{}: not delivered in {CONTACTS_MAX} contacts", device.label)
    }
}

impl Device {
    fn start(row: &Row, folder: &Path) -> Self {
        let core = Core::start(folder.to_path_buf());
        let (sender, contacts) = channel();
        core.listen(Box::new(move |notice| match notice {
            Notice::Contact { outcome } => sender.send(outcome).is_ok(),
            Notice::Changed { .. } | Notice::Alarm { .. } | Notice::Relay { .. } => true,
        }));
        Self { label: row.label(), core, contacts }
    }

    fn does(&self, command: Command) -> Result<Reply> {
        let said: String = format!("{command:?}").chars().take(80).collect();
        self.core.execute(command).with_context(|| format!("{}: {said}", self.label))
    }

    fn asks(&self, query: Query) -> Result<Reply> {
        self.core.query(query).with_context(|| self.label.clone())
    }
}

fn noted(figure: u32, as_of: &str) -> TurnoutInput {
    TurnoutInput {
        figure,
        counts: FigureCounts::SinceOpening,
        as_of: as_of.to_owned(),
        what: FigureWhat::Unclear,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Displayed,
        told_by: String::new(),
    }
}

/// An answer as the interface would give it.
fn given(item: &ItemView, recorded: &Recorded) -> Result<Given> {
    let (names, several) = match recorded {
        Recorded::Number(text) => return Ok(Given::Number { text: text.clone() }),
        Recorded::Text(text) => return Ok(Given::Text { text: text.clone() }),
        Recorded::Chosen { names, several } => (names, *several),
    };
    let (ItemShape::SelectOne { choices } | ItemShape::SelectMultiple { choices }) = &item.shape
    else {
        bail!("{} is no selection", item.name)
    };
    let number = |name: &String| {
        let choice = choices.iter().find(|choice| choice.name == *name);
        choice.map(|choice| choice.choice).with_context(|| format!("{}: {name}", item.name))
    };
    let mut numbers = names.iter().map(number).collect::<Result<Vec<u32>>>()?;
    numbers.sort_unstable();
    match (several, numbers.first()) {
        (false, Some(choice)) => Ok(Given::One { choice: *choice }),
        (true, _) => Ok(Given::Many { choices: numbers }),
        (false, None) => bail!("{}: nothing chosen", item.name),
    }
}

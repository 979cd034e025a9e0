//! The election as headquarters defines it: days, hours, categories, points, forms.
//!
//! It travels as CBOR maps with integer keys, so that an older program reads a newer
//! definition and passes over what it does not know. Numbers are fixed within a version;
//! events name the version they mean. Version 0 is the built-in one, for a device that was
//! enrolled by QR and has not synced. Changing this changes bytes. Rejected: names as keys,
//! because a renamed category would split a count.

mod rules;
mod schedule;

pub use rules::{Candidate, Feature, Gravity, IncidentKind, Limits};
pub use schedule::{Anchor, Condition, Phase, ROWS_MAX, Repeat, ScheduleRow, Task, When, Whose};

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Texts by language code (`kk`, `ru`, `en`).
pub type Texts = BTreeMap<String, String>;

/// The election's definition. CBOR map with integer keys.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ElectionDefinition {
    /// Version, from 1; 0 is built in.
    #[n(0)]
    pub version: u32,
    /// The election's name as headquarters wrote it.
    #[n(1)]
    pub name: String,
    /// Polling days in order; empty in the built-in definition.
    #[n(2)]
    pub days: Vec<PollingDay>,
    /// IANA zone of stations that name none.
    #[n(3)]
    pub zone: String,
    /// Languages, the preferred first.
    #[n(4)]
    pub languages: Vec<String>,
    /// Categories of counted persons.
    #[n(5)]
    pub categories: Vec<Category>,
    /// Counting points.
    #[n(6)]
    pub points: Vec<CountingPoint>,
    /// A practice election: a banner on every screen.
    #[n(7)]
    pub practice: bool,
    /// Stations that every device may know; `None` when devices get only their own.
    #[n(8)]
    pub stations: Option<Vec<StationSpec>>,
    /// Forms and their current versions.
    #[n(9)]
    pub forms: Vec<FormEntry>,
    /// Contests of the day, where figures are told apart by contest.
    #[n(10)]
    pub contests: Vec<Contest>,
    /// More voters a minute than this are not possible at one station; `None`: no such rule.
    /// Devices and headquarters read this one figure.
    #[n(11)]
    pub highest_rate_per_minute: Option<u32>,
    /// Kinds of incidents.
    #[cbor(n(12), default, skip_if = "Vec::is_empty")]
    pub incident_kinds: Vec<IncidentKind>,
    /// What is to be done in a station's day.
    #[cbor(n(13), default, skip_if = "Vec::is_empty")]
    pub schedule: Vec<ScheduleRow>,
    /// Limits for findings and the missing list.
    #[cbor(n(14), default, skip_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Words of what is switched on, see [`Feature::word`]; `None`: everything.
    #[n(15)]
    pub switched_on: Option<Vec<String>>,
}

/// One polling day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct PollingDay {
    /// The date on the station's wall; text `YYYY-MM-DD` in CBOR.
    #[n(0)]
    #[cbor(with = "date_text")]
    pub date: NaiveDate,
    /// Opening, minutes after local midnight.
    #[n(1)]
    pub opens_minutes: u16,
    /// Closing, minutes after local midnight; above 1440 means after midnight.
    #[n(2)]
    pub closes_minutes: u16,
    /// A day of early voting.
    #[cbor(n(3), default, skip_if = "is_false")]
    pub early: bool,
}

/// How a category stands to the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CategoryRole {
    /// One more person in the total.
    #[n(1)]
    Adds,
    /// A mark on a person counted already (assisted, in a group).
    #[n(2)]
    Part,
    /// Beside the total (turned away, left without voting).
    #[n(3)]
    Outside,
}

/// A category of counted persons.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Category {
    /// Its number in this version, from 1.
    #[n(0)]
    pub number: u32,
    /// A stable word the interface may know (`voter`, `assisted`).
    #[n(1)]
    pub code: String,
    /// How it stands to the total.
    #[n(2)]
    pub role: CategoryRole,
    /// Names by language; may be empty where the code is built in.
    #[n(3)]
    pub names: Texts,
}

/// What kind of place a counting point is. Different kinds are never added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum PointKind {
    /// The desk that hands out ballots.
    #[n(1)]
    BallotDesk,
    /// The ballot box.
    #[n(2)]
    Box,
    /// The door of the room.
    #[n(3)]
    RoomEntrance,
    /// The door of the building.
    #[n(4)]
    BuildingEntrance,
    /// A recording, watched later.
    #[n(5)]
    Recording,
}

/// A place where persons are counted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CountingPoint {
    /// Its number in this version, from 1.
    #[n(0)]
    pub number: u32,
    /// What it is.
    #[n(1)]
    pub kind: PointKind,
    /// Names by language; may be empty.
    #[n(2)]
    pub names: Texts,
}

/// A polling station as headquarters knows it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StationSpec {
    /// The code on the wall; compared by [`station_key`].
    #[n(0)]
    pub code: String,
    /// Its name.
    #[n(1)]
    pub name: String,
    /// Region path, the largest first.
    #[n(2)]
    pub region: Vec<String>,
    /// Voters on the imported list; a claim, `None` when not known.
    #[n(3)]
    pub registered: Option<u32>,
    /// Its own IANA zone; `None` is the election's.
    #[n(4)]
    pub zone: Option<String>,
    /// Its own opening, minutes after midnight; `None` is the day's.
    #[n(5)]
    pub opens_minutes: Option<u16>,
    /// Its own closing; `None` is the day's.
    #[n(6)]
    pub closes_minutes: Option<u16>,
    /// The polling days on which it votes; none is all of the election's.
    #[cbor(n(7), with = "dates_text", default, skip_if = "Vec::is_empty")]
    pub days: Vec<NaiveDate>,
}

/// A form of the election.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FormEntry {
    /// The form's number, from 1.
    #[n(0)]
    pub form: u32,
    /// The version new fillings use.
    #[n(1)]
    pub version: u32,
    /// Its `form_id`.
    #[n(2)]
    pub name: String,
}

/// A contest of the day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Contest {
    /// Its number in this version, from 1.
    #[n(0)]
    pub number: u32,
    /// Names by language.
    #[n(1)]
    pub names: Texts,
    /// Who stands, by the number on the ballot.
    #[cbor(n(2), default, skip_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

/// Why bytes are not a definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// Not the shape of a definition.
    #[error("not a definition: {0}")]
    Malformed(String),
    /// A zone that is in no database.
    #[error("no time zone {0}")]
    ZoneUnknown(String),
}

impl ElectionDefinition {
    /// The definition of a device that has heard nothing yet: version 0.
    #[must_use]
    pub fn built_in() -> Self {
        let category = |number, code: &str, role| Category {
            number,
            code: code.to_owned(),
            role,
            names: Texts::new(),
        };
        let point = |number, kind| CountingPoint { number, kind, names: Texts::new() };
        Self {
            version: 0,
            name: String::new(),
            days: Vec::new(),
            zone: "UTC".to_owned(),
            languages: ["kk", "ru", "en"].map(str::to_owned).to_vec(),
            categories: vec![
                category(1, "voter", CategoryRole::Adds),
                category(2, "assisted", CategoryRole::Part),
                category(3, "in_group", CategoryRole::Part),
                category(4, "turned_away", CategoryRole::Outside),
                category(5, "left_without_voting", CategoryRole::Outside),
            ],
            points: vec![
                point(1, PointKind::BallotDesk),
                point(2, PointKind::Box),
                point(3, PointKind::RoomEntrance),
                point(4, PointKind::BuildingEntrance),
                point(5, PointKind::Recording),
            ],
            practice: false,
            stations: None,
            forms: Vec::new(),
            contests: Vec::new(),
            highest_rate_per_minute: None,
            incident_kinds: Vec::new(),
            schedule: Vec::new(),
            limits: Limits::default(),
            switched_on: None,
        }
    }

    /// Canonical bytes. Changing this changes bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        crate::codec::bytes_of(self)
    }

    /// Reads a definition; unknown keys are passed over.
    ///
    /// # Errors
    /// [`DefinitionError`] when the bytes do not have this shape or name no known zone.
    pub fn decode(bytes: &[u8]) -> Result<Self, DefinitionError> {
        let read: Self = minicbor::decode(bytes)
            .map_err(|error| DefinitionError::Malformed(error.to_string()))?;
        crate::hours::zone(&read.zone)
            .ok_or_else(|| DefinitionError::ZoneUnknown(read.zone.clone()))?;
        Ok(read)
    }

    /// How a category stands to the total; `None` for a number this version does not have.
    #[must_use]
    pub fn role(&self, category: u32) -> Option<CategoryRole> {
        self.categories.iter().find(|found| found.number == category).map(|found| found.role)
    }

    /// Whether a part of the program is used in this election.
    #[must_use]
    pub fn is_on(&self, feature: Feature) -> bool {
        let on = self.switched_on.as_ref();
        on.is_none_or(|words| words.iter().any(|word| word == feature.word()))
    }

    /// The kind of incident with this number.
    #[must_use]
    pub fn incident_kind(&self, number: u32) -> Option<&IncidentKind> {
        self.incident_kinds.iter().find(|kind| kind.number == number)
    }

    /// The polling day with this date.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Option<PollingDay> {
        self.days.iter().copied().find(|day| day.date == date)
    }
}

impl StationSpec {
    /// A station of which only the code is known.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: String::new(),
            region: Vec::new(),
            registered: None,
            zone: None,
            opens_minutes: None,
            closes_minutes: None,
            days: Vec::new(),
        }
    }

    /// The station votes on this polling day.
    #[must_use]
    pub fn votes_on(&self, date: NaiveDate) -> bool {
        self.days.is_empty() || self.days.contains(&date)
    }
}

/// Every version of the definition a journal tells of, the built-in one included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    versions: BTreeMap<u32, ElectionDefinition>,
    unreadable: BTreeSet<u32>,
}

impl Definitions {
    /// Reads published bytes by version; a version that cannot be read is remembered as such.
    pub fn of_bytes<'b>(published: impl IntoIterator<Item = (u32, &'b [u8])>) -> Self {
        let mut unreadable = BTreeSet::new();
        let mut read = Vec::new();
        for (version, bytes) in published {
            match ElectionDefinition::decode(bytes) {
                Ok(definition) => read.push(definition),
                Err(_) => {
                    unreadable.insert(version);
                }
            }
        }
        Self { unreadable, ..Self::of(read) }
    }

    /// These versions and the built-in one.
    pub fn of(versions: impl IntoIterator<Item = ElectionDefinition>) -> Self {
        let built_in = std::iter::once(ElectionDefinition::built_in());
        let all = built_in.chain(versions);
        let versions = all.map(|definition| (definition.version, definition)).collect();
        Self { versions, unreadable: BTreeSet::new() }
    }

    /// Published versions that this program cannot read: figures of what they define may be
    /// incomplete, and a newer program is needed.
    pub fn unreadable(&self) -> impl Iterator<Item = u32> {
        self.unreadable.iter().copied()
    }

    /// Every published version that can be read, the oldest first; not the built-in one.
    pub fn published(&self) -> impl Iterator<Item = &ElectionDefinition> {
        self.versions.range(1..).map(|(_, definition)| definition)
    }

    /// The newest version.
    #[must_use]
    pub fn current(&self) -> &ElectionDefinition {
        static BUILT_IN: LazyLock<ElectionDefinition> = LazyLock::new(ElectionDefinition::built_in);
        self.versions.last_key_value().map_or(&BUILT_IN, |(_, definition)| definition)
    }

    /// One version.
    #[must_use]
    pub fn version(&self, version: u32) -> Option<&ElectionDefinition> {
        self.versions.get(&version)
    }
}

/// What two station codes must share to be one station: trimmed, lower case, NFC.
#[must_use]
pub fn station_key(code: &str) -> String {
    crate::codec::nfc(code.trim()).to_lowercase()
}

fn is_false(value: &bool) -> bool {
    !value
}

mod date_text {
    use chrono::NaiveDate;
    use minicbor::{Decoder, Encoder};

    pub(super) fn encode<C, W: minicbor::encode::Write>(
        date: &NaiveDate,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&date.format("%Y-%m-%d").to_string())?.ok()
    }

    pub(super) fn decode<C>(
        d: &mut Decoder<'_>,
        _: &mut C,
    ) -> Result<NaiveDate, minicbor::decode::Error> {
        NaiveDate::parse_from_str(d.str()?, "%Y-%m-%d").map_err(minicbor::decode::Error::custom)
    }
}

/// Dates as texts, in their order.
mod dates_text {
    use chrono::NaiveDate;
    use minicbor::{Decoder, Encoder};

    pub(super) fn encode<C, W: minicbor::encode::Write>(
        dates: &[NaiveDate],
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(dates.len() as u64)?;
        dates.iter().try_for_each(|date| super::date_text::encode(date, e, ctx))
    }

    pub(super) fn decode<C>(
        d: &mut Decoder<'_>,
        ctx: &mut C,
    ) -> Result<Vec<NaiveDate>, minicbor::decode::Error> {
        let length = d.array()?.ok_or_else(|| minicbor::decode::Error::message("no length"))?;
        (0..length).map(|_| super::date_text::decode(d, ctx)).collect()
    }
}

#[cfg(test)]
mod tests;

//! `election.toml`: the election's definition as people write it.
//!
//! `init` writes it with every category and counting point spelt out, so that what can be
//! changed stands there to be changed. Errors name line and column. Numbers of categories,
//! points, incidents and contests are what signed events mean, so a number is never given to
//! something else, whichever version gave it up: `apply` refuses that. Rejected: JSON, because
//! people edit this by hand.

mod rules;
mod schedule;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;
use domain::definition::{Candidate, Contest, Texts, station_key};
use domain::{Category, CategoryRole, CountingPoint, ElectionDefinition, PointKind, PollingDay};
use serde::Deserialize;
use toml::Spanned;

pub(crate) use write::minutes as time_of_day;
pub use write::{NewElection, PRACTICE, text_of};

/// What `election.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionFile {
    /// The definition; its version is 0 until published, its forms and stations empty.
    pub definition: ElectionDefinition,
    /// `host:port` where devices reach the endpoint.
    pub addresses: Vec<String>,
    /// Every device gets the whole list of stations.
    pub share_station_list: bool,
}

/// Something in the file is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("election.toml, line {line}, column {column}: {reason}")]
pub struct FileError {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Spanned<String>,
    practice: bool,
    timezone: Spanned<String>,
    languages: Spanned<Vec<Spanned<String>>>,
    addresses: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    share_station_list: bool,
    highest_rate_per_minute: Option<Spanned<u32>>,
    day: Spanned<Vec<RawDay>>,
    category: Spanned<Vec<RawCategory>>,
    point: Spanned<Vec<RawPoint>>,
    #[serde(default)]
    contest: Vec<RawContest>,
    #[serde(default)]
    incident: Vec<rules::RawIncident>,
    #[serde(default)]
    schedule: Vec<schedule::RawRow>,
    #[serde(default)]
    limits: rules::RawLimits,
    switched_on: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDay {
    date: Spanned<String>,
    opens: Spanned<String>,
    closes: Spanned<String>,
    #[serde(default)]
    early: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    number: Spanned<u32>,
    code: Spanned<String>,
    role: Spanned<String>,
    #[serde(default)]
    names: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoint {
    number: Spanned<u32>,
    kind: Spanned<String>,
    #[serde(default)]
    names: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContest {
    number: Spanned<u32>,
    #[serde(default)]
    names: Texts,
    #[serde(default)]
    candidate: Vec<RawCandidate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCandidate {
    number: Spanned<u32>,
    #[serde(default)]
    names: Texts,
}

struct Wrong(Range<usize>, String);

impl ElectionFile {
    /// Reads and checks the text.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            at(text, &span, error.message().to_owned())
        })?;
        checked(raw).map_err(|Wrong(span, reason)| at(text, &span, reason))
    }
}

fn at(text: &str, span: &Range<usize>, reason: String) -> FileError {
    let before = text.get(..span.start.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    FileError { line: before.matches('\n').count() + 1, column, reason }
}

fn wrong<T>(at: &Spanned<T>, reason: impl Into<String>) -> Wrong {
    Wrong(at.span(), reason.into())
}

fn checked(raw: Raw) -> Result<ElectionFile, Wrong> {
    let name = raw.name.get_ref().trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(wrong(&raw.name, "a name has 1 to 200 characters"));
    }
    if domain::hours::zone(raw.timezone.get_ref()).is_none() {
        let reason = format!("no time zone is called {:?}", raw.timezone.get_ref());
        return Err(wrong(&raw.timezone, reason));
    }
    let mut definition = ElectionDefinition::built_in();
    definition.name = name.to_owned();
    definition.practice = raw.practice;
    definition.zone = raw.timezone.get_ref().clone();
    definition.languages = languages(&raw.languages)?;
    definition.days = days(&raw.day)?;
    definition.categories = categories(&raw.category)?;
    definition.points = points(&raw.point)?;
    definition.contests = contests(&raw.contest)?;
    definition.highest_rate_per_minute = match raw.highest_rate_per_minute {
        Some(rate) if *rate.get_ref() == 0 || *rate.get_ref() > 100 => {
            return Err(wrong(&rate, "a rate is 1 to 100 voters a minute"));
        }
        Some(rate) => Some(rate.into_inner()),
        None => None,
    };
    definition.incident_kinds = rules::incidents(&raw.incident)?;
    definition.limits = rules::limits(&raw.limits)?;
    definition.switched_on = rules::switched_on(raw.switched_on.as_deref())?;
    definition.schedule = schedule::rows(&raw.schedule, &definition)?;
    Ok(ElectionFile {
        definition,
        addresses: addresses(&raw.addresses)?,
        share_station_list: raw.share_station_list,
    })
}

fn languages(raw: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, Wrong> {
    let mut seen = BTreeSet::new();
    for language in raw.get_ref() {
        let code = language.get_ref();
        let good = (2..=8).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if !good {
            return Err(wrong(language, format!("{code:?} is no language code such as kk")));
        }
        if !seen.insert(code) {
            return Err(wrong(language, format!("{code:?} is there twice")));
        }
    }
    if seen.is_empty() {
        return Err(wrong(raw, "at least one language is needed"));
    }
    Ok(raw.get_ref().iter().map(|it| it.get_ref().clone()).collect())
}

fn addresses(raw: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, Wrong> {
    let all = raw.get_ref();
    if all.is_empty() || all.len() > journal::invitation::ENDPOINTS_MAX {
        return Err(wrong(raw, "1 to 8 addresses are needed"));
    }
    let check =
        |it: &Spanned<String>| write::address(it.get_ref()).map_err(|reason| wrong(it, reason));
    all.iter().map(check).collect()
}

fn days(raw: &Spanned<Vec<RawDay>>) -> Result<Vec<PollingDay>, Wrong> {
    let mut days: Vec<PollingDay> = Vec::new();
    for day in raw.get_ref() {
        let date = write::date(day.date.get_ref()).map_err(|it| wrong(&day.date, it))?;
        let opens = write::minutes(day.opens.get_ref()).map_err(|it| wrong(&day.opens, it))?;
        let closes = write::minutes(day.closes.get_ref()).map_err(|it| wrong(&day.closes, it))?;
        let closes = if closes <= opens { closes + 24 * 60 } else { closes };
        if days.last().is_some_and(|last| last.date >= date) {
            return Err(wrong(&day.date, "polling days stand in order, each once"));
        }
        let early = day.early;
        days.push(PollingDay { date, opens_minutes: opens, closes_minutes: closes, early });
    }
    if days.iter().all(|day| day.early) {
        return Err(wrong(raw, "at least one polling day that is not early is needed"));
    }
    Ok(days)
}

fn categories(raw: &Spanned<Vec<RawCategory>>) -> Result<Vec<Category>, Wrong> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for one in raw.get_ref() {
        fresh(&one.number, &mut seen)?;
        let roles = [
            ("adds", CategoryRole::Adds),
            ("part", CategoryRole::Part),
            ("outside", CategoryRole::Outside),
        ];
        let role = one_of(&one.role, &roles)?;
        let code = code(&one.code)?;
        if all.iter().any(|other: &Category| other.code == code) {
            return Err(wrong(&one.code, format!("{code:?} is there twice")));
        }
        let number = *one.number.get_ref();
        all.push(Category { number, code, role, names: one.names.clone() });
    }
    if all.iter().all(|one| one.role != CategoryRole::Adds) {
        return Err(wrong(raw, "at least one category adds to the total"));
    }
    Ok(all)
}

fn points(raw: &Spanned<Vec<RawPoint>>) -> Result<Vec<CountingPoint>, Wrong> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for one in raw.get_ref() {
        fresh(&one.number, &mut seen)?;
        let kinds = [
            ("ballot_desk", PointKind::BallotDesk),
            ("box", PointKind::Box),
            ("room_entrance", PointKind::RoomEntrance),
            ("building_entrance", PointKind::BuildingEntrance),
            ("recording", PointKind::Recording),
        ];
        let kind = one_of(&one.kind, &kinds)?;
        all.push(CountingPoint { number: *one.number.get_ref(), kind, names: one.names.clone() });
    }
    if all.is_empty() { Err(wrong(raw, "at least one counting point is needed")) } else { Ok(all) }
}

fn contests(raw: &[RawContest]) -> Result<Vec<Contest>, Wrong> {
    let mut seen = BTreeSet::new();
    raw.iter()
        .map(|one| {
            fresh(&one.number, &mut seen)?;
            let mut on_ballot = BTreeSet::new();
            let candidate = |one: &RawCandidate| {
                fresh(&one.number, &mut on_ballot)?;
                Ok(Candidate { number: *one.number.get_ref(), names: one.names.clone() })
            };
            let candidates = one.candidate.iter().map(candidate).collect::<Result<_, _>>()?;
            Ok(Contest { number: *one.number.get_ref(), names: one.names.clone(), candidates })
        })
        .collect()
}

/// The meaning of one of a few words.
fn one_of<T: Copy>(raw: &Spanned<String>, known: &[(&str, T)]) -> Result<T, Wrong> {
    let found = known.iter().find(|(word, _)| word == raw.get_ref());
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        wrong(raw, format!("{:?} is none of: {}", raw.get_ref(), words.join(", ")))
    })
}

/// A stable word of small letters, digits and `_`.
fn code(raw: &Spanned<String>) -> Result<String, Wrong> {
    let code = raw.get_ref();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match !code.is_empty() && code.len() <= 40 && code.chars().all(plain) {
        true => Ok(code.clone()),
        false => Err(wrong(raw, "a code has up to 40 small letters, digits and _")),
    }
}

fn fresh(number: &Spanned<u32>, seen: &mut BTreeSet<u32>) -> Result<(), Wrong> {
    if *number.get_ref() == 0 {
        return Err(wrong(number, "numbers begin with 1"));
    }
    if seen.insert(*number.get_ref()) {
        Ok(())
    } else {
        Err(wrong(number, format!("number {} is there twice", number.get_ref())))
    }
}

/// Why a definition may not follow those published before: events name numbers of any of them,
/// so a number given up stays given away.
pub fn may_follow<'d>(
    before: impl IntoIterator<Item = &'d ElectionDefinition>,
    after: &ElectionDefinition,
) -> Result<(), String> {
    before.into_iter().try_for_each(|before| may_follow_one(before, after))
}

fn may_follow_one(before: &ElectionDefinition, after: &ElectionDefinition) -> Result<(), String> {
    if before.practice != after.practice {
        return Err("practice and real elections have different keys: use another --data folder \
                    and `init`"
            .to_owned());
    }
    for old in &before.categories {
        let same = after.categories.iter().find(|new| new.number == old.number);
        if same.is_some_and(|new| new.code != old.code || new.role != old.role) {
            return Err(format!(
                "category {} was published as {:?}: give another meaning another number",
                old.number, old.code
            ));
        }
    }
    for old in &before.points {
        let same = after.points.iter().find(|new| new.number == old.number);
        if same.is_some_and(|new| new.kind != old.kind) {
            return Err(format!(
                "counting point {} was published as another kind: give it another number",
                old.number
            ));
        }
    }
    for old in &before.incident_kinds {
        if after.incident_kind(old.number).is_some_and(|new| new.code != old.code) {
            return Err(format!(
                "incident {} was published as {:?}: give another meaning another number",
                old.number, old.code
            ));
        }
    }
    contests_may_follow(&before.contests, &after.contests)
}

fn contests_may_follow(before: &[Contest], after: &[Contest]) -> Result<(), String> {
    for old in before {
        let Some(new) = after.iter().find(|new| new.number == old.number) else { continue };
        if let Some(name) = renamed(&old.names, &new.names) {
            return Err(format!(
                "contest {} was published as {name:?}: give another contest another number",
                old.number
            ));
        }
        for candidate in &old.candidates {
            let mut now = new.candidates.iter();
            let now = now.find(|now| now.number == candidate.number);
            if let Some(name) = now.and_then(|now| renamed(&candidate.names, &now.names)) {
                return Err(format!(
                    "contest {}, candidate {} was published as {name:?}: give another candidate \
                     another number",
                    old.number, candidate.number
                ));
            }
        }
    }
    Ok(())
}

/// A name of before, where no language has kept its own: a contest has no code, and what is
/// called otherwise in every language is taken for something else.
fn renamed<'t>(before: &'t Texts, after: &Texts) -> Option<&'t str> {
    let kept = |(language, name): (&String, &String)| {
        after.get(language).is_some_and(|now| station_key(now) == station_key(name))
    };
    let first = before.values().next().filter(|_| !after.is_empty())?;
    (!before.iter().any(kept)).then_some(first)
}

/// The last polling day.
pub fn last_day(definition: &ElectionDefinition) -> Option<NaiveDate> {
    definition.days.last().map(|day| day.date)
}

#[cfg(test)]
mod tests;

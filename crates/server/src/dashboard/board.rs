//! What sums, orders and lists need of every station and person, kept between questions.
//!
//! A question makes anew only what changed since the last one: a station's figures when one of
//! its journals did, a person's rows when theirs did, all of it when definitions, lists or
//! announced figures did. What time alone changes is computed at each question from what is
//! kept, so that nothing shown is older than the question. Whole lines, texts and opened pages
//! are made for what a page shows. Rejected: answers kept for some seconds, which are stale in
//! the one minute that matters.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use domain::PointKind;
use domain::view::{Coverage, Sheets, StationDay};
use domain::{JournalRef, PollingDay};

use super::announced;
use super::api::{AnnouncedDay, FindingRow, LatestKind, StationFinding, StationOrder};
use super::desk::{Desk, u32_of};
use super::found;
use super::incidents::Incidents;
use super::people::{Listed, People};
use super::row::{HourName, QuietDays, day_of, name_of};
use super::said::said;
use crate::announced::Thing;

/// Stations of one page of the table.
pub const PAGE_ROWS: usize = 100;
/// Newest notes of a station that may stand in the latest list.
const TOLD_MAX: usize = 50;

/// Everything kept of one polling day.
#[derive(Default)]
pub struct Board {
    base: Option<u32>,
    stations: BTreeMap<String, Standing>,
    /// Keys of the stations by code, as people read numbers.
    by_code: Vec<String>,
    /// Rows of the schedule, person by person.
    pub people: People,
    /// Incidents and complaints, person by person.
    pub incidents: Incidents,
    /// What was announced on the day.
    pub announced: AnnouncedDay,
    /// Published forms.
    pub sheets: Sheets,
}

/// What sums and orders need of one station.
pub struct Standing {
    changed: u32,
    /// As written in the list, else as an observer spelt it.
    pub code: String,
    /// The name an observer gave it, where it is not on the list.
    pub added_name: String,
    /// Code, name and region in lower case.
    words: String,
    /// Somebody was here, or a figure was announced.
    shown: bool,
    /// Somebody was here on the day.
    pub reported: bool,
    /// Persons at the leading point at least.
    pub counted: Option<u32>,
    /// What that point is; different kinds are never added.
    pub point: Option<PointKind>,
    /// How much of the vote was watched.
    pub coverage: Coverage,
    /// An unknown kind of event concerns it.
    pub incomplete: bool,
    /// The last announced figure that can be compared, if the last one can.
    pub announced: Option<u32>,
    /// What it counts; figures of different things are never added.
    pub thing: Option<Thing>,
    /// Hours beside the election's ordinary ones.
    hours: Vec<HourName>,
    /// Its newest notes, the newest first.
    pub told: Vec<Told>,
    /// What looks wrong here.
    pub findings: Vec<FindingRow>,
}

/// A note of an observer, for the latest list.
pub struct Told {
    /// When it was written down.
    pub at: i64,
    /// By whom.
    pub journal: JournalRef,
    /// What it is.
    pub what: LatestKind,
    /// Its figure, if it is one.
    pub figure: Option<u32>,
}

/// How much a question made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MadeAnew {
    /// Stations' figures.
    pub stations: usize,
    /// Persons' rows of the schedule.
    pub people: usize,
    /// Persons' incidents.
    pub incidents: usize,
}

/// A page of the table: where it begins, how many fit, its stations' keys.
pub struct StationPage<'a> {
    /// Stations before the first of these.
    pub from: usize,
    /// Stations that fit.
    pub found: usize,
    /// Keys of the page's stations, in order.
    pub keys: Vec<&'a str>,
}

impl Board {
    /// Brings everything up to what the desk holds; how much had to be made anew.
    pub fn settle(&mut self, desk: &Desk<'_>, polling: PollingDay) -> MadeAnew {
        if self.base != Some(desk.holdings.base) {
            *self = Self {
                base: Some(desk.holdings.base),
                announced: announced::day(desk, polling),
                sheets: Sheets::of(&desk.holdings.common),
                people: People::of(desk, polling),
                ..Self::default()
            };
        }
        let before = self.stations.len();
        let stations = self.settle_stations(desk, polling);
        if self.stations.len() != before {
            let mut keys: Vec<(&String, &String)> =
                self.stations.iter().map(|(key, it)| (&it.code, key)).collect();
            keys.sort_by(|a, b| as_read(a.0, b.0));
            self.by_code = keys.into_iter().map(|(_, key)| key.clone()).collect();
        }
        let people = self.people.settle(desk, polling, &self.sheets);
        let incidents = self.incidents.settle(desk);
        MadeAnew { stations, people, incidents }
    }

    fn settle_stations(&mut self, desk: &Desk<'_>, polling: PollingDay) -> usize {
        let holdings = desk.holdings;
        let (mut quiet, mut anew) = (QuietDays::default(), 0);
        for key in holdings.station_keys().chain(desk.announced.station_keys()) {
            let changed = holdings.station_changed(key);
            if self.stations.get(key).is_some_and(|kept| kept.changed == changed) {
                continue;
            }
            let standing = match holdings.devices_at(key).next() {
                Some(_) => Standing::of(desk, key, polling, &day_of(desk, key, polling)),
                None => Standing::of(desk, key, polling, quiet.at(desk, key, polling)),
            };
            self.stations.insert(key.clone(), standing);
            anew += 1;
        }
        // Where a journal is no more, nobody was.
        self.stations.retain(|key, it| it.changed == holdings.station_changed(key));
        anew
    }

    /// Stations somebody was at, or with a figure.
    pub fn shown(&self) -> impl Iterator<Item = &Standing> {
        self.stations.values().filter(|it| it.shown)
    }

    /// The columns of the table: the election's ordinary hours, and any other that has a count.
    pub fn columns(&self, polling: PollingDay) -> Vec<HourName> {
        let mut names = super::overview::ordinary(polling);
        names.extend(self.shown().flat_map(|it| it.hours.iter().copied()));
        names.into_iter().collect()
    }

    /// What looks wrong, by station.
    pub fn findings(&self, most: usize) -> Listed<StationFinding> {
        let standing = self.by_code.iter().filter_map(|key| self.stations.get(key));
        let all = standing.flat_map(|it| it.findings.iter().map(move |found| (it, found)));
        let row = |(at, found): (&Standing, &FindingRow)| StationFinding {
            station: at.code.clone(),
            added_name: at.added_name.clone(),
            finding: found.clone(),
        };
        let total = self.stations.values().map(|it| it.findings.len()).sum();
        Listed { first: all.take(most).map(row).collect(), total }
    }

    /// A page of the stations whose code, name or region holds the words.
    pub fn page(&self, find: &str, order: StationOrder, from: usize, now: i64) -> StationPage<'_> {
        let wanted = find.trim().to_lowercase();
        let known = |key: &'_ String| {
            let (key, standing) = self.stations.get_key_value(key)?;
            let fits = standing.shown && standing.words.contains(&wanted);
            fits.then_some((key.as_str(), standing))
        };
        let mut found: Vec<(&str, &Standing)> = self.by_code.iter().filter_map(known).collect();
        match order {
            StationOrder::ByCode => {}
            StationOrder::ByGap => found.sort_by_cached_key(|(_, it)| Reverse(it.gap())),
            StationOrder::ByUnwatched => {
                found.sort_by_cached_key(|(_, it)| Reverse(it.coverage.unwatched_minutes(now)));
            }
        }
        let last = found.len().saturating_sub(1) / PAGE_ROWS * PAGE_ROWS;
        let from = (from / PAGE_ROWS * PAGE_ROWS).min(last);
        let page = found.iter().skip(from).take(PAGE_ROWS);
        StationPage { from, found: found.len(), keys: page.map(|(key, _)| *key).collect() }
    }
}

impl Standing {
    fn of(desk: &Desk<'_>, key: &str, polling: PollingDay, day: &StationDay) -> Self {
        let station = desk.station(key);
        let words = [station.code.as_str(), station.name.as_str()].into_iter();
        let words: Vec<&str> = words.chain(station.region.iter().map(String::as_str)).collect();
        let said = said(desk, key, day);
        let last = said.iter().rfind(|it| it.is_announced());
        let ordinary = super::overview::ordinary(polling);
        let names = day.hours.iter().map(|row| name_of(&row.hour, day.span.date));
        Self {
            changed: desk.holdings.station_changed(key),
            words: words.join("\n").to_lowercase(),
            code: station.code,
            added_name: desk.added_name(key),
            shown: !day.visits.is_empty() || !said.is_empty(),
            reported: !day.visits.is_empty(),
            counted: day.floor(),
            point: day.points.first().and_then(|point| point.kind),
            coverage: day.coverage(),
            incomplete: !day.incomplete.is_empty(),
            announced: last.filter(|it| it.comparable).map(|it| u32_of(it.figure)),
            thing: last.map(|it| (it.what, it.contest)),
            hours: names.filter(|name| !ordinary.contains(name)).collect(),
            told: told(day),
            findings: found::findings(desk, day),
        }
    }

    fn gap(&self) -> Option<u32> {
        Some(self.announced?.abs_diff(self.counted?))
    }
}

fn told(day: &StationDay) -> Vec<Told> {
    let falling = day.falling();
    let mut all: Vec<Told> = Vec::new();
    all.extend(day.turnout.iter().map(|line| {
        let falls = falling.contains(&(line.journal, line.record.ordinal));
        let what = if falls { LatestKind::FigureFalls } else { LatestKind::TurnoutNoted };
        let figure = Some(u32_of(line.record.figure));
        Told { at: line.noted.at, journal: line.journal, what, figure }
    }));
    let note = |at, journal, what| Told { at, journal, what, figure: None };
    let forms = day.forms.iter();
    all.extend(forms.map(|it| note(it.last.at, it.journal, LatestKind::Answered)));
    let log = day.log.iter();
    all.extend(log.map(|it| note(it.noted.at, it.journal, LatestKind::LogNoted)));
    all.sort_by_key(|it| Reverse(it.at));
    all.truncate(TOLD_MAX);
    all
}

/// Codes in the order people read them: digits as numbers, letters without case.
pub fn as_read(one: &str, other: &str) -> Ordering {
    let (mut a, mut b) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let order = match (a.peek().copied(), b.peek().copied()) {
            (None, None) => return one.cmp(other),
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut a), digits(&mut b));
                x.len().cmp(&y.len()).then(x.cmp(&y))
            }
            (x, y) => {
                a.next();
                b.next();
                let low = |it: Option<char>| it.map(|it| it.to_lowercase().to_string());
                low(x).cmp(&low(y))
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A run of digits without the zeros before it.
fn digits(text: &mut Peekable<Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = text.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && digit == '0') {
            run.push(digit);
        }
    }
    run
}

#[cfg(test)]
mod tests;

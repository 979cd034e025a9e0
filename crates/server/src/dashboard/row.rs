//! One station's line: its hours, its floor, what is possible, what was announced.
//!
//! *Possible* runs from the floor to floor + unwatched minutes × the highest rate, never above
//! the list. *Rate needed* is what the announced figure would ask of the minutes nobody
//! watched before it; hours that straddle its moment count whole on our side, so the rate is
//! never overstated.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::PollingDay;
use domain::event::FigureCounts;
use domain::fold::AreaFigureRecord;
use domain::hours::Hour;
use domain::view::{
    HourCount, HourRow, KnownList, ListSaid, StationDay, StationQuery, station_day,
};

use super::announced::falling;
use super::api::{Announced, AnnouncedSource, HourCell, StationRow};
use super::desk::{Desk, local, u32_of, utc};
use super::words::word;
use crate::announced::is_running_total;

/// A column of the table: days after the polling day, and the hour on the wall. The second
/// of two hours that share a name is shown with the first.
pub type HourName = (i64, u8);

/// Days on which nobody was there, by a station's own zone, opening and closing.
#[derive(Default)]
pub struct QuietDays(BTreeMap<OwnHours, StationDay>);

/// A station's own zone, opening and closing.
type OwnHours = (Option<String>, Option<u16>, Option<u16>);

/// A station's line before the columns of the whole table are known.
pub struct Line {
    /// The day as `domain` puts it together.
    pub day: StationDay,
    /// Everything but the hours' cells.
    pub row: StationRow,
    /// Every announced figure, oldest first.
    pub announced: Vec<Announced>,
    /// Minutes of the open hours that have passed.
    pub of_minutes: u32,
    /// Of these, watched.
    pub watched_minutes: u32,
    cells: BTreeMap<HourName, HourCell>,
}

impl Line {
    /// The line of a station.
    pub fn of(desk: &Desk<'_>, key: &str, polling: PollingDay) -> Self {
        Self::among(desk, key, polling, &mut QuietDays::default())
    }

    /// The same among many: a day on which nobody was there is put together once for all
    /// stations of its hours.
    pub fn among(desk: &Desk<'_>, key: &str, polling: PollingDay, quiet: &mut QuietDays) -> Self {
        let station = desk.station(key);
        let journals = desk.holdings.at_station(key);
        let make = || {
            station_day(&StationQuery {
                station: &station,
                definitions: &desk.definitions,
                day: polling,
                now: desk.now,
                journals: &journals,
                alive: None,
            })
        };
        let day = match journals.is_empty() {
            true => {
                let hours = (station.zone.clone(), station.opens_minutes, station.closes_minutes);
                let alike = quiet.0.entry(hours).or_insert_with(make);
                // All that is a station's own where nobody was: itself and its list.
                let imported =
                    station.registered.map(|voters| KnownList { voters, said: ListSaid::Imported });
                let lists = imported.into_iter().collect();
                StationDay { station: station.clone(), lists, ..alike.clone() }
            }
            false => make(),
        };
        let minutes: Vec<Minutes> =
            day.hours.iter().map(|row| Minutes::of(row, &day, desk.now)).collect();
        let sum = |part: fn(&Minutes) -> u32| minutes.iter().map(part).fold(0, u32::saturating_add);
        let (passed, watched) = (sum(|it| it.passed), sum(|it| it.watched));
        let unwatched = sum(|it| it.passed.saturating_sub(it.watched));
        let announced = announced(desk, key, &day);
        // Tallies that stand and what was told are persons too; hours show taps alone.
        let counted = day.floor();
        let mut row = StationRow {
            code: station.code.clone(),
            name: station.name.clone(),
            region: station.region.clone(),
            listed: desk.stations.get(key).is_some(),
            registered: station.registered,
            hours: Vec::new(),
            counted,
            floor: unwatched > 0,
            possible: possible(desk, &day, counted, unwatched),
            unwatched_minutes: unwatched,
            announced: announced.last().cloned(),
            rate_needed: None,
            devices: u32_of(desk.holdings.devices_at(key).count() as u64),
            parallel: !day.parallel.is_empty() || day.points.iter().any(|point| point.parallel),
            forked: desk.holdings.devices_at(key).any(|(it, _)| desk.holdings.is_forked(it)),
            incomplete: !day.incomplete.is_empty(),
            last_heard: last_heard(desk, key).map(utc),
        };
        row.rate_needed = rate_needed(&row, &day, desk.now);
        let cells = cells(&day, &minutes);
        Self { row, announced, of_minutes: passed, watched_minutes: watched, cells, day }
    }

    /// Names of the hours this line has something to say about.
    pub fn hour_names(&self) -> impl Iterator<Item = HourName> {
        self.cells.keys().copied()
    }

    /// The line with the cells of all columns; an hour outside its own is *unknown*, or *not
    /// yet*, never zero.
    pub fn with_columns(mut self, columns: &[HourName], now: i64) -> StationRow {
        let date = self.day.span.date;
        let zone = self.day.span.zone;
        self.row.hours = columns
            .iter()
            .map(|name| {
                let missing = || {
                    let minutes = u16::try_from(name.0 * 1440 + i64::from(name.1) * 60);
                    let starts = minutes
                        .map_or(i64::MIN, |minutes| domain::hours::at_minutes(zone, date, minutes));
                    if starts > now { HourCell::NotYet } else { HourCell::Unknown }
                };
                self.cells.get(name).cloned().unwrap_or_else(missing)
            })
            .collect();
        self.row
    }

    /// The cells of one set of rows, under this line's columns.
    pub fn cells_of(&self, rows: &[HourRow], columns: &[HourName], now: i64) -> Vec<HourCell> {
        let minutes: Vec<Minutes> =
            rows.iter().map(|row| Minutes::of(row, &self.day, now)).collect();
        let cells = cells_from(rows, &minutes, self.day.span.date);
        let cell = |name: &HourName| cells.get(name).cloned();
        columns.iter().map(|name| cell(name).unwrap_or(HourCell::Unknown)).collect()
    }
}

/// An hour's label.
pub fn label(name: HourName) -> String {
    format!("{:02}", name.1)
}

/// An hour's name in the table.
pub fn name_of(hour: &Hour, date: NaiveDate) -> HourName {
    ((hour.date - date).num_days(), hour.hour)
}

/// Whole minutes of one hour.
struct Minutes {
    /// Passed while the station was open.
    passed: u32,
    /// Of the whole hour, passed.
    whole: u32,
    /// Watched.
    watched: u32,
}

impl Minutes {
    fn of(row: &HourRow, day: &StationDay, now: i64) -> Self {
        let hour = &row.hour;
        let ends = hour.ends.min(now);
        let open = ends.min(day.span.closes) - hour.starts.max(day.span.opens);
        let minutes = |seconds: i64| u32::try_from(seconds.max(0) / 60).unwrap_or(0);
        let watched = match &row.count {
            HourCount::Counted { minutes_watched, .. } => *minutes_watched,
            HourCount::Unknown | HourCount::NotYet => 0,
        };
        let watched = watched.saturating_add(row.tallied_minutes);
        // Watching before the opening or after the closing makes no gap elsewhere.
        let passed = minutes(open);
        Self {
            passed,
            whole: minutes(ends - hour.starts),
            watched: watched.min(minutes(ends - hour.starts)),
        }
    }
}

fn cells(day: &StationDay, minutes: &[Minutes]) -> BTreeMap<HourName, HourCell> {
    cells_from(&day.hours, minutes, day.span.date)
}

fn cells_from(
    rows: &[HourRow],
    minutes: &[Minutes],
    date: NaiveDate,
) -> BTreeMap<HourName, HourCell> {
    let mut cells: BTreeMap<HourName, HourCell> = BTreeMap::new();
    for (row, minutes) in rows.iter().zip(minutes) {
        let cell = match &row.count {
            HourCount::Unknown => HourCell::Unknown,
            HourCount::NotYet => HourCell::NotYet,
            HourCount::Counted { persons, .. } => HourCell::Counted {
                persons: *persons,
                watched_minutes: minutes.watched,
                of_minutes: minutes.whole,
            },
        };
        let name = name_of(&row.hour, date);
        let together = match cells.remove(&name) {
            Some(first) => both(first, cell),
            None => cell,
        };
        cells.insert(name, together);
    }
    cells
}

/// Two hours of one name, when the clock was set back: what is known of both.
fn both(first: HourCell, second: HourCell) -> HourCell {
    match (first, second) {
        (
            HourCell::Counted { persons, watched_minutes, of_minutes },
            HourCell::Counted { persons: more, watched_minutes: watched, of_minutes: of },
        ) => HourCell::Counted {
            persons: persons.saturating_add(more),
            watched_minutes: watched_minutes.saturating_add(watched),
            of_minutes: of_minutes.saturating_add(of),
        },
        (HourCell::Counted { persons, watched_minutes, of_minutes }, _)
        | (_, HourCell::Counted { persons, watched_minutes, of_minutes }) => HourCell::Counted {
            persons,
            watched_minutes,
            of_minutes: of_minutes.saturating_add(60),
        },
        (HourCell::Unknown, _) | (_, HourCell::Unknown) => HourCell::Unknown,
        (HourCell::NotYet, HourCell::NotYet) => HourCell::NotYet,
    }
}

fn possible(
    desk: &Desk<'_>,
    day: &StationDay,
    counted: Option<u32>,
    unwatched: u32,
) -> Option<u32> {
    let floor = counted.unwrap_or(0);
    let most = floor.saturating_add(unwatched.saturating_mul(desk.highest_rate?));
    // A list shorter than what was counted is wrong and bounds nothing.
    let list = day.largest_list().map(|list| list.voters).filter(|list| *list >= floor);
    Some(list.map_or(most, |list| most.min(list)))
}

fn announced(desk: &Desk<'_>, key: &str, day: &StationDay) -> Vec<Announced> {
    let zone = day.span.zone;
    let entered = desk.announced.of_station(key, day.span.starts, day.span.ends);
    let entered: Vec<&AreaFigureRecord> = entered.filter(|it| is_running_total(it)).collect();
    let fallen: Vec<usize> = falling(&entered).into_iter().map(|(_, later)| later).collect();
    let mut all: Vec<(i64, Announced)> = entered
        .iter()
        .enumerate()
        .map(|(place, record)| {
            let own = record.zone.as_deref().and_then(domain::hours::zone).unwrap_or(zone);
            let figure = Announced {
                figure: u32_of(record.figure),
                as_of: utc(record.as_of),
                as_of_local: local(record.as_of, own, "%H:%M"),
                source: AnnouncedSource::Headquarters,
                what: word(&record.what),
                comparable: true,
                falls: fallen.contains(&place),
            };
            (record.as_of, figure)
        })
        .collect();
    let falling = day.falling();
    for line in day.turnout.iter().filter(|line| !line.record.withdrawn) {
        let record = &line.record;
        let falls = falling.contains(&(line.journal, record.ordinal));
        let own = record.zone.as_deref().and_then(domain::hours::zone).unwrap_or(zone);
        let figure = Announced {
            figure: u32_of(record.figure),
            as_of: utc(record.as_of),
            as_of_local: local(record.as_of, own, "%H:%M"),
            source: AnnouncedSource::Observer,
            what: word(&record.what),
            comparable: record.counts == FigureCounts::SinceOpening,
            falls,
        };
        all.push((record.as_of, figure));
    }
    all.sort_by_key(|(at, figure)| (*at, figure.source == AnnouncedSource::Headquarters));
    all.into_iter().map(|(_, figure)| figure).collect()
}

fn rate_needed(row: &StationRow, day: &StationDay, now: i64) -> Option<String> {
    let announced = row.announced.as_ref().filter(|figure| figure.comparable)?;
    let as_of = chrono::DateTime::parse_from_rfc3339(&announced.as_of).ok()?.timestamp().min(now);
    let (mut counted, mut unwatched) = (0_u32, 0_u32);
    for hour in day.hours.iter().filter(|row| row.hour.starts < as_of) {
        let minutes = Minutes::of(hour, day, as_of);
        if let HourCount::Counted { persons, .. } = &hour.count {
            counted = counted.saturating_add(*persons);
        }
        unwatched = unwatched.saturating_add(minutes.passed.saturating_sub(minutes.watched));
    }
    let missing = announced.figure.checked_sub(counted).filter(|missing| *missing > 0)?;
    if unwatched == 0 {
        return None;
    }
    let tenths = u64::from(missing) * 10 / u64::from(unwatched);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

fn last_heard(desk: &Desk<'_>, key: &str) -> Option<i64> {
    desk.holdings.devices_at(key).filter_map(|(_, device)| device.received_at).max()
}

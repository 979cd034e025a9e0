//! One station's line: its hours, its floor, what is possible, what was announced.
//!
//! What is possible, and what an announced figure asks of the minutes nobody watched, is
//! `domain`'s to say; here it is put beside the figure, with its denominators. A line is made
//! for the stations a page shows; what sums and orders need of all others is in `board`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::PollingDay;
use domain::hours::Hour;
use domain::view::{
    HourCount, HourRow, KnownList, ListSaid, StationDay, StationQuery, station_day,
};

use super::api::{Announced, AnnouncedSource, HourCell, StationRow};
use super::desk::{Desk, u32_of, utc};
use super::said::said;

/// A column of the table: days after the polling day, and the hour on the wall. The second
/// of two hours that share a name is shown with the first.
pub type HourName = (i64, u8);

/// Days on which nobody was there, by a station's own zone, opening and closing.
#[derive(Default)]
pub struct QuietDays(BTreeMap<OwnHours, StationDay>);

/// A station's own zone, opening and closing.
type OwnHours = (Option<String>, Option<u16>, Option<u16>);

impl QuietDays {
    /// The day of a station like this one where nobody was; station and list are another's.
    pub fn at(&mut self, desk: &Desk<'_>, key: &str, polling: PollingDay) -> &StationDay {
        let station = desk.station(key);
        let hours = (station.zone.clone(), station.opens_minutes, station.closes_minutes);
        self.0.entry(hours).or_insert_with(|| day_of(desk, key, polling))
    }
}

/// A station's day as `domain` puts it together.
pub fn day_of(desk: &Desk<'_>, key: &str, polling: PollingDay) -> StationDay {
    station_day(&StationQuery {
        station: &desk.station(key),
        definitions: &desk.definitions,
        day: polling,
        now: desk.now,
        journals: &desk.holdings.at_station(key),
        alive: None,
    })
}

/// A station's line before the columns of the whole table are known.
pub struct Line {
    /// The day as `domain` puts it together.
    pub day: StationDay,
    /// Everything but the hours' cells.
    pub row: StationRow,
    /// Every announced figure, oldest first.
    pub announced: Vec<Announced>,
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
        let day = match desk.holdings.devices_at(key).next() {
            Some(_) => day_of(desk, key, polling),
            None => {
                let alike = quiet.at(desk, key, polling);
                let station = desk.station(key);
                // All that is a station's own where nobody was: itself and its list.
                let imported =
                    station.registered.map(|voters| KnownList { voters, said: ListSaid::Imported });
                let lists = imported.into_iter().collect();
                StationDay { station, lists, ..alike.clone() }
            }
        };
        Self::from(desk, key, day)
    }

    fn from(desk: &Desk<'_>, key: &str, day: StationDay) -> Self {
        let station = &day.station;
        let minutes: Vec<Minutes> =
            day.hours.iter().map(|row| Minutes::of(row, desk.now)).collect();
        let announced: Vec<Announced> =
            said(desk, key, &day).iter().map(|said| said.beside(desk, &day)).collect();
        let possible = day.possible(desk.highest_rate);
        let told = |it: &&Announced| it.source != AnnouncedSource::OwnCount;
        let last = announced.iter().rfind(told).cloned();
        let row = StationRow {
            code: station.code.clone(),
            name: station.name.clone(),
            region: station.region.clone(),
            listed: desk.stations.get(key).is_some(),
            registered: station.registered,
            hours: Vec::new(),
            // Tallies that stand and what was told are persons too; hours show taps alone.
            counted: day.floor(),
            floor: possible.unwatched_minutes > 0,
            possible: possible.most,
            unwatched_minutes: possible.unwatched_minutes,
            rate_needed: last.as_ref().and_then(|last| last.against.as_ref()?.rate_needed.clone()),
            announced: last,
            devices: u32_of(desk.holdings.devices_at(key).count() as u64),
            parallel: !day.parallel.is_empty() || day.points.iter().any(|point| point.parallel),
            forked: desk.holdings.devices_at(key).any(|(it, _)| desk.holdings.is_forked(it)),
            incomplete: !day.incomplete.is_empty(),
            last_heard: last_heard(desk, key).map(utc),
        };
        let cells = cells(&day, &minutes);
        Self { row, announced, cells, day }
    }

    /// Names of the hours this line has something to say about.
    pub fn hour_names(&self) -> impl Iterator<Item = HourName> {
        self.cells.keys().copied()
    }

    /// The line with the cells of all columns; an hour outside its own is *unknown*, or *not
    /// yet*, never zero.
    pub fn with_columns(mut self, columns: &[HourName], now: i64) -> StationRow {
        self.row.hours = self.under(&self.cells, columns, now);
        self.row
    }

    /// The cells of one set of rows, under this line's columns.
    pub fn cells_of(&self, rows: &[HourRow], columns: &[HourName], now: i64) -> Vec<HourCell> {
        let minutes: Vec<Minutes> = rows.iter().map(|row| Minutes::of(row, now)).collect();
        self.under(&cells_from(rows, &minutes, self.day.span.date), columns, now)
    }

    fn under(
        &self,
        cells: &BTreeMap<HourName, HourCell>,
        columns: &[HourName],
        now: i64,
    ) -> Vec<HourCell> {
        let (date, zone) = (self.day.span.date, self.day.span.zone);
        let missing = |name: &HourName| {
            let minutes = u16::try_from(name.0 * 1440 + i64::from(name.1) * 60);
            let starts =
                minutes.map_or(i64::MIN, |minutes| domain::hours::at_minutes(zone, date, minutes));
            if starts > now { HourCell::NotYet } else { HourCell::Unknown }
        };
        let cell = |name: &HourName| cells.get(name).cloned().unwrap_or_else(|| missing(name));
        columns.iter().map(cell).collect()
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
    /// Passed.
    whole: u32,
    /// Watched.
    watched: u32,
}

impl Minutes {
    fn of(row: &HourRow, now: i64) -> Self {
        let hour = &row.hour;
        let ends = hour.ends.min(now);
        let minutes = |seconds: i64| u32::try_from(seconds.max(0) / 60).unwrap_or(0);
        let watched = match &row.count {
            HourCount::Counted { minutes_watched, .. } => *minutes_watched,
            HourCount::Unknown | HourCount::NotYet => 0,
        };
        let watched = watched.saturating_add(row.tallied_minutes);
        let whole = minutes(ends - hour.starts);
        Self { whole, watched: watched.min(whole) }
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

fn last_heard(desk: &Desk<'_>, key: &str) -> Option<i64> {
    desk.holdings.devices_at(key).filter_map(|(_, device)| device.received_at).max()
}

#[cfg(test)]
mod tests;

//! Announced figures entered at headquarters: what officials said of a station's or an area's
//! turnout.
//!
//! They stand in headquarters' desk journal, apart from what observers noted, and beside the
//! own count; no device gets them. Read from a CSV file: one figure a row, or a row a station
//! with a column a moment, as commissions publish them. A later figure for the same place,
//! moment and thing is shown in place of the earlier; both are kept. An empty cell announces
//! nothing, a zero announces zero.

mod read;

use std::collections::BTreeMap;
use std::ops::Bound;

use domain::Fold;
use domain::event::{FigureCounts, FigureKind, FigureUnit};
use domain::fold::AreaFigureRecord;
use domain::station_key;

pub use read::{AnnouncedError, Layout, Moment, instant, read};

/// All figures, the latest of each place, moment and thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    stations: BTreeMap<(String, i64, u64), AreaFigureRecord>,
    areas: Vec<AreaFigureRecord>,
}

/// What a figure counts, and of which contest where told apart.
pub type Thing = (FigureKind, Option<u32>);

/// A moment for which figures of stations were announced, of one thing that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MomentTotal {
    /// The moment, Unix seconds.
    pub as_of: i64,
    /// What was counted; figures of different things are never added.
    pub thing: Thing,
    /// Stations with a figure for it.
    pub stations: u32,
    /// Their sum.
    pub sum: u64,
}

impl Announced {
    /// The figures a desk journal tells.
    #[must_use]
    pub fn of(desk: &Fold) -> Self {
        Self::of_records(desk.area_figures().cloned())
    }

    /// These figures.
    #[must_use]
    pub fn of_records(records: impl IntoIterator<Item = AreaFigureRecord>) -> Self {
        let mut all = Self::default();
        for record in records {
            match &record.station {
                Some(code) => {
                    let key = (station_key(code), record.as_of, record.ordinal);
                    all.stations.insert(key, record);
                }
                None => all.areas.push(record),
            }
        }
        all.areas.sort_by(|a, b| (&a.area, a.as_of, a.ordinal).cmp(&(&b.area, b.as_of, b.ordinal)));
        all
    }

    /// A station's figures within a stretch of time, oldest first.
    pub fn of_station(
        &self,
        key: &str,
        from: i64,
        to: i64,
    ) -> impl Iterator<Item = &AreaFigureRecord> {
        let first = Bound::Included((key.to_owned(), from, 0));
        let last = Bound::Excluded((key.to_owned(), to.max(from), 0));
        self.stations.range((first, last)).map(|(_, record)| record)
    }

    /// Figures of areas within a stretch of time, by area and moment.
    pub fn of_areas(&self, from: i64, to: i64) -> impl Iterator<Item = &AreaFigureRecord> {
        self.areas.iter().filter(move |record| (from..to).contains(&record.as_of))
    }

    /// Every figure of a station, by station, moment and entry.
    pub fn stations(&self) -> impl Iterator<Item = &AreaFigureRecord> {
        self.stations.values()
    }

    /// Keys of all stations that have a figure, each once.
    pub fn station_keys(&self) -> impl Iterator<Item = &String> {
        let mut last: Option<&String> = None;
        let each = self.stations.keys().map(|(key, ..)| key);
        each.filter(move |key| last.replace(key) != Some(*key))
    }

    /// What was announced of stations for each moment of a stretch of time and thing that was
    /// counted: persons since the opening.
    #[must_use]
    pub fn totals(&self, from: i64, to: i64) -> Vec<MomentTotal> {
        let mut totals: BTreeMap<(i64, Thing), MomentTotal> = BTreeMap::new();
        for record in self.stations.values().filter(|it| is_running_total(it)) {
            if (from..to).contains(&record.as_of) {
                let (as_of, thing) = (record.as_of, (record.what, record.contest));
                let none = MomentTotal { as_of, thing, stations: 0, sum: 0 };
                let total = totals.entry((as_of, thing)).or_insert(none);
                total.stations += 1;
                total.sum = total.sum.saturating_add(record.figure);
            }
        }
        totals.into_values().collect()
    }
}

/// Persons since the opening: what can be added and compared with its like.
#[must_use]
pub fn is_running_total(record: &AreaFigureRecord) -> bool {
    record.unit == FigureUnit::Persons && record.counts == FigureCounts::SinceOpening
}

/// What a word of the command line means.
#[must_use]
pub fn kind_of(word: &str) -> Option<FigureKind> {
    match word {
        "ballots_issued" => Some(FigureKind::BallotsIssued),
        "signatures" => Some(FigureKind::Signatures),
        "dropped" => Some(FigureKind::Dropped),
        "unclear" => Some(FigureKind::Unclear),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

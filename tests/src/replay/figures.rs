//! The figures that are compared, and their computing from the file alone.
//!
//! Written out by hand, without the core's rules: the endpoint's figures come from there, and a
//! comparison of a function with itself shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{Input, Row};

/// What is compared, in the order printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Different stations.
    pub stations: u64,
    /// Devices that delivered.
    pub devices: u64,
    /// Turnout figures.
    pub figures: u64,
    /// Rows with every figure of the day.
    pub complete: u64,
    /// Sum of the last figures of complete rows.
    pub last_sum: u64,
    /// The same over stations, of each the larger.
    pub last_sum_by_station: u64,
    /// Stations in that sum.
    pub stations_in_sum: u64,
    /// Answers.
    pub answers: u64,
}

impl Figures {
    /// Names and values, as printed.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, u64); 8] {
        [
            ("stations", self.stations),
            ("devices", self.devices),
            ("figures", self.figures),
            ("complete rows", self.complete),
            ("sum at the last time", self.last_sum),
            ("the same, one row a station", self.last_sum_by_station),
            ("stations in that sum", self.stations_in_sum),
            ("answers", self.answers),
        ]
    }

    /// Computes them from the file.
    #[must_use]
    pub fn of_file(input: &Input) -> Self {
        let mut sums = Self { devices: input.rows.len() as u64, ..Self::default() };
        let mut stations: BTreeSet<String> = BTreeSet::new();
        let mut largest: BTreeMap<String, u64> = BTreeMap::new();
        for row in &input.rows {
            stations.insert(row.station_key());
            sums.add_row(row);
            if let Some(last) = complete(row).and_then(|all| all.last().copied()) {
                let kept = largest.entry(row.station_key()).or_default();
                *kept = last.max(*kept);
            }
        }
        sums.stations = stations.len() as u64;
        sums.last_sum_by_station = largest.values().sum();
        sums.stations_in_sum = largest.len() as u64;
        sums
    }

    fn add_row(&mut self, row: &Row) {
        self.figures += row.figures.iter().flatten().count() as u64;
        self.answers += row.answers.len() as u64;
        let Some(all) = complete(row) else { return };
        self.complete += 1;
        self.last_sum += all.last().copied().unwrap_or(0);
    }
}

fn complete(row: &Row) -> Option<Vec<u64>> {
    row.figures.iter().copied().collect()
}

/// Codes of stations that are on the list: each spelled as first met.
#[must_use]
pub fn listed_stations(input: &Input) -> Vec<&Row> {
    let mut seen = BTreeSet::new();
    let named = input.rows.iter().filter(|row| row.station.is_some());
    named.filter(|row| seen.insert(row.station_key())).collect()
}

//! Which stations somebody has reported from.
//!
//! Reporting is any event of a visit there. Stations that are on no list are told too, marked
//! as such; a station is matched by [`station_key`], never by spelling.

use crate::definition::{StationSpec, station_key};
use crate::fold::{Fold, Moment, Time};
use crate::ids::JournalRef;
use std::collections::{BTreeMap, BTreeSet};

/// Whether and when a station was reported from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationReport {
    /// The station's code as on the list, else as first written.
    pub code: String,
    /// Whether it is on the list.
    pub listed: bool,
    /// Journals that were there.
    pub journals: BTreeSet<JournalRef>,
    /// The latest sign from there; `None` when nobody has reported.
    pub last: Option<Time>,
}

/// Who has reported: every listed station, then those on no list, by code.
#[must_use]
pub fn station_reports(
    stations: &[StationSpec],
    journals: &[(JournalRef, &Fold)],
) -> Vec<StationReport> {
    let empty = |code: &str, listed| StationReport {
        code: code.to_owned(),
        listed,
        journals: BTreeSet::new(),
        last: None,
    };
    let mut reports: BTreeMap<String, StationReport> = BTreeMap::new();
    for station in stations {
        reports.insert(station_key(&station.code), empty(&station.code, true));
    }
    for (journal, fold) in journals {
        // The visit that is still open has the journal's latest event.
        let open = fold.open_visit().map(|visit| visit.ordinal);
        let open = open.zip(fold.journal_record().last);
        for station in fold.stations() {
            let report = reports
                .entry(station_key(&station.code))
                .or_insert_with(|| empty(&station.code, false));
            report.journals.insert(*journal);
            report.last = report.last.max(last_sign(fold, open, &station.visits));
        }
    }
    let mut reports: Vec<(String, StationReport)> = reports.into_iter().collect();
    reports.sort_by_key(|(key, report)| (!report.listed, key.clone()));
    reports.into_iter().map(|(_, report)| report).collect()
}

/// The latest event of a visit.
fn last_sign(fold: &Fold, open: Option<(u64, Moment)>, visits: &[u64]) -> Option<Time> {
    let visit_sign = |ordinal: &u64| {
        let visit = fold.visit(*ordinal)?;
        let latest = open.filter(|(open, _)| open == ordinal).map(|(_, latest)| latest);
        Some(fold.time(latest.or(visit.left).unwrap_or(visit.arrived)))
    };
    visits.iter().filter_map(visit_sign).max()
}

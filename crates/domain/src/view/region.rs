//! Totals over stations: floors of what each station's leading point counted.
//!
//! Counts at different kinds of point are never added, so a region has a total by kind of
//! point, each with how many stations stand in it and how many minutes nobody watched.
//! Parallel counts were left out at the station already.

use super::StationDay;
use crate::definition::PointKind;
use std::collections::BTreeMap;

/// What stations of one region counted at one kind of point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegionTotal {
    /// Stations in which somebody counted there.
    pub stations: u32,
    /// At least so many persons.
    pub floor: u64,
    /// Minutes of the vote so far in which nobody watched.
    pub unwatched_minutes: u64,
}

/// Totals by region path, cut to `levels` names, and kind of point.
#[must_use]
pub fn region_totals<'d>(
    days: impl IntoIterator<Item = &'d StationDay>,
    levels: usize,
) -> BTreeMap<(Vec<String>, Option<PointKind>), RegionTotal> {
    let mut totals: BTreeMap<_, RegionTotal> = BTreeMap::new();
    for day in days {
        let Some(point) = day.points.first() else { continue };
        let region = day.station.region.iter().take(levels).cloned().collect();
        let total = totals.entry((region, point.kind)).or_default();
        total.stations = total.stations.saturating_add(1);
        total.floor = total.floor.saturating_add(point.floor().into());
        let unwatched = day.unwatched_minutes(day.now);
        total.unwatched_minutes = total.unwatched_minutes.saturating_add(unwatched.into());
    }
    totals
}

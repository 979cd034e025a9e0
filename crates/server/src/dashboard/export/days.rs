//! Polling days as tables: hours of every counting point, points, regions.
//!
//! A station's line is put together once a day and told in several files. An hour nobody
//! watched has empty cells and the word unknown; one that has not begun, not_yet. Tallies stand
//! apart from taps. Rejected: a total over points, since different points are never added.

use std::collections::BTreeMap;

use domain::view::{
    EventAt, HandOverLine, HourCount, HourRow, PointDay, TallyState, region_totals,
};
use domain::{JournalRef, PollingDay};
use journal::ids::JournalId;

use super::safe;
use super::tables::{Table, by_category, number, word_of, yes};
use crate::dashboard::desk::{Desk, local};
use crate::dashboard::found::Kept;
use crate::dashboard::overview::{columns, lines};
use crate::dashboard::row::Line;

/// Most levels of a region's path that have totals.
const LEVELS_MAX: usize = 8;

/// One polling day with the lines of its stations.
pub(super) struct Day {
    /// The day.
    pub(super) polling: PollingDay,
    /// Lines in the order of station keys.
    pub(super) lines: Vec<Line>,
}

/// How the station's days judged what observers said, by event.
#[derive(Default)]
pub(super) struct Judged {
    tallies: BTreeMap<EventAt, TallyState>,
    hand_overs: BTreeMap<EventAt, HandOverLine>,
}

impl Day {
    /// Every polling day.
    pub(super) fn all(desk: &Desk<'_>) -> Vec<Self> {
        let days = desk.definitions.current().days.iter();
        days.map(|polling| Self { polling: *polling, lines: lines(desk, *polling) }).collect()
    }

    /// Lines by station key, to look many up.
    pub(super) fn by_key(&self) -> BTreeMap<String, &Line> {
        self.lines.iter().map(|line| (domain::station_key(&line.row.code), line)).collect()
    }

    fn date(&self) -> String {
        self.polling.date.to_string()
    }
}

impl Judged {
    pub(super) fn of(days: &[Day]) -> Self {
        let mut judged = Self::default();
        for line in days.iter().flat_map(|day| &day.lines) {
            for tally in &line.day.tallies {
                judged.tallies.insert((tally.journal, tally.record.ordinal), tally.state);
            }
            for half in &line.day.hand_overs {
                judged.hand_overs.insert((half.journal, half.record.ordinal), half.clone());
            }
        }
        judged
    }

    pub(super) fn tally(&self, journal: JournalId, event: u64) -> Option<TallyState> {
        self.tallies.get(&(JournalRef(journal.0), event)).copied()
    }

    pub(super) fn hand_over(&self, journal: JournalId, event: u64) -> Option<&HandOverLine> {
        self.hand_overs.get(&(JournalRef(journal.0), event))
    }
}

/// Hours of stations as the dashboard shows them.
pub(super) fn hours(desk: &Desk<'_>, days: Vec<Day>) -> Table {
    let mut table = Table::new("hours", &super::HOURS);
    for day in days {
        let (date, columns) = (day.date(), columns(day.polling, &day.lines));
        for line in day.lines {
            let row = line.with_columns(&columns, desk.now);
            let cells = columns.iter().zip(&row.hours);
            table
                .rows
                .extend(cells.map(|(name, cell)| super::record(&date, &row, *name, cell).to_vec()));
        }
    }
    table
}

/// Hours of every counting point.
pub(super) fn point_hours(days: &[Day]) -> Table {
    let mut table = Table::new(
        "point_hours",
        &[
            ("day", "the polling day; the night after belongs to it"),
            ("station", "code"),
            ("point", "number of the counting point"),
            ("point_kind", "what it is; empty: its definition version is not known"),
            ("leading", "yes: the point whose figures stand for the station"),
            ("begins", "the hour on the station's wall, with its distance from UTC"),
            ("state", "counted, unknown (nobody watched) or not_yet"),
            ("adds", "persons counted; a floor where watched_minutes is below the hour's"),
            ("parts", "of them marked, category number=count, apart by spaces"),
            ("outside", "persons beside the total, the same way"),
            ("watched_minutes", "minutes somebody watched"),
            ("doubtful_minutes", "minutes nobody can say whether somebody watched"),
            (
                "tallied",
                "persons of tallies that stand in it, apart from adds; empty: none, or unknown",
            ),
            ("tallied_minutes", "minutes tallies that stand watched and no watch did; empty: none"),
            ("tallied_beyond", "yes: a tally that stands reaches beyond the hour"),
        ],
    );
    for day in days {
        for line in &day.lines {
            for (place, point) in line.day.points.iter().enumerate() {
                let hours = point.hours.iter();
                table.rows.extend(hours.map(|hour| {
                    let mut row = point_of(day, line, place, point);
                    row.extend(hour_cells(line, hour));
                    row
                }));
            }
        }
    }
    table
}

/// What the rows of a counting point begin with.
fn point_of(day: &Day, line: &Line, place: usize, point: &PointDay) -> Vec<String> {
    vec![
        day.date(),
        safe(&line.row.code),
        point.point.to_string(),
        word_of(point.kind),
        yes(place == 0),
    ]
}

fn hour_cells(line: &Line, row: &HourRow) -> [String; 10] {
    let begins = local(row.hour.starts, line.day.span.zone, "%Y-%m-%dT%H:%M%:z");
    let (state, adds, parts, outside, watched) = match &row.count {
        HourCount::Unknown => ("unknown", None, String::new(), String::new(), None),
        HourCount::NotYet => ("not_yet", None, String::new(), String::new(), None),
        HourCount::Counted { persons, parts, outside, minutes_watched } => {
            let (parts, outside) = (by_category(parts), by_category(outside));
            ("counted", Some(persons), parts, outside, Some(minutes_watched))
        }
    };
    let began = row.count != HourCount::NotYet;
    let kept = Kept::of(&line.day, row);
    [
        begins,
        state.to_owned(),
        number(adds),
        parts,
        outside,
        number(watched),
        number(began.then_some(row.doubtful_minutes)),
        number(kept.persons),
        number(kept.stands.then_some(row.tallied_minutes)),
        yes(kept.over_hours),
    ]
}

/// Days of every counting point.
pub(super) fn points(days: &[Day]) -> Table {
    let mut table = Table::new(
        "points",
        &[
            ("day", "the polling day"),
            ("station", "code"),
            ("point", "number of the counting point"),
            ("point_kind", "what it is; empty: its definition version is not known"),
            ("leading", "yes: the point whose figures stand for the station"),
            ("persons", "taps and groups of categories that add"),
            ("tallied", "persons of tallies that stand, not in persons"),
            ("told", "persons taken over that no record here shows, not in persons"),
            ("floor", "at least so many: the three together"),
            ("watched_minutes", "minutes somebody watched"),
            ("doubtful_minutes", "minutes nobody can say whether somebody watched"),
            ("parallel", "yes: two watched at once; compared, never added"),
            ("split", "yes: watches of different desks are added"),
        ],
    );
    for day in days {
        for line in &day.lines {
            for (place, point) in line.day.points.iter().enumerate() {
                let mut row = point_of(day, line, place, point);
                row.extend([
                    point.persons.to_string(),
                    point.tallied.to_string(),
                    point.told.to_string(),
                    point.floor().to_string(),
                    point.minutes_watched.to_string(),
                    point.doubtful_minutes.to_string(),
                    yes(point.parallel),
                    yes(point.split),
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}

/// Totals of regions, from the whole election down.
pub(super) fn regions(days: &[Day]) -> Table {
    let mut table = Table::new(
        "regions",
        &[
            ("day", "the polling day"),
            ("level", "how many names of the path are told apart; 0: the whole election"),
            ("region", "from the largest area to the smallest, apart by ` / `"),
            ("point_kind", "what was counted at; different points are never added"),
            ("stations", "stations in which somebody counted there"),
            ("floor", "at least so many persons"),
            ("unwatched_minutes", "minutes of the vote so far in which nobody watched"),
        ],
    );
    for day in days {
        let paths = day.lines.iter().map(|line| line.day.station.region.len());
        let deepest = paths.max().unwrap_or(0).min(LEVELS_MAX);
        for level in 0..=deepest {
            let totals = region_totals(day.lines.iter().map(|line| &line.day), level);
            let whole = |region: &Vec<String>| region.len() == level;
            for ((region, kind), total) in totals.iter().filter(|((region, _), _)| whole(region)) {
                table.rows.push(vec![
                    day.date(),
                    level.to_string(),
                    safe(&region.join(" / ")),
                    word_of(*kind),
                    total.stations.to_string(),
                    total.floor.to_string(),
                    total.unwatched_minutes.to_string(),
                ]);
            }
        }
    }
    table
}

//! A station's findings, points and counted events as rows for the page.
//!
//! Codes and values are the domain's; here they only get names. What is about one journal says
//! whose.

use std::collections::BTreeSet;

use domain::view::{
    EventAt as At, Finding, HourRow, ListSaid, Stands, StationDay, StationQuery, TallyLine,
    TallyState, counted_events,
};
use domain::{JournalRef, PollingDay};
use journal::ids::JournalId;

use super::api::{CountedEvents, CountedRow, EventAt, Field, FindingRow, HourBeside, PointLine};
use super::desk::{Desk, local, u32_of};
use super::row::{HourName, label, name_of};
use super::words::word;

const EVENTS_MAX: usize = 5_000;

/// What looks wrong on a station's day.
pub fn findings(desk: &Desk<'_>, day: &StationDay) -> Vec<FindingRow> {
    day.findings.iter().map(|finding| row(desk, day, finding)).collect()
}

fn row(desk: &Desk<'_>, day: &StationDay, finding: &Finding) -> FindingRow {
    let (values, events) = told(desk, day, finding);
    let mut journals: Vec<JournalRef> = events.iter().map(|(journal, _)| *journal).collect();
    if let Finding::StrayEvents { journal, .. } | Finding::UnknownKinds { journal, .. } = finding {
        journals.push(*journal);
    }
    journals.dedup();
    let label = match journals.as_slice() {
        [one] => whose(desk, *one),
        _ => String::new(),
    };
    FindingRow {
        code: word(finding),
        label,
        values: values.into_iter().map(|(name, value)| field(name, value)).collect(),
        events: events.into_iter().map(event).collect(),
    }
}

/// A finding's values by name, and its events.
fn told(desk: &Desk<'_>, day: &StationDay, finding: &Finding) -> (Vec<Named>, Vec<At>) {
    let clock = |at: i64| local(at, day.span.zone, "%H:%M");
    match finding {
        Finding::TurnoutFalls { journal, earlier, later, earlier_figure, later_figure } => (
            vec![n("figure", later_figure), n("than", earlier_figure)],
            vec![(*journal, *earlier), (*journal, *later)],
        ),
        Finding::AboveList { journal, event, figure, registered } => {
            (vec![n("figure", figure), n("list", registered)], vec![(*journal, *event)])
        }
        Finding::ReadsAsIntervals { journal, last, sum, total, counted } => {
            (vec![n("sum", sum), n("total", total)], vec![(*journal, *last), *counted])
        }
        Finding::RateTooHigh { watch, quarter, persons, per_minute } => (
            vec![("at", clock(*quarter)), n("persons", persons), n("rate", per_minute)],
            vec![*watch],
        ),
        Finding::OutsideHours { watch, before, after } => {
            (vec![n("before", before), n("after", after)], vec![*watch])
        }
        Finding::ListsDiffer { one, other } => {
            let noted = [one, other].into_iter().filter_map(|list| match list.said {
                ListSaid::Imported => None,
                ListSaid::Noted(journal, event) => Some((journal, event)),
            });
            (vec![n("one", one.voters), n("other", other.voters)], noted.collect())
        }
        Finding::TallyOverlapsTaps { tally, persons, minutes } => {
            (vec![n("persons", persons), n("minutes", minutes)], vec![*tally])
        }
        Finding::LongWithoutCount { watch, from, to } => {
            (vec![("from", clock(*from)), ("to", clock(*to))], vec![*watch])
        }
        Finding::SumDiffers { of, event, stated, parts } => {
            (vec![("of", word(of)), n("stated", stated), n("parts", parts)], vec![*event])
        }
        Finding::HandOverDiffers { given, given_figure, taken, taken_figure } => {
            (vec![n("given", given_figure), n("taken", taken_figure)], vec![*given, *taken])
        }
        Finding::RelationsDisagree { one, two } | Finding::SplitOverlaps { one, two } => {
            let label = |at: &At| whose(desk, at.0);
            (vec![("one", label(one)), ("two", label(two))], vec![*one, *two])
        }
        Finding::StrayEvents { journal, count, first } => {
            (vec![n("n", count)], vec![(*journal, *first)])
        }
        Finding::UnknownKinds { kinds, .. } => {
            let all: Vec<String> = kinds.keys().map(ToString::to_string).collect();
            (vec![n("n", kinds.values().sum::<u32>()), ("kinds", all.join(", "))], Vec::new())
        }
    }
}

type Named = (&'static str, String);

fn n(name: &'static str, value: impl ToString) -> Named {
    (name, value.to_string())
}

fn field(name: &str, value: String) -> Field {
    Field { name: name.to_owned(), value }
}

fn event((journal, event): At) -> EventAt {
    EventAt { journal: JournalId(journal.0).to_string(), event: u32_of(event) }
}

fn whose(desk: &Desk<'_>, journal: JournalRef) -> String {
    let device = desk.holdings.devices.get(&JournalId(journal.0));
    desk.label(device.and_then(|device| device.invitation))
}

/// What stands beside the taps, under the columns of the page.
pub fn beside(day: &StationDay, columns: &[HourName]) -> Vec<HourBeside> {
    let of = |name: &HourName| {
        let mut all = HourBeside::default();
        let mut others = BTreeSet::new();
        for row in day.hours.iter().filter(|row| name_of(&row.hour, day.span.date) == *name) {
            let kept = Kept::of(day, row);
            if let Some(persons) = kept.persons {
                all.tallied = Some(all.tallied.unwrap_or(0).saturating_add(persons));
            }
            all.tallies = all.tallies.saturating_add(u32_of(row.tallies.len() as u64));
            all.over_hours |= kept.over_hours;
            others.extend(kept.others);
            all.doubtful_minutes = all.doubtful_minutes.saturating_add(row.doubtful_minutes);
        }
        all.tallied = all.tallied.filter(|_| !all.over_hours);
        all.others = others.into_iter().collect();
        all
    };
    columns.iter().map(of).collect()
}

/// What tallies say of one hour.
pub struct Kept {
    /// Persons of those that stand wholly in it; `None` where that cannot be said.
    pub persons: Option<u32>,
    /// One that stands reaches beyond it.
    pub over_hours: bool,
    /// At least one stands.
    pub stands: bool,
    /// Codes of how the others stand.
    others: Vec<String>,
}

impl Kept {
    /// The tallies that touch an hour.
    pub fn of(day: &StationDay, row: &HourRow) -> Self {
        let at = |line: &&TallyLine| row.tallies.contains(&(line.journal, line.record.ordinal));
        let lines = || day.tallies.iter().filter(at);
        let adds = |line: &&TallyLine| line.adds && line.state == TallyState::Counts;
        let beyond =
            |line: &TallyLine| line.record.from < row.hour.starts || line.record.to > row.hour.ends;
        let stands = lines().any(|line| adds(&line));
        let over_hours = lines().filter(adds).any(beyond);
        Self {
            persons: (stands && !over_hours).then_some(row.tallied),
            over_hours,
            stands,
            others: lines().filter(|line| !adds(line)).map(stands_as).collect(),
        }
    }
}

/// How a tally stands that is not added.
fn stands_as(line: &TallyLine) -> String {
    let stands = line.state.stands();
    // Of a category that adds nobody.
    word(&if stands == Stands::Counts { Stands::Outside } else { stands })
}

/// Every counting point, the leading one first.
pub fn points(desk: &Desk<'_>, day: &StationDay) -> Vec<PointLine> {
    let definition = desk.definitions.current();
    let line = |(place, point): (usize, &domain::view::PointDay)| PointLine {
        point: point.point,
        kind: point.kind.as_ref().map(word).unwrap_or_default(),
        names: definition
            .points
            .iter()
            .find(|known| known.number == point.point && Some(known.kind) == point.kind)
            .map(|known| known.names.clone())
            .unwrap_or_default(),
        persons: point.persons,
        tallied: point.tallied,
        told: point.told,
        minutes_watched: point.minutes_watched,
        doubtful_minutes: point.doubtful_minutes,
        parallel: point.parallel,
        split: point.split,
        leads: place == 0,
    };
    day.points.iter().enumerate().map(line).collect()
}

/// The events behind the figure of a point, in one hour or the whole day.
pub fn counted(
    desk: &Desk<'_>,
    day: &StationDay,
    polling: PollingDay,
    point: u32,
    hour: Option<HourName>,
) -> CountedEvents {
    let within = |row: &&domain::view::HourRow| {
        hour.is_some_and(|name| name_of(&row.hour, day.span.date) == name)
    };
    let hours = || day.hours.iter().filter(within);
    let (from, to) = match hour {
        None => (day.span.starts, day.span.ends),
        Some(_) => (
            hours().map(|row| row.hour.starts).min().unwrap_or(0),
            hours().map(|row| row.hour.ends).max().unwrap_or(0),
        ),
    };
    let query = StationQuery {
        station: &day.station,
        definitions: &desk.definitions,
        day: polling,
        now: desk.now,
        journals: &desk.holdings.at_station(&domain::station_key(&day.station.code)),
        alive: None,
    };
    let mut all = counted_events(&query, point, from, to, EVENTS_MAX + 1);
    let more = all.len() > EVENTS_MAX;
    all.truncate(EVENTS_MAX);
    let categories = &desk.definitions.current().categories;
    let row = |it: domain::view::CountedEvent| {
        let category = categories.iter().find(|known| Some(known.number) == it.category);
        CountedRow {
            event: event(it.event),
            label: whose(desk, it.event.0),
            at_local: local(it.at, day.span.zone, "%H:%M:%S"),
            what: word(&it.what),
            category: match category {
                Some(known) => known.code.clone(),
                None => it.category.map(|number| number.to_string()).unwrap_or_default(),
            },
            names: category.map(|known| known.names.clone()).unwrap_or_default(),
            persons: it.persons,
            stands: word(&it.stands),
        }
    };
    CountedEvents {
        point,
        hour: hour.map(label).unwrap_or_default(),
        events: all.into_iter().map(row).collect(),
        more,
    }
}

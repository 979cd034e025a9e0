//! A figure opened down to its events: what was signed for it, in order.
//!
//! Every tap, group and tally of a point within a stretch is told with how it stands to the
//! point's figure, and of a whole day what was told at a hand-over, so that those that count add
//! up to the floor. What was undone or stands beside the figure is told too. Rejected: only what
//! counts, which hides why a figure is no higher.

use super::EventAt;
use super::day::{StationQuery, Weighed, station_day, weighed};
use super::point;
use super::shift::Shift;
use super::tally::Tallied;
use crate::definition::CategoryRole;
use crate::fold::TallyOrigin;
use crate::hours::QUARTER_S;
use std::collections::{BTreeMap, BTreeSet};

/// An event behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedEvent {
    /// The event.
    pub event: EventAt,
    /// What it is.
    pub what: CountedKind,
    /// When it counts, Unix seconds; of a tally, its first second.
    pub at: i64,
    /// Category number; none of persons told.
    pub category: Option<u32>,
    /// Persons it says; of a figure taken over, those that no record here shows.
    pub persons: u32,
    /// How it stands to the figure.
    pub stands: Stands,
}

/// What an event behind a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedKind {
    /// One person.
    Tap,
    /// Several at once.
    Group,
    /// A figure kept without the app.
    Tally,
    /// An hour's figure said to be another.
    Correction,
    /// A figure taken over from another observer.
    Told,
}

/// How an event stands to the figure it is behind; only the first one adds to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// In the figure.
    Counts,
    /// Said of a person who is counted already.
    Mark,
    /// Persons beside the figure.
    Outside,
    /// Another watch of the same point leads there: compared, not added.
    Parallel,
    /// Another figure of the same person stands for it.
    StoodFor,
    /// A tally over time that was watched or tallied already: asked about, not added.
    Overlaps,
    /// A tally that reaches beyond the stretch: in the day's figure, in no hour's.
    Beyond,
    /// A tally that ends before it begins, or one too many.
    NotWeighed,
    /// Taken back.
    Undone,
}

/// Events behind the figures of one point from an instant until another, by time.
#[must_use]
pub fn counted_events(
    query: &StationQuery<'_>,
    point: u32,
    from: i64,
    to: i64,
    most: usize,
) -> Vec<CountedEvent> {
    let weighed = weighed(query);
    let (from, to) = (from.max(weighed.span.starts), to.min(weighed.span.ends));
    let mut all = tapped(&weighed, point, from, to);
    let whole = (from, to) == (weighed.span.starts, weighed.span.ends);
    for tally in weighed.tallies.iter().filter(|it| it.record.point == point) {
        // A tally of the day may lie beside its hours.
        if whole || (tally.record.from < to && tally.record.to > from) {
            let within = tally.record.from >= from && tally.record.to <= to;
            all.push(tallied(tally, whole || within));
        }
    }
    if whole {
        all.extend(told(query, &weighed.shifts, point));
    }
    all.sort_by_key(|it| (it.at, it.event));
    all.truncate(most);
    all
}

/// Taps and groups.
fn tapped(weighed: &Weighed<'_>, point: u32, from: i64, to: i64) -> Vec<CountedEvent> {
    let Weighed { shifts, hours, related, .. } = weighed;
    let here = || shifts.iter().filter(|shift| shift.record.point == point);
    let kinds: BTreeSet<_> = here().map(Shift::kind).collect();
    let standing: BTreeMap<_, _> = kinds
        .into_iter()
        .map(|kind| (kind, point::standing(shifts, (point, kind), hours, &related.split)))
        .collect();
    let mut all = Vec::new();
    for shift in here() {
        let (journal, record) = (shift.journal, shift.record);
        let leads = |at: i64| {
            let quarters = standing.get(&shift.kind());
            let of = quarters.and_then(|quarters| quarters.get(&at.div_euclid(QUARTER_S)));
            of.is_some_and(|of| of.contains(&(journal, record.ordinal)))
        };
        let event = |what, ordinal: u64, moment, category, persons| {
            let at = shift.fold.time(moment).at;
            let stands = match shift.definition.role(category) {
                Some(CategoryRole::Part) => Stands::Mark,
                Some(CategoryRole::Outside) | None => Stands::Outside,
                Some(CategoryRole::Adds) if shift.is_superseded(category, at) => Stands::StoodFor,
                Some(CategoryRole::Adds) if leads(at) => Stands::Counts,
                Some(CategoryRole::Adds) => Stands::Parallel,
            };
            let stands = if record.undone.contains(&ordinal) { Stands::Undone } else { stands };
            let (event, category) = ((journal, ordinal), Some(category));
            CountedEvent { event, what, at, category, persons, stands }
        };
        let taps = record.taps.iter();
        let taps =
            taps.map(|tap| event(CountedKind::Tap, tap.ordinal, tap.moment, tap.category, 1));
        let groups = record.groups.values().map(|group| {
            let moment = group.counted_at();
            event(CountedKind::Group, group.ordinal, moment, group.category, group.persons)
        });
        all.extend(taps.chain(groups).filter(|it| (from..to).contains(&it.at)));
    }
    all
}

/// A tally; `within`: it lies in the stretch that was asked for.
fn tallied(tally: &Tallied<'_>, within: bool) -> CountedEvent {
    let record = tally.record;
    let stands = match (tally.state.stands(), tally.role) {
        (Stands::Counts, Some(CategoryRole::Part)) => Stands::Mark,
        (Stands::Counts, Some(CategoryRole::Outside) | None) => Stands::Outside,
        (Stands::Counts, Some(CategoryRole::Adds)) if !within => Stands::Beyond,
        (stands, _) => stands,
    };
    CountedEvent {
        event: (tally.journal, record.ordinal),
        what: match record.origin {
            TallyOrigin::Entered(..) => CountedKind::Tally,
            TallyOrigin::Corrected(..) => CountedKind::Correction,
        },
        at: record.from,
        category: Some(record.category),
        persons: record.persons,
        stands,
    }
}

/// Persons taken over at a point that no record here shows.
fn told(query: &StationQuery<'_>, shifts: &[Shift<'_>], point: u32) -> Vec<CountedEvent> {
    let of = |journal, watch| {
        let mut shifts = shifts.iter();
        let shift = shifts.find(|it| (it.journal, it.record.ordinal) == (journal, watch));
        shift.is_some_and(|it| it.record.point == point)
    };
    let lines = station_day(query).hand_overs.into_iter();
    let lines = lines.filter(|it| it.told > 0 && of(it.journal, it.record.watch));
    let event = |line: super::HandOverLine| CountedEvent {
        event: (line.journal, line.record.ordinal),
        what: CountedKind::Told,
        at: line.record.as_of,
        category: None,
        persons: line.told,
        stands: Stands::Counts,
    };
    lines.map(event).collect()
}

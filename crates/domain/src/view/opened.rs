//! A figure opened down to its events: what was signed for it, in order.
//!
//! Every tap, group and tally of a point within a stretch is told with whether it stands in
//! the total of its watch, so that a figure can be counted again by hand. What was undone is
//! told too. Bounded by what the caller asks for.

use super::EventAt;
use super::day::StationQuery;
use crate::definition::station_key;
use crate::fold::TallyOrigin;
use crate::hours::day_span;

/// An event behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedEvent {
    /// The event.
    pub event: EventAt,
    /// What it is.
    pub what: CountedKind,
    /// When it counts, Unix seconds; of a tally, its first second.
    pub at: i64,
    /// Category number.
    pub category: u32,
    /// Persons it says.
    pub persons: u32,
    /// Whether it was taken back.
    pub undone: bool,
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
    let span = day_span(query.day, query.station, query.definitions.current());
    let (from, to) = (from.max(span.starts), to.min(span.ends));
    let key = station_key(&query.station.code);
    let mut all = Vec::new();
    for (journal, fold) in query.journals {
        let here =
            |visit| fold.visit(visit).is_some_and(|visit| station_key(&visit.station) == key);
        for watch in fold.watches().filter(|it| it.point == point && here(it.visit)) {
            let taps = watch.taps.iter().map(|tap| CountedEvent {
                event: (*journal, tap.ordinal),
                what: CountedKind::Tap,
                at: fold.time(tap.moment).at,
                category: tap.category,
                persons: 1,
                undone: watch.undone.contains(&tap.ordinal),
            });
            let groups = watch.groups.values().map(|group| CountedEvent {
                event: (*journal, group.ordinal),
                what: CountedKind::Group,
                at: fold.time(group.counted_at()).at,
                category: group.category,
                persons: group.persons,
                undone: watch.undone.contains(&group.ordinal),
            });
            all.extend(taps.chain(groups).filter(|it| (from..to).contains(&it.at)));
        }
        let tallies = fold.tallies().filter(|it| it.point == point && here(it.visit));
        let within = tallies.filter(|it| it.from < to && it.to > from);
        all.extend(within.map(|tally| CountedEvent {
            event: (*journal, tally.ordinal),
            what: match tally.origin {
                TallyOrigin::Entered(..) => CountedKind::Tally,
                TallyOrigin::Corrected(..) => CountedKind::Correction,
            },
            at: tally.from,
            category: tally.category,
            persons: tally.persons,
            undone: tally.undone.is_some(),
        }));
    }
    all.sort_by_key(|it| (it.at, it.event));
    all.truncate(most);
    all
}

//! Which watches were declared split or relay, and where declarations do not fit one another.
//!
//! Undeclared overlap is parallel. A person's latest word holds, and one on a single other watch
//! before one on whoever else watches. Two persons' words on one pair that differ are parallel,
//! and a finding; so is a split of watches that share a desk or name none. Who took a figure
//! over follows who gave it. A relay overlaps for a moment, while one still stands at the door
//! and by what two clocks differ; one that overlaps for longer is two who watched, parallel.

use super::shift::Shift;
use super::{EventAt, Finding};
use crate::event::WatchRelation;
use crate::fold::RelationRecord;
use crate::ids::{EventRef, JournalRef};
use std::collections::{BTreeMap, BTreeSet};

/// Most declarations, and most watches of one station's day, that are weighed.
const DECLARED_MAX: usize = 1_000;
const WATCHES_MAX: usize = 256;
/// Longest overlap of two watches that still follow one another.
const RELAY_OVERLAP_MAX_S: i64 = 300;

/// What the declarations of a station's day come to.
#[derive(Default)]
pub(super) struct Related {
    /// Watches that are added: different desks.
    pub(super) split: BTreeSet<EventAt>,
    /// Watches of which the second follows the first and loses nobody by a short overlap.
    pub(super) relays: Vec<(EventAt, EventAt)>,
    /// Declarations that do not fit.
    pub(super) findings: Vec<Finding>,
}

/// Weighs declarations, and hand-overs as declarations of a relay.
pub(super) fn related(
    declared: &[(JournalRef, RelationRecord)],
    handed: &[(EventAt, EventAt)],
    shifts: &[Shift<'_>],
) -> Related {
    let mut pairs: Pairs<'_, '_> = BTreeMap::new();
    let known: Vec<&Shift<'_>> = shifts.iter().take(WATCHES_MAX).collect();
    let named = |at: EventAt| known.iter().find(|it| at_of(it) == at).copied();
    let mut words = BTreeMap::new();
    for (journal, record) in declared.iter().take(DECLARED_MAX) {
        let other = record.other.map(|other| at(*journal, other));
        // In the order of a journal: the latest takes the place of what was said before. Of
        // whoever else comes first, so that what is said of a single one stands over it.
        words.insert((other, at(*journal, record.watch), *journal), record.relation);
    }
    for ((other, watch, journal), relation) in words {
        let Some(watch) = named(watch) else { continue };
        let others: Vec<&Shift<'_>> = match other {
            Some(other) => named(other).into_iter().collect(),
            None => known.iter().copied().filter(|it| whoever(watch, it)).collect(),
        };
        for other in others {
            say(&mut pairs, watch, other, (Some(journal), relation));
        }
    }
    for (given, taken) in handed.iter().take(DECLARED_MAX) {
        if let Some((given, taken)) = named(*given).zip(named(*taken)) {
            say(&mut pairs, given, taken, (None, WatchRelation::Relay));
        }
    }
    let mut related = Related::default();
    for ((one, two), pair) in pairs {
        let said: BTreeSet<WatchRelation> = pair.said.values().copied().collect();
        if said.len() > 1 {
            related.findings.push(Finding::RelationsDisagree { one, two });
        } else if said.contains(&WatchRelation::Relay) {
            related.relays.extend(pair.follow().then_some((one, two)));
        } else if said.contains(&WatchRelation::Split) {
            match pair.apart() {
                true => related.split.extend([one, two]),
                false => related.findings.push(Finding::SplitOverlaps { one, two }),
            }
        }
    }
    related
}

/// Leaves the seconds a relay has twice to the first of its watches.
pub(super) fn relay(shifts: &mut [Shift<'_>], relays: &[(EventAt, EventAt)]) {
    for (one, two) in relays {
        let of = |at: &EventAt| shifts.iter().position(|shift| at_of(shift) == *at);
        let Some((one, two)) = of(one).zip(of(two)) else { continue };
        let stands = shifts.get(one).map(|shift| shift.alone.clone()).unwrap_or_default();
        if let Some(shift) = shifts.get_mut(two) {
            shift.leave_to(&stands);
        }
    }
}

type Pairs<'s, 'a> = BTreeMap<(EventAt, EventAt), Pair<'s, 'a>>;

fn say<'s, 'a>(
    pairs: &mut Pairs<'s, 'a>,
    watch: &'s Shift<'a>,
    other: &'s Shift<'a>,
    (who, relation): (Option<JournalRef>, WatchRelation),
) {
    let (one, two) = match at_of(watch) < at_of(other) {
        true => (watch, other),
        false => (other, watch),
    };
    if at_of(one) != at_of(two) {
        let pair = pairs.entry((at_of(one), at_of(two)));
        let pair = pair.or_insert_with(|| Pair { one, two, said: BTreeMap::new() });
        pair.said.insert(who, relation);
    }
}

struct Pair<'s, 'a> {
    one: &'s Shift<'a>,
    two: &'s Shift<'a>,
    /// By whom; nobody where a figure was passed on.
    said: BTreeMap<Option<JournalRef>, WatchRelation>,
}

impl Pair<'_, '_> {
    fn apart(&self) -> bool {
        let (one, two) = (super::point::covers(self.one), super::point::covers(self.two));
        !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
    }

    fn follow(&self) -> bool {
        let both = self.one.watched.iter().map(|(from, to)| self.two.watched_s(*from, *to));
        both.sum::<i64>() <= RELAY_OVERLAP_MAX_S
    }
}

fn at_of(shift: &Shift<'_>) -> EventAt {
    (shift.journal, shift.record.ordinal)
}

fn at(journal: JournalRef, named: EventRef) -> EventAt {
    match named {
        EventRef::Here(ordinal) => (journal, ordinal),
        EventRef::Elsewhere(journal, ordinal) => (journal, ordinal),
    }
}

/// Somebody else who watches the same point at the same time.
fn whoever(watch: &Shift<'_>, other: &Shift<'_>) -> bool {
    let point = |it: &Shift<'_>| (it.record.point, it.kind());
    other.journal != watch.journal
        && point(watch) == point(other)
        && watch.watched.iter().any(|(from, to)| other.watched_s(*from, *to) > 0)
}

//! Which watches were declared split, and where declarations do not fit one another.
//!
//! Undeclared overlap is parallel. Two declarations of one pair that differ are parallel too,
//! and a finding; so is a split of watches that share a desk or name none.

use super::shift::Shift;
use super::{EventAt, Finding};
use crate::event::WatchRelation;
use crate::fold::RelationRecord;
use crate::ids::{EventRef, JournalRef};
use std::collections::{BTreeMap, BTreeSet};

/// Most declarations, and most watches of one station's day, that are weighed.
const DECLARED_MAX: usize = 1_000;
const WATCHES_MAX: usize = 256;

/// Watches that are added, and findings about declarations.
pub(super) fn split(
    declared: &[(JournalRef, RelationRecord)],
    shifts: &[Shift<'_>],
) -> (BTreeSet<EventAt>, Vec<Finding>) {
    let mut pairs: BTreeMap<(EventAt, EventAt), Pair<'_, '_>> = BTreeMap::new();
    let known: Vec<&Shift<'_>> = shifts.iter().take(WATCHES_MAX).collect();
    let named = |at: EventAt| known.iter().find(|it| at_of(it) == at).copied();
    for (journal, record) in declared.iter().take(DECLARED_MAX) {
        let Some(watch) = named(at(*journal, record.watch)) else { continue };
        let others: Vec<&Shift<'_>> = match record.other {
            Some(other) => named(at(*journal, other)).into_iter().collect(),
            None => known.iter().copied().filter(|it| whoever(watch, it)).collect(),
        };
        for other in others.into_iter().filter(|other| at_of(other) != at_of(watch)) {
            let (one, two) = match at_of(watch) < at_of(other) {
                true => (watch, other),
                false => (other, watch),
            };
            let pair = pairs.entry((at_of(one), at_of(two)));
            pair.or_insert_with(|| Pair { one, two, said: BTreeSet::new() })
                .said
                .insert(record.relation);
        }
    }
    let (mut split, mut findings) = (BTreeSet::new(), Vec::new());
    for ((one, two), pair) in pairs {
        if pair.said.len() > 1 {
            findings.push(Finding::RelationsDisagree { one, two });
        } else if pair.said.contains(&WatchRelation::Split) {
            match pair.apart() {
                true => split.extend([one, two]),
                false => findings.push(Finding::SplitOverlaps { one, two }),
            }
        }
    }
    (split, findings)
}

struct Pair<'s, 'a> {
    one: &'s Shift<'a>,
    two: &'s Shift<'a>,
    said: BTreeSet<WatchRelation>,
}

impl Pair<'_, '_> {
    fn apart(&self) -> bool {
        let (one, two) = (super::point::covers(self.one), super::point::covers(self.two));
        !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
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

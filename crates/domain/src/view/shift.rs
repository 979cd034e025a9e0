//! A watch laid over a day: when somebody watched, and what each quarter counted.
//!
//! An open stretch ends at the watch's last sign of life, never at "now": a phone that went
//! silent does not go on watching.

use super::HourCount;
use crate::definition::{CategoryRole, ElectionDefinition, PointKind};
use crate::fold::{Fold, WatchRecord, WatchState};
use crate::hours::{Hour, QUARTER_S};
use crate::ids::JournalRef;
use std::collections::BTreeMap;

/// A watch with its times corrected where possible.
pub(super) struct Shift<'a> {
    pub(super) journal: JournalRef,
    pub(super) fold: &'a Fold,
    pub(super) record: &'a WatchRecord,
    pub(super) definition: &'a ElectionDefinition,
    /// Stretches watched: sorted, apart, half-open, Unix seconds.
    pub(super) watched: Vec<(i64, i64)>,
}

/// A sum of quarters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) persons: u32,
    pub(super) parts: BTreeMap<u32, u32>,
    pub(super) outside: BTreeMap<u32, u32>,
    pub(super) watched_s: i64,
}

impl<'a> Shift<'a> {
    /// `alive` is the device's own life mark: a running watch is watched until then.
    pub(super) fn new(
        journal: JournalRef,
        fold: &'a Fold,
        record: &'a WatchRecord,
        definition: &'a ElectionDefinition,
        alive: Option<i64>,
    ) -> Self {
        let running = record.state == WatchState::Running;
        let alive = alive.filter(|_| running).map(|claimed| record.last_sign.at(claimed));
        let sign = fold.time(record.last_sign).at;
        let sign = alive.map_or(sign, |alive| sign.max(fold.time(alive).at));
        let stretches = record.stretches.iter().map(|stretch| {
            let ends = stretch.to.map_or(sign, |to| fold.time(to).at);
            (fold.time(stretch.from).at, ends)
        });
        let watched = merged(stretches.collect());
        Self { journal, fold, record, definition, watched }
    }

    pub(super) fn kind(&self) -> Option<PointKind> {
        let mut points = self.definition.points.iter();
        points.find(|point| point.number == self.record.point).map(|point| point.kind)
    }

    /// Seconds watched within a stretch of time.
    pub(super) fn watched_s(&self, from: i64, to: i64) -> i64 {
        self.within(from, to).map(|(starts, ends)| ends - starts).sum()
    }

    /// What was watched of a stretch of time.
    pub(super) fn within(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> + Clone {
        let first = self.watched.partition_point(|stretch| stretch.1 <= from);
        let rest = self.watched.get(first..).unwrap_or_default().iter();
        rest.take_while(move |stretch| stretch.0 < to)
            .map(move |stretch| (stretch.0.max(from), stretch.1.min(to)))
    }

    /// What one quarter counted and how long it was watched.
    pub(super) fn quarter(&self, quarter: i64) -> Sum {
        let from = quarter * QUARTER_S;
        let watched_s = self.watched_s(from, from + QUARTER_S);
        let mut sum = Sum { watched_s, ..Sum::default() };
        let counts = self.record.quarters.get(&quarter);
        for (category, count) in counts.into_iter().flatten() {
            match self.definition.role(*category) {
                Some(CategoryRole::Part) => add(&mut sum.parts, *category, *count),
                Some(CategoryRole::Outside) => add(&mut sum.outside, *category, *count),
                Some(CategoryRole::Adds) => sum.persons += count,
                // A number this version does not have adds to nothing.
                None => add(&mut sum.outside, *category, *count),
            }
        }
        sum
    }
}

/// Stretches of a quarter that were taken from one watch or another.
#[derive(Default)]
pub(super) struct Taken(BTreeMap<i64, i64>);

impl Taken {
    /// Takes stretches that lie apart, if none of them meets one taken before.
    pub(super) fn take(&mut self, stretches: impl Iterator<Item = (i64, i64)> + Clone) -> bool {
        let meets = |(from, to): (i64, i64)| {
            let before = self.0.range(..to).next_back();
            before.is_some_and(|(_, ends)| *ends > from)
        };
        if stretches.clone().any(meets) {
            return false;
        }
        self.0.extend(stretches);
        true
    }
}

impl Sum {
    pub(super) fn add(&mut self, other: &Self) {
        self.persons += other.persons;
        self.watched_s += other.watched_s;
        other.parts.iter().for_each(|(category, count)| add(&mut self.parts, *category, *count));
        let outside = other.outside.iter();
        outside.for_each(|(category, count)| add(&mut self.outside, *category, *count));
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn minutes(&self) -> u32 {
        u32::try_from(self.watched_s / 60).unwrap_or(0)
    }

    /// What an hour with this sum is.
    pub(super) fn count(self, hour: &Hour, now: i64) -> HourCount {
        let minutes_watched = self.minutes();
        let nothing = self.persons == 0 && self.parts.is_empty() && self.outside.is_empty();
        if minutes_watched == 0 && nothing {
            return if hour.starts > now { HourCount::NotYet } else { HourCount::Unknown };
        }
        let Self { persons, parts, outside, .. } = self;
        HourCount::Counted { persons, parts, outside, minutes_watched }
    }
}

fn add(counts: &mut BTreeMap<u32, u32>, category: u32, count: u32) {
    *counts.entry(category).or_insert(0) += count;
}

/// Sorted stretches without overlap; a stretch that ends before it begins is none.
fn merged(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    stretches.retain(|(from, to)| from < to);
    stretches.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in stretches {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(_) | None => merged.push((from, to)),
        }
    }
    merged
}

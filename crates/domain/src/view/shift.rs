//! A watch laid over a day: when somebody watched, and what each quarter counted.
//!
//! An open stretch ends at the watch's last sign of life, never at "now": a phone that went
//! silent does not go on watching.

use super::HourCount;
use crate::definition::{CategoryRole, ElectionDefinition, PointKind};
use crate::event::StretchStands;
use crate::fold::{Amendment, Fold, WatchRecord, WatchState};
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
    /// Stretches of which it cannot be said: likewise, and apart from those watched.
    pub(super) doubtful: Vec<(i64, i64)>,
    /// What was watched but for seconds in which another's watch stands, in a relay.
    pub(super) alone: Vec<(i64, i64)>,
    /// Taps of these stretches and categories leave the total: another figure stands for them.
    superseded: Vec<(i64, i64, u32)>,
}

/// A sum of quarters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) persons: u32,
    pub(super) parts: BTreeMap<u32, u32>,
    pub(super) outside: BTreeMap<u32, u32>,
    pub(super) watched_s: i64,
    /// Seconds in which at least a part of a split point was watched.
    pub(super) partly_s: i64,
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
        let (watched, doubtful) = painted(watched, &amendments(fold, record));
        let (alone, superseded) = (watched.clone(), Vec::new());
        Self { journal, fold, record, definition, watched, doubtful, alone, superseded }
    }

    /// Leaves stretches to another's watch in a relay: its seconds, never its persons.
    pub(super) fn leave_to(&mut self, other: &[(i64, i64)]) {
        self.alone = minus(&self.alone, other);
    }

    /// Lets another figure stand for the persons of a stretch, in whichever category that adds:
    /// such a figure is of persons, and marks stay beside it.
    pub(super) fn supersede(&mut self, from: i64, to: i64) {
        let categories = self.definition.categories.iter();
        let adds = categories.filter(|category| category.role == CategoryRole::Adds);
        self.superseded.extend(adds.map(|category| (from, to, category.number)));
    }

    /// Whether another figure stands for who was counted then.
    pub(super) fn is_superseded(&self, category: u32, at: i64) -> bool {
        self.superseded.iter().any(|it| it.2 == category && (it.0..it.1).contains(&at))
    }

    pub(super) fn kind(&self) -> Option<PointKind> {
        let mut points = self.definition.points.iter();
        points.find(|point| point.number == self.record.point).map(|point| point.kind)
    }

    /// Seconds watched within a stretch of time.
    pub(super) fn watched_s(&self, from: i64, to: i64) -> i64 {
        seconds_in(&self.watched, from, to)
    }

    /// What was watched of a stretch of time and is left to nobody.
    pub(super) fn within(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> + Clone {
        within(&self.alone, from, to)
    }

    /// What one quarter counted and how long it was watched.
    pub(super) fn quarter(&self, quarter: i64) -> Sum {
        let from = quarter * QUARTER_S;
        let watched_s = self.watched_s(from, from + QUARTER_S);
        let mut sum = Sum { watched_s, ..Sum::default() };
        let counts = self.record.quarters.get(&quarter);
        for (category, count) in counts.into_iter().flatten() {
            let count = &count.saturating_sub(self.superseded_in(quarter, *category));
            if *count == 0 {
                continue;
            }
            match self.definition.role(*category) {
                Some(CategoryRole::Part) => add(&mut sum.parts, *category, *count),
                Some(CategoryRole::Outside) => add(&mut sum.outside, *category, *count),
                Some(CategoryRole::Adds) => sum.persons = sum.persons.saturating_add(*count),
                // A number this version does not have adds to nothing.
                None => add(&mut sum.outside, *category, *count),
            }
        }
        sum
    }

    /// Persons of taps and groups within a stretch of time, by the second.
    pub(super) fn persons_in(&self, from: i64, to: i64) -> u32 {
        let adds = |category| self.definition.role(category) == Some(CategoryRole::Adds);
        let within = |moment| (from..to).contains(&self.fold.time(moment).at);
        let taps = self.record.counted().filter(|tap| adds(tap.category) && within(tap.moment));
        let groups = self.record.counted_groups();
        let groups = groups.filter(|group| adds(group.category) && within(group.counted_at()));
        let groups = groups.map(|group| group.persons).fold(0, u32::saturating_add);
        groups.saturating_add(u32::try_from(taps.count()).unwrap_or(u32::MAX))
    }

    /// Persons a quarter counted before an instant in it, by the second.
    pub(super) fn persons_before(&self, quarter: i64, cut: i64) -> u32 {
        let from = quarter * QUARTER_S;
        let stands = |category: u32, moment| {
            let at = self.fold.time(moment).at;
            (from..cut).contains(&at)
                && self.definition.role(category) == Some(CategoryRole::Adds)
                && !self.is_superseded(category, at)
        };
        let taps = self.record.counted().filter(|tap| stands(tap.category, tap.moment)).count();
        let groups = self.record.counted_groups();
        let groups = groups.filter(|group| stands(group.category, group.counted_at()));
        let groups = groups.map(|group| group.persons).fold(0, u32::saturating_add);
        groups.saturating_add(u32::try_from(taps).unwrap_or(u32::MAX))
    }

    /// Persons of a quarter and category that another figure stands for.
    fn superseded_in(&self, quarter: i64, category: u32) -> u32 {
        let (from, to) = (quarter * QUARTER_S, (quarter + 1) * QUARTER_S);
        let meets = |it: &&(i64, i64, u32)| it.0 < to && it.1 > from && it.2 == category;
        let here: Vec<_> = self.superseded.iter().filter(meets).collect();
        if here.is_empty() {
            return 0;
        }
        let stands =
            |at: i64| (from..to).contains(&at) && here.iter().any(|it| (it.0..it.1).contains(&at));
        let taps = self.record.counted().filter(|tap| tap.category == category);
        let taps = taps.filter(|tap| stands(self.fold.time(tap.moment).at)).count();
        let groups = self.record.counted_groups().filter(|group| group.category == category);
        let groups = groups.filter(|group| stands(self.fold.time(group.counted_at()).at));
        let groups = groups.map(|group| group.persons).fold(0, u32::saturating_add);
        groups.saturating_add(u32::try_from(taps).unwrap_or(u32::MAX))
    }
}

/// How stretches stand that were said otherwise, in order.
fn amendments(fold: &Fold, record: &WatchRecord) -> Vec<(i64, i64, StretchStands)> {
    let stretch = |amendment: &Amendment| {
        let (from, to) = (amendment.from, amendment.to);
        let (from, to) = match amendment.quiet {
            Some(_) => {
                let at = |claimed| fold.time(amendment.clock.at(claimed)).at;
                (at(from), at(to))
            }
            None => (from, to),
        };
        (from, to, amendment.stands)
    };
    record.amendments.iter().map(stretch).collect()
}

/// Stretches sorted, apart, half-open.
pub(super) type Stretches = Vec<(i64, i64)>;

/// Paints amendments over what was watched, each over those before it: watched and doubtful.
fn painted(watched: Stretches, over: &[(i64, i64, StretchStands)]) -> (Stretches, Stretches) {
    if over.is_empty() {
        return (watched, Vec::new());
    }
    let base = watched.into_iter().map(|(from, to)| (from, to, 0, StretchStands::Watched));
    let over =
        over.iter().enumerate().map(|(at, (from, to, stands))| (*from, *to, at + 1, *stands));
    let mut edges: Vec<(i64, bool, usize, StretchStands)> = Vec::new();
    for (from, to, order, stands) in base.chain(over).filter(|it| it.0 < it.1) {
        edges.extend([(from, true, order, stands), (to, false, order, stands)]);
    }
    edges.sort_unstable_by_key(|edge| (edge.0, edge.1));
    let (mut watched, mut doubtful) = (Vec::new(), Vec::new());
    let mut here: BTreeMap<usize, StretchStands> = BTreeMap::new();
    let mut since = i64::MIN;
    for (at, begins, order, stands) in edges {
        if at > since {
            match here.last_key_value().map(|(_, stands)| *stands) {
                Some(StretchStands::Watched) => watched.push((since, at)),
                Some(StretchStands::Doubtful) => doubtful.push((since, at)),
                Some(StretchStands::Gap) | None => {}
            }
            since = at;
        }
        match begins {
            true => here.insert(order, stands),
            false => here.remove(&order),
        };
    }
    (merged(watched), merged(doubtful))
}

/// What of sorted stretches lies within a stretch of time.
fn within(
    stretches: &[(i64, i64)],
    from: i64,
    to: i64,
) -> impl Iterator<Item = (i64, i64)> + Clone {
    let first = stretches.partition_point(|stretch| stretch.1 <= from);
    let rest = stretches.get(first..).unwrap_or_default().iter();
    rest.take_while(move |stretch| stretch.0 < to)
        .map(move |stretch| (stretch.0.max(from), stretch.1.min(to)))
}

/// Seconds of sorted stretches within a stretch of time.
pub(super) fn seconds_in(stretches: &[(i64, i64)], from: i64, to: i64) -> i64 {
    within(stretches, from, to).map(|(starts, ends)| ends - starts).sum()
}

/// The first stretches without the second ones; both sorted and apart.
pub(super) fn minus(these: &[(i64, i64)], those: &[(i64, i64)]) -> Stretches {
    let mut left = Vec::new();
    for (from, to) in these {
        let mut at = *from;
        for (gone, back) in within(those, *from, *to) {
            left.push((at, gone));
            at = back;
        }
        left.push((at, *to));
    }
    left.retain(|(from, to)| from < to);
    left
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

    /// All that was taken.
    pub(super) fn stretches(self) -> Stretches {
        self.0.into_iter().collect()
    }
}

impl Sum {
    pub(super) fn add(&mut self, other: &Self) {
        self.persons = self.persons.saturating_add(other.persons);
        self.watched_s += other.watched_s;
        self.partly_s += other.partly_s;
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
        if minutes_watched == 0 && nothing && self.partly_s < 60 {
            return if hour.starts > now { HourCount::NotYet } else { HourCount::Unknown };
        }
        let Self { persons, parts, outside, .. } = self;
        HourCount::Counted { persons, parts, outside, minutes_watched }
    }
}

fn add(counts: &mut BTreeMap<u32, u32>, category: u32, count: u32) {
    let sum = counts.entry(category).or_insert(0_u32);
    *sum = sum.saturating_add(count);
}

/// Sorted stretches without overlap; a stretch that ends before it begins is none.
pub(super) fn merged(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
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

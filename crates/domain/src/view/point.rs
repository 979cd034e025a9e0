//! A counting point's day: its watches joined or added as declared, its tallies beside them.
//!
//! Watches that follow one another are joined; those that run at the same time are parallel,
//! and the one that watched longest leads; only those declared split, over desks or boxes that
//! lie apart, are added. A split point counts as watched while every part of it is. Choosing by
//! the larger count would raise every figure, so that was rejected.

use super::shift::{Shift, Stretches, Sum, Taken, merged, minus, seconds_in};
use super::tally::{Tallied, TallyState};
use super::{EventAt, HourRow, PointDay, Quarter, WatchDay};
use crate::definition::{CategoryRole, PointKind};
use crate::hours::{Hour, QUARTER_S};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which watches of one point are added, and which are compared.
struct Lanes<'s, 'a> {
    /// Parts of a split point, each with its watches, the leading one first.
    parts: Vec<Vec<&'s Shift<'a>>>,
    /// All others, the leading one first.
    others: Vec<&'s Shift<'a>>,
}

pub(super) fn points(
    hours: &[Hour],
    shifts: &[Shift<'_>],
    tallies: &[Tallied<'_>],
    split: &BTreeSet<EventAt>,
    (now, cuts): (i64, &BTreeSet<i64>),
) -> Vec<PointDay> {
    type At<'s, 'a> = (Vec<&'s Shift<'a>>, Vec<&'s Tallied<'a>>);
    let mut by_point: BTreeMap<(u32, Option<PointKind>), At<'_, '_>> = BTreeMap::new();
    for shift in shifts {
        by_point.entry((shift.record.point, shift.kind())).or_default().0.push(shift);
    }
    for tally in tallies.iter().filter(|tally| tally.state != TallyState::Undone) {
        by_point.entry((tally.record.point, tally.kind)).or_default().1.push(tally);
    }
    let mut points: Vec<(i64, PointDay)> = by_point
        .into_iter()
        .map(|((point, kind), (mut shifts, tallies))| {
            lead_first(&mut shifts, hours);
            let parallel = meeting(&shifts);
            let lanes = Lanes::of(&shifts, split);
            let (mut rows, total) = rows(hours, now, |quarter| lanes.count(quarter, None).0);
            let beside = Beside::of(&shifts, &tallies);
            rows.iter_mut().for_each(|row| beside.fill(row, &tallies));
            let (quarters, watched) = quarters_of(hours, &lanes, beside.tallied);
            let day = PointDay {
                point,
                kind,
                persons: total.persons,
                minutes_watched: total.minutes(),
                parallel,
                split: lanes.parts.len() > 1,
                tallied: counting(&tallies).map(|it| it.persons()).fold(0, u32::saturating_add),
                told: 0,
                doubtful_minutes: rows.iter().map(|row| row.doubtful_minutes).sum(),
                quarters,
                cuts: cuts.iter().map(|cut| (*cut, lanes.before(*cut))).collect(),
                watched,
                hours: rows,
            };
            (total.watched_s, day)
        })
        .collect();
    points.sort_by_key(|(watched_s, day)| (Reverse(*watched_s), Reverse(day.tallied), day.point));
    points.into_iter().map(|(_, day)| day).collect()
}

/// Tallies that stand in the total.
fn counting<'t, 'a>(tallies: &'t [&'t Tallied<'a>]) -> impl Iterator<Item = &'t Tallied<'a>> {
    tallies.iter().copied().filter(|tally| tally.state == TallyState::Counts)
}

/// Stretches of a point that are no taps: doubtful time, and time a tally was kept.
struct Beside {
    doubtful: Vec<(i64, i64)>,
    tallied: Vec<(i64, i64)>,
}

impl Beside {
    fn of(shifts: &[&Shift<'_>], tallies: &[&Tallied<'_>]) -> Self {
        let watched = merged(shifts.iter().flat_map(|it| it.watched.iter().copied()).collect());
        let doubtful = merged(shifts.iter().flat_map(|it| it.doubtful.iter().copied()).collect());
        // Who kept marks or turned away by hand did not watch for persons.
        let adds = |it: &&Tallied<'_>| it.role == Some(CategoryRole::Adds);
        let kept = counting(tallies).filter(|it| it.record.watched()).filter(adds);
        let kept = merged(kept.map(|it| (it.record.from, it.record.to)).collect());
        let tallied = minus(&kept, &watched);
        Self { doubtful: minus(&minus(&doubtful, &watched), &tallied), tallied }
    }

    fn fill(&self, row: &mut HourRow, tallies: &[&Tallied<'_>]) {
        let (from, to) = (row.hour.starts, row.hour.ends);
        row.doubtful_minutes = minutes(seconds_in(&self.doubtful, from, to));
        row.tallied_minutes = minutes(seconds_in(&self.tallied, from, to));
        for tally in tallies.iter().filter(|it| it.record.from < to && it.record.to > from) {
            row.tallies.push((tally.journal, tally.record.ordinal));
            let whole = tally.record.from >= from && tally.record.to <= to;
            if whole && tally.state == TallyState::Counts {
                row.tallied = row.tallied.saturating_add(tally.persons());
            }
        }
    }
}

fn minutes(seconds: i64) -> u32 {
    u32::try_from(seconds / 60).unwrap_or(0)
}

/// Persons by quarter, and the stretches somebody watched, by taps or a tally that stands.
fn quarters_of(
    hours: &[Hour],
    lanes: &Lanes<'_, '_>,
    tallied: Stretches,
) -> (Vec<Quarter>, Stretches) {
    let (mut all, mut watched) = (Vec::new(), tallied);
    for quarter in hours.iter().flat_map(quarters) {
        let (Sum { persons, .. }, stretches, _) = lanes.count(quarter, None);
        watched.extend(stretches);
        let starts = quarter * QUARTER_S;
        all.extend((persons > 0).then_some(Quarter { starts, persons }));
    }
    (all, merged(watched))
}

impl<'s, 'a> Lanes<'s, 'a> {
    fn of(shifts: &[&'s Shift<'a>], split: &BTreeSet<EventAt>) -> Self {
        let mut parts: Vec<(BTreeSet<&str>, Vec<&'s Shift<'a>>)> = Vec::new();
        let mut others = Vec::new();
        let declared = |shift: &Shift<'_>| split.contains(&(shift.journal, shift.record.ordinal));
        for shift in shifts.iter().filter(|shift| declared(shift)) {
            let covers = covers(shift);
            let apart = parts.iter().all(|(known, _)| known.is_disjoint(&covers));
            match parts.iter_mut().find(|(known, _)| *known == covers) {
                Some((_, part)) => part.push(shift),
                None if apart => parts.push((covers, vec![shift])),
                None => others.push(*shift),
            }
        }
        for shift in shifts.iter().filter(|shift| !declared(shift)) {
            match parts.iter_mut().find(|(known, _)| *known == covers(shift)) {
                Some((_, part)) => part.push(shift),
                None => others.push(*shift),
            }
        }
        if parts.len() < 2 {
            return Self { parts: Vec::new(), others: shifts.to_vec() };
        }
        Self { parts: parts.into_iter().map(|(_, part)| part).collect(), others }
    }

    /// Persons of the quarter that an instant cuts, before the instant.
    fn before(&self, cut: i64) -> u32 {
        self.count(cut.div_euclid(QUARTER_S), Some(cut)).0.persons
    }

    /// What a quarter counted (`cut`: only the persons before it), when of it the point was
    /// watched, and whose persons these are.
    fn count(&self, quarter: i64, cut: Option<i64>) -> Joined {
        let whole = joined(&self.others, quarter, cut);
        let mut parts = self.parts.iter().map(|part| joined(part, quarter, cut));
        let Some((mut sum, mut watched, mut of)) = parts.next() else { return whole };
        for (part, stretches, more) in parts {
            sum.add(&part);
            of.extend(more);
            watched = minus(&watched, &minus(&watched, &stretches));
        }
        let watched_s = watched.iter().map(|(from, to)| to - from).sum();
        if whole.0.watched_s > watched_s {
            return whole;
        }
        (Sum { partly_s: sum.watched_s, watched_s, ..sum }, watched, of)
    }
}

pub(super) fn covers<'s>(shift: &'s Shift<'_>) -> BTreeSet<&'s str> {
    shift.record.covers.iter().map(String::as_str).collect()
}

/// The watch that watched longest over the day leads wherever it watched.
pub(super) fn lead_first(shifts: &mut [&Shift<'_>], hours: &[Hour]) {
    let watched = |shift: &Shift<'_>| -> i64 {
        hours.iter().map(|hour| shift.watched_s(hour.starts, hour.ends)).sum()
    };
    shifts.sort_by_key(|shift| (Reverse(watched(shift)), shift.journal, shift.record.ordinal));
}

/// The watches of one point whose persons are its figure, by quarter.
pub(super) fn standing(
    shifts: &[Shift<'_>],
    (point, kind): (u32, Option<PointKind>),
    hours: &[Hour],
    split: &BTreeSet<EventAt>,
) -> BTreeMap<i64, Vec<EventAt>> {
    let mut here: Vec<&Shift<'_>> =
        shifts.iter().filter(|it| (it.record.point, it.kind()) == (point, kind)).collect();
    lead_first(&mut here, hours);
    let lanes = Lanes::of(&here, split);
    hours.iter().flat_map(quarters).map(|it| (it, lanes.count(it, None).2)).collect()
}

/// A sum, when it was watched, and the watches it is of.
pub(super) type Joined = (Sum, Stretches, Vec<EventAt>);

/// What watches that follow one another counted in a quarter (`cut`: only the persons before it),
/// when they watched, and which were taken.
pub(super) fn joined(shifts: &[&Shift<'_>], quarter: i64, cut: Option<i64>) -> Joined {
    let (from, to) = (quarter * QUARTER_S, (quarter + 1) * QUARTER_S);
    let mut sum = Sum::default();
    let mut taken = Taken::default();
    let mut of = Vec::new();
    for shift in shifts {
        let mut own = shift.quarter(quarter);
        let beside = own.watched_s == 0 && sum.watched_s > 0;
        own.watched_s = seconds_in(&shift.alone, from, to);
        if own.is_empty() || beside || !taken.take(shift.within(from, to)) {
            continue;
        }
        if let Some(cut) = cut {
            own.persons = shift.persons_before(quarter, cut);
        }
        sum.add(&own);
        of.push((shift.journal, shift.record.ordinal));
    }
    (sum, taken.stretches(), of)
}

/// Whether two of the shifts watched during the same second, relays apart.
pub(super) fn meeting(shifts: &[&Shift<'_>]) -> bool {
    overlapping(shifts.iter().flat_map(|shift| shift.alone.iter().copied()).collect(), |it| it)
}

/// Whether two stretches share a second. A shift's own stretches are apart, so neighbours that
/// overlap are of two shifts.
pub(super) fn overlapping<S: Ord>(mut all: Vec<S>, bounds: impl Fn(S) -> (i64, i64)) -> bool {
    all.sort_unstable();
    let mut watched_to = i64::MIN;
    all.into_iter().any(|stretch| {
        let (from, to) = bounds(stretch);
        let meets = from < watched_to;
        watched_to = watched_to.max(to);
        meets
    })
}

pub(super) fn quarters(hour: &Hour) -> std::ops::Range<i64> {
    hour.starts.div_euclid(QUARTER_S)..hour.ends.div_euclid(QUARTER_S)
}

pub(super) fn rows(hours: &[Hour], now: i64, count: impl Fn(i64) -> Sum) -> (Vec<HourRow>, Sum) {
    let mut total = Sum::default();
    let rows = hours.iter().map(|hour| {
        let mut sum = Sum::default();
        quarters(hour).for_each(|quarter| sum.add(&count(quarter)));
        total.add(&sum);
        HourRow::of(*hour, sum.count(hour, now))
    });
    (rows.collect(), total)
}

pub(super) fn leading_hours(points: &[PointDay], hours: &[Hour], now: i64) -> Vec<HourRow> {
    match points.first() {
        Some(point) => point.hours.clone(),
        None => rows(hours, now, |_| Sum::default()).0,
    }
}

pub(super) fn watches(hours: &[Hour], shifts: &[Shift<'_>], now: i64) -> Vec<WatchDay> {
    let day = |shift: &Shift<'_>| {
        let (mut hours, total) = rows(hours, now, |quarter| shift.quarter(quarter));
        for row in &mut hours {
            let doubtful = seconds_in(&shift.doubtful, row.hour.starts, row.hour.ends);
            row.doubtful_minutes = minutes(doubtful);
        }
        let record = shift.record;
        let first = record.stretches.first().map_or(record.last_sign, |stretch| stretch.from);
        WatchDay {
            journal: shift.journal,
            watch: record.ordinal,
            visit: record.visit,
            point: record.point,
            kind: shift.kind(),
            covers: record.covers.clone(),
            view: record.view,
            state: record.state,
            started: shift.fold.time(first),
            last_sign: shift.fold.time(record.last_sign),
            hours,
            persons: total.persons,
            minutes_watched: total.minutes(),
        }
    };
    shifts.iter().map(day).collect()
}

//! Findings about the count itself: rates, hours, lists, tallies, sums, hand-overs.
//!
//! Each is a code with its parameters and never blocks anything. Quarters are the grain, so
//! that a station's findings cost what its hours cost. Groups are exempt from the rate: forty
//! conscripts are one entry, not forty fast taps.

use super::day::latest;
use super::findings::standing;
use super::shift::Shift;
use super::{EventAt, Finding, IntervalRule, StationDay, StationQuery, TallyState, falls};
use super::{KnownList, ListSaid, RegisterLine, TurnoutLine, mended_as_interval};
use crate::definition::CategoryRole;
use crate::event::{FigureCounts, FigureKind, FigureSource, RegisterKind};
use crate::hours::{QUARTER_S, reach};
use crate::ids::JournalRef;
use std::collections::BTreeMap;
use std::ops::Range;

/// A watch that counts nobody for so long within the vote is worth a question, seconds.
pub const LONG_WITHOUT_COUNT_S: i64 = 3_600;
/// How near a series read as intervals must lie to a total that is known otherwise, where the
/// definition does not say.
const INTERVALS: IntervalRule = IntervalRule { percent: 3, persons: 5 };

/// Which figures should add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SumOf {
    /// Ballots taken along = voted + brought back.
    BoxBallots,
    /// The list at closing = the list at opening + additions.
    List,
}

pub(super) fn of_day(
    day: &StationDay,
    shifts: &[Shift<'_>],
    query: &StationQuery<'_>,
) -> Vec<Finding> {
    let rate = query.definitions.current().highest_rate_per_minute;
    let limits = &query.definitions.current().limits;
    let intervals_within = IntervalRule {
        percent: limits.interval_percent.unwrap_or(INTERVALS.percent),
        persons: limits.interval_persons.unwrap_or(INTERVALS.persons),
    };
    let mut findings = intervals(day, intervals_within);
    let reach = reach(query.day, query.station, query.definitions.current());
    for shift in shifts {
        let watch = (shift.journal, shift.record.ordinal);
        let counts = Counts::of(shift, &reach);
        findings.extend(rate.and_then(|rate| counts.too_fast(watch, rate)));
        findings.extend(counts.outside(watch, day.voting));
        findings.extend(without_count(shift, watch, &counts, day.voting));
    }
    findings.extend(lists(day));
    findings.extend(day.tallies.iter().filter_map(|line| {
        let TallyState::OverlapsTaps(minutes) = line.state else { return None };
        let tally = (line.journal, line.record.ordinal);
        Some(Finding::TallyOverlapsTaps { tally, persons: line.record.persons, minutes })
    }));
    findings.extend(sums(day));
    findings.extend(day.hand_overs.iter().filter_map(|line| {
        let (given, given_figure) = (line.other?, line.given_figure?);
        let (taken, taken_figure) = ((line.journal, line.record.ordinal), line.record.figure);
        let differ = given_figure != taken_figure;
        let found = Finding::HandOverDiffers { given, given_figure, taken, taken_figure };
        differ.then_some(found)
    }));
    findings
}

/// Falling series whose sum lies near the signatures that their own observer counted or, where
/// that one counted none, another at the station.
fn intervals(day: &StationDay, rule: IntervalRule) -> Vec<Finding> {
    let own = |line: &&TurnoutLine| {
        (line.record.source, line.record.what) == (FigureSource::OwnCount, FigureKind::Signatures)
    };
    let totals: Vec<&TurnoutLine> = standing(day).filter(own).collect();
    let total_of = |journal: JournalRef| {
        let same = totals.iter().rfind(|total| total.journal == journal);
        same.or(totals.last()).copied()
    };
    let mut series: BTreeMap<_, Vec<&TurnoutLine>> = BTreeMap::new();
    for line in standing(day) {
        let told = line.record.source != FigureSource::OwnCount;
        if told && line.record.counts == FigureCounts::SinceOpening {
            let key = (line.journal, line.record.what, line.record.contest);
            series.entry(key).or_default().push(line);
        }
    }
    let found = series.into_iter().filter_map(|((journal, ..), lines)| {
        let total = total_of(journal)?;
        let figures: Vec<u64> = lines.iter().map(|line| line.record.figure).collect();
        let fits = mended_as_interval(&figures, total.record.figure, rule);
        let last = lines.last().filter(|_| fits && !falls(&figures).is_empty())?;
        Some(Finding::ReadsAsIntervals {
            journal: last.journal,
            last: last.record.ordinal,
            sum: figures.iter().fold(0, |sum, figure| sum.saturating_add(*figure)),
            total: total.record.figure,
            counted: (total.journal, total.record.ordinal),
        })
    });
    found.collect()
}

/// Persons of a watch by quarter, groups told apart.
struct Counts {
    all: BTreeMap<i64, u32>,
    grouped: BTreeMap<i64, u32>,
}

impl Counts {
    /// Of quarters that are of this day.
    fn of(shift: &Shift<'_>, reach: &Range<i64>) -> Self {
        let today = |quarter: i64| reach.contains(&quarter.saturating_mul(QUARTER_S));
        let adds = |category: u32| shift.definition.role(category) == Some(CategoryRole::Adds);
        let sum = |counts: &BTreeMap<u32, u32>| {
            let here = counts.iter().filter(|(category, _)| adds(**category));
            here.map(|(_, count)| *count).fold(0, u32::saturating_add)
        };
        let all = shift.record.quarters.iter().filter(|(quarter, _)| today(**quarter));
        let all = all.map(|(quarter, counts)| (*quarter, sum(counts)));
        let mut grouped: BTreeMap<i64, u32> = BTreeMap::new();
        for group in shift.record.counted_groups().filter(|group| adds(group.category)) {
            let at = shift.fold.time(group.counted_at()).at.div_euclid(QUARTER_S);
            let sum = grouped.entry(at).or_insert(0);
            *sum = sum.saturating_add(group.persons);
        }
        Self { all: all.collect(), grouped }
    }

    /// The fastest quarter above the highest rate.
    fn too_fast(&self, watch: EventAt, per_minute: u32) -> Option<Finding> {
        let tapped = self.all.iter().map(|(quarter, all)| {
            (all.saturating_sub(self.grouped.get(quarter).copied().unwrap_or(0)), *quarter)
        });
        let (persons, quarter) = tapped.max()?;
        let quarter = quarter.saturating_mul(QUARTER_S);
        let found = Finding::RateTooHigh { watch, quarter, persons, per_minute };
        (persons > per_minute.saturating_mul(15)).then_some(found)
    }

    fn outside(&self, watch: EventAt, voting: (i64, i64)) -> Option<Finding> {
        let sum = |part: &dyn Fn(i64) -> bool| {
            let here = self.all.iter().filter(|(quarter, _)| part(**quarter));
            here.map(|(_, persons)| *persons).fold(0, u32::saturating_add)
        };
        // Quarters that straddle the opening or the closing are within it.
        let opens = voting.0.div_euclid(QUARTER_S);
        let closes = voting.1.saturating_add(QUARTER_S - 1).div_euclid(QUARTER_S);
        let (before, after) = (sum(&|at| at < opens), sum(&|at| at >= closes));
        (before > 0 || after > 0).then_some(Finding::OutsideHours { watch, before, after })
    }
}

/// The longest stretch of whole quarters watched within the vote that counted nobody.
fn without_count(
    shift: &Shift<'_>,
    watch: EventAt,
    counts: &Counts,
    voting: (i64, i64),
) -> Option<Finding> {
    let mut longest: Option<(i64, i64)> = None;
    let mut run = None;
    for (from, to) in &shift.watched {
        let (from, to) = ((*from).max(voting.0), (*to).min(voting.1));
        let first = from.saturating_add(QUARTER_S - 1).div_euclid(QUARTER_S);
        for quarter in first..to.div_euclid(QUARTER_S) {
            let (starts, ends) = (quarter * QUARTER_S, (quarter + 1) * QUARTER_S);
            if counts.all.get(&quarter).is_some_and(|persons| *persons > 0) {
                run = None;
                continue;
            }
            run = match run {
                Some((since, until)) if until == starts => Some((since, ends)),
                Some(_) | None => Some((starts, ends)),
            };
            longest = longer(longest, run);
        }
    }
    let (from, to) = longest.filter(|(from, to)| to - from >= LONG_WITHOUT_COUNT_S)?;
    Some(Finding::LongWithoutCount { watch, from, to })
}

/// The longer of two stretches, the first of two as long.
fn longer(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    let long = |it: Option<(i64, i64)>| it.map_or(-1, |(from, to)| to - from);
    if long(other) > long(one) { other } else { one }
}

/// Sizes that differ from the first one named, but for what was added until the closing.
fn lists(day: &StationDay) -> Vec<Finding> {
    let Some(one) = day.lists.first().copied() else { return Vec::new() };
    let others = day.lists.iter().skip(1);
    let others = others.filter(|other| other.voters != one.voters && !grew(day, one, **other));
    others.map(|other| Finding::ListsDiffer { one, other: *other }).collect()
}

/// Whether a list at closing is another one and its additions, or a sum judges it anyhow.
fn grew(day: &StationDay, one: KnownList, other: KnownList) -> bool {
    let ListSaid::Noted(journal, ordinal) = other.said else { return false };
    let mut noted = day.registers.iter().filter(|line| line.journal == journal);
    let closing = noted.find(|line| line.record.ordinal == ordinal);
    let closing = closing.filter(|line| line.record.what == RegisterKind::ListAtClosing);
    let Some(closing) = closing else { return false };
    let of = |what: RegisterKind| {
        let same = |line: &&RegisterLine| {
            let key = (line.journal, line.record.contest, line.record.what);
            key == (journal, closing.record.contest, what)
        };
        latest(&day.registers).filter(same).last().map(|line| line.record.figure)
    };
    let Some(added) = of(RegisterKind::Additions) else { return false };
    of(RegisterKind::ListAtOpening).is_some() || one.voters.saturating_add(added) == other.voters
}

fn sums(day: &StationDay) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trip in &day.box_trips {
        let back = trip.record.back.as_ref();
        let parts = back.and_then(|back| back.voted.zip(back.returned));
        let Some((taken, (voted, returned))) = trip.record.ballots.zip(parts) else { continue };
        let event = (trip.journal, trip.record.ordinal);
        findings.extend(differs(
            SumOf::BoxBallots,
            event,
            taken.into(),
            u64::from(voted) + u64::from(returned),
        ));
    }
    let mut by_journal: BTreeMap<_, [Option<(u64, u32)>; 3]> = BTreeMap::new();
    for line in latest(&day.registers) {
        let known = by_journal.entry((line.journal, line.record.contest)).or_default();
        let slot = match line.record.what {
            RegisterKind::ListAtOpening => known.first_mut(),
            RegisterKind::Additions => known.get_mut(1),
            RegisterKind::ListAtClosing => known.last_mut(),
            RegisterKind::Certificates | RegisterKind::BallotsReceived | RegisterKind::HomeList => {
                None
            }
        };
        if let Some(slot) = slot {
            *slot = Some((line.record.ordinal, line.record.figure));
        }
    }
    for ((journal, _), known) in by_journal {
        if let [Some((_, opening)), Some((_, added)), Some((event, closing))] = known {
            let parts = u64::from(opening) + u64::from(added);
            findings.extend(differs(SumOf::List, (journal, event), closing.into(), parts));
        }
    }
    findings
}

fn differs(of: SumOf, event: EventAt, stated: u64, parts: u64) -> Option<Finding> {
    (stated != parts).then_some(Finding::SumDiffers { of, event, stated, parts })
}

//! What rules say about data that looks wrong. It is kept, marked, and never corrected.
//!
//! Falling figures are looked for among those of one journal that can be compared at all:
//! since opening, of the same thing, of the same contest.

use super::{EventAt, KnownList, StationDay, SumOf, TurnoutLine};
use crate::event::{FigureCounts, FigureKind, FigureSource};
use crate::fold::Fold;
use crate::ids::JournalRef;
use std::collections::BTreeMap;

/// A later figure below an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fall {
    /// Index of the earlier figure.
    pub earlier: usize,
    /// Index of the later, smaller one.
    pub later: usize,
}

/// Something that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A figure since opening is smaller than one before it.
    TurnoutFalls {
        /// The journal.
        journal: JournalRef,
        /// Ordinal of the earlier figure.
        earlier: u64,
        /// Ordinal of the later figure.
        later: u64,
        /// The earlier figure.
        earlier_figure: u64,
        /// The later figure.
        later_figure: u64,
    },
    /// A figure above the voters on the list.
    AboveList {
        /// The journal.
        journal: JournalRef,
        /// Ordinal of the figure.
        event: u64,
        /// The figure.
        figure: u64,
        /// Voters on the largest list anybody names.
        registered: u32,
    },
    /// A series that falls adds up, as intervals, to a total known otherwise.
    ReadsAsIntervals {
        /// The journal.
        journal: JournalRef,
        /// Ordinal of the series' last figure.
        last: u64,
        /// Its sum.
        sum: u64,
        /// The total it lies near: signatures the observer counted.
        total: u64,
        /// The total's event.
        counted: EventAt,
    },
    /// More taps in a quarter than the definition's highest rate; groups are exempt.
    RateTooHigh {
        /// The watch.
        watch: EventAt,
        /// The quarter's first second, Unix.
        quarter: i64,
        /// Persons tapped in it.
        persons: u32,
        /// Most persons a minute by the definition.
        per_minute: u32,
    },
    /// Persons counted before the vote began or after it ended.
    OutsideHours {
        /// The watch.
        watch: EventAt,
        /// Before the opening.
        before: u32,
        /// After the closing.
        after: u32,
    },
    /// Two sizes of the voters' list.
    ListsDiffer {
        /// One of them, the imported one where there is one.
        one: KnownList,
        /// The other.
        other: KnownList,
    },
    /// A tally for a stretch in which somebody watched: which of both stands?
    TallyOverlapsTaps {
        /// The tally.
        tally: EventAt,
        /// Its figure.
        persons: u32,
        /// Minutes watched meanwhile.
        minutes: u32,
    },
    /// A watch ran for long and counted nobody.
    LongWithoutCount {
        /// The watch.
        watch: EventAt,
        /// First second of the stretch, Unix.
        from: i64,
        /// The first second after it.
        to: i64,
    },
    /// Figures that should add up do not.
    SumDiffers {
        /// Which sum.
        of: SumOf,
        /// The event that states it.
        event: EventAt,
        /// As stated.
        stated: u64,
        /// As its parts add up.
        parts: u64,
    },
    /// Two halves of a hand-over name different figures.
    HandOverDiffers {
        /// Who gave.
        given: EventAt,
        /// Their figure.
        given_figure: u32,
        /// Who took.
        taken: EventAt,
        /// Their figure.
        taken_figure: u32,
    },
    /// Two watches are declared in two ways; they are taken as parallel.
    RelationsDisagree {
        /// One watch.
        one: EventAt,
        /// The other.
        two: EventAt,
    },
    /// Two watches are declared split and share a desk, or name none; taken as parallel.
    SplitOverlaps {
        /// One watch.
        one: EventAt,
        /// The other.
        two: EventAt,
    },
    /// Events that refer to nothing.
    StrayEvents {
        /// The journal.
        journal: JournalRef,
        /// How many.
        count: u32,
        /// Ordinal of the first.
        first: u64,
    },
    /// Events of kinds this program does not know.
    UnknownKinds {
        /// The journal.
        journal: JournalRef,
        /// How many events, by kind.
        kinds: BTreeMap<u64, u32>,
    },
}

/// Neighbours of a series, in the order of the moments they are for, that fall.
#[must_use]
pub fn falls(figures: &[u64]) -> Vec<Fall> {
    let pairs = figures.iter().zip(figures.iter().skip(1)).enumerate();
    pairs
        .filter(|(_, (earlier, later))| later < earlier)
        .map(|(index, _)| Fall { earlier: index, later: index + 1 })
        .collect()
}

/// Whether a figure is above a list of known size; a list of none is not known.
#[must_use]
pub fn above_list(figure: u64, list: u64) -> bool {
    list > 0 && figure > list
}

/// How near a sum of intervals must lie to a total known otherwise; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntervalRule {
    /// Within so many percent of the total,
    pub percent: u32,
    /// or within so many persons of it.
    pub persons: u32,
}

/// Whether a falling series reads well as intervals: its sum lies near a total that is known
/// otherwise, such as the signatures counted at closing.
#[must_use]
pub fn mended_as_interval(figures: &[u64], total: u64, rule: IntervalRule) -> bool {
    let sum = figures.iter().fold(0_u64, |sum, figure| sum.saturating_add(*figure));
    let off = u128::from(sum.abs_diff(total));
    off <= u128::from(rule.persons) || off * 100 <= u128::from(total) * u128::from(rule.percent)
}

/// Findings about a journal as a whole.
pub(super) fn of_fold(journal: JournalRef, fold: &Fold) -> Vec<Finding> {
    let record = fold.journal_record();
    let mut findings = Vec::new();
    if let Some(first) = record.first_stray {
        findings.push(Finding::StrayEvents { journal, count: record.stray, first });
    }
    if !record.unknown.is_empty() {
        let kinds = record.unknown.iter().map(|(kind, events)| (*kind, events.count)).collect();
        findings.push(Finding::UnknownKinds { journal, kinds });
    }
    findings
}

/// Findings about a station's figures.
pub(super) fn of_day(day: &StationDay) -> Vec<Finding> {
    let mut series: BTreeMap<(JournalRef, FigureKind, Option<u32>), Vec<&TurnoutLine>> =
        BTreeMap::new();
    for line in standing(day) {
        // What the observer counted is beside what was told and no later word of it.
        let told = line.record.source != FigureSource::OwnCount;
        if told && line.record.counts == FigureCounts::SinceOpening {
            let key = (line.journal, line.record.what, line.record.contest);
            series.entry(key).or_default().push(line);
        }
    }
    let mut findings: Vec<Finding> = series.values().flat_map(|lines| falling(lines)).collect();
    let list = day.largest_list().map(|list| list.voters);
    for line in standing(day) {
        if let Some(registered) = list.filter(|list| above_list(line.record.figure, (*list).into()))
        {
            findings.push(Finding::AboveList {
                journal: line.journal,
                event: line.record.ordinal,
                figure: line.record.figure,
                registered,
            });
        }
    }
    findings
}

/// Figures that were not withdrawn.
pub(super) fn standing(day: &StationDay) -> impl Iterator<Item = &TurnoutLine> {
    day.turnout.iter().filter(|line| !line.record.withdrawn)
}

fn falling(lines: &[&TurnoutLine]) -> Vec<Finding> {
    let figures: Vec<u64> = lines.iter().map(|line| line.record.figure).collect();
    let found = falls(&figures).into_iter().filter_map(|fall| {
        let (earlier, later) = (lines.get(fall.earlier)?, lines.get(fall.later)?);
        Some(Finding::TurnoutFalls {
            journal: later.journal,
            earlier: earlier.record.ordinal,
            later: later.record.ordinal,
            earlier_figure: earlier.record.figure,
            later_figure: later.record.figure,
        })
    });
    found.collect()
}

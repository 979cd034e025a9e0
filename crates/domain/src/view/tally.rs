//! Which tallies stand in a total: what overlaps is asked about, not added.
//!
//! A tally that adds stands where nobody tapped and no other tally stands. One that replaces
//! stands instead of its own journal's taps, unless another's watch leads there. The taps it
//! stands for stay on record and leave the total alone. Typed times are whole minutes, so an
//! overlap below one minute is none. Rejected: adding the part that does not overlap, which
//! would be a guess about when its persons came.

use super::opened::Stands;
use super::point::{covers, lead_first};
use super::shift::Shift;
use crate::definition::{CategoryRole, Definitions, PointKind};
use crate::fold::{Fold, TallyRecord, Time};
use crate::hours::Hour;
use crate::ids::JournalRef;
use std::collections::BTreeSet;

/// Most tallies of one station's day that are weighed; those after them stand nowhere.
const TALLIES_MAX: usize = 1_000;
/// An overlap below this is the rounding of typed times.
const OVERLAP_S: i64 = 60;

/// How a tally stands to the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TallyState {
    /// In the total, hatched.
    Counts,
    /// Somebody watched the same point meanwhile, for so many minutes: ask, do not add.
    OverlapsTaps(u32),
    /// Another tally stands there already.
    OverlapsTally,
    /// Another observer's watch leads there: compared, not added.
    Beside,
    /// A later figure of the same person stands for it.
    Superseded,
    /// Taken back.
    Undone,
    /// It ends before it begins, or there are too many.
    NotWeighed,
}

impl TallyState {
    /// The same in the words of an opened figure, its category apart.
    #[must_use]
    pub const fn stands(self) -> Stands {
        match self {
            Self::Counts => Stands::Counts,
            Self::OverlapsTaps(_) | Self::OverlapsTally => Stands::Overlaps,
            Self::Beside => Stands::Parallel,
            Self::Superseded => Stands::StoodFor,
            Self::Undone => Stands::Undone,
            Self::NotWeighed => Stands::NotWeighed,
        }
    }
}

/// A tally on its way into a point's day.
pub(super) struct Tallied<'a> {
    pub(super) journal: JournalRef,
    pub(super) fold: &'a Fold,
    pub(super) record: &'a TallyRecord,
    pub(super) kind: Option<PointKind>,
    pub(super) role: Option<CategoryRole>,
    pub(super) state: TallyState,
}

/// A tally, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it was written down.
    pub noted: Time,
    /// The figure and all that was said of it.
    pub record: TallyRecord,
    /// What the point is.
    pub kind: Option<PointKind>,
    /// Whether its category adds persons to a total.
    pub adds: bool,
    /// How it stands to the total.
    pub state: TallyState,
}

impl<'a> Tallied<'a> {
    pub(super) fn new(
        journal: JournalRef,
        fold: &'a Fold,
        record: &'a TallyRecord,
        definitions: &Definitions,
    ) -> Self {
        let version = definitions.version(record.definition_version);
        let definition = version.unwrap_or_else(|| definitions.current());
        let mut points = definition.points.iter();
        let kind = points.find(|point| point.number == record.point).map(|point| point.kind);
        let role = definition.role(record.category);
        let state = match record {
            TallyRecord { undone: Some(_), .. } => TallyState::Undone,
            TallyRecord { from, to, .. } if from >= to => TallyState::NotWeighed,
            TallyRecord { .. } => TallyState::Counts,
        };
        Self { journal, fold, record, kind, role, state }
    }

    /// Persons it adds to a total; marks and persons beside the total add nobody.
    pub(super) fn persons(&self) -> u32 {
        match self.role {
            Some(CategoryRole::Adds) => self.record.persons,
            Some(CategoryRole::Part | CategoryRole::Outside) | None => 0,
        }
    }

    pub(super) fn line(&self) -> TallyLine {
        TallyLine {
            journal: self.journal,
            noted: self.fold.time(self.record.moment),
            record: self.record.clone(),
            kind: self.kind,
            adds: self.role == Some(CategoryRole::Adds),
            state: self.state,
        }
    }

    fn same_point(&self, shift: &Shift<'_>) -> bool {
        let own: BTreeSet<&str> = self.record.covers.iter().map(String::as_str).collect();
        let other = covers(shift);
        (self.record.point, self.kind) == (shift.record.point, shift.kind())
            && (own.is_empty() || other.is_empty() || !own.is_disjoint(&other))
    }

    fn meets(&self, other: &Self) -> bool {
        let (one, two) = (self.record, other.record);
        let covers = one.covers.is_empty()
            || two.covers.is_empty()
            || one.covers.iter().any(|name| two.covers.contains(name));
        let same = (one.point, self.kind, one.category) == (two.point, other.kind, two.category);
        same && covers && one.from.max(two.from) + OVERLAP_S <= one.to.min(two.to)
    }

    fn weighs(&self) -> bool {
        self.state == TallyState::Counts
    }
}

/// Judges the tallies of a station's day and lets those that replace stand for their taps.
pub(super) fn judge(tallies: &mut [Tallied<'_>], shifts: &mut [Shift<'_>], hours: &[Hour]) {
    for tally in tallies.iter_mut().skip(TALLIES_MAX).filter(|tally| tally.weighs()) {
        tally.state = TallyState::NotWeighed;
    }
    supersede(tallies);
    let mut order: Vec<&Shift<'_>> = shifts.iter().collect();
    lead_first(&mut order, hours);
    let mut standing: Vec<usize> = Vec::new();
    for at in 0..tallies.len() {
        let Some(tally) = tallies.get(at).filter(|tally| tally.weighs()) else { continue };
        let mut others = standing.iter().filter_map(|other| tallies.get(*other));
        let state = if others.any(|other| tally.meets(other)) {
            TallyState::OverlapsTally
        } else {
            state(tally, &order)
        };
        if let Some(tally) = tallies.get_mut(at) {
            tally.state = state;
            if tally.weighs() {
                standing.push(at);
            }
        }
    }
    for tally in standing.iter().filter_map(|at| tallies.get(*at)) {
        let replaces = tally.record.replaces() && tally.role == Some(CategoryRole::Adds);
        for shift in shifts.iter_mut().filter(|_| replaces) {
            if shift.journal == tally.journal && tally.same_point(shift) {
                shift.supersede(tally.record.from, tally.record.to);
            }
        }
    }
}

/// A later figure that replaces takes the place of the same person's earlier ones.
fn supersede(tallies: &mut [Tallied<'_>]) {
    for at in 1..tallies.len().min(TALLIES_MAX) {
        let (before, rest) = tallies.split_at_mut(at);
        let Some(later) = rest.first().filter(|it| it.weighs() && it.record.replaces()) else {
            continue;
        };
        for earlier in before.iter_mut().filter(|it| it.weighs() && it.journal == later.journal) {
            if later.meets(earlier) {
                earlier.state = TallyState::Superseded;
            }
        }
    }
}

/// How a tally stands to the watches, the leading one first.
fn state(tally: &Tallied<'_>, order: &[&Shift<'_>]) -> TallyState {
    let (from, to) = (tally.record.from, tally.record.to);
    for shift in order.iter().filter(|shift| tally.same_point(shift)) {
        let overlap_s = shift.watched_s(from, to);
        let own = shift.journal == tally.journal;
        if tally.record.replaces() && own {
            return TallyState::Counts;
        }
        if overlap_s >= OVERLAP_S {
            let minutes = u32::try_from(overlap_s / 60).unwrap_or(u32::MAX);
            return match tally.record.replaces() {
                true => TallyState::Beside,
                false => TallyState::OverlapsTaps(minutes),
            };
        }
    }
    TallyState::Counts
}

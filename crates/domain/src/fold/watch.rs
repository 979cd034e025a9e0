//! A watch as folded: stretches watched, taps, and counts by quarter.
//!
//! A stretch ends at a pause, an end or an interruption's last sign of life; an open one ends
//! at the watch's latest event. A tap on a paused or interrupted watch shows that somebody
//! watches again, so it opens a stretch. Quarters are kept beside the taps, in corrected time
//! where known, and made anew when a comparison moves the clock.

use super::clock::Clocks;
use super::{Moment, Tap, Taps};
use crate::event::{PauseReason, ViewOfPoint, WatchStarted};
use crate::hours::QUARTER_S;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};

/// What a watch is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum WatchState {
    /// Counting.
    #[n(1)]
    Running,
    /// Resting.
    #[n(2)]
    Paused(#[n(0)] PauseReason),
    /// The program was gone, and nobody has said what followed.
    #[n(3)]
    Interrupted,
    /// Over.
    #[n(4)]
    Ended,
}

/// A stretch in which somebody watched, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Stretch {
    /// Its first second.
    #[n(0)]
    pub from: Moment,
    /// The first second after it; `None` while it is open.
    #[n(1)]
    pub to: Option<Moment>,
}

/// A watch.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct WatchRecord {
    /// Ordinal of its `WatchStarted`.
    #[n(0)]
    pub ordinal: u64,
    /// Its visit.
    #[n(1)]
    pub visit: u64,
    /// Version of the definition its numbers are of.
    #[n(2)]
    pub definition_version: u32,
    /// Its counting point's number.
    #[n(3)]
    pub point: u32,
    /// Desks or boxes in sight; empty is the whole point.
    #[n(4)]
    pub covers: Vec<String>,
    /// How much could be seen.
    #[n(5)]
    pub view: ViewOfPoint,
    /// What it is doing.
    #[n(6)]
    pub state: WatchState,
    /// Stretches in order.
    #[n(7)]
    pub stretches: Vec<Stretch>,
    /// Its latest event, or the last life mark an interruption told of.
    #[n(8)]
    pub last_sign: Moment,
    /// Taps, undone ones included.
    #[n(9)]
    pub taps: Taps,
    /// Ordinals of undone taps.
    #[n(10)]
    pub undone: BTreeSet<u64>,
    /// Persons that count: quarter (Unix seconds / 900) → category → persons.
    #[n(11)]
    pub quarters: BTreeMap<i64, BTreeMap<u32, u32>>,
}

impl WatchRecord {
    pub(super) fn started(ordinal: u64, moment: Moment, event: &WatchStarted) -> Self {
        Self {
            ordinal,
            visit: event.visit,
            definition_version: event.definition_version,
            point: event.point,
            covers: event.covers.clone(),
            view: event.view,
            state: WatchState::Running,
            stretches: vec![Stretch { from: moment, to: None }],
            last_sign: moment,
            taps: Taps::default(),
            undone: BTreeSet::new(),
            quarters: BTreeMap::new(),
        }
    }

    /// Taps that count, in order.
    pub fn counted(&self) -> impl Iterator<Item = Tap> + '_ {
        self.taps.iter().filter(|tap| !self.undone.contains(&tap.ordinal))
    }

    /// The latest tap that counts, for an undo.
    #[must_use]
    pub fn last_counted(&self) -> Option<Tap> {
        self.counted().last()
    }

    /// Taps that count by category.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<u32, u32> {
        let mut totals = BTreeMap::new();
        for (category, count) in self.quarters.values().flatten() {
            *totals.entry(*category).or_insert(0) += count;
        }
        totals
    }

    pub(super) fn pause(&mut self, moment: Moment, reason: PauseReason) {
        self.sign(moment);
        self.close(moment);
        if self.state != WatchState::Ended {
            self.state = WatchState::Paused(reason);
        }
    }

    pub(super) fn resume(&mut self, moment: Moment) {
        self.sign(moment);
        if self.state != WatchState::Running {
            self.state = WatchState::Running;
            self.stretches.push(Stretch { from: moment, to: None });
        }
    }

    pub(super) fn end(&mut self, moment: Moment) {
        self.sign(moment);
        self.close(moment);
        self.state = WatchState::Ended;
    }

    /// The last sign of life was told in the boot before; the clock it was read from is that
    /// of the watch's latest event.
    pub(super) fn interrupt(&mut self, last_sign: i64) {
        let sign = self.last_sign.at(last_sign.max(self.last_sign.claimed));
        self.close(sign);
        self.last_sign = sign;
        if self.state == WatchState::Running {
            self.state = WatchState::Interrupted;
        }
    }

    pub(super) fn tap(&mut self, clocks: &Clocks, tap: Tap) {
        match self.state {
            WatchState::Paused(_) | WatchState::Interrupted => self.resume(tap.moment),
            WatchState::Running | WatchState::Ended => self.sign(tap.moment),
        }
        self.taps.push(tap);
        self.count(quarter(clocks, tap.moment), tap.category);
    }

    /// Takes back a tap of this watch that counts.
    pub(super) fn undo(&mut self, clocks: &Clocks, tap: Tap, moment: Moment) {
        self.undone.insert(tap.ordinal);
        self.sign(moment);
        let quarter = quarter(clocks, tap.moment);
        if let Some(categories) = self.quarters.get_mut(&quarter) {
            if let Some(count) = categories.get_mut(&tap.category) {
                *count = count.saturating_sub(1);
            }
            categories.retain(|_, count| *count > 0);
            if categories.is_empty() {
                self.quarters.remove(&quarter);
            }
        }
    }

    /// Whether comparisons of these boots move anything here.
    pub(super) fn touches(&self, boots: &BTreeSet<u32>) -> bool {
        self.taps.iter().any(|tap| boots.contains(&tap.moment.boot))
    }

    /// Counts anew after a comparison.
    pub(super) fn recount(&mut self, clocks: &Clocks) {
        let taps: Vec<Tap> = self.counted().collect();
        self.quarters.clear();
        for tap in taps {
            self.count(quarter(clocks, tap.moment), tap.category);
        }
    }

    fn count(&mut self, quarter: i64, category: u32) {
        *self.quarters.entry(quarter).or_default().entry(category).or_insert(0) += 1;
    }

    fn sign(&mut self, moment: Moment) {
        self.last_sign = moment;
    }

    fn close(&mut self, moment: Moment) {
        if let Some(open) = self.stretches.last_mut().filter(|stretch| stretch.to.is_none()) {
            open.to = Some(moment);
        }
    }
}

fn quarter(clocks: &Clocks, moment: Moment) -> i64 {
    clocks.time(moment).at.div_euclid(QUARTER_S)
}

//! A watch as folded: stretches watched, taps, and counts by quarter.
//!
//! A stretch ends at a pause, an end or an interruption's last sign of life; an open one ends
//! at the watch's latest event. A tap on a paused or interrupted watch shows that somebody
//! watches again, so it opens a stretch. Quarters are kept beside the taps, in corrected time
//! where known, and made anew when a comparison moves the clock.

use super::amendment::Amendment;
use super::clock::Clocks;
use super::counting::GroupRecord;
use super::groups::Groups;
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
    /// Groups, undone ones included, by ordinal; those that count are in `quarters` too.
    #[n(12)]
    pub groups: Groups,
    /// How stretches stand that were said otherwise, in order; a later one holds.
    #[n(13)]
    pub amendments: Vec<Amendment>,
}

/// An entry that counts: a tap or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Ordinal of its event.
    pub ordinal: u64,
    /// When it was written.
    pub moment: Moment,
    /// Category number.
    pub category: u32,
    /// How many.
    pub persons: u32,
}

/// What an ordinal of a watch counted.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    Tap(Tap),
    Group,
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
            groups: Groups::default(),
            amendments: Vec::new(),
        }
    }

    /// Taps that count, in order.
    pub fn counted(&self) -> impl Iterator<Item = Tap> + '_ {
        self.taps.iter().filter(|tap| !self.undone.contains(&tap.ordinal))
    }

    /// Groups that count, in order.
    pub fn counted_groups(&self) -> impl Iterator<Item = &GroupRecord> {
        self.groups.values().filter(|group| !self.undone.contains(&group.ordinal))
    }

    /// What this ordinal counts here, unless it was undone.
    pub(super) fn counted_by(&self, ordinal: u64) -> Option<Counted> {
        if ordinal <= self.ordinal || self.undone.contains(&ordinal) {
            return None;
        }
        if self.groups.get(ordinal).is_some() {
            return Some(Counted::Group);
        }
        self.taps.find(ordinal).map(Counted::Tap)
    }

    /// The latest entry that counts, tap or group, for an undo.
    #[must_use]
    pub fn latest_counted(&self) -> Option<Entry> {
        let group = self.counted_groups().last().map(|group| Entry {
            ordinal: group.ordinal,
            moment: group.moment,
            category: group.category,
            persons: group.persons,
        });
        let tap = self.last_counted().map(|tap| Entry {
            ordinal: tap.ordinal,
            moment: tap.moment,
            category: tap.category,
            persons: 1,
        });
        [group, tap].into_iter().flatten().max_by_key(|entry| entry.ordinal)
    }

    /// The latest tap that counts.
    #[must_use]
    pub fn last_counted(&self) -> Option<Tap> {
        self.taps.latest(|tap| !self.undone.contains(&tap.ordinal))
    }

    /// Taps that count by category.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<u32, u32> {
        let mut totals = BTreeMap::new();
        for (category, count) in self.quarters.values().flatten() {
            let total = totals.entry(*category).or_insert(0_u32);
            *total = total.saturating_add(*count);
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
        self.count(quarter(clocks, tap.moment), tap.category, 1);
    }

    pub(super) fn group(&mut self, clocks: &Clocks, group: GroupRecord) {
        match self.state {
            WatchState::Paused(_) | WatchState::Interrupted => self.resume(group.moment),
            WatchState::Running | WatchState::Ended => self.sign(group.moment),
        }
        self.count(quarter(clocks, group.counted_at()), group.category, group.persons);
        self.groups.insert(group);
    }

    /// An amendment of a running watch is a sign of life; of another it is words afterwards.
    pub(super) fn amend(&mut self, moment: Moment, amendment: Amendment) {
        if self.state == WatchState::Running {
            self.sign(moment);
        }
        self.amendments.push(amendment);
    }

    /// Takes back what counts here.
    pub(super) fn undo(&mut self, clocks: &Clocks, ordinal: u64, what: Counted, moment: Moment) {
        let group = self.groups.get(ordinal);
        let counted = match what {
            Counted::Tap(tap) => Some((tap.moment, tap.category, 1)),
            Counted::Group => group.map(|it| (it.counted_at(), it.category, it.persons)),
        };
        self.undone.insert(ordinal);
        self.sign(moment);
        let Some((at, category, persons)) = counted else { return };
        let quarter = quarter(clocks, at);
        if let Some(categories) = self.quarters.get_mut(&quarter) {
            if let Some(count) = categories.get_mut(&category) {
                *count = count.saturating_sub(persons);
            }
            categories.retain(|_, count| *count > 0);
            if categories.is_empty() {
                self.quarters.remove(&quarter);
            }
        }
    }

    /// Whether comparisons of these boots move anything here.
    pub(super) fn touches(&self, boots: &BTreeSet<u32>) -> bool {
        let mut groups = self.groups.values();
        self.taps.iter().any(|tap| boots.contains(&tap.moment.boot))
            || groups.any(|group| boots.contains(&group.moment.boot))
    }

    /// Counts anew after a comparison.
    pub(super) fn recount(&mut self, clocks: &Clocks) {
        let taps: Vec<Tap> = self.counted().collect();
        let groups: Vec<_> = self
            .counted_groups()
            .map(|group| (quarter(clocks, group.counted_at()), group.category, group.persons))
            .collect();
        self.quarters.clear();
        for tap in taps {
            self.count(quarter(clocks, tap.moment), tap.category, 1);
        }
        for (quarter, category, persons) in groups {
            self.count(quarter, category, persons);
        }
    }

    fn count(&mut self, quarter: i64, category: u32, persons: u32) {
        // A group of nobody leaves no trace, as after its undo.
        if persons > 0 {
            let categories = self.quarters.entry(quarter).or_default();
            let count = categories.entry(category).or_insert(0);
            *count = count.saturating_add(persons);
        }
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

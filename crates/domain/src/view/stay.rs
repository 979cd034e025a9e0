//! Whose visits a station's day holds, and which of their records are of that day.
//!
//! A visit that was not ended lasts to the last thing recorded in it: nothing closes it at
//! midnight, and what is written next morning is its own. It is not taken to last on for
//! ever, or everybody who forgot to leave would be present on every day after. A record is of
//! the day in whose reach it lies; the nights between belong to the day before, so that
//! nothing recorded is of no day. Rejected: the day of arrival, which hid whole days.

use crate::definition::station_key;
use crate::fold::{Fold, LogRecord, VisitRecord, WatchRecord, WatchState};
use crate::hours::reach;
use crate::ids::JournalRef;
use std::collections::BTreeSet;
use std::ops::Range;

use super::StationQuery;

/// A journal's visits to the station on the day.
pub(super) struct Stay<'a> {
    pub(super) journal: JournalRef,
    pub(super) fold: &'a Fold,
    pub(super) visits: Vec<&'a VisitRecord>,
    pub(super) here: BTreeSet<u64>,
    /// Times of records of this day, Unix seconds.
    pub(super) reach: Range<i64>,
    /// The device's own life mark, where it is known.
    pub(super) alive: Option<i64>,
}

/// Stays of all journals that were at the station on the day.
pub(super) fn stays<'a>(query: &StationQuery<'a>) -> Vec<Stay<'a>> {
    let key = station_key(&query.station.code);
    let reach = reach(query.day, query.station, query.definitions.current());
    let alive = query.alive;
    let stay = |(journal, fold): &(JournalRef, &'a Fold)| {
        let fold: &'a Fold = fold;
        let here = fold.visits().filter(|visit| station_key(&visit.station) == key);
        let visits: Vec<_> = here.filter(|it| meets(fold, it, &reach, alive)).collect();
        let here = visits.iter().map(|visit| visit.ordinal).collect();
        let stay = Stay { journal: *journal, fold, visits, here, reach: reach.clone(), alive };
        (!stay.visits.is_empty()).then_some(stay)
    };
    query.journals.iter().filter_map(stay).collect()
}

/// Whether a visit lasts into a stretch of time; `alive` is the device's own life mark.
pub(super) fn meets(
    fold: &Fold,
    visit: &VisitRecord,
    within: &Range<i64>,
    alive: Option<i64>,
) -> bool {
    let arrived = fold.time(visit.arrived).at;
    arrived < within.end && (arrived >= within.start || lasts(fold, visit, alive) >= within.start)
}

/// When it was left; where that was not told, the last thing recorded in it is for.
fn lasts(fold: &Fold, visit: &VisitRecord, alive: Option<i64>) -> i64 {
    if let Some(left) = visit.left {
        return fold.time(left).at;
    }
    let here = visit.ordinal;
    let watches = fold.watches().filter(|watch| watch.visit == here);
    let watches = watches.map(|watch| sign(fold, watch, alive));
    let turnout = fold.turnout().filter(|it| it.visit == here).map(|it| it.as_of);
    let forms = fold.forms().filter(|it| it.visit == here).map(|it| fold.time(it.last).at);
    let log = fold.log().filter(|it| it.visit == Some(here)).map(|it| seen(fold, it));
    let tallies = fold.tallies().filter(|it| it.visit == here).map(|it| it.to);
    let registers = fold.registers().filter(|it| it.visit == here).map(|it| it.as_of);
    let trips = fold.box_trips().filter(|it| it.visit == here);
    let trips = trips.map(|it| fold.time(it.back.as_ref().map_or(it.moment, |it| it.moment)).at);
    let arrived = std::iter::once(fold.time(visit.arrived).at);
    let counting = arrived.chain(watches).chain(tallies).chain(trips);
    let told = turnout.chain(forms).chain(log).chain(registers);
    counting.chain(told).max().unwrap_or(i64::MIN)
}

/// A watch's last sign of life; a running one's may be the life mark.
fn sign(fold: &Fold, watch: &WatchRecord, alive: Option<i64>) -> i64 {
    let alive = alive.filter(|_| watch.state == WatchState::Running);
    let alive = alive.map(|claimed| fold.time(watch.last_sign.at(claimed)).at);
    alive.unwrap_or(i64::MIN).max(fold.time(watch.last_sign).at)
}

/// When a log entry was seen; as written, where nothing else was said.
pub(super) fn seen(fold: &Fold, entry: &LogRecord) -> i64 {
    entry.seen_at.unwrap_or_else(|| fold.time(entry.moment).at)
}

impl<'a> Stay<'a> {
    /// Whether a visit is one of these.
    pub(super) fn holds(&self, visit: u64) -> bool {
        self.here.contains(&visit)
    }

    /// Whether a record of a visit, for an instant, is of this day.
    pub(super) fn owns(&self, visit: u64, at: i64) -> bool {
        self.holds(visit) && self.reach.contains(&at)
    }

    /// Watches that ran on this day.
    pub(super) fn watches(&self) -> impl Iterator<Item = &'a WatchRecord> {
        let fold = self.fold;
        fold.watches().filter(|watch| {
            let last = sign(fold, watch, self.alive);
            let first = watch.stretches.first();
            let first = first.map_or(last, |stretch| fold.time(stretch.from).at);
            self.holds(watch.visit) && first < self.reach.end && last >= self.reach.start
        })
    }
}

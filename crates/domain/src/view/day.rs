//! A station's polling day out of all journals that were there.
//!
//! Within a counting point, watches that follow one another are joined; those that run at the
//! same time are parallel, and in each quarter the one that watched longest over the day
//! leads. Choosing by the larger count would raise every figure, so that was rejected.

use super::findings;
use super::shift::{Shift, Sum, Taken};
use super::{
    FormLine, HourRow, LogLine, PointDay, StationDay, TimeBasis, TurnoutLine, VisitLine, WatchDay,
};
use crate::definition::{Definitions, PollingDay, StationSpec, station_key};
use crate::event::kinds;
use crate::fold::{Fold, VisitRecord};
use crate::hours::{DaySpan, Hour, QUARTER_S, day_span, hours_of};
use crate::ids::JournalRef;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a station's day is asked from.
#[derive(Clone, Copy, Debug)]
pub struct StationQuery<'a> {
    /// The station.
    pub station: &'a StationSpec,
    /// All versions of the definition.
    pub definitions: &'a Definitions,
    /// The polling day.
    pub day: PollingDay,
    /// Now, Unix seconds: later hours are not yet.
    pub now: i64,
    /// Journals that may have been there, folded.
    pub journals: &'a [(JournalRef, &'a Fold)],
    /// On the device itself: its life mark, claimed Unix seconds.
    pub alive: Option<i64>,
}

/// A journal's visits to the station on the day.
struct Stay<'a> {
    journal: JournalRef,
    fold: &'a Fold,
    visits: Vec<&'a VisitRecord>,
    here: BTreeSet<u64>,
}

/// Puts a station's day together.
#[must_use]
pub fn station_day(query: &StationQuery<'_>) -> StationDay {
    let span = day_span(query.day, query.station, query.definitions.current());
    let stays = stays(query, &span);
    let shifts = shifts(query, &stays);
    let hours = shown_hours(&span, &shifts);
    let points = points(&hours, &shifts, query.now);
    let watches = watches(&hours, &shifts, query.now);
    let mut day = StationDay {
        station: query.station.clone(),
        hours: leading_hours(&points, &hours, query.now),
        persons: points.first().map(|point| point.persons),
        minutes_watched: points.first().map_or(0, |point| point.minutes_watched),
        points,
        watches,
        visits: visits(&stays),
        turnout: turnout(&stays, &span),
        forms: forms(&stays),
        log: log(&stays),
        parallel: parallel(&stays, &span),
        incomplete: incomplete(query, &stays),
        time: basis(&stays),
        findings: Vec::new(),
        span,
    };
    day.findings = findings::of_day(&day);
    day.findings.extend(stays.iter().flat_map(|stay| findings::of_fold(stay.journal, stay.fold)));
    day
}

fn stays<'a>(query: &StationQuery<'a>, span: &DaySpan) -> Vec<Stay<'a>> {
    let key = station_key(&query.station.code);
    let stay = |(journal, fold): &(JournalRef, &'a Fold)| {
        let fold: &'a Fold = fold;
        let here = fold.visits().filter(|visit| station_key(&visit.station) == key);
        let visits: Vec<_> = here.filter(|visit| within(fold, visit, span)).collect();
        let here = visits.iter().map(|visit| visit.ordinal).collect();
        (!visits.is_empty()).then_some(Stay { journal: *journal, fold, visits, here })
    };
    query.journals.iter().filter_map(stay).collect()
}

/// A visit belongs to the day it overlaps; one that was not ended, to the day of its arrival.
fn within(fold: &Fold, visit: &VisitRecord, span: &DaySpan) -> bool {
    let arrived = fold.time(visit.arrived).at;
    let left = visit.left.map_or(arrived, |left| fold.time(left).at);
    arrived < span.ends && left >= span.starts
}

fn shifts<'a>(query: &StationQuery<'a>, stays: &[Stay<'a>]) -> Vec<Shift<'a>> {
    let mut shifts = Vec::new();
    for stay in stays {
        for record in stay.fold.watches().filter(|watch| stay.holds(watch.visit)) {
            let version = query.definitions.version(record.definition_version);
            let definition = version.unwrap_or_else(|| query.definitions.current());
            shifts.push(Shift::new(stay.journal, stay.fold, record, definition, query.alive));
        }
    }
    shifts
}

/// Hours from opening to closing, and others in which anybody watched or counted.
fn shown_hours(span: &DaySpan, shifts: &[Shift<'_>]) -> Vec<Hour> {
    let open = |hour: &Hour| hour.starts < span.closes && hour.ends > span.opens;
    let busy = |hour: &Hour| {
        let quarters = quarters(hour);
        shifts.iter().any(|shift| {
            shift.watched_s(hour.starts, hour.ends) > 0
                || shift.record.quarters.range(quarters.clone()).next().is_some()
        })
    };
    hours_of(span).into_iter().filter(|hour| open(hour) || busy(hour)).collect()
}

fn quarters(hour: &Hour) -> std::ops::Range<i64> {
    hour.starts.div_euclid(QUARTER_S)..hour.ends.div_euclid(QUARTER_S)
}

fn points(hours: &[Hour], shifts: &[Shift<'_>], now: i64) -> Vec<PointDay> {
    let mut by_point: BTreeMap<_, Vec<&Shift<'_>>> = BTreeMap::new();
    for shift in shifts {
        by_point.entry((shift.record.point, shift.kind())).or_default().push(shift);
    }
    let mut points: Vec<(i64, PointDay)> = by_point
        .into_iter()
        .map(|((point, kind), mut shifts)| {
            lead_first(&mut shifts, hours);
            let (hours, total) = rows(hours, now, |quarter| joined(&shifts, quarter));
            let day = PointDay {
                point,
                kind,
                hours,
                persons: total.persons,
                minutes_watched: total.minutes(),
                parallel: meeting(&shifts),
            };
            (total.watched_s, day)
        })
        .collect();
    points.sort_by_key(|(watched_s, day)| (Reverse(*watched_s), day.point));
    points.into_iter().map(|(_, day)| day).collect()
}

/// The watch that watched longest over the day leads wherever it watched.
fn lead_first(shifts: &mut [&Shift<'_>], hours: &[Hour]) {
    let watched = |shift: &Shift<'_>| -> i64 {
        hours.iter().map(|hour| shift.watched_s(hour.starts, hour.ends)).sum()
    };
    shifts.sort_by_key(|shift| (Reverse(watched(shift)), shift.journal, shift.record.ordinal));
}

fn joined(shifts: &[&Shift<'_>], quarter: i64) -> Sum {
    let (from, to) = (quarter * QUARTER_S, (quarter + 1) * QUARTER_S);
    let mut sum = Sum::default();
    let mut taken = Taken::default();
    for shift in shifts {
        let own = shift.quarter(quarter);
        let beside = own.watched_s == 0 && sum.watched_s > 0;
        if own.is_empty() || beside || !taken.take(shift.within(from, to)) {
            continue;
        }
        sum.add(&own);
    }
    sum
}

/// Whether two of the shifts watched during the same second.
fn meeting(shifts: &[&Shift<'_>]) -> bool {
    let mut all: Vec<_> = shifts.iter().flat_map(|shift| shift.watched.iter().copied()).collect();
    // A shift's own stretches are apart, so neighbours that overlap are of two shifts.
    all.sort_unstable();
    let mut watched_to = i64::MIN;
    all.into_iter().any(|(from, to)| {
        let meets = from < watched_to;
        watched_to = watched_to.max(to);
        meets
    })
}

fn rows(hours: &[Hour], now: i64, count: impl Fn(i64) -> Sum) -> (Vec<HourRow>, Sum) {
    let mut total = Sum::default();
    let rows = hours.iter().map(|hour| {
        let mut sum = Sum::default();
        quarters(hour).for_each(|quarter| sum.add(&count(quarter)));
        total.add(&sum);
        HourRow { hour: *hour, count: sum.count(hour, now) }
    });
    (rows.collect(), total)
}

fn leading_hours(points: &[PointDay], hours: &[Hour], now: i64) -> Vec<HourRow> {
    match points.first() {
        Some(point) => point.hours.clone(),
        None => rows(hours, now, |_| Sum::default()).0,
    }
}

fn watches(hours: &[Hour], shifts: &[Shift<'_>], now: i64) -> Vec<WatchDay> {
    let day = |shift: &Shift<'_>| {
        let (hours, total) = rows(hours, now, |quarter| shift.quarter(quarter));
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

fn visits(stays: &[Stay<'_>]) -> Vec<VisitLine> {
    let mut lines: Vec<VisitLine> = Vec::new();
    for stay in stays {
        lines.extend(stay.visits.iter().map(|visit| VisitLine {
            journal: stay.journal,
            visit: visit.ordinal,
            place: visit.place,
            arrived: stay.fold.time(visit.arrived),
            left: visit.left.map(|left| stay.fold.time(left)),
        }));
    }
    lines.sort_by_key(|line| (line.arrived.at, line.journal, line.visit));
    lines
}

fn turnout(stays: &[Stay<'_>], span: &DaySpan) -> Vec<TurnoutLine> {
    let mut lines: Vec<TurnoutLine> = Vec::new();
    for stay in stays {
        let here = stay.fold.turnout().filter(|record| stay.holds(record.visit));
        let today = here.filter(|record| (span.starts..span.ends).contains(&record.as_of));
        lines.extend(today.map(|record| TurnoutLine {
            journal: stay.journal,
            noted: stay.fold.time(record.moment),
            record: record.clone(),
        }));
    }
    lines.sort_by_key(|line| (line.record.as_of, line.journal, line.record.ordinal));
    lines
}

fn forms(stays: &[Stay<'_>]) -> Vec<FormLine> {
    let mut lines: Vec<FormLine> = Vec::new();
    for stay in stays {
        let here = stay.fold.forms().filter(|record| stay.holds(record.visit));
        lines.extend(here.map(|record| FormLine {
            journal: stay.journal,
            last: stay.fold.time(record.last),
            record: record.clone(),
        }));
    }
    lines
}

fn log(stays: &[Stay<'_>]) -> Vec<LogLine> {
    let mut lines: Vec<LogLine> = Vec::new();
    for stay in stays {
        let holds = |visit: Option<u64>| visit.is_some_and(|visit| stay.holds(visit));
        let here = stay.fold.log().filter(|record| holds(record.visit));
        lines.extend(here.map(|record| LogLine {
            journal: stay.journal,
            noted: stay.fold.time(record.moment),
            record: record.clone(),
        }));
    }
    lines.sort_by_key(|line| (line.noted.at, line.journal, line.record.ordinal));
    lines
}

/// Journals whose visits overlap another journal's; a visit not ended lasts all day.
fn parallel(stays: &[Stay<'_>], span: &DaySpan) -> BTreeSet<JournalRef> {
    let mut all: Vec<(i64, i64, JournalRef)> = Vec::new();
    for stay in stays {
        all.extend(stay.visits.iter().map(|visit| {
            let from = stay.fold.time(visit.arrived).at;
            let to = visit.left.map_or(span.ends, |left| stay.fold.time(left).at);
            // Whoever came and left within a second was there in that second.
            (from, to.max(from.saturating_add(1)), stay.journal)
        }));
    }
    all.sort_unstable();
    let mut parallel = BTreeSet::new();
    // The two latest ends so far, of different journals: enough to find a neighbour, since of
    // three at once two were found before.
    let (mut latest, mut next): (Option<(i64, JournalRef)>, _) = (None, None);
    for (from, to, journal) in all {
        let here = |one: &(i64, JournalRef)| one.1 != journal && one.0 > from;
        if let Some((_, other)) = latest.filter(here).or(next.filter(here)) {
            parallel.extend([journal, other]);
        }
        match latest {
            Some((ends, whose)) if whose == journal => latest = Some((ends.max(to), journal)),
            Some((ends, _)) if ends >= to => next = next.max(Some((to, journal))),
            Some(_) | None => {
                next = latest;
                latest = Some((to, journal));
            }
        }
    }
    parallel
}

/// Kinds of event whose content is not known here: unknown ones, and a definition of an unknown
/// shape, which may say more of hours and categories than the one that is read.
fn incomplete(query: &StationQuery<'_>, stays: &[Stay<'_>]) -> BTreeSet<u64> {
    let unknown = stays.iter().flat_map(|stay| stay.fold.journal_record().unknown.into_keys());
    let read = query.definitions.current().version;
    let newer = query.definitions.unreadable().any(|version| version > read);
    unknown.chain(newer.then_some(kinds::DEFINITION_PUBLISHED)).collect()
}

fn basis(stays: &[Stay<'_>]) -> TimeBasis {
    let visits = stays
        .iter()
        .flat_map(|stay| stay.visits.iter().map(|visit| stay.fold.time(visit.arrived).corrected));
    let watches = stays.iter().flat_map(|stay| {
        let here = stay.fold.watches().filter(|watch| stay.holds(watch.visit));
        here.map(|watch| stay.fold.time(watch.last_sign).corrected)
    });
    let known: BTreeSet<bool> = visits.chain(watches).collect();
    match (known.contains(&true), known.contains(&false)) {
        (true, true) => TimeBasis::Mixed,
        (true, false) => TimeBasis::Corrected,
        (false, _) => TimeBasis::Claimed,
    }
}

impl Stay<'_> {
    fn holds(&self, visit: u64) -> bool {
        self.here.contains(&visit)
    }
}

#[cfg(test)]
mod tests;

//! A station's polling day out of all journals that were there.
//!
//! It only gathers: what a visit to this station owns on this day, of each journal. How the
//! watches of a point stand together is `point`'s, which tally stands is `tally`'s. A visit
//! that was moved is here with all its records, and nowhere else.

use super::point::{leading_hours, points, quarters, watches};
use super::relations::Related;
use super::shift::Shift;
use super::stay::{self, Stay, stays};
use super::tally::{self, Tallied, TallyState};
use super::voting::Voting;
use super::{
    BoxTripLine, FormLine, HandOverLine, KnownList, ListSaid, LogLine, RegisterLine, StationDay,
    TimeBasis, TurnoutLine, VisitLine,
};
use super::{findings, handover, judged, relations};
use crate::definition::{Definitions, PollingDay, StationSpec};
use crate::event::{RegisterKind, kinds};
use crate::fold::{BoxTripRecord, Fold, FormRecord, LogRecord, RelationRecord};
use crate::hours::{DaySpan, Hour, QUARTER_S, day_span, hours_of};
use crate::ids::JournalRef;
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

/// A day's records gathered and judged, before they are added up.
pub(super) struct Weighed<'a> {
    pub(super) span: DaySpan,
    pub(super) stays: Vec<Stay<'a>>,
    pub(super) shifts: Vec<Shift<'a>>,
    pub(super) tallies: Vec<Tallied<'a>>,
    pub(super) hours: Vec<Hour>,
    pub(super) hand_overs: Vec<HandOverLine>,
    pub(super) related: Related,
}

/// Gathers a station's day and says which tally stands and which watches are added.
pub(super) fn weighed<'a>(query: &StationQuery<'a>) -> Weighed<'a> {
    let span = day_span(query.day, query.station, query.definitions.current());
    let stays = stays(query);
    let mut shifts = shifts(query, &stays);
    let mut tallies = tallies(query, &stays);
    let hours = shown_hours(&span, &shifts, &tallies);
    tally::judge(&mut tallies, &mut shifts, &hours);
    let mut hand_overs = hand_overs(&stays);
    handover::pair(&mut hand_overs);
    let related = relations::related(&declared(query), &handover::relays(&hand_overs), &shifts);
    relations::relay(&mut shifts, &related.relays);
    Weighed { span, stays, shifts, tallies, hours, hand_overs, related }
}

/// Puts a station's day together.
#[must_use]
pub fn station_day(query: &StationQuery<'_>) -> StationDay {
    let Weighed { span, stays, shifts, tallies, hours, mut hand_overs, related } = weighed(query);
    let turnout = turnout(&stays);
    let cuts = cuts(&turnout);
    let mut points = points(&hours, &shifts, &tallies, &related.split, (query.now, &cuts));
    handover::settle(&mut hand_overs, &shifts, &mut points, |point, until| {
        let here = tallies.iter().filter(|it| {
            (it.record.point, it.kind) == (point.point, point.kind)
                && it.state == TallyState::Counts
                && it.record.from < until
        });
        here.map(Tallied::persons).fold(0, u32::saturating_add)
    });
    let watches = watches(&hours, &shifts, query.now);
    let registers = registers(&stays);
    let mut day = StationDay {
        now: query.now,
        voting: voting(&span, &stays),
        lists: lists(query.station, &registers),
        tallies: tallies.iter().map(Tallied::line).collect(),
        registers,
        box_trips: box_trips(&stays),
        hand_overs,
        station: query.station.clone(),
        hours: leading_hours(&points, &hours, query.now),
        persons: points.first().map(|point| point.persons),
        minutes_watched: points.first().map_or(0, |point| point.minutes_watched),
        points,
        watches,
        visits: visits(&stays),
        turnout,
        forms: forms(&stays),
        log: log(&stays),
        parallel: parallel(&stays, &span),
        incomplete: incomplete(query, &stays),
        time: basis(&stays),
        findings: Vec::new(),
        span,
    };
    day.findings = findings::of_day(&day);
    day.findings.extend(related.findings);
    day.findings.extend(judged::of_day(&day, &shifts, query));
    day.findings.extend(stays.iter().flat_map(|stay| findings::of_fold(stay.journal, stay.fold)));
    day
}

/// Moments of figures that cut a quarter: before these, persons are counted by the second.
fn cuts(turnout: &[TurnoutLine]) -> BTreeSet<i64> {
    let moments = turnout.iter().map(|line| line.record.as_of);
    moments.filter(|at| at.rem_euclid(QUARTER_S) != 0).collect()
}

fn shifts<'a>(query: &StationQuery<'a>, stays: &[Stay<'a>]) -> Vec<Shift<'a>> {
    let mut shifts = Vec::new();
    for stay in stays {
        for record in stay.watches() {
            let version = query.definitions.version(record.definition_version);
            let definition = version.unwrap_or_else(|| query.definitions.current());
            shifts.push(Shift::new(stay.journal, stay.fold, record, definition, query.alive));
        }
    }
    shifts
}

/// Hours from opening to closing, and others in which anybody watched or counted.
fn shown_hours(span: &DaySpan, shifts: &[Shift<'_>], tallies: &[Tallied<'_>]) -> Vec<Hour> {
    let open = |hour: &Hour| hour.starts < span.closes && hour.ends > span.opens;
    let busy = |hour: &Hour| {
        let quarters = quarters(hour);
        shifts.iter().any(|shift| {
            shift.watched_s(hour.starts, hour.ends) > 0
                || shift.record.quarters.range(quarters.clone()).next().is_some()
        }) || tallies.iter().any(|it| it.record.from < hour.ends && it.record.to > hour.starts)
    };
    hours_of(span).into_iter().filter(|hour| open(hour) || busy(hour)).collect()
}

/// Tallies of a visit here whose stretch lies in the day.
fn tallies<'a>(query: &StationQuery<'a>, stays: &[Stay<'a>]) -> Vec<Tallied<'a>> {
    let mut all = Vec::new();
    for stay in stays {
        let here = stay.fold.tallies().filter(|tally| stay.holds(tally.visit));
        let reach = &stay.reach;
        let today = here.filter(|it| it.from < reach.end && it.to >= reach.start);
        all.extend(today.map(|it| Tallied::new(stay.journal, stay.fold, it, query.definitions)));
    }
    all
}

/// Declarations of anybody, also of those who were elsewhere.
fn declared(query: &StationQuery<'_>) -> Vec<(JournalRef, RelationRecord)> {
    let journals = query.journals.iter();
    journals.flat_map(|(id, fold)| fold.relations().map(|record| (*id, *record))).collect()
}

fn hand_overs(stays: &[Stay<'_>]) -> Vec<HandOverLine> {
    let mut lines = Vec::new();
    for stay in stays {
        let visit = |watch| stay.fold.watch(watch).map(|watch| watch.visit);
        let here = stay.fold.hand_overs().filter(|it| it.undone.is_none());
        let here =
            here.filter(|it| visit(it.watch).is_some_and(|visit| stay.owns(visit, it.as_of)));
        lines.extend(here.map(|record| HandOverLine {
            journal: stay.journal,
            noted: stay.fold.time(record.moment),
            record: *record,
            other: None,
            given_figure: None,
            told: 0,
        }));
    }
    lines
}

fn registers(stays: &[Stay<'_>]) -> Vec<RegisterLine> {
    let mut lines: Vec<RegisterLine> = Vec::new();
    for stay in stays {
        let here = stay.fold.registers();
        let here = here.filter(|record| stay.owns(record.visit, record.as_of));
        lines.extend(here.map(|record| RegisterLine {
            journal: stay.journal,
            noted: stay.fold.time(record.moment),
            record: record.clone(),
        }));
    }
    lines.sort_by_key(|line| (line.record.as_of, line.journal, line.record.ordinal));
    lines
}

fn box_trips(stays: &[Stay<'_>]) -> Vec<BoxTripLine> {
    let mut lines: Vec<BoxTripLine> = Vec::new();
    for stay in stays {
        let out = |record: &BoxTripRecord| stay.fold.time(record.moment).at;
        let here = stay.fold.box_trips();
        let here = here.filter(|record| stay.owns(record.visit, out(record)));
        lines.extend(here.map(|record| BoxTripLine {
            journal: stay.journal,
            out: stay.fold.time(record.moment),
            back: record.back.as_ref().map(|back| stay.fold.time(back.moment)),
            record: record.clone(),
        }));
    }
    lines.sort_by_key(|line| (line.out.at, line.journal, line.record.ordinal));
    lines
}

/// Every size of the list that anybody names, the imported one first.
fn lists(station: &StationSpec, registers: &[RegisterLine]) -> Vec<KnownList> {
    let imported = station.registered.map(|voters| KnownList { voters, said: ListSaid::Imported });
    let mut lists: Vec<KnownList> = imported.into_iter().collect();
    lists.extend(latest(registers).filter_map(|line| match line.record.what {
        RegisterKind::ListAtOpening | RegisterKind::ListAtClosing => Some(KnownList {
            voters: line.record.figure,
            said: ListSaid::Noted(line.journal, line.record.ordinal),
        }),
        RegisterKind::Additions
        | RegisterKind::Certificates
        | RegisterKind::BallotsReceived
        | RegisterKind::HomeList => None,
    }));
    lists
}

/// Of each journal the latest word on a figure of one contest and source: what was noted again
/// takes the place of what was noted before.
pub(super) fn latest(registers: &[RegisterLine]) -> impl Iterator<Item = &RegisterLine> {
    let key = |line: &RegisterLine| {
        let record = &line.record;
        (line.journal, record.what, record.contest, record.source)
    };
    let mut last: BTreeMap<_, u64> = BTreeMap::new();
    for line in registers {
        let known = last.entry(key(line)).or_default();
        *known = line.record.ordinal.max(*known);
    }
    registers.iter().filter(move |line| last.get(&key(line)) == Some(&line.record.ordinal))
}

/// When the vote really ran: the logged opening and closing where there are any.
fn voting(span: &DaySpan, stays: &[Stay<'_>]) -> (i64, i64) {
    let said = stays.iter().map(|stay| Voting::of(stay.fold, span, |visit| stay.holds(visit)));
    let said = said.fold(Voting::default(), Voting::and);
    let opens = said.opened.unwrap_or(span.opens);
    (opens, said.closed.unwrap_or(span.closes).max(opens))
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

fn turnout(stays: &[Stay<'_>]) -> Vec<TurnoutLine> {
    let mut lines: Vec<TurnoutLine> = Vec::new();
    for stay in stays {
        let here = stay.fold.turnout().filter(|it| stay.owns(it.visit, it.as_of));
        lines.extend(here.map(|record| TurnoutLine {
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
        let last = |record: &FormRecord| stay.fold.time(record.last).at;
        let here = stay.fold.forms().filter(|record| stay.owns(record.visit, last(record)));
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
        let owns = |it: &LogRecord| {
            it.visit.is_some_and(|visit| stay.owns(visit, stay::seen(stay.fold, it)))
        };
        let here = stay.fold.log().filter(|record| owns(record));
        lines.extend(here.map(|record| LogLine {
            journal: stay.journal,
            noted: stay.fold.time(record.moment),
            record: record.clone(),
        }));
    }
    lines.sort_by_key(|line| (line.noted.at, line.journal, line.record.ordinal));
    lines
}

/// Journals whose visits overlap another journal's; a visit not ended lasts until the next.
fn parallel(stays: &[Stay<'_>], span: &DaySpan) -> BTreeSet<JournalRef> {
    let mut all: Vec<(i64, i64, JournalRef)> = Vec::new();
    for stay in stays {
        all.extend(stay.visits.iter().map(|visit| {
            let from = stay.fold.time(visit.arrived).at;
            let mut later = stay.fold.visits().filter(|it| it.ordinal > visit.ordinal);
            let left = visit.left.or(later.next().map(|next| next.arrived));
            let to = left.map_or(span.ends, |left| stay.fold.time(left).at);
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
    let watches = stays
        .iter()
        .flat_map(|stay| stay.watches().map(|watch| stay.fold.time(watch.last_sign).corrected));
    let known: BTreeSet<bool> = visits.chain(watches).collect();
    match (known.contains(&true), known.contains(&false)) {
        (true, true) => TimeBasis::Mixed,
        (true, false) => TimeBasis::Corrected,
        (false, _) => TimeBasis::Claimed,
    }
}

#[cfg(test)]
mod tests;

//! What stands beside the count of the open visit, and an hour opened down to its events.
//!
//! Made from the fold and the station's day each time; nothing is kept here. An hour shows what
//! was signed for it, taken back or not, so that its figure can be counted again by hand.

use domain::fold::{Amendment, BoxTripRecord, RegisterRecord, TallyOrigin, WatchRecord};
use domain::view::{CountedEvent, CountedKind, Stands, StationQuery, counted_events};
use domain::{Fold, JournalRef};
use sync::world::World;

use super::amend::{hour, watches};
use super::{hand_over, relate};
use crate::api::{
    AmendedView, AppError, BesideView, BoxBackView, BoxTripView, CorrectedView, ErrorCode,
    OpenedEventView, OpenedHourView, OpenedKind, QuietView, RegisterView, Reply,
};
use crate::desk::{Open, small};
use crate::wall::{civil, clock};
use crate::watch;
use crate::words::Same;
use crate::world::Machine;

/// Most lines of a list.
const LINES_MAX: usize = 200;
/// Most events of an opened hour.
const EVENTS_MAX: usize = 2_000;

pub(crate) fn reply(world: Machine, open: &Open) -> Result<Reply, AppError> {
    let fold = open.store.fold();
    let visit = fold.open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    let now = world.now();
    let station = open.visited().ok_or(ErrorCode::NoVisit)?;
    let own: Vec<&WatchRecord> = watches(open)?.collect();
    let amendments = |watch: &&WatchRecord| watch.amendments.clone();
    let mut amendments: Vec<Amendment> = own.iter().flat_map(amendments).collect();
    amendments.sort_by_key(|one| std::cmp::Reverse(one.ordinal));
    let trips = fold.box_trips().rev().filter(|one| one.visit == visit).take(LINES_MAX);
    let registers = fold.registers().rev().filter(|one| one.visit == visit).take(LINES_MAX);
    let watch = fold.open_watch();
    let day = watch.map(|_| open.station_day(&station, open.time_of(now), watch::alive(open, now)));
    let (relation, related) = relate::declared(open);
    let (given, taken) = hand_over::latest(open);
    let view = BesideView {
        quiet: quiet(open, fold, &amendments),
        amended: amendments.iter().filter_map(|one| amended(open, one)).take(LINES_MAX).collect(),
        box_trips: trips.map(|one| trip(open, fold, one)).collect(),
        registers: registers.map(|one| register(open, one)).collect(),
        imported: station.registered,
        hand_over: day.iter().zip(watch).map(|(day, one)| hand_over::figure(open, day, one)).next(),
        given,
        taken,
        relation,
        related,
        watch_code: relate::code(open),
    };
    Ok(Reply::Beside { view })
}

/// Quiet stretches, each with what was answered last.
fn quiet(open: &Open, fold: &Fold, newest_first: &[Amendment]) -> Vec<QuietView> {
    let zone = open.zone();
    let mut seen = std::collections::BTreeSet::new();
    let latest = newest_first.iter().filter(|one| one.quiet.is_some());
    let latest = latest.filter(|one| seen.insert((one.from, one.to)));
    let view = |one: &Amendment| {
        let at = |claimed| fold.time(one.clock.at(claimed)).at;
        Some(QuietView {
            event: small(one.ordinal),
            from: clock(zone, at(one.from)),
            to: clock(zone, at(one.to)),
            answer: one.quiet?.same(),
        })
    };
    latest.filter_map(view).take(LINES_MAX).collect()
}

fn amended(open: &Open, one: &Amendment) -> Option<AmendedView> {
    Some(AmendedView {
        event: small(one.ordinal),
        from: clock(open.zone(), one.from),
        to: clock(open.zone(), one.to),
        stands: one.stands.same(),
        reason: one.reason?.same(),
        text: one.words.clone().unwrap_or_default(),
    })
}

fn trip(open: &Open, fold: &Fold, one: &BoxTripRecord) -> BoxTripView {
    let at = |moment| civil(open.zone(), fold.time(moment).at);
    BoxTripView {
        trip: small(one.ordinal),
        name: one.name.clone().unwrap_or_default(),
        out: at(one.moment),
        applications: one.applications,
        ballots: one.ballots,
        accompanied: one.accompanied.same(),
        meanwhile: one.meanwhile.same(),
        back: one.back.as_ref().map(|back| BoxBackView {
            at: at(back.moment),
            voted: back.voted,
            returned: back.returned,
            accompanied: back.accompanied.same(),
        }),
    }
}

fn register(open: &Open, one: &RegisterRecord) -> RegisterView {
    RegisterView {
        event: small(one.ordinal),
        what: one.what.same(),
        figure: one.figure,
        as_of: clock(open.zone(), one.as_of),
        contest: one.contest,
        source: one.source.same(),
        told_by: one.told_by.clone().unwrap_or_default(),
    }
}

/// What a tally corrected, if it is a correction.
pub(super) fn corrected(origin: TallyOrigin) -> Option<CorrectedView> {
    match origin {
        TallyOrigin::Corrected(old, reason) => Some(CorrectedView { old, reason: reason.same() }),
        TallyOrigin::Entered(..) => None,
    }
}

/// An hour of the counter's point, opened.
pub(crate) fn opened(world: Machine, open: &Open, start: &str) -> Result<Reply, AppError> {
    let station = open.visited().ok_or(ErrorCode::NoVisit)?;
    let now = world.now();
    let time = open.time_of(now);
    let day = open.station_day(&station, time, watch::alive(open, now));
    let own = JournalRef(open.store.journal().0);
    let point = crate::counter::point_of(&day, own, open.store.fold().open_watch());
    let point = point.ok_or(ErrorCode::NoSuchEntry)?;
    let row = hour(point, day.span.zone, start).ok_or(ErrorCode::NoSuchEntry)?;
    let (from, to) = (row.hour.starts, row.hour.ends);
    let journals = open.journals();
    let query = StationQuery {
        station: &station,
        definitions: &open.definitions,
        day: open.day(&station, time.at).0,
        now: time.at,
        journals: &journals,
        alive: None,
    };
    let mut events = counted_events(&query, point.point, from, to, EVENTS_MAX + 1);
    let more = events.len() > EVENTS_MAX;
    events.truncate(EVENTS_MAX);
    let event = |one: CountedEvent| {
        let what = match one.what {
            CountedKind::Tap => OpenedKind::Tap,
            CountedKind::Group => OpenedKind::Group,
            CountedKind::Tally => OpenedKind::Tally,
            CountedKind::Correction => OpenedKind::Correction,
            // Told of a whole day only.
            CountedKind::Told => return None,
        };
        Some(OpenedEventView {
            event: small(one.event.1),
            at: civil(day.span.zone, one.at),
            what,
            category: one.category?,
            persons: one.persons,
            undone: one.stands == Stands::Undone,
        })
    };
    let view = OpenedHourView {
        from: clock(day.span.zone, from),
        to: clock(day.span.zone, to),
        events: events.into_iter().filter_map(event).collect(),
        more,
    };
    Ok(Reply::OpenedHour { view })
}

//! Arriving at a station and leaving it.
//!
//! One visit is open at a time, and leaving ends its watch. It refuses a second one, and no code:
//! a station on no list is recorded as typed, since the person stands there. A wrong station is
//! mended by moving the visit.

use domain::event::{Arrived, Left, StationAdded, VisitMoved, WatchEnded};
use domain::fold::WatchRecord;
use domain::{Payload, station_key};
use sync::schedule::Cause;
use sync::world::World;

use crate::api::{AppError, ErrorCode, Presence, Reply, StationView, Topic};
use crate::beside;
use crate::core::Shared;
use crate::desk::Open;
use crate::session;
use crate::words::Same;
use crate::world::Machine;

/// Most stations offered to choose from; a longer list is found by typing the code.
const STATIONS_MAX: usize = 500;

/// Stations to choose from, the assigned ones first.
pub(crate) fn stations(world: Machine, open: &mut Open) -> Result<Reply, AppError> {
    let now = world.now();
    let at = open.time_of(now).at;
    let assigned: Vec<domain::StationSpec> =
        open.store.assigned().map(|fold| fold.assignments().cloned().collect()).unwrap_or_default();
    let mine = |code: &str| assigned.iter().any(|s| station_key(&s.code) == station_key(code));
    let listed = open.definitions.current().stations.iter().flatten();
    let others = listed.filter(|station| !mine(&station.code)).map(|station| (station, false));
    let listed = |code: &str| {
        let mut known = open.definitions.current().stations.iter().flatten();
        known.any(|station| station_key(&station.code) == station_key(code))
    };
    let added = open.store.fold().added_stations().filter(|one| !mine(&one.code));
    let added: Vec<domain::StationSpec> = added
        .filter(|one| !listed(&one.code))
        .map(domain::fold::AddedStationRecord::spec)
        .collect();
    let list: Vec<StationView> = assigned
        .iter()
        .map(|station| (station, true))
        .chain(others)
        .chain(added.iter().map(|station| (station, false)))
        .take(STATIONS_MAX)
        .map(|(spec, assigned)| session::station(open, spec, assigned, at))
        .collect();
    Ok(Reply::Stations { list })
}

pub(crate) fn arrive(
    shared: &Shared,
    station_code: &str,
    presence: Presence,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    if station_key(station_code).is_empty() {
        return Err(ErrorCode::NoStationCode.into());
    }
    if open.store.fold().open_visit().is_some() {
        return Err(ErrorCode::VisitOpen.into());
    }
    let station = open.station(station_code).0.code;
    let arrived = Payload::Arrived(Arrived { station, place: presence.same() });
    open.record(shared.world, since_touch_ms, vec![arrived])?;
    session::reply(shared, &desk)
}

/// The visit was elsewhere: what it owns goes with it.
pub(crate) fn moved(
    shared: &Shared,
    station_code: &str,
    text: &str,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let visit = open.store.fold().open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    let moved = moved_to(open, visit, station_code, text)?;
    open.record(shared.world, since_touch_ms, vec![moved])?;
    let reply = session::reply(shared, &desk);
    drop(desk);
    let shows = [Topic::Counter, Topic::Checklists, Topic::Delivery];
    shared.changed(&shows);
    reply
}

/// A visit of this journal, open or left, at another station.
pub(crate) fn moved_to(
    open: &Open,
    visit: u64,
    station_code: &str,
    text: &str,
) -> Result<Payload, AppError> {
    if station_key(station_code).is_empty() {
        return Err(ErrorCode::NoStationCode.into());
    }
    let station = open.station(station_code).0.code;
    let record = open.store.fold().visit(visit).ok_or(ErrorCode::NoSuchEntry)?;
    if station_key(&record.station) == station_key(&station) {
        return Err(ErrorCode::SameStation.into());
    }
    let words = beside::words_of(text);
    Ok(Payload::VisitMoved(VisitMoved { visit, station, words }))
}

/// Adds a station that is on no list here: its code, name, and how to find it.
pub(crate) fn add(
    shared: &Shared,
    [code, name, text]: [&str; 3],
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let key = station_key(code);
    if key.is_empty() {
        return Err(ErrorCode::NoStationCode.into());
    }
    let (_, assigned) = open.station(code);
    let mut listed = open.definitions.current().stations.iter().flatten();
    if assigned || listed.any(|station| station_key(&station.code) == key) {
        return Err(ErrorCode::StationListed.into());
    }
    let added = StationAdded {
        code: code.trim().to_owned(),
        name: name.trim().to_owned(),
        region: Vec::new(),
        zone: None,
        words: beside::words_of(text),
    };
    open.record(shared.world, since_touch_ms, vec![Payload::StationAdded(added)])?;
    stations(shared.world, open)
}

pub(crate) fn leave(shared: &Shared, since_touch_ms: u32) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let fold = open.store.fold();
    let Some(visit) = fold.open_visit().map(|visit| visit.ordinal) else {
        return Err(ErrorCode::NoVisit.into());
    };
    let anchor = shared.world.now();
    let ended = |watch: &WatchRecord| Payload::WatchEnded(WatchEnded { watch: watch.ordinal });
    let ended = fold.open_watch().map(ended);
    let payloads = ended.into_iter().chain([Payload::Left(Left { visit })]).collect();
    let now = open.time_of(anchor).at;
    let closed = open.visited().is_some_and(|station| open.day(&station, now).1.closes <= now);
    open.record(shared.world, since_touch_ms, payloads)?;
    open.attended = None;
    let reply = session::reply(shared, &desk);
    drop(desk);
    let cause = if closed { Cause::DayEnded } else { Cause::PageSealed };
    shared.bell.ring(cause, shared.world);
    reply
}

//! The mobile box's trips, and figures of the list and the ballots.
//!
//! What was not told stays empty, which is not zero. A trip that leaves the count resting pauses
//! the running watch with it; one whose count was handed over is refused while the own watch
//! still runs. It refuses a return of a trip that is back.

use domain::Payload;
use domain::event::{BoxTripEnded, BoxTripStarted, PauseReason, RegisterNoted, WatchPaused};
use domain::fold::WatchState;
use sync::world::World;

use super::words_of;
use crate::api::{self, AppError, CountMeanwhile, ErrorCode};
use crate::desk::Open;
use crate::wall::typed;
use crate::words::Same;
use crate::world::Machine;

/// A trip as the person enters it.
pub(super) struct Out<'a> {
    pub(super) name: &'a str,
    pub(super) applications: Option<u32>,
    pub(super) ballots: Option<u32>,
    pub(super) accompanied: api::Accompanied,
    pub(super) meanwhile: CountMeanwhile,
    pub(super) text: &'a str,
}

/// A return as the person enters it.
pub(super) struct Back<'a> {
    pub(super) voted: Option<u32>,
    pub(super) returned: Option<u32>,
    pub(super) accompanied: api::Accompanied,
    pub(super) text: &'a str,
}

/// A figure of the list as the person enters it.
pub(super) struct Figure<'a> {
    pub(super) what: api::RegisterKind,
    pub(super) figure: u32,
    pub(super) as_of: &'a str,
    pub(super) contest: Option<u32>,
    pub(super) source: api::RegisterSource,
    pub(super) told_by: &'a str,
}

pub(super) fn out(open: &Open, out: &Out<'_>) -> Result<Vec<Payload>, AppError> {
    let fold = open.store.fold();
    let visit = fold.open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    let running = fold.open_watch().filter(|watch| watch.state == WatchState::Running);
    let meanwhile = match (out.meanwhile, running) {
        (CountMeanwhile::HandedOver, Some(_)) => return Err(ErrorCode::WatchOpen.into()),
        (CountMeanwhile::NotCounting, Some(_)) => CountMeanwhile::GoesOn,
        (CountMeanwhile::Gap | CountMeanwhile::GoesOn, None) => CountMeanwhile::NotCounting,
        (told, _) => told,
    };
    let started = Payload::BoxTripStarted(BoxTripStarted {
        visit,
        name: words_of(out.name),
        applications: out.applications,
        ballots: out.ballots,
        accompanied: out.accompanied.same(),
        meanwhile: meanwhile.same(),
        words: words_of(out.text),
    });
    let rests = running.filter(|_| meanwhile == CountMeanwhile::Gap);
    let paused = rests.map(|watch| {
        let (watch, reason) = (watch.ordinal, PauseReason::BoxTrip);
        Payload::WatchPaused(WatchPaused { watch, reason })
    });
    Ok([started].into_iter().chain(paused).collect())
}

pub(super) fn back(open: &Open, trip: u32, back: &Back<'_>) -> Result<Payload, AppError> {
    let trip = u64::from(trip);
    let mut out = open.store.fold().box_trips().filter(|known| known.back.is_none());
    out.find(|known| known.ordinal == trip).ok_or(ErrorCode::NoSuchEntry)?;
    Ok(Payload::BoxTripEnded(BoxTripEnded {
        trip,
        voted: back.voted,
        returned: back.returned,
        accompanied: back.accompanied.same(),
        words: words_of(back.text),
    }))
}

pub(super) fn figure(open: &Open, world: Machine, noted: &Figure<'_>) -> Result<Payload, AppError> {
    let visit = open.store.fold().open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    let as_of = typed(open.zone(), open.time_of(world.now()).at, noted.as_of)
        .ok_or_else(|| AppError::because(ErrorCode::NotAFigure, "not a time"))?;
    let contests = &open.definitions.current().contests;
    if noted.contest.is_some_and(|contest| !contests.iter().any(|c| c.number == contest)) {
        return Err(AppError::because(ErrorCode::NotAFigure, "no such contest"));
    }
    Ok(Payload::RegisterNoted(RegisterNoted {
        visit,
        what: noted.what.same(),
        figure: noted.figure,
        as_of,
        contest: noted.contest,
        source: noted.source.same(),
        told_by: words_of(noted.told_by),
    }))
}

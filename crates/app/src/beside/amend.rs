//! Said afterwards: gaps, what quiet time was, an hour's figure, how two watches stand.
//!
//! Nothing here changes a tap. A gap is said of every own watch that it touches; that somebody
//! watched is said of one, so that nobody watches twice. It refuses a stretch that ends before
//! it begins or in the future, and a correction of an hour that nobody watched: such a figure is
//! a tally.

use domain::event::{HourCorrected, QuietTimeExplained, StretchStands, WatchAmended};
use domain::fold::{Amendment, WatchRecord, WatchState};
use domain::view::{HourCount, HourRow, PointDay};
use domain::{Fold, Payload};
use sync::world::World;

use super::visited::Visited;
use super::words_of;
use crate::api::{self, AppError, ErrorCode, QuietAnswer};
use crate::desk::Open;
use crate::wall::civil;
use crate::watch;
use crate::words::Same;
use crate::world::Machine;

/// A stretch as the person types it.
pub(super) struct Said<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) stands: api::StretchStands,
    pub(super) reason: api::AmendReason,
    pub(super) text: &'a str,
}

pub(super) fn stretch(
    open: &Open,
    world: Machine,
    said: &Said<'_>,
) -> Result<Vec<Payload>, AppError> {
    let here = Visited::open(open, world)?;
    let (from, to) = here.stretch(open, said.from, said.to)?;
    let fold = open.store.fold();
    let alive = watch::alive(open, world.now());
    let own: Vec<&WatchRecord> = here.watches(open).collect();
    let meets = |watch: &&&WatchRecord| {
        let (begins, ends) = extent(fold, watch, alive);
        begins < to && ends > from
    };
    let touched: Vec<&&WatchRecord> = own.iter().filter(meets).collect();
    let stands = said.stands.same();
    let latest = touched.last().copied().or_else(|| own.last());
    let named: Vec<u64> = match stands {
        StretchStands::Gap if !touched.is_empty() => {
            touched.iter().map(|watch| watch.ordinal).collect()
        }
        StretchStands::Gap | StretchStands::Watched | StretchStands::Doubtful => {
            latest.map(|watch| watch.ordinal).into_iter().collect()
        }
    };
    let amended = named.into_iter().map(|watch| {
        Payload::WatchAmended(WatchAmended {
            watch,
            from,
            to,
            stands,
            reason: said.reason.same(),
            words: words_of(said.text),
        })
    });
    let amended: Vec<Payload> = amended.collect();
    if amended.is_empty() { Err(ErrorCode::NoWatch.into()) } else { Ok(amended) }
}

/// Watches of the open visit, in order.
pub(super) fn watches(open: &Open) -> Result<impl Iterator<Item = &WatchRecord>, AppError> {
    let fold = open.store.fold();
    let visit = fold.open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    Ok(fold.watches().filter(move |watch| watch.visit == visit))
}

fn extent(fold: &Fold, watch: &WatchRecord, alive: Option<i64>) -> (i64, i64) {
    let first = watch.stretches.first().map_or(watch.last_sign, |stretch| stretch.from);
    let running = alive.filter(|_| watch.state == WatchState::Running);
    let last = watch.last_sign.at(running.unwrap_or(0).max(watch.last_sign.claimed));
    (fold.time(first).at, fold.time(last).at)
}

pub(super) fn quiet(open: &Open, event: u32, answer: QuietAnswer) -> Result<Payload, AppError> {
    let mut found = watches(open)?.flat_map(|watch| {
        let quiet = watch.amendments.iter().filter(|one| one.quiet.is_some());
        quiet.map(|one: &Amendment| (watch.ordinal, one))
    });
    let found = found.find(|(_, one)| one.ordinal == u64::from(event));
    let (watch, one) = found.ok_or(ErrorCode::NoSuchEntry)?;
    let (from, to, answer) = (one.from, one.to, answer.same());
    Ok(Payload::QuietTimeExplained(QuietTimeExplained { watch, from, to, answer }))
}

/// An hour of the counter's point, by the start the counter names.
pub(super) fn hour<'a>(
    point: &'a PointDay,
    zone: chrono_tz::Tz,
    start: &str,
) -> Option<&'a HourRow> {
    point.hours.iter().find(|row| civil(zone, row.hour.starts) == start)
}

/// The whole figure of an hour until `now`, Unix seconds, however many visits it comes from.
pub(super) fn hour_corrected(
    open: &Open,
    at: &Visited,
    now: i64,
    start: &str,
    new: u32,
    why: (api::CorrectionReason, &str),
) -> Result<Payload, AppError> {
    let watch = at.watches(open).next_back().ok_or(ErrorCode::NoWatch)?;
    let day = at.day(open);
    let point = day.points.iter().find(|point| point.point == watch.point);
    let row = point.and_then(|point| hour(point, day.span.zone, start));
    let row = row.ok_or(ErrorCode::NotAStretch)?;
    let old = match &row.count {
        HourCount::Counted { persons, .. } => persons.saturating_add(row.tallied),
        HourCount::Unknown | HourCount::NotYet => return Err(ErrorCode::NotAStretch.into()),
    };
    let definition = open.definitions.version(watch.definition_version);
    let definition = definition.unwrap_or_else(|| open.definitions.current());
    Ok(Payload::HourCorrected(HourCorrected {
        visit: watch.visit,
        definition_version: watch.definition_version,
        point: watch.point,
        covers: watch.covers.clone(),
        category: watch::adding(definition)?,
        from: row.hour.starts,
        // Whoever comes later in the hour that runs is counted as before; who came in it after this
        // visit was left is in the figure that was shown.
        to: row.hour.ends.min(now),
        old,
        new,
        reason: why.0.same(),
        words: words_of(why.1),
    }))
}

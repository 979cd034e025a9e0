//! What others say about turnout, and the station's log.
//!
//! A figure is recorded as it was said, also when it falls; the reply then asks whether it counted
//! since opening or only since the last one. The own count beside it is `domain`'s, a floor with
//! its unwatched minutes, and the difference is at most so much, never an estimate. Rejected:
//! reckoning it here from stretches, which knew no amendment, no tally and no other journal.

use domain::Payload;
use domain::event::{FigureCounts, FigureSource, LogNoted, TurnoutAmended, TurnoutNoted};
use domain::view::{StationDay, TurnoutLine};
use sync::world::World;

use crate::api::{
    AppError, AskedNext, ContestView, ErrorCode, LogKind, LogView, Reply, Texts,
    TurnoutAmendReason, TurnoutInput, TurnoutView,
};
use crate::beside::words_of;
use crate::checklist::seen_at_of;
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::wall::{civil, clock, typed};
use crate::words::Same;
use crate::world::Machine;

/// Most lines of a list.
const LINES_MAX: usize = 200;

pub(crate) fn note_turnout(
    shared: &Shared,
    turnout: TurnoutInput,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let visit = open_visit(open)?;
    let as_of = as_of(shared.world, open, &turnout)?;
    let noted = TurnoutNoted {
        visit,
        figure: u64::from(turnout.figure),
        counts: turnout.counts.same(),
        as_of,
        zone: None,
        noted_at: None,
        what: turnout.what.same(),
        mobile_box: turnout.mobile_box.same(),
        contest: turnout.contest,
        source: turnout.source.same(),
        told_by: words_of(&turnout.told_by),
    };
    let fell = falls(shared.world, open, &noted);
    open.record(shared.world, since_touch_ms, vec![Payload::TurnoutNoted(noted)])?;
    Ok(Reply::TurnoutNoted {
        list: views(shared.world, open)?,
        ask: if fell { AskedNext::SinceOpeningOrInterval } else { AskedNext::Nothing },
    })
}

/// Says a figure of this device anew; source and who said it stay as they were noted.
pub(crate) fn amend_turnout(
    shared: &Shared,
    event: u32,
    turnout: &TurnoutInput,
    (reason, text): (TurnoutAmendReason, &str),
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let event = u64::from(event);
    let known = open.store.fold().turnout().find(|it| it.ordinal == event);
    let zone = known.ok_or(ErrorCode::NoSuchEntry)?.zone.clone();
    let amended = TurnoutAmended {
        event,
        figure: u64::from(turnout.figure),
        counts: turnout.counts.same(),
        as_of: as_of(shared.world, open, turnout)?,
        zone,
        what: turnout.what.same(),
        mobile_box: turnout.mobile_box.same(),
        contest: turnout.contest,
        reason: reason.same(),
        words: words_of(text),
    };
    open.record(shared.world, since_touch_ms, vec![Payload::TurnoutAmended(amended)])?;
    Ok(Reply::TurnoutNoted { list: views(shared.world, open)?, ask: AskedNext::Nothing })
}

/// The moment a figure is for, if figure and contest can be recorded.
fn as_of(world: Machine, open: &Open, turnout: &TurnoutInput) -> Result<i64, AppError> {
    let contests = &open.definitions.current().contests;
    if turnout.contest.is_some_and(|contest| !contests.iter().any(|c| c.number == contest)) {
        return Err(AppError::because(ErrorCode::NotAFigure, "no such contest"));
    }
    typed(open.zone(), open.time_of(world.now()).at, &turnout.as_of)
        .ok_or_else(|| AppError::because(ErrorCode::NotAFigure, "not a time"))
}

pub(crate) fn turnouts(world: Machine, open: &mut Open) -> Result<Reply, AppError> {
    let contests = open.definitions.current().contests.iter();
    let contests = contests
        .map(|contest| ContestView { contest: contest.number, names: Texts(contest.names.clone()) })
        .collect();
    Ok(Reply::Turnouts { list: views(world, open)?, contests })
}

fn open_visit(open: &Open) -> Result<u64, AppError> {
    let visit = open.store.fold().open_visit();
    visit.map(|visit| visit.ordinal).ok_or_else(|| ErrorCode::NoVisit.into())
}

/// Whether a running total that was told is below an earlier one of the same thing that stands,
/// said to this device at the station today: also before the person left and came back.
fn falls(world: Machine, open: &Open, noted: &TurnoutNoted) -> bool {
    let Some(station) = open.visited() else { return false };
    let day = open.station_day(&station, open.time_of(world.now()), None);
    noted.counts == FigureCounts::SinceOpening
        && noted.source != FigureSource::OwnCount
        && day.turnout.iter().map(|line| &line.record).any(|known| {
            !known.withdrawn
                && known.source != FigureSource::OwnCount
                && known.counts == FigureCounts::SinceOpening
                && known.what == noted.what
                && known.contest == noted.contest
                && known.as_of <= noted.as_of
                && known.figure > noted.figure
        })
}

/// Figures of the visit's station today, the newest first.
fn views(world: Machine, open: &Open) -> Result<Vec<TurnoutView>, AppError> {
    let station = open.visited().ok_or_else(|| AppError::new(ErrorCode::NoVisit))?;
    let now = world.now();
    let alive = crate::watch::alive(open, now);
    let day = open.station_day(&station, open.time_of(now), alive);
    let mut lines: Vec<&TurnoutLine> = day.turnout.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.noted.at, line.record.ordinal)));
    lines.truncate(LINES_MAX);
    Ok(lines.into_iter().map(|line| turnout_view(&day, line)).collect())
}

/// A figure beside the own count as the domain compares them.
fn turnout_view(day: &StationDay, line: &TurnoutLine) -> TurnoutView {
    let (zone, record) = (day.span.zone, &line.record);
    let beside = day.against(record.figure, record.as_of);
    let own = day.points.first().map(|_| beside.own);
    let compared = own.is_some() && record.counts == FigureCounts::SinceOpening;
    TurnoutView {
        event: small(record.ordinal),
        noted: TurnoutInput {
            figure: small(record.figure),
            counts: record.counts.same(),
            as_of: clock(zone, record.as_of),
            what: record.what.same(),
            mobile_box: record.mobile_box.same(),
            contest: record.contest,
            source: record.source.same(),
            told_by: record.told_by.clone().unwrap_or_default(),
        },
        noted_at: civil(zone, line.noted.at),
        first_figure: (!record.amended.is_empty()).then(|| small(record.noted_figure)),
        withdrawn: record.withdrawn,
        own,
        own_is_floor: beside.unwatched_minutes > 0,
        unwatched_minutes: beside.unwatched_minutes,
        at_most: beside.at_most.filter(|_| compared).map(small),
    }
}

pub(crate) fn note_log(
    shared: &Shared,
    about: LogKind,
    text: String,
    seen_at: Option<&str>,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let noted = LogNoted {
        visit: open.store.fold().open_visit().map(|visit| visit.ordinal),
        entry: about.same(),
        text,
        seen_at: seen_at_of(open, shared, seen_at)?,
    };
    open.record(shared.world, since_touch_ms, vec![Payload::LogNoted(noted)])?;
    log(open)
}

/// The log, the newest first.
pub(crate) fn log(open: &mut Open) -> Result<Reply, AppError> {
    let fold = open.store.fold();
    let zone = open.zone();
    let list = fold.log().rev().take(LINES_MAX).map(|record| LogView {
        event: small(record.ordinal),
        about: record.entry.same(),
        text: record.text.clone(),
        seen_at: civil(zone, record.seen_at.unwrap_or_else(|| fold.time(record.moment).at)),
    });
    Ok(Reply::Log { list: list.collect() })
}

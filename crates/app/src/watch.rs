//! Watching and counting: start, pause, go on, end, tap, undo, and the signs of life between.
//!
//! A tap's reply comes after its event is durable. After a quiet quarter of an hour the counter
//! asks silently whether somebody still watches; a tap that comes without an answer counts, and the
//! quiet before it becomes doubtful, never watched. It refuses to count without a watch. Rejected:
//! starting a watch by itself at the first tap, which leaves the counting point a guess.

use domain::event::{
    CountUndone, VoterCounted, WatchEnded, WatchPaused, WatchResumed, WatchStarted,
};
use domain::fold::{Moment, WatchRecord, WatchState};
use domain::{CategoryRole, ElectionDefinition, Payload};
use journal::event::Anchor;
use sync::schedule::Cause;
use sync::world::World;

use crate::api::{
    AppError, CountMethod, ErrorCode, GapChoice, PauseReason, Reply, Topic, ViewOfPoint,
};
use crate::core::Shared;
use crate::counter;
use crate::desk::Open;
use crate::words::Same;

/// After so many quiet minutes the counter asks, unless the definition says otherwise.
const QUIET_MINUTES: u32 = 15;

/// Whether a watch runs.
pub(crate) fn runs(open: &Open) -> bool {
    open.store.fold().open_watch().is_some_and(|watch| watch.state == WatchState::Running)
}

/// Whether the silent question stands: a running watch and no sign of the person for long.
pub(crate) fn asks(open: &Open, now: Anchor) -> bool {
    runs(open) && quiet_s(open, now) >= quiet_limit_s(open)
}

fn quiet_limit_s(open: &Open) -> i64 {
    let limit = open.definitions.current().limits.quiet_minutes;
    i64::from(limit.unwrap_or(QUIET_MINUTES)) * 60
}

fn quiet_s(open: &Open, now: Anchor) -> i64 {
    match open.attended {
        Some(attended) if attended.boot == now.boot => now.boottime - attended.boottime,
        Some(_) | None => 0,
    }
}

/// Until when a running watch is watched, on the clock of its last sign: now, or the person's
/// last sign if nobody answers.
pub(crate) fn alive(open: &Open, now: Anchor) -> Option<i64> {
    let watch = open.store.fold().open_watch()?;
    if watch.state != WatchState::Running {
        return None;
    }
    let until = if asks(open, now) { open.attended? } else { open.attended.map(|_| now)? };
    match is_of_boot(open, watch.last_sign, until) {
        true => Some(until.boottime.saturating_add(watch.last_sign.drift)),
        false => Some(until.wall),
    }
}

/// Whether a moment and a reading are of one boot: then they are apart by its own seconds,
/// whatever the wall clock was set to in between.
pub(crate) fn is_of_boot(open: &Open, moment: Moment, reading: Anchor) -> bool {
    let clock = open.store.fold().clock(reading.boot.0);
    clock.is_some_and(|clock| clock.number == moment.boot)
}

/// Marks that a running watch is watched until now; while the silent question stands, until the
/// person's last sign, so that neither a lock nor a dead battery answers it.
pub(crate) fn leave_life_mark(open: &mut Open, now: Anchor) {
    let Some(attended) = open.attended.filter(|_| runs(open)) else { return };
    let sign = if asks(open, now) { attended } else { now };
    if let Err(error) = open.store.life_mark(sign) {
        tracing::warn!(%error, "no life mark");
    }
}

pub(crate) fn tick(shared: &Shared) {
    let now = shared.world.now();
    let mut desk = shared.desk();
    let Some(open) = desk.open.as_mut() else { return };
    let hour = now.wall - now.wall.rem_euclid(3600);
    leave_life_mark(open, now);
    // What the hour before left unsealed becomes provable also when nobody taps.
    let sealed = match open.store.seal_due(hour) {
        Ok(true) => open.seal(shared.world).unwrap_or_else(|error| {
            tracing::warn!(%error, "not sealed at the hour");
            0
        }),
        Ok(false) => 0,
        Err(error) => {
            tracing::warn!(%error, "whether the hour is over cannot be told");
            0
        }
    };
    let visiting = open.store.fold().open_visit().is_some();
    drop(desk);
    if sealed > 0 {
        shared.bell.ring(Cause::PageSealed, shared.world);
        shared.changed(&[Topic::Delivery]);
    }
    if visiting {
        shared.changed(&[Topic::Counter]);
    }
}

/// A watch command's common frame: finds the watch, writes, and answers with the counter.
fn step(
    shared: &Shared,
    since_touch_ms: u32,
    events: impl FnOnce(&Open) -> Result<Vec<Payload>, AppError>,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.open()?;
    let now = shared.world.now();
    let payloads = events(open)?;
    open.record(shared.world, since_touch_ms, payloads)?;
    open.attended = Some(now);
    let reply = counter::reply(shared.world, open);
    let due = shared.bell.idle() && open.store.delivery()?.waiting > 0;
    drop(desk);
    if due {
        shared.bell.ring(Cause::PageSealed, shared.world);
    }
    reply
}

/// The open watch, whatever it is doing.
fn open_watch(open: &Open) -> Result<&WatchRecord, AppError> {
    open.store.fold().open_watch().ok_or_else(|| ErrorCode::NoWatch.into())
}

/// The open watch, if its gap is explained.
fn explained(open: &Open) -> Result<&WatchRecord, AppError> {
    let watch = open_watch(open)?;
    match watch.state {
        WatchState::Interrupted => Err(ErrorCode::GapUnanswered.into()),
        WatchState::Running | WatchState::Paused(_) | WatchState::Ended => Ok(watch),
    }
}

pub(crate) fn start(
    shared: &Shared,
    point: u32,
    covers: Vec<String>,
    view: ViewOfPoint,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        if open.covered {
            return Err(ErrorCode::Locked.into());
        }
        if open.store.fold().open_visit().is_none() {
            return Err(ErrorCode::NoVisit.into());
        }
        if let Some(watch) = open.store.fold().open_watch() {
            let gap = watch.state == WatchState::Interrupted;
            let code = if gap { ErrorCode::GapUnanswered } else { ErrorCode::WatchOpen };
            return Err(code.into());
        }
        Ok(vec![started(open, point, &covers, view)?])
    })
}

/// A watch that begins at a point of the current definition.
pub(crate) fn started(
    open: &Open,
    point: u32,
    covers: &[String],
    view: ViewOfPoint,
) -> Result<Payload, AppError> {
    let visit = open.store.fold().open_visit().ok_or(ErrorCode::NoVisit)?;
    let definition = open.definitions.current();
    Ok(Payload::WatchStarted(WatchStarted {
        visit: visit.ordinal,
        definition_version: definition.version,
        point,
        covers: covered_by(definition, point, covers)?,
        view: view.same(),
    }))
}

/// Names of desks or boxes at a point that the definition has.
pub(crate) fn covered_by(
    definition: &ElectionDefinition,
    point: u32,
    covers: &[String],
) -> Result<Vec<String>, AppError> {
    if !definition.points.iter().any(|known| known.number == point) {
        return Err(AppError::because(ErrorCode::Internal, "no such counting point"));
    }
    let covers = covers.iter().map(|name| name.trim().to_owned());
    Ok(covers.filter(|name| !name.is_empty()).collect())
}

pub(crate) fn pause(
    shared: &Shared,
    reason: PauseReason,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        let watch = explained(open)?;
        let (watch, reason) = (watch.ordinal, reason.same());
        Ok(vec![Payload::WatchPaused(WatchPaused { watch, reason })])
    })
}

pub(crate) fn resume(shared: &Shared, since_touch_ms: u32) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        let watch = explained(open)?;
        match watch.state {
            WatchState::Paused(_) => {
                Ok(vec![Payload::WatchResumed(WatchResumed { watch: watch.ordinal })])
            }
            WatchState::Running | WatchState::Interrupted | WatchState::Ended => {
                Err(ErrorCode::WatchOpen.into())
            }
        }
    })
}

pub(crate) fn end(shared: &Shared, since_touch_ms: u32) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        let watch = explained(open)?;
        Ok(vec![Payload::WatchEnded(WatchEnded { watch: watch.ordinal })])
    })
}

pub(crate) fn answer_gap(
    shared: &Shared,
    choice: GapChoice,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        let watch = open_watch(open)?;
        if watch.state != WatchState::Interrupted {
            return Err(ErrorCode::NoWatch.into());
        }
        let watch = watch.ordinal;
        Ok(vec![match choice {
            GapChoice::GoOn => Payload::WatchResumed(WatchResumed { watch }),
            GapChoice::Stop => Payload::WatchEnded(WatchEnded { watch }),
        }])
    })
}

pub(crate) fn still_watching(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.open()?;
    let now = shared.world.now();
    if open_watch(open)?.state != WatchState::Running {
        return Err(ErrorCode::NoWatch.into());
    }
    crate::world::before_commit();
    open.store.life_mark(now)?;
    open.attended = Some(now);
    counter::reply(shared.world, open)
}

pub(crate) fn record_voter(
    shared: &Shared,
    category: u32,
    method: CountMethod,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let method = method.same();
    counting(shared, since_touch_ms, |_, definition, watch| {
        if definition.role(category).is_none() {
            return Err(ErrorCode::NoSuchCategory.into());
        }
        Ok(Payload::VoterCounted(VoterCounted { watch, category, method }))
    })
}

/// Counts something into the running watch, in the category that a tap means.
pub(crate) fn count(
    shared: &Shared,
    since_touch_ms: u32,
    event: impl FnOnce(&Open, u64, u32) -> Result<Payload, AppError>,
) -> Result<Reply, AppError> {
    counting(shared, since_touch_ms, |open, definition, watch| {
        event(open, watch, adding(definition)?)
    })
}

/// The category that a tap means: the first that adds.
pub(crate) fn adding(definition: &ElectionDefinition) -> Result<u32, AppError> {
    let mut adds = definition.categories.iter().filter(|it| it.role == CategoryRole::Adds);
    adds.next().map(|category| category.number).ok_or_else(|| ErrorCode::NoSuchCategory.into())
}

fn counting(
    shared: &Shared,
    since_touch_ms: u32,
    event: impl FnOnce(&Open, &ElectionDefinition, u64) -> Result<Payload, AppError>,
) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        let watch = explained(open)?;
        if watch.state != WatchState::Running {
            return Err(ErrorCode::NoWatch.into());
        }
        let definition = open.definitions.version(watch.definition_version);
        let Some(definition) = definition else { return Err(ErrorCode::NoSuchCategory.into()) };
        Ok(vec![event(open, definition, watch.ordinal)?])
    })
}

pub(crate) fn undo(shared: &Shared, event: u32, since_touch_ms: u32) -> Result<Reply, AppError> {
    step(shared, since_touch_ms, |open| {
        if open.store.fold().open_visit().is_none() {
            return Err(ErrorCode::NoVisit.into());
        }
        let event = u64::from(event);
        let mut tallies = open.store.fold().tallies();
        let tally = tallies.any(|it| it.ordinal == event && it.undone.is_none());
        if tally && open.covered {
            return Err(ErrorCode::Locked.into());
        }
        let latest = match tally {
            true => Some(event),
            false => open_watch(open)?.latest_counted().map(|latest| latest.ordinal),
        };
        if latest != Some(event) {
            return Err(ErrorCode::NothingToUndo.into());
        }
        Ok(vec![Payload::CountUndone(CountUndone { event })])
    })
}

//! The count screen, made from the station's day as `domain` sees it.
//!
//! While covered it holds this hour's figure and nothing else: what anybody in the room could
//! count themselves.

use domain::fold::{WatchRecord, WatchState};
use domain::hours::{Hour, hours_of};
use domain::view::{HourCount, HourRow, PointDay, StationDay};
use domain::{CategoryRole, ElectionDefinition, JournalRef};
use journal::event::Anchor;
use std::collections::BTreeMap;
use sync::world::World;

use crate::api::{
    AppError, CategoryView, ClockBasis, CounterView, ErrorCode, HourState, HourView, PointKind,
    PointView, Reply, Texts, UndoView, WatchView,
};
use crate::desk::{Open, small};
use crate::session;
use crate::wall::{civil, clock};
use crate::watch;
use crate::words::Same;
use crate::world::Machine;

pub(crate) fn reply(world: Machine, open: &Open) -> Result<Reply, AppError> {
    Ok(Reply::Counter { view: view(open, world.now())? })
}

fn view(open: &Open, now: Anchor) -> Result<CounterView, AppError> {
    let station = open.visited().ok_or_else(|| AppError::new(ErrorCode::NoVisit))?;
    let time = open.time_of(now);
    let day = open.station_day(&station, time, watch::alive(open, now));
    let running = open.store.fold().open_watch();
    let own = JournalRef(open.store.journal().0);
    let point = point_of(&day, own, running);
    let rows: &[HourRow] = point.map_or(&day.hours, |point| &point.hours);
    let hours = hours(&day, point, time.at);
    let definition = running
        .and_then(|watch| open.definitions.version(watch.definition_version))
        .unwrap_or_else(|| open.definitions.current());
    // As headquarters says it: a tally covers its minutes, and before the opening nobody votes.
    let day_is_floor = day.coverage_at(point).unwatched_minutes(time.at) > 0;
    let (parts, outside) = beside(rows);
    let persons = point.map_or(0, |point| point.persons);
    let mut view = CounterView {
        visit: session::visit(open),
        watch: watch_view(open, &day, running, time.at),
        hour: current_hour(&day, &hours, time.at),
        day_persons: persons,
        day_is_floor,
        day_outside: outside.values().sum(),
        day_tallied: point.map_or(0, |point| point.tallied),
        day_told: point.map_or(0, |point| point.told),
        tallies: crate::beside::views(open, &day),
        hours,
        undo: running.and_then(|watch| undo(open, &day, watch)),
        categories: categories(definition, persons, &parts, &outside),
        points: points(open),
        clock: basis(open, now),
        incomplete: !day.incomplete.is_empty(),
        ask_still_watching: watch::asks(open, now),
    };
    if open.covered {
        cover(&mut view);
    }
    Ok(view)
}

/// What a stranger who takes the phone must not read.
fn cover(view: &mut CounterView) {
    view.visit = None;
    view.day_persons = 0;
    view.day_is_floor = true;
    view.day_outside = 0;
    view.day_tallied = 0;
    view.day_told = 0;
    view.tallies.clear();
    view.hours.clear();
    view.categories.iter_mut().for_each(|category| category.day_count = 0);
}

/// The counting point of the running watch, else the day's leading one.
pub(crate) fn point_of<'a>(
    day: &'a StationDay,
    own: JournalRef,
    running: Option<&WatchRecord>,
) -> Option<&'a PointDay> {
    let of_watch = running.and_then(|watch| {
        // Another journal of this phone may have a watch of the same number.
        let mut watches = day.watches.iter();
        let here = watches.find(|it| (it.journal, it.watch) == (own, watch.ordinal))?;
        day.points.iter().find(|point| (point.point, point.kind) == (here.point, here.kind))
    });
    of_watch.or_else(|| day.points.first())
}

/// Hours of a point, else of the day.
pub(crate) fn hours(day: &StationDay, point: Option<&PointDay>, now: i64) -> Vec<HourView> {
    let rows: &[HourRow] = point.map_or(&day.hours, |point| &point.hours);
    rows.iter().map(|row| hour(day, row, now)).collect()
}

/// Counting points of the current definition.
pub(crate) fn points(open: &Open) -> Vec<PointView> {
    open.definitions.current().points.iter().map(point_view).collect()
}

fn hour(day: &StationDay, row: &HourRow, now: i64) -> HourView {
    let HourRow { hour, count, tallied, tallied_minutes, doubtful_minutes, .. } = row;
    let zone = day.span.zone;
    let current = (hour.starts..hour.ends).contains(&now);
    let state = match count {
        HourCount::Counted { persons, minutes_watched, .. } => {
            let (persons, minutes) = (*persons, *minutes_watched);
            let until = if current { now } else { hour.ends };
            let whole = (until - hour.starts).div_euclid(60);
            // Both sides are cut to whole minutes: the running one may lag by one.
            let whole = if current { whole - 1 } else { whole };
            match i64::from(minutes) >= whole {
                true => HourState::Counted { persons },
                false => HourState::Partly { persons, minutes },
            }
        }
        HourCount::Unknown => HourState::Unknown,
        HourCount::NotYet => HourState::NotYet,
    };
    HourView {
        start: civil(zone, hour.starts),
        from: clock(zone, hour.starts),
        to: clock(zone, hour.ends),
        current,
        persons: match state {
            HourState::Counted { persons } | HourState::Partly { persons, .. } => persons,
            HourState::Unknown | HourState::NotYet => 0,
        },
        state,
        tallied: *tallied,
        tallied_minutes: *tallied_minutes,
        doubtful_minutes: *doubtful_minutes,
    }
}

/// The hour that runs now, also where the day does not show it.
fn current_hour(day: &StationDay, hours: &[HourView], now: i64) -> HourView {
    if let Some(shown) = hours.iter().find(|hour| hour.current) {
        return shown.clone();
    }
    let of_day = hours_of(&day.span);
    let found = of_day.into_iter().find(|hour| (hour.starts..hour.ends).contains(&now));
    match found {
        Some(found) => unwatched(day, found),
        None => HourView {
            start: civil(day.span.zone, now),
            from: clock(day.span.zone, now),
            to: clock(day.span.zone, now),
            current: true,
            persons: 0,
            state: HourState::Unknown,
            tallied: 0,
            tallied_minutes: 0,
            doubtful_minutes: 0,
        },
    }
}

/// The hour that runs now where nobody watched yet.
fn unwatched(day: &StationDay, hour: Hour) -> HourView {
    let zone = day.span.zone;
    HourView {
        start: civil(zone, hour.starts),
        from: clock(zone, hour.starts),
        to: clock(zone, hour.ends),
        current: true,
        persons: 0,
        state: HourState::Unknown,
        tallied: 0,
        tallied_minutes: 0,
        doubtful_minutes: 0,
    }
}

/// Marks and persons beside the total, by category.
fn beside(rows: &[HourRow]) -> (BTreeMap<u32, u32>, BTreeMap<u32, u32>) {
    let (mut all_parts, mut all_outside) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        if let HourCount::Counted { parts, outside, .. } = &row.count {
            for (category, count) in parts {
                *all_parts.entry(*category).or_insert(0) += count;
            }
            for (category, count) in outside {
                *all_outside.entry(*category).or_insert(0) += count;
            }
        }
    }
    (all_parts, all_outside)
}

fn categories(
    definition: &ElectionDefinition,
    persons: u32,
    parts: &BTreeMap<u32, u32>,
    outside: &BTreeMap<u32, u32>,
) -> Vec<CategoryView> {
    let mut list: Vec<&domain::Category> = definition.categories.iter().collect();
    // What a tap means comes first.
    list.sort_by_key(|category| category.role != CategoryRole::Adds);
    list.into_iter()
        .map(|category| CategoryView {
            category: category.number,
            code: category.code.clone(),
            names: Texts(category.names.clone()),
            role: category.role.same(),
            day_count: match category.role {
                CategoryRole::Adds => persons,
                CategoryRole::Part => parts.get(&category.number).copied().unwrap_or(0),
                CategoryRole::Outside => outside.get(&category.number).copied().unwrap_or(0),
            },
        })
        .collect()
}

fn point_view(point: &domain::CountingPoint) -> PointView {
    PointView { point: point.number, what: point.kind.same(), names: Texts(point.names.clone()) }
}

fn watched_point(open: &Open, watch: &WatchRecord) -> PointView {
    let definition = open.definitions.version(watch.definition_version);
    let mut points = definition.iter().flat_map(|known| &known.points);
    points.find(|known| known.number == watch.point).map_or_else(
        || PointView { point: watch.point, what: PointKind::BallotDesk, names: Texts::default() },
        point_view,
    )
}

fn watch_view(open: &Open, day: &StationDay, running: Option<&WatchRecord>, now: i64) -> WatchView {
    let Some(record) = running else { return WatchView::None };
    let fold = open.store.fold();
    let zone = day.span.zone;
    let watch = small(record.ordinal);
    let point = watched_point(open, record);
    let last_sign = fold.time(record.last_sign).at;
    let last_stretch = record.stretches.last().map_or(record.last_sign, |stretch| stretch.from);
    match record.state {
        WatchState::Running => WatchView::Watching {
            watch,
            point,
            covers: record.covers.clone(),
            view: record.view.same(),
            since: civil(zone, fold.time(last_stretch).at),
        },
        WatchState::Paused(reason) => {
            WatchView::Paused { watch, point, reason: reason.same(), since: civil(zone, last_sign) }
        }
        WatchState::Interrupted | WatchState::Ended => WatchView::Interrupted {
            watch,
            point,
            last_sign: civil(zone, last_sign),
            gap_minutes: u32::try_from((now - last_sign).div_euclid(60)).unwrap_or(0),
        },
    }
}

fn undo(open: &Open, day: &StationDay, watch: &WatchRecord) -> Option<UndoView> {
    let latest = watch.latest_counted()?;
    Some(UndoView {
        event: small(latest.ordinal),
        category: latest.category,
        persons: latest.persons,
        at: civil(day.span.zone, open.store.fold().time(latest.moment).at),
    })
}

/// Which clock the hours follow now.
pub(crate) fn basis(open: &Open, now: Anchor) -> ClockBasis {
    let time = open.time_of(now);
    match time.corrected {
        true => {
            let by_s = (time.at - now.wall).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
            ClockBasis::Corrected { by_s: i32::try_from(by_s).unwrap_or(0) }
        }
        false => ClockBasis::Claimed,
    }
}

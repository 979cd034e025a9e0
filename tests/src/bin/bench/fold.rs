//! What one more event costs the views, in a day that has 5,000 already.
//!
//! As the phone does it: one event folded, its rows made. Kinds apart, since a tap grows a long
//! row and a tally a short one; and the undo of the latest tap, and a comparison of clocks, which
//! counts the day's quarters anew. Then the station's day put together from them.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use domain::definition::Definitions;
use domain::event::{
    ClockCompared, CountMethod, CountUndone, GroupCounted, GroupKind, TallyEntered, TallyMethod,
    TallyRelation, VoterCounted,
};
use domain::view::{StationQuery, station_day};
use domain::{
    ElectionDefinition, Event, Fold, JournalRef, Payload, PollingDay, Stamped, StationSpec,
};
use tests::support::standard_day::{OPENS, standard_day};

use crate::table::{Table, quantile};

const EVENTS: u64 = 5_000;
const MORE: u64 = 500;
const BOOT: [u8; 16] = [7; 16];

pub fn measure(_: &Path, table: &mut Table) -> Result<()> {
    let day = day();
    let at = OPENS + 50_000;
    let tap = |_: u64| Payload::VoterCounted(tap());
    let kinds: [(&str, &dyn Fn(u64) -> Payload); 4] = [
        ("a tap", &tap),
        ("an undo", &|n| Payload::CountUndone(CountUndone { event: EVENTS - n })),
        ("a group", &|_| Payload::GroupCounted(group(at))),
        ("a tally", &|_| Payload::TallyEntered(tally(at))),
    ];
    for (what, payload) in kinds {
        let times = each(&day, at, payload);
        let p50 = quantile(&times, 0.5);
        let figure = format!("p50 {p50:.1} µs, p99 {:.1} µs", quantile(&times, 0.99));
        let what = format!("fold of {what} in a day of 5,000");
        table.row(&what, figure, Some((p50 <= 50.0, "≤ 50 µs")));
    }
    let compared = |n: u64| {
        let headquarters_time = at + i64::try_from(n).unwrap_or(0);
        Payload::ClockCompared(ClockCompared { boot: BOOT, boottime: 0, headquarters_time })
    };
    let times = each(&day, at, &compared);
    let figure = format!("p50 {:.1} µs", quantile(&times, 0.5));
    table.row("fold of a clock's comparison, the day counted anew", figure, None);
    let (mut fold, began) = (Fold::new(), Instant::now());
    fold.apply(&day);
    let each_us = began.elapsed().as_secs_f64() * 1e6 / EVENTS as f64;
    ensure!(fold.last_ordinal() == EVENTS, "an event is missing");
    table.row("the same day folded at once", format!("{each_us:.2} µs an event"), None);
    let began = Instant::now();
    let persons = of_station(&fold, at)?;
    let ms = began.elapsed().as_secs_f64() * 1e3;
    table.row("a station's day from it", format!("{ms:.1} ms, {persons} persons"), None);
    Ok(())
}

/// A standard day, and taps until there are enough events.
fn day() -> Vec<Stamped> {
    let mut events = standard_day(1);
    let mut at = OPENS + 40_000;
    while (events.len() as u64) < EVENTS {
        at += 2;
        events.push(Event::new(at, Payload::VoterCounted(tap())));
    }
    (1..).zip(events).map(|(ordinal, event)| stamped(ordinal, event)).collect()
}

fn stamped(ordinal: u64, event: Event) -> Stamped {
    Stamped { ordinal, boot: BOOT, drift: 0, event }
}

/// Microseconds of each of many events of a kind, sorted.
fn each(day: &[Stamped], at: i64, payload: &dyn Fn(u64) -> Payload) -> Vec<f64> {
    let mut fold = Fold::new();
    fold.apply(day);
    let mut times = Vec::new();
    for n in 0..MORE {
        let event = stamped(EVENTS + 1 + n, Event::new(at, payload(n)));
        let began = Instant::now();
        let rows = fold.apply([&event]);
        times.push(began.elapsed().as_secs_f64() * 1e6);
        drop(rows);
    }
    times.sort_by(f64::total_cmp);
    times
}

fn tap() -> VoterCounted {
    VoterCounted { watch: 2, category: 1, method: CountMethod::Screen }
}

fn group(at: i64) -> GroupCounted {
    let (from, to, group) = (at - 300, at, GroupKind::Conscripts);
    GroupCounted { watch: 2, category: 1, persons: 40, from, to, group, words: None }
}

fn tally(at: i64) -> TallyEntered {
    TallyEntered {
        visit: 1,
        definition_version: 0,
        point: 1,
        covers: Vec::new(),
        category: 1,
        from: at - 1_800,
        to: at,
        persons: 17,
        method: TallyMethod::Paper,
        relation: TallyRelation::Adds,
        words: None,
    }
}

fn of_station(fold: &Fold, now: i64) -> Result<u32> {
    let date = chrono::DateTime::from_timestamp(OPENS, 0).unwrap_or_default().date_naive();
    let polling = PollingDay { date, opens_minutes: 0, closes_minutes: 1_439, early: false };
    let definition =
        ElectionDefinition { version: 1, days: vec![polling], ..ElectionDefinition::built_in() };
    let definitions = Definitions::of([definition]);
    let station = StationSpec::of_code("214");
    let journals = [(JournalRef([1; 16]), fold)];
    let day = station_day(&StationQuery {
        station: &station,
        definitions: &definitions,
        day: polling,
        now,
        journals: &journals,
        alive: None,
    });
    let persons = day.persons.unwrap_or(0);
    ensure!(persons > 0, "nobody was counted");
    Ok(persons)
}

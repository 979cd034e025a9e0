//! Announced figures as the dashboard shows them: added up, what looks wrong, and of areas.
//!
//! Falls are looked for among figures of one station that count the same thing since the
//! opening; a list is what headquarters imported. Nothing is corrected, and a percentage is
//! never turned into persons.

use std::collections::BTreeMap;

use domain::PollingDay;
use domain::event::FigureUnit;
use domain::fold::AreaFigureRecord;
use domain::hours::day_span;
use domain::view::{above_list, falls};
use domain::{StationSpec, station_key};

use super::api::{AnnouncedDay, AnnouncedTotal, AnnouncedWhy, AnnouncedWrong, AreaFigure};
use super::desk::{Desk, local, u32_of, utc};
use super::words::word;
use crate::announced::{Thing, is_running_total};

const WRONG_MAX: usize = 500;

/// All of a day.
pub fn day(desk: &Desk<'_>, polling: PollingDay) -> AnnouncedDay {
    let anywhere = StationSpec::of_code("");
    let span = day_span(polling, &anywhere, desk.definitions.current());
    let (zone, wrong) = (desk.zone(), wrong(desk, polling));
    let totals = desk.announced.totals(span.starts, span.ends).into_iter();
    AnnouncedDay {
        totals: totals
            .map(|total| AnnouncedTotal {
                as_of: utc(total.as_of),
                as_of_local: local(total.as_of, zone, "%H:%M"),
                what: word(&total.thing.0),
                contest: total.thing.1,
                stations: total.stations,
                sum: u32_of(total.sum),
            })
            .collect(),
        wrong_total: u32_of(wrong.len() as u64),
        wrong: wrong.into_iter().take(WRONG_MAX).collect(),
        areas: desk.announced.of_areas(span.starts, span.ends).map(|it| area(desk, it)).collect(),
    }
}

/// What looks wrong in the figures of a day's stations, by station and moment.
pub fn wrong(desk: &Desk<'_>, polling: PollingDay) -> Vec<AnnouncedWrong> {
    let anywhere = StationSpec::of_code("");
    let span = day_span(polling, &anywhere, desk.definitions.current());
    let mut wrong = Vec::new();
    for key in desk.announced.station_keys() {
        let all: Vec<&AreaFigureRecord> = desk
            .announced
            .of_station(key, span.starts, span.ends)
            .filter(|record| is_running_total(record))
            .collect();
        wrong.extend(wrong_at(desk, key, &all));
    }
    wrong
}

/// The figures of a station that fall below one before them of the same thing, by their places
/// in the list.
pub fn falling(all: &[&AreaFigureRecord]) -> Vec<(usize, usize)> {
    let mut series: BTreeMap<Thing, Vec<(usize, u64)>> = BTreeMap::new();
    for (place, record) in all.iter().enumerate() {
        series.entry((record.what, record.contest)).or_default().push((place, record.figure));
    }
    let mut found = Vec::new();
    for lines in series.values() {
        let figures: Vec<u64> = lines.iter().map(|(_, figure)| *figure).collect();
        let place = |at: usize| lines.get(at).map(|(place, _)| *place);
        let fallen = falls(&figures).into_iter();
        found.extend(fallen.filter_map(|fall| Some((place(fall.earlier)?, place(fall.later)?))));
    }
    found.sort_unstable();
    found
}

fn wrong_at(desk: &Desk<'_>, key: &str, all: &[&AreaFigureRecord]) -> Vec<AnnouncedWrong> {
    let code = all.first().and_then(|it| it.station.clone()).unwrap_or_default();
    let list = desk.stations.get(&station_key(key)).and_then(|station| station.spec().registered);
    let zone = |record: &AreaFigureRecord| {
        let own = record.zone.as_deref().and_then(domain::hours::zone);
        own.unwrap_or_else(|| desk.zone_at(&code))
    };
    let tell = |record: &AreaFigureRecord, why, than| AnnouncedWrong {
        station: code.clone(),
        why,
        what: word(&record.what),
        contest: record.contest,
        figure: u32_of(record.figure),
        than,
        as_of_local: local(record.as_of, zone(record), "%H:%M"),
    };
    let fallen = falling(all).into_iter().filter_map(|(earlier, later)| {
        let (earlier, later) = (all.get(earlier)?, all.get(later)?);
        Some(tell(later, AnnouncedWhy::Falls, u32_of(earlier.figure)))
    });
    let above = all.iter().filter_map(|record| {
        let list = list.filter(|list| above_list(record.figure, u64::from(*list)))?;
        Some(tell(record, AnnouncedWhy::AboveList, list))
    });
    fallen.chain(above).collect()
}

fn area(desk: &Desk<'_>, record: &AreaFigureRecord) -> AreaFigure {
    let zone = record.zone.as_deref().and_then(domain::hours::zone).unwrap_or(desk.zone());
    let percent = record.unit == FigureUnit::HundredthsOfPercent;
    AreaFigure {
        area: record.area.clone(),
        figure: match percent {
            true => format!("{}.{:02}", record.figure / 100, record.figure % 100),
            false => record.figure.to_string(),
        },
        percent,
        as_of_local: local(record.as_of, zone, "%H:%M"),
        zone: zone.name().to_owned(),
        published_at: record.published_at.map(utc),
        words: record.words.clone().unwrap_or_default(),
        link: record.link.clone().unwrap_or_default(),
    }
}

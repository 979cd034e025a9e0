//! The whole picture: figures, stations by hours, who has not reported, what is held.
//!
//! Parallel counts and different points are never added; stations are. A sum over stations
//! of which some have gaps is a floor and says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{PointKind, PollingDay};
use journal::ids::JournalId;
use journal::page::Head;
use journal::receipts::HeldReason;
use serde::Deserialize;
use store::endpoint::Admissible;

use super::api::{
    Branch, ContinuedTwice, Figures, ForeignClaim, Latest, LatestKind, Overview, QuarantineReason,
    Quarantined, StationOrder, Waiting,
};
use super::board::{Board, Standing, Told};
use super::delivery;
use super::desk::{Desk, local, u32_of, utc};
use super::people::first_of;
use super::row::{HourName, Line, QuietDays, label};
use super::urgent;
use super::words::word;
use crate::holdings::Device;

const NOT_REPORTED_MAX: usize = 500;
const FINDINGS_MAX: usize = 200;
const INCIDENTS_MAX: usize = 200;
const COMPLAINTS_MAX: usize = 100;
const MARKS_MAX: usize = 100;
const OVERDUE_MAX: usize = 500;
const LATEST_MAX: usize = 50;
const NOTICES_MAX: usize = 100;

/// What a page asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Ask {
    /// The polling day; the running or last one where it is not said.
    pub day: Option<NaiveDate>,
    /// Words in a station's code, name or region.
    #[serde(default)]
    pub find: String,
    /// Which stations come first.
    #[serde(default)]
    pub order: StationOrder,
    /// How many stations to pass over; the page this one stands on is answered.
    #[serde(default)]
    pub from: u32,
}

/// The overview of a day, its board settled; `None` where no polling day is defined.
pub fn overview(desk: &Desk<'_>, ask: &Ask, board: &Board) -> Option<Overview> {
    let polling = desk.day(ask.day)?;
    let columns = board.columns(polling);
    let from = usize::try_from(ask.from).unwrap_or(usize::MAX);
    let page = board.page(&ask.find, ask.order, from, desk.now);
    let mut quiet = QuietDays::default();
    let line = |key: &&str| Line::among(desk, key, polling, &mut quiet);
    let lines: Vec<Line> = page.keys.iter().map(line).collect();
    let not_reported = board.people.not_reported(desk, polling, NOT_REPORTED_MAX);
    let findings = board.findings(FINDINGS_MAX);
    let incidents = board.incidents.first(desk, INCIDENTS_MAX);
    let complaints = board.incidents.complaints(desk, COMPLAINTS_MAX);
    let marks = board.incidents.marks(desk, MARKS_MAX);
    let overdue = board.people.overdue(desk, OVERDUE_MAX);
    let stations = lines.into_iter().map(|line| line.with_columns(&columns, desk.now)).collect();
    Some(Overview {
        version: desk.holdings.version,
        now: utc(desk.now),
        now_local: local(desk.now, desk.zone(), "%Y-%m-%d %H:%M"),
        day: polling.date.to_string(),
        hours: columns.iter().copied().map(label).collect(),
        urgent: urgent::lines(desk),
        figures: figures(desk, board),
        stations,
        stations_from: u32_of(page.from as u64),
        stations_found: u32_of(page.found as u64),
        stations_total: u32_of(board.shown().count() as u64),
        not_reported_total: u32_of(not_reported.total as u64),
        not_reported: not_reported.first,
        announced: board.announced.clone(),
        findings_total: u32_of(findings.total as u64),
        findings: findings.first,
        incidents_total: u32_of(incidents.total as u64),
        incidents: incidents.first,
        incidents_open: u32_of(board.incidents.open() as u64),
        marks_total: u32_of(marks.total as u64),
        marks: marks.first,
        marks_waiting: u32_of(board.incidents.marks_waiting() as u64),
        complaints_total: u32_of(complaints.total as u64),
        complaints: complaints.first,
        overdue_total: u32_of(overdue.total as u64),
        overdue: overdue.first,
        quarantine: quarantine(desk),
        continued_twice: continued_twice(desk),
        foreign_claims: foreign_claims(desk),
        not_yet_linked: waiting(desk),
        latest: latest(desk, board),
        ways: delivery::ways(desk),
        with_leads: delivery::with_leads(desk),
        owing: delivery::owing(desk),
        notices: delivery::notices(desk, NOTICES_MAX),
    })
}

/// Lines of all stations that somebody was at or that have a figure, by key.
pub fn lines(desk: &Desk<'_>, polling: PollingDay) -> Vec<Line> {
    let mut keys: BTreeSet<&String> = desk.holdings.station_keys().collect();
    keys.extend(desk.announced.station_keys());
    let mut quiet = QuietDays::default();
    let all = keys.into_iter().map(|key| Line::among(desk, key, polling, &mut quiet));
    all.filter(|line| !line.day.visits.is_empty() || !line.announced.is_empty()).collect()
}

/// The hours of the election's ordinary day, and any other hour a station has a count in.
pub fn columns(polling: PollingDay, lines: &[Line]) -> Vec<HourName> {
    let mut names = ordinary(polling);
    names.extend(lines.iter().flat_map(Line::hour_names));
    names.into_iter().collect()
}

/// The hours of the election's ordinary day.
pub fn ordinary(polling: PollingDay) -> BTreeSet<HourName> {
    let first = i64::from(polling.opens_minutes) / 60;
    let last = (i64::from(polling.closes_minutes) + 59) / 60;
    (first..last).map(|hour| (hour / 24, u8::try_from(hour % 24).unwrap_or(0))).collect()
}

fn figures(desk: &Desk<'_>, board: &Board) -> Figures {
    let reporting = desk.holdings.devices.values().filter(|it| it.receipted > 0).count();
    let invited = desk.notes.notes.iter().filter(|note| note.revoked_at.is_none()).count();
    // Of several kinds of point, the one that most stations count at.
    let mut kinds: BTreeMap<Option<PointKind>, (u32, u32)> = BTreeMap::new();
    for (kind, counted) in board.shown().filter_map(|it| Some((it.point, it.counted?))) {
        let (stations, sum) = kinds.entry(kind).or_default();
        (*stations, *sum) = (stations.saturating_add(1), sum.saturating_add(counted));
    }
    let leading = kinds.iter().max_by_key(|(_, sum)| **sum).map(|(kind, sum)| (*kind, *sum));
    let counting = kinds.values().map(|(stations, _)| *stations).fold(0, u32::saturating_add);
    let counted_stations = leading.map_or(0, |(_, (stations, _))| stations);
    // Of several things that were announced, the one that most stations have a figure of.
    let mut things: BTreeMap<_, (u32, u32)> = BTreeMap::new();
    for (thing, announced) in board.shown().filter_map(|it| Some((it.thing?, it.announced?))) {
        let (stations, sum) = things.entry(thing).or_default();
        (*stations, *sum) = (stations.saturating_add(1), sum.saturating_add(announced));
    }
    let announcing = things.values().map(|(stations, _)| *stations).fold(0, u32::saturating_add);
    let announced = things.into_iter().max_by_key(|(_, (stations, _))| *stations);
    let announced_stations = announced.map_or(0, |(_, (stations, _))| stations);
    let watched = board.shown().filter(|it| it.reported);
    let minutes = watched.fold((0_u32, 0_u32), |(watched, of), it| {
        let passed = it.coverage.passed_minutes(desk.now);
        let inside = passed.saturating_sub(it.coverage.unwatched_minutes(desk.now));
        (watched.saturating_add(inside), of.saturating_add(passed))
    });
    let floor = |it: &Standing| {
        let summed = it.counted.is_some() && leading.is_some_and(|(kind, _)| kind == it.point);
        summed && it.coverage.unwatched_minutes(desk.now) > 0
    };
    Figures {
        reporting: u32_of(reporting as u64),
        invited: u32_of(invited as u64),
        counted: leading.map(|(_, (_, sum))| sum),
        counted_stations,
        counted_elsewhere: counting.saturating_sub(counted_stations),
        counted_is_floor: board.shown().any(floor),
        watched_minutes: minutes.0,
        of_minutes: minutes.1,
        announced: announced.map(|(_, (_, sum))| sum),
        announced_what: announced.map(|((what, _), _)| word(&what)).unwrap_or_default(),
        announced_stations,
        announced_elsewhere: announcing.saturating_sub(announced_stations),
        stations_listed: u32_of(desk.stations.len() as u64),
        incomplete: board.shown().any(|it| it.incomplete),
    }
}

fn quarantine(desk: &Desk<'_>) -> Vec<Quarantined> {
    let held = desk.holdings.quarantine();
    held.map(|(whose, held)| Quarantined {
        journal: whose.journal.to_string(),
        label: desk.label(Some(whose.invitation)),
        reason: reason(held.reason),
        pages: held.pages,
        received_at: utc(held.held_at),
        admissible: held.admissible != Admissible::Nothing,
        branch: branch(held.admissible),
    })
    .collect()
}

/// The branch an operator would choose.
pub fn branch(admissible: Admissible) -> Option<Branch> {
    match admissible {
        Admissible::Branch(Head { number, hash }) => {
            Some(Branch { page: u32_of(number.0), hash: hash.to_string() })
        }
        Admissible::Journal | Admissible::Nothing => None,
    }
}

fn continued_twice(desk: &Desk<'_>) -> Vec<ContinuedTwice> {
    let all = desk.holdings.continued_twice.iter();
    all.map(|it| {
        let known = |journal| desk.holdings.devices.get(journal);
        let device = known(&it.journal).or_else(|| it.by.iter().find_map(known));
        ContinuedTwice {
            journal: it.journal.to_string(),
            label: desk.label(device.and_then(|device| device.invitation)),
            by: it.by.iter().map(ToString::to_string).collect(),
            seen_at: utc(it.seen_at),
        }
    })
    .collect()
}

fn foreign_claims(desk: &Desk<'_>) -> Vec<ForeignClaim> {
    let all = desk.holdings.foreign_claims.iter();
    all.map(|it| {
        let device = desk.holdings.devices.get(&it.journal);
        ForeignClaim {
            journal: it.journal.to_string(),
            label: desk.label(device.and_then(|device| device.invitation)),
            by: desk.label(Some(it.invitation)),
            seen_at: utc(it.seen_at),
            gave_way: it.gave_way,
        }
    })
    .collect()
}

fn reason(reason: HeldReason) -> QuarantineReason {
    match reason {
        HeldReason::Revoked => QuarantineReason::Revoked,
        HeldReason::Expired => QuarantineReason::Expired,
        HeldReason::Fork => QuarantineReason::Fork,
        HeldReason::SecondEnrolment => QuarantineReason::SecondEnrolment,
        HeldReason::Ended => QuarantineReason::Ended,
    }
}

fn waiting(desk: &Desk<'_>) -> Vec<Waiting> {
    let all = desk.holdings.waiting();
    all.map(|(whose, page, opens)| Waiting {
        journal: whose.journal.to_string(),
        label: desk.label(Some(whose.invitation)),
        page: u32_of(page.number.0),
        missing_from: u32_of(page.missing_from.0),
        opens,
    })
    .collect()
}

/// Something that may stand among the latest.
enum New<'a> {
    Pages(&'a Device),
    Unreadable(&'a Device),
    Told(&'a Standing, &'a Told),
    Held(String, u32),
}

fn latest(desk: &Desk<'_>, board: &Board) -> Vec<Latest> {
    let mut all: Vec<(i64, New<'_>)> = Vec::new();
    for device in desk.holdings.devices.values() {
        let Some(at) = device.received_at else { continue };
        all.push((at, New::Pages(device)));
        if !device.unreadable.is_empty() {
            all.push((at, New::Unreadable(device)));
        }
    }
    for standing in board.shown() {
        all.extend(standing.told.iter().map(|told| (told.at, New::Told(standing, told))));
    }
    for (whose, held) in desk.holdings.quarantine() {
        let label = desk.label(Some(whose.invitation));
        all.push((held.held_at, New::Held(label, held.pages)));
    }
    first_of(&mut all, LATEST_MAX, |(at, _)| Reverse(*at));
    all.into_iter().map(|(at, new)| new.line(desk, at)).collect()
}

impl New<'_> {
    fn line(self, desk: &Desk<'_>, at: i64) -> Latest {
        let at_station = |device: &Device| {
            device.fold.visits().next_back().map(|visit| visit.station.clone()).unwrap_or_default()
        };
        let (station, label, what, figure) = match self {
            Self::Pages(device) => {
                let label = desk.label(device.invitation);
                (at_station(device), label, LatestKind::PagesReceived, None)
            }
            Self::Unreadable(device) => {
                let label = desk.label(device.invitation);
                (at_station(device), label, LatestKind::PageUnreadable, None)
            }
            Self::Told(standing, told) => {
                let device = desk.holdings.devices.get(&JournalId(told.journal.0));
                let label = desk.label(device.and_then(|device| device.invitation));
                (standing.code.clone(), label, told.what, told.figure)
            }
            Self::Held(label, pages) => {
                (String::new(), label, LatestKind::Quarantined, Some(pages))
            }
        };
        let at_local = local(at, desk.zone(), "%H:%M");
        let added_name = desk.added_name(&station);
        Latest { at: utc(at), at_local, station, added_name, label, what, figure }
    }
}

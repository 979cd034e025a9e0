//! The whole picture: figures, stations by hours, who has not reported, what is held.
//!
//! Parallel counts and different points are never added; stations are. A sum over stations
//! of which some have gaps is a floor and says so.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::PollingDay;
use domain::view::{NotReported as Missing, Reporter};
use journal::page::Head;
use journal::receipts::HeldReason;
use store::endpoint::Admissible;

use super::announced;
use super::api::{
    Branch, ContinuedTwice, Figures, Latest, LatestKind, NotReported, Overview, QuarantineReason,
    Quarantined, ReportState, Waiting,
};
use super::delivery;
use super::desk::{Desk, local, u32_of, utc};
use super::missing;
use super::row::{HourName, Line, QuietDays, label};
use super::urgent;

const NOT_REPORTED_MAX: usize = 500;
const OVERDUE_MAX: usize = 500;
const LATEST_MAX: usize = 50;
const NOTICES_MAX: usize = 100;

/// The overview of a day; `None` where no polling day is defined.
pub fn overview(desk: &Desk<'_>, asked: Option<NaiveDate>) -> Option<Overview> {
    let polling = desk.day(asked)?;
    let lines = lines(desk, polling);
    let columns = columns(polling, &lines);
    let not_reported = not_reported(desk, polling);
    let overdue = missing::overdue(desk, polling);
    let figures = figures(desk, &lines);
    let latest = latest(desk, &lines);
    let stations = lines.into_iter().map(|line| line.with_columns(&columns, desk.now)).collect();
    Some(Overview {
        version: desk.holdings.version,
        now: utc(desk.now),
        now_local: local(desk.now, desk.zone(), "%Y-%m-%d %H:%M"),
        day: polling.date.to_string(),
        hours: columns.iter().copied().map(label).collect(),
        urgent: urgent::lines(desk),
        figures,
        stations,
        not_reported_total: u32_of(not_reported.len() as u64),
        not_reported: not_reported.into_iter().take(NOT_REPORTED_MAX).collect(),
        announced: announced::day(desk, polling),
        overdue_total: u32_of(overdue.len() as u64),
        overdue: overdue.into_iter().take(OVERDUE_MAX).collect(),
        quarantine: quarantine(desk),
        continued_twice: continued_twice(desk),
        not_yet_linked: waiting(desk),
        latest,
        ways: delivery::ways(desk),
        with_leads: delivery::with_leads(desk),
        owing: delivery::owing(desk),
        notices: delivery::notices(desk).into_iter().take(NOTICES_MAX).collect(),
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
    let first = i64::from(polling.opens_minutes) / 60;
    let last = (i64::from(polling.closes_minutes) + 59) / 60;
    let mut names: BTreeSet<HourName> =
        (first..last).map(|hour| (hour / 24, u8::try_from(hour % 24).unwrap_or(0))).collect();
    names.extend(lines.iter().flat_map(Line::hour_names));
    names.into_iter().collect()
}

fn figures(desk: &Desk<'_>, lines: &[Line]) -> Figures {
    let reporting = desk.holdings.devices.values().filter(|it| it.receipted > 0).count();
    let invited = desk.notes.notes.iter().filter(|note| note.revoked_at.is_none()).count();
    let counted: Vec<u32> = lines.iter().filter_map(|line| line.row.counted).collect();
    let announced: Vec<u32> = lines
        .iter()
        .filter_map(|line| line.row.announced.as_ref())
        .filter(|figure| figure.comparable)
        .map(|figure| figure.figure)
        .collect();
    let sum =
        |all: &[u32]| (!all.is_empty()).then(|| all.iter().copied().fold(0, u32::saturating_add));
    let watched = lines.iter().filter(|line| !line.day.visits.is_empty());
    let minutes = watched.fold((0_u32, 0_u32), |(watched, of), line| {
        // A minute watched outside the opening hours is none of the minutes to watch.
        let inside = line.watched_minutes.min(line.of_minutes);
        (watched.saturating_add(inside), of.saturating_add(line.of_minutes))
    });
    Figures {
        reporting: u32_of(reporting as u64),
        invited: u32_of(invited as u64),
        counted: sum(&counted),
        counted_is_floor: lines.iter().any(|line| line.row.counted.is_some() && line.row.floor),
        watched_minutes: minutes.0,
        of_minutes: minutes.1,
        announced: sum(&announced),
        announced_stations: u32_of(announced.len() as u64),
        stations_listed: u32_of(desk.stations.len() as u64),
        incomplete: lines.iter().any(|line| line.row.incomplete),
    }
}

fn not_reported(desk: &Desk<'_>, polling: PollingDay) -> Vec<NotReported> {
    let mut all = Vec::new();
    for note in desk.notes.notes.iter().filter(|note| note.revoked_at.is_none()) {
        let Some(invitation) = note.invitation() else { continue };
        let station = |code: &String| desk.station(&domain::station_key(code));
        let stations: Vec<_> = note.stations.iter().map(station).collect();
        let devices = desk.holdings.of_invitation(invitation);
        let received: Vec<_> = devices.map(|device| device.received_at).collect();
        let reporter = Reporter { stations: &stations, received: &received };
        let definition = desk.definitions.current();
        let Some(missing) = reporter.missing(polling, definition, desk.now) else { continue };
        all.push(NotReported {
            label: note.label.clone(),
            invitation: note.id.clone(),
            stations: note.stations.clone(),
            state: match missing {
                Missing::NeverSeen => ReportState::NeverSeen,
                Missing::NothingSent => ReportState::NothingSent,
                Missing::Silent => ReportState::Silent,
            },
            last_heard: reporter.last().map(utc),
        });
    }
    all
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

fn latest(desk: &Desk<'_>, lines: &[Line]) -> Vec<Latest> {
    let zone = desk.zone();
    let mut all: Vec<(i64, Latest)> = Vec::new();
    let mut tell = |at: i64, station: &str, label: String, what: LatestKind, figure| {
        let (utc, at_local) = (utc(at), local(at, zone, "%H:%M"));
        all.push((
            at,
            Latest { at: utc, at_local, station: station.to_owned(), label, what, figure },
        ));
    };
    for device in desk.holdings.devices.values() {
        let station = device.fold.visits().next_back().map(|visit| visit.station.clone());
        let station = station.unwrap_or_default();
        if let Some(at) = device.received_at {
            tell(at, &station, desk.label(device.invitation), LatestKind::PagesReceived, None);
            if !device.unreadable.is_empty() {
                let label = desk.label(device.invitation);
                tell(at, &station, label, LatestKind::PageUnreadable, None);
            }
        }
    }
    for line in lines {
        let code = &line.row.code;
        let label = |journal: domain::JournalRef| {
            let device = desk.holdings.devices.get(&journal::ids::JournalId(journal.0));
            desk.label(device.and_then(|device| device.invitation))
        };
        let falling = line.day.falling();
        for noted in &line.day.turnout {
            let figure = Some(u32_of(noted.record.figure));
            let what = if falling.contains(&(noted.journal, noted.record.ordinal)) {
                LatestKind::FigureFalls
            } else {
                LatestKind::TurnoutNoted
            };
            tell(noted.noted.at, code, label(noted.journal), what, figure);
        }
        for form in &line.day.forms {
            tell(form.last.at, code, label(form.journal), LatestKind::Answered, None);
        }
        for entry in &line.day.log {
            tell(entry.noted.at, code, label(entry.journal), LatestKind::LogNoted, None);
        }
    }
    for (whose, held) in desk.holdings.quarantine() {
        let label = desk.label(Some(whose.invitation));
        tell(held.held_at, "", label, LatestKind::Quarantined, Some(held.pages));
    }
    all.sort_by(|(a, _), (b, _)| b.cmp(a));
    all.into_iter().take(LATEST_MAX).map(|(_, line)| line).collect()
}

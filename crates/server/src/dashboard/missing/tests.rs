#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::announced::Announced;
use crate::dashboard::board::Board;
use crate::election_file::{ElectionFile, PRACTICE};
use crate::holdings::Holdings;
use crate::invitations::Notes;
use crate::stations::StationList;
use domain::definition::Definitions;
use domain::event::{Arrived, EntryKind, LogNoted, Payload, Place};
use domain::view::NowState;
use domain::{Event, Stamped};
use journal::ids::{InvitationId, JournalId, PageNumber};
use store::endpoint::Arrival;

/// 6 December 2026, 07:00 in Almaty: the practice election's opening.
const OPENS: i64 = 1_796_522_400;
const HOUR: i64 = 3600;

fn note(lead: bool) -> Note {
    Note {
        id: InvitationId([1; 16]).to_string(),
        label: "Alice".into(),
        lead,
        stations: if lead { Vec::new() } else { vec!["1804".into()] },
        made_at: 0,
        expires_at: 1,
        revoked_at: None,
        team: String::new(),
        call_sign: String::new(),
    }
}

fn arrived() -> Vec<(i64, Payload)> {
    let arrived = Arrived { station: "1804".into(), place: Place::Inside };
    vec![(OPENS - HOUR, Payload::Arrived(arrived))]
}

fn opened(at: i64) -> (i64, Payload) {
    let (visit, entry, text) = (Some(1), EntryKind::Opened, String::new());
    (at, Payload::LogNoted(LogNoted { visit, entry, text, seen_at: None }))
}

fn holdings(events: &[(i64, Payload)], via: Via, received_at: i64) -> Holdings {
    let mut fold = Fold::new();
    for (ordinal, (at, payload)) in (1..).zip(events) {
        let event = Event::new(*at, payload.clone());
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    let (first, last) = (PageNumber(1), PageNumber(1));
    let mut holdings = Holdings::default();
    let device = Device {
        fold,
        invitation: Some(InvitationId([1; 16])),
        receipted: 1,
        received_at: Some(received_at),
        arrivals: vec![Arrival { first, last, via, received_at }],
        ..Device::default()
    };
    holdings.put(JournalId([1; 16]), device);
    holdings
}

fn list(holdings: &Holdings, note: Note, now: i64) -> Vec<Overdue> {
    let mut definition = ElectionFile::parse(PRACTICE).unwrap().definition;
    definition.version = 1;
    let day = definition.days[0];
    let notes = Notes::new(vec![note]);
    let (stations, announced) = (StationList::default(), Announced::default());
    let desk = Desk {
        holdings,
        definitions: Definitions::of([definition]),
        stations: &stations,
        notes: &notes,
        announced: &announced,
        highest_rate: None,
        now,
    };
    let mut board = Board::default();
    board.settle(&desk, day);
    let listed = board.people.overdue(&desk, 500);
    assert_eq!(listed.total, listed.first.len());
    listed.first
}

fn state(list: &[Overdue], task: &str) -> Option<OverdueState> {
    list.iter().find(|row| row.task == task).map(|row| row.state)
}

#[test]
fn a_device_that_was_never_heard_is_silent_in_every_row_and_never_late() {
    let list = list(&Holdings::default(), note(false), OPENS + 2 * HOUR);
    assert!(list.len() >= 3, "{list:?}");
    assert!(list.iter().all(|row| row.state == OverdueState::Silent));
    assert_eq!((list[0].task.as_str(), list[0].due_local.as_str()), ("arrive", "06:30"));
}

#[test]
fn a_device_heard_since_is_late_and_one_whose_pages_a_lead_brought_is_not_known_to_be() {
    let now = OPENS + 3 * HOUR;
    let straight = holdings(&arrived(), Via::Direct, OPENS + 2 * HOUR);
    assert_eq!(state(&list(&straight, note(false), now), "note_opening"), Some(OverdueState::Late));
    // The same pages, carried: all that is known ends with their last event.
    let carried = holdings(&arrived(), Via::Relay(JournalId([3; 16])), OPENS + 2 * HOUR);
    let list = list(&carried, note(false), now);
    assert_eq!(state(&list, "note_opening"), Some(OverdueState::Silent));
    assert_eq!(state(&list, "arrive"), None);
}

/// What the phone itself shows as late: the same rows, asked with all that it knows.
fn late_on_the_phone(events: &[(i64, Payload)], delivered: &[i64], now: i64) -> Vec<(u32, u32)> {
    let definition = ElectionFile::parse(PRACTICE).unwrap().definition;
    let (day, station) = (definition.days[0], StationSpec::of_code("1804"));
    let holdings = holdings(events, Via::Direct, now);
    let device = holdings.devices.values().next().unwrap();
    let (span, fold) = (day_span(day, &station, &definition), [&device.fold]);
    let rows = what_now(&ScheduleQuery {
        definition: &definition,
        day,
        span: &span,
        whose: Whose::Observer,
        facts: &Facts::of("1804", &span, &fold),
        deeds: &Deeds::of("1804", &span, &fold, &Sheets::default(), delivered),
        heard: Heard::Here,
        now,
    });
    let late = rows.iter().filter(|row| row.state == NowState::Late);
    late.map(|row| (row.row, row.round)).collect()
}

#[test]
fn what_is_late_on_the_phone_is_missing_at_headquarters() {
    let mut events = arrived();
    events.push(opened(OPENS + 90 * 60));
    let mut late = 0;
    for hours in [0, 2, 4, 8, 14] {
        let now = OPENS + hours * HOUR;
        let known: Vec<_> = events.iter().filter(|(at, _)| *at <= now).cloned().collect();
        let there = list(&holdings(&known, Via::Direct, now), note(false), now);
        assert!(there.iter().all(|row| row.state == OverdueState::Late), "heard just now");
        let mut there: Vec<_> = there.iter().map(|row| (row.row, row.round)).collect();
        let mut here = late_on_the_phone(&known, &[now], now);
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there, "{hours} hours after the opening");
        late += here.len();
    }
    assert!(late > 0, "something was late at some time");
}

#[test]
fn the_list_moves_when_the_station_really_opens() {
    let count = |events: &[(i64, Payload)], now| {
        let holdings = holdings(events, Via::Direct, now);
        state(&list(&holdings, note(false), now), "count")
    };
    let mut late = arrived();
    late.push(opened(OPENS + 2 * HOUR));
    assert_eq!(count(&arrived(), OPENS + 2 * HOUR), Some(OverdueState::Late));
    assert_eq!(count(&late, OPENS + 2 * HOUR + 60), None);
    assert_eq!(count(&late, OPENS + 3 * HOUR), Some(OverdueState::Late));
}

#[test]
fn a_lead_without_a_station_owes_the_teams_day_after_the_closing() {
    let list = list(&Holdings::default(), note(true), OPENS + 24 * HOUR);
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].task.as_str(), list[0].station.as_str()), ("deliver", ""));
}

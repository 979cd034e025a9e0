//! Moments that were marked, as the page lists them.

use super::*;
use crate::dashboard::api::MarkRow;
use domain::EventRef;
use domain::event::{IncidentReported, MomentFinished, MomentMarked, MomentOutcome, StationAdded};

fn marked(follows: Option<u64>, kind: Option<u32>) -> Payload {
    let follows = follows.map(EventRef::Here);
    Payload::MomentMarked(MomentMarked { visit: Some(1), follows, definition_version: 1, kind })
}

fn finished(mark: u64, incident: Option<u64>, outcome: MomentOutcome) -> Payload {
    let (mark, incident) = (EventRef::Here(mark), incident.map(EventRef::Here));
    Payload::MomentFinished(MomentFinished { mark, outcome, incident, words: None })
}

/// Four marks: of one the kind was told later, one is reported, one is part of that, one was
/// nothing.
fn pressing() -> Vec<Payload> {
    let arrived = Arrived { station: "t-9".into(), place: Place::Inside };
    let (name, region) = ("Tent".to_owned(), Vec::new());
    let added = StationAdded { code: "t-9".into(), name, region, zone: None, words: None };
    let mark = Some(EventRef::Here(4));
    let report = IncidentReported { visit: Some(1), mark, told: told() };
    vec![
        Payload::Arrived(arrived),
        Payload::StationAdded(added),
        marked(None, None),
        marked(None, None),
        marked(None, None),
        marked(None, None),
        marked(Some(3), Some(1)),
        Payload::IncidentReported(report),
        finished(5, Some(8), MomentOutcome::PartOfIncident),
        finished(6, None, MomentOutcome::NothingToReport),
    ]
}

fn listed(made: &Made, board: &mut Board) -> (Vec<MarkRow>, u32, u32) {
    made.at(OPENS + HOUR, |desk, day| {
        board.settle(desk, day);
        let view = overview(desk, &Ask::default(), board).unwrap();
        (view.marks, view.marks_total, view.marks_waiting)
    })
}

#[test]
fn marks_that_wait_stand_first_and_each_says_what_became_of_it() {
    let (mut made, mut board) = (Made::new(), Board::default());
    assert_eq!(listed(&made, &mut board), (Vec::new(), 0, 0));
    made.notes.notes[1].call_sign = "N1".into();
    let all = pressing();
    made.holdings.put(JournalId(id(1)), journal(1, &all[..7]));
    let (marks, total, waiting) = listed(&made, &mut board);
    assert_eq!((marks.len(), total, waiting), (4, 4, 4));
    assert!(marks.iter().all(|mark| mark.end.is_empty() && mark.incident.is_none()));
    made.holdings.put(JournalId(id(1)), journal(1, &all));
    let (marks, total, waiting) = listed(&made, &mut board);
    assert_eq!((total, waiting), (4, 1));
    let said: Vec<_> = marks
        .iter()
        .map(|it| (it.event.event, it.end.as_str(), it.incident.as_ref().map(|it| it.event)))
        .collect();
    let wanted = [
        (3, "", None),
        (6, "nothing_to_report", None),
        (5, "part_of_incident", Some(8)),
        (4, "reported", Some(8)),
    ];
    assert_eq!(said, wanted, "the newest of each first");
    let first = &marks[0];
    assert_eq!((first.station.as_str(), first.added_name.as_str()), ("t-9", "Tent"));
    assert_eq!(
        (first.person.label.as_str(), first.person.call_sign.as_str()),
        ("Observer 1", "N1")
    );
    assert_eq!(first.at_local, "07:03", "the first press, on the wall of the election");
    assert!(!first.kind.is_empty(), "the kind that was told later");
}

#[test]
fn an_incident_is_told_by_its_stations_wall() {
    let (mut made, mut board) = (Made::new(), Board::default());
    // Two hours behind the wall of the election.
    let zone = Some("Europe/Moscow".to_owned());
    let far = Station { code: "t-9".into(), zone, ..Station::default() };
    made.stations.update([far]);
    made.holdings.put(JournalId(id(1)), journal(1, &pressing()));
    let (marks, _, _) = listed(&made, &mut board);
    assert_eq!(marks[0].at_local, "05:03");
    let incident = made.at(OPENS + HOUR, |desk, day| {
        board.settle(desk, day);
        overview(desk, &Ask::default(), &board).unwrap().incidents.swap_remove(0)
    });
    assert_eq!(incident.from_local, "05:01");
}

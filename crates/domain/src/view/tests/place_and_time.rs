//! Days that are not ordinary: other lengths, other openings, several of them.

use super::*;
use crate::hours::{at_minutes, day_span};

/// A station in a zone; the day's hours in minutes; a watch from one minute to another with a
/// tap each ten; what each hour then shows, by its name: persons and minutes.
struct Table {
    zone: &'static str,
    date: &'static str,
    opens: u16,
    closes: u16,
    watched: (u16, u16),
    hours: &'static [(u8, u32, u32)],
}

fn day_of_table(table: &Table) -> StationDay {
    let mut definition = ElectionDefinition::built_in();
    (definition.version, definition.zone) = (1, table.zone.into());
    let date = table.date.parse().unwrap();
    let day =
        PollingDay { date, opens_minutes: table.opens, closes_minutes: table.closes, early: false };
    definition.days = vec![day];
    let station = StationSpec::of_code("1");
    let zone = day_span(day, &station, &definition).zone;
    let at = |minutes| at_minutes(zone, date, minutes);
    let (from, to) = (at(table.watched.0), at(table.watched.1));
    let mut alice = Journal::at("1", from);
    alice.counted(from, to, (to - from) / 600);
    let (fold, definitions) = (alice.fold(), Definitions::of([definition]));
    station_day(&StationQuery {
        station: &station,
        definitions: &definitions,
        day,
        now: to,
        journals: &[(ALICE, &fold)],
        alive: None,
    })
}

fn shown(day: &StationDay) -> Vec<(u8, u32, u32)> {
    let counted = day.hours.iter().filter_map(|row| match &row.count {
        HourCount::Counted { persons, minutes_watched, .. } => {
            Some((row.hour.hour, *persons, *minutes_watched))
        }
        HourCount::Unknown | HourCount::NotYet => None,
    });
    counted.collect()
}

#[test]
fn an_hour_is_the_hour_on_that_stations_wall_and_daylight_saving_is_handled() {
    let tables = [
        // The 23-hour day: after one comes three.
        Table {
            zone: "Europe/Belgrade",
            date: "2024-03-31",
            opens: 60,
            closes: 300,
            watched: (60, 300),
            hours: &[(1, 6, 60), (3, 6, 60), (4, 6, 60)],
        },
        // The 25-hour day: two is there twice, and each is an hour of its own.
        Table {
            zone: "Europe/Belgrade",
            date: "2024-10-27",
            opens: 60,
            closes: 240,
            watched: (60, 240),
            hours: &[(1, 6, 60), (2, 6, 60), (2, 6, 60), (3, 6, 60)],
        },
        // Almaty set its clock back at midnight of 29 February 2024 and never forward again.
        Table {
            zone: "Asia/Almaty",
            date: "2024-02-29",
            opens: 22 * 60,
            closes: 24 * 60,
            watched: (22 * 60, 24 * 60 + 60),
            hours: &[(22, 6, 60), (23, 6, 60), (23, 6, 60), (0, 6, 60)],
        },
    ];
    for table in tables {
        assert_eq!(shown(&day_of_table(&table)), table.hours, "{} {}", table.zone, table.date);
    }
}

#[test]
fn the_night_after_closing_belongs_to_its_day_until_eight_in_the_morning() {
    let table = Table {
        zone: "Asia/Almaty",
        date: "2024-06-09",
        opens: 7 * 60,
        closes: 20 * 60,
        watched: (20 * 60, 32 * 60),
        hours: &[],
    };
    let day = day_of_table(&table);
    let shown = shown(&day);
    assert_eq!(shown.len(), 12);
    assert_eq!(shown.last(), Some(&(7, 6, 60)));
    assert_eq!(day.persons, Some(72));
    let outside = day.findings.iter().find(|it| matches!(it, Finding::OutsideHours { .. }));
    assert!(matches!(outside, Some(Finding::OutsideHours { before: 0, after: 72, .. })));
}

#[test]
fn an_election_has_several_polling_days_and_each_keeps_its_own() {
    let mut definition = ElectionDefinition::built_in();
    (definition.version, definition.zone) = (1, "Asia/Almaty".into());
    let day = |date: &str, opens_minutes, closes_minutes| PollingDay {
        date: date.parse().unwrap(),
        opens_minutes,
        closes_minutes,
        early: date != "2024-06-09",
    };
    // Two early days of short hours, and the main one.
    definition.days = vec![
        day("2024-06-07", 600, 840),
        day("2024-06-08", 600, 840),
        day("2024-06-09", 420, 1200),
    ];
    let days = definition.days.clone();
    let station = StationSpec::of_code("1");
    let mut alice = Journal { events: Vec::new() };
    for (n, day) in days.iter().enumerate() {
        let span = day_span(*day, &station, &definition);
        let arrived = Arrived { station: "1".into(), place: Place::Inside };
        let visit = alice.add(span.opens, Payload::Arrived(arrived));
        let started = WatchStarted {
            visit,
            definition_version: 1,
            point: 1,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
        };
        let watch = alice.add(span.opens, Payload::WatchStarted(started));
        for tap in 0..=n {
            alice.tap(span.opens + tap as i64, watch, 1);
        }
        alice.end(span.opens + HOUR, watch);
        alice.add(span.opens + HOUR, Payload::Left(Left { visit }));
    }
    let (fold, definitions) = (alice.fold(), Definitions::of([definition]));
    let counted = |day: &PollingDay| {
        let day = station_day(&StationQuery {
            station: &station,
            definitions: &definitions,
            day: *day,
            now: i64::MAX / 4,
            journals: &[(ALICE, &fold)],
            alive: None,
        });
        (day.hours.len(), day.persons)
    };
    let all: Vec<_> = days.iter().map(counted).collect();
    assert_eq!(all, [(4, Some(1)), (4, Some(2)), (13, Some(3))]);
}

/// The standard day, and an early one on the day before it.
fn two_days() -> Definitions {
    let mut definition = definitions().current().clone();
    let main = definition.days[0];
    let early = PollingDay { date: "2013-11-02".parse().unwrap(), early: true, ..main };
    definition.days.insert(0, early);
    Definitions::of([definition])
}

fn day_of_two(place: usize, journal: &Journal) -> StationDay {
    let (definitions, fold) = (two_days(), journal.fold());
    station_day(&StationQuery {
        station: &StationSpec::of_code("12A"),
        definitions: &definitions,
        day: definitions.current().days[place],
        now: OPENS + 10 * HOUR,
        journals: &[(ALICE, &fold)],
        alive: None,
    })
}

#[test]
fn a_visit_left_open_overnight_owns_what_is_recorded_the_next_day() {
    let before = OPENS - 24 * HOUR;
    let mut alice = Journal::at("12A", before);
    alice.counted(before, before + HOUR, 3);
    alice.figure(before + HOUR, 4);
    alice.counted(OPENS, OPENS + HOUR, 5);
    alice.figure(OPENS + HOUR, 6);
    let shown = |day: &StationDay| {
        let figures: Vec<u64> = day.turnout.iter().map(|it| it.record.figure).collect();
        (day.visits.len(), day.watches.len(), day.floor(), figures)
    };
    let (first, second) = (day_of_two(0, &alice), day_of_two(1, &alice));
    assert_eq!(shown(&first), (1, 1, Some(3), vec![4]));
    assert_eq!(shown(&second), (1, 1, Some(5), vec![6]));
    // Each day's count is in its hours: neither is found outside them.
    assert_eq!((first.findings, second.findings), (vec![], vec![]));
}

#[test]
fn whoever_arrived_on_the_evening_before_and_stayed_is_there_on_the_day() {
    let mut alice = Journal::at("12A", OPENS - 12 * HOUR);
    alice.counted(OPENS, OPENS + HOUR, 5);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((day.visits.len(), day.floor()), (1, Some(5)));
    let fold = alice.fold();
    let deeds = Deeds::of("12A", &day.span, &[&fold], &Sheets::default(), &[]);
    assert_eq!(deeds.admitted, Some(true));
    assert!(deeds.arrived.is_some_and(|arrived| arrived <= OPENS));
}

#[test]
fn whoever_forgot_to_leave_is_not_present_on_the_days_after() {
    let before = OPENS - 24 * HOUR;
    let mut alice = Journal::at("12A", before);
    alice.counted(before, before + HOUR, 3);
    assert_eq!(day_of_two(1, &alice).visits, []);
    // Nor may a station be named on the day at which nobody was.
    assert_eq!(day_of_two(1, &alice).watches, []);
}

#[test]
fn a_station_that_opens_late_has_no_unwatched_minutes_before_it_opened() {
    let mut alice = Journal::at("12A", OPENS);
    let late = OPENS + HOUR + 1800;
    let opened = LogNoted {
        visit: Some(1),
        entry: EntryKind::Opened,
        text: String::new(),
        seen_at: Some(late),
    };
    alice.add(late + 60, Payload::LogNoted(opened));
    alice.counted(late, OPENS + 2 * HOUR, 10);
    let day = day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.voting.0, late);
    assert_eq!(day.unwatched_minutes(day.now), 60);
}

fn logged(journal: &mut Journal, entry: EntryKind, at: i64) {
    let text = String::new();
    let noted = LogNoted { visit: Some(1), entry, text, seen_at: Some(at) };
    journal.add(at, Payload::LogNoted(noted));
}

#[test]
fn minutes_watched_before_the_opening_make_up_for_none_after_it() {
    let mut alice = Journal::at("12A", OPENS);
    let opened = OPENS + 40 * 60;
    logged(&mut alice, EntryKind::Opened, opened);
    // Watched from seven to eight; then nobody until nine.
    alice.counted(OPENS, OPENS + HOUR, 10);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.unwatched_minutes(day.now), 60);
    // A figure as of five past eight: five minutes, not the quarter.
    let mut bob = Journal::at("12A", OPENS);
    bob.counted(OPENS, OPENS + 2 * HOUR, 10);
    amend_gap(&mut bob, OPENS + HOUR - 600, OPENS + HOUR);
    let day = day_at(OPENS + 2 * HOUR, &[(BOB, &bob)]);
    assert_eq!(day.against(50, OPENS + HOUR + 300).unwatched_minutes, 10);
}

fn amend_gap(journal: &mut Journal, from: i64, to: i64) {
    let (stands, reason, words) = (StretchStands::Gap, AmendReason::Meal, None);
    let watch = 2;
    let event = WatchAmended { watch, from, to, stands, reason, words };
    journal.add(to, Payload::WatchAmended(event));
}

#[test]
fn a_station_that_closes_early_has_no_unwatched_minutes_after_it() {
    let mut alice = Journal::at("12A", OPENS);
    let closed = OPENS + 11 * HOUR + 20 * 60;
    alice.counted(OPENS, closed, 60);
    let now = OPENS + 13 * HOUR;
    let day = day_at(now, &[(ALICE, &alice)]);
    assert_eq!(day.unwatched_minutes(now), 40, "until seven in the evening, as set");
    logged(&mut alice, EntryKind::Closed, closed);
    let day = day_at(now, &[(ALICE, &alice)]);
    assert_eq!((day.voting.1, day.unwatched_minutes(now)), (closed, 0));
    assert_eq!(day.possible(Some(3)).most, Some(60));
}

/// A stay of an hour at a station: five or so persons, a figure, an answer, a tally.
fn stay(journal: &mut Journal, station: &str, from: i64, persons: i64) {
    let (station, place) = (station.to_owned(), Place::Inside);
    let visit = journal.add(from, Payload::Arrived(Arrived { station, place }));
    let (covers, view) = (Vec::new(), ViewOfPoint::Full);
    let started = WatchStarted { visit, definition_version: 1, point: 1, covers, view };
    let watch = journal.add(from, Payload::WatchStarted(started));
    for tap in 0..persons {
        journal.tap(from + tap * 60, watch, 1);
    }
    journal.end(from + 1800, watch);
    let figure = u64::try_from(persons).unwrap() * 10;
    let noted = TurnoutNoted { visit, as_of: from + 1800, ..crate::samples::turnout(figure) };
    journal.add(from + 1800, Payload::TurnoutNoted(noted));
    journal.add(
        from + 1900,
        Payload::Answered(Answered {
            visit,
            form: 1,
            form_version: 1,
            instance: 1,
            repeat_path: Vec::new(),
            question: 1,
            value: Value::Integer(persons),
            seen_at: None,
        }),
    );
    journal.add(
        from + HOUR,
        Payload::TallyEntered(TallyEntered {
            visit,
            definition_version: 1,
            point: 1,
            covers: Vec::new(),
            category: 1,
            from: from + 1800,
            to: from + HOUR,
            persons: 100,
            method: TallyMethod::Clicker,
            relation: TallyRelation::Adds,
            words: None,
        }),
    );
    journal.add(from + HOUR, Payload::Left(Left { visit }));
}

#[test]
fn a_roaming_observers_records_stay_with_the_visit_they_were_made_in() {
    let mut alice = Journal { events: Vec::new() };
    stay(&mut alice, "12A", OPENS, 5);
    stay(&mut alice, "13A", OPENS + 2 * HOUR, 7);
    stay(&mut alice, "12a", OPENS + 4 * HOUR, 3);
    let (fold, definitions) = (alice.fold(), definitions());
    let shown = |code: &str| {
        let day = station_day(&StationQuery {
            station: &StationSpec::of_code(code),
            definitions: &definitions,
            day: definitions.current().days[0],
            now: OPENS + 6 * HOUR,
            journals: &[(ALICE, &fold)],
            alive: None,
        });
        let figures: Vec<u64> = day.turnout.iter().map(|it| it.record.figure).collect();
        let tallied = day.points[0].tallied;
        (day.visits.len(), day.persons, figures, day.forms.len(), tallied)
    };
    assert_eq!(shown("12A"), (2, Some(8), vec![50, 30], 2, 200));
    assert_eq!(shown("13A"), (1, Some(7), vec![70], 1, 100));
}

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::announced::Announced as Entered;
use crate::dashboard::board::Board;
use crate::dashboard::overview::{Ask, lines, overview};
use crate::election_file::{ElectionFile, PRACTICE};
use crate::holdings::{Device, Holdings};
use crate::invitations::Notes;
use crate::stations::{Station, StationList};
use domain::definition::Definitions;
use domain::event::{
    AreaFigureNoted, Arrived, CountMethod, EntryKind, FigureCounts, FigureKind, FigureSource,
    FigureUnit, LogNoted, MobileBox, Payload, Place, TallyEntered, TallyMethod, TallyRelation,
    TurnoutNoted, ViewOfPoint, VoterCounted, WatchEnded, WatchStarted,
};
use domain::{Event, Fold, Stamped};
use journal::ids::JournalId;

/// 6 December 2026, 07:00 in Almaty: the practice election's opening.
const OPENS: i64 = 1_796_522_400;
const HOUR: i64 = 3600;

fn device(events: &[(i64, Payload)]) -> Device {
    let mut fold = Fold::new();
    for (ordinal, (at, payload)) in (1..).zip(events) {
        let event = Event::new(*at, payload.clone());
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    Device { fold, receipted: 1, ..Device::default() }
}

/// Somebody counts so many persons at a point of a station, from an instant to another.
fn counted(station: &str, point: u32, from: i64, to: i64, persons: i64) -> Vec<(i64, Payload)> {
    let arrived = Arrived { station: station.into(), place: Place::Inside };
    let (covers, view) = (Vec::new(), ViewOfPoint::Full);
    let started = WatchStarted { visit: 1, definition_version: 1, point, covers, view };
    let mut events =
        vec![(from, Payload::Arrived(arrived)), (from, Payload::WatchStarted(started))];
    let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    events.extend(
        (0..persons)
            .map(|n| (from + n * (to - from) / persons, Payload::VoterCounted(tap.clone()))),
    );
    events.push((to, Payload::WatchEnded(WatchEnded { watch: 2 })));
    events
}

/// Puts the desk together from what each device sent.
fn with_desk<T>(devices: &[Vec<(i64, Payload)>], now: i64, look: impl FnOnce(&Desk<'_>) -> T) -> T {
    with_figures(&Entered::default(), devices, now, look)
}

/// The same, with figures headquarters entered.
fn with_figures<T>(
    announced: &Entered,
    devices: &[Vec<(i64, Payload)>],
    now: i64,
    look: impl FnOnce(&Desk<'_>) -> T,
) -> T {
    let mut definition = ElectionFile::parse(PRACTICE).unwrap().definition;
    definition.version = 1;
    let mut holdings = Holdings::default();
    for (n, events) in (1..).zip(devices) {
        holdings.put(JournalId([n; 16]), device(events));
    }
    let registered = Some(1000);
    let station = |code: &str| Station { code: code.into(), registered, ..Station::default() };
    let stations: StationList = ["1804", "1805", "1806"].into_iter().map(station).collect();
    let notes = Notes::default();
    look(&Desk {
        holdings: &holdings,
        definitions: Definitions::of([definition]),
        stations: &stations,
        notes: &notes,
        announced,
        highest_rate: Some(3),
        now,
    })
}

#[test]
fn the_dashboards_possible_and_rate_are_the_domains() {
    let mut events = counted("1804", 1, OPENS, OPENS + HOUR, 30);
    // It opened at twenty to eight; a tally fills half of the hour after the watch.
    let (entry, text, seen_at) = (EntryKind::Opened, String::new(), Some(OPENS + 40 * 60));
    let opened = LogNoted { visit: Some(1), entry, text, seen_at };
    events.push((OPENS + HOUR, Payload::LogNoted(opened)));
    events.push((
        OPENS + 2 * HOUR,
        Payload::TallyEntered(TallyEntered {
            visit: 1,
            definition_version: 1,
            point: 1,
            covers: Vec::new(),
            category: 1,
            from: OPENS + HOUR,
            to: OPENS + HOUR + 1800,
            persons: 12,
            method: TallyMethod::Paper,
            relation: TallyRelation::Adds,
            words: None,
        }),
    ));
    let as_of = OPENS + 2 * HOUR;
    events.push((
        as_of,
        Payload::TurnoutNoted(TurnoutNoted {
            visit: 1,
            figure: 90,
            counts: FigureCounts::SinceOpening,
            as_of,
            zone: None,
            noted_at: None,
            what: domain::event::FigureKind::Signatures,
            mobile_box: domain::event::MobileBox::Unknown,
            contest: None,
            source: domain::event::FigureSource::Overheard,
            told_by: None,
        }),
    ));
    with_desk(&[events], OPENS + 3 * HOUR, |desk| {
        let day = desk.day(None).unwrap();
        let line = &lines(desk, day)[0];
        let (possible, against) = (line.day.possible(Some(3)), line.day.against(90, as_of));
        // 42 counted; from 08:30 to ten nobody watched, half an hour of it before the figure.
        assert_eq!((possible.floor, possible.unwatched_minutes), (42, 90));
        assert_eq!((against.at_most, against.needed_in_ten_minutes), (Some(48), Some(16)));
        assert_eq!((line.row.counted, line.row.possible), (Some(42), Some(42 + 270)));
        assert_eq!(line.row.unwatched_minutes, 90);
        assert_eq!(line.row.rate_needed.as_deref(), Some("1.6"));
        // 140 minutes of the vote have passed since it really opened.
        assert_eq!(line.day.coverage().passed_minutes(desk.now), 140);
    });
}

#[test]
fn a_sum_over_stations_adds_one_kind_of_point_only() {
    let until = OPENS + HOUR;
    // Two at the ballot desk, one at the building's entrance, where more people pass.
    let devices = [
        counted("1804", 1, OPENS, until, 30),
        counted("1805", 1, OPENS, until, 12),
        counted("1806", 4, OPENS, until, 100),
    ];
    with_desk(&devices, until, |desk| {
        let mut board = Board::default();
        board.settle(desk, desk.day(None).unwrap());
        let figures = overview(desk, &Ask::default(), &board).unwrap().figures;
        assert_eq!((figures.counted, figures.counted_stations), (Some(42), 2));
        assert_eq!(figures.counted_elsewhere, 1);
        assert!(!figures.counted_is_floor);
    });
}

fn figure(as_of: i64, figure: u64) -> TurnoutNoted {
    TurnoutNoted {
        visit: 1,
        figure,
        counts: FigureCounts::SinceOpening,
        as_of,
        zone: None,
        noted_at: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::No,
        contest: None,
        source: FigureSource::Told,
        told_by: Some("chair".into()),
    }
}

#[test]
fn an_own_count_is_not_announced() {
    let mut events = counted("1804", 1, OPENS, OPENS + HOUR, 30);
    let told = figure(OPENS + HOUR, 310);
    let source = FigureSource::OwnCount;
    let own = TurnoutNoted { source, told_by: None, ..figure(OPENS + 2 * HOUR, 302) };
    events.extend([told, own].map(|it| (it.as_of, Payload::TurnoutNoted(it))));
    with_desk(&[events], OPENS + 3 * HOUR, |desk| {
        let day = desk.day(None).unwrap();
        let line = &lines(desk, day)[0];
        assert_eq!(line.row.announced.as_ref().map(|it| it.figure), Some(310));
        let said: Vec<_> = line.announced.iter().map(|it| (it.source, it.falls)).collect();
        let wanted = [(AnnouncedSource::Observer, false), (AnnouncedSource::OwnCount, false)];
        assert_eq!(said, wanted, "it stands beside ours and is no fall");
        let mut board = Board::default();
        board.settle(desk, day);
        let figures = overview(desk, &Ask::default(), &board).unwrap().figures;
        assert_eq!((figures.announced, figures.announced_stations), (Some(310), 1));
    });
}

#[test]
fn what_a_figure_is_of_and_who_told_it_stands_beside_it() {
    let mut events = counted("1804", 1, OPENS, OPENS + HOUR, 30);
    let noted = TurnoutNoted { contest: Some(2), ..figure(OPENS + HOUR, 310) };
    let interval = FigureCounts::ThisInterval;
    let interval = TurnoutNoted { counts: interval, ..figure(OPENS + 2 * HOUR, 40) };
    events.extend([noted, interval].map(|it| (it.as_of, Payload::TurnoutNoted(it))));
    with_desk(&[events], OPENS + 3 * HOUR, |desk| {
        let line = &lines(desk, desk.day(None).unwrap())[0];
        let first = &line.announced[0];
        assert_eq!((first.what.as_str(), first.contest), ("signatures", Some(2)));
        assert_eq!((first.mobile_box.as_str(), first.told_by.as_str()), ("no", "chair"));
        assert!(first.share.is_some());
        assert_eq!(line.announced[1].share, None, "an interval is no share of a list");
    });
}

#[test]
fn announced_figures_of_two_things_are_never_added() {
    let events = |station: &str, what| {
        let mut events = counted(station, 1, OPENS, OPENS + HOUR, 30);
        let noted = TurnoutNoted { what, ..figure(OPENS + HOUR, 100) };
        events.push((noted.as_of, Payload::TurnoutNoted(noted)));
        events
    };
    let devices = [
        events("1804", FigureKind::Signatures),
        events("1805", FigureKind::BallotsIssued),
        events("1806", FigureKind::Signatures),
    ];
    with_desk(&devices, OPENS + 2 * HOUR, |desk| {
        let mut board = Board::default();
        board.settle(desk, desk.day(None).unwrap());
        let figures = overview(desk, &Ask::default(), &board).unwrap().figures;
        assert_eq!((figures.announced, figures.announced_stations), (Some(200), 2));
        assert_eq!(
            (figures.announced_what.as_str(), figures.announced_elsewhere),
            ("signatures", 1)
        );
    });
}

#[test]
fn an_hour_to_come_is_not_yet_for_a_device_without_a_watch() {
    let arrived = Arrived { station: "1804".into(), place: Place::Inside };
    with_desk(&[vec![(OPENS, Payload::Arrived(arrived))]], OPENS + 90 * 60, |desk| {
        let line = &lines(desk, desk.day(None).unwrap())[0];
        let cells = line.cells_of(&[], &[(0, 7), (0, 8), (0, 9)], desk.now);
        assert_eq!(cells, [HourCell::Unknown, HourCell::Unknown, HourCell::NotYet]);
    });
}

#[test]
fn a_stations_figure_is_shown_in_the_zone_it_was_announced_in() {
    let figure = |zone: Option<&str>| TurnoutNoted {
        visit: 1,
        figure: 90,
        counts: FigureCounts::SinceOpening,
        // Ten in Almaty.
        as_of: OPENS + 3 * HOUR,
        zone: zone.map(str::to_owned),
        noted_at: None,
        what: domain::event::FigureKind::Signatures,
        mobile_box: domain::event::MobileBox::Unknown,
        contest: None,
        source: domain::event::FigureSource::Displayed,
        told_by: None,
    };
    let shown = |zone| {
        let mut events = counted("1804", 1, OPENS, OPENS + HOUR, 30);
        events.push((OPENS + 3 * HOUR, Payload::TurnoutNoted(figure(zone))));
        with_desk(&[events], OPENS + 4 * HOUR, |desk| {
            let line = &lines(desk, desk.day(None).unwrap())[0];
            let announced = line.row.announced.clone().unwrap();
            (announced.as_of_local, announced.as_of)
        })
    };
    let at = "2026-12-06T05:00:00Z".to_owned();
    assert_eq!(shown(Some("Europe/Moscow")), ("08:00".into(), at.clone()));
    assert_eq!(shown(None), ("10:00".into(), at));

    // Headquarters' own, of a place that announces in another zone.
    let entered = AreaFigureNoted {
        operator: "carol".into(),
        area: Vec::new(),
        station: Some("1805".into()),
        figure: 120,
        unit: FigureUnit::Persons,
        counts: FigureCounts::SinceOpening,
        what: domain::event::FigureKind::Unclear,
        contest: None,
        as_of: OPENS + 3 * HOUR,
        zone: Some("Europe/Moscow".into()),
        published_at: None,
        words: None,
        link: None,
    };
    let event = Event::new(OPENS, Payload::AreaFigureNoted(entered));
    let mut fold = Fold::new();
    fold.apply([&Stamped { ordinal: 1, boot: [1; 16], drift: 0, event }]);
    with_figures(&Entered::of(&fold), &[], OPENS + 4 * HOUR, |desk| {
        let line = &lines(desk, desk.day(None).unwrap())[0];
        assert_eq!(line.announced[0].as_of_local, "08:00");
    });
}

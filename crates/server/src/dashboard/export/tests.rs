#![allow(clippy::unwrap_used)]

use super::*;
use crate::announced::Announced;
use crate::holdings::Holdings;
use crate::invitations::Notes;
use crate::stations::{Station, StationList};
use domain::definition::Definitions;
use domain::{ElectionDefinition, PollingDay};

fn row() -> StationRow {
    StationRow {
        code: "=1+1".into(),
        name: "@SUM(A1)".into(),
        region: vec!["Алматы".into(), "B, \"C\"".into()],
        hours: Vec::new(),
        listed: true,
        registered: None,
        counted: None,
        floor: true,
        possible: None,
        unwatched_minutes: 60,
        announced: None,
        rate_needed: None,
        devices: 1,
        parallel: false,
        forked: false,
        incomplete: false,
        last_heard: None,
    }
}

#[test]
fn an_unknown_hour_is_an_empty_cell_and_never_a_zero() {
    let unknown = record("2026-12-06", &row(), (0, 7), &HourCell::Unknown);
    assert_eq!(unknown[8..12], ["unknown", "", "", ""]);
    let nobody = HourCell::Counted { persons: 0, watched_minutes: 60, of_minutes: 60 };
    let counted = record("2026-12-06", &row(), (0, 7), &nobody);
    assert_eq!(counted[8..12], ["counted", "0", "60", "60"]);
}

#[test]
fn no_text_of_a_stranger_becomes_a_formula() {
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"] {
        assert_eq!(safe(text), format!("'{text}"));
    }
    for text in ["1804", "№12 мектеп", "a=b", ""] {
        assert_eq!(safe(text), text);
    }
    let cells = record("2026-12-06", &row(), (0, 7), &HourCell::Unknown);
    assert_eq!((cells[1].as_str(), cells[2].as_str()), ("'=1+1", "'@SUM(A1)"));
}

#[test]
fn a_station_with_only_an_announced_figure_is_exported_with_unknown_hours() {
    let date = "2026-12-06".parse().unwrap();
    let polling = PollingDay { date, opens_minutes: 420, closes_minutes: 540, early: false };
    let definition =
        ElectionDefinition { version: 1, days: vec![polling], ..ElectionDefinition::built_in() };
    let at = domain::hours::at_minutes(chrono_tz::Tz::UTC, date, 600);
    let announced = Announced::of_records([domain::fold::AreaFigureRecord {
        ordinal: 1,
        time: at,
        operator: "Carol".into(),
        station: Some("1804".into()),
        area: Vec::new(),
        figure: 9,
        unit: domain::event::FigureUnit::Persons,
        counts: domain::event::FigureCounts::SinceOpening,
        what: domain::event::FigureKind::Unclear,
        contest: None,
        as_of: at,
        zone: None,
        published_at: None,
        words: None,
        link: None,
    }]);
    let station = Station {
        code: "1804".into(),
        name: "School, east".into(),
        region: vec![],
        registered: Some(5),
    };
    let (holdings, notes) = (Holdings::default(), Notes::default());
    let stations: StationList = [station].into_iter().collect();
    let desk = Desk {
        holdings: &holdings,
        definitions: Definitions::of([definition]),
        stations: &stations,
        notes: &notes,
        announced: &announced,
        highest_rate: Some(3),
        now: at,
    };
    let text = String::from_utf8(hours_csv(&desk, polling).unwrap()).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].starts_with("2026-12-06,1804,\"School, east\",,yes,5,07,no,unknown,,,,0,"));
    assert!(rows[1].ends_with(",no,no,,5"), "possible never exceeds the list: {}", rows[1]);
}

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod figures;
mod settled;
mod times;

use super::*;
use crate::announced::Announced;
use crate::holdings::Holdings;
use crate::invitations::Notes;
use crate::stations::{Station, StationList};
use domain::definition::Definitions;
use domain::{ElectionDefinition, PollingDay};
use std::collections::BTreeMap;

/// What a desk is made of.
struct Made {
    holdings: Holdings,
    definition: ElectionDefinition,
    stations: StationList,
    notes: Notes,
    announced: Announced,
    highest_rate: Option<u32>,
    now: i64,
}

impl Made {
    /// With no list, no notes and no announced figure.
    fn of(holdings: Holdings, definition: ElectionDefinition, now: i64) -> Self {
        let (stations, notes) = (StationList::default(), Notes::default());
        let (announced, highest_rate) = (Announced::default(), None);
        Self { holdings, definition, stations, notes, announced, highest_rate, now }
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            holdings: &self.holdings,
            definitions: Definitions::of([self.definition.clone()]),
            stations: &self.stations,
            notes: &self.notes,
            announced: &self.announced,
            highest_rate: self.highest_rate,
            now: self.now,
        }
    }

    /// Every exported file by its name.
    fn files(&self) -> BTreeMap<String, String> {
        let text = |file: ExportFile| (file.name, String::from_utf8(file.bytes).unwrap());
        files(&self.desk()).unwrap().into_iter().map(text).collect()
    }
}

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
        ..Station::default()
    };
    let made = Made {
        stations: [station].into_iter().collect(),
        announced,
        highest_rate: Some(3),
        ..Made::of(Holdings::default(), definition, at)
    };
    let text = String::from_utf8(hours_csv(&made.desk(), polling).unwrap()).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].starts_with("2026-12-06,1804,\"School, east\",,yes,5,07,no,unknown,,,,0,"));
    assert!(rows[1].ends_with(",no,no,,5"), "possible never exceeds the list: {}", rows[1]);
}

/// Seconds of the planted taps: none in the first minute of a quarter, which exports do name.
const TAPS: [i64; 4] = [61, 187, 1_033, 2_599];

/// A phone's day with taps at known seconds, a form with a repeat, a special answer and words
/// that look like a formula.
fn played(start: i64) -> (Holdings, ElectionDefinition, PollingDay) {
    use domain::event::*;
    use domain::form::{Choice, Form, FormBody, Item, ItemKind};
    use domain::{Event, Fold, Stamped};
    let item = |number: u32, name: &str, kind, group| Item {
        number,
        name: name.into(),
        kind,
        group,
        labels: Default::default(),
        hints: Default::default(),
        choices: ["a", "b", "c"]
            .iter()
            .zip(1..)
            .map(|(name, number)| Choice {
                number,
                name: (*name).into(),
                labels: Default::default(),
                columns: Default::default(),
            })
            .filter(|_| matches!(kind, ItemKind::SelectOne | ItemKind::SelectMultiple))
            .collect(),
        relevant: None,
        constraint: None,
        constraint_messages: Default::default(),
        required: None,
        required_messages: Default::default(),
        calculation: None,
        trigger: Vec::new(),
        choice_filter: None,
        default: None,
        read_only: None,
        repeat_count: None,
        guidance: Default::default(),
        appearance: Vec::new(),
        parameters: Default::default(),
    };
    let form = Form::new(FormBody {
        name: "opening".into(),
        titles: Default::default(),
        languages: vec!["en".into()],
        items: vec![
            item(1, "room", ItemKind::Group, None),
            item(2, "seals", ItemKind::SelectMultiple, Some(1)),
            item(3, "ballots", ItemKind::Integer, Some(1)),
            item(4, "boxes", ItemKind::Repeat, None),
            item(5, "number", ItemKind::Text, Some(4)),
            item(6, "words", ItemKind::Text, None),
        ],
        label_version: None,
        tables: Vec::new(),
    })
    .unwrap();
    let stamp = |(ordinal, (at, payload))| {
        let event = Event::new(start + at, payload);
        Stamped { ordinal, boot: [1; 16], drift: 0, event }
    };
    let answer = |question, rounds: &[u32], value| {
        Payload::Answered(Answered {
            visit: 1,
            form: 1,
            form_version: 1,
            instance: 1,
            repeat_path: rounds.to_vec(),
            question,
            value,
            seen_at: None,
        })
    };
    let mut events = vec![
        (7, Payload::Arrived(Arrived { station: "=204".into(), place: Place::Inside })),
        (
            13,
            Payload::WatchStarted(WatchStarted {
                visit: 1,
                definition_version: 0,
                point: 1,
                covers: Vec::new(),
                view: ViewOfPoint::Full,
            }),
        ),
    ];
    let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    events.extend(TAPS.map(|at| (at, Payload::VoterCounted(tap.clone()))));
    events.extend([
        (2_800, answer(2, &[], Value::Chosen(vec![3, 1]))),
        (2_801, answer(3, &[], Value::Special(SpecialAnswer::RefusedToSay))),
        (2_802, answer(5, &[1], Value::Text("I".into()))),
        (
            2_803,
            Payload::RepeatAdded(RepeatAdded {
                filling: FillingRef { visit: 1, form: 1, form_version: 1, instance: 1 },
                repeat_path: Vec::new(),
                repeat: 4,
                round: 3,
            }),
        ),
        (2_803, answer(5, &[3], Value::Text("III".into()))),
        (2_804, answer(6, &[], Value::Text("'=cmd".into()))),
        (
            2_805,
            Payload::LogNoted(LogNoted {
                visit: Some(1),
                entry: EntryKind::Remark,
                text: "@here".into(),
                seen_at: None,
            }),
        ),
    ]);
    let mut fold = Fold::new();
    fold.apply(&(1..).zip(events).map(stamp).collect::<Vec<_>>());
    let mut common = Fold::new();
    let published =
        FormPublished { operator: "carol".into(), form: 1, version: 1, bytes: form.encode() };
    common.apply(&[stamp((1, (0, Payload::FormPublished(published))))]);
    let mut holdings = Holdings::default();
    holdings.common = common;
    let device = crate::holdings::Device { fold, ..Default::default() };
    holdings.put(journal::ids::JournalId([5; 16]), device);
    let date = "2026-12-06".parse().unwrap();
    let polling = PollingDay { date, opens_minutes: 420, closes_minutes: 1200, early: false };
    let definition =
        ElectionDefinition { version: 1, days: vec![polling], ..ElectionDefinition::built_in() };
    (holdings, definition, polling)
}

fn exported(start: i64) -> BTreeMap<String, String> {
    let (holdings, definition, _) = played(start);
    Made::of(holdings, definition, start + 20_000).files()
}

fn seven() -> i64 {
    domain::hours::at_minutes(chrono_tz::Tz::UTC, "2026-12-06".parse().unwrap(), 420)
}

#[test]
fn no_tap_time_is_in_any_export() {
    let start = seven();
    let files = exported(start);
    for (name, text) in &files {
        for at in TAPS {
            let at = chrono::DateTime::from_timestamp(start + at, 0).unwrap();
            for format in ["%H:%M:%S", "%H:%M", "%M:%S", "%s"] {
                let planted = at.format(format).to_string();
                assert!(!text.contains(&planted), "{name} tells {planted}");
            }
        }
    }
    let hours = &files["hours.csv"];
    assert!(hours.contains(",07,no,counted,4,"), "the taps are there, by the hour: {hours}");
    assert!(files.values().any(|text| text.contains("1=4")));
}

#[test]
fn answers_lie_as_odk_central_lays_them_out() {
    let files = exported(seven());
    let key = "uuid:05050505-0505-0505-0505-050505050505.1.1.1";
    let rows: Vec<&str> = files["odk-opening.csv"].lines().collect();
    assert_eq!(
        rows[0],
        "SubmissionDate,room-seals,room-ballots,words,meta-instanceID,KEY,SubmitterID,\
         SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,\
         FormVersion,Station,SpecialAnswers"
    );
    assert_eq!(
        rows[1],
        format!(
            "2026-12-06T07:45,c a,,''=cmd,{key},{key},,,,,,,05050505-0505-0505-0505-050505050505,\
             0,1,'=204,room-ballots=refused_to_say"
        )
    );
    let rounds: Vec<&str> = files["odk-opening-boxes.csv"].lines().collect();
    assert_eq!(rounds[0], "number,PARENT_KEY,KEY");
    let wanted = |text: &str, round: u32| format!("{text},{key},{key}/boxes[{round}]");
    assert_eq!(rounds[1..], [wanted("I", 1), wanted("III", 3)]);
    let long = &files["answers.csv"];
    assert!(long.contains(",ballots,,refused_to_say,"), "special is told apart: {long}");
}

#[test]
fn every_column_is_explained_and_taking_one_apostrophe_away_gives_back_what_was_written() {
    let files = exported(seven());
    let explained = &files["columns.csv"];
    for (name, text) in &files {
        if !name.ends_with(".csv") {
            continue;
        }
        for column in text.lines().next().unwrap().split(',') {
            assert!(explained.contains(&format!("{name},{column},")), "{name}: {column}");
        }
    }
    for text in ["'=cmd", "=1", "'", "''", "plain", "-5", " =x"] {
        let cell = safe(text);
        assert_eq!(cell.strip_prefix('\'').unwrap_or(&cell), text);
    }
    assert_eq!(exported(seven()), files, "the same record gives the same bytes");
}

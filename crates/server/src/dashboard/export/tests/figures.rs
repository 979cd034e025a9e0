//! Figures of the exports against days whose sums are known.

use super::*;
use domain::event::{
    Arrived, CountMethod, Payload, Place, TallyEntered, TallyMethod, TallyRelation, ViewOfPoint,
    VoterCounted, WatchEnded, WatchStarted,
};
use domain::{Event, Fold, Stamped};
use journal::ids::JournalId;

/// Counts so many at a point of a station from seven until nine, then keeps paper if asked.
fn observer(code: &str, point: u32, taps: i64, paper: Option<(i64, i64)>) -> Fold {
    let start = seven();
    let arrived = Arrived { station: code.into(), place: Place::Inside };
    let (covers, view) = (Vec::new(), ViewOfPoint::Full);
    let started = WatchStarted { visit: 1, definition_version: 0, point, covers, view };
    let mut events =
        vec![(start, Payload::Arrived(arrived)), (start, Payload::WatchStarted(started))];
    let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    events.extend((0..taps).map(|n| (start + 60 * n, Payload::VoterCounted(tap.clone()))));
    events.push((start + 7_200, Payload::WatchEnded(WatchEnded { watch: 2 })));
    events.extend(paper.map(|(from, to)| {
        let kept = TallyEntered {
            visit: 1,
            definition_version: 0,
            point,
            covers: Vec::new(),
            category: 1,
            from: start + from,
            to: start + to,
            persons: 50,
            method: TallyMethod::Paper,
            relation: TallyRelation::Adds,
            words: None,
        };
        (start + to, Payload::TallyEntered(kept))
    }));
    let mut fold = Fold::new();
    for (ordinal, (at, payload)) in (1..).zip(events) {
        let event = Event::new(at, payload);
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    fold
}

fn files_of(stations: &[(&str, &[&str])], folds: Vec<Fold>) -> BTreeMap<String, String> {
    let mut holdings = Holdings::default();
    for (n, fold) in (1..).zip(folds) {
        let device = crate::holdings::Device { fold, ..Default::default() };
        holdings.put(JournalId([n; 16]), device);
    }
    let date = "2026-12-06".parse().unwrap();
    let polling = PollingDay { date, opens_minutes: 420, closes_minutes: 1200, early: false };
    let definition = ElectionDefinition { days: vec![polling], ..ElectionDefinition::built_in() };
    let station = |(code, region): &(&str, &[&str])| Station {
        code: (*code).to_owned(),
        region: region.iter().map(|name| (*name).to_owned()).collect(),
        ..Station::default()
    };
    let stations = stations.iter().map(station).collect();
    Made { stations, ..Made::of(holdings, definition, seven() + 5 * 3_600) }.files()
}

/// A column of the rows whose first columns are these.
fn cells(text: &str, begins: &str, column: &str) -> Vec<String> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let place = rows.headers().unwrap().iter().position(|name| name == column).unwrap();
    let fits =
        |row: &csv::StringRecord| row.iter().collect::<Vec<_>>().join(",").starts_with(begins);
    let rows = rows.records().map(Result::unwrap).filter(fits);
    rows.map(|row| row[place].to_owned()).collect()
}

#[test]
fn a_tally_over_two_hours_is_an_empty_cell_in_both() {
    // From half past nine until eleven.
    let paper = Some((9_000, 14_400));
    let files = files_of(&[("1804", &[])], vec![observer("1804", 1, 30, paper)]);
    let hours = &files["point_hours.csv"];
    let at = |hour: &str, column| {
        let row = format!("2026-12-06,1804,1,ballot_desk,yes,2026-12-06T{hour}:00");
        cells(hours, &row, column)
    };
    for hour in ["09", "10"] {
        assert_eq!(at(hour, "tallied"), [""], "in the day, and in neither hour");
        assert_eq!(at(hour, "tallied_beyond"), ["yes"]);
    }
    assert_eq!(
        (at("09", "tallied_minutes"), at("10", "tallied_minutes")),
        (vec!["30".to_owned()], vec!["60".to_owned()],)
    );
    assert_eq!(
        (at("08", "tallied"), at("08", "tallied_beyond")),
        (vec![String::new()], vec!["no".to_owned()],)
    );
    assert_eq!(cells(&files["points.csv"], "2026-12-06,1804,1,", "tallied"), ["50"]);
    // Within one hour it is that hour's; over time that was watched it is nobody's.
    let files = files_of(
        &[("1804", &[]), ("1805", &[])],
        vec![
            observer("1804", 1, 30, Some((9_000, 10_800))),
            observer("1805", 1, 30, Some((3_600, 7_200))),
        ],
    );
    let tallied = |row| cells(&files["point_hours.csv"], row, "tallied");
    assert_eq!(tallied("2026-12-06,1804,1,ballot_desk,yes,2026-12-06T09:00"), ["50"]);
    assert_eq!(tallied("2026-12-06,1805,1,ballot_desk,yes,2026-12-06T08:00"), [""]);
}

#[test]
fn a_region_has_a_total_by_kind_of_point_at_every_level() {
    let stations: [(&str, &[&str]); 4] = [
        ("1", &["East", "Lake"]),
        ("2", &["East", "Lake"]),
        ("3", &["East", "Hill"]),
        ("4", &["West"]),
    ];
    let folds = vec![
        observer("1", 1, 10, None),
        observer("2", 4, 70, None),
        observer("3", 1, 20, Some((7_200, 10_800))),
        observer("4", 1, 5, None),
    ];
    let files = files_of(&stations, folds);
    let rows: Vec<&str> = files["regions.csv"].lines().skip(1).collect();
    // From seven until noon three hours of each were not watched, of the third two.
    assert_eq!(
        rows,
        [
            "2026-12-06,0,,ballot_desk,3,85,480",
            "2026-12-06,0,,building_entrance,1,70,180",
            "2026-12-06,1,East,ballot_desk,2,80,300",
            "2026-12-06,1,East,building_entrance,1,70,180",
            "2026-12-06,1,West,ballot_desk,1,5,180",
            "2026-12-06,2,East / Hill,ballot_desk,1,70,120",
            "2026-12-06,2,East / Lake,ballot_desk,1,10,180",
            "2026-12-06,2,East / Lake,building_entrance,1,70,180",
        ]
    );
}

#![allow(clippy::unwrap_used)]

use super::*;

fn new() -> NewElection {
    NewElection {
        name: "Early \"election\", 6 December".into(),
        dates: vec!["2026-12-06".into(), "2026-12-20".into()],
        timezone: "Asia/Almaty".into(),
        opens: "07:00".into(),
        closes: "20:00".into(),
        languages: vec!["kk".into(), "ru".into(), "en".into()],
        practice: false,
        addresses: vec!["hq.example".into(), "192.0.2.7:443".into(), "2001:db8::1".into()],
    }
}

fn error(text: &str) -> FileError {
    ElectionFile::parse(text).unwrap_err()
}

#[test]
fn what_init_writes_is_what_apply_reads() {
    let file = ElectionFile::parse(&text_of(&new())).unwrap();
    assert_eq!(file.definition.name, "Early \"election\", 6 December");
    assert_eq!(file.definition.days.len(), 2);
    assert_eq!(file.definition.days[0].closes_minutes, 20 * 60);
    assert_eq!(file.definition.categories, ElectionDefinition::built_in().categories);
    assert_eq!(file.definition.points, ElectionDefinition::built_in().points);
    assert_eq!(file.addresses, ["hq.example:7443", "192.0.2.7:443", "[2001:db8::1]:7443"]);
    assert_eq!(file.definition.highest_rate_per_minute, Some(3));
}

#[test]
fn a_station_that_closes_after_midnight_closes_on_the_next_date() {
    let late = NewElection { closes: "01:30".into(), ..new() };
    let file = ElectionFile::parse(&text_of(&late)).unwrap();
    assert_eq!(file.definition.days[0].closes_minutes, 25 * 60 + 30);
}

#[test]
fn errors_name_line_and_column() {
    let good = text_of(&new());
    let zone = error(&good.replace("Asia/Almaty", "Asia/Nowhere"));
    let line = good.lines().position(|line| line.starts_with("timezone")).unwrap() + 1;
    assert_eq!((zone.line, zone.column), (line, 12));
    assert!(zone.to_string().contains("Asia/Nowhere"));

    let unknown = error(&good.replace("practice =", "practise ="));
    assert!(unknown.reason.contains("practise"), "{unknown}");
    let syntax = error(&good.replace("number = 2", "number = "));
    let line = good.lines().position(|line| line == "number = 2").unwrap() + 1;
    assert_eq!(syntax.line, line);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let good = text_of(&new());
    for (from, to, reason) in [
        ("2026-12-20", "2026-12-06", "in order"),
        ("2026-12-20", "20.12.2026", "no date"),
        ("opens = \"07:00\"", "opens = \"7 am\"", "time of day"),
        ("role = \"outside\"", "role = \"aside\"", "none of"),
        ("role = \"adds\"", "role = \"part\"", "adds to the total"),
        ("number = 2", "number = 1", "twice"),
        ("number = 2", "number = 0", "begin with 1"),
        ("kind = \"box\"", "kind = \"urn\"", "none of"),
        ("hq.example", "hq example", "no address"),
        ("\"kk\"", "\"Kazakh\"", "language code"),
        ("highest_rate_per_minute = 3", "highest_rate_per_minute = 0", "rate"),
    ] {
        assert!(good.contains(from), "{from}");
        let error = error(&good.replace(from, to));
        assert!(error.reason.contains(reason), "{error}");
    }
}

#[test]
fn a_number_keeps_its_meaning() {
    let before = ElectionFile::parse(&text_of(&new())).unwrap().definition;
    let mut renamed = before.clone();
    renamed.categories[0].code = "person".into();
    assert!(may_follow(&before, &renamed).unwrap_err().contains("category 1"));
    let mut moved = before.clone();
    moved.points[0].kind = PointKind::Box;
    assert!(may_follow(&before, &moved).is_err());
    let mut more = before.clone();
    more.name = "Another name".into();
    more.categories.pop();
    assert_eq!(may_follow(&before, &more), Ok(()));
    let practice = ElectionDefinition { practice: true, ..before.clone() };
    assert!(may_follow(&before, &practice).is_err());
}

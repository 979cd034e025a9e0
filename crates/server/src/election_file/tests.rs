#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

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
    assert!(may_follow([&before], &renamed).unwrap_err().contains("category 1"));
    let mut moved = before.clone();
    moved.points[0].kind = PointKind::Box;
    assert!(may_follow([&before], &moved).is_err());
    let mut more = before.clone();
    more.name = "Another name".into();
    more.categories.pop();
    assert_eq!(may_follow([&before], &more), Ok(()));
    let practice = ElectionDefinition { practice: true, ..before.clone() };
    assert!(may_follow([&before], &practice).is_err());
}

/// Every shipped definition, by file name.
const SHIPPED: [(&str, &str); 3] = [
    ("practice", PRACTICE),
    ("kazakhstan", include_str!("../../elections/kazakhstan.toml")),
    ("kosovo-2013", include_str!("../../elections/kosovo-2013.toml")),
];

#[test]
fn nothing_is_wrong_with_the_shipped_definitions_and_they_have_all_parts() {
    for (name, text) in SHIPPED {
        let read = ElectionFile::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let definition = read.definition;
        assert_eq!(definition.practice, name == "practice", "{name}");
        assert!(definition.schedule.len() >= 8 && definition.incident_kinds.len() >= 10, "{name}");
        let again = ElectionDefinition::decode(&definition.encode()).unwrap();
        assert_eq!(again, definition, "{name}");
        let unsure = text.contains("UNVERIFIED EXAMPLE");
        assert_eq!(unsure, name != "practice", "{name} says what it is");
    }
}

/// A wrong word in each part of what people begin from, and what they are told of it.
#[test]
fn a_wrong_word_in_a_shipped_definition_is_told_with_its_line_and_column() {
    let wrong = [
        ("timezone = \"", "timezone = \"Mars/"),
        ("opens = \"", "opens = \"99"),
        ("role = \"", "role = \"no_"),
        ("kind = \"", "kind = \"no_"),
        ("gravity = \"", "gravity = \"very_"),
        ("phase = \"", "phase = \"no_"),
        ("due = \"", "due = \"no "),
        ("[[schedule]]\n", "[[schedules]]\n"),
    ];
    let mut said = String::new();
    for (name, text) in SHIPPED {
        for (from, to) in wrong {
            assert!(text.contains(from), "{name}: {from}");
            let error = error(&text.replacen(from, to, 1));
            said.push_str(&format!("{name}: {error}\n"));
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_new_election_begins_with_the_schedule_of_the_practice_election() {
    let begun = ElectionFile::parse(&text_of(&new())).unwrap().definition;
    let practice = ElectionFile::parse(PRACTICE).unwrap().definition;
    assert_eq!(begun.schedule, practice.schedule);
    assert_eq!(begun.incident_kinds, practice.incident_kinds);
    assert!(!begun.practice);
}

/// The first row of the practice schedule and the parts beside it, small enough to break.
const SMALL: &str = r#"name = "Small"
practice = false
timezone = "Asia/Almaty"
languages = ["kk"]
addresses = ["hq.example"]
switched_on = ["count", "checklists", "log"]

[[day]]
date = "2026-12-05"
opens = "09:00"
closes = "17:00"
early = true

[[day]]
date = "2026-12-06"
opens = "07:00"
closes = "20:00"

[[category]]
number = 1
code = "voter"
role = "adds"

[[point]]
number = 1
kind = "box"

[[contest]]
number = 1
candidate = [{ number = 1 }, { number = 2 }]

[[incident]]
number = 1
code = "seals"
gravity = "serious"
article = "art. 1"

[limits]
quiet_minutes = 15

[[schedule]]
number = 1
code = "form"
phase = "opening"
task = "fill_form"
form = "opening"
opens = "opening - 1h30m"
due = "opening + 15m"
late = "12:00"
every = "1h"
until = "closing - 30m"
only_if = ["admitted", "main_day"]
"#;

#[test]
fn a_small_definition_reads_as_it_stands() {
    use domain::definition::{Anchor, Feature, Repeat, When};
    let read = ElectionFile::parse(SMALL).unwrap().definition;
    let row = &read.schedule[0];
    assert_eq!(row.opens, When { anchor: Anchor::Opening, minutes: -90 });
    assert_eq!(row.late, When { anchor: Anchor::Midnight, minutes: 720 });
    let until = When { anchor: Anchor::Closing, minutes: -30 };
    assert_eq!(row.repeat, Some(Repeat { every_minutes: 60, until }));
    assert_eq!((read.days[0].early, read.days[1].early), (true, false));
    assert_eq!(read.contests[0].candidates.iter().map(|it| it.number).sum::<u32>(), 3);
    let incident = &read.incident_kinds[0];
    assert_eq!((incident.number, incident.code.as_str()), (1, "seals"));
    assert_eq!(incident.gravity, domain::definition::Gravity::Serious);
    assert_eq!(incident.article.as_deref(), Some("art. 1"));
    assert!(read.is_on(Feature::Count) && !read.is_on(Feature::Turnout));
}

/// Every message a broken file gives, with its place: the snapshot is what people read.
#[test]
fn every_fault_is_told_with_line_column_and_reason() {
    let broken = [
        ("\"09:00\"", "\"nine\""),
        ("early = true", "early = 1"),
        (
            "date = \"2026-12-06\"\nopens = \"07:00\"\ncloses = \"20:00\"",
            "date = \"2026-12-06\"\nopens = \"07:00\"\ncloses = \"20:00\"\nearly = true",
        ),
        ("\"log\"]", "\"logs\"]"),
        ("\"log\"]", "\"count\"]"),
        ("\"checklists\", ", ""),
        ("{ number = 2 }", "{ number = 1 }"),
        ("gravity = \"serious\"", "gravity = \"severe\""),
        ("article = \"art. 1\"", "article = \" \""),
        ("quiet_minutes = 15", "quiet_minutes = 1"),
        ("quiet_minutes = 15", "quite_minutes = 15"),
        ("code = \"form\"", "code = \"Form\""),
        ("phase = \"opening\"", "phase = \"dawn\""),
        ("task = \"fill_form\"", "task = \"fill\""),
        ("form = \"opening\"\n", ""),
        ("form = \"opening\"", "form = \"\""),
        ("task = \"fill_form\"", "task = \"count\""),
        ("\"opening - 1h30m\"", "\"sunrise\""),
        ("\"opening - 1h30m\"", "\"opening minus 1h\""),
        ("\"opening - 1h30m\"", "\"opening - 90\""),
        ("\"opening - 1h30m\"", "\"opening - 40h\""),
        ("\"opening - 1h30m\"", "\"opening + 30m\""),
        ("late = \"12:00\"", "late = \"25:00\""),
        ("late = \"12:00\"", "late = \"opening\""),
        ("every = \"1h\"", "every = \"5m\""),
        ("every = \"1h\"\n", ""),
        ("\"main_day\"]", "\"sunny\"]"),
        ("\"main_day\"]", "\"admitted\"]"),
        ("\"main_day\"]", "\"main_day\", \"early_day\"]"),
        ("only_if", "only if"),
        ("[[schedule]]\nnumber = 1", "[[schedule]]\nnumber = 0"),
        ("name = \"Small\"", "name = \"\""),
    ];
    let said: Vec<String> = broken
        .iter()
        .map(|(from, to)| {
            assert!(SMALL.contains(from), "{from}");
            error(&SMALL.replacen(from, to, 1)).to_string()
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_incident_keeps_its_number() {
    let before = ElectionFile::parse(SMALL).unwrap().definition;
    let mut after = before.clone();
    after.incident_kinds[0].code = "violence".into();
    assert!(may_follow([&before], &after).unwrap_err().contains("incident 1"));
}

#[test]
fn a_number_given_up_is_not_given_to_something_else_later() {
    let mut first = ElectionFile::parse(&text_of(&new())).unwrap().definition;
    first.incident_kinds = ElectionFile::parse(SMALL).unwrap().definition.incident_kinds;
    let president = Contest { number: 1, names: names("President"), candidates: Vec::new() };
    first.contests = vec![president];
    let mut second = first.clone();
    second.incident_kinds.clear();
    second.contests.clear();
    second.categories.truncate(1);
    assert_eq!(may_follow([&first], &second), Ok(()), "a number may be given up");
    let refused = |change: fn(&mut ElectionDefinition)| {
        let mut third = first.clone();
        change(&mut third);
        assert!(may_follow([&second], &third).is_ok(), "the version before has no such number");
        may_follow([&first, &second], &third).unwrap_err()
    };
    let said = refused(|third| third.incident_kinds[0].code = "violence".into());
    assert!(said.contains("incident 1"), "{said}");
    let said = refused(|third| third.categories[1].code = "a_dog".into());
    assert!(said.contains("category 2"), "{said}");
    let said = refused(|third| third.contests[0].names = names("Mayor"));
    assert!(said.contains("contest 1"), "{said}");
    // The same ones may come back.
    assert_eq!(may_follow([&first, &second], &first), Ok(()));
}

fn names(english: &str) -> domain::definition::Texts {
    [("en".to_owned(), english.to_owned())].into()
}

#[test]
fn a_contest_and_its_candidates_keep_their_numbers() {
    let candidate = |name| Candidate { number: 1, names: names(name) };
    let contest = |name, who| Contest { number: 1, names: names(name), candidates: vec![who] };
    let of =
        |contest| ElectionDefinition { contests: vec![contest], ..ElectionDefinition::built_in() };
    let before = of(contest("President", candidate("Aruzhan")));
    let mayor = of(contest("Mayor", candidate("Aruzhan")));
    assert!(may_follow([&before], &mayor).unwrap_err().contains("contest 1"));
    let other = of(contest("President", candidate("Bakyt")));
    assert!(may_follow([&before], &other).unwrap_err().contains("candidate 1"));
    // A name in one more language, and one mended in another, is the same contest.
    let mut more = before.clone();
    more.contests[0].names.insert("kk".into(), "Президент".into());
    assert_eq!(may_follow([&before], &more), Ok(()));
    let mut mended = more.clone();
    mended.contests[0].names.insert("en".into(), "The President".into());
    assert_eq!(may_follow([&more], &mended), Ok(()));
}

#[test]
fn nothing_nested_or_long_without_end_is_taken_or_waited_for() {
    let deep = 50_000;
    for text in [
        format!("name = {}", "[".repeat(deep)),
        format!("name = {}", "{a=".repeat(deep)),
        format!("{}x = 1", "a.".repeat(deep)),
        format!("[{}x]", "a.".repeat(deep)),
        "[[incident]]\n".repeat(deep),
        format!("name = \"{}\"", "\\u0041".repeat(deep)),
    ] {
        let error = ElectionFile::parse(&text).unwrap_err();
        assert!(error.line >= 1 && error.column >= 1, "{error}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_definition_or_an_error_with_a_place(text in "(?s).{0,300}") {
        if let Err(error) = ElectionFile::parse(&text) {
            proptest::prop_assert!(error.line >= 1 && error.column >= 1);
        }
    }

    #[test]
    fn a_definition_with_a_piece_replaced_is_a_definition_or_an_error_with_a_place(
        from in proptest::prelude::any::<proptest::sample::Index>(),
        length in 0_usize..12,
        piece in "[ -~а-яәқ\\n\"\\[\\]={}+\\-hm0-9]{0,8}",
    ) {
        let chars: Vec<char> = SMALL.chars().collect();
        let from = from.index(chars.len());
        let to = (from + length).min(chars.len());
        let text: String =
            chars[..from].iter().copied().chain(piece.chars()).chain(chars[to..].to_vec()).collect();
        if let Err(error) = ElectionFile::parse(&text) {
            let lines = text.matches('\n').count() + 1;
            proptest::prop_assert!((1..=lines).contains(&error.line), "{}", error);
        }
    }
}

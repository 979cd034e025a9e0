//! What a filling comes to stands in the exports, and what fell out of it does not.

use super::*;
use domain::event::{
    Answered, Arrived, FillingRef, FormPublished, Payload, Place, RepeatAdded, RepeatRemoved, Value,
};
use domain::form::{Choice, Form, FormBody, Item, ItemKind};
use domain::{Event, Fold, Stamped};

const DEVICE: &str = "05050505-0505-0505-0505-050505050505";

/// Votes of candidates, their sum, a choice that has a default, and what is asked after another.
fn form() -> Form {
    let choice = |(number, name): (u32, &str)| Choice {
        number,
        name: name.into(),
        labels: BTreeMap::new(),
        columns: BTreeMap::new(),
    };
    let body = FormBody {
        name: "counting".into(),
        titles: BTreeMap::new(),
        languages: vec!["en".into()],
        items: vec![
            Item::new(1, "begun", ItemKind::Start),
            Item::new(2, "device", ItemKind::DeviceId),
            Item::new(3, "candidate", ItemKind::Repeat),
            Item { group: Some(3), ..Item::new(4, "votes", ItemKind::Integer) },
            Item {
                calculation: Some("sum(${votes}) - 100".into()),
                ..Item::new(5, "over", ItemKind::Calculate)
            },
            Item {
                default: Some("'whole'".into()),
                choices: [(1, "whole"), (2, "broken")].map(choice).into(),
                ..Item::new(6, "seal", ItemKind::SelectOne)
            },
            Item {
                relevant: Some("${seal} = 'broken'".into()),
                ..Item::new(7, "why", ItemKind::Text)
            },
            Item { default: Some("'dry'".into()), ..Item::new(8, "ink", ItemKind::Text) },
        ],
        label_version: None,
        tables: Vec::new(),
    };
    Form::new(body).unwrap()
}

/// Alice answers, adds a candidate twice over and takes the second out again.
fn exported() -> BTreeMap<String, String> {
    let start = seven();
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
            seen_at: Some(start + 1_000),
        })
    };
    let filling = FillingRef { visit: 1, form: 1, form_version: 1, instance: 1 };
    let (repeat_path, repeat, round) = (Vec::new(), 3, 2);
    let added =
        RepeatAdded { filling: filling.clone(), repeat_path: repeat_path.clone(), repeat, round };
    let removed = RepeatRemoved { filling, repeat_path, repeat, round };
    let events = [
        (7, Payload::Arrived(Arrived { station: "204".into(), place: Place::Inside })),
        (2_800, answer(4, &[1], Value::Integer(10))),
        (2_801, Payload::RepeatAdded(added)),
        (2_802, answer(4, &[2], Value::Integer(10))),
        (2_803, Payload::RepeatRemoved(removed)),
        (2_804, answer(6, &[], Value::Chosen(vec![2]))),
        (2_805, answer(7, &[], Value::Text("torn".into()))),
        (2_806, answer(6, &[], Value::Cleared)),
    ];
    let mut fold = Fold::new();
    fold.apply(&(1..).zip(events).map(stamp).collect::<Vec<_>>());
    let (operator, bytes) = ("carol".into(), form().encode());
    let published = FormPublished { operator, form: 1, version: 1, bytes };
    let mut holdings = Holdings::default();
    holdings.common = Fold::new();
    holdings.common.apply(&[stamp((1, (0, Payload::FormPublished(published))))]);
    let device = crate::holdings::Device { fold, ..Default::default() };
    holdings.put(journal::ids::JournalId([5; 16]), device);
    Made::of(holdings, ElectionDefinition::built_in(), start + 20_000).files()
}

/// The first row of a file by its columns.
fn first(text: &str) -> BTreeMap<String, String> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    rows.deserialize().next().unwrap().unwrap()
}

#[test]
fn what_the_form_computes_stands_in_its_column() {
    let row = first(&exported()["odk-counting.csv"]);
    assert_eq!(row["over"], "-90", "a number, and no text that was made safe");
    assert_eq!(row["device"], DEVICE);
    assert_eq!(row["begun"], "2026-12-06T07:45:00.000+00:00", "by the quarter hour");
}

#[test]
fn a_default_left_as_it_stood_and_a_calculation_are_in_the_export() {
    let row = first(&exported()["odk-counting.csv"]);
    assert_eq!((row["ink"].as_str(), row["over"].as_str()), ("dry", "-90"));
    assert_eq!(row["seal"], "", "what was taken back is no default again");
}

#[test]
fn a_removed_round_and_a_question_not_asked_are_in_no_sheet() {
    let files = exported();
    let rounds: Vec<&str> = files["odk-counting-candidate.csv"].lines().skip(1).collect();
    let key = format!("uuid:{DEVICE}.1.1.1");
    assert_eq!(rounds, [format!("10,{key},{key}/candidate[1]")]);
    assert_eq!(first(&files["odk-counting.csv"])["why"], "");
    let answers = &files["answers.csv"];
    let stands = |part: &str| answers.lines().find(|line| line.contains(part)).unwrap();
    assert!(stands(",1,votes,10,").contains(",yes,2026-12-06T07:45,2026-12-06T07:15,"));
    assert!(stands(",2,votes,10,").contains(",no,"), "kept and told apart: {answers}");
    assert!(stands(",why,torn,").contains(",no,"));
}

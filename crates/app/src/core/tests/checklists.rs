//! Rounds, filtered choices, every kind of answer, finished and opened again.

use std::collections::BTreeMap;

use domain::Payload;
use domain::event::FormPublished;
use domain::form::{Choice, Form, FormBody, Item, ItemKind};

use super::fixture::Bench;
use super::*;
use crate::api::{ChecklistChange, ChecklistView, ItemShape, ItemView};

fn texts(text: &str) -> domain::definition::Texts {
    [("kk".to_owned(), text.to_owned())].into()
}

fn item(number: u32, name: &str, kind: ItemKind) -> Item {
    Item { labels: texts(name), ..Item::new(number, name, kind) }
}

fn choice((number, name, region): (u32, &str, &str)) -> Choice {
    let columns: BTreeMap<String, String> = [("region".to_owned(), region.to_owned())].into();
    Choice { number, name: name.into(), labels: texts(name), columns }
}

fn inside(number: u32, name: &str, kind: ItemKind) -> Item {
    Item { group: Some(1), ..item(number, name, kind) }
}

/// Ballot boxes as rounds, and one question of each kind.
pub fn boxes() -> Payload {
    let regions = [(1, "north", ""), (2, "south", "")].map(choice).to_vec();
    let towns = [(1, "aral", "south"), (2, "pavlodar", "north"), (3, "tobol", "north")];
    let towns = towns.map(choice).to_vec();
    let items = vec![
        item(1, "box", ItemKind::Repeat),
        Item { required: Some("true()".into()), ..inside(2, "seal", ItemKind::Text) },
        inside(3, "ballots", ItemKind::Integer),
        Item { calculation: Some("sum(${ballots})".into()), ..item(4, "all", ItemKind::Calculate) },
        Item { labels: texts("Барлығы **${all}**"), ..item(5, "told", ItemKind::Note) },
        Item { choices: regions, ..item(6, "region", ItemKind::SelectOne) },
        Item {
            choices: towns.clone(),
            choice_filter: Some("region = ${region}".into()),
            ..item(7, "town", ItemKind::SelectOne)
        },
        Item { calculation: Some("once(now())".into()), ..item(8, "stamp", ItemKind::Calculate) },
        Item { labels: texts("${stamp}"), ..item(9, "stamped", ItemKind::Note) },
        item(10, "score", ItemKind::Range),
        Item { choices: towns, ..item(11, "order", ItemKind::Rank) },
        item(12, "day", ItemKind::Date),
        item(13, "hour", ItemKind::Time),
        item(14, "both", ItemKind::DateTime),
        item(15, "place", ItemKind::Geopoint),
        item(16, "photo", ItemKind::Image),
        item(17, "read", ItemKind::Acknowledge),
        item(18, "code", ItemKind::Barcode),
        Item {
            calculation: Some("sum(${ballots})".into()),
            required: Some("true()".into()),
            ..item(19, "sum", ItemKind::Integer)
        },
        Item {
            read_only: Some("true()".into()),
            required: Some("true()".into()),
            ..item(20, "shown", ItemKind::Text)
        },
    ];
    let body = FormBody {
        name: "boxes".into(),
        titles: texts("Жәшіктер"),
        languages: vec!["kk".into()],
        items,
        label_version: None,
        tables: Vec::new(),
    };
    let bytes = Form::new(body).unwrap().encode();
    Payload::FormPublished(FormPublished { operator: "Carol".into(), form: 2, version: 1, bytes })
}

fn begun() -> Bench {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench
}

fn view(bench: &Bench) -> ChecklistView {
    bench.checklist(Query::Checklist { form: 2, instance: 1 })
}

fn try_give(bench: &Bench, path: &[u32], question: u32, given: Given) -> Result<Reply, ErrorCode> {
    let reply = bench.core.execute(Command::Answer {
        form: 2,
        instance: 1,
        path: path.to_vec(),
        question,
        given,
        seen_at: None,
        since_touch_ms: 0,
    });
    reply.map_err(|error| error.code)
}

fn give(bench: &Bench, path: &[u32], question: u32, given: Given) -> ChecklistView {
    match try_give(bench, path, question, given) {
        Ok(Reply::Checklist { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn change(bench: &Bench, change: ChecklistChange) -> Result<ChecklistView, ErrorCode> {
    let change = Command::ChangeChecklist { form: 2, instance: 1, change, since_touch_ms: 0 };
    match bench.core.execute(change) {
        Ok(Reply::Checklist { view }) => Ok(view),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.code),
    }
}

fn text(text: &str) -> Given {
    Given::Text { text: text.into() }
}

fn number(text: &str) -> Given {
    Given::Number { text: text.into() }
}

fn found<'v>(view: &'v ChecklistView, name: &str, path: &[u32]) -> &'v ItemView {
    view.items.iter().find(|item| item.name == name && item.path == path).unwrap()
}

#[test]
fn a_repeat_grows_and_shrinks_and_texts_are_filled_by_the_core() {
    let mut bench = begun();
    assert!(matches!(
        found(&view(&bench), "box", &[1]).shape,
        ItemShape::Round { position: 1, of: 1, removable: true }
    ));
    give(&bench, &[1], 3, number("120"));
    let add = ChecklistChange::AddRound { path: vec![], repeat: 1 };
    change(&bench, add.clone()).unwrap();
    let now = give(&bench, &[2], 3, number("30"));
    assert_eq!(found(&now, "told", &[]).label.0["kk"], "Барлығы **150**");
    assert!(now.items.iter().all(|item| item.name != "all"), "computed rows are not sent");
    change(&bench, ChecklistChange::RemoveRound { path: vec![1], repeat: 1 }).unwrap();
    bench.killed();
    bench.unlock();
    let now = view(&bench);
    assert_eq!(found(&now, "told", &[]).label.0["kk"], "Барлығы **30**");
    assert_eq!(try_give(&bench, &[1], 3, number("1")), Err(ErrorCode::NoSuchQuestion));
    let again = change(&bench, add).unwrap();
    assert_eq!(found(&again, "ballots", &[3]).given, Given::Empty, "a number is not used twice");
    let gone = ChecklistChange::RemoveRound { path: vec![1], repeat: 1 };
    assert_eq!(change(&bench, gone), Err(ErrorCode::NoSuchQuestion));
}

#[test]
fn only_offered_choices_come_and_one_chosen_before_is_marked() {
    let bench = begun();
    let names = |view: &ChecklistView| match &found(view, "town", &[]).shape {
        ItemShape::SelectOne { choices } => {
            choices.iter().map(|one| (one.name.clone(), one.offered)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert!(names(&view(&bench)).is_empty(), "no region, no town");
    give(&bench, &[], 6, Given::One { choice: 1 });
    let north = give(&bench, &[], 7, Given::One { choice: 3 });
    assert_eq!(names(&north), [("pavlodar".into(), true), ("tobol".into(), true)]);
    let south = give(&bench, &[], 6, Given::One { choice: 2 });
    assert_eq!(names(&south), [("aral".into(), true), ("tobol".into(), false)]);
    assert!(matches!(found(&south, "town", &[]).constraint, ConstraintState::Broken { .. }));
}

#[test]
fn every_kind_takes_its_own_answer_and_no_other() {
    let bench = begun();
    let fits = [
        (10, number("4")),
        (11, Given::Many { choices: vec![3, 1, 2] }),
        (12, text("2026-11-23")),
        (13, text("07:30")),
        (14, text("2026-11-23T07:30")),
        (15, text("43.25 76.95")),
        (16, Given::Special { special: SpecialAnswer::NotAllowed }),
        (17, text("OK")),
        (18, text("0012345")),
    ];
    for (question, given) in fits {
        let now = give(&bench, &[], question, given.clone());
        let item = now.items.iter().find(|item| item.number == question).unwrap();
        assert_eq!(item.given, given, "{question}");
    }
    let unfit = [
        (10, text("four")),
        (11, Given::Many { choices: vec![9] }),
        (12, text("23.11.2026")),
        (13, text("25:99")),
        (15, text("somewhere")),
        (15, text("91 0")),
        (16, text("IMG_1.jpg")),
        (17, text("yes")),
        (3, Given::One { choice: 1 }),
    ];
    for (question, given) in unfit {
        let path: &[u32] = if question == 3 { &[1] } else { &[] };
        let refused = try_give(&bench, path, question, given);
        assert_eq!(refused, Err(ErrorCode::AnswerDoesNotFit), "{question}");
    }
    for nobody in [4, 5, 99] {
        assert_eq!(try_give(&bench, &[], nobody, number("1")), Err(ErrorCode::NoSuchQuestion));
    }
}

#[test]
fn every_kind_of_question_takes_every_special_answer() {
    let bench = begun();
    let specials = [
        SpecialAnswer::DidNotSee,
        SpecialAnswer::NotAllowed,
        SpecialAnswer::Refused,
        SpecialAnswer::NotApplicable,
    ];
    let questions = [2, 3, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18];
    for question in questions {
        let path: &[u32] = if question < 4 { &[1] } else { &[] };
        let given = |view: &ChecklistView| {
            view.items.iter().find(|item| item.number == question).unwrap().given.clone()
        };
        for special in specials {
            let now = give(&bench, path, question, Given::Special { special });
            assert_eq!(given(&now), Given::Special { special }, "{question}");
        }
        let now = give(&bench, path, question, Given::Empty);
        assert_eq!(given(&now), Given::Empty, "{question}: empty is none of them");
    }
}

#[test]
fn an_answer_keeps_when_it_was_seen_and_when_it_was_written() {
    let bench = begun();
    bench.pass(45 * 60);
    let answer = |seen_at: Option<&str>| Command::Answer {
        form: 2,
        instance: 1,
        path: Vec::new(),
        question: 18,
        given: text("0012345"),
        seen_at: seen_at.map(Into::into),
        since_touch_ms: 0,
    };
    let times = |seen_at| {
        let now = bench.checklist_of(bench.core.execute(answer(seen_at)));
        let item = found(&now, "code", &[]);
        (item.seen_at.clone().unwrap(), item.written_at.clone().unwrap())
    };
    let (seen, written) = times(Some("08:10"));
    assert_eq!(seen, "2026-11-23T08:10:00");
    assert_eq!(written, "2026-11-23T08:45:00");
    let (seen, written) = times(None);
    assert_eq!((seen.as_str(), written.as_str()), ("2026-11-23T08:45:00", "2026-11-23T08:45:00"));
}

#[test]
fn a_range_says_what_a_step_gives() {
    let bench = begun();
    let range = |view: &ChecklistView| match found(view, "score", &[]).shape.clone() {
        ItemShape::Range { lower, higher, marks, permille, .. } => (lower, higher, marks, permille),
        other => panic!("{other:?}"),
    };
    let (lower, higher, marks, _) = range(&view(&bench));
    assert_eq!((lower, higher, marks.len()), (None, Some("1".into()), 10));
    let (lower, higher, _, permille) = range(&give(&bench, &[], 10, number("10")));
    assert_eq!((lower, higher, permille), (Some("9".into()), None, 1000));
}

#[test]
fn a_moment_taken_once_is_written_and_stays() {
    let bench = begun();
    give(&bench, &[], 12, text("2026-11-23"));
    let first = found(&view(&bench), "stamped", &[]).label.clone();
    assert!(first.0["kk"].starts_with("2026-11-23T08:00"), "{first:?}");
    bench.pass(3_600);
    let later = give(&bench, &[], 12, text("2026-11-22"));
    assert_eq!(found(&later, "stamped", &[]).label, first);
}

#[test]
fn a_moment_a_form_takes_is_the_corrected_one() {
    let bench = begun();
    super::figures::clock_is_two_hours_slow(&bench);
    give(&bench, &[], 12, text("2026-11-23"));
    let taken = found(&view(&bench), "stamped", &[]).label.clone();
    assert!(taken.0["kk"].starts_with("2026-11-23T10:00"), "{taken:?}");
}

#[test]
fn a_finished_checklist_takes_no_answer_until_it_is_opened_again_with_a_reason() {
    let bench = begun();
    assert_eq!(
        change(&bench, ChecklistChange::Finish),
        Err(ErrorCode::RequiredOpen { n: 1 }),
        "why there is no seal number can be said, and must be"
    );
    give(&bench, &[1], 2, Given::Special { special: SpecialAnswer::DidNotSee });
    let done = change(&bench, ChecklistChange::Finish).unwrap();
    assert!(done.summary.finished.is_some());
    assert!(found(&done, "seal", &[1]).read_only);
    assert!(done.items.iter().all(|item| item.shape != ItemShape::AddRound));
    let refused = try_give(&bench, &[1], 2, text("A1"));
    assert_eq!(refused, Err(ErrorCode::ChecklistFinished));
    let add = ChecklistChange::AddRound { path: vec![], repeat: 1 };
    assert_eq!(change(&bench, add), Err(ErrorCode::ChecklistFinished));
    let reopen = |reason: &str| change(&bench, ChecklistChange::Reopen { reason: reason.into() });
    assert_eq!(reopen("  "), Err(ErrorCode::AnswerDoesNotFit));
    assert!(reopen("the seal came to light").unwrap().summary.finished.is_none());
    assert_eq!(found(&give(&bench, &[1], 2, text("A1")), "seal", &[1]).given, text("A1"));
}

#[test]
fn what_is_computed_or_only_shown_takes_no_answer_and_is_not_waited_for() {
    let bench = begun();
    let before = view(&bench);
    for name in ["sum", "shown"] {
        let item = found(&before, name, &[]);
        assert_eq!((item.required, item.read_only), (true, true), "{name}");
        assert_eq!(item.given, Given::Empty, "{name}");
    }
    assert_eq!(before.summary.required_open, 1, "the seal alone can be given");
    let now = give(&bench, &[1], 3, number("120"));
    assert_eq!(found(&now, "sum", &[]).given, number("120"));
    for (question, given) in [(19, number("5")), (19, Given::Empty), (20, text("A1"))] {
        let refused = try_give(&bench, &[], question, given);
        assert_eq!(refused, Err(ErrorCode::AnswerDoesNotFit), "{question}");
    }
    give(&bench, &[1], 2, text("A1"));
    assert!(change(&bench, ChecklistChange::Finish).unwrap().summary.finished.is_some());
}

#[test]
fn the_reply_to_an_answer_is_what_a_fresh_opening_shows() {
    let bench = begun();
    let add = ChecklistChange::AddRound { path: vec![], repeat: 1 };
    let told = |path: &[u32], question, given: Given| {
        let reply = give(&bench, path, question, given.clone());
        assert_eq!(reply, view(&bench), "{question} {path:?} {given:?}");
    };
    told(&[1], 3, number("120"));
    told(&[], 6, Given::One { choice: 1 });
    told(&[], 7, Given::One { choice: 3 });
    told(&[], 6, Given::One { choice: 2 });
    change(&bench, add).unwrap();
    told(&[2], 3, number("30"));
    told(&[2], 3, Given::Empty);
    told(&[1], 2, Given::Special { special: SpecialAnswer::NotAllowed });
    bench.pass(3_600);
    told(&[], 10, number("4"));
    told(&[], 11, Given::Many { choices: vec![3, 1, 2] });
    told(&[], 13, text("07:30"));
}

//! Repeats, computed values, choice filters, defaults and triggers.

use super::*;

const START: Moment = Moment { unix: 0, offset_minutes: 0 };

/// Ballot boxes as rounds, each with a seal's number and ballots; the sum and the last seal.
fn boxes() -> Form {
    let mut number = inside(3, "number", ItemKind::Calculate, 2);
    number.calculation = Some("position(..)".into());
    let mut more = inside(6, "more", ItemKind::Text, 2);
    more.relevant = Some("${ballots} > 100".into());
    Form::new(body(vec![
        item(1, "asked", ItemKind::Integer),
        item(2, "box", ItemKind::Repeat),
        number,
        inside(4, "seal", ItemKind::Text, 2),
        inside(5, "ballots", ItemKind::Integer, 2),
        more,
        computed(7, "all", "sum(${ballots})"),
        computed(8, "how_many", "count(${box})"),
        computed(9, "second", "indexed-repeat(${seal}, ${box}, 2)"),
        computed(10, "seals", "join(' ', ${seal})"),
    ]))
    .unwrap()
}

#[test]
fn a_repeat_begins_with_one_round_and_rounds_keep_their_answers() {
    let form = boxes();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(filling.rounds(&[], 2), [1]);
    filling.set_rounds(&[], 2, vec![1, 2, 5], START);
    for (round, seal, ballots) in [(1, "A1", 120), (2, "B2", 30), (5, "C3", 7)] {
        filling.answer(&[round], 4, text(seal), START);
        filling.answer(&[round], 5, Value::Integer(ballots), START);
    }
    assert_eq!(text_at(&filling, &[], 7), "157");
    assert_eq!(text_at(&filling, &[], 10), "A1 B2 C3");
    assert_eq!(text_at(&filling, &[5], 3), "3");
    assert!(filling.node(&[1], 6).unwrap().relevant);
    assert!(!filling.node(&[2], 6).unwrap().relevant);
    filling.set_rounds(&[], 2, vec![1, 5], START);
    assert_eq!(text_at(&filling, &[], 7), "127");
    assert_eq!(text_at(&filling, &[], 8), "2");
    assert_eq!(text_at(&filling, &[], 9), "C3", "the second round now");
    assert_eq!(text_at(&filling, &[5], 3), "2");
    assert!(filling.node(&[2], 4).is_none());
}

#[test]
fn a_position_is_that_of_the_node_named_and_a_group_in_a_round_stands_once() {
    let mut near = inside(3, "near", ItemKind::Calculate, 2);
    near.calculation = Some("position(..)".into());
    let mut far = inside(4, "far", ItemKind::Calculate, 2);
    far.calculation = Some("position(../..)".into());
    let group = inside(2, "g", ItemKind::Group, 1);
    let asked = item(5, "a", ItemKind::Text);
    let form =
        Form::new(body(vec![item(1, "r", ItemKind::Repeat), group, near, far, asked])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.set_rounds(&[], 1, vec![1, 2], START);
    assert_eq!(text_at(&filling, &[2], 3), "1");
    assert_eq!(text_at(&filling, &[2], 4), "2");
}

#[test]
fn a_repeat_that_is_not_relevant_hides_what_stands_in_it() {
    let mut seals = item(2, "seals", ItemKind::Repeat);
    seals.relevant = Some("${sealed} = 1".into());
    let seal = inside(3, "seal", ItemKind::Text, 2);
    let form = Form::new(body(vec![item(1, "sealed", ItemKind::Integer), seals, seal])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert!(!filling.node(&[1], 2).unwrap().relevant && !filling.node(&[1], 3).unwrap().relevant);
    filling.answer(&[], 1, Value::Integer(1), START);
    assert!(filling.node(&[1], 2).unwrap().relevant && filling.node(&[1], 3).unwrap().relevant);
}

#[test]
fn a_counted_repeat_follows_its_count() {
    let mut repeat = item(2, "box", ItemKind::Repeat);
    repeat.repeat_count = Some("${asked}".into());
    let form = Form::new(body(vec![
        item(1, "asked", ItemKind::Integer),
        repeat,
        inside(3, "seal", ItemKind::Text, 2),
        computed(4, "filled", "count-non-empty(${seal})"),
    ]))
    .unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(filling.rounds(&[], 2), [0_u32; 0]);
    filling.answer(&[], 1, Value::Integer(3), START);
    filling.answer(&[3], 3, text("x"), START);
    assert_eq!((filling.nodes(3).count(), text_at(&filling, &[], 4)), (3, "1".to_owned()));
    filling.answer(&[], 1, Value::Integer(2), START);
    assert_eq!(text_at(&filling, &[], 4), "0");
    filling.answer(&[], 1, Value::Integer(3), START);
    assert_eq!(text_at(&filling, &[], 4), "1", "what was answered is not lost");
}

#[test]
fn nested_repeats_see_their_own_rounds() {
    let mut outer = inside(4, "in_district", ItemKind::Calculate, 1);
    outer.calculation = Some("sum(${votes})".into());
    let form = Form::new(body(vec![
        item(1, "district", ItemKind::Repeat),
        inside(2, "table", ItemKind::Repeat, 1),
        inside(3, "votes", ItemKind::Integer, 2),
        outer,
        computed(5, "all", "sum(${votes})"),
    ]))
    .unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.set_rounds(&[], 1, vec![1, 2], START);
    filling.set_rounds(&[2], 2, vec![1, 2], START);
    for (path, votes) in [([1, 1], 10), ([2, 1], 5), ([2, 2], 7)] {
        filling.answer(&path, 3, Value::Integer(votes), START);
    }
    assert_eq!(text_at(&filling, &[1], 4), "10");
    assert_eq!(text_at(&filling, &[2], 4), "12");
    assert_eq!(text_at(&filling, &[], 5), "22");
}

#[test]
fn a_choice_filter_offers_what_fits_and_marks_what_no_longer_does() {
    let mut station = item(2, "station", ItemKind::SelectOne);
    for (choice, district) in station.choices.iter_mut().zip(["east", "west", "east"]) {
        choice.columns = [("district".to_owned(), district.to_owned())].into();
    }
    station.choice_filter = Some("district = ${where}".into());
    let form = Form::new(body(vec![item(1, "where", ItemKind::Text), station])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.answer(&[], 1, text("east"), START);
    assert_eq!(filling.node(&[], 2).unwrap().offered, Some(vec![1, 3]));
    filling.answer(&[], 2, Value::Chosen(vec![3]), START);
    assert!(!filling.node(&[], 2).unwrap().violated);
    filling.answer(&[], 1, text("west"), START);
    assert!(filling.node(&[], 2).unwrap().violated);
}

#[test]
fn a_repeat_that_is_not_relevant_hides_what_is_in_its_rounds() {
    let mut boxes = item(2, "box", ItemKind::Repeat);
    boxes.relevant = Some("${asked} > 1".into());
    let form = Form::new(body(vec![
        item(1, "asked", ItemKind::Integer),
        boxes,
        inside(3, "seal", ItemKind::Text, 2),
    ]))
    .unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert!(!filling.node(&[1], 2).unwrap().relevant);
    assert!(!filling.node(&[1], 3).unwrap().relevant);
    filling.answer(&[], 1, Value::Integer(2), START);
    assert!(filling.node(&[1], 2).unwrap().relevant);
    assert!(filling.node(&[1], 3).unwrap().relevant);
}

#[test]
fn a_default_stands_until_it_is_answered_and_a_cleared_answer_stays_empty() {
    let mut asked = item(1, "boxes", ItemKind::Integer);
    asked.default = Some("2".into());
    let form = Form::new(body(vec![asked, computed(2, "twice", "${boxes} * 2")])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(text_at(&filling, &[], 2), "4");
    filling.answer(&[], 1, Value::Integer(5), START);
    assert_eq!(text_at(&filling, &[], 2), "10");
    filling.answer(&[], 1, Value::Cleared, START);
    assert_eq!(text_at(&filling, &[], 1), "");
    assert_eq!(text_at(&filling, &[], 2), "");
}

#[test]
fn a_trigger_computes_when_its_question_changes_and_hands_the_value_out() {
    let mut at = computed(2, "closed_at", "now()");
    at.trigger = vec![1];
    let form = Form::new(body(vec![item(1, "closed", ItemKind::Text), at])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(text_at(&filling, &[], 2), "");
    filling.answer(&[], 1, text("yes"), Moment { unix: 3_600, offset_minutes: 0 });
    let first = text_at(&filling, &[], 2);
    assert_eq!(first, "1970-01-01T01:00:00.000+00:00");
    assert_eq!(filling.unrecorded().get(&(Vec::new(), 2)), Some(&first));
    let mut record = Record::of_answers(&Answers::from([(1, text("yes"))]));
    record.answers.insert((Vec::new(), 2), Value::Decimal(first.clone()));
    let again = Filling::open(&form, record, Setting::default());
    assert_eq!(text_at(&again, &[], 2), first, "once recorded it does not move");
}

#[test]
fn paths_lead_through_groups_as_they_are_written() {
    let group = item(2, "people", ItemKind::Group);
    let mut same = inside(5, "same", ItemKind::Calculate, 2);
    same.calculation = Some("concat(../men, '/', current()/../women, '/', /data/outside)".into());
    let form = Form::new(body(vec![
        item(1, "outside", ItemKind::Text),
        group,
        inside(3, "men", ItemKind::Integer, 2),
        inside(4, "women", ItemKind::Integer, 2),
        same,
    ]))
    .unwrap();
    let record = Record::of_answers(&Answers::from([
        (1, text("x")),
        (3, Value::Integer(4)),
        (4, Value::Integer(5)),
    ]));
    assert_eq!(text_at(&Filling::open(&form, record, Setting::default()), &[], 5), "4/5/x");
}

#[test]
fn a_value_that_depends_on_itself_is_refused_with_its_path() {
    let first = computed(1, "first", "${second} + 1");
    let second = computed(2, "second", "${first} + 1");
    let faults = Form::new(body(vec![first, second])).unwrap_err();
    let path = ["first", "second", "first"].map(str::to_owned).to_vec();
    let column = Some("calculation");
    assert_eq!(faults, [FormError::Cycle { number: 1, item: "first".into(), column, path }]);
    let own = Form::new(body(vec![computed(1, "own", "${own} + 1")])).unwrap_err();
    let path = vec!["own".to_owned(), "own".to_owned()];
    assert_eq!(own, [FormError::Cycle { number: 1, item: "own".into(), column, path }]);
}

#[test]
fn a_label_shows_the_answers_it_names() {
    let form = boxes();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.answer(&[1], 4, text("A1"), START);
    assert_eq!(filling.label(&[1], 5, "Ballots under seal ${seal}?"), "Ballots under seal A1?");
    assert_eq!(filling.label(&[1], 5, "No ${such} and ${open"), "No  and ${open");
}

proptest! {
    /// Settled answer by answer, or opened anew with all of them: the same.
    #[test]
    fn what_is_settled_step_by_step_is_what_a_fresh_reading_gives(
        steps in prop::collection::vec((0_u32..4, 0_usize..5, 0_i64..200), 1..24)
    ) {
        let form = boxes();
        let mut filling = Filling::open(&form, Record::default(), Setting::default());
        let mut record = Record::default();
        for (round, which, number) in steps {
            let path = vec![round];
            match which {
                0 => {
                    let rounds: Vec<u32> = (0..=round).collect();
                    record.rounds.insert((Vec::new(), 2), rounds.clone());
                    filling.set_rounds(&[], 2, rounds, START);
                }
                1 | 2 => {
                    record.answers.insert((path.clone(), 5), Value::Integer(number));
                    filling.answer(&path, 5, Value::Integer(number), START);
                }
                3 => {
                    let seal = text(&number.to_string());
                    record.answers.insert((path.clone(), 4), seal.clone());
                    filling.answer(&path, 4, seal, START);
                }
                _ => {
                    record.answers.insert((path.clone(), 5), Value::Cleared);
                    filling.answer(&path, 5, Value::Cleared, START);
                }
            }
        }
        let fresh = Filling::open(&form, record, Setting::default());
        prop_assert_eq!(&filling.nodes, &fresh.nodes);
    }
}

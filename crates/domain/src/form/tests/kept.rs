//! Values set once: by a trigger, the clock or a default.

use super::*;

const LATER: Moment = Moment { unix: 3_600, offset_minutes: 0 };

/// Answers, and records what is handed out as whoever keeps a filling does.
fn answer(filling: &mut Filling<'_>, path: &[u32], item: u32, value: Value) {
    filling.answer(path, item, value, LATER);
    for ((path, item), text) in filling.unrecorded().clone() {
        let value = if text.is_empty() { Value::Cleared } else { Value::Text(text) };
        filling.answer(&path, item, value, LATER);
    }
}

#[test]
fn a_trigger_sets_when_it_changes_and_not_when_what_is_computed_changes() {
    let mut set = computed(3, "set", "concat(${a}, ${b})");
    set.trigger = vec![1];
    let asked = [item(1, "a", ItemKind::Text), item(2, "b", ItemKind::Text), set];
    let form = Form::new(body(asked.to_vec())).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    answer(&mut filling, &[], 2, text("x"));
    assert_eq!(text_at(&filling, &[], 3), "");
    answer(&mut filling, &[], 1, text("1"));
    assert_eq!(text_at(&filling, &[], 3), "1x");
    answer(&mut filling, &[], 2, text("y"));
    assert_eq!(text_at(&filling, &[], 3), "1x");
}

#[test]
fn a_trigger_sets_an_empty_value_too_and_it_is_handed_out() {
    let mut set = computed(2, "set", "if(${a} = 'open', '', 'closed')");
    set.trigger = vec![1];
    let form = Form::new(body(vec![item(1, "a", ItemKind::Text), set])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    answer(&mut filling, &[], 1, text("shut"));
    assert_eq!(text_at(&filling, &[], 2), "closed");
    filling.answer(&[], 1, text("open"), LATER);
    assert_eq!(filling.unrecorded().get(&(Vec::new(), 2)).map(String::as_str), Some(""));
    answer(&mut filling, &[], 1, text("open"));
    assert_eq!(text_at(&filling, &[], 2), "");
}

#[test]
fn a_trigger_sets_in_its_own_round_only() {
    let mut set = inside(3, "set", ItemKind::Calculate, 1);
    (set.calculation, set.trigger) = (Some("concat(${a}, ${b})".into()), vec![2]);
    let form = Form::new(body(vec![
        item(1, "r", ItemKind::Repeat),
        inside(2, "a", ItemKind::Text, 1),
        set,
        item(4, "b", ItemKind::Text),
    ]))
    .unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.set_rounds(&[], 1, vec![1, 2], LATER);
    answer(&mut filling, &[1], 2, text("1"));
    answer(&mut filling, &[], 4, text("x"));
    answer(&mut filling, &[2], 2, text("2"));
    assert_eq!(text_at(&filling, &[1], 3), "1");
    assert_eq!(text_at(&filling, &[2], 3), "2x");
}

#[test]
fn a_trigger_with_a_default_sets_nothing_in_a_new_round() {
    let mut asked = inside(2, "a", ItemKind::Text, 1);
    asked.default = Some("'5'".into());
    let mut set = inside(3, "set", ItemKind::Calculate, 1);
    (set.calculation, set.trigger) = (Some("concat(${a}, '!')".into()), vec![2]);
    let form = Form::new(body(vec![item(1, "r", ItemKind::Repeat), asked, set])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    filling.set_rounds(&[], 1, vec![1, 2], LATER);
    assert_eq!(text_at(&filling, &[2], 3), "");
    answer(&mut filling, &[2], 2, text("6"));
    assert_eq!(text_at(&filling, &[2], 3), "6!");
}

#[test]
fn what_asks_the_clock_asks_it_again_only_when_what_it_reads_changes() {
    let at = computed(2, "closed_at", "if(${closed} = 'yes', now(), '')");
    let asked = [item(1, "closed", ItemKind::Text), at, item(3, "other", ItemKind::Text)];
    let form = Form::new(body(asked.to_vec())).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    answer(&mut filling, &[], 1, text("yes"));
    assert_eq!(text_at(&filling, &[], 2), LATER.date_time());
    filling.answer(&[], 3, text("x"), Moment { unix: 7_200, offset_minutes: 0 });
    assert_eq!(text_at(&filling, &[], 2), LATER.date_time());
    answer(&mut filling, &[], 1, text("no"));
    assert_eq!(text_at(&filling, &[], 2), "");
}

#[test]
fn what_is_computed_once_is_computed_when_it_is_first_shown() {
    let mut once = computed(2, "first", "once(concat(${a}, '!'))");
    once.relevant = Some("${a} != ''".into());
    let form = Form::new(body(vec![item(1, "a", ItemKind::Text), once])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(text_at(&filling, &[], 2), "");
    for said in ["1", "2"] {
        answer(&mut filling, &[], 1, text(said));
        assert_eq!(text_at(&filling, &[], 2), "1!");
    }
}

#[test]
fn an_answer_is_not_overwritten_by_the_default_that_stood_there() {
    let mut asked = item(2, "b", ItemKind::Text);
    asked.default = Some("concat('d', 1)".into());
    let form = Form::new(body(vec![item(1, "a", ItemKind::Text), asked])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(filling.unrecorded().len(), 1);
    filling.answer(&[], 2, text("said"), LATER);
    assert!(filling.unrecorded().is_empty());
    assert_eq!(text_at(&filling, &[], 2), "said");
}

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

#[test]
fn a_computed_default_is_set_once_and_follows_nothing_after() {
    let mut asked = item(2, "b", ItemKind::Text);
    asked.default = Some("${a}".into());
    let form = Form::new(body(vec![item(1, "a", ItemKind::Text), asked])).unwrap();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    answer(&mut filling, &[], 1, text("later"));
    assert_eq!(text_at(&filling, &[], 2), "");
    // As a phone does, which opens a filling anew for each answer.
    let again = Filling::open(&form, filling.record.clone(), Setting::default());
    assert_eq!(text_at(&again, &[], 2), "");
    assert!(again.unrecorded().is_empty());
}

#[test]
fn a_moment_in_a_question_for_a_day_or_a_time_is_its_part_of_it() {
    let ask = |number, kind, default: &str| {
        let default = Some(default.to_owned());
        Item { default, required: Some("true()".into()), ..item(number, "", kind) }
    };
    let mut asked = vec![
        ask(1, ItemKind::Time, "now()"),
        ask(2, ItemKind::Date, "now()"),
        ask(3, ItemKind::Date, "today() - 1"),
        ask(4, ItemKind::Integer, "now()"),
    ];
    for item in &mut asked {
        item.name = format!("q{}", item.number);
    }
    let form = Form::new(body(asked)).unwrap();
    let now = Moment { unix: 1_796_076_000, offset_minutes: 300 };
    let setting = Setting { now, began: now, ..Setting::default() };
    let filling = Filling::open(&form, Record::default(), setting);
    let value = |number| form.item(number).unwrap().value_of(&text_at(&filling, &[], number));
    let typed = |text: &str| Some(Value::Decimal(text.to_owned()));
    assert_eq!(value(1), typed("03:00:00.000+05:00"));
    assert_eq!((value(2), value(3)), (typed("2026-12-01"), typed("2026-11-30")));
    // A whole number is not made of a moment, so that nothing is answered by it.
    assert_eq!((value(4), filling.state().missing), (None, 1));
}

#[test]
fn what_is_computed_is_not_typed_over() {
    let mut shown = item(2, "twice", ItemKind::Integer);
    (shown.calculation, shown.required) = (Some("${a} * 2".into()), Some("true()".into()));
    let mut set = item(3, "set", ItemKind::Integer);
    (set.calculation, set.trigger) = (Some("${a} * 2".into()), vec![1]);
    let mut clock = item(4, "clock", ItemKind::Text);
    clock.calculation = Some("once(now())".into());
    let form = Form::new(body(vec![item(1, "a", ItemKind::Integer), shown, set, clock])).unwrap();
    let filling = Filling::open(&form, Record::default(), Setting::default());
    assert_eq!(filling.state().missing, 0, "nobody can answer it, so that nobody is waited for");
    let read_only = [1, 2, 3, 4].map(|number| filling.node(&[], number).unwrap().read_only);
    let wanted = [false, true, false, false];
    assert_eq!(read_only, wanted, "what a trigger or the clock set may be put right");
}

#[test]
fn what_fills_itself_in_says_when_and_which_device_and_nobody() {
    use ItemKind::{DeviceId, End, Start, Today, Username};
    let kinds = [Start, End, Today, DeviceId, Username];
    let mut items = vec![item(6, "a", ItemKind::Text)];
    items.extend(kinds.into_iter().zip(1..).map(|(kind, n)| item(n, &format!("k{n}"), kind)));
    let form = Form::new(body(items)).unwrap();
    let at = |unix| Moment { unix, offset_minutes: 300 };
    let setting =
        Setting { began: at(1_796_076_000), now: at(1_796_076_000), ..Setting::default() };
    let setting = Setting { device: "journal".into(), ..setting };
    let mut filling = Filling::open(&form, Record::default(), setting.clone());
    let all = |filling: &Filling<'_>| [1, 2, 3, 4, 5].map(|item| text_at(filling, &[], item));
    let began = "2026-12-01T03:00:00.000+05:00";
    assert_eq!(all(&filling), [began, began, "2026-12-01", "journal", ""]);
    // A day and a minute later.
    let later = at(1_796_076_000 + 86_460);
    filling.answer(&[], 6, text("x"), later);
    let again = Filling::open(&form, filling.record.clone(), Setting { now: later, ..setting });
    let ended = "2026-12-02T03:01:00.000+05:00";
    assert_eq!(all(&again), [began, ended, "2026-12-01", "journal", ""]);
}

#[test]
fn an_order_of_choices_names_each_once() {
    let mut asked = item(1, "order", ItemKind::Rank);
    asked.choices = item(1, "", ItemKind::SelectOne).choices;
    assert!(asked.accepts(&Value::Chosen(vec![3, 1, 2])));
    assert!(!asked.accepts(&Value::Chosen(vec![3, 3])));
}

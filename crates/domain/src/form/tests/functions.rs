//! ODK's functions by example, each line an expression and its text.

use super::*;

const NOON: Moment = Moment { unix: 1_796_022_000, offset_minutes: 300 };

/// The text of an expression beside `a`, `b` (decimals), `many` (a selection) and `t`.
fn worth(expression: &str) -> String {
    let mut many = item(3, "many", ItemKind::SelectMultiple);
    many.choices[0].labels = [("kk".to_owned(), "Иә".to_owned())].into();
    let mut computed = item(5, "computed", ItemKind::Calculate);
    computed.calculation = Some(expression.into());
    let mut form = body(vec![
        item(1, "a", ItemKind::Decimal),
        item(2, "b", ItemKind::Decimal),
        many,
        item(4, "t", ItemKind::Text),
        computed,
    ]);
    form.label_version = Some("7".into());
    form.tables = vec![Table {
        name: "stations".into(),
        columns: vec!["code".into(), "voters".into()],
        rows: vec![vec!["101".into(), "950".into()], vec!["102".into(), "1200".into()]],
    }];
    let form = Form::new(form).unwrap_or_else(|faults| panic!("{expression}: {faults:?}"));
    let record = Record::of_answers(&Answers::from([
        (1, Value::Decimal("7.50".into())),
        (2, Value::Integer(-2)),
        (3, Value::Chosen(vec![1, 3])),
        (4, text("  Alice  counts ")),
    ]));
    let setting = Setting { now: NOON, began: NOON, device: "journal".into(), seed: 9 };
    Filling::open(&form, record, setting).node(&[], 5).unwrap().text.clone()
}

#[test]
fn figures_come_out_as_odk_says() {
    for (expression, expected) in [
        ("${a} + ${b} * 2", "3.5"),
        ("${a} div 0", "Infinity"),
        ("-7 mod 3", "-1"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(2.345, 2)", "2.35"),
        ("int(-2.7)", "-2"),
        ("pow(2, 10)", "1024"),
        ("sqrt(16) + abs(-4)", "8"),
        ("log(exp(1))", "1"),
        ("log10(1000)", "3"),
        ("max(${a}, ${b}, 3)", "7.5"),
        // What is not a number makes the whole not a number, and that is stored as nothing.
        ("max(${a}, ${b}, '')", ""),
        ("min(3, 2, 'x')", ""),
        ("number('')", ""),
        ("concat(number(''), '')", "NaN"),
        ("number('12.50')", "12.5"),
        ("sum(${a})", "7.5"),
        ("count-selected(${many})", "2"),
        ("checklist(1, 2, true(), false(), true())", "true"),
        ("checklist(-1, 0, true())", "false"),
        // True is a number above nought; any other negative than -1 is a limit like any number.
        ("checklist(1, 1, '2', '0', 'false', 'yes', '')", "true"),
        ("checklist(-2, -2)", "false"),
        ("checklist(1, -1, ${a}, ${b})", "true"),
        ("checklist(2, -1, ${a}, ${b})", "false"),
        ("weighted-checklist(3, -1, '0', 5, '1', 3)", "true"),
        ("weighted-checklist(4, -1, '0', 5, '1', 3)", "false"),
        ("weighted-checklist(3, 5, true(), 2, ${a} > 7, 2)", "true"),
        ("1 - -1", "2"),
        ("round(pi(), 4)", "3.1416"),
    ] {
        assert_eq!(worth(expression), expected, "{expression}");
    }
}

#[test]
fn texts_come_out_as_odk_says() {
    for (expression, expected) in [
        ("concat('a', ${b}, 1.0)", "a-21"),
        ("join('-', 'a', 'b', 3)", "a-b-3"),
        ("normalize-space(${t})", "Alice counts"),
        ("string-length('қазақ')", "5"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substr('abc', 9)", ""),
        ("substring-before('14:05', ':')", "14"),
        ("substring-after('14:05', ':')", "05"),
        ("substring-after('14:05', '.')", ""),
        ("contains('protocol', 'col')", "true"),
        ("starts-with('protocol', 'col')", "false"),
        ("ends-with('protocol', 'col')", "true"),
        ("translate('12,5', ',1', '.')", "2.5"),
        ("coalesce('', 'b')", "b"),
        ("if(${a} > 7, 'many', 'few')", "many"),
        ("selected-at(${many}, 1)", "partly"),
        ("selected-at(${many}, 2)", ""),
        ("jr:choice-name(selected-at(${many}, 0), '${many}')", "Иә"),
        ("boolean-from-string('1')", "true"),
        ("string(0.1 + 0.2)", "0.30000000000000004"),
        ("version()", "7"),
        ("pulldata('stations', 'voters', 'code', '102')", "1200"),
        ("pulldata('stations', 'voters', 'code', '103')", ""),
        ("string(true())", "true"),
    ] {
        assert_eq!(worth(expression), expected, "{expression}");
    }
}

#[test]
fn patterns_match_the_whole_text_and_may_look_around() {
    for (expression, expected) in [
        ("regex('1804', '[0-9]{4}')", "true"),
        ("regex('18045', '[0-9]{4}')", "false"),
        ("regex('ab1', '(?=.*[0-9])[a-z0-9]+')", "true"),
        ("regex('abc', '(?=.*[0-9])[a-z0-9]+')", "false"),
        ("regex('a', '(')", "false"),
        ("regex('Қанат Әлиұлы', '^[\\w ]{1,100}$')", "true"),
        ("regex(concat('Қ', ${t}), '^\\w{1,100}$')", "false"),
        ("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '(?=a)(a+)+\\1$')", "false"),
    ] {
        assert_eq!(worth(expression), expected, "{expression}");
    }
}

#[test]
fn dates_are_days_and_texts() {
    for (expression, expected) in [
        ("today()", "2026-11-30"),
        ("now()", "2026-11-30T12:00:00.000+05:00"),
        ("today() - date('2026-11-01')", "29"),
        ("date('2013-11-03') < today()", "true"),
        ("date(decimal-date-time('2013-11-03') + 1)", "2013-11-04"),
        ("format-date('2013-11-03', '%d.%m.%Y')", "03.11.2013"),
        ("format-date-time(now(), '%H:%M')", "12:00"),
        ("decimal-time('06:00')", "0.25"),
        ("date('nothing')", ""),
        ("date-time('2013-11-03')", "2013-11-03T00:00:00.000+05:00"),
        ("date-time('2013-11-03T07:05')", "2013-11-03T07:05:00.000+05:00"),
        ("date-time('2013-11-03T07:05:09Z')", "2013-11-03T12:05:09.000+05:00"),
        ("date-time(16012.75)", "2013-11-03T18:00:00.000+05:00"),
        ("date-time('')", ""),
        ("date-time('nothing')", ""),
        ("date-time(1 div 0)", ""),
        ("format-date-time(16012.75, '%d %H:%M')", "03 18:00"),
    ] {
        assert_eq!(worth(expression), expected, "{expression}");
    }
}

/// The text of an expression at three in the night in Almaty, still the day before in UTC.
fn at_night(expression: &str) -> String {
    let asked = Item::new(1, "t", ItemKind::DateTime);
    let form = Form::new(body(vec![asked, computed(2, "c", expression)])).unwrap();
    let typed = Value::Decimal("2026-12-01T02:59".into());
    let now = Moment { unix: 1_796_076_000, offset_minutes: 300 };
    let setting = Setting { now, began: now, ..Setting::default() };
    let record = Record::of_answers(&[(1, typed)].into());
    Filling::open(&form, record, setting).node(&[], 2).unwrap().text.clone()
}

#[test]
fn a_moment_typed_without_a_zone_is_compared_on_the_stations_wall() {
    for (expression, expected) in [
        ("now()", "2026-12-01T03:00:00.000+05:00"),
        ("${t} <= now()", "true"),
        ("${t} > now()", "false"),
        ("round((now() - ${t}) * 1440)", "1"),
        ("now() >= today()", "true"),
        ("date(${t}) = today()", "true"),
        ("today() <= ${t}", "true"),
        ("date(decimal-date-time(now()) + 1)", "2026-12-02"),
        ("date(now() + 1)", "2026-12-02"),
        ("date(today() - 1)", "2026-11-30"),
        ("'2026-11-30T21:59Z' < now()", "true"),
        ("'2026-11-30T22:01Z' < now()", "false"),
        ("date('2026-11-30T22:01Z')", "2026-12-01"),
        ("round(decimal-time('22:00Z') * 24)", "3"),
        ("decimal-date-time('2026-12-01') = int(decimal-date-time(${t}))", "true"),
    ] {
        assert_eq!(at_night(expression), expected, "{expression}");
    }
}

#[test]
fn a_checklist_asks_every_round() {
    let asked = inside(2, "seen", ItemKind::Integer, 1);
    let counts = computed(3, "two", "checklist(2, 2, ${seen})");
    let weighs = computed(4, "ten", "weighted-checklist(10, 10, ${seen}, 5)");
    let form = vec![item(1, "box", ItemKind::Repeat), asked, counts, weighs];
    let form = Form::new(body(form)).unwrap();
    let mut record = Record::default();
    record.rounds.insert((vec![], 1), vec![1, 2, 3]);
    for (round, seen) in [(1, 1), (2, 0), (3, 4)] {
        record.answers.insert((vec![round], 2), Value::Integer(seen));
    }
    let filling = Filling::open(&form, record, Setting::default());
    assert_eq!([3, 4].map(|item| text_at(&filling, &[], item)), ["true", "true"]);
}

#[test]
fn chance_is_the_same_for_the_same_filling() {
    let once = worth("once(random())");
    assert_eq!(once, worth("once(random())"));
    let number: f64 = once.parse().unwrap();
    assert!((0.0..1.0).contains(&number));
    let name = worth("uuid()");
    assert_eq!((name.len(), name.matches('-').count()), (36, 4));
    assert_eq!(worth("uuid(8)").len(), 8);
}

#[test]
fn a_number_of_arguments_that_makes_no_sense_is_refused() {
    for source in ["if(1, 2)", "substr('a')", "indexed-repeat(${a}, ${a}, 1, 2)", "today(1)"] {
        let mut asked = item(2, "b", ItemKind::Text);
        asked.relevant = Some(source.into());
        let faults = Form::new(body(vec![item(1, "a", ItemKind::Text), asked])).unwrap_err();
        assert!(
            matches!(
                faults.as_slice(),
                [FormError::Expression { error: ExpressionError::Arguments { .. }, .. }]
            ),
            "{source}: {faults:?}"
        );
    }
}

#[test]
fn a_seed_gives_one_order_of_choices_and_another_seed_another() {
    let mut towns = Item::new(2, "towns", ItemKind::SelectOne);
    let choice = |number: u32| Choice {
        number,
        name: number.to_string(),
        labels: Texts::new(),
        columns: BTreeMap::new(),
    };
    towns.choices = (1..=6).map(choice).collect();
    let parameters = [("randomize", "true"), ("seed", "${a}")];
    towns.parameters =
        parameters.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = Form::new(body(vec![item(1, "a", ItemKind::Integer), towns])).unwrap();
    let order = |seed: i64| {
        let record = Record::of_answers(&[(1, Value::Integer(seed))].into());
        let filling = Filling::open(&form, record, Setting::default());
        filling.node(&[], 2).unwrap().offered.clone().unwrap()
    };
    // As ODK's engine shows six choices by these seeds.
    assert_eq!(order(42), [1, 6, 3, 2, 4, 5]);
    assert_eq!(order(2), [5, 3, 6, 4, 2, 1]);
    assert_eq!(order(3), [3, 4, 5, 6, 2, 1]);
}

use super::*;
use crate::event::SpecialAnswer;
use std::collections::BTreeMap;

mod functions;
mod kept;
mod rounds;
use proptest::prelude::*;

fn item(number: u32, name: &str, kind: ItemKind) -> Item {
    let choice = |number, name: &str| Choice {
        number,
        name: name.into(),
        labels: Texts::new(),
        columns: BTreeMap::new(),
    };
    let choices = match kind {
        ItemKind::SelectOne | ItemKind::SelectMultiple => {
            vec![choice(1, "yes"), choice(2, "no"), choice(3, "partly")]
        }
        _ => Vec::new(),
    };
    Item { choices, ..Item::new(number, name, kind) }
}

fn inside(number: u32, name: &str, kind: ItemKind, group: u32) -> Item {
    Item { group: Some(group), ..item(number, name, kind) }
}

fn computed(number: u32, name: &str, source: &str) -> Item {
    Item { calculation: Some(source.into()), ..item(number, name, ItemKind::Calculate) }
}

fn text_at(filling: &Filling<'_>, path: &[u32], item: u32) -> String {
    filling.node(path, item).map(|node| node.text.clone()).unwrap_or_default()
}

fn body(items: Vec<Item>) -> FormBody {
    FormBody {
        name: "opening".into(),
        titles: [("kk".to_owned(), "Ашылу".to_owned())].into(),
        languages: vec!["kk".into()],
        items,
        label_version: None,
        tables: Vec::new(),
    }
}

/// A selection, a number shown only after `no`, a text; the number in 0..=20.
fn checklist() -> Form {
    let mut number = item(2, "seals", ItemKind::Integer);
    number.relevant = Some("${sealed} = 'no'".into());
    number.constraint = Some(". >= 0 and . <= 20".into());
    number.required = Some("true()".into());
    let mut remark = item(3, "remark", ItemKind::Text);
    remark.required = Some("${seals} > 2".into());
    Form::new(body(vec![item(1, "sealed", ItemKind::SelectOne), number, remark])).unwrap()
}

fn state(form: &Form, answers: &[(u32, Value)]) -> FormState {
    form.evaluate(&answers.iter().cloned().collect())
}

/// Whether an expression holds with `.` and `${a}` as given.
fn holds(expression: &str, own: Value, a: Value) -> bool {
    let kind = |value: &Value| match value {
        Value::Chosen(_) => ItemKind::SelectMultiple,
        Value::Integer(_) => ItemKind::Integer,
        Value::Decimal(_) => ItemKind::Decimal,
        Value::Cleared | Value::Text(_) | Value::Special(_) => ItemKind::Text,
    };
    let mut asked = item(2, "b", kind(&own));
    asked.constraint = Some(expression.into());
    let form = Form::new(body(vec![item(1, "a", kind(&a)), asked])).unwrap();
    let own = if own == Value::Text(String::new()) { Value::Text("x".into()) } else { own };
    state(&form, &[(1, a), (2, own)]).violated == 0
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn a_question_skipped_is_neither_missing_nor_violated() {
    let form = checklist();
    let yes = state(&form, &[(1, Value::Chosen(vec![1])), (2, Value::Integer(99))]);
    assert!(!yes.items[1].relevant);
    assert_eq!((yes.missing, yes.violated, yes.relevant, yes.answered), (0, 0, 2, 1));
    let no = state(&form, &[(1, Value::Chosen(vec![2]))]);
    assert_eq!((no.missing, no.relevant), (1, 3));
}

#[test]
fn a_constraint_is_judged_once_there_is_a_value() {
    let form = checklist();
    let no = (1, Value::Chosen(vec![2]));
    assert_eq!(state(&form, &[no.clone(), (2, Value::Integer(20))]).violated, 0);
    assert_eq!(state(&form, &[no.clone(), (2, Value::Integer(21))]).violated, 1);
    assert_eq!(state(&form, &[no]).violated, 0);
}

#[test]
fn a_special_answer_satisfies_required_and_is_empty_in_expressions() {
    let form = checklist();
    for special in SpecialAnswer::ALL {
        let no = (1, Value::Chosen(vec![2]));
        let answered = state(&form, &[no, (2, Value::Special(special))]);
        assert_eq!((answered.missing, answered.violated, answered.answered), (0, 0, 2));
        assert!(!answered.items[2].required, "an empty string is above nothing");
        let skipped = state(&form, &[(1, Value::Special(special))]);
        assert!(!skipped.items[1].relevant);
    }
}

#[test]
fn an_answer_that_is_not_relevant_is_the_empty_string() {
    let form = checklist();
    let hidden = state(&form, &[(1, Value::Chosen(vec![1])), (2, Value::Integer(5))]);
    assert!(!hidden.items[2].required);
    let shown = state(&form, &[(1, Value::Chosen(vec![2])), (2, Value::Integer(5))]);
    assert!(shown.items[2].required);
    assert_eq!(shown.missing, 1);
}

#[test]
fn a_group_hides_what_it_holds() {
    let mut group = item(2, "counting", ItemKind::Group);
    group.relevant = Some("selected(${open}, 'yes')".into());
    let mut inside = item(3, "inside", ItemKind::Text);
    inside.group = Some(2);
    let form = Form::new(body(vec![item(1, "open", ItemKind::SelectMultiple), group, inside]));
    let form = form.unwrap();
    assert!(!state(&form, &[]).items[2].relevant);
    assert!(state(&form, &[(1, Value::Chosen(vec![3, 1]))]).items[2].relevant);
}

#[test]
fn a_question_may_depend_on_a_later_one() {
    let mut first = item(1, "first", ItemKind::Text);
    first.relevant = Some("${second} != ''".into());
    let mut second = item(2, "second", ItemKind::Text);
    second.relevant = Some("${third} != ''".into());
    let form = Form::new(body(vec![first, second, item(3, "third", ItemKind::Text)])).unwrap();
    let answers = [(1, text("a")), (2, text("b"))];
    assert!(!state(&form, &answers).items[0].relevant);
    let all = [(1, text("a")), (2, text("b")), (3, text("c"))];
    assert!(state(&form, &all).items[0].relevant);
}

#[test]
fn an_answer_of_another_kind_is_violated() {
    let form = checklist();
    assert_eq!(state(&form, &[(1, Value::Integer(1))]).violated, 1);
    assert_eq!(state(&form, &[(1, Value::Chosen(vec![4]))]).violated, 1);
    assert_eq!(state(&form, &[(1, Value::Chosen(vec![1, 2]))]).violated, 1);
}

#[test]
fn expressions_read_as_xpath_does() {
    let (one, empty) = (Value::Integer(1), text(""));
    for (expression, expected) in [
        (". = 1", true),
        (". = '1'", true),
        (". != 1", false),
        (".>=0 and .<=1", true),
        ("not(. = 2) and true()", true),
        ("${a} = ''", true),
        ("${a} > 0 or ${a} <= 0", false),
        ("${a} != 3", true),
        ("-1 < .", true),
        ("- -1 = .", true),
        ("1 = 2 or 2 = 2 and 1 = 1", true),
        ("(1 = 1 or 2 = 2) and 1 = 2", false),
        ("1 < 2 = true()", true),
        ("'a' < 'b'", false),
        ("\"it's\" = \"it's\"", true),
        ("false()", false),
        ("'x'", true),
        ("''", false),
        (" . < 1.5 ", true),
        (". = .5", false),
    ] {
        assert_eq!(holds(expression, one.clone(), empty.clone()), expected, "{expression}");
    }
}

#[test]
fn decimals_compare_as_numbers_and_are_kept_as_typed() {
    assert!(holds(". = 12.5", Value::Decimal("12.50".into()), text("")));
    assert!(holds("${a} < .", Value::Decimal("0.3".into()), Value::Integer(-1)));
    assert!(!holds(". = ${a}", Value::Decimal("12.50".into()), Value::Decimal("12.5".into())));
}

#[test]
fn selected_looks_for_a_whole_choice() {
    let both = Value::Chosen(vec![1, 3]);
    assert!(holds("selected(${a}, 'partly')", text("x"), both.clone()));
    assert!(!holds("selected(${a}, 'part')", text("x"), both.clone()));
    assert!(holds("not(selected(${a}, 'no'))", text("x"), both));
}

#[test]
fn what_is_no_expression_is_refused_with_its_place() {
    let form = body(vec![item(1, "a", ItemKind::Text), item(2, "b", ItemKind::Group)]);
    let tree = tree::Tree::of(&form);
    let stand = parse::Stand { tree: &tree, own: 1, columns: false };
    let refused = |source: &str| parse::parse(source, stand);
    let cases = [
        ". > ",
        "1 ++ 2",
        "${nobody} = 1",
        "frobnicate(${a})",
        "selected(${a})",
        "../../..",
        "${a} | ${b}",
        "//a",
        "${a}[1]",
        "${last-saved#a}",
        "'open",
        "(1 = 1",
        "1 = 1)",
        "orange",
        "not()",
    ];
    let lines: Vec<String> = cases
        .iter()
        .map(|source| format!("{source:16} {}", refused(source).unwrap_err()))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert!(matches!(refused(&"(".repeat(2000)), Err(ExpressionError::TooDeep)));
    assert!(matches!(refused(&" ".repeat(20_000)), Err(ExpressionError::TooLong(_))));
}

#[test]
fn every_fault_of_a_body_is_told() {
    let mut unknown = item(1, "a", ItemKind::Text);
    unknown.relevant = Some("${nobody} = 1".into());
    let mut twice = item(1, "b", ItemKind::SelectOne);
    twice.choices.clear();
    let mut orphan = item(3, "c", ItemKind::Text);
    orphan.group = Some(9);
    let faults = Form::new(body(vec![unknown, twice, orphan])).unwrap_err();
    assert_eq!(faults.len(), 3);
}

#[test]
fn relevance_that_depends_on_itself_is_refused_with_its_path() {
    let mut first = item(1, "first", ItemKind::Text);
    first.relevant = Some("${second} = 1".into());
    let mut group = item(2, "group", ItemKind::Group);
    group.relevant = Some("${first} = 1".into());
    let mut second = item(3, "second", ItemKind::Text);
    second.group = Some(2);
    let faults = Form::new(body(vec![first, group, second])).unwrap_err();
    let path = ["first", "second", "group", "first"].map(str::to_owned).to_vec();
    let (item, column) = ("first".into(), Some("relevant"));
    assert_eq!(faults, [FormError::Cycle { number: 1, item, column, path }]);
}

#[test]
fn what_nobody_could_satisfy_is_refused_in_a_new_form_and_read_in_a_published_one() {
    let mut pattern = item(1, "a", ItemKind::Text);
    pattern.constraint = Some("regex(., '(')".into());
    let mut whole = item(2, "b", ItemKind::Integer);
    whole.default = Some("'2.5'".into());
    let mut chosen = item(3, "c", ItemKind::SelectOne);
    chosen.default = Some("'perhaps'".into());
    let body = body(vec![pattern, whole, chosen]);
    let lines: Vec<String> =
        Form::import(body.clone()).unwrap_err().iter().map(ToString::to_string).collect();
    let expected = [
        "item a, constraint: not a regular expression: Opening parenthesis without closing \
         parenthesis",
        "item b, default: 2.5 is no answer to this question",
        "item c, default: perhaps is no answer to this question",
    ];
    assert_eq!(lines, expected);
    assert!(Form::new(body).is_ok());
}

#[test]
fn the_longest_expression_is_evaluated_on_a_small_stack() {
    let sum = |terms: usize| vec!["1"; terms].join(" + ");
    let evaluate = |source: &str| {
        let form = Form::new(body(vec![computed(1, "a", source)]))?;
        let filling = Filling::open(&form, Record::default(), Setting::default());
        Ok::<_, Vec<FormError>>(text_at(&filling, &[], 1))
    };
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let small = small.spawn(move || {
        assert_eq!(evaluate(&sum(513)).unwrap(), "513");
        // Ladder in ladder: each is short enough, the tree of all is not.
        let nested = (0..7).fold(sum(400), |inner, _| format!("({inner}) + {}", sum(400)));
        evaluate(&nested).map_err(|faults| faults.len())
    });
    assert_eq!(small.unwrap().join().unwrap(), Err(1));
}

#[test]
fn a_form_reads_back_as_it_was_written() {
    let form = checklist();
    assert_eq!(Form::decode(&form.encode()).unwrap(), form);
    assert!(matches!(Form::decode(&[0xa0]), Err(FormError::Malformed(_))));
}

#[test]
fn a_key_from_the_future_is_passed_over() {
    let mut bytes = checklist().encode();
    // A sixth key, 9, with a text.
    bytes[0] += 1;
    bytes.extend([0x09, 0x61, 0x78]);
    assert_eq!(Form::decode(&bytes).unwrap(), checklist());
}

proptest! {
    #[test]
    fn any_source_is_an_expression_or_refused(source in "[-.()a-z0-9${}'\"<>=! ,]{0,40}") {
        let form = body(vec![item(1, "a", ItemKind::Text)]);
        let tree = tree::Tree::of(&form);
        let stand = parse::Stand { tree: &tree, own: 1, columns: true };
        let _ = parse::parse(&source, stand);
    }

    #[test]
    fn any_bytes_are_a_form_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = Form::decode(&bytes);
    }
}

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

use super::*;
use domain::event::Value;
use domain::form::{Answers, Choice, FormState, Item, ItemKind};
use proptest::prelude::*;
use std::fmt::Write as _;

mod bounds;
mod files;
mod shipped;
mod types;
mod workbook;

use workbook::Workbook;

const PRACTICE: &[u8] = include_bytes!("../../forms/practice-opening.xlsx");

/// Nothing lies beside a workbook.
fn nothing(name: &str) -> Result<Vec<u8>, String> {
    Err(format!("there is no {name}"))
}

fn import(xlsx: &[u8], stem: &str) -> Result<Form, Vec<Refusal>> {
    super::import(xlsx, stem, &nothing).map(|imported| imported.form)
}

/// A form as a person reads it, every language and rule in sight.
fn as_text(form: &Form) -> String {
    let body = form.body();
    let mut text = format!("{} {:?} {:?}\n", body.name, body.label_version, body.languages);
    texts(&mut text, "", "title", &body.titles);
    for item in &body.items {
        let indent = if item.group.is_some() { "    " } else { "  " };
        writeln!(text, "{indent}{} {} {:?}", item.number, item.name, item.kind).unwrap();
        item_text(&mut text, &format!("{indent}    "), item);
    }
    text
}

fn item_text(text: &mut String, indent: &str, item: &Item) {
    texts(text, indent, "label", &item.labels);
    texts(text, indent, "hint", &item.hints);
    texts(text, indent, "guidance", &item.guidance);
    for (column, source) in [
        ("relevant", &item.relevant),
        ("constraint", &item.constraint),
        ("required", &item.required),
        ("calculation", &item.calculation),
        ("choice_filter", &item.choice_filter),
        ("default", &item.default),
        ("read_only", &item.read_only),
        ("repeat_count", &item.repeat_count),
    ] {
        if let Some(source) = source {
            writeln!(text, "{indent}{column}: {source}").unwrap();
        }
    }
    texts(text, indent, "constraint_message", &item.constraint_messages);
    texts(text, indent, "required_message", &item.required_messages);
    let trigger: Vec<String> = item.trigger.iter().map(ToString::to_string).collect();
    let parameters = item.parameters.iter().map(|(name, value)| format!("{name}={value}"));
    for (column, words) in [
        ("trigger", trigger),
        ("appearance", item.appearance.clone()),
        ("parameters", parameters.collect()),
    ] {
        if !words.is_empty() {
            writeln!(text, "{indent}{column}: {}", words.join(" ")).unwrap();
        }
    }
    for Choice { number, name, labels, columns } in &item.choices {
        let labels: Vec<&str> = labels.values().map(String::as_str).collect();
        let columns: Vec<String> =
            columns.iter().map(|(column, cell)| format!(" [{column} {cell}]")).collect();
        let (labels, columns) = (labels.join(" / "), columns.concat());
        writeln!(text, "{indent}{number} {name}: {labels}{columns}").unwrap();
    }
}

fn texts(text: &mut String, indent: &str, what: &str, all: &domain::definition::Texts) {
    for (language, words) in all {
        writeln!(text, "{indent}{what} {language}: {words}").unwrap();
    }
}

/// The lines an operator reads.
fn refusals(workbook: &Workbook) -> String {
    let refusals = import(&workbook.bytes(), "checklist").unwrap_err();
    refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn survey(rows: &[&[&str]]) -> Workbook {
    Workbook::new().sheet("survey", rows)
}

fn state(form: &Form, answers: &[(&str, Value)]) -> FormState {
    let number = |name: &str| form.item_named(name).unwrap().number;
    let answers: Answers =
        answers.iter().map(|(name, value)| (number(name), value.clone())).collect();
    form.evaluate(&answers)
}

#[test]
fn the_shipped_practice_checklist_reads_as_this_text() {
    insta::assert_snapshot!(as_text(&import(PRACTICE, "").unwrap()));
}

#[test]
fn the_shipped_practice_checklist_has_every_text_in_three_languages() {
    let form = import(PRACTICE, "").unwrap();
    let body = form.body();
    assert_eq!(body.languages, ["kk", "en", "ru"]);
    let three = |texts: &domain::definition::Texts| texts.is_empty() || texts.len() == 3;
    assert_eq!(body.titles.len(), 3);
    for item in &body.items {
        assert_eq!(item.labels.len(), 3, "{}", item.name);
        assert!(three(&item.hints) && three(&item.constraint_messages), "{}", item.name);
        assert!(three(&item.required_messages), "{}", item.name);
        assert!(item.choices.iter().all(|choice| choice.labels.len() == 3), "{}", item.name);
        assert_ne!(item.labels["kk"], item.labels["ru"]);
    }
}

#[test]
fn the_shipped_practice_checklist_skips_and_asks() {
    let form = import(PRACTICE, "").unwrap();
    let yes = Value::Chosen(vec![1]);
    let empty = state(&form, &[]);
    let sealed = state(&form, &[("box_sealed", yes.clone())]);
    assert_eq!(sealed.missing, empty.missing, "one is answered, the seals are asked for");
    let many = state(&form, &[("box_sealed", yes), ("seal_count", Value::Integer(21))]);
    assert_eq!(many.violated, 1);
}

#[test]
fn groups_languages_and_rules_are_taken() {
    let workbook = survey(&[
        &["type", "name", "label", "label::English (en)", "relevant", "required", "constraint"],
        &["begin group", "g", "Топ", "Group", "", "", ""],
        &["select one yn", "q", "Сұрақ", "Question", "", "yes", ""],
        &["end group", "", "", "", "", "", ""],
        &["decimal", "d", "Сан", "Number", "selected(${q}, 'y')", "", ". > 0.5"],
        &["note", "n", "Рақмет", "Thanks", "", "", ""],
    ])
    .sheet("choices", &[&["list_name", "name", "label"], &["yn", "y", "Иә"], &["yn", "n", "Жоқ"]])
    .sheet("settings", &[&["form_id", "default_language"], &["f", "Қазақша (kk)"]])
    .sheet("remarks", &[&["anything"], &["goes"]]);
    let form = import(&workbook.bytes(), "file").unwrap();
    let kinds: Vec<ItemKind> = form.body().items.iter().map(|item| item.kind).collect();
    let expected = [ItemKind::Group, ItemKind::SelectOne, ItemKind::Decimal, ItemKind::Note];
    assert_eq!(kinds, expected);
    assert_eq!(form.body().languages, ["kk", "en"]);
    assert_eq!(form.body().name, "f");
    assert_eq!(form.item_named("q").unwrap().group, Some(1));
    assert_eq!(form.item_named("q").unwrap().required.as_deref(), Some("true()"));
}

#[test]
fn a_form_without_settings_is_named_after_its_file() {
    let workbook = survey(&[&["type", "name", "label"], &["text", "q", "Q"]]);
    assert_eq!(import(&workbook.bytes(), "opening").unwrap().body().name, "opening");
}

#[test]
fn every_fault_is_refused_by_sheet_row_column_and_reason_at_once() {
    let workbook = survey(&[
        &["type", "name", "label", "relevant", "constraint", "calculation", "required", ""],
        &["calculate", "c", "C", "", "", "1 + 1", "", ""],
        &["text", "1st", "T", "", "", "", "", "stray"],
        &["text", "", "T", "", "", "", "", ""],
        &["text", "twice", "T", "", "", "", "", ""],
        &["text", "twice", "", "", "", "", "", ""],
        &["select_one nolist", "s", "S", "", "", "", "", ""],
        &["select_one", "s2", "S", "", "", "", "", ""],
        &["integer", "i", "I", "${nobody} = 1", ". >", "", "now() > 1", ""],
        &["note", "n", "N", "", ". = 1", "", "yes", ""],
        &["begin repeat", "r", "R", "", "", "", "", ""],
        &["end group", "", "", "", "", "", "", ""],
        &["begin_group", "open", "", "", "", "", "", ""],
        &["", "lost", "L", "", "", "", "", ""],
    ])
    .sheet(
        "choices",
        &[
            &["list_name", "name", "label", "region"],
            &["l", "a b", "A", "north"],
            &["l", "c", "", ""],
            &["l", "c", "C", ""],
            &["", "d", "D", ""],
        ],
    )
    .sheet("settings", &[&["form_id", "style"], &["f", "pages"], &["g", ""]]);
    insta::assert_snapshot!(refusals(&workbook));
}

#[test]
fn a_circle_of_relevance_is_refused_with_its_path() {
    let workbook = survey(&[
        &["type", "name", "label", "relevant"],
        &["text", "a", "A", "${b} = 1"],
        &["text", "b", "B", "${a} = 1"],
    ]);
    let expected = "sheet survey, row 2, column relevant: it depends on itself: a → b → a";
    assert_eq!(refusals(&workbook), expected);
}

#[test]
fn a_fault_in_the_first_of_two_rows_of_one_name_is_told_there() {
    let workbook = survey(&[
        &["type", "name", "label", "relevant"],
        &["begin group", "g", "G", ""],
        &["text", "a", "A", "${nobody} = 1"],
        &["end group", "", "", ""],
        &["text", "a", "A", ""],
    ]);
    let expected = "sheet survey, row 3, column relevant: no question is named nobody";
    assert_eq!(refusals(&workbook), expected);
}

#[test]
fn an_unknown_or_double_name_in_a_label_is_refused_in_its_cell() {
    let workbook = survey(&[
        &["type", "name", "label"],
        &["begin group", "g", "G"],
        &["text", "a", "A"],
        &["end group", "", ""],
        &["text", "a", "A"],
        &["select_one l", "b", "Of ${a}"],
    ])
    .sheet("choices", &[&["list_name", "name", "label"], &["l", "x", "X ${nobody}"]])
    .sheet("settings", &[&["form_id", "form_title"], &["f", "Of ${nothing}"]]);
    let expected = [
        "sheet survey, row 6, column label: several questions are named a",
        "sheet choices, row 2, column label: no question is named nobody",
        "sheet settings, row 2, column form_title: no question is named nothing",
    ];
    assert_eq!(refusals(&workbook), expected.join("\n"));
}

#[test]
fn every_language_of_any_text_is_one_of_the_forms() {
    let workbook = survey(&[
        &["type", "name", "label::en", "guidance_hint::sq", "constraint_message::sr", "constraint"],
        &["integer", "a", "A", "udhëzim", "порука", ". > 1"],
    ])
    .sheet("settings", &[&["form_id", "form_title::ru", "default_language"], &["f", "Т", "en"]]);
    let form = import(&workbook.bytes(), "").unwrap();
    assert_eq!(form.body().languages, ["en", "ru", "sq", "sr"]);
}

#[test]
fn bent_quotation_marks_are_meant_straight() {
    let workbook = survey(&[
        &["type", "name", "label", "relevant"],
        &["text", "a", "A", ""],
        &["text", "b", "B", "${a} = ‘x’ or ${a} = “y”"],
    ]);
    assert!(import(&workbook.bytes(), "f").is_ok());
}

#[test]
fn a_workbook_without_its_sheets_or_columns_says_which() {
    assert_eq!(
        refusals(&Workbook::new().sheet("Sheet1", &[&["type"]])),
        "sheet survey: there is no sheet of this name"
    );
    let lines = refusals(&survey(&[&["kind", "name"], &["text", "q"]]));
    assert!(lines.starts_with("sheet survey, row 1, column type: there is no column"), "{lines}");
    let entities = survey(&[&["type", "name", "label"], &["text", "q", "Q"]]);
    let entities = entities.sheet("entities", &[&["dataset"]]);
    assert_eq!(refusals(&entities), "sheet entities: this sheet is not supported");
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b""[..], b"PK\x03\x04", b"type,name,label\n"] {
        let refusals = import(bytes, "f").unwrap_err();
        assert!(matches!(refusals[0].reason, Reason::NotAWorkbook(_)));
    }
}

#[test]
fn a_value_in_the_last_corner_of_a_sheet_costs_no_memory() {
    let workbook = survey(&[&["type", "name", "label"], &["text", "q", "Q"]]);
    let workbook = workbook.cell("survey", "XFD1048576", "far");
    let lines = refusals(&workbook);
    assert!(lines.starts_with("sheet survey, row 1048576, column XFD: more than"), "{lines}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_workbook_is_read_or_refused(
        at in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut: Option<proptest::sample::Index>,
    ) {
        let mut bytes = PRACTICE.to_vec();
        for (index, byte) in at {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(refusals) = import(&bytes, "f") {
            prop_assert!(!refusals.is_empty());
        }
    }

    #[test]
    fn any_cells_are_a_form_or_refused(
        rows in proptest::collection::vec(
            proptest::collection::vec("(text|note|(begin|end) group|select_one l|[ -~]{0,9})", 4),
            0..8,
        ),
    ) {
        let header: &[&str] = &["type", "name", "label", "relevant"];
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let all: Vec<&[&str]> =
            std::iter::once(header).chain(rows.iter().map(Vec::as_slice)).collect();
        if let Err(refusals) = import(&survey(&all).bytes(), "f") {
            prop_assert!(!refusals.is_empty());
        }
    }
}

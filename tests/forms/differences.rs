//! Each known difference in values, as small as it gets; see DIFFERENCES.md.
//!
//! A difference that is gone fails here, so that the list never says more than is so.

use crate::compare::{Readers, differences};
use crate::ours::{read, run};
use crate::readers::{NIGHT, NOON, skipped};
use crate::sketch::{Act, Language};
use crate::workbook::Workbook;

/// Entry, survey rows, and words that tell the difference.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("regex", "| calculate | c | | regex('abc', 'b') |", &["\"false\"", "\"true\""]),
    ("boolean", "| calculate | c | | boolean(${a}) |", &["\"false\"", "\"true\""]),
    ("version", "| calculate | c | | version() |", &["'version' is not defined"]),
    ("round", "| calculate | c | | round(-2.5) |", &["\"-2\"", "\"-3\""]),
    ("exponent", "| calculate | c | | 1 div 10000000 |", &["\"0.0000001\"", "\"1e-7\""]),
    ("number", "| calculate | c | | number('1e3') |", &["\"\"", "\"1000\""]),
    ("number", "| calculate | c | | number(' ') |", &["value: \"\"", "value: \"0\""]),
    (
        "number",
        "| calculate | c | | number(normalize-space('2020-02-29T23:59:30Z')) |",
        &["value: \"18321.99", "value: \"18321\""],
    ),
    ("infinity", "| calculate | c | | number('Infinity') |", &["\"\"", "\"Infinity\""]),
    (
        "substring-after",
        "| calculate | c | | substring-after('abc', 'abc') |",
        &["value: \"\"", "value: \"bc\""],
    ),
    (
        "sum",
        "| begin_repeat | r | R | | | 0 |\n| integer | b | B |\n| end_repeat |\n\
         | calculate | c | | sum(${b}) |",
        &["value: \"0\"", "value: \"\""],
    ),
    (
        "indexed-repeat",
        "| begin_repeat | r | R |\n| integer | b | B |\n| end_repeat |\n\
         | calculate | c | | indexed-repeat(${b}, ${r}, 5) != 'x' |",
        &["value: \"true\"", "value: \"false\""],
    ),
    ("nan", "| calculate | c | | concat(number('x'), 'y') |", &["\"NaNy\"", "\"y\""]),
    (
        "sunday",
        "| calculate | c | | format-date('2026-12-06', '%a') |",
        &["value: \"Sun\"", "value: \"\""],
    ),
    (
        "date-time",
        "| calculate | c | | date-time('2026-12-06') |",
        &["value: \"2026-12-06T00:00:00.000+00:00\"", "value: \"2026-12-06\""],
    ),
    ("checklist", "| calculate | c | | checklist(1, 1, '0') |", &["\"false\"", "\"true\""]),
    ("calculation", "| text | c | C | 1 + 1 |", &["read_only: true", "read_only: false"]),
    ("decimal", "| decimal | c | C | | 2.50 |", &["\"2.50\"", "\"2.5\""]),
    ("moment", "| time | c | C | | 07:00 |", &["\"07:00\"", "\"\""]),
    (
        "or_other",
        "| select_one l or_other | b | B | |\n| select_one l | c | C | |",
        &["Some([\"x\"])", "Some([\"x\", \"other\"])"],
    ),
];

const HEADERS: &str = "| type | name | label | calculation | default | repeat_count |";

#[test]
fn every_listed_difference_in_values_is_still_one() {
    let Some(mut readers) = Readers::start() else { return skipped("pyxform or ODK's engine") };
    for (entry, rows, tells) in VALUES {
        let survey = format!("{HEADERS}\n| text | a | A |\n{rows}");
        let mut book = Workbook { sheets: vec![("survey", Workbook::rows_of_text(&survey))] };
        book.sheets.extend(
            Workbook::of_text("choices\n| list_name | name | label |\n| l | x | X |").sheets,
        );
        let form = read(&book).unwrap();
        let xml = readers.convert(&book).unwrap();
        let (steps, ours) = run(&form, &[], Language::English, NOON.now);
        let found = match readers.states(&xml, &steps, Language::English) {
            Ok(theirs) => {
                let last = ours.last().zip(theirs.last()).unwrap();
                differences(last.0, last.1).join("\n")
            }
            Err(stopped) => stopped,
        };
        for tell in *tells {
            assert!(found.contains(tell), "{entry}: {tell} is not in {found}");
        }
    }
}

/// What a form asks of clock and calendar on a counting night, read alike by both.
const AT_NIGHT: [&str; 16] = [
    "now()",
    "today()",
    "now() >= today()",
    "date('2026-12-06') = today()",
    "date('2026-12-06') <= now()",
    "'2026-12-06T02:59:00' <= now()",
    "'2026-12-06T03:01:00' <= now()",
    "'2026-12-05T21:59:00Z' <= now()",
    "'2026-12-05T22:01:00Z' <= now()",
    "today() - date('2026-12-01')",
    "round(now() - today(), 4)",
    "format-date(date(decimal-date-time(now()) + 1), '%Y-%m-%d')",
    "format-date(date(now() + 1), '%Y-%m-%d')",
    "format-date(date(today() - 1), '%Y-%m-%d')",
    "format-date('2026-12-05T22:00:00Z', '%Y-%m-%d')",
    "format-date-time(now(), '%Y-%m-%d %H:%M')",
];

#[test]
fn a_counting_night_in_almaty_is_the_same_night_in_both_but_for_the_listed_difference() {
    let Some(mut readers) = Readers::at(NIGHT) else {
        return skipped("pyxform or ODK's engine");
    };
    let header = "| type | name | label | calculation | constraint |";
    let mut survey = format!("{header}\n| dateTime | d | D | | . <= now() |");
    for (number, expression) in AT_NIGHT.iter().enumerate() {
        survey.push_str(&format!("\n| calculate | c{number} | | {expression} | |"));
    }
    let book = Workbook { sheets: vec![("survey", Workbook::rows_of_text(&survey))] };
    let mut compared = |book: &Workbook, acts: &[Act]| {
        let xml = readers.convert(book).unwrap();
        let (steps, ours) = run(&read(book).unwrap(), acts, Language::English, NIGHT.now);
        let theirs = readers.states(&xml, &steps, Language::English).unwrap();
        assert_eq!((ours.len(), theirs.len()), (acts.len() + 1, acts.len() + 1));
        ours.iter()
            .zip(&theirs)
            .flat_map(|(one, two)| differences(one, two))
            .collect::<Vec<String>>()
    };
    // Seven in London is still to come.
    let acts = [Act { place: 1, value: 0 }];
    assert_eq!(compared(&book, &acts), Vec::<String>::new());
    let survey =
        format!("{header}\n| text | a | A | | |\n| calculate | c | | decimal-date-time(now()) | |");
    let book = Workbook { sheets: vec![("survey", Workbook::rows_of_text(&survey))] };
    let found = compared(&book, &[]).join("\n");
    assert!(found.contains("20793.125") && found.contains("20792.91666"), "{found}");
}

/// Entry, a whole form, the acts, and words that tell the difference after them; read in Russian.
const ACTED: &[(&str, &str, &[Act], &[&str])] = &[
    (
        "rounds",
        "survey\n| type | name | label |\n| begin_repeat | r | R |\n| begin_repeat | s | S |
        | text | a | A |\n| end_repeat | | |\n| end_repeat | | |",
        &[Act { place: 0, value: 1 }],
        &["/data/r[2]/s[1]/a: theirs has no such node"],
    ),
    (
        "hidden-default",
        "survey\n| type | name | label | relevant | default |\n| integer | a | A | | |
        | text | b | B | ${a} = 3 | concat('x', 'y') |",
        &[Act { place: 1, value: 6 }],
        &["value: \"xy\"", "value: \"\""],
    ),
    (
        "trigger",
        "survey\n| type | name | label | relevant | calculation | trigger |
        | integer | a | A | | | |\n| integer | b | B | ${a} != 3 | | |
        | calculate | c | | | concat('x', ${a}) | ${b} |",
        &[Act { place: 5, value: 4 }, Act { place: 1, value: 6 }],
        &["value: \"x\"", "value: \"x3\""],
    ),
    (
        "trigger-order",
        "survey\n| type | name | label | repeat_count | calculation | trigger |
        | integer | a | A | | | |\n| begin_repeat | r | R | if(${a} > 0, 3, 0) | | |
        | integer | b | B | | | |\n| end_repeat | | | | | |
        | calculate | c | | | count(${r}) | ${a} |",
        &[Act { place: 1, value: 6 }],
        &["value: \"3\"", "value: \"0\""],
    ),
    (
        "unoffered",
        "survey\n| type | name | label | read_only | choice_filter |\n| integer | a | A | | |
        | select_one l | b | B | ${a} = 3 | not(${a} = 3) |
        choices\n| list_name | name | label |\n| l | x | X |",
        &[Act { place: 5, value: 0 }, Act { place: 1, value: 6 }],
        &["value: \"x\"", "broken: true", "value: \"\""],
    ),
    (
        "filter-path",
        "survey\n| type | name | label | choice_filter | repeat_count |\n| integer | a | A | | |
        | begin_repeat | r | R | | 2 |\n| select_one l | b | B | ${a} != 3 or position(..) = 2 | |
        | end_repeat | | | | |\nchoices\n| list_name | name | label |\n| l | x | X |",
        &[Act { place: 1, value: 6 }],
        &["/data/r[2]/b", "offered: Some([\"x\"])", "offered: Some([])"],
    ),
    (
        "filter-choice-name",
        "survey\n| type | name | label | choice_filter |\n| begin_repeat | r | R | |
        | select_one l | a | A | |\n| select_one l | b | B | jr:choice-name(${a}, '${a}') = '' |
        | end_repeat | | | |\nchoices\n| list_name | name | label |\n| l | x | X |",
        &[],
        &["No element found"],
    ),
    (
        "blank-count",
        "survey\n| type | name | label | repeat_count |\n| integer | a | A | |
        | begin_repeat | r | R | ${a} + 1 |\n| text | b | B | |\n| end_repeat | | | |",
        &[Act { place: 1, value: 4 }, Act { place: 1, value: 15 }],
        &["/data/r[2]: ours has no such node"],
    ),
    (
        "choice-name",
        "survey\n| type | name | label::English (en) | label::Русский (ru) | calculation |
        | select_one l | a | A | А | |\n| calculate | c | | | jr:choice-name(${a}, '${a}') |
        choices\n| list_name | name | label::English (en) | label::Русский (ru) |
        | l | x | Yes | Да |\nsettings\n| default_language |\n| English (en) |",
        &[Act { place: 1, value: 0 }],
        &["value: \"Yes\"", "value: \"Да\""],
    ),
];

#[test]
fn every_listed_difference_in_what_acts_do_is_still_one() {
    let Some(mut readers) = Readers::start() else { return skipped("pyxform or ODK's engine") };
    for (entry, form, acts, tells) in ACTED {
        let book = Workbook::of_text(form);
        let xml = readers.convert(&book).unwrap();
        let (steps, ours) = run(&read(&book).unwrap(), acts, Language::Russian, NOON.now);
        let found = match readers.states(&xml, &steps, Language::Russian) {
            Ok(theirs) => {
                assert_eq!(differences(&ours[0], &theirs[0]), [""; 0], "{entry}");
                let last = ours.last().zip(theirs.last()).unwrap();
                differences(last.0, last.1).join("\n")
            }
            Err(stopped) => stopped,
        };
        for tell in *tells {
            assert!(found.contains(tell), "{entry}: {tell} is not in {found}");
        }
    }
}

#[test]
fn the_list_of_differences_names_what_the_cases_name_and_nothing_else() {
    let listed: Vec<&str> = include_str!("DIFFERENCES.md")
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let mut named: Vec<&str> = VALUES.iter().map(|(entry, ..)| *entry).collect();
    named.extend(ACTED.iter().map(|(entry, ..)| *entry));
    named.extend(crate::acceptance::entries());
    named.extend(crate::examples::entries());
    named.push("decimal-date-time");
    for entry in &listed {
        assert!(named.contains(entry), "{entry} has no case");
    }
    for entry in named {
        assert!(listed.contains(&entry), "{entry} is not in DIFFERENCES.md");
    }
}

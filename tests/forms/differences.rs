//! Each known difference in values, as small as it gets; see DIFFERENCES.md.
//!
//! A difference that is gone fails here, so that the list never says more than is so.

use crate::compare::{Readers, differences};
use crate::ours::{read, run};
use crate::readers::skipped;
use crate::sketch::Act;
use crate::workbook::Workbook;

/// Entry, survey rows, and words that tell the difference.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("regex", "| calculate | c | | regex('abc', 'b') |", &["\"false\"", "\"true\""]),
    ("boolean", "| calculate | c | | boolean(${a}) |", &["\"false\"", "\"true\""]),
    ("version", "| calculate | c | | version() |", &["'version' is not defined"]),
    ("round", "| calculate | c | | round(-2.5) |", &["\"-2\"", "\"-3\""]),
    ("exponent", "| calculate | c | | 1 div 10000000 |", &["\"0.0000001\"", "\"1e-7\""]),
    ("number", "| calculate | c | | number('1e3') |", &["\"\"", "\"1000\""]),
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
        let (steps, ours) = run(&form, &[]);
        let found = match readers.states(&xml, &steps) {
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

#[test]
fn a_repeat_in_a_new_round_begins_with_a_round_here_and_with_none_in_the_engine() {
    let Some(mut readers) = Readers::start() else { return skipped("pyxform or ODK's engine") };
    let survey = "| type | name | label |\n| begin_repeat | r | R |\n| begin_repeat | s | S |
        | text | a | A |\n| end_repeat | | |\n| end_repeat | | |";
    let book = Workbook { sheets: vec![("survey", Workbook::rows_of_text(survey))] };
    let xml = readers.convert(&book).unwrap();
    let (steps, ours) = run(&read(&book).unwrap(), &[Act { place: 0, value: 1 }]);
    let theirs = readers.states(&xml, &steps).unwrap();
    assert_eq!(differences(&ours[0], &theirs[0]), [""; 0]);
    let found = differences(&ours[1], &theirs[1]).join("\n");
    assert!(found.contains("/data/r[2]/s[1]/a: theirs has no such node"), "{found}");
}

#[test]
fn the_list_of_differences_names_what_the_cases_name_and_nothing_else() {
    let listed: Vec<&str> = include_str!("DIFFERENCES.md")
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let mut named: Vec<&str> = VALUES.iter().map(|(entry, ..)| *entry).collect();
    named.push("rounds");
    named.extend(crate::acceptance::entries());
    for entry in &listed {
        assert!(named.contains(entry), "{entry} has no case");
    }
    for entry in named {
        assert!(listed.contains(&entry), "{entry} is not in DIFFERENCES.md");
    }
}

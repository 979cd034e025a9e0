//! The example workbooks of pyxform's own source package: imported, or refused for a reason.
//!
//! They are fetched by the test and never kept here; what is kept is what we and today's pyxform
//! say of each, in `examples.txt`. Where we alone refuse, the entries of DIFFERENCES.md stand
//! beside it. A line changes only with a reason to be read in the change.

use crate::readers::{Reader, examples, skipped};
use serde_json::json;
use server::forms::import;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The source package whose examples are read.
const VERSION: &str = "1.4.0";

#[test]
fn pyxforms_example_workbooks_import_or_are_refused_for_the_kept_reason() {
    let Some(books) = examples(VERSION) else { return skipped("pyxform's source package") };
    let Some(mut pyxform) = Reader::pyxform() else { return skipped("pyxform") };
    let mut said = String::new();
    for book in &books {
        let name = book.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(book).unwrap();
        let stem = name.split('.').next().unwrap();
        let taken = pyxform.ask(&json!({ "path": book }))["xml"].is_string();
        match import(&bytes, stem, &|name| beside(book, name)) {
            Ok(imported) => {
                let items = imported.form.body().items.len();
                let verdict = if taken { "both take it" } else { "ours alone takes it" };
                writeln!(said, "{name}: {verdict}, {items} items").unwrap();
            }
            Err(refusals) => {
                let lines: Vec<String> = refusals.iter().map(ToString::to_string).collect();
                let shown = &lines[..lines.len().min(6)];
                match taken {
                    true => writeln!(said, "{name}: ours alone refuses it: {}", listed(shown)),
                    false => writeln!(said, "{name}: both refuse it"),
                }
                .unwrap();
                for line in shown {
                    writeln!(said, "    {line}").unwrap();
                }
                if lines.len() > 6 {
                    writeln!(said, "    and {} more", lines.len() - 6).unwrap();
                }
            }
        }
    }
    let kept = include_str!("examples.txt");
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples.txt"), &said).unwrap();
    for (said, kept) in said.lines().zip(kept.lines()) {
        assert_eq!(said, kept, "the whole is in target/tmp/examples.txt");
    }
    assert_eq!(said.lines().count(), kept.lines().count());
    assert_eq!(books.len(), 58);
    println!("{} example workbooks of pyxform {VERSION}", books.len());
}

/// Words of a refusal, and the entry of DIFFERENCES.md that says why we refuse it alone; the first
/// that fits.
const ENTRIES: &[(&str, &str)] = &[
    ("there is no question", "nothing-asked"),
    ("leads nowhere", "grammar"),
    ("under no header", "cells"),
    ("write this cell as text", "cells"),
    ("column type: the type", "types"),
    ("there is no label", "label"),
    ("sheet settings", "settings"),
    ("column is not supported", "columns"),
    ("no sheet of this name", "one-sheet"),
    ("sheet external_choices", "external"),
];

/// Every entry that speaks of these refusals; at least one must.
fn listed(refusals: &[String]) -> String {
    let first = |line: &String| ENTRIES.iter().position(|(words, _)| line.contains(words));
    let found: BTreeSet<usize> = refusals.iter().filter_map(first).collect();
    let mut entries: Vec<&str> = found.into_iter().map(|at| ENTRIES[at].1).collect();
    entries.dedup();
    assert!(!entries.is_empty(), "no entry of DIFFERENCES.md speaks of {refusals:?}");
    let known = include_str!("DIFFERENCES.md");
    let missing = entries.iter().find(|entry| !known.contains(&format!("### {entry}\n")));
    assert_eq!(missing, None, "not in DIFFERENCES.md");
    entries.join(", ")
}

/// Entries that only these workbooks show.
pub fn entries() -> [&'static str; 2] {
    ["one-sheet", "external"]
}

fn beside(book: &Path, name: &str) -> Result<Vec<u8>, String> {
    fs::read(book.with_file_name(name)).map_err(|_| "no such file beside the workbook".to_owned())
}

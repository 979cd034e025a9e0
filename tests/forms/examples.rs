//! The example workbooks of pyxform's own source package: imported, or refused for a reason.
//!
//! They are fetched by the test and never kept here; what is kept is what we say of each, in
//! `examples.txt`. A line changes only with a reason to be read in the change.

use crate::readers::{examples, skipped};
use server::forms::import;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The source package whose examples are read.
const VERSION: &str = "1.4.0";

#[test]
fn pyxforms_example_workbooks_import_or_are_refused_for_the_kept_reason() {
    let Some(books) = examples(VERSION) else { return skipped("pyxform's source package") };
    let mut said = String::new();
    for book in &books {
        let name = book.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(book).unwrap();
        let stem = name.split('.').next().unwrap();
        match import(&bytes, stem, &|name| beside(book, name)) {
            Ok(imported) => {
                let items = imported.form.body().items.len();
                writeln!(said, "{name}: {items} items").unwrap();
            }
            Err(refusals) => {
                writeln!(said, "{name}: refused").unwrap();
                for refusal in refusals.iter().take(6) {
                    writeln!(said, "    {refusal}").unwrap();
                }
                if refusals.len() > 6 {
                    writeln!(said, "    and {} more", refusals.len() - 6).unwrap();
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

fn beside(book: &Path, name: &str) -> Result<Vec<u8>, String> {
    fs::read(book.with_file_name(name)).map_err(|_| "no such file beside the workbook".to_owned())
}

//! Limits of the house style: files, functions, lines.
//!
//! Tests are apart: a table of cases may be long. What is generated is not counted.

use syn::spanned::Spanned as _;
use syn::visit::Visit;

use crate::tree::{Source, is_test, none, sources};

const FILE_LINES_MAX: usize = 500;
const FILE_LINES_MEDIAN: usize = 120;
const HEADER_LINES: std::ops::RangeInclusive<usize> = 3..=12;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_CHARS_MAX: usize = 100;

fn written() -> Vec<Source> {
    let all = sources(&[".rs", ".ts", ".svelte", ".sql", ".mjs", ".css"]);
    all.into_iter().filter(|source| !source.path.contains("/bindings/")).collect()
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let mut broken = Vec::new();
    for source in written().iter().filter(|source| !is_test(&source.path)) {
        let lines = source.text.lines().count();
        if lines > FILE_LINES_MAX {
            broken.push(format!("{}: {lines}", source.path));
        }
    }
    none("files over 500 lines", &broken);
}

#[test]
fn no_line_of_rust_typescript_or_sql_is_longer_than_100_characters() {
    let mut broken = Vec::new();
    for source in written().iter().filter(|source| !source.path.ends_with(".css")) {
        for (number, line) in source.text.lines().enumerate() {
            // An address or a hash cannot be broken; a line that is one string may stand.
            let unbreakable = line.split_whitespace().count() <= 2;
            if line.chars().count() > LINE_CHARS_MAX && !unbreakable {
                broken.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("lines over 100 characters", &broken);
}

#[derive(Default)]
struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn note(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let lines = body.span().end().line - signature.span().start().line + 1;
        self.0.push((signature.ident.to_string(), signature.span().start().line, lines));
    }
}

impl Visit<'_> for Functions {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        self.note(&function.sig, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        self.note(&function.sig, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }
}

#[test]
fn no_function_is_longer_than_70_lines() {
    let mut broken = Vec::new();
    let mut seen = 0;
    for source in written().iter().filter(|source| source.path.ends_with(".rs")) {
        let mut found = Functions::default();
        found.visit_file(&syn::parse_file(&source.text).unwrap());
        seen += found.0.len();
        for (name, line, lines) in found.0 {
            if lines > FUNCTION_LINES_MAX && !is_test(&source.path) {
                broken.push(format!("{}:{line}: {name} has {lines}", source.path));
            }
        }
    }
    none("functions over 70 lines", &broken);
    assert!(seen > 100, "the functions were found: {seen}");
}

#[test]
fn half_of_all_files_have_at_most_120_lines() {
    let all = written();
    let own = all.iter().filter(|source| !is_test(&source.path));
    let mut lines: Vec<usize> = own.map(|source| source.text.lines().count()).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= FILE_LINES_MEDIAN, "the median of {} files is {median}", lines.len());
    assert!(lines.len() > 200, "the files were found: {}", lines.len());
}

#[test]
fn every_rust_file_says_why_it_exists_in_3_to_12_lines() {
    let mut broken = Vec::new();
    for source in written().iter().filter(|source| source.path.ends_with(".rs")) {
        let header = source.text.lines().take_while(|line| line.starts_with("//!")).count();
        if !is_test(&source.path) && !HEADER_LINES.contains(&header) {
            broken.push(format!("{}: {header}", source.path));
        }
    }
    none("module headers", &broken);
}

#[test]
fn sql_of_more_than_two_lines_stands_in_a_file_of_its_own() {
    let mut broken = Vec::new();
    for source in written().iter().filter(|source| source.path.ends_with(".rs")) {
        if is_test(&source.path) {
            continue;
        }
        for verb in ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "CREATE "] {
            for (at, _) in source.text.match_indices(&format!("\"{verb}")) {
                let literal = source.text[at + 1..].split('"').next().unwrap_or_default();
                if literal.lines().count() > 2 {
                    let line = source.text[..at].lines().count();
                    broken.push(format!("{}:{line}", source.path));
                }
            }
        }
    }
    none("SQL of more than two lines in Rust", &broken);
}

#[test]
fn crates_below_the_shell_forbid_unsafe_code() {
    let mut broken = Vec::new();
    for source in sources(&["src/lib.rs", "src/main.rs"]) {
        let below = source.path.starts_with("crates/");
        if below && !source.text.contains("#![forbid(unsafe_code)]") {
            broken.push(source.path);
        }
    }
    none("unsafe code is not forbidden", &broken);
}

//! Limits of the house style: files, functions, lines.
//!
//! Tests are apart: a table of cases may be long. What is generated is not counted.

use syn::spanned::Spanned as _;
use syn::visit::Visit;

use crate::tree::{Source, is_test, none, sources};

const FILE_LINES_MAX: usize = 500;
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
fn every_rust_file_says_why_it_exists() {
    let mut broken = Vec::new();
    for source in written().iter().filter(|source| source.path.ends_with(".rs")) {
        let bare = source.path.ends_with("tests.rs") || source.path.contains("/tests/");
        if !bare && !source.text.starts_with("//!") && !source.path.starts_with("tests/") {
            broken.push(source.path.clone());
        }
    }
    none("no module header", &broken);
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

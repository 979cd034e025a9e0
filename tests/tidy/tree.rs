//! The files of the project, read once: everything but what is built or fetched.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing we wrote.
const NOT_OURS: &[&str] = &[
    "target",
    "node_modules",
    ".git",
    "dist",
    "dist-dashboard",
    "dist-mock",
    "paraglide",
    "gen",
    "dist-mock-dashboard",
    "cache",
    ".lix",
];

/// A file, its path relative to the root with `/` between the parts.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// All text files whose name ends in one of `endings`, sorted by path.
pub fn sources(endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|path| endings.iter().any(|ending| path.ends_with(ending)))
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(&path)).ok()?;
            Some(Source { path, text })
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) && !name.starts_with("dist-") {
            walk(&entry.path(), found);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
}

/// True for code that only tests run: file limits and the bans on clocks do not bind it.
pub fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.contains(".test.")
        || path.contains("/fake/")
        || path.ends_with("_tests.rs")
}

/// Fails with every line, if there is any.
pub fn none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

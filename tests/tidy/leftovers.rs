//! What must not be left behind: open ends, paths of somebody's machine, builders' scaffolding.

use crate::tree::{none, sources};

const ENDINGS: &[&str] = &[
    ".rs", ".ts", ".svelte", ".sql", ".md", ".toml", ".json", ".mjs", ".py", ".html", ".css",
    ".kts",
];

/// Split so that this file does not find itself.
fn open_ends() -> Vec<String> {
    [
        ("todo", "!("),
        ("unimplemented", "!("),
        ("FIX", "ME"),
        ("TO", "DO"),
        ("XX", "X"),
        ("dbg", "!("),
    ]
    .iter()
    .map(|(head, tail)| format!("{head}{tail}"))
    .collect()
}

fn machine_paths() -> Vec<String> {
    [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("C:", "\\Users")]
        .iter()
        .map(|(head, tail)| format!("{head}{tail}"))
        .collect()
}

fn places(words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources(ENDINGS) {
        if source.path.ends_with("package-lock.json") {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    found
}

#[test]
fn nothing_is_left_open() {
    none("left open", &places(&open_ends()));
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    none("machine paths", &places(&machine_paths()));
}

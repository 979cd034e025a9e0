//! The interface's tiers: who talks outside, who knows words of the field, and that no form's
//! expression is ever evaluated there.

use crate::tree::{Source, is_test, none, sources};

/// The top folders of `ui/src` that stand below the domain folders.
const LOW: &[&str] = &["shared", "bindings", "backend", "paraglide"];

fn interface() -> Vec<Source> {
    let all = sources(&[".ts", ".svelte"]).into_iter();
    let ours = all.filter(|source| source.path.starts_with("ui/src/"));
    let ours: Vec<Source> = ours.filter(|source| !source.path.contains("/bindings/")).collect();
    assert!(ours.len() > 20, "the interface was found: {} files", ours.len());
    ours
}

/// What a file imports: `(line, specifier)`.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for opening in ["from '", "from \"", "import('", "import(\"", "import '", "import \""] {
            if let Some(rest) = line.split(opening).nth(1) {
                let end = rest.find(['\'', '"']).unwrap_or(rest.len());
                found.push((number + 1, rest[..end].to_owned()));
            }
        }
    }
    found
}

/// The folder of `ui/src` that a specifier leads to; `None` for a package.
fn folder(from: &str, specifier: &str) -> Option<String> {
    match specifier {
        "#backend" | "#headquarters" => return Some("backend".into()),
        "#words" | "#locale" => return Some("paraglide".into()),
        _ if !specifier.starts_with('.') => return None,
        _ => {}
    }
    let mut at: Vec<&str> = from.split('/').collect();
    at.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => drop(at.pop()),
            part => at.push(part),
        }
    }
    at.get(2).map(|folder| (*folder).to_owned())
}

fn own_folder(source: &Source) -> String {
    source.path.split('/').nth(2).unwrap().to_owned()
}

#[test]
fn only_the_backend_talks_outside() {
    let words = ["fetch(", "XMLHttpRequest", "WebSocket(", "EventSource(", "sendBeacon", "invoke("];
    let mut broken = Vec::new();
    for source in interface() {
        if own_folder(&source) == "backend" {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            let comment = ["//", "*", "/*"].iter().any(|open| line.trim_start().starts_with(open));
            if let Some(word) = words.iter().find(|word| !comment && line.contains(**word)) {
                broken.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    none("talks outside", &broken);
}

#[test]
fn tauri_is_imported_in_one_file() {
    let mut broken = Vec::new();
    let mut there = false;
    for source in interface() {
        for (line, specifier) in imports(&source) {
            if specifier.starts_with("@tauri-apps/") {
                there |= source.path == "ui/src/backend/tauri.ts";
                if source.path != "ui/src/backend/tauri.ts" {
                    broken.push(format!("{}:{line}: {specifier}", source.path));
                }
            }
        }
    }
    none("@tauri-apps outside backend/tauri.ts", &broken);
    assert!(there, "the one import was found");
}

#[test]
fn shared_knows_no_word_of_the_field() {
    let mut broken = Vec::new();
    for source in interface().iter().filter(|source| own_folder(source) == "shared") {
        for (line, specifier) in imports(source) {
            let to = folder(&source.path, &specifier);
            if to.is_some_and(|to| to != "shared" && to != "paraglide") {
                broken.push(format!("{}:{line}: {specifier}", source.path));
            }
        }
    }
    none("shared imports from above", &broken);
}

#[test]
fn a_domain_folder_imports_no_view() {
    let mut broken = Vec::new();
    for source in interface() {
        let own = own_folder(&source);
        let entry = source.path.split('/').count() == 3;
        for (line, specifier) in imports(&source) {
            let to = folder(&source.path, &specifier);
            if !entry && own != "views" && to.as_deref() == Some("views") {
                broken.push(format!("{}:{line}: {specifier}", source.path));
            }
            let low_reaches_up =
                own == "backend" && to.as_ref().is_some_and(|to| !LOW.contains(&to.as_str()));
            if low_reaches_up {
                broken.push(format!("{}:{line}: the backend imports {specifier}", source.path));
            }
        }
    }
    none("imports a view", &broken);
}

#[test]
fn no_expression_is_evaluated_in_the_interface() {
    let words = ["eval(", "new Function", "Function(", "selected(", "{@html", "innerHTML"];
    let mut broken = Vec::new();
    for source in interface().iter().filter(|source| !is_test(&source.path)) {
        for (number, line) in source.text.lines().enumerate() {
            let hit = words.iter().find(|word| {
                line.match_indices(**word).any(|(at, _)| {
                    // `isSelected(` is a name of its own.
                    !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
                })
            });
            if let Some(word) = hit {
                broken.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    none("evaluates or injects", &broken);
}

#[test]
fn the_window_runs_nothing_but_its_own_code() {
    let config = std::fs::read_to_string(crate::tree::root().join("src-tauri/tauri.conf.json"));
    let config: serde_json::Value = serde_json::from_str(&config.unwrap()).unwrap();
    let policy = match &config["app"]["security"]["csp"] {
        serde_json::Value::String(text) => text.clone(),
        table => table.to_string(),
    };
    assert!(policy.contains("default-src"), "a policy is set: {policy}");
    for loose in ["unsafe-eval", "unsafe-inline", "http:", "https:", "*"] {
        let allowed = policy.replace("http://ipc.localhost", "");
        assert!(!allowed.contains(loose), "the policy allows {loose}: {policy}");
    }
}

//! Who may import whom (DESIGN §3), from `cargo metadata` and from the sources.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;
use syn::visit::Visit;

use crate::tree::{is_test, none, root, sources};

/// Each of our crates with the ones of ours it may import. `tests` may use all.
const OURS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("journal", &[]),
    ("store", &["domain", "journal"]),
    ("sync", &["journal"]),
    ("app", &["domain", "journal", "store", "sync"]),
    ("server", &["domain", "journal", "store", "sync"]),
    ("sanaq", &["app"]),
    ("xtask", &[]),
];

/// Libraries that belong to few, with whom.
const KEPT_APART: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("reqwest", &["sync"]),
    ("axum", &["sync", "server"]),
    ("tauri", &["sanaq"]),
];

/// Never anywhere in what we build.
const NEVER: &[&str] = &["aws-lc-rs", "aws-lc-sys", "openssl", "native-tls", "sqlx", "refinery"];

fn packages() -> Vec<Value> {
    let out = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&out).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn cargo(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Package name → names of everything it depends on, for building and for tests too.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    packages()
        .iter()
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter().map(name).collect();
            (name(package), all)
        })
        .collect()
}

#[test]
fn a_crate_imports_lower_layers_only() {
    let all = dependencies();
    let mut broken = Vec::new();
    for (package, wants) in all.iter().filter(|(package, _)| *package != "tests") {
        let Some((_, allowed)) = OURS.iter().find(|(ours, _)| ours == package) else {
            broken.push(format!("{package} stands in no layer: add it to this test"));
            continue;
        };
        for ours in wants.iter().filter(|want| all.contains_key(*want) && *want != package) {
            if !allowed.contains(&ours.as_str()) {
                broken.push(format!("{package} imports {ours}"));
            }
        }
    }
    none("layers", &broken);
}

#[test]
fn each_library_stays_with_the_crate_it_belongs_to() {
    let mut broken = Vec::new();
    for (package, wants) in dependencies().iter().filter(|(package, _)| *package != "tests") {
        for (library, owners) in KEPT_APART {
            if wants.iter().any(|want| want == library) && !owners.contains(&package.as_str()) {
                broken.push(format!("{package} imports {library}; only {owners:?} may"));
            }
        }
    }
    none("libraries", &broken);
}

#[test]
fn what_we_build_holds_one_tls_stack_and_one_way_to_sqlite() {
    let tree = cargo(&[
        "tree",
        "--workspace",
        "--all-features",
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
    ]);
    let broken: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| NEVER.contains(name))
        .map(str::to_owned)
        .collect();
    none("never to be built in", &broken);
    assert!(tree.contains("rustls v"), "the tree was read");
}

#[test]
fn default_members_leave_the_shell_and_the_tests_out() {
    let out = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&out).unwrap();
    let members = metadata["workspace_default_members"].as_array().unwrap().iter();
    let out = |id: &&Value| {
        let path = id.as_str().unwrap().split('#').next().unwrap();
        path.ends_with("/src-tauri") || path.ends_with("/tests")
    };
    assert_eq!(members.filter(out).count(), 0);
}

#[test]
fn the_scripted_clock_is_off_unless_asked_for() {
    let mut broken = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let mut on = vec!["default".to_owned()];
        let mut seen = 0;
        while let Some(feature) = on.get(seen).cloned() {
            seen += 1;
            let implied = package["features"][&feature].as_array().cloned().unwrap_or_default();
            on.extend(implied.iter().map(|implied| implied.as_str().unwrap().to_owned()));
        }
        if on.iter().any(|feature| feature.contains("test-clock")) {
            broken.push(format!("{name}: on by default"));
        }
        for wanted in package["dependencies"].as_array().unwrap() {
            let features = wanted["features"].as_array().unwrap();
            // `tests` is never shipped and drives the core by the clock it scripts.
            if name != "tests" && features.iter().any(|feature| feature == "test-clock") {
                broken.push(format!("{name}: asked of {}", wanted["name"]));
            }
        }
    }
    none("test-clock", &broken);
}

/// Words by which code reads the time or chance by itself.
const READS: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "rand::rng(",
    "OsRng",
    "SysRng",
    "ThreadRng",
    "getrandom::",
    "clock_gettime",
];

#[test]
fn layers_one_and_two_are_given_time_and_chance() {
    let mut broken = Vec::new();
    for source in sources(&[".rs"]) {
        let lower = ["domain", "journal", "store", "sync"];
        if !lower.iter().any(|name| source.path.starts_with(&format!("crates/{name}/src")))
            || is_test(&source.path)
        {
            continue;
        }
        let code = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            if let Some(word) = READS.iter().find(|word| !comment && line.contains(**word)) {
                broken.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    none("reads time or chance by itself", &broken);
}

#[derive(Default)]
struct Asyncs(Vec<usize>);

impl Visit<'_> for Asyncs {
    fn visit_signature(&mut self, signature: &syn::Signature) {
        if let Some(word) = signature.asyncness {
            self.0.push(word.span.start().line);
        }
        syn::visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &syn::ExprAsync) {
        self.0.push(block.async_token.span.start().line);
        syn::visit::visit_expr_async(self, block);
    }
}

#[test]
fn nothing_below_sync_is_async() {
    let mut broken = Vec::new();
    for source in sources(&[".rs"]) {
        if ["domain", "journal", "store"]
            .iter()
            .any(|name| source.path.starts_with(&format!("crates/{name}/")))
        {
            let mut found = Asyncs::default();
            found.visit_file(&syn::parse_file(&source.text).unwrap());
            broken.extend(found.0.iter().map(|line| format!("{}:{line}", source.path)));
        }
    }
    none("async below sync", &broken);
}

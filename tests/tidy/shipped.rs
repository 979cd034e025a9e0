//! What is shipped has no hooks: neither the scripted clock nor a way to be told to fail.
//!
//! Cargo gives a crate all features that anything built with it asks for, so one package too many
//! in a build is enough. The build graph is looked at for every documented build, and the
//! program itself where one was built.

use std::process::Command;

use crate::tree::root;

/// Features that only tests may have.
const HOOKS: &[&str] = &["faults", "test-clock"];
/// What their code reads from the environment.
const WORDS: &[&str] = &["SANAQ_FAULT", "SANAQ_TEST_CLOCK"];

/// The features of ours that a build turns on, as `crate feature "name"` lines.
fn features(build: &[&str]) -> Vec<String> {
    let tree = ["tree", "--offline", "--edges=normal,build,features", "--prefix=none"];
    let out = Command::new(env!("CARGO")).args(tree).args(build).current_dir(root()).output();
    let out = out.unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn hooks(build: &[&str]) -> Vec<String> {
    let hook =
        |line: &String| HOOKS.iter().any(|hook| line.contains(&format!("feature \"{hook}\"")));
    features(build).into_iter().filter(hook).collect()
}

#[test]
fn no_documented_build_has_a_hook() {
    let documented: [&[&str]; 4] = [
        // Everything a plain `cargo build --release` builds.
        &[],
        &["-p", "server"],
        &["-p", "sanaq"],
        &["-p", "sanaq", "--no-default-features", "--features", "custom-protocol"],
    ];
    for build in documented {
        assert!(features(build).iter().any(|line| line.contains("store v")), "{build:?}");
        assert_eq!(hooks(build), [""; 0], "{build:?}");
    }
    // The look is worth something: with `tests` in the build the hooks are there.
    assert!(!hooks(&["-p", "server", "-p", "tests"]).is_empty());
}

#[test]
fn a_program_built_for_shipping_holds_no_hooks_words() {
    let target = std::env::current_exe().unwrap();
    let target = target.ancestors().find(|path| path.join("CACHEDIR.TAG").exists()).unwrap();
    let shipped = target.join("server/sanaq-server");
    let Ok(bytes) = std::fs::read(&shipped) else {
        println!("SKIPPED: no {}; `cargo build --profile server -p server`", shipped.display());
        return;
    };
    for word in WORDS {
        let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!found, "{word} stands in {}", shipped.display());
    }
}

//! Migrations are forward only: once committed, their bytes never change.
//!
//! A changed migration would leave old files in a shape no program knows. The list beside this
//! file keeps their hashes; adding a migration adds a line, and nothing else may change.

use std::collections::BTreeMap;
use std::fs;

use sha2::{Digest as _, Sha256};

use crate::tree::{none, root, sources};

#[test]
fn a_migration_is_never_edited() {
    let kept = fs::read_to_string(root().join("tests/tidy/migrations.txt")).unwrap();
    let kept: BTreeMap<&str, &str> = kept
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, path)| (path, hash))
        .collect();
    let mut broken = Vec::new();
    let mut there = BTreeMap::new();
    for source in sources(&[".sql"]) {
        if source.path.contains("/migrations/") {
            let hash = Sha256::digest(source.text.as_bytes());
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            there.insert(source.path, hash);
        }
    }
    for (path, hash) in &there {
        match kept.get(path.as_str()) {
            None => broken.push(format!("new, add to migrations.txt:\n{hash}  {path}")),
            Some(kept) if kept != hash => broken.push(format!("changed: {path}")),
            Some(_) => {}
        }
    }
    for path in kept.keys().filter(|path| !there.contains_key(**path)) {
        broken.push(format!("gone: {path}"));
    }
    none("migrations", &broken);
    assert!(!there.is_empty(), "the migrations were found");
}

//! The interface's generated types: written by a command, never by a test.
//!
//! A test that writes files makes a green run depend on what ran before it. `--check` writes to
//! memory what the core would write and compares it with the committed files.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::cargo::workspace;
use crate::process::{root, run};

/// Writes `ui/src/bindings`, or with `check` fails if the committed files are out of date.
pub fn write(check: bool) -> Result<()> {
    let before = files()?;
    for example in ["app-bindings", "dashboard-bindings"] {
        run(workspace("run").args(["--quiet", "--example", example]))?;
    }
    let after = files()?;
    if !check || before == after {
        return Ok(());
    }
    for (path, bytes) in &before {
        fs::write(path, bytes)?;
    }
    bail!("ui/src/bindings is out of date: run `cargo xtask bindings` and commit the result");
}

fn files() -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let folder = root().join("ui/src/bindings");
    let mut found = BTreeMap::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?
    {
        let path = entry?.path();
        let bytes = fs::read(&path)?;
        found.insert(path, bytes);
    }
    Ok(found)
}

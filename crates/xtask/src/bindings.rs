//! The interface's generated types: written by commands of the crates that own them.
//!
//! A test that writes files would make a green run depend on what ran before it. With `--check`
//! the committed files are put back after the comparison, so that checking changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::cargo::workspace;
use crate::process::{command, root, run, target};

/// Writes `ui/src/bindings`, or with `check` fails if the committed files are out of date.
pub fn write(check: bool) -> Result<()> {
    run(workspace("build").args(["--quiet", "--all-targets"]))?;
    let before = files()?;
    for program in ["bindings", "examples/dashboard-bindings"] {
        run(&mut command(target().join("debug").join(program)))?;
    }
    if !check || before == files()? {
        return Ok(());
    }
    for (path, bytes) in &before {
        fs::write(path, bytes)?;
    }
    bail!("ui/src/bindings is out of date: run `cargo xtask bindings` and commit the result");
}

/// The generated files with their bytes.
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

//! Measures the design's figures (DESIGN.md §6) in one run on this machine.
//!
//! Ratios against a primitive measured beside them, since absolute times say more about the
//! machine than about the program. Run by `cargo xtask bench` in release mode; a debug build
//! prints the same lines and says so. It fails nothing: the goals that must hold on any machine
//! (bytes) are tests in `golden`. Rejected: a benchmark library, which measures a function and
//! not a disk.

mod bytes;
mod dashboard;
mod disk;
mod election;
mod fold;
mod imports;
mod ingest;
mod relay;
mod settle;
mod start;
mod stations;
mod storm;
mod table;
mod wire;

use std::path::Path;

use anyhow::{Context as _, Result};

use table::Table;

/// Takes a folder on the disk that is measured, adds its lines.
type Measure = fn(&Path, &mut Table) -> Result<()>;

/// What is measured, in this order; words on the command line pick some.
const PARTS: &[(&str, Measure)] = &[
    ("disk", disk::measure),
    ("bytes", |_, table| bytes::measure(table)),
    ("wire", wire::measure),
    ("ingest", ingest::measure),
    ("relay", relay::measure),
    ("settle", settle::measure),
    ("fold", fold::measure),
    ("start", start::measure),
    ("stations", stations::measure),
    ("dashboard", dashboard::measure),
    ("imports", imports::measure),
    ("storm", storm::measure),
];

fn main() -> Result<()> {
    let folder = tempfile::tempdir_in(disk_here()?).context("a folder on this disk")?;
    let mut table = Table::new(cfg!(debug_assertions));
    let named: Vec<String> = std::env::args().skip(1).collect();
    for (name, measure) in PARTS {
        if named.is_empty() || named.iter().any(|one| one == name) {
            measure(folder.path(), &mut table)?;
        }
    }
    sizes(&mut table)
}

/// Beside the build's own files: the disk that is measured is the one that is worked on.
fn disk_here() -> Result<std::path::PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.parent().map_or_else(std::env::temp_dir, Path::to_owned))
}

/// Release binaries, where `cargo xtask bench` built them.
fn sizes(table: &mut Table) -> Result<()> {
    for (name, variable, goal_mb) in
        [("app, release binary", "SANAQ_APP", Some(20.0)), ("endpoint", "SANAQ_SERVER", None)]
    {
        match std::env::var_os(variable) {
            Some(path) => {
                let bytes = std::fs::metadata(&path).with_context(|| format!("{path:?}"))?.len();
                let mb = bytes as f64 / 1_000_000.0;
                table.row(name, format!("{mb:.1} MB"), goal_mb.map(|goal| (mb <= goal, "≤ 20 MB")));
            }
            None => table.row(name, format!("SKIPPED: {variable} names no file"), None),
        }
    }
    Ok(())
}

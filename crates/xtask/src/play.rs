//! Commands that need the core: they live in the `tests` package, this builds and starts them.
//!
//! The benchmark runs in release mode, everything else in the one debug build.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{binary, plain, workspace};
use crate::process::{command, run, target};
use crate::setup;

/// Plays an observation mission's file through the core into an endpoint of its own.
pub fn replay(file: &Path, more: &[String]) -> Result<()> {
    let file = std::path::absolute(file).context("the file's path")?;
    ensure!(file.is_file(), "there is no file {}", file.display());
    setup::build_packages()?;
    run(workspace("build").args(["--quiet", "--bins"]))?;
    let mut replay = command(binary("replay"));
    replay.env("SANAQ_SERVER", binary("sanaq-server"));
    run(replay.arg(file).args(more))
}

/// Measures the figures of the design in one run, in release mode.
pub fn bench(more: &[String]) -> Result<()> {
    setup::build_packages()?;
    crate::node::build()?;
    run(plain("build").args(["--release", "-p", "sanaq", "--features", "custom-protocol"]))?;
    run(plain("build").args(["--release", "-p", "tests", "--bins"]))?;
    // Apart: built together with the tests it would get their hooks, and lie where people look.
    run(plain("build").args(["--release", "-p", "server"]))?;
    let release = target().join("release");
    let mut bench = command(release.join("bench"));
    bench.env("SANAQ_SERVER", release.join("sanaq-server")).env("SANAQ_APP", release.join("sanaq"));
    run(bench.args(more))
}

/// Plays many seeded days in release mode and says after how many each planted bug is caught.
pub fn simulate(more: &[String]) -> Result<()> {
    setup::build_packages()?;
    run(plain("build").args(["--release", "-p", "tests", "--bin", "simulate"]))?;
    run(command(target().join("release").join("simulate")).args(more))
}

//! Commands that need the core: they live in the `tests` package, this builds and starts them.
//!
//! The benchmark and the long simulation run in release mode, everything else in the one debug
//! build.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{binary, plain, workspace};
use crate::process::{command, output, run, target};
use crate::setup;
use crate::tools::TAURI_DRIVER;

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
    run(bench.args(more))?;
    if more.is_empty() || more.iter().any(|part| part == "window") {
        start_in_window(&release.join("sanaq"))?;
    }
    Ok(())
}

/// The shipped app's start to its first tap, in the window test that tells it.
fn start_in_window(app: &Path) -> Result<()> {
    setup::all_packages()?;
    let driver = TAURI_DRIVER.ensure()?;
    run(workspace("build").args(["--quiet", "--bins"]))?;
    let mut test = workspace("test");
    test.args(["--quiet", "--test", "e2e", "--", "--show-output", "--test-threads=1", "start::"]);
    test.env("SANAQ_SERVER", binary("sanaq-server")).env("SANAQ_APP", app);
    let said = output(test.env("TAURI_DRIVER", driver))?;
    let figures: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("FIGURE ")).collect();
    ensure!(!figures.is_empty(), "no figure of the window's start:\n{said}");
    for figure in figures {
        println!("{figure}");
    }
    Ok(())
}

/// Plays many seeded days in release mode and says after how many each planted bug is caught.
pub fn simulate(more: &[String]) -> Result<()> {
    setup::build_packages()?;
    run(plain("build").args(["--release", "-p", "tests", "--bin", "simulate"]))?;
    run(command(target().join("release").join("simulate")).args(more))
}

/// Runs many generated forms in our core and in ODK's engine and compares every node.
pub fn compare(forms: u32) -> Result<()> {
    setup::all_packages()?;
    let mut test = workspace("test");
    test.args(["--test", "forms", "--", "--nocapture", "compare::"]);
    run(test.env("SANAQ_FORMS", forms.to_string()))
}

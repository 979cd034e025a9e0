//! Runs every test there is and closes with one line a kind and one for all.
//!
//! Plain `cargo test` is used, since it is there wherever Rust is. The whole output of a kind
//! goes to `target/test-logs`; the screen shows results, failures and skips. In a continuous
//! integration run a kind that has nothing but skips fails: a driver that could not be
//! installed, or a mission's file that is not there, would otherwise look like a green run.

mod tally;
mod watch;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::cargo::{binary, workspace};
use crate::process::{command, in_ci, run as run_to_end, step, target};
use crate::{node, setup, tools};

use self::tally::{Reader, Tally};

/// One kind of tests: how it is started and how its output is counted.
struct Kind {
    name: &'static str,
    reader: Reader,
    command: Command,
}

/// Installs what the tests need, runs all of them and prints the closing lines.
pub fn run() -> Result<()> {
    step("system packages", setup::all_packages)?;
    step("interface", node::build)?;
    step("build", || run_to_end(workspace("build").arg("--all-targets")))?;
    run_built()
}

/// Runs all of them over an interface and programs that were built a moment ago.
pub fn run_built() -> Result<()> {
    let driver = step("window driver", || tools::TAURI_DRIVER.ensure());
    let mut tallies = Vec::new();
    let kinds = [rust(), interface(), real_window(&driver), dashboard(), forms(), data()];
    for kind in kinds {
        tallies.push((
            kind.name,
            step(kind.name, || watch::run(kind.name, kind.command, kind.reader)),
        ));
    }
    close(tallies)
}

/// Prints the closing lines; an error if anything failed.
fn close(kinds: Vec<(&'static str, Result<Tally>)>) -> Result<()> {
    let mut total = Tally::default();
    println!();
    for (name, ran) in kinds {
        let tally = ran.unwrap_or_else(|error| {
            println!("{name}: {error:#}");
            Tally { failed: 1, ..Tally::default() }
        });
        let judged = tally.where_all_must_run(in_ci());
        if judged != tally {
            println!("{name}: nothing ran, and here it must");
        }
        let tally = judged;
        println!("{name}: {tally}");
        total.add(&tally);
    }
    println!("total: {total}");
    if total.failed > 0 {
        bail!("{} failed; the whole output is in {}", total.failed, logs().display());
    }
    Ok(())
}

/// Where the whole output of each kind is kept.
fn logs() -> PathBuf {
    target().join("test-logs")
}

fn rust() -> Kind {
    let mut tests = workspace("test");
    tests.args(["--no-fail-fast", "--", "--show-output"]);
    tests.env("SANAQ_SERVER", binary("sanaq-server"));
    Kind { name: "rust", reader: Reader::Libtest, command: tests }
}

fn interface() -> Kind {
    let mut tests = command("npm");
    tests.args(["run", "test"]);
    Kind { name: "interface", reader: Reader::Vitest, command: tests }
}

/// Our reading of workbooks against pyxform's and ODK's engine's, which the tests fetch.
fn forms() -> Kind {
    let mut tests = workspace("test");
    tests.args(["--test", "forms", "--", "--show-output"]);
    Kind { name: "forms", reader: Reader::Libtest, command: tests }
}

fn real_window(driver: &Result<PathBuf>) -> Kind {
    let mut tests = end_to_end(&["window::", "start::", "relay::"]);
    if let Ok(driver) = driver {
        tests.env("TAURI_DRIVER", driver);
    }
    Kind { name: "window", reader: Reader::Libtest, command: tests }
}

fn dashboard() -> Kind {
    Kind { name: "dashboard", reader: Reader::Libtest, command: end_to_end(&["dashboard::"]) }
}

/// A mission's file and a country's station list, which are not part of the project.
fn data() -> Kind {
    let mut tests = workspace("test");
    tests.args(["--test", "replay", "--", "--show-output"]);
    tests.env("SANAQ_SERVER", binary("sanaq-server"));
    Kind { name: "data", reader: Reader::Libtest, command: tests }
}

/// The tests that need a window: `parts` are the modules they live in.
fn end_to_end(parts: &[&str]) -> Command {
    let mut tests = workspace("test");
    tests.args(["--test", "e2e", "--", "--show-output", "--test-threads=1"]).args(parts);
    tests.env("SANAQ_SERVER", binary("sanaq-server")).env("SANAQ_APP", binary("sanaq"));
    tests.env("SANAQ_DAY", binary("day")).env("SANAQ_PHONE", binary("phone"));
    tests
}

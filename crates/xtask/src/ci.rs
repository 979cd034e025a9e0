//! What a submission must pass; `.ci/run` calls this and nothing else.
//!
//! Cheap checks come first and end the run when they fail; from the first build on, everything
//! is run, so that one run names all that is wrong. Each step prints its time.

use std::process::Command;

use anyhow::{Result, bail};

use crate::cargo::{plain, workspace};
use crate::process::{command, run as run_to_end, step};
use crate::{android, bindings, demo, node, setup, test, tools};

/// Runs every check; an error names the ones that failed.
pub fn run() -> Result<()> {
    step("format", || run_to_end(plain("fmt").args(["--all", "--check"])))?;
    step("system packages", setup::all_packages)?;
    step("interface", node::build)?;
    step("svelte-check", || run_to_end(command("npm").args(["run", "check"])))?;
    let mut failed = Vec::new();
    let mut also = |name: &'static str, work: &dyn Fn() -> Result<()>| {
        if let Err(error) = step(name, work) {
            println!("{name}: {error:#}");
            failed.push(name);
        }
    };
    also("build", &|| run_to_end(workspace("build").arg("--all-targets")));
    also("clippy", &clippy);
    also("documents", &documents);
    also("bindings", &|| bindings::write(true));
    also("licences", &licences);
    also("advisories", &advisories);
    also("android", &|| android::check().map(|_| ()));
    also("the practice day", &|| demo::show(true, false));
    // The test command but for its builds: built again, the pages would be embedded again.
    also("tests", &test::run_built);
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn clippy() -> Result<()> {
    run_to_end(workspace("clippy").args(["--all-targets", "--", "-D", "warnings"]))
}

fn documents() -> Result<()> {
    let mut doc = workspace("doc");
    doc.arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings");
    run_to_end(&mut doc)
}

fn licences() -> Result<()> {
    run_to_end(deny()?.args(["check", "licenses", "bans", "sources"]))
}

/// Advisories need a database that is fetched; where it cannot be reached they are skipped.
fn advisories() -> Result<()> {
    if !crate::process::succeeds(deny()?.arg("fetch").arg("db")) {
        println!("SKIPPED advisories: their database cannot be reached from here");
        return Ok(());
    }
    run_to_end(deny()?.args(["check", "advisories"]))
}

fn deny() -> Result<Command> {
    let mut deny = command(tools::CARGO_DENY.ensure()?);
    deny.args(["--workspace", "--all-features", "--locked"]);
    Ok(deny)
}

//! Programs from crates.io that the tests need, installed into `target/tools`, never elsewhere.
//!
//! Versions are pinned and their own lock files used. They are built without optimisation: they
//! run for seconds, and an optimised build costs minutes.

use std::path::PathBuf;

use anyhow::Result;

use crate::cargo::plain;
use crate::process::{command, output, run, target};

/// A program from crates.io and the version we ask for.
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Drives the app's window over WebDriver.
pub const TAURI_DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0" };
/// Checks licences, sources and advisories of all dependencies.
pub const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

impl Tool {
    /// The program's path; installs it first where it is missing or of another version.
    pub fn ensure(&self) -> Result<PathBuf> {
        let tools = target().join("tools");
        let program = tools.join("bin").join(self.name);
        if !program.exists() || !self.listed(&tools) {
            let wanted = format!("{}@{}", self.name, self.version);
            let mut install = plain("install");
            install.args(["--quiet", "--locked", "--debug", "--force", &wanted, "--root"]);
            // A build folder of its own, emptied afterwards: it is larger than the tool.
            let build = tools.join("build");
            run(install.arg(&tools).arg("--target-dir").arg(&build))?;
            let _ = std::fs::remove_dir_all(&build);
        }
        Ok(program)
    }

    fn listed(&self, tools: &std::path::Path) -> bool {
        let mut list = command("cargo");
        list.args(["install", "--list", "--root"]).arg(tools);
        let line = format!("{} v{}:", self.name, self.version);
        output(&mut list).is_ok_and(|listed| listed.lines().any(|found| found == line))
    }
}

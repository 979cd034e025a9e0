//! The interface's packages and its two pages, by npm from the committed lock file.
//!
//! `npm ci` runs only when the lock file changed since the last time: it empties `node_modules`
//! and takes longer than the build itself. It refuses a Node too old for Vite with one sentence.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::process::{command, output, root, run};

/// The oldest Node that the interface's tools accept.
const NODE_MIN: [u32; 3] = [20, 19, 3];

/// Installs the packages if needed and builds the app's and the dashboard's page.
pub fn build() -> Result<()> {
    install()?;
    run(command("npm").args(["run", "build"]))
}

/// `npm ci`, unless `node_modules` already holds what the lock file names.
pub fn install() -> Result<()> {
    check_version()?;
    let lock =
        fs::read(root().join("package-lock.json")).context("package-lock.json is missing")?;
    let stamp = root().join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(command("npm").args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, &lock).with_context(|| format!("cannot write {}", stamp.display()))
}

fn check_version() -> Result<()> {
    let wanted = NODE_MIN.map(|part| part.to_string()).join(".");
    let Ok(found) = output(command("node").arg("--version")) else {
        bail!("Node is missing: install Node {wanted} or newer, then try again");
    };
    if version(&found).is_none_or(|found| found < NODE_MIN) {
        bail!("Node {} is too old: install {wanted} or newer, then try again", found.trim());
    }
    Ok(())
}

/// `v20.19.3` as numbers; `None` for anything else.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some([parts.next()??, parts.next()??, parts.next()??])
}

#[cfg(test)]
mod tests {
    use super::{NODE_MIN, version};

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(version("v20.19.10\n").unwrap() > NODE_MIN);
        assert!(version("v20.19.3").unwrap() == NODE_MIN);
        assert!(version("v9.99.99").unwrap() < NODE_MIN);
        assert_eq!(version("20.1"), None);
    }
}

//! Missing system packages: installed on Debian and Ubuntu when we are root, else named.
//!
//! Nothing is ever asked. Whoever is not root, or sits on another system, gets the exact command
//! and the program stops: a build that fails ten minutes later for want of a header teaches
//! nobody anything. Nothing outside the system's own packages is fetched here.

use anyhow::{Result, bail};

use crate::process::{command, run, succeeds};

/// What building needs: a compiler, WebKit's headers for the shell, OpenSSL's for SQLCipher.
const BUILD: &[&str] =
    &["gcc", "libc6-dev", "make", "pkg-config", "libwebkit2gtk-4.1-dev", "libssl-dev"];

/// What the tests need besides: drivers for both kinds of window, a display, fonts to look
/// at, `ip` for several hosts on one machine.
const TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "iproute2",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "python3",
    "python3-venv",
];

/// Debian's browser and its driver; on Ubuntu neither is a package (both come as a snap).
const BROWSER: &[&str] = &["chromium", "chromium-driver"];
/// Names a browser goes by that the driver can drive; `tests/e2e/browser.rs` knows the same.
const BROWSER_NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Makes sure that everything the build needs is there.
pub fn build_packages() -> Result<()> {
    ensure(BUILD)
}

/// Makes sure that everything the build and the tests need is there.
pub fn all_packages() -> Result<()> {
    let all: Vec<&str> = BUILD.iter().chain(TEST).copied().collect();
    ensure(&all)?;
    browser()
}

/// A browser with its driver, whatever its name; where none can be had its tests are skipped,
/// and say so.
fn browser() -> Result<()> {
    let there = BROWSER_NAMES.iter().any(|name| in_path(name)) && in_path("chromedriver");
    if there {
        return Ok(());
    }
    let offered = |name: &&str| {
        crate::process::output(command("apt-cache").args(["policy", name]))
            .is_ok_and(|policy| offers(&policy))
    };
    if BROWSER.iter().all(offered) {
        return ensure(BROWSER);
    }
    println!(
        "SKIPPED dashboard in a browser: this system has no packages {}; install Google Chrome or \
         Chromium and the chromedriver of the same version, so that both are in the path",
        BROWSER.join(" and ")
    );
    Ok(())
}

/// `apt-cache policy` names a version that can be installed.
fn offers(policy: &str) -> bool {
    let candidate = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
    candidate.is_some_and(|version| version != "(none)")
}

fn in_path(name: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(name).is_file())
}

fn ensure(wanted: &[&str]) -> Result<()> {
    if !succeeds(command("dpkg-query").arg("--version")) {
        return other_system();
    }
    let missing: Vec<&str> = wanted.iter().filter(|name| !installed(name)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !rustix::process::geteuid().is_root() {
        bail!("system packages are missing; run this, then try again:\n\n  sudo {install}\n");
    }
    println!("installing {}", missing.join(" "));
    run(apt("update").arg("-q"))?;
    run(apt("install").args(["-q", "-y", "--no-install-recommends"]).args(&missing))
}

/// `apt-get` that asks nothing.
fn apt(verb: &str) -> std::process::Command {
    let mut apt = command("apt-get");
    apt.arg(verb).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn installed(package: &str) -> bool {
    let mut query = command("dpkg-query");
    query.args(["-W", "-f=${db:Status-Abbrev}", package]);
    crate::process::output(&mut query).is_ok_and(|state| state.starts_with("ii"))
}

/// Elsewhere we cannot know the packages' names; `pkg-config` says whether the headers are there.
fn other_system() -> Result<()> {
    if succeeds(command("pkg-config").args(["--exists", "webkit2gtk-4.1", "openssl"])) {
        return Ok(());
    }
    bail!(
        "this system has no dpkg; install the development files of webkit2gtk-4.1 and openssl \
         (Fedora: sudo dnf install webkit2gtk4.1-devel openssl-devel; \
         Arch: sudo pacman -S webkit2gtk-4.1 openssl), then try again"
    )
}

#[cfg(test)]
mod tests {
    use super::offers;

    #[test]
    fn a_package_without_a_version_is_not_offered() {
        let debian = "chromium:\n  Installed: (none)\n  Candidate: 150.0.1-1~deb13u1\n";
        let ubuntu = "chromium:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n";
        assert!(offers(debian) && !offers(ubuntu) && !offers(""));
    }
}

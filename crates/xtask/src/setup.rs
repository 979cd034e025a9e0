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

/// What the tests need besides: drivers for both kinds of window, a display, fonts to look at.
const TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "chromium",
    "chromium-driver",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "python3",
    "python3-venv",
];

/// Makes sure that everything the build needs is there.
pub fn build_packages() -> Result<()> {
    ensure(BUILD)
}

/// Makes sure that everything the build and the tests need is there.
pub fn all_packages() -> Result<()> {
    let all: Vec<&str> = BUILD.iter().chain(TEST).copied().collect();
    ensure(&all)
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

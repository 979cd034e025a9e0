//! Cargo, always with one feature set: a second one would compile the shell and SQLCipher again.
//!
//! Everything this program builds, lints or tests names the whole workspace and the same
//! features, also where one binary would do. SQLCipher links the host's OpenSSL in all of it:
//! the vendored one costs minutes a build. Shipped binaries are built by nobody here: a plain
//! `cargo build -p` has neither these features nor this variable, so it stays vendored. Who
//! calls cargo by hand on the same build folder exports the variable, or both are built.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{command, in_ci, target};

/// The features of every build here: the pages are embedded in the window, and the shell and the
/// endpoint take a scripted clock if one is named in their environment.
const FEATURES: &str = "sanaq/custom-protocol,sanaq/test-clock,server/test-clock,tests/window";

/// `openssl-sys` reads it; the same for every build here, or it would compile twice.
const HOST_OPENSSL: &str = "X86_64_UNKNOWN_LINUX_GNU_OPENSSL_NO_VENDOR";

/// `cargo VERB --workspace --features …`.
pub fn workspace(verb: &str) -> Command {
    let mut cargo = plain(verb);
    cargo.args(["--workspace", "--features", FEATURES]);
    cargo
}

/// `cargo VERB`, by the same cargo that runs us.
pub fn plain(verb: &str) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo told us about ourselves would make build scripts run again that read it.
    for (name, _) in std::env::vars_os() {
        let about_us = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        if about_us {
            cargo.env_remove(name);
        }
    }
    cargo.arg(verb).env(HOST_OPENSSL, "1");
    if in_ci() {
        // A run that builds everything once gains nothing from what helps a second build, and
        // a panic names its line without debug information.
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
    }
    cargo
}

/// Where `workspace("build")` leaves a binary.
pub fn binary(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

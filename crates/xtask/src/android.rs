//! Type-checks the whole app for a phone, so that desktop-only calls are found without an SDK.
//!
//! Nothing is linked: the host's compiler and OpenSSL headers stand in for the NDK's, which is
//! enough for `cargo check` and for nothing else. Where the target's standard library cannot be
//! had it says SKIPPED in plain sight and refuses to call that a success or a failure.

use anyhow::Result;

use crate::cargo::plain;
use crate::process::{command, output, run, succeeds};

const TARGET: &str = "aarch64-linux-android";

/// What became of the check.
pub enum Checked {
    /// The app compiles for the phone.
    Sound,
    /// The target cannot be had here.
    Skipped,
}

/// Checks the shell and all below it for 64-bit ARM Android.
pub fn check() -> Result<Checked> {
    if !have_target() {
        println!("SKIPPED check-android: rustup cannot provide the target {TARGET} here");
        return Ok(Checked::Skipped);
    }
    crate::setup::build_packages()?;
    let mut cargo = plain("check");
    cargo.args(["-p", "sanaq", "--lib", "--target", TARGET, "--features", "custom-protocol"]);
    cargo.env("CC_aarch64_linux_android", "gcc").env("AR_aarch64_linux_android", "ar");
    cargo.env("AARCH64_LINUX_ANDROID_OPENSSL_NO_VENDOR", "1");
    cargo.env("AARCH64_LINUX_ANDROID_OPENSSL_INCLUDE_DIR", "/usr/include");
    cargo.env("AARCH64_LINUX_ANDROID_OPENSSL_LIB_DIR", openssl_libraries());
    run(&mut cargo)?;
    Ok(Checked::Sound)
}

fn have_target() -> bool {
    let listed = || {
        output(command("rustup").args(["target", "list", "--installed"]))
            .is_ok_and(|targets| targets.lines().any(|target| target == TARGET))
    };
    listed() || (succeeds(command("rustup").args(["target", "add", TARGET])) && listed())
}

fn openssl_libraries() -> String {
    output(command("pkg-config").args(["--variable=libdir", "openssl"]))
        .map_or_else(|_| "/usr/lib".into(), |dir| dir.trim().to_owned())
}

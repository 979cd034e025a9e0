//! Says in one sentence what is missing when the dashboard's page was not built.
//!
//! Without this check rust-embed fails with a macro's error that names no command. It builds
//! nothing itself: a build script that runs npm would need a network.

use std::path::Path;

fn main() {
    let page = Path::new("../../ui/dist-dashboard/index.html");
    println!("cargo::rerun-if-changed=../../ui/dist-dashboard");
    if !page.exists() {
        println!(
            "cargo::error=the dashboard's page is not built: run `cargo xtask ui` (or `npm ci && \
             npm run build`) at the top of the project first"
        );
    }
}

//! Refuses to build a window without a page in it, and names the only commands a page may call.
//!
//! Without the list Tauri lets a page call every command there is; without a built page the window
//! would ask a development server that nobody started.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a build script speaks to cargo")]

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist/index.html");
    if !Path::new("../ui/dist/index.html").is_file() {
        eprintln!("ui/dist is missing: run `npm ci && npm run build` first.");
        std::process::exit(1);
    }
    // Without this list Tauri allows every command to every page.
    let commands = tauri_build::AppManifest::new().commands(&["execute", "query", "notices"]);
    let share = tauri_build::InlinedPlugin::new().commands(&["file"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands).plugin("share", share);
    if let Err(why) = tauri_build::try_build(attributes) {
        eprintln!("{why:#}");
        std::process::exit(1);
    }
}

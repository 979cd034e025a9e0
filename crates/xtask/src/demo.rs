//! `cargo xtask run`: an endpoint with a practice election, and somebody who observes.
//!
//! With a display a demo observer is enrolled and the app's window opens on the real clock.
//! Without one the same day is played by the core on a scripted clock, over real TLS, and what
//! the endpoint holds afterwards is printed. Stations and people are invented; nothing here
//! reads or writes outside the build folder.

mod election;
mod endpoint;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::cargo::{binary, workspace};
use crate::process::{Group, command, run as run_to_end, step, target};
use crate::{display, node, setup};

use self::election::Election;
use self::endpoint::Endpoint;

/// What the demo observer unlocks the app with.
const DEMO_SECRET: &str = "practice makes practice";

/// Builds what is needed, then shows or plays the practice day.
pub fn run(once: bool, keep: bool) -> Result<()> {
    setup::build_packages()?;
    step("interface", node::build)?;
    step("build", || run_to_end(workspace("build").arg("--bins")))?;
    show(once, keep)
}

/// Shows or plays the practice day with what is built already.
pub fn show(once: bool, keep: bool) -> Result<()> {
    let window = display::present();
    if !window {
        println!("\nThere is no display here: the day is played by the core instead.");
    }
    let election = step("practice election", || Election::prepare(&folder(), window, keep))?;
    let mut endpoint = Endpoint::start(&election)?;
    announce(&election, &endpoint);
    if window {
        open_window(&election)?;
    } else {
        play_day(&election, &endpoint)?;
    }
    if once {
        return Ok(());
    }
    announce(&election, &endpoint);
    println!("The dashboard stays up until Ctrl-C.");
    endpoint.wait()
}

/// The practice election's folder; a run without `--keep` begins by emptying it.
fn folder() -> PathBuf {
    target().join("demo")
}

fn announce(election: &Election, endpoint: &Endpoint) {
    println!();
    println!("  dashboard   http://{}", endpoint.dashboard);
    println!("  login       {}", election.operator);
    println!("  password    {}", election.operator_password);
    println!();
}

/// Enrols the demo observer if that is still to do, and opens the app until it is closed.
fn open_window(election: &Election) -> Result<()> {
    let devices = election.folder.join("devices/window");
    if !devices.exists() {
        let mut enrol = command(binary("day"));
        enrol.arg("enrol").arg("--invitation").arg(election.invitation("Alice"));
        run_to_end(enrol.arg("--data").arg(&devices).args(["--secret", DEMO_SECRET]))?;
    }
    println!("  the app's passphrase   {DEMO_SECRET}\n");
    let mut app = command(binary("sanaq"));
    app.env("SANAQ_DATA", &devices);
    let mut window = Group::start(&mut app)?;
    window.child.wait().context("waiting for the window")?;
    window.stop(Duration::from_secs(1));
    Ok(())
}

/// Plays the day and prints what the endpoint holds then.
fn play_day(election: &Election, endpoint: &Endpoint) -> Result<()> {
    let mut day = command(binary("day"));
    day.arg("play").arg("--invitations").arg(election.folder.join("invitations"));
    day.arg("--data").arg(election.folder.join("devices/played"));
    day.arg("--clock").arg(election.clock()).env("SANAQ_TEST_CLOCK", election.clock());
    day.args(["--secret", DEMO_SECRET, "--dashboard", &endpoint.dashboard]);
    day.args(["--operator", &election.operator]);
    run_to_end(day.arg("--password-file").arg(election.operator_password_file()))
}

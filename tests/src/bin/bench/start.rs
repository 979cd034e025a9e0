//! From the unlock to the first durable tap, with a day of 5,000 events on the device.
//!
//! In the core, with the key derivation as calibrated here; the window's own start comes on
//! top and is measured by the real-window tests.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use domain::event::{CountMethod, VoterCounted};
use domain::{Event, Payload};
use store::{DeviceStore, KdfCost};
use sync::world::World as _;
use tests::support::standard_day::{OPENS, standard_day};

use crate::election::{CLOCK, Election, Here, UNLOCK};
use crate::table::Table;

const EVENTS: u64 = 5_000;
/// What the app allows one guess to cost when it calibrates.
const GUESS_MS: u64 = 500;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let mut election = Election::new(5)?;
    let began = Instant::now();
    let mut clock = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let cost = KdfCost::calibrated(GUESS_MS, &mut clock)?;
    let path = folder.join("start");
    let mut device = election.device(&path, cost)?;
    device.append(CLOCK, &standard_day(1))?;
    while device.next_ordinal() <= EVENTS {
        device.append(CLOCK, &[tap(OPENS + 50_000)])?;
    }
    drop(device);
    let here = Here::new();
    let began = Instant::now();
    let mut device = DeviceStore::open(&path, UNLOCK, None, here.now(), &mut election.rng)?.store;
    let opened = began.elapsed().as_secs_f64();
    device.append(CLOCK, &[tap(OPENS + 50_001)])?;
    let tapped = began.elapsed().as_secs_f64();
    ensure!(device.next_ordinal() == EVENTS + 2, "an event is missing");
    let mib = cost.memory_kib / 1024;
    table.row(
        "unlock to first tap, 5,000 events, no window",
        format!("{tapped:.2} s (open {opened:.2} s, {mib} MiB × {})", cost.passes),
        Some((tapped <= 1.5, "≤ 1.5 s")),
    );
    Ok(())
}

fn tap(time: i64) -> Event {
    let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
    Event::new(time, Payload::VoterCounted(tap))
}

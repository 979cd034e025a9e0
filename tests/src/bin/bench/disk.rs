//! A tap until it is durable, against a raw 4 KiB append and fdatasync on the same disk.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use domain::event::{Arrived, CountMethod, Place, ViewOfPoint, VoterCounted, WatchStarted};
use domain::{Event, Payload};
use store::KdfCost;
use tests::support::standard_day::OPENS;

use crate::election::{CLOCK, Election};
use crate::table::{Table, cpu_seconds, quantile};

const ROUNDS: usize = 24;
const EACH: usize = 50;

/// Blocks of raw appends and of taps in turn, so that both meet the same disk.
pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let mut election = Election::new(1)?;
    let mut device = election.device(&folder.join("taps"), KdfCost::FLOOR)?;
    let arrived = Arrived { station: "101".into(), place: Place::Inside };
    let started = WatchStarted {
        visit: 1,
        definition_version: 0,
        point: 1,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    };
    let open = [Payload::Arrived(arrived), Payload::WatchStarted(started)];
    device.append(CLOCK, &open.map(|payload| Event::new(OPENS, payload)))?;
    let mut file = File::create(folder.join("raw"))?;
    let (mut raw, mut taps, mut cpu) = (Vec::new(), Vec::new(), 0.0);
    for round in 0..ROUNDS {
        for _ in 0..EACH {
            let began = Instant::now();
            file.write_all(&[0x5a; 4096])?;
            file.sync_data()?;
            raw.push(began.elapsed().as_secs_f64() * 1e6);
        }
        let before = cpu_seconds();
        for n in 0..EACH {
            let time = OPENS + 30 * i64::try_from(round * EACH + n)?;
            let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
            let began = Instant::now();
            device.append(CLOCK, &[Event::new(time, Payload::VoterCounted(tap))])?;
            taps.push(began.elapsed().as_secs_f64() * 1e6);
        }
        cpu += cpu_seconds() - before;
    }
    raw.sort_by(f64::total_cmp);
    taps.sort_by(f64::total_cmp);
    let (raw50, tap50, tap99) = (quantile(&raw, 0.5), quantile(&taps, 0.5), quantile(&taps, 0.99));
    let ratio = tap50 / raw50;
    table.row("raw 4 KiB append + fdatasync, p50", format!("{raw50:.0} µs"), None);
    table.row(
        "tap → durable, p50",
        format!("{tap50:.0} µs = {ratio:.2} × raw"),
        Some((ratio <= 2.0, "≤ 2 ×")),
    );
    let each = cpu * 1e6 / (ROUNDS * EACH) as f64;
    table.row("  of it, this thread's own work", format!("{each:.0} µs"), None);
    let met = Some((tap99 <= 2000.0, "≤ 2 ms idle"));
    let raw99 = quantile(&raw, 0.99);
    table.row("tap → durable, p99", format!("{tap99:.0} µs (raw {raw99:.0} µs)"), met);
    Ok(())
}

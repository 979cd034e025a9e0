//! The end of the day: ten thousand devices bring their whole day to one endpoint.
//!
//! A real endpoint in a process of its own, real TLS, a connection a device. The devices share
//! the machine's cores with it, so times are ceilings; their pages are sealed before the clock
//! starts, from a few days in turn, since sealing is the phones' work and not the endpoint's.
//! Rejected: requests replayed from a file, whose hellos a real endpoint would refuse.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use tests::support::device::Device;
use tests::support::headquarters::Headquarters;
use tests::support::standard_day::standard_day;

use crate::table::{Table, quantile, resident_mib};

/// Devices of the goal; `SANAQ_STORM` names another number.
const DEVICES: usize = 10_000;
const PAGES: usize = 12;
/// Different days that the devices take in turn.
const DAYS: u64 = 16;
/// Devices that are connected at once.
const AT_ONCE: usize = 128;
const SECONDS_MAX: f64 = 60.0;
const REQUEST_SECONDS_MAX: f64 = 2.0;
const RESIDENT_MIB_MAX: f64 = 512.0 * 1_000_000.0 / 1_048_576.0;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let devices = match std::env::var("SANAQ_STORM") {
        Ok(number) => number.parse().context("SANAQ_STORM is a number of devices")?,
        Err(_) => DEVICES,
    };
    let folder = folder.join("storm");
    let mut headquarters = Headquarters::set_up(&folder, 21, 0);
    let invited = Instant::now();
    let files = invite(&headquarters, devices)?;
    let inviting = invited.elapsed().as_secs_f64();
    table.row(&format!("{devices} people invited"), format!("{inviting:.1} s"), None);
    headquarters.serve();
    let crowd = seal(&headquarters, &files)?;
    let process = format!("/proc/{}", headquarters.pid().context("the endpoint runs")?);
    std::fs::write(format!("{process}/clear_refs"), "5")?;
    let events = crowd.iter().map(|(_, events)| events).sum::<u64>();
    let queue = Arc::new(Mutex::new(crowd.into_iter().map(|(device, _)| device).collect()));
    let runtime = tokio::runtime::Runtime::new()?;
    let began = Instant::now();
    let mut took = runtime.block_on(async {
        let running: Vec<_> =
            (0..AT_ONCE).map(|_| tokio::spawn(in_turn(Arc::clone(&queue)))).collect();
        let mut took = Vec::with_capacity(devices);
        for one in running {
            took.extend(one.await??);
        }
        anyhow::Ok(took)
    })?;
    let seconds = began.elapsed().as_secs_f64();
    took.sort_by(f64::total_cmp);
    let peak = resident_mib(&process, "VmHWM:")?;
    let (p50, p99) = (quantile(&took, 0.5), quantile(&took, 0.99));
    table.row(
        &format!("storm: {devices} devices' day of {PAGES} pages receipted"),
        format!("{seconds:.1} s, {:.0} events/s", events as f64 / seconds),
        Some((seconds <= SECONDS_MAX, "≤ 60 s")),
    );
    table.row(
        "  a contact, connection included",
        format!("p50 {p50:.2} s, p99 {p99:.2} s"),
        Some((p99 <= REQUEST_SECONDS_MAX, "p99 ≤ 2 s")),
    );
    table.row(
        "  the endpoint's resident memory",
        format!("{peak:.0} MiB at most"),
        Some((peak <= RESIDENT_MIB_MAX, "≤ 512 MB")),
    );
    Ok(())
}

/// Everybody's invitation file, written by the endpoint's own command.
fn invite(headquarters: &Headquarters, devices: usize) -> Result<Vec<std::path::PathBuf>> {
    let mut people = String::from("label\n");
    for n in 0..devices {
        writeln!(people, "observer {n}")?;
    }
    let (csv, out) = (headquarters.path("people.csv"), headquarters.path("invited"));
    std::fs::write(&csv, people)?;
    headquarters.run(&["invite", "--csv", &csv, "--out-dir", &out]);
    let mut files = Vec::with_capacity(devices);
    for entry in std::fs::read_dir(&out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "sanaq") {
            files.push(path);
        }
    }
    ensure!(files.len() == devices, "{} of {devices} people have a file", files.len());
    Ok(files)
}

/// The devices with their sealed day, and how many events each holds.
fn seal(
    headquarters: &Headquarters,
    files: &[std::path::PathBuf],
) -> Result<VecDeque<(Device, u64)>> {
    let days: Vec<Vec<Vec<u8>>> = (0..DAYS)
        .map(|day| standard_day(day).iter().map(|event| event.encode()).collect())
        .collect();
    let mut crowd = VecDeque::with_capacity(files.len());
    for (n, (file, day)) in files.iter().zip(days.iter().cycle()).enumerate() {
        let mut device = Device::enrol(file, headquarters.clock.wall(), n as u64);
        device.peer.addresses = vec![headquarters.sync.clone()];
        for run in day.chunks(day.len().div_ceil(PAGES)) {
            device.seal(run);
        }
        crowd.push_back((device, day.len() as u64));
    }
    Ok(crowd)
}

/// Devices one after the other until none is left; seconds each.
async fn in_turn(queue: Arc<Mutex<VecDeque<Device>>>) -> Result<Vec<f64>> {
    let mut took = Vec::new();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(mut device) = next else { return Ok(took) };
        let began = Instant::now();
        let contact = device.contact().await?;
        took.push(began.elapsed().as_secs_f64());
        ensure!(contact.receipted == PAGES as u64, "not all was receipted: {contact:?}");
    }
}

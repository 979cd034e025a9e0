//! Plays an observation mission's file: `cargo xtask replay FILE.csv`.
//!
//! The first process sets the endpoint up and compares; the devices live in further processes
//! of the same program, one a core, because the scripted clock is a process' own.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};
use tests::replay::day::{self, Desk};
use tests::replay::endpoint::Endpoint;
use tests::replay::figures::Figures;
use tests::replay::found::Found;
use tests::replay::input::Input;
use tests::replay::mapping::{self, Mapping};
use tests::replay::report::FileSays;
use tests::replay::{held, report};

#[derive(Parser)]
struct Line {
    /// The mission's file.
    file: PathBuf,
    /// How it is read; the one shipped beside its form if not given.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Keeps everything here instead of in a folder that goes away.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Internal: the part of a device process.
    #[arg(long, hide = true, requires = "share")]
    part: Option<Part>,
    /// Internal: which rows, `first/step`.
    #[arg(long, hide = true)]
    share: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Live,
    Deliver,
}

fn main() -> Result<ExitCode> {
    let line = Line::parse();
    ensure!(line.file.is_file(), "there is no file {}", line.file.display());
    let path = line.mapping.clone().unwrap_or_else(mapping::shipped);
    let mapping = Mapping::read(&path)?;
    let input = Input::read(&line.file, &mapping)?;
    match (line.part, &line.share, &line.folder) {
        (Some(part), Some(share), Some(folder)) => devices(part, share, folder, &input, &mapping),
        _ => {
            let temporary = tempfile::tempdir()?;
            let folder = line.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
            whole(&line.file, &path, &folder, &input, &mapping)
        }
    }
}

fn whole(
    file: &Path,
    mapping_path: &Path,
    folder: &Path,
    input: &Input,
    mapping: &Mapping,
) -> Result<ExitCode> {
    println!("{} rows, each a device of its own; setting up the endpoint", input.rows.len());
    let mut endpoint = Endpoint::set_up(folder, input, mapping, day::evening(mapping)?)?;
    let play = |part| processes(part, file, mapping_path, folder, input.rows.len());
    println!("the day, offline");
    let began = Instant::now();
    play("live")?;
    let day_s = began.elapsed().as_secs();
    endpoint.serve()?;
    println!("the evening: delivery over TLS");
    let began = Instant::now();
    let contacts = play("deliver")?;
    let delivery_s = began.elapsed().as_secs();
    let (wire_bytes, connections) = (endpoint.wire_bytes(), endpoint.connections());
    endpoint.stop()?;
    println!("the night: what the endpoint found, from its export");
    endpoint.serve()?;
    let tables = endpoint.tables();
    endpoint.stop()?;
    let first = input.rows.first().context("the file has no rows")?;
    let store = endpoint.store(&first.label())?;
    let held = held::read(&store, folder, input, mapping, &tables)?;
    let file =
        FileSays { figures: Figures::of_file(input), found: Found::of_file(input, mapping)? };
    let effort = report::Effort { day_s, delivery_s, wire_bytes, connections, contacts };
    println!("\n{}", report::text(&held, &file, input, &effort));
    match report::agrees(&held, &file, input) {
        true => {
            println!("the endpoint holds what the file says");
            Ok(ExitCode::SUCCESS)
        }
        false => {
            println!("the endpoint holds something else than the file says, or not all of it");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Starts the device processes of one part and waits; contacts made, all together.
fn processes(part: &str, file: &Path, mapping: &Path, folder: &Path, rows: usize) -> Result<usize> {
    let cores = std::thread::available_parallelism()?.get().min(rows);
    let mut running: Vec<Child> = Vec::new();
    for first in 0..cores {
        let clock = folder.join(format!("clock-{first}"));
        let child = Command::new(std::env::current_exe()?)
            .arg(file)
            .arg("--mapping")
            .arg(mapping)
            .arg("--folder")
            .arg(folder)
            .args(["--part", part, "--share", &format!("{first}/{cores}")])
            .env("SANAQ_TEST_CLOCK", clock)
            .env("SANAQ_TEST_CHEAP_SECRETS", "1")
            .stdout(Stdio::piped())
            .spawn()?;
        running.push(child);
    }
    let mut contacts = 0;
    for child in running {
        let out = child.wait_with_output()?;
        let said = String::from_utf8_lossy(&out.stdout);
        ensure!(out.status.success(), "{part}: {said}");
        contacts += said.trim().parse::<usize>().context("a number of contacts")?;
    }
    Ok(contacts)
}

/// The part of one device process; prints its contacts.
fn devices(
    part: Part,
    share: &str,
    folder: &Path,
    input: &Input,
    mapping: &Mapping,
) -> Result<ExitCode> {
    let (first, step) = share.split_once('/').context("no share")?;
    let (first, step): (usize, usize) = (first.parse()?, step.parse()?);
    let clock = std::env::var_os("SANAQ_TEST_CLOCK").map(PathBuf::from).context("no clock")?;
    let desk = Desk::new(folder, clock, mapping)?;
    let mut contacts = 0;
    for row in input.rows.iter().skip(first).step_by(step) {
        match part {
            Part::Live => desk.live(row)?,
            Part::Deliver => contacts += desk.deliver(row)?,
        }
    }
    println!("{contacts}");
    Ok(ExitCode::SUCCESS)
}

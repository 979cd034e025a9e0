//! `cargo xtask simulate --seeds N`: many days, and after how many each planted bug is caught.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Parser;
use tests::simulation::{Bug, Report, run};

#[derive(Parser)]
struct Cli {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Steps a seed
    #[arg(long, default_value_t = 120)]
    steps: usize,
    /// Seeds in which a planted bug must be caught
    #[arg(long, default_value_t = 2_000)]
    planted: u64,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let began = Instant::now();
    let Played { report, broken } = play(&cli, began);
    println!("{} seeds of {} steps in {:.0?}", cli.seeds, cli.steps, began.elapsed());
    let Report { contacts, pages, counted, held, .. } = report;
    println!("{contacts} contacts, {pages} pages sealed, {counted} counted, {held} in quarantine");
    for bug in Bug::ALL {
        let caught = (0..cli.planted)
            .find_map(|seed| run(seed, cli.steps, Some(bug)).err().map(|law| (seed + 1, law.law)));
        match caught {
            Some((after, law)) => println!("{bug:?}: caught after {after} seeds by «{law}»"),
            None => bail!("{bug:?}: not caught in {} seeds", cli.planted),
        }
    }
    if broken > 0 {
        bail!("{broken} seeds broke a law");
    }
    Ok(())
}

/// What all seeds together did.
#[derive(Default)]
struct Played {
    report: Report,
    broken: u64,
}

/// Plays the seeds on every core; each seed is a day of its own.
fn play(cli: &Cli, began: Instant) -> Played {
    let (next, played) = (AtomicU64::new(0), Mutex::new(Played::default()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= cli.seeds {
                        return;
                    }
                    let seed = cli.from + n;
                    let ran = run(seed, cli.steps, None);
                    let mut played = played.lock().unwrap_or_else(PoisonError::into_inner);
                    match ran {
                        Ok(report) => {
                            played.report.contacts += report.contacts;
                            played.report.pages += report.pages;
                            played.report.counted += report.counted;
                            played.report.held += report.held;
                        }
                        Err(law) => {
                            played.broken += 1;
                            println!("SEED={seed}: {law}");
                        }
                    }
                    if (n + 1).is_multiple_of(1_000) {
                        let broken = played.broken;
                        println!("{} seeds, {broken} broken, {:.0?}", n + 1, began.elapsed());
                    }
                }
            });
        }
    });
    played.into_inner().unwrap_or_else(PoisonError::into_inner)
}

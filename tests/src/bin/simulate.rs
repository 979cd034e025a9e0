//! `cargo xtask simulate --seeds N`: many days, and after how many each planted bug is caught.

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Parser;
use tests::simulation::{Bug, run};

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
    let (mut contacts, mut pages, mut counted, mut held) = (0, 0, 0, 0);
    let mut broken = 0_u64;
    for seed in cli.from..cli.from + cli.seeds {
        match run(seed, cli.steps, None) {
            Ok(report) => {
                contacts += report.contacts;
                pages += report.pages;
                counted += report.counted;
                held += report.held;
            }
            Err(law) => {
                broken += 1;
                println!("SEED={seed}: {law}");
            }
        }
        if (seed + 1 - cli.from).is_multiple_of(1_000) {
            println!("{} seeds, {broken} broken, {:.0?}", seed + 1 - cli.from, began.elapsed());
        }
    }
    println!("{} seeds of {} steps in {:.0?}", cli.seeds, cli.steps, began.elapsed());
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

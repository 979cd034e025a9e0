//! A few hundred seeds in every run, and a proof that the laws can be broken.
#![allow(clippy::unwrap_used)]

use tests::simulation::{Bug, run};

const SEEDS: u64 = 300;
const STEPS: usize = 120;

/// `SEED=17 cargo test -p tests --test simulation` plays that seed alone.
#[test]
fn every_law_holds_for_some_hundred_days() {
    let one = std::env::var("SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let seeds = one.map_or(0..SEEDS, |seed| seed..seed + 1);
    let mut counted = 0;
    for seed in seeds {
        match run(seed, STEPS, None) {
            Ok(report) => counted += report.counted,
            Err(broken) => panic!("SEED={seed}: {broken}"),
        }
    }
    assert!(counted > 0, "no page ever counted: the days are empty");
}

#[test]
fn the_same_seed_is_the_same_day() {
    assert_eq!(run(5, STEPS, None).unwrap(), run(5, STEPS, None).unwrap());
}

#[test]
fn each_planted_bug_is_caught() {
    for bug in Bug::ALL {
        let caught = (0..SEEDS).find(|seed| run(*seed, STEPS, Some(bug)).is_err());
        assert!(caught.is_some(), "{bug:?} was not caught in {SEEDS} seeds");
    }
}

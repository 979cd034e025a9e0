//! The lines of a run: what, how much, the goal and whether it was met.

use anyhow::{Context as _, Result};

/// Where the lines go; a long run shows each as soon as it is known.
pub struct Table;

impl Table {
    /// An empty table; a debug build says so above it.
    pub fn new(debug: bool) -> Self {
        if debug {
            println!("debug build: only the ratios and bytes mean anything");
        }
        Self
    }

    /// Prints a line: what, how much, the goal's words and whether it was met.
    pub fn row(&mut self, what: &str, figure: String, goal: Option<(bool, &str)>) {
        let goal = match goal {
            Some((true, words)) => format!("{words}: met"),
            Some((false, words)) => format!("{words}: MISSED"),
            None => String::new(),
        };
        println!("{what:<44} {figure:<34} {goal}");
    }
}

/// The value below which `share` of the sorted values lie.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let index = (last as f64 * share).round() as usize;
    sorted.get(index).copied().unwrap_or(0.0)
}

/// CPU time of this thread so far, in seconds: what a busy machine does not change.
pub fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A line of a process' status, in MiB.
pub fn resident_mib(process: &str, line: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("{process}/status"))?;
    let found = status.lines().find_map(|one| one.strip_prefix(line)).context("no such line")?;
    let kib: f64 = found.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

//! The project's own commands: `cargo xtask run`, `cargo xtask test` and what they are made of.
//!
//! It depends on none of our crates, so that it builds where theirs cannot yet: installing the
//! missing system packages is its first job. What needs the core (playing a day, replaying a
//! file, the benchmark) is a binary of the `tests` package that this program builds and starts.
//! A makefile or shell scripts would be shorter, but could not be tested.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command line speaks on its standard output")]

mod android;
mod bindings;
mod cargo;
mod ci;
mod demo;
mod display;
mod node;
mod play;
mod process;
mod setup;
mod test;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The command line; `cargo xtask --help` prints these lines.
#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sanaq's own commands")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, start an endpoint with a practice election, open the app
    Run {
        /// End once the day has been played or the window is closed, leave nothing running
        #[arg(long)]
        once: bool,
        /// Go on with the data of the last run
        #[arg(long)]
        keep: bool,
        /// Take the programs as they were last built
        #[arg(long)]
        built: bool,
    },
    /// Install what the tests need and run all of them
    Test,
    /// Everything `.ci/run` checks: format, lints, documents, licences, bindings, tests
    Ci,
    /// Install the interface's packages and build its two pages
    Ui,
    /// Write the interface's generated types, or check that they are up to date
    Bindings {
        /// Fail if the committed files differ from what the core would write
        #[arg(long)]
        check: bool,
    },
    /// Play an observation mission's file through the core into an endpoint
    Replay {
        /// A CSV shaped like the one the mapping beside the form describes
        file: PathBuf,
        /// Handed on to the replay
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Measure the figures the design sets goals for, in release mode
    Bench {
        /// Handed on to the benchmark
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Play seeded days with everything that goes wrong: `--seeds N`
    Simulate {
        /// Handed on to the simulation
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Run generated forms in our core and in ODK's engine and compare every node
    Compare {
        /// How many
        #[arg(long, default_value_t = 5000)]
        forms: u32,
    },
    /// Type-check the whole app for an Android phone
    CheckAndroid,
    /// Install missing system packages
    Setup,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.task {
        Task::Run { once, keep, built: true } => demo::show(once, keep),
        Task::Run { once, keep, built: false } => demo::run(once, keep),
        Task::Test => test::run(),
        Task::Ci => ci::run(),
        Task::Ui => setup::build_packages().and_then(|()| node::build()),
        Task::Bindings { check } => bindings::write(check),
        Task::Replay { file, more } => play::replay(&file, &more),
        Task::Bench { more } => play::bench(&more),
        Task::Simulate { more } => play::simulate(&more),
        Task::Compare { forms } => play::compare(forms),
        Task::CheckAndroid => android::check().map(|_| ()),
        Task::Setup => setup::all_packages(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

//! Plays the practice day through the real core, or enrols the observer whose window opens.
//!
//! `cargo xtask run` starts it: xtask may import none of our crates. Everything goes the way a
//! phone goes: an invitation file, the app's own commands, an encrypted folder, TLS to the
//! endpoint. Only the clock is written by us, so that thirteen hours pass in seconds; it is the
//! file both the core and the endpoint read. Rejected: rows put into the endpoint by hand, which
//! would show that a table can be printed.

#![forbid(unsafe_code)]

mod clock;
mod observer;
mod script;
mod table;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Enrols from an invitation file and leaves the folder locked.
    Enrol {
        #[arg(long)]
        invitation: PathBuf,
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        secret: String,
    },
    /// Plays the whole day and prints what the endpoint holds.
    Play {
        #[arg(long)]
        invitations: PathBuf,
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        clock: PathBuf,
        #[arg(long)]
        secret: String,
        #[arg(long)]
        dashboard: String,
        #[arg(long)]
        operator: String,
        #[arg(long)]
        password_file: PathBuf,
    },
}

fn main() -> Result<()> {
    match Line::parse().task {
        Task::Enrol { invitation, data, secret } => {
            observer::Observer::enrol(&invitation, &data, &secret).map(drop)
        }
        Task::Play { invitations, data, clock, secret, dashboard, operator, password_file } => {
            let clock = clock::Clock::open(&clock)?;
            if clock.is_played() {
                println!("The day was played before; this is what is kept of it.");
            } else {
                script::play(&invitations, &data, &secret, &clock)?;
            }
            let password = std::fs::read_to_string(password_file)?;
            table::print(&dashboard, &operator, password.trim())
        }
    }
}

//! `sanaq-server`: parses the line, runs it, says what failed in one line.
//!
//! No logic here: the work is in the library, so that tests and the demonstration day use the
//! very same paths. Exit code 0 or 1; clap's own 2 for a line that makes no sense.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match server::run::run(server::cli::Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write as _;
            let mut text = error.to_string();
            for cause in error.chain().skip(1) {
                let cause = cause.to_string();
                if !text.contains(&cause) {
                    text.push_str(": ");
                    text.push_str(&cause);
                }
            }
            // Nowhere left to say it if this fails.
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::FAILURE
        }
    }
}

//! Runs one kind of tests under watch: a time limit, a log of everything, a quiet screen.
//!
//! libtest prints what passing tests said before what failing ones said; the former goes to the
//! log only. A kind that outlives its limit is ended with all its children and counts as failed:
//! a hung window must not hold a whole run.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::process::{Group, shown};

use super::logs;
use super::tally::{Reader, Tally};

/// No kind may take longer, building its test programs included.
const KIND_LIMIT: Duration = Duration::from_secs(25 * 60);

/// Runs the command to its end and counts; an error if it could not start or took too long.
pub fn run(name: &str, mut command: Command, reader: Reader) -> Result<Tally> {
    println!("$ {}", shown(&command));
    fs::create_dir_all(logs())?;
    let mut log = File::create(logs().join(format!("{name}.log")))?;
    command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::start(&mut command)?;
    let (sender, lines) = channel();
    let out = group.child.stdout.take().context("no standard output")?;
    let err = group.child.stderr.take().context("no standard error")?;
    forward(out, sender.clone());
    forward(err, sender);

    let until = Instant::now() + KIND_LIMIT;
    let mut tally = Tally::default();
    let mut screen = Screen::default();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match lines.recv_timeout(left) {
            Ok(line) => {
                writeln!(log, "{line}")?;
                tally.read(reader, &line);
                if screen.shows(&line) {
                    println!("{line}");
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                bail!("{name} was not done after {} minutes", KIND_LIMIT.as_secs() / 60)
            }
        }
    }
    let status = group.child.wait()?;
    if !status.success() && tally.failed == 0 {
        println!("{} ended with {status} without naming a failed test", shown(&command));
        tally.failed = 1;
    }
    Ok(tally)
}

/// Sends each line of the stream on, bytes that are not UTF-8 replaced.
fn forward(stream: impl Read + Send + 'static, lines: Sender<String>) {
    std::thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        while stream.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if lines.send(text).is_err() {
                return;
            }
        }
    });
}

/// Decides which lines a person sees: not what passing tests printed.
#[derive(Default)]
struct Screen {
    in_successes: bool,
}

impl Screen {
    fn shows(&mut self, line: &str) -> bool {
        match line {
            "successes:" => self.in_successes = true,
            "failures:" => self.in_successes = false,
            _ if line.starts_with("test result:") => self.in_successes = false,
            _ => {}
        }
        let routine = line.starts_with("test ") && line.ends_with("... ok");
        line.starts_with("SKIPPED") || !(self.in_successes || routine || line.is_empty())
    }
}

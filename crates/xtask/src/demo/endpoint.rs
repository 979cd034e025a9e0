//! The endpoint as a child process, from its ready line to its end.
//!
//! It ends with the value that holds it. One that ended before it was ready is an error that shows
//! its log. Rejected: asking its port until it answers, which says nothing of why it does not.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use crate::process::Group;

use super::election::Election;

/// A running endpoint; it ends when this is dropped.
pub struct Endpoint {
    /// `host:port` of the dashboard.
    pub dashboard: String,
    process: Group,
}

impl Endpoint {
    /// Starts serving and waits for the line that says it is ready.
    pub fn start(election: &Election) -> Result<Self> {
        let log = std::fs::File::create(election.folder.join("endpoint.log"))?;
        let mut serve = election.server();
        serve.args(["serve", "--listen", &election.address, "--dashboard", "127.0.0.1:0"]);
        let mut process = Group::start(serve.stdout(Stdio::piped()).stderr(log))?;
        let out = process.child.stdout.take().context("no standard output")?;
        for line in BufReader::new(out).lines() {
            if let Some(dashboard) = dashboard(&line?) {
                return Ok(Self { dashboard, process });
            }
        }
        let log = std::fs::read_to_string(election.folder.join("endpoint.log"))?;
        bail!("the endpoint ended before it was ready\n{log}")
    }

    /// Waits until the endpoint ends, which is when somebody ends us or it.
    pub fn wait(&mut self) -> Result<()> {
        self.process.child.wait().context("waiting for the endpoint")?;
        Ok(())
    }
}

/// The dashboard's address from `ready sync=HOST:PORT dashboard=HOST:PORT`.
fn dashboard(line: &str) -> Option<String> {
    let rest = line.strip_prefix("ready ")?;
    rest.split_whitespace().find_map(|word| word.strip_prefix("dashboard=")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_dashboard_is_read_from_the_ready_line_only() {
        let line = "ready sync=127.0.0.1:5 dashboard=127.0.0.1:6";
        assert_eq!(super::dashboard(line).as_deref(), Some("127.0.0.1:6"));
        assert_eq!(super::dashboard("log dashboard=127.0.0.1:6"), None);
    }
}

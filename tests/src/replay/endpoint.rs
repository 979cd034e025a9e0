//! An endpoint for one replay: set up by the server's own commands, served in a child process.
//!
//! Its clock is a file that stands at the evening of the played day. Devices reach it through a
//! proxy that counts bytes and nothing else. The mapping's rules become the election's limits,
//! so that the endpoint judges by them and nobody after it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use journal::invitation::InvitationFile;
use journal::judge::{Place, Quota};
use store::EndpointStore;

use super::figures::listed_stations;
use super::input::Input;
use super::mapping::Mapping;
use crate::support::desk::{Desk, Tables};
use crate::support::headquarters::{OPERATOR, PASSWORD, server_program};
use crate::support::proxy::Proxy;

/// The endpoint.
pub struct Endpoint {
    folder: PathBuf,
    proxy: Proxy,
    serving: Option<Child>,
    dashboard: String,
}

impl Endpoint {
    /// Sets it up: election, stations, form, an invitation a row.
    pub fn set_up(folder: &Path, input: &Input, mapping: &Mapping, evening: i64) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let nowhere = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
        let proxy = Proxy::start(nowhere)?;
        let (folder, dashboard) = (folder.to_owned(), String::new());
        let endpoint = Self { folder, proxy, serving: None, dashboard };
        fs::write(endpoint.path("passphrase"), "one passphrase\nanother passphrase\n")?;
        super::day::write_clock(&endpoint.path("clock"), evening, 0)?;
        let election = &mapping.election;
        endpoint.run(&[
            "init",
            "--name",
            &election.name,
            "--date",
            &election.date,
            "--timezone",
            &election.timezone,
            "--opens",
            &election.opens,
            "--closes",
            &election.closes,
            "--languages",
            &election.languages.join(","),
            "--address",
            &endpoint.proxy.address().to_string(),
        ])?;
        let copy = endpoint.text("copy.sanaq-recovery");
        fs::copy(endpoint.path("data/recovery.sanaq-recovery"), &copy)?;
        endpoint.run(&["keys", "verify-backup", &copy])?;
        endpoint.limit(mapping)?;
        fs::write(endpoint.path("password"), PASSWORD)?;
        let password = endpoint.text("password");
        endpoint.run(&["operators", "add", OPERATOR, "--password-file", &password])?;
        endpoint.import_stations(input)?;
        endpoint.run(&["forms", "import", &mapping.form.to_string_lossy()])?;
        endpoint.invite(input)?;
        Ok(endpoint)
    }

    /// The mapping's rules, as the election's limits.
    fn limit(&self, mapping: &Mapping) -> Result<()> {
        let path = self.path("data/election.toml");
        let text = fs::read_to_string(&path)?;
        let rules = &mapping.rules;
        let limits = [
            ("interval_percent = ", rules.mended_within_percent),
            ("interval_persons = ", rules.mended_within_persons),
        ];
        let mut changed = 0;
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            let limit = limits.iter().find(|(name, _)| line.starts_with(name));
            changed += usize::from(limit.is_some());
            lines.push(limit.map_or(line.to_owned(), |(name, figure)| format!("{name}{figure}")));
        }
        ensure!(changed == limits.len(), "{changed} limits of intervals in {}", path.display());
        fs::write(&path, lines.join("\n") + "\n")?;
        self.run(&["election", "apply"]).map(drop)
    }

    fn import_stations(&self, input: &Input) -> Result<()> {
        let mut stations = csv::Writer::from_path(self.path("stations.csv"))?;
        stations.write_record(["code", "name", "region"])?;
        for row in listed_stations(input) {
            let code = row.typed_station();
            let name = if row.station_name.is_empty() { &code } else { &row.station_name };
            stations.write_record([&code, name, &row.region.join(" / ")])?;
        }
        stations.flush()?;
        let file = self.text("stations.csv");
        let columns = ["--code", "code", "--name", "name", "--region", "region"];
        let mut words = vec!["stations", "import", &file];
        words.extend(columns);
        self.run(&words).map(drop)
    }

    /// Every row is invited by itself. Stations are typed on arrival: some codes have spaces.
    fn invite(&self, input: &Input) -> Result<()> {
        let mut people = csv::Writer::from_path(self.path("people.csv"))?;
        people.write_record(["label", "role", "stations"])?;
        for row in &input.rows {
            people.write_record([&row.label(), "observer", ""])?;
        }
        people.flush()?;
        let (people, out) = (self.text("people.csv"), self.text("invitations"));
        self.run(&["invite", "--csv", &people, "--out-dir", &out]).map(drop)
    }

    /// The invitation of a row.
    #[must_use]
    pub fn invitation(folder: &Path, label: &str) -> PathBuf {
        folder.join("invitations").join(format!("{label}.sanaq"))
    }

    /// Begins to answer.
    pub fn serve(&mut self) -> Result<()> {
        let log = fs::File::create(self.path("serve.log"))?;
        let mut serve = self.command();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"]);
        let mut serving = serve.stdout(Stdio::piped()).stderr(log).spawn()?;
        let out = serving.stdout.take().context("no output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let ready = lines.find(|line| line.starts_with("ready "));
        let ready = ready.with_context(|| {
            format!(
                "not served: {}",
                fs::read_to_string(self.path("serve.log")).unwrap_or_default()
            )
        })?;
        let part = |name: &str| {
            let mut words = ready.split_whitespace();
            words.find_map(|word| word.strip_prefix(name)).context("no address")
        };
        self.proxy.aim(part("sync=")?.parse()?);
        part("dashboard=")?.clone_into(&mut self.dashboard);
        self.serving = Some(serving);
        Ok(())
    }

    /// Every table of the export, as an analyst gets them. Whoever delivered before it began to
    /// answer is in them: a start folds what was left over.
    #[must_use]
    pub fn tables(&self) -> Tables {
        Desk::at(&self.dashboard).tables()
    }

    /// Ends serving, as an operator would.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut serving) = self.serving.take() else { return Ok(()) };
        let pid = rustix::process::Pid::from_child(&serving);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        let ended = serving.wait()?;
        if !ended.success() {
            bail!("the endpoint ended with {ended}");
        }
        Ok(())
    }

    /// Bytes on the wire, up and down.
    #[must_use]
    pub fn wire_bytes(&self) -> (usize, usize) {
        let carried = self.proxy.carried();
        let sum =
            |part: fn(&crate::support::proxy::Carried) -> usize| carried.iter().map(part).sum();
        (sum(|one| one.up.len()), sum(|one| one.down.len()))
    }

    /// Connections made to it.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.proxy.connections()
    }

    /// Its store, opened as the server left it.
    pub fn store(&self, label: &str) -> Result<EndpointStore> {
        let bytes = fs::read(Self::invitation(&self.folder, label))?;
        let file = InvitationFile::open(&bytes)?;
        let path = self.path("data/endpoint.db");
        Ok(EndpointStore::open(&path, file.keys, Place::Headquarters, Quota::default())?)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(server_program());
        command.arg("--data").arg(self.path("data"));
        command.arg("--passphrase-file").arg(self.path("passphrase"));
        command.env("SANAQ_TEST_CLOCK", self.path("clock")).stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Result<String> {
        let out = self.command().args(words).output()?;
        if !out.status.success() {
            bail!("{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        }
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        if let Some(mut serving) = self.serving.take() {
            let _ = serving.kill();
            let _ = serving.wait();
        }
    }
}

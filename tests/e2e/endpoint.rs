//! Headquarters' endpoint in a process of its own, set up by its own commands.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::clock::{Clock, DAY, ZONE};
use crate::process::{Group, free_port, ours};

pub const OPERATOR: &str = "carol";
pub const PASSWORD: &str = "a password for one test";
const STATIONS: &str = include_str!("../../crates/xtask/practice/stations.csv");
const PEOPLE: &str = include_str!("../../crates/xtask/practice/people.csv");

/// An election at headquarters; served or not.
pub struct Endpoint {
    folder: PathBuf,
    clock: PathBuf,
    program: PathBuf,
    listen: String,
    serving: Option<Group>,
    /// `http://host:port` while serving.
    pub dashboard: String,
}

impl Endpoint {
    /// Sets the practice election with its stations and the practice checklist up.
    pub fn set_up(folder: &Path, clock: &Clock) -> Self {
        Self::set_up_at(folder, clock, format!("127.0.0.1:{}", free_port()))
    }

    /// The same, to be found by devices at this address.
    pub fn set_up_at(folder: &Path, clock: &Clock, listen: String) -> Self {
        let program = ours("SANAQ_SERVER", "sanaq-server").expect("sanaq-server is built");
        fs::create_dir_all(folder).unwrap();
        let endpoint = Self {
            folder: folder.to_path_buf(),
            clock: clock.path().to_path_buf(),
            program,
            listen,
            serving: None,
            dashboard: String::new(),
        };
        fs::write(folder.join("passphrase"), "one passphrase\nanother passphrase\n").unwrap();
        fs::write(folder.join("password"), PASSWORD).unwrap();
        fs::write(folder.join("stations.csv"), STATIONS).unwrap();
        let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        endpoint.run(&[
            "init",
            "--practice",
            "--name",
            "Trial election",
            "--date",
            DAY,
            "--timezone",
            ZONE,
            "--opens",
            "07:00",
            "--closes",
            "20:00",
            "--languages",
            "kk,ru,en",
            "--address",
            &endpoint.listen,
        ]);
        let copy = path("copy.sanaq-recovery");
        fs::copy(path("data/recovery.sanaq-recovery"), &copy).unwrap();
        endpoint.run(&["keys", "verify-backup", &copy]);
        endpoint.run(&[
            "stations",
            "import",
            &path("stations.csv"),
            "--code",
            "code",
            "--name",
            "name",
            "--region",
            "region,district",
            "--registered",
            "voters",
        ]);
        let form =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/server/forms/practice-opening.xlsx");
        endpoint.run(&["forms", "import", form]);
        endpoint.run(&["operators", "add", OPERATOR, "--password-file", &path("password")]);
        endpoint
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(self.folder.join("data"));
        command.arg("--passphrase-file").arg(self.folder.join("passphrase"));
        command.env("SANAQ_TEST_CLOCK", &self.clock).stdin(Stdio::null());
        command
    }

    /// Runs one of the endpoint's commands to its end and gives what it printed.
    pub fn run(&self, words: &[&str]) -> String {
        let out = self.command().args(words).output().unwrap();
        let (said, erred) = (&out.stdout, String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success(), "{words:?}: {erred}{}", String::from_utf8_lossy(said));
        String::from_utf8_lossy(said).into_owned()
    }

    /// An invitation file for a person at a station.
    pub fn invite(&self, person: &str, station: &str) -> PathBuf {
        self.invite_with(person, station, &[])
    }

    /// The same with more words on the command line: a team, a call-sign, a role.
    pub fn invite_with(&self, person: &str, station: &str, more: &[&str]) -> PathBuf {
        let file = self.folder.join(format!("{person}.sanaq"));
        let out = file.to_str().unwrap();
        let mut words = vec!["invite", "--label", person, "--station", station, "--out", out];
        words.extend(more);
        self.run(&words);
        file
    }

    /// Invitation files for everybody of the practice election; gives their folder.
    pub fn invite_all(&self) -> PathBuf {
        let (list, folder) = (self.folder.join("people.csv"), self.folder.join("invitations"));
        fs::write(&list, PEOPLE).unwrap();
        let (csv, out) = (list.to_str().unwrap(), folder.to_str().unwrap());
        self.run(&["invite", "--csv", csv, "--out-dir", out]);
        folder
    }

    pub fn password_file(&self) -> PathBuf {
        self.folder.join("password")
    }

    /// Begins to answer devices and operators.
    pub fn serve(&mut self) {
        let log = fs::File::create(self.folder.join("serve.log")).unwrap();
        let mut serve = self.command();
        serve.args(["serve", "--listen", &self.listen, "--dashboard", "127.0.0.1:0"]);
        let mut serving = Group::start(serve.stdout(Stdio::piped()).stderr(log));
        let out = serving.child.stdout.take().unwrap();
        let ready = BufReader::new(out).lines().map_while(Result::ok);
        let ready = ready.filter(|line| line.starts_with("ready ")).next();
        let ready = ready.unwrap_or_else(|| {
            panic!("not served: {}", fs::read_to_string(self.folder.join("serve.log")).unwrap())
        });
        let dashboard = ready.split("dashboard=").nth(1).unwrap().split_whitespace().next();
        self.dashboard = format!("http://{}", dashboard.unwrap());
        self.serving = Some(serving);
    }
}

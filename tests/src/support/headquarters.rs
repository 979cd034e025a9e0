//! Headquarters: the real `sanaq-server`, set up by its own commands, served in a child process.
//!
//! The binary is the one `SANAQ_SERVER` names, else the one beside the test programs
//! (`target/debug/sanaq-server`); build both together, so that the server has its scripted clock
//! and this crate's fault seam: `cargo build -p server -p tests --features server/test-clock`.
//! Devices reach it through a [`Proxy`], whose address is in the invitations and stays the same
//! when the server comes back on another port.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use journal::invitation::InvitationFile;
use journal::judge::{Place, Quota};
use store::EndpointStore;

use super::clock::{Clock, DAY, ZONE};
use super::proxy::Proxy;

const STATIONS: &str = "code,name,region,voters\n101,School No. 4,Upper Town,1840\n\
                        102,Library,Upper Town,1275\n103,Sports Hall,Lower Town,2210\n";
/// Who runs the commands, as the operating system calls them: operator events name this.
pub const LOCAL_OPERATOR: &str = "MARKER-OPERATOR";
/// The operator who may log in to the dashboard.
pub const OPERATOR: &str = "carol";
/// Her password.
pub const PASSWORD: &str = "a password for one test";

/// An election at headquarters; served or not.
pub struct Headquarters {
    folder: PathBuf,
    /// Headquarters' own clock.
    pub clock: Clock,
    /// What devices connect to.
    pub proxy: Proxy,
    serving: Option<Child>,
    /// `host:port` of the dashboard while serving.
    pub dashboard: String,
    /// `host:port` devices are answered at while serving, behind the proxy.
    pub sync: String,
}

/// The server's binary.
pub fn server_program() -> PathBuf {
    let given = std::env::var_os("SANAQ_SERVER").map(PathBuf::from);
    let beside = || {
        let exe = std::env::current_exe().ok()?;
        Some(exe.parent()?.parent()?.join("sanaq-server"))
    };
    let program = given.or_else(beside).filter(|program| program.exists());
    program.expect("cargo build -p server -p tests --features server/test-clock")
}

impl Headquarters {
    /// Sets an election with three stations and the practice checklist up, not yet served.
    pub fn set_up(folder: &Path, hour: i64, minute: i64) -> Self {
        Self::set_up_as(folder, hour, minute, "Trial election")
    }

    /// The same under another name.
    pub fn set_up_as(folder: &Path, hour: i64, minute: i64, name: &str) -> Self {
        fs::create_dir_all(folder).unwrap();
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 9));
        let hq = Self {
            folder: folder.to_owned(),
            clock: Clock::at(folder, hour, minute).unwrap(),
            proxy: Proxy::start(nowhere).unwrap(),
            serving: None,
            dashboard: String::new(),
            sync: String::new(),
        };
        fs::write(folder.join("passphrase"), "one passphrase\nanother passphrase\n").unwrap();
        fs::write(folder.join("password"), PASSWORD).unwrap();
        fs::write(folder.join("stations.csv"), STATIONS).unwrap();
        let address = hq.proxy.address().to_string();
        let shape = ["--opens", "07:00", "--closes", "20:00", "--languages", "kk,ru,en"];
        let about = ["--practice", "--name", name, "--date", DAY, "--timezone", ZONE];
        let mut init = vec!["init", "--address", &address];
        init.extend(about);
        init.extend(shape);
        hq.run(&init);
        let copy = hq.path("copy.sanaq-recovery");
        fs::copy(hq.path("data/recovery.sanaq-recovery"), &copy).unwrap();
        hq.run(&["keys", "verify-backup", &copy]);
        let columns = ["--code", "code", "--name", "name", "--region", "region"];
        let stations = hq.path("stations.csv");
        let mut import = vec!["stations", "import", &stations, "--registered", "voters"];
        import.extend(columns);
        hq.run(&import);
        let form =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/server/forms/practice-opening.xlsx");
        hq.run(&["forms", "import", form]);
        hq.run(&["operators", "add", OPERATOR, "--password-file", &hq.path("password")]);
        hq
    }

    /// A path in its folder, as text.
    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// The server's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(server_program());
        command.arg("--data").arg(self.data());
        command.arg("--passphrase-file").arg(self.folder.join("passphrase"));
        command.env("SANAQ_TEST_CLOCK", self.clock.path()).stdin(Stdio::null());
        command.env("USER", LOCAL_OPERATOR);
        command
    }

    /// Runs one of its commands; what it printed.
    pub fn run(&self, words: &[&str]) -> String {
        let (ok, said) = self.try_run(words);
        assert!(ok, "{words:?}: {said}");
        said
    }

    /// Runs one of its commands; whether it succeeded, and all it printed.
    pub fn try_run(&self, words: &[&str]) -> (bool, String) {
        let out = self.command().args(words).output().unwrap();
        let mut said = String::from_utf8_lossy(&out.stdout).into_owned();
        said.push_str(&String::from_utf8_lossy(&out.stderr));
        (out.status.success(), said)
    }

    /// An invitation file for a person at a station.
    pub fn invite(&self, person: &str, station: &str) -> PathBuf {
        self.invite_with(person, &["--station", station])
    }

    /// The same, with a file name that says nothing of the person.
    pub fn folder_invite(&self, label: &str, station: &str) -> PathBuf {
        let file = self.folder.join("one.sanaq");
        let out = file.to_str().unwrap();
        self.run(&["invite", "--label", label, "--station", station, "--out", out]);
        file
    }

    /// An invitation file with other words.
    pub fn invite_with(&self, person: &str, words: &[&str]) -> PathBuf {
        let file = self.folder.join(format!("{person}.sanaq"));
        let mut all = vec!["invite", "--label", person, "--out", file.to_str().unwrap()];
        all.extend(words);
        self.run(&all);
        file
    }

    /// Begins to answer.
    pub fn serve(&mut self) {
        self.serve_with(&[], &[]);
    }

    /// Begins to answer, with more words and more in its environment (a fault's order).
    pub fn serve_with(&mut self, words: &[&str], environment: &[(&str, &str)]) {
        let log = fs::File::options().create(true).append(true).open(self.path("serve.log"));
        let mut serve = self.command();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"]);
        serve.args(words).envs(environment.iter().copied());
        let mut serving = serve.stdout(Stdio::piped()).stderr(log.unwrap()).spawn().unwrap();
        let lines = BufReader::new(serving.stdout.take().unwrap()).lines();
        let ready = lines.map_while(Result::ok).find(|line| line.starts_with("ready "));
        let ready = ready.unwrap_or_else(|| panic!("not served: {}", self.log()));
        let part = |name: &str| {
            let rest = ready.split(name).nth(1).expect("in the line");
            rest.split_whitespace().next().expect("a value").to_owned()
        };
        self.sync = part("sync=");
        self.proxy.aim(self.sync.parse().unwrap());
        self.dashboard = part("dashboard=");
        self.serving = Some(serving);
    }

    /// What it wrote to its log so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("serve.log")).unwrap_or_default()
    }

    /// The process that serves.
    pub fn pid(&self) -> Option<u32> {
        self.serving.as_ref().map(Child::id)
    }

    /// Ends serving, as an operator would.
    pub fn stop(&mut self) {
        if let Some(mut serving) = self.serving.take() {
            let pid = rustix::process::Pid::from_child(&serving);
            rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
            serving.wait().unwrap();
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut serving) = self.serving.take() {
            let _ = serving.kill();
            let _ = serving.wait();
        }
    }

    /// Waits until the process has ended by itself (a planted fault).
    pub fn died(&mut self) {
        let mut serving = self.serving.take().expect("serving");
        let ended = serving.wait().unwrap();
        assert!(!ended.success(), "it should have died of the fault: {ended}");
    }

    /// Its store, opened once more, beside the running server.
    pub fn store(&self, invitation: &Path) -> EndpointStore {
        let file = InvitationFile::open(&fs::read(invitation).unwrap()).unwrap();
        let path = self.data().join("endpoint.db");
        EndpointStore::open(&path, file.keys, Place::Headquarters, Quota::default()).unwrap()
    }
}

impl Drop for Headquarters {
    fn drop(&mut self) {
        self.kill();
    }
}

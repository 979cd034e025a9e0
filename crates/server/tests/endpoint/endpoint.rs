//! An endpoint of its own folder, and a browser that knows only HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use server::dashboard::api::Changed;

use crate::device::Device;

const STATIONS: &str = "code;name;voters;region\n\
                        1804;№12 мектеп;1 204;Алматы\n1805;Lyceum 4;980;Алматы\n";
const PASSWORD: &str = "a good password";

/// The machine's time in Unix seconds: the server under test reads the same.
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// An endpoint, served or not.
pub struct Endpoint {
    folder: tempfile::TempDir,
    serving: Option<Child>,
    /// `host:port` for devices while serving.
    pub sync: String,
    /// `host:port` for operators while serving.
    pub dashboard: String,
}

impl Endpoint {
    /// Made by its own commands; polling is today, all day. A practice election.
    pub fn set_up() -> Self {
        Self::set_up_as(&["init", "--practice", "--name", "Practice"])
    }

    /// The same with another beginning.
    pub fn set_up_as(init: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let endpoint =
            Self { folder, serving: None, sync: String::new(), dashboard: String::new() };
        let write = |name: &str, text: &str| std::fs::write(endpoint.path(name), text).unwrap();
        write("passphrase", "everyday words\nroot words here\n");
        write("password", PASSWORD);
        let today = chrono::DateTime::from_timestamp(now() - 600, 0).unwrap();
        let date = today.format("%Y-%m-%d").to_string();
        let hours = ["--timezone", "UTC", "--opens", "00:00", "--closes", "23:59"];
        endpoint.run(&[init, ["--date", &date].as_slice(), hours.as_slice()].concat());
        let early = endpoint.try_run(&["invite", "--label", "Alice"]);
        assert!(!early.0 && early.1.contains("verify-backup"), "{}", early.1);
        let (own, copy) = (endpoint.path("data/recovery.sanaq-recovery"), endpoint.path("copy"));
        let (ok, said) = endpoint.try_run(&["keys", "verify-backup", own.to_str().unwrap()]);
        assert!(!ok && said.contains("copy it to another place"), "{said}");
        assert!(!endpoint.try_run(&["invite", "--label", "Alice"]).0, "no backup was shown");
        std::fs::copy(&own, &copy).unwrap();
        endpoint.run(&["keys", "verify-backup", copy.to_str().unwrap()]);
        endpoint.import(STATIONS);
        let password = endpoint.path("password");
        let add = ["operators", "add", "carol", "--password-file", password.to_str().unwrap()];
        endpoint.run(&add);
        endpoint
    }

    /// Served, with Alice, who is invited for 1804 and enrolled.
    pub fn served_with_alice() -> (Self, Device) {
        let mut endpoint = Self::set_up();
        let file = endpoint.invite("Alice", "1804");
        endpoint.serve();
        let alice = Device::enrol(&file, &endpoint.sync);
        (endpoint, alice)
    }

    /// Takes a list of stations in, or takes it in again.
    pub fn import(&self, list: &str) {
        let file = self.path("stations.csv");
        std::fs::write(&file, list).unwrap();
        let columns = ["--code", "code", "--name", "name", "--registered", "voters"];
        let import = ["stations", "import", file.to_str().unwrap(), "--region", "region"];
        self.run(&[import.as_slice(), columns.as_slice()].concat());
    }

    /// Where a file of this test lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program on this endpoint's folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanaq-server"));
        command.arg("--data").arg(self.path("data"));
        command.arg("--passphrase-file").arg(self.path("passphrase"));
        command.env_remove("SANAQ_TEST_CLOCK").stdin(Stdio::null());
        command
    }

    /// Whether a command succeeded, and all it said.
    pub fn try_run(&self, words: &[&str]) -> (bool, String) {
        let out = self.command().args(words).output().unwrap();
        let mut said = String::from_utf8_lossy(&out.stdout).into_owned();
        said.push_str(&String::from_utf8_lossy(&out.stderr));
        (out.status.success(), said)
    }

    /// Runs a command that must succeed.
    pub fn run(&self, words: &[&str]) -> String {
        let (ok, said) = self.try_run(words);
        assert!(ok, "{words:?}: {said}");
        said
    }

    /// An invitation file.
    pub fn invite(&self, label: &str, station: &str) -> PathBuf {
        let file = self.path(&format!("{label}.sanaq"));
        let out = file.to_str().unwrap();
        self.run(&["invite", "--label", label, "--station", station, "--out", out]);
        file
    }

    /// An invitation file made with more words.
    pub fn invite_as(&self, label: &str, more: &[&str]) -> PathBuf {
        let file = self.path(&format!("{label}.sanaq"));
        let line = ["invite", "--label", label, "--out", file.to_str().unwrap()];
        self.run(&[line.as_slice(), more].concat());
        file
    }

    /// A file of this test's folder, written.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Serves on free ports.
    pub fn serve(&mut self) {
        let mut serve = self.command();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"]);
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let part = |name: &str| {
            let mut words = line.split_whitespace();
            let found = words.find_map(|word| word.strip_prefix(name));
            found.unwrap_or_else(|| panic!("not ready: {line:?}")).to_owned()
        };
        (self.sync, self.dashboard) = (part("sync="), part("dashboard="));
        self.serving = Some(child);
    }

    /// Ends serving as an operator does, and waits for a clean end.
    pub fn stop(&mut self) {
        let mut child = self.serving.take().expect("serving");
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(child.wait().unwrap().success());
    }

    /// Changes one bit of these bytes where they lie in the database's file.
    pub fn flip_a_bit_of(&self, bytes: &[u8]) {
        let path = self.path("data/endpoint.db");
        let mut file = std::fs::read(&path).unwrap();
        // The end of a page is sealed content; its signature covers it.
        let needle = &bytes[bytes.len() - 64..];
        let at = file.windows(needle.len()).position(|window| window == needle);
        file[at.expect("the page lies in the file") + 40] ^= 1;
        std::fs::write(&path, file).unwrap();
    }

    /// Logged in as Carol.
    pub fn login(&self) -> Browser {
        let mut browser = Browser { at: self.dashboard.clone(), cookie: String::new() };
        let body = format!(r#"{{"name":"carol","password":"{PASSWORD}"}}"#);
        let (status, head, text) = browser.ask("POST", "/api/login", &body);
        assert_eq!(status, 200, "{text}");
        let (_, rest) = head.split_once("sanaq_session=").unwrap();
        let token = rest.split(';').next().unwrap();
        browser.cookie = format!("cookie: sanaq_session={token}\r\n");
        browser
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        if let Some(mut child) = self.serving.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Speaks plain HTTP to an address; `None` when what comes back is no HTTP.
pub fn plain(at: &str, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(at).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()?;
    Some((status, text))
}

/// A logged-in operator.
pub struct Browser {
    at: String,
    cookie: String,
}

impl Browser {
    fn ask(&mut self, method: &str, path: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\n{1}\
             connection: close\r\ncontent-length: {2}\r\n\r\n{body}",
            self.at,
            self.cookie,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), body.to_owned())
    }

    /// A body as text.
    pub fn text(&mut self, path: &str) -> String {
        let (status, _, body) = self.ask("GET", path, "");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// A body as JSON.
    pub fn get<T: serde::de::DeserializeOwned>(&mut self, path: &str) -> T {
        serde_json::from_str(&self.text(path)).unwrap()
    }

    /// Asks until the answer fits: folding follows receipts by a moment.
    pub fn until<T: serde::de::DeserializeOwned>(
        &mut self,
        path: &str,
        fits: impl Fn(&T) -> bool,
    ) -> T {
        let begun = std::time::Instant::now();
        loop {
            let answer = self.get(path);
            if fits(&answer) {
                return answer;
            }
            assert!(begun.elapsed().as_secs() < 60, "{path} never came to fit");
            std::thread::yield_now();
        }
    }

    /// Listens to server-sent events; each call waits for the next change's version.
    pub fn listen(&self) -> impl FnMut() -> u32 + use<> {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
        let request =
            format!("GET /api/events HTTP/1.1\r\nhost: {}\r\n{}\r\n", self.at, self.cookie);
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream).lines();
        move || {
            let mut data = lines.by_ref().map_while(Result::ok);
            let line = data.find_map(|line| line.strip_prefix("data:").map(str::to_owned));
            let changed: Changed = serde_json::from_str(&line.expect("still listening")).unwrap();
            changed.version
        }
    }

    /// The status of a change.
    pub fn post(&mut self, path: &str, body: &str) -> u16 {
        self.ask("POST", path, body).0
    }
}

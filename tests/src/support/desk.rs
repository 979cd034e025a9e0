//! What headquarters' desk sees and does: the dashboard's own words and files, over HTTP by an
//! operator who logged in.
//!
//! Rejected: reading the endpoint's database beside it, which no analyst does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::headquarters::{Headquarters, OPERATOR, PASSWORD};

/// Every table of the export as its rows, by file name; a row is its cells by column.
pub type Tables = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// How long an answer may take to say what it should.
const PATIENCE: Duration = Duration::from_secs(60);

/// A logged-in operator.
pub struct Desk {
    at: String,
    cookie: String,
}

impl Desk {
    /// Logs in at a served headquarters.
    pub fn of(hq: &Headquarters) -> Self {
        Self::at(&hq.dashboard)
    }

    /// Logs in at a dashboard whose operator and password are those of every test.
    pub fn at(dashboard: &str) -> Self {
        let mut desk = Self { at: dashboard.to_owned(), cookie: String::new() };
        let body = serde_json::json!({ "name": OPERATOR, "password": PASSWORD }).to_string();
        let (head, _) = desk.ask("POST", "/api/login", &body);
        let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = set.and_then(|set| set.split(';').next());
        desk.cookie = cookie.unwrap_or_else(|| panic!("no session: {head}")).to_owned();
        desk
    }

    /// Every table.
    pub fn tables(&self) -> Tables {
        let (_, archive) = self.ask("GET", "/api/export/all.zip", "");
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let mut all = BTreeMap::new();
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).unwrap();
            let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
            file.read_to_end(&mut bytes).unwrap();
            if name.ends_with(".csv") {
                let mut rows = csv::Reader::from_reader(bytes.as_slice());
                all.insert(name, rows.deserialize().collect::<Result<_, _>>().unwrap());
            }
        }
        all
    }

    /// What a path answers.
    pub fn get(&self, path: &str) -> Value {
        serde_json::from_slice(&self.ask("GET", path, "").1).unwrap()
    }

    /// The same, asked again until it fits: what is kept is folded a little later.
    pub fn until(&self, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if fits(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{path} never came to fit: {answer:#}");
            std::thread::yield_now();
        }
    }

    /// Orders something.
    pub fn post(&self, path: &str, body: &Value) {
        self.ask("POST", path, &body.to_string());
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        let (at, length, cookie) = (&self.at, body.len(), &self.cookie);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {at}\r\norigin: http://{at}\r\ncookie: {cookie}\r\n\
             connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole answer");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let ok = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
        assert!(ok, "{method} {path}: {head}");
        (head, bytes.split_off(end + 4))
    }
}

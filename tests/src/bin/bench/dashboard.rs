//! Headquarters' page over a country's stations, as a browser asks for it.
//!
//! The real endpoint with a figure announced for every station by 12:00, by 17:00 and at closing,
//! some of which fall or stand above their list, and some hundred observers' days, polling today.
//! Timed from the request's first byte to the answer's last. The first answer makes everything;
//! after one device's pages only that station is made anew. An answer counts only with every
//! station, all three sums and everything that looks wrong in it. Rejected: timing the functions
//! alone, which leaves out what JSON and HTTP cost.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use domain::Event;
use domain::event::{
    Arrived, CountMethod, Payload, Place, ViewOfPoint, VoterCounted, WatchStarted,
};
use tests::support::device::Device;

use crate::table::{Table, quantile};

/// Georgia's in 2013, and a large country's.
const STATIONS: [usize; 2] = [3_707, 10_000];
const OBSERVERS: usize = 300;
const TAPS: i64 = 300;
const QUESTIONS: usize = 20;
/// A figure announced for every station at each.
const MOMENTS: [(&str, &str); 3] = [("noon", "12:00"), ("five", "17:00"), ("closing", "23:59")];
/// One station in so many has a figure by 17:00 below that by 12:00,
const FALLS_EVERY: usize = 80;
/// and one in so many a figure at closing above its list.
const ABOVE_EVERY: usize = 150;
const GOAL_MS: f64 = 150.0;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let Some(server) = std::env::var_os("SANAQ_SERVER") else {
        table.row("dashboard", "SKIPPED: SANAQ_SERVER names no endpoint".into(), None);
        return Ok(());
    };
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    let date = chrono::DateTime::from_timestamp(now, 0).context("a date")?;
    let date = date.format("%Y-%m-%d").to_string();
    for stations in STATIONS {
        let folder = folder.join(format!("dashboard-{stations}"));
        let endpoint = Endpoint { server: PathBuf::from(&server), folder, stations };
        let files = endpoint.set_up(&date)?;
        let (mut serving, sync, page) = endpoint.serve()?;
        let asked = measured(&files, &sync, &page, now, stations);
        serving.kill()?;
        serving.wait()?;
        print(stations, asked?, table);
    }
    Ok(())
}

fn print(stations: usize, asked: Asked, table: &mut Table) {
    let Asked { first, mut again, changed, bytes } = asked;
    again.sort_by(f64::total_cmp);
    let worst = quantile(&again, 1.0);
    let goal = |ms: f64| Some((ms <= GOAL_MS, "≤ 150 ms"));
    let figures = MOMENTS.len() * stations;
    table.row(&format!("dashboard: {stations} stations, {figures} figures"), String::new(), None);
    table.row(
        &format!("  a page of them, {QUESTIONS} times"),
        format!("p50 {:.1} ms, worst {worst:.1} ms, {bytes} bytes", quantile(&again, 0.5)),
        goal(worst),
    );
    table.row("  after a device's pages came", format!("{changed:.1} ms"), goal(changed));
    table.row("  the first answer of all", format!("{first:.1} ms"), goal(first));
}

struct Asked {
    first: f64,
    again: Vec<f64>,
    changed: f64,
    bytes: usize,
}

fn measured(files: &[PathBuf], sync: &str, page: &str, now: i64, stations: usize) -> Result<Asked> {
    let mut devices: Vec<Device> = Vec::new();
    for (n, file) in files.iter().enumerate() {
        let mut device = Device::enrol(file, now, n as u64);
        device.peer.addresses = vec![sync.to_owned()];
        device.seal(&day(n, now));
        devices.push(device);
    }
    let mut last = devices.pop().context("somebody observes")?;
    for device in &mut devices {
        device.contact_now()?;
    }
    let browser = Browser::login(page)?;
    let (first, _) = browser.get("/api/overview")?;
    let others = format!("\"reporting\":{}", OBSERVERS - 1);
    while !browser.get("/api/overview")?.1.contains(&others) {
        std::thread::yield_now();
    }
    let mut again = Vec::new();
    let mut bytes = 0;
    for n in 0..QUESTIONS {
        let order = ["by_code", "by_gap", "by_unwatched"].get(n % 3).unwrap_or(&"by_code");
        let path = format!("/api/overview?order={order}&from={}", n * stations / 25);
        let (ms, body) = browser.get(&path)?;
        whole(&body, stations)?;
        bytes = bytes.max(body.len());
        again.push(ms);
    }
    last.contact_now()?;
    let last_too = format!("\"reporting\":{OBSERVERS}");
    let changed = loop {
        let (ms, body) = browser.get("/api/overview")?;
        if body.contains(&last_too) {
            whole(&body, stations)?;
            break ms;
        }
        std::thread::yield_now();
    };
    Ok(Asked { first, again, changed, bytes })
}

/// An answer about every station: each moment's sum is of all, and what looks wrong is told.
fn whole(body: &str, stations: usize) -> Result<()> {
    let answer: serde_json::Value = serde_json::from_str(body)?;
    let number = |place: &str| answer.pointer(place).and_then(serde_json::Value::as_u64);
    let all = Some(stations as u64);
    ensure!(number("/stations_found") == all, "not all stations are here");
    for moment in 0..MOMENTS.len() {
        let place = format!("/announced/totals/{moment}/stations");
        ensure!(number(&place) == all, "not all figures are in sum {moment}");
    }
    let wrong = stations.div_ceil(FALLS_EVERY) + stations.div_ceil(ABOVE_EVERY);
    ensure!(number("/announced/wrong_total") == Some(wrong as u64), "not all that is wrong");
    Ok(())
}

/// A few hundred taps at a station of one's own, until just now.
fn day(n: usize, now: i64) -> Vec<Vec<u8>> {
    let from = now - TAPS * 20 - 60;
    let arrived = Arrived { station: code(n), place: Place::Inside };
    let started = WatchStarted {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    };
    let mut events = vec![
        Event::new(from, Payload::Arrived(arrived)).encode(),
        Event::new(from, Payload::WatchStarted(started)).encode(),
    ];
    events.extend((0..TAPS).map(|tap| {
        let counted = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
        Event::new(from + tap * 20, Payload::VoterCounted(counted)).encode()
    }));
    events
}

fn code(n: usize) -> String {
    format!("{}", 100_000 + n)
}

/// An endpoint of its own folder, by its own commands.
struct Endpoint {
    server: PathBuf,
    folder: PathBuf,
    stations: usize,
}

impl Endpoint {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.server);
        command.arg("--data").arg(self.folder.join("data"));
        command.arg("--passphrase-file").arg(self.folder.join("passphrase"));
        command.env_remove("SANAQ_TEST_CLOCK").stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Result<()> {
        let out = self.command().args(words).output()?;
        ensure!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        Ok(())
    }

    fn write(&self, name: &str, text: &str) -> Result<String> {
        let path = self.folder.join(name);
        std::fs::write(&path, text)?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// Polling on this date, stations, figures, people; the invitations' files.
    fn set_up(&self, date: &str) -> Result<Vec<PathBuf>> {
        std::fs::create_dir_all(&self.folder)?;
        self.write("passphrase", "one passphrase\nanother passphrase\n")?;
        let password = self.write("password", PASSWORD)?;
        let about = ["init", "--practice", "--name", "Bench", "--date", date];
        let hours = ["--timezone", "UTC", "--opens", "00:00", "--closes", "23:59"];
        self.run(&[about, hours].concat())?;
        let copy = self.folder.join("copy.sanaq-recovery");
        std::fs::copy(self.folder.join("data/recovery.sanaq-recovery"), &copy)?;
        self.run(&["keys", "verify-backup", &copy.to_string_lossy()])?;
        self.run(&["operators", "add", "carol", "--password-file", &password])?;
        let mut stations = String::from("code,name,region,voters,noon,five,closing\n");
        for n in 0..self.stations {
            let (code, ward, voters) = (code(n), n % 40, 900 + n % 1500);
            let five = if n % FALLS_EVERY == 0 { voters / 6 } else { voters / 3 };
            let closing = if n % ABOVE_EVERY == 0 { voters + 7 } else { voters / 2 };
            let figures = format!("{},{five},{closing}", voters / 5);
            writeln!(stations, "{code},School {n},Ward {ward},{voters},{figures}")?;
        }
        let stations = self.write("stations.csv", &stations)?;
        let import = ["stations", "import", &stations, "--code", "code", "--name", "name"];
        let columns = ["--region", "region", "--registered", "voters"];
        self.run(&[import.as_slice(), &columns].concat())?;
        let figures = MOMENTS.map(|(column, at)| format!("{column}={date} {at}"));
        let mut words = vec!["announced", "import", &stations, "--station", "code"];
        words.extend(figures.iter().flat_map(|figure| ["--figure", figure.as_str()]));
        self.run(&words)?;
        let mut people = String::from("label,stations\n");
        for n in 0..OBSERVERS {
            writeln!(people, "observer {n},{}", code(n))?;
        }
        let people = self.write("people.csv", &people)?;
        let out = self.folder.join("invited");
        self.run(&["invite", "--csv", &people, "--out-dir", &out.to_string_lossy()])?;
        let files = std::fs::read_dir(&out)?.map(|entry| Ok(entry?.path()));
        let mut files = files.collect::<Result<Vec<PathBuf>>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "sanaq"));
        files.sort();
        ensure!(files.len() == OBSERVERS, "{} files", files.len());
        Ok(files)
    }

    /// Serving: the process, where devices are answered, and where operators are.
    fn serve(&self) -> Result<(Child, String, String)> {
        let mut serve = self.command();
        serve.args(["serve", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"]);
        let log = std::fs::File::create(self.folder.join("serve.log"))?;
        let mut child = serve.stdout(Stdio::piped()).stderr(log).spawn()?;
        let lines = BufReader::new(child.stdout.take().context("its output")?).lines();
        let mut lines = lines.map_while(Result::ok);
        let ready = lines.find(|line| line.starts_with("ready ")).context("it is not ready")?;
        let part = |name: &str| -> Result<String> {
            let found = ready.split_whitespace().find_map(|word| word.strip_prefix(name));
            Ok(found.context("in the line")?.to_owned())
        };
        Ok((child, part("sync=")?, part("dashboard=")?))
    }
}

const PASSWORD: &str = "a bench's password";

/// A logged-in operator's browser that knows only HTTP.
struct Browser {
    at: String,
    cookie: String,
}

impl Browser {
    fn login(at: &str) -> Result<Self> {
        let mut browser = Self { at: at.to_owned(), cookie: String::new() };
        let body = format!(r#"{{"name":"carol","password":"{PASSWORD}"}}"#);
        let (_, answer) = browser.ask("POST", "/api/login", &body)?;
        let (_, rest) = answer.split_once("sanaq_session=").context("a session")?;
        let token = rest.split(';').next().unwrap_or_default();
        browser.cookie = format!("cookie: sanaq_session={token}\r\n");
        Ok(browser)
    }

    /// Milliseconds and the answer's body.
    fn get(&self, path: &str) -> Result<(f64, String)> {
        let (ms, answer) = self.ask("GET", path, "")?;
        ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer:.200}");
        let (_, body) = answer.split_once("\r\n\r\n").context("a body")?;
        Ok((ms, body.to_owned()))
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<(f64, String)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\n{1}\
             connection: close\r\ncontent-length: {2}\r\n\r\n{body}",
            self.at,
            self.cookie,
            body.len()
        );
        let began = Instant::now();
        let mut stream = TcpStream::connect(&self.at)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok((began.elapsed().as_secs_f64() * 1e3, answer))
    }
}

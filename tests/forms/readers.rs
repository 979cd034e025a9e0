//! The two independent readings: pyxform from PyPI, ODK's engine from npm, as processes that
//! answer line by line.
//!
//! They are put into folders under `target/` once, by the versions named in `readers/`. Where a
//! registry cannot be reached the tests say SKIPPED; a continuous integration run fails then,
//! since a comparison with nobody proves nothing.

use domain::form::Moment;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

fn here(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("forms/readers").join(name)
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Python with pyxform; `None` where it cannot be had.
pub fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON.get_or_init(install_python).as_deref()
}

/// The folder with ODK's engine and the script that asks it; `None` where it cannot be had.
pub fn engine() -> Option<&'static Path> {
    static ENGINE: OnceLock<Option<PathBuf>> = OnceLock::new();
    ENGINE.get_or_init(install_engine).as_deref()
}

/// Example workbooks of the named pyxform source package, all as .xlsx, by name.
pub fn examples(version: &str) -> Option<Vec<PathBuf>> {
    let python = python()?;
    let folder = folder("forms-examples");
    let books = folder.join(format!("books-{version}"));
    if !books.join("done").exists() {
        let source = folder.join(format!("pyxform-{version}.tar.gz"));
        let asked = format!("pyxform=={version}");
        let mut pip = pip(python, "download");
        pip.args(["--no-deps", "--no-binary", ":all:", "--dest"]).arg(&folder).arg(asked);
        succeeds(&mut pip).then_some(())?;
        assert!(succeeds(Command::new("tar").arg("xf").arg(&source).arg("-C").arg(&folder)));
        fs::create_dir_all(&books).unwrap();
        let origin = folder.join(format!("pyxform-{version}"));
        let mut copy = Command::new(python);
        assert!(succeeds(copy.arg(here("converter.py")).arg(origin).arg(&books)));
        fs::write(books.join("done"), "").unwrap();
    }
    let mut found: Vec<PathBuf> = fs::read_dir(&books)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "csv"))
        .collect();
    found.sort();
    Some(found)
}

/// Says that a test did not run; where it must, that is a failure.
pub fn skipped(what: &str) {
    let ci = std::env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false");
    assert!(!ci, "{what} cannot be had here, and here it must");
    println!("SKIPPED: {what} cannot be had here");
}

fn pip(python: &Path, verb: &str) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", verb, "--quiet", "--disable-pip-version-check"]);
    pip.args(["--retries", "1", "--timeout", "20"]);
    pip
}

fn succeeds(command: &mut Command) -> bool {
    let output = command.stdin(Stdio::null()).output();
    let ended = output.as_ref().is_ok_and(|output| output.status.success());
    if let (false, Ok(output)) = (ended, &output) {
        println!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    ended
}

fn install_python() -> Option<PathBuf> {
    let wanted = fs::read_to_string(here("requirements.txt")).unwrap();
    let folder = folder("forms-python");
    let python = folder.join("bin/python3");
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Some(python);
    }
    let made = succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    let mut install = pip(&python, "install");
    install.arg("--requirement").arg(here("requirements.txt"));
    (made && succeeds(&mut install)).then_some(())?;
    fs::write(stamp, wanted).unwrap();
    Some(python)
}

fn install_engine() -> Option<PathBuf> {
    let folder = folder("forms-engine");
    let stamp = folder.join("node_modules/installed-lock");
    let lock = fs::read(here("package-lock.json")).unwrap();
    for name in ["package.json", "package-lock.json", ".npmrc", "engine.mjs"] {
        fs::copy(here(name), folder.join(name)).unwrap();
    }
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Some(folder);
    }
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    succeeds(&mut install).then_some(())?;
    fs::write(stamp, lock).unwrap();
    Some(folder)
}

/// When and where a form is filled.
#[derive(Clone, Copy)]
pub struct Hour {
    pub zone: &'static str,
    pub now: Moment,
}

/// 2026-12-06T07:30:15Z, where the wall shows the same.
pub const NOON: Hour = Hour { zone: "UTC", now: Moment { unix: 1_796_542_215, offset_minutes: 0 } };

/// Three at night in Almaty, a counting night: the day before in UTC.
pub const NIGHT: Hour =
    Hour { zone: "Asia/Almaty", now: Moment { unix: 1_796_508_000, offset_minutes: 300 } };

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Answers one process gives: what it keeps of each form is given back when it ends.
const ANSWERS_MAX: u32 = 500;

/// A process that answers each line with one line; ended when dropped.
pub struct Reader {
    hour: Hour,
    program: fn() -> Option<Command>,
    child: Child,
    into: ChildStdin,
    lines: Receiver<String>,
    asked: u32,
}

impl Reader {
    pub fn pyxform() -> Option<Self> {
        Self::start(NOON, || {
            let mut python = Command::new(python()?);
            python.arg(here("converter.py"));
            Some(python)
        })
    }

    /// ODK's engine, filling forms then and there.
    pub fn odk_engine(hour: Hour) -> Option<Self> {
        Self::start(hour, || {
            let mut node = Command::new("node");
            node.arg("engine.mjs").current_dir(engine()?);
            Some(node)
        })
    }

    fn start(hour: Hour, program: fn() -> Option<Command>) -> Option<Self> {
        let mut command = program()?;
        let now_ms = hour.now.unix * 1_000;
        command
            .env("TZ", hour.zone)
            .env("NOW_MS", now_ms.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (into, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (told, lines) = mpsc::channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(out).lines().map_while(Result::ok);
            lines.all(|line| told.send(line).is_ok())
        });
        Some(Self { hour, program, child, into, lines, asked: 0 })
    }

    /// Asks; one that has answered much, gives no answer in time or ends is begun anew.
    pub fn ask(&mut self, asked: &Value) -> Value {
        if self.asked == ANSWERS_MAX {
            *self = Self::start(self.hour, self.program).unwrap();
        }
        self.asked += 1;
        // Where it cannot be told, it has ended and gives no answer.
        let _ = writeln!(self.into, "{asked}");
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str(&line).unwrap(),
            Err(why) => {
                *self = Self::start(self.hour, self.program).unwrap();
                json!({ "refused": format!("no answer: {why}") })
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

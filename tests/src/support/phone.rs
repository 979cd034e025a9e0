//! A phone: the app's core in a child process, driven by its own commands.
//!
//! The process is the binary `phone` of this package. It can be killed at any moment and
//! started again over the same folder, which is what phones do to apps. Every panic here is a
//! failed test, so nothing returns an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command as Process, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use app::api::{
    CollectCommand, CollectView, Command, ContactOutcome, CountMethod, CounterView, DeliveryView,
    GapChoice, Notice, Presence, Query, RelayOutcome, Reply, SessionView, Topic, ViewOfPoint,
    WatchView,
};
use base64::Engine as _;
use serde_json::{Value, json};

use super::clock::Clock;

/// What observers of these tests unlock with.
pub const SECRET: &str = "correct horse battery";
const PATIENCE: Duration = Duration::from_secs(90);

/// A person's phone.
pub struct Phone {
    program: PathBuf,
    folder: PathBuf,
    /// The phone's own clock.
    pub clock: Clock,
    running: Option<Running>,
    contacts: VecDeque<ContactOutcome>,
    met: VecDeque<RelayOutcome>,
    /// Times that a contact told how far it is, before it had ended.
    pub told_progress: u32,
}

struct Running {
    child: Child,
    orders: ChildStdin,
    lines: Receiver<Value>,
}

impl Phone {
    /// A new phone, switched on. `program` is `env!("CARGO_BIN_EXE_phone")`.
    pub fn new(program: &str, folder: &Path, hour: i64, minute: i64) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let clock = Clock::at(folder, hour, minute).unwrap();
        let mut phone = Self {
            program: program.into(),
            folder: folder.to_owned(),
            clock,
            running: None,
            contacts: VecDeque::new(),
            met: VecDeque::new(),
            told_progress: 0,
        };
        phone.start();
        phone
    }

    /// The folder that holds everything of it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the app keeps its enrolments.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The one enrolment's folder.
    pub fn enrolment(&self) -> PathBuf {
        let mut all = std::fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().path());
        all.find(|path| path.join("wrap.cbor").exists()).expect("enrolled")
    }

    /// Starts the app; the phone is locked.
    pub fn start(&mut self) {
        self.start_with(&[]);
    }

    /// The same, with more in its environment (a fault's order, a proxy that leads nowhere).
    pub fn start_with(&mut self, environment: &[(&str, &str)]) {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("phone.log"))
            .unwrap();
        let mut child = Process::new(&self.program)
            .arg(self.data())
            .env("SANAQ_TEST_CLOCK", self.clock.path())
            .env("SANAQ_TEST_LOOPBACK", "1")
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let Ok(value) = serde_json::from_str(&line) else { continue };
                if sender.send(value).is_err() {
                    break;
                }
            }
        });
        self.running = Some(Running { child, orders, lines });
    }

    /// The app's process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(|running| running.child.id())
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
        self.contacts.clear();
    }

    /// Waits until the process has ended by itself (a planted fault).
    pub fn died(&mut self) {
        let mut running = self.running.take().expect("switched on");
        let ended = running.child.wait().unwrap();
        assert!(!ended.success(), "it should have died of the fault: {ended}");
        self.contacts.clear();
    }

    /// Killed, started with more in its environment, and unlocked.
    pub fn restart_with(&mut self, environment: &[(&str, &str)]) {
        self.kill();
        self.start_with(environment);
        self.unlock();
    }

    /// Begins to collect; the code it shows.
    pub fn start_collecting(&mut self) -> String {
        let (wifi_name, wifi_password) = (None, None);
        match self.execute(&Command::Collect(CollectCommand::StartCollecting {
            wifi_name,
            wifi_password,
        })) {
            Reply::Collect { view } => view.code,
            other => panic!("{other:?}"),
        }
    }

    /// The lead's evening.
    pub fn collected(&mut self) -> CollectView {
        match self.query(&Query::Collect) {
            Reply::Collect { view } => view,
            other => panic!("{other:?}"),
        }
    }

    /// Sends on until the lead's screen satisfies `enough`; the last view.
    pub fn send_on_until(&mut self, enough: impl Fn(&CollectView) -> bool) -> CollectView {
        let began = Instant::now();
        loop {
            self.contacts.clear();
            self.execute(&Command::Collect(CollectCommand::SendOn));
            let outcome = self.next_contact();
            let view = self.collected();
            if enough(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "{outcome:?}: {view:#?}");
        }
    }

    /// Sends on until nothing of others waits here.
    pub fn send_on(&mut self) -> CollectView {
        self.send_on_until(|view| view.members.iter().all(|member| member.unsent == 0))
    }

    /// Joins the relay of a code and waits until that try has ended.
    pub fn join(&mut self, code: &str) -> RelayOutcome {
        self.met.clear();
        self.execute(&Command::JoinRelay { code: code.to_owned() });
        self.next_meeting()
    }

    /// Meets the joined relay until the delivery screen satisfies `enough`; the last view.
    pub fn meet_until(&mut self, enough: impl Fn(&DeliveryView) -> bool) -> DeliveryView {
        let began = Instant::now();
        loop {
            self.met.clear();
            self.execute(&Command::SendNow);
            let outcome = self.next_meeting();
            let view = self.delivery();
            if enough(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "{outcome:?}: {view:#?}");
        }
    }

    /// Waits for the next try to meet the joined relay to end.
    pub fn next_meeting(&mut self) -> RelayOutcome {
        let until = Instant::now() + PATIENCE;
        while self.met.is_empty() {
            assert!(self.take_line(until).is_none(), "a reply nobody asked for");
        }
        self.met.pop_front().unwrap()
    }

    /// Killed, started and unlocked.
    pub fn restart(&mut self) {
        self.kill();
        self.start();
        self.unlock();
    }

    /// Gives a command; a refusal comes back as its JSON.
    pub fn try_execute(&mut self, command: &Command) -> Result<Reply, Value> {
        self.order(&json!({ "execute": command }))
    }

    /// Gives a command that must not be refused.
    pub fn execute(&mut self, command: &Command) -> Reply {
        self.try_execute(command).unwrap_or_else(|refused| panic!("{command:?}: {refused}"))
    }

    /// Asks.
    pub fn query(&mut self, query: &Query) -> Reply {
        let asked = json!({ "query": query });
        self.order(&asked).unwrap_or_else(|refused| panic!("{query:?}: {refused}"))
    }

    /// Enrols from an invitation file.
    pub fn enrol(&mut self, invitation: &Path) {
        let bytes = std::fs::read(invitation).unwrap();
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        self.execute(&Command::ReadInvitationFile { base64 });
        self.execute(&Command::Enrol { secret: SECRET.into() });
    }

    /// Enrols from the code a person pastes.
    pub fn enrol_by_code(&mut self, code: &str) {
        self.execute(&Command::ReadInvitationCode { code: code.to_owned() });
        self.execute(&Command::Enrol { secret: SECRET.into() });
    }

    /// Unlocks the one enrolment.
    pub fn unlock(&mut self) {
        let enrolment = self.session().enrolments.first().expect("enrolled").id.clone();
        self.execute(&Command::Unlock { enrolment, secret: SECRET.into() });
    }

    /// Arrives at a station and begins to count at its first counting point.
    pub fn watch(&mut self, station: &str) {
        let station_code = station.to_owned();
        let presence = Presence::Inside;
        self.execute(&Command::Arrive { station_code, presence, since_touch_ms: 0 });
        let point = self.counter().points.first().expect("a counting point").point;
        self.execute(&Command::StartWatch {
            point,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
            since_touch_ms: 0,
        });
    }

    /// Counts so many voters in the first category, `seconds` apart. After an interruption the
    /// person first says that they go on.
    pub fn count(&mut self, voters: u32, seconds: i64) {
        if matches!(self.counter().watch, WatchView::Interrupted { .. }) {
            let choice = GapChoice::GoOn;
            self.execute(&Command::AnswerGap { choice, since_touch_ms: 0 });
        }
        let category = self.counter().categories.first().expect("a category").category;
        for _ in 0..voters {
            self.clock.pass(seconds).unwrap();
            let method = CountMethod::Screen;
            self.execute(&Command::RecordVoter { category, method, since_touch_ms: 0 });
        }
    }

    /// Seals and sends; how that contact ended.
    pub fn send(&mut self) -> ContactOutcome {
        self.contacts.clear();
        self.execute(&Command::SendNow);
        self.next_contact()
    }

    /// Sends until the delivery screen satisfies `enough`; the last view.
    ///
    /// A contact that was under way before the order may end first, so one try proves nothing.
    pub fn send_until(&mut self, enough: impl Fn(&DeliveryView) -> bool) -> DeliveryView {
        let began = Instant::now();
        loop {
            let outcome = self.send();
            let view = self.delivery();
            if enough(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "{outcome:?}: {view:#?}");
        }
    }

    /// Sends until everything lies at headquarters.
    pub fn deliver(&mut self) -> DeliveryView {
        self.send_until(|view| view.on_phone == 0 && view.not_sealed == 0)
    }

    /// Waits for the next contact to end.
    pub fn next_contact(&mut self) -> ContactOutcome {
        let until = Instant::now() + PATIENCE;
        while self.contacts.is_empty() {
            assert!(self.take_line(until).is_none(), "a reply nobody asked for");
        }
        self.contacts.pop_front().unwrap()
    }

    /// The session.
    pub fn session(&mut self) -> SessionView {
        match self.query(&Query::Session) {
            Reply::Session { view } => view,
            other => panic!("{other:?}"),
        }
    }

    /// The count screen.
    pub fn counter(&mut self) -> CounterView {
        match self.query(&Query::Counter) {
            Reply::Counter { view } => view,
            other => panic!("{other:?}"),
        }
    }

    /// The delivery screen.
    pub fn delivery(&mut self) -> DeliveryView {
        match self.query(&Query::Delivery) {
            Reply::Delivery { view } => view,
            other => panic!("{other:?}"),
        }
    }

    fn order(&mut self, order: &Value) -> Result<Reply, Value> {
        let running = self.running.as_mut().expect("switched on");
        writeln!(running.orders, "{order}").unwrap();
        running.orders.flush().unwrap();
        let until = Instant::now() + PATIENCE;
        loop {
            let Some(mut line) = self.take_line(until) else { continue };
            return match line.get_mut("reply") {
                Some(reply) => Ok(serde_json::from_value(reply.take()).unwrap()),
                None => Err(line),
            };
        }
    }

    /// The next line that is no notice; notices are put aside.
    fn take_line(&mut self, until: Instant) -> Option<Value> {
        let left = until.saturating_duration_since(Instant::now());
        let line = match self.running.as_ref().expect("switched on").lines.recv_timeout(left) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => panic!("the phone does not answer"),
            Err(RecvTimeoutError::Disconnected) => {
                let log = std::fs::read_to_string(self.folder.join("phone.log"));
                panic!("the phone died: {}", log.unwrap_or_default())
            }
        };
        let Some(notice) = line.get("notice") else { return Some(line) };
        match serde_json::from_value(notice.clone()) {
            Ok(Notice::Contact { outcome }) => self.contacts.push_back(outcome),
            Ok(Notice::Relay { outcome }) => self.met.push_back(outcome),
            Ok(Notice::Changed { topics }) if topics == [Topic::Collect, Topic::Delivery] => {
                self.told_progress += 1;
            }
            Ok(Notice::Changed { .. } | Notice::Alarm { .. }) | Err(_) => {}
        }
        None
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.kill();
    }
}

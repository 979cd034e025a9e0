//! The app's own window, driven over WebDriver.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fantoccini::error::NewSessionError;
use serde_json::json;

use crate::clock::Clock;
use crate::page::Page;
use crate::process::{Group, accepts, free_port, in_path, kill_program, ours, running};
use crate::screen::Screen;

/// A phone: its folder and its screen outlive the app.
pub struct Phone {
    folder: PathBuf,
    clock: PathBuf,
    screen: Screen,
    program: PathBuf,
    tauri_driver: PathBuf,
    webkit_driver: PathBuf,
}

/// The app while it runs.
pub struct Running {
    pub page: Page,
    _driver: Group,
}

impl Phone {
    /// A new phone; `None`, with the reason printed, where a window cannot be driven.
    pub fn new(folder: &Path, clock: &Clock) -> Option<Self> {
        let missing = |what: &str| println!("SKIPPED real window: {what} is not here");
        if in_path("Xvfb").is_none() {
            missing("Xvfb");
            return None;
        }
        let Some(webkit_driver) = in_path("WebKitWebDriver") else {
            missing("WebKitWebDriver");
            return None;
        };
        let driver = std::env::var_os("TAURI_DRIVER").map(PathBuf::from);
        let Some(tauri_driver) = driver.or_else(|| in_path("tauri-driver")) else {
            missing("tauri-driver");
            return None;
        };
        let Some(program) = ours("SANAQ_APP", "sanaq") else {
            missing("the app");
            return None;
        };
        for name in ["home", "runtime", "data"] {
            std::fs::create_dir_all(folder.join(name)).unwrap();
        }
        let (folder, clock) = (folder.to_path_buf(), clock.path().to_path_buf());
        let screen = Screen::start(412, 915);
        Some(Self { folder, clock, screen, program, tauri_driver, webkit_driver })
    }

    /// Where the app keeps its enrolments.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// While this file exists, nothing becomes durable on the phone.
    pub fn stall_file(&self) -> PathBuf {
        self.folder.join("stalled")
    }

    /// Starts the app and waits for its page; the driver, not the app, may need a second try.
    pub async fn start(&self, name: &str) -> Running {
        let mut last = None;
        for _ in 0..3 {
            match self.try_start(name).await {
                Ok(running) => return running,
                Err(error) => last = Some(error),
            }
        }
        let log = std::fs::read_to_string(self.folder.join("app.log")).unwrap();
        panic!("the app's window did not open: {last:?}\n{log}")
    }

    async fn try_start(&self, name: &str) -> Result<Running, NewSessionError> {
        let (port, native_port) = (free_port(), free_port());
        let mut driver = Command::new(&self.tauri_driver);
        driver.arg("--port").arg(port.to_string());
        driver.arg("--native-port").arg(native_port.to_string());
        driver.arg("--native-driver").arg(&self.webkit_driver);
        driver.env("HOME", self.folder.join("home"));
        driver.env("XDG_RUNTIME_DIR", self.folder.join("runtime"));
        driver.env("DISPLAY", &self.screen.name).env("GDK_BACKEND", "x11");
        driver.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("NO_AT_BRIDGE", "1");
        driver.env("SANAQ_DATA", self.data()).env("SANAQ_TEST_CLOCK", &self.clock);
        driver.env("SANAQ_TEST_STALL_FILE", self.stall_file());
        let log = std::fs::File::create(self.folder.join("app.log")).unwrap();
        driver.stdout(log.try_clone().unwrap()).stderr(log).stdin(Stdio::null());
        let driver = Group::start(&mut driver);
        // The driver listens before the one behind it does.
        accepts(native_port).await;
        accepts(port).await;
        let options = json!({ "tauri:options": { "application": self.program } });
        let page = Page::open(name, port, options.as_object().unwrap().clone()).await?;
        Ok(Running { page, _driver: driver })
    }

    /// The app's process.
    pub fn pid(&self) -> u32 {
        let running = running(&self.program, &self.word());
        let [pid] = running.as_slice() else { panic!("the app runs once: {running:?}") };
        pid.as_raw_nonzero().get().cast_unsigned()
    }

    fn word(&self) -> String {
        format!("SANAQ_DATA={}", self.data().display())
    }

    /// Pulls the battery: `kill -9` of the app, nothing else of it is told.
    pub fn kill(&self, running: Running) {
        assert_eq!(kill_program(&self.program, &self.word()), 1, "the app ran once");
        drop(running);
    }
}

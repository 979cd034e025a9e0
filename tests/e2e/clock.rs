//! A clock that stands still until the test moves it, for the app and the endpoint alike.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

/// The polling day, and its zone five hours east of Greenwich.
pub const DAY: &str = "2026-12-06";
pub const ZONE: &str = "Asia/Almaty";
/// Midnight of that day on the stations' wall.
const MIDNIGHT: i64 = 1_796_497_200;
const BOOT: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

pub struct Clock {
    path: PathBuf,
    now: Cell<i64>,
}

impl Clock {
    /// A clock file in the folder, at this time of the polling day.
    pub fn at(folder: &Path, hour: i64, minute: i64) -> Self {
        let clock = Self { path: folder.join("clock"), now: Cell::new(0) };
        clock.set(hour, minute);
        clock
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the clock to this time of the polling day.
    pub fn set(&self, hour: i64, minute: i64) {
        self.now.set(MIDNIGHT + hour * 3600 + minute * 60);
        self.write();
    }

    /// Moves the clock on.
    pub fn pass(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
        self.write();
    }

    fn write(&self) {
        // Renamed into place: a reader sees the old time or the new one, never half a line.
        let boottime = self.now.get() - MIDNIGHT + 100_000;
        let new = self.path.with_extension("new");
        fs::write(&new, format!("{} {boottime} {BOOT}\n", self.now.get())).unwrap();
        fs::rename(&new, &self.path).unwrap();
    }
}

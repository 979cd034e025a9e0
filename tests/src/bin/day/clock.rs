//! The written clock: one line that the core and the endpoint read at each use.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The practice stations' zone, seconds east of Greenwich, all year.
const ZONE_S: i64 = 5 * 3600;

/// The clock file and the midnight its polling day begins with.
pub struct Clock {
    path: PathBuf,
    midnight: i64,
    boot: String,
    started_at: i64,
    boottime: i64,
}

impl Clock {
    /// Reads where the clock stands; the day is the one it stands in, in the stations' zone.
    pub fn open(path: &Path) -> Result<Self> {
        let line = fs::read_to_string(path)?;
        let mut words = line.split_whitespace();
        let wall: i64 = words.next().context("no time in the clock file")?.parse()?;
        let boottime = words.next().context("no boottime in the clock file")?.parse()?;
        let boot = words.next().context("no boot in the clock file")?.to_owned();
        let midnight = wall - (wall + ZONE_S).rem_euclid(86_400);
        Ok(Self { path: path.to_path_buf(), midnight, boot, started_at: wall, boottime })
    }

    /// True if an earlier run has moved the clock to the end of the day.
    pub fn is_played(&self) -> bool {
        self.played_marker().exists()
    }

    /// Remembers that the day is over.
    pub fn mark_played(&self) -> Result<()> {
        Ok(fs::write(self.played_marker(), b"")?)
    }

    fn played_marker(&self) -> PathBuf {
        self.path.with_extension("played")
    }

    /// Moves the clock to so many seconds after the day's midnight.
    pub fn set(&self, second_of_day: i64) -> Result<()> {
        let wall = self.midnight + second_of_day;
        // Both clocks run on together: a jump of one alone would be a clock set by somebody.
        let boottime = self.boottime + wall - self.started_at;
        // Renamed into place: a reader never sees half a line.
        let new = self.path.with_extension("new");
        fs::write(&new, format!("{wall} {boottime} {}\n", self.boot))?;
        Ok(fs::rename(new, &self.path)?)
    }

    /// When setting up happened, in seconds of the day.
    pub fn started(&self) -> i64 {
        self.started_at - self.midnight
    }
}

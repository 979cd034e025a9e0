//! A clock that a test writes: one file a machine, read by its processes at each use.
//!
//! Format (the app's and the server's feature `test-clock` agree on it): wall clock in Unix
//! seconds, seconds since boot, the boot's name in hexadecimal.

use std::fs;
use std::path::{Path, PathBuf};

use journal::event::Anchor;
use journal::ids::BootId;

/// Midnight of the polling day, 2026-12-06, on the wall of a station five hours east.
pub const MIDNIGHT: i64 = 1_796_497_200;
/// The polling day.
pub const DAY: &str = "2026-12-06";
/// The stations' zone.
pub const ZONE: &str = "Asia/Almaty";

/// The clock of one machine.
#[derive(Debug)]
pub struct Clock {
    path: PathBuf,
    wall: i64,
    boottime: i64,
    boot: u8,
}

impl Clock {
    /// A clock file in `folder` at this time of the polling day.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn at(folder: &Path, hour: i64, minute: i64) -> std::io::Result<Self> {
        let wall = MIDNIGHT + hour * 3_600 + minute * 60;
        let clock = Self { path: folder.join("clock"), wall, boottime: 100_000, boot: 0x5a };
        clock.write()?;
        Ok(clock)
    }

    /// The file, for `SANAQ_TEST_CLOCK`.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The wall clock, Unix seconds.
    pub fn wall(&self) -> i64 {
        self.wall
    }

    /// What the machine reads now.
    pub fn anchor(&self) -> Anchor {
        Anchor { boot: BootId([self.boot; 16]), wall: self.wall, boottime: self.boottime }
    }

    /// Time goes on until so late on the polling day.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn until(&mut self, hour: i64, minute: i64) -> std::io::Result<()> {
        let left = MIDNIGHT + hour * 3_600 + minute * 60 - self.wall;
        self.pass(left.max(0))
    }

    /// Time goes on, on both clocks.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn pass(&mut self, seconds: i64) -> std::io::Result<()> {
        self.wall += seconds;
        self.boottime += seconds;
        self.write()
    }

    /// Somebody sets the wall clock; boottime does not notice.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn set_wrong_by(&mut self, seconds: i64) -> std::io::Result<()> {
        self.wall += seconds;
        self.write()
    }

    /// The machine starts anew.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn reboot(&mut self) -> std::io::Result<()> {
        self.boot = self.boot.wrapping_add(1);
        self.boottime = 30;
        self.write()
    }

    fn write(&self) -> std::io::Result<()> {
        // Renamed into place: a reader sees the old time or the new one, never half a line.
        let new = self.path.with_extension("new");
        let boot = format!("{:02x}", self.boot).repeat(16);
        fs::write(&new, format!("{} {} {boot}\n", self.wall, self.boottime))?;
        fs::rename(&new, &self.path)
    }
}

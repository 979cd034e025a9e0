//! The practice election's data folder, made with the endpoint's own commands.
//!
//! Every step is the one an organisation takes, so that this run shows whether they work. All
//! secrets are drawn anew and lie beside the data in clear: it is practice, and says so.

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo::binary;
use crate::process::{command, output, root};

const STATIONS: &str = include_str!("../../practice/stations.csv");
const PEOPLE: &str = include_str!("../../practice/people.csv");
const FORM: &str = "crates/server/forms/practice-opening.xlsx";
/// The stations' zone, five hours east of Greenwich all year.
const ZONE: &str = "Asia/Almaty";
const ZONE_FOR_DATE: &str = "UTC-5";
const ZONE_EAST_S: i64 = 5 * 3600;

/// A practice election on disk.
pub struct Election {
    /// Everything about it lies here.
    pub folder: PathBuf,
    /// Where devices reach the endpoint; fixed when the invitations are made.
    pub address: String,
    /// The operator's login.
    pub operator: String,
    /// The operator's password.
    pub operator_password: String,
    /// The endpoint and the devices follow the clock file, not the computer's clock.
    pub scripted: bool,
}

impl Election {
    /// Makes the election, or with `keep` opens the one of the last run.
    ///
    /// `real_clock`: polling runs around the present hour; otherwise the clock is scripted.
    pub fn prepare(folder: &Path, real_clock: bool, keep: bool) -> Result<Self> {
        let done = folder.join("ready");
        if keep && done.exists() {
            return Self::open(folder, real_clock);
        }
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder)?;
        fs::write(folder.join("address"), free_address()?)?;
        fs::write(folder.join("operator-password"), secret()?)?;
        fs::write(folder.join("passphrase"), format!("{}\n{}\n", secret()?, secret()?))?;
        fs::write(folder.join("stations.csv"), STATIONS)?;
        fs::write(folder.join("people.csv"), PEOPLE)?;
        if !real_clock {
            fs::write(folder.join("clock"), early_morning()?)?;
        }
        let election = Self::open(folder, real_clock)?;
        election.set_up(real_clock)?;
        fs::write(done, b"")?;
        Ok(election)
    }

    fn open(folder: &Path, real_clock: bool) -> Result<Self> {
        let read = |name: &str| -> Result<String> {
            let text = fs::read_to_string(folder.join(name))
                .with_context(|| format!("{} holds no practice election", folder.display()))?;
            Ok(text.trim().to_owned())
        };
        let scripted = folder.join("clock").exists();
        if scripted == real_clock {
            bail!("the kept data was made {}; run without --keep", made(scripted));
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            address: read("address")?,
            operator: "carol".into(),
            operator_password: read("operator-password")?,
            scripted,
        })
    }

    fn set_up(&self, real_clock: bool) -> Result<()> {
        let (opens, closes) = if real_clock { around_now()? } else { day_hours() };
        let date = zone_date("+%F")?;
        let folder = |name: &str| self.folder.join(name);
        let mut init = self.server();
        init.args(["init", "--practice", "--name", "Practice election", "--date", date.trim()]);
        init.args(["--timezone", ZONE, "--opens", &opens, "--closes", &closes]);
        output(init.args(["--languages", "kk,ru,en", "--address", &self.address]))?;
        let copy = folder("copy.sanaq-recovery");
        fs::copy(self.data().join("recovery.sanaq-recovery"), &copy)?;
        output(self.server().args(["keys", "verify-backup"]).arg(copy))?;
        let mut stations = self.server();
        stations.args(["stations", "import"]).arg(folder("stations.csv"));
        stations.args(["--code", "code", "--name", "name", "--registered", "voters"]);
        output(stations.args(["--region", "region,district"]))?;
        output(self.server().args(["forms", "import"]).arg(root().join(FORM)))?;
        let mut operator = self.server();
        operator.args(["operators", "add", &self.operator, "--password-file"]);
        output(operator.arg(self.operator_password_file()))?;
        let mut invite = self.server();
        invite.args(["invite", "--csv"]).arg(folder("people.csv"));
        output(invite.arg("--out-dir").arg(folder("invitations")))?;
        println!("polling day {} from {opens} to {closes}, {ZONE}", date.trim());
        Ok(())
    }

    /// The endpoint's program on this election's folder, clock and passphrases.
    pub fn server(&self) -> Command {
        let mut server = command(binary("sanaq-server"));
        server.arg("--data").arg(self.data());
        server.arg("--passphrase-file").arg(self.folder.join("passphrase"));
        if self.scripted {
            server.env("SANAQ_TEST_CLOCK", self.clock());
        }
        server
    }

    /// The invitation file of the person with this label.
    pub fn invitation(&self, label: &str) -> PathBuf {
        self.folder.join("invitations").join(format!("{label}.sanaq"))
    }

    /// The scripted clock: `wall boottime boot`, followed by endpoint and devices.
    pub fn clock(&self) -> PathBuf {
        self.folder.join("clock")
    }

    /// The file with the operator's password on its first line.
    pub fn operator_password_file(&self) -> PathBuf {
        self.folder.join("operator-password")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("endpoint")
    }
}

fn made(scripted: bool) -> &'static str {
    if scripted { "without a display" } else { "with a display" }
}

/// An address on this computer that nothing else listens on now.
fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Sixteen random bytes as letters.
fn secret() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect())
}

/// Today in the stations' zone, formatted by `date`.
fn zone_date(format: &str) -> Result<String> {
    output(command("date").env("TZ", ZONE_FOR_DATE).arg(format))
}

/// The clock file's line for five in the morning of today: setting up happens then.
fn early_morning() -> Result<String> {
    let now: i64 = zone_date("+%s")?.trim().parse().context("the time from `date`")?;
    let midnight = now - (now + ZONE_EAST_S).rem_euclid(24 * 3600);
    Ok(format!("{} 1000 {}\n", midnight + 5 * 3600, "5a".repeat(16)))
}

fn day_hours() -> (String, String) {
    ("07:00".into(), "20:00".into())
}

/// Polling hours that the present hour lies in, so that the window has something to count.
fn around_now() -> Result<(String, String)> {
    let hour: u32 = zone_date("+%-H")?.trim().parse().context("the hour from `date`")?;
    Ok(hours_around(hour))
}

/// From three hours before `hour`; thirteen hours long, past midnight in the evening.
fn hours_around(hour: u32) -> (String, String) {
    let opens = hour.saturating_sub(3);
    (format!("{opens:02}:00"), format!("{:02}:00", (opens + 13) % 24))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_hour_lies_inside_at_every_hour() {
        for hour in 0..24 {
            let (opens, closes) = hours_around(hour);
            let whole = |text: &str| text.strip_suffix(":00").unwrap().parse::<u32>().unwrap();
            let (opens, closes) = (whole(&opens), whole(&closes));
            // An election file takes a closing that is not after the opening as the next day's.
            let closes = if closes <= opens { closes + 24 } else { closes };
            assert!(opens <= hour && hour < closes, "{hour}: {opens} to {closes}");
            assert!(opens < 24 && closes - opens == 13);
        }
    }
}

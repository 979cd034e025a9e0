//! The first `election.toml`, from what `init` was told, and the small forms in it.
//!
//! Everything that can be changed is spelt out, built-in categories too, from the shipped
//! practice election on: a file that shows what may be changed needs no manual. What is written
//! here is read back by `parse`.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv6Addr};

use chrono::{NaiveDate, NaiveTime, Timelike as _};

/// The shipped practice election: categories, points, incidents, limits and a schedule.
pub const PRACTICE: &str = include_str!("../../elections/practice.toml");
/// From here on it is what every new election begins with.
const BELOW_THE_DAYS: &str = "# adds: one more voter;";
/// Devices find the endpoint here where an address names no port.
const PORT: u16 = 7443;

/// What `init` was told.
#[derive(Debug, Clone)]
pub struct NewElection {
    /// Name.
    pub name: String,
    /// `YYYY-MM-DD` each.
    pub dates: Vec<String>,
    /// IANA name.
    pub timezone: String,
    /// `HH:MM`.
    pub opens: String,
    /// `HH:MM`; not after `opens` means the next date.
    pub closes: String,
    /// Codes, the first is the default.
    pub languages: Vec<String>,
    /// A practice election.
    pub practice: bool,
    /// Where devices reach the endpoint.
    pub addresses: Vec<String>,
}

/// The file's text; every choice spelt out. It is not checked here: parse it.
pub fn text_of(new: &NewElection) -> String {
    let mut text = String::from(
        "# The election as headquarters defines it. Change it, then run\n\
         # `sanaq-server --data DIR election apply`.\n\
         # Numbers of categories and points are what signed counts mean: never give a number\n\
         # to something else.\n\n",
    );
    let list = |all: &[String]| toml::Value::from(all.to_vec()).to_string();
    let one = |it: &str| toml::Value::from(it).to_string();
    let _ = writeln!(text, "name = {}", one(&new.name));
    let _ = writeln!(text, "practice = {}", new.practice);
    let _ = writeln!(text, "timezone = {}", one(&new.timezone));
    let _ = writeln!(text, "languages = {}", list(&new.languages));
    let _ = writeln!(text, "# Where phones reach `serve`; the first is tried first.");
    let _ = writeln!(text, "addresses = {}", list(&new.addresses));
    let _ = writeln!(text, "# Every phone gets the whole list of stations, not only its own.");
    let _ = writeln!(text, "share_station_list = false");
    let _ = writeln!(text, "# More voters a minute than this are not possible at one station.");
    let _ = writeln!(text, "highest_rate_per_minute = 3");
    for date in &new.dates {
        let _ = writeln!(text, "\n[[day]]\ndate = {}", one(date));
        let _ = writeln!(text, "opens = {}\ncloses = {}", one(&new.opens), one(&new.closes));
    }
    let (_, from_categories) = PRACTICE.split_once(BELOW_THE_DAYS).unwrap_or_default();
    let _ = write!(text, "\n{BELOW_THE_DAYS}{from_categories}");
    text
}

/// `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| format!("{text:?} is no date such as 2026-12-06"))
}

/// `HH:MM` as minutes after midnight.
pub(crate) fn minutes(text: &str) -> Result<u16, String> {
    let time = NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| format!("{text:?} is no time of day such as 07:00"))?;
    Ok(u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0))
}

/// `host:port` of an address with or without a port; IPv6 in brackets where a port follows.
pub(super) fn address(text: &str) -> Result<String, String> {
    let text = text.trim();
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Ok(std::net::SocketAddr::new(ip, PORT).to_string());
    }
    let refused = || format!("{text:?} is no address such as hq.example:7443");
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().map_err(|_| refused())?),
        None => (text, PORT),
    };
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let good = match bare {
        Some(inside) => inside.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.len() <= 200
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        }
    };
    if good && port != 0 { Ok(format!("{}:{port}", host.to_lowercase())) } else { Err(refused()) }
}

//! Where a station is: degrees by WGS84, as decimal text.
//!
//! Text and no float: what was read is what is exported, digit by digit. A comma is refused, since
//! one cell with two of them could be a pair. Rejected: degrees with minutes, which every list
//! writes another way.

use serde::{Deserialize, Serialize};

/// More digits than any survey has.
const DIGITS_MAX: usize = 15;

/// A station's coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationPlace {
    /// Degrees north, -90 to 90.
    pub lat: String,
    /// Degrees east, -180 to 180.
    pub lon: String,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Degrees north.
    Lat,
    /// Degrees east.
    Lon,
}

impl Axis {
    /// Degrees in their shortest spelling: a number of JSON. `None` where it is none, or out of
    /// range.
    pub fn degrees(self, cell: &str) -> Option<String> {
        let (minus, digits) = match cell.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => (true, digits),
            None => (false, cell.strip_prefix('+').unwrap_or(cell)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) || digits.ends_with('.') {
            return None;
        }
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if whole.len() > 3 || part.len() > DIGITS_MAX {
            return None;
        }
        let degrees: u16 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let most = match self {
            Self::Lat => 90,
            Self::Lon => 180,
        };
        if degrees > most || (degrees == most && !part.is_empty()) {
            return None;
        }
        let sign = if minus && (degrees > 0 || !part.is_empty()) { "-" } else { "" };
        let point = if part.is_empty() { "" } else { "." };
        Some(format!("{sign}{degrees}{point}{part}"))
    }
}

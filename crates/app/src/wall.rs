//! Time on the station's wall, as text: the interface knows no zones and no calendars.
//!
//! Civil text is `YYYY-MM-DDTHH:MM:SS` in the station's zone. What a person types is `HH:MM`;
//! it means the latest such moment that is not more than an hour ahead, so that at 00:20 a typed
//! 23:50 is half an hour ago and not almost a day away.

use chrono::{DateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// A moment further ahead than this is yesterday's.
const AHEAD_MAX_S: i64 = 3600;

/// Civil text of an instant.
pub(crate) fn civil(zone: Tz, at: i64) -> String {
    let local = DateTime::from_timestamp(at, 0).unwrap_or_default().with_timezone(&zone);
    local.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `HH:MM` of an instant.
pub(crate) fn clock(zone: Tz, at: i64) -> String {
    let local = DateTime::from_timestamp(at, 0).unwrap_or_default().with_timezone(&zone);
    local.format("%H:%M").to_string()
}

/// The instant a typed `HH:MM` means at `now`, the corrected time where it is known: whoever types
/// reads a clock on a wall, not the phone's. None if it is no time.
pub(crate) fn typed(zone: Tz, now: i64, text: &str) -> Option<i64> {
    let time = NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()?;
    let today = DateTime::from_timestamp(now, 0)?.with_timezone(&zone).date_naive();
    [today.succ_opt(), Some(today), today.pred_opt(), today.pred_opt().and_then(|d| d.pred_opt())]
        .into_iter()
        .flatten()
        .filter_map(|date| zone.from_local_datetime(&date.and_time(time)).earliest())
        .map(|local| local.timestamp())
        .find(|at| *at <= now + AHEAD_MAX_S)
}

#[cfg(test)]
mod tests;

//! Dates and times in expressions: ISO texts, days since 1970, and ODK's format patterns.
//!
//! Civil arithmetic only, on the wall of the filling's zone: its offset from UTC is given, so
//! nothing here asks a clock or a zone table. Month and day names are English in patterns, as in
//! ODK without a locale. Rejected: days counted in UTC, where the small hours of a counting night
//! are the day before. Source: ODK XForms specification, date and time functions.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike,
};

/// The moment a form is evaluated at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Unix seconds.
    pub unix: i64,
    /// Offset of the station's wall clock from UTC, minutes east.
    pub offset_minutes: i32,
}

impl Moment {
    fn here(self) -> Option<DateTime<FixedOffset>> {
        let zone = FixedOffset::east_opt(self.offset_minutes.checked_mul(60)?)?;
        Some(DateTime::from_timestamp(self.unix, 0)?.with_timezone(&zone))
    }

    /// `2026-12-06`.
    #[must_use]
    pub fn date(self) -> String {
        self.here().map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
    }

    /// `2026-12-06T07:00:00.000+05:00`.
    #[must_use]
    pub fn date_time(self) -> String {
        self.here().map(|at| at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()).unwrap_or_default()
    }
}

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};
const DAY_MS: f64 = 86_400_000.0;

/// A date and perhaps a time as written, with the zone if one was written.
struct Written {
    civil: NaiveDateTime,
    offset_minutes: Option<i32>,
    has_time: bool,
}

impl Written {
    /// On the wall of the filling's zone; what names no zone stands there already.
    fn on_wall(&self, wall_minutes: i32) -> Option<NaiveDateTime> {
        let there = self.offset_minutes.unwrap_or(wall_minutes);
        let ahead = Duration::minutes(i64::from(wall_minutes) - i64::from(there));
        self.civil.checked_add_signed(ahead)
    }
}

fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.len() > 40 || text.len() < 10 || !text.is_ascii() {
        return None;
    }
    let (date, rest) = text.split_at(10);
    let shaped = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().filter(|_| shaped)?;
    if rest.is_empty() {
        return Some(Written { civil: date.into(), offset_minutes: None, has_time: false });
    }
    let (time, offset_minutes) = clock(rest.strip_prefix('T').or(rest.strip_prefix(' '))?)?;
    Some(Written { civil: date.and_time(time), offset_minutes, has_time: true })
}

/// `07:00`, `07:00:30.5`, with `Z` or `+05:00` behind it or nothing.
fn clock(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = (text.get(..zone_at)?, text.get(zone_at..)?);
    let time = ["%H:%M:%S%.f", "%H:%M:%S", "%H:%M"]
        .iter()
        .find_map(|pattern| NaiveTime::parse_from_str(time, pattern).ok())?;
    if zone.is_empty() {
        return Some((time, None));
    }
    if zone == "Z" {
        return Some((time, Some(0)));
    }
    let (sign, digits) = (if zone.starts_with('-') { -1 } else { 1 }, zone.get(1..)?);
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at(2),
        None => (digits, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some((time, Some(sign * (hours * 60 + minutes))))
}

/// Days since 1970 on the filling's wall: of a date whole days of the calendar, of a date and
/// time parts of a day too. What is written with a zone is brought to the wall first, so that
/// `now()`, `today()` and what a person typed without a zone are compared as a clock shows them.
pub(crate) fn days_of(text: &str, wall_minutes: i32) -> Option<f64> {
    let since = written(text)?.on_wall(wall_minutes)? - NaiveDateTime::from(EPOCH);
    Some(since.num_milliseconds() as f64 / DAY_MS)
}

/// A time of day on the filling's wall as a part of it: `12:00` is 0.5.
pub(crate) fn decimal_time(text: &str, wall_minutes: i32) -> Option<f64> {
    let text = text.trim();
    let time = match written(text) {
        Some(written) if written.has_time => written.on_wall(wall_minutes)?.time(),
        _ => {
            let (time, there) = clock(text)?;
            let ahead = i64::from(wall_minutes - there.unwrap_or(wall_minutes));
            time.overflowing_add_signed(Duration::minutes(ahead)).0
        }
    };
    let ms = f64::from(time.num_seconds_from_midnight()) * 1000.0
        + f64::from(time.nanosecond() / 1_000_000);
    Some(ms / DAY_MS)
}

/// Days since 1970 as a date and time of the calendar; `None` beyond what one holds.
fn civil_of_days(days: f64) -> Option<NaiveDateTime> {
    if !days.is_finite() || days.abs() > 3_000_000.0 {
        return None;
    }
    let since = Duration::milliseconds((days * DAY_MS).round() as i64);
    NaiveDateTime::from(EPOCH).checked_add_signed(since)
}

/// What a text means on the filling's wall: a date, a date and time, or days since 1970.
fn civil(text: &str, wall_minutes: i32) -> Option<NaiveDateTime> {
    match written(text) {
        Some(written) => written.on_wall(wall_minutes),
        None => civil_of_days(super::worth::figure_of(text)),
    }
}

/// A date as text: cut from a date and time, made from days, else `None`.
pub(crate) fn date(text: &str, wall_minutes: i32) -> Option<String> {
    Some(civil(text, wall_minutes)?.format("%Y-%m-%d").to_string())
}

/// The day of a date, of a date and time as it is written there, or of days since 1970.
pub(crate) fn day_in(text: &str) -> Option<String> {
    let civil = match written(text) {
        Some(written) => written.civil,
        None => civil_of_days(super::worth::figure_of(text))?,
    };
    Some(civil.format("%Y-%m-%d").to_string())
}

/// The time of day of a date and time, as it is written there; a time alone is itself.
pub(crate) fn time_in(text: &str) -> Option<&str> {
    match written(text) {
        Some(written) if written.has_time => text.trim().get(11..),
        Some(_) => None,
        None => Some(text),
    }
}

/// A date and time as text in the filling's zone, from an ISO text or from days since 1970.
pub(crate) fn date_time(text: &str, wall_minutes: i32) -> Option<String> {
    let zone = FixedOffset::east_opt(wall_minutes.checked_mul(60)?)?;
    let at = civil(text, wall_minutes)?.and_local_timezone(zone).single()?;
    Some(at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
}

/// Writes a date or date and time by a pattern of ODK's letters: `%Y %y %m %n %b %B %d %e %a %A %W`
/// and, with a time, `%H %h %M %S %3`. A letter not known stays as it stands.
pub(crate) fn format(text: &str, pattern: &str, with_time: bool, wall_minutes: i32) -> String {
    let Some(at) = civil(text, wall_minutes) else { return String::new() };
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let Some(which) = letters.next() else { break };
        match which {
            'Y' => out.push_str(&format!("{:04}", at.year())),
            'y' => out.push_str(&format!("{:02}", at.year().rem_euclid(100))),
            'm' => out.push_str(&format!("{:02}", at.month())),
            'n' => out.push_str(&at.month().to_string()),
            'b' => out.push_str(&at.format("%b").to_string()),
            'B' => out.push_str(&at.format("%B").to_string()),
            'd' => out.push_str(&format!("{:02}", at.day())),
            'e' => out.push_str(&at.day().to_string()),
            'a' => out.push_str(&at.format("%a").to_string()),
            'A' => out.push_str(&at.format("%A").to_string()),
            'W' => out.push_str(&at.iso_week().week().to_string()),
            'H' if with_time => out.push_str(&format!("{:02}", at.hour())),
            'h' if with_time => out.push_str(&at.hour().to_string()),
            'M' if with_time => out.push_str(&format!("{:02}", at.minute())),
            'S' if with_time => out.push_str(&format!("{:02}", at.second())),
            '3' if with_time => out.push_str(&format!("{:03}", at.nanosecond() / 1_000_000)),
            '%' => out.push('%'),
            other => {
                out.push('%');
                out.push(other);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALMATY: Moment = Moment { unix: 1_796_000_400, offset_minutes: 300 };

    #[test]
    fn dates_become_days_and_days_dates() {
        assert_eq!(days_of("1970-01-02", 0), Some(1.0));
        assert_eq!(days_of("1970-01-02", 300), Some(1.0));
        assert_eq!(days_of("1970-01-01T12:00:00.000Z", 0), Some(0.5));
        assert_eq!(days_of("1970-01-01T05:00:00+05:00", 0), Some(0.0));
        assert_eq!(date("16012.7", 0).as_deref(), Some("2013-11-03"));
        assert_eq!(date("2013-11-03T07:00:00", 0).as_deref(), Some("2013-11-03"));
        assert_eq!(date("16012", -300).as_deref(), Some("2013-11-03"));
        for text in ["", "2013-13-01", "2013-11-3", "2013-11-03T25:00", "ábcdefghij"] {
            assert_eq!(days_of(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_names_a_zone_is_brought_to_the_wall() {
        assert_eq!(days_of("1970-01-01T12:00", 300), days_of("1970-01-01T07:00Z", 300));
        assert_eq!(date("1970-01-01T22:00Z", 300).as_deref(), Some("1970-01-02"));
        assert_eq!(decimal_time("22:00Z", 300), Some(0.125));
        assert_eq!(format("1970-01-01T22:00Z", "%d %H:%M", true, 300), "02 03:00");
        let there = date_time("1970-01-01T22:00Z", 300);
        assert_eq!(there.as_deref(), Some("1970-01-02T03:00:00.000+05:00"));
    }

    #[test]
    fn a_moment_is_written_in_its_own_zone() {
        assert_eq!(ALMATY.date(), "2026-11-30");
        assert_eq!(ALMATY.date_time(), "2026-11-30T06:00:00.000+05:00");
        assert_eq!(decimal_time("12:00", 300), Some(0.5));
        assert_eq!(decimal_time("1970-01-01T06:00:00.000+05:00", 300), Some(0.25));
    }

    #[test]
    fn a_day_and_a_time_are_taken_out_of_a_moment_as_it_is_written() {
        let days = ["2026-11-30T01:00:00.000+05:00", "2026-11-30", "20787"].map(day_in);
        assert!(days.iter().all(|day| day.as_deref() == Some("2026-11-30")), "{days:?}");
        assert_eq!(time_in("2026-11-30T06:00:00.000+05:00"), Some("06:00:00.000+05:00"));
        assert_eq!((time_in("07:00"), time_in("2026-11-30")), (Some("07:00"), None));
    }

    #[test]
    fn patterns_are_written_letter_by_letter() {
        let text = "2013-11-03T07:05:09.250+01:00";
        assert_eq!(format(text, "%e/%n/%y %h:%M:%S.%3", true, 60), "3/11/13 7:05:09.250");
        assert_eq!(format(text, "%a %d %b %Y %H", false, 60), "Sun 03 Nov 2013 %H");
        assert_eq!(format("nothing", "%Y", false, 0), "");
        assert_eq!(format("16012", "%Y-%m-%d 100%%", false, 0), "2013-11-03 100%");
        assert_eq!(format("16012.75", "%d %H:%M", true, 0), "03 18:00");
    }
}

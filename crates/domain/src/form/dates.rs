//! Dates and times in expressions: ISO texts, days since 1970, and ODK's format patterns.
//!
//! Civil arithmetic only: the filling's zone is given with its moment, so nothing here asks a
//! clock or a zone table. Month and day names are English in patterns, as in ODK without a
//! locale. Source: ODK XForms specification, date and time functions.

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

/// Days since 1970: of a date whole days of the calendar, of a date and time parts of a day
/// in UTC (a time without a zone counts as UTC).
pub(crate) fn days_of(text: &str) -> Option<f64> {
    let written = written(text)?;
    let shift = Duration::minutes(i64::from(written.offset_minutes.unwrap_or(0)));
    let since = written.civil.checked_sub_signed(shift)? - NaiveDateTime::from(EPOCH);
    Some(since.num_milliseconds() as f64 / DAY_MS)
}

/// The same, a time without a zone standing in the filling's own.
pub(crate) fn decimal_date_time(text: &str, moment: Moment) -> Option<f64> {
    let written = written(text)?;
    let local = if written.has_time { moment.offset_minutes } else { 0 };
    let shift = Duration::minutes(i64::from(written.offset_minutes.unwrap_or(local)));
    let since = written.civil.checked_sub_signed(shift)? - NaiveDateTime::from(EPOCH);
    Some(since.num_milliseconds() as f64 / DAY_MS)
}

/// A time of day as a part of it: `12:00` is 0.5.
pub(crate) fn decimal_time(text: &str) -> Option<f64> {
    let text = text.trim();
    let time = match written(text) {
        Some(written) if written.has_time => written.civil.time(),
        _ => clock(text)?.0,
    };
    let ms = f64::from(time.num_seconds_from_midnight()) * 1000.0
        + f64::from(time.nanosecond() / 1_000_000);
    Some(ms / DAY_MS)
}

/// A date's text from days since 1970; `None` beyond what a calendar holds.
pub(crate) fn date_of_days(days: f64) -> Option<String> {
    let whole = days.floor();
    if !whole.is_finite() || whole.abs() > 3_000_000.0 {
        return None;
    }
    let date = EPOCH.checked_add_signed(Duration::days(whole as i64))?;
    Some(date.format("%Y-%m-%d").to_string())
}

/// A date as text: cut from a date and time, made from days, else `None`.
pub(crate) fn date(text: &str) -> Option<String> {
    match written(text) {
        Some(written) => Some(written.civil.format("%Y-%m-%d").to_string()),
        None => date_of_days(super::worth::number_of(text)),
    }
}

/// A date and time as text in the filling's zone, from an ISO text or from days since 1970.
pub(crate) fn date_time(text: &str, moment: Moment) -> Option<String> {
    if let Some(written) = written(text) {
        let offset = written.offset_minutes.unwrap_or(moment.offset_minutes);
        let zone = FixedOffset::east_opt(offset.checked_mul(60)?)?;
        let at = written.civil.and_local_timezone(zone).single()?;
        return Some(at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string());
    }
    let days = super::worth::number_of(text);
    if !days.is_finite() || days.abs() > 3_000_000.0 {
        return None;
    }
    let zone = FixedOffset::east_opt(moment.offset_minutes.checked_mul(60)?)?;
    let at = DateTime::from_timestamp_millis((days * DAY_MS).round() as i64)?.with_timezone(&zone);
    Some(at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
}

/// Writes a date or date and time by a pattern: `%Y %y %m %n %b %B %d %e %a %W`-like letters of
/// ODK (`%Y %y %m %n %b %d %e %H %h %M %S %3 %a`). A letter not known stays as it stands.
pub(crate) fn format(text: &str, pattern: &str, with_time: bool) -> String {
    let Some(written) = written(text).or_else(|| {
        let days = date_of_days(super::worth::number_of(text))?;
        self::written(&days)
    }) else {
        return String::new();
    };
    let at = written.civil;
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
        assert_eq!(days_of("1970-01-02"), Some(1.0));
        assert_eq!(days_of("1970-01-01T12:00:00.000Z"), Some(0.5));
        assert_eq!(days_of("1970-01-01T05:00:00+05:00"), Some(0.0));
        assert_eq!(date_of_days(16012.7).as_deref(), Some("2013-11-03"));
        assert_eq!(date("2013-11-03T07:00:00").as_deref(), Some("2013-11-03"));
        assert_eq!(date("16012").as_deref(), Some("2013-11-03"));
        for text in ["", "2013-13-01", "2013-11-3", "2013-11-03T25:00", "ábcdefghij"] {
            assert_eq!(days_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_in_its_own_zone() {
        assert_eq!(ALMATY.date(), "2026-11-30");
        assert_eq!(ALMATY.date_time(), "2026-11-30T06:00:00.000+05:00");
        assert_eq!(decimal_date_time("1970-01-01T05:00:00", ALMATY), Some(0.0));
        assert_eq!(decimal_time("12:00"), Some(0.5));
        assert_eq!(decimal_time("1970-01-01T06:00:00.000+05:00"), Some(0.25));
    }

    #[test]
    fn patterns_are_written_letter_by_letter() {
        let text = "2013-11-03T07:05:09.250+01:00";
        assert_eq!(format(text, "%e/%n/%y %h:%M:%S.%3", true), "3/11/13 7:05:09.250");
        assert_eq!(format(text, "%a %d %b %Y %H", false), "Sun 03 Nov 2013 %H");
        assert_eq!(format("nothing", "%Y", false), "");
        assert_eq!(format("16012", "%Y-%m-%d 100%%", false), "2013-11-03 100%");
    }
}

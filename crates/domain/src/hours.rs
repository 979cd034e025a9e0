//! Hours on a station's wall, and which polling day an instant belongs to.
//!
//! An hour is half-open and local; a day of 23 or 25 hours has as many rows. The night after
//! closing belongs to its day. Quarters of UTC fit every zone's offset since 1972, so counts
//! are kept by quarter and hours are made when asked. Rejected: hours of UTC, which no
//! observer reads from a wall.

use crate::definition::{ElectionDefinition, PollingDay, StationSpec};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Offset, TimeZone, Timelike};
use chrono_tz::Tz;
use std::ops::Range;

/// Seconds in a quarter of an hour: the grain in which counts are kept.
pub const QUARTER_S: i64 = 900;

/// One local hour, or the part of one that a change of the clock leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// First second, Unix.
    pub starts: i64,
    /// First second after it, Unix.
    pub ends: i64,
    /// Date on the wall.
    pub date: NaiveDate,
    /// Hour on the wall, 0 to 23.
    pub hour: u8,
    /// Offset from UTC in seconds; tells the two hours apart that share a name.
    pub offset_s: i32,
}

/// A station's polling day in absolute time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// The polling day's date on the wall.
    pub date: NaiveDate,
    /// The zone it is read in.
    pub zone: Tz,
    /// First second that belongs to it, Unix.
    pub starts: i64,
    /// First second that does not, Unix.
    pub ends: i64,
    /// Opening, Unix.
    pub opens: i64,
    /// Closing, Unix; where the station does not vote on the day, it is the opening.
    pub closes: i64,
    /// The station votes on the day.
    pub votes: bool,
}

/// The zone with this IANA name, in any case.
#[must_use]
pub fn zone(name: &str) -> Option<Tz> {
    Tz::from_str_insensitive(name).ok()
}

/// The zone a station's hours are read in; UTC where neither names a known one.
#[must_use]
pub fn zone_of(station: &StationSpec, definition: &ElectionDefinition) -> Tz {
    let own = station.zone.as_deref().and_then(zone);
    own.or_else(|| zone(&definition.zone)).unwrap_or(Tz::UTC)
}

/// The span of one polling day at one station.
///
/// The day begins at local midnight and ends at noon of the next; between two polling days
/// the border lies two hours before the second one's opening. A station's own hours are those
/// of the day everybody votes; they do not overrule an early day's. On a day that is none of its
/// own it is never open.
#[must_use]
pub fn day_span(
    day: PollingDay,
    station: &StationSpec,
    definition: &ElectionDefinition,
) -> DaySpan {
    let zone = zone_of(station, definition);
    let own = |day: PollingDay, minutes: Option<u16>| minutes.filter(|_| !day.early);
    let opens = |day: PollingDay| own(day, station.opens_minutes).unwrap_or(day.opens_minutes);
    let closes = own(day, station.closes_minutes).unwrap_or(day.closes_minutes);
    let votes = station.votes_on(day.date);
    let closes = if votes { closes } else { opens(day) };
    let border = |day: PollingDay| at_minutes(zone, day.date, opens(day)) - 2 * 3600;
    let before = day.date.pred_opt().and_then(|date| definition.day(date));
    let after = day.date.succ_opt().and_then(|date| definition.day(date));
    DaySpan {
        date: day.date,
        zone,
        starts: before.map_or_else(|| at_minutes(zone, day.date, 0), |_| border(day)),
        ends: after.map_or_else(|| at_minutes(zone, day.date, 36 * 60), border),
        opens: at_minutes(zone, day.date, opens(day)),
        closes: at_minutes(zone, day.date, closes),
        votes,
    }
}

/// Times of records that are of a polling day: from the end of the one before to its own end.
/// Before the first day and after the last one there is no other they could be of.
#[must_use]
pub fn reach(
    day: PollingDay,
    station: &StationSpec,
    definition: &ElectionDefinition,
) -> Range<i64> {
    let span = |day: &PollingDay| day_span(*day, station, definition);
    let before = definition.days.iter().filter(|other| other.date < day.date);
    let start = before.map(|day| span(day).ends).max().unwrap_or(i64::MIN);
    let last = definition.days.iter().all(|other| other.date <= day.date);
    start..if last { i64::MAX } else { span(&day).ends }
}

/// The polling day an instant belongs to at a station.
#[must_use]
pub fn day_of(
    instant: i64,
    station: &StationSpec,
    definition: &ElectionDefinition,
) -> Option<DaySpan> {
    definition
        .days
        .iter()
        .map(|day| day_span(*day, station, definition))
        .find(|span| (span.starts..span.ends).contains(&instant))
}

/// The local hours of a day, in order, without gaps.
#[must_use]
pub fn hours_of(span: &DaySpan) -> Vec<Hour> {
    let mut hours: Vec<Hour> = Vec::new();
    let mut instant = span.starts.div_euclid(QUARTER_S) * QUARTER_S;
    while instant < span.ends {
        let Some(wall) = wall(instant, span.zone) else { break };
        let ends = (instant + QUARTER_S).min(span.ends);
        match hours.last_mut() {
            Some(last) if same_hour(last, &wall) => last.ends = ends,
            Some(_) | None => hours.push(Hour { starts: instant, ends, ..wall }),
        }
        instant += QUARTER_S;
    }
    hours
}

/// The name of the hour an instant lies in; its bounds are both the instant.
fn wall(instant: i64, zone: Tz) -> Option<Hour> {
    let local = DateTime::from_timestamp(instant, 0)?.with_timezone(&zone);
    Some(Hour {
        starts: instant,
        ends: instant,
        date: local.date_naive(),
        hour: u8::try_from(local.hour()).unwrap_or(0),
        offset_s: local.offset().fix().local_minus_utc(),
    })
}

fn same_hour(one: &Hour, other: &Hour) -> bool {
    (one.date, one.hour, one.offset_s) == (other.date, other.hour, other.offset_s)
}

/// A wall time as an instant: the earlier of two, the next minute that exists of none.
#[must_use]
pub fn at_minutes(zone: Tz, date: NaiveDate, minutes: u16) -> i64 {
    let date = date.checked_add_days(Days::new(u64::from(minutes / 1440))).unwrap_or(date);
    let minutes = u32::from(minutes % 1440);
    // A gap in the clock is never longer than a day.
    (minutes..minutes + 1440)
        .find_map(|minute| {
            let day = date.checked_add_days(Days::new(u64::from(minute / 1440)))?;
            let time = NaiveTime::from_hms_opt(minute % 1440 / 60, minute % 60, 0)?;
            zone.from_local_datetime(&day.and_time(time)).earliest()
        })
        .map_or(0, |instant| instant.timestamp())
}

#[cfg(test)]
mod tests;

//! Hours of all stations as CSV for a spreadsheet: one row a station and hour.
//!
//! UTF-8, comma, RFC 4180. Unknown is an empty cell, never 0. A text that a spreadsheet
//! would take for a formula gets an apostrophe in front, since station names and codes come
//! from strangers. Hours only: a tap's time plus a video of the hall names a voter.

use super::api::{HourCell, StationRow};
use super::desk::Desk;
use super::overview::{columns, lines};
use super::row::{HourName, label};
use domain::PollingDay;

const HEADER: [&str; 17] = [
    "day",
    "station",
    "name",
    "region",
    "listed",
    "registered",
    "hour",
    "next_day",
    "state",
    "persons",
    "watched_minutes",
    "of_minutes",
    "devices",
    "parallel",
    "incomplete",
    "station_counted",
    "station_possible",
];

/// The file.
pub fn hours_csv(desk: &Desk<'_>, polling: PollingDay) -> Result<Vec<u8>, csv::Error> {
    let lines = lines(desk, polling);
    let columns = columns(polling, &lines);
    let day = polling.date.to_string();
    let mut rows = Vec::new();
    for line in lines {
        let row = line.with_columns(&columns, desk.now);
        for (name, cell) in columns.iter().zip(&row.hours) {
            rows.push(record(&day, &row, *name, cell));
        }
    }
    csv_file(&HEADER, &rows)
}

/// A file of rows under a header.
pub fn csv_file<const N: usize>(
    header: &[&str; N],
    rows: &[[String; N]],
) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn record(day: &str, row: &StationRow, name: HourName, cell: &HourCell) -> [String; HEADER.len()] {
    let number = |value: Option<u32>| value.map(|it| it.to_string()).unwrap_or_default();
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    let (state, persons, watched, of) = match cell {
        HourCell::Unknown => ("unknown", None, None, None),
        HourCell::NotYet => ("not_yet", None, None, None),
        HourCell::Counted { persons, watched_minutes, of_minutes } => {
            ("counted", Some(*persons), Some(*watched_minutes), Some(*of_minutes))
        }
    };
    [
        day.to_owned(),
        safe(&row.code),
        safe(&row.name),
        safe(&row.region.join(" / ")),
        yes(row.listed),
        number(row.registered),
        label(name),
        yes(name.0 > 0),
        state.to_owned(),
        number(persons),
        number(watched),
        number(of),
        row.devices.to_string(),
        yes(row.parallel),
        yes(row.incomplete),
        number(row.counted),
        number(row.possible),
    ]
}

/// A text no spreadsheet takes for a formula.
pub fn safe(text: &str) -> String {
    let dangerous = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    let first = text.chars().find(|c| *c != ' ');
    if first.is_some_and(dangerous) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests;

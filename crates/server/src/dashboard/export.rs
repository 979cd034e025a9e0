//! Exports: every table as CSV, answers in ODK Central's layout, a map, and what columns mean.
//!
//! UTF-8, comma, RFC 4180, CRLF; rows in a stable order. Unknown is an empty cell, never 0. Hours
//! or quarters only: a tap's time plus a video of the hall names a voter. A text that a
//! spreadsheet would take for a formula, or that begins with an apostrophe, gets one apostrophe
//! in front, since texts come from strangers; taking exactly one leading apostrophe away gives
//! back what was written. Rejected: dropping the dangerous sign, which loses what was said.

mod answers;
mod came;
mod counting;
mod days;
mod fillings;
mod findings;
mod incidents;
mod places;
mod said;
mod settled;
mod tables;

pub use came::{notices_csv, pages_csv};

use super::api::{HourCell, StationRow};
use super::desk::Desk;
use super::overview::{columns, lines};
use super::row::{HourName, label};
use days::{Day, Judged};
use domain::PollingDay;
use tables::{Table, number, yes};

const HOURS: [(&str, &str); 17] = [
    ("day", "the polling day; the night after belongs to it"),
    ("station", "code"),
    ("name", "its name; where it is not listed, as an observer gave it"),
    ("region", "from the largest area to the smallest, apart by ` / `"),
    ("listed", "yes: in headquarters' list; no: typed by an observer"),
    ("registered", "voters by the imported list"),
    ("hour", "the hour on the station's wall"),
    ("next_day", "yes: after midnight"),
    ("state", "counted, unknown (nobody watched) or not_yet"),
    ("persons", "counted; a floor where watched_minutes is below of_minutes"),
    ("watched_minutes", "minutes somebody watched"),
    ("of_minutes", "minutes of the hour that have passed"),
    ("devices", "devices that were at the station"),
    ("parallel", "yes: two counted the same, shown by who watched longest, never added"),
    ("incomplete", "yes: an event of a kind this server does not know"),
    ("station_counted", "persons of the day"),
    ("station_possible", "the most that is possible"),
];

/// The map's name.
const MAP: &str = "stations.geojson";

/// A file of an export.
pub struct ExportFile {
    /// Its name, with ending.
    pub name: String,
    /// Its rows, without the header.
    pub rows: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All files, in the order of their names.
pub fn files(desk: &Desk<'_>) -> Result<Vec<ExportFile>, csv::Error> {
    let days = Day::all(desk);
    let (stations, map) = places::geojson(desk, &days);
    let mut all = tables(desk, days);
    all.extend(answers::of_forms(desk));
    all.push(meanings(&all));
    let file = |table: &Table| -> Result<ExportFile, csv::Error> {
        let header: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let (name, rows) = (format!("{}.csv", table.name), table.rows.len());
        Ok(ExportFile { name, rows, bytes: written(&header, &table.rows)? })
    };
    let mut files: Vec<ExportFile> = all.iter().map(file).collect::<Result<_, _>>()?;
    files.push(ExportFile { name: MAP.to_owned(), rows: stations, bytes: map });
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Every table but the forms' own.
fn tables(desk: &Desk<'_>, days: Vec<Day>) -> Vec<Table> {
    let judged = Judged::of(&days);
    let mut all = incidents::tables(desk);
    all.extend([
        tables::stations(desk),
        tables::visits(desk),
        tables::watches(desk),
        tables::turnout(desk),
        tables::log(desk),
        tables::alarms(desk),
        counting::groups(desk),
        counting::stretches(desk),
        counting::tallies(desk, &judged),
        counting::relations(desk),
        counting::hand_overs(desk, &judged),
        said::registers(desk),
        said::box_trips(desk),
        said::moves(desk),
        said::added_stations(desk),
        said::check_ins(desk),
        said::announced(desk),
        said::announced_areas(desk),
        fillings::fillings(desk),
        fillings::answers(desk),
        came::pages(desk),
        came::notices(desk),
        findings::findings(desk, &days),
        days::points(&days),
        days::point_hours(&days),
        days::regions(&days),
        days::hours(desk, days),
    ]);
    all
}

/// What each column of each file means.
fn meanings(all: &[Table]) -> Table {
    let columns = [("file", "a file"), ("column", "a column of it"), ("meaning", "what it holds")];
    let mut table = Table::new("columns", &columns);
    for known in all {
        let rows = known.columns.iter().map(|(column, meaning)| {
            vec![format!("{}.csv", known.name), safe(column), (*meaning).to_owned()]
        });
        table.rows.extend(rows);
    }
    let places = places::PROPERTIES.iter();
    table.rows.extend(
        places.map(|(name, what)| vec![MAP.to_owned(), (*name).to_owned(), (*what).to_owned()]),
    );
    for (name, meaning) in columns {
        table.rows.push(vec!["columns.csv".to_owned(), name.to_owned(), meaning.to_owned()]);
    }
    table
}

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
    written(&HOURS.map(|(name, _)| name), &rows)
}

fn written<R>(header: &[&str], rows: &[R]) -> Result<Vec<u8>, csv::Error>
where
    R: AsRef<[String]>,
{
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.as_ref())?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn record(day: &str, row: &StationRow, name: HourName, cell: &HourCell) -> [String; HOURS.len()] {
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

/// A text no spreadsheet takes for a formula; taking one leading apostrophe away undoes it.
pub fn safe(text: &str) -> String {
    let dangerous = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    let first = text.chars().find(|c| *c != ' ');
    if text.starts_with('\'') || first.is_some_and(dangerous) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests;

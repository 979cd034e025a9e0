//! Rows of a CSV file to stations: checks each cell, refuses by line and column.
//!
//! Numbers with a comma or a point are refused instead of guessed: they mean thousands in one
//! country and a fraction in another. All rows whose codes coincide are refused together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

use super::{Axis, Station, StationPlace};
use crate::election_file::time_of_day;
use crate::table::{Column, RefusedRow, Row, Table, TableError};

const CODE_CHARS_MAX: usize = 64;
const NAME_CHARS_MAX: usize = 300;
/// No list of one polling station is longer; the largest known are below 10,000.
const REGISTERED_MAX: u32 = 1_000_000;

/// Names of the columns.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Registered voters.
    pub registered: Option<String>,
    /// Region path, largest first.
    pub region: Vec<String>,
    /// Degrees north and degrees east.
    pub place: Option<(String, String)>,
    /// A station's own zone.
    pub timezone: Option<String>,
    /// Its own opening.
    pub opens: Option<String>,
    /// Its own closing.
    pub closes: Option<String>,
    /// Its own polling days.
    pub days: Option<String>,
    /// The polling days there are.
    pub polling: Vec<NaiveDate>,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// Good rows, in the order of the file.
    pub stations: Vec<Station>,
    /// Bad rows, in the order of the file.
    pub refused: Vec<RefusedRow>,
}

/// Why nothing is imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read as a table.
    #[error(transparent)]
    Table(#[from] TableError),
}

struct Found {
    code: Column,
    name: Column,
    registered: Option<Column>,
    region: Vec<Column>,
    place: Option<(Column, Column)>,
    timezone: Option<Column>,
    opens: Option<Column>,
    closes: Option<Column>,
    days: Option<Column>,
    polling: Vec<NaiveDate>,
}

/// Reads a file's bytes. `progress` is told how many rows are done and about how many
/// there are.
pub fn read(
    bytes: &[u8],
    encoding: Option<&str>,
    columns: &Columns,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Import, ImportError> {
    let mut wanted = vec![columns.code.as_str(), columns.name.as_str()];
    let optional =
        [&columns.registered, &columns.timezone, &columns.opens, &columns.closes, &columns.days];
    wanted.extend(optional.into_iter().filter_map(|it| it.as_deref()));
    wanted.extend(columns.region.iter().map(String::as_str));
    if let Some((lat, lon)) = &columns.place {
        wanted.extend([lat.as_str(), lon.as_str()]);
    }
    let table = Table::read(bytes, encoding, &wanted)?;
    let optional = |it: &Option<String>| it.as_deref().map(|it| table.column(it)).transpose();
    let found = Found {
        code: table.column(&columns.code)?,
        name: table.column(&columns.name)?,
        registered: optional(&columns.registered)?,
        region: columns.region.iter().map(|it| table.column(it)).collect::<Result<_, _>>()?,
        place: match &columns.place {
            Some((lat, lon)) => Some((table.column(lat)?, table.column(lon)?)),
            None => None,
        },
        timezone: optional(&columns.timezone)?,
        opens: optional(&columns.opens)?,
        closes: optional(&columns.closes)?,
        days: optional(&columns.days)?,
        polling: columns.polling.clone(),
    };
    let about = table.rows_about();
    let mut taken: Vec<(u64, Station)> = Vec::with_capacity(about);
    let mut refused = Vec::new();
    for (done, row) in table.rows().enumerate() {
        progress(done + 1, about);
        match row.and_then(|row| Ok((row.line, station(&row, &found)?))) {
            Ok(good) => taken.push(good),
            Err(bad) => refused.push(bad),
        }
    }
    let stations = without_coinciding(taken, &found.code, &mut refused);
    refused.sort_by_key(|row| row.line);
    Ok(Import { stations, refused })
}

fn station(row: &Row, columns: &Found) -> Result<Station, RefusedRow> {
    let code = text(row, &columns.code, CODE_CHARS_MAX)?;
    let name = text(row, &columns.name, NAME_CHARS_MAX)?;
    let registered = own(row, columns.registered.as_ref(), registered)?;
    let zone = own(row, columns.timezone.as_ref(), zone)?;
    let opens_minutes = own(row, columns.opens.as_ref(), time)?;
    // A closing that is not after the own opening is on the next date.
    let closes_minutes = own(row, columns.closes.as_ref(), time)?
        .map(|closes| if opens_minutes >= Some(closes) { closes + 24 * 60 } else { closes });
    let days = own(row, columns.days.as_ref(), |row, column| days(row, column, &columns.polling))?
        .unwrap_or_default();
    let mut region = Vec::with_capacity(columns.region.len());
    for column in &columns.region {
        region.push(text(row, column, NAME_CHARS_MAX)?);
    }
    let place = match &columns.place {
        Some((lat, lon)) => place(row, lat, lon)?,
        None => None,
    };
    Ok(Station { code, name, region, registered, place, zone, opens_minutes, closes_minutes, days })
}

/// What a cell says, where the list has such a column and the row anything in it.
fn own<T>(
    row: &Row,
    column: Option<&Column>,
    read: impl FnOnce(&Row, &Column) -> Result<T, RefusedRow>,
) -> Result<Option<T>, RefusedRow> {
    match column.filter(|column| !row.cell(column).is_empty()) {
        Some(column) => read(row, column).map(Some),
        None => Ok(None),
    }
}

fn zone(row: &Row, column: &Column) -> Result<String, RefusedRow> {
    let cell = row.cell(column);
    let zone = domain::hours::zone(cell).map(|zone| zone.name().to_owned());
    zone.ok_or_else(|| row.refuse(column, format!("no time zone is called {cell:?}")))
}

fn time(row: &Row, column: &Column) -> Result<u16, RefusedRow> {
    time_of_day(row.cell(column)).map_err(|reason| row.refuse(column, reason))
}

/// Polling days as 2026-11-22, with spaces between them; in their order, each once.
fn days(row: &Row, column: &Column, polling: &[NaiveDate]) -> Result<Vec<NaiveDate>, RefusedRow> {
    let mut days = Vec::new();
    for word in row.cell(column).split_whitespace() {
        let day = NaiveDate::parse_from_str(word, "%Y-%m-%d");
        let day = day.map_err(|_| row.refuse(column, format!("{word:?} is not a date")))?;
        if !polling.contains(&day) {
            return Err(row.refuse(column, format!("{word:?} is no polling day of the election")));
        }
        days.push(day);
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Both or none; one alone is no place.
fn place(row: &Row, lat: &Column, lon: &Column) -> Result<Option<StationPlace>, RefusedRow> {
    match (row.cell(lat).is_empty(), row.cell(lon).is_empty()) {
        (true, true) => return Ok(None),
        (true, false) => return Err(row.refuse(lat, "empty, and the other coordinate is not")),
        (false, true) => return Err(row.refuse(lon, "empty, and the other coordinate is not")),
        (false, false) => {}
    }
    let degrees = |column: &Column, axis: Axis, range: &str| {
        let cell = row.cell(column);
        let reason = || format!("{cell:?} is not a number of degrees from {range}");
        axis.degrees(cell).ok_or_else(|| row.refuse(column, reason()))
    };
    let lat = degrees(lat, Axis::Lat, "-90 to 90")?;
    let lon = degrees(lon, Axis::Lon, "-180 to 180")?;
    Ok(Some(StationPlace { lat, lon }))
}

fn text(row: &Row, column: &Column, chars_max: usize) -> Result<String, RefusedRow> {
    let text: String = row.cell(column).nfc().collect();
    if text.is_empty() {
        return Err(row.refuse(column, "empty"));
    }
    if text.chars().count() > chars_max {
        return Err(row.refuse(column, format!("longer than {chars_max} characters")));
    }
    if text.chars().any(char::is_control) {
        return Err(row.refuse(column, "holds a line break or control character"));
    }
    Ok(text)
}

fn registered(row: &Row, column: &Column) -> Result<u32, RefusedRow> {
    let cell = row.cell(column);
    let number = whole_number(cell).filter(|number| *number <= REGISTERED_MAX);
    number.ok_or_else(|| row.refuse(column, format!("{cell:?} is not a number of voters")))
}

/// Digits, perhaps in groups of three with spaces as spreadsheets write them. A comma or a
/// point is refused: it means thousands here and a fraction there.
pub(crate) fn whole_number(cell: &str) -> Option<u32> {
    let groups: Vec<&str> = cell.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    let grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => first.len() <= 3 && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let digits = groups.concat();
    let plain = grouped && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// Takes out every row whose code coincides with another row's.
fn without_coinciding(
    taken: Vec<(u64, Station)>,
    code: &Column,
    refused: &mut Vec<RefusedRow>,
) -> Vec<Station> {
    let mut lines: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (line, station) in &taken {
        lines.entry(domain::station_key(&station.code)).or_default().push(*line);
    }
    let mut good = Vec::with_capacity(taken.len());
    for (line, station) in taken {
        let same = lines.get(&domain::station_key(&station.code));
        match same.and_then(|all| all.iter().find(|other| **other != line)) {
            None => good.push(station),
            Some(other) => refused.push(RefusedRow {
                line,
                column: code.name.clone(),
                reason: format!("{:?} is the same code as on line {other}", station.code),
            }),
        }
    }
    good
}

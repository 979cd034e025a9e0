//! Reads announced figures out of a CSV file, in both shapes they come in.
//!
//! A time is read in the zone it was announced in, which the event keeps where it is another
//! than the election's. Every bad row is named by line, column and reason.

use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use domain::event::{AreaFigureNoted, FigureCounts, FigureKind, FigureUnit};

use crate::data_folder::FolderError;
use crate::stations::whole_number;
use crate::table::{Column, RefusedRow, Row, Table, TableError};

/// Between the parts of a station's code that stand in several columns.
const JOINED_BY: &str = "/";

/// Why the figures cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AnnouncedError {
    /// The folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The CSV file.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A column of figures for one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The column.
    pub column: String,
    /// The moment, Unix seconds.
    pub as_of: i64,
}

/// How a file is to be read, and what is said of all its figures.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Columns of the station's code, joined by `/`; one called `station` where none is named.
    pub station: Vec<String>,
    /// Columns of the area's path, the largest first, where the file is about areas.
    pub area: Vec<String>,
    /// Columns of figures by moment; none: `figure` and `as_of` of each row.
    pub moments: Vec<Moment>,
    /// What was counted.
    pub what: FigureKind,
    /// Of which contest, where told apart.
    pub contest: Option<u32>,
    /// Since when.
    pub counts: FigureCounts,
    /// The zone times are read in.
    pub zone: Tz,
    /// It is another than the election's, and stays with the figures.
    pub foreign_zone: bool,
    /// When they were published, Unix seconds.
    pub published_at: Option<i64>,
    /// The exact words.
    pub words: Option<String>,
    /// Where.
    pub link: Option<String>,
    /// Who takes them over.
    pub operator: String,
}

struct Columns {
    station: Vec<Column>,
    area: Vec<Column>,
    figures: Vec<(Column, Option<i64>)>,
    as_of: Option<Column>,
    words: Option<Column>,
    link: Option<Column>,
    published_at: Option<Column>,
}

/// Reads a file.
///
/// # Errors
/// When it cannot be read at all or lacks a column; bad rows come back beside the good ones.
pub fn read(
    bytes: &[u8],
    layout: &Layout,
) -> Result<(Vec<AreaFigureNoted>, Vec<RefusedRow>), AnnouncedError> {
    let mut wanted: Vec<&str> = layout.moments.iter().map(|it| it.column.as_str()).collect();
    wanted.extend(layout.station.iter().chain(&layout.area).map(String::as_str));
    wanted.extend(["station", "figure", "as_of"]);
    let table = Table::read(bytes, None, &wanted)?;
    let columns = columns(&table, layout)?;
    let (mut good, mut refused) = (Vec::new(), Vec::new());
    for row in table.rows() {
        match row.and_then(|row| figures(&row, &columns, layout)) {
            Ok(figures) => good.extend(figures),
            Err(row) => refused.push(row),
        }
    }
    Ok((good, refused))
}

fn columns(table: &Table, layout: &Layout) -> Result<Columns, TableError> {
    let all = |names: &[String]| -> Result<Vec<Column>, TableError> {
        names.iter().map(|name| table.column(name)).collect()
    };
    let mut station: Vec<Column> = match layout.station.is_empty() && layout.area.is_empty() {
        true => table.column_if_there("station")?.into_iter().collect(),
        false => all(&layout.station)?,
    };
    let area: Vec<Column> = match layout.area.is_empty() {
        true => table.column_if_there("area")?.into_iter().collect(),
        false => all(&layout.area)?,
    };
    if station.is_empty() && area.is_empty() {
        station.push(table.column("station")?);
    }
    let wide = !layout.moments.is_empty();
    let figures = match wide {
        true => layout
            .moments
            .iter()
            .map(|moment| Ok((table.column(&moment.column)?, Some(moment.as_of))))
            .collect::<Result<_, TableError>>()?,
        false => vec![(table.column("figure")?, None)],
    };
    let beside = |name| if wide { Ok(None) } else { table.column_if_there(name) };
    Ok(Columns {
        station,
        area,
        figures,
        as_of: if wide { None } else { Some(table.column("as_of")?) },
        words: beside("source")?,
        link: beside("link")?,
        published_at: beside("published_at")?,
    })
}

fn figures(
    row: &Row,
    columns: &Columns,
    layout: &Layout,
) -> Result<Vec<AreaFigureNoted>, RefusedRow> {
    let (station, area) = place(row, columns)?;
    let mut all = Vec::new();
    for (column, moment) in &columns.figures {
        let cell = row.cell(column);
        if cell.is_empty() && moment.is_some() {
            continue;
        }
        let (figure, unit) = figure(cell)
            .ok_or_else(|| row.refuse(column, "no whole number and no percentage such as 43.1%"))?;
        let as_of = match (moment, &columns.as_of) {
            (Some(moment), _) => *moment,
            (None, Some(as_of)) => instant(row.cell(as_of), layout.zone)
                .ok_or_else(|| row.refuse(as_of, "no time such as 2026-12-06 12:00"))?,
            (None, None) => return Err(row.refuse(column, "no moment")),
        };
        let beside = |column: &Option<Column>, of_all: &Option<String>| {
            let cell = column.as_ref().map_or("", |column| row.cell(column));
            if cell.is_empty() { of_all.clone() } else { Some(cell.to_owned()) }
        };
        let published_at = match &columns.published_at {
            Some(column) if !row.cell(column).is_empty() => {
                let read = instant(row.cell(column), layout.zone);
                Some(read.ok_or_else(|| row.refuse(column, "no time such as 2026-12-06 12:10"))?)
            }
            Some(_) | None => layout.published_at,
        };
        all.push(AreaFigureNoted {
            operator: layout.operator.clone(),
            station: station.clone(),
            area: area.clone(),
            figure,
            unit,
            counts: layout.counts,
            what: layout.what,
            contest: layout.contest,
            as_of,
            zone: layout.foreign_zone.then(|| layout.zone.name().to_owned()),
            published_at,
            words: beside(&columns.words, &layout.words),
            link: beside(&columns.link, &layout.link),
        });
    }
    Ok(all)
}

/// The station, or the area where the row names no station.
fn place(row: &Row, columns: &Columns) -> Result<(Option<String>, Vec<String>), RefusedRow> {
    let parts: Vec<&str> = columns.station.iter().map(|column| row.cell(column)).collect();
    let area: Vec<String> = match columns.area.as_slice() {
        // One column holds the whole path.
        [one] => row.cell(one).split(JOINED_BY).map(str::trim).map(str::to_owned).collect(),
        several => several.iter().map(|column| row.cell(column).to_owned()).collect(),
    };
    let area: Vec<String> = area.into_iter().filter(|part| !part.is_empty()).collect();
    let whole = !parts.is_empty() && parts.iter().all(|part| !part.is_empty());
    let column = columns.station.first().or(columns.area.first());
    match (whole, area.is_empty(), column) {
        (true, _, _) => Ok((Some(parts.join(JOINED_BY)), Vec::new())),
        (false, false, _) => Ok((None, area)),
        (false, true, Some(column)) => Err(row.refuse(column, "empty")),
        (false, true, None) => Ok((None, area)),
    }
}

/// A whole number of persons, or a percentage with up to two decimals.
fn figure(text: &str) -> Option<(u64, FigureUnit)> {
    let Some(percent) = text.strip_suffix('%') else {
        return whole_number(text).map(|figure| (u64::from(figure), FigureUnit::Persons));
    };
    let percent = percent.trim().replace(',', ".");
    let (whole, decimals) = percent.split_once('.').unwrap_or((&percent, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let hundredths: u64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    (hundredths <= 10_000).then_some((hundredths, FigureUnit::HundredthsOfPercent))
}

/// `YYYY-MM-DD HH:MM` in a zone.
#[must_use]
pub fn instant(text: &str, zone: Tz) -> Option<i64> {
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"];
    let local = formats.iter().find_map(|it| NaiveDateTime::parse_from_str(text, it).ok())?;
    zone.from_local_datetime(&local).earliest().map(|at| at.timestamp())
}

//! Reads a CSV file as people make them: any delimiter, quoting, byte order mark and
//! encoding, and says for every bad row where it is bad.
//!
//! Refuses to guess twice: bytes that do not decode in the encoding found, or a named
//! column that is missing or there twice, stop the import before a row is looked at.
//! A row with too few or too many cells is refused alone. Rejected: reading "somehow" with
//! replacement characters, which would write broken station names into signed pages.

mod encoding;

use std::collections::BTreeMap;

pub use encoding::decode;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows looked at when the delimiter is guessed.
const SNIFF_LINES: usize = 20;
/// A cell longer than this is an unclosed quote.
const CELL_BYTES_MAX: usize = 10_000;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// No such encoding.
    #[error("no encoding is called {0}")]
    UnknownEncoding(String),
    /// Bytes that are not text in that encoding.
    #[error("line {line}: not {encoding} text; name the file's encoding by --encoding")]
    NotText {
        /// The encoding tried.
        encoding: String,
        /// From 1.
        line: u64,
    },
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A column is missing.
    #[error("line 1: no column {column}; the columns are: {present}")]
    NoColumn {
        /// As asked for.
        column: String,
        /// Those that are there.
        present: String,
    },
    /// A column is there twice.
    #[error("line 1: column {0} is there twice")]
    TwiceColumn(String),
    /// A column nobody reads; a misspelt one would silently be left out.
    #[error("line 1: nothing reads a column {column}; known columns are: {known}")]
    UnknownColumn {
        /// As the file spells it.
        column: String,
        /// Those that are read.
        known: String,
    },
}

/// A row, or a cell of it, that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Line in the file where the row begins, from 1.
    pub line: u64,
    /// The column's name; empty when the whole row is meant.
    pub column: String,
    /// Why, in plain English.
    pub reason: String,
}

/// A file in memory: its header is read, its rows are not yet.
#[derive(Debug)]
pub struct Table {
    text: String,
    delimiter: u8,
    header: Vec<String>,
}

/// One row with as many cells as the header.
#[derive(Debug)]
pub struct Row {
    /// Line in the file where it begins, from 1.
    pub line: u64,
    cells: csv::StringRecord,
}

/// A column's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the file spells it.
    pub name: String,
    place: usize,
}

impl Table {
    /// Decodes `bytes`; the columns that will be asked for help to find the delimiter.
    pub fn read(bytes: &[u8], encoding: Option<&str>, wanted: &[&str]) -> Result<Self, TableError> {
        let text = decode(bytes, encoding)?;
        let delimiter = sniff(&text, wanted);
        let header: Vec<String> = records(&text, delimiter)
            .next()
            .and_then(Result::ok)
            .ok_or(TableError::Empty)?
            .iter()
            .map(|name| name.trim().to_owned())
            .collect();
        if header.iter().all(String::is_empty) {
            return Err(TableError::Empty);
        }
        Ok(Self { text, delimiter, header })
    }

    /// Finds a column by its name; letter case counts only where it must.
    pub fn column(&self, name: &str) -> Result<Column, TableError> {
        let name = name.trim();
        let exact = self.places(|it| it == name);
        let found = if exact.is_empty() { self.places(|it| same_letters(it, name)) } else { exact };
        match found.as_slice() {
            [] => Err(TableError::NoColumn {
                column: name.to_owned(),
                present: self.header.join(", "),
            }),
            [place] => Ok(Column {
                name: self.header.get(*place).cloned().unwrap_or_default(),
                place: *place,
            }),
            _ => Err(TableError::TwiceColumn(name.to_owned())),
        }
    }

    /// Like [`Table::column`], but a missing column is no error.
    pub fn column_if_there(&self, name: &str) -> Result<Option<Column>, TableError> {
        match self.column(name) {
            Ok(column) => Ok(Some(column)),
            Err(TableError::NoColumn { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Refuses a header with a column that is none of `known`; nameless ones are passed over.
    pub fn only(&self, known: &[&str]) -> Result<(), TableError> {
        let mut named = self.header.iter().filter(|name| !name.is_empty());
        match named.find(|name| !known.iter().any(|it| same_letters(it, name))) {
            None => Ok(()),
            Some(column) => {
                let column = column.clone();
                Err(TableError::UnknownColumn { column, known: known.join(", ") })
            }
        }
    }

    /// The rows in order; empty lines are passed over.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, RefusedRow>> {
        let wanted = self.header.len();
        let mut lines = Lines { text: &self.text, at: 0, line: 1 };
        records(&self.text, self.delimiter).skip(1).filter_map(move |record| {
            let record = match record {
                Ok(record) => record,
                Err(error) => return Some(Err(refused(lines.line, error.to_string()))),
            };
            let line = lines.of(&record);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                return None;
            }
            if record.iter().any(|cell| cell.len() > CELL_BYTES_MAX) {
                return Some(Err(refused(line, "a quote is opened and never closed".to_owned())));
            }
            if record.len() == wanted {
                return Some(Ok(Row { line, cells: record }));
            }
            let reason = format!("{} cells where the header has {wanted}", record.len());
            Some(Err(refused(line, reason)))
        })
    }

    /// The names of all columns, as the file spells them.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// About how many rows there are, for progress.
    pub fn rows_about(&self) -> usize {
        self.text.lines().count().saturating_sub(1)
    }

    fn places(&self, same: impl Fn(&str) -> bool) -> Vec<usize> {
        let all = self.header.iter().enumerate();
        all.filter(|(_, name)| same(name)).map(|(place, _)| place).collect()
    }
}

impl Row {
    /// The cell of a column, trimmed.
    pub fn cell(&self, column: &Column) -> &str {
        self.cells.get(column.place).unwrap_or_default().trim()
    }

    /// All cells in order, trimmed.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(str::trim)
    }

    /// Says that this row's cell is not taken.
    pub fn refuse(&self, column: &Column, reason: impl Into<String>) -> RefusedRow {
        RefusedRow { line: self.line, column: column.name.clone(), reason: reason.into() }
    }
}

impl std::fmt::Display for RefusedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Counts lines itself: the csv reader's count is one short after `\r\n`.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line a record begins on; records come in order.
    fn of(&mut self, record: &csv::StringRecord) -> u64 {
        let byte = record.position().map_or(0, csv::Position::byte);
        let text = self.text.as_bytes();
        let mut to = usize::try_from(byte).unwrap_or(text.len()).max(self.at);
        while text.get(to).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            to += 1;
        }
        let passed = text.get(self.at..to).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u64::try_from(breaks).unwrap_or(0));
        self.at = to;
        self.line
    }
}

fn refused(line: u64, reason: String) -> RefusedRow {
    RefusedRow { line, column: String::new(), reason }
}

fn same_letters(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn records(
    text: &str,
    delimiter: u8,
) -> impl Iterator<Item = Result<csv::StringRecord, csv::Error>> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
}

/// The delimiter that shows most of the wanted columns; then the one by which most of the
/// first rows have as many cells as the header.
fn sniff(text: &str, wanted: &[&str]) -> u8 {
    let mut best: BTreeMap<(usize, usize, usize), u8> = BTreeMap::new();
    for delimiter in DELIMITERS.into_iter().rev() {
        let head: Vec<csv::StringRecord> =
            records(text, delimiter).take(SNIFF_LINES).filter_map(Result::ok).collect();
        let Some(header) = head.first() else { continue };
        let found = wanted
            .iter()
            .filter(|name| header.iter().any(|cell| same_letters(cell.trim(), name.trim())))
            .count();
        let alike = if header.len() < 2 {
            0
        } else {
            head.iter().filter(|row| row.len() == header.len()).count()
        };
        best.insert((found, alike, header.len()), delimiter);
    }
    best.last_key_value().map_or(b',', |(_, delimiter)| *delimiter)
}

#[cfg(test)]
mod tests;

//! A workbook's cells as text, by header.
//!
//! Cells are read as a stream, never as a rectangle: one value in the last corner of a sheet
//! would else ask for gigabytes. So would a part that packs well, or one long text that every
//! cell names: what unpacks and what is kept are measured. A number written by a spreadsheet
//! reads as it is shown: `1`, not `1.0`.

use super::{Reason, Refusal, alias};
use calamine::{DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Most rows read in a sheet.
const ROWS_MAX: u32 = 20_000;
/// Most columns read in a sheet.
const COLUMNS_MAX: u32 = 200;
/// Longest cell read.
const CELL_CHARACTERS_MAX: usize = 10_000;
/// Longest header read; each cell below keeps it.
const HEADER_CHARACTERS_MAX: usize = 200;
/// Most text kept of a sheet, in bytes.
const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most bytes that all parts of a workbook unpack to.
const UNPACKED_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Sheets that mean something to XLSForm and not to this import.
const UNSUPPORTED: [&str; 3] = ["entities", "osm", "cascades"];
/// Sheets that are read.
const READ: [&str; 4] = ["survey", "choices", "external_choices", "settings"];

/// The sheets the import reads, by name in lower case.
pub(super) struct Book {
    sheets: BTreeMap<String, Sheet>,
}

/// A sheet's headers and rows.
pub(super) struct Sheet {
    pub(super) headers: Vec<Header>,
    pub(super) rows: Vec<Row>,
}

/// A column's header, as written and as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// As written.
    pub(super) written: String,
    /// Lower case, spaces as underscores, without the language.
    pub(super) base: String,
    /// Language code behind it.
    pub(super) language: Option<String>,
}

/// A row with anything in it.
pub(super) struct Row {
    /// As the spreadsheet shows it, from 1.
    pub(super) number: u32,
    /// Filled cells beside their headers, from the left.
    pub(super) cells: Vec<(Header, String)>,
}

impl Book {
    /// Reads the sheets named survey, choices, external_choices and settings.
    ///
    /// # Errors
    /// Only what leaves nothing to read: no workbook, or no survey in it.
    pub(super) fn read(xlsx: &[u8], refusals: &mut Vec<Refusal>) -> Result<Self, Vec<Refusal>> {
        let unreadable = |error: calamine::XlsxError| {
            vec![Refusal::of_book(Reason::NotAWorkbook(error.to_string()))]
        };
        unpacks_within(xlsx).map_err(|reason| vec![Refusal::of_book(reason)])?;
        let mut workbook = Xlsx::new(Cursor::new(xlsx)).map_err(unreadable)?;
        let mut sheets = BTreeMap::new();
        for name in workbook.sheet_names() {
            let known = name.trim().to_lowercase();
            if UNSUPPORTED.contains(&known.as_str()) {
                refusals.push(Refusal::new(&name, None, None, Reason::SheetUnsupported));
            }
            if !READ.contains(&known.as_str()) {
                continue;
            }
            match cells(&mut workbook, &name, &known, refusals) {
                Ok(cells) => {
                    sheets.insert(known.clone(), Sheet::of(&known, cells, refusals));
                }
                Err(error) => {
                    let reason = Reason::NotAWorkbook(error.to_string());
                    refusals.push(Refusal::new(&name, None, None, reason));
                }
            }
        }
        if !sheets.contains_key("survey") {
            refusals.push(Refusal::new("survey", None, None, Reason::SheetMissing));
        }
        match sheets.contains_key("survey") {
            true => Ok(Self { sheets }),
            false => Err(super::refusal::sorted(std::mem::take(refusals))),
        }
    }

    pub(super) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.get(name)
    }
}

/// Unpacks every part into nothing, up to the limit: what a part says of its own size may be
/// untrue.
fn unpacks_within(xlsx: &[u8]) -> Result<(), Reason> {
    let broken = |error: zip::result::ZipError| Reason::NotAWorkbook(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(xlsx)).map_err(broken)?;
    let mut left = UNPACKED_BYTES_MAX;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(broken)?.take(left.saturating_add(1));
        let unpacked = std::io::copy(&mut part, &mut std::io::sink());
        let unpacked = unpacked.map_err(|error| Reason::NotAWorkbook(error.to_string()))?;
        let rest = left.checked_sub(unpacked);
        left = rest.ok_or(Reason::UnpacksTooLarge(UNPACKED_BYTES_MAX))?;
    }
    Ok(())
}

type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Filled cells by row and column, from 0.
fn cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: &str,
    refusals: &mut Vec<Refusal>,
) -> Result<Cells, calamine::XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let (mut cells, mut kept_bytes) = (Cells::new(), 0_usize);
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let letter = letters(column);
        let refuse = |reason| Refusal::new(sheet, row.checked_add(1), Some(&letter), reason);
        let text = match text(cell.get_value()) {
            Ok(text) => text,
            Err(reason) => {
                refusals.push(refuse(reason));
                continue;
            }
        };
        if text.is_empty() {
            continue;
        }
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            refusals.push(refuse(Reason::TooFar { rows: ROWS_MAX, columns: COLUMNS_MAX }));
            break;
        }
        if text.chars().count() > CELL_CHARACTERS_MAX {
            refusals.push(refuse(Reason::CellTooLong(CELL_CHARACTERS_MAX)));
            continue;
        }
        kept_bytes = kept_bytes.saturating_add(text.len());
        if kept_bytes > TEXT_BYTES_MAX {
            refusals.push(refuse(Reason::TooLarge(TEXT_BYTES_MAX)));
            break;
        }
        cells.entry(row).or_default().insert(column, text);
    }
    Ok(cells)
}

fn text(value: &DataRef<'_>) -> Result<String, Reason> {
    match value {
        DataRef::Int(number) => Ok(number.to_string()),
        DataRef::Float(number) => Ok(number.to_string()),
        DataRef::String(text) => Ok(text.trim().to_owned()),
        DataRef::SharedString(text) => Ok(text.trim().to_owned()),
        DataRef::Bool(truth) => Ok(truth.to_string()),
        DataRef::Empty => Ok(String::new()),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => Err(Reason::CellKind("a date")),
        DataRef::DurationIso(_) => Err(Reason::CellKind("a duration")),
        DataRef::Error(_) => Err(Reason::CellKind("a formula's error")),
    }
}

impl Sheet {
    fn of(name: &str, mut cells: Cells, refusals: &mut Vec<Refusal>) -> Self {
        let first = cells.pop_first();
        let titles = first.map(|(_, titles)| titles).unwrap_or_default();
        let mut headers = BTreeMap::new();
        for (column, title) in titles {
            if title.chars().count() > HEADER_CHARACTERS_MAX {
                let (letter, reason) =
                    (letters(column), Reason::CellTooLong(HEADER_CHARACTERS_MAX));
                refusals.push(Refusal::new(name, Some(1), Some(&letter), reason));
                continue;
            }
            headers.insert(column, Header::of(&title));
        }
        let mut seen: Vec<&Header> = Vec::new();
        for header in headers.values() {
            if seen.iter().any(|other| other.same_as(header)) {
                let reason = Reason::ColumnTwice;
                refusals.push(Refusal::new(name, Some(1), Some(&header.written), reason));
            }
            seen.push(header);
        }
        let mut rows = Vec::new();
        for (row, filled) in cells {
            let number = row + 1;
            let mut cells = Vec::new();
            for (column, text) in filled {
                match headers.get(&column) {
                    Some(header) => cells.push((header.clone(), text)),
                    None => {
                        let letter = letters(column);
                        let reason = Reason::NoHeader(text.chars().take(24).collect());
                        refusals.push(Refusal::new(name, Some(number), Some(&letter), reason));
                    }
                }
            }
            rows.push(Row { number, cells });
        }
        Self { headers: headers.into_values().collect(), rows }
    }

    /// Whether there is a column of this meaning, in any language.
    pub(super) fn has(&self, base: &str) -> bool {
        self.headers.iter().any(|header| header.base == base)
    }
}

impl Header {
    fn of(title: &str) -> Self {
        let (base, language) = alias::column(title);
        let language = language.map(language_code);
        Self { written: title.to_owned(), base, language }
    }

    fn same_as(&self, other: &Self) -> bool {
        (&self.base, &self.language) == (&other.base, &other.language)
    }
}

impl Row {
    /// Whether a column of this meaning is filled, in any language.
    pub(super) fn has(&self, base: &str) -> bool {
        self.cells.iter().any(|(header, _)| header.base == base)
    }

    /// The cell of a column without a language.
    pub(super) fn get(&self, base: &str) -> Option<&str> {
        let mut cells = self.cells.iter();
        cells.find(|(header, _)| header.base == base).map(|(_, text)| text.as_str())
    }

    /// A column's texts by language; one without a language is the default's.
    pub(super) fn texts(&self, base: &str, default: &str) -> BTreeMap<String, String> {
        let cells = self.cells.iter().filter(|(header, _)| header.base == base);
        cells
            .map(|(header, text)| {
                let language = header.language.clone().unwrap_or_else(|| default.to_owned());
                (language, text.clone())
            })
            .collect()
    }
}

/// `Қазақша (kk)` is `kk`; a bare `kk` is itself.
pub(super) fn language_code(language: &str) -> String {
    let language = language.trim();
    let inside = language.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    inside.unwrap_or(language).trim().to_lowercase()
}

/// A column's letters: A, B, …, Z, AA.
fn letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}

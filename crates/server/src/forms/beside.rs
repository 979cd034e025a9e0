//! Files beside a workbook: lists to choose from and tables to look up.
//!
//! Read by the same reader as station lists, so that delimiter, encoding and quoting are as
//! people make them. A file is asked for by its bare name and never by a path.

use crate::table::Table as Csv;
use domain::form::{Choice, Table};
use std::collections::BTreeMap;

/// Gives the bytes of a file beside the workbook, or why not.
pub type Beside<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Most rows of such a file.
const ROWS_MAX: usize = 20_000;

/// A whole file as names and rows.
pub(super) fn table(name: &str, beside: Beside<'_>) -> Result<Table, String> {
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err("not the bare name of a file".to_owned());
    }
    let bytes = beside(name)?;
    let csv = Csv::read(&bytes, None, &[]).map_err(|error| error.to_string())?;
    let columns = csv.header().to_vec();
    let mut rows = Vec::new();
    for row in csv.rows() {
        let row = row.map_err(|refused| format!("line {}: {}", refused.line, refused.reason))?;
        if rows.len() == ROWS_MAX {
            return Err(format!("more than {ROWS_MAX} rows"));
        }
        rows.push(row.cells().map(str::to_owned).collect());
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Ok(Table { name: stem.to_owned(), columns, rows })
}

/// A file's rows as choices, by the columns `value` and `label` (`name` and `label` unless the
/// parameters say otherwise); all other columns serve the choice filter.
pub(super) fn choices(
    name: &str,
    parameters: &BTreeMap<String, String>,
    language: &str,
    beside: Beside<'_>,
) -> Result<Vec<Choice>, String> {
    let table = table(name, beside)?;
    let place = |parameter: &str, usual: &str| {
        let wanted = parameters.get(parameter).map_or(usual, String::as_str);
        let mut columns = table.columns.iter();
        columns.position(|column| column == wanted).ok_or_else(|| format!("no column {wanted}"))
    };
    let (value, label) = (place("value", "name")?, place("label", "label")?);
    let mut choices: Vec<Choice> = Vec::new();
    for (row, number) in table.rows.iter().zip(1..) {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        let name = cell(value);
        if name.is_empty() || name.chars().any(char::is_whitespace) {
            return Err(format!("row {}: not a choice name: {name}", number + 1));
        }
        let columns = table.columns.iter().cloned().zip(row.iter().cloned());
        choices.push(Choice {
            number,
            name,
            labels: [(language.to_owned(), cell(label))].into(),
            columns: columns.filter(|(_, text)| !text.is_empty()).collect(),
        });
    }
    match choices.is_empty() {
        true => Err("the file has no rows".to_owned()),
        false => Ok(choices),
    }
}

//! The choices sheet: named lists of choices.
//!
//! A choice keeps the order of the sheet and is numbered in it. Columns of the form's own serve
//! choice filters; pictures and sounds of choices are refused, since a choice without its label
//! would be answered as if it had one.

use super::settings::Settings;
use super::sheet::{Book, Row};
use super::{Reason, Refusal, Refuse};
use domain::form::Choice;
use std::collections::BTreeMap;

/// Lists by name, each in the sheet's order.
pub(super) type Lists = BTreeMap<String, Vec<Choice>>;

const KNOWN: [&str; 3] = ["list_name", "name", "label"];
/// Columns with a meaning this import does not have.
const REFUSED: [&str; 5] = ["image", "audio", "video", "media", "big-image"];

pub(super) fn read(
    book: &Book,
    sheet_name: &'static str,
    settings: &Settings,
    refusals: &mut Vec<Refusal>,
) -> Lists {
    let mut lists = Lists::new();
    let Some(sheet) = book.sheet(sheet_name) else { return lists };
    for base in ["list_name", "name"].into_iter().filter(|base| !sheet.has(base)) {
        refusals.push(Refusal::new(sheet_name, Some(1), Some(base), Reason::ColumnMissing));
    }
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for row in &sheet.rows {
        let mut refuse = |column: &str, reason| {
            refusals.push(Refusal::new(sheet_name, Some(row.number), Some(column), reason));
        };
        media(row, &mut refuse);
        let (Some(list), Some(name)) = (row.get("list_name"), row.get("name")) else {
            refuse("name", Reason::NameMissing);
            continue;
        };
        if name.chars().any(char::is_whitespace) {
            refuse("name", Reason::ChoiceName(name.to_owned()));
        }
        let place = (list.to_owned(), name.to_owned());
        if let Some(row) = seen.get(&place) {
            refuse("name", Reason::NameTwice { name: name.to_owned(), row: *row });
            continue;
        }
        seen.insert(place, row.number);
        let labels = row.texts("label", &settings.default_language);
        if labels.is_empty() {
            refuse("label", Reason::LabelMissing);
        }
        let choices = lists.entry(list.to_owned()).or_default();
        let number = u32::try_from(choices.len()).unwrap_or(u32::MAX).saturating_add(1);
        choices.push(Choice { number, name: name.to_owned(), labels, columns: columns(row) });
    }
    lists
}

/// The cells of the form's own columns.
fn columns(row: &Row) -> BTreeMap<String, String> {
    let own = row.cells.iter().filter(|(header, _)| !KNOWN.contains(&header.base.as_str()));
    own.map(|(header, text)| (header.written.trim().to_owned(), text.clone())).collect()
}

fn media(row: &Row, refuse: &mut Refuse<'_>) {
    for (header, text) in &row.cells {
        let first = header.base.split(':').next().unwrap_or_default();
        if REFUSED.contains(&first) {
            refuse(&header.written, Reason::ColumnUnsupported(text.chars().take(24).collect()));
        }
    }
}

/// Refuses filled cells of columns that are not known.
pub(super) fn unsupported(row: &Row, known: &[&str], refuse: &mut Refuse<'_>) {
    for (header, text) in &row.cells {
        if !known.contains(&header.base.as_str()) {
            let shown = text.chars().take(24).collect();
            refuse(&header.written, Reason::ColumnUnsupported(shown));
        }
    }
}

//! The choices sheet: named lists of choices.
//!
//! A choice keeps the order of the sheet and is numbered in it. Columns of the form's own serve
//! choice filters; pictures and sounds are listed and not shown, and a choice that has nothing
//! else is refused, since it would be answered unseen.

use super::alias::near_a_rule;
use super::settings::Settings;
use super::sheet::{Book, Row};
use super::{Reason, Refusal, Refuse};
use domain::form::Choice;
use std::collections::BTreeMap;

/// Lists by name, each in the sheet's order.
pub(super) type Lists = BTreeMap<String, Vec<Choice>>;

const KNOWN: [&str; 3] = ["list_name", "name", "label"];
/// Columns that name what is shown or played beside a label.
const MEDIA: [&str; 5] = ["image", "audio", "video", "media", "big-image"];
/// Columns that ask for what this app does not do.
const REFUSED: [&str; 3] = ["save_to", "query", "intent"];
/// Columns of XLSForm's that mean nothing here, though their names are near others.
const FOREIGN: [&str; 3] = ["autoplay", "rows", "compact_tag"];

pub(super) fn read(
    book: &Book,
    sheet_name: &'static str,
    settings: &Settings,
    (refusals, notes): (&mut Vec<Refusal>, &mut Vec<Refusal>),
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
        media(row, &mut |column: &str, reason| {
            notes.push(Refusal::new(sheet_name, Some(row.number), Some(column), reason));
        });
        let (Some(list), Some(name)) = (row.get("list_name"), row.get("name")) else {
            refuse("name", Reason::NameMissing);
            continue;
        };
        if name.chars().any(char::is_whitespace) {
            refuse("name", Reason::ChoiceName(name.to_owned()));
        }
        let place = (list.to_owned(), name.to_owned());
        if let Some(row) = seen.get(&place).filter(|_| !settings.choice_twice) {
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

/// Pictures and sounds of choices are not shown; people are told.
fn media(row: &Row, note: &mut Refuse<'_>) {
    for (header, text) in &row.cells {
        if MEDIA.contains(&header.base.as_str()) {
            note(&header.written, Reason::ColumnIgnored(text.chars().take(24).collect()));
        }
    }
}

/// Filled cells of columns that are not known: refused where the name is near a rule's, since a
/// mistyped `constraint` would be a rule nobody applies; else listed.
pub(super) fn unsupported(
    row: &Row,
    known: &[&str],
    (refuse, note): (&mut Refuse<'_>, &mut Refuse<'_>),
) {
    for (header, text) in &row.cells {
        let base = header.base.as_str();
        if known.contains(&base) {
            continue;
        }
        let shown = text.chars().take(24).collect();
        let ours = MEDIA.contains(&base) || base.contains(':') || FOREIGN.contains(&base);
        let refused = REFUSED.contains(&base) || base.ends_with(":intent");
        match refused || (!ours && near_a_rule(base, known)) {
            true => refuse(&header.written, Reason::ColumnUnsupported(shown)),
            false => note(&header.written, Reason::ColumnIgnored(shown)),
        }
    }
}

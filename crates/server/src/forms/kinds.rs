//! The type column: what a row is, and which list it chooses from.
//!
//! Types are refused where the app could not ask them honestly; nothing is turned into a text
//! question for want of better.

use super::sheet::Row;
use super::{Reason, Refuse, alias};
use domain::form::ItemKind;

/// A row's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowType {
    Item(ItemKind),
    /// What the row is was refused already; nothing more is said of it.
    Refused,
    /// A selection from a list of the choices sheet, perhaps with *other* to be specified.
    Choice {
        kind: ItemKind,
        list: String,
        other: bool,
        external: bool,
    },
    /// A selection from a file beside the workbook.
    FromFile {
        kind: ItemKind,
        file: String,
    },
    Begin(ItemKind),
    End(ItemKind),
}

/// Reads the type of a row.
pub(super) fn row_type(row: &Row, refuse: &mut Refuse<'_>) -> RowType {
    let Some(written) = row.get("type") else {
        refuse("type", Reason::TypeMissing);
        return RowType::Refused;
    };
    let lower = written.trim().to_lowercase();
    let words: Vec<&str> = written.split_whitespace().collect();
    if let Some(kind) = plain(alias::plain_type(&words.join(" ").to_lowercase())) {
        return RowType::Item(kind);
    }
    match group(&lower) {
        Some(row_type) => row_type,
        None => match choice(&words) {
            Some(Ok(row_type)) => row_type,
            Some(Err(reason)) => {
                refuse("type", reason);
                RowType::Refused
            }
            None => {
                refuse("type", Reason::TypeUnsupported(written.to_owned()));
                RowType::Refused
            }
        },
    }
}

fn plain(written: &str) -> Option<ItemKind> {
    Some(match written {
        "text" | "string" => ItemKind::Text,
        "integer" | "int" => ItemKind::Integer,
        "decimal" => ItemKind::Decimal,
        "range" => ItemKind::Range,
        "note" => ItemKind::Note,
        "date" => ItemKind::Date,
        "time" => ItemKind::Time,
        "datetime" => ItemKind::DateTime,
        "geopoint" | "gps" | "location" => ItemKind::Geopoint,
        "image" | "photo" => ItemKind::Image,
        "audio" => ItemKind::Audio,
        "video" => ItemKind::Video,
        "file" => ItemKind::File,
        "calculate" => ItemKind::Calculate,
        "hidden" => ItemKind::Hidden,
        "acknowledge" | "trigger" => ItemKind::Acknowledge,
        "barcode" => ItemKind::Barcode,
        "start" => ItemKind::Start,
        "end" => ItemKind::End,
        "today" => ItemKind::Today,
        "deviceid" | "device id" => ItemKind::DeviceId,
        "username" => ItemKind::Username,
        _ => return None,
    })
}

fn group(written: &str) -> Option<RowType> {
    Some(match written.replace(['_', '-'], " ").as_str() {
        "begin group" => RowType::Begin(ItemKind::Group),
        "begin repeat" | "begin lgroup" | "begin looped group" => RowType::Begin(ItemKind::Repeat),
        "end group" => RowType::End(ItemKind::Group),
        "end repeat" | "end lgroup" | "end looped group" => RowType::End(ItemKind::Repeat),
        _ => return None,
    })
}

fn choice(words: &[&str]) -> Option<Result<RowType, Reason>> {
    let (written, rest) = alias::selection(words)?;
    let (kind, from_file, external) = match written {
        "select_one" => (ItemKind::SelectOne, false, false),
        "select_multiple" => (ItemKind::SelectMultiple, false, false),
        "select_one_from_file" => (ItemKind::SelectOne, true, false),
        "select_multiple_from_file" => (ItemKind::SelectMultiple, true, false),
        "select_one_external" => (ItemKind::SelectOne, false, true),
        _ => (ItemKind::Rank, false, false),
    };
    Some(match rest.as_slice() {
        [file] if from_file => match file.to_lowercase().ends_with(".csv") {
            true => Ok(RowType::FromFile { kind, file: (*file).to_owned() }),
            false => Err(Reason::FileKind((*file).to_owned())),
        },
        [list] => Ok(RowType::Choice { kind, list: (*list).to_owned(), other: false, external }),
        [list, "or_other"] | [list, "or", "other"] | [list, "or", "specify", "other"]
            if kind != ItemKind::Rank =>
        {
            Ok(RowType::Choice { kind, list: (*list).to_owned(), other: true, external })
        }
        _ => Err(Reason::ListName),
    })
}

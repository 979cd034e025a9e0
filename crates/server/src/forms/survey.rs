//! The survey sheet: questions, notes and groups, numbered in their order.
//!
//! A refused row still gives its name, so that one fault is one refusal and not ten.

use super::choices::{Lists, unsupported};
use super::settings::Settings;
use super::sheet::{Book, Row};
use super::{Reason, Refusal};
use domain::form::{Item, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

const KNOWN: [&str; 9] = [
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
];

/// What the survey sheet holds.
pub(super) struct Survey {
    pub(super) items: Vec<Item>,
    rows: BTreeMap<String, u32>,
}

/// A row's type.
enum RowType {
    Item(ItemKind, Option<String>),
    BeginGroup,
    EndGroup,
}

struct OpenGroup {
    number: u32,
    name: String,
    row: u32,
}

pub(super) fn read(
    book: &Book,
    settings: &Settings,
    lists: &Lists,
    refusals: &mut Vec<Refusal>,
) -> Survey {
    let mut survey = Survey { items: Vec::new(), rows: BTreeMap::new() };
    let Some(sheet) = book.sheet("survey") else { return survey };
    for base in ["type", "name"].into_iter().filter(|base| !sheet.has(base)) {
        refusals.push(Refusal::new("survey", Some(1), Some(base), Reason::ColumnMissing));
    }
    let mut open: Vec<OpenGroup> = Vec::new();
    for row in &sheet.rows {
        let mut refuse = |column: &str, reason| {
            refusals.push(Refusal::new("survey", Some(row.number), Some(column), reason));
        };
        unsupported(row, &KNOWN, &mut refuse);
        let row_type = row_type(row, &mut refuse);
        if let RowType::EndGroup = row_type {
            if open.pop().is_none() {
                refuse("type", Reason::GroupNotOpen);
            }
            continue;
        }
        let item = survey.item(row, &row_type, &open, settings, lists, &mut refuse);
        if let RowType::BeginGroup = row_type {
            let (number, name) = (item.number, item.name.clone());
            open.push(OpenGroup { number, name, row: row.number });
        }
        survey.items.push(item);
    }
    for group in open {
        let reason = Reason::GroupOpen(group.name);
        refusals.push(Refusal::new("survey", Some(group.row), Some("type"), reason));
    }
    if !survey.items.iter().any(|item| item.kind.takes_answer()) {
        refusals.push(Refusal::new("survey", None, None, Reason::NoQuestion));
    }
    survey
}

impl Survey {
    /// Languages of all texts: the default first, then by code.
    pub(super) fn languages(&self, settings: &Settings, lists: &Lists) -> Vec<String> {
        let items = self.items.iter().flat_map(|item| item.labels.keys().chain(item.hints.keys()));
        let choices = lists.values().flatten().flat_map(|choice| choice.labels.keys());
        let all: BTreeSet<&String> = items.chain(choices).collect();
        let (first, rest): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|language| **language == settings.default_language);
        first.into_iter().chain(rest).cloned().collect()
    }

    /// The row an item stands in.
    pub(super) fn row_of(&self, name: &str) -> Option<u32> {
        self.rows.get(name).copied()
    }

    fn item(
        &mut self,
        row: &Row,
        row_type: &RowType,
        open: &[OpenGroup],
        settings: &Settings,
        lists: &Lists,
        refuse: &mut impl FnMut(&str, Reason),
    ) -> Item {
        let (kind, list) = match row_type {
            RowType::Item(kind, list) => (*kind, list.as_deref()),
            RowType::BeginGroup | RowType::EndGroup => (ItemKind::Group, None),
        };
        let choices = list.map(|list| match lists.get(list) {
            Some(choices) => choices.clone(),
            None => {
                refuse("type", Reason::ListUnknown(list.to_owned()));
                Vec::new()
            }
        });
        let texts = |base| row.texts(base, &settings.default_language);
        let labels = texts("label");
        if labels.is_empty() && kind != ItemKind::Group {
            refuse("label", Reason::LabelMissing);
        }
        only_where_it_means_something(row, kind, refuse);
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX).saturating_add(1);
        Item {
            number,
            name: self.name(row, refuse),
            kind,
            group: open.last().map(|group| group.number),
            labels,
            hints: texts("hint"),
            choices: choices.unwrap_or_default(),
            relevant: row.get("relevant").map(expression),
            constraint: row.get("constraint").map(expression),
            constraint_messages: texts("constraint_message"),
            required: row.get("required").and_then(required),
            required_messages: texts("required_message"),
        }
    }

    fn name(&mut self, row: &Row, refuse: &mut impl FnMut(&str, Reason)) -> String {
        let Some(name) = row.get("name") else {
            refuse("name", Reason::NameMissing);
            // A stand-in nobody can refer to.
            return format!("row {}", row.number);
        };
        let shape = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let first = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
        if !first || !name.chars().all(shape) {
            refuse("name", Reason::NameShape(name.to_owned()));
        }
        match self.rows.get(name) {
            Some(row) => refuse("name", Reason::NameTwice { name: name.to_owned(), row: *row }),
            None => {
                self.rows.insert(name.to_owned(), row.number);
            }
        }
        name.to_owned()
    }
}

fn row_type(row: &Row, refuse: &mut impl FnMut(&str, Reason)) -> RowType {
    let unknown = RowType::Item(ItemKind::Text, None);
    let Some(written) = row.get("type") else {
        refuse("type", Reason::TypeMissing);
        return unknown;
    };
    let words: Vec<&str> = written.split_whitespace().collect();
    let plain = |kind| RowType::Item(kind, None);
    match words.as_slice() {
        ["text"] => plain(ItemKind::Text),
        ["integer" | "int"] => plain(ItemKind::Integer),
        ["decimal"] => plain(ItemKind::Decimal),
        ["note"] => plain(ItemKind::Note),
        ["begin_group"] | ["begin", "group"] => RowType::BeginGroup,
        ["end_group"] | ["end", "group"] => RowType::EndGroup,
        ["select_one", list] | ["select", "one", list] => {
            RowType::Item(ItemKind::SelectOne, Some((*list).to_owned()))
        }
        ["select_multiple", list] | ["select", "multiple", list] => {
            RowType::Item(ItemKind::SelectMultiple, Some((*list).to_owned()))
        }
        ["select_one" | "select_multiple"] => {
            refuse("type", Reason::ListName);
            unknown
        }
        _ => {
            refuse("type", Reason::TypeUnsupported(written.to_owned()));
            unknown
        }
    }
}

/// Notes and groups take no answer, so nothing about an answer.
fn only_where_it_means_something(row: &Row, kind: ItemKind, refuse: &mut impl FnMut(&str, Reason)) {
    let what = match kind {
        ItemKind::Note => "a note",
        ItemKind::Group => "a group",
        ItemKind::Text
        | ItemKind::Integer
        | ItemKind::Decimal
        | ItemKind::SelectOne
        | ItemKind::SelectMultiple => return,
    };
    for base in ["constraint", "constraint_message", "required", "required_message"] {
        if row.get(base).is_some() {
            refuse(base, Reason::NotHere(what));
        }
    }
    if kind == ItemKind::Group && row.get("hint").is_some() {
        refuse("hint", Reason::NotHere(what));
    }
}

/// `yes` and `no` as people write them; anything else is an expression.
fn required(written: &str) -> Option<String> {
    match written.to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some("true()".to_owned()),
        "no" | "false" | "false()" | "0" => None,
        _ => Some(expression(written)),
    }
}

/// Office programs bend quotation marks; an expression means straight ones.
fn expression(written: &str) -> String {
    written.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

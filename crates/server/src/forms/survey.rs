//! The survey sheet: questions, notes, groups and repeats, numbered in their order.
//!
//! A refused row still gives its name, so that one fault is one refusal and not ten.

use super::beside::{self, Beside};
use super::choices::{Lists, unsupported};
use super::kinds::{RowType, row_type};
use super::settings::Settings;
use super::sheet::{Book, Row};
use super::{Reason, Refusal, Refuse, alias, columns, labels, other};
use domain::form::{Choice, Item, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

const KNOWN: [&str; 19] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "calculation",
    "trigger",
    "choice_filter",
    "default",
    "read_only",
    "repeat_count",
    "appearance",
    "parameters",
    "disabled",
];

/// Where choices come from.
pub(super) struct Sources<'a> {
    pub(super) choices: Lists,
    pub(super) external: Lists,
    pub(super) beside: Beside<'a>,
}

/// Most bytes of choices kept of all questions; a form that can be published has far less.
const CHOICE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What the survey sheet holds.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) items: Vec<Item>,
    /// The row of each item by its number.
    rows: BTreeMap<u32, u32>,
    places: BTreeMap<(Option<u32>, String), u32>,
    /// About what the choices of all items take.
    choice_bytes: usize,
}

struct OpenGroup {
    number: u32,
    name: String,
    row: u32,
    kind: ItemKind,
}

pub(super) fn read(
    book: &Book,
    settings: &Settings,
    sources: &Sources<'_>,
    refusals: &mut Vec<Refusal>,
    notes: &mut Vec<Refusal>,
) -> Survey {
    let mut survey = Survey::default();
    let Some(sheet) = book.sheet("survey") else { return survey };
    for base in ["type", "name"].into_iter().filter(|base| !sheet.has(base)) {
        refusals.push(Refusal::new("survey", Some(1), Some(base), Reason::ColumnMissing));
    }
    let mut open: Vec<OpenGroup> = Vec::new();
    let mut triggers: Vec<(usize, u32, Vec<String>)> = Vec::new();
    for row in sheet.rows.iter().filter(|row| !row.get("disabled").is_some_and(says_yes)) {
        let mut refuse = |column: &str, reason| {
            refusals.push(Refusal::new("survey", Some(row.number), Some(column), reason));
        };
        let mut note = |column: &str, reason| {
            notes.push(Refusal::new("survey", Some(row.number), Some(column), reason));
        };
        if ["type", "name", "label"].iter().all(|base| !row.has(base)) {
            note("type", Reason::RowIgnored);
            continue;
        }
        unsupported(row, &KNOWN, (&mut refuse, &mut note));
        let row_type = row_type(row, &mut refuse);
        if let RowType::End(kind) = row_type {
            close(&mut open, kind, &mut refuse);
            continue;
        }
        let at = survey.items.len();
        survey.add(row, &row_type, &open, (settings, sources), (&mut refuse, &mut note));
        let named = columns::triggers(row);
        if !named.is_empty() {
            triggers.push((at, row.number, named));
        }
        if let (RowType::Begin(kind), Some(item)) = (row_type, survey.items.get(at)) {
            let (number, name) = (item.number, item.name.clone());
            open.push(OpenGroup { number, name, row: row.number, kind });
        }
    }
    for group in open {
        let reason = Reason::GroupOpen(group.name);
        refusals.push(Refusal::new("survey", Some(group.row), Some("type"), reason));
    }
    survey.set_triggers(triggers, refusals);
    survey.check_labels(book, refusals);
    if !survey.items.iter().any(|item| item.kind.takes_answer()) {
        refusals.push(Refusal::new("survey", None, None, Reason::NoQuestion));
    }
    survey
}

/// *Yes* in any of the spellings that pyxform reads so.
fn says_yes(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "yes" | "true" | "true()")
}

fn close(open: &mut Vec<OpenGroup>, kind: ItemKind, refuse: &mut Refuse<'_>) {
    match open.pop() {
        None => refuse("type", Reason::GroupNotOpen),
        Some(group) if group.kind != kind => {
            let what = if group.kind == ItemKind::Repeat { "repeat" } else { "group" };
            refuse("type", Reason::GroupOther(what));
        }
        Some(_) => {}
    }
}

impl Survey {
    /// Languages of all texts: the default first, then by code.
    pub(super) fn languages(&self, settings: &Settings) -> Vec<String> {
        let of_item = |item: &'_ Item| {
            let own = [
                &item.labels,
                &item.hints,
                &item.guidance,
                &item.constraint_messages,
                &item.required_messages,
            ];
            let choices = item.choices.iter().map(|choice| &choice.labels);
            let texts = own.into_iter().chain(choices);
            texts.flat_map(|texts| texts.keys().cloned()).collect::<Vec<String>>()
        };
        let all: BTreeSet<String> =
            self.items.iter().flat_map(of_item).chain(settings.titles.keys().cloned()).collect();
        let (first, rest): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|language| *language == settings.default_language);
        first.into_iter().chain(rest).collect()
    }

    /// The row an item stands in.
    pub(super) fn row_of(&self, number: u32) -> Option<u32> {
        self.rows.get(&number).copied()
    }

    fn next_number(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn add(
        &mut self,
        row: &Row,
        row_type: &RowType,
        open: &[OpenGroup],
        (settings, sources): (&Settings, &Sources<'_>),
        (refuse, note): (&mut Refuse<'_>, &mut Refuse<'_>),
    ) {
        let (kind, other) = match row_type {
            RowType::Item(kind) | RowType::Begin(kind) | RowType::End(kind) => (*kind, false),
            RowType::Choice { kind, other, .. } => (*kind, *other),
            RowType::FromFile { kind, .. } => (*kind, false),
            RowType::Refused => (ItemKind::Text, false),
        };
        let group = open.last().map(|group| group.number);
        let texts = |base| row.texts(base, &settings.default_language);
        let number = self.next_number();
        self.rows.insert(number, row.number);
        let mut item = Item::new(number, &self.name(row, group, refuse), kind);
        item.group = group;
        item.labels = texts("label");
        item.hints = texts("hint");
        item.guidance = texts("guidance_hint");
        item.constraint_messages = texts("constraint_message");
        item.required_messages = texts("required_message");
        let shown = kind.takes_answer() || kind == ItemKind::Note;
        let refused = *row_type == RowType::Refused;
        if item.labels.is_empty() && item.hints.is_empty() && shown && !refused {
            refuse("label", Reason::LabelMissing);
        }
        columns::rules(row, &mut item, refuse, note);
        // Every question has its list's choices, so a long list is kept as often as it is named.
        if self.choice_bytes <= CHOICE_BYTES_MAX {
            item.choices = choices(row_type, &item, settings, sources, refuse);
            let kept = item.choices.iter().map(bytes_of).fold(0, usize::saturating_add);
            self.choice_bytes = self.choice_bytes.saturating_add(kept);
            if self.choice_bytes > CHOICE_BYTES_MAX {
                refuse("type", Reason::ChoicesTooLarge(CHOICE_BYTES_MAX));
            }
        }
        if other && item.choice_filter.is_some() {
            refuse("choice_filter", Reason::OtherFiltered);
        }
        if other {
            self.or_other(&mut item, row.number);
            return;
        }
        self.items.push(item);
    }

    /// The choice *other* and the question behind it, as the workbook's `or_other` asks for.
    fn or_other(&mut self, item: &mut Item, row: u32) {
        let words = |of: fn(&str) -> &'static str| {
            item.labels.keys().map(|language| (language.clone(), of(language).to_owned())).collect()
        };
        let number = u32::try_from(item.choices.len()).unwrap_or(u32::MAX).saturating_add(1);
        let (name, labels) = ("other".to_owned(), words(other::word));
        let mut specify = Item::new(0, &format!("{}_other", item.name), ItemKind::Text);
        specify.labels = words(other::specify);
        specify.group = item.group;
        specify.relevant = Some(format!("selected(../{}, 'other')", item.name));
        if !item.choices.iter().any(|choice| choice.name == name) {
            item.choices.push(Choice { number, name, labels, columns: BTreeMap::new() });
        }
        self.items.push(item.clone());
        specify.number = self.next_number();
        self.rows.insert(specify.number, row);
        self.items.push(specify);
    }

    fn set_triggers(
        &mut self,
        triggers: Vec<(usize, u32, Vec<String>)>,
        refusals: &mut Vec<Refusal>,
    ) {
        for (at, row, names) in triggers {
            let mut numbers = Vec::new();
            for name in names {
                match self.items.iter().find(|item| item.name == name && item.kind.has_value()) {
                    Some(item) => numbers.push(item.number),
                    None => {
                        let reason = Reason::TriggerUnknown(name);
                        refusals.push(Refusal::new("survey", Some(row), Some("trigger"), reason));
                    }
                }
            }
            if let Some(item) = self.items.get_mut(at) {
                item.trigger = numbers;
            }
        }
    }

    fn check_labels(&self, book: &Book, refusals: &mut Vec<Refusal>) {
        let mut names = labels::Names::new();
        for item in &self.items {
            *names.entry(item.name.as_str()).or_default() += 1;
        }
        for item in &self.items {
            if let Some((column, reason)) = labels::wrong_name(item, &names) {
                let row = self.row_of(item.number);
                refusals.push(Refusal::new("survey", row, Some(column), reason));
            }
        }
        let sheets = ["choices", "external_choices", "settings"];
        let shown = |base: &str| base == "label" || alias::setting(base) == "form_title";
        for (name, sheet) in sheets.iter().filter_map(|name| Some((*name, book.sheet(name)?))) {
            let cells = sheet.rows.iter().flat_map(|row| {
                row.cells.iter().map(move |(header, text)| (row.number, header, text.as_str()))
            });
            for (row, header, text) in cells.filter(|(_, header, _)| shown(&header.base)) {
                if let Some(reason) = labels::wrong(text, &names) {
                    refusals.push(Refusal::new(name, Some(row), Some(&header.written), reason));
                }
            }
        }
    }

    fn name(&mut self, row: &Row, group: Option<u32>, refuse: &mut Refuse<'_>) -> String {
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
        if let Some(row) = self.places.insert((group, name.to_owned()), row.number) {
            refuse("name", Reason::NameTwice { name: name.to_owned(), row });
        }
        name.to_owned()
    }
}

/// About what a choice takes: its text, and a word for each piece of it.
fn bytes_of(choice: &Choice) -> usize {
    let texts = choice.labels.iter().chain(&choice.columns);
    let texts = texts.map(|(name, text)| name.len().saturating_add(text.len()).saturating_add(16));
    texts.fold(choice.name.len().saturating_add(16), usize::saturating_add)
}

fn choices(
    row_type: &RowType,
    item: &Item,
    settings: &Settings,
    sources: &Sources<'_>,
    refuse: &mut Refuse<'_>,
) -> Vec<Choice> {
    match row_type {
        RowType::Item(_) | RowType::Begin(_) | RowType::End(_) => Vec::new(),
        RowType::Refused => Vec::new(),
        RowType::Choice { list, external, .. } => {
            let lists = if *external { &sources.external } else { &sources.choices };
            lists.get(list).cloned().unwrap_or_else(|| {
                refuse("type", Reason::ListUnknown(list.clone()));
                Vec::new()
            })
        }
        RowType::FromFile { file, .. } => {
            let language = &settings.default_language;
            beside::choices(file, &item.parameters, language, sources.beside).unwrap_or_else(
                |detail| {
                    refuse("type", Reason::File { file: file.clone(), detail });
                    Vec::new()
                },
            )
        }
    }
}

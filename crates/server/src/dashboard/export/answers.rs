//! Answers of one form in the layout of ODK Central's CSV, so that existing scripts read them.
//!
//! One file a form, all its versions: a column a question, named `group-question`; a repeat has a
//! file of its own with PARENT_KEY and KEY; choices by name, several apart by spaces; a place in
//! four columns. A special answer leaves its cell empty and stands in `SpecialAnswers`, a column
//! after Central's, since a script that adds up numbers must not meet a word. Cells are what the
//! form settles (`settled`). Rejected: a file a version, which every script would have to join
//! again.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::Value;
use domain::fold::FormRecord;
use domain::form::{Form, Item, ItemKind};
use journal::ids::JournalId;

use super::safe;
use super::settled::{cell, settled};
use super::tables::{Author, Table, authors};
use crate::dashboard::desk::Desk;
use crate::dashboard::words::word;

/// Most groups around a question that are followed.
const DEPTH_MAX: usize = 64;
const ANSWER: &str =
    "an answer, a default or what the form computes; empty: none, special, or not asked";
const OF_CENTRAL: &str = "a column of ODK Central, empty where this server has nothing of the kind";

/// A form's versions, the newest first.
type Versions = Vec<(u32, Form)>;

/// All forms' files.
pub(super) fn of_forms(desk: &Desk<'_>) -> Vec<Table> {
    let mut forms: BTreeMap<u32, Versions> = BTreeMap::new();
    for (form, version, bytes) in desk.holdings.common.form_versions() {
        if let Ok(read) = Form::decode(bytes) {
            forms.entry(form).or_default().push((version, read));
        }
    }
    let mut names = BTreeSet::new();
    let mut all = Vec::new();
    for (number, mut versions) in forms {
        versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        let Some((_, newest)) = versions.first() else { continue };
        let name = file_name(&newest.body().name, number, &mut names);
        all.extend(of_form(desk, number, &name, &versions));
    }
    all
}

/// A form's name as part of a file's name; never a path, never twice.
fn file_name(name: &str, number: u32, taken: &mut BTreeSet<String>) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
        .take(60)
        .collect();
    let name = match plain.is_empty() || taken.contains(&plain) {
        true => format!("{plain}-{number}"),
        false => plain,
    };
    taken.insert(name.clone());
    name
}

/// Names the filling. Its parts never change.
pub(super) fn key(journal: JournalId, filling: &FormRecord) -> String {
    format!("uuid:{journal}.{}.{}.{}", filling.visit, filling.form, filling.instance)
}

/// A question's place: the repeats around it by name, and its column in the innermost one's file.
struct Place {
    repeats: Vec<String>,
    column: String,
}

fn place(form: &Form, item: &Item) -> Place {
    let mut above = Vec::new();
    let mut group = item.group;
    while let Some(around) = group.and_then(|number| form.item(number)) {
        above.push(around);
        group = if above.len() < DEPTH_MAX { around.group } else { None };
    }
    above.reverse();
    let is_repeat = |item: &&&Item| item.kind == ItemKind::Repeat;
    let repeats = above.iter().filter(is_repeat).map(|item| item.name.clone()).collect();
    let inner = above.iter().rev().take_while(|item| item.kind != ItemKind::Repeat);
    let mut parts: Vec<&str> = inner.map(|item| item.name.as_str()).collect();
    parts.reverse();
    parts.push(&item.name);
    Place { repeats, column: parts.join("-") }
}

const fn takes_answer(kind: ItemKind) -> bool {
    !matches!(kind, ItemKind::Note | ItemKind::Group | ItemKind::Repeat)
}

/// A file under way: its columns by name in order, and its rows.
#[derive(Default)]
struct Sheet {
    columns: Vec<String>,
    rows: Vec<BTreeMap<String, String>>,
}

impl Sheet {
    fn add_columns(&mut self, item: &Item, column: &str) {
        for name in cells_of(item, column) {
            if !self.columns.contains(&name) {
                self.columns.push(name);
            }
        }
    }
}

/// The columns of a question: four for a place.
fn cells_of(item: &Item, column: &str) -> Vec<String> {
    if item.kind != ItemKind::Geopoint {
        return vec![column.to_owned()];
    }
    let parts = ["Latitude", "Longitude", "Altitude", "Accuracy"];
    parts.iter().map(|part| format!("{column}-{part}")).collect()
}

fn of_form(desk: &Desk<'_>, number: u32, name: &str, versions: &Versions) -> Vec<Table> {
    // By the repeats around; the form itself is the empty list.
    let mut sheets: BTreeMap<Vec<String>, Sheet> = BTreeMap::new();
    sheets.entry(Vec::new()).or_default();
    for (_, form) in versions {
        for item in form.body().items.iter().filter(|item| takes_answer(item.kind)) {
            let Place { repeats, column } = place(form, item);
            sheets.entry(repeats).or_default().add_columns(item, &column);
        }
    }
    for author in authors(desk) {
        for filling in author.fold.forms().filter(|filling| filling.form == number) {
            let form = versions.iter().find(|(version, _)| *version == filling.version);
            if let Some((_, form)) = form {
                fill(&mut sheets, &author, filling, form);
            }
        }
    }
    sheets.into_iter().map(|(repeats, sheet)| finished(name, &repeats, sheet)).collect()
}

/// One filling's rows: one in the form's file, one a round in the repeats'.
fn fill(
    sheets: &mut BTreeMap<Vec<String>, Sheet>,
    author: &Author<'_>,
    filling: &FormRecord,
    form: &Form,
) {
    let key = key(author.journal, filling);
    let mut rows: BTreeMap<(Vec<String>, Vec<u32>), BTreeMap<String, String>> = BTreeMap::new();
    rows.entry((Vec::new(), Vec::new())).or_default();
    let mut special = Vec::new();
    let settled = settled(author, filling, form);
    for item in &form.body().items {
        let Place { mut repeats, column } = place(form, item);
        let standing = settled.nodes(item.number).filter(|(_, node)| node.relevant);
        if item.kind == ItemKind::Repeat {
            repeats.push(item.name.clone());
            // A round has its row, answered or not.
            for (rounds, _) in standing {
                rows.entry((repeats.clone(), rounds.clone())).or_default();
            }
            continue;
        }
        for (rounds, node) in standing.filter(|_| takes_answer(item.kind)) {
            let row = rows.entry((repeats.clone(), rounds.clone())).or_default();
            let recorded = filling.answers.get(&(rounds.clone(), item.number));
            if let Some(Value::Special(code)) = recorded.map(|answer| &answer.value) {
                special.push(format!("{column}={}", word(code)));
            }
            let (written, names) = (cell(item, &node.text), cells_of(item, &column));
            match names.len() {
                1 => row.extend(names.into_iter().map(|name| (name, written.clone()))),
                _ => {
                    let parts = written.split_whitespace().map(str::to_owned);
                    row.extend(names.into_iter().zip(parts));
                }
            }
        }
    }
    for ((repeats, rounds), mut row) in rows {
        let of = |depth: usize| key_of(&key, &repeats, &rounds, depth);
        row.insert("KEY".into(), of(rounds.len()));
        match rounds.len().checked_sub(1) {
            Some(above) => {
                row.insert("PARENT_KEY".into(), of(above));
            }
            None => about(&mut row, author, filling, &key, &special),
        }
        if let Some(sheet) = sheets.get_mut(&repeats) {
            sheet.rows.push(row);
        }
    }
}

fn key_of(key: &str, repeats: &[String], rounds: &[u32], depth: usize) -> String {
    let levels = repeats.iter().zip(rounds).take(depth);
    levels.fold(key.to_owned(), |key, (name, round)| format!("{key}/{name}[{round}]"))
}

/// What Central tells of a submission, and what only this server knows.
fn about(
    row: &mut BTreeMap<String, String>,
    author: &Author<'_>,
    filling: &FormRecord,
    key: &str,
    special: &[String],
) {
    let edits: u32 = filling.answers.values().map(|answer| answer.before).sum();
    let all = [
        ("SubmissionDate", author.quarter(Some(filling.visit), filling.last)),
        ("meta-instanceID", key.to_owned()),
        ("DeviceID", author.journal.to_string()),
        ("Edits", edits.to_string()),
        ("FormVersion", filling.version.to_string()),
        ("Station", safe(&author.station(Some(filling.visit)))),
        ("SpecialAnswers", special.join(" ")),
    ];
    row.extend(all.map(|(name, value)| (name.to_owned(), value)));
}

/// Central's columns after the answers, and ours after those.
const AFTER: [(&str, &str); 12] = [
    ("KEY", "names the filling"),
    ("SubmitterID", OF_CENTRAL),
    ("SubmitterName", OF_CENTRAL),
    ("AttachmentsPresent", OF_CENTRAL),
    ("AttachmentsExpected", OF_CENTRAL),
    ("Status", OF_CENTRAL),
    ("ReviewState", OF_CENTRAL),
    ("DeviceID", "UUID of the device's journal"),
    ("Edits", "answers that were changed afterwards"),
    ("FormVersion", "the version it was given in"),
    ("Station", "code as written (not in Central)"),
    ("SpecialAnswers", "question=code, apart by spaces (not in Central)"),
];

fn finished(name: &str, repeats: &[String], sheet: Sheet) -> Table {
    let answers = sheet.columns.iter().map(|column| (column.clone(), ANSWER));
    let named = |all: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        all.iter().map(|(name, what)| ((*name).to_owned(), *what)).collect()
    };
    let (before, after, name) = match repeats.is_empty() {
        true => {
            let mut after = named(&[("meta-instanceID", "the same as KEY")]);
            after.extend(named(&AFTER));
            let date = [("SubmissionDate", "quarter hour of the last answer, station's wall")];
            (named(&date), after, format!("odk-{name}"))
        }
        false => {
            let keys = [("PARENT_KEY", "KEY of the row around it"), ("KEY", "names the round")];
            (Vec::new(), named(&keys), format!("odk-{name}-{}", repeats.join("-")))
        }
    };
    let columns: Vec<(String, &'static str)> =
        before.into_iter().chain(answers).chain(after).collect();
    let cells = |row: &BTreeMap<String, String>| {
        columns.iter().map(|(name, _)| row.get(name).cloned().unwrap_or_default()).collect()
    };
    let rows = sheet.rows.iter().map(cells).collect();
    Table { name, columns, rows }
}

/// An answer as a cell: choices by their names, numbers as they are, texts made safe.
pub(super) fn value(item: Option<&Item>, value: &Value) -> String {
    match value {
        Value::Cleared | Value::Special(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(typed) => plain(typed),
        Value::Text(written) => match item.map(|item| item.kind) {
            Some(ItemKind::Geopoint) if written.split_whitespace().all(is_number) => {
                written.clone()
            }
            Some(_) | None => safe(written),
        },
        Value::Chosen(numbers) => {
            let choices = item.map(|item| item.choices.as_slice()).unwrap_or_default();
            let name = |number: &u32| {
                let known = choices.iter().find(|choice| choice.number == *number);
                known.map_or_else(|| number.to_string(), |choice| choice.name.clone())
            };
            safe(&numbers.iter().map(name).collect::<Vec<_>>().join(" "))
        }
    }
}

/// A number as typed; whatever else stands there is a text.
fn plain(typed: &str) -> String {
    if is_number(typed) { typed.to_owned() } else { safe(typed) }
}

/// Digits, perhaps a sign and a dot.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let dots = digits.chars().filter(|c| *c == '.').count();
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain && dots <= 1 && digits.chars().any(|c| c.is_ascii_digit())
}

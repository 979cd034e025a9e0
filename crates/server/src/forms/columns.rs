//! The cells of a survey row as an item's rules: expressions, triggers, parameters.
//!
//! What a cell says is taken word for word; only bent quotation marks are straightened and
//! *yes* and *no* are read as people write them.

use super::defaults;
use super::sheet::Row;
use super::{Reason, Refuse};
use domain::form::{Item, ItemKind};
use std::collections::BTreeMap;

/// Words of the appearance column that this app follows.
const FOLLOWED: [&str; 1] = ["multiline"];

/// Parameters that concern a camera, a microphone, a receiver or a text box this app does not have.
const NO_MEANING: [&str; 6] = [
    "max-pixels",
    "quality",
    "allow-mock-accuracy",
    "capture-accuracy",
    "warning-accuracy",
    "rows",
];

/// Parameters by kind; others are refused.
fn parameters_of(kind: ItemKind) -> &'static [&'static str] {
    match kind {
        ItemKind::Range => &["start", "end", "step"],
        ItemKind::SelectOne | ItemKind::SelectMultiple | ItemKind::Rank => {
            &["value", "label", "randomize", "seed"]
        }
        ItemKind::Image => &["max-pixels"],
        ItemKind::Audio => &["quality"],
        ItemKind::Geopoint => &["allow-mock-accuracy", "capture-accuracy", "warning-accuracy"],
        ItemKind::Text => &["rows"],
        _ => &[],
    }
}

/// Fills the rules of an item from its row; `note` takes what is kept and has no meaning here.
pub(super) fn rules(row: &Row, item: &mut Item, refuse: &mut Refuse<'_>, note: &mut Refuse<'_>) {
    item.relevant = row.get("relevant").map(expression);
    item.constraint = row.get("constraint").map(expression);
    item.required = row.get("required").and_then(truth);
    item.read_only = row.get("read_only").and_then(truth);
    item.calculation = row.get("calculation").map(expression);
    item.choice_filter = row.get("choice_filter").map(expression);
    item.repeat_count = row.get("repeat_count").map(expression);
    item.default = row.get("default").map(|written| defaults::source(written, item.kind));
    let words = row.get("appearance").unwrap_or_default();
    item.appearance = words.split_whitespace().map(str::to_owned).collect();
    for word in item.appearance.iter().filter(|word| !FOLLOWED.contains(&word.as_str())) {
        note("appearance", Reason::AppearanceIgnored(word.clone()));
    }
    item.parameters = parameters(row, item.kind, refuse);
    for (name, value) in item.parameters.iter().filter(|one| NO_MEANING.contains(&one.0.as_str())) {
        note("parameters", Reason::ParameterIgnored(format!("{name}={value}")));
    }
    if let Some(step) = (item.kind == ItemKind::Range).then(|| scale(&item.parameters)).flatten() {
        refuse("parameters", Reason::Parameter(step));
    }
    if item.choice_filter.is_some() && !item.kind.takes_choices() {
        refuse("choice_filter", Reason::NotHere("a question without choices"));
    }
    if item.repeat_count.is_some() && item.kind != ItemKind::Repeat {
        refuse("repeat_count", Reason::NotHere("anything but a repeat"));
    }
    if item.kind == ItemKind::Calculate && item.calculation.is_none() && item.default.is_none() {
        refuse("calculation", Reason::CalculationMissing);
    }
    only_where_it_means_something(row, item, (refuse, note));
}

/// Names in `trigger`, one or several: `${a}, ${b}`.
pub(super) fn triggers(row: &Row) -> Vec<String> {
    let written = row.get("trigger").unwrap_or_default();
    let parts = written.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| part.trim_start_matches("${").trim_end_matches('}').trim().to_owned())
        .collect()
}

fn parameters(row: &Row, kind: ItemKind, refuse: &mut Refuse<'_>) -> BTreeMap<String, String> {
    let written = row.get("parameters").unwrap_or_default().replace([',', ';'], " ");
    let mut found = BTreeMap::new();
    for part in written.split_whitespace() {
        let Some((name, value)) = part.split_once('=') else {
            refuse("parameters", Reason::Parameter(part.to_owned()));
            continue;
        };
        let name = name.to_lowercase();
        // These name columns of a file.
        let columns = matches!(name.as_str(), "value" | "label");
        let file = row.get("type").is_some_and(|written| written.contains("file"));
        if !parameters_of(kind).contains(&name.as_str()) || (columns && !file) {
            refuse("parameters", Reason::Parameter(part.to_owned()));
            continue;
        }
        if kind == ItemKind::Range && value.parse::<f64>().is_err() {
            refuse("parameters", Reason::Parameter(part.to_owned()));
            continue;
        }
        found.insert(name, value.to_owned());
    }
    found
}

/// A step of nought, or wider than the whole range, makes no scale.
fn scale(parameters: &BTreeMap<String, String>) -> Option<String> {
    let number = |name: &str, usual: f64| {
        parameters.get(name).map_or(Some(usual), |written| written.parse().ok())
    };
    let (start, end, step) = (number("start", 1.0)?, number("end", 10.0)?, number("step", 1.0)?);
    let none = step == 0.0 || step.abs() > (end - start).abs();
    none.then(|| format!("step={step}"))
}

/// Notes, groups and computed rows take no answer, so nothing about an answer.
fn only_where_it_means_something(
    row: &Row,
    item: &mut Item,
    (refuse, note): (&mut Refuse<'_>, &mut Refuse<'_>),
) {
    let kind = item.kind;
    if kind.takes_answer() {
        return;
    }
    let what = match kind {
        ItemKind::Note => "a note",
        ItemKind::Group => "a group",
        ItemKind::Repeat => "a repeat",
        _ => "a row nobody answers",
    };
    // Workbooks made by other programs fill a column in every row: *no* says nothing.
    item.constraint = None;
    for base in ["constraint", "required"] {
        if row.get(base).and_then(truth).is_some() {
            refuse(base, Reason::NotHere(what));
        }
    }
    for base in ["constraint_message", "required_message"] {
        for (header, text) in row.cells.iter().filter(|(header, _)| header.base == base) {
            let shown = text.chars().take(24).collect();
            note(&header.written, Reason::ColumnIgnored(shown));
        }
    }
    if kind.holds_others() {
        for base in ["default", "calculation", "trigger"] {
            if row.get(base).is_some() {
                refuse(base, Reason::NotHere(what));
            }
        }
    }
}

/// `yes` and `no` as people write them; anything else is an expression.
fn truth(written: &str) -> Option<String> {
    match written.to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some("true()".to_owned()),
        "no" | "false" | "false()" | "0" => None,
        _ => Some(expression(written)),
    }
}

/// Office programs bend quotation marks; an expression means straight ones.
pub(super) fn expression(written: &str) -> String {
    written.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

//! A filling's items counted: what is relevant, answered, missing, violated.
//!
//! Special answers satisfy `required` and are never held against a constraint; answers of
//! items that are not relevant are kept and not counted. Which values fit which kind is said
//! here once.

use super::filling::Filling;
use super::worth::figure_of;
use super::{Item, ItemKind, dates};
use crate::event::Value;
use std::collections::BTreeSet;

/// What holds for one item in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// The item's number.
    pub number: u32,
    /// Rounds of the repeats around it.
    pub path: super::RepeatPath,
    /// Whether it is shown.
    pub relevant: bool,
    /// Whether an answer is asked for (only where relevant).
    pub required: bool,
    /// Whether it may not be changed by hand.
    pub read_only: bool,
    /// Whether a value or a special answer stands there.
    pub answered: bool,
    /// Whether its answer breaks the constraint or does not fit its kind.
    pub violated: bool,
}

/// What holds for the whole form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormState {
    /// One state an item and round, in the form's order; rounds of a repeat follow another.
    pub items: Vec<ItemState>,
    /// Relevant required questions without any answer, of those that may be answered by hand.
    pub missing: u32,
    /// Relevant answers that break their constraint.
    pub violated: u32,
    /// Relevant questions, and how many of them are answered.
    pub relevant: u32,
    /// Relevant questions that are answered.
    pub answered: u32,
}

pub(super) fn state(filling: &Filling<'_>) -> FormState {
    let mut state =
        FormState { items: Vec::new(), missing: 0, violated: 0, relevant: 0, answered: 0 };
    for item in &filling.form.body().items {
        for (path, node) in filling.nodes(item.number) {
            if item.kind.takes_answer() && node.relevant {
                state.relevant += 1;
                state.answered += u32::from(node.answered);
                // What nobody may type in is not waited for.
                let asked = node.required && !node.read_only;
                state.missing += u32::from(asked && !node.answered);
                state.violated += u32::from(node.violated);
            }
            state.items.push(ItemState {
                number: item.number,
                path: path.clone(),
                relevant: node.relevant,
                required: node.required,
                read_only: node.read_only,
                answered: node.answered,
                violated: node.violated,
            });
        }
    }
    state
}

/// Whether a value is of its question's kind.
pub(super) fn fits(item: &Item, value: &Value) -> bool {
    let known = |number: &u32| item.choices.iter().any(|choice| choice.number == *number);
    match (item.kind, value) {
        (_, Value::Special(_) | Value::Cleared) => true,
        (ItemKind::Text | ItemKind::Barcode | ItemKind::Acknowledge, Value::Text(_)) => true,
        (ItemKind::Integer | ItemKind::Decimal | ItemKind::Range, Value::Integer(_)) => true,
        (ItemKind::Decimal | ItemKind::Range, Value::Decimal(typed)) => {
            typed.parse::<f64>().is_ok() && !figure_of(typed).is_nan()
        }
        (ItemKind::SelectOne, Value::Chosen(chosen)) => {
            chosen.len() == 1 && chosen.iter().all(known)
        }
        (ItemKind::SelectMultiple, Value::Chosen(chosen)) => chosen.iter().all(known),
        (ItemKind::Rank, Value::Chosen(chosen)) => {
            let distinct: BTreeSet<&u32> = chosen.iter().collect();
            distinct.len() == chosen.len() && chosen.iter().all(known)
        }
        (ItemKind::Date, Value::Decimal(typed)) => dates::date(typed, 0).as_deref() == Some(typed),
        (ItemKind::Time, Value::Decimal(typed)) => dates::decimal_time(typed, 0).is_some(),
        (ItemKind::DateTime, Value::Decimal(typed)) => dates::days_of(typed, 0).is_some(),
        (ItemKind::Geopoint, Value::Decimal(typed)) => place(typed),
        (kind, Value::Decimal(_) | Value::Text(_)) => !kind.takes_answer(),
        (_, Value::Integer(_) | Value::Chosen(_)) => false,
    }
}

/// The value a computed text stands for.
pub(super) fn value_of(item: &Item, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let value = match item.kind {
        ItemKind::Integer => Value::Integer(text.parse().ok()?),
        ItemKind::Decimal | ItemKind::Range | ItemKind::Geopoint => Value::Decimal(text.to_owned()),
        ItemKind::DateTime => Value::Decimal(text.to_owned()),
        // `now()` in a question for a day or for a time of day is its part of the moment, and
        // `today() - 1` a day by its number.
        ItemKind::Date => Value::Decimal(dates::day_in(text)?),
        ItemKind::Time => Value::Decimal(dates::time_in(text)?.to_owned()),
        ItemKind::SelectOne | ItemKind::SelectMultiple | ItemKind::Rank => {
            let number = |name: &str| {
                let mut choices = item.choices.iter();
                choices.find(|choice| choice.name == name).map(|choice| choice.number)
            };
            Value::Chosen(text.split_whitespace().map(number).collect::<Option<_>>()?)
        }
        ItemKind::Text | ItemKind::Barcode | ItemKind::Acknowledge | ItemKind::Image => {
            text_value(text)
        }
        ItemKind::Audio | ItemKind::Video | ItemKind::File | ItemKind::Note => text_value(text),
        ItemKind::Calculate | ItemKind::Hidden | ItemKind::Start | ItemKind::End => {
            text_value(text)
        }
        ItemKind::Today | ItemKind::DeviceId | ItemKind::Username => text_value(text),
        ItemKind::Group | ItemKind::Repeat => return None,
    };
    fits(item, &value).then_some(value)
}

fn text_value(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Latitude and longitude in degrees, perhaps altitude and accuracy in metres.
fn place(typed: &str) -> bool {
    let parts: Vec<f64> = typed.split_whitespace().map(figure_of).collect();
    let within = |at: usize, most: f64| parts.get(at).is_some_and(|part| part.abs() <= most);
    (2..=4).contains(&parts.len())
        && within(0, 90.0)
        && within(1, 180.0)
        && parts.iter().all(|part| part.is_finite())
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Cleared => true,
        Value::Text(text) | Value::Decimal(text) => text.is_empty(),
        Value::Chosen(choices) => choices.is_empty(),
        Value::Integer(_) | Value::Special(_) => false,
    }
}

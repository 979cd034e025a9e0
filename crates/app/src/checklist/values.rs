//! Answers from what was given, and back.
//!
//! A number, a date, a place travel as they were typed; free text is apart, since it can be
//! withheld. Refused: what is not of its question's kind. Rejected: guessing, where `12,5` could
//! be one number or two.

use domain::event::Value;
use domain::form::{Item, ItemKind};

use crate::api::{AppError, ErrorCode, Given};
use crate::words::Same;

/// Longest figure, date or place as typed.
const TYPED_CHARACTERS_MAX: usize = 80;

/// What was given as what is written; refused where it is not of the question's kind.
pub(super) fn value(item: &Item, given: Given) -> Result<Value, AppError> {
    let unfit = || AppError::new(ErrorCode::AnswerDoesNotFit);
    let value = match given {
        Given::Empty => Value::Cleared,
        Given::Special { special } => Value::Special(special.same()),
        Given::Text { text } => text_value(item, &text).ok_or_else(unfit)?,
        Given::Number { text } => number(item, text.trim()).ok_or_else(unfit)?,
        Given::One { choice } => Value::Chosen(vec![choice]),
        Given::Many { mut choices } => {
            if item.kind == ItemKind::SelectMultiple {
                choices.sort_unstable();
                choices.dedup();
            }
            if choices.is_empty() { Value::Cleared } else { Value::Chosen(choices) }
        }
    };
    let attachment =
        matches!(item.kind, ItemKind::Image | ItemKind::Audio | ItemKind::Video | ItemKind::File);
    let apart = matches!(value, Value::Cleared | Value::Special(_));
    match item.accepts(&value) && (apart || !attachment) {
        true => Ok(value.normalized()),
        false => Err(unfit()),
    }
}

fn text_value(item: &Item, text: &str) -> Option<Value> {
    match item.kind {
        ItemKind::Text => Some(Value::Text(text.to_owned())),
        ItemKind::Barcode => Some(Value::Text(text.trim().to_owned())),
        ItemKind::Acknowledge => (text == "OK").then(|| Value::Text("OK".to_owned())),
        ItemKind::Date | ItemKind::Time | ItemKind::DateTime | ItemKind::Geopoint => {
            let text = text.trim();
            (text.len() <= TYPED_CHARACTERS_MAX).then(|| Value::Decimal(text.to_owned()))
        }
        _ => None,
    }
}

fn number(item: &Item, text: &str) -> Option<Value> {
    match item.kind {
        ItemKind::Integer => text.parse().ok().map(Value::Integer),
        ItemKind::Decimal | ItemKind::Range => decimal(text),
        _ => None,
    }
}

/// Digits with at most one point, as typed.
fn decimal(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is(whole) && is(part) && text.len() <= 40).then(|| Value::Decimal(text.to_owned()))
}

pub(super) fn given(item: &Item, value: &Value) -> Given {
    match value {
        Value::Cleared => Given::Empty,
        Value::Integer(number) => Given::Number { text: number.to_string() },
        Value::Decimal(text) => match item.kind {
            ItemKind::Integer | ItemKind::Decimal | ItemKind::Range => {
                Given::Number { text: text.clone() }
            }
            _ => Given::Text { text: text.clone() },
        },
        Value::Text(text) => Given::Text { text: text.clone() },
        Value::Special(special) => Given::Special { special: special.same() },
        Value::Chosen(choices) => match (item.kind, choices.as_slice()) {
            (ItemKind::SelectOne, [choice]) => Given::One { choice: *choice },
            _ => Given::Many { choices: choices.clone() },
        },
    }
}

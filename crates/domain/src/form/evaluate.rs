//! What a form asks for under the answers given so far.
//!
//! Expressions see choice names, typed numbers and texts; special answers, empty answers and
//! answers of items that are not relevant are the empty string. Special answers satisfy
//! `required` and are never held against a constraint. Numbers compare as IEEE doubles, as in
//! XPath 1.0; nothing computed here is written into a record.

use super::expression::{Expression, Operator};
use super::{Answers, Form, Item, ItemKind};
use crate::event::Value;
use std::collections::BTreeMap;

/// What holds for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// The item's number.
    pub number: u32,
    /// Whether it is shown.
    pub relevant: bool,
    /// Whether an answer is asked for (only where relevant).
    pub required: bool,
    /// Whether a value or a special answer stands there.
    pub answered: bool,
    /// Whether its answer breaks the constraint or does not fit its kind.
    pub violated: bool,
}

/// What holds for the whole form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormState {
    /// One state an item, in the form's order.
    pub items: Vec<ItemState>,
    /// Relevant required questions without any answer.
    pub missing: u32,
    /// Relevant answers that break their constraint.
    pub violated: u32,
    /// Relevant questions, and how many of them are answered.
    pub relevant: u32,
    /// Relevant questions that are answered.
    pub answered: u32,
}

/// A value inside an expression.
#[derive(Clone, Debug, PartialEq)]
enum Worth {
    Number(f64),
    Text(String),
    Truth(bool),
}

struct Room<'a> {
    form: &'a Form,
    answers: &'a Answers,
    items: BTreeMap<u32, &'a Item>,
    /// Settled so far, by number.
    relevant: BTreeMap<u32, bool>,
}

pub(super) fn evaluate(form: &Form, answers: &Answers) -> FormState {
    let items = form.body.items.iter().map(|item| (item.number, item)).collect();
    let mut room = Room { form, answers, items, relevant: BTreeMap::new() };
    let mut state =
        FormState { items: Vec::new(), missing: 0, violated: 0, relevant: 0, answered: 0 };
    room.settle();
    for item in &form.body.items {
        let item_state = room.state(item);
        if item.kind.takes_answer() && item_state.relevant {
            state.relevant += 1;
            state.answered += u32::from(item_state.answered);
            state.missing += u32::from(item_state.required && !item_state.answered);
            state.violated += u32::from(item_state.violated);
        }
        state.items.push(item_state);
    }
    state
}

impl Room<'_> {
    /// Settles relevance, what is depended on first.
    fn settle(&mut self) {
        let form = self.form;
        for number in &form.checked.order {
            if let Some(item) = self.items.get(number) {
                let relevant = self.is_relevant(item);
                self.relevant.insert(*number, relevant);
            }
        }
    }

    fn is_relevant(&self, item: &Item) -> bool {
        let group = item.group.is_none_or(|group| self.shown(group));
        let parsed = self.form.checked.parsed.get(&item.number);
        let own = parsed.and_then(|parsed| parsed.relevant.as_ref());
        group && own.is_none_or(|expression| self.worth(expression, item.number).truth())
    }

    fn shown(&self, number: u32) -> bool {
        self.relevant.get(&number).copied().unwrap_or(true)
    }

    fn state(&self, item: &Item) -> ItemState {
        let relevant = self.shown(item.number);
        let holds = |expression: Option<&Expression>| {
            expression.map(|expression| self.worth(expression, item.number).truth())
        };
        let parsed = self.form.checked.parsed.get(&item.number);
        let answer = self.answers.get(&item.number).filter(|value| !is_empty(value));
        let judged = answer.filter(|value| !matches!(value, Value::Special(_)));
        let constraint = parsed.and_then(|parsed| parsed.constraint.as_ref());
        let fits = judged.is_none_or(|value| fits(item, value));
        let kept = judged.is_none() || holds(constraint).unwrap_or(true);
        ItemState {
            number: item.number,
            relevant,
            required: relevant
                && holds(parsed.and_then(|parsed| parsed.required.as_ref())).unwrap_or(false),
            answered: answer.is_some(),
            violated: relevant && !(fits && kept),
        }
    }

    fn worth(&self, expression: &Expression, own: u32) -> Worth {
        match expression {
            Expression::Number(number) => Worth::Number(*number),
            Expression::Text(text) => Worth::Text(text.clone()),
            Expression::Truth(truth) => Worth::Truth(*truth),
            Expression::Own => self.answer(own),
            Expression::Answer(number) => self.answer(*number),
            Expression::Selected(choices, name) => {
                let (choices, name) = (self.worth(choices, own), self.worth(name, own));
                let (choices, name) = (choices.text(), name.text());
                Worth::Truth(choices.split_whitespace().any(|choice| choice == name.trim()))
            }
            Expression::Not(inner) => Worth::Truth(!self.worth(inner, own).truth()),
            Expression::Negative(inner) => Worth::Number(-self.worth(inner, own).number()),
            Expression::Pair(left, operator, right) => {
                Worth::Truth(self.pair(left, *operator, right, own))
            }
        }
    }

    fn pair(&self, left: &Expression, operator: Operator, right: &Expression, own: u32) -> bool {
        let left = self.worth(left, own);
        // `or` and `and` stop early, as in XPath.
        match (operator, left.truth()) {
            (Operator::Or, true) => return true,
            (Operator::And, false) => return false,
            (
                Operator::Or
                | Operator::And
                | Operator::Equal
                | Operator::NotEqual
                | Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual,
                _,
            ) => {}
        }
        let right = self.worth(right, own);
        match operator {
            Operator::Or | Operator::And => right.truth(),
            Operator::Equal => left.equals(&right),
            Operator::NotEqual => left.differs(&right),
            Operator::Less => left.number() < right.number(),
            Operator::LessOrEqual => left.number() <= right.number(),
            Operator::Greater => left.number() > right.number(),
            Operator::GreaterOrEqual => left.number() >= right.number(),
        }
    }

    /// An answer as expressions see it.
    fn answer(&self, number: u32) -> Worth {
        let empty = Worth::Text(String::new());
        let (Some(item), Some(value)) = (self.items.get(&number), self.answers.get(&number)) else {
            return empty;
        };
        if !self.shown(number) {
            return empty;
        }
        match value {
            Value::Cleared | Value::Special(_) => empty,
            Value::Integer(number) => Worth::Text(number.to_string()),
            Value::Decimal(typed) => Worth::Text(typed.clone()),
            Value::Text(text) => Worth::Text(text.clone()),
            Value::Chosen(numbers) => {
                let names = numbers.iter().filter_map(|number| {
                    item.choices.iter().find(|choice| choice.number == *number)
                });
                let names: Vec<&str> = names.map(|choice| choice.name.as_str()).collect();
                Worth::Text(names.join(" "))
            }
        }
    }
}

impl Worth {
    fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
        }
    }

    fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Truth(truth) => f64::from(u8::from(*truth)),
            Self::Text(text) => number_of(text),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Truth(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// `=` after XPath 1.0: as truths if one is, else as numbers if one is, else as strings.
    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Truth(_), _) | (_, Self::Truth(_)) => self.truth() == other.truth(),
            (Self::Number(_), _) | (_, Self::Number(_)) => same(self.number(), other.number()),
            (Self::Text(one), Self::Text(two)) => one == two,
        }
    }

    /// `!=`: not the opposite of `=` where a number is not a number.
    fn differs(&self, other: &Self) -> bool {
        !self.equals(other)
    }
}

#[allow(clippy::float_cmp, reason = "XPath's = on numbers is exact")]
fn same(one: f64, two: f64) -> bool {
    one == two
}

/// XPath's `number()`: optional minus, digits, a point; anything else is not a number.
fn number_of(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let known = plain && digits.chars().any(|c| c.is_ascii_digit());
    known.then(|| text.parse().ok()).flatten().unwrap_or(f64::NAN)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Cleared => true,
        Value::Text(text) | Value::Decimal(text) => text.is_empty(),
        Value::Chosen(choices) => choices.is_empty(),
        Value::Integer(_) | Value::Special(_) => false,
    }
}

/// Whether a value is of its question's kind.
fn fits(item: &Item, value: &Value) -> bool {
    let known = |number: &u32| item.choices.iter().any(|choice| choice.number == *number);
    match (item.kind, value) {
        (ItemKind::Text, Value::Text(_)) | (ItemKind::Integer, Value::Integer(_)) => true,
        (ItemKind::Decimal, Value::Integer(_)) => true,
        (ItemKind::Decimal, Value::Decimal(typed)) => !number_of(typed).is_nan(),
        (ItemKind::SelectOne, Value::Chosen(chosen)) => {
            chosen.len() == 1 && chosen.iter().all(known)
        }
        (ItemKind::SelectMultiple, Value::Chosen(chosen)) => chosen.iter().all(known),
        (
            ItemKind::Text
            | ItemKind::Integer
            | ItemKind::Decimal
            | ItemKind::SelectOne
            | ItemKind::SelectMultiple
            | ItemKind::Note
            | ItemKind::Group,
            _,
        ) => matches!(value, Value::Special(_) | Value::Cleared),
    }
}

//! A form as the core evaluates it: questions by number, groups, choices, expressions.
//!
//! A form version is fixed once published: numbers, choices and expressions never change
//! under an answer. It travels as CBOR maps with integer keys; expressions travel as their
//! source and are parsed when the form is read, so a program that does not know a function
//! refuses the form instead of guessing. Changing this changes bytes. Rejected: evaluating
//! in the interface, where a second reading of the same rules would grow.

use crate::definition::Texts;
use crate::event::Value;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

mod check;
mod cycle;
mod evaluate;
mod expression;
mod parse;

pub use evaluate::{FormState, ItemState};
pub use expression::{Expression, ExpressionError};

/// A form version. CBOR map with integer keys.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FormBody {
    /// Its `form_id`.
    #[n(0)]
    pub name: String,
    /// Titles by language.
    #[n(1)]
    pub titles: Texts,
    /// Languages of its texts, the default first.
    #[n(2)]
    pub languages: Vec<String>,
    /// Items in the order shown; a group stands before what it holds.
    #[n(3)]
    pub items: Vec<Item>,
    /// The version string the workbook gave, for people.
    #[n(4)]
    pub label_version: Option<String>,
}

/// A question, note or group of a form version.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Item {
    /// Its number in this version, from 1; never reused within it.
    #[n(0)]
    pub number: u32,
    /// Its name, as `${name}` refers to it.
    #[n(1)]
    pub name: String,
    /// What it is.
    #[n(2)]
    pub kind: ItemKind,
    /// Number of the group around it.
    #[n(3)]
    pub group: Option<u32>,
    /// Labels by language.
    #[n(4)]
    pub labels: Texts,
    /// Hints by language.
    #[n(5)]
    pub hints: Texts,
    /// Choices of a selection, in the order shown.
    #[n(6)]
    pub choices: Vec<Choice>,
    /// Shown only where this holds; source text.
    #[n(7)]
    pub relevant: Option<String>,
    /// An answer must satisfy this; source text.
    #[n(8)]
    pub constraint: Option<String>,
    /// What to say when it does not, by language.
    #[n(9)]
    pub constraint_messages: Texts,
    /// An answer is asked for where this holds; source text (`true()`, `yes` become `true()`).
    #[n(10)]
    pub required: Option<String>,
    /// What to say when it is missing, by language.
    #[n(11)]
    pub required_messages: Texts,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ItemKind {
    /// Free text.
    #[n(1)]
    Text,
    /// A whole number.
    #[n(2)]
    Integer,
    /// A decimal number, as typed.
    #[n(3)]
    Decimal,
    /// One of the choices.
    #[n(4)]
    SelectOne,
    /// Any of the choices.
    #[n(5)]
    SelectMultiple,
    /// Words to read; takes no answer.
    #[n(6)]
    Note,
    /// A group; takes no answer.
    #[n(7)]
    Group,
}

/// One choice of a selection.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Choice {
    /// Its number, from 1, within its question.
    #[n(0)]
    pub number: u32,
    /// Its name, as `selected()` and comparisons see it.
    #[n(1)]
    pub name: String,
    /// Labels by language.
    #[n(2)]
    pub labels: Texts,
}

/// A form version ready to evaluate: the body and its parsed expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    body: FormBody,
    checked: check::Checked,
}

/// Answers of one filling by question number. What was taken back is absent.
pub type Answers = BTreeMap<u32, Value>;

/// Why bytes or a body are no form this program can evaluate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not the shape of a form.
    #[error("not a form: {0}")]
    Malformed(String),
    /// Two items share a number or a name, or a group is unknown.
    #[error("item {item}: {detail}")]
    Item {
        /// The item's name.
        item: String,
        /// What is wrong.
        detail: String,
    },
    /// Relevance that depends on itself.
    #[error("item {item} depends on itself: {path:?}")]
    Cycle {
        /// The first item of the circle.
        item: String,
        /// Names along it, the first again at its end.
        path: Vec<String>,
    },
    /// An expression that does not parse or refers to nothing.
    #[error("item {item}, {column}: {error}")]
    Expression {
        /// The item's name.
        item: String,
        /// `relevant`, `constraint` or `required`.
        column: &'static str,
        /// What is wrong, and where.
        error: ExpressionError,
    },
}

impl Form {
    /// Checks a body and parses its expressions.
    ///
    /// # Errors
    /// All faults at once, in the order of the items; never an empty list.
    pub fn new(body: FormBody) -> Result<Self, Vec<FormError>> {
        let checked = check::parse(&body)?;
        Ok(Self { body, checked })
    }

    /// Canonical bytes of the body. Changing this changes bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(&self.body).unwrap_or_default()
    }

    /// Reads a form; unknown keys are passed over, unknown functions are refused.
    ///
    /// # Errors
    /// [`FormError`], the first one met.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormError> {
        let body: FormBody =
            minicbor::decode(bytes).map_err(|error| FormError::Malformed(error.to_string()))?;
        Self::new(body).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The form's content.
    #[must_use]
    pub fn body(&self) -> &FormBody {
        &self.body
    }

    /// The item with this number.
    #[must_use]
    pub fn item(&self, number: u32) -> Option<&Item> {
        self.body.items.iter().find(|item| item.number == number)
    }

    /// The item with this name.
    #[must_use]
    pub fn item_named(&self, name: &str) -> Option<&Item> {
        self.body.items.iter().find(|item| item.name == name)
    }

    /// What of the form is relevant, required, missing and violated under these answers.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers) -> FormState {
        evaluate::evaluate(self, answers)
    }
}

impl ItemKind {
    /// Whether it takes an answer.
    #[must_use]
    pub fn takes_answer(self) -> bool {
        match self {
            Self::Text | Self::Integer | Self::Decimal | Self::SelectOne => true,
            Self::SelectMultiple => true,
            Self::Note | Self::Group => false,
        }
    }
}

#[cfg(test)]
mod tests;

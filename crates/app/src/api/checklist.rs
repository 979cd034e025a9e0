//! Checklists as the interface draws them: relevance, requirement and constraint already judged.
//!
//! The core evaluates every expression; an item arrives with its state, so that no rule of a form
//! is ever computed in the interface.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::text::Texts;

/// One line in the list of checklists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistSummary {
    /// The form's number in the election.
    pub form: u32,
    /// The form's own name (`form_id`).
    pub name: String,
    /// Its version; a draft stays on the version it began with.
    pub version: u32,
    /// Which filling of it within the visit, from 1.
    pub instance: u32,
    /// Titles.
    pub title: Texts,
    /// Relevant questions answered (special answers count).
    pub answered: u32,
    /// Relevant questions.
    pub relevant: u32,
    /// Relevant required questions still empty.
    pub required_open: u32,
    /// Answers that break their constraint.
    pub broken: u32,
    /// When the last answer was written, civil text; none if untouched.
    pub last_written: Option<String>,
    /// All its answers lie at headquarters under a receipt.
    pub delivered: bool,
}

/// One checklist, its items in the form's order, groups included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistView {
    /// Its line.
    pub summary: ChecklistSummary,
    /// Languages of the form, its own order.
    pub languages: Vec<String>,
    /// Items in order; irrelevant ones are there and marked.
    pub items: Vec<ItemView>,
}

/// A question, note or group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemView {
    /// Number within the form version, what `answer` takes.
    pub number: u32,
    /// The form's own name for it.
    pub name: String,
    /// What it is.
    pub shape: ItemShape,
    /// Number of the group it stands in; none at the top.
    pub group: Option<u32>,
    /// Label.
    pub label: Texts,
    /// Hint; empty if none.
    pub hint: Texts,
    /// It is to be shown; a kept answer of an irrelevant question is not lost.
    pub relevant: bool,
    /// An answer (special ones count) is required.
    pub required: bool,
    /// Whether the answer satisfies its constraint.
    pub constraint: ConstraintState,
    /// The answer that stands.
    pub given: Given,
    /// When it was seen, civil text; none if empty.
    pub seen_at: Option<String>,
    /// When it was written, civil text; none if empty.
    pub written_at: Option<String>,
}

/// The shape of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemShape {
    /// A heading over the items whose `group` is its number.
    Group,
    /// Words only.
    Note,
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// One of the choices.
    SelectOne {
        /// In order.
        choices: Vec<ChoiceView>,
    },
    /// Any of the choices.
    SelectMultiple {
        /// In order.
        choices: Vec<ChoiceView>,
    },
}

/// A choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChoiceView {
    /// Its number in the form version, what answers hold.
    pub choice: u32,
    /// Its name in the form.
    pub name: String,
    /// Label.
    pub label: Texts,
}

/// Whether an answer satisfies its question's constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConstraintState {
    /// None, or satisfied, or nothing to judge.
    Satisfied,
    /// Broken: kept as written and marked.
    Broken {
        /// The form's own message; empty if it has none.
        message: Texts,
    },
}

/// An answer, given or standing. Numbers are text as typed, with `.` as the decimal mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Given {
    /// No answer. Giving it clears what stood.
    Empty,
    /// Free text.
    Text {
        /// As typed.
        text: String,
    },
    /// An integer or decimal.
    Number {
        /// As typed.
        text: String,
    },
    /// One choice.
    One {
        /// Its number.
        choice: u32,
    },
    /// Several choices.
    Many {
        /// Their numbers, in the form's order.
        choices: Vec<u32>,
    },
    /// Apart from empty: why there is no answer.
    Special {
        /// Which.
        special: SpecialAnswer,
    },
}

/// Answers every question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SpecialAnswer {
    /// Did not see.
    DidNotSee,
    /// Was not allowed to see.
    NotAllowed,
    /// They refused to say.
    Refused,
    /// Does not apply.
    NotApplicable,
}

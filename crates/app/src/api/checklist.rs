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
    /// A newer version that fillings begun from now on have; none if this is the newest.
    pub newer_version: Option<u32>,
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
    /// When the person finished it, civil text; none while it is open.
    pub finished: Option<String>,
    /// All its answers lie at headquarters under a receipt.
    pub delivered: bool,
}

/// One checklist, its items in the form's order, groups and every round of a repeat included.
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
    /// Round of each repeat around it, and of the repeat itself for a round; what commands take.
    pub path: Vec<u32>,
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
    /// Hint for the trained; empty if none.
    pub guidance: Texts,
    /// It is to be shown; a kept answer of an irrelevant question is not lost.
    pub relevant: bool,
    /// An answer (special ones count) is required.
    pub required: bool,
    /// What the form says where it is missing; empty if nothing.
    pub required_message: Texts,
    /// It is shown and not changed by hand.
    pub read_only: bool,
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
    /// One round of a repeat, a heading over what stands in it; `label` is the repeat's.
    Round {
        /// Which one, from 1.
        position: u32,
        /// Of how many.
        of: u32,
        /// The person may take it out.
        removable: bool,
    },
    /// Here the person may add a round to the repeat of this number and path.
    AddRound,
    /// Free text.
    Text {
        /// Several lines are expected.
        multiline: bool,
    },
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A number on a scale; its answer is a `number`.
    Range {
        /// First mark, as an answer writes it.
        start: String,
        /// Last mark.
        end: String,
        /// All marks where they are few, else none.
        marks: Vec<String>,
        /// The mark below the answer; none at the start, or without an answer.
        lower: Option<String>,
        /// The mark above the answer, the first one without an answer; none at the end.
        higher: Option<String>,
        /// How far along the answer stands, 0 to 1,000.
        permille: u32,
    },
    /// A date; its answer is a `text`, `2026-12-06`.
    Date,
    /// A time of day; its answer is a `text`, `07:00`.
    Time,
    /// A date and a time; its answer is a `text`, `2026-12-06T07:00`.
    DateTime,
    /// A place; its answer is a `text`, latitude and longitude in degrees.
    Geopoint,
    /// A code as read off; its answer is a `text`.
    Barcode,
    /// Words to confirm; its answer is the `text` `OK`.
    Acknowledge,
    /// A picture, sound, film or file; only special answers are taken so far.
    Attachment {
        /// Which.
        what: AttachmentKind,
    },
    /// All choices in an order; its answer is `many`.
    Rank {
        /// In the form's order.
        choices: Vec<ChoiceView>,
    },
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

/// What is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// Any file.
    File,
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
    /// It may be chosen; one that was chosen before and may not any more is shown and marked.
    pub offered: bool,
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
        /// Their numbers: as ranked, else in the form's order.
        choices: Vec<u32>,
    },
    /// Apart from empty: why there is no answer.
    Special {
        /// Which.
        special: SpecialAnswer,
    },
}

/// What happens to a filling beside its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChecklistChange {
    /// One more round of a repeat.
    AddRound {
        /// Round of each repeat around the repeat.
        path: Vec<u32>,
        /// The repeat's number.
        repeat: u32,
    },
    /// A round is taken out; its answers stay on record.
    RemoveRound {
        /// The path of the round itself, as its item gives it.
        path: Vec<u32>,
        /// The repeat's number.
        repeat: u32,
    },
    /// It is complete; refused as `required_open` while a required question is empty.
    Finish,
    /// It is open again.
    Reopen {
        /// Why, in own words; not empty.
        reason: String,
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

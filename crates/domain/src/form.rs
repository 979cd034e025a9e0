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

mod call;
mod check;
mod dates;
mod evaluate;
mod expression;
mod filling;
mod function;
mod order;
mod parse;
mod path;
mod record;
mod scale;
mod settle;
mod shuffle;
mod site;
mod tree;
mod value;
mod worth;

pub use dates::Moment;
pub use evaluate::{FormState, ItemState};
pub use expression::{Expression, ExpressionError};
pub use filling::{Filling, NodeState, Setting};
pub use function::Function;
pub use record::Record;
pub use scale::Scale;
pub use worth::RepeatPath;

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
    /// Tables that `pulldata()` looks into.
    #[cbor(n(5), skip_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
}

/// A table beside the form, as its CSV gave it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Table {
    /// Its name, the file's without `.csv`.
    #[n(0)]
    pub name: String,
    /// Names of its columns.
    #[n(1)]
    pub columns: Vec<String>,
    /// Its rows, each as long as `columns`.
    #[n(2)]
    pub rows: Vec<Vec<String>>,
}

/// Where a form asks for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAsked {
    /// Its name, without `.csv`.
    pub table: String,
    /// The item that asks, by number.
    pub item: u32,
    /// The workbook's column it asks in, e.g. `calculation`.
    pub column: &'static str,
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
    /// Its value is computed by this; source text.
    #[n(12)]
    pub calculation: Option<String>,
    /// The calculation runs only when the value of one of these items changes; empty: always.
    #[cbor(n(13), skip_if = "Vec::is_empty")]
    pub trigger: Vec<u32>,
    /// A choice is offered only where this holds; source text.
    #[n(14)]
    pub choice_filter: Option<String>,
    /// What stands there before the first answer; source text (a fixed text in quotes).
    #[n(15)]
    pub default: Option<String>,
    /// Not to be changed by hand where this holds; source text.
    #[n(16)]
    pub read_only: Option<String>,
    /// How many rounds a repeat has; source text. None: the person adds and removes them.
    #[n(17)]
    pub repeat_count: Option<String>,
    /// Hints for the trained, by language.
    #[cbor(n(18), skip_if = "Texts::is_empty")]
    pub guidance: Texts,
    /// Words of the workbook's column, e.g. `minimal`.
    #[cbor(n(19), skip_if = "Vec::is_empty")]
    pub appearance: Vec<String>,
    /// `start=0` and the like: a range's ends and step, a list's columns.
    #[cbor(n(20), skip_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
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
    /// A number of a range with steps.
    #[n(8)]
    Range,
    /// All choices in an order.
    #[n(9)]
    Rank,
    /// A date, `2026-12-06`.
    #[n(10)]
    Date,
    /// A time of day, `07:00`.
    #[n(11)]
    Time,
    /// A date and time, `2026-12-06T07:00`.
    #[n(12)]
    DateTime,
    /// A place: latitude, longitude, and perhaps altitude and accuracy in metres.
    #[n(13)]
    Geopoint,
    /// A picture, by reference.
    #[n(14)]
    Image,
    /// A sound, by reference.
    #[n(15)]
    Audio,
    /// A film, by reference.
    #[n(16)]
    Video,
    /// Any file, by reference.
    #[n(17)]
    File,
    /// A value computed and not shown.
    #[n(18)]
    Calculate,
    /// A fixed value, not shown.
    #[n(19)]
    Hidden,
    /// Words to confirm.
    #[n(20)]
    Acknowledge,
    /// A code, scanned or typed.
    #[n(21)]
    Barcode,
    /// When the filling was begun.
    #[n(22)]
    Start,
    /// When it was last changed.
    #[n(23)]
    End,
    /// The day it was begun.
    #[n(24)]
    Today,
    /// Which device: the journal.
    #[n(25)]
    DeviceId,
    /// Who: empty here, since a record names nobody.
    #[n(26)]
    Username,
    /// A group that stands several times.
    #[n(27)]
    Repeat,
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
    /// Further columns of its row, for choice filters.
    #[cbor(n(3), skip_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

/// A form version ready to evaluate: the body and its parsed expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    body: FormBody,
    checked: check::Checked,
}

/// Answers of one filling outside repeats by question number. What was taken back is absent.
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
        /// The item's number.
        number: u32,
        /// The item's name.
        item: String,
        /// What is wrong.
        detail: String,
    },
    /// Relevance or a value that depends on itself.
    #[error("item {item} depends on itself: {path:?}")]
    Cycle {
        /// Number of the first item of the circle.
        number: u32,
        /// Its name.
        item: String,
        /// The workbook's column that makes it depend; none where its group's does.
        column: Option<&'static str>,
        /// Names along it, the first again at its end.
        path: Vec<String>,
    },
    /// An expression that does not parse or refers to nothing.
    #[error("item {item}, {column}: {error}")]
    Expression {
        /// The item's number.
        number: u32,
        /// The item's name.
        item: String,
        /// The workbook's column, e.g. `relevant`.
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

    /// Checks a body that nobody has filled yet. Refused beside what [`Form::new`] refuses: a
    /// regular expression that is none, and a fixed default its question does not take.
    ///
    /// # Errors
    /// All faults at once, circles among them; never an empty list.
    pub fn import(body: FormBody) -> Result<Self, Vec<FormError>> {
        let checked = check::parse_new(&body)?;
        Ok(Self { body, checked })
    }

    /// Canonical bytes of the body. Changing this changes bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        crate::codec::bytes_of(&self.body)
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

    /// The tables that the `pulldata()` of a body looks into, in the form's order; one may be
    /// asked for in several places.
    #[must_use]
    pub fn tables_asked(body: &FormBody) -> Vec<TableAsked> {
        check::tables_asked(body)
    }

    /// What of the form is relevant, required, missing and violated under these answers.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers) -> FormState {
        let record = Record::of_answers(answers);
        Filling::open(self, record, Setting::default()).state()
    }
}

impl Item {
    /// An item of which only this is known; texts and rules are added by whoever makes it.
    #[must_use]
    pub fn new(number: u32, name: &str, kind: ItemKind) -> Self {
        Self {
            number,
            name: name.to_owned(),
            kind,
            group: None,
            labels: Texts::new(),
            hints: Texts::new(),
            choices: Vec::new(),
            relevant: None,
            constraint: None,
            constraint_messages: Texts::new(),
            required: None,
            required_messages: Texts::new(),
            calculation: None,
            trigger: Vec::new(),
            choice_filter: None,
            default: None,
            read_only: None,
            repeat_count: None,
            guidance: Texts::new(),
            appearance: Vec::new(),
            parameters: BTreeMap::new(),
        }
    }
}

impl Item {
    /// Whether a value is of its kind: a number for a number, choices it has.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        evaluate::fits(self, value)
    }

    /// Whether its choices are shown in an order of chance.
    #[must_use]
    pub fn shuffles(&self) -> bool {
        let wanted = self.parameters.get("randomize");
        self.kind.takes_choices() && wanted.is_some_and(|word| word.eq_ignore_ascii_case("true"))
    }

    /// The value a computed text stands for; none where it is empty or not of the item's kind.
    #[must_use]
    pub fn value_of(&self, text: &str) -> Option<Value> {
        evaluate::value_of(self, text)
    }
}

impl ItemKind {
    /// Whether a person answers it.
    #[must_use]
    pub fn takes_answer(self) -> bool {
        match self {
            Self::Text | Self::Integer | Self::Decimal | Self::Range => true,
            Self::SelectOne | Self::SelectMultiple | Self::Rank => true,
            Self::Date | Self::Time | Self::DateTime | Self::Geopoint => true,
            Self::Image | Self::Audio | Self::Video | Self::File => true,
            Self::Acknowledge | Self::Barcode => true,
            Self::Note | Self::Group | Self::Repeat => false,
            Self::Calculate | Self::Hidden => false,
            Self::Start | Self::End | Self::Today | Self::DeviceId | Self::Username => false,
        }
    }

    /// Whether it has a value, answered or computed.
    #[must_use]
    pub fn has_value(self) -> bool {
        !self.holds_others()
    }

    /// Whether items can stand in it.
    #[must_use]
    pub fn holds_others(self) -> bool {
        self == Self::Group || self == Self::Repeat
    }

    /// Whether it is answered by choices.
    #[must_use]
    pub fn takes_choices(self) -> bool {
        matches!(self, Self::SelectOne | Self::SelectMultiple | Self::Rank)
    }
}

#[cfg(test)]
mod tests;

//! One answer to one question of one version of a form.
//!
//! Questions and choices go by their numbers in that version, so that an answer is a few
//! small integers. Special answers stand apart from empty and from every value. Free text can
//! be withheld alone. Rejected: choice names in every answer; the form version has them.
//! Changing this changes bytes.

use super::{Fields, kinds};
use crate::codec::{FieldError, Reader, WITHHOLDABLE_TAG, Writer, nfc};
use minicbor::data::{Tag, Type};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// Answers that every question takes, numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpecialAnswer {
    /// I did not see it.
    DidNotSee,
    /// I was not allowed to see it.
    NotAllowed,
    /// They refused to say.
    RefusedToSay,
    /// It does not apply here.
    DoesNotApply,
}

/// An answer's value. In CBOR: null, int, text, tagged text, or an array of choice numbers;
/// a special answer is an array of one negative number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The answer was taken back: empty again.
    Cleared,
    /// A whole number.
    Integer(i64),
    /// A decimal as typed, e.g. `12.50`.
    Decimal(String),
    /// Chosen choices by number, from 1, in the order chosen.
    Chosen(Vec<u32>),
    /// Free text.
    Text(String),
    /// Did not see, was not allowed, refused, does not apply.
    Special(SpecialAnswer),
}

/// A question was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Ordinal of the visit's `Arrived`.
    pub visit: u64,
    /// The form's number in the election.
    pub form: u32,
    /// The form's version.
    pub form_version: u32,
    /// Which filling of this form in this visit, from 1.
    pub instance: u32,
    /// Round of each repeat around the question; empty outside repeats.
    pub repeat_path: Vec<u32>,
    /// The question's number in that version.
    pub question: u32,
    /// The answer.
    pub value: Value,
    /// When it was seen, Unix seconds; `None` when equal to the event's time.
    pub seen_at: Option<i64>,
}

impl SpecialAnswer {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] =
        [Self::DidNotSee, Self::NotAllowed, Self::RefusedToSay, Self::DoesNotApply];

    fn code(self) -> i64 {
        match self {
            Self::DidNotSee => -1,
            Self::NotAllowed => -2,
            Self::RefusedToSay => -3,
            Self::DoesNotApply => -4,
        }
    }

    fn of_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|special| special.code() == code)
    }
}

impl Value {
    /// The value with its text in NFC, as it will read after a journey through bytes.
    #[must_use]
    pub fn normalized(self) -> Self {
        match self {
            Self::Decimal(typed) => Self::Decimal(nfc(&typed)),
            Self::Text(text) => Self::Text(nfc(&text)),
            Self::Cleared | Self::Integer(_) | Self::Chosen(_) | Self::Special(_) => self,
        }
    }
}

impl<C> Encode<C> for Value {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Cleared => e.null()?.ok(),
            Self::Integer(number) => e.i64(*number)?.ok(),
            Self::Decimal(typed) => e.str(&nfc(typed))?.ok(),
            Self::Chosen(choices) => choices.encode(e, ctx),
            Self::Text(text) => e.tag(Tag::new(WITHHOLDABLE_TAG))?.str(&nfc(text))?.ok(),
            Self::Special(special) => [special.code()].encode(e, ctx),
        }
    }
}

impl<'b, C> Decode<'b, C> for Value {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, FieldError> {
        match d.datatype()? {
            Type::Null => d.null().map(|()| Self::Cleared),
            Type::String => d.str().map(|typed| Self::Decimal(typed.to_owned())),
            Type::Tag => match d.tag()?.as_u64() {
                WITHHOLDABLE_TAG => d.str().map(|text| Self::Text(text.to_owned())),
                _ => Err(FieldError::message("another tag")),
            },
            Type::Array => chosen(&Vec::<i64>::decode(d, ctx)?),
            _ => d.i64().map(Self::Integer),
        }
    }
}

fn chosen(numbers: &[i64]) -> Result<Value, FieldError> {
    if let [code] = numbers
        && let Some(special) = SpecialAnswer::of_code(*code)
    {
        return Ok(Value::Special(special));
    }
    let choices = numbers.iter().map(|number| u32::try_from(*number)).collect::<Result<_, _>>();
    choices.map(Value::Chosen).map_err(|_| FieldError::message("no such choice number"))
}

impl Fields for Answered {
    const KIND: u64 = kinds::ANSWERED;
    const COUNT: usize = 8;

    fn write(&self, out: &mut Writer) {
        out.put(&self.visit);
        out.put(&self.form);
        out.put(&self.form_version);
        out.put(&self.instance);
        out.put(&self.repeat_path);
        out.put(&self.question);
        out.put(&self.value);
        out.put(&self.seen_at);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError> {
        Ok(Self {
            visit: from.get()?,
            form: from.get()?,
            form_version: from.get()?,
            instance: from.get()?,
            repeat_path: from.get()?,
            question: from.get()?,
            value: from.get()?,
            seen_at: from.get()?,
        })
    }
}

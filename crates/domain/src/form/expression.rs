//! The typed tree of an expression.
//!
//! Paths are resolved when an expression is parsed: a form's tree is fixed, so `${name}`,
//! `../name` and `current()/..` each name one item, and only the instances they stand for are
//! found while evaluating. Refused: axes, predicates, unions and secondary instances, since no
//! phone form needs them and each would be a second way to say something.

use super::function::Function;

/// An expression over the answers of one filling.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number; an IEEE double as in XPath 1.0, never written into a record.
    Number(f64),
    /// A string.
    Text(String),
    /// The nodes of an item that share the repeats around the place where this stands, a
    /// repeat's own rounds all of them; 0 is the form itself.
    Node(u32),
    /// What `.` and `..` lead to: of a repeat the very round this stands in.
    Here(u32),
    /// A column of the choice at hand; only in a choice filter.
    Column(String),
    /// A function with its arguments.
    Call(Function, Vec<Self>),
    /// `-a`.
    Negative(Box<Self>),
    /// Two sides of an operator.
    Pair(Box<Self>, Operator, Box<Self>),
}

/// What stands between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the meaning")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
}

/// Why source text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It stops making sense at this character (from 1).
    #[error("not understood from character {at}: {rest}")]
    NotUnderstood {
        /// Character, from 1.
        at: usize,
        /// What stands there, shortened.
        rest: String,
    },
    /// `${name}` names no question.
    #[error("no question is named {0}")]
    NameUnknown(String),
    /// `${name}` names items in several groups.
    #[error("several items are named {0}")]
    NameAmbiguous(String),
    /// A path that leads to no question.
    #[error("the path {0} leads nowhere")]
    PathUnknown(String),
    /// A function the core does not evaluate.
    #[error("the function {0} is not supported")]
    FunctionUnknown(String),
    /// Something XPath has and this program does not.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
    /// A function with another number of arguments.
    #[error("{function} takes {wanted} arguments, {given} given")]
    Arguments {
        /// The function.
        function: String,
        /// How many it takes, in words of figures: `2`, `1 to 3`, `2 or more`.
        wanted: String,
        /// How many stand there.
        given: usize,
    },
    /// A regular expression that is none, or too large to match.
    #[error("not a regular expression: {0}")]
    Pattern(String),
    /// A fixed default that its question does not take.
    #[error("{0} is no answer to this question")]
    Default(String),
    /// Parentheses or functions nested deeper than anybody writes.
    #[error("nested too deeply")]
    TooDeep,
    /// Longer than anybody writes.
    #[error("longer than {0} characters")]
    TooLong(usize),
}

impl Expression {
    /// Calls `f` with the number of every item the expression reads.
    pub(crate) fn reads(&self, f: &mut impl FnMut(u32)) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Column(_) => {}
            Self::Node(item) | Self::Here(item) => f(*item),
            Self::Call(_, arguments) => arguments.iter().for_each(|one| one.reads(f)),
            Self::Negative(inner) => inner.reads(f),
            Self::Pair(left, _, right) => {
                left.reads(f);
                right.reads(f);
            }
        }
    }

    /// Calls `f` with every call that stands anywhere in it.
    pub(crate) fn calls<'e>(&'e self, f: &mut impl FnMut(Function, &'e [Self])) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Column(_) => {}
            Self::Node(_) | Self::Here(_) => {}
            Self::Call(function, arguments) => {
                f(*function, arguments);
                arguments.iter().for_each(|one| one.calls(f));
            }
            Self::Negative(inner) => inner.calls(f),
            Self::Pair(left, _, right) => {
                left.calls(f);
                right.calls(f);
            }
        }
    }
}

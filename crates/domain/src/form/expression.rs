//! The typed tree of an expression.
//!
//! Only what the import accepts has a shape here; everything else is refused when parsed.
//! References are question numbers, so that evaluation looks nothing up by name.

/// An expression over the answers of one filling.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number; an IEEE double as in XPath 1.0, never written into a record.
    Number(f64),
    /// A string.
    Text(String),
    /// `true()` or `false()`.
    Truth(bool),
    /// `.`: the answer the expression stands at.
    Own,
    /// `${name}`, by number.
    Answer(u32),
    /// `selected(a, b)`: whether the choices of `a` hold `b`.
    Selected(Box<Self>, Box<Self>),
    /// `not(a)`.
    Not(Box<Self>),
    /// `-a`.
    Negative(Box<Self>),
    /// Two sides of a comparison, `and` or `or`.
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
    /// A function the core does not evaluate.
    #[error("the function {0} is not supported")]
    FunctionUnknown(String),
    /// A function with another number of arguments.
    #[error("{function} takes {wanted} arguments, {given} given")]
    Arguments {
        /// The function.
        function: String,
        /// How many it takes.
        wanted: usize,
        /// How many stand there.
        given: usize,
    },
    /// Parentheses or `not` nested deeper than anybody writes.
    #[error("nested too deeply")]
    TooDeep,
    /// Longer than anybody writes.
    #[error("longer than {0} characters")]
    TooLong(usize),
}

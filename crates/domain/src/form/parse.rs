//! Grammar of expressions, from text to tree.
//!
//! XPath 1.0's ladder of precedence: `or`, `and`, `=` `!=`, `<` `<=` `>` `>=`, `+` `-`,
//! `*` `div` `mod`, unary minus; then numbers, strings, calls and paths. Depth and length are
//! bounded, because a workbook is foreign data. Rejected: a hand-written scanner; winnow reads
//! as the grammar does.

use super::expression::{Expression, ExpressionError, Operator};
use super::function::Function;
use super::path;
use super::tree::Tree;
use winnow::ascii::multispace0;
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, repeat, separated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::stream::Stateful;
use winnow::token::{any, literal, take_till, take_while};

/// Longest accepted source, in bytes.
pub(crate) const SOURCE_BYTES_MAX: usize = 16_384;
/// Deepest accepted nesting.
const DEPTH_MAX: usize = 32;
/// Most arguments of one call.
const ARGUMENTS_MAX: usize = 512;
/// Highest tree of operators and calls: one longest sum and some; who walks it goes as deep.
const HEIGHT_MAX: usize = 600;

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(crate) struct Stand<'t> {
    /// The form's tree.
    pub(crate) tree: &'t Tree,
    /// The item it belongs to.
    pub(crate) own: u32,
    /// Bare names are columns of the choice at hand.
    pub(crate) columns: bool,
}

pub(super) struct State<'t> {
    pub(super) stand: Stand<'t>,
    depth: usize,
    /// Height of the tree read last.
    height: usize,
    fault: Option<ExpressionError>,
}

impl std::fmt::Debug for State<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "depth {}", self.depth)
    }
}

pub(super) type Input<'i, 't> = Stateful<&'i str, State<'t>>;
pub(super) type Parsed<T> = Result<T, ErrMode<ContextError>>;

/// Parses source text; names and paths become item numbers.
pub(crate) fn parse(source: &str, stand: Stand<'_>) -> Result<Expression, ExpressionError> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err(ExpressionError::TooLong(SOURCE_BYTES_MAX));
    }
    let state = State { stand, depth: 0, height: 0, fault: None };
    let mut input = Stateful { input: source, state };
    let parsed = delimited(multispace0, either, multispace0).parse_next(&mut input);
    match (parsed, input.state.fault.take()) {
        (_, Some(fault)) => Err(fault),
        (Ok(expression), None) if input.input.is_empty() => Ok(expression),
        (Ok(_) | Err(_), None) => Err(not_understood(source, input.input)),
    }
}

fn not_understood(source: &str, rest: &str) -> ExpressionError {
    let at = source.chars().count().saturating_sub(rest.chars().count()) + 1;
    ExpressionError::NotUnderstood { at, rest: rest.chars().take(24).collect() }
}

/// Stops at once with a fault that says more than a position.
pub(super) fn fault<T>(input: &mut Input<'_, '_>, fault: ExpressionError) -> Parsed<T> {
    input.state.fault.get_or_insert(fault);
    Err(ErrMode::Cut(ContextError::new()))
}

fn either(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    input.state.depth += 1;
    if input.state.depth > DEPTH_MAX {
        return fault(input, ExpressionError::TooDeep);
    }
    let parsed = ladder(input, both, &[("or", Operator::Or)]);
    input.state.depth -= 1;
    parsed
}

fn both(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    ladder(input, equality, &[("and", Operator::And)])
}

fn equality(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    ladder(input, order, &[("!=", Operator::NotEqual), ("=", Operator::Equal)])
}

fn order(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let signs = [
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    ladder(input, sum, &signs)
}

fn sum(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    ladder(input, product, &[("+", Operator::Plus), ("-", Operator::Minus)])
}

fn product(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let signs = [("*", Operator::Times), ("div", Operator::Div), ("mod", Operator::Mod)];
    ladder(input, unary, &signs)
}

/// One rung: operands of the next rung, joined from the left.
fn ladder(
    input: &mut Input<'_, '_>,
    next: fn(&mut Input<'_, '_>) -> Parsed<Expression>,
    signs: &[(&'static str, Operator)],
) -> Parsed<Expression> {
    let mut left = next(input)?;
    let mut long = 0;
    while let Some(operator) = opt(|input: &mut _| sign(input, signs)).parse_next(input)? {
        long += 1;
        if long > ARGUMENTS_MAX {
            return fault(input, ExpressionError::TooDeep);
        }
        let height = input.state.height;
        let right = cut_err(next).parse_next(input)?;
        grown(input, height)?;
        left = Expression::Pair(Box::new(left), operator, Box::new(right));
    }
    Ok(left)
}

/// A tree stands on the one read last and on one so high.
fn grown(input: &mut Input<'_, '_>, other: usize) -> Parsed<()> {
    input.state.height = input.state.height.max(other) + 1;
    match input.state.height > HEIGHT_MAX {
        true => fault(input, ExpressionError::TooDeep),
        false => Ok(()),
    }
}

/// An operator with the space around it; a word must end where it ends.
fn sign(input: &mut Input<'_, '_>, signs: &[(&'static str, Operator)]) -> Parsed<Operator> {
    multispace0.parse_next(input)?;
    for (text, operator) in signs {
        if opt(literal(*text)).parse_next(input)?.is_none() {
            continue;
        }
        let word = text.chars().all(char::is_alphabetic);
        if word && input.input.starts_with(name_char) {
            break;
        }
        multispace0.parse_next(input)?;
        return Ok(*operator);
    }
    Err(ErrMode::Backtrack(ContextError::new()))
}

fn unary(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let minuses: usize = repeat(0..=8, ('-', multispace0)).parse_next(input)?;
    let value = operand(input)?;
    input.state.height += minuses;
    Ok((0..minuses).fold(value, |value, _| Expression::Negative(Box::new(value))))
}

fn operand(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    input.state.height = 1;
    let value = alt((string, number, parenthesised, call, path::path)).parse_next(input)?;
    let after = input.input.trim_start();
    if after.starts_with('|') {
        return fault(input, ExpressionError::Unsupported("|"));
    }
    if after.starts_with('[') {
        return fault(input, ExpressionError::Unsupported("[…]"));
    }
    Ok(value)
}

fn string(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    alt((delimited('\'', take_till(0.., '\''), '\''), delimited('"', take_till(0.., '"'), '"')))
        .map(|text: &str| Expression::Text(text.to_owned()))
        .parse_next(input)
}

fn number(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let digits = |input: &mut Input<'_, '_>| -> Parsed<()> {
        take_while(1.., |c: char| c.is_ascii_digit()).void().parse_next(input)
    };
    let mut shape = alt(((digits, opt(('.', opt(digits)))).void(), ('.', digits).void())).take();
    let text: &str = shape.parse_next(input)?;
    match text.parse() {
        Ok(number) => Ok(Expression::Number(number)),
        Err(_) => Err(ErrMode::Backtrack(ContextError::new())),
    }
}

fn parenthesised(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let open = ('(', multispace0);
    preceded(open, cut_err((either, multispace0, ')').map(|(inner, _, _)| inner))).parse_next(input)
}

fn call(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let name = (any.verify(|c: &char| c.is_alphabetic()), take_while(0.., name_char));
    let name: &str = name.take().parse_next(input)?;
    (multispace0, '(', multispace0).parse_next(input)?;
    if name == "current" {
        return path::after_current(input);
    }
    let Some(function) = Function::named(name) else {
        return fault(input, ExpressionError::FunctionUnknown(name.to_owned()));
    };
    let comma = delimited(multispace0, ',', multispace0);
    let mut highest = 0;
    let argument = |input: &mut Input<'_, '_>| -> Parsed<Expression> {
        let argument = either(input)?;
        highest = highest.max(input.state.height);
        Ok(argument)
    };
    let mut arguments: Vec<Expression> =
        separated(0..=ARGUMENTS_MAX, argument, comma).parse_next(input)?;
    grown(input, highest)?;
    cut_err((multispace0, ')')).parse_next(input)?;
    if let Some(wanted) = function.refuses(arguments.len()) {
        let (function, given) = (name.to_owned(), arguments.len());
        return fault(input, ExpressionError::Arguments { function, wanted, given });
    }
    if function == Function::ChoiceName
        && let Some(Expression::Text(quoted)) = arguments.last().cloned()
    {
        // The second argument names its question inside a string.
        let asked = path::quoted(input, &quoted)?;
        arguments.truncate(1);
        arguments.push(asked);
    }
    Ok(Expression::Call(function, arguments))
}

pub(super) fn name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

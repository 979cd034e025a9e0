//! Grammar of expressions, from text to tree.
//!
//! XPath 1.0's ladder of precedence: `or`, `and`, `=` `!=`, `<` `<=` `>` `>=`, unary minus.
//! Depth and length are bounded, because a workbook is foreign data. Rejected: a hand-written
//! scanner; winnow reads as the grammar does.

use super::expression::{Expression, ExpressionError, Operator};
use winnow::ascii::multispace0;
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, repeat, separated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::stream::Stateful;
use winnow::token::{any, literal, take_till, take_while};

/// Longest accepted source, in bytes.
pub(crate) const SOURCE_BYTES_MAX: usize = 4096;
/// Deepest accepted nesting.
const DEPTH_MAX: usize = 32;

/// Looks `${name}` up.
pub(crate) type Names<'n> = &'n dyn Fn(&str) -> Option<u32>;

struct State<'n> {
    names: Names<'n>,
    depth: usize,
    fault: Option<ExpressionError>,
}

impl std::fmt::Debug for State<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "depth {}", self.depth)
    }
}

type Input<'i, 'n> = Stateful<&'i str, State<'n>>;
type Parsed<T> = Result<T, ErrMode<ContextError>>;

/// Parses source text; names become numbers.
pub(crate) fn parse(source: &str, names: Names<'_>) -> Result<Expression, ExpressionError> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err(ExpressionError::TooLong(SOURCE_BYTES_MAX));
    }
    let state = State { names, depth: 0, fault: None };
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
fn fault<T>(input: &mut Input<'_, '_>, fault: ExpressionError) -> Parsed<T> {
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
    ladder(input, unary, &signs)
}

/// One rung: operands of the next rung, joined from the left.
fn ladder(
    input: &mut Input<'_, '_>,
    next: fn(&mut Input<'_, '_>) -> Parsed<Expression>,
    signs: &[(&'static str, Operator)],
) -> Parsed<Expression> {
    let mut left = next(input)?;
    while let Some(operator) = opt(|input: &mut _| sign(input, signs)).parse_next(input)? {
        let right = cut_err(next).parse_next(input)?;
        left = Expression::Pair(Box::new(left), operator, Box::new(right));
    }
    Ok(left)
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
    Ok((0..minuses).fold(value, |value, _| Expression::Negative(Box::new(value))))
}

fn operand(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    alt((string, number, reference, own, parenthesised, call)).parse_next(input)
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

fn reference(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let name: &str = delimited("${", take_till(1.., '}'), '}').parse_next(input)?;
    match (input.state.names)(name.trim()) {
        Some(number) => Ok(Expression::Answer(number)),
        None => fault(input, ExpressionError::NameUnknown(name.trim().to_owned())),
    }
}

fn own(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    '.'.parse_next(input)?;
    match input.input.starts_with('.') {
        true => Err(ErrMode::Cut(ContextError::new())),
        false => Ok(Expression::Own),
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
    let comma = delimited(multispace0, ',', multispace0);
    let mut arguments: Vec<Expression> = separated(0..=8, either, comma).parse_next(input)?;
    cut_err((multispace0, ')')).parse_next(input)?;
    let given = arguments.len();
    let wanted = match name {
        "true" | "false" => 0,
        "not" => 1,
        "selected" => 2,
        _ => return fault(input, ExpressionError::FunctionUnknown(name.to_owned())),
    };
    let last = arguments.pop().map(Box::new);
    match (name, arguments.pop().map(Box::new), last) {
        _ if given != wanted => {
            let function = name.to_owned();
            fault(input, ExpressionError::Arguments { function, wanted, given })
        }
        ("not", None, Some(inner)) => Ok(Expression::Not(inner)),
        ("selected", Some(choices), Some(name)) => Ok(Expression::Selected(choices, name)),
        (name, _, _) => Ok(Expression::Truth(name == "true")),
    }
}

fn name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

//! Paths: `${name}`, `.`, `..`, `../name`, `/form/group/name`, `current()/…`.
//!
//! Each is led to one item of the fixed tree while it is read. Repeats are crossed by sharing,
//! not by steps: an item inside the same round of a repeat stands for that round, elsewhere for
//! all rounds, as the references of a converted workbook do.

use super::expression::{Expression, ExpressionError};
use super::parse::{Input, Parsed, fault, name_char};
use winnow::combinator::{alt, delimited, opt, preceded, repeat};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::{literal, take_till, take_while};

/// Most steps of one path.
const STEPS_MAX: usize = 32;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'i> {
    Own,
    Parent,
    Child(&'i str),
}

/// Any path, or a column where columns may stand.
pub(super) fn path(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    if input.input.starts_with('$') {
        return reference(input);
    }
    if input.input.starts_with("//") {
        return fault(input, ExpressionError::Unsupported("//"));
    }
    if opt('/').parse_next(input)?.is_some() {
        let steps = steps(input)?;
        // The first step names the form itself, whatever it is called.
        return lead(input, 0, steps.get(1..).unwrap_or_default());
    }
    let steps = steps(input)?;
    if let ([Step::Child(name)], true) = (steps.as_slice(), input.state.stand.columns) {
        return Ok(Expression::Column((*name).to_owned()));
    }
    let own = input.state.stand.own;
    let from = match steps.first() {
        // A bare name stands beside the item.
        Some(Step::Child(_)) => input.state.stand.tree.parent(own).unwrap_or(0),
        Some(Step::Own | Step::Parent) | None => own,
    };
    lead(input, from, &steps)
}

/// What follows `current(`: the closing parenthesis and the steps from the own item.
pub(super) fn after_current(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    ')'.parse_next(input)?;
    let more: Option<Vec<Step<'_>>> = opt(preceded('/', steps)).parse_next(input)?;
    let own = input.state.stand.own;
    lead(input, own, &more.unwrap_or_default())
}

/// `${name}` or a path written inside a string.
pub(super) fn quoted(input: &mut Input<'_, '_>, text: &str) -> Parsed<Expression> {
    let name = text.trim().trim_start_matches("${").trim_end_matches('}');
    let name = name.rsplit('/').next().unwrap_or(name).trim();
    named(input, name)
}

fn reference(input: &mut Input<'_, '_>) -> Parsed<Expression> {
    let name: &str = delimited("${", take_till(1.., '}'), '}').parse_next(input)?;
    if name.contains('#') {
        return fault(input, ExpressionError::Unsupported("last-saved"));
    }
    named(input, name.trim())
}

fn named(input: &mut Input<'_, '_>, name: &str) -> Parsed<Expression> {
    match input.state.stand.tree.named(name) {
        Some(item) => Ok(Expression::Node(item)),
        None if input.state.stand.tree.is_ambiguous(name) => {
            fault(input, ExpressionError::NameAmbiguous(name.to_owned()))
        }
        None => fault(input, ExpressionError::NameUnknown(name.to_owned())),
    }
}

fn steps<'i>(input: &mut Input<'i, '_>) -> Parsed<Vec<Step<'i>>> {
    let first = step(input)?;
    let more: Vec<Step<'i>> = repeat(0..=STEPS_MAX, preceded('/', step)).parse_next(input)?;
    Ok(std::iter::once(first).chain(more).collect())
}

fn step<'i>(input: &mut Input<'i, '_>) -> Parsed<Step<'i>> {
    let name = take_while(1.., name_char)
        .verify(|name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    alt((literal("..").value(Step::Parent), literal(".").value(Step::Own), name.map(Step::Child)))
        .parse_next(input)
}

fn lead(input: &mut Input<'_, '_>, from: u32, steps: &[Step<'_>]) -> Parsed<Expression> {
    let tree = input.state.stand.tree;
    let mut at = from;
    for step in steps {
        let next = match step {
            Step::Own => Some(at),
            Step::Parent => tree.parent(at),
            Step::Child(name) => tree.child(at, name),
        };
        let Some(next) = next else {
            let words = steps.iter().map(|step| match step {
                Step::Own => ".",
                Step::Parent => "..",
                Step::Child(name) => name,
            });
            let words: Vec<&str> = words.collect();
            return fault(input, ExpressionError::PathUnknown(words.join("/")));
        };
        at = next;
    }
    match steps.last() {
        None if from == 0 => Err(ErrMode::Backtrack(ContextError::new())),
        Some(Step::Child(_)) => Ok(Expression::Node(at)),
        Some(Step::Own | Step::Parent) | None => Ok(Expression::Here(at)),
    }
}

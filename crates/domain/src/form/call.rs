//! ODK's functions, from arguments to a value.
//!
//! Arguments are evaluated as they are needed (`if` takes one branch only). Anything that does
//! not read as what a function wants gives an empty text or not-a-number, never a failure: a
//! form under way must go on. Source: ODK XForms specification, functions.

mod figures;
mod nodes;
mod words;

pub(super) use words::compiled;

use super::dates;
use super::expression::Expression;
use super::function::Function;
use super::site::Site;
use super::worth::{Worth, number_of};

/// Evaluates one call.
pub(super) fn call(site: &Site<'_>, function: Function, arguments: &[Expression]) -> Worth {
    let given = Given { site, arguments };
    let wall = site.wall();
    match function {
        Function::True => Worth::Truth(true),
        Function::False => Worth::Truth(false),
        Function::Not => Worth::Truth(!given.worth(0).truth()),
        Function::Boolean => Worth::Truth(given.worth(0).truth()),
        Function::BooleanFromString => Worth::Truth(matches!(given.text(0).trim(), "true" | "1")),
        Function::If => given.worth(if given.worth(0).truth() { 1 } else { 2 }),
        Function::Coalesce => match given.text(0) {
            empty if empty.is_empty() => Worth::Text(given.text(1)),
            first => Worth::Text(first),
        },
        Function::Once => match site.filling.node(site.path, site.own) {
            Some(own) if !own.text.is_empty() => Worth::text_of(&own.text),
            Some(_) | None => given.worth(0),
        },
        Function::Now => Worth::Text(site.filling.setting.now.date_time()),
        Function::Today => Worth::Text(site.filling.setting.now.date()),
        Function::Version => {
            let body = site.filling.form.body();
            Worth::Text(body.label_version.clone().unwrap_or_default())
        }
        Function::Date => Worth::Text(dates::date(&given.text(0), wall).unwrap_or_default()),
        Function::DateTime => {
            Worth::Text(dates::date_time(&given.text(0), wall).unwrap_or_default())
        }
        Function::FormatDate => {
            Worth::Text(dates::format(&given.text(0), &given.text(1), false, wall))
        }
        Function::FormatDateTime => {
            Worth::Text(dates::format(&given.text(0), &given.text(1), true, wall))
        }
        Function::DecimalDateTime => {
            Worth::Number(dates::days_of(&given.text(0), wall).unwrap_or(f64::NAN))
        }
        Function::DecimalTime => {
            Worth::Number(dates::decimal_time(&given.text(0), wall).unwrap_or(f64::NAN))
        }
        other => figures::call(&given, other)
            .or_else(|| words::call(&given, other))
            .or_else(|| nodes::call(&given, other))
            .unwrap_or_else(|| Worth::text_of("")),
    }
}

/// A call's arguments and where it stands.
pub(super) struct Given<'a> {
    site: &'a Site<'a>,
    arguments: &'a [Expression],
}

impl Given<'_> {
    /// How many there are.
    fn len(&self) -> usize {
        self.arguments.len()
    }

    /// What the argument is worth; an empty text where there is none.
    fn worth(&self, at: usize) -> Worth {
        self.arguments.get(at).map_or_else(|| Worth::text_of(""), |one| self.site.worth(one))
    }

    fn text(&self, at: usize) -> String {
        self.worth(at).text()
    }

    fn number(&self, at: usize) -> f64 {
        self.worth(at).number(self.site.wall())
    }

    /// A text as a number.
    fn number_of(&self, text: &str) -> f64 {
        number_of(text, self.site.wall())
    }

    /// The argument's numbers: of a set every node's.
    fn numbers(&self, at: usize) -> Vec<f64> {
        match self.worth(at) {
            Worth::Nodes(nodes) => nodes.iter().map(|node| self.number_of(&node.text)).collect(),
            one => vec![one.number(self.site.wall())],
        }
    }

    /// The argument's text, or the own value where there is none.
    fn text_or_own(&self) -> String {
        match self.len() {
            0 => self.site.worth(&Expression::Here(self.site.own)).text(),
            _ => self.text(0),
        }
    }

    /// The texts of all arguments from `at` on, sets spread out.
    fn texts(&self, at: usize) -> Vec<String> {
        let rest = self.arguments.get(at..).unwrap_or_default();
        rest.iter().flat_map(|one| self.site.worth(one).texts()).collect()
    }
}

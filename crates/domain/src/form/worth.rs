//! Values inside an expression: XPath 1.0's four, with dates read as days.
//!
//! Strings that look like an ISO date or date and time become numbers of days since 1970, as
//! the ODK XForms specification asks of date arithmetic; everything else follows XPath 1.0.
//! Nothing computed here is written into a record. Rejected: a date type of its own, which
//! would have to guess in every comparison what a typed text meant.

use super::dates;

/// Positions in each repeat around a node; empty outside repeats.
pub type RepeatPath = Vec<u32>;

/// One node an expression looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its item.
    pub(crate) item: u32,
    /// Which round of each repeat around it.
    pub(crate) path: RepeatPath,
    /// Its text; empty where it is not relevant.
    pub(crate) text: String,
}

/// A value inside an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Worth {
    Number(f64),
    Text(String),
    Truth(bool),
    Nodes(Vec<Node>),
}

impl Worth {
    pub(crate) fn text_of(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// True for a true truth, a number other than zero, a text that is not empty.
    pub(crate) fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Nodes(nodes) => nodes.first().is_some_and(|node| !node.text.is_empty()),
        }
    }

    /// Dates are days on a wall so many minutes east of UTC.
    pub(crate) fn number(&self, wall_minutes: i32) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Truth(truth) => f64::from(u8::from(*truth)),
            Self::Text(text) => number_of(text, wall_minutes),
            Self::Nodes(nodes) => {
                nodes.first().map_or(f64::NAN, |node| number_of(&node.text, wall_minutes))
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Truth(truth) => truth.to_string(),
            Self::Number(number) => text_of(*number),
            Self::Nodes(nodes) => nodes.first().map(|node| node.text.clone()).unwrap_or_default(),
        }
    }

    /// All texts of a set of nodes; the one text of anything else.
    pub(crate) fn texts(&self) -> Vec<String> {
        match self {
            Self::Nodes(nodes) => nodes.iter().map(|node| node.text.clone()).collect(),
            Self::Text(_) | Self::Truth(_) | Self::Number(_) => vec![self.text()],
        }
    }

    /// `=` after XPath 1.0 §3.4: true if it holds for any node of a set.
    pub(crate) fn equals(&self, other: &Self, wall_minutes: i32) -> bool {
        self.any(other, &|one, other| match (one, other) {
            (Self::Truth(_), _) | (_, Self::Truth(_)) => one.truth() == other.truth(),
            (Self::Number(_), _) | (_, Self::Number(_)) => {
                same(one.number(wall_minutes), other.number(wall_minutes))
            }
            _ => one.text() == other.text(),
        })
    }

    /// `!=`: true if any pair differs, so that not the opposite of `=` for sets.
    pub(crate) fn differs(&self, other: &Self, wall_minutes: i32) -> bool {
        self.any(other, &|one, other| match (one, other) {
            (Self::Truth(_), _) | (_, Self::Truth(_)) => one.truth() != other.truth(),
            (Self::Number(_), _) | (_, Self::Number(_)) => {
                !same(one.number(wall_minutes), other.number(wall_minutes))
            }
            _ => one.text() != other.text(),
        })
    }

    /// `<` and its kin: numbers, for any pair.
    pub(crate) fn ordered(
        &self,
        other: &Self,
        wall_minutes: i32,
        holds: fn(f64, f64) -> bool,
    ) -> bool {
        let number = |worth: &Self| worth.number(wall_minutes);
        self.any(other, &|one, other| holds(number(one), number(other)))
    }

    fn any(&self, other: &Self, holds: &dyn Fn(&Self, &Self) -> bool) -> bool {
        match (self, other) {
            (Self::Nodes(_), Self::Truth(_)) => holds(&Self::Truth(self.truth()), other),
            (Self::Truth(_), Self::Nodes(_)) => holds(self, &Self::Truth(other.truth())),
            (Self::Nodes(nodes), _) => {
                nodes.iter().any(|node| Self::Text(node.text.clone()).any(other, holds))
            }
            (_, Self::Nodes(nodes)) => {
                nodes.iter().any(|node| holds(self, &Self::Text(node.text.clone())))
            }
            _ => holds(self, other),
        }
    }
}

#[allow(clippy::float_cmp, reason = "XPath's = on numbers is exact")]
fn same(one: f64, two: f64) -> bool {
    one == two
}

/// XPath's `number()`: a figure, or an ISO date's days since 1970 on the wall.
pub(crate) fn number_of(text: &str, wall_minutes: i32) -> f64 {
    let figure = figure_of(text);
    if !figure.is_nan() {
        return figure;
    }
    dates::days_of(text, wall_minutes).unwrap_or(f64::NAN)
}

/// XPath's number: optional minus, digits, a point; anything else is none.
pub(crate) fn figure_of(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let known = plain && digits.chars().any(|c| c.is_ascii_digit());
    if known { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// XPath's `string()` of a number: no exponent, no point behind a whole number.
pub(crate) fn text_of(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Node, Worth, number_of, text_of};

    fn nodes(texts: &[&str]) -> Worth {
        let node = |text: &&str| Node { item: 1, path: Vec::new(), text: (*text).to_owned() };
        Worth::Nodes(texts.iter().map(node).collect())
    }

    #[test]
    fn numbers_read_and_write_as_xpath_says() {
        for (text, number) in [("5", 5.0), (" -0.50 ", -0.5), (".5", 0.5), ("2013-11-03", 16012.0)]
        {
            assert_eq!(number_of(text, 300), number, "{text}");
        }
        for text in ["", "+5", "1e3", "five", "1.2.3", "-"] {
            assert!(number_of(text, 0).is_nan(), "{text}");
        }
        assert_eq!(text_of(5.0), "5");
        assert_eq!(text_of(-0.0), "0");
        assert_eq!(text_of(1e21), "1000000000000000000000");
        assert_eq!(text_of(f64::NEG_INFINITY), "-Infinity");
    }

    #[test]
    fn a_set_is_equal_and_unequal_if_any_node_is() {
        let set = nodes(&["1", "2"]);
        assert!(set.equals(&Worth::Number(2.0), 0) && set.differs(&Worth::Number(2.0), 0));
        assert!(!nodes(&[]).equals(&Worth::text_of(""), 0) && !nodes(&[]).differs(&set, 0));
        assert!(set.ordered(&nodes(&["0", "2"]), 0, |one, other| one < other));
    }
}

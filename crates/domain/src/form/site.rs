//! Where an expression is evaluated: an item, its rounds, perhaps the choice at hand.
//!
//! Reads what is settled before it and nothing else. Source: XPath 1.0, with ODK's functions
//! in [`super::call`].

use super::Choice;
use super::call;
use super::expression::{Expression, Operator};
use super::filling::Filling;
use super::worth::{Node, Worth};

/// A place of evaluation.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(super) filling: &'a Filling<'a>,
    pub(super) own: u32,
    pub(super) path: &'a [u32],
    choice: Option<&'a Choice>,
}

impl<'a> Site<'a> {
    /// At an item, in its rounds.
    pub(super) fn at(filling: &'a Filling<'a>, own: u32, path: &'a [u32]) -> Self {
        Self { filling, own, path, choice: None }
    }

    /// The same place with a choice at hand.
    pub(super) fn with(self, choice: &'a Choice) -> Self {
        Self { choice: Some(choice), ..self }
    }

    /// What an expression is worth here.
    pub(super) fn worth(&self, expression: &Expression) -> Worth {
        match expression {
            Expression::Number(number) => Worth::Number(*number),
            Expression::Text(text) => Worth::text_of(text),
            Expression::Node(item) => {
                Worth::Nodes(self.filling.visible(*item, self.own, self.path))
            }
            Expression::Here(item) => Worth::Nodes(vec![self.here(*item)]),
            Expression::Column(name) => Worth::Text(self.column(name)),
            Expression::Call(function, arguments) => call::call(self, *function, arguments),
            Expression::Negative(inner) => Worth::Number(-self.worth(inner).number(self.wall())),
            Expression::Pair(..) => self.joined(expression),
        }
    }

    /// Minutes of the filling's wall clock east of UTC.
    pub(super) fn wall(&self) -> i32 {
        self.filling.setting.now.offset_minutes
    }

    /// Pairs joined from the left, without going down: a sum has hundreds of terms.
    fn joined(&self, expression: &Expression) -> Worth {
        let (mut first, mut rest) = (expression, Vec::new());
        while let Expression::Pair(left, operator, right) = first {
            rest.push((*operator, right.as_ref()));
            first = left;
        }
        let joined = |left: Worth, (operator, right): (Operator, &Expression)| {
            self.pair(&left, operator, right)
        };
        rest.into_iter().rev().fold(self.worth(first), joined)
    }

    /// An item around this place, in the rounds this stands in.
    fn here(&self, item: u32) -> Node {
        let depth = self.filling.form.checked.tree.repeats(item).len();
        let path = self.path.get(..depth).unwrap_or(self.path).to_vec();
        Node { item, text: self.filling.read(item, &path), path }
    }

    fn column(&self, name: &str) -> String {
        let Some(choice) = self.choice else { return String::new() };
        match name {
            "name" => choice.name.clone(),
            other => choice.columns.get(other).cloned().unwrap_or_default(),
        }
    }

    fn pair(&self, left: &Worth, operator: Operator, right: &Expression) -> Worth {
        // `or` and `and` stop early, as in XPath.
        match operator {
            Operator::Or => return Worth::Truth(left.truth() || self.worth(right).truth()),
            Operator::And => return Worth::Truth(left.truth() && self.worth(right).truth()),
            _ => {}
        }
        let (right, wall) = (self.worth(right), self.wall());
        let figure =
            |f: fn(f64, f64) -> f64| Worth::Number(f(left.number(wall), right.number(wall)));
        let ordered = |holds: fn(f64, f64) -> bool| Worth::Truth(left.ordered(&right, wall, holds));
        match operator {
            Operator::Or | Operator::And => Worth::Truth(false),
            Operator::Equal => Worth::Truth(left.equals(&right, wall)),
            Operator::NotEqual => Worth::Truth(left.differs(&right, wall)),
            Operator::Less => ordered(|one, two| one < two),
            Operator::LessOrEqual => ordered(|one, two| one <= two),
            Operator::Greater => ordered(|one, two| one > two),
            Operator::GreaterOrEqual => ordered(|one, two| one >= two),
            Operator::Plus => figure(|one, two| one + two),
            Operator::Minus => figure(|one, two| one - two),
            Operator::Times => figure(|one, two| one * two),
            Operator::Div => figure(|one, two| one / two),
            Operator::Mod => figure(|one, two| one % two),
        }
    }
}

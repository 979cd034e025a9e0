//! Functions on nodes, repeats and choices.
//!
//! They see the answers of one filling and nothing outside it. Positions count from 1, as XPath and
//! the forms do.

use super::super::expression::Expression;
use super::super::function::Function;
use super::super::worth::{Node, Worth};
use super::Given;

pub(super) fn call(given: &Given<'_>, function: Function) -> Option<Worth> {
    match function {
        Function::Selected => {
            let (chosen, name) = (given.text(0), given.text(1));
            Some(Worth::Truth(chosen.split_whitespace().any(|one| one == name.trim())))
        }
        Function::CountSelected => {
            Some(Worth::Number(given.text(0).split_whitespace().count() as f64))
        }
        Function::SelectedAt => {
            let (chosen, at) = (given.text(0), given.number(1));
            let known = at.is_finite() && at >= 0.0;
            let one = known.then(|| chosen.split_whitespace().nth(at as usize)).flatten();
            Some(Worth::text_of(one.unwrap_or_default()))
        }
        Function::Count => Some(Worth::Number(nodes(given, 0).len() as f64)),
        Function::CountNonEmpty => {
            let filled = nodes(given, 0).iter().filter(|node| !node.text.is_empty()).count();
            Some(Worth::Number(filled as f64))
        }
        Function::Position => Some(Worth::Number(position(given))),
        Function::IndexedRepeat => Some(Worth::Text(indexed(given).unwrap_or_default())),
        Function::ChoiceName => Some(Worth::Text(choice_name(given).unwrap_or_default())),
        Function::Pulldata => {
            let (key_column, key) = (given.text(2), given.text(3));
            let by = (key_column.as_str(), key.as_str());
            let cell = given.site.filling.looked_up(&given.text(0), &given.text(1), by);
            Some(Worth::Text(cell.unwrap_or_default()))
        }
        _ => None,
    }
}

fn nodes(given: &Given<'_>, at: usize) -> Vec<Node> {
    match given.worth(at) {
        Worth::Nodes(nodes) => nodes,
        Worth::Number(_) | Worth::Text(_) | Worth::Truth(_) => Vec::new(),
    }
}

/// Which round, from 1, a repeat is in; anything else stands once among its kind, so that 1.
fn position(given: &Given<'_>) -> f64 {
    let filling = given.site.filling;
    let found = nodes(given, 0).into_iter().next().and_then(|node| {
        filling.form.checked.tree.is_repeat(node.item).then_some(())?;
        let (round, around) = node.path.split_last()?;
        filling.rounds(around, node.item).iter().position(|known| known == round)
    });
    found.map_or(1.0, |at| (at + 1) as f64)
}

/// `indexed-repeat(${question}, ${repeat}, index, …)`.
fn indexed(given: &Given<'_>) -> Option<String> {
    let item = |at: usize| match given.arguments.get(at) {
        Some(Expression::Node(item) | Expression::Here(item)) => Some(*item),
        _ => None,
    };
    let site = given.site;
    let (asked, tree) = (item(0)?, &site.filling.form.checked.tree);
    let shared = tree.shared(site.own, asked);
    let mut path = Vec::new();
    for (depth, repeat) in tree.repeats(asked).iter().enumerate() {
        let named = (1..given.len()).step_by(2).find(|at| item(*at) == Some(*repeat));
        let rounds = site.filling.rounds(&path, *repeat);
        let round = match named {
            Some(at) => {
                let index = given.number(at + 1);
                let known = index.is_finite() && index >= 1.0;
                *known.then(|| rounds.get(index as usize - 1)).flatten()?
            }
            None if depth < shared => *site.path.get(depth)?,
            None => *rounds.first()?,
        };
        path.push(round);
    }
    Some(site.filling.read(asked, &path))
}

/// The label of a choice in the form's first language that has one.
fn choice_name(given: &Given<'_>) -> Option<String> {
    let (Expression::Node(asked) | Expression::Here(asked)) = given.arguments.get(1)? else {
        return None;
    };
    let form = given.site.filling.form;
    let name = given.text(0);
    let choice = form.item(*asked)?.choices.iter().find(|choice| choice.name == name)?;
    let languages = form.body().languages.iter();
    let label = languages.filter_map(|language| choice.labels.get(language)).next();
    Some(label.cloned().unwrap_or(name))
}

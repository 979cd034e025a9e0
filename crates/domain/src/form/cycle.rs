//! The order in which relevance is settled, and circles in it, found with their path.
//!
//! An item's relevance depends on its group's and on that of every question its expression
//! names. In an order where what is depended on comes first, one pass settles a form.

use super::check::Parsed;
use super::expression::Expression;
use super::{FormBody, FormError};
use std::collections::{BTreeMap, BTreeSet};

type Edges = BTreeMap<u32, Vec<u32>>;

/// Item numbers, what is depended on first.
///
/// # Errors
/// Every circle, each told once by the item it was met at first.
pub(super) fn order(
    body: &FormBody,
    parsed: &BTreeMap<u32, Parsed>,
) -> Result<Vec<u32>, Vec<FormError>> {
    let edges: Edges = body
        .items
        .iter()
        .map(|item| {
            let relevant = parsed.get(&item.number).and_then(|parsed| parsed.relevant.as_ref());
            let mut next = item.group.into_iter().collect();
            if let Some(expression) = relevant {
                references(expression, item.number, &mut next);
            }
            (item.number, next)
        })
        .collect();
    let name = |number: &u32| {
        let mut items = body.items.iter();
        items.find(|item| item.number == *number).map(|item| item.name.clone()).unwrap_or_default()
    };
    let (mut settled, mut order) = (BTreeSet::new(), Vec::new());
    let circles: Vec<FormError> = edges
        .keys()
        .filter_map(|start| walk(*start, &edges, &mut settled, &mut order))
        .map(|circle| {
            let path: Vec<String> = circle.iter().map(name).collect();
            FormError::Cycle { item: path.first().cloned().unwrap_or_default(), path }
        })
        .collect();
    match circles.is_empty() {
        true => Ok(order),
        false => Err(circles),
    }
}

/// Walks in depth without recursion: a form may chain thousands of questions.
fn walk(
    start: u32,
    edges: &Edges,
    settled: &mut BTreeSet<u32>,
    order: &mut Vec<u32>,
) -> Option<Vec<u32>> {
    let mut path: Vec<(u32, usize)> = vec![(start, 0)];
    while let Some((item, next)) = path.last_mut() {
        let item = *item;
        if settled.contains(&item) {
            path.pop();
            continue;
        }
        let Some(following) = edges.get(&item).and_then(|edges| edges.get(*next)) else {
            settled.insert(item);
            order.push(item);
            path.pop();
            continue;
        };
        *next += 1;
        if let Some(from) = path.iter().position(|(item, _)| item == following) {
            let mut circle: Vec<u32> = path.iter().skip(from).map(|(item, _)| *item).collect();
            circle.push(*following);
            settled.extend(path.iter().map(|(item, _)| *item));
            return Some(circle);
        }
        path.push((*following, 0));
    }
    None
}

fn references(expression: &Expression, own: u32, into: &mut Vec<u32>) {
    match expression {
        Expression::Number(_) | Expression::Text(_) | Expression::Truth(_) => {}
        Expression::Own => into.push(own),
        Expression::Answer(number) => into.push(*number),
        Expression::Not(inner) | Expression::Negative(inner) => references(inner, own, into),
        Expression::Selected(left, right) | Expression::Pair(left, _, right) => {
            references(left, own, into);
            references(right, own, into);
        }
    }
}

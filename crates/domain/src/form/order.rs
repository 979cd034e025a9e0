//! The order in which a form is settled, and circles in it, found with their path.
//!
//! Four things of an item can change: whether it is relevant, how many rounds a repeat has,
//! its value, and what is judged of it (required, read-only, constraint, choices). In an order
//! where what is depended on comes first, one pass settles everything, and an answer only what
//! it reaches. Rejected: repeating passes until nothing moves, which hides circles.

use super::check::Parsed;
use super::expression::Expression;
use super::tree::Tree;
use super::{FormBody, FormError, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

/// What of an item is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Aspect {
    Relevant,
    Rounds,
    Value,
    Judged,
}

/// One thing of one item.
pub(crate) type Key = (u32, Aspect);

/// Keys with what each depends on, in the order to settle them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Order {
    pub(crate) keys: Vec<(Key, Vec<Key>)>,
}

type Edges = BTreeMap<Key, Vec<Key>>;

/// The order of a form.
///
/// # Errors
/// Every circle, each told once by the item it was met at first.
pub(super) fn order(
    body: &FormBody,
    tree: &Tree,
    parsed: &BTreeMap<u32, Parsed>,
) -> Result<Order, Vec<FormError>> {
    let edges = edges(body, tree, parsed);
    let (mut settled, mut order) = (BTreeSet::new(), Vec::new());
    let circles: Vec<FormError> = edges
        .keys()
        .filter_map(|start| walk(*start, &edges, &mut settled, &mut order))
        .map(|circle| {
            let (number, aspect) = circle.first().copied().unwrap_or((0, Aspect::Value));
            let column = parsed.get(&number).and_then(|parsed| column(parsed, aspect));
            let mut path: Vec<String> = Vec::new();
            for (item, _) in circle {
                let name = tree.name(item);
                if path.last().is_none_or(|last| last != name) {
                    path.push(name.to_owned());
                }
            }
            if path.len() == 1 {
                path.extend(path.clone());
            }
            FormError::Cycle {
                number,
                item: path.first().cloned().unwrap_or_default(),
                column,
                path,
            }
        })
        .collect();
    if !circles.is_empty() {
        return Err(circles);
    }
    let mut edges = edges;
    let with_edges = |key: Key| (key, edges.remove(&key).unwrap_or_default());
    Ok(Order { keys: order.into_iter().map(with_edges).collect() })
}

/// The column that makes an item depend on others in this; none where what is around it does.
fn column(parsed: &Parsed, aspect: Aspect) -> Option<&'static str> {
    let (column, expression) = match aspect {
        Aspect::Relevant => ("relevant", &parsed.relevant),
        Aspect::Rounds => ("repeat_count", &parsed.repeat_count),
        Aspect::Value if parsed.calculation.is_none() => ("default", &parsed.default),
        Aspect::Value => ("calculation", &parsed.calculation),
        Aspect::Judged => ("constraint", &parsed.constraint),
    };
    expression.is_some().then_some(column)
}

fn edges(body: &FormBody, tree: &Tree, parsed: &BTreeMap<u32, Parsed>) -> Edges {
    let mut edges = Edges::new();
    let none = Parsed::default();
    for item in &body.items {
        let number = item.number;
        let expressions = parsed.get(&number).unwrap_or(&none);
        let around: Vec<Key> = tree
            .repeats(item.group.unwrap_or(0))
            .iter()
            .map(|repeat| (*repeat, Aspect::Rounds))
            .collect();
        let mut relevant = around.clone();
        relevant.extend(item.group.map(|group| (group, Aspect::Relevant)));
        reads(tree, expressions.relevant.as_ref(), &mut relevant);
        if item.kind == ItemKind::Repeat {
            // It is relevant or not in each of its rounds.
            relevant.push((number, Aspect::Rounds));
            let mut rounds = around.clone();
            reads(tree, expressions.repeat_count.as_ref(), &mut rounds);
            edges.insert((number, Aspect::Rounds), rounds);
        }
        edges.insert((number, Aspect::Relevant), relevant);
        if item.kind.has_value() {
            let mut value = around;
            reads(tree, expressions.calculation.as_ref(), &mut value);
            reads(tree, expressions.default.as_ref(), &mut value);
            if expressions.fleeting {
                value.push((number, Aspect::Relevant));
            }
            value.extend(item.trigger.iter().map(|trigger| (*trigger, Aspect::Value)));
            edges.insert((number, Aspect::Value), value);
            let mut judged = vec![(number, Aspect::Value), (number, Aspect::Relevant)];
            for expression in [
                &expressions.required,
                &expressions.read_only,
                &expressions.constraint,
                &expressions.choice_filter,
                &expressions.seed,
            ] {
                reads(tree, expression.as_ref(), &mut judged);
            }
            edges.insert((number, Aspect::Judged), judged);
        }
    }
    edges
}

/// What an expression needs settled before it.
fn reads(tree: &Tree, expression: Option<&Expression>, into: &mut Vec<Key>) {
    let Some(expression) = expression else { return };
    expression.reads(&mut |item| {
        into.extend(tree.repeats(item).iter().map(|repeat| (*repeat, Aspect::Rounds)));
        if tree.has_value(item) {
            into.push((item, Aspect::Value));
            into.push((item, Aspect::Relevant));
        }
    });
}

/// Walks in depth without recursion: a form may chain thousands of questions.
fn walk(
    start: Key,
    edges: &Edges,
    settled: &mut BTreeSet<Key>,
    order: &mut Vec<Key>,
) -> Option<Vec<Key>> {
    let mut path: Vec<(Key, usize)> = vec![(start, 0)];
    let mut open = BTreeSet::from([start]);
    while let Some((key, next)) = path.last_mut() {
        let key = *key;
        let following = match settled.contains(&key) {
            true => None,
            false => edges.get(&key).and_then(|edges| edges.get(*next)),
        };
        let Some(following) = following else {
            if settled.insert(key) {
                order.push(key);
            }
            open.remove(&key);
            path.pop();
            continue;
        };
        *next += 1;
        if open.contains(following) {
            let from = path.iter().position(|(key, _)| key == following).unwrap_or(0);
            let mut circle: Vec<Key> = path.iter().skip(from).map(|(key, _)| *key).collect();
            circle.push(*following);
            settled.extend(path.iter().map(|(key, _)| *key));
            return Some(circle);
        }
        if !settled.contains(following) {
            open.insert(*following);
            path.push((*following, 0));
        }
    }
    None
}

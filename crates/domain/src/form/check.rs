//! A body's faults, all at once, and its parsed expressions.
//!
//! Refused: numbers or names used twice, groups that are not there, choices without a
//! selection, expressions that do not parse. Rejected: repairing, which would change a form
//! under the people who fill it.

use super::expression::Expression;
use super::{FormBody, FormError, Item, ItemKind, cycle, parse};
use std::collections::{BTreeMap, BTreeSet};

/// Most items a form may hold.
const ITEMS_MAX: usize = 5_000;

/// The expressions of one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) relevant: Option<Expression>,
    pub(crate) constraint: Option<Expression>,
    pub(crate) required: Option<Expression>,
}

/// What a body's check gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checked {
    /// Expressions by item number.
    pub(crate) parsed: BTreeMap<u32, Parsed>,
    /// Item numbers in the order relevance is settled.
    pub(crate) order: Vec<u32>,
}

/// Parses every expression of a body, or lists every fault.
pub(crate) fn parse(body: &FormBody) -> Result<Checked, Vec<FormError>> {
    let mut faults = shape(body);
    let numbers: BTreeMap<&str, u32> = body
        .items
        .iter()
        .filter(|item| item.kind.takes_answer())
        .map(|item| (item.name.as_str(), item.number))
        .collect();
    let names = |name: &str| numbers.get(name).copied();
    let mut parsed = BTreeMap::new();
    for item in &body.items {
        let mut read = |column, source: &Option<String>| {
            let result = parse::parse(source.as_deref()?, &names);
            let fault = |error| FormError::Expression { item: item.name.clone(), column, error };
            result.map_err(|error| faults.push(fault(error))).ok()
        };
        let expressions = Parsed {
            relevant: read("relevant", &item.relevant),
            constraint: read("constraint", &item.constraint),
            required: read("required", &item.required),
        };
        parsed.insert(item.number, expressions);
    }
    match faults.is_empty() {
        true => cycle::order(body, &parsed).map(|order| Checked { parsed, order }),
        false => Err(faults),
    }
}

fn shape(body: &FormBody) -> Vec<FormError> {
    let mut faults = Vec::new();
    if body.items.len() > ITEMS_MAX {
        faults.push(FormError::Malformed(format!("more than {ITEMS_MAX} items")));
    }
    let mut names = BTreeSet::new();
    let mut numbers = BTreeMap::new();
    for item in &body.items {
        let group = item.group.is_none_or(|group| numbers.get(&group) == Some(&ItemKind::Group));
        let twice = numbers.insert(item.number, item.kind).is_some();
        let detail = match () {
            () if twice || item.number == 0 => "its number is zero or used twice",
            () if !names.insert(item.name.as_str()) => "its name is used twice",
            () if item.name.is_empty() => "it has no name",
            () if !group => "its group does not stand before it",
            () if !choices(item) => "its choices do not fit its kind",
            () => continue,
        };
        faults.push(FormError::Item { item: item.name.clone(), detail: detail.to_owned() });
    }
    faults
}

fn choices(item: &Item) -> bool {
    let numbers: BTreeSet<u32> = item.choices.iter().map(|choice| choice.number).collect();
    let names: BTreeSet<&str> = item.choices.iter().map(|choice| choice.name.as_str()).collect();
    let distinct = numbers.len() == item.choices.len() && names.len() == item.choices.len();
    match item.kind {
        ItemKind::SelectOne | ItemKind::SelectMultiple => {
            distinct && !item.choices.is_empty() && !numbers.contains(&0)
        }
        ItemKind::Text | ItemKind::Integer | ItemKind::Decimal => item.choices.is_empty(),
        ItemKind::Note | ItemKind::Group => item.choices.is_empty(),
    }
}

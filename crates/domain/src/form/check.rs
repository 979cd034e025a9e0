//! A body's faults, all at once, and its parsed expressions.
//!
//! Refused: numbers or names used twice, groups that are not there, choices without a
//! selection, expressions that do not parse. Rejected: repairing, which would change a form
//! under the people who fill it.

use super::expression::Expression;
use super::function::Function;
use super::order::{Order, order};
use super::parse::{Stand, parse as parse_one};
use super::tree::Tree;
use super::{FormBody, FormError, Item, ItemKind};
use std::collections::{BTreeMap, BTreeSet};

/// Most items a form may hold.
const ITEMS_MAX: usize = 5_000;

/// The expressions of one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) relevant: Option<Expression>,
    pub(crate) constraint: Option<Expression>,
    pub(crate) required: Option<Expression>,
    pub(crate) calculation: Option<Expression>,
    pub(crate) choice_filter: Option<Expression>,
    pub(crate) default: Option<Expression>,
    pub(crate) read_only: Option<Expression>,
    pub(crate) repeat_count: Option<Expression>,
    /// Decides the order in which choices are shown, where chance does.
    pub(crate) seed: Option<Expression>,
    /// Its calculation gives another value each time it is asked, so the first one counts.
    pub(crate) fleeting: bool,
}

/// What a body's check gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checked {
    /// Expressions by item number.
    pub(crate) parsed: BTreeMap<u32, Parsed>,
    /// The order in which everything is settled.
    pub(crate) order: Order,
    /// Who holds whom.
    pub(crate) tree: Tree,
}

/// Parses every expression of a body, or lists every fault.
pub(crate) fn parse(body: &FormBody) -> Result<Checked, Vec<FormError>> {
    let mut faults = shape(body);
    let tree = Tree::of(body);
    let mut parsed = BTreeMap::new();
    for item in &body.items {
        let mut read = |column: &'static str, source: &Option<String>| {
            let stand = Stand { tree: &tree, own: item.number, columns: column == "choice_filter" };
            let result = parse_one(source.as_deref()?, stand);
            let fault = |error| FormError::Expression { item: item.name.clone(), column, error };
            result.map_err(|error| faults.push(fault(error))).ok()
        };
        let calculation = read("calculation", &item.calculation);
        let fleeting = calculation.as_ref().is_some_and(|one| one.calls(&is_fleeting));
        let expressions = Parsed {
            relevant: read("relevant", &item.relevant),
            constraint: read("constraint", &item.constraint),
            required: read("required", &item.required),
            calculation,
            choice_filter: read("choice_filter", &item.choice_filter),
            default: read("default", &item.default),
            read_only: read("read_only", &item.read_only),
            repeat_count: read("repeat_count", &item.repeat_count),
            seed: read("parameters", &item.shuffles().then(|| seed(item)).flatten()),
            fleeting,
        };
        parsed.insert(item.number, expressions);
    }
    match faults.is_empty() {
        true => order(body, &tree, &parsed).map(|order| Checked { parsed, order, tree }),
        false => Err(faults),
    }
}

fn seed(item: &Item) -> Option<String> {
    item.parameters.get("seed").cloned()
}

impl Checked {
    /// Tables named by `pulldata()` with a fixed name, without `.csv`.
    pub(crate) fn tables_asked(&self) -> BTreeSet<String> {
        let mut asked = BTreeSet::new();
        for parsed in self.parsed.values() {
            let all = [
                &parsed.relevant,
                &parsed.constraint,
                &parsed.required,
                &parsed.calculation,
                &parsed.choice_filter,
                &parsed.default,
                &parsed.read_only,
                &parsed.repeat_count,
            ];
            for expression in all.into_iter().flatten() {
                tables(expression, &mut asked);
            }
        }
        asked
    }
}

fn tables(expression: &Expression, into: &mut BTreeSet<String>) {
    match expression {
        Expression::Call(function, arguments) => {
            if let (Function::Pulldata, Some(Expression::Text(name))) =
                (function, arguments.first())
            {
                into.insert(name.strip_suffix(".csv").unwrap_or(name).to_owned());
            }
            arguments.iter().for_each(|one| tables(one, into));
        }
        Expression::Negative(inner) => tables(inner, into),
        Expression::Pair(left, _, right) => {
            tables(left, into);
            tables(right, into);
        }
        Expression::Number(_) | Expression::Text(_) | Expression::Column(_) => {}
        Expression::Node(_) | Expression::Here(_) => {}
    }
}

fn is_fleeting(function: Function) -> bool {
    matches!(
        function,
        Function::Once | Function::Random | Function::Uuid | Function::Now | Function::Today
    )
}

fn shape(body: &FormBody) -> Vec<FormError> {
    let mut faults = Vec::new();
    if body.items.len() > ITEMS_MAX {
        faults.push(FormError::Malformed(format!("more than {ITEMS_MAX} items")));
    }
    let mut names = BTreeSet::new();
    let mut numbers: BTreeMap<u32, ItemKind> = BTreeMap::new();
    for item in &body.items {
        let group = item
            .group
            .is_none_or(|group| numbers.get(&group).is_some_and(|kind| kind.holds_others()));
        let trigger = item.trigger.iter().all(|trigger| {
            body.items.iter().any(|one| one.number == *trigger && one.kind.has_value())
        });
        let twice = numbers.insert(item.number, item.kind).is_some();
        let detail = match () {
            () if twice || item.number == 0 => "its number is zero or used twice",
            () if !names.insert((item.group, item.name.as_str())) => "its name is used twice",
            () if item.name.is_empty() => "it has no name",
            () if !group => "its group does not stand before it",
            () if !choices(item) => "its choices do not fit its kind",
            () if !trigger => "its trigger is no question of the form",
            () => continue,
        };
        faults.push(FormError::Item { item: item.name.clone(), detail: detail.to_owned() });
    }
    faults
}

fn choices(item: &Item) -> bool {
    let numbers: BTreeSet<u32> = item.choices.iter().map(|choice| choice.number).collect();
    let names: BTreeSet<&str> = item.choices.iter().map(|choice| choice.name.as_str()).collect();
    // Two of one name are told apart by a filter, as a town in two regions.
    let named = names.len() == item.choices.len() || item.choice_filter.is_some();
    let distinct = numbers.len() == item.choices.len() && named;
    match item.kind.takes_choices() {
        true => distinct && !item.choices.is_empty() && !numbers.contains(&0),
        false => item.choices.is_empty(),
    }
}

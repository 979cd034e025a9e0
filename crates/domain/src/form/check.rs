//! A body's faults, all at once, and its parsed expressions.
//!
//! Refused: numbers or names used twice, groups that are not there, choices without a
//! selection, expressions that do not parse. A new form is judged harder than a published one,
//! whose answers must stay readable whatever a later program refuses. Rejected: repairing, which
//! would change a form under the people who fill it.

use super::call::compiled;
use super::expression::{Expression, ExpressionError};
use super::function::Function;
use super::order::{Order, order};
use super::parse::{Stand, parse as parse_one};
use super::tree::Tree;
use super::worth::{figure_of, text_of};
use super::{FormBody, FormError, Item, ItemKind, TableAsked};
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

impl Parsed {
    /// Every expression with its column.
    fn columns(&self) -> impl Iterator<Item = (&'static str, &Expression)> {
        let columns = [
            ("relevant", &self.relevant),
            ("constraint", &self.constraint),
            ("required", &self.required),
            ("calculation", &self.calculation),
            ("choice_filter", &self.choice_filter),
            ("default", &self.default),
            ("read_only", &self.read_only),
            ("repeat_count", &self.repeat_count),
            ("parameters", &self.seed),
        ];
        columns.into_iter().filter_map(|(column, one)| Some((column, one.as_ref()?)))
    }
}

/// What a body's expressions read as, and every fault met on the way.
struct Reading {
    tree: Tree,
    parsed: BTreeMap<u32, Parsed>,
    faults: Vec<FormError>,
}

/// Parses every expression of a body, or lists every fault.
pub(crate) fn parse(body: &FormBody) -> Result<Checked, Vec<FormError>> {
    let Reading { tree, parsed, faults } = read(body);
    match faults.is_empty() {
        true => order(body, &tree, &parsed).map(|order| Checked { parsed, order, tree }),
        false => Err(faults),
    }
}

/// The same for a form that is new: circles are told beside all other faults, and what nobody
/// could ever satisfy or see is refused too.
pub(crate) fn parse_new(body: &FormBody) -> Result<Checked, Vec<FormError>> {
    let Reading { tree, parsed, mut faults } = read(body);
    for item in &body.items {
        if let Some(parsed) = parsed.get(&item.number) {
            useless(item, parsed, &mut faults);
        }
    }
    let order = order(body, &tree, &parsed).map_err(|circles| faults.extend(circles));
    match (order, faults.is_empty()) {
        (Ok(order), true) => Ok(Checked { parsed, order, tree }),
        (Ok(_) | Err(()), _) => Err(faults),
    }
}

fn read(body: &FormBody) -> Reading {
    let mut faults = shape(body);
    let tree = Tree::of(body);
    let mut parsed = BTreeMap::new();
    for item in &body.items {
        let mut read = |column: &'static str, source: &Option<String>| {
            let stand = Stand { tree: &tree, own: item.number, columns: column == "choice_filter" };
            let result = parse_one(source.as_deref()?, stand);
            result.map_err(|error| faults.push(fault(item, column, error))).ok()
        };
        let calculation = read("calculation", &item.calculation);
        let mut fleeting = false;
        if let Some(calculation) = &calculation {
            calculation.calls(&mut |function, _| fleeting |= is_fleeting(function));
        }
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
    Reading { tree, parsed, faults }
}

fn fault(item: &Item, column: &'static str, error: ExpressionError) -> FormError {
    FormError::Expression { number: item.number, item: item.name.clone(), column, error }
}

/// Patterns that match nothing since they are none, fixed defaults no screen can show.
fn useless(item: &Item, parsed: &Parsed, faults: &mut Vec<FormError>) {
    for (column, expression) in parsed.columns() {
        expression.calls(&mut |function, arguments| {
            if let (Function::Regex, Some(Expression::Text(pattern))) = (function, arguments.get(1))
                && let Err(why) = compiled(pattern)
            {
                faults.push(fault(item, column, ExpressionError::Pattern(why)));
            }
        });
    }
    let fixed = match &parsed.default {
        Some(Expression::Text(text)) => text.clone(),
        Some(Expression::Number(number)) => text_of(*number),
        _ => return,
    };
    // A day's number is what a computed default may give, not what people write.
    let number = item.kind == ItemKind::Date && !figure_of(&fixed).is_nan();
    let fits = fixed.is_empty() || (item.value_of(&fixed).is_some() && !number);
    if item.kind.takes_answer() && !fits {
        faults.push(fault(item, "default", ExpressionError::Default(fixed)));
    }
}

fn seed(item: &Item) -> Option<String> {
    item.parameters.get("seed").cloned()
}

/// Tables named by `pulldata()` with a fixed name, in the form's order.
pub(crate) fn tables_asked(body: &FormBody) -> Vec<TableAsked> {
    let mut asked = Vec::new();
    let parsed = read(body).parsed;
    for item in &body.items {
        for (column, expression) in parsed.get(&item.number).into_iter().flat_map(Parsed::columns) {
            expression.calls(&mut |function, arguments| {
                if let (Function::Pulldata, Some(Expression::Text(name))) =
                    (function, arguments.first())
                {
                    let table = name.strip_suffix(".csv").unwrap_or(name).to_owned();
                    let one = TableAsked { table, item: item.number, column };
                    if asked.last() != Some(&one) {
                        asked.push(one);
                    }
                }
            });
        }
    }
    asked
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
        let number = item.number;
        let (item, detail) = (item.name.clone(), detail.to_owned());
        faults.push(FormError::Item { number, item, detail });
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

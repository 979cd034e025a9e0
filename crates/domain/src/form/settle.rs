//! Settles a filling: all of it once, then what an answer reaches.
//!
//! Keys are taken in the form's order; one whose dependencies did not change is passed over.
//! Irrelevant answers are kept and read as empty. It writes nothing into the record.

use super::check::Parsed;
use super::expression::Expression;
use super::filling::{Filling, NodeState};
use super::order::{Aspect, Key};
use super::shuffle::shuffled;
use super::site::Site;
use super::value::{Moved, value};
use super::worth::{Node, RepeatPath};
use super::{Choice, Item, evaluate};
use crate::event::Value;
use std::collections::BTreeSet;

/// Most rounds of one repeat.
pub(super) const ROUNDS_MAX: usize = 1_000;
/// Most nodes of one item in all its rounds.
const NODES_MAX: usize = 20_000;

/// Settles everything.
pub(super) fn all(filling: &mut Filling<'_>) {
    run(filling, None);
}

/// Settles what depends on these keys, and they themselves.
pub(super) fn after(filling: &mut Filling<'_>, changed: &[Key]) {
    run(filling, Some(changed.iter().copied().collect()));
}

fn run(filling: &mut Filling<'_>, asked: Option<BTreeSet<Key>>) {
    let form = filling.form;
    let mut moved = Moved::begin(asked.is_some());
    let mut changed: BTreeSet<Key> = BTreeSet::new();
    for (key, needs) in &form.checked.order.keys {
        let due = match &asked {
            None => true,
            Some(asked) => asked.contains(key) || needs.iter().any(|need| changed.contains(need)),
        };
        if due && one(filling, *key, &mut moved) {
            changed.insert(*key);
        }
    }
}

/// Settles one thing of one item in all its rounds; whether anything became different.
fn one(filling: &mut Filling<'_>, key: Key, moved: &mut Moved) -> bool {
    let (number, aspect) = key;
    let form = filling.form;
    let Some(item) = form.item(number) else { return false };
    let none = Parsed::default();
    let parsed = form.checked.parsed.get(&number).unwrap_or(&none);
    if aspect == Aspect::Rounds {
        return rounds(filling, item, parsed, moved);
    }
    let around = form.checked.tree.repeats(number).to_vec();
    let paths = filling.paths(&around, &[]);
    let mut different = drop_gone(filling, number, &paths, moved);
    for path in paths {
        let old = filling.node(&path, number).cloned();
        let mut node = old.clone().unwrap_or_default();
        match aspect {
            Aspect::Relevant => node.relevant = relevant(filling, item, parsed, &path),
            Aspect::Value => {
                let renewed =
                    old.is_some() && moved.renews(&form.checked.tree, item, parsed, &path);
                node.text = value(filling, (item, parsed), &path, renewed, node.relevant);
            }
            Aspect::Judged => judge(filling, item, parsed, &path, &mut node),
            Aspect::Rounds => {}
        }
        if old.as_ref() != Some(&node) {
            different = true;
            moved.note(number, &path, old.as_ref(), &node);
            filling.nodes.entry(number).or_default().insert(path, node);
        }
    }
    different
}

fn drop_gone(
    filling: &mut Filling<'_>,
    item: u32,
    paths: &[RepeatPath],
    moved: &mut Moved,
) -> bool {
    let Some(nodes) = filling.nodes.get_mut(&item) else { return false };
    let before = nodes.len();
    if before > paths.len() || paths.iter().any(|path| !nodes.contains_key(path)) {
        let kept: BTreeSet<&RepeatPath> = paths.iter().collect();
        nodes.retain(|path, _| kept.contains(path) || moved.turned(item, path));
    }
    nodes.len() != before
}

fn rounds(filling: &mut Filling<'_>, item: &Item, parsed: &Parsed, moved: &mut Moved) -> bool {
    let tree = &filling.form.checked.tree;
    let around = tree.repeats(item.group.unwrap_or(0)).to_vec();
    let mut different = false;
    let paths = filling.paths(&around, &[]);
    let known: BTreeSet<RepeatPath> = paths.iter().cloned().collect();
    filling.rounds.retain(|(path, repeat), _| *repeat != item.number || known.contains(path));
    for path in paths {
        let key = (path.clone(), item.number);
        let now = match &parsed.repeat_count {
            Some(expression) => {
                let site = Site::at(filling, item.number, &path);
                let count = site.worth(expression).number(site.wall());
                let count = if count.is_nan() { 0.0 } else { count.clamp(0.0, ROUNDS_MAX as f64) };
                (1..=count as u32).collect()
            }
            None => filling.record.rounds.get(&key).cloned().unwrap_or_else(|| vec![1]),
        };
        if filling.rounds.get(&key) != Some(&now) {
            moved.turned(item.number, &key.0);
            filling.rounds.insert(key, now);
            different = true;
        }
    }
    different
}

fn relevant(filling: &Filling<'_>, item: &Item, parsed: &Parsed, path: &[u32]) -> bool {
    let tree = &filling.form.checked.tree;
    let around = item.group.is_none_or(|group| {
        let depth = tree.repeats(group).len();
        let path = path.get(..depth).unwrap_or(path);
        filling.node(path, group).is_none_or(|node| node.relevant)
    });
    let own = parsed.relevant.as_ref();
    around && own.is_none_or(|own| Site::at(filling, item.number, path).worth(own).truth())
}

fn judge(filling: &Filling<'_>, item: &Item, parsed: &Parsed, path: &[u32], node: &mut NodeState) {
    let site = Site::at(filling, item.number, path);
    let holds = |expression: &Option<Expression>| {
        expression.as_ref().map(|expression| site.worth(expression).truth())
    };
    let recorded = filling.record.answers.get(&(path.to_vec(), item.number));
    let special = matches!(recorded, Some(Value::Special(_)));
    let stands = match item.kind.takes_answer() {
        // What no screen can show answers nothing.
        true => evaluate::value_of(item, &node.text).is_some(),
        false => !node.text.is_empty(),
    };
    let given = recorded.is_some_and(|value| !evaluate::is_empty(value));
    node.answered = special || stands || given;
    node.required = node.relevant && holds(&parsed.required).unwrap_or(false);
    // What is computed anew each time would pass over whatever is typed; what the clock, chance or
    // `once()` gave stands as recorded, so that it can be put right.
    let computed = item.kind.takes_answer()
        && parsed.calculation.is_some()
        && !parsed.fleeting
        && item.trigger.is_empty();
    node.read_only = computed || holds(&parsed.read_only).unwrap_or(false);
    node.offered = offered(filling, item, parsed, site);
    let judged = node.relevant && !special && (given || !node.text.is_empty());
    node.violated = judged && {
        let fits = recorded.is_none_or(|value| evaluate::fits(item, value));
        let chosen = match (recorded, &node.offered) {
            (Some(Value::Chosen(chosen)), Some(offered)) => {
                chosen.iter().all(|choice| offered.contains(choice))
            }
            _ => true,
        };
        !(fits && chosen && holds(&parsed.constraint).unwrap_or(true))
    };
}

/// The choices offered, in the order shown; none where these are all, in the form's order.
fn offered<'a>(
    filling: &Filling<'_>,
    item: &'a Item,
    parsed: &'a Parsed,
    site: Site<'a>,
) -> Option<Vec<u32>> {
    if parsed.choice_filter.is_none() && !item.shuffles() {
        return None;
    }
    let filter = parsed.choice_filter.as_ref();
    let holds =
        |choice: &&Choice| filter.is_none_or(|filter| site.with(choice).worth(filter).truth());
    let offered = item.choices.iter().filter(holds).map(|choice| choice.number).collect();
    if !item.shuffles() {
        return Some(offered);
    }
    // What is no number is nought, as in ODK's programs.
    let seed = parsed.seed.as_ref().map(|seed| site.worth(seed).number(site.wall()).trunc() as i64);
    let own = || (filling.setting.seed >> 2) as i64 + i64::from(item.number);
    Some(shuffled(offered, seed.unwrap_or_else(own)))
}

impl Filling<'_> {
    /// Every path through these repeats that begins as given.
    pub(super) fn paths(&self, repeats: &[u32], begin: &[u32]) -> Vec<RepeatPath> {
        let mut paths = vec![begin.to_vec()];
        for repeat in repeats.get(begin.len()..).unwrap_or_default() {
            let mut longer = Vec::new();
            for path in paths {
                for round in self.rounds(&path, *repeat) {
                    let mut next = path.clone();
                    next.push(*round);
                    longer.push(next);
                }
            }
            longer.truncate(NODES_MAX);
            paths = longer;
        }
        paths
    }

    /// The nodes of an item that an expression at another item sees, in the form's order.
    pub(super) fn visible(&self, item: u32, from: u32, path: &[u32]) -> Vec<Node> {
        let tree = &self.form.checked.tree;
        let around = tree.repeats(item);
        let own = usize::from(tree.is_repeat(item));
        let shared = tree.shared(from, item).min(around.len().saturating_sub(own));
        let begin = path.get(..shared).unwrap_or(path);
        self.paths(around, begin)
            .into_iter()
            .map(|path| Node { item, text: self.read(item, &path), path })
            .collect()
    }

    /// A node's value as others see it: empty where it is not relevant.
    pub(super) fn read(&self, item: u32, path: &[u32]) -> String {
        let node = self.node(path, item).filter(|node| node.relevant);
        node.map(|node| node.text.clone()).unwrap_or_default()
    }

    /// The rows of a table.
    pub(super) fn table(&self, name: &str) -> Option<&super::Table> {
        let name = name.strip_suffix(".csv").unwrap_or(name);
        self.form.body().tables.iter().find(|table| table.name == name)
    }

    /// The first cell under `column` where `key_column` holds `key`.
    pub(super) fn looked_up(&self, table: &str, column: &str, by: (&str, &str)) -> Option<String> {
        let table = self.table(table)?;
        let at = |name: &str| table.columns.iter().position(|column| column == name);
        let (wanted, key) = (at(column)?, at(by.0)?);
        let row = table.rows.iter().find(|row| row.get(key).is_some_and(|cell| cell == by.1))?;
        row.get(wanted).cloned()
    }
}

//! What an item's value is: what was recorded, what is computed, what was set once and is kept.
//!
//! A calculation is computed again whenever it is settled. What a trigger sets, and what comes out
//! of the clock or of chance, is kept as recorded until something it is set by becomes different in
//! the same round; the new value is handed out to be recorded, an empty one too. Rejected: never
//! setting it again, which leaves a time of closing on a station that turned out to be open.

use super::check::Parsed;
use super::expression::Expression;
use super::filling::{Filling, NodeState};
use super::site::Site;
use super::tree::Tree;
use super::worth::{RepeatPath, Worth};
use super::{Item, ItemKind};
use crate::event::Value;
use std::collections::{BTreeMap, BTreeSet};

type Places = BTreeMap<u32, BTreeSet<RepeatPath>>;

/// What became different while a filling is settled after an answer.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// Not while it is opened: then everything is new and nothing has become different.
    running: bool,
    texts: Places,
    /// Come into being: no text of theirs has changed.
    begun: Places,
    /// Shown or hidden, come or gone.
    shown: Places,
}

impl Moved {
    pub(super) fn begin(running: bool) -> Self {
        Self { running, ..Self::default() }
    }

    pub(super) fn note(
        &mut self,
        item: u32,
        path: &[u32],
        old: Option<&NodeState>,
        new: &NodeState,
    ) {
        let begun = self.begun.entry(item).or_default();
        if old.is_none() {
            begun.insert(path.to_vec());
        }
        if !begun.contains(path) && old.is_some_and(|old| old.text != new.text) {
            self.texts.entry(item).or_default().insert(path.to_vec());
        }
        if old.is_some_and(|old| old.relevant) != new.relevant {
            self.turned(item, path);
        }
    }

    /// Notes a node that is no longer what it was; always false, as it is kept no longer.
    pub(super) fn turned(&mut self, item: u32, path: &[u32]) -> bool {
        self.shown.entry(item).or_default().insert(path.to_vec());
        false
    }

    /// Whether a value that is kept is due again: its trigger has another answer, or without a
    /// trigger what it was computed from reads differently.
    pub(super) fn renews(&self, tree: &Tree, item: &Item, parsed: &Parsed, path: &[u32]) -> bool {
        let near = |places: &Places, other: u32| {
            let shared = tree.shared(item.number, other);
            let here = |moved: &RepeatPath| {
                moved.iter().zip(path).take(shared).all(|(one, other)| one == other)
            };
            places.get(&other).is_some_and(|paths| paths.iter().any(here))
        };
        if !self.running {
            return false;
        }
        if !item.trigger.is_empty() {
            return item.trigger.iter().any(|trigger| near(&self.texts, *trigger));
        }
        let mut renews = false;
        if let Some(calculation) = parsed.calculation.as_ref().filter(|_| parsed.fleeting) {
            calculation.reads(&mut |read| {
                let read = std::iter::once(read).chain(tree.repeats(read).iter().copied());
                for item in read {
                    renews |= near(&self.texts, item) || near(&self.shown, item);
                }
            });
        }
        renews
    }
}

/// The value of an item in a round.
pub(super) fn value(
    filling: &mut Filling<'_>,
    (item, parsed): (&Item, &Parsed),
    path: &[u32],
    renewed: bool,
    relevant: bool,
) -> String {
    let key = (path.to_vec(), item.number);
    match item.kind {
        ItemKind::Start => return filling.setting.began.date_time(),
        ItemKind::End => return filling.setting.now.date_time(),
        ItemKind::Today => return filling.setting.began.date(),
        ItemKind::DeviceId => return filling.setting.device.clone(),
        ItemKind::Username => return String::new(),
        _ => {}
    }
    let recorded = filling.record.answers.get(&key).map(|value| text_of(item, value));
    let Some(calculation) = &parsed.calculation else {
        return recorded.unwrap_or_else(|| begun(filling, item, parsed, key));
    };
    let triggered = !item.trigger.is_empty();
    if !triggered && !parsed.fleeting {
        return computed(filling, item, path, calculation);
    }
    let standing = recorded.unwrap_or_default();
    // What nobody triggered is not set; what nobody is shown is not asked of clock or chance.
    let due = match triggered {
        true => renewed,
        false => relevant && (renewed || standing.is_empty()),
    };
    if !due {
        return standing;
    }
    let text = computed(filling, item, path, calculation);
    match text == standing {
        true => filling.unrecorded.remove(&key),
        false => filling.unrecorded.insert(key, text.clone()),
    };
    text
}

/// A default is set once, when the node comes into being.
fn begun(
    filling: &mut Filling<'_>,
    item: &Item,
    parsed: &Parsed,
    key: (RepeatPath, u32),
) -> String {
    let Some(default) = &parsed.default else { return String::new() };
    if let Some(known) = filling.defaults.get(&key) {
        return known.clone();
    }
    let set = computed(filling, item, &key.0, default);
    let fixed = matches!(default, Expression::Text(_) | Expression::Number(_));
    // An empty one too: opened again it must not be set by what was said since.
    if !fixed {
        filling.unrecorded.insert(key.clone(), set.clone());
    }
    filling.defaults.insert(key, set.clone());
    set
}

/// What is not a number is stored as nothing, as ODK's own programs do.
fn computed(filling: &Filling<'_>, item: &Item, path: &[u32], expression: &Expression) -> String {
    match Site::at(filling, item.number, path).worth(expression) {
        Worth::Number(number) if number.is_nan() => String::new(),
        worth => worth.text(),
    }
}

/// An answer as expressions see it.
fn text_of(item: &Item, value: &Value) -> String {
    match value {
        Value::Cleared | Value::Special(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
        Value::Chosen(numbers) => {
            let name = |number: &u32| {
                let mut choices = item.choices.iter();
                choices.find(|choice| choice.number == *number).map(|choice| choice.name.as_str())
            };
            numbers.iter().filter_map(name).collect::<Vec<_>>().join(" ")
        }
    }
}

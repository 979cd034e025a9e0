//! The fixed tree of a form: who holds whom, and which repeats stand around an item.
//!
//! Numbers are looked up in it while parsing and while evaluating; nothing in it depends on an
//! answer. Item 0 is the form itself. Rejected: walking the list of items for each question,
//! which makes a form of five hundred quadratic.

use super::{FormBody, ItemKind};
use std::collections::BTreeMap;

/// One item's place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    name: String,
    parent: u32,
    /// Repeats around it, outermost first; a repeat counts among its own.
    repeats: Vec<u32>,
    is_repeat: bool,
    takes_value: bool,
}

/// The whole tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    places: BTreeMap<u32, Place>,
    /// Items by name; `None` for a name that stands in several groups.
    names: BTreeMap<String, Option<u32>>,
    children: BTreeMap<(u32, String), u32>,
}

impl Tree {
    /// Reads the tree; a body whose groups do not stand before what they hold gives a tree in
    /// which they do not count (the check refuses it).
    pub(crate) fn of(body: &FormBody) -> Self {
        let mut tree = Self::default();
        for item in &body.items {
            let parent = item.group.unwrap_or(0);
            let mut repeats = tree.repeats(parent).to_vec();
            let is_repeat = item.kind == ItemKind::Repeat;
            if is_repeat {
                repeats.push(item.number);
            }
            let place = Place {
                name: item.name.clone(),
                parent,
                repeats,
                is_repeat,
                takes_value: item.kind.has_value(),
            };
            tree.places.insert(item.number, place);
            let known = tree.names.contains_key(&item.name);
            tree.names.insert(item.name.clone(), (!known).then_some(item.number));
            tree.children.entry((parent, item.name.clone())).or_insert(item.number);
        }
        tree
    }

    /// The item of this name, anywhere; `None` also where several bear it.
    pub(crate) fn named(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied().flatten()
    }

    /// Whether items in several groups bear this name.
    pub(crate) fn is_ambiguous(&self, name: &str) -> bool {
        self.names.get(name) == Some(&None)
    }

    /// The item of this name directly in a group, or in the form for 0.
    pub(crate) fn child(&self, parent: u32, name: &str) -> Option<u32> {
        self.children.get(&(parent, name.to_owned())).copied()
    }

    /// What holds an item; `None` for the form itself.
    pub(crate) fn parent(&self, item: u32) -> Option<u32> {
        self.places.get(&item).map(|place| place.parent)
    }

    /// Repeats around an item, outermost first; of a repeat, itself the last.
    pub(crate) fn repeats(&self, item: u32) -> &[u32] {
        self.places.get(&item).map_or(&[], |place| &place.repeats)
    }

    /// Whether the item is a repeat.
    pub(crate) fn is_repeat(&self, item: u32) -> bool {
        self.places.get(&item).is_some_and(|place| place.is_repeat)
    }

    /// Whether the item has a value of its own.
    pub(crate) fn has_value(&self, item: u32) -> bool {
        self.places.get(&item).is_some_and(|place| place.takes_value)
    }

    /// An item's name; empty for the form itself.
    pub(crate) fn name(&self, item: u32) -> &str {
        self.places.get(&item).map_or("", |place| &place.name)
    }

    /// How many repeats two items share, from the outside.
    pub(crate) fn shared(&self, one: u32, other: u32) -> usize {
        let pairs = self.repeats(one).iter().zip(self.repeats(other));
        pairs.take_while(|(one, other)| one == other).count()
    }
}

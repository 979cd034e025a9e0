//! A form before it has words: trees of numbers that proptest makes and shrinks.
//!
//! Numbers pick among what is possible at their place when the form is written out, so that
//! every sketch is a form and a smaller sketch is a smaller form.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

/// An expression, untyped: what it stands for is decided by where it stands.
#[derive(Clone, Debug)]
pub struct Tree {
    pub pick: u16,
    pub leaf: u16,
    pub arms: Vec<Tree>,
}

/// A row or several.
#[derive(Clone, Debug)]
pub enum Part {
    Question(Question),
    Group { parts: Vec<Part>, relevant: Option<Tree> },
    Repeat { parts: Vec<Part>, relevant: Option<Tree>, count: Option<Tree> },
}

/// A question, note or calculation.
#[derive(Clone, Debug)]
pub struct Question {
    pub kind: u16,
    pub relevant: Option<Tree>,
    pub constraint: Option<Tree>,
    pub required: Option<Tree>,
    pub read_only: Option<Tree>,
    pub default: Option<Tree>,
    pub filter: Option<Tree>,
    pub value: Tree,
    pub label: Option<u16>,
    /// Which question sets a computed row, and how choices are shuffled.
    pub chance: u16,
}

/// One thing a person does.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub place: u16,
    pub value: u16,
}

/// A whole form with what is done in it.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub parts: Vec<Part>,
    pub acts: Vec<Act>,
    /// The language its labels are read in.
    pub language: Language,
}

/// The languages every form is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Russian,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (any::<u16>(), any::<u16>());
    let leaf = leaf.prop_map(|(pick, leaf)| Tree { pick, leaf, arms: Vec::new() });
    leaf.prop_recursive(4, 24, 3, |inner| {
        (any::<u16>(), any::<u16>(), vec(inner, 1..=3)).prop_map(|(pick, leaf, arms)| Tree {
            pick,
            leaf,
            arms,
        })
    })
}

fn question() -> impl Strategy<Value = Question> {
    let rules = (
        weighted(0.3, tree()),
        weighted(0.4, tree()),
        weighted(0.3, tree()),
        weighted(0.1, tree()),
        weighted(0.15, tree()),
        weighted(0.5, tree()),
    );
    (any::<u16>(), rules, tree(), weighted(0.2, any::<u16>()), any::<u16>()).prop_map(
        |(kind, rules, value, label, chance)| {
            let (relevant, constraint, required, read_only, default, filter) = rules;
            Question {
                kind,
                relevant,
                constraint,
                required,
                read_only,
                default,
                filter,
                value,
                label,
                chance,
            }
        },
    )
}

fn part() -> impl Strategy<Value = Part> {
    question().prop_map(Part::Question).prop_recursive(3, 16, 4, |inner| {
        let parts = || vec(inner.clone(), 1..=4);
        prop_oneof![
            2 => question().prop_map(Part::Question),
            1 => (parts(), weighted(0.5, tree()))
                .prop_map(|(parts, relevant)| Part::Group { parts, relevant }),
            1 => (parts(), weighted(0.3, tree()), weighted(0.4, tree()))
                .prop_map(|(parts, relevant, count)| Part::Repeat { parts, relevant, count }),
        ]
    })
}

/// Forms of a few to a few dozen rows, with some answers each.
pub fn sketch() -> impl Strategy<Value = Sketch> {
    let act = (any::<u16>(), any::<u16>()).prop_map(|(place, value)| Act { place, value });
    let language = prop_oneof![Just(Language::English), Just(Language::Russian)];
    (vec(part(), 2..=10), vec(act, 0..=10), language).prop_map(|(parts, acts, language)| Sketch {
        parts,
        acts,
        language,
    })
}

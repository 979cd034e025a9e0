//! One filling of a form: what was recorded, and everything that follows from it.
//!
//! Opened once, then told each answer; only what an answer reaches is settled again. Values
//! that come out differently each time (`now()`, `random()`, what a trigger set) are handed out
//! to be recorded, so that headquarters computes the same. Rejected: evaluating the whole form
//! for each answer, which is felt from a few hundred questions on.

use super::order::Aspect;
use super::settle;
use super::worth::RepeatPath;
use super::{Form, FormState, Moment, Record, evaluate};
use crate::event::{FillingRef, Value};
use fancy_regex::Regex;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What a form may ask of the world around its filling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// When the filling was begun.
    pub began: Moment,
    /// The moment it is evaluated at, that of the last answer.
    pub now: Moment,
    /// The journal, as `deviceid` gives it.
    pub device: String,
    /// Chance for `random()` and `uuid()`, the same for the same filling for ever.
    pub seed: u64,
}

impl Setting {
    /// The seed of one filling: the same on the device and at headquarters, another for the next.
    #[must_use]
    pub fn seed_of(journal: [u8; 16], filling: &FillingRef) -> u64 {
        let visit = filling.visit.to_be_bytes();
        let numbers = [filling.form, filling.form_version, filling.instance];
        let bytes = journal.into_iter().chain(visit);
        let bytes = bytes.chain(numbers.into_iter().flat_map(u32::to_be_bytes));
        // FNV-1a: it need not be secret, only spread.
        bytes.fold(0xcbf2_9ce4_8422_2325, |seed: u64, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}

impl Default for Setting {
    fn default() -> Self {
        let start = Moment { unix: 0, offset_minutes: 0 };
        Self { began: start, now: start, device: String::new(), seed: 0 }
    }
}

/// What holds for one item in one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeState {
    /// Whether it is shown.
    pub relevant: bool,
    /// Whether an answer is asked for (only where relevant).
    pub required: bool,
    /// Whether it may not be changed by hand.
    pub read_only: bool,
    /// Whether a value or a special answer stands there.
    pub answered: bool,
    /// Whether its answer breaks the constraint, does not fit its kind, or is no longer offered.
    pub violated: bool,
    /// Its value as expressions see it where it is relevant.
    pub text: String,
    /// Choices offered by number in the order shown, where a filter or chance has a say.
    pub offered: Option<Vec<u32>>,
}

/// A filling, settled.
#[derive(Clone, Debug)]
pub struct Filling<'f> {
    pub(super) form: &'f Form,
    pub(super) record: Record,
    pub(super) setting: Setting,
    /// Rounds that stand now, counted repeats included.
    pub(super) rounds: BTreeMap<(RepeatPath, u32), Vec<u32>>,
    pub(super) nodes: BTreeMap<u32, BTreeMap<RepeatPath, NodeState>>,
    /// Defaults as they were set, once a node.
    pub(super) defaults: BTreeMap<(RepeatPath, u32), String>,
    /// Values to be recorded by whoever keeps the filling.
    pub(super) unrecorded: BTreeMap<(RepeatPath, u32), String>,
    pub(super) patterns: RefCell<BTreeMap<String, Option<Regex>>>,
}

impl<'f> Filling<'f> {
    /// Opens a filling and settles all of it.
    #[must_use]
    pub fn open(form: &'f Form, record: Record, setting: Setting) -> Self {
        let mut filling = Self {
            form,
            record,
            setting,
            rounds: BTreeMap::new(),
            nodes: BTreeMap::new(),
            defaults: BTreeMap::new(),
            unrecorded: BTreeMap::new(),
            patterns: RefCell::default(),
        };
        settle::all(&mut filling);
        filling
    }

    /// Takes an answer and settles what it reaches.
    pub fn answer(&mut self, path: &[u32], item: u32, value: Value, now: Moment) {
        self.setting.now = now;
        // What a person says is not overwritten by what stood there before.
        self.unrecorded.remove(&(path.to_vec(), item));
        self.record.answers.insert((path.to_vec(), item), value);
        settle::after(self, &[(item, Aspect::Value), (item, Aspect::Judged)]);
    }

    /// Takes the rounds of a repeat as they stand now, in order.
    pub fn set_rounds(&mut self, path: &[u32], repeat: u32, rounds: Vec<u32>, now: Moment) {
        self.setting.now = now;
        self.record.rounds.insert((path.to_vec(), repeat), rounds);
        settle::after(self, &[(repeat, Aspect::Rounds)]);
    }

    /// The state of an item in a round; `None` where there is no such round.
    #[must_use]
    pub fn node(&self, path: &[u32], item: u32) -> Option<&NodeState> {
        self.nodes.get(&item)?.get(path)
    }

    /// All rounds of an item with their states, in no order but that of their numbers.
    pub fn nodes(&self, item: u32) -> impl Iterator<Item = (&RepeatPath, &NodeState)> {
        self.nodes.get(&item).into_iter().flatten()
    }

    /// Rounds of a repeat that stand now, in order.
    #[must_use]
    pub fn rounds(&self, path: &[u32], repeat: u32) -> &[u32] {
        self.rounds.get(&(path.to_vec(), repeat)).map_or(&[], Vec::as_slice)
    }

    /// Values that came out of chance, the clock or a trigger and are not recorded yet; an empty
    /// one takes back what is recorded.
    #[must_use]
    pub fn unrecorded(&self) -> &BTreeMap<(RepeatPath, u32), String> {
        &self.unrecorded
    }

    /// A label with the values of the questions it names, `${name}`.
    #[must_use]
    pub fn label(&self, path: &[u32], item: u32, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            if let Some(asked) = self.form.checked.tree.named(name.trim()) {
                let nodes = self.visible(asked, item, path);
                out.push_str(nodes.first().map_or("", |node| node.text.as_str()));
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    /// The whole form outside repeats, counted.
    #[must_use]
    pub fn state(&self) -> FormState {
        evaluate::state(self)
    }
}

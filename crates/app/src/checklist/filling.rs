//! One filling: its form as read, its record, and both as the interface draws them.
//!
//! Items come in the form's order with every round of a repeat written out, texts already
//! filled with what they name, and only the choices that are offered. Nothing is left for the
//! interface to compute. Rejected: sending the form and the answers apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Offset;
use domain::event::{FillingRef, Value};
use domain::fold::{AnswerRecord, FormRecord};
use domain::form::{Filling as Settled, Form, Item, ItemKind, Moment, NodeState, Setting};

use super::shape::{self, Words};
use super::values;
use crate::api::{
    AppError, ChecklistSummary, ChecklistView, ConstraintState, ErrorCode, Given, ItemShape,
    ItemView, Texts,
};
use crate::desk::Open;
use crate::wall::civil;

/// A filling: its form as read, and its record once the first answer is written.
pub(super) struct Filling<'a> {
    form: u32,
    version: u32,
    instance: u32,
    newest: Option<u32>,
    pub(super) read: Arc<Form>,
    pub(super) record: Option<&'a FormRecord>,
}

/// What a view is drawn from.
struct Drawing<'d> {
    open: &'d Open,
    filling: &'d Filling<'d>,
    settled: &'d Settled<'d>,
    held: BTreeMap<Option<u32>, Vec<&'d Item>>,
    items: Vec<ItemView>,
}

impl<'a> Filling<'a> {
    pub(super) fn find(open: &'a Open, form: u32, instance: u32) -> Result<Self, AppError> {
        let visit = visit(open)?;
        let record =
            records(open, visit).find(|record| record.form == form && record.instance == instance);
        let current = open.definitions.current().forms.iter().find(|known| known.form == form);
        let newest = current.map(|known| known.version);
        let none = || AppError::new(ErrorCode::NoSuchQuestion);
        let version = record.map(|record| record.version).or(newest).ok_or_else(none)?;
        let common = open.store.common();
        let published = common.and_then(|fold| open.forms.get(fold, form, version));
        let read = published
            .ok_or_else(none)?
            .map_err(|error| AppError::because(ErrorCode::NoSuchQuestion, error))?;
        Ok(Self { form, version, instance, newest, read, record })
    }

    /// Refused where it is finished.
    pub(super) fn unfinished(&self) -> Result<(), AppError> {
        match self.record.is_some_and(|record| record.finished.is_some()) {
            true => Err(ErrorCode::ChecklistFinished.into()),
            false => Ok(()),
        }
    }

    pub(super) fn reference(&self, visit: u64) -> FillingRef {
        let (form, form_version, instance) = (self.form, self.version, self.instance);
        FillingRef { visit, form, form_version, instance }
    }

    /// An instant on the station's wall.
    pub(super) fn moment(&self, open: &Open, at: i64) -> Moment {
        let utc = chrono::DateTime::from_timestamp(at, 0).unwrap_or_default();
        let offset = utc.with_timezone(&open.zone()).offset().fix();
        Moment { unix: at, offset_minutes: offset.local_minus_utc() / 60 }
    }

    /// All of it evaluated as of `now`. The form is handed in, so that what is settled may stay
    /// while the journal is written.
    pub(super) fn settled<'f>(&self, form: &'f Form, open: &Open, now: i64) -> Settled<'f> {
        let fold = open.store.fold();
        let began = self.record.map_or(now, |record| fold.time(record.first).at);
        let (journal, visit) = (open.store.journal().0, visit(open).unwrap_or(0));
        let setting = Setting {
            began: self.moment(open, began),
            now: self.moment(open, now),
            device: uuid::Uuid::from_bytes(journal).to_string(),
            seed: Setting::seed_of(journal, &self.reference(visit)),
        };
        let record = self.record.map(FormRecord::record).unwrap_or_default();
        Settled::open(form, record, setting)
    }

    /// Whether this very value is on record already.
    pub(super) fn stands(&self, path: &[u32], question: u32, value: &Value) -> bool {
        self.answered(path, question).is_some_and(|answer| answer.value == *value)
    }

    fn answered(&self, path: &[u32], question: u32) -> Option<&'a AnswerRecord> {
        self.record?.answers.get(&(path.to_vec(), question))
    }

    /// A repeat whose rounds the person adds and removes; refused where a figure counts them.
    pub(super) fn growing(
        &self,
        settled: &Settled<'_>,
        path: &[u32],
        repeat: u32,
    ) -> Result<(), AppError> {
        self.unfinished()?;
        let none = || AppError::new(ErrorCode::NoSuchQuestion);
        let item = self.read.item(repeat).ok_or_else(none)?;
        let grows = item.kind == ItemKind::Repeat && item.repeat_count.is_none();
        match grows && self.stands_in(settled, item, path) {
            true => Ok(()),
            false => Err(none()),
        }
    }

    /// Whether there are such rounds around an item, and they are relevant.
    fn stands_in(&self, settled: &Settled<'_>, item: &Item, path: &[u32]) -> bool {
        match item.group {
            None => path.is_empty(),
            Some(group) => settled.node(path, group).is_some_and(|node| node.relevant),
        }
    }

    pub(super) fn summary(
        &self,
        open: &Open,
        settled: &Settled<'_>,
        delivered: u64,
    ) -> ChecklistSummary {
        let state = settled.state();
        let fold = open.store.fold();
        let shown = |moment| civil(open.zone(), fold.time(moment).at);
        let answers = self.record.iter().flat_map(|record| record.answers.values());
        ChecklistSummary {
            form: self.form,
            name: self.read.body().name.clone(),
            version: self.version,
            newer_version: self.newest.filter(|newest| *newest > self.version),
            instance: self.instance,
            title: Texts(self.read.body().titles.clone()),
            answered: state.answered,
            relevant: state.relevant,
            required_open: state.missing,
            broken: state.violated,
            last_written: self.record.map(|record| shown(record.last)),
            finished: self.record.and_then(|record| record.finished).map(shown),
            delivered: self.record.is_some()
                && answers.into_iter().all(|answer| answer.ordinal <= delivered),
        }
    }

    pub(super) fn view(&self, open: &Open, settled: &Settled<'_>, delivered: u64) -> ChecklistView {
        let mut held: BTreeMap<Option<u32>, Vec<&Item>> = BTreeMap::new();
        for item in &self.read.body().items {
            held.entry(item.group).or_default().push(item);
        }
        let mut drawing = Drawing { open, filling: self, settled, held, items: Vec::new() };
        drawing.inside(None, &[]);
        ChecklistView {
            summary: self.summary(open, settled, delivered),
            languages: self.read.body().languages.clone(),
            items: drawing.items,
        }
    }
}

impl<'d> Drawing<'d> {
    /// What stands in a group, round after round; depth is bounded by the form's own.
    fn inside(&mut self, group: Option<u32>, path: &[u32]) {
        for item in self.held.get(&group).cloned().unwrap_or_default() {
            if item.kind == ItemKind::Repeat {
                self.repeat(item, path);
                continue;
            }
            if let Some(shape) = self.shape(item, path) {
                self.push(item, path, shape);
            }
            if item.kind == ItemKind::Group {
                self.inside(Some(item.number), path);
            }
        }
    }

    /// Every round that is relevant, and the place where one more is added.
    fn repeat(&mut self, item: &Item, path: &[u32]) {
        let grows = item.repeat_count.is_none() && self.finished().is_none();
        let rounds = self.settled.rounds(path, item.number);
        let of = u32::try_from(rounds.len()).unwrap_or(u32::MAX);
        let mut relevant = rounds.is_empty() && self.filling.stands_in(self.settled, item, path);
        for (round, position) in rounds.iter().zip(1..) {
            let mut inner = path.to_vec();
            inner.push(*round);
            let node = self.settled.node(&inner, item.number);
            if node.is_some_and(|node| node.relevant) {
                relevant = true;
                self.push(item, &inner, ItemShape::Round { position, of, removable: grows });
                self.inside(Some(item.number), &inner);
            }
        }
        if grows && relevant {
            let mut add = self.drawn(item, path, ItemShape::AddRound);
            add.relevant = true;
            self.items.push(add);
        }
    }

    fn finished(&self) -> Option<domain::fold::Moment> {
        self.filling.record.and_then(|record| record.finished)
    }

    fn push(&mut self, item: &Item, path: &[u32], shape: ItemShape) {
        let view = self.drawn(item, path, shape);
        self.items.push(view);
    }

    fn words(&self, item: &Item, path: &[u32]) -> Words<'_, '_> {
        Words { settled: self.settled, path: path.to_vec(), item: item.number }
    }

    fn shape(&self, item: &Item, path: &[u32]) -> Option<ItemShape> {
        let node = self.settled.node(path, item.number);
        let standing = self.standing(item, path, node);
        shape::shape(item, node, standing.as_ref(), &self.words(item, path))
    }

    /// The answer on record, or what a default or a calculation put there; a special answer
    /// apart, nothing on record stands against a calculation.
    fn standing(&self, item: &Item, path: &[u32], node: Option<&NodeState>) -> Option<Value> {
        let is_computed = item.calculation.is_some() && item.trigger.is_empty();
        match self.filling.answered(path, item.number).map(|answer| &answer.value) {
            Some(value @ Value::Special(_)) => Some(value.clone()),
            Some(value) if !is_computed => Some(value.clone()),
            Some(_) | None => node.and_then(|node| item.value_of(&node.text)),
        }
    }

    fn drawn(&self, item: &Item, path: &[u32], shape: ItemShape) -> ItemView {
        let node = self.settled.node(path, item.number);
        let (fold, zone) = (self.open.store.fold(), self.open.zone());
        let answer = self.filling.answered(path, item.number);
        let answer = answer.filter(|answer| answer.value != Value::Cleared);
        let written = answer.map(|answer| fold.time(answer.moment).at);
        let seen = answer.and_then(|answer| answer.seen_at).or(written);
        let words = self.words(item, path);
        let given = match item.kind.takes_answer() {
            true => self.standing(item, path, node),
            false => None,
        };
        ItemView {
            number: item.number,
            path: path.to_vec(),
            name: item.name.clone(),
            shape,
            group: item.group,
            label: words.filled(&item.labels),
            hint: words.filled(&item.hints),
            guidance: words.filled(&item.guidance),
            relevant: node.is_some_and(|node| node.relevant),
            required: node.is_some_and(|node| node.required),
            required_message: words.filled(&item.required_messages),
            read_only: node.is_some_and(|node| node.read_only) || self.finished().is_some(),
            constraint: match node.is_some_and(|node| node.violated) {
                true => {
                    ConstraintState::Broken { message: words.filled(&item.constraint_messages) }
                }
                false => ConstraintState::Satisfied,
            },
            given: given.map_or(Given::Empty, |value| values::given(item, &value)),
            seen_at: seen.map(|at| civil(zone, at)),
            written_at: written.map(|at| civil(zone, at)),
        }
    }
}

pub(super) fn visit(open: &Open) -> Result<u64, AppError> {
    let visit = open.store.fold().open_visit();
    visit.map(|visit| visit.ordinal).ok_or_else(|| ErrorCode::NoVisit.into())
}

pub(super) fn records(open: &Open, visit: u64) -> impl Iterator<Item = &FormRecord> {
    open.store.fold().forms().filter(move |record| record.visit == visit)
}

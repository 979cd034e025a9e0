//! Checklists: which there are, one with every state judged, and giving an answer.
//!
//! A filling stays on the form version it began with. It refuses an answer that is not of its
//! question's kind; one that breaks a constraint is kept and marked, because wrong data is data.
//! A number travels as it was typed. Rejected: saving a whole form at once, where a dead battery
//! costs all of it.

use domain::Payload;
use domain::event::{Answered, Value};
use domain::fold::{AnswerRecord, Fold, FormRecord};
use domain::form::{Answers, Choice, Form, Item, ItemKind, ItemState};
use std::collections::BTreeMap;
use sync::world::World;

use crate::api::{
    AppError, ChecklistSummary, ChecklistView, ChoiceView, ConstraintState, ErrorCode, Given,
    ItemShape, ItemView, Reply, Texts,
};
use crate::core::Shared;
use crate::delivery::Places;
use crate::desk::Open;
use crate::wall::{civil, typed};
use crate::words::Same;

/// Where an answer goes.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) form: u32,
    pub(crate) instance: u32,
    pub(crate) question: u32,
}

/// A filling: its form as read, and its record once the first answer is written.
struct Filling<'a> {
    form: u32,
    version: u32,
    instance: u32,
    read: Form,
    record: Option<&'a FormRecord>,
}

impl<'a> Filling<'a> {
    fn find(open: &'a Open, form: u32, instance: u32) -> Result<Self, AppError> {
        let visit = visit(open)?;
        let record =
            records(open, visit).find(|record| record.form == form && record.instance == instance);
        let current = open.definitions.current().forms.iter().find(|known| known.form == form);
        let version = record.map(|record| record.version).or(current.map(|known| known.version));
        let none = || AppError::new(ErrorCode::NoSuchQuestion);
        let version = version.ok_or_else(none)?;
        let published = open.store.common().and_then(|fold| fold.form_version(form, version));
        let read = published
            .ok_or_else(none)?
            .map_err(|error| AppError::because(ErrorCode::NoSuchQuestion, error))?;
        Ok(Self { form, version, instance, read, record })
    }

    fn answers(&self) -> Answers {
        self.record.map(FormRecord::top_answers).unwrap_or_default()
    }

    fn standing(&self, question: u32) -> Option<&'a AnswerRecord> {
        let answers = &self.record?.answers;
        answers.get(&(Vec::new(), question)).filter(|answer| answer.value != Value::Cleared)
    }

    fn summary(&self, open: &Open, delivered: u64) -> ChecklistSummary {
        let state = self.read.evaluate(&self.answers());
        let fold = open.store.fold();
        let answers = self.record.iter().flat_map(|record| record.answers.values());
        ChecklistSummary {
            form: self.form,
            name: self.read.body().name.clone(),
            version: self.version,
            instance: self.instance,
            title: Texts(self.read.body().titles.clone()),
            answered: state.answered,
            relevant: state.relevant,
            required_open: state.missing,
            broken: state.violated,
            last_written: self.record.map(|record| civil(open.zone(), fold.time(record.last).at)),
            delivered: self.record.is_some()
                && answers.into_iter().all(|answer| answer.ordinal <= delivered),
        }
    }

    fn view(&self, open: &Open, delivered: u64) -> ChecklistView {
        let state = self.read.evaluate(&self.answers());
        let states: BTreeMap<u32, &ItemState> =
            state.items.iter().map(|item| (item.number, item)).collect();
        let items = self.read.body().items.iter();
        ChecklistView {
            summary: self.summary(open, delivered),
            languages: self.read.body().languages.clone(),
            items: items
                .map(|item| self.item(open, item, states.get(&item.number).copied()))
                .collect(),
        }
    }

    fn item(&self, open: &Open, item: &Item, state: Option<&ItemState>) -> ItemView {
        let standing = self.standing(item.number);
        let fold: &Fold = open.store.fold();
        let written = standing.map(|answer| fold.time(answer.moment).at);
        let seen = standing.and_then(|answer| answer.seen_at).or(written);
        let broken = state.is_some_and(|state| state.violated);
        ItemView {
            number: item.number,
            name: item.name.clone(),
            shape: shape(item),
            group: item.group,
            label: Texts(item.labels.clone()),
            hint: Texts(item.hints.clone()),
            relevant: state.is_some_and(|state| state.relevant),
            required: state.is_some_and(|state| state.required),
            constraint: match broken {
                true => {
                    ConstraintState::Broken { message: Texts(item.constraint_messages.clone()) }
                }
                false => ConstraintState::Satisfied,
            },
            given: standing.map_or(Given::Empty, |answer| given(item, &answer.value)),
            seen_at: seen.map(|at| civil(open.zone(), at)),
            written_at: written.map(|at| civil(open.zone(), at)),
        }
    }
}

fn visit(open: &Open) -> Result<u64, AppError> {
    let visit = open.store.fold().open_visit();
    visit.map(|visit| visit.ordinal).ok_or_else(|| ErrorCode::NoVisit.into())
}

fn records(open: &Open, visit: u64) -> impl Iterator<Item = &FormRecord> {
    open.store.fold().forms().filter(move |record| record.visit == visit)
}

/// Every filling begun in the visit, and one to begin of each form that has none.
pub(crate) fn list(open: &mut Open) -> Result<Reply, AppError> {
    let visit = visit(open)?;
    let begun: Vec<(u32, u32)> =
        records(open, visit).map(|record| (record.form, record.instance)).collect();
    let forms = open.definitions.current().forms.iter().map(|known| known.form);
    let fresh = forms.filter(|form| !begun.iter().any(|(known, _)| known == form));
    let mut wanted: Vec<(u32, u32)> = fresh.map(|form| (form, 1)).collect();
    wanted.extend(begun.iter().copied());
    wanted.sort_unstable();
    let delivered = Places::of(&open.store)?.delivered_ordinal;
    // A form this program cannot read is left out; the filling's answers stay kept.
    let list = wanted
        .into_iter()
        .filter_map(|(form, instance)| Filling::find(open, form, instance).ok())
        .map(|filling| filling.summary(open, delivered))
        .collect();
    Ok(Reply::Checklists { list })
}

pub(crate) fn one(open: &mut Open, form: u32, instance: u32) -> Result<Reply, AppError> {
    let delivered = Places::of(&open.store)?.delivered_ordinal;
    let view = Filling::find(open, form, instance)?.view(open, delivered);
    Ok(Reply::Checklist { view })
}

/// One more filling; nothing is written before its first answer.
pub(crate) fn begin(shared: &Shared, form: u32) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let visit = visit(open)?;
    let last = records(open, visit).filter(|record| record.form == form);
    let next = last.map(|record| record.instance).max().unwrap_or(0).saturating_add(1);
    one(open, form, next)
}

pub(crate) fn answer(
    shared: &Shared,
    place: Place,
    given: Given,
    seen_at: Option<&str>,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let filling = Filling::find(open, place.form, place.instance)?;
    let item = filling
        .read
        .item(place.question)
        .filter(|item| item.kind.takes_answer())
        .ok_or_else(|| AppError::new(ErrorCode::NoSuchQuestion))?;
    let value = value(item, given)?;
    let answered = Answered {
        visit: visit(open)?,
        form: place.form,
        form_version: filling.version,
        instance: place.instance,
        repeat_path: Vec::new(),
        question: place.question,
        value,
        seen_at: seen_at_of(open, shared, seen_at)?,
    };
    open.record(shared.world, since_touch_ms, vec![Payload::Answered(answered)])?;
    one(open, place.form, place.instance)
}

/// A typed time as an instant; what cannot be read is refused rather than dropped.
pub(crate) fn seen_at_of(
    open: &Open,
    shared: &Shared,
    text: Option<&str>,
) -> Result<Option<i64>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let now = shared.world.now().wall;
    match typed(open.zone(), now, text) {
        Some(at) => Ok(Some(at)),
        None => Err(AppError::because(ErrorCode::AnswerDoesNotFit, "not a time")),
    }
}

/// What was given as what is written; refused where it is not of the question's kind.
fn value(item: &Item, given: Given) -> Result<Value, AppError> {
    let unfit = || AppError::new(ErrorCode::AnswerDoesNotFit);
    let known = |choice: &u32| item.choices.iter().any(|known| known.number == *choice);
    match (given, item.kind) {
        (Given::Empty, _) => Ok(Value::Cleared),
        (Given::Special { special }, _) => Ok(Value::Special(special.same())),
        (Given::Text { text }, ItemKind::Text) => Ok(Value::Text(text).normalized()),
        (Given::Number { text }, ItemKind::Integer) => {
            text.trim().parse().map(Value::Integer).map_err(|_| unfit())
        }
        (Given::Number { text }, ItemKind::Decimal) => decimal(&text).ok_or_else(unfit),
        (Given::One { choice }, ItemKind::SelectOne) if known(&choice) => {
            Ok(Value::Chosen(vec![choice]))
        }
        (Given::Many { mut choices }, ItemKind::SelectMultiple) if choices.iter().all(known) => {
            choices.sort_unstable();
            choices.dedup();
            match choices.is_empty() {
                true => Ok(Value::Cleared),
                false => Ok(Value::Chosen(choices)),
            }
        }
        _ => Err(unfit()),
    }
}

/// Digits with at most one point, as typed.
fn decimal(text: &str) -> Option<Value> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is(whole) && is(part) && text.len() <= 40).then(|| Value::Decimal(text.to_owned()))
}

fn given(item: &Item, value: &Value) -> Given {
    match value {
        Value::Cleared => Given::Empty,
        Value::Integer(number) => Given::Number { text: number.to_string() },
        Value::Decimal(text) => Given::Number { text: text.clone() },
        Value::Text(text) => Given::Text { text: text.clone() },
        Value::Special(special) => Given::Special { special: special.same() },
        Value::Chosen(choices) => match (item.kind, choices.as_slice()) {
            (ItemKind::SelectOne, [choice]) => Given::One { choice: *choice },
            _ => Given::Many { choices: choices.clone() },
        },
    }
}

fn shape(item: &Item) -> ItemShape {
    let choices = || item.choices.iter().map(choice).collect();
    match item.kind {
        ItemKind::Text => ItemShape::Text,
        ItemKind::Integer => ItemShape::Integer,
        ItemKind::Decimal => ItemShape::Decimal,
        ItemKind::SelectOne => ItemShape::SelectOne { choices: choices() },
        ItemKind::SelectMultiple => ItemShape::SelectMultiple { choices: choices() },
        ItemKind::Note => ItemShape::Note,
        ItemKind::Group | ItemKind::Repeat => ItemShape::Group,
        ItemKind::Range | ItemKind::Rank | ItemKind::Date | ItemKind::Time => ItemShape::Note,
        ItemKind::DateTime | ItemKind::Geopoint | ItemKind::Image => ItemShape::Note,
        ItemKind::Audio | ItemKind::Video | ItemKind::File | ItemKind::Calculate => ItemShape::Note,
        ItemKind::Hidden | ItemKind::Acknowledge | ItemKind::Barcode => ItemShape::Note,
        ItemKind::Start | ItemKind::End | ItemKind::Today => ItemShape::Note,
        ItemKind::DeviceId | ItemKind::Username => ItemShape::Note,
    }
}

fn choice(choice: &Choice) -> ChoiceView {
    ChoiceView {
        choice: choice.number,
        name: choice.name.clone(),
        label: Texts(choice.labels.clone()),
    }
}

//! Checklists: which there are, one with every state judged, and what a person does in one.
//!
//! A filling stays on the form version it began with. It refuses an answer that is not of its
//! question's kind; one that breaks a constraint is kept and marked, because wrong data is data.
//! What a form computes by the clock, by chance or at a trigger is written with the answer that
//! caused it. Rejected: saving a whole form at once, where a dead battery costs all of it.

mod filling;
mod shape;
mod values;

use std::sync::Arc;

use domain::Payload;
use domain::event::{
    Answered, FillingRef, FormFinished, FormReopened, RepeatAdded, RepeatRemoved, Value,
};
use sync::world::World;

use crate::api::{AppError, ChecklistChange, ErrorCode, Given, Reply};
use crate::core::Shared;
use crate::delivery::Places;
use crate::desk::Open;
use crate::wall::typed;
use filling::{Filling, records, visit};

/// Most values one answer makes a form compute and keep.
const COMPUTED_MAX: usize = 1_000;
/// Most rounds of a repeat a person can have.
const ROUNDS_MAX: usize = 1_000;
/// Longest reason for opening a filling again, in characters.
const REASON_CHARACTERS_MAX: usize = 2_000;

/// Where an answer goes.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) form: u32,
    pub(crate) instance: u32,
    /// Round of each repeat around the question.
    pub(crate) path: Vec<u32>,
    pub(crate) question: u32,
}

/// Every filling begun in the visit, and one to begin of each form that has none.
pub(crate) fn list(shared: &Shared, open: &mut Open) -> Result<Reply, AppError> {
    let visit = visit(open)?;
    let begun: Vec<(u32, u32)> =
        records(open, visit).map(|record| (record.form, record.instance)).collect();
    let forms = open.definitions.current().forms.iter().map(|known| known.form);
    let fresh = forms.filter(|form| !begun.iter().any(|(known, _)| known == form));
    let mut wanted: Vec<(u32, u32)> = fresh.map(|form| (form, 1)).collect();
    wanted.extend(begun.iter().copied());
    wanted.sort_unstable();
    let delivered = Places::of(&open.store)?.delivered_in(open.store.journal());
    let now = open.time_of(shared.world.now()).at;
    // A form this program cannot read is left out; the filling's answers stay kept.
    let list = wanted
        .into_iter()
        .filter_map(|(form, instance)| Filling::find(open, form, instance).ok())
        .map(|filling| {
            let settled = filling.settled(&filling.read, open, now);
            filling.summary(open, &settled, delivered)
        })
        .collect();
    Ok(Reply::Checklists { list })
}

pub(crate) fn one(
    shared: &Shared,
    open: &mut Open,
    form: u32,
    instance: u32,
) -> Result<Reply, AppError> {
    let delivered = Places::of(&open.store)?.delivered_in(open.store.journal());
    let now = open.time_of(shared.world.now()).at;
    let filling = Filling::find(open, form, instance)?;
    let settled = filling.settled(&filling.read, open, now);
    Ok(Reply::Checklist { view: filling.view(open, &settled, delivered) })
}

/// One more filling; nothing is written before its first answer.
pub(crate) fn begin(shared: &Shared, form: u32) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let visit = visit(open)?;
    let last = records(open, visit).filter(|record| record.form == form);
    let next = last.map(|record| record.instance).max().unwrap_or(0).saturating_add(1);
    one(shared, open, form, next)
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
    filling.unfinished()?;
    let none = || AppError::new(ErrorCode::NoSuchQuestion);
    let question = filling.read.item(place.question);
    let item = question.filter(|item| item.kind.takes_answer()).ok_or_else(none)?;
    let now = open.time_of(shared.world.now()).at;
    let form = Arc::clone(&filling.read);
    let mut settled = filling.settled(&form, open, now);
    let node = settled.node(&place.path, item.number).ok_or_else(none)?;
    if node.read_only {
        return Err(AppError::because(ErrorCode::AnswerDoesNotFit, "read only"));
    }
    let value = values::value(item, given)?;
    let seen_at = seen_at_of(open, shared, seen_at)?;
    settled.answer(&place.path, item.number, value.clone(), filling.moment(open, now));
    let of = filling.reference(visit(open)?);
    let mut payloads = vec![answered(&of, &place.path, item.number, value, seen_at)];
    payloads.extend(computed(&filling, &of, &settled));
    // What is settled is drawn as it is, but where the answer begins the filling, makes it keep
    // what it computed, or begins another journal with its own device and chance.
    let stays = filling.record.is_some() && settled.unrecorded().is_empty();
    let journal = open.store.journal();
    drop(filling);
    open.record(shared.world, since_touch_ms, payloads)?;
    if !stays || open.store.journal() != journal {
        return one(shared, open, place.form, place.instance);
    }
    let delivered = Places::of(&open.store)?.delivered_in(open.store.journal());
    let filling = Filling::find(open, place.form, place.instance)?;
    Ok(Reply::Checklist { view: filling.view(open, &settled, delivered) })
}

/// What the form computed and must not compute again.
fn computed(
    filling: &Filling<'_>,
    of: &FillingRef,
    settled: &domain::form::Filling<'_>,
) -> Vec<Payload> {
    let mut payloads = Vec::new();
    for ((path, number), text) in settled.unrecorded().iter().take(COMPUTED_MAX) {
        let item = filling.read.item(*number);
        let value = match text.is_empty() {
            true => Some(Value::Cleared),
            false => item.and_then(|item| item.value_of(text)).map(Value::normalized),
        };
        if let Some(value) = value.filter(|value| !filling.stands(path, *number, value)) {
            payloads.push(answered(of, path, *number, value, None));
        }
    }
    payloads
}

fn answered(
    of: &FillingRef,
    path: &[u32],
    question: u32,
    value: Value,
    seen_at: Option<i64>,
) -> Payload {
    Payload::Answered(Answered {
        visit: of.visit,
        form: of.form,
        form_version: of.form_version,
        instance: of.instance,
        repeat_path: path.to_vec(),
        question,
        value,
        seen_at,
    })
}

/// What happens to a filling beside its answers.
pub(crate) fn change(
    shared: &Shared,
    form: u32,
    instance: u32,
    change: ChecklistChange,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let filling = Filling::find(open, form, instance)?;
    let now = open.time_of(shared.world.now()).at;
    let read = Arc::clone(&filling.read);
    let mut settled = filling.settled(&read, open, now);
    let of = filling.reference(visit(open)?);
    let payload = match change {
        ChecklistChange::AddRound { path, repeat } => {
            round_added(&filling, &settled, of.clone(), path, repeat)
        }
        ChecklistChange::RemoveRound { path, repeat } => {
            round_removed(&filling, &settled, of.clone(), path, repeat)
        }
        ChecklistChange::Finish => finished(&filling, &settled, of.clone()),
        ChecklistChange::Reopen { reason } => reopened(&filling, of.clone(), reason.trim()),
    }?;
    let moment = filling.moment(open, now);
    let moved = rounds_moved(&mut settled, &payload, moment);
    let mut payloads = vec![payload];
    if moved {
        payloads.extend(computed(&filling, &of, &settled));
    }
    drop(settled);
    drop(filling);
    open.record(shared.world, since_touch_ms, payloads)?;
    one(shared, open, form, instance)
}

/// Brings a round added or taken out into what is settled; whether it is one.
fn rounds_moved(
    settled: &mut domain::form::Filling<'_>,
    payload: &Payload,
    now: domain::form::Moment,
) -> bool {
    let standing = |path: &[u32], repeat: u32| settled.rounds(path, repeat).iter().copied();
    let (path, repeat, rounds): (_, _, Vec<u32>) = if let Payload::RepeatAdded(added) = payload {
        let (path, repeat) = (&added.repeat_path, added.repeat);
        (path, repeat, standing(path, repeat).chain([added.round]).collect())
    } else if let Payload::RepeatRemoved(gone) = payload {
        let (path, repeat) = (&gone.repeat_path, gone.repeat);
        (path, repeat, standing(path, repeat).filter(|round| *round != gone.round).collect())
    } else {
        return false;
    };
    settled.set_rounds(path, repeat, rounds, now);
    true
}

fn round_added(
    filling: &Filling<'_>,
    settled: &domain::form::Filling<'_>,
    of: FillingRef,
    repeat_path: Vec<u32>,
    repeat: u32,
) -> Result<Payload, AppError> {
    filling.growing(settled, &repeat_path, repeat)?;
    let known = filling.record.map(|record| record.rounds_of(&repeat_path, repeat));
    let known = known.unwrap_or_default();
    if known.standing.len() >= ROUNDS_MAX {
        return Err(AppError::because(ErrorCode::AnswerDoesNotFit, "too many rounds"));
    }
    let round = known.highest.saturating_add(1);
    Ok(Payload::RepeatAdded(RepeatAdded { filling: of, repeat_path, repeat, round }))
}

/// The last part of the path is the round.
fn round_removed(
    filling: &Filling<'_>,
    settled: &domain::form::Filling<'_>,
    of: FillingRef,
    mut repeat_path: Vec<u32>,
    repeat: u32,
) -> Result<Payload, AppError> {
    let none = || AppError::new(ErrorCode::NoSuchQuestion);
    let round = repeat_path.pop().ok_or_else(none)?;
    filling.growing(settled, &repeat_path, repeat)?;
    match settled.rounds(&repeat_path, repeat).contains(&round) {
        true => {
            Ok(Payload::RepeatRemoved(RepeatRemoved { filling: of, repeat_path, repeat, round }))
        }
        false => Err(none()),
    }
}

/// Refused while a required question that takes an answer has none at all.
fn finished(
    filling: &Filling<'_>,
    settled: &domain::form::Filling<'_>,
    of: FillingRef,
) -> Result<Payload, AppError> {
    filling.unfinished()?;
    match settled.state().missing {
        0 => Ok(Payload::FormFinished(FormFinished { filling: of })),
        n => Err(ErrorCode::RequiredOpen { n }.into()),
    }
}

/// A reason is asked for, so that a change is explained.
fn reopened(filling: &Filling<'_>, of: FillingRef, reason: &str) -> Result<Payload, AppError> {
    if filling.unfinished().is_ok() {
        return Err(AppError::because(ErrorCode::NoSuchQuestion, "it is open"));
    }
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(AppError::because(ErrorCode::AnswerDoesNotFit, "a reason is asked for"));
    }
    Ok(Payload::FormReopened(FormReopened { filling: of, reason: reason.to_owned() }))
}

/// A typed time as an instant; what cannot be read is refused rather than dropped.
pub(crate) fn seen_at_of(
    open: &Open,
    shared: &Shared,
    text: Option<&str>,
) -> Result<Option<i64>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let now = open.time_of(shared.world.now()).at;
    match typed(open.zone(), now, text) {
        Some(at) => Ok(Some(at)),
        None => Err(AppError::because(ErrorCode::AnswerDoesNotFit, "not a time")),
    }
}

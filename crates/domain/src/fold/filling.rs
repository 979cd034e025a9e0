//! Fillings of forms: answers, rounds of repeats, finished and opened again.
//!
//! Answers in a round that is gone stay in the record and are read by nobody. What comes for a
//! finished filling is taken all the same: a journal is never refused for what it says.
//! Rejected: dropping a removed round's answers, which history would miss.

use super::records::{AnswerRecord, FormRecord, ReopeningRecord};
use super::table::{form_key, key};
use super::{Fold, Moment};
use crate::event::{Answered, FillingRef, FormReopened, RepeatAdded, RepeatRemoved};

/// Most rounds of one repeat in one filling, so that a hostile journal stays small.
const ROUNDS_MAX: usize = 1_000;

fn record<'f>(
    fold: &'f mut Fold,
    moment: Moment,
    filling: &FillingRef,
) -> Option<&'f mut FormRecord> {
    fold.visits.get(&key(filling.visit))?;
    let mut row = key(filling.visit).to_vec();
    row.extend(form_key(filling.form, filling.form_version));
    row.extend(filling.instance.to_be_bytes());
    let record = fold.forms.change_or(&row, || FormRecord::begun(filling, moment));
    record.last = moment;
    Some(record)
}

pub(super) fn answered(
    fold: &mut Fold,
    ordinal: u64,
    moment: Moment,
    event: &Answered,
) -> Option<()> {
    let filling = FillingRef {
        visit: event.visit,
        form: event.form,
        form_version: event.form_version,
        instance: event.instance,
    };
    let record = record(fold, moment, &filling)?;
    let place = (event.repeat_path.clone(), event.question);
    let before = record.answers.get(&place).map_or(0, |answer| answer.before + 1);
    let (value, seen_at) = (event.value.clone(), event.seen_at);
    record.answers.insert(place, AnswerRecord { ordinal, moment, value, seen_at, before });
    Some(())
}

pub(super) fn finished(fold: &mut Fold, moment: Moment, filling: &FillingRef) -> Option<()> {
    record(fold, moment, filling)?.finished = Some(moment);
    Some(())
}

pub(super) fn reopened(
    fold: &mut Fold,
    ordinal: u64,
    moment: Moment,
    event: &FormReopened,
) -> Option<()> {
    let record = record(fold, moment, &event.filling)?;
    record.finished = None;
    let reason = event.reason.clone();
    record.reopened.push(ReopeningRecord { ordinal, moment, reason });
    Some(())
}

/// A number given before, or one round too many, changes nothing.
pub(super) fn round_added(fold: &mut Fold, moment: Moment, event: &RepeatAdded) -> Option<()> {
    let record = record(fold, moment, &event.filling)?;
    let place = (event.repeat_path.clone(), event.repeat);
    let rounds = record.rounds.entry(place).or_default();
    if event.round <= rounds.highest || rounds.standing.len() >= ROUNDS_MAX {
        return None;
    }
    rounds.highest = event.round;
    rounds.standing.push(event.round);
    Some(())
}

pub(super) fn round_removed(fold: &mut Fold, moment: Moment, event: &RepeatRemoved) -> Option<()> {
    let record = record(fold, moment, &event.filling)?;
    let place = (event.repeat_path.clone(), event.repeat);
    let rounds = record.rounds.entry(place).or_default();
    let at = rounds.standing.iter().position(|round| *round == event.round)?;
    rounds.standing.remove(at);
    Some(())
}

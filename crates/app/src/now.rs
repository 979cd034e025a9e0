//! "What now" on this device: the schedule's rows at the visit's station, or at the first
//! assigned one before the arrival.
//!
//! The same function and the same rows make headquarters' missing list. It refuses to hide
//! what is late, and shows nothing that is not needed here. Rejected: steps kept by the
//! interface, which would know a second schedule.

use domain::definition::{Task, Whose};
use domain::view::{Deeds, Facts, Heard, NowRow, NowState, ScheduleQuery, Sheets, what_now};
use domain::{Fold, StationSpec};
use sync::world::World;

use crate::api::{AppError, NowView, Reply, StepState, StepTask, StepView, Texts};
use crate::collect::is_lead;
use crate::desk::Open;
use crate::incidents;
use crate::wall::civil;
use crate::world::Machine;

pub(crate) fn reply(world: Machine, open: &Open) -> Result<Reply, AppError> {
    let now = open.time_of(world.now()).at;
    let definition = open.definitions.current();
    let station = station(open);
    let (day, span) = open.day(&station, now);
    let former = open.store.former().map(|(_, fold)| fold);
    let own: Vec<&Fold> = former.chain([open.store.fold()]).collect();
    let sheets = open.store.common().map(Sheets::of).unwrap_or_default();
    let pages = open.store.sealed_pages()?;
    let delivered: Vec<i64> = pages.iter().filter_map(|page| page.received_at).collect();
    let facts = Facts::of(&station.code, &span, &own);
    let deeds = Deeds::of(&station.code, &span, &own, &sheets, &delivered);
    let rows = what_now(&ScheduleQuery {
        definition,
        day,
        span: &span,
        whose: if is_lead(open) { Whose::Lead } else { Whose::Observer },
        facts: &facts,
        deeds: &deeds,
        heard: Heard::Here,
        now,
    });
    let named = |row: &NowRow| {
        let known = definition.schedule.iter().find(|known| known.number == row.row);
        Texts(known.map(|known| known.names.clone()).unwrap_or_default())
    };
    let time = |at: Option<i64>| at.map(|at| civil(span.zone, at));
    let step = |row: NowRow| {
        Some(StepView {
            row: row.row,
            round: row.round,
            task: task(row.task),
            names: named(&row),
            form: row.form,
            state: state(row.state)?,
            opens_at: time(row.opens),
            due_at: time(row.due),
            done_at: time(row.done_at),
        })
    };
    let steps = rows.into_iter().filter_map(step).collect();
    let (marks, follow_ups) = incidents::waiting(open);
    let opened_at = time(facts.opened);
    Ok(Reply::Now { view: NowView { steps, opened_at, marks, follow_ups } })
}

fn station(open: &Open) -> StationSpec {
    let assigned = || open.store.assigned().and_then(|fold| fold.assignments().next()).cloned();
    open.visited().or_else(assigned).unwrap_or_else(|| open.station("").0)
}

/// What a step shows; `None` for a row that is not needed.
fn state(state: NowState) -> Option<StepState> {
    match state {
        NowState::NotYet => Some(StepState::NotYet),
        NowState::Open => Some(StepState::Open),
        NowState::Due => Some(StepState::Due),
        // Here everything is heard, so that nothing is silent.
        NowState::Late | NowState::Silent => Some(StepState::Late),
        NowState::Done => Some(StepState::Done),
        NowState::NotNeeded => None,
    }
}

fn task(task: Task) -> StepTask {
    match task {
        Task::Arrive => StepTask::Arrive,
        Task::NoteOpening => StepTask::NoteOpening,
        Task::Count => StepTask::Count,
        Task::NoteTurnout => StepTask::NoteTurnout,
        Task::FillForm => StepTask::FillForm,
        Task::NoteClosing => StepTask::NoteClosing,
        Task::CheckIn => StepTask::CheckIn,
        Task::Leave => StepTask::Leave,
        Task::Deliver => StepTask::Deliver,
        Task::NoteRegister => StepTask::NoteRegister,
    }
}

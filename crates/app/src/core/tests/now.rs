//! "What now" on a phone whose clock the test leads.

use super::fixture::Bench;
use crate::api::{Command, LogKind, NowView, Query, Reply, StepState, StepTask, StepView};

fn now(bench: &Bench) -> NowView {
    match bench.core.query(Query::Now) {
        Ok(Reply::Now { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn step(view: &NowView, task: StepTask) -> &StepView {
    view.steps.iter().find(|step| step.task == task).unwrap()
}

#[test]
fn what_is_late_is_done_once_it_is_noted_and_what_hangs_on_the_opening_moves() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(10 * 60);
    // 08:10; the station was to open at seven, and nobody has noted that it did.
    let before = now(&bench);
    let noting = step(&before, StepTask::NoteOpening);
    assert_eq!(noting.state, StepState::Late);
    assert_eq!(noting.due_at.as_deref(), Some("2026-11-23T07:15:00"));
    let form = step(&before, StepTask::FillForm);
    assert_eq!((form.form, form.due_at.as_deref()), (Some(1), Some("2026-11-23T08:00:00")));
    bench
        .core
        .execute(Command::LogEntry {
            about: LogKind::Opened,
            text: String::new(),
            seen_at: Some("07:50".into()),
            since_touch_ms: 0,
        })
        .unwrap();
    let after = now(&bench);
    assert_eq!(after.opened_at.as_deref(), Some("2026-11-23T07:50:00"));
    let noting = step(&after, StepTask::NoteOpening);
    assert_eq!(noting.state, StepState::Done);
    assert_eq!(noting.done_at.as_deref(), Some("2026-11-23T07:50:00"));
    let form = step(&after, StepTask::FillForm);
    assert_eq!(form.due_at.as_deref(), Some("2026-11-23T08:50:00"));
    assert_eq!((before.steps.len(), form.state), (2, StepState::Open));
}

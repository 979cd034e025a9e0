//! Complaints on paper as rows for the page: every step, and what was asked about it.
//!
//! The steps are the complaint's history: when, what, under which number, by whom it was written
//! down. Headquarters asks about a complaint as it asks about an incident; it decides nothing
//! about one, since others decide it. Rejected: a status here beside the decision of those.

use domain::JournalRef;
use domain::view::{ComplaintLine, ComplaintMove, ComplaintStep, EventAt as At, complaints};
use journal::ids::{InvitationId, JournalId};

use super::api::{ComplaintDetail, ComplaintRow, ComplaintStepRow};
use super::desk::{Desk, u32_of};
use super::incidents::{moment, named, question, with_person};
use super::words::word;

/// A complaint's row.
pub fn row(desk: &Desk<'_>, invitation: InvitationId, line: &ComplaintLine) -> ComplaintRow {
    ComplaintRow {
        event: named(line.event),
        incident: line.incident.map(named),
        label: desk.label(Some(invitation)),
        station: line.station.clone().unwrap_or_default(),
        added_name: desk.added_name(line.station.as_deref().unwrap_or_default()),
        to: word(&line.to),
        stage: word(&line.stage),
        decision: line.decision.as_ref().map(word).unwrap_or_default(),
        number: line.number.clone().unwrap_or_default(),
        steps: line.steps.iter().map(|it| step(desk, it)).collect(),
        waiting: u32_of(line.talk.iter().filter(|asked| asked.waits()).count() as u64),
        answers: u32_of(line.talk.iter().map(|asked| asked.answers.len()).sum::<usize>() as u64),
    }
}

fn step(desk: &Desk<'_>, step: &ComplaintStep) -> ComplaintStepRow {
    let (what, decision) = match &step.what {
        ComplaintMove::Stage(stage) => (word(stage), false),
        ComplaintMove::Decision(decision) => (word(decision), true),
    };
    let (JournalRef(journal), _) = step.event;
    ComplaintStepRow {
        at_local: moment(desk, step.at.at),
        what,
        decision,
        by: desk.person(JournalId(journal)),
        number: step.number.clone().unwrap_or_default(),
        text: step.text.clone().unwrap_or_default(),
    }
}

/// One complaint with all that was asked about it.
pub fn detail(desk: &Desk<'_>, journal: JournalId, event: u64) -> Option<ComplaintDetail> {
    let invitation = desk.holdings.devices.get(&journal)?.invitation?;
    let at: At = (JournalRef(journal.0), event);
    with_person(desk.holdings, invitation, |own, told| {
        let line = complaints(own, told).into_iter().find(|line| line.event == at)?;
        Some(ComplaintDetail {
            row: row(desk, invitation, &line),
            talk: line.talk.iter().map(|asked| question(desk, asked)).collect(),
        })
    })
}

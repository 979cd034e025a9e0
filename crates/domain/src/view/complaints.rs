//! Complaints of one person, put together over their journals.
//!
//! A complaint's steps stand in the order they were written, answers among them, so that the
//! time between handing over and an answer can be read off. The latest step says how far it has
//! come, the latest number told is its number. Rejected: a line for each step.

use super::EventAt;
use super::incidents::{FollowUpLine, Journals, follow_ups, station};
use crate::event::{ComplaintDecision, ComplaintStage, ComplaintTo};
use crate::fold::{ComplaintRecord, ComplaintWhat, Fold, Time};
use crate::ids::JournalRef;
use std::collections::BTreeMap;

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintLine {
    /// Its first event.
    pub event: EventAt,
    /// Code of the visit's station; of the latest visit where none was told.
    pub station: Option<String>,
    /// The report it is about, where it is about an incident.
    pub incident: Option<EventAt>,
    /// Who is to decide, as told last.
    pub to: ComplaintTo,
    /// How far it has come.
    pub stage: ComplaintStage,
    /// What they decided, as told last.
    pub decision: Option<ComplaintDecision>,
    /// The number it is registered under, as told last.
    pub number: Option<String>,
    /// Every step, the first one first.
    pub steps: Vec<ComplaintStep>,
    /// What headquarters asked about it and what was answered, in order.
    pub talk: Vec<FollowUpLine>,
}

/// A step of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintStep {
    /// Its event.
    pub event: EventAt,
    /// When it happened: as told, else when it was written.
    pub at: Time,
    /// What happened.
    pub what: ComplaintMove,
    /// A number given with it.
    pub number: Option<String>,
    /// The words.
    pub text: Option<String>,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintMove {
    /// It came so far.
    Stage(ComplaintStage),
    /// They decided.
    Decision(ComplaintDecision),
}

/// A person's complaints in the order they were made; `told` are headquarters' journals for
/// that person.
#[must_use]
pub fn complaints(own: &Journals<'_>, told: &Journals<'_>) -> Vec<ComplaintLine> {
    let mut lines: BTreeMap<EventAt, ComplaintLine> = BTreeMap::new();
    let mut order = Vec::new();
    for (journal, fold) in own {
        for record in fold.complaints() {
            let first = match record.what {
                ComplaintWhat::Made { follows, .. } => follows,
                ComplaintWhat::Answered { complaint, .. } => Some(complaint),
            };
            let first = first.map(|event| event.seen_from(*journal));
            if let Some(line) = first.and_then(|first| lines.get_mut(&first)) {
                more(line, *journal, fold, record);
            } else if let Some(line) = begun(*journal, fold, record) {
                order.push(line.event);
                lines.insert(line.event, line);
            }
        }
    }
    for asked in follow_ups(own, told) {
        if let Some(line) = lines.get_mut(&asked.about()) {
            line.talk.push(asked);
        }
    }
    order.into_iter().filter_map(|event| lines.remove(&event)).collect()
}

/// `None` for an answer to nothing known.
fn begun(journal: JournalRef, fold: &Fold, record: &ComplaintRecord) -> Option<ComplaintLine> {
    let ComplaintWhat::Made { visit, incident, to, stage, .. } = record.what else { return None };
    Some(ComplaintLine {
        event: (journal, record.ordinal),
        station: station(fold, visit, record.ordinal),
        incident: incident.map(|event| event.seen_from(journal)),
        to,
        stage,
        decision: None,
        number: record.number.clone(),
        steps: vec![step(journal, fold, record)],
        talk: Vec::new(),
    })
}

fn more(line: &mut ComplaintLine, journal: JournalRef, fold: &Fold, record: &ComplaintRecord) {
    match record.what {
        ComplaintWhat::Made { incident, to, stage, .. } => {
            (line.to, line.stage) = (to, stage);
            line.incident = incident.map(|event| event.seen_from(journal)).or(line.incident);
            // The number of an answer is the answer's.
            line.number = record.number.clone().or(line.number.take());
        }
        ComplaintWhat::Answered { decision, .. } => line.decision = Some(decision),
    }
    line.steps.push(step(journal, fold, record));
}

fn step(journal: JournalRef, fold: &Fold, record: &ComplaintRecord) -> ComplaintStep {
    ComplaintStep {
        event: (journal, record.ordinal),
        at: record.happened_at.map_or_else(|| fold.time(record.moment), told),
        what: match record.what {
            ComplaintWhat::Made { stage, .. } => ComplaintMove::Stage(stage),
            ComplaintWhat::Answered { decision, .. } => ComplaintMove::Decision(decision),
        },
        number: record.number.clone(),
        text: record.text.clone(),
    }
}

/// What a person read off the wall is their claim, whatever the device's clock is worth.
const fn told(at: i64) -> Time {
    Time { at, corrected: false }
}

#[cfg(test)]
mod tests;

//! What the incident screens show, out of `domain`'s lines.
//!
//! Names come from the version of the definition that was meant when something was told. It
//! refuses to leave out what is withdrawn, closed or answered.

use domain::definition::IncidentKind;
use domain::view::{
    ComplaintLine, ComplaintMove, ComplaintStep, EventAt, FollowUpLine, IncidentLine,
    IncidentVersion, MarkLine,
};

use super::{LINES_MAX, Lines};
use crate::api::{
    ComplaintStepView, ComplaintView, FollowUpAnswerView, FollowUpView, IncidentInput,
    IncidentKindView, IncidentStatusView, IncidentVersionView, IncidentView, IncidentsView,
    MarkView, Texts,
};
use crate::desk::{Open, small};
use crate::wall::{civil, clock};
use crate::words::Same;

pub(super) fn all(
    open: &Open,
    lines: &Lines,
    kinds: Vec<IncidentKindView>,
    made: Option<u32>,
) -> IncidentsView {
    let newest = |line: &IncidentLine| incident(open, lines, line);
    IncidentsView {
        incidents: lines.incidents.iter().rev().take(LINES_MAX).map(newest).collect(),
        complaints: complaints(open, lines),
        marks: marks(open, lines),
        kinds,
        drafts: super::drafts::views(open, lines),
        made,
    }
}

pub(super) fn kinds(open: &Open) -> Vec<IncidentKindView> {
    let kinds = open.definitions.current().incident_kinds.iter();
    kinds
        .map(|kind| IncidentKindView {
            number: kind.number,
            code: kind.code.clone(),
            names: Texts(kind.names.clone()),
            gravity: kind.gravity.same(),
            article: kind.article.clone(),
        })
        .collect()
}

/// Marks that wait, the newest first.
pub(super) fn marks(open: &Open, lines: &Lines) -> Vec<MarkView> {
    let waiting = lines.marks.iter().rev().filter(|mark| mark.end.is_none());
    waiting.take(LINES_MAX).map(|line| mark(open, line)).collect()
}

fn mark(open: &Open, line: &MarkLine) -> MarkView {
    let meant = line.kind.and_then(|(version, kind)| kind_of(open, version, Some(kind)));
    let current = line.kind.map(|(_, kind)| kind);
    let current = current.filter(|kind| open.definitions.current().incident_kind(*kind).is_some());
    MarkView {
        mark: small(line.event.1),
        at: civil(open.zone(), line.at.at),
        station_code: line.station.clone().unwrap_or_default(),
        names: names(meant),
        incident_kind: current,
    }
}

fn incident(open: &Open, lines: &Lines, line: &IncidentLine) -> IncidentView {
    let zone = open.zone();
    let about = lines.complaints.iter().filter(|known| known.incident == Some(line.event));
    let statuses = line.statuses.iter().rev();
    IncidentView {
        incident: small(line.event.1),
        station_code: line.station.clone().unwrap_or_default(),
        now: version(open, &line.now),
        before: line.before.iter().map(|before| version(open, before)).collect(),
        withdrawn: line.is_withdrawn(),
        statuses: statuses
            .map(|decided| IncidentStatusView {
                status: decided.status.same(),
                operator: decided.operator.clone(),
                words: decided.words.clone().unwrap_or_default(),
                at: civil(zone, decided.time),
            })
            .collect(),
        talk: line.talk.iter().map(|asked| follow_up(open, lines, asked)).collect(),
        complaints: about.map(|known| small(known.event.1)).collect(),
    }
}

fn version(open: &Open, version: &IncidentVersion) -> IncidentVersionView {
    let zone = open.zone();
    let told = &version.told;
    let kind = kind_of(open, told.definition_version, told.kind);
    let current =
        told.kind.filter(|kind| open.definitions.current().incident_kind(*kind).is_some());
    IncidentVersionView {
        told: IncidentInput {
            incident_kind: current,
            gravity: told.gravity.same(),
            from: clock(zone, told.from),
            to: told.to.map(|to| clock(zone, to)),
            occurs: told.occurs.same(),
            known: told.known.same(),
            told_by: told.told_by.clone().unwrap_or_default(),
            affected: told.affected,
            told_to: told.told_to.map(Same::same),
            their_answer: told.their_answer.clone().unwrap_or_default(),
            text: told.text.clone().unwrap_or_default(),
        },
        names: names(kind),
        article: kind.and_then(|kind| kind.article.clone()),
        from: civil(zone, told.from),
        to: told.to.map(|to| civil(zone, to)),
        written_at: civil(zone, version.written.at),
        reason: version.reason.map(Same::same),
        words: version.words.clone().unwrap_or_default(),
    }
}

fn complaints(open: &Open, lines: &Lines) -> Vec<ComplaintView> {
    let newest = lines.complaints.iter().rev().take(LINES_MAX);
    newest.map(|line| complaint(open, lines, line)).collect()
}

fn complaint(open: &Open, lines: &Lines, line: &ComplaintLine) -> ComplaintView {
    ComplaintView {
        complaint: small(line.event.1),
        station_code: line.station.clone().unwrap_or_default(),
        incident: line.incident.and_then(|event| known_incident(lines, event)),
        to: line.to.same(),
        stage: line.stage.same(),
        decision: line.decision.map(Same::same),
        number: line.number.clone().unwrap_or_default(),
        steps: line.steps.iter().map(|one| step(open, one)).collect(),
        talk: line.talk.iter().map(|asked| follow_up(open, lines, asked)).collect(),
    }
}

fn step(open: &Open, step: &ComplaintStep) -> ComplaintStepView {
    let (stage, decision) = match step.what {
        ComplaintMove::Stage(stage) => (Some(stage.same()), None),
        ComplaintMove::Decision(decision) => (None, Some(decision.same())),
    };
    ComplaintStepView {
        stage,
        decision,
        at: civil(open.zone(), step.at.at),
        number: step.number.clone().unwrap_or_default(),
        text: step.text.clone().unwrap_or_default(),
    }
}

pub(super) fn follow_up(open: &Open, lines: &Lines, line: &FollowUpLine) -> FollowUpView {
    let zone = open.zone();
    let about = line.about();
    let complaint = lines.complaints.iter().find(|known| known.event == about);
    FollowUpView {
        follow_up: small(line.asked.follow_up),
        operator: line.asked.operator.clone(),
        text: line.asked.text.clone(),
        asked_at: civil(zone, line.asked.time),
        incident: known_incident(lines, about),
        complaint: complaint.map(|known| small(known.event.1)),
        answers: line
            .answers
            .iter()
            .map(|answer| FollowUpAnswerView {
                text: answer.text.clone(),
                at: civil(zone, answer.at.at),
            })
            .collect(),
    }
}

fn known_incident(lines: &Lines, event: EventAt) -> Option<u32> {
    let mut all = lines.incidents.iter();
    all.find(|known| known.event == event).map(|known| small(known.event.1))
}

/// A kind as its version of the definition has it.
fn kind_of(open: &Open, version: u32, kind: Option<u32>) -> Option<&IncidentKind> {
    open.definitions.version(version)?.incident_kind(kind?)
}

fn names(kind: Option<&IncidentKind>) -> Texts {
    Texts(kind.map(|kind| kind.names.clone()).unwrap_or_default())
}

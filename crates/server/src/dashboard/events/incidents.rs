//! Fields of marks, incidents, complaints and questions, by name.
//!
//! Names are those of the events' own fields. What was not told is an empty value, never zero.

use domain::event::{
    ComplaintAnswered, ComplaintMade, FollowUpAnswered, FollowUpAsked, IncidentAmended,
    IncidentReported, IncidentStatusSet, IncidentTold, MomentFinished, MomentMarked,
};

use super::{code, maybe, reference, show, text};
use crate::dashboard::api::Field;
use crate::dashboard::words::word;

pub(super) fn marked(it: &MomentMarked) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        reference("follows", it.follows),
        maybe("incident_kind", it.kind),
        show("definition_version", it.definition_version),
    ]
}

pub(super) fn finished(it: &MomentFinished) -> Vec<Field> {
    vec![
        reference("mark", Some(it.mark)),
        code("outcome", &it.outcome),
        reference("incident", it.incident),
        words(it.words.as_deref()),
    ]
}

pub(super) fn reported(it: &IncidentReported) -> Vec<Field> {
    let head = [maybe("visit", it.visit), reference("mark", it.mark)];
    head.into_iter().chain(told(&it.told)).collect()
}

pub(super) fn amended(it: &IncidentAmended) -> Vec<Field> {
    let why = [code("incident_reason", &it.reason), words(it.words.as_deref())];
    let head = [reference("incident", Some(it.incident))];
    head.into_iter().chain(told(&it.told)).chain(why).collect()
}

pub(super) fn complaint(it: &ComplaintMade) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        reference("follows", it.follows),
        reference("incident", it.incident),
        code("complaint_to", &it.to),
        code("stage", &it.stage),
        maybe("happened_at", it.happened_at),
        text("complaint_number", it.number.as_deref().unwrap_or_default()),
        text("text", it.text.as_deref().unwrap_or_default()),
    ]
}

pub(super) fn complaint_answered(it: &ComplaintAnswered) -> Vec<Field> {
    vec![
        reference("complaint", Some(it.complaint)),
        code("complaint_decision", &it.decision),
        maybe("happened_at", it.happened_at),
        text("complaint_number", it.number.as_deref().unwrap_or_default()),
        text("text", it.text.as_deref().unwrap_or_default()),
    ]
}

pub(super) fn answered(it: &FollowUpAnswered) -> Vec<Field> {
    vec![show("follow_up", it.follow_up), text("text", &it.text)]
}

pub(super) fn asked(it: &FollowUpAsked) -> Vec<Field> {
    vec![show("follow_up", it.follow_up), show("event", it.event), text("text", &it.text)]
}

pub(super) fn status(it: &IncidentStatusSet) -> Vec<Field> {
    vec![
        show("event", it.incident),
        code("incident_status", &it.status),
        words(it.words.as_deref()),
    ]
}

fn told(it: &IncidentTold) -> Vec<Field> {
    let told_to = it.told_to.map(|whom| word(&whom)).unwrap_or_default();
    vec![
        maybe("incident_kind", it.kind),
        code("gravity", &it.gravity),
        show("from", it.from),
        maybe("to", it.to),
        code("occurs", &it.occurs),
        code("known", &it.known),
        text("told_by", it.told_by.as_deref().unwrap_or_default()),
        maybe("affected", it.affected),
        text("told_to", &told_to),
        text("their_answer", it.their_answer.as_deref().unwrap_or_default()),
        text("text", it.text.as_deref().unwrap_or_default()),
        show("definition_version", it.definition_version),
    ]
}

fn words(said: Option<&str>) -> Field {
    text("words", said.unwrap_or_default())
}

//! What a person typed, as events: checked, and refused where it says nothing.
//!
//! Times are read off the station's wall. A report's time means the latest such moment; an
//! amendment that leaves a time alone keeps it to the second, and one typed a day later still
//! means the day of the report. An end is the first such moment at or after the beginning.
//! Rejected: dates in the form, which a person at the box would fill wrongly.

use domain::Payload;
use domain::event::{
    ComplaintAnswered, ComplaintMade, IncidentAmended, IncidentReported, IncidentTold,
};
use sync::world::World;

use super::{Lines, Told, visit};
use crate::api::{
    AppError, ComplaintAnswerInput, ComplaintInput, ErrorCode, IncidentAmendReason, IncidentInput,
};
use crate::desk::Open;
use crate::wall::{clock, typed};
use crate::words::Same;
use crate::world::Machine;

/// An end further ahead than this is refused.
const AHEAD_MAX_S: i64 = 3600;
const DAY_S: i64 = 86_400;

/// Words, if there are any.
pub(super) fn said(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The version a kind is a number of.
pub(super) fn known_kind(open: &Open, kind: Option<u32>) -> Result<u32, AppError> {
    let definition = open.definitions.current();
    match kind {
        Some(kind) if definition.incident_kind(kind).is_none() => {
            Err(ErrorCode::NoSuchIncident.into())
        }
        Some(_) | None => Ok(definition.version),
    }
}

pub(super) fn report(
    world: Machine,
    open: &Open,
    lines: &Lines,
    mark: Option<u32>,
    input: IncidentInput,
) -> Result<Told, AppError> {
    let mark = mark.map(|mark| lines.mark(mark)).transpose()?;
    let mark = mark.map(|mark| lines.reference(mark.event));
    let now = open.time_of(world.now()).at;
    let told = told(open, now, input, None)?;
    let reported = IncidentReported { visit: visit(open), mark, told };
    Ok((Payload::IncidentReported(reported), None))
}

pub(super) fn amend(
    world: Machine,
    open: &Open,
    lines: &Lines,
    incident: u32,
    input: IncidentInput,
    (reason, words): (IncidentAmendReason, &str),
) -> Result<Told, AppError> {
    let line = lines.incident(incident)?;
    let now = open.time_of(world.now()).at;
    let told = told(open, now, input, Some(&line.now.told))?;
    let amended = IncidentAmended {
        incident: lines.reference(line.event),
        told,
        reason: reason.same(),
        words: said(words),
    };
    Ok((Payload::IncidentAmended(amended), Some(incident)))
}

fn told(
    open: &Open,
    now: i64,
    input: IncidentInput,
    before: Option<&IncidentTold>,
) -> Result<IncidentTold, AppError> {
    let text = said(&input.text);
    if text.is_none() && input.incident_kind.is_none() {
        return Err(ErrorCode::NothingTold.into());
    }
    let from = begins(open, now, &input.from, before)?;
    Ok(IncidentTold {
        definition_version: known_kind(open, input.incident_kind)?,
        kind: input.incident_kind,
        gravity: input.gravity.same(),
        from,
        to: input.to.map(|to| ends(open, now, from, &to)).transpose()?,
        occurs: input.occurs.same(),
        known: input.known.same(),
        told_by: said(&input.told_by),
        affected: input.affected,
        told_to: input.told_to.map(Same::same),
        their_answer: said(&input.their_answer),
        text,
    })
}

fn begins(
    open: &Open,
    now: i64,
    text: &str,
    before: Option<&IncidentTold>,
) -> Result<i64, AppError> {
    let zone = open.zone();
    let at = match before {
        Some(before) if clock(zone, before.from) == text.trim() => Some(before.from),
        // Within half a day of what was told.
        Some(before) => typed(zone, now.min(before.from.saturating_add(DAY_S / 2)), text),
        None => typed(zone, now, text),
    };
    at.ok_or_else(|| AppError::because(ErrorCode::NotAStretch, "not a time"))
}

/// The first such moment at or after the beginning.
fn ends(open: &Open, now: i64, from: i64, text: &str) -> Result<i64, AppError> {
    let zone = open.zone();
    let wrong = || AppError::because(ErrorCode::NotAStretch, "ends before it begins or ahead");
    if clock(zone, from) == text.trim() {
        return Ok(from);
    }
    // An hour is the most that `typed` looks ahead.
    let at = typed(zone, from + DAY_S - AHEAD_MAX_S - 1, text).ok_or_else(wrong)?;
    if at < from || at > now + AHEAD_MAX_S { Err(wrong()) } else { Ok(at) }
}

pub(super) fn complain(
    world: Machine,
    open: &Open,
    lines: &Lines,
    input: ComplaintInput,
) -> Result<Told, AppError> {
    let first = input.complaint.map(|complaint| lines.complaint(complaint)).transpose()?;
    let incident = input.incident.map(|incident| lines.incident(incident)).transpose()?;
    let text = said(&input.text);
    if first.is_none() && incident.is_none() && text.is_none() {
        return Err(ErrorCode::NothingTold.into());
    }
    let made = ComplaintMade {
        visit: visit(open),
        follows: first.map(|line| lines.reference(line.event)),
        incident: incident.map(|line| lines.reference(line.event)),
        to: input.to.same(),
        stage: input.stage.same(),
        happened_at: at(world, open, input.at.as_deref())?,
        number: said(&input.number),
        text,
    };
    Ok((Payload::ComplaintMade(made), input.complaint))
}

pub(super) fn answer_complaint(
    world: Machine,
    open: &Open,
    lines: &Lines,
    input: ComplaintAnswerInput,
) -> Result<Told, AppError> {
    let line = lines.complaint(input.complaint)?;
    let answered = ComplaintAnswered {
        complaint: lines.reference(line.event),
        decision: input.decision.same(),
        happened_at: at(world, open, input.at.as_deref())?,
        number: said(&input.number),
        text: said(&input.text),
    };
    Ok((Payload::ComplaintAnswered(answered), Some(input.complaint)))
}

fn at(world: Machine, open: &Open, text: Option<&str>) -> Result<Option<i64>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let now = open.time_of(world.now()).at;
    let at = typed(open.zone(), now, text);
    at.map(Some).ok_or_else(|| AppError::because(ErrorCode::NotAStretch, "not a time"))
}

//! A figure kept without the app: on paper, by a clicker, from a recording, from memory.
//!
//! It belongs to the point that was watched last at the visit, or to one that is named: where
//! phones were forbidden nobody watched, and paper is all there is. It stands apart from the taps,
//! and where both overlap the screen says so instead of adding. It refuses time that does not end
//! after it begins, or ends later than the visit.

use domain::event::TallyEntered;
use domain::view::{StationDay, TallyLine, TallyState};
use domain::{ElectionDefinition, Payload};

use super::view::corrected;
use super::visited::Visited;
use crate::api::{AppError, ErrorCode, TallyInput, TallyStanding, TallyView};
use crate::desk::{Open, small};
use crate::wall::clock;
use crate::watch;
use crate::words::Same;

/// Most persons one entry takes: beyond it somebody typed a year or a telephone number.
const PERSONS_MAX: u32 = 10_000;

/// Where a tally was kept.
struct Where<'a> {
    definition: &'a ElectionDefinition,
    version: u32,
    point: u32,
    covers: Vec<String>,
}

pub(super) fn entered(open: &Open, at: &Visited, tally: &TallyInput) -> Result<Payload, AppError> {
    let persons = fits(tally.persons)?;
    let (from, to) = at.stretch(open, &tally.from, &tally.to)?;
    let kept = match tally.point {
        Some(point) => named(open, point, &tally.covers)?,
        None => watched(open, at)?,
    };
    Ok(Payload::TallyEntered(TallyEntered {
        visit: at.visit,
        definition_version: kept.version,
        point: kept.point,
        category: watch::adding(kept.definition)?,
        covers: kept.covers,
        from,
        to,
        persons,
        method: tally.method.same(),
        relation: tally.relation.same(),
        words: None,
    }))
}

/// The point watched last at the visit.
fn watched<'a>(open: &'a Open, at: &Visited) -> Result<Where<'a>, AppError> {
    let watch = at.watches(open).next_back().ok_or(ErrorCode::NoWatch)?;
    let definition = open.definitions.version(watch.definition_version);
    let definition = definition.unwrap_or_else(|| open.definitions.current());
    let (version, point) = (watch.definition_version, watch.point);
    Ok(Where { definition, version, point, covers: watch.covers.clone() })
}

/// A point of the current definition.
fn named<'a>(open: &'a Open, point: u32, covers: &[String]) -> Result<Where<'a>, AppError> {
    let definition = open.definitions.current();
    let covers = watch::covered_by(definition, point, covers)?;
    Ok(Where { definition, version: definition.version, point, covers })
}

pub(super) fn fits(persons: u32) -> Result<u32, AppError> {
    match (1..=PERSONS_MAX).contains(&persons) {
        true => Ok(persons),
        false => Err(AppError::because(ErrorCode::NotAFigure, "nobody, or too many")),
    }
}

/// Tallies of the day, the newest first.
pub(crate) fn views(open: &Open, day: &StationDay) -> Vec<TallyView> {
    let zone = day.span.zone;
    let own = domain::JournalRef(open.store.journal().0);
    let here = day.tallies.iter().rev().filter(|line| line.journal == own);
    let view = |line: &TallyLine| TallyView {
        event: small(line.record.ordinal),
        from: clock(zone, line.record.from),
        to: clock(zone, line.record.to),
        persons: line.record.persons,
        standing: match line.state {
            TallyState::Counts => TallyStanding::Counts,
            TallyState::OverlapsTaps(minutes) => TallyStanding::OverlapsTaps { minutes },
            TallyState::OverlapsTally
            | TallyState::Beside
            | TallyState::Superseded
            | TallyState::NotWeighed => TallyStanding::OtherStands,
            TallyState::Undone => TallyStanding::Undone,
        },
        corrected: corrected(line.record.origin),
    };
    here.map(view).collect()
}

//! Moments that were marked, as rows for the page.
//!
//! The press comes before the words: until somebody says what became of it, a mark waits and
//! stands first. One that became a report says which. Rejected: only marks that wait, since a
//! mark that is gone from the page cannot be told from one that never came.

use domain::JournalRef;
use domain::view::{MarkEnd, MarkLine};
use journal::ids::JournalId;

use super::api::MarkRow;
use super::desk::{Desk, local, utc};
use super::incidents::{kind, named};
use super::words::word;

/// A mark's row.
pub fn row(desk: &Desk<'_>, line: &MarkLine) -> MarkRow {
    let (JournalRef(journal), _) = line.event;
    let kind = line.kind.and_then(|(version, number)| kind(desk, version, Some(number)));
    let wall = desk.zone_at(line.station.as_deref().unwrap_or_default());
    MarkRow {
        event: named(line.event),
        person: desk.person(JournalId(journal)),
        station: line.station.clone().unwrap_or_default(),
        added_name: desk.added_name(line.station.as_deref().unwrap_or_default()),
        at: utc(line.at.at),
        at_local: local(line.at.at, wall, "%H:%M"),
        kind: kind.map(|kind| kind.code.clone()).unwrap_or_default(),
        names: kind.map(|kind| kind.names.clone()).unwrap_or_default(),
        end: match &line.end {
            None => String::new(),
            Some(MarkEnd::Reported(_)) => "reported".to_owned(),
            Some(MarkEnd::Finished { outcome, .. }) => word(outcome),
        },
        incident: line.incident().map(named),
    }
}

//! Whose row of the schedule is not done: late where the device was heard since, else silent.
//!
//! The same function over the same rows makes the phone's "what now". Pages a device sent
//! itself tell all it had written by then; pages a lead or a file brought tell no more than
//! their own last event. Rejected: "not reported" by the age of a contact alone, which calls a
//! phone without signal idle.

use domain::definition::{ElectionDefinition, Task, Whose};
use domain::hours::day_span;
use domain::view::{Deeds, Facts, Heard, ScheduleQuery, Sheets, what_now};
use domain::{Fold, PollingDay, StationSpec};
use journal::ids::InvitationId;
use journal::keeper::Via;

use super::api::{Overdue, OverdueState};
use super::desk::{Desk, local, utc};
use super::people::overdue_state;
use super::words::word;
use crate::holdings::Device;
use crate::invitations::Note;

/// A row that is missing from an instant on, if nothing more comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// From when it is missing.
    pub from: i64,
    /// By when it should have been done.
    pub due: i64,
    /// The row's number.
    pub row: u32,
    /// Which time it comes.
    pub round: u32,
    task: Task,
    state: OverdueState,
}

/// Where a person's rows lie: the stations of the note, and for a lead without one the
/// election's own hours.
pub fn stations(note: &Note, own: &[StationSpec]) -> Vec<StationSpec> {
    let ordinary = (own.is_empty() && note.lead).then(|| StationSpec::of_code(""));
    own.iter().cloned().chain(ordinary).collect()
}

/// Every row of a person at a station that is not done and will be missing one day.
pub fn due(
    desk: &Desk<'_>,
    day: PollingDay,
    (invitation, whose): (InvitationId, Whose),
    station: &StationSpec,
    sheets: &Sheets,
) -> Vec<Due> {
    let definition = desk.definitions.current();
    let span = day_span(day, station, definition);
    let at_station = desk.holdings.at_station(&domain::station_key(&station.code));
    let there: Vec<&Fold> = at_station.iter().map(|(_, fold)| *fold).collect();
    let own: Vec<&Device> = desk.holdings.of_invitation(invitation).collect();
    let folds: Vec<&Fold> = own.iter().map(|device| &device.fold).collect();
    let delivered: Vec<i64> =
        own.iter().flat_map(|device| &device.arrivals).map(|it| it.received_at).collect();
    let facts = Facts::of(&station.code, &span, &there);
    let deeds = Deeds::of(&station.code, &span, &folds, sheets, &delivered);
    let rows = what_now(&ScheduleQuery {
        definition,
        day,
        span: &span,
        whose,
        facts: &facts,
        deeds: &deeds,
        heard: heard(&own),
        now: i64::MAX,
    });
    let rows = rows.into_iter().filter_map(|row| {
        let (state, due) = (overdue_state(row.state)?, row.due?);
        let (from, task) = (row.missing_from()?, row.task);
        Some(Due { from, due, row: row.row, round: row.round, task, state })
    });
    rows.collect()
}

/// A row for the page.
pub fn row(
    definition: &ElectionDefinition,
    note: &Note,
    station: &StationSpec,
    due: &Due,
) -> Option<Overdue> {
    let named = definition.schedule.iter().find(|known| known.number == due.row)?;
    let zone = domain::hours::zone_of(station, definition);
    Some(Overdue {
        label: note.label.clone(),
        invitation: note.id.clone(),
        station: station.code.clone(),
        row: due.row,
        round: due.round,
        task: word(&due.task),
        names: named.names.clone(),
        due_local: local(due.due, zone, "%H:%M"),
        due: utc(due.due),
        state: due.state,
    })
}

/// How far a person is heard.
fn heard(own: &[&Device]) -> Heard {
    let of = |device: &&Device| {
        let last = device.arrivals.last()?;
        match last.via {
            Via::Direct => Some(last.received_at),
            Via::Relay(_) | Via::File => {
                let written = device.fold.journal_record().last?;
                Some(device.fold.time(written).at)
            }
        }
    };
    own.iter().filter_map(of).max().map_or(Heard::Never, Heard::Until)
}

#[cfg(test)]
mod tests;

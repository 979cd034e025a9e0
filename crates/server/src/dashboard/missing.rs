//! Whose row of the schedule is not done: late where the device was heard since, else silent.
//!
//! The same function over the same rows makes the phone's "what now". Pages a device sent
//! itself tell all it had written by then; pages a lead or a file brought tell no more than
//! their own last event. Rejected: "not reported" by the age of a contact alone, which calls a
//! phone without signal idle.

use domain::definition::Whose;
use domain::hours::day_span;
use domain::view::{Deeds, Facts, Heard, NowRow, NowState, ScheduleQuery, Sheets, what_now};
use domain::{Fold, PollingDay, StationSpec, station_key};
use journal::keeper::Via;

use super::api::{Overdue, OverdueState};
use super::desk::{Desk, local, utc};
use super::words::word;
use crate::holdings::Device;
use crate::invitations::Note;

/// Everything that is late or silent on a day, what was due first first.
pub fn overdue(desk: &Desk<'_>, polling: PollingDay) -> Vec<Overdue> {
    let sheets = Sheets::of(&desk.holdings.common);
    let mut all: Vec<(i64, Overdue)> = Vec::new();
    for note in desk.notes.notes.iter().filter(|note| note.revoked_at.is_none()) {
        for station in stations(desk, note) {
            all.extend(of_note(desk, polling, note, &station, &sheets));
        }
    }
    all.sort_by(|(a, one), (b, other)| {
        (a, &one.station, one.row).cmp(&(b, &other.station, other.row))
    });
    all.into_iter().map(|(_, row)| row).collect()
}

/// Where a person's rows lie: the stations of the note, and for a lead without one the
/// election's own hours.
fn stations(desk: &Desk<'_>, note: &Note) -> Vec<StationSpec> {
    let mut all: Vec<StationSpec> =
        note.stations.iter().map(|code| desk.station(&station_key(code))).collect();
    if all.is_empty() && note.lead {
        all.push(StationSpec::of_code(""));
    }
    all
}

fn of_note(
    desk: &Desk<'_>,
    day: PollingDay,
    note: &Note,
    station: &StationSpec,
    sheets: &Sheets,
) -> Vec<(i64, Overdue)> {
    let definition = desk.definitions.current();
    let span = day_span(day, station, definition);
    let at_station = desk.holdings.at_station(&station_key(&station.code));
    let there: Vec<&Fold> = at_station.iter().map(|(_, fold)| *fold).collect();
    let own: Vec<&Device> =
        note.invitation().map(|it| desk.holdings.of_invitation(it).collect()).unwrap_or_default();
    let folds: Vec<&Fold> = own.iter().map(|device| &device.fold).collect();
    let delivered: Vec<i64> =
        own.iter().flat_map(|device| &device.arrivals).map(|it| it.received_at).collect();
    let facts = Facts::of(&station.code, &span, &there);
    let deeds = Deeds::of(&station.code, &span, &folds, sheets, &delivered);
    let rows = what_now(&ScheduleQuery {
        definition,
        day,
        span: &span,
        whose: if note.lead { Whose::Lead } else { Whose::Observer },
        facts: &facts,
        deeds: &deeds,
        heard: heard(&own),
        now: desk.now,
    });
    let told = |row: NowRow| {
        let state = match row.state {
            NowState::Late => OverdueState::Late,
            NowState::Silent => OverdueState::Silent,
            NowState::NotYet
            | NowState::Open
            | NowState::Due
            | NowState::Done
            | NowState::NotNeeded => return None,
        };
        let due = row.due?;
        let named = definition.schedule.iter().find(|known| known.number == row.row);
        let overdue = Overdue {
            label: note.label.clone(),
            invitation: note.id.clone(),
            station: station.code.clone(),
            row: row.row,
            round: row.round,
            task: word(&row.task),
            names: named.map(|row| row.names.clone()).unwrap_or_default(),
            due_local: local(due, span.zone, "%H:%M"),
            due: utc(due),
            state,
        };
        Some((due, overdue))
    };
    rows.into_iter().filter_map(told).collect()
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

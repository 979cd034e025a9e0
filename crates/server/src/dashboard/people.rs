//! Whom headquarters expects, with the rows of the schedule each has not done.
//!
//! The rows are kept as they would be missing if nothing more came; which of them are missing
//! now is a matter of time alone, so a question only compares instants. A person's rows are made
//! anew when their journals, or those at their stations, changed.

use domain::definition::Whose;
use domain::view::{NowState, Reporter, Sheets};
use domain::{PollingDay, StationSpec, station_key};
use journal::ids::InvitationId;

use super::api::{NotReported, Overdue, OverdueState, ReportState};
use super::desk::{Desk, utc};
use super::missing::{self, Due};
use crate::invitations::Note;

/// Everybody invited and not revoked.
#[derive(Default)]
pub struct People(Vec<Person>);

struct Person {
    /// Place of the note.
    note: usize,
    invitation: InvitationId,
    stations: Vec<StationSpec>,
    owed: Vec<Owed>,
}

/// Rows of one person at one station.
struct Owed {
    changed: (u32, u32),
    station: StationSpec,
    key: String,
    due: Vec<Due>,
}

/// A list of which only the first are shown.
pub struct Listed<T> {
    /// The first of them.
    pub first: Vec<T>,
    /// How many there are.
    pub total: usize,
}

impl People {
    /// Everybody the notes name; their rows are made when they are asked for.
    pub fn of(desk: &Desk<'_>, _: PollingDay) -> Self {
        let notes = desk.notes.notes.iter().enumerate();
        let counting = notes.filter(|(_, note)| note.revoked_at.is_none());
        let person = |(place, note): (usize, &Note)| {
            let station = |code: &String| desk.station(&station_key(code));
            let own: Vec<StationSpec> = note.stations.iter().map(station).collect();
            let owed = missing::stations(note, &own).into_iter().map(|station| Owed {
                changed: (u32::MAX, u32::MAX),
                key: station_key(&station.code),
                station,
                due: Vec::new(),
            });
            let owed = owed.collect();
            Some(Person { note: place, invitation: note.invitation()?, stations: own, owed })
        };
        Self(counting.filter_map(person).collect())
    }

    /// Makes anew what changed; for how many persons and stations.
    pub fn settle(&mut self, desk: &Desk<'_>, polling: PollingDay, sheets: &Sheets) -> usize {
        let mut anew = 0;
        for person in &mut self.0 {
            let Some(note) = desk.notes.notes.get(person.note) else { continue };
            for owed in &mut person.owed {
                let changed = (
                    desk.holdings.person_changed(person.invitation),
                    desk.holdings.station_changed(&owed.key),
                );
                if owed.changed != changed {
                    let whose = if note.lead { Whose::Lead } else { Whose::Observer };
                    let of = (person.invitation, whose);
                    owed.due = missing::due(desk, polling, of, &owed.station, sheets);
                    owed.changed = changed;
                    anew += 1;
                }
            }
        }
        anew
    }

    /// Rows that are late or silent, what was due first first.
    pub fn overdue(&self, desk: &Desk<'_>, most: usize) -> Listed<Overdue> {
        let of = |person: &'_ Person| person.note;
        let mut all: Vec<(&Due, &Owed, usize)> = Vec::new();
        for person in &self.0 {
            for owed in &person.owed {
                let missing = owed.due.iter().filter(|due| due.from <= desk.now);
                all.extend(missing.map(|due| (due, owed, of(person))));
            }
        }
        let total = all.len();
        let order = |it: &(&Due, &Owed, usize)| (it.0.due, it.0.row, it.0.round, it.2);
        first_of(&mut all, most, order);
        let definition = desk.definitions.current();
        let row = |(due, owed, place): (&Due, &Owed, usize)| {
            let note = desk.notes.notes.get(place)?;
            missing::row(definition, note, &owed.station, due)
        };
        Listed { first: all.into_iter().filter_map(row).collect(), total }
    }

    /// Who has not reported.
    pub fn not_reported(
        &self,
        desk: &Desk<'_>,
        polling: PollingDay,
        most: usize,
    ) -> Listed<NotReported> {
        let mut listed = Listed { first: Vec::new(), total: 0 };
        for person in &self.0 {
            let devices = desk.holdings.of_invitation(person.invitation);
            let received: Vec<Option<i64>> = devices.map(|device| device.received_at).collect();
            let reporter = Reporter { stations: &person.stations, received: &received };
            let definition = desk.definitions.current();
            let Some(missing) = reporter.missing(polling, definition, desk.now) else { continue };
            listed.total += 1;
            if listed.first.len() < most
                && let Some(note) = desk.notes.notes.get(person.note)
            {
                listed.first.push(NotReported {
                    label: note.label.clone(),
                    invitation: note.id.clone(),
                    stations: note.stations.clone(),
                    state: match missing {
                        domain::view::NotReported::NeverSeen => ReportState::NeverSeen,
                        domain::view::NotReported::NothingSent => ReportState::NothingSent,
                        domain::view::NotReported::Silent => ReportState::Silent,
                    },
                    last_heard: reporter.last().map(utc),
                });
            }
        }
        listed
    }
}

/// What is known of a row that was not done.
pub fn overdue_state(state: NowState) -> Option<OverdueState> {
    match state {
        NowState::Late => Some(OverdueState::Late),
        NowState::Silent => Some(OverdueState::Silent),
        NowState::NotYet
        | NowState::Open
        | NowState::Due
        | NowState::Done
        | NowState::NotNeeded => None,
    }
}

/// Keeps the first of many in order, without ordering the rest.
pub fn first_of<T, K: Ord>(all: &mut Vec<T>, most: usize, order: impl Fn(&T) -> K) {
    if all.len() > most && most > 0 {
        all.select_nth_unstable_by_key(most - 1, &order);
    }
    all.truncate(most);
    all.sort_by_key(order);
}

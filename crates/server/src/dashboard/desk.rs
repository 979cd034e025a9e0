//! What a figure on the dashboard is made of, in one hand: folds, lists, notes and the time.
//!
//! Everything that computes figures takes this and nothing else, so that a test gives it
//! made-up folds and a fixed time. It reads no clock, no disk.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use domain::definition::Definitions;
use domain::{PollingDay, StationSpec};
use journal::ids::JournalId;

use super::api::Person;
use crate::announced::Announced;
use crate::holdings::Holdings;
use crate::invitations::{Note, Notes};
use crate::stations::StationList;

/// Everything figures are made of, at one moment.
pub struct Desk<'a> {
    /// Folded devices.
    pub holdings: &'a Holdings,
    /// Published definitions.
    pub definitions: Definitions,
    /// Headquarters' list.
    pub stations: &'a StationList,
    /// Notes on invitations.
    pub notes: &'a Notes,
    /// Figures entered at headquarters.
    pub announced: &'a Announced,
    /// The highest rate of voters a minute, if defined.
    pub highest_rate: Option<u32>,
    /// Unix seconds.
    pub now: i64,
}

impl Desk<'_> {
    /// The election's zone.
    pub fn zone(&self) -> Tz {
        domain::hours::zone(&self.definitions.current().zone).unwrap_or(Tz::UTC)
    }

    /// The zone on the wall of a station; the election's where no code is known.
    pub fn zone_at(&self, code: &str) -> Tz {
        match code.trim() {
            "" => self.zone(),
            code => {
                let station = self.station(&domain::station_key(code));
                domain::hours::zone_of(&station, self.definitions.current())
            }
        }
    }

    /// The polling day asked for; else the running one, else the last that began, else the
    /// first.
    pub fn day(&self, asked: Option<NaiveDate>) -> Option<PollingDay> {
        let definition = self.definitions.current();
        let anywhere = StationSpec::of_code("");
        let began = |day: &&PollingDay| {
            domain::hours::day_span(**day, &anywhere, definition).starts <= self.now
        };
        match asked {
            Some(date) => definition.day(date),
            None => {
                let last = definition.days.iter().rev().find(began);
                last.or_else(|| definition.days.first()).copied()
            }
        }
    }

    /// A station as the list has it, else as an observer described it, else as one spelt it.
    pub fn station(&self, key: &str) -> StationSpec {
        let spelt = || StationSpec::of_code(self.holdings.spelling(key).unwrap_or(key));
        match (self.stations.get(key), self.holdings.added(key)) {
            (Some(station), _) => station.spec(),
            (None, Some(added)) => added.spec(),
            (None, None) => spelt(),
        }
    }

    /// The name an observer gave a station that is not on the list; empty without one. Where
    /// only codes are shown, such a code says nothing to anybody at headquarters.
    pub fn added_name(&self, code: &str) -> String {
        let key = domain::station_key(code);
        let added = self.holdings.added(&key).filter(|_| self.stations.get(&key).is_none());
        added.map(|added| added.name.clone()).unwrap_or_default()
    }

    /// Label of an invitation, empty when unknown.
    pub fn label(&self, invitation: Option<journal::ids::InvitationId>) -> String {
        self.note(invitation).map(|note| note.label.clone()).unwrap_or_default()
    }

    /// Headquarters' note on an invitation.
    pub fn note(&self, invitation: Option<journal::ids::InvitationId>) -> Option<&Note> {
        invitation.and_then(|invitation| self.notes.of(invitation))
    }

    /// Who writes a journal, as far as headquarters knows.
    pub fn person(&self, journal: JournalId) -> Person {
        let device = self.holdings.devices.get(&journal);
        let note = self.note(device.and_then(|device| device.invitation));
        let text = |part: fn(&Note) -> &String| note.map(part).cloned().unwrap_or_default();
        Person {
            journal: journal.to_string(),
            label: text(|note| &note.label),
            call_sign: text(|note| &note.call_sign),
        }
    }
}

/// RFC 3339 in UTC.
pub fn utc(at: i64) -> String {
    let time = DateTime::from_timestamp(at, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// In a zone, by a format of chrono's.
pub fn local(at: i64, zone: Tz, format: &str) -> String {
    let time = DateTime::from_timestamp(at, 0).unwrap_or_default();
    time.with_timezone(&zone).format(format).to_string()
}

/// Fits a count into what the page takes.
pub fn u32_of(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

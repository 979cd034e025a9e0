//! Records by key, with a list of what changed.
//!
//! Keys are bytes in the order rows are read: ordinals big-endian. Rejected: maps by typed
//! key, which would need a second type parameter and a codec each.

use super::{Fold, Row, ViewName};
use crate::definition::station_key;
use crate::event::AreaFigureNoted;
use crate::ids::JournalRef;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};

/// The records of one view.
#[derive(Clone, Debug)]
pub(super) struct Table<V> {
    rows: BTreeMap<Vec<u8>, V>,
    changed: BTreeSet<Vec<u8>>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), changed: BTreeSet::new() }
    }
}

/// Two states are equal when their records are, whatever has been handed out already.
impl<V: PartialEq> PartialEq for Table<V> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<V: Encode<()> + for<'b> Decode<'b, ()>> Table<V> {
    pub(super) fn get(&self, key: &[u8]) -> Option<&V> {
        self.rows.get(key)
    }

    /// The record to change; it counts as changed.
    pub(super) fn change(&mut self, key: &[u8]) -> Option<&mut V> {
        let record = self.rows.get_mut(key)?;
        if !self.changed.contains(key) {
            self.changed.insert(key.to_vec());
        }
        Some(record)
    }

    /// The record to change, made first where there is none.
    pub(super) fn change_or(&mut self, key: &[u8], make: impl FnOnce() -> V) -> &mut V {
        if !self.changed.contains(key) {
            self.changed.insert(key.to_vec());
        }
        self.rows.entry(key.to_vec()).or_insert_with(make)
    }

    pub(super) fn put(&mut self, key: Vec<u8>, record: V) {
        self.changed.insert(key.clone());
        self.rows.insert(key, record);
    }

    pub(super) fn remove(&mut self, key: &[u8]) {
        if self.rows.remove(key).is_some() {
            self.changed.insert(key.to_vec());
        }
    }

    pub(super) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.rows.values()
    }

    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = (&[u8], &V)> {
        self.rows.iter().map(|(key, record)| (key.as_slice(), record))
    }

    pub(super) fn keys(&self) -> Vec<Vec<u8>> {
        self.rows.keys().cloned().collect()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn touch(&mut self) {
        self.changed = self.rows.keys().cloned().collect();
    }

    pub(super) fn load(&mut self, key: Vec<u8>, value: &[u8]) -> Result<(), String> {
        let record = minicbor::decode(value).map_err(|error| error.to_string())?;
        self.rows.insert(key, record);
        Ok(())
    }

    pub(super) fn take(&mut self, view: ViewName, into: &mut Vec<Row>) {
        for key in std::mem::take(&mut self.changed) {
            let value = self.rows.get(&key).map(|row| minicbor::to_vec(row).unwrap_or_default());
            into.push(Row { view, key, value });
        }
    }
}

/// The key of a record named by an ordinal or another number.
pub(super) fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// The key of a form version.
pub(super) fn form_key(form: u32, version: u32) -> [u8; 8] {
    key(u64::from(form) << 32 | u64::from(version))
}

/// The key of a notice in a journal of headquarters'.
pub(super) fn notice_key(journal: JournalRef, notice: u64) -> Vec<u8> {
    [journal.0.as_slice(), &key(notice)].concat()
}

/// The key of an announced figure: its place, moment and thing, so that a later one replaces it.
pub(super) fn area_figure_key(event: &AreaFigureNoted) -> Vec<u8> {
    let place = event.station.as_deref().map(station_key);
    let area: Vec<String> = event.area.iter().map(|part| station_key(part)).collect();
    let thing = (event.unit, event.counts, event.what, event.contest);
    minicbor::to_vec((event.as_of, place, area, thing)).unwrap_or_default()
}

/// Form and version of such a key.
pub(super) fn form_of(key: &[u8]) -> Option<(u32, u32)> {
    let number = u64::from_be_bytes(key.try_into().ok()?);
    Some((u32::try_from(number >> 32).ok()?, u32::try_from(number & 0xffff_ffff).ok()?))
}

impl Fold {
    pub(super) fn load(
        &mut self,
        view: ViewName,
        key: Vec<u8>,
        value: &[u8],
    ) -> Result<(), String> {
        match view {
            ViewName::Journal => self.journal.load(key, value),
            ViewName::Clock => self.clocks.load(key, value),
            ViewName::Visit => self.visits.load(key, value),
            ViewName::Watch => self.watches.load(key, value),
            ViewName::Turnout => self.turnout.load(key, value),
            ViewName::Form => self.forms.load(key, value),
            ViewName::Log => self.log.load(key, value),
            ViewName::Station => self.stations.load(key, value),
            ViewName::Origin => self.origins.load(key, value),
            ViewName::Definition => self.definitions.load(key, value),
            ViewName::FormVersion => self.form_versions.load(key, value),
            ViewName::KeyList => self.key_lists.load(key, value),
            ViewName::Revocation => self.revocations.load(key, value),
            ViewName::Admission => self.admissions.load(key, value),
            ViewName::Endpoints => self.endpoints.load(key, value),
            ViewName::Assignment => self.assignments.load(key, value),
            ViewName::PageReport => self.page_reports.load(key, value),
            ViewName::Notice => self.notices.load(key, value),
            ViewName::Reading => self.readings.load(key, value),
            ViewName::Team => self.team.load(key, value),
            ViewName::AreaFigure => self.area_figures.load(key, value),
            ViewName::Tally => self.tallies.load(key, value),
            ViewName::Relation => self.relations.load(key, value),
            ViewName::HandOver => self.hand_overs.load(key, value),
            ViewName::Register => self.registers.load(key, value),
            ViewName::BoxTrip => self.box_trips.load(key, value),
            ViewName::AddedStation => self.added_stations.load(key, value),
            ViewName::Urgent => self.urgent.load(key, value),
            ViewName::CheckIn => self.check_ins.load(key, value),
            ViewName::Mark => self.marks.load(key, value),
            ViewName::Incident => self.incidents.load(key, value),
            ViewName::Complaint => self.complaints.load(key, value),
            ViewName::FollowUp => self.follow_ups.load(key, value),
            ViewName::FollowUpAnswer => self.follow_up_answers.load(key, value),
            ViewName::IncidentStatus => self.incident_statuses.load(key, value),
        }
    }

    pub(super) fn take_changes(&mut self) -> Vec<Row> {
        let mut rows = Vec::new();
        self.journal.take(ViewName::Journal, &mut rows);
        self.clocks.take(ViewName::Clock, &mut rows);
        self.visits.take(ViewName::Visit, &mut rows);
        self.watches.take(ViewName::Watch, &mut rows);
        self.turnout.take(ViewName::Turnout, &mut rows);
        self.forms.take(ViewName::Form, &mut rows);
        self.log.take(ViewName::Log, &mut rows);
        self.stations.take(ViewName::Station, &mut rows);
        self.origins.take(ViewName::Origin, &mut rows);
        self.definitions.take(ViewName::Definition, &mut rows);
        self.form_versions.take(ViewName::FormVersion, &mut rows);
        self.key_lists.take(ViewName::KeyList, &mut rows);
        self.revocations.take(ViewName::Revocation, &mut rows);
        self.admissions.take(ViewName::Admission, &mut rows);
        self.endpoints.take(ViewName::Endpoints, &mut rows);
        self.assignments.take(ViewName::Assignment, &mut rows);
        self.page_reports.take(ViewName::PageReport, &mut rows);
        self.notices.take(ViewName::Notice, &mut rows);
        self.readings.take(ViewName::Reading, &mut rows);
        self.team.take(ViewName::Team, &mut rows);
        self.area_figures.take(ViewName::AreaFigure, &mut rows);
        self.tallies.take(ViewName::Tally, &mut rows);
        self.relations.take(ViewName::Relation, &mut rows);
        self.hand_overs.take(ViewName::HandOver, &mut rows);
        self.registers.take(ViewName::Register, &mut rows);
        self.box_trips.take(ViewName::BoxTrip, &mut rows);
        self.added_stations.take(ViewName::AddedStation, &mut rows);
        self.urgent.take(ViewName::Urgent, &mut rows);
        self.check_ins.take(ViewName::CheckIn, &mut rows);
        self.marks.take(ViewName::Mark, &mut rows);
        self.incidents.take(ViewName::Incident, &mut rows);
        self.complaints.take(ViewName::Complaint, &mut rows);
        self.follow_ups.take(ViewName::FollowUp, &mut rows);
        self.follow_up_answers.take(ViewName::FollowUpAnswer, &mut rows);
        self.incident_statuses.take(ViewName::IncidentStatus, &mut rows);
        rows
    }

    pub(super) fn touch_all(&mut self) {
        self.journal.touch();
        self.clocks.touch();
        self.visits.touch();
        self.watches.touch();
        self.turnout.touch();
        self.forms.touch();
        self.log.touch();
        self.stations.touch();
        self.origins.touch();
        self.definitions.touch();
        self.form_versions.touch();
        self.key_lists.touch();
        self.revocations.touch();
        self.admissions.touch();
        self.endpoints.touch();
        self.assignments.touch();
        self.page_reports.touch();
        self.notices.touch();
        self.readings.touch();
        self.team.touch();
        self.area_figures.touch();
        self.tallies.touch();
        self.relations.touch();
        self.hand_overs.touch();
        self.registers.touch();
        self.box_trips.touch();
        self.added_stations.touch();
        self.urgent.touch();
        self.check_ins.touch();
        self.marks.touch();
        self.incidents.touch();
        self.complaints.touch();
        self.follow_ups.touch();
        self.follow_up_answers.touch();
        self.incident_statuses.touch();
    }
}

//! Folding one journal's events into rows.
//!
//! The state is keyed records, each a row the caller stores; applying a run of events gives
//! the rows that changed, and the rows alone bring the state back. No row a tap: a watch's
//! record holds its taps compactly. A journal is folded alone; stations are put together in
//! `view` when asked. An event at or before the last ordinal changes nothing, so that folding
//! twice is folding once. Rejected: SQL aggregates, which would give meaning a second home.

mod amendment;
mod apply;
mod belongs;
mod beside;
mod clock;
mod counting;
mod filling;
mod groups;
mod headquarters;
mod incident;
mod names;
mod read_forms;
mod records;
mod table;
mod taps;
mod told;
mod urgent;
mod watch;

pub use amendment::Amendment;
pub use belongs::Belongs;
pub use clock::{Clock, Moment, Time};
pub use counting::{
    AddedStationRecord, BoxBack, BoxTripRecord, GROUP_PERSONS_MAX, GroupRecord, HandOverRecord,
    HandOverSide, RegisterRecord, RelationRecord, TallyOrigin, TallyRecord,
};
pub use groups::Groups;
pub use headquarters::{
    AdmissionRecord, AreaFigureRecord, EndpointsRecord, KeyListRecord, NoticeRecord,
    PageReportRecord, RevocationRecord, TeamRecord,
};
pub use incident::{
    ComplaintRecord, ComplaintWhat, FollowUpAnswerRecord, FollowUpRecord, IncidentRecord,
    IncidentSaid, IncidentStatusRecord, MarkRecord, MarkWhat,
};
pub use names::ViewName;
pub use read_forms::ReadForms;
pub use records::{
    AnswerRecord, FormRecord, JournalRecord, LogRecord, OriginRecord, ReadingRecord,
    ReopeningRecord, RoundsRecord, StationRecord, TurnoutRecord, UnknownKind, VisitMove,
    VisitRecord,
};
pub use taps::{Tap, Taps};
pub use urgent::{CheckInRecord, UrgentRecord, UrgentWhat};
pub use watch::{Entry, Stretch, WatchRecord, WatchState};

use crate::definition::{Definitions, StationSpec, station_key};
use crate::event::Stamped;
use crate::ids::JournalRef;
use table::Table;

/// Version of the rows; rows of another version are rebuilt from the events.
pub const FOLD_VERSION: u32 = 8;

/// A row to store; `None` deletes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Which kind of row.
    pub view: ViewName,
    /// Its key within the journal.
    pub key: Vec<u8>,
    /// CBOR of the record.
    pub value: Option<Vec<u8>>,
}

/// Why stored rows cannot be resumed from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row of view {view} cannot be read: {detail}")]
pub struct FoldError {
    /// The view's name.
    pub view: &'static str,
    /// What the reader met.
    pub detail: String,
}

/// The folded state of one journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fold {
    journal: Table<JournalRecord>,
    clocks: clock::Clocks,
    visits: Table<VisitRecord>,
    watches: Table<WatchRecord>,
    turnout: Table<TurnoutRecord>,
    forms: Table<FormRecord>,
    log: Table<LogRecord>,
    stations: Table<StationRecord>,
    origins: Table<OriginRecord>,
    definitions: Table<Vec<u8>>,
    form_versions: Table<Vec<u8>>,
    key_lists: Table<KeyListRecord>,
    revocations: Table<RevocationRecord>,
    admissions: Table<AdmissionRecord>,
    endpoints: Table<EndpointsRecord>,
    assignments: Table<StationSpec>,
    page_reports: Table<PageReportRecord>,
    notices: Table<NoticeRecord>,
    readings: Table<ReadingRecord>,
    team: Table<TeamRecord>,
    area_figures: Table<AreaFigureRecord>,
    tallies: Table<TallyRecord>,
    relations: Table<RelationRecord>,
    hand_overs: Table<HandOverRecord>,
    registers: Table<RegisterRecord>,
    box_trips: Table<BoxTripRecord>,
    added_stations: Table<AddedStationRecord>,
    urgent: Table<UrgentRecord>,
    check_ins: Table<CheckInRecord>,
    marks: Table<MarkRecord>,
    incidents: Table<IncidentRecord>,
    complaints: Table<ComplaintRecord>,
    follow_ups: Table<FollowUpRecord>,
    follow_up_answers: Table<FollowUpAnswerRecord>,
    incident_statuses: Table<IncidentStatusRecord>,
}

impl Fold {
    /// Nothing folded yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The state stored rows stand for.
    ///
    /// # Errors
    /// [`FoldError`] when a row is not of this version; rebuild then.
    pub fn resume(
        rows: impl IntoIterator<Item = (ViewName, Vec<u8>, Vec<u8>)>,
    ) -> Result<Self, FoldError> {
        let mut fold = Self::new();
        for (view, key, value) in rows {
            fold.load(view, key, &value)
                .map_err(|detail| FoldError { view: view.name(), detail })?;
        }
        Ok(fold)
    }

    /// Applies events in the order of their ordinals and gives the rows that changed.
    pub fn apply<'e>(&mut self, events: impl IntoIterator<Item = &'e Stamped>) -> Vec<Row> {
        let mut run = apply::Run::default();
        for stamped in events {
            apply::apply(self, &mut run, stamped);
        }
        run.settle(self);
        self.take_changes()
    }

    /// Every row of the state, for comparing and for a rebuild.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut all = self.clone();
        all.touch_all();
        all.take_changes()
    }

    /// Ordinal of the last event applied; 0 before the first.
    #[must_use]
    pub fn last_ordinal(&self) -> u64 {
        self.journal_record().last_ordinal
    }

    /// How far the journal is folded and what was not understood.
    #[must_use]
    pub fn journal_record(&self) -> JournalRecord {
        self.journal.values().next().cloned().unwrap_or_default()
    }

    /// Visits in order.
    pub fn visits(&self) -> impl DoubleEndedIterator<Item = &VisitRecord> {
        self.visits.values()
    }

    /// The visit named by this ordinal.
    #[must_use]
    pub fn visit(&self, ordinal: u64) -> Option<&VisitRecord> {
        self.visits.get(&table::key(ordinal))
    }

    /// The latest visit that has not ended.
    #[must_use]
    pub fn open_visit(&self) -> Option<&VisitRecord> {
        self.visits.values().rev().find(|visit| visit.left.is_none())
    }

    /// Watches in order.
    pub fn watches(&self) -> impl DoubleEndedIterator<Item = &WatchRecord> {
        self.watches.values()
    }

    /// The watch named by this ordinal.
    #[must_use]
    pub fn watch(&self, ordinal: u64) -> Option<&WatchRecord> {
        self.watches.get(&table::key(ordinal))
    }

    /// The latest watch that has not ended (running, paused or interrupted).
    #[must_use]
    pub fn open_watch(&self) -> Option<&WatchRecord> {
        self.watches.values().rev().find(|watch| watch.state != WatchState::Ended)
    }

    /// Turnout figures in order.
    pub fn turnout(&self) -> impl DoubleEndedIterator<Item = &TurnoutRecord> {
        self.turnout.values()
    }

    /// Fillings of forms, by visit, form, version and instance.
    pub fn forms(&self) -> impl DoubleEndedIterator<Item = &FormRecord> {
        self.forms.values()
    }

    /// What could not wait, in order.
    pub fn urgent(&self) -> impl DoubleEndedIterator<Item = &UrgentRecord> {
        self.urgent.values()
    }

    /// Check-ins in order.
    pub fn check_ins(&self) -> impl DoubleEndedIterator<Item = &CheckInRecord> {
        self.check_ins.values()
    }

    /// Log entries in order.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &LogRecord> {
        self.log.values()
    }

    /// Stations this journal was at, with the visits.
    pub fn stations(&self) -> impl DoubleEndedIterator<Item = &StationRecord> {
        self.stations.values()
    }

    /// Boots seen, with their comparisons.
    pub fn clocks(&self) -> impl DoubleEndedIterator<Item = &Clock> {
        self.clocks.values()
    }

    /// A boot, with its comparison.
    #[must_use]
    pub fn clock(&self, boot: crate::ids::BootId) -> Option<&Clock> {
        self.clocks.of(boot)
    }

    /// Journals this one continues.
    pub fn origins(&self) -> impl DoubleEndedIterator<Item = &OriginRecord> {
        self.origins.values()
    }

    /// Published definitions by version, the built-in one included; unreadable ones named.
    #[must_use]
    pub fn definitions(&self) -> Definitions {
        let published = self.definitions.entries();
        let number = |key: &[u8]| <[u8; 8]>::try_from(key).map_or(0, u64::from_be_bytes);
        let version = |key: &[u8]| u32::try_from(number(key)).unwrap_or(u32::MAX);
        Definitions::of_bytes(published.map(|(key, bytes)| (version(key), bytes.as_slice())))
    }

    /// Published form versions: form, version, bytes.
    pub fn form_versions(&self) -> impl Iterator<Item = (u32, u32, &[u8])> {
        self.form_versions.entries().filter_map(|(key, bytes)| {
            let (form, version) = table::form_of(key)?;
            Some((form, version, bytes.as_slice()))
        })
    }

    /// Published key lists in order.
    pub fn key_lists(&self) -> impl DoubleEndedIterator<Item = &KeyListRecord> {
        self.key_lists.values()
    }

    /// Revocations by invitation.
    pub fn revocations(&self) -> impl DoubleEndedIterator<Item = &RevocationRecord> {
        self.revocations.values()
    }

    /// Admissions in order.
    pub fn admissions(&self) -> impl DoubleEndedIterator<Item = &AdmissionRecord> {
        self.admissions.values()
    }

    /// The newest endpoint addresses.
    #[must_use]
    pub fn endpoints(&self) -> &[String] {
        self.endpoints.values().next().map_or(&[], |record| &record.addresses)
    }

    /// Stations assigned to the device.
    pub fn assignments(&self) -> impl DoubleEndedIterator<Item = &StationSpec> {
        self.assignments.values()
    }

    /// Reports on pages, in order.
    pub fn page_reports(&self) -> impl DoubleEndedIterator<Item = &PageReportRecord> {
        self.page_reports.values()
    }

    /// Notices to the device, by number.
    pub fn notices(&self) -> impl DoubleEndedIterator<Item = &NoticeRecord> {
        self.notices.values()
    }

    /// Notices that were read, by headquarters' journal and number.
    pub fn readings(&self) -> impl DoubleEndedIterator<Item = &ReadingRecord> {
        self.readings.values()
    }

    /// The reading of one notice.
    #[must_use]
    pub fn reading(&self, journal: JournalRef, notice: u64) -> Option<&ReadingRecord> {
        self.readings.get(&table::notice_key(journal, notice))
    }

    /// Tallies and corrections in order, undone ones included.
    pub fn tallies(&self) -> impl DoubleEndedIterator<Item = &TallyRecord> {
        self.tallies.values()
    }

    /// How watches stand to one another, as declared, in order.
    pub fn relations(&self) -> impl DoubleEndedIterator<Item = &RelationRecord> {
        self.relations.values()
    }

    /// Halves of hand-overs in order.
    pub fn hand_overs(&self) -> impl DoubleEndedIterator<Item = &HandOverRecord> {
        self.hand_overs.values()
    }

    /// Figures of the list and the ballots in order.
    pub fn registers(&self) -> impl DoubleEndedIterator<Item = &RegisterRecord> {
        self.registers.values()
    }

    /// Trips of the mobile box in order.
    pub fn box_trips(&self) -> impl DoubleEndedIterator<Item = &BoxTripRecord> {
        self.box_trips.values()
    }

    /// Stations on no list, as described on the spot.
    pub fn added_stations(&self) -> impl DoubleEndedIterator<Item = &AddedStationRecord> {
        self.added_stations.values()
    }

    /// The station of this code as described on the spot, however it is spelt.
    #[must_use]
    pub fn added_station(&self, code: &str) -> Option<&AddedStationRecord> {
        self.added_stations.get(station_key(code).as_bytes())
    }

    /// The lead's team, if one was ever listed.
    #[must_use]
    pub fn team(&self) -> Option<&TeamRecord> {
        self.team.values().next()
    }

    /// Announced figures, the latest of each place, moment and thing.
    pub fn area_figures(&self) -> impl DoubleEndedIterator<Item = &AreaFigureRecord> {
        self.area_figures.values()
    }

    /// A moment as headquarters' clock would tell it, where a comparison allows.
    #[must_use]
    pub fn time(&self, moment: Moment) -> Time {
        self.clocks.time(moment)
    }
}

#[cfg(test)]
mod tests;

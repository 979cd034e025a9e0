//! What the endpoint holds, folded and in memory: one entry a device's journal.
//!
//! Filled at the start from the kept rows and kept up by the folding thread; every figure on
//! the dashboard is computed from here by `domain`'s pure functions. Rejected: figures kept
//! in tables of their own, which would have to be kept true by a second set of rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::announced::Announced;
use domain::definition::Definitions;
use domain::fold::AddedStationRecord;
use domain::{Fold, JournalRef, station_key};
use journal::ids::{Hash, InvitationId, JournalId};
use journal::receipts::HeldReason;
use store::endpoint::{
    Arrival, BesideJournal, ContinuedTwice, ForeignClaim, HeldPages, InCustody, WaitingPage,
};

/// What is known of one device's journal.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Its events, folded.
    pub fold: Fold,
    /// The invitation it enrolled with.
    pub invitation: Option<InvitationId>,
    /// Highest page that is receipted.
    pub receipted: u64,
    /// When that page came, Unix seconds; `None` before the first page.
    pub received_at: Option<i64>,
    /// Pages that do not open or decode.
    pub unreadable: BTreeSet<u64>,
    /// How its pages came, in order.
    pub arrivals: Vec<Arrival>,
    /// Headquarters' journal for it and that journal folded, once it asks or decides anything.
    pub told: Option<(JournalId, Fold)>,
}

/// What stands beside one journal.
#[derive(Debug, Clone)]
pub struct Beside {
    /// As the store has it.
    pub kept: BesideJournal,
    /// Hashes of the waiting pages that open and decode.
    pub opening: BTreeSet<Hash>,
    /// The journal folded with what waits, where that says something urgent.
    pub ahead: Option<Fold>,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// By journal.
    pub devices: BTreeMap<JournalId, Device>,
    /// Headquarters' common journal, folded.
    pub common: Fold,
    /// Figures taken over from announcements, from headquarters' desk journal.
    pub announced: Announced,
    /// What does not count and what waits, by journal.
    pub beside: BTreeMap<JournalId, Beside>,
    /// Journals with two continuations.
    pub continued_twice: Vec<ContinuedTwice>,
    /// Who named a journal of somebody else's as their own.
    pub foreign_claims: Vec<ForeignClaim>,
    /// What leads say they hold and is not here.
    pub custody: Vec<InCustody>,
    by_station: BTreeMap<String, BTreeSet<JournalId>>,
    /// Who described a station that was on no list of theirs.
    added: BTreeMap<String, BTreeSet<JournalId>>,
    by_invitation: BTreeMap<InvitationId, BTreeSet<JournalId>>,
    /// The version in which a station's journals changed last.
    station_changed: BTreeMap<String, u32>,
    /// The version in which a person's journals changed last.
    person_changed: BTreeMap<InvitationId, u32>,
    /// Grows with every change.
    pub version: u32,
    /// The version in which something changed last that any figure may hang on: definitions,
    /// lists, announced figures.
    pub base: u32,
}

impl Holdings {
    /// Puts a device's new state in place of the old.
    pub fn put(&mut self, journal: JournalId, device: Device) {
        self.changed();
        // A visit may have been moved: where the journal was before, it need not be any more.
        for station in self.devices.get(&journal).iter().flat_map(|it| it.fold.stations()) {
            let key = station_key(&station.code);
            if let Some(journals) = self.by_station.get_mut(&key) {
                journals.remove(&journal);
                if journals.is_empty() {
                    self.by_station.remove(&key);
                }
            }
            self.station_changed.insert(key, self.version);
        }
        for station in device.fold.stations() {
            let key = station_key(&station.code);
            self.station_changed.insert(key.clone(), self.version);
            self.by_station.entry(key).or_default().insert(journal);
        }
        self.put_added(journal, &device.fold);
        // A claim on the journal may have given way to its own writer.
        let before = self.devices.get(&journal).and_then(|it| it.invitation);
        if let Some(other) = before.filter(|other| Some(*other) != device.invitation) {
            if let Some(journals) = self.by_invitation.get_mut(&other) {
                journals.remove(&journal);
            }
            self.person_changed.insert(other, self.version);
        }
        if let Some(invitation) = device.invitation {
            self.by_invitation.entry(invitation).or_default().insert(journal);
            self.person_changed.insert(invitation, self.version);
        }
        self.devices.insert(journal, device);
    }

    /// Stations a journal describes, in place of those it described before.
    fn put_added(&mut self, journal: JournalId, fold: &Fold) {
        let before = self.devices.get(&journal).map(|device| &device.fold);
        if before.into_iter().flat_map(Fold::added_stations).eq(fold.added_stations()) {
            return;
        }
        for station in before.into_iter().flat_map(Fold::added_stations) {
            let key = station_key(&station.code);
            if let Some(journals) = self.added.get_mut(&key) {
                journals.remove(&journal);
            }
            self.station_changed.insert(key, self.version);
        }
        for station in fold.added_stations() {
            let key = station_key(&station.code);
            self.station_changed.insert(key.clone(), self.version);
            self.added.entry(key).or_default().insert(journal);
        }
    }

    /// A station as somebody described it on the spot: with a name before without one, and
    /// whoever was there before whoever was not.
    pub fn added(&self, key: &str) -> Option<&AddedStationRecord> {
        let there = self.by_station.get(key);
        let journals = self.added.get(key).into_iter().flatten();
        let said = journals.filter_map(|journal| {
            let record = self.devices.get(journal)?.fold.added_station(key)?;
            let was_there = there.is_some_and(|journals| journals.contains(journal));
            Some((record.name.is_empty(), !was_there, record))
        });
        let first = said.min_by_key(|(unnamed, elsewhere, _)| (*unnamed, *elsewhere));
        first.map(|(_, _, record)| record)
    }

    /// The version in which a station's journals changed last; 0 before there were any.
    pub fn station_changed(&self, key: &str) -> u32 {
        self.station_changed.get(key).copied().unwrap_or(0)
    }

    /// The version in which a person's journals changed last; 0 before there were any.
    pub fn person_changed(&self, invitation: InvitationId) -> u32 {
        self.person_changed.get(&invitation).copied().unwrap_or(0)
    }

    /// A second page under some number of this journal is in quarantine.
    pub fn is_forked(&self, journal: JournalId) -> bool {
        let held = self.beside.get(&journal).into_iter().flat_map(|beside| &beside.kept.held);
        held.into_iter().any(|held| held.reason == HeldReason::Fork)
    }

    /// Pages in quarantine: whose, and what.
    pub fn quarantine(&self) -> impl Iterator<Item = (&BesideJournal, &HeldPages)> {
        let all = self.beside.values().map(|beside| &beside.kept);
        all.flat_map(|kept| kept.held.iter().map(move |held| (kept, held)))
    }

    /// Pages beyond a gap: whose, which, and whether it opens.
    pub fn waiting(&self) -> impl Iterator<Item = (&BesideJournal, &WaitingPage, bool)> {
        let of = |beside: &'_ Beside| beside.kept.waiting.len();
        let some = self.beside.values().filter(move |beside| of(beside) > 0);
        some.flat_map(|beside| {
            let opens = |page: &WaitingPage| beside.opening.contains(&page.hash);
            beside.kept.waiting.iter().map(move |page| (&beside.kept, page, opens(page)))
        })
    }

    /// Says that something changed.
    pub fn changed(&mut self) {
        self.version = self.version.wrapping_add(1);
    }

    /// Says that something changed on which any figure may hang.
    pub fn changed_all(&mut self) {
        self.changed();
        self.base = self.version;
    }

    /// Journals that were at a station, as `domain` wants them.
    pub fn at_station(&self, key: &str) -> Vec<(JournalRef, &Fold)> {
        let journals = self.by_station.get(key).into_iter().flatten();
        let device = |journal: &JournalId| {
            self.devices.get(journal).map(|device| (JournalRef(journal.0), &device.fold))
        };
        journals.filter_map(device).collect()
    }

    /// Devices that were at a station.
    pub fn devices_at(&self, key: &str) -> impl Iterator<Item = (JournalId, &Device)> {
        let journals = self.by_station.get(key).into_iter().flatten();
        journals.filter_map(|journal| Some((*journal, self.devices.get(journal)?)))
    }

    /// Keys of stations somebody was at.
    pub fn station_keys(&self) -> impl Iterator<Item = &String> {
        self.by_station.keys()
    }

    /// A spelling of a station's code that an observer used.
    pub fn spelling(&self, key: &str) -> Option<&str> {
        self.devices_at(key).find_map(|(_, device)| {
            let mut stations = device.fold.stations();
            stations.find(|it| station_key(&it.code) == key).map(|it| it.code.as_str())
        })
    }

    /// Devices of an invitation.
    pub fn of_invitation(&self, invitation: InvitationId) -> impl Iterator<Item = &Device> {
        self.journals_of(invitation).map(|(_, device)| device)
    }

    /// Journals of an invitation, with their devices.
    pub fn journals_of(
        &self,
        invitation: InvitationId,
    ) -> impl Iterator<Item = (JournalId, &Device)> {
        let journals = self.by_invitation.get(&invitation).into_iter().flatten();
        journals.filter_map(|journal| Some((*journal, self.devices.get(journal)?)))
    }

    /// Invitations a device enrolled with.
    pub fn invitations(&self) -> impl Iterator<Item = InvitationId> {
        self.by_invitation.keys().copied()
    }

    /// All published definitions.
    pub fn definitions(&self) -> Definitions {
        self.common.definitions()
    }
}

//! What the endpoint holds, folded and in memory: one entry a device's journal.
//!
//! Filled at the start from the kept rows and kept up by the folding thread; every figure on
//! the dashboard is computed from here by `domain`'s pure functions. Rejected: figures kept
//! in tables of their own, which would have to be kept true by a second set of rules.

use std::collections::{BTreeMap, BTreeSet};

use domain::definition::Definitions;
use domain::{Fold, JournalRef, station_key};
use journal::ids::{InvitationId, JournalId};
use store::endpoint::{Arrival, InCustody};

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
    /// Headquarters' journal for it and that journal folded, once it holds a notice.
    pub told: Option<(JournalId, Fold)>,
}

/// A journal with pages that do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InQuarantine {
    /// The journal.
    pub journal: JournalId,
    /// Its invitation.
    pub invitation: Option<InvitationId>,
    /// Why.
    pub reason: journal::receipts::HeldReason,
    /// How many pages.
    pub pages: u32,
    /// When the last came, Unix seconds.
    pub received_at: i64,
}

/// A page beyond a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The journal.
    pub journal: JournalId,
    /// The waiting page.
    pub page: u64,
    /// The first page that is missing.
    pub missing_from: u64,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// By journal.
    pub devices: BTreeMap<JournalId, Device>,
    /// Headquarters' common journal, folded.
    pub common: Fold,
    /// What does not count.
    pub quarantine: Vec<InQuarantine>,
    /// What waits.
    pub waiting: Vec<Beyond>,
    /// What leads say they hold and is not here.
    pub custody: Vec<InCustody>,
    by_station: BTreeMap<String, BTreeSet<JournalId>>,
    /// Grows with every change.
    pub version: u32,
}

impl Holdings {
    /// Puts a device's new state in place of the old.
    pub fn put(&mut self, journal: JournalId, device: Device) {
        for station in device.fold.stations() {
            self.by_station.entry(station_key(&station.code)).or_default().insert(journal);
        }
        self.devices.insert(journal, device);
        self.changed();
    }

    /// A second page under some number of this journal is in quarantine.
    pub fn is_forked(&self, journal: JournalId) -> bool {
        let mut held = self.quarantine.iter();
        held.any(|held| {
            held.journal == journal && held.reason == journal::receipts::HeldReason::Fork
        })
    }

    /// Says that something changed.
    pub fn changed(&mut self) {
        self.version = self.version.wrapping_add(1);
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
        self.devices.values().filter(move |device| device.invitation == Some(invitation))
    }

    /// All published definitions.
    pub fn definitions(&self) -> Definitions {
        self.common.definitions()
    }
}

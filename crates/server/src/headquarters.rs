//! The endpoint opened as headquarters: folder, keys and store in one hand.
//!
//! Commands and `serve` publish through here: definition, forms and revocations in the common
//! journal, stations and reports in a device's. An operator event names the operator; a
//! command line's operator is the one of the operating system, since whoever can read the
//! folder is one. Every process opens the store for itself; nothing is cached.

use domain::event::{Assigned, Payload, StationDaysSet, Unassigned};
use domain::{Event, Fold, StationSpec};
use journal::event::Anchor;
use journal::ids::{InvitationId, JournalId};
use journal::judge::{Place, Quota, Status};
use journal::keeper::{Decision, Recipient};
use journal::page::Head;
use store::EndpointStore;
use store::endpoint::{DeviceRow, Openers, Writing};
use sync::world::World as _;

use crate::clock::Clock;
use crate::data_folder::{DataFolder, FolderError};
use crate::invitations::{Note, Notes};
use crate::keys::{Keys, KeysError};
use crate::passphrase::Passphrases;
use crate::stations::StationList;
use crate::team;

/// Headquarters, opened.
pub struct Headquarters {
    /// Where it lies.
    pub folder: DataFolder,
    /// Its keys.
    pub keys: Keys,
    /// Its store; open it `again` for another thread.
    pub store: EndpointStore,
    /// Time and chance.
    pub clock: Clock,
}

/// Why headquarters cannot be opened or cannot publish.
#[derive(Debug, thiserror::Error)]
pub enum HeadquartersError {
    /// The folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The store.
    #[error("endpoint.db: {0}")]
    Store(#[from] store::StoreError),
}

impl Headquarters {
    /// Opens an endpoint's folder.
    pub fn open(
        folder: DataFolder,
        passphrases: &Passphrases,
        clock: Clock,
    ) -> Result<Self, HeadquartersError> {
        let keys = Keys::open(&folder, passphrases)?;
        Self::with_keys(folder, keys, clock)
    }

    /// With keys opened before.
    pub fn with_keys(
        folder: DataFolder,
        keys: Keys,
        clock: Clock,
    ) -> Result<Self, HeadquartersError> {
        let store = EndpointStore::open(
            &folder.database(),
            keys.list.clone(),
            Place::Headquarters,
            Quota::default(),
        )?;
        Ok(Self { folder, keys, store, clock })
    }

    /// The common journal as folded.
    pub fn common(&self) -> Result<Fold, HeadquartersError> {
        Ok(self.store.own_fold(Recipient::Common)?)
    }

    /// Publishes to all members.
    pub fn publish_common(&mut self, what: Vec<Payload>) -> Result<Head, HeadquartersError> {
        publish(&mut self.store, &self.keys, &self.clock, Recipient::Common, what)
    }

    /// Says to all members what an operator decided and does it; see [`publish_decided`].
    pub fn publish_decided(
        &mut self,
        decide: impl FnOnce(&EndpointStore) -> store::Result<Decided>,
    ) -> Result<(), HeadquartersError> {
        publish_decided(&mut self.store, &self.keys, &self.clock, decide)
    }

    /// Publishes to one device that made contact before.
    pub fn publish_for(
        &mut self,
        device: JournalId,
        what: Vec<Payload>,
    ) -> Result<Head, HeadquartersError> {
        publish(&mut self.store, &self.keys, &self.clock, Recipient::Device(device), what)
    }

    /// Keys that open devices' pages, by number; none: collect-only.
    pub fn openers(&self) -> Openers {
        let sealing = self.keys.sealing.clone();
        sealing.map(|key| (self.keys.sealing_number(), key)).into_iter().collect()
    }
}

/// Publishes through any connection to the store.
pub fn publish(
    store: &mut EndpointStore,
    keys: &Keys,
    clock: &Clock,
    recipient: Recipient,
    what: Vec<Payload>,
) -> Result<Head, HeadquartersError> {
    let now = clock.now();
    let writing = writing(keys, now);
    Ok(store.publish(recipient, &events(what, now), &writing, &mut clock.chance())?)
}

/// What an operator decided, as it is said and as it is done.
pub type Decided = (Vec<Payload>, Vec<Decision>);

/// Publishes what an operator decided to all members and takes the decisions, all or none.
/// `decide` reads what they rest on in the same transaction.
pub fn publish_decided(
    store: &mut EndpointStore,
    keys: &Keys,
    clock: &Clock,
    decide: impl FnOnce(&EndpointStore) -> store::Result<Decided>,
) -> Result<(), HeadquartersError> {
    let now = clock.now();
    let writing = writing(keys, now);
    let decide = |store: &EndpointStore| {
        let (what, decisions) = decide(store)?;
        Ok((events(what, now), decisions))
    };
    Ok(store.publish_decided(decide, &writing, &mut clock.chance())?)
}

/// Publishes to many in one transaction.
pub fn publish_all(
    store: &mut EndpointStore,
    keys: &Keys,
    clock: &Clock,
    all: Vec<(Recipient, Vec<Payload>)>,
) -> Result<(), HeadquartersError> {
    let now = clock.now();
    let all: Vec<_> =
        all.into_iter().map(|(recipient, what)| (recipient, events(what, now))).collect();
    Ok(store.publish_all(&all, &writing(keys, now), &mut clock.chance())?)
}

/// Publishes what is due after what the recipient was told, looked at in the same transaction:
/// two commands at once cannot say one thing twice. Gives how many events that were.
pub fn publish_due(
    store: &mut EndpointStore,
    keys: &Keys,
    clock: &Clock,
    recipient: Recipient,
    due: impl FnOnce(&Fold) -> Vec<Payload>,
) -> Result<usize, HeadquartersError> {
    let now = clock.now();
    let writing = writing(keys, now);
    let due = |told: &Fold| events(due(told), now);
    Ok(store.publish_due(recipient, due, &writing, &mut clock.chance())?)
}

fn writing(keys: &Keys, now: Anchor) -> Writing<'_> {
    Writing { key: &keys.journal, clock: now.clock(), sealed_at: now.wall }
}

fn events(what: Vec<Payload>, now: Anchor) -> Vec<Event> {
    what.into_iter().map(|payload| Event::new(now.wall, payload)).collect()
}

/// What a device must be told so that it has the stations of its note, and, if it is a lead's,
/// the team as it is.
pub fn due(
    told: &Fold,
    note: &Note,
    notes: &Notes,
    stations: &StationList,
    operator: &str,
) -> Vec<Payload> {
    let mut what = assignments(told, note, stations, operator);
    what.extend(team::listing(told, note, notes, operator));
    what
}

/// The journal in which a person is told things: the newest one that counts.
pub fn journal_of(devices: &[DeviceRow], invitation: InvitationId) -> Option<JournalId> {
    let counting = devices.iter().filter(|device| {
        device.invitation == invitation && device.status == Status::Good && is_current(device)
    });
    counting.map(|device| device.journal).next_back()
}

/// The journal is not continued by another one.
pub fn is_current(device: &DeviceRow) -> bool {
    device.certificate.journal() == device.journal
}

/// What a device must be told so that it has exactly the stations of its note.
fn assignments(told: &Fold, note: &Note, stations: &StationList, operator: &str) -> Vec<Payload> {
    let wanted: Vec<StationSpec> = note
        .stations
        .iter()
        .map(|code| match stations.get(code) {
            Some(station) => station.spec(),
            None => StationSpec::of_code(code),
        })
        .collect();
    let known: Vec<&StationSpec> = told.assignments().collect();
    let key = |station: &StationSpec| domain::station_key(&station.code);
    let mut what = Vec::new();
    for gone in known.iter().filter(|old| wanted.iter().all(|new| key(new) != key(old))) {
        what.push(Payload::Unassigned(Unassigned {
            operator: operator.to_owned(),
            station: gone.code.clone(),
        }));
    }
    for station in wanted {
        if known.contains(&&station) {
            continue;
        }
        // Days are said by an event of their own, after the station they are of.
        let days = station.days.clone();
        let but_for_days = |old: &StationSpec| StationSpec { days: days.clone(), ..old.clone() };
        let old = known.iter().find(|old| but_for_days(old) == station);
        let (operator, code) = (operator.to_owned(), station.code.clone());
        if old.is_none() {
            what.push(Payload::Assigned(Assigned { operator: operator.clone(), station }));
        }
        if old.map_or(&[][..], |old| old.days.as_slice()) != days {
            what.push(Payload::StationDaysSet(StationDaysSet { operator, station: code, days }));
        }
    }
    what
}

/// Who runs a command here, for operator events.
pub fn local_operator() -> String {
    let name = std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    if name.is_empty() { "command-line".to_owned() } else { name }
}

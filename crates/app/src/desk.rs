//! What lies open: the invitation just read, the unlocked enrolment, and how events get written.
//!
//! Every event of this device is written through [`Open::record`], which takes the touch's time,
//! writes unanswered quiet first, holds to the rule "the first event after the hour seals the
//! hour before" and continues the journal where it must be. It refuses to write while nothing is
//! open. Rejected: letting each command call the store, where one of them would forget a rule.

use chrono::{Datelike, Timelike};
use domain::definition::Definitions;
use domain::fold::{Fold, ReadForms, Time};
use domain::hours::{DaySpan, day_of, day_span, zone_of};
use domain::ids::JournalRef;
use domain::view::{StationDay, StationQuery, station_day};
use domain::{Event, Payload, PollingDay, StationSpec, station_key};
use journal::event::Anchor;
use store::DeviceStore;
use store::device::{Continuation, Salvaged};
use sync::world::World;

use crate::alarms::{self, Kept};
use crate::api::{AlarmKind, AppError, ContactOutcome, ErrorCode, Texts};
use crate::collect::{self, Collecting, Member};
use crate::enrol::Invitation;
use crate::quiet;
use crate::relays::{Joined, Looking, RelayMemory};
use crate::world::{self, Machine};

/// Everything guarded by the core's one lock.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) invitation: Option<Invitation>,
    pub(crate) open: Option<Open>,
}

/// An unlocked enrolment.
pub(crate) struct Open {
    /// Its folder's name.
    pub(crate) id: String,
    pub(crate) store: DeviceStore,
    /// A watch runs and nothing else may be read.
    pub(crate) covered: bool,
    /// Headquarters' definitions as of the last contact.
    pub(crate) definitions: Definitions,
    /// Checklists as read, so that no answer reads its form again.
    pub(crate) forms: ReadForms,
    /// The person's last sign at the counter; none before the first since the start.
    pub(crate) attended: Option<Anchor>,
    pub(crate) contact: ContactMemory,
    /// The relay joined, as the store remembers it too.
    pub(crate) joined: Option<Joined>,
    pub(crate) relay: RelayMemory,
    /// Relays that announce themselves near by.
    pub(crate) search: Looking,
    /// The team is being collected; ends with this value.
    pub(crate) collecting: Option<Collecting>,
    /// The team's list as it was before it was wiped.
    pub(crate) last_list: Vec<Member>,
    /// When it was wiped last before this unlocking, Unix seconds as claimed.
    pub(crate) list_wiped: Option<i64>,
}

/// What is known of contacts.
#[derive(Default)]
pub(crate) struct ContactMemory {
    /// Of the last try since the start.
    pub(crate) outcome: Option<ContactOutcome>,
    pub(crate) running: bool,
    /// What the store remembers, too.
    pub(crate) kept: Kept,
}

impl Desk {
    /// The open enrolment, covered or not.
    pub(crate) fn open(&mut self) -> Result<&mut Open, AppError> {
        self.open.as_mut().ok_or_else(|| ErrorCode::Locked.into())
    }

    /// The open enrolment, if what is recorded may be shown.
    pub(crate) fn readable(&mut self) -> Result<&mut Open, AppError> {
        self.open()?.uncovered()
    }
}

impl Open {
    pub(crate) fn new(id: String, store: DeviceStore) -> Self {
        let mut open = Self {
            id,
            store,
            covered: false,
            definitions: Definitions::of([]),
            forms: ReadForms::default(),
            attended: None,
            contact: ContactMemory::default(),
            joined: None,
            relay: RelayMemory::default(),
            search: Looking::default(),
            collecting: None,
            last_list: Vec::new(),
            list_wiped: None,
        };
        open.joined = Joined::load(&open);
        open.contact.kept = Kept::load(&open.store);
        open.list_wiped = collect::wiped_at(&open.store);
        open.take_definitions();
        open
    }

    fn uncovered(&mut self) -> Result<&mut Self, AppError> {
        if self.covered { Err(ErrorCode::Locked.into()) } else { Ok(self) }
    }

    /// Reads headquarters' definitions again, after a contact brought pages.
    pub(crate) fn take_definitions(&mut self) {
        self.definitions =
            self.store.common().map_or_else(|| Definitions::of([]), Fold::definitions);
        let unreadable: Vec<u32> = self.definitions.unreadable().collect();
        if !unreadable.is_empty() {
            tracing::error!(?unreadable, "definitions this program cannot read");
        }
    }

    /// The election's name under its first language; empty before the definition.
    pub(crate) fn election_name(&self) -> Texts {
        let current = self.definitions.current();
        let language = current.languages.first().cloned().unwrap_or_default();
        match current.name.is_empty() {
            true => Texts::default(),
            false => Texts([(language, current.name.clone())].into()),
        }
    }

    /// Writes events of one touch, durably and in order; gives the ordinal of the first.
    pub(crate) fn record(
        &mut self,
        world: Machine,
        since_touch_ms: u32,
        payloads: Vec<Payload>,
    ) -> Result<u64, AppError> {
        let now = world.now();
        let touched = now.wall - i64::from(since_touch_ms.saturating_add(500) / 1000);
        self.record_at(world, now, touched, payloads)
    }

    /// The same, at a claimed time already known.
    pub(crate) fn record_at(
        &mut self,
        world: Machine,
        now: Anchor,
        touched: i64,
        payloads: Vec<Payload>,
    ) -> Result<u64, AppError> {
        let hour = touched - touched.rem_euclid(3600);
        if self.store.seal_due(hour)? {
            self.seal(world)?;
        }
        let quiet = quiet::before(self, now, &payloads);
        let first = u64::from(quiet.is_some());
        let payloads = quiet.into_iter().chain(payloads);
        let events: Vec<Event> = payloads.map(|payload| Event::new(touched, payload)).collect();
        world::before_commit();
        Ok(self.store.append(now.clock(), &events)?.saturating_add(first))
    }

    /// Seals the whole tail; a journal in doubt is continued first. Gives the pages made.
    pub(crate) fn seal(&mut self, world: Machine) -> Result<usize, AppError> {
        self.continue_if_due(world)?;
        let now = world.now();
        let mut sealed = Ok(Vec::new());
        world.with_chance(&mut |rng| sealed = self.store.seal(now.wall, rng));
        Ok(sealed?.len())
    }

    /// The same for an urgent tail: its pages go before all others.
    pub(crate) fn seal_urgent(&mut self, world: Machine) -> Result<usize, AppError> {
        self.continue_if_due(world)?;
        let now = world.now();
        let mut sealed = Ok(Vec::new());
        world.with_chance(&mut |rng| sealed = self.store.seal_urgent(now.wall, rng));
        Ok(sealed?.len())
    }

    /// Begins a new journal where the old one is in doubt.
    pub(crate) fn continue_if_due(&mut self, world: Machine) -> Result<(), AppError> {
        let now = world.now();
        let mut continued = Ok(None);
        world.with_chance(&mut |rng| continued = self.store.continue_journal(now, rng));
        if let Some(continuation) = continued? {
            self.note_continued(now, &continuation, None);
        }
        Ok(())
    }

    /// Remembers why a new journal was begun, as an alarm.
    pub(crate) fn note_continued(
        &mut self,
        now: Anchor,
        continuation: &Continuation,
        salvaged: Option<&Salvaged>,
    ) {
        use store::device::ContinuedBecause as Because;
        let alarm = match continuation.because {
            Because::Salvaged => AlarmKind::Salvaged,
            Because::OtherMachine => AlarmKind::Cloned,
            Because::Restored | Because::GuardMissing | Because::PeerHoldsMore => {
                AlarmKind::Restored
            }
            Because::ForeignReceipt => AlarmKind::ReceiptNotMine,
        };
        tracing::warn!(
            because = ?continuation.because,
            carried = continuation.carried,
            left_behind = continuation.left_behind,
            salvaged = salvaged.map(|salvaged| salvaged.events),
            "a new journal goes on"
        );
        alarms::raise(self, now.wall, alarm, None);
    }

    /// A reading of the clock as headquarters would tell it, where a comparison allows.
    pub(crate) fn time_of(&self, anchor: Anchor) -> Time {
        let mut clocks = self.store.fold().clocks();
        let known = clocks.find(|clock| clock.boot == anchor.boot.0);
        match known.and_then(|clock| clock.offset) {
            Some(offset) => Time { at: anchor.boottime.saturating_add(offset), corrected: true },
            None => Time { at: anchor.wall, corrected: false },
        }
    }

    /// The station with this code: assigned, on the definition's list, or known by code only.
    pub(crate) fn station(&self, code: &str) -> (StationSpec, bool) {
        let key = station_key(code);
        let is = |station: &&StationSpec| station_key(&station.code) == key;
        if let Some(mine) = self.store.assigned().and_then(|fold| fold.assignments().find(is)) {
            return (mine.clone(), true);
        }
        let listed = self.definitions.current().stations.iter().flatten().find(is);
        let added = || self.added(code);
        let mut station =
            listed.cloned().or_else(added).unwrap_or_else(|| StationSpec::of_code(code.trim()));
        if station.zone.is_none() && self.definitions.current().version == 0 {
            station.zone = Machine::zone();
        }
        (station, false)
    }

    /// A station that this device added, as written on its wall.
    fn added(&self, code: &str) -> Option<StationSpec> {
        let added = self.store.fold().added_station(code);
        added.map(domain::fold::AddedStationRecord::spec)
    }

    /// The open visit's station.
    pub(crate) fn visited(&self) -> Option<StationSpec> {
        self.store.fold().open_visit().map(|visit| self.station(&visit.station).0)
    }

    /// The zone times are shown in: the visit's station's, else the election's or the device's.
    pub(crate) fn zone(&self) -> chrono_tz::Tz {
        let station = self.visited().unwrap_or_else(|| self.station("").0);
        zone_of(&station, self.definitions.current())
    }

    /// The polling day an instant belongs to; a day out of the definition's opening hours where
    /// it belongs to none (a rehearsal, or a device without a definition yet).
    pub(crate) fn day(&self, station: &StationSpec, at: i64) -> (PollingDay, DaySpan) {
        let definition = self.definitions.current();
        if let Some(span) = day_of(at, station, definition)
            && let Some(day) = definition.day(span.date)
        {
            return (day, span);
        }
        let zone = zone_of(station, definition);
        let local =
            chrono::DateTime::from_timestamp(at, 0).unwrap_or_default().with_timezone(&zone);
        let today = local.date_naive();
        // The small hours belong to the evening before.
        let night = local.hour() < 4 && today.year() > 1970;
        let date = if night { today.pred_opt().unwrap_or(today) } else { today };
        let like = definition.days.first().copied();
        let day = PollingDay {
            date,
            opens_minutes: like.map_or(7 * 60, |day| day.opens_minutes),
            closes_minutes: like.map_or(20 * 60, |day| day.closes_minutes),
            early: false,
        };
        (day, day_span(day, station, definition))
    }

    /// This device's journals, the one written now last.
    pub(crate) fn journals(&self) -> Vec<(JournalRef, &Fold)> {
        let own = (JournalRef(self.store.journal().0), self.store.fold());
        let former = self.store.former().map(|(id, fold)| (JournalRef(id.0), fold));
        former.chain([own]).collect()
    }

    /// This device's day at a station, from all its journals.
    pub(crate) fn station_day(
        &self,
        station: &StationSpec,
        now: Time,
        alive: Option<i64>,
    ) -> StationDay {
        let (day, _) = self.day(station, now.at);
        let journals = self.journals();
        station_day(&StationQuery {
            station,
            definitions: &self.definitions,
            day,
            now: now.at,
            journals: &journals,
            alive,
        })
    }
}

/// An ordinal or other count as it crosses the seam.
pub(crate) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

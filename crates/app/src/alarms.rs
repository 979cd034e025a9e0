//! What the person must be told until they have read it, and the last contact, kept on the disk.
//!
//! Things that happened (a receipt of another page, a new journal) stay until they were read.
//! States (pages held aside, pages nobody could read, a wrong clock) are read off the store each
//! time and go with their cause; nobody can close them. A lock, a kill and a restart change
//! neither. It refuses to let a new alarm push an unread one out. Rejected: events in the journal,
//! where whoever holds the keys would read how often this phone was in trouble.

use domain::event::PageProblem;
use minicbor::{Decode, Encode};
use store::device::PageState;
use store::{DeviceStore, StoreError};
use sync::world::World;

use crate::api::{AlarmKind, AlarmView, AppError, Reply, Topic};
use crate::core::Shared;
use crate::delivery;
use crate::desk::{Open, small};
use crate::wall::civil;

/// Where the store remembers it.
const MEMO: &str = "contact";

/// Most alarms remembered, a multiple of what one day can bring; of a kind that is not there yet
/// one more always finds room.
const ALARMS_MAX: usize = 64;

/// A clock further off than this is told.
const CLOCK_WRONG_S: i64 = 120;

/// Pages with a lead for longer than this without a receipt are told.
const RECEIPT_OVERDUE_S: i64 = 12 * 3600;

/// What outlives a lock: contacts, and alarms not read yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Kept {
    /// Claimed time of headquarters' last valid answer, Unix seconds.
    #[n(0)]
    pub(crate) last: Option<i64>,
    /// In the order they came.
    #[n(1)]
    alarms: Vec<Alarm>,
}

/// Something that happened, not read yet.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Alarm {
    /// Claimed time, Unix seconds.
    #[n(0)]
    at: i64,
    #[n(1)]
    kind: u8,
    #[n(2)]
    page: Option<u32>,
}

impl Kept {
    /// As the store remembers it.
    pub(crate) fn load(store: &DeviceStore) -> Self {
        let decoded = |bytes: Vec<u8>| {
            minicbor::decode(&bytes).map_err(|error| StoreError::Corrupt(error.to_string()))
        };
        let kept = store.memo(MEMO).and_then(|bytes| bytes.map(decoded).transpose());
        let kept = kept.unwrap_or_else(|error| {
            tracing::error!(%error, "alarms kept from before cannot be read");
            None
        });
        kept.unwrap_or_default()
    }

    fn save(&self, store: &mut DeviceStore) -> Result<(), StoreError> {
        let bytes =
            minicbor::to_vec(self).map_err(|error| StoreError::Database(error.to_string()))?;
        store.set_memo(MEMO, Some(&bytes))
    }
}

/// Remembers a valid answer of headquarters.
pub(crate) fn reached(open: &mut Open, now: i64) {
    open.contact.kept.last = Some(now);
    keep(open);
}

/// Remembers an alarm once, until it is read; `true` when it is news. Where unread ones fill the
/// list another of a kind that stands there is no news, and nothing is written: whoever can make
/// a phone find many things wrong shall not keep it busy.
pub(crate) fn raise(open: &mut Open, at: i64, alarm: AlarmKind, page: Option<u32>) -> bool {
    let kind = code(alarm);
    let alarms = &mut open.contact.kept.alarms;
    if alarms.iter().any(|known| known.kind == kind && known.page == page) {
        return false;
    }
    let there = |kind: u8| alarms.iter().any(|known| known.kind == kind);
    let room_kept = ALARMS.into_iter().filter(|other| !there(code(*other))).count();
    if there(kind) && alarms.len().saturating_add(room_kept) >= ALARMS_MAX {
        tracing::debug!(?alarm, page, "unread alarms fill the list");
        return false;
    }
    alarms.push(Alarm { at, kind, page });
    keep(open);
    true
}

/// Forgets since when pages are held aside, once none is.
pub(crate) fn forget_settled(open: &mut Open) -> Result<(), StoreError> {
    if open.store.delivery()?.held > 0 {
        return Ok(());
    }
    let held = code(AlarmKind::Held);
    let alarms = &mut open.contact.kept.alarms;
    let before = alarms.len();
    alarms.retain(|known| known.kind != held);
    if alarms.len() < before {
        keep(open);
    }
    Ok(())
}

/// A disk that takes nothing now keeps the screen right at least until the lock.
fn keep(open: &mut Open) {
    if let Err(error) = open.contact.kept.save(&mut open.store) {
        tracing::error!(%error, "last contact and alarms are not remembered");
    }
}

/// The person has read an alarm: it goes, durably.
pub(crate) fn close(
    shared: &Shared,
    alarm: AlarmKind,
    page: Option<u32>,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let mut kept = open.contact.kept.clone();
    let kind = code(alarm);
    kept.alarms.retain(|known| known.kind != kind || known.page != page);
    if !state(alarm) && kept != open.contact.kept {
        kept.save(&mut open.store)?;
        open.contact.kept = kept;
    }
    let reply = delivery::reply(shared, open);
    drop(desk);
    shared.changed(&[Topic::Delivery]);
    reply
}

/// What is unread, and what pages, reports and clocks tell by themselves; the newest first.
pub(crate) fn view(open: &Open, shared: &Shared) -> Result<Vec<AlarmView>, AppError> {
    let now = shared.world.now();
    let kept = &open.contact.kept;
    let known = kept.alarms.iter().filter_map(|one| Some((one.at, of_code(one.kind)?, one.page)));
    let mut found: Vec<_> = known.filter(|(_, alarm, _)| !state(*alarm)).collect();
    let pages = open.store.sealed_pages()?;
    if pages.iter().any(|page| matches!(page.state, PageState::Held(_))) {
        let held = kept.alarms.iter().find(|one| one.kind == code(AlarmKind::Held));
        found.push((held.map_or(now.wall, |one| one.at), AlarmKind::Held, None));
    }
    let aside = pages.iter().filter(|page| page.apart_at_relay.is_some());
    if let Some(since) = aside.filter_map(|page| page.custody_at).min() {
        found.push((since, AlarmKind::HeldByLead, None));
    }
    let with_lead = pages.iter().filter_map(|page| match page.state {
        PageState::Waiting(_) => page.custody_at,
        PageState::Receipted | PageState::Held(_) => None,
    });
    if let Some(since) = with_lead.min().filter(|at| now.wall - at > RECEIPT_OVERDUE_S) {
        found.push((since, AlarmKind::ReceiptOverdue, None));
    }
    for report in open.store.assigned().iter().flat_map(|fold| fold.page_reports()) {
        let alarm = match report.problem {
            PageProblem::DoesNotOpen | PageProblem::DoesNotDecode => AlarmKind::PageNotReadable,
        };
        found.push((report.time, alarm, Some(small(report.number))));
    }
    for number in open.store.unopened_pages()? {
        found.push((
            kept.last.unwrap_or(now.wall),
            AlarmKind::HeadquartersNotReadable,
            Some(small(number)),
        ));
    }
    let time = open.time_of(now);
    if time.corrected && (time.at - now.wall).abs() > CLOCK_WRONG_S {
        found.push((now.wall, AlarmKind::ClockWrong, None));
    }
    found.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let zone = open.zone();
    let mut views: Vec<AlarmView> = Vec::with_capacity(found.len());
    for (at, alarm, page) in found {
        if !views.iter().any(|view| view.alarm == alarm && view.page == page) {
            views.push(AlarmView { alarm, at: civil(zone, at), page, closable: !state(alarm) });
        }
    }
    Ok(views)
}

/// Whether it lasts as long as its cause, and cannot be read away.
const fn state(alarm: AlarmKind) -> bool {
    match alarm {
        AlarmKind::Held
        | AlarmKind::PageNotReadable
        | AlarmKind::HeadquartersNotReadable
        | AlarmKind::ReceiptOverdue
        | AlarmKind::HeldByLead
        | AlarmKind::ClockWrong => true,
        AlarmKind::ReceiptNotMine
        | AlarmKind::Salvaged
        | AlarmKind::Cloned
        | AlarmKind::Restored
        | AlarmKind::HeadquartersLost
        | AlarmKind::RelayLost
        | AlarmKind::RelayWrong
        | AlarmKind::RelaySilent
        | AlarmKind::RelaySwapped
        | AlarmKind::RelayOld => false,
    }
}

const ALARMS: [AlarmKind; 16] = [
    AlarmKind::ReceiptNotMine,
    AlarmKind::PageNotReadable,
    AlarmKind::Held,
    AlarmKind::Salvaged,
    AlarmKind::Cloned,
    AlarmKind::Restored,
    AlarmKind::HeadquartersLost,
    AlarmKind::RelayLost,
    AlarmKind::RelayWrong,
    AlarmKind::ClockWrong,
    AlarmKind::HeadquartersNotReadable,
    AlarmKind::RelaySilent,
    AlarmKind::RelaySwapped,
    AlarmKind::RelayOld,
    AlarmKind::ReceiptOverdue,
    AlarmKind::HeldByLead,
];

fn of_code(kind: u8) -> Option<AlarmKind> {
    ALARMS.into_iter().find(|alarm| code(*alarm) == kind)
}

/// Its number on the disk: never another one for the same alarm.
const fn code(alarm: AlarmKind) -> u8 {
    match alarm {
        AlarmKind::ReceiptNotMine => 1,
        AlarmKind::PageNotReadable => 2,
        AlarmKind::Held => 3,
        AlarmKind::Salvaged => 4,
        AlarmKind::Cloned => 5,
        AlarmKind::Restored => 6,
        AlarmKind::HeadquartersLost => 7,
        AlarmKind::RelayLost => 8,
        AlarmKind::RelayWrong => 9,
        AlarmKind::ClockWrong => 10,
        AlarmKind::HeadquartersNotReadable => 11,
        AlarmKind::RelaySilent => 12,
        AlarmKind::RelaySwapped => 13,
        AlarmKind::RelayOld => 14,
        AlarmKind::ReceiptOverdue => 15,
        AlarmKind::HeldByLead => 16,
    }
}

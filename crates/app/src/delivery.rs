//! Three places, one promise: what lies only here, with a lead, at headquarters.
//!
//! A figure counts events; "at headquarters" means that their signed receipt lies on this device.
//! It refuses to count a relay's word as delivery, and clock comparisons as something the person
//! recorded.

use std::collections::BTreeMap;

use journal::ids::JournalId;
use store::DeviceStore;
use store::device::{PageState, SealedPage};
use sync::schedule::Cause;
use sync::world::World;

use crate::alarms;
use crate::api::{AppError, ContactView, DeliveryView, ErrorCode, PagePlace, PageView, Reply};
use crate::core::Shared;
use crate::counter;
use crate::desk::{Open, small};
use crate::relays;
use crate::wall::civil;
use crate::words::Same;

/// Most pages shown, the newest; the figures count all.
const PAGES_MAX: usize = 60;

/// Events by place.
pub(crate) struct Places {
    pub(crate) on_phone: u32,
    pub(crate) with_lead: u32,
    pub(crate) at_headquarters: u32,
    pub(crate) not_sealed: u32,
    /// The last ordinal of each own journal that a receipt covers.
    delivered: BTreeMap<JournalId, u64>,
}

impl Places {
    pub(crate) fn of(store: &DeviceStore) -> Result<Self, AppError> {
        let state = store.delivery()?;
        let mut with_lead = 0;
        let mut sealed = 0;
        let mut delivered = BTreeMap::new();
        let mut before = BTreeMap::new();
        for page in store.sealed_pages()? {
            let from = before.insert(page.journal, page.last_ordinal).unwrap_or(0);
            sealed += page.last_ordinal - from;
            if page.state == PageState::Receipted {
                delivered.insert(page.journal, page.last_ordinal);
            }
            // A custody note outlives the receipt: what is at headquarters is no longer between.
            let waits = matches!(page.state, PageState::Waiting(_));
            if waits && state.in_custody > 0 && store.is_in_custody(&page)? {
                with_lead += page.last_ordinal - from;
            }
        }
        // Clock comparisons wait in the tail for the next page; nobody recorded them.
        let comparisons = state.events.saturating_sub(sealed + state.unsealed);
        let elsewhere = state.receipted_events + with_lead + comparisons;
        Ok(Self {
            on_phone: small(state.events.saturating_sub(elsewhere)),
            with_lead: small(with_lead),
            at_headquarters: small(state.receipted_events),
            not_sealed: small(state.unsealed),
            delivered,
        })
    }

    /// The last ordinal of an own journal that a receipt covers; 0 where none does.
    pub(crate) fn delivered_in(&self, journal: JournalId) -> u64 {
        self.delivered.get(&journal).copied().unwrap_or(0)
    }

    /// What the header shows: everything that is not at headquarters.
    pub(crate) fn undelivered(&self) -> u32 {
        self.on_phone.saturating_add(self.with_lead)
    }
}

pub(crate) fn reply(shared: &Shared, open: &Open) -> Result<Reply, AppError> {
    let places = Places::of(&open.store)?;
    let now = shared.world.now();
    let zone = open.zone();
    let contact = ContactView {
        last: open.contact.kept.last.map(|at| civil(zone, at)),
        outcome: open.contact.outcome,
        running: open.contact.running,
        next_in_s: shared.bell.next_in_s(shared.world),
    };
    let view = DeliveryView {
        on_phone: places.on_phone,
        with_lead: places.with_lead,
        at_headquarters: places.at_headquarters,
        not_sealed: places.not_sealed,
        relay_met: places.with_lead > 0 || open.store.relay_met()?,
        relay: relays::contact(open),
        pages: pages(open)?,
        contact,
        alarms: alarms::view(open, shared)?,
        clock: counter::basis(open, now),
        journals_before: small(open.store.former().count() as u64),
    };
    Ok(Reply::Delivery { view })
}

/// Pages of the current journal, the newest first.
fn pages(open: &Open) -> Result<Vec<PageView>, AppError> {
    let store = &open.store;
    let mine = store.journal();
    let sealed: Vec<SealedPage> =
        store.sealed_pages()?.into_iter().filter(|page| page.journal == mine).collect();
    let mut before = 0;
    let mut with_first = Vec::with_capacity(sealed.len());
    for page in sealed {
        let first = before + 1;
        before = page.last_ordinal;
        with_first.push((first, page));
    }
    let newest = with_first.into_iter().rev().take(PAGES_MAX);
    newest.map(|(first, page)| page_view(open, first, &page)).collect()
}

fn page_view(open: &Open, first: u64, page: &SealedPage) -> Result<PageView, AppError> {
    let zone = open.zone();
    let at = |ordinal: u64| -> Result<String, AppError> {
        let events = open.store.events(ordinal, 1)?;
        let event = events.first().and_then(|kept| domain::Event::decode(&kept.bytes).ok());
        Ok(event.map(|event| civil(zone, event.time)).unwrap_or_default())
    };
    let place = match page.state {
        PageState::Waiting(refused) => match (page.custody_at, refused) {
            (Some(since), _) => PagePlace::WithLead { at: civil(zone, since) },
            (None, Some(refused)) => PagePlace::Refused { reason: refused.same() },
            (None, None) => PagePlace::OnPhone,
        },
        PageState::Receipted => PagePlace::AtHeadquarters {
            at: page.received_at.map(|at| civil(zone, at)).unwrap_or_default(),
        },
        PageState::Held(reason) => PagePlace::Held { reason: reason.same() },
    };
    Ok(PageView {
        number: small(page.number.0),
        from: at(first)?,
        to: at(page.last_ordinal)?,
        events: small(page.last_ordinal - first + 1),
        bytes: page.bytes,
        place,
    })
}

pub(crate) fn seal_now(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let sealed = open.seal(shared.world)?;
    let reply = reply(shared, open);
    drop(desk);
    if sealed > 0 {
        shared.bell.ring(Cause::PageSealed, shared.world);
    }
    reply
}

pub(crate) fn send_now(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    open.seal(shared.world)?;
    if open.store.kit().endpoints.is_empty() {
        return Err(ErrorCode::NothingToSend.into());
    }
    open.contact.running = true;
    let reply = reply(shared, open);
    drop(desk);
    shared.bell.ring(Cause::Wish, shared.world);
    reply
}

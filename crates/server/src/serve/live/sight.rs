//! Which events of a journal stand on a station's day, and an event as a row for the page.
//!
//! A visit owns what is recorded there; what belongs to no visit belongs to the journal and is
//! shown wherever the journal was. What headquarters says is not the device's and is not here.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use domain::fold::Belongs;
use domain::{Event, Fold, Stamped};
use journal::event::OpenedEvent;
use journal::ids::PageNumber;

use crate::dashboard::api::EventRow;
use crate::dashboard::desk::{local, u32_of, utc};
use crate::dashboard::events::{Published, described};

/// Which of a journal's events belong to a station's day.
pub(super) struct Sight<'a> {
    /// Names for answers.
    pub(super) forms: Published<'a>,
    pub(super) fold: &'a Fold,
    pub(super) here: BTreeSet<u64>,
    /// Events that were shown, for what takes one of them back.
    pub(super) taken: BTreeSet<u64>,
}

impl Sight<'_> {
    /// An event's row, if it belongs here and can be read.
    pub(super) fn row(
        &mut self,
        event: &OpenedEvent,
        page: PageNumber,
        zone: Tz,
    ) -> Option<EventRow> {
        let decoded = Event::decode(event.bytes.as_slice()).ok()?;
        let ordinal = event.ordinal.0;
        let is_here = match self.fold.belongs(ordinal, &decoded.payload) {
            Belongs::Visit(visit) => self.here.contains(&visit),
            Belongs::With(event) => self.taken.contains(&event),
            Belongs::Journal => true,
            Belongs::Nowhere | Belongs::Headquarters => false,
        };
        if !is_here {
            return None;
        }
        self.taken.insert(ordinal);
        let (boot, drift) = (event.clock.boot.0, event.clock.drift);
        let event = Stamped { ordinal, boot, drift, event: decoded };
        Some(event_row(self.fold, &self.forms, &event, page, zone))
    }
}

/// An event as a row, its time corrected where the journal's fold allows.
pub(super) fn event_row(
    fold: &Fold,
    forms: &Published<'_>,
    stamped: &Stamped,
    page: PageNumber,
    zone: Tz,
) -> EventRow {
    let event = &stamped.event;
    let offset = fold.clock(stamped.boot).and_then(|clock| clock.offset);
    let at = offset.map_or(event.time, |offset| {
        event.time.saturating_sub(stamped.drift).saturating_add(offset)
    });
    let (kind, fields) = described(event, forms);
    EventRow {
        ordinal: u32_of(stamped.ordinal),
        page: u32_of(page.0),
        at: utc(at),
        at_local: local(at, zone, "%H:%M:%S"),
        corrected: offset.is_some(),
        kind,
        kind_number: u32_of(event.kind()),
        fields,
    }
}

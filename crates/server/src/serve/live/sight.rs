//! Which events of a journal stand on a station's day, and an event as a row for the page.
//!
//! A visit owns what is recorded there; what belongs to no visit belongs to the journal and is
//! shown wherever the journal was. What headquarters says is not the device's and is not here.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use domain::event::Payload;
use domain::{Event, Fold, Stamped};
use journal::event::OpenedEvent;
use journal::ids::PageNumber;

use crate::dashboard::api::EventRow;
use crate::dashboard::desk::{local, u32_of, utc};
use crate::dashboard::events::described;

/// Which of a journal's events belong to a station's day.
pub(super) struct Sight<'a> {
    pub(super) fold: &'a Fold,
    pub(super) here: BTreeSet<u64>,
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
        if !is_here(self.fold, &self.here, &self.taken, ordinal, &decoded) {
            return None;
        }
        self.taken.insert(ordinal);
        let (boot, drift) = (event.clock.boot.0, event.clock.drift);
        let event = Stamped { ordinal, boot, drift, event: decoded };
        Some(event_row(self.fold, &event, page, zone))
    }
}

/// An event as a row, its time corrected where the journal's fold allows.
pub(super) fn event_row(fold: &Fold, stamped: &Stamped, page: PageNumber, zone: Tz) -> EventRow {
    let event = &stamped.event;
    let offset = fold.clock(stamped.boot).and_then(|clock| clock.offset);
    let at = offset.map_or(event.time, |offset| {
        event.time.saturating_sub(stamped.drift).saturating_add(offset)
    });
    let (kind, fields) = described(event);
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

/// The event belongs to one of these visits, or to the journal as a whole.
fn is_here(
    fold: &Fold,
    here: &BTreeSet<u64>,
    taken: &BTreeSet<u64>,
    ordinal: u64,
    event: &Event,
) -> bool {
    let watched = |watch: u64| fold.watch(watch).is_some_and(|it| here.contains(&it.visit));
    match &event.payload {
        Payload::Arrived(_) => here.contains(&ordinal),
        Payload::Left(it) => here.contains(&it.visit),
        Payload::WatchStarted(it) => here.contains(&it.visit),
        Payload::WatchPaused(it) => watched(it.watch),
        Payload::WatchResumed(it) => watched(it.watch),
        Payload::WatchEnded(it) => watched(it.watch),
        Payload::WatchInterrupted(it) => watched(it.watch),
        Payload::VoterCounted(it) => watched(it.watch),
        Payload::CountUndone(it) => taken.contains(&it.event),
        Payload::TurnoutNoted(it) => here.contains(&it.visit),
        Payload::Answered(it) => here.contains(&it.visit),
        Payload::FormFinished(it) => here.contains(&it.filling.visit),
        Payload::FormReopened(it) => here.contains(&it.filling.visit),
        Payload::RepeatAdded(it) => here.contains(&it.filling.visit),
        Payload::RepeatRemoved(it) => here.contains(&it.filling.visit),
        Payload::LogNoted(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::GroupCounted(it) => watched(it.watch),
        Payload::TallyEntered(it) => here.contains(&it.visit),
        Payload::HourCorrected(it) => here.contains(&it.visit),
        Payload::WatchAmended(it) => watched(it.watch),
        Payload::CountHandedOver(it) => watched(it.watch),
        Payload::CountTakenOver(it) => watched(it.watch),
        Payload::VisitMoved(it) => here.contains(&it.visit),
        Payload::RegisterNoted(it) => here.contains(&it.visit),
        Payload::BoxTripStarted(it) => here.contains(&it.visit),
        Payload::BoxTripEnded(it) => trip_is_here(fold, here, it.trip),
        Payload::QuietTimeExplained(it) => watched(it.watch),
        Payload::TurnoutAmended(it) => figure_is_here(fold, here, it.event),
        Payload::WatchesRelated(_) | Payload::StationAdded(_) => true,
        Payload::Removed(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::InDanger(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::CheckedIn(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::MomentMarked(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::IncidentReported(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::ComplaintMade(it) => it.visit.is_none_or(|visit| here.contains(&visit)),
        Payload::ClockCompared(_)
        | Payload::JournalContinued(_)
        | Payload::NoticeRead(_)
        | Payload::MomentFinished(_)
        | Payload::IncidentAmended(_)
        | Payload::ComplaintAnswered(_)
        | Payload::FollowUpAnswered(_)
        | Payload::Unknown(_) => true,
        Payload::DefinitionPublished(_)
        | Payload::FormPublished(_)
        | Payload::KeyListPublished(_)
        | Payload::Revoked(_)
        | Payload::Admitted(_)
        | Payload::EndpointsPublished(_)
        | Payload::Assigned(_)
        | Payload::Unassigned(_)
        | Payload::PageReported(_)
        | Payload::NoticeSent(_)
        | Payload::TeamListed(_)
        | Payload::PagesAdmitted(_)
        | Payload::AreaFigureNoted(_)
        | Payload::FollowUpAsked(_)
        | Payload::IncidentStatusSet(_) => false,
    }
}

fn trip_is_here(fold: &Fold, here: &BTreeSet<u64>, trip: u64) -> bool {
    fold.box_trips().any(|known| known.ordinal == trip && here.contains(&known.visit))
}

fn figure_is_here(fold: &Fold, here: &BTreeSet<u64>, event: u64) -> bool {
    fold.turnout().any(|noted| noted.ordinal == event && here.contains(&noted.visit))
}

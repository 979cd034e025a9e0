//! Carrying an unsealed tail into the journal that continues the old one.
//!
//! Events name their visit and watch by ordinal in their own journal, so the tail is written again
//! with new ordinals; where it goes on in a visit or watch that is sealed in the old journal,
//! that visit and watch are opened again at the moment of the first event that needs them.
//! Nothing is invented: the opening says what the old one said. It leaves behind what names, by
//! ordinal alone, an event that is sealed already, and so stands in a page nobody can change: the
//! undo of a tap, the end of a box trip, the amendment of a figure that was noted. Rejected:
//! sealing the tail into the old journal, which another copy may be sealing too.

use std::collections::BTreeMap;

use domain::event::{
    Arrived, ComplaintMade, FillingRef, MomentFinished, WatchStarted, WatchesRelated,
};
use domain::{Event, EventRef, Fold, JournalRef, Payload, Stamped};
use journal::event::EventClock;
use journal::ids::BootId;

/// The tail as it is written in the new journal.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Events in order, the first at the ordinal asked for.
    pub(super) events: Vec<(EventClock, Event)>,
    /// Events that name a sealed one and cannot be said again.
    pub(super) left_behind: u64,
}

/// Writes `tail` again from ordinal `first` on; `old` is the old journal's sealed part, folded.
pub(super) fn carry(tail: &[Stamped], old: (JournalRef, &Fold), first: u64) -> Carried {
    let (journal, old) = old;
    let (moved, out) = (BTreeMap::new(), Carried::default());
    let mut carrier = Carrier { journal, old, next: first, moved, out };
    for stamped in tail {
        carrier.take(stamped);
    }
    carrier.out
}

struct Carrier<'a> {
    journal: JournalRef,
    old: &'a Fold,
    next: u64,
    /// Old ordinals and the new ones that stand for them.
    moved: BTreeMap<u64, u64>,
    out: Carried,
}

impl Carrier<'_> {
    fn take(&mut self, stamped: &Stamped) {
        match self.rewritten(stamped) {
            Some(payload) => {
                let at = self.push(stamped, payload);
                self.moved.insert(stamped.ordinal, at);
            }
            None => self.out.left_behind += 1,
        }
    }

    fn push(&mut self, like: &Stamped, payload: Payload) -> u64 {
        let clock = EventClock { boot: BootId(like.boot), drift: like.drift };
        self.out.events.push((clock, Event::new(like.event.time, payload)));
        self.next += 1;
        self.next - 1
    }

    fn rewritten(&mut self, stamped: &Stamped) -> Option<Payload> {
        let mut payload = stamped.event.payload.clone();
        match &mut payload {
            Payload::Left(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::WatchStarted(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::TurnoutNoted(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::Answered(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::FormFinished(event) => self.filling(&mut event.filling, stamped)?,
            Payload::FormReopened(event) => self.filling(&mut event.filling, stamped)?,
            Payload::RepeatAdded(event) => self.filling(&mut event.filling, stamped)?,
            Payload::RepeatRemoved(event) => self.filling(&mut event.filling, stamped)?,
            Payload::LogNoted(event) => self.maybe_visit(&mut event.visit, stamped)?,
            Payload::WatchPaused(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::WatchResumed(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::WatchEnded(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::WatchInterrupted(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::VoterCounted(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::CountUndone(event) => event.event = *self.moved.get(&event.event)?,
            Payload::GroupCounted(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::WatchAmended(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::QuietTimeExplained(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::CountHandedOver(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::CountTakenOver(event) => event.watch = self.watch(event.watch, stamped)?,
            Payload::WatchesRelated(event) => self.relation(event, stamped)?,
            Payload::TallyEntered(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::HourCorrected(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::VisitMoved(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::RegisterNoted(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::BoxTripStarted(event) => event.visit = self.visit(event.visit, stamped)?,
            Payload::BoxTripEnded(event) => event.trip = *self.moved.get(&event.trip)?,
            Payload::TurnoutAmended(event) => event.event = *self.moved.get(&event.event)?,
            Payload::Removed(event) => self.standing(&mut event.visit, &mut event.follows, stamped),
            Payload::InDanger(event) => {
                self.standing(&mut event.visit, &mut event.follows, stamped)
            }
            Payload::CheckedIn(event) => self.standing(&mut event.visit, &mut event.ends, stamped),
            Payload::MomentMarked(it) => self.standing(&mut it.visit, &mut it.follows, stamped),
            Payload::MomentFinished(event) => self.finished(event),
            Payload::IncidentReported(it) => self.standing(&mut it.visit, &mut it.mark, stamped),
            Payload::IncidentAmended(event) => event.incident = self.event(event.incident),
            Payload::ComplaintMade(event) => self.complaint(event, stamped),
            Payload::ComplaintAnswered(event) => event.complaint = self.event(event.complaint),
            Payload::Arrived(_)
            | Payload::StationAdded(_)
            | Payload::ClockCompared(_)
            | Payload::JournalContinued(_)
            | Payload::DefinitionPublished(_)
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
            | Payload::NoticeRead(_)
            | Payload::PagesAdmitted(_)
            | Payload::StationDaysSet(_)
            | Payload::AreaFigureNoted(_)
            | Payload::FollowUpAnswered(_)
            | Payload::FollowUpAsked(_)
            | Payload::IncidentStatusSet(_)
            | Payload::Unknown(_) => {}
        }
        Some(payload)
    }

    /// An alarm, a mark and a report stand without their visit too, and name an event wherever
    /// that lies.
    fn standing(&mut self, visit: &mut Option<u64>, first: &mut Option<EventRef>, at: &Stamped) {
        *visit = visit.and_then(|visit| self.visit(visit, at));
        *first = first.map(|first| self.event(first));
    }

    fn finished(&self, event: &mut MomentFinished) {
        event.mark = self.event(event.mark);
        event.incident = event.incident.map(|incident| self.event(incident));
    }

    fn complaint(&mut self, event: &mut ComplaintMade, at: &Stamped) {
        self.standing(&mut event.visit, &mut event.follows, at);
        event.incident = event.incident.map(|incident| self.event(incident));
    }

    /// An event that may lie sealed in the old journal.
    fn event(&self, old: EventRef) -> EventRef {
        match old {
            EventRef::Here(ordinal) => match self.moved.get(&ordinal) {
                Some(new) => EventRef::Here(*new),
                None => EventRef::Elsewhere(self.journal, ordinal),
            },
            EventRef::Elsewhere(..) => old,
        }
    }

    fn maybe_visit(&mut self, visit: &mut Option<u64>, at: &Stamped) -> Option<()> {
        if let Some(old) = *visit {
            *visit = Some(self.visit(old, at)?);
        }
        Some(())
    }

    fn relation(&mut self, event: &mut WatchesRelated, at: &Stamped) -> Option<()> {
        event.watch = self.named(event.watch, at)?;
        if let Some(other) = event.other {
            event.other = Some(self.named(other, at)?);
        }
        Some(())
    }

    fn filling(&mut self, filling: &mut FillingRef, at: &Stamped) -> Option<()> {
        filling.visit = self.visit(filling.visit, at)?;
        Some(())
    }

    fn visit(&mut self, old: u64, at: &Stamped) -> Option<u64> {
        if let Some(new) = self.moved.get(&old) {
            return Some(*new);
        }
        let record = self.old.visit(old)?;
        let again = Arrived { station: record.station.clone(), place: record.place };
        let new = self.push(at, Payload::Arrived(again));
        self.moved.insert(old, new);
        Some(new)
    }

    fn named(&mut self, old: EventRef, at: &Stamped) -> Option<EventRef> {
        match old {
            EventRef::Here(watch) => self.watch(watch, at).map(EventRef::Here),
            EventRef::Elsewhere(..) => Some(old),
        }
    }

    fn watch(&mut self, old: u64, at: &Stamped) -> Option<u64> {
        if let Some(new) = self.moved.get(&old) {
            return Some(*new);
        }
        let record = self.old.watch(old)?.clone();
        let again = WatchStarted {
            visit: self.visit(record.visit, at)?,
            definition_version: record.definition_version,
            point: record.point,
            covers: record.covers,
            view: record.view,
        };
        let new = self.push(at, Payload::WatchStarted(again));
        self.moved.insert(old, new);
        Some(new)
    }
}

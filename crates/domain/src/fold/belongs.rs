//! Where an event belongs: to a visit, with another event, or to its journal as a whole.
//!
//! A visit owns what is recorded there; what names a watch, a trip or a figure belongs to the
//! visit of that. Asked once an event of a day of thousands, so it looks up by ordinal and walks
//! over nothing. An undo may take back a tap, of which there is no row; it belongs where that
//! event does, and whoever reads a journal in order knows where that was. Refused: a guess for
//! what names nothing known. Rejected: a list of kinds wherever somebody asks.

use super::Fold;
use super::table::key;
use crate::event::Payload;

/// Where an event of a journal belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// To the visit of this ordinal.
    Visit(u64),
    /// Where the event of this ordinal belongs, which it takes back.
    With(u64),
    /// To no visit: to the journal as a whole.
    Journal,
    /// Nowhere: it names what the journal does not hold.
    Nowhere,
    /// Nowhere here: headquarters says it, in a journal of its own.
    Headquarters,
}

impl Fold {
    /// Where an event of this journal belongs; `ordinal` is its own.
    #[must_use]
    pub fn belongs(&self, ordinal: u64, payload: &Payload) -> Belongs {
        let some = |visit: Option<u64>| visit.map_or(Belongs::Journal, Belongs::Visit);
        match payload {
            Payload::Arrived(_) => Belongs::Visit(ordinal),
            Payload::Left(it) => Belongs::Visit(it.visit),
            Payload::WatchStarted(it) => Belongs::Visit(it.visit),
            Payload::WatchPaused(it) => self.with_watch(it.watch),
            Payload::WatchResumed(it) => self.with_watch(it.watch),
            Payload::WatchEnded(it) => self.with_watch(it.watch),
            Payload::WatchInterrupted(it) => self.with_watch(it.watch),
            Payload::VoterCounted(it) => self.with_watch(it.watch),
            Payload::GroupCounted(it) => self.with_watch(it.watch),
            Payload::WatchAmended(it) => self.with_watch(it.watch),
            Payload::QuietTimeExplained(it) => self.with_watch(it.watch),
            Payload::CountHandedOver(it) => self.with_watch(it.watch),
            Payload::CountTakenOver(it) => self.with_watch(it.watch),
            Payload::CountUndone(it) => Belongs::With(it.event),
            Payload::TurnoutNoted(it) => Belongs::Visit(it.visit),
            Payload::TurnoutAmended(it) => {
                known(self.turnout.get(&key(it.event)).map(|noted| noted.visit))
            }
            Payload::TallyEntered(it) => Belongs::Visit(it.visit),
            Payload::HourCorrected(it) => Belongs::Visit(it.visit),
            Payload::VisitMoved(it) => Belongs::Visit(it.visit),
            Payload::RegisterNoted(it) => Belongs::Visit(it.visit),
            Payload::BoxTripStarted(it) => Belongs::Visit(it.visit),
            Payload::BoxTripEnded(it) => {
                known(self.box_trips.get(&key(it.trip)).map(|trip| trip.visit))
            }
            Payload::Answered(it) => Belongs::Visit(it.visit),
            Payload::FormFinished(it) => Belongs::Visit(it.filling.visit),
            Payload::FormReopened(it) => Belongs::Visit(it.filling.visit),
            Payload::RepeatAdded(it) => Belongs::Visit(it.filling.visit),
            Payload::RepeatRemoved(it) => Belongs::Visit(it.filling.visit),
            Payload::LogNoted(it) => some(it.visit),
            Payload::Removed(it) => some(it.visit),
            Payload::InDanger(it) => some(it.visit),
            Payload::CheckedIn(it) => some(it.visit),
            Payload::MomentMarked(it) => some(it.visit),
            Payload::IncidentReported(it) => some(it.visit),
            Payload::ComplaintMade(it) => some(it.visit),
            // What they name may lie in a journal before this one.
            Payload::MomentFinished(_)
            | Payload::IncidentAmended(_)
            | Payload::ComplaintAnswered(_)
            | Payload::FollowUpAnswered(_)
            | Payload::WatchesRelated(_)
            | Payload::StationAdded(_)
            | Payload::ClockCompared(_)
            | Payload::JournalContinued(_)
            | Payload::NoticeRead(_)
            | Payload::Unknown(_) => Belongs::Journal,
            Payload::DefinitionPublished(_)
            | Payload::FormPublished(_)
            | Payload::KeyListPublished(_)
            | Payload::Revoked(_)
            | Payload::Admitted(_)
            | Payload::PagesAdmitted(_)
            | Payload::StationDaysSet(_)
            | Payload::EndpointsPublished(_)
            | Payload::Assigned(_)
            | Payload::Unassigned(_)
            | Payload::PageReported(_)
            | Payload::NoticeSent(_)
            | Payload::TeamListed(_)
            | Payload::AreaFigureNoted(_)
            | Payload::FollowUpAsked(_)
            | Payload::IncidentStatusSet(_) => Belongs::Headquarters,
        }
    }

    fn with_watch(&self, watch: u64) -> Belongs {
        known(self.watch(watch).map(|watch| watch.visit))
    }
}

fn known(visit: Option<u64>) -> Belongs {
    visit.map_or(Belongs::Nowhere, Belongs::Visit)
}

#[cfg(test)]
mod tests;

//! Unanswered quiet before whatever is written next.
//!
//! An event that signs, pauses or ends the running watch would make the quiet before it watched,
//! and nobody said so. So whatever is written goes through here first, and quiet that nobody
//! answered for is written before it as doubtful. The list names every kind of event: a new one
//! must say whether it disturbs a watch. Rejected: each command remembering it, which three of
//! them did not.

use domain::Payload;
use domain::event::{QuietAnswer, QuietTimeExplained};
use journal::event::Anchor;

use crate::desk::Open;
use crate::watch;

/// What stands before these events: unanswered quiet as doubtful, or nothing.
pub(crate) fn before(open: &Open, now: Anchor, payloads: &[Payload]) -> Option<Payload> {
    payloads.iter().any(disturbs).then(|| doubt(open, now)).flatten()
}

fn doubt(open: &Open, now: Anchor) -> Option<Payload> {
    let watch = open.store.fold().open_watch()?;
    let attended = open.attended.filter(|_| watch::asks(open, now))?;
    // On the clock of the event that is written, which somebody may have set since.
    let quiet_s = now.boottime.saturating_sub(attended.boottime);
    let (sign, drift) = (watch.last_sign, now.clock().drift);
    let sign = match watch::is_of_boot(open, sign, now) {
        true => sign.claimed.saturating_sub(sign.drift).saturating_add(drift),
        false => sign.claimed,
    };
    let from = now.wall.saturating_sub(quiet_s).max(sign);
    Some(Payload::QuietTimeExplained(QuietTimeExplained {
        watch: watch.ordinal,
        from,
        to: now.wall,
        answer: QuietAnswer::NotAnswered,
    }))
}

/// Whether it signs, pauses or ends a watch, or says that the person counts.
fn disturbs(payload: &Payload) -> bool {
    match payload {
        Payload::WatchPaused(_)
        | Payload::WatchResumed(_)
        | Payload::WatchEnded(_)
        | Payload::WatchInterrupted(_)
        | Payload::VoterCounted(_)
        | Payload::CountUndone(_)
        | Payload::GroupCounted(_)
        | Payload::WatchAmended(_)
        | Payload::QuietTimeExplained(_)
        | Payload::Left(_) => true,
        Payload::Arrived(_)
        | Payload::WatchStarted(_)
        | Payload::TurnoutNoted(_)
        | Payload::Answered(_)
        | Payload::LogNoted(_)
        | Payload::ClockCompared(_)
        | Payload::JournalContinued(_)
        | Payload::TallyEntered(_)
        | Payload::HourCorrected(_)
        | Payload::WatchesRelated(_)
        | Payload::CountHandedOver(_)
        | Payload::CountTakenOver(_)
        | Payload::VisitMoved(_)
        | Payload::StationAdded(_)
        | Payload::RegisterNoted(_)
        | Payload::BoxTripStarted(_)
        | Payload::BoxTripEnded(_)
        | Payload::TurnoutAmended(_)
        | Payload::FormFinished(_)
        | Payload::FormReopened(_)
        | Payload::RepeatAdded(_)
        | Payload::RepeatRemoved(_)
        | Payload::NoticeRead(_)
        | Payload::Removed(_)
        | Payload::InDanger(_)
        | Payload::CheckedIn(_)
        | Payload::MomentMarked(_)
        | Payload::MomentFinished(_)
        | Payload::IncidentReported(_)
        | Payload::IncidentAmended(_)
        | Payload::ComplaintMade(_)
        | Payload::ComplaintAnswered(_)
        | Payload::FollowUpAnswered(_)
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
        | Payload::PagesAdmitted(_)
        | Payload::AreaFigureNoted(_)
        | Payload::FollowUpAsked(_)
        | Payload::IncidentStatusSet(_)
        | Payload::StationDaysSet(_)
        | Payload::Unknown(_) => false,
    }
}

//! What the election's definition switched on, and what each command belongs to.
//!
//! A command of a part that is not switched on is refused with a code before anything is read;
//! the session names the parts that are, so that the interface shows no others. It refuses
//! nothing that ends or takes back what was begun: a part may be switched off in the middle of
//! a day. Rejected: leaving it to the interface, where an older one would go on writing.

use domain::definition as d;

use crate::api::BesideCommand as Beside;
use crate::api::CollectCommand as Collect;
use crate::api::{AppError, Command, ErrorCode, Feature, IncidentDeed, Mend};
use crate::desk::Open;
use crate::words::Same;

/// The parts in use; all of them before a definition came.
pub(crate) fn features(open: &Open) -> Vec<Feature> {
    let definition = open.definitions.current();
    let on = d::Feature::ALL.into_iter().filter(|feature| definition.is_on(*feature));
    on.map(Same::same).collect()
}

/// Refuses a command of a part that is not in use.
pub(crate) fn allows(open: Option<&Open>, command: &Command) -> Result<(), AppError> {
    let (Some(open), Some(feature)) = (open, feature_of(command)) else { return Ok(()) };
    match open.definitions.current().is_on(feature) {
        true => Ok(()),
        false => Err(ErrorCode::NotSwitchedOn.into()),
    }
}

/// The part a command begins something in.
fn feature_of(command: &Command) -> Option<d::Feature> {
    match command {
        Command::StartWatch { .. }
        | Command::RecordVoter { .. }
        | Command::Enter { .. }
        | Command::MendVisit { mend: Mend::Tally { .. }, .. } => Some(d::Feature::Count),
        Command::NoteTurnout { .. } | Command::Beside(Beside::NoteRegister { .. }) => {
            Some(d::Feature::Turnout)
        }
        Command::Beside(Beside::StartBoxTrip { .. }) => Some(d::Feature::BoxTrips),
        Command::Beside(Beside::HandOver { .. } | Beside::TakeOver { .. }) => {
            Some(d::Feature::HandOver)
        }
        Command::BeginChecklist { .. }
        | Command::Answer { .. }
        | Command::ChangeChecklist { .. } => Some(d::Feature::Checklists),
        Command::LogEntry { .. } => Some(d::Feature::Log),
        Command::Collect(Collect::StartCollecting { .. }) => Some(d::Feature::Collect),
        Command::TellIncident { deed, .. } => begins(deed).then_some(d::Feature::Incidents),
        Command::ReadInvitationFile { .. }
        | Command::ReadInvitationCode { .. }
        | Command::DropInvitation
        | Command::Enrol { .. }
        | Command::Unlock { .. }
        | Command::Cover
        | Command::Lock
        | Command::Wipe { .. }
        | Command::Arrive { .. }
        | Command::Leave { .. }
        | Command::MoveVisit { .. }
        | Command::MendVisit { .. }
        | Command::AddStation { .. }
        | Command::AmendTurnout { .. }
        | Command::PauseWatch { .. }
        | Command::ResumeWatch { .. }
        | Command::EndWatch { .. }
        | Command::AnswerGap { .. }
        | Command::StillWatching
        | Command::UndoCount { .. }
        | Command::KeepDraft { .. }
        | Command::SealNow
        | Command::SendNow
        | Command::JoinRelay { .. }
        | Command::JoinAnnounced { .. }
        | Command::LeaveRelay
        | Command::SayStatus { .. }
        | Command::ExportBundle
        | Command::ImportBundle { .. }
        | Command::CloseAlarm { .. }
        | Command::ReadNotice { .. }
        | Command::Urgent(_)
        | Command::Collect(_)
        | Command::Beside(_)
        | Command::AppToFront
        | Command::NetworkBack => None,
    }
}

/// Whether it begins something; what goes on with a mark or a complaint does not.
fn begins(deed: &IncidentDeed) -> bool {
    match deed {
        IncidentDeed::MarkMoment { mark, .. } | IncidentDeed::Report { mark, .. } => mark.is_none(),
        IncidentDeed::Complain { step } => step.complaint.is_none(),
        IncidentDeed::FinishMoment { .. }
        | IncidentDeed::Amend { .. }
        | IncidentDeed::AnswerComplaint { .. }
        | IncidentDeed::AnswerFollowUp { .. } => false,
    }
}

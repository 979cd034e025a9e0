//! Half-typed reports and complaints, kept until they are written or thrown away.
//!
//! They lie under one name in the encrypted store, so that a killed app loses none of a
//! person's words; they are no events, and no page holds them. Covered, one may be kept and
//! none read. Rejected: a file of the interface's own, which whoever holds the phone could read.

use store::DeviceStore;

use super::{Lines, made_reply};
use crate::api::{AppError, DraftOf, DraftView, ErrorCode, IncidentDeed, Reply, Typed};
use crate::core::Shared;
use crate::desk::Open;

const MEMO: &str = "drafts";

/// Keeps what stands in a form, or (none) throws it away.
pub(crate) fn keep(shared: &Shared, of: DraftOf, typed: Option<Typed>) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.open()?;
    if typed.is_some() {
        known(&Lines::of(open), of)?;
    }
    put(&mut open.store, of, typed)?;
    made_reply(open, None)
}

/// Drafts whose forms there still are.
pub(super) fn views(open: &Open, lines: &Lines) -> Vec<DraftView> {
    let mut drafts = load(&open.store);
    drafts.retain(|draft| known(lines, draft.of).is_ok());
    drafts
}

/// The form was written: what was typed in it is an event now.
pub(super) fn written(open: &mut Open, of: DraftOf) {
    if let Err(error) = put(&mut open.store, of, None) {
        // What was written is on the disk; only the draft beside it stays.
        tracing::warn!(?error, "a draft that was written stays");
    }
}

/// The form a deed is the end of.
pub(super) const fn form_of(deed: &IncidentDeed) -> Option<DraftOf> {
    match deed {
        IncidentDeed::FinishMoment { mark, .. } | IncidentDeed::Report { mark: Some(mark), .. } => {
            Some(DraftOf::Report { mark: *mark })
        }
        IncidentDeed::Amend { incident, .. } => Some(DraftOf::Amendment { incident: *incident }),
        IncidentDeed::Complain { step } => match step.complaint {
            Some(complaint) => Some(DraftOf::Step { complaint }),
            None => Some(DraftOf::Complaint { incident: step.incident }),
        },
        IncidentDeed::AnswerComplaint { answer } => {
            Some(DraftOf::Step { complaint: answer.complaint })
        }
        IncidentDeed::MarkMoment { .. }
        | IncidentDeed::Report { mark: None, .. }
        | IncidentDeed::AnswerFollowUp { .. } => None,
    }
}

fn known(lines: &Lines, of: DraftOf) -> Result<(), AppError> {
    match of {
        DraftOf::Report { mark } => lines.mark(mark).map(|_| ()),
        DraftOf::Amendment { incident } | DraftOf::Complaint { incident: Some(incident) } => {
            lines.incident(incident).map(|_| ())
        }
        DraftOf::Complaint { incident: None } => Ok(()),
        DraftOf::Step { complaint } => lines.complaint(complaint).map(|_| ()),
    }
}

fn put(store: &mut DeviceStore, of: DraftOf, typed: Option<Typed>) -> Result<(), AppError> {
    let mut drafts = load(store);
    let before = drafts.len();
    drafts.retain(|draft| draft.of != of);
    if typed.is_none() && drafts.len() == before {
        return Ok(());
    }
    drafts.extend(typed.map(|typed| DraftView { of, typed }));
    let bytes = serde_json::to_vec(&drafts)
        .map_err(|error| AppError::because(ErrorCode::Internal, error))?;
    Ok(store.set_memo(MEMO, (!drafts.is_empty()).then_some(bytes.as_slice()))?)
}

fn load(store: &DeviceStore) -> Vec<DraftView> {
    let bytes = store.memo(MEMO).unwrap_or_else(|error| {
        tracing::error!(%error, "drafts cannot be read");
        None
    });
    let read = |bytes: Vec<u8>| serde_json::from_slice(&bytes);
    bytes
        .map(read)
        .transpose()
        .unwrap_or_else(|error| {
            tracing::error!(%error, "drafts of another version");
            None
        })
        .unwrap_or_default()
}

//! One event of each kind about marks, incidents, complaints and questions.
//!
//! Rejected: samples without words, which would not show what can be withheld.

use crate::definition::Gravity;
use crate::event::*;
use crate::ids::{EventRef, JournalRef};

/// In the order of the numbers.
pub(super) fn each() -> Vec<Payload> {
    let journal = JournalRef([7; 16]);
    vec![
        Payload::MomentMarked(MomentMarked {
            visit: Some(1),
            follows: None,
            definition_version: 2,
            kind: Some(4),
        }),
        Payload::MomentFinished(MomentFinished {
            mark: EventRef::Here(29),
            outcome: MomentOutcome::PartOfIncident,
            incident: Some(EventRef::Elsewhere(journal, 31)),
            words: Some("the same man".into()),
        }),
        Payload::IncidentReported(IncidentReported {
            visit: Some(1),
            mark: Some(EventRef::Here(29)),
            told: incident("Үгіт парақтары"),
        }),
        Payload::IncidentAmended(IncidentAmended {
            incident: EventRef::Here(31),
            told: IncidentTold {
                to: Some(1_383_466_000), ..incident("Үгіт парақтары алынды")
            },
            reason: IncidentAmendReason::Over,
            words: Some("the chair took them down".into()),
        }),
        Payload::ComplaintMade(ComplaintMade {
            visit: Some(1),
            follows: None,
            incident: Some(EventRef::Here(31)),
            to: ComplaintTo::Commission,
            stage: ComplaintStage::Accepted,
            happened_at: Some(1_383_465_900),
            number: Some("№ 3".into()),
            text: Some("Шағым".into()),
        }),
        Payload::ComplaintAnswered(ComplaintAnswered {
            complaint: EventRef::Here(33),
            decision: ComplaintDecision::GrantedInPart,
            happened_at: None,
            number: Some("№ 3/1".into()),
            text: Some("алынды".into()),
        }),
        Payload::FollowUpAnswered(FollowUpAnswered {
            follow_up: 1,
            journal,
            text: "at the door, on a table".into(),
        }),
        Payload::FollowUpAsked(FollowUpAsked {
            operator: "Carol".into(),
            follow_up: 1,
            journal,
            event: 31,
            text: "Where exactly?".into(),
        }),
        Payload::IncidentStatusSet(IncidentStatusSet {
            operator: "Carol".into(),
            journal,
            incident: 31,
            status: IncidentStatus::Confirmed,
            words: Some("two more saw it".into()),
        }),
    ]
}

/// An incident as most are told.
pub(crate) fn incident(text: &str) -> IncidentTold {
    IncidentTold {
        definition_version: 2,
        kind: Some(4),
        gravity: Gravity::Serious,
        from: 1_383_465_600,
        to: None,
        occurs: Occurrence::GoingOn,
        known: HowKnown::Told,
        told_by: Some("a voter".into()),
        affected: Some(12),
        told_to: Some(ToldTo::Chair),
        their_answer: Some("later".into()),
        text: Some(text.into()),
    }
}

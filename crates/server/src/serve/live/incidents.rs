//! What an operator says about an incident: a question, or how it stands.
//!
//! Word and deed are one event in headquarters' journal for whoever reported, published in one
//! transaction with the operator's name; the device pulls it at its next contact. Refuses to
//! speak about what is not in a journal that counts.

use domain::event::{FollowUpAsked, IncidentStatus, IncidentStatusSet, Payload};
use domain::{Fold, JournalRef};
use journal::ids::JournalId;
use journal::keeper::Recipient;

use super::{Live, broken};
use crate::dashboard::api::{
    AskFollowUp, ComplaintDetail, EventAt, IncidentDetail, SetStatus, StatusWord,
};
use crate::dashboard::complaints;
use crate::dashboard::incidents::{self, About};
use crate::dashboard::source::SourceError;
use crate::headquarters::{journal_of, publish_due};
use crate::serve::folding::Wake;

/// Letters of a question or of words beside a status.
const TEXT_MAX: usize = 1_000;

impl Live {
    pub(super) fn incident_of(
        &self,
        journal: &str,
        event: u32,
    ) -> Result<IncidentDetail, SourceError> {
        let journal = JournalId::parse(journal).ok_or(SourceError::NotFound)?;
        let found = self.at_desk(|desk| incidents::detail(desk, journal, event.into()));
        found.ok_or(SourceError::NotFound)
    }

    pub(super) fn complaint_of(
        &self,
        journal: &str,
        event: u32,
    ) -> Result<ComplaintDetail, SourceError> {
        let journal = JournalId::parse(journal).ok_or(SourceError::NotFound)?;
        let found = self.at_desk(|desk| complaints::detail(desk, journal, event.into()));
        found.ok_or(SourceError::NotFound)
    }

    pub(super) fn ask_about(&self, operator: &str, ask: &AskFollowUp) -> Result<(), SourceError> {
        let text = text(&ask.text)?;
        if text.is_empty() {
            return Err(SourceError::Malformed);
        }
        self.say(&ask.event, About::Anything, |told, journal, event| {
            let last = told.follow_ups().next_back().map_or(0, |asked| asked.follow_up);
            Payload::FollowUpAsked(FollowUpAsked {
                operator: operator.to_owned(),
                follow_up: last.saturating_add(1),
                journal,
                event,
                text,
            })
        })
    }

    pub(super) fn decide(&self, operator: &str, set: &SetStatus) -> Result<(), SourceError> {
        let words = Some(text(&set.words)?).filter(|words| !words.is_empty());
        self.say(&set.event, About::Incident, |_, journal, incident| {
            Payload::IncidentStatusSet(IncidentStatusSet {
                operator: operator.to_owned(),
                journal,
                incident,
                status: status(set.status),
                words,
            })
        })
    }

    /// Publishes to whoever reported, in the journal headquarters keeps for them now.
    fn say(
        &self,
        at: &EventAt,
        about: About,
        what: impl FnOnce(&Fold, JournalRef, u64) -> Payload,
    ) -> Result<(), SourceError> {
        let reported = JournalId::parse(&at.journal).ok_or(SourceError::NotFound)?;
        let event = u64::from(at.event);
        let invitation = self.at_desk(|desk| incidents::whose(desk, reported, event, about));
        let invitation = invitation.ok_or(SourceError::NotFound)?;
        let mut store = self.store();
        let devices = store.devices().map_err(broken)?;
        let journal = journal_of(&devices, invitation).ok_or(SourceError::NotFound)?;
        let recipient = Recipient::Device(journal);
        publish_due(&mut store, &self.keys, &self.clock, recipient, |told| {
            vec![what(told, JournalRef(reported.0), event)]
        })
        .map_err(broken)?;
        drop(store);
        self.wake(Wake::Decided(journal));
        Ok(())
    }
}

/// Trimmed; refused where it is too long or holds what is no text.
fn text(typed: &str) -> Result<String, SourceError> {
    let typed = typed.trim();
    let bad = |c: char| c.is_control() && c != '\n';
    match typed.chars().count() > TEXT_MAX || typed.chars().any(bad) {
        true => Err(SourceError::Malformed),
        false => Ok(typed.to_owned()),
    }
}

const fn status(word: StatusWord) -> IncidentStatus {
    match word {
        StatusWord::Seen => IncidentStatus::Seen,
        StatusWord::Checking => IncidentStatus::Checking,
        StatusWord::Confirmed => IncidentStatus::Confirmed,
        StatusWord::NotConfirmed => IncidentStatus::NotConfirmed,
        StatusWord::PassedOn => IncidentStatus::PassedOn,
        StatusWord::Settled => IncidentStatus::Settled,
        StatusWord::Closed => IncidentStatus::Closed,
    }
}

//! `invites list|change|revoke`: what became of invitations, and their end.
//!
//! A revocation is an event in the common journal and a decision in the store; what the device
//! sent before stays as it is, what comes later is held. Pages are never deleted.

use domain::JournalRef;
use domain::event::{Payload, Revoked};
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::keeper::Decision;
use store::EndpointStore;

use super::Say;
use crate::data_folder::DataFolder;
use crate::headquarters::{Headquarters, local_operator};
use crate::invitations::Notes;
use crate::{team, texts};

/// Prints every invitation; how far each came is in the store.
pub fn list(
    folder: &DataFolder,
    headquarters: Option<&Headquarters>,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    for note in Notes::load(&folder.invitations())?.notes {
        let first = match (headquarters, note.invitation()) {
            (Some(headquarters), Some(id)) => headquarters.store.first_contact(id)?,
            (None, _) | (_, None) => None,
        };
        say.line(texts::invitation_line(&note, first.map(|first| first.at)))?;
    }
    Ok(())
}

/// Puts somebody into another team, or gives another call-sign. Leads learn of it from `serve`.
pub fn change(
    folder: &DataFolder,
    start: &str,
    to_team: Option<&str>,
    call_sign: Option<&str>,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let path = folder.invitations();
    let mut notes = Notes::load(&path)?;
    let to_team = to_team.map(|given| team::name(&notes, given)).transpose();
    let to_team = to_team.map_err(anyhow::Error::msg)?;
    let call_sign = call_sign.map(|given| team::call_sign(&notes, given)).transpose();
    let call_sign = call_sign.map_err(anyhow::Error::msg)?;
    let note = notes.beginning(start)?;
    note.team = to_team.unwrap_or_else(|| note.team.clone());
    note.call_sign = call_sign.unwrap_or_else(|| note.call_sign.clone());
    let line = texts::changed(note);
    notes.save(&path)?;
    Ok(say.line(line)?)
}

/// Ends an invitation: the common journal says so, the store holds what comes later.
pub fn revoke(
    headquarters: &mut Headquarters,
    start: &str,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let path = headquarters.folder.invitations();
    let mut notes = Notes::load(&path)?;
    let now = headquarters.clock.now_s();
    let note = notes.beginning(start)?;
    let (id, label) = (note.id.clone(), note.label.clone());
    let invitation = note.invitation().ok_or_else(|| anyhow::anyhow!(texts::BAD_NOTE))?;
    note.revoked_at = Some(now);
    take_back(headquarters, invitation)?;
    notes.save(&path)?;
    Ok(say.line(texts::revoked(&label, &id))?)
}

fn take_back(headquarters: &mut Headquarters, invitation: InvitationId) -> anyhow::Result<()> {
    let event = |last_good: &Option<(JournalId, PageNumber)>| {
        Payload::Revoked(Revoked {
            operator: local_operator(),
            invitation: invitation.0,
            journal: last_good.map(|(journal, _)| JournalRef(journal.0)),
            last_good_page: last_good.map(|(_, last)| last.0),
        })
    };
    Ok(headquarters.publish_decided(|store| {
        let good = last_good(store, invitation)?;
        let events = good.iter().map(event).collect();
        let decision = |last_good| Decision::Revoke { invitation, last_good };
        Ok((events, good.into_iter().map(decision).collect()))
    })?)
}

/// Every journal of the invitation with what counts of it, which it keeps; the first one is
/// named even if it sent nothing.
fn last_good(
    store: &EndpointStore,
    invitation: InvitationId,
) -> store::Result<Vec<Option<(JournalId, PageNumber)>>> {
    let devices = store.devices()?;
    let mine = devices.iter().filter(|device| device.invitation == invitation);
    let mut good: Vec<_> = mine.map(|device| Some((device.journal, device.counts_to))).collect();
    if good.is_empty() {
        let first = store.first_contact(invitation)?;
        good.push(first.map(|first| (first.journal, PageNumber(0))));
    }
    Ok(good)
}

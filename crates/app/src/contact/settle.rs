//! What a try changed, remembered and said.
//!
//! A relay's failure is never shown as headquarters' and the other way round; an alarm is an
//! alarm, whoever's answer raised it. It refuses to call a relay's answer a contact with
//! headquarters. Rejected: one outcome for both, where a lead's closed phone would look like no
//! network.

use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::outbox::Alarm;
use sync::client::Contact;
use sync::error::{Broken, Refused, SyncError};
use sync::schedule::Ended;
use sync::tls::Pin;
use sync::world::World;

use super::Way;
use crate::alarms;
use crate::api::{AlarmKind, ContactOutcome, Notice, RelayOutcome, Topic};
use crate::collect;
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::relays;

/// Remembers how a try ended, says so, and gives what the schedule must know.
pub(super) fn settle(
    shared: &Shared,
    id: &str,
    (way, tried): (Way, &Pin),
    result: &Result<Contact, SyncError>,
) -> Ended {
    let mut said = Vec::new();
    let mut joined_still = true;
    let mut desk = shared.desk();
    if let Some(open) = desk.open.as_mut().filter(|open| open.id == id) {
        let now = shared.world.now().wall;
        match way {
            Way::Headquarters => {
                open.contact.running = false;
                open.contact.outcome = Some(outcome(result));
                if result.is_ok() {
                    alarms::reached(open, now);
                }
            }
            Way::Relay => {
                joined_still = relays::ended(open, tried, relay_outcome(result), now);
                if let Some(alarm) = relay_alarm(result)
                    && alarms::raise(open, now, alarm, None)
                {
                    said.push(Notice::Alarm { alarm });
                }
            }
        }
        if let Ok(contact) = result {
            take(shared, open, contact, &mut said);
        }
    }
    drop(desk);
    match way {
        Way::Headquarters => said.push(Notice::Contact { outcome: outcome(result) }),
        Way::Relay if joined_still => said.push(Notice::Relay { outcome: relay_outcome(result) }),
        Way::Relay => {}
    }
    said.push(Notice::Changed {
        topics: vec![
            Topic::Session,
            Topic::Counter,
            Topic::Checklists,
            Topic::Delivery,
            Topic::Collect,
            Topic::Relays,
            Topic::Notices,
            Topic::Urgent,
            Topic::Incidents,
        ],
    });
    said.into_iter().for_each(|notice| shared.say(notice));
    ended(result)
}

fn take(shared: &Shared, open: &mut Open, contact: &Contact, said: &mut Vec<Notice>) {
    let now = shared.world.now();
    if contact.taken > 0 {
        open.take_definitions();
    }
    if let Err(error) = alarms::forget_settled(open) {
        tracing::warn!(%error, "whether pages are held aside is not known");
    }
    let held = (contact.held > 0).then_some((AlarmKind::Held, None));
    for (kind, page) in held.into_iter().chain(contact.alarms.iter().filter_map(alarm_of)) {
        if alarms::raise(open, now.wall, kind, page) {
            said.push(Notice::Alarm { alarm: kind });
        }
    }
    if let Err(error) = super::continue_and_reopen(shared, open) {
        tracing::warn!(%error, "the journal was not continued");
    }
    collect::after_contact(open, now);
}

/// What the relay said does not hold at all; what is wrong in an answer that holds, the store
/// finds.
fn relay_alarm(result: &Result<Contact, SyncError>) -> Option<AlarmKind> {
    // What ended a contact that began well counts as much as what kept one from beginning.
    let outcome = match result {
        Ok(Contact { interrupted: Some(error), .. }) | Err(error) => relay_failure(error),
        Ok(_) => RelayOutcome::Met,
    };
    match outcome {
        RelayOutcome::NotTrusted | RelayOutcome::BadAnswer => Some(AlarmKind::RelayWrong),
        RelayOutcome::Met
        | RelayOutcome::NoNetwork
        | RelayOutcome::WrongDevice
        | RelayOutcome::NotAdmitted
        | RelayOutcome::Refused => None,
    }
}

fn outcome(result: &Result<Contact, SyncError>) -> ContactOutcome {
    match result {
        Ok(_) => ContactOutcome::Reached,
        Err(SyncError::Retry(_)) => ContactOutcome::NoNetwork,
        Err(SyncError::Refused(_)) => ContactOutcome::Refused,
        Err(SyncError::Broken(Broken::WrongAuthority)) => ContactOutcome::WrongServer,
        Err(SyncError::Broken(_)) => ContactOutcome::BadAnswer,
    }
}

fn relay_outcome(result: &Result<Contact, SyncError>) -> RelayOutcome {
    match result {
        Ok(_) => RelayOutcome::Met,
        Err(error) => relay_failure(error),
    }
}

const fn relay_failure(error: &SyncError) -> RelayOutcome {
    match error {
        SyncError::Retry(_) => RelayOutcome::NoNetwork,
        SyncError::Refused(Refused(Refusal::NotAdmitted)) => RelayOutcome::NotAdmitted,
        SyncError::Refused(_) => RelayOutcome::Refused,
        SyncError::Broken(Broken::WrongAuthority) => RelayOutcome::WrongDevice,
        SyncError::Broken(Broken::NotALead) => RelayOutcome::NotTrusted,
        SyncError::Broken(_) => RelayOutcome::BadAnswer,
    }
}

fn ended(result: &Result<Contact, SyncError>) -> Ended {
    match result {
        Ok(contact) if contact.interrupted.is_none() => Ended::Contact { more: contact.more },
        Ok(_) | Err(SyncError::Retry(_)) => Ended::Retry,
        Err(SyncError::Refused(_)) => Ended::Refused,
        Err(SyncError::Broken(_)) => Ended::Broken,
    }
}

/// What the person hears of it, and of which page. A carried journal's fork is told on its
/// device's line of the lead's list: it is no matter of this phone's own pages.
fn alarm_of(alarm: &Alarm) -> Option<(AlarmKind, Option<u32>)> {
    let page = |number: &PageNumber| Some(small(number.0));
    match alarm {
        Alarm::ForeignReceipt { number, .. } => Some((AlarmKind::ReceiptNotMine, page(number))),
        Alarm::PeerHoldsMore { number, .. } => Some((AlarmKind::Restored, page(number))),
        Alarm::PeerHoldsLess { number, .. } => Some((AlarmKind::HeadquartersLost, page(number))),
        Alarm::CustodyLost { .. } => Some((AlarmKind::RelayLost, None)),
        Alarm::RelaySilent { .. } => Some((AlarmKind::RelaySilent, None)),
        Alarm::StrangersReceipt { .. } => Some((AlarmKind::RelaySwapped, None)),
        Alarm::OldCommon { .. } => Some((AlarmKind::RelayOld, None)),
        Alarm::RelayOverstepped { .. } => Some((AlarmKind::RelayWrong, None)),
        Alarm::CarriedFork { .. } => None,
    }
}

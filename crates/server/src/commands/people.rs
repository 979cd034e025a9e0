//! `assign`, `unassign`, `notice`: what headquarters tells one person or one team.
//!
//! It goes down in the device's own journal of headquarters, by whatever way the device is met,
//! relays included. Stations are kept in the note and so reach a device that has made no contact
//! yet; a notice does not wait for one, since nobody knows what it would say by then. Rejected:
//! notices in the common journal, which everybody could read.

use anyhow::{Context as _, bail};
use domain::Fold;
use domain::event::{NoticeSent, Payload};
use journal::keeper::Recipient;

use super::Say;
use crate::cli;
use crate::headquarters::{Headquarters, due, journal_of, local_operator, publish_due};
use crate::invitations::{Note, Notes};
use crate::stations::StationList;
use crate::texts;

const NOTICE_CHARS_MAX: usize = 500;

/// Gives stations (`true`) or takes them.
pub fn assign(
    headquarters: &mut Headquarters,
    args: &cli::Assign,
    give: bool,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let path = headquarters.folder.invitations();
    let mut notes = Notes::load(&path)?;
    let stations = StationList::load(&headquarters.folder.stations())?;
    let chosen = notes.chosen(&args.whom.whom())?;
    let codes: Vec<String> = args
        .station
        .iter()
        .map(|code| code.trim())
        .filter(|code| !code.is_empty())
        .map(|code| match give {
            true => stations.spelt(code).ok_or_else(|| anyhow::anyhow!(texts::no_station(code))),
            false => Ok(code.to_owned()),
        })
        .collect::<anyhow::Result<_>>()?;
    for note in notes.notes.iter_mut().filter(|note| chosen.contains(&note.id)) {
        for code in &codes {
            let key = domain::station_key(code);
            let had = note.stations.iter().any(|known| domain::station_key(known) == key);
            match (give, had) {
                (true, false) => note.stations.push(code.clone()),
                (false, true) => note.stations.retain(|known| domain::station_key(known) != key),
                (true, true) | (false, false) => {}
            }
        }
    }
    // The notes first: what is told follows from them, and a running `serve` reads them.
    notes.save(&path)?;
    let operator = local_operator();
    for note in notes.notes.iter().filter(|note| chosen.contains(&note.id)) {
        let told = tell(headquarters, note, |told| due(told, note, &notes, &stations, &operator))?;
        say.line(match told {
            Some(what) => texts::told(&note.label, &note.call_sign, what),
            None => texts::not_yet(&note.label, &note.call_sign),
        })?;
    }
    Ok(())
}

/// Sends a notice. An error when nobody could be told.
pub fn notice(
    headquarters: &mut Headquarters,
    args: &cli::Notice,
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    let text = args.text.trim();
    let bad = |c: char| c.is_control() && c != '\n';
    if text.is_empty() || text.chars().count() > NOTICE_CHARS_MAX || text.chars().any(bad) {
        bail!(texts::BAD_NOTICE);
    }
    let notes = Notes::load(&headquarters.folder.invitations())?;
    let chosen = notes.chosen(&args.whom.whom())?;
    let operator = local_operator();
    let mut somebody = false;
    for note in notes.notes.iter().filter(|note| chosen.contains(&note.id)) {
        let told = tell(headquarters, note, |told| {
            let last = told.notices().next_back().map_or(0, |notice| notice.notice);
            vec![Payload::NoticeSent(NoticeSent {
                operator: operator.clone(),
                notice: last.saturating_add(1),
                text: text.to_owned(),
            })]
        })?;
        somebody |= told.is_some();
        say.line(match told {
            Some(what) => texts::told(&note.label, &note.call_sign, what),
            None => texts::not_told(&note.label, &note.call_sign),
        })?;
    }
    if somebody { Ok(()) } else { bail!(texts::NOBODY_TOLD) }
}

/// Publishes what is due to a person; `None` where no journal of theirs counts yet.
pub fn tell(
    headquarters: &mut Headquarters,
    note: &Note,
    due: impl FnOnce(&Fold) -> Vec<Payload>,
) -> anyhow::Result<Option<usize>> {
    let invitation = note.invitation().context(texts::BAD_NOTE)?;
    let Some(journal) = journal_of(&headquarters.store.devices()?, invitation) else {
        return Ok(None);
    };
    let recipient = Recipient::Device(journal);
    let Headquarters { store, keys, clock, .. } = headquarters;
    Ok(Some(publish_due(store, keys, clock, recipient, due)?))
}

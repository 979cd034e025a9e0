//! Alarms on top of the page: who was sent out, who is in danger, and what is said to be over.
//!
//! What a waiting page says stands here at once, marked *not yet linked*. One person's journals
//! are put together by invitation, so that nobody else's word ends an alarm. Nobody is in danger
//! here because nothing was heard of them. Rejected: a line that disappears once it is over.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::event::{Danger, DecisionForm, RemovalReason, RemovedBy};
use domain::fold::UrgentWhat;
use domain::view::{UrgentLine, UrgentOver, urgent};
use domain::{Fold, JournalRef};
use journal::ids::{InvitationId, JournalId};

use super::api::{Field, UrgentEnd, UrgentKind, UrgentRow};
use super::desk::{Desk, local, u32_of, utc};
use super::words::word;

/// Most alarms on the page, the most pressing first.
const LINES_MAX: usize = 200;

/// A person's journals; of each the events that are linked, and those that wait too.
pub type Journals<'a> = BTreeMap<JournalRef, (&'a Fold, u64)>;

/// The most pressing first, so many as the page shows.
pub fn lines(desk: &Desk<'_>) -> Vec<UrgentRow> {
    let mut all = all(desk);
    all.truncate(LINES_MAX);
    all
}

/// Standing before over, danger before removal, the newest first.
pub fn all(desk: &Desk<'_>) -> Vec<UrgentRow> {
    let mut all: Vec<(UrgentLine, UrgentRow)> = Vec::new();
    for (invitation, journals) in persons(desk) {
        let ordered = in_order(&journals);
        for line in urgent(&ordered) {
            let row = row(desk, invitation, &journals, &line);
            all.push((line, row));
        }
    }
    all.sort_by_key(|(line, _)| (!line.stands(), !line.is_danger(), Reverse(line.at.at)));
    all.into_iter().map(|(_, row)| row).collect()
}

fn persons<'a>(desk: &Desk<'a>) -> BTreeMap<InvitationId, Journals<'a>> {
    let mut persons: BTreeMap<InvitationId, Journals<'a>> = BTreeMap::new();
    let holdings = desk.holdings;
    let mut put = |journal: JournalId, invitation, fold: &'a Fold, linked| {
        if fold.urgent().next().is_some() || fold.check_ins().next().is_some() {
            let journals = persons.entry(invitation).or_default();
            journals.insert(JournalRef(journal.0), (fold, linked));
        }
    };
    for (journal, device) in &holdings.devices {
        if let Some(invitation) = device.invitation {
            put(*journal, invitation, &device.fold, device.fold.last_ordinal());
        }
    }
    for (journal, beside) in &holdings.beside {
        if let Some(ahead) = &beside.ahead {
            let linked = holdings.devices.get(journal).map_or(0, |it| it.fold.last_ordinal());
            put(*journal, beside.kept.invitation, ahead, linked);
        }
    }
    persons
}

/// A journal that continues another comes after it.
pub fn in_order<'a>(journals: &Journals<'a>) -> Vec<(JournalRef, &'a Fold)> {
    let depth = |journal: &JournalRef| {
        let mut depth = 0_usize;
        let mut at = *journal;
        while depth < journals.len() {
            let Some((fold, _)) = journals.get(&at) else { break };
            let Some(origin) = fold.origins().next() else { break };
            (at, depth) = (origin.old_journal, depth + 1);
        }
        depth
    };
    let mut ordered: Vec<(JournalRef, &Fold)> =
        journals.iter().map(|(journal, (fold, _))| (*journal, *fold)).collect();
    ordered.sort_by_cached_key(|(journal, _)| (depth(journal), *journal));
    ordered
}

fn row(
    desk: &Desk<'_>,
    invitation: InvitationId,
    journals: &Journals<'_>,
    line: &UrgentLine,
) -> UrgentRow {
    let is_linked = |(journal, ordinal): (JournalRef, u64)| {
        journals.get(&journal).is_some_and(|(_, linked)| ordinal <= *linked)
    };
    let wall = desk.zone_at(line.station.as_deref().unwrap_or_default());
    let end = |over: &UrgentOver| UrgentEnd {
        word: word(&over.word),
        at_local: local(over.at.at, wall, "%H:%M"),
        text: over.text.clone().unwrap_or_default(),
        linked: is_linked(over.event),
    };
    UrgentRow {
        journal: JournalId(line.journal.0).to_string(),
        event: u32_of(line.ordinal),
        label: desk.label(Some(invitation)),
        station: line.station.clone().unwrap_or_default(),
        added_name: desk.added_name(line.station.as_deref().unwrap_or_default()),
        kind: if line.is_danger() { UrgentKind::InDanger } else { UrgentKind::Removed },
        told: told(line.what),
        at: utc(line.at.at),
        at_local: local(line.at.at, wall, "%H:%M"),
        corrected: line.at.corrected,
        texts: line.texts.clone(),
        linked: is_linked((line.journal, line.ordinal)) && is_linked(line.last),
        over: line.over.as_ref().map(end),
    }
}

/// What was told; what was not is left out.
fn told(what: UrgentWhat) -> Vec<Field> {
    let field = |told: bool, name: &str, value: String| {
        told.then(|| Field { name: name.to_owned(), value })
    };
    let fields = match what {
        UrgentWhat::Removed { by, reason, decision } => vec![
            field(by != RemovedBy::Untold, "by", word(&by)),
            field(reason != RemovalReason::Untold, "removal_reason", word(&reason)),
            field(decision != DecisionForm::Untold, "decision", word(&decision)),
        ],
        UrgentWhat::InDanger { danger } => {
            vec![field(danger != Danger::Untold, "danger", word(&danger))]
        }
    };
    fields.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;

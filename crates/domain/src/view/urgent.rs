//! Alarms of one person, put together: what is known of each, and whether it is said to be over.
//!
//! Over the person's own journals only: nobody else's check-in ends an alarm. What is told later
//! takes the place of what was untold and never of what was told before by *untold*. An alarm
//! that is over stays: the word came from whoever held the phone. A person who is silent is in no
//! line here: silence is never danger.

use crate::event::{CheckInWord, Danger, DecisionForm, RemovalReason, RemovedBy};
use crate::fold::{CheckInRecord, Fold, Time, UrgentRecord, UrgentWhat};
use crate::ids::JournalRef;

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgentLine {
    /// The journal its first event is in.
    pub journal: JournalRef,
    /// Ordinal of that event.
    pub ordinal: u64,
    /// Code of the visit's station; of the latest visit where none was told.
    pub station: Option<String>,
    /// What happened, as far as told.
    pub what: UrgentWhat,
    /// When it happened.
    pub at: Time,
    /// The person's words, in order.
    pub texts: Vec<String>,
    /// Journal and ordinal of its latest event.
    pub last: (JournalRef, u64),
    /// The last word that it is over, if any came after its latest event.
    pub over: Option<UrgentOver>,
}

/// Said to be over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgentOver {
    /// Journal and ordinal of the check-in.
    pub event: (JournalRef, u64),
    /// When.
    pub at: Time,
    /// In which word.
    pub word: CheckInWord,
    /// The person's words.
    pub text: Option<String>,
}

impl UrgentLine {
    /// Nobody said that it is over.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.over.is_none()
    }

    /// The person is in danger, not only sent out.
    #[must_use]
    pub const fn is_danger(&self) -> bool {
        matches!(self.what, UrgentWhat::InDanger { .. })
    }
}

/// A person's alarms by journal and ordinal; `journals` in the order they continue one another.
#[must_use]
pub fn urgent(journals: &[(JournalRef, &Fold)]) -> Vec<UrgentLine> {
    let mut lines: Vec<UrgentLine> = Vec::new();
    for (journal, fold) in journals {
        for record in fold.urgent() {
            let first = record.follows.map(|event| event.seen_from(*journal));
            let known = lines.iter_mut().find(|line| Some((line.journal, line.ordinal)) == first);
            match known {
                Some(line) if same_kind(line.what, record.what) => more(line, *journal, record),
                Some(_) | None => lines.push(line(*journal, fold, record)),
            }
        }
    }
    for (journal, fold) in journals {
        for record in fold.check_ins() {
            let Some(ends) = record.ends.map(|event| event.seen_from(*journal)) else { continue };
            let mut all = lines.iter_mut();
            let known = all.find(|line| (line.journal, line.ordinal) == ends);
            if let Some(line) = known.filter(|line| is_after(journals, *journal, record, line)) {
                line.over = Some(over(*journal, fold, record));
            }
        }
    }
    lines
}

fn line(journal: JournalRef, fold: &Fold, record: &UrgentRecord) -> UrgentLine {
    let visit = record.visit.and_then(|visit| fold.visit(visit));
    let before = || fold.visits().rev().find(|visit| visit.ordinal < record.ordinal);
    UrgentLine {
        journal,
        ordinal: record.ordinal,
        station: visit.or_else(before).map(|visit| visit.station.clone()),
        what: record.what,
        at: fold.time(record.happened_at.map_or(record.moment, |at| record.moment.at(at))),
        texts: record.text.iter().cloned().collect(),
        last: (journal, record.ordinal),
        over: None,
    }
}

fn more(line: &mut UrgentLine, journal: JournalRef, record: &UrgentRecord) {
    line.what = merged(line.what, record.what);
    line.texts.extend(record.text.clone());
    line.last = (journal, record.ordinal);
}

const fn same_kind(one: UrgentWhat, other: UrgentWhat) -> bool {
    matches!(
        (one, other),
        (UrgentWhat::Removed { .. }, UrgentWhat::Removed { .. })
            | (UrgentWhat::InDanger { .. }, UrgentWhat::InDanger { .. })
    )
}

/// What was told, where something was told later: that.
fn merged(before: UrgentWhat, later: UrgentWhat) -> UrgentWhat {
    match (before, later) {
        (
            UrgentWhat::Removed { by: first_by, reason: first_reason, decision: first_decision },
            UrgentWhat::Removed { by, reason, decision },
        ) => UrgentWhat::Removed {
            by: if by == RemovedBy::Untold { first_by } else { by },
            reason: if reason == RemovalReason::Untold { first_reason } else { reason },
            decision: if decision == DecisionForm::Untold { first_decision } else { decision },
        },
        (UrgentWhat::InDanger { danger: first }, UrgentWhat::InDanger { danger }) => {
            UrgentWhat::InDanger { danger: if danger == Danger::Untold { first } else { danger } }
        }
        (before, _) => before,
    }
}

/// A check-in written before the alarm's latest event ends nothing.
fn is_after(
    journals: &[(JournalRef, &Fold)],
    journal: JournalRef,
    record: &CheckInRecord,
    line: &UrgentLine,
) -> bool {
    let place = |journal| journals.iter().position(|(known, _)| *known == journal);
    (place(journal), record.ordinal) > (place(line.last.0), line.last.1)
}

fn over(journal: JournalRef, fold: &Fold, record: &CheckInRecord) -> UrgentOver {
    UrgentOver {
        event: (journal, record.ordinal),
        at: fold.time(record.moment),
        word: record.word,
        text: record.text.clone(),
    }
}

#[cfg(test)]
mod tests;

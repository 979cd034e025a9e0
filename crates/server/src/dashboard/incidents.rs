//! Incidents, complaints and marks of everybody, as rows for the page.
//!
//! A person's journals are put together by invitation, with headquarters' journals for that
//! person: nobody else's word amends, asks or decides. Rows are made anew for whoever's journals
//! changed; what others called a station since is put in when rows are shown. Rejected: a table
//! of incidents beside the journals, which could say something else.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::definition::IncidentKind;
use domain::event::{HowKnown, IncidentTold, Occurrence};
use domain::view::{EventAt as At, FollowUpLine, IncidentLine, complaints, incidents, marks};
use domain::{Fold, JournalRef};
use journal::ids::{InvitationId, JournalId};

use super::api::{
    AnswerRow, ComplaintRow, EventAt, Field, IncidentDetail, IncidentRow, IncidentVersionRow,
    MarkRow, QuestionRow, StatusRow,
};
use super::complaints;
use super::desk::{Desk, local, u32_of, utc};
use super::marks;
use super::people::Listed;
use super::urgent::in_order;
use super::words::word;
use crate::holdings::Holdings;

/// Rows of everybody, kept person by person.
#[derive(Default)]
pub struct Incidents(BTreeMap<InvitationId, Kept>);

struct Kept {
    changed: u32,
    incidents: Vec<IncidentRow>,
    complaints: Vec<ComplaintRow>,
    marks: Vec<MarkRow>,
}

impl Incidents {
    /// Makes anew the rows of whoever's journals changed; of how many persons.
    pub fn settle(&mut self, desk: &Desk<'_>) -> usize {
        let mut anew = 0;
        for invitation in desk.holdings.invitations() {
            let changed = desk.holdings.person_changed(invitation);
            if self.0.get(&invitation).is_some_and(|kept| kept.changed == changed) {
                continue;
            }
            let kept = with_person(desk.holdings, invitation, |own, told| Kept {
                changed,
                incidents: incidents(own, told)
                    .iter()
                    .map(|line| row(desk, invitation, line))
                    .collect(),
                complaints: complaints(own, told)
                    .iter()
                    .map(|line| complaints::row(desk, invitation, line))
                    .collect(),
                marks: marks(own).iter().map(|line| marks::row(desk, line)).collect(),
            });
            self.0.insert(invitation, kept);
            anew += 1;
        }
        anew
    }

    /// Open ones before settled ones, grave ones first, then the newest.
    pub fn first(&self, desk: &Desk<'_>, most: usize) -> Listed<IncidentRow> {
        let mut all: Vec<&IncidentRow> = self.0.values().flat_map(|it| &it.incidents).collect();
        let total = all.len();
        let over = |it: &IncidentRow| it.withdrawn || is_over(&it.status);
        all.sort_by_key(|it| (over(it), Reverse(weight(&it.gravity)), Reverse(it.from.clone())));
        let named =
            |it: IncidentRow| IncidentRow { added_name: desk.added_name(&it.station), ..it };
        Listed { first: all.into_iter().take(most).cloned().map(named).collect(), total }
    }

    /// Incidents that are neither withdrawn, settled nor closed.
    pub fn open(&self) -> usize {
        let all = self.0.values().flat_map(|it| &it.incidents);
        all.filter(|it| !it.withdrawn && !is_over(&it.status)).count()
    }

    /// Marks that wait before those that do not, each the newest first.
    pub fn marks(&self, desk: &Desk<'_>, most: usize) -> Listed<MarkRow> {
        let mut all: Vec<&MarkRow> = self.0.values().flat_map(|it| &it.marks).collect();
        let total = all.len();
        all.sort_by_key(|it| (!it.end.is_empty(), Reverse(it.at.clone())));
        let named = |it: MarkRow| MarkRow { added_name: desk.added_name(&it.station), ..it };
        Listed { first: all.into_iter().take(most).cloned().map(named).collect(), total }
    }

    /// Marks of which nobody has said what became.
    pub fn marks_waiting(&self) -> usize {
        let all = self.0.values().flat_map(|it| &it.marks);
        all.filter(|it| it.end.is_empty()).count()
    }

    /// Complaints, the newest first.
    pub fn complaints(&self, desk: &Desk<'_>, most: usize) -> Listed<ComplaintRow> {
        let mut all: Vec<&ComplaintRow> = self.0.values().flat_map(|it| &it.complaints).collect();
        let total = all.len();
        all.sort_by_key(|it| Reverse(it.steps.last().map(|step| step.at_local.clone())));
        let named =
            |it: ComplaintRow| ComplaintRow { added_name: desk.added_name(&it.station), ..it };
        Listed { first: all.into_iter().take(most).cloned().map(named).collect(), total }
    }
}

fn is_over(status: &str) -> bool {
    matches!(status, "settled" | "closed")
}

fn weight(gravity: &str) -> u8 {
    match gravity {
        "grave" => 2,
        "serious" => 1,
        _ => 0,
    }
}

/// A person's journals in the order they continue one another, and headquarters' for them.
pub fn with_person<T>(
    holdings: &Holdings,
    invitation: InvitationId,
    work: impl FnOnce(&[(JournalRef, &Fold)], &[(JournalRef, &Fold)]) -> T,
) -> T {
    let own = holdings.journals_of(invitation);
    let own = own.map(|(journal, device)| (JournalRef(journal.0), (&device.fold, 0)));
    let own = in_order(&own.collect());
    let told = holdings.of_invitation(invitation).filter_map(|device| device.told.as_ref());
    let told: Vec<(JournalRef, &Fold)> =
        told.map(|(journal, fold)| (JournalRef(journal.0), fold)).collect();
    work(&own, &told)
}

/// What may be spoken about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// An incident's report.
    Incident,
    /// That, or a complaint's first event.
    Anything,
}

/// Whose report or complaint an event is; `None` where it is neither.
pub fn whose(
    desk: &Desk<'_>,
    journal: JournalId,
    event: u64,
    about: About,
) -> Option<InvitationId> {
    let invitation = desk.holdings.devices.get(&journal)?.invitation?;
    let at: At = (JournalRef(journal.0), event);
    let known = with_person(desk.holdings, invitation, |own, told| {
        let complained = || complaints(own, told).iter().any(|line| line.event == at);
        incidents(own, told).iter().any(|line| line.event == at)
            || (about == About::Anything && complained())
    });
    known.then_some(invitation)
}

/// One incident with all that was told before, asked and decided.
pub fn detail(desk: &Desk<'_>, journal: JournalId, event: u64) -> Option<IncidentDetail> {
    let invitation = desk.holdings.devices.get(&journal)?.invitation?;
    let at: At = (JournalRef(journal.0), event);
    with_person(desk.holdings, invitation, |own, told| {
        let line = incidents(own, told).into_iter().find(|line| line.event == at)?;
        let wall = desk.zone_at(line.station.as_deref().unwrap_or_default());
        let about = complaints(own, told).into_iter().filter(|it| it.incident == Some(at));
        Some(IncidentDetail {
            row: row(desk, invitation, &line),
            before: line
                .before
                .iter()
                .map(|version| IncidentVersionRow {
                    event: named(version.event),
                    written_local: moment(desk, version.written.at),
                    reason: version.reason.as_ref().map(word).unwrap_or_default(),
                    told: everything(wall, &version.told),
                    text: version.told.text.clone().unwrap_or_default(),
                })
                .collect(),
            reason: line.now.reason.as_ref().map(word).unwrap_or_default(),
            statuses: line
                .statuses
                .iter()
                .map(|status| StatusRow {
                    status: word(&status.status),
                    operator: status.operator.clone(),
                    at_local: moment(desk, status.time),
                    words: status.words.clone().unwrap_or_default(),
                })
                .collect(),
            talk: line.talk.iter().map(|asked| question(desk, asked)).collect(),
            complaints: about.map(|it| complaints::row(desk, invitation, &it)).collect(),
        })
    })
}

fn row(desk: &Desk<'_>, invitation: InvitationId, line: &IncidentLine) -> IncidentRow {
    let told = &line.now.told;
    let kind = kind(desk, told.definition_version, told.kind);
    // The observer read these off the station's wall.
    let wall = desk.zone_at(line.station.as_deref().unwrap_or_default());
    IncidentRow {
        event: named(line.event),
        label: desk.label(Some(invitation)),
        station: line.station.clone().unwrap_or_default(),
        added_name: desk.added_name(line.station.as_deref().unwrap_or_default()),
        kind: kind.map(|kind| kind.code.clone()).unwrap_or_default(),
        names: kind.map(|kind| kind.names.clone()).unwrap_or_default(),
        article: kind.and_then(|kind| kind.article.clone()).unwrap_or_default(),
        gravity: word(&told.gravity),
        from: utc(told.from),
        from_local: local(told.from, wall, "%H:%M"),
        to_local: told.to.map(|to| local(to, wall, "%H:%M")).unwrap_or_default(),
        told: beside(told),
        text: told.text.clone().unwrap_or_default(),
        withdrawn: line.is_withdrawn(),
        amended: u32_of(line.before.len() as u64),
        status: line.status().as_ref().map(word).unwrap_or_default(),
        waiting: u32_of(line.talk.iter().filter(|asked| asked.waits()).count() as u64),
        answers: u32_of(line.talk.iter().map(|asked| asked.answers.len()).sum::<usize>() as u64),
    }
}

/// What was told beside kind, gravity, time and words.
fn beside(told: &IncidentTold) -> Vec<Field> {
    let once = told.occurs == Occurrence::Once;
    let told_by = told.told_by.clone().filter(|_| told.known != HowKnown::SeenMyself);
    let fields = [
        ("occurs", (!once).then(|| word(&told.occurs))),
        ("known", Some(word(&told.known))),
        ("told_by", told_by),
        ("affected", told.affected.map(|it| it.to_string())),
        ("told_to", told.told_to.as_ref().map(word)),
        ("their_answer", told.their_answer.clone()),
    ];
    let named = |(name, value): (&str, Option<String>)| {
        Some(Field { name: name.to_owned(), value: value? })
    };
    fields.into_iter().filter_map(named).collect()
}

/// All that was told, the time and gravity too: an older version reads by itself.
fn everything(wall: Tz, told: &IncidentTold) -> Vec<Field> {
    let field = |name: &str, value: String| Field { name: name.to_owned(), value };
    let clock = |at| local(at, wall, "%H:%M");
    let mut all = vec![
        field("gravity", word(&told.gravity)),
        field("from", clock(told.from)),
        field("to", told.to.map(clock).unwrap_or_default()),
    ];
    all.extend(beside(told));
    all
}

/// A question with its answers.
pub fn question(desk: &Desk<'_>, line: &FollowUpLine) -> QuestionRow {
    QuestionRow {
        operator: line.asked.operator.clone(),
        at_local: moment(desk, line.asked.time),
        text: line.asked.text.clone(),
        answers: line
            .answers
            .iter()
            .map(|it| AnswerRow { at_local: moment(desk, it.at.at), text: it.text.clone() })
            .collect(),
    }
}

/// A kind of incident in the version its number is of.
pub fn kind<'a>(desk: &'a Desk<'_>, version: u32, number: Option<u32>) -> Option<&'a IncidentKind> {
    let version = desk.definitions.version(version);
    version.unwrap_or_else(|| desk.definitions.current()).incident_kind(number?)
}

/// An event for the page.
pub fn named((journal, event): At) -> EventAt {
    EventAt { journal: JournalId(journal.0).to_string(), event: u32_of(event) }
}

/// A day and a time on the wall of the election.
pub fn moment(desk: &Desk<'_>, at: i64) -> String {
    local(at, desk.zone(), "%Y-%m-%d %H:%M")
}

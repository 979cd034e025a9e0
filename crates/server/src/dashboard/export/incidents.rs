//! Marks, incidents, complaints and what headquarters asked about them, as tables.
//!
//! One row a telling: an amended incident has a row more, a withdrawn one stays. One person's
//! journals are put together by invitation, so that nobody else's word changes a row. Rejected:
//! one row an incident with its newest words, which hides what was said first.

use std::collections::BTreeMap;

use domain::view::{
    ComplaintLine, ComplaintMove, EventAt, FollowUpLine, IncidentLine, IncidentVersion, MarkEnd,
    complaints, follow_ups, incidents, marks,
};
use domain::{Fold, JournalRef};
use journal::ids::JournalId;

use super::safe;
use super::tables::{EVENT, JOURNAL, STATION, Table, WORDS, number, quarter, text, word_of};
use crate::dashboard::desk::Desk;
use crate::dashboard::urgent::{Journals, in_order};
use crate::dashboard::words::word;

/// A person's journals, and headquarters' for that person.
struct Person<'a> {
    own: Vec<(JournalRef, &'a Fold)>,
    told: Vec<(JournalRef, &'a Fold)>,
}

/// Everybody, in the order of their first journal.
fn persons<'a>(desk: &'a Desk<'a>) -> Vec<Person<'a>> {
    let mut by_invitation: BTreeMap<_, Vec<JournalId>> = BTreeMap::new();
    for (journal, device) in &desk.holdings.devices {
        // Who enrolled with no invitation known here stands alone.
        let alone = device.invitation.is_none().then_some(*journal);
        by_invitation.entry((device.invitation, alone)).or_default().push(*journal);
    }
    let person = |journals: Vec<JournalId>| {
        let devices = journals.iter().filter_map(|journal| {
            desk.holdings.devices.get(journal).map(|device| (JournalRef(journal.0), device))
        });
        let own: Journals<'a> =
            devices.clone().map(|(journal, device)| (journal, (&device.fold, 0))).collect();
        let told = devices.filter_map(|(_, device)| device.told.as_ref());
        Person {
            own: in_order(&own),
            told: told.map(|(journal, fold)| (JournalRef(journal.0), fold)).collect(),
        }
    };
    let mut all: Vec<Person<'a>> = by_invitation.into_values().map(person).collect();
    all.sort_by_key(|person| person.own.iter().map(|(journal, _)| *journal).min());
    all
}

/// All tables of this kind.
pub(super) fn tables(desk: &Desk<'_>) -> Vec<Table> {
    let persons = persons(desk);
    let mut reported = Vec::new();
    let mut complained = Vec::new();
    for person in &persons {
        reported.extend(incidents(&person.own, &person.told));
        complained.extend(complaints(&person.own, &person.told));
    }
    let talk = persons.iter().flat_map(|person| follow_ups(&person.own, &person.told));
    vec![
        moments(desk, &persons),
        told(desk, &reported),
        statuses(desk, &reported),
        steps(desk, &complained),
        conversation(desk, talk),
    ]
}

fn at(event: EventAt) -> [String; 2] {
    [JournalId(event.0.0).to_string(), event.1.to_string()]
}

fn at_some(event: Option<EventAt>) -> [String; 2] {
    event.map(at).unwrap_or_default()
}

/// Code of a kind of incident in the version its number is of.
fn kind(desk: &Desk<'_>, version: u32, number: u32) -> String {
    let known = desk.definitions.version(version).and_then(|it| it.incident_kind(number));
    known.map_or_else(|| number.to_string(), |kind| kind.code.clone())
}

fn zone(desk: &Desk<'_>, station: Option<&String>) -> chrono_tz::Tz {
    match station {
        Some(code) => {
            let station = desk.station(&domain::station_key(code));
            domain::hours::zone_of(&station, desk.definitions.current())
        }
        None => desk.zone(),
    }
}

fn moments(desk: &Desk<'_>, persons: &[Person<'_>]) -> Table {
    let mut table = Table::new(
        "moments",
        &[
            JOURNAL,
            EVENT,
            STATION,
            ("pressed", "quarter hour"),
            ("kind", "code of the kind of incident, where told"),
            ("end", "reported, or how it was finished; empty: it waits"),
            ("incident_journal", "journal of the incident it belongs to"),
            ("incident", "number of that incident's report"),
        ],
    );
    for line in persons.iter().flat_map(|person| marks(&person.own)) {
        let mut row = at(line.event).to_vec();
        row.extend([
            text(line.station.as_deref()),
            quarter(line.at.at, zone(desk, line.station.as_ref())),
            safe(&line.kind.map(|(version, it)| kind(desk, version, it)).unwrap_or_default()),
            match &line.end {
                None => String::new(),
                Some(MarkEnd::Reported(_)) => "reported".to_owned(),
                Some(MarkEnd::Finished { outcome, .. }) => word(outcome),
            },
        ]);
        row.extend(at_some(line.incident()));
        table.rows.push(row);
    }
    table
}

fn told(desk: &Desk<'_>, all: &[IncidentLine]) -> Table {
    let mut table = Table::new(
        "incidents",
        &[
            ("journal", "UUID of the journal of the report"),
            ("incident", "number of the report's event"),
            ("event_journal", "journal of this telling"),
            ("event", "number of this telling's event"),
            STATION,
            ("holds", "yes: the newest telling; no: told again since"),
            ("again", "why it was told again; empty: the report"),
            ("written", "quarter hour"),
            ("kind", "its code in the election's definition; empty: none of them"),
            ("gravity", "as the observer sees it"),
            ("from", "quarter hour it began, as read off the station's wall"),
            ("to", "quarter hour it ended; empty: not told, or it goes on"),
            ("occurs", "once, several or going_on"),
            ("known", "seen_myself, seen_in_part, told or recording"),
            ("told_by", "by whom it was told"),
            ("affected", "how many people; empty: not known"),
            ("told_to", "whom the observer told; empty: not said"),
            ("their_answer", "what they answered"),
            ("text", "what happened, in the observer's words"),
            ("words", "why it was told again, in words"),
            ("status", "how it stands at headquarters; empty: nothing was decided"),
        ],
    );
    for line in all {
        let versions = line.before.iter().map(|it| (it, false)).chain([(&line.now, true)]);
        table.rows.extend(versions.map(|(it, holds)| telling(desk, line, it, holds)));
    }
    table
}

fn telling(desk: &Desk<'_>, line: &IncidentLine, it: &IncidentVersion, holds: bool) -> Vec<String> {
    let zone = zone(desk, line.station.as_ref());
    let told = &it.told;
    let code = told.kind.map(|number| kind(desk, told.definition_version, number));
    let mut row = [at(line.event), at(it.event)].concat();
    row.extend([
        text(line.station.as_deref()),
        super::tables::yes(holds),
        word_of(it.reason),
        quarter(it.written.at, zone),
        safe(&code.unwrap_or_default()),
        word(&told.gravity),
        quarter(told.from, zone),
        told.to.map(|to| quarter(to, zone)).unwrap_or_default(),
        word(&told.occurs),
        word(&told.known),
        text(told.told_by.as_deref()),
        number(told.affected),
        word_of(told.told_to),
        text(told.their_answer.as_deref()),
        text(told.text.as_deref()),
        text(it.words.as_deref()),
        word_of(line.status()),
    ]);
    row
}

fn statuses(desk: &Desk<'_>, all: &[IncidentLine]) -> Table {
    let mut table = Table::new(
        "incident_statuses",
        &[
            ("journal", "UUID of the journal of the report"),
            ("incident", "number of the report's event"),
            ("status", "as decided"),
            ("decided", "quarter hour, in the election's zone"),
            ("operator", "who decided"),
            WORDS,
        ],
    );
    for line in all {
        for it in &line.statuses {
            let mut row = at(line.event).to_vec();
            row.extend([
                word(&it.status),
                quarter(it.time, desk.zone()),
                safe(&it.operator),
                text(it.words.as_deref()),
            ]);
            table.rows.push(row);
        }
    }
    table
}

fn steps(desk: &Desk<'_>, all: &[ComplaintLine]) -> Table {
    let mut table = Table::new(
        "complaints",
        &[
            ("journal", "UUID of the journal it begins in"),
            ("complaint", "number of its first event"),
            ("event_journal", "journal of this step"),
            ("event", "number of this step's event"),
            STATION,
            ("incident_journal", "journal of the incident it is about"),
            ("incident", "number of that incident's report"),
            ("to", "who is to decide, as told last"),
            ("stage", "how far it came by this step"),
            ("decision", "what they decided by this step"),
            ("at", "quarter hour: as told, else when it was written"),
            ("number", "a number given with it"),
            ("text", "the words"),
        ],
    );
    for line in all {
        for step in &line.steps {
            let (stage, decision) = match &step.what {
                ComplaintMove::Stage(stage) => (word(stage), String::new()),
                ComplaintMove::Decision(decision) => (String::new(), word(decision)),
            };
            let mut row = [at(line.event), at(step.event)].concat();
            row.push(text(line.station.as_deref()));
            row.extend(at_some(line.incident));
            row.extend([
                word(&line.to),
                stage,
                decision,
                quarter(step.at.at, zone(desk, line.station.as_ref())),
                text(step.number.as_deref()),
                text(step.text.as_deref()),
            ]);
            table.rows.push(row);
        }
    }
    table
}

fn conversation(desk: &Desk<'_>, all: impl Iterator<Item = FollowUpLine>) -> Table {
    let mut table = Table::new(
        "follow_ups",
        &[
            ("about_journal", "journal of what is asked about"),
            ("about", "number of its event"),
            ("question", "the question's number in headquarters' journal for the device"),
            ("side", "asked: headquarters; answered: the observer"),
            ("journal", "journal of this word"),
            ("event", "number of its event"),
            ("at", "quarter hour, in the election's zone"),
            ("operator", "who asks"),
            ("text", "the words"),
        ],
    );
    let zone = desk.zone();
    for line in all {
        let asked = &line.asked;
        let about = [at(line.about()).to_vec(), vec![asked.follow_up.to_string()]].concat();
        let mut word = |side: &str, event, time, operator: &str, text: &str| {
            let mut row = about.clone();
            row.push(side.to_owned());
            row.extend(at(event));
            row.extend([quarter(time, zone), safe(operator), safe(text)]);
            table.rows.push(row);
        };
        word("asked", (line.journal, asked.ordinal), asked.time, &asked.operator, &asked.text);
        for answer in &line.answers {
            word("answered", answer.event, answer.at.at, "", &answer.text);
        }
    }
    table
}

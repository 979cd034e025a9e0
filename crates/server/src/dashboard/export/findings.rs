//! What looks wrong, as a table: a code, the event it is about, and figures by name.
//!
//! A finding is about a record and never changes it. Times in it are quarter hours. Rejected:
//! a sentence for each, which belongs to whoever reads the file.

use chrono_tz::Tz;
use domain::view::{EventAt, Finding, KnownList, ListSaid};
use journal::ids::JournalId;

use super::days::Day;
use super::safe;
use super::tables::{Table, number, quarter, spaced};
use crate::dashboard::announced;
use crate::dashboard::desk::Desk;
use crate::dashboard::words::word;

/// A finding taken apart.
#[derive(Default)]
struct Told {
    about: Option<EventAt>,
    with: Option<EventAt>,
    told: Vec<(&'static str, String)>,
}

/// Findings of every station's days, then those about announced figures.
pub(super) fn findings(desk: &Desk<'_>, days: &[Day]) -> Table {
    let mut table = Table::new(
        "findings",
        &[
            ("day", "the polling day"),
            ("station", "code"),
            ("about", "record: what observers noted; announced: what headquarters entered"),
            ("finding", "its code"),
            ("journal", "UUID of the journal of the event it is about"),
            ("event", "number of that event"),
            ("with_journal", "journal of the event it is compared with"),
            ("with_event", "number of that event"),
            ("told", "its figures, name=value, apart by spaces"),
        ],
    );
    for day in days {
        let date = day.polling.date.to_string();
        for line in &day.lines {
            let rows = line.day.findings.iter().map(|finding| {
                let told = told(finding, line.day.span.zone);
                row(&date, &line.row.code, "record", word(finding), &told)
            });
            table.rows.extend(rows);
        }
        for wrong in announced::wrong(desk, day.polling) {
            let told = vec![("figure", wrong.figure.to_string()), ("than", wrong.than.to_string())];
            let told = Told { told, ..Told::default() };
            table.rows.push(row(&date, &wrong.station, "announced", word(&wrong.why), &told));
        }
    }
    table
}

fn row(date: &str, code: &str, about: &str, finding: String, it: &Told) -> Vec<String> {
    let journal = |event: Option<EventAt>| {
        event.map(|(journal, _)| JournalId(journal.0).to_string()).unwrap_or_default()
    };
    vec![
        date.to_owned(),
        safe(code),
        about.to_owned(),
        finding,
        journal(it.about),
        number(it.about.map(|(_, event)| event)),
        journal(it.with),
        number(it.with.map(|(_, event)| event)),
        spaced(it.told.iter().map(|(name, value)| format!("{name}={value}"))),
    ]
}

fn of<const N: usize>(
    about: Option<EventAt>,
    with: Option<EventAt>,
    told: [(&'static str, String); N],
) -> Told {
    Told { about, with, told: told.into() }
}

fn told(finding: &Finding, zone: Tz) -> Told {
    match finding {
        Finding::TurnoutFalls { journal, earlier, later, earlier_figure, later_figure } => {
            let told = [("earlier", earlier_figure), ("later", later_figure)];
            let told = told.map(|(name, figure)| (name, figure.to_string()));
            of(Some((*journal, *later)), Some((*journal, *earlier)), told)
        }
        Finding::AboveList { journal, event, figure, registered } => {
            let told = [("figure", figure.to_string()), ("registered", registered.to_string())];
            of(Some((*journal, *event)), None, told)
        }
        Finding::ReadsAsIntervals { journal, last, sum, total, counted } => {
            let told = [("sum", sum.to_string()), ("total", total.to_string())];
            of(Some((*journal, *last)), Some(*counted), told)
        }
        Finding::SumDiffers { of: which, event, stated, parts } => {
            let figures = [("stated", stated.to_string()), ("parts", parts.to_string())];
            let told = [("of", word(which))].into_iter().chain(figures);
            Told { about: Some(*event), with: None, told: told.collect() }
        }
        Finding::ListsDiffer { one, other } => {
            let told = [("one", one.voters.to_string()), ("other", other.voters.to_string())];
            of(said(other), said(one), told)
        }
        Finding::StrayEvents { journal, count, first } => {
            of(Some((*journal, *first)), None, [("count", count.to_string())])
        }
        Finding::UnknownKinds { journal, kinds } => {
            let told = kinds.iter().map(|(kind, count)| ("kind", format!("{kind}:{count}")));
            Told { about: Some((*journal, 0)), with: None, told: told.collect() }
        }
        Finding::RateTooHigh { .. }
        | Finding::OutsideHours { .. }
        | Finding::TallyOverlapsTaps { .. }
        | Finding::LongWithoutCount { .. }
        | Finding::HandOverDiffers { .. }
        | Finding::RelationsDisagree { .. }
        | Finding::SplitOverlaps { .. } => of_count(finding, zone),
    }
}

/// Findings about watches and what stands beside their taps.
fn of_count(finding: &Finding, zone: Tz) -> Told {
    match finding {
        Finding::RateTooHigh { watch, quarter: at, persons, per_minute } => {
            let told = [
                ("quarter", quarter(*at, zone)),
                ("persons", persons.to_string()),
                ("per_minute", per_minute.to_string()),
            ];
            of(Some(*watch), None, told)
        }
        Finding::OutsideHours { watch, before, after } => {
            let told = [("before", before.to_string()), ("after", after.to_string())];
            of(Some(*watch), None, told)
        }
        Finding::TallyOverlapsTaps { tally, persons, minutes } => {
            let told = [("persons", persons.to_string()), ("minutes", minutes.to_string())];
            of(Some(*tally), None, told)
        }
        Finding::LongWithoutCount { watch, from, to } => {
            let told = [("from", quarter(*from, zone)), ("to", quarter(*to, zone))];
            of(Some(*watch), None, told)
        }
        Finding::HandOverDiffers { given, given_figure, taken, taken_figure } => {
            let told = [("given", given_figure.to_string()), ("taken", taken_figure.to_string())];
            of(Some(*taken), Some(*given), told)
        }
        Finding::RelationsDisagree { one, two } | Finding::SplitOverlaps { one, two } => {
            of(Some(*one), Some(*two), [])
        }
        Finding::TurnoutFalls { .. }
        | Finding::AboveList { .. }
        | Finding::ReadsAsIntervals { .. }
        | Finding::SumDiffers { .. }
        | Finding::ListsDiffer { .. }
        | Finding::StrayEvents { .. }
        | Finding::UnknownKinds { .. } => Told::default(),
    }
}

fn said(list: &KnownList) -> Option<EventAt> {
    match list.said {
        ListSaid::Imported => None,
        ListSaid::Noted(journal, event) => Some((journal, event)),
    }
}

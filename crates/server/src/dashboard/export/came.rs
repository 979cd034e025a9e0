//! How pages came and who read a notice, as tables.
//!
//! A page comes when a device makes contact, often right after a tap: its coming is told by the
//! quarter hour too. Rejected: the second of the receipt, which stands in the receipt itself
//! for whoever may see it.

use super::tables::{Table, number, quarter, text};
use super::{safe, written};
use crate::dashboard::api::Person;
use crate::dashboard::delivery::{arrivals, named, notice_lines};
use crate::dashboard::desk::Desk;
use crate::dashboard::words::word;

/// How every device's pages came, and what only leads hold: one row a run of pages.
pub(super) fn pages(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "pages",
        &[
            ("journal", "UUID of the device's journal"),
            ("label", "headquarters' note on the invitation"),
            ("call_sign", "as its team knows it"),
            ("state", "here, or with_lead: a lead's word that it holds them"),
            ("way", "direct, relay or file"),
            ("lead", "whose device carried or holds them, by call-sign"),
            ("pages", "how many"),
            ("first", "number of the first; empty: not told"),
            ("last", "number of the last"),
            ("at", "quarter hour they came, or the lead said so, in the election's zone"),
        ],
    );
    let at = |at| quarter(at, desk.zone());
    for (journal, run, way, relay) in arrivals(desk) {
        let Person { journal, label, call_sign } = desk.person(journal);
        table.rows.push(vec![
            journal,
            safe(&label),
            safe(&call_sign),
            "here".to_owned(),
            word(&way),
            safe(&relay.as_ref().map(named).unwrap_or_default()),
            (run.last.0.saturating_add(1)).saturating_sub(run.first.0).to_string(),
            run.first.0.to_string(),
            run.last.0.to_string(),
            at(run.received_at),
        ]);
    }
    for held in &desk.holdings.custody {
        let Person { journal, label, call_sign } = desk.person(held.journal);
        table.rows.push(vec![
            journal,
            safe(&label),
            safe(&call_sign),
            "with_lead".to_owned(),
            String::new(),
            safe(&named(&desk.person(held.relay))),
            held.pages.to_string(),
            String::new(),
            held.last.0.to_string(),
            at(held.noted_at),
        ]);
    }
    table
}

/// Notices and who read them.
pub(super) fn notices(desk: &Desk<'_>) -> Table {
    let mut table = Table::new(
        "notices",
        &[
            ("label", "headquarters' note on the invitation"),
            ("call_sign", "as its team knows it"),
            ("notice", "its number in the device's headquarters journal"),
            ("operator", "who sent it"),
            ("sent", "quarter hour, in the election's zone"),
            ("read", "quarter hour; empty: not known to be read"),
            ("text", "its words"),
        ],
    );
    let at = |at| quarter(at, desk.zone());
    for (journal, line) in notice_lines(desk) {
        let person = desk.person(journal);
        table.rows.push(vec![
            safe(&person.label),
            safe(&person.call_sign),
            number(Some(line.record.notice)),
            safe(&line.record.operator),
            at(line.record.time),
            line.read.map(|read| at(read.at)).unwrap_or_default(),
            text(Some(&line.record.text)),
        ]);
    }
    table
}

/// `pages.csv`.
pub fn pages_csv(desk: &Desk<'_>) -> Result<Vec<u8>, csv::Error> {
    file(&pages(desk))
}

/// `notices.csv`.
pub fn notices_csv(desk: &Desk<'_>) -> Result<Vec<u8>, csv::Error> {
    file(&notices(desk))
}

fn file(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let header: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    written(&header, &table.rows)
}

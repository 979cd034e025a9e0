//! How pages came, what only leads hold, and which notices were read.
//!
//! *With a lead* is a lead's signed word and never counts as here; it is told apart from
//! everything that came. A lead is named by the call-sign that its own team knows. Nobody is
//! said to owe anything but what a signed note names: silence of a lead is told elsewhere, as
//! silence.

use std::collections::{BTreeMap, BTreeSet};

use domain::view::NoticeLine;
use journal::ids::JournalId;
use journal::keeper::Via;
use store::endpoint::Arrival;

use super::api::{NoticeRow, Owing, PageRun, Person, Way, WayRow, WithLead};
use super::desk::{Desk, local, u32_of, utc};
use super::people::first_of;
use crate::holdings::Device;

/// How all pages came.
pub fn ways(desk: &Desk<'_>) -> Vec<WayRow> {
    let mut by_way: BTreeMap<Via, (u64, BTreeSet<JournalId>, i64)> = BTreeMap::new();
    for (journal, device) in &desk.holdings.devices {
        for run in &device.arrivals {
            let way = by_way.entry(run.via).or_insert((0, BTreeSet::new(), i64::MIN));
            way.0 += count(run.first.0, run.last.0);
            way.1.insert(*journal);
            way.2 = way.2.max(run.received_at);
        }
    }
    let row = |(via, (pages, devices, last)): (Via, (u64, BTreeSet<JournalId>, i64))| {
        let (way, relay) = told(desk, via);
        let (pages, devices) = (u32_of(pages), u32_of(devices.len() as u64));
        let last_local = local(last, desk.zone(), "%H:%M");
        WayRow { way, relay, pages, devices, last_at: utc(last), last_local }
    };
    by_way.into_iter().map(row).collect()
}

/// How one device's pages came.
pub fn came(desk: &Desk<'_>, device: &Device) -> Vec<PageRun> {
    let run = |run: &Arrival| {
        let (way, relay) = told(desk, run.via);
        let (first, last) = (u32_of(run.first.0), u32_of(run.last.0));
        let received_local = local(run.received_at, desk.zone(), "%H:%M");
        PageRun { first, last, way, relay, received_at: utc(run.received_at), received_local }
    };
    device.arrivals.iter().map(run).collect()
}

/// Devices of which a lead holds pages that are not here.
pub fn with_leads(desk: &Desk<'_>) -> Vec<WithLead> {
    let all = desk.holdings.custody.iter();
    all.map(|held| WithLead {
        device: desk.person(held.journal),
        lead: desk.person(held.relay),
        pages: u32_of(held.pages),
        noted_at: utc(held.noted_at),
        noted_local: local(held.noted_at, desk.zone(), "%H:%M"),
    })
    .collect()
}

/// The same by lead, whoever holds most first.
pub fn owing(desk: &Desk<'_>) -> Vec<Owing> {
    let mut by_lead: BTreeMap<JournalId, (u64, u64, i64)> = BTreeMap::new();
    for held in &desk.holdings.custody {
        let of = by_lead.entry(held.relay).or_insert((0, 0, i64::MIN));
        of.0 += 1;
        of.1 = of.1.saturating_add(held.pages);
        of.2 = of.2.max(held.noted_at);
    }
    let mut all: Vec<Owing> = by_lead
        .into_iter()
        .map(|(lead, (devices, pages, noted))| Owing {
            lead: desk.person(lead),
            devices: u32_of(devices),
            pages: u32_of(pages),
            noted_at: utc(noted),
            noted_local: local(noted, desk.zone(), "%H:%M"),
        })
        .collect();
    all.sort_by_key(|owing| std::cmp::Reverse(owing.pages));
    all
}

/// Every run of pages that came, by journal.
pub fn arrivals(
    desk: &Desk<'_>,
) -> impl Iterator<Item = (JournalId, Arrival, Way, Option<Person>)> {
    let devices = desk.holdings.devices.iter();
    devices.flat_map(move |(journal, device)| {
        device.arrivals.iter().map(move |run| {
            let (way, relay) = told(desk, run.via);
            (*journal, *run, way, relay)
        })
    })
}

/// Every notice with its reading, by device and number.
pub fn notice_lines(desk: &Desk<'_>) -> Vec<(JournalId, NoticeLine)> {
    let mut all = Vec::new();
    for (journal, device) in &desk.holdings.devices {
        let Some((own, told)) = &device.told else { continue };
        // A person's later journal may be the one that says so.
        let readers: Vec<&domain::Fold> = match device.invitation {
            Some(invitation) => {
                desk.holdings.of_invitation(invitation).map(|device| &device.fold).collect()
            }
            None => vec![&device.fold],
        };
        let lines = domain::view::notices(domain::JournalRef(own.0), told, &readers);
        all.extend(lines.into_iter().map(|line| (*journal, line)));
    }
    all
}

/// The newest notices, newest first.
pub fn notices(desk: &Desk<'_>, most: usize) -> Vec<NoticeRow> {
    let zone = desk.zone();
    let mut all = notice_lines(desk);
    first_of(&mut all, most, |(journal, line)| {
        (std::cmp::Reverse((line.record.time, line.record.notice)), *journal)
    });
    let row = |(journal, line): (JournalId, NoticeLine)| NoticeRow {
        device: desk.person(journal),
        notice: u32_of(line.record.notice),
        text: line.record.text,
        operator: line.record.operator,
        sent_at: utc(line.record.time),
        sent_local: local(line.record.time, zone, "%H:%M"),
        read_at: line.read.map(|read| utc(read.at)),
        read_local: line.read.map(|read| local(read.at, zone, "%H:%M")),
    };
    all.into_iter().map(row).collect()
}

/// A person by call-sign, else by the journal's first characters.
pub fn named(person: &Person) -> String {
    match person.call_sign.is_empty() {
        true => person.journal.chars().take(8).collect(),
        false => person.call_sign.clone(),
    }
}

fn told(desk: &Desk<'_>, via: Via) -> (Way, Option<Person>) {
    match via {
        Via::Direct => (Way::Direct, None),
        Via::Relay(relay) => (Way::Relay, Some(desk.person(relay))),
        Via::File => (Way::File, None),
    }
}

fn count(first: u64, last: u64) -> u64 {
    (last.saturating_add(1)).saturating_sub(first)
}

#[cfg(test)]
mod tests;

//! The standard day's bytes as 1 and 12 pages, by part: sealed through `journal` itself.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::event::kinds;
use journal::event::EventBytes;
use journal::ids::{JournalId, Ordinal};
use journal::keys::SigningKey;
use journal::page::Head;
use journal::seal::{Draft, DraftEvent, Reader};
use journal::weigh::{FIXED_BYTES, Part, weigh};
use tests::support::standard_day::standard_day;

use crate::election::{CLOCK, Election};
use crate::table::Table;

pub fn measure(table: &mut Table) -> Result<()> {
    let mut election = Election::new(2)?;
    let events = standard_day(1)
        .iter()
        .map(|event| Ok(DraftEvent { clock: CLOCK, bytes: EventBytes::new(event.encode())? }))
        .collect::<Result<Vec<_>>>()?;
    for (pages, goal, words) in [(1, 2_500, "≤ 2,500 B"), (12, 6_250, "≤ 6,250 B")] {
        let bytes = sealed(&mut election, &events, pages)?;
        let what = format!("standard day, {} events, {pages} page(s)", events.len());
        table.row(&what, format!("{bytes} B"), Some((bytes <= goal, words)));
    }
    let mut parts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for weight in weigh(&events) {
        let name = match weight.part {
            Part::Structure => "kinds and order",
            Part::Times => "times",
            Part::Field(kind, _) if kind == kinds::ANSWERED => "answers",
            Part::Field(kind, _) if kind == kinds::LOG_NOTED => "texts",
            Part::Field(_, _) => "other fields",
        };
        let sum = parts.entry(name).or_default();
        sum.0 += weight.plain;
        sum.1 += weight.alone;
    }
    for (name, (plain, alone)) in parts {
        let figure = format!("{alone} B packed alone, {plain} B plain");
        table.row(&format!("  of one page: {name}"), figure, None);
    }
    table.row("  of one page: fixed", format!("about {FIXED_BYTES} B"), None);
    Ok(())
}

fn sealed(election: &mut Election, events: &[DraftEvent], pages: usize) -> Result<usize> {
    let (number, key) = election.list.current_sealing();
    let author = SigningKey::random(&mut election.rng);
    let journal = JournalId::random(&mut election.rng);
    let (mut after, mut first, mut total) = (Head::START, 1, 0);
    for run in events.chunks(events.len().div_ceil(pages)) {
        let draft = Draft {
            election: election.list.list().election,
            journal,
            after,
            first: Ordinal(first),
            events: run.to_vec(),
            sealed_at: run.last().map_or(0, |event| event.bytes.time()),
            padded: false,
        };
        let page = draft.seal(&Reader { key, number }, &author, &mut election.rng)?.page;
        first += run.len() as u64;
        after = page.head();
        total += page.bytes().len();
    }
    Ok(total)
}

//! Ingest inside the server, one thread: checked, durable and folded.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use journal::certificate::Certificate;
use journal::judge::{Place, Quota};
use journal::keeper::{Delivery, Keeper as _, Via};
use journal::outbox::{Outbox as _, Toward};
use journal::page::Page;
use store::EndpointStore;
use tests::support::standard_day::OPENS;

use crate::election::Election;
use crate::table::{Table, cpu_seconds};

const DEVICES: u64 = 48;
/// Requests that one commit takes together.
const BATCH: usize = 16;

/// A device's day as it arrives: bytes.
struct Day {
    certificate: Vec<u8>,
    pages: Vec<Vec<u8>>,
    events: u64,
}

/// What one run took.
struct Ingested {
    events: u64,
    seconds: f64,
    cpu: f64,
}

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    for pages in [1, 12] {
        let Ingested { events, seconds, cpu } = one(folder, pages)?;
        let (rate, wall) = (events as f64 / cpu, events as f64 / seconds);
        table.row(
            &format!("ingest inside, days of {pages} page(s)"),
            format!("{rate:.0} events a core-second, {wall:.0}/s here"),
            Some((rate >= 200_000.0, "≥ 200,000 a core")),
        );
    }
    Ok(())
}

fn one(folder: &Path, pages: usize) -> Result<Ingested> {
    let mut election = Election::new(3)?;
    let mut days = Vec::new();
    for n in 0..DEVICES {
        let path = folder.join(format!("ingest-{pages}-{n}"));
        let mut device = election.day(&path, n, pages)?;
        let offer = device.offer(Toward::Headquarters, usize::MAX)?;
        days.push(Day {
            certificate: offer.certificate.encode(),
            pages: offer.pages.iter().map(|page| page.bytes().to_vec()).collect(),
            events: device.next_ordinal() - 1,
        });
    }
    let path = folder.join(format!("ingest-{pages}.db"));
    let mut store =
        EndpointStore::open(&path, election.list.clone(), Place::Headquarters, Quota::default())?;
    let openers = election.openers();
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let mut folded = 0;
    for batch in days.chunks(BATCH) {
        let deliveries =
            batch.iter().map(|day| delivery(&election, day)).collect::<Result<Vec<_>>>()?;
        store.commit(deliveries)?;
        loop {
            let report = store.fold_pages(&openers, OPENS)?;
            folded += report.events;
            if !report.more {
                break;
            }
        }
    }
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    ensure!(folded == days.iter().map(|day| day.events).sum::<u64>(), "not all was folded");
    Ok(Ingested { events: folded, seconds, cpu })
}

fn delivery(election: &Election, day: &Day) -> Result<Delivery> {
    let certificate = Certificate::decode(&day.certificate)?;
    let chain = certificate.check(&election.list)?;
    let pages = day
        .pages
        .iter()
        .map(|bytes| Ok(chain.check_page(Page::decode(chain.election, bytes)?)?))
        .collect::<Result<Vec<_>>>()?;
    Ok(Delivery { certificate, chain, pages, received_at: OPENS, via: Via::Direct })
}

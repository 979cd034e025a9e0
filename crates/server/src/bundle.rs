//! A bundle file taken in at headquarters: what `sync` does with a request, done with a file.
//!
//! Every page is checked by itself and refused by itself; what is good is kept whatever the rest
//! is. An author's certificate may be in the file or known from before, so that a bad stretch
//! over a certificate costs nobody a page who was in contact once. The answer is a file of the
//! same kind with receipts, *Held* answers and headquarters' pages. It refuses another election.
//! Rejected: telling a running `serve` to do it, which would need a second door into it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, bail};
use journal::attested::Attested;
use journal::bundle::{Bundle, BundleFull, BundleWriter, Damage};
use journal::certificate::{Certificate, Chain};
use journal::ids::{JournalId, PageNumber};
use journal::judge::Status;
use journal::keeper::{Delivery, Keeper as _, Outcome, Recipient, Via};
use journal::page::{Page, Signed};
use journal::receipts::{CustodyNote, Held, Receipt};

use crate::dashboard::words::word;
use crate::headquarters::{Headquarters, due, is_current, publish_due};
use crate::invitations::Notes;
use crate::stations::StationList;
use crate::texts;

/// Who decides what a device is told when it is first heard of.
const OPERATOR: &str = "invitation";
/// Pages of one author in one transaction.
const PAGES_PER_COMMIT: usize = 64;
/// Pages of one of headquarters' journals that an answer holds, in bytes.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What became of a file.
#[derive(Debug, Default)]
pub struct Taken {
    /// Pages that are here now and were not before.
    pub new: u64,
    /// Pages that were here.
    pub already: u64,
    /// Pages in quarantine, newly or from before.
    pub held: u64,
    /// Pages that are not kept, each with a code for why.
    pub refused: Vec<(JournalId, PageNumber, String)>,
    /// Certificates that do not hold.
    pub bad_certificates: u64,
    /// Journals of which the file holds a good page: the answer speaks of no other.
    pub journals: BTreeSet<JournalId>,
    /// The file holds nothing at all that could be read.
    pub empty: bool,
    /// Stretches that could not be read.
    pub damaged: Vec<Damage>,
    held_pages: Vec<Held>,
}

/// An author, checked.
type Author = (Certificate, Chain);

/// Takes what is good in a file; `progress` is told pages done of all.
pub fn take(
    headquarters: &mut Headquarters,
    bytes: &[u8],
    progress: &mut dyn FnMut(usize, usize),
) -> anyhow::Result<Taken> {
    let election = headquarters.keys.election;
    let bundle = journal::bundle::read(bytes, election);
    if bundle.election.is_some_and(|named| named != election) {
        bail!(texts::OTHER_ELECTION);
    }
    let empty = bundle.certificates.is_empty() && bundle.pages.is_empty();
    let damaged = bundle.damaged.clone();
    let mut taken = Taken { damaged, empty, ..Taken::default() };
    let authors = authors(headquarters, &bundle, &mut taken)?;
    let relays = notes(headquarters, &bundle, &authors)?;
    let all = bundle.pages.len();
    let by_author = sorted(&authors, bundle.pages, &mut taken);
    let mut done = taken.refused.len();
    for (journal, pages) in by_author {
        taken.journals.insert(journal);
        let Some(author) = authors.get(&journal) else { continue };
        let mut rest = pages.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(PAGES_PER_COMMIT));
            commit(headquarters, author, now.to_vec(), &mut taken)?;
            done += now.len();
            progress(done, all);
            rest = later;
        }
    }
    for relay in relays {
        // So that the lead can be named who has not been in contact.
        if let Some(author) = authors.get(&relay) {
            commit(headquarters, author, Vec::new(), &mut taken)?;
        }
    }
    greet(headquarters, &authors)?;
    Ok(taken)
}

/// The file that goes back the way the bundle came.
pub fn answer(headquarters: &Headquarters, taken: &Taken) -> anyhow::Result<Vec<u8>> {
    let Headquarters { keys, store, .. } = headquarters;
    let mut writer = BundleWriter::new(keys.election, &keys.list.to_bytes())?;
    let number = keys.list.current_receipt().0;
    for journal in &taken.journals {
        let Some(standing) = store.standing(*journal)? else { continue };
        if standing.head.number > PageNumber(0) {
            let receipt = Receipt {
                election: keys.election,
                journal: *journal,
                number: standing.head.number,
                hash: standing.head.hash,
                received_at: standing.head_received_at,
                key: number,
            };
            writer.receipt(&Attested::sign(receipt, &keys.receipt).encode())?;
        }
    }
    for held in &taken.held_pages {
        let held = Held { key: number, ..held.clone() };
        writer.held(&Attested::sign(held, &keys.receipt).encode())?;
    }
    let mut own = vec![keys.list.list().common];
    for journal in &taken.journals {
        own.extend(store.own_journal(Recipient::Device(*journal))?.map(|(own, _)| own));
    }
    for journal in own {
        for page in store.pages(journal, PageNumber(0), ANSWER_BYTES_MAX)?.pages {
            match writer.headquarters_page(&page) {
                Ok(()) => {}
                // The receipts are in; devices ask for the rest at the next contact.
                Err(BundleFull) => return Ok(writer.finish()),
            }
        }
    }
    Ok(writer.finish())
}

/// Authors by journal: of the file, the longest chain first, else as they are known here.
fn authors(
    headquarters: &Headquarters,
    bundle: &Bundle,
    taken: &mut Taken,
) -> anyhow::Result<BTreeMap<JournalId, Author>> {
    let mut authors: BTreeMap<JournalId, Author> = BTreeMap::new();
    for certificate in &bundle.certificates {
        let Ok(chain) = certificate.check(&headquarters.keys.list) else {
            taken.bad_certificates += 1;
            continue;
        };
        for link in chain.links() {
            let known = authors.get(&link.journal);
            if known.is_none_or(|(_, known)| known.links().len() < chain.links().len()) {
                authors.insert(link.journal, (certificate.clone(), chain.clone()));
            }
        }
    }
    let named = bundle.pages.iter().map(|page| page.header().journal);
    let relays = bundle.custody.iter().map(|note| note.claimed().relay);
    for journal in named.chain(relays).collect::<BTreeSet<_>>() {
        if authors.contains_key(&journal) {
            continue;
        }
        let Some(device) = headquarters.store.device(journal)? else { continue };
        if let Ok(chain) = device.certificate.check(&headquarters.keys.list) {
            authors.insert(journal, (device.certificate, chain));
        }
    }
    Ok(authors)
}

/// Keeps the custody notes that hold; gives the relays that signed them.
fn notes(
    headquarters: &mut Headquarters,
    bundle: &Bundle,
    authors: &BTreeMap<JournalId, Author>,
) -> anyhow::Result<BTreeSet<JournalId>> {
    let holds = |note: &&Attested<CustodyNote>| {
        let relay = authors.get(&note.claimed().relay);
        relay.is_some_and(|(_, chain)| note.check(chain).is_ok())
    };
    let notes: Vec<_> = bundle.custody.iter().filter(holds).cloned().collect();
    headquarters.store.keep_custody(&notes)?;
    Ok(notes.iter().map(|note| note.claimed().relay).collect())
}

/// Pages by journal, signatures checked; what does not hold is refused by itself.
fn sorted(
    authors: &BTreeMap<JournalId, Author>,
    pages: Vec<Page>,
    taken: &mut Taken,
) -> BTreeMap<JournalId, Vec<Signed<Page>>> {
    let mut by_author: BTreeMap<JournalId, Vec<Signed<Page>>> = BTreeMap::new();
    for page in pages {
        let (journal, number) = (page.header().journal, page.header().number);
        let signed = match authors.get(&journal) {
            Some((_, chain)) => chain.check_page(page).map_err(|_| "signature-does-not-hold"),
            None => Err("no-certificate"),
        };
        match signed {
            Ok(signed) => by_author.entry(journal).or_default().push(signed),
            Err(why) => taken.refused.push((journal, number, why.to_owned())),
        }
    }
    by_author
}

fn commit(
    headquarters: &mut Headquarters,
    (certificate, chain): &Author,
    pages: Vec<Signed<Page>>,
    taken: &mut Taken,
) -> anyhow::Result<()> {
    let now = headquarters.clock.now_s();
    let given = pages.len() as u64;
    let (certificate, chain) = (certificate.clone(), chain.clone());
    let delivery = Delivery { certificate, chain, pages, received_at: now, via: Via::File };
    let outcome = headquarters.store.commit(vec![delivery])?.pop();
    let Outcome { journals, .. } = outcome.context("no outcome")?;
    let before = (taken.already, taken.held, taken.refused.len() as u64);
    for outcome in journals {
        taken.already += outcome.already.len() as u64;
        for page in &outcome.held {
            taken.held += 1;
            taken.held_pages.push(Held {
                election: headquarters.keys.election,
                journal: outcome.journal,
                number: page.number,
                hash: page.hash,
                reason: page.reason,
                held_at: now,
                key: 0,
            });
        }
        for page in outcome.refused {
            taken.refused.push((page.journal, page.number, word(&page.refusal)));
        }
    }
    let otherwise = (taken.already - before.0)
        + (taken.held - before.1)
        + (taken.refused.len() as u64 - before.2);
    taken.new += given.saturating_sub(otherwise);
    Ok(())
}

/// Tells devices that were heard of by this file what they are due, as `serve` does at contact.
fn greet(
    headquarters: &mut Headquarters,
    authors: &BTreeMap<JournalId, Author>,
) -> anyhow::Result<()> {
    let notes = Notes::load(&headquarters.folder.invitations())?;
    let stations = StationList::load(&headquarters.folder.stations())?;
    for journal in authors.keys() {
        let Some(device) = headquarters.store.device(*journal)? else { continue };
        let Some(note) = notes.of(device.invitation) else { continue };
        if device.status != Status::Good || !is_current(&device) {
            continue;
        }
        let Headquarters { store, keys, clock, .. } = headquarters;
        publish_due(store, keys, clock, Recipient::Device(*journal), |told| {
            due(told, note, &notes, &stations, OPERATOR)
        })?;
    }
    Ok(())
}

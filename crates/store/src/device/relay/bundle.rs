//! Pages as one file: out, in, and the file that goes back.
//!
//! What leaves is what would travel: pages nobody has receipted, certificates, notes, the key
//! list; no names, no stations. What comes in is checked page by page and kept like a delivery,
//! in one transaction; twice equals once. The answer holds headquarters' words known here and,
//! from a lead, custody notes. It refuses a file of another election and pages nobody vouches
//! for. Rejected: trusting a file because a person handed it over.

use std::collections::BTreeMap;

use journal::attested::Attested;
use journal::bundle::{self, Bundle, BundleFull, BundleWriter, Damage};
use journal::certificate::{Certificate, Chain, Role};
use journal::contact::PAGES_MAX;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{Custody, Delivery, JournalOutcome, Outcome, Via};
use journal::keylist::TrustedKeys;
use journal::outbox::Accepted;
use journal::page::{Page, Signed};
use journal::receipts::{CustodyNote, Held};

use super::tables::CarriedRow;
use crate::device::DeviceStore;
use crate::error::{Result, StoreError};
use crate::rows;

/// A file to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Pages in it.
    pub pages: u64,
    /// Pages that had no room in it: export again after these were taken.
    pub left_out: u64,
}

/// What a file brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Pages newly kept to carry on.
    pub new: u64,
    /// Pages that were here before.
    pub already: u64,
    /// Pages kept in quarantine, newly or from before; they are carried on too.
    pub held: u64,
    /// Pages not kept: nobody vouches for them, or there is no room for the journal.
    pub refused: u64,
    /// Pages newly receipted by receipts in the file, own and carried.
    pub receipts: u64,
    /// Custody notes of relays taken.
    pub custody: u64,
    /// Pages of headquarters' journals newly kept.
    pub headquarters: u64,
    /// Stretches that could not be read.
    pub damaged: Vec<Damage>,
    /// The file that goes back the same way; empty where the file brought no pages.
    pub answer: Vec<u8>,
    /// Journals for which it has not all words, since there was no room in it.
    pub unanswered: u64,
}

/// Why nothing of a file was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is a bundle of another election.
    #[error("a bundle of another election")]
    OtherElection,
    /// It is no bundle, or nothing in it can be read.
    #[error("not a bundle, or nothing in it can be read")]
    Unreadable,
    /// The disk did not do what was asked; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything in a bundle is checked with these.
struct Vouched {
    keys: TrustedKeys,
    chains: Vec<(Certificate, Chain)>,
}

/// One word of the file that goes back.
enum Answer {
    Receipt(Vec<u8>),
    Custody(Vec<u8>),
    Held(Vec<u8>),
    Headquarters(Page),
}

impl Answer {
    fn write(&self, writer: &mut BundleWriter) -> Result<(), BundleFull> {
        match self {
            Self::Receipt(bytes) => writer.receipt(bytes),
            Self::Custody(bytes) => writer.custody(bytes),
            Self::Held(bytes) => writer.held(bytes),
            Self::Headquarters(page) => writer.headquarters_page(page),
        }
    }
}

impl Vouched {
    fn of(&self, journal: JournalId) -> Option<&(Certificate, Chain)> {
        // The longest chain knows most of its journals.
        let mine = self.chains.iter().filter(|(_, chain)| chain.link_of(journal).is_some());
        mine.max_by_key(|(_, chain)| chain.links().len())
    }

    /// Whether a lead said this in its own name: a number of a receipt key is headquarters'.
    fn is_a_leads(&self, held: &Attested<Held>) -> bool {
        let Held { key, election, .. } = *held.claimed();
        let mut leads = self.chains.iter().filter(|(_, chain)| chain.role == Role::Lead);
        key == 0
            && election == self.keys.list().election
            && leads.any(|(_, chain)| held.verify(&chain.current().verify).is_ok())
    }
}

impl DeviceStore {
    /// All pages without a receipt, own and carried, as one file. Nothing changes by it: a file
    /// may never arrive.
    pub fn bundle(&self) -> Result<Exported> {
        let list = self.kit.keys.as_ref().map(TrustedKeys::to_bytes).unwrap_or_default();
        let mut writer = self.bundle_writer(&list)?;
        writer.certificate(&self.kit.certificate).map_err(full)?;
        for (note, relay) in self.notes_to_pass()?.into_iter().take(PAGES_MAX) {
            writer.certificate(&relay).map_err(full)?;
            writer.custody(&note).map_err(full)?;
        }
        let (mut pages, mut left_out) = (0, 0);
        for bytes in self.own_unsent()? {
            count(writer.page(&self.page_of(&bytes)?), &mut pages, &mut left_out);
        }
        for row in CarriedRow::all(&self.db)? {
            let unsent = self.carried_unsent(row.seq)?;
            let certificate = Certificate::decode(&row.certificate).ok();
            let Some(certificate) = certificate.filter(|_| !unsent.is_empty()) else { continue };
            if writer.certificate(&certificate).is_err() {
                left_out += unsent.len() as u64;
                continue;
            }
            for bytes in unsent {
                count(writer.page(&self.page_of(&bytes)?), &mut pages, &mut left_out);
            }
        }
        Ok(Exported { bytes: writer.finish(), pages, left_out })
    }

    /// Takes whatever holds of a file, own words and others' pages; `now` is this device's
    /// clock, Unix seconds.
    ///
    /// # Errors
    /// [`ImportError`]; then nothing changed.
    pub fn import_bundle(&mut self, bytes: &[u8], now: i64) -> Result<Imported, ImportError> {
        let bundle = bundle::read(bytes, self.kit.election);
        if bundle.election.is_some_and(|election| election != self.kit.election) {
            return Err(ImportError::OtherElection);
        }
        let nothing = bundle.certificates.is_empty()
            && bundle.pages.is_empty()
            && bundle.receipts.is_empty()
            && bundle.headquarters_pages.is_empty();
        if bundle.election.is_none() && nothing {
            return Err(ImportError::Unreadable);
        }
        Ok(self.at_once(|store| store.take_bundle(bundle, now))?)
    }

    fn take_bundle(&mut self, bundle: Bundle, now: i64) -> Result<Imported> {
        let vouched = self.vouched(&bundle)?;
        let mut imported = Imported { damaged: bundle.damaged, ..Imported::default() };
        let mut accepted = Accepted::default();
        let brought = !bundle.pages.is_empty();
        let deliveries = deliveries(&vouched, bundle.pages, now, &mut imported);
        let outcomes = self.deliver_all(deliveries)?;
        for outcome in outcomes.iter().flat_map(|outcome| &outcome.journals) {
            imported.held += outcome.held.len() as u64;
            imported.already += outcome.already.len() as u64;
            imported.refused += outcome.refused.len() as u64;
            imported.new += outcome.carried.len() as u64;
        }
        for receipt in &bundle.receipts {
            if receipt.check(&vouched.keys).is_ok() {
                self.take_receipt(receipt, now, &mut accepted)?;
            }
        }
        for held in &bundle.held {
            let by_hq = held.check(&vouched.keys).is_ok();
            if by_hq || vouched.is_a_leads(held) {
                self.take_held(held, by_hq, now, &mut accepted)?;
            }
        }
        for note in &bundle.custody {
            imported.custody += u64::from(self.take_note(&vouched, note)?);
        }
        self.mark_custody(now)?;
        imported.receipts = accepted.receipted;
        imported.headquarters = self.take_headquarters(&vouched, bundle.headquarters_pages)?;
        if brought {
            (imported.answer, imported.unanswered) = self.answer_file(&outcomes, now)?;
        }
        Ok(imported)
    }

    /// The newest key list of the file or here, and the certificates that hold under it.
    fn vouched(&mut self, bundle: &Bundle) -> Result<Vouched> {
        let came = bundle
            .key_list
            .as_ref()
            .and_then(|bytes| TrustedKeys::open(bytes, self.kit.election, &self.kit.root).ok());
        let newer = |came: &TrustedKeys| {
            let known = self.kit.keys.as_ref();
            known.is_none_or(|known| known.list().number < came.list().number)
        };
        if let Some(came) = came.filter(newer) {
            rows::set_fact(&self.db, "key_list", &came.to_bytes())?;
            self.kit.keys = Some(came);
        }
        let keys = self.known_keys()?;
        let mut chains = Vec::new();
        let own = std::iter::once(&self.kit.certificate);
        for certificate in own.chain(&bundle.certificates) {
            if let Ok(chain) = certificate.check(&keys) {
                chains.push((certificate.clone(), chain));
            }
        }
        Ok(Vouched { keys, chains })
    }

    fn take_note(&self, vouched: &Vouched, note: &Attested<CustodyNote>) -> Result<bool> {
        let body = note.claimed();
        let Some((certificate, chain)) = vouched.of(body.relay) else { return Ok(false) };
        let mine = chain.link_of(self.own.id).is_some();
        if mine || note.check(chain).is_err() {
            return Ok(false);
        }
        self.keep_relay_certificate(chain, certificate)?;
        match self.own_seq(body.journal) {
            Some(seq) => self.keep_own_note(seq, note)?,
            None => self.keep_carried_note(note)?,
        }
        Ok(true)
    }

    fn take_headquarters(&mut self, vouched: &Vouched, pages: Vec<Page>) -> Result<u64> {
        let signed: Vec<Signed<Page>> =
            pages.into_iter().filter_map(|page| vouched.keys.check_page(page).ok()).collect();
        // A file names no journal as this device's: the page that opens does.
        let mine = |page: &Signed<Page>| {
            let journal = page.page().header().journal;
            (self.opens_for_me(page) && self.believes(journal, &signed)).then_some(journal)
        };
        let own = signed.iter().find_map(mine);
        self.take_told(own, &signed)
    }

    /// Words for whoever brought the pages, until the file is full: what was taken stays taken.
    fn answer_file(&self, outcomes: &[Outcome], now: i64) -> Result<(Vec<u8>, u64)> {
        let list = self.kit.keys.as_ref().map(TrustedKeys::to_bytes).unwrap_or_default();
        let mut writer = self.bundle_writer(&list)?;
        let is_lead = self.kit.certificate.invitation().claimed().role == Role::Lead;
        writer.certificate(&self.kit.certificate).map_err(full)?;
        let journals = outcomes.iter().flat_map(|outcome| &outcome.journals);
        let others = journals.filter(|one| self.own_seq(one.journal).is_none());
        let (mut unanswered, mut has_room) = (0, true);
        for outcome in others {
            if has_room {
                let words = self.answer_journal(outcome, is_lead, now)?;
                has_room = words.iter().try_for_each(|word| word.write(&mut writer)).is_ok();
            }
            unanswered += u64::from(!has_room);
        }
        Ok((writer.finish(), unanswered))
    }

    /// Words for one journal: receipts first, headquarters' own pages last.
    fn answer_journal(
        &self,
        outcome: &JournalOutcome,
        is_lead: bool,
        now: i64,
    ) -> Result<Vec<Answer>> {
        let told = self.words_for(outcome.journal)?;
        let mut words: Vec<Answer> = told.receipt.into_iter().map(Answer::Receipt).collect();
        words.extend(told.held.into_iter().map(Answer::Held));
        if let Some(custody) = outcome.custody.as_ref().filter(|_| is_lead) {
            words.push(Answer::Custody(self.note(outcome.journal, custody).encode()));
        }
        for page in outcome.held.iter().filter(|_| is_lead) {
            let held = Held {
                election: self.kit.election,
                journal: outcome.journal,
                number: page.number,
                hash: page.hash,
                reason: page.reason,
                held_at: now,
                key: 0,
            };
            words.push(Answer::Held(Attested::sign(held, &self.kit.signing).encode()));
        }
        let hq = CarriedRow::find(&self.db, outcome.journal)?.and_then(|row| row.hq);
        if let Some(hq) = hq {
            let pages = self.kept_run(hq, PageNumber(0), usize::MAX)?.pages;
            words.extend(pages.into_iter().map(Answer::Headquarters));
        }
        Ok(words)
    }

    fn bundle_writer(&self, key_list: &[u8]) -> Result<BundleWriter> {
        let writer = BundleWriter::new(self.kit.election, key_list).map_err(full)?;
        Ok(writer.within(self.faults.bundle_bytes_max()))
    }

    fn note(&self, journal: JournalId, custody: &Custody) -> Attested<CustodyNote> {
        let note = CustodyNote {
            election: self.kit.election,
            journal,
            number: custody.number,
            hash: custody.hash,
            received_at: custody.received_at,
            relay: self.kit.journal(),
            first: custody.first,
            gaps: custody.gaps.clone(),
        };
        Attested::sign(note, &self.kit.signing)
    }

    fn carried_unsent(&self, seq: i64) -> Result<Vec<Vec<u8>>> {
        let mut select = self.db.prepare_cached(
            "SELECT bytes FROM carried_pages WHERE journal = ?1 AND state = 0 ORDER BY number",
        )?;
        let found = select.query_map([seq], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Pages with the certificate that vouches for each, by author.
fn deliveries(
    vouched: &Vouched,
    pages: Vec<Page>,
    received_at: i64,
    imported: &mut Imported,
) -> Vec<Delivery> {
    let mut by_author: BTreeMap<Vec<u8>, Delivery> = BTreeMap::new();
    for page in pages {
        let journal = page.header().journal;
        let signed = vouched.of(journal).and_then(|(certificate, chain)| {
            chain.check_page(page).ok().map(|page| (certificate, chain, page))
        });
        let Some((certificate, chain, page)) = signed else {
            imported.refused += 1;
            continue;
        };
        let delivery = by_author.entry(certificate.encode()).or_insert_with(|| Delivery {
            certificate: certificate.clone(),
            chain: chain.clone(),
            pages: Vec::new(),
            received_at,
            via: Via::File,
        });
        delivery.pages.push(page);
    }
    by_author.into_values().collect()
}

fn count(written: Result<(), BundleFull>, pages: &mut u64, left_out: &mut u64) {
    match written {
        Ok(()) => *pages += 1,
        Err(BundleFull) => *left_out += 1,
    }
}

fn full(_: BundleFull) -> StoreError {
    StoreError::Refused("the bundle has no more room")
}

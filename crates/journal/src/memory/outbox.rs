//! A device in memory: the one outbox that the tests of other crates drive.
//!
//! It obeys the protocol as `store::device` does and keeps nothing beyond the process. Its
//! fields are open, so that a test can make it lie, forget and fork. With a keeper to carry from
//! it is a lead. Two copies in two crates were rejected: they began to differ.

use std::collections::{BTreeMap, BTreeSet};

use super::carried::{CarriedJournal, CarriedReceipt, SharedKeeper};
use super::{MemoryKeeper, MemoryOutbox, Met};
use crate::answer::{Answerer, CheckedAnswer};
use crate::attested::Attested;
use crate::certificate::Certificate;
use crate::contact::{Hello, PAGES_MAX, POSITIONS_MAX, Position};
use crate::ids::{Hash, JournalId, Ordinal, PageNumber};
use crate::keylist::TrustedKeys;
use crate::keys::{SealKey, SealSecret, SigningKey, VerifyKey};
use crate::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use crate::page::{Head, Page, Signed};
use crate::receipts::{CustodyNote, Held, Receipt};
use crate::seal::{Draft, DraftEvent, Reader, SealError};
use rand_core::CryptoRng;

impl MemoryOutbox {
    /// A device just enrolled, which holds no page yet.
    pub fn new(
        root: VerifyKey,
        keys: &TrustedKeys,
        certificate: Certificate,
        key: SigningKey,
        secret: SealSecret,
    ) -> Self {
        let (number, sealing) = keys.current_sealing();
        Self {
            root,
            receipt_key: keys.current_receipt().1,
            keys: Some(keys.clone()),
            certificate,
            key,
            secret,
            reader: Reader { key: sealing, number },
            pages: Vec::new(),
            urgent: BTreeSet::new(),
            receipted: PageNumber(0),
            receipts: Vec::new(),
            held: Vec::new(),
            held_by_relay: Vec::new(),
            haves: Vec::new(),
            own: None,
            heads: BTreeMap::new(),
            taken: Vec::new(),
            endpoints: None,
            exchanges: Vec::new(),
            alarms: Vec::new(),
            offers: Vec::new(),
            status: None,
            admission: None,
            relays: BTreeMap::new(),
            carries: None,
            given: Vec::new(),
        }
    }

    /// The journal it writes.
    pub fn journal(&self) -> JournalId {
        self.certificate.journal()
    }

    /// Its last page.
    pub fn head(&self) -> Head {
        self.pages.last().map_or(Head::START, Page::head)
    }

    /// Seals the next page; ordinals go on by a thousand a page.
    pub fn seal_page(
        &mut self,
        events: Vec<DraftEvent>,
        sealed_at: i64,
        rng: &mut dyn CryptoRng,
    ) -> Result<Page, SealError> {
        let after = self.head();
        let draft = Draft {
            election: self.certificate.invitation().claimed().election,
            journal: self.journal(),
            after,
            first: Ordinal(after.number.0 * 1_000 + 1),
            events,
            sealed_at,
            padded: false,
        };
        let page = draft.seal(&self.reader, &self.key, rng)?.page;
        self.pages.push(page.clone());
        Ok(page)
    }

    /// Whether a page has neither receipt nor headquarters' Held.
    pub fn waits(&self, page: &Page) -> bool {
        page.header().number > self.receipted
            && !self.held.iter().any(|held| held.hash == page.hash())
    }

    fn position(&self, number: PageNumber) -> Position {
        let page = self.pages.iter().find(|page| page.header().number == number);
        Position { journal: self.journal(), number, hash: page.map_or(Hash::ZERO, Page::hash) }
    }

    /// The latest custody notes of the relay with this journal.
    pub fn notes_of(&self, relay: JournalId) -> Vec<&Attested<CustodyNote>> {
        let of = |met: &&Met| met.certificate.journal() == relay;
        self.relays.values().filter(of).flat_map(|met| &met.notes).collect()
    }

    fn met(&self, toward: Toward) -> Option<&Met> {
        match toward {
            Toward::Headquarters => None,
            Toward::Relay { spki } => self.relays.get(&spki),
        }
    }

    /// Own pages for a peer, urgent ones first.
    fn own_pages(&self, toward: Toward) -> Vec<&Page> {
        let met = self.met(toward);
        let covered = |page: &Page| met.is_some_and(|met| met.covers(page));
        let mut pages: Vec<_> =
            self.pages.iter().filter(|page| self.waits(page) && !covered(page)).collect();
        pages.sort_by_key(|page| {
            let number = page.header().number;
            (!self.urgent.contains(&number), number)
        });
        pages
    }

    fn carried(&self, toward: Toward) -> Vec<CarriedJournal> {
        let Some(keeper) = &self.carries else { return Vec::new() };
        let mut carried = MemoryKeeper::lock(keeper).carried();
        carried.retain(|one| one.receipted.journal != self.journal());
        if let Some(met) = self.met(toward) {
            let peer = met.certificate.journal();
            carried.retain(|one| one.receipted.journal != peer);
            carried.iter_mut().for_each(|one| one.pages.retain(|page| !met.covers(page)));
        }
        carried
    }
}

impl Met {
    /// Whom a status word for it is sealed to.
    fn certificate_key(&self, keys: Option<&TrustedKeys>) -> Option<SealKey> {
        Some(self.certificate.check(keys?).ok()?.current().seal)
    }

    /// Whether the relay's notes say that it carries this page.
    fn covers(&self, page: &Page) -> bool {
        let Head { number, hash } = page.head();
        let notes = self.notes.iter().map(Attested::claimed);
        notes
            .filter(|note| note.journal == page.header().journal)
            .any(|note| note.covers(number, hash))
    }
}

/// Pages and certificates within a budget; the first page always fits.
struct Filling {
    left: usize,
    pages: Vec<Page>,
    certificates: Vec<Certificate>,
    more: bool,
}

impl Filling {
    fn add(&mut self, page: &Page) {
        let cost = page.bytes().len();
        if self.more
            || ((cost > self.left || self.pages.len() >= PAGES_MAX) && !self.pages.is_empty())
        {
            self.more = true;
            return;
        }
        self.left = self.left.saturating_sub(cost);
        self.pages.push(page.clone());
    }

    fn name(&mut self, certificate: &Certificate) {
        if !self.certificates.contains(certificate) && self.certificates.len() < POSITIONS_MAX {
            self.left = self.left.saturating_sub(certificate.encode().len());
            self.certificates.push(certificate.clone());
        }
    }
}

impl Outbox for MemoryOutbox {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let carried = self.carried(toward);
        let mut filling = Filling {
            left: budget_bytes,
            pages: Vec::new(),
            certificates: Vec::new(),
            more: false,
        };
        let mut custody = Vec::new();
        for met in self.relays.values() {
            let open = |n: &&Attested<CustodyNote>| {
                n.claimed().journal == self.journal() && n.claimed().number > self.receipted
            };
            let notes: Vec<_> = met.notes.iter().filter(open).map(Attested::encode).collect();
            if !notes.is_empty() {
                filling.name(&met.certificate);
            }
            custody.extend(notes);
        }
        self.own_pages(toward).into_iter().for_each(|page| filling.add(page));
        for one in carried.iter().take(POSITIONS_MAX) {
            if !one.pages.is_empty() {
                filling.name(&one.certificate);
            }
            one.pages.iter().for_each(|page| filling.add(page));
        }
        let handed = self.carries.as_ref().map(|keeper| MemoryKeeper::lock(keeper).handed_heads());
        let of = |page: &Page| (page.header().journal, page.header().number);
        self.offers.push(filling.pages.iter().map(of).collect());
        if toward == Toward::Headquarters {
            let given = filling.pages.iter().map(|page| (page.header().journal, page.head()));
            self.given = given.collect();
        }
        let heads = self.heads.iter().map(|(journal, head)| (*journal, *head));
        let held = heads.chain(handed.unwrap_or_default());
        let held = held.map(|(journal, Head { number, hash })| Position { journal, number, hash });
        let key = self.met(toward).and_then(|met| met.certificate_key(self.keys.as_ref()));
        let status = self.status.zip(key);
        Ok(Offer {
            election: self.certificate.invitation().claimed().election,
            root: self.root,
            keys: self.keys.clone(),
            receipt_key: self.receipt_key,
            certificate: self.certificate.clone(),
            held: held.take(POSITIONS_MAX).collect(),
            receipted: self.position(self.receipted),
            sealed: self.position(self.head().number),
            pages: filling.pages,
            carried: filling.certificates,
            positions: carried.iter().take(POSITIONS_MAX).map(|one| one.receipted).collect(),
            custody: custody.into_iter().take(POSITIONS_MAX).collect(),
            status,
            admission: self.admission.filter(|_| toward != Toward::Headquarters),
            more: filling.more,
        })
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        Ok(Attested::sign_hello(hello, expected, &self.key))
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        let mut accepted = Accepted::default();
        self.exchanges.push((*exchange, answer.time));
        self.keys = Some(answer.keys.clone());
        self.receipt_key = answer.keys.current_receipt().1;
        self.haves.extend(answer.have.iter().cloned());
        match &answer.answerer {
            Answerer::Headquarters => self.compare(answer, &mut accepted),
            Answerer::Relay(_) if answer.have.is_empty() => {}
            Answerer::Relay(chain) => {
                let relay = chain.current().journal;
                accepted.alarms.push(Alarm::RelayOverstepped { relay });
            }
        }
        for receipt in &answer.receipts {
            self.receipts.push(receipt.encode());
            self.take_receipt(receipt, &mut accepted);
        }
        self.take_held(answer, &mut accepted);
        accepted.receipted += self.settle_given(answer, exchange.toward);
        self.take_met(answer, exchange.toward);
        if let Some(keeper) = &self.carries {
            MemoryKeeper::lock(keeper).take_owns(&answer.owns);
        }
        for page in &answer.pages {
            accepted.taken += u64::from(self.take_page(page, answer));
        }
        self.endpoints = answer.endpoints.clone().or(self.endpoints.take());
        self.alarms.extend(&accepted.alarms);
        accepted.more = answer.more || self.still_waits(answer, exchange.toward);
        Ok(accepted)
    }
}

impl MemoryOutbox {
    /// What headquarters has of my journal: less than it receipted, or more than I do.
    fn compare(&mut self, answer: &CheckedAnswer, accepted: &mut Accepted) {
        let mine = self.journal();
        for have in answer.have.iter().filter(|have| have.journal == mine) {
            let (journal, number) = (mine, have.number);
            if number < self.receipted {
                self.receipted = number;
                // Who lost pages lost its quarantine, too.
                self.held.clear();
                accepted.alarms.push(Alarm::PeerHoldsLess { journal, number });
            }
            if number > self.head().number {
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
            }
            // What it keeps beyond a gap waits for pages it may have held before it was restored.
            if let Some(last) = have.waiting.iter().max() {
                let missing = |held: &Held| held.number > number && held.number < *last;
                self.held.retain(|held| !missing(held));
            }
        }
    }

    fn take_receipt(&mut self, receipt: &Attested<Receipt>, accepted: &mut Accepted) {
        let Receipt { journal, number, hash, .. } = *receipt.claimed();
        if journal != self.journal() {
            let taken =
                self.carries.as_ref().map(|it| MemoryKeeper::lock(it).take_receipt(receipt));
            match taken {
                Some(CarriedReceipt::Taken(newly)) => accepted.receipted += newly,
                Some(CarriedReceipt::Foreign) => {
                    accepted.alarms.push(Alarm::CarriedFork { journal, number });
                }
                Some(CarriedReceipt::NotCarried) | None => {}
            }
        } else if self.position(number).hash != hash {
            // Another branch counts there: what was receipted before is not there any more.
            self.receipted = PageNumber(0);
            accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
        } else if number > self.receipted {
            accepted.receipted += number.0 - self.receipted.0;
            self.receipted = number;
        }
    }

    /// Carried pages that headquarters was given and neither refused nor held.
    fn settle_given(&mut self, answer: &CheckedAnswer, toward: Toward) -> u64 {
        let Some(keeper) = &self.carries else { return 0 };
        if toward != Toward::Headquarters || answer.refusal.is_some() {
            return 0;
        }
        let held = answer.held.iter().map(|held| held.claimed().hash);
        let named: BTreeSet<Hash> = held.chain(answer.refused.iter().map(|one| one.hash)).collect();
        let given = std::mem::take(&mut self.given).into_iter();
        MemoryKeeper::lock(keeper).settle(given.filter(|(_, head)| !named.contains(&head.hash)))
    }

    /// Only headquarters' Held takes a page out of the offer; a relay's own is remembered.
    fn take_held(&mut self, answer: &CheckedAnswer, accepted: &mut Accepted) {
        for held in &answer.held {
            let claimed = held.claimed();
            if claimed.journal != self.journal() {
                let news =
                    self.carries.as_ref().map(|keeper| MemoryKeeper::lock(keeper).take_held(held));
                accepted.held += u64::from(news == Some(true));
                continue;
            }
            let all = if claimed.key == 0 { &mut self.held_by_relay } else { &mut self.held };
            if !all.iter().any(|known| known.hash == claimed.hash) {
                all.push(claimed.clone());
                accepted.held += 1;
            }
        }
    }

    /// The relay's notes of now in place of all its earlier ones.
    fn take_met(&mut self, answer: &CheckedAnswer, toward: Toward) {
        let (Toward::Relay { spki }, Some(certificate)) = (toward, &answer.certificate) else {
            return;
        };
        if answer.refusal.is_some() {
            return;
        }
        let relay = certificate.journal();
        let same = |met: &&mut Met| met.certificate.journal() == relay;
        self.relays.values_mut().filter(same).for_each(|met| met.notes.clear());
        let met = Met { certificate: certificate.clone(), notes: answer.custody.clone() };
        self.relays.insert(spki, met);
    }

    /// From a relay a journal for this device is believed only if its page 1 opens.
    fn take_page(&mut self, page: &Signed<Page>, answer: &CheckedAnswer) -> bool {
        let journal = page.page().header().journal;
        let common = answer.keys.list().common;
        let carried = self
            .carries
            .as_ref()
            .is_some_and(|keeper| MemoryKeeper::lock(keeper).take_page(common, page));
        let mine = journal == common || self.heads.contains_key(&journal) || {
            let named = answer.own == Some(journal);
            let opens = || page.page().open(&self.secret).is_ok();
            named && (answer.answerer == Answerer::Headquarters || opens())
        };
        if !mine {
            return carried;
        }
        let head = self.heads.get(&journal).copied().unwrap_or(Head::START);
        let Ok(verified) = head.link(page.clone()) else { return carried };
        self.heads.insert(journal, verified.page().head());
        self.own = if journal == common { self.own } else { Some(journal) };
        self.taken.push(verified.into_page());
        true
    }

    fn still_waits(&self, answer: &CheckedAnswer, toward: Toward) -> bool {
        let refused = |page: &Page| {
            toward != Toward::Headquarters
                && answer.refused.iter().any(|one| one.hash == page.hash())
        };
        self.own_pages(toward).into_iter().any(|page| !refused(page))
            || (toward == Toward::Headquarters
                && self.carried(toward).iter().any(|one| !one.pages.is_empty()))
    }

    /// What this device carries for others from now on.
    pub fn carry(&mut self, keeper: SharedKeeper) {
        self.carries = Some(keeper);
    }
}

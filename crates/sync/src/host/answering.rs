//! Words for what the keeper did: receipts, Held, positions, headquarters' pages, all signed.
//!
//! Nothing here runs before the commit returned: a receipt is made from an [`Outcome`], and an
//! outcome is made by a commit. A relay's voice has no way to sign a receipt. Changing what is
//! put where changes bytes that devices of the field already read; see `WIRE.md`.

use journal::answer::{Refusal, RefusedPage, SyncAnswer};
use journal::attested::Attested;
use journal::contact::{Hello, Nonce, PAGES_MAX, Position};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::{Delivery, JournalOutcome, Keeper, KeeperError, Outcome, Recipient, Via};
use journal::page::Page;
use journal::receipts::{Held, Receipt};
use std::collections::BTreeMap;

use super::opening::{Opened, RefusedWhole};
use super::{Voice, Words};
use crate::limits::ANSWER_PAGES_BYTES_BUDGET;

/// What is left of a request once its pages went to the keeper.
#[derive(Debug)]
pub(crate) struct Rest {
    hello: Hello,
    refused: Vec<RefusedPage>,
    /// The last page of each journal that the sender supposes to be held after this request.
    supposed: BTreeMap<JournalId, (PageNumber, Hash)>,
}

/// Everything an answer is made of.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) rest: Rest,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) given: Given,
}

/// Which of headquarters' pages to read for the answer.
#[derive(Debug)]
pub(crate) struct Reading {
    common: JournalId,
    /// The device's journals, the current one first.
    devices: Vec<JournalId>,
    held: Vec<Position>,
}

/// Headquarters' pages for the sender.
#[derive(Debug)]
pub(crate) struct Given {
    pages: Vec<Page>,
    own: Option<JournalId>,
    more: bool,
}

impl Opened {
    /// The deliveries, the sender's own first (also without pages: it is a first contact), and
    /// what the answer needs later.
    pub(crate) fn deliveries(self, received_at: i64) -> (Vec<Delivery>, Rest) {
        let mut supposed = BTreeMap::new();
        let at = self.hello.receipted;
        supposed.insert(at.journal, (at.number, at.hash));
        let (mut own, mut others) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for page in self.pages {
            let head = page.page().head();
            let journal = page.page().header().journal;
            let last = supposed.entry(journal).or_insert((head.number, head.hash));
            if head.number >= last.0 {
                *last = (head.number, head.hash);
            }
            if self.chain.link_of(journal).is_some() {
                own.push(page);
            } else {
                others.entry(journal).or_default().push(page);
            }
        }
        let (certificate, chain) = (self.certificate, self.chain);
        let (via, relay) = (Via::Direct, Via::Relay(chain.current().journal));
        let mut all = vec![Delivery { certificate, chain, pages: own, received_at, via }];
        for (journal, pages) in others {
            if let Some((chain, certificate)) = self.carried.get(&journal) {
                let (chain, certificate) = (chain.clone(), certificate.clone());
                all.push(Delivery { certificate, chain, pages, received_at, via: relay });
            }
        }
        (all, Rest { hello: self.hello, refused: self.refused, supposed })
    }
}

impl Reading {
    pub(crate) fn of(opened: &Opened, words: &Words) -> Self {
        Self {
            common: words.keys.list().common,
            devices: opened.chain.links().iter().rev().map(|link| link.journal).collect(),
            held: opened.hello.held.clone(),
        }
    }

    /// Headquarters' pages after what the device holds, within the budget.
    pub(crate) fn read(self, keeper: &dyn Keeper) -> Result<Given, KeeperError> {
        let mut own = None;
        for journal in &self.devices {
            if let Some((journal, _)) = keeper.own_journal(Recipient::Device(*journal))? {
                own = Some(journal);
                break;
            }
        }
        // What is written for a device just met is not there yet: it asks once more.
        let owed = self.devices.first().is_some_and(|device| keeper.owes(*device));
        let mut given = Given { pages: Vec::new(), own, more: owed };
        let mut left = ANSWER_PAGES_BYTES_BUDGET;
        for journal in std::iter::once(self.common).chain(own) {
            let after = self.held.iter().find(|position| position.journal == journal);
            let after = after.map_or(PageNumber(0), |position| position.number);
            let room = PAGES_MAX - given.pages.len();
            if left == 0 || room == 0 {
                // Whether there is more is known when the device asks again.
                given.more = true;
                break;
            }
            let mut run = keeper.pages(journal, after, left)?;
            given.more |= run.more || run.pages.len() > room;
            run.pages.truncate(room);
            let bytes: usize = run.pages.iter().map(|page| page.bytes().len()).sum();
            left = left.saturating_sub(bytes);
            given.pages.extend(run.pages);
        }
        Ok(given)
    }
}

/// Signs in the host's voice at one moment.
pub(crate) struct Speaker<'a> {
    pub(crate) words: &'a Words,
    /// Unix seconds.
    pub(crate) now: i64,
}

impl Speaker<'_> {
    /// The answer to a request that was refused whole.
    pub(crate) fn refuse(&self, refused: RefusedWhole) -> Vec<u8> {
        let nonce = refused.nonce.unwrap_or(Nonce([0; 16]));
        let mut answer = self.empty(nonce);
        answer.refusal = Some(refused.refusal);
        if refused.nonce.is_some() {
            answer.key_list = self.newer_keys(refused.key_list);
        }
        self.sign(answer)
    }

    /// The answer to a request whose pages are on disk.
    pub(crate) fn answer(&self, asked: Asked) -> Vec<u8> {
        let Asked { rest, outcomes, given } = asked;
        let mut answer = self.empty(rest.hello.nonce);
        answer.refused = rest.refused;
        for outcome in outcomes.iter().flat_map(|outcome| &outcome.journals) {
            self.add(&mut answer, outcome, &rest.supposed);
        }
        answer.pages = given.pages.iter().map(|page| page.bytes().to_vec().into()).collect();
        answer.own = given.own;
        answer.more = given.more;
        answer.key_list = self.newer_keys(rest.hello.key_list);
        let endpoints = &self.words.endpoints;
        answer.endpoints = (!endpoints.is_empty()).then(|| endpoints.clone());
        self.sign(answer)
    }

    fn add(
        &self,
        answer: &mut SyncAnswer,
        outcome: &JournalOutcome,
        supposed: &BTreeMap<JournalId, (PageNumber, Hash)>,
    ) {
        if let Voice::Headquarters { receipt_key, number } = &self.words.voice
            && outcome.head.number > PageNumber(0)
        {
            let receipt = Receipt {
                election: self.words.election,
                journal: outcome.journal,
                number: outcome.head.number,
                hash: outcome.head.hash,
                received_at: outcome.head_received_at,
                key: *number,
            };
            answer.receipts.push(Attested::sign(receipt, receipt_key).encode().into());
        }
        for page in &outcome.held {
            let held = Held {
                election: self.words.election,
                journal: outcome.journal,
                number: page.number,
                hash: page.hash,
                reason: page.reason,
                held_at: self.now,
                key: self.key_number(),
            };
            answer.held.push(self.attest(held).into());
        }
        answer.refused.extend(&outcome.refused);
        if matches!(self.words.voice, Voice::Relay { .. }) {
            // A relay begins anywhere; what it lacks was receipted elsewhere.
            return;
        }
        let guessed = supposed.get(&outcome.journal).copied();
        let guessed = guessed.unwrap_or((PageNumber(0), Hash::ZERO));
        if guessed != (outcome.head.number, outcome.head.hash) || !outcome.waiting.is_empty() {
            answer.have.push(outcome.have());
        }
    }

    fn empty(&self, nonce: Nonce) -> SyncAnswer {
        SyncAnswer::empty(self.words.election, nonce, self.now, self.key_number())
    }

    fn newer_keys(&self, known: u32) -> Option<minicbor::bytes::ByteVec> {
        let keys = &self.words.keys;
        (known < keys.list().number).then(|| keys.to_bytes().into())
    }

    const fn key_number(&self) -> u32 {
        match &self.words.voice {
            Voice::Headquarters { number, .. } => *number,
            Voice::Relay { .. } => 0,
        }
    }

    fn attest<T: journal::attested::Body>(&self, body: T) -> Vec<u8> {
        match &self.words.voice {
            Voice::Headquarters { receipt_key, .. } => Attested::sign(body, receipt_key).encode(),
            Voice::Relay { device_key, .. } => Attested::sign(body, device_key).encode(),
        }
    }

    fn sign(&self, mut answer: SyncAnswer) -> Vec<u8> {
        if let Voice::Relay { certificate, .. } = &self.words.voice {
            answer.certificate = Some(certificate.encode().into());
        }
        self.attest(answer)
    }
}

impl RefusedWhole {
    /// Without a readable hello there is nothing to sign back.
    pub(crate) const fn unread(refusal: Refusal) -> Self {
        Self { nonce: None, key_list: 0, refusal }
    }
}

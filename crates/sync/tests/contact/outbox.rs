//! A device that keeps everything in memory: the outbox the client drives in these tests.

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::{Hello, Position};
use journal::ids::{Hash, JournalId, Ordinal, PageNumber};
use journal::keylist::TrustedKeys;
use journal::keys::{SigningKey, VerifyKey};
use journal::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::{Head, Page};
use journal::receipts::Held;
use journal::seal::{Draft, Reader};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;

use crate::election::{Election, MORNING, chance_bytes, event};

#[derive(Clone)]
pub struct Device {
    pub root: VerifyKey,
    pub keys: Option<TrustedKeys>,
    pub receipt_key: VerifyKey,
    pub certificate: Certificate,
    pub key: SigningKey,
    pub pages: Vec<Page>,
    pub receipted: PageNumber,
    pub held: Vec<Held>,
    pub heads: BTreeMap<JournalId, Head>,
    pub exchanges: Vec<(Exchange, i64)>,
    pub endpoints: Option<Vec<String>>,
    pub offers: usize,
    pub alarms: Vec<Alarm>,
    reader: Reader,
    rng: ChaCha20Rng,
}

impl Device {
    pub fn new(election: &Election, certificate: Certificate, key: SigningKey) -> Self {
        let (number, sealing) = election.keys.current_sealing();
        let seed = u64::from_be_bytes(certificate.journal().0[..8].try_into().expect("8"));
        Self {
            root: election.root.public(),
            keys: Some(election.keys.clone()),
            receipt_key: election.keys.current_receipt().1,
            certificate,
            key,
            pages: Vec::new(),
            receipted: PageNumber(0),
            held: Vec::new(),
            heads: BTreeMap::new(),
            exchanges: Vec::new(),
            endpoints: None,
            offers: 0,
            alarms: Vec::new(),
            reader: Reader { key: sealing, number },
            rng: ChaCha20Rng::seed_from_u64(seed),
        }
    }

    pub fn journal(&self) -> JournalId {
        self.certificate.journal()
    }

    /// Seals one more page with one event that carries `length` bytes of chance.
    pub fn seal(&mut self, length: usize) {
        let after = self.pages.last().map_or(Head::START, Page::head);
        let draft = Draft {
            election: self.certificate.invitation().claimed().election,
            journal: self.journal(),
            after,
            first: Ordinal(after.number.0 + 1),
            events: vec![event(1, MORNING, &chance_bytes(&mut self.rng, length))],
            sealed_at: MORNING,
            padded: false,
        };
        let sealed = draft.seal(&self.reader, &self.key, &mut self.rng).expect("sealed");
        self.pages.push(sealed.page);
    }

    fn position(&self, number: PageNumber) -> Position {
        let page = self.pages.iter().find(|page| page.header().number == number);
        let hash = page.map_or(Hash::ZERO, Page::hash);
        Position { journal: self.journal(), number, hash }
    }

    fn has(&self, number: PageNumber, hash: Hash) -> bool {
        self.position(number).hash == hash
    }

    fn waits(&self, page: &Page) -> bool {
        page.header().number > self.receipted
            && !self.held.iter().any(|held| held.hash == page.hash())
    }
}

impl Outbox for Device {
    fn offer(&mut self, _toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        self.offers += 1;
        let waiting: Vec<_> = self.pages.iter().filter(|page| self.waits(page)).collect();
        let mut left = budget_bytes;
        let mut pages = Vec::new();
        for page in &waiting {
            if page.bytes().len() > left && !pages.is_empty() {
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            pages.push((*page).clone());
        }
        let positions = self.heads.iter().map(|(journal, head)| Position {
            journal: *journal,
            number: head.number,
            hash: head.hash,
        });
        Ok(Offer {
            election: self.certificate.invitation().claimed().election,
            root: self.root,
            keys: self.keys.clone(),
            receipt_key: self.receipt_key,
            certificate: self.certificate.clone(),
            held: positions.collect(),
            receipted: self.position(self.receipted),
            sealed: self.position(self.pages.last().map_or(PageNumber(0), |p| p.head().number)),
            more: pages.len() < waiting.len(),
            pages,
            carried: Vec::new(),
            positions: Vec::new(),
            custody: Vec::new(),
            status: None,
            admission: None,
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
        let mine = self.journal();
        for have in answer.have.iter().filter(|have| have.journal == mine) {
            let (journal, number) = (mine, have.number);
            if have.number < self.receipted {
                self.receipted = have.number;
                accepted.alarms.push(Alarm::PeerHoldsLess { journal, number });
            }
            if have.number > self.pages.last().map_or(PageNumber(0), |p| p.head().number) {
                accepted.alarms.push(Alarm::PeerHoldsMore { journal, number });
            }
        }
        for receipt in answer.receipts.iter().map(Attested::claimed) {
            let (journal, number, hash) = (receipt.journal, receipt.number, receipt.hash);
            if journal == mine && self.has(number, hash) && number > self.receipted {
                accepted.receipted += number.0 - self.receipted.0;
                self.receipted = number;
            } else if journal == mine && !self.has(number, hash) {
                accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
            }
        }
        for held in answer.held.iter().map(Attested::claimed) {
            if !self.held.iter().any(|known| known.hash == held.hash) {
                self.held.push(held.clone());
                accepted.held += 1;
            }
        }
        for page in &answer.pages {
            let head = self.heads.entry(page.page().header().journal).or_insert(Head::START);
            if let Ok(verified) = head.link(page.clone()) {
                *head = verified.page().head();
                accepted.taken += 1;
            }
        }
        self.endpoints = answer.endpoints.clone().or(self.endpoints.take());
        self.alarms.extend(&accepted.alarms);
        accepted.more = answer.more || self.pages.iter().any(|page| self.waits(page));
        Ok(accepted)
    }
}

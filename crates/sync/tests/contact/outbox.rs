//! A device that keeps everything in memory: the outbox the client drives in these tests.

use journal::answer::{Answerer, CheckedAnswer, Have};
use journal::attested::Attested;
use journal::certificate::Certificate;
use journal::contact::{Hello, Position};
use journal::ids::{Hash, JournalId, Ordinal, PageNumber};
use journal::keeper::{Keeper, Recipient, Word};
use journal::keylist::TrustedKeys;
use journal::keys::{SealKey, SigningKey, VerifyKey};
use journal::outbox::{Accepted, Alarm, Exchange, Offer, Outbox, OutboxError, Toward};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, Receipt};
use journal::seal::{Draft, Reader};
use journal::status::{Status, StatusWord};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::{BTreeMap, BTreeSet};

use crate::election::{Election, MORNING, chance_bytes, event};
use crate::relay::Shared;

#[derive(Clone)]
pub struct Device {
    pub root: VerifyKey,
    pub keys: Option<TrustedKeys>,
    pub receipt_key: VerifyKey,
    pub certificate: Certificate,
    pub key: SigningKey,
    pub pages: Vec<Page>,
    pub urgent: BTreeSet<PageNumber>,
    pub receipted: PageNumber,
    /// Headquarters' Held; these pages are not offered any more.
    pub held: Vec<Held>,
    /// A relay's own Held: shown, and offered to headquarters all the same.
    pub held_by_relay: Vec<Held>,
    /// The notes of the last answer of each relay.
    pub notes: BTreeMap<JournalId, Vec<Attested<CustodyNote>>>,
    /// Relays met: by TLS key the journal and the key for the status word.
    pub relays: BTreeMap<[u8; 32], (JournalId, SealKey, Certificate)>,
    pub status: Option<StatusWord>,
    pub heads: BTreeMap<JournalId, Head>,
    pub own: Option<JournalId>,
    /// The receipts that came, as they came.
    pub receipts: Vec<Vec<u8>>,
    /// What peers said they have of any journal.
    pub haves: Vec<Have>,
    pub exchanges: Vec<(Exchange, i64)>,
    pub endpoints: Option<Vec<String>>,
    pub offers: Vec<Vec<(JournalId, PageNumber)>>,
    pub alarms: Vec<Alarm>,
    /// What this device carries for others, as a lead's does.
    pub cargo: Option<Cargo>,
    reader: Reader,
    rng: ChaCha20Rng,
}

/// Pages of others in a relay's keeper, and how far headquarters receipted them.
#[derive(Clone)]
pub struct Cargo {
    pub keeper: Shared,
    pub authors: BTreeMap<JournalId, Certificate>,
    pub receipted: BTreeMap<JournalId, (PageNumber, Hash)>,
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
            urgent: BTreeSet::new(),
            receipted: PageNumber(0),
            held: Vec::new(),
            held_by_relay: Vec::new(),
            notes: BTreeMap::new(),
            relays: BTreeMap::new(),
            status: None,
            heads: BTreeMap::new(),
            own: None,
            receipts: Vec::new(),
            haves: Vec::new(),
            exchanges: Vec::new(),
            endpoints: None,
            offers: Vec::new(),
            alarms: Vec::new(),
            cargo: None,
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

    /// Whether the latest note of this relay covers the page.
    fn lies_with(&self, toward: Toward, page: &Page) -> bool {
        let Toward::Relay { spki } = toward else { return false };
        let Some((relay, ..)) = self.relays.get(&spki) else { return false };
        let (journal, number) = (page.header().journal, page.header().number);
        self.notes.get(relay).into_iter().flatten().map(Attested::claimed).any(|note| {
            note.journal == journal
                && (note.first..=note.number).contains(&number)
                && !note.gaps.iter().any(|(from, to)| (*from..=*to).contains(&number))
        })
    }

    fn take_receipt(&mut self, receipt: &Receipt, accepted: &mut Accepted) {
        let (journal, number, hash) = (receipt.journal, receipt.number, receipt.hash);
        if journal != self.journal() {
            if let Some(cargo) = &mut self.cargo {
                accepted.receipted += cargo.take_receipt(receipt);
            }
        } else if !self.has(number, hash) {
            accepted.alarms.push(Alarm::ForeignReceipt { journal, number, hash });
        } else if number > self.receipted {
            accepted.receipted += number.0 - self.receipted.0;
            self.receipted = number;
        }
    }

    fn take_held(&mut self, held: &Held, accepted: &mut Accepted) {
        let all = if held.key == 0 { &mut self.held_by_relay } else { &mut self.held };
        if held.journal == self.certificate.journal()
            && !all.iter().any(|known| known.hash == held.hash)
        {
            all.push(held.clone());
            accepted.held += 1;
        }
    }
}

impl Cargo {
    pub fn of(keeper: &Shared) -> Self {
        Self { keeper: keeper.clone(), authors: BTreeMap::new(), receipted: BTreeMap::new() }
    }

    /// Carries for this device, too.
    pub fn carry(&mut self, certificate: &Certificate) {
        self.authors.insert(certificate.journal(), certificate.clone());
    }

    fn known(&self, journal: JournalId) -> (PageNumber, Hash) {
        self.receipted.get(&journal).copied().unwrap_or((PageNumber(0), Hash::ZERO))
    }

    fn take_receipt(&mut self, receipt: &Receipt) -> u64 {
        let (journal, before) = (receipt.journal, self.known(receipt.journal).0);
        if !self.authors.contains_key(&journal) || receipt.number <= before {
            return 0;
        }
        self.receipted.insert(journal, (receipt.number, receipt.hash));
        receipt.number.0 - before.0
    }
}

impl Outbox for Device {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        let mut waiting: Vec<Page> = self
            .pages
            .iter()
            .filter(|page| self.waits(page) && !self.lies_with(toward, page))
            .cloned()
            .collect();
        waiting.sort_by_key(|page| !self.urgent.contains(&page.header().number));
        let (mut carried, mut positions) = (Vec::new(), Vec::new());
        if let Some(cargo) = &self.cargo {
            for (journal, certificate) in &cargo.authors {
                let (number, hash) = cargo.known(*journal);
                let run = cargo.keeper.pages(*journal, number, 1 << 30).expect("read");
                waiting.extend(run.pages.into_iter().filter(|p| !self.lies_with(toward, p)));
                carried.push(certificate.clone());
                positions.push(Position { journal: *journal, number, hash });
            }
        }
        let mut left = budget_bytes;
        let mut pages = Vec::new();
        for page in &waiting {
            if page.bytes().len() > left && !pages.is_empty() {
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            pages.push((*page).clone());
        }
        let of = |page: &Page| (page.header().journal, page.header().number);
        self.offers.push(pages.iter().map(of).collect());
        let heads = self.heads.iter().map(|(journal, head)| Position {
            journal: *journal,
            number: head.number,
            hash: head.hash,
        });
        let met = match toward {
            Toward::Headquarters => None,
            Toward::Relay { spki } => self.relays.get(&spki),
        };
        let mut custody = Vec::new();
        for (_, _, certificate) in self.relays.values() {
            carried.push(certificate.clone());
            let notes = self.notes.get(&certificate.journal());
            custody.extend(notes.into_iter().flatten().map(Attested::encode));
        }
        Ok(Offer {
            election: self.certificate.invitation().claimed().election,
            root: self.root,
            keys: self.keys.clone(),
            receipt_key: self.receipt_key,
            certificate: self.certificate.clone(),
            held: heads.collect(),
            receipted: self.position(self.receipted),
            sealed: self.position(self.pages.last().map_or(PageNumber(0), |p| p.head().number)),
            more: pages.len() < waiting.len(),
            pages,
            carried,
            positions,
            custody,
            status: self.status.zip(met).map(|(word, met)| (Status { word, version: 3 }, met.1)),
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
        self.haves.extend(answer.have.iter().cloned());
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
        for receipt in &answer.receipts {
            self.receipts.push(receipt.encode());
            self.take_receipt(receipt.claimed(), &mut accepted);
        }
        for held in answer.held.iter().map(Attested::claimed) {
            self.take_held(held, &mut accepted);
        }
        if let (Answerer::Relay(chain), Toward::Relay { spki }) =
            (&answer.answerer, exchange.toward)
            && answer.refusal.is_none()
        {
            let link = chain.current();
            let certificate = answer.certificate.clone().expect("a relay's");
            self.relays.insert(spki, (link.journal, link.seal, certificate));
            self.notes.insert(link.journal, answer.custody.clone());
        }
        for page in &answer.pages {
            let journal = page.page().header().journal;
            if let Some(cargo) = &self.cargo {
                let common = answer.keys.list().common;
                let owner = answer.owns.iter().find(|(_, own)| *own == journal);
                let recipient = match owner {
                    Some((device, _)) => Recipient::Device(*device),
                    None if journal == common => Recipient::Common,
                    None => Recipient::Device(mine),
                };
                let _ = cargo.keeper.look().keep_own(recipient, page.clone());
            }
            let head = self.heads.entry(journal).or_insert(Head::START);
            if let Ok(verified) = head.link(page.clone()) {
                *head = verified.page().head();
                accepted.taken += 1;
            }
        }
        if let Some(cargo) = &self.cargo {
            for receipt in &answer.receipts {
                let word = Word { receipt: Some(receipt.encode()), held: Vec::new() };
                cargo.keeper.look().give_word(receipt.claimed().journal, word);
            }
        }
        self.own = answer.own.or(self.own);
        self.endpoints = answer.endpoints.clone().or(self.endpoints.take());
        self.alarms.extend(&accepted.alarms);
        let waits = |page: &Page| self.waits(page) && !self.lies_with(exchange.toward, page);
        accepted.more = answer.more || self.pages.iter().any(waits);
        Ok(accepted)
    }
}

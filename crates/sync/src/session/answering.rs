//! Words for what the keeper did: receipts, Held, custody, positions, headquarters' pages.
//!
//! Nothing here runs before the commit returned: a receipt or a custody note is made from an
//! [`Outcome`], and an outcome is made by a commit. A relay's voice has no way to sign a receipt;
//! it passes headquarters' stored ones byte for byte. Changing what is put where changes bytes
//! that devices of the field already read; see `WIRE.md`.

use journal::answer::{HAVES_MAX, HELD_MAX, Have, Refusal, RefusedPage, SyncAnswer};
use journal::attested::{Attested, Body};
use journal::contact::{Hello, Nonce, PAGES_MAX};
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::{Custody, HeldPage, JournalOutcome, Keeper, KeeperError, Outcome};
use journal::page::Head;
use journal::receipts::{CustodyNote, Held, Receipt};
use minicbor::bytes::ByteVec;
use std::collections::{BTreeMap, BTreeSet};

use super::opening::{Meeting, RefusedWhole, open};
use super::{Given, Kept, Reading, Voice, Words};
use crate::faults::{Step, reached};

/// The last page of each journal that the sender supposes to be held after this request.
#[derive(Debug)]
pub(crate) struct Supposed(BTreeMap<JournalId, (PageNumber, Hash)>);

impl Supposed {
    pub(crate) fn of(hello: &Hello) -> Self {
        let at = hello.receipted;
        Self(BTreeMap::from([(at.journal, (at.number, at.hash))]))
    }

    pub(crate) fn after(&mut self, journal: JournalId, head: Head) {
        let last = self.0.entry(journal).or_insert((head.number, head.hash));
        if head.number >= last.0 {
            *last = (head.number, head.hash);
        }
    }
}

/// What is left of a request once its pages went to the keeper.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) hello: Hello,
    pub(crate) refused: Vec<RefusedPage>,
    pub(crate) supposed: Supposed,
}

/// Everything an answer is made of.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) rest: Rest,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) given: Given,
}

impl Asked {
    /// The sender's current journal belongs to another writer; its own delivery comes first.
    pub(crate) fn is_foreign(&self) -> bool {
        self.outcomes.first().is_some_and(|own| own.foreign)
    }
}

/// A host's answer, and who was here.
#[derive(Debug)]
pub struct Answered {
    /// The signed answer.
    pub bytes: Vec<u8>,
    /// The device that asked; none when it was refused whole.
    pub meeting: Option<Meeting>,
}

/// A host in one call: opens the request, has it kept, reads, signs. The answer is signed in
/// every case; nothing in it is said of pages before the keeper's commit returned.
pub fn answer_now(words: &Words, keeper: &mut dyn Keeper, body: &[u8], now: i64) -> Answered {
    let speaker = Speaker { words, now };
    let opened = match open(body, words, now) {
        Ok(opened) => opened,
        Err(refused) => return Answered { bytes: speaker.refuse(refused), meeting: None },
    };
    reached(Step::Arrived);
    let (busy, foreign) = (opened.busy(), opened.refused(Refusal::NoValidChain));
    let reading = Reading::of(&opened, words);
    let (kept, rest) = opened.split(words, now);
    let Kept { deliveries, notes, meeting } = kept;
    let keep = || -> Result<(Vec<Outcome>, Given), KeeperError> {
        let outcomes = keeper.commit(deliveries)?;
        reached(Step::Committed);
        if let Err(error) = keeper.keep_custody(&notes) {
            tracing::warn!(%error, "custody notes were not kept");
        }
        match outcomes.first() {
            Some(own) if own.foreign => Ok((outcomes, Given::default())),
            Some(_) | None => Ok((outcomes, reading.read(keeper)?)),
        }
    };
    match keep() {
        // The sender's journal is another writer's: it gets no word beside the refusal.
        Ok((outcomes, _)) if outcomes.first().is_some_and(|own| own.foreign) => {
            Answered { bytes: speaker.refuse(foreign), meeting: None }
        }
        Ok((outcomes, given)) => {
            let bytes = speaker.answer(Asked { rest, outcomes, given });
            reached(Step::Signed);
            keeper.answered();
            Answered { bytes, meeting: Some(meeting) }
        }
        Err(error) => {
            tracing::warn!(%error, "a request was not kept");
            Answered { bytes: speaker.refuse(busy), meeting: None }
        }
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
        let journals: Vec<&JournalOutcome> =
            outcomes.iter().flat_map(|outcome| &outcome.journals).collect();
        match &self.words.voice {
            Voice::Headquarters { .. } => self.say_receipts(&mut answer, &journals, &given),
            Voice::Relay { .. } => pass_receipts(&mut answer, &given),
        }
        self.say_held(&mut answer, &journals, &given);
        for outcome in &journals {
            answer.refused.extend(&outcome.refused);
            self.say_have(&mut answer, outcome, &rest.supposed);
        }
        self.say_behind(&mut answer, &journals, &given);
        self.say_custody(&mut answer, &journals);
        answer.pages = given.pages.iter().map(|page| page.bytes().to_vec().into()).collect();
        answer.own = given.own;
        answer.owns = (!given.owns.is_empty()).then_some(given.owns);
        answer.more |= given.more;
        answer.key_list = self.newer_keys(rest.hello.key_list);
        let endpoints = &self.words.endpoints;
        answer.endpoints = (!endpoints.is_empty()).then(|| endpoints.clone());
        self.sign(answer)
    }

    /// Headquarters' receipts: of every journal of this request, and of carried ones asked
    /// about whose head is beyond what the carrier knows.
    fn say_receipts(&self, answer: &mut SyncAnswer, journals: &[&JournalOutcome], given: &Given) {
        let touched = journals.iter().map(|one| (one.journal, one.head, one.head_received_at));
        let mut said = BTreeSet::new();
        for (journal, head, received_at) in touched.chain(given.heads.iter().copied()) {
            if head.number == PageNumber(0) || !said.insert(journal) {
                continue;
            }
            if answer.receipts.len() == PAGES_MAX {
                answer.more = true;
                break;
            }
            let receipt = Receipt {
                election: self.words.election,
                journal,
                number: head.number,
                hash: head.hash,
                received_at,
                key: self.key_number(),
            };
            answer.receipts.push(self.attest(receipt).into());
        }
    }

    /// Pages of this request in quarantine, then headquarters' stored words. Where headquarters
    /// has spoken of a page a relay does not.
    fn say_held(&self, answer: &mut SyncAnswer, journals: &[&JournalOutcome], given: &Given) {
        let mut spoken = BTreeSet::new();
        let mut passed: Vec<ByteVec> = Vec::new();
        let stored = given.words.iter().flat_map(|(_, word)| &word.held);
        for bytes in stored.take(PAGES_MAX) {
            if let Ok(held) = Attested::<Held>::decode(bytes) {
                spoken.insert((held.claimed().journal, held.claimed().hash));
                passed.push(bytes.clone().into());
            }
        }
        for outcome in journals {
            let silent = |page: &&HeldPage| !spoken.contains(&(outcome.journal, page.hash));
            for page in outcome.held.iter().filter(silent) {
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
        }
        answer.held.append(&mut passed);
        // The rest is said when its pages are sent again.
        answer.held.truncate(HELD_MAX);
    }

    fn say_have(&self, answer: &mut SyncAnswer, outcome: &JournalOutcome, supposed: &Supposed) {
        if matches!(self.words.voice, Voice::Relay { .. }) {
            // A relay begins anywhere; what it lacks was receipted elsewhere.
            return;
        }
        let guessed = supposed.0.get(&outcome.journal).copied();
        let guessed = guessed.unwrap_or((PageNumber(0), Hash::ZERO));
        if guessed != (outcome.head.number, outcome.head.hash) || !outcome.waiting.is_empty() {
            say_once(answer, outcome.have());
        }
    }

    /// Carried journals of which headquarters, restored, has less than it receipted.
    fn say_behind(&self, answer: &mut SyncAnswer, journals: &[&JournalOutcome], given: &Given) {
        if matches!(self.words.voice, Voice::Relay { .. }) {
            return;
        }
        let touched = |have: &&Have| journals.iter().any(|one| one.journal == have.journal);
        for have in given.behind.iter().filter(|have| !touched(have)) {
            say_once(answer, have.clone());
        }
    }

    /// A relay's custody notes, for every journal of this request of which it holds anything.
    fn say_custody(&self, answer: &mut SyncAnswer, journals: &[&JournalOutcome]) {
        let Voice::Relay { device_key, certificate, .. } = &self.words.voice else { return };
        let held = |one: &&JournalOutcome| one.custody.clone().map(|held| (one.journal, held));
        let held: Vec<_> = journals.iter().filter_map(held).collect();
        if held.is_empty() {
            return;
        }
        reached(Step::Custody);
        let sign = |(journal, held): (JournalId, Custody)| {
            let note = CustodyNote {
                election: self.words.election,
                journal,
                number: held.number,
                hash: held.hash,
                received_at: held.received_at,
                relay: certificate.journal(),
                first: held.first,
                gaps: held.gaps,
            };
            Attested::sign(note, device_key).encode().into()
        };
        answer.custody = Some(held.into_iter().map(sign).collect());
    }

    fn empty(&self, nonce: Nonce) -> SyncAnswer {
        SyncAnswer::empty(self.words.election, nonce, self.now, self.key_number())
    }

    fn newer_keys(&self, known: u32) -> Option<ByteVec> {
        let keys = &self.words.keys;
        (known < keys.list().number).then(|| keys.to_bytes().into())
    }

    const fn key_number(&self) -> u32 {
        match &self.words.voice {
            Voice::Headquarters { number, .. } => *number,
            Voice::Relay { .. } => 0,
        }
    }

    fn attest<T: Body>(&self, body: T) -> Vec<u8> {
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

/// One word a journal, and no more than an answer holds: what is left out is asked for again.
fn say_once(answer: &mut SyncAnswer, have: Have) {
    if let Some(said) = answer.have.iter_mut().find(|said| said.journal == have.journal) {
        // A chain that came twice in one request: the later outcome is how it stands now.
        *said = have;
    } else if answer.have.len() == HAVES_MAX {
        answer.more = true;
    } else {
        answer.have.push(have);
    }
}

/// Headquarters' stored receipts as they came; of journals the sender carries only news.
fn pass_receipts(answer: &mut SyncAnswer, given: &Given) {
    for (journal, word) in &given.words {
        let Some(bytes) = &word.receipt else { continue };
        let known = given.positions.get(journal).copied();
        let number = Attested::<Receipt>::decode(bytes).map(|receipt| receipt.claimed().number);
        if known.is_some_and(|known| number.is_ok_and(|number| number <= known)) {
            continue;
        }
        if answer.receipts.len() == PAGES_MAX {
            answer.more = true;
            break;
        }
        answer.receipts.push(bytes.clone().into());
    }
}

//! A keeper and a device in memory: for the tests of other crates, and the yardstick of the
//! conformance suite. They keep nothing beyond the process and are never used by a program for
//! people.

mod carried;
mod outbox;

pub use carried::{CarriedJournal, CarriedReceipt, SharedKeeper};

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Have, Refusal};
use crate::attested::Attested;
use crate::certificate::{Certificate, Chain, ChainLink};
use crate::ids::{Hash, InvitationId, JournalId, PageNumber};
use crate::judge::{
    Beside, CONTINUATIONS_NAMED_MAX, FirstContact, Fork, JournalView, Place, Quota, Status, choose,
    plan, same_writer, status_of,
};
use crate::keeper::{
    Decision, Delivery, HeldPage, JournalOutcome, Keeper, KeeperError, Outcome, Recipient, Run,
    Standing, Word,
};
use crate::keylist::TrustedKeys;
use crate::keys::{SealSecret, SigningKey, VerifyKey};
use crate::outbox::{Alarm, Exchange};
use crate::page::{Head, Page, Signed};
use crate::receipts::{CustodyNote, Held, HeldReason};
use crate::seal::Reader;
use crate::status;

/// Keeps pages in maps.
#[derive(Debug, Clone)]
pub struct MemoryKeeper {
    place: Place,
    quota: Quota,
    journals: BTreeMap<JournalId, Kept>,
    first: BTreeMap<InvitationId, FirstContact>,
    /// What continues a journal of this writer, the first seen first.
    continuations: BTreeMap<(JournalId, VerifyKey), Vec<JournalId>>,
    decisions: Vec<Decision>,
    own: BTreeMap<Recipient, JournalId>,
    commits: u64,
    words: BTreeMap<JournalId, Word>,
    custody: BTreeMap<(JournalId, JournalId), Attested<CustodyNote>>,
    /// Carried pages that headquarters has, though no receipt's links lead to them.
    settled: BTreeSet<Hash>,
    /// What was kept under certificates that gave way to a journal's own writer.
    aside: Vec<Kept>,
}

/// A device that keeps everything in memory; see its `outbox` for how it behaves.
#[derive(Debug, Clone)]
pub struct MemoryOutbox {
    /// The root key it trusts.
    pub root: VerifyKey,
    /// The key list it holds.
    pub keys: Option<TrustedKeys>,
    /// Headquarters' receipt key.
    pub receipt_key: VerifyKey,
    /// Its certificate.
    pub certificate: Certificate,
    /// Its signing key.
    pub key: SigningKey,
    /// Opens what headquarters seals to it.
    pub secret: SealSecret,
    /// Whom its pages are sealed to.
    pub reader: Reader,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Pages that leave first.
    pub urgent: BTreeSet<PageNumber>,
    /// The last page a receipt names.
    pub receipted: PageNumber,
    /// All receipts that came, byte for byte, in order.
    pub receipts: Vec<Vec<u8>>,
    /// Headquarters' Held answers; these pages are not offered any more.
    pub held: Vec<Held>,
    /// Relays' own Held answers: shown, and offered to headquarters all the same.
    pub held_by_relay: Vec<Held>,
    /// What peers said they have, in order.
    pub haves: Vec<Have>,
    /// Headquarters' journal for it, once a page of it was taken.
    pub own: Option<JournalId>,
    /// Heads of headquarters' journals it holds.
    pub heads: BTreeMap<JournalId, Head>,
    /// Pages of these, as they came.
    pub taken: Vec<Page>,
    /// The newest endpoint list.
    pub endpoints: Option<Vec<String>>,
    /// All exchanges, with the peer's time.
    pub exchanges: Vec<(Exchange, i64)>,
    /// Alarms of all contacts.
    pub alarms: Vec<Alarm>,
    /// The pages of each offer it made.
    pub offers: Vec<Vec<(JournalId, PageNumber)>>,
    /// What it says of itself to a relay.
    pub status: Option<status::Status>,
    /// The token it shows a relay.
    pub admission: Option<[u8; 16]>,
    /// Relays it has met, by the SHA-256 of their TLS key.
    pub relays: BTreeMap<[u8; 32], Met>,
    /// What it carries for others.
    pub carries: Option<SharedKeeper>,
    /// The pages of its last offer to headquarters.
    pub given: Vec<(JournalId, Head)>,
}

/// A relay that was met.
#[derive(Debug, Clone)]
pub struct Met {
    /// Its certificate.
    pub certificate: Certificate,
    /// The custody notes of its latest answer.
    pub notes: Vec<Attested<CustodyNote>>,
}

#[derive(Debug, Clone)]
struct Kept {
    author: Option<(Certificate, Chain)>,
    head: Head,
    head_received_at: i64,
    pages: BTreeMap<PageNumber, Page>,
    waiting: BTreeMap<(PageNumber, Hash), Signed<Page>>,
    held: BTreeMap<(PageNumber, Hash), (Signed<Page>, HeldReason)>,
}

impl Kept {
    const fn new(author: Option<(Certificate, Chain)>) -> Self {
        Self {
            author,
            head: Head::START,
            head_received_at: 0,
            pages: BTreeMap::new(),
            waiting: BTreeMap::new(),
            held: BTreeMap::new(),
        }
    }
}

impl MemoryKeeper {
    /// An empty keeper.
    pub fn new(place: Place, quota: Quota) -> Self {
        Self {
            place,
            quota,
            journals: BTreeMap::new(),
            first: BTreeMap::new(),
            continuations: BTreeMap::new(),
            decisions: Vec::new(),
            own: BTreeMap::new(),
            commits: 0,
            words: BTreeMap::new(),
            custody: BTreeMap::new(),
            settled: BTreeSet::new(),
            aside: Vec::new(),
        }
    }

    /// How many batches were committed.
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    fn status(&self, chain: &Chain, journal: JournalId) -> Status {
        match self.first.get(&chain.invitation) {
            Some(first) => status_of(chain, journal, *first, self.side(chain), &self.decisions),
            None => Status::Good,
        }
    }

    /// The chain's first link that is not the first to continue the one before; a relay carries
    /// all of them.
    fn side(&self, chain: &Chain) -> Option<JournalId> {
        if self.place == Place::Relay {
            return None;
        }
        let pairs = chain.links().iter().zip(chain.links().iter().skip(1));
        let other = |old: &ChainLink, new: JournalId| {
            let known = self.continuations.get(&(old.journal, old.verify));
            known.and_then(|known| known.first()).is_some_and(|first| *first != new)
        };
        let side = pairs.filter(|(old, new)| other(old, new.journal)).map(|(_, new)| new.journal);
        side.into_iter().next()
    }

    fn remember_continuations(&mut self, chain: &Chain) {
        for (old, new) in chain.links().iter().zip(chain.links().iter().skip(1)) {
            let known = self.continuations.entry((old.journal, old.verify)).or_default();
            if !known.contains(&new.journal) && known.len() < CONTINUATIONS_NAMED_MAX {
                known.push(new.journal);
            }
        }
    }

    fn is_foreign(&self, chain: &Chain, journal: JournalId) -> bool {
        let known = self.journals.get(&journal).and_then(|kept| kept.author.as_ref());
        self.own.values().any(|own| *own == journal)
            || known.is_some_and(|known| !same_writer(&known.1, chain, journal))
    }

    /// Whether the journal is the chain's, or is from now on: what never counted gives way to
    /// what does.
    fn yields(&mut self, chain: &Chain, journal: JournalId, at: i64) -> bool {
        if !self.is_foreign(chain, journal) {
            return true;
        }
        let first = self.first.get(&chain.invitation).copied();
        let first = first.unwrap_or(FirstContact { journal: chain.first_journal(), at });
        let status = status_of(chain, journal, first, self.side(chain), &self.decisions);
        let known = self.journals.get(&journal).and_then(|kept| {
            let (_, known) = kept.author.as_ref()?;
            Some((self.status(known, journal), kept.head))
        });
        let never_counted =
            known.is_some_and(|(known, head)| known != Status::Good && head == Head::START);
        let gives_way = self.place == Place::Headquarters
            && never_counted
            && status == Status::Good
            && !self.own.values().any(|own| *own == journal);
        if gives_way {
            self.aside.extend(self.journals.remove(&journal));
        }
        gives_way
    }

    /// Journals of an invitation: those that do not count, and what others than this keep.
    fn beside(&self, invitation: InvitationId, journal: JournalId) -> (usize, Beside) {
        let (mut idle, mut beside) = (0, Beside::default());
        for (id, kept) in &self.journals {
            let Some((_, chain)) = &kept.author else { continue };
            if chain.invitation == invitation && *id != journal {
                idle += usize::from(self.status(chain, *id) != Status::Good);
                beside.waiting += kept.waiting.len();
                beside.held += kept.held.len();
                beside.carried += kept.pages.len();
            }
        }
        (idle, beside)
    }

    fn deliver(&mut self, delivery: Delivery) -> Outcome {
        let Delivery { certificate, chain, pages, received_at, via: _ } = delivery;
        let (author, quota) = ((certificate, chain.clone()), self.quota);
        let current = chain.current().journal;
        if !self.yields(&chain, current, received_at) {
            return Outcome::foreign(pages);
        }
        self.first
            .entry(chain.invitation)
            .or_insert(FirstContact { journal: chain.first_journal(), at: received_at });
        self.remember_continuations(&chain);
        let mut by_journal: BTreeMap<JournalId, Vec<Signed<Page>>> = BTreeMap::new();
        for page in pages {
            by_journal.entry(page.page().header().journal).or_default().push(page);
        }
        let mut journals = Vec::new();
        for link in chain.links() {
            let incoming = by_journal.remove(&link.journal).unwrap_or_default();
            let known = self.journals.contains_key(&link.journal);
            if known || !incoming.is_empty() || link.journal == current {
                journals.push(self.take(&author, link.journal, incoming, received_at, quota));
            }
        }
        Outcome { journals, foreign: false }
    }

    fn take(
        &mut self,
        (certificate, chain): &(Certificate, Chain),
        journal: JournalId,
        incoming: Vec<Signed<Page>>,
        received_at: i64,
        quota: Quota,
    ) -> JournalOutcome {
        if !self.yields(chain, journal, received_at) {
            return JournalOutcome::foreign(journal, &incoming);
        }
        let status = self.status(chain, journal);
        let (idle, _) = self.beside(chain.invitation, journal);
        let known = self.journals.contains_key(&journal);
        let headquarters = self.place == Place::Headquarters;
        if headquarters && !known && status != Status::Good && idle >= quota.journals {
            return JournalOutcome::refused(journal, &incoming, Refusal::Quota);
        }
        let author = (certificate.clone(), chain.clone());
        let kept = self.journals.entry(journal).or_insert_with(|| Kept::new(None));
        if kept.author.as_ref().is_none_or(|old| chain.extends(&old.1)) {
            kept.author = Some(author);
        }
        let Some(view) = self.view(chain, journal, quota) else {
            return JournalOutcome::foreign(journal, &incoming);
        };
        let plan = plan(view, incoming, received_at);
        match self.journals.get_mut(&journal) {
            Some(kept) => kept.write(plan),
            None => plan.outcome,
        }
    }

    fn view(&self, chain: &Chain, journal: JournalId, quota: Quota) -> Option<JournalView> {
        let kept = self.journals.get(&journal)?;
        Some(JournalView {
            place: self.place,
            journal,
            status: self.status(chain, journal),
            head: kept.head,
            head_received_at: kept.head_received_at,
            kept: kept.pages.iter().map(|(number, page)| (*number, page.hash())).collect(),
            waiting: kept.waiting.values().cloned().collect(),
            held: kept.held.iter().map(|(at, (_, reason))| (*at, *reason)).collect(),
            beside: self.beside(chain.invitation, journal).1,
            quota,
        })
    }

    fn choose(&mut self, journal: JournalId, number: PageNumber, hash: Hash, at: i64) {
        let author = self.journals.get(&journal).and_then(|kept| kept.author.clone());
        let Some((_, chain)) = author else { return };
        let Some(view) = self.view(&chain, journal, Quota::UNBOUNDED) else { return };
        let Some(kept) = self.journals.get_mut(&journal) else { return };
        let before = match number.0 {
            0 | 1 => Some(Head::START),
            _ => kept.pages.get(&PageNumber(number.0 - 1)).map(Page::head),
        };
        let Some(before) = before.filter(|_| self.place == Place::Headquarters) else { return };
        let linked = kept.pages.range(number..).map(|(_, page)| chain.check_page(page.clone()));
        let fork = Fork {
            before,
            linked: linked.filter_map(Result::ok).collect(),
            held: kept.held.values().cloned().collect(),
        };
        if let Some(plan) = choose(view, fork, hash, at) {
            kept.pages.split_off(&number);
            kept.held.clear();
            kept.write(plan);
        }
    }
}

impl Kept {
    fn write(&mut self, plan: crate::judge::Plan) -> JournalOutcome {
        for at in plan.unwait {
            self.waiting.remove(&at);
        }
        for page in plan.link {
            self.pages.insert(page.page().header().number, page.into_page());
        }
        for page in plan.carry {
            self.pages.insert(page.page().header().number, page.into_page());
        }
        for page in plan.wait {
            self.waiting.insert((page.page().header().number, page.page().hash()), page);
        }
        for (page, reason) in plan.hold {
            let at = (page.page().header().number, page.page().hash());
            self.held.insert(at, (page, reason));
        }
        self.head = plan.outcome.head;
        self.head_received_at = plan.outcome.head_received_at;
        plan.outcome
    }
}

impl Keeper for MemoryKeeper {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        self.commits += 1;
        Ok(batch.into_iter().map(|delivery| self.deliver(delivery)).collect())
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        self.decisions.push(decision);
        if let Decision::AdmitBranch { journal, number, hash } = decision {
            self.choose(journal, number, hash, at);
            return Ok(());
        }
        let touched: Vec<_> = self
            .journals
            .iter()
            .filter(|(_, kept)| !kept.held.is_empty())
            .filter_map(|(journal, kept)| kept.author.clone().map(|author| (*journal, author)))
            .collect();
        for (journal, author) in touched {
            let Some(kept) = self.journals.get_mut(&journal) else { continue };
            let again = std::mem::take(&mut kept.held).into_values().map(|(page, _)| page);
            let again = again.collect();
            // What is kept is never refused, not even where the invitation's quota is full.
            self.take(&author, journal, again, at, Quota::UNBOUNDED);
        }
        Ok(())
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        Ok(self.journals.get(&journal).map(|kept| Standing {
            status: kept
                .author
                .as_ref()
                .map_or(Status::Good, |(_, chain)| self.status(chain, journal)),
            head: kept.head,
            head_received_at: kept.head_received_at,
            waiting: kept.waiting.keys().copied().collect(),
            held: kept
                .held
                .iter()
                .map(|((number, hash), (_, reason))| HeldPage {
                    number: *number,
                    hash: *hash,
                    reason: *reason,
                })
                .collect(),
        }))
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        let mut run = Run { pages: Vec::new(), more: false };
        let mut left = budget_bytes;
        let Some(kept) = self.journals.get(&journal) else { return Ok(run) };
        for page in kept.pages.range(after.next()..).map(|(_, page)| page) {
            let fits = page.bytes().len() <= left;
            if !fits && !run.pages.is_empty() {
                run.more = true;
                break;
            }
            left = left.saturating_sub(page.bytes().len());
            run.pages.push(page.clone());
        }
        Ok(run)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        let journal = page.page().header().journal;
        if *self.own.entry(recipient).or_insert(journal) != journal {
            return Err(KeeperError::NotNext);
        }
        let kept = self.journals.entry(journal).or_insert_with(|| Kept::new(None));
        let verified = kept.head.link(page).map_err(|_| KeeperError::NotNext)?;
        kept.head = verified.page().head();
        kept.pages.insert(kept.head.number, verified.into_page());
        Ok(kept.head)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        Ok(self
            .own
            .get(&recipient)
            .and_then(|journal| self.journals.get(journal).map(|kept| (*journal, kept.head))))
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        Ok(self.words.get(&journal).cloned().unwrap_or_default())
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        for note in notes {
            let claimed = note.claimed();
            let at = (claimed.journal, claimed.relay);
            let newer =
                |old: &Attested<CustodyNote>| old.claimed().received_at <= claimed.received_at;
            if self.custody.get(&at).is_none_or(newer) {
                self.custody.insert(at, note.clone());
            }
        }
        Ok(())
    }
}

//! What a keeper in memory carries at a relay, as its lead's outbox sees it.
//!
//! The relay's host and the lead's outbox work on one keeper, so it is shared behind a lock and
//! locked for single calls. Headquarters' words are kept as they came and handed back.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Kept, MemoryKeeper};
use crate::attested::Attested;
use crate::certificate::Certificate;
use crate::contact::Position;
use crate::ids::{Hash, JournalId, PageNumber};
use crate::keeper::{
    Decision, Delivery, Keeper, KeeperError, Outcome, Recipient, Run, Standing, Word,
};
use crate::page::{Head, Page, Signed};
use crate::receipts::{CustodyNote, Held, Receipt};

/// One keeper for a relay's host and its lead's outbox.
pub type SharedKeeper = Arc<Mutex<MemoryKeeper>>;

/// One carried journal: what is known of it, and what headquarters lacks as far as is known.
#[derive(Debug, Clone)]
pub struct CarriedJournal {
    /// The author's certificate.
    pub certificate: Certificate,
    /// The last page receipted as far as is known.
    pub receipted: Position,
    /// Pages without headquarters' word, quarantined ones included, by number.
    pub pages: Vec<Page>,
}

/// What a receipt for a carried journal did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarriedReceipt {
    /// Nothing is carried for this journal.
    NotCarried,
    /// It names a carried page's number with another hash.
    Foreign,
    /// It was kept; so many carried pages are receipted now that were not before.
    Taken(u64),
}

impl MemoryKeeper {
    /// Locks a shared keeper.
    pub fn lock(shared: &SharedKeeper) -> MutexGuard<'_, Self> {
        shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets headquarters' words on a journal, for a relay to hand back.
    pub fn give_word(&mut self, journal: JournalId, word: Word) {
        self.words.insert(journal, word);
    }

    /// Relays' custody notes kept for a journal.
    pub fn custody(&self, journal: JournalId) -> Vec<Attested<CustodyNote>> {
        let of = |((one, _), _): &(&(JournalId, JournalId), _)| *one == journal;
        self.custody.iter().filter(of).map(|(_, note)| note.clone()).collect()
    }

    /// Every journal carried for others, in the order of their ids.
    pub fn carried(&self) -> Vec<CarriedJournal> {
        let one = |(journal, kept): (&JournalId, &Kept)| {
            let (certificate, _) = kept.author.clone()?;
            let head = self.receipted_of(*journal);
            let covered = linked(kept, head);
            let told: BTreeSet<Hash> = self.told(*journal).iter().map(|held| held.hash).collect();
            let mut pages: Vec<Page> = kept.pages.values().cloned().collect();
            pages.extend(kept.held.values().map(|(page, _)| page.page().clone()));
            let known = |hash: &Hash| covered.contains(hash) || self.settled.contains(hash);
            pages.retain(|page| !known(&page.hash()) && !told.contains(&page.hash()));
            pages.sort_by_key(|page| (page.header().number, page.hash()));
            let receipted = Position { journal: *journal, number: head.number, hash: head.hash };
            Some(CarriedJournal { certificate, receipted, pages })
        };
        self.journals.iter().filter_map(one).collect()
    }

    /// Keeps headquarters' receipt for a carried journal; its signature was checked.
    pub fn take_receipt(&mut self, receipt: &Attested<Receipt>) -> CarriedReceipt {
        let Receipt { journal, number, hash, .. } = *receipt.claimed();
        let Some(kept) = self.carried_kept(journal) else { return CarriedReceipt::NotCarried };
        if kept.pages.get(&number).is_some_and(|page| page.hash() != hash) {
            return CarriedReceipt::Foreign;
        }
        let before = self.receipted_of(journal).number;
        if number <= before {
            return CarriedReceipt::Taken(0);
        }
        let newly = linked(kept, Head { number, hash }).len();
        let newly = newly.saturating_sub(linked(kept, self.receipted_of(journal)).len()) as u64;
        self.words.entry(journal).or_default().receipt = Some(receipt.encode());
        CarriedReceipt::Taken(newly)
    }

    /// Headquarters was given these pages and neither refused nor held them: as far as it has
    /// receipted their journal it has these very pages. Gives how many that says more of.
    pub fn settle(&mut self, pages: impl Iterator<Item = (JournalId, Head)>) -> u64 {
        let mut more = 0;
        for (journal, head) in pages {
            let receipted = self.receipted_of(journal);
            let Some(kept) = self.carried_kept(journal) else { continue };
            if head.number > receipted.number || linked(kept, receipted).contains(&head.hash) {
                continue;
            }
            more += u64::from(self.settled.insert(head.hash));
        }
        more
    }

    /// Keeps headquarters' Held for a carried page; its signature was checked. Whether it was
    /// news of a carried page.
    pub fn take_held(&mut self, held: &Attested<Held>) -> bool {
        let Held { journal, key, .. } = *held.claimed();
        let bytes = held.encode();
        if key == 0 || self.carried_kept(journal).is_none() {
            return false;
        }
        let word = self.words.entry(journal).or_default();
        let news = !word.held.contains(&bytes);
        if news {
            word.held.push(bytes);
        }
        news
    }

    /// Which journal of headquarters' is for which carried device.
    pub fn take_owns(&mut self, owns: &[(JournalId, JournalId)]) {
        for (device, own) in owns {
            if self.carried_kept(*device).is_some() {
                self.own.entry(Recipient::Device(*device)).or_insert(*own);
            }
        }
    }

    /// Keeps a page of headquarters' for a carried device, or of the common journal. Whether
    /// it was the next one.
    pub fn take_page(&mut self, common: JournalId, page: &Signed<Page>) -> bool {
        let journal = page.page().header().journal;
        let recipient = match journal == common {
            true => Some(Recipient::Common),
            false => self.own.iter().find(|(_, own)| **own == journal).map(|(to, _)| *to),
        };
        recipient.is_some_and(|recipient| self.keep_own(recipient, page.clone()).is_ok())
    }

    /// Heads of headquarters' journals kept for carried devices.
    pub fn handed_heads(&self) -> Vec<(JournalId, Head)> {
        let devices = self.own.iter().filter(|(to, _)| matches!(to, Recipient::Device(_)));
        devices
            .map(|(_, own)| (*own, self.journals.get(own).map_or(Head::START, |kept| kept.head)))
            .collect()
    }

    fn carried_kept(&self, journal: JournalId) -> Option<&Kept> {
        self.journals.get(&journal).filter(|kept| kept.author.is_some())
    }

    fn receipted_of(&self, journal: JournalId) -> Head {
        let bytes = self.words.get(&journal).and_then(|word| word.receipt.as_ref());
        match bytes.map(|bytes| Attested::<Receipt>::decode(bytes)) {
            Some(Ok(receipt)) => {
                let Receipt { number, hash, .. } = *receipt.claimed();
                Head { number, hash }
            }
            Some(Err(_)) | None => Head::START,
        }
    }

    fn told(&self, journal: JournalId) -> Vec<Held> {
        let held = self.words.get(&journal).map(|word| word.held.as_slice()).unwrap_or_default();
        let read = |bytes: &Vec<u8>| Attested::<Held>::decode(bytes).ok();
        held.iter().filter_map(read).map(|held| held.claimed().clone()).collect()
    }
}

/// What a receipt covers of the carried pages, by hash from page to page. Below a gap it says
/// nothing: a copied device may have two pages of that number.
fn linked(kept: &Kept, receipted: Head) -> BTreeSet<Hash> {
    let (mut covered, mut expected) = (BTreeSet::new(), receipted);
    loop {
        let linked = kept.pages.get(&expected.number).filter(|page| page.hash() == expected.hash);
        let apart = kept.held.get(&(expected.number, expected.hash));
        let Some(page) = linked.or_else(|| apart.map(|(page, _)| page.page())) else { break };
        covered.insert(expected.hash);
        let Some(number) = expected.number.0.checked_sub(1) else { break };
        expected = Head { number: PageNumber(number), hash: page.header().previous };
    }
    covered
}

impl Keeper for SharedKeeper {
    fn commit(&mut self, batch: Vec<Delivery>) -> Result<Vec<Outcome>, KeeperError> {
        MemoryKeeper::lock(self).commit(batch)
    }

    fn decide(&mut self, decision: Decision, at: i64) -> Result<(), KeeperError> {
        MemoryKeeper::lock(self).decide(decision, at)
    }

    fn standing(&self, journal: JournalId) -> Result<Option<Standing>, KeeperError> {
        MemoryKeeper::lock(self).standing(journal)
    }

    fn pages(
        &self,
        journal: JournalId,
        after: PageNumber,
        budget_bytes: usize,
    ) -> Result<Run, KeeperError> {
        MemoryKeeper::lock(self).pages(journal, after, budget_bytes)
    }

    fn keep_own(&mut self, recipient: Recipient, page: Signed<Page>) -> Result<Head, KeeperError> {
        MemoryKeeper::lock(self).keep_own(recipient, page)
    }

    fn own_journal(&self, recipient: Recipient) -> Result<Option<(JournalId, Head)>, KeeperError> {
        MemoryKeeper::lock(self).own_journal(recipient)
    }

    fn word(&self, journal: JournalId) -> Result<Word, KeeperError> {
        MemoryKeeper::lock(self).word(journal)
    }

    fn keep_custody(&mut self, notes: &[Attested<CustodyNote>]) -> Result<(), KeeperError> {
        MemoryKeeper::lock(self).keep_custody(notes)
    }
}

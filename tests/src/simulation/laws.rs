//! What must hold, and the book that knows what happened.
//!
//! The book is written by the steps and read by the laws; no part under test sees it. Pages are
//! followed by their hashes, so that nothing needs to be opened.

use std::collections::{BTreeMap, BTreeSet};

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::contact::SyncRequest;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::keeper::Keeper;
use journal::memory::{MemoryKeeper, MemoryOutbox};
use journal::page::Page;
use journal::receipts::{CustodyNote, Held, HeldReason, Receipt};

use super::device::Device;

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{law}: {detail}")]
pub struct Broken {
    /// Which law.
    pub law: &'static str,
    /// What was found.
    pub detail: String,
}

fn broken(law: &'static str, detail: impl Into<String>) -> Broken {
    Broken { law, detail: detail.into() }
}

/// What happened, as nobody in the day knows it.
#[derive(Default)]
pub(super) struct Book {
    /// Events in each page ever sealed.
    contents: BTreeMap<Hash, Vec<u64>>,
    /// Pages that ever left their device, under a journal's number.
    left: BTreeMap<(JournalId, PageNumber), BTreeSet<Hash>>,
    /// Journals that a copied device may write a second time.
    copied: BTreeSet<JournalId>,
    /// Events whose only copy was on a device that its person wiped.
    wiped: BTreeSet<u64>,
    /// What each relay said that it carries, since its folder was last lost.
    promised: BTreeMap<usize, BTreeSet<Hash>>,
    /// Pages that headquarters ever said it has, receipted or held.
    told: BTreeSet<Hash>,
    /// Headquarters was put back to an older state.
    restored: bool,
    /// Pages that it lost by this and has not been given again.
    lost: BTreeSet<Hash>,
}

/// What headquarters has: pages that count, and pages in quarantine.
pub(super) struct Holdings {
    counted: BTreeMap<JournalId, Vec<Hash>>,
    held: BTreeMap<Hash, HeldReason>,
}

impl Book {
    /// A page was sealed with these events, and that is durable.
    pub(super) fn sealed(&mut self, page: &Page, ids: Vec<u64>) {
        self.contents.insert(page.hash(), ids);
    }

    /// A request left a device with these pages in it.
    pub(super) fn left(&mut self, body: &[u8]) {
        let pages = SyncRequest::decode(body).map(|request| request.pages).unwrap_or_default();
        for page in pages {
            let at = (page.header().journal, page.header().number);
            self.left.entry(at).or_default().insert(page.hash());
        }
    }

    /// Headquarters answered.
    pub(super) fn told(&mut self, answer: &[u8]) {
        let Ok(answer) = Attested::<SyncAnswer>::decode(answer) else { return };
        let answer = answer.claimed();
        let receipts =
            answer.receipts.iter().filter_map(|one| Attested::<Receipt>::decode(one).ok());
        self.told.extend(receipts.map(|receipt| receipt.claimed().hash));
        let held = answer.held.iter().filter_map(|one| Attested::<Held>::decode(one).ok());
        self.told.extend(held.map(|held| held.claimed().hash));
    }

    /// Headquarters is put back from one state to an older one.
    pub(super) fn restored(&mut self, from: &MemoryKeeper, to: &MemoryKeeper) {
        self.restored = true;
        let journals: BTreeSet<JournalId> = self.left.keys().map(|(journal, _)| *journal).collect();
        for journal in journals {
            let kept = everything(to, journal);
            self.lost.extend(everything(from, journal).difference(&kept));
        }
    }

    /// A page's bytes were made again: what no program may do.
    pub(super) fn sealed_again(&mut self, page: &Page, old: Hash) {
        let ids = self.contents.get(&old).cloned().unwrap_or_default();
        self.sealed(page, ids);
    }

    /// A device was copied: its journal may grow two branches.
    pub(super) fn copied(&mut self, journal: JournalId) {
        self.copied.insert(journal);
    }

    /// A device was wiped by its person.
    pub(super) fn wiped(&mut self, device: &Device) {
        self.wiped.extend(&device.acknowledged);
    }

    /// A relay gave its word for these pages. Where a number has two branches the note's word
    /// names one of them, and which of the earlier pages lies there cannot be told from it.
    pub(super) fn promised(&mut self, relay: usize, note: &CustodyNote) {
        let missing =
            |number: PageNumber| note.gaps.iter().any(|(from, to)| (*from..=*to).contains(&number));
        let run = (note.journal, note.first)..=(note.journal, note.number);
        let pages = self.left.range(run).filter(|((_, number), _)| !missing(*number));
        let alone = pages.filter(|(_, hashes)| hashes.len() == 1);
        self.promised.entry(relay).or_default().extend(alone.flat_map(|(_, hashes)| hashes));
    }

    /// A relay's folder was lost with all it carried.
    pub(super) fn relay_wiped(&mut self, relay: usize) {
        self.promised.remove(&relay);
    }

    fn ids<'b>(&'b self, hashes: impl Iterator<Item = &'b Hash>) -> impl Iterator<Item = u64> {
        hashes.filter_map(|hash| self.contents.get(hash)).flatten().copied()
    }

    /// One byte string for a journal's number, ever, unless a device was copied. What a crash took
    /// before anybody saw it is no page.
    pub(super) fn one_page_a_number(&self) -> Result<(), Broken> {
        let twice = self
            .left
            .iter()
            .find(|((journal, _), hashes)| hashes.len() > 1 && !self.copied.contains(journal));
        match twice {
            None => Ok(()),
            Some(((journal, number), _)) => {
                Err(broken("one byte string a number", format!("{journal} page {}", number.0)))
            }
        }
    }

    /// A receipt implies durable: the page it names is kept byte for byte, and so all before it,
    /// unless headquarters lost that very page when it was put back.
    pub(super) fn receipts_hold(
        &mut self,
        devices: &[Device],
        headquarters: &MemoryKeeper,
    ) -> Result<(), Broken> {
        for outbox in devices.iter().flat_map(Device::journals) {
            let (journal, number) = (outbox.journal(), outbox.receipted);
            let Some(before) = number.0.checked_sub(1) else { continue };
            let mine = outbox.pages.iter().find(|page| page.header().number == number);
            let kept = headquarters.pages(journal, PageNumber(before), 0);
            let kept = kept.ok().and_then(|run| run.pages.into_iter().next());
            if mine.is_some() && mine == kept.as_ref() {
                let back = outbox.pages.iter().filter(|page| page.header().number <= number);
                back.for_each(|page| {
                    self.lost.remove(&page.hash());
                });
            } else if !mine.is_some_and(|page| self.is_excused(outbox, page, headquarters)) {
                let detail = format!("{journal} is receipted to {}", number.0);
                return Err(broken("a receipt implies durable", detail));
            }
        }
        Ok(())
    }

    /// Headquarters' disk lost the receipted page, or it waits there above one that was lost.
    fn is_excused(&self, outbox: &MemoryOutbox, page: &Page, headquarters: &MemoryKeeper) -> bool {
        let below = |other: &&Page| other.header().number < page.header().number;
        let mut before = outbox.pages.iter().filter(below);
        let waits = || everything(headquarters, outbox.journal()).contains(&page.hash());
        self.lost.contains(&page.hash())
            || (before.any(|other| self.lost.contains(&other.hash())) && waits())
    }

    /// What was acknowledged stands on the device that acknowledged it.
    pub(super) fn kept_on_the_device(&self, devices: &[Device]) -> Result<(), Broken> {
        for device in devices {
            let pages = device.journals().flat_map(|outbox| &outbox.pages).map(Page::hash);
            let hashes: Vec<Hash> = pages.collect();
            let mut there: BTreeSet<u64> = self.ids(hashes.iter()).collect();
            there.extend(device.unsealed());
            if let Some(lost) = device.acknowledged.difference(&there).next() {
                return Err(broken("acknowledged is never lost", format!("event {lost}")));
            }
        }
        Ok(())
    }

    /// After everything healed: all is at headquarters, once, or in its quarantine.
    pub(super) fn all_is_there(
        &self,
        devices: &[Device],
        holdings: &Holdings,
    ) -> Result<(), Broken> {
        let mut times: BTreeMap<u64, u32> = BTreeMap::new();
        for id in self.ids(holdings.counted.values().flatten()) {
            *times.entry(id).or_default() += 1;
        }
        if let Some((id, _)) = times.iter().find(|(_, times)| **times > 1) {
            return Err(broken("never counted twice", format!("event {id}")));
        }
        let mut held: BTreeSet<u64> = self.ids(holdings.held.keys()).collect();
        if self.restored {
            // A restored headquarters may have lost its quarantine and nothing that it receipted:
            // then the device cannot know, and still has the page and the signed Held.
            let told = devices.iter().flat_map(Device::journals).flat_map(|one| &one.held);
            let told: Vec<Hash> = told.map(|held| held.hash).collect();
            held.extend(self.ids(told.iter()));
        }
        for device in devices {
            let lost = device.acknowledged.iter().find(|id| {
                !times.contains_key(id) && !held.contains(id) && !self.wiped.contains(id)
            });
            if let Some(lost) = lost {
                let detail = format!("event {lost}{}", self.whereabouts(device, *lost));
                return Err(broken("after healing nothing is missing", detail));
            }
        }
        Ok(())
    }

    /// What an honest relay took into custody has come home, whatever became of its device.
    pub(super) fn custody_is_kept(
        &self,
        headquarters: &MemoryKeeper,
        holdings: &Holdings,
    ) -> Result<(), Broken> {
        let counted: BTreeSet<&Hash> = holdings.counted.values().flatten().collect();
        let waits = |journal: JournalId, hash: &Hash| {
            let standing = headquarters.standing(journal).ok().flatten();
            standing.is_some_and(|known| known.waiting.iter().any(|(_, one)| one == hash))
        };
        for ((journal, number), hashes) in &self.left {
            for hash in hashes {
                let promised = self.promised.values().any(|pages| pages.contains(hash));
                let there = counted.contains(hash)
                    || holdings.held.contains_key(hash)
                    || waits(*journal, hash)
                    || self.lost.contains(hash);
                if promised && !there {
                    let detail = format!("{journal} page {}", number.0);
                    return Err(broken("custody is kept", detail));
                }
            }
        }
        Ok(())
    }

    /// Where on its device an event stands, for whoever replays the seed.
    fn whereabouts(&self, device: &Device, id: u64) -> String {
        for outbox in device.journals() {
            for page in &outbox.pages {
                if self.contents.get(&page.hash()).is_some_and(|ids| ids.contains(&id)) {
                    let number = page.header().number.0;
                    let (receipted, waits) = (outbox.receipted.0, outbox.waits(page));
                    return format!(
                        " in page {number} of {}, receipted to {receipted}, offered: {waits}, \
                         alarms {:?}",
                        outbox.journal(),
                        outbox.alarms
                    );
                }
            }
        }
        " in no page".to_owned()
    }

    /// Of several pages under one number at most one counts, and each other that headquarters
    /// said it has is in its quarantine, whatever became of its device.
    pub(super) fn forks_are_named(
        &self,
        headquarters: &MemoryKeeper,
        holdings: &Holdings,
    ) -> Result<(), Broken> {
        let counted: BTreeSet<Hash> = holdings.counted.values().flatten().copied().collect();
        for ((journal, number), hashes) in self.left.iter().filter(|(_, all)| all.len() > 1) {
            let both = hashes.iter().filter(|hash| counted.contains(hash)).count();
            if both > 1 {
                let detail = format!("{journal} page {} counts twice", number.0);
                return Err(broken("forks are named", detail));
            }
            let kept = everything(headquarters, *journal);
            let told = hashes.iter().filter(|hash| self.told.contains(*hash));
            let silent = told.filter(|hash| !kept.contains(hash) && !self.lost.contains(hash));
            if silent.count() > 0 {
                let detail = format!("{journal} page {} is named nowhere", number.0);
                return Err(broken("forks are named", detail));
            }
        }
        Ok(())
    }

    /// Whatever came on which way: headquarters has only pages that a device sealed.
    pub(super) fn nothing_is_made_up(&self, holdings: &Holdings) -> Result<(), Broken> {
        let mut all = holdings.counted.values().flatten().chain(holdings.held.keys());
        match all.find(|hash| !self.contents.contains_key(hash)) {
            None => Ok(()),
            Some(hash) => Err(broken("only what was sealed is kept", format!("page {hash}"))),
        }
    }

    /// After healing every journal's head is the same on the device and at headquarters, except
    /// where headquarters holds the rest in quarantine.
    pub(super) fn heads_are_equal(
        &self,
        devices: &[Device],
        headquarters: &MemoryKeeper,
        holdings: &Holdings,
    ) -> Result<(), Broken> {
        for outbox in devices.iter().flat_map(Device::journals) {
            let known = headquarters.standing(outbox.journal()).ok().flatten();
            let head = known.map_or(PageNumber(0), |known| known.head.number);
            let counted = |page: &Page| {
                let hashes = holdings.counted.get(&outbox.journal());
                hashes.is_some_and(|hashes| hashes.contains(&page.hash()))
            };
            let told = |page: &Page| {
                self.restored && outbox.held.iter().any(|held| held.hash == page.hash())
            };
            let settled = |page: &Page| {
                counted(page) || holdings.held.contains_key(&page.hash()) || told(page)
            };
            if let Some(page) = outbox.pages.iter().find(|page| !settled(page)) {
                let detail = format!(
                    "{} page {} (headquarters has {})",
                    outbox.journal(),
                    page.header().number.0,
                    head.0
                );
                return Err(broken("after healing all heads are equal", detail));
            }
        }
        Ok(())
    }
}

/// All that headquarters has of a journal, wherever it lies.
fn everything(headquarters: &MemoryKeeper, journal: JournalId) -> BTreeSet<Hash> {
    let pages = headquarters.pages(journal, PageNumber(0), usize::MAX);
    let standing = headquarters.standing(journal).ok().flatten();
    let (waiting, held) = standing.map(|known| (known.waiting, known.held)).unwrap_or_default();
    let pages = pages.map(|run| run.pages).unwrap_or_default();
    let kept = pages.iter().map(Page::hash).chain(waiting.into_iter().map(|(_, hash)| hash));
    kept.chain(held.into_iter().map(|page| page.hash)).collect()
}

impl Holdings {
    /// Reads them from headquarters' keeper, of every journal that ever left a device.
    pub(super) fn of(headquarters: &MemoryKeeper, book: &Book) -> Self {
        let mut holdings = Self { counted: BTreeMap::new(), held: BTreeMap::new() };
        let journals: BTreeSet<JournalId> = book.left.keys().map(|(journal, _)| *journal).collect();
        for journal in journals {
            let Ok(Some(standing)) = headquarters.standing(journal) else { continue };
            let run = headquarters.pages(journal, PageNumber(0), usize::MAX);
            let counts = |page: &Page| standing.status.against(page.header().number).is_none();
            let pages = run.map(|run| run.pages).unwrap_or_default();
            let (counted, other): (Vec<_>, Vec<_>) = pages.into_iter().partition(counts);
            holdings.counted.insert(journal, counted.iter().map(Page::hash).collect());
            for page in other {
                holdings.held.insert(page.hash(), HeldReason::Revoked);
            }
            holdings.held.extend(standing.held.iter().map(|held| (held.hash, held.reason)));
        }
        holdings
    }

    /// Everything in one value, for comparing before and after.
    pub(super) fn all(&self) -> (Vec<Hash>, Vec<Hash>) {
        let counted = self.counted.values().flatten().copied().collect();
        (counted, self.held.keys().copied().collect())
    }
}

/// No contact went on for ever.
pub(super) fn is_bounded(requests: usize) -> Result<(), Broken> {
    match requests <= sync::limits::REQUESTS_PER_CONTACT_MAX {
        true => Ok(()),
        false => Err(broken("no contact runs for ever", format!("{requests} requests"))),
    }
}

/// Healing came to an end.
pub(super) fn never_settles(rounds: usize) -> Broken {
    broken("healing comes to an end", format!("still moving after {rounds} rounds"))
}

/// A second delivery of everything changed something.
pub(super) fn twice_is_not_once() -> Broken {
    broken("twice is once", "a second delivery changed what headquarters has")
}

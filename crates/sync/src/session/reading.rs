//! What an answer takes from the keeper, read after the commit and before anything is signed.
//!
//! Headquarters' pages for the sender and, to a lead, for the devices it carries for; at a relay
//! headquarters' stored words, passed byte for byte; at headquarters the heads of journals asked
//! about. Every list is bounded by the answer's limits. Rejected: reading while signing, which
//! would keep the one writer waiting for signatures.

use journal::answer::Have;
use journal::contact::{PAGES_MAX, Position};
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{Keeper, KeeperError, Recipient, Word};
use journal::page::{Head, Page};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Words;
use super::opening::Opened;
use crate::limits::ANSWER_PAGES_BYTES_BUDGET;

/// Which of headquarters' pages and words to read for the answer.
#[derive(Debug)]
pub(crate) struct Reading {
    common: JournalId,
    /// The device's journals, the current one first.
    devices: Vec<JournalId>,
    /// Other devices' journals whose pages came with this request.
    others: Vec<JournalId>,
    /// Journals the sender carries, up to where it knows receipts.
    positions: Vec<Position>,
    held: Vec<Position>,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) pages: Vec<Page>,
    pub(crate) own: Option<JournalId>,
    /// Carried device's journal, headquarters' journal for it.
    pub(crate) owns: Vec<(JournalId, JournalId)>,
    /// Headquarters' stored words in the order they go out: the sender's, then what it carries.
    pub(crate) words: Vec<(JournalId, Word)>,
    /// Journals asked about whose head here is beyond the receipt the sender knows.
    pub(crate) heads: Vec<(JournalId, Head, i64)>,
    /// Journals asked about of which less is here than the sender knows to be receipted.
    pub(crate) behind: Vec<Have>,
    pub(crate) positions: BTreeMap<JournalId, PageNumber>,
    pub(crate) more: bool,
}

impl Reading {
    pub(crate) fn of(opened: &Opened, words: &Words) -> Self {
        let mut others: Vec<JournalId> = Vec::new();
        for page in &opened.pages {
            let journal = page.page().header().journal;
            if opened.chain.link_of(journal).is_none() && !others.contains(&journal) {
                others.push(journal);
            }
        }
        Self {
            common: words.keys.list().common,
            devices: opened.chain.links().iter().rev().map(|link| link.journal).collect(),
            others,
            positions: opened.positions.clone(),
            held: opened.hello.held.clone(),
        }
    }

    /// Headquarters' pages after what the device holds, within the budget, and its words.
    pub(crate) fn read(self, keeper: &dyn Keeper) -> Result<Given, KeeperError> {
        // What is written for a device just met is not there yet: it asks once more.
        let owed = self.devices.first().is_some_and(|device| keeper.owes(*device));
        let mut given = Given { more: owed, ..Given::default() };
        for journal in &self.devices {
            if let Some((journal, _)) = keeper.own_journal(Recipient::Device(*journal))? {
                given.own = Some(journal);
                break;
            }
        }
        for position in &self.positions {
            let recipient = Recipient::Device(position.journal);
            if let Some((own, _)) = keeper.own_journal(recipient)? {
                given.owns.push((position.journal, own));
            }
        }
        self.read_words(keeper, &mut given)?;
        self.read_pages(keeper, &mut given)?;
        Ok(given)
    }

    fn read_words(&self, keeper: &dyn Keeper, given: &mut Given) -> Result<(), KeeperError> {
        for position in &self.positions {
            given.positions.insert(position.journal, position.number);
            let known = keeper.standing(position.journal)?;
            let (head, at) = known.map_or((Head::START, 0), |k| (k.head, k.head_received_at));
            match head.number.cmp(&position.number) {
                Ordering::Greater => given.heads.push((position.journal, head, at)),
                Ordering::Equal => {}
                Ordering::Less => {
                    let (journal, Head { number, hash }) = (position.journal, head);
                    given.behind.push(Have { journal, number, hash, waiting: Vec::new() });
                }
            }
        }
        let asked = self.positions.iter().map(|position| &position.journal);
        let mut seen = BTreeSet::new();
        for journal in self.devices.iter().chain(&self.others).chain(asked) {
            if seen.insert(*journal) {
                given.words.push((*journal, keeper.word(*journal)?));
            }
        }
        Ok(())
    }

    fn read_pages(&self, keeper: &dyn Keeper, given: &mut Given) -> Result<(), KeeperError> {
        let mut left = ANSWER_PAGES_BYTES_BUDGET;
        let theirs: Vec<JournalId> = given.owns.iter().map(|(_, own)| *own).collect();
        for journal in std::iter::once(self.common).chain(given.own).chain(theirs) {
            let after = self.held.iter().find(|position| position.journal == journal);
            let after = after.map_or(PageNumber(0), |position| position.number);
            let room = PAGES_MAX.saturating_sub(given.pages.len());
            if left == 0 || room == 0 {
                // Whether there is more is known when the device asks again.
                given.more = true;
                break;
            }
            let mut run = keeper.pages(journal, after, left)?;
            // The budget is one page at least for each journal; all of them together keep to it.
            if !given.pages.is_empty() && run.pages.first().is_some_and(|p| p.bytes().len() > left)
            {
                given.more = true;
                break;
            }
            given.more |= run.more || run.pages.len() > room;
            run.pages.truncate(room);
            let bytes: usize = run.pages.iter().map(|page| page.bytes().len()).sum();
            left = left.saturating_sub(bytes);
            given.pages.extend(run.pages);
        }
        Ok(())
    }
}

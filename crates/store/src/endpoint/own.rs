//! Headquarters' own journals: an event is kept, folded and sealed in one transaction.
//!
//! The common journal is sealed to the members' key, a device's to that device's current key, and
//! what only the desk keeps (announced figures) is offered to nobody. The
//! kept events are what views are made of; devices get the pages. It refuses a device that has
//! made no contact yet: its key is not known. Rejected: opening the own pages again to fold
//! them, which headquarters could not do for a device's.

use domain::{Event, Fold, Stamped};
use journal::event::{EventBytes, EventClock};
use journal::ids::{JournalId, Ordinal};
use journal::keeper::{Decision, Recipient};
use journal::keys::{SealSecret, SigningKey};
use journal::page::{Head, Page};
use journal::seal::{Draft, DraftEvent, Reader, SealError};
use rand_core::CryptoRng;
use rusqlite::params;

use super::EndpointStore;
use super::tables::JournalRow;
use crate::error::{Result, StoreError};
use crate::rows;

/// How headquarters signs its own pages.
pub struct Writing<'a> {
    /// The journal key of the key list.
    pub key: &'a SigningKey,
    /// The endpoint's boot and drift.
    pub clock: EventClock,
    /// The endpoint's wall clock, Unix seconds.
    pub sealed_at: i64,
}

/// Events a page of headquarters takes at most.
const EVENTS_PER_PAGE: usize = 500;

impl EndpointStore {
    /// Keeps, folds and seals events of headquarters in one transaction; gives the new head.
    ///
    /// # Errors
    /// `Refused` for a device that has made no contact yet.
    pub fn publish(
        &mut self,
        recipient: Recipient,
        events: &[Event],
        writing: &Writing<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Head> {
        self.write(|store| store.publish_one(recipient, events, writing, rng))
    }

    /// The same for many recipients at once, still one transaction: all or none.
    ///
    /// # Errors
    /// `Refused` if one of them has made no contact yet.
    pub fn publish_all(
        &mut self,
        all: &[(Recipient, Vec<Event>)],
        writing: &Writing<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        self.write(|store| {
            all.iter().try_for_each(|(recipient, events)| {
                store.publish_one(*recipient, events, writing, rng).map(drop)
            })
        })
    }

    /// Publishes what is due after what the recipient was told, which `due` sees in the same
    /// transaction: two processes at once cannot say one thing twice. Nothing due, nothing
    /// written. Gives how many events that were.
    ///
    /// # Errors
    /// `Refused` for a device that has made no contact yet.
    pub fn publish_due(
        &mut self,
        recipient: Recipient,
        due: impl FnOnce(&Fold) -> Vec<Event>,
        writing: &Writing<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<usize> {
        self.write(|store| {
            let events = due(&store.own_fold(recipient)?);
            if !events.is_empty() {
                store.publish_one(recipient, &events, writing, rng)?;
            }
            Ok(events.len())
        })
    }

    pub(super) fn publish_one(
        &mut self,
        recipient: Recipient,
        events: &[Event],
        writing: &Writing<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Head> {
        let reader = self.reader_of(recipient)?;
        let journal = self.own_id(recipient, rng)?;
        let mut rest = events;
        while !rest.is_empty() {
            let mut take = rest.len().min(EVENTS_PER_PAGE);
            let page = loop {
                let some = rest.get(..take).unwrap_or_default();
                let draft = self.draft(recipient, journal, some, writing)?;
                match draft.seal(&reader, writing.key, rng) {
                    Ok(sealed) => break sealed.page,
                    Err(SealError::TooMuch) if take > 1 => take /= 2,
                    Err(error) => return Err(StoreError::Journal(error.to_string())),
                }
            };
            let page = self
                .keys
                .check_page(page)
                .map_err(|_| StoreError::Refused("the journal key is not in the key list"))?;
            if self.link_own(recipient, page)?.is_none() {
                return Err(StoreError::Refused("the page does not follow the head"));
            }
            let (now, later) = rest.split_at(take);
            self.keep_events(recipient, now, writing.clock)?;
            rest = later;
        }
        let row = self.own_row(recipient)?;
        Ok(row.map_or(Head::START, |row| row.head))
    }

    /// Takes the common journal back from copies of its pages, as an invitation holds them:
    /// checked, linked, opened with the members' key, kept and folded. The decisions that
    /// `decided` finds in it are taken again in the same transaction, so that no restored endpoint
    /// counts for a moment what was revoked.
    ///
    /// # Errors
    /// `Refused` for a page that is not ours, does not open or does not follow, or `decided`
    /// failed; then nothing is kept.
    pub fn restore_common(
        &mut self,
        pages: Vec<Page>,
        members: &SealSecret,
        decided: impl FnOnce(&[Stamped]) -> Result<Vec<Decision>>,
        at: i64,
    ) -> Result<()> {
        self.write(|store| {
            for page in pages {
                store.restore_page(page, members)?;
            }
            let decisions = decided(&store.own_events(Recipient::Common)?)?;
            store.take_decisions(&decisions, at)
        })
    }

    fn restore_page(&mut self, page: Page, members: &SealSecret) -> Result<()> {
        let opened = page
            .open(members)
            .map_err(|_| StoreError::Refused("a page of the common journal is sealed"))?;
        let page = self
            .keys
            .check_page(page)
            .map_err(|_| StoreError::Refused("a page is not signed by headquarters"))?;
        if self.link_own(Recipient::Common, page)?.is_none() {
            return Err(StoreError::Refused("the page does not follow the head"));
        }
        for opened in opened.events {
            let event = Event::decode(opened.bytes.as_slice())
                .map_err(|error| StoreError::Domain(error.to_string()))?;
            self.keep_events(Recipient::Common, &[event], opened.clock)?;
        }
        Ok(())
    }

    /// Headquarters' journal for a recipient as folded; empty before its first page.
    pub fn own_fold(&self, recipient: Recipient) -> Result<Fold> {
        match self.own_row(recipient)? {
            Some(row) => self.fold_of(row.seq),
            None => Ok(Fold::new()),
        }
    }

    /// Kept events of one of headquarters' journals, in order.
    pub fn own_events(&self, recipient: Recipient) -> Result<Vec<Stamped>> {
        match self.own_row(recipient)? {
            Some(row) => self.kept_events(row.seq),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn fold_of(&self, seq: i64) -> Result<Fold> {
        rows::resume(&self.db, seq)?.ok_or_else(|| StoreError::Domain("a view's row".into()))
    }

    pub(super) fn kept_events(&self, seq: i64) -> Result<Vec<Stamped>> {
        let mut select = self.db.prepare_cached(
            "SELECT ordinal, boot, drift, bytes FROM events WHERE journal = ?1 ORDER BY ordinal",
        )?;
        let found = select
            .query_map([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        found
            .map(|row| {
                let (ordinal, boot, drift, bytes): (u64, Vec<u8>, i64, Vec<u8>) = row?;
                let event = Event::decode(&bytes)
                    .map_err(|error| StoreError::Corrupt(error.to_string()))?;
                Ok(Stamped { ordinal, boot: rows::sixteen(&boot)?, drift, event })
            })
            .collect()
    }

    fn keep_events(&self, recipient: Recipient, events: &[Event], clock: EventClock) -> Result<()> {
        let Some(row) = self.own_row(recipient)? else { return Ok(()) };
        let mut fold = self.fold_of(row.seq)?;
        let first = self.last_ordinal(row.seq)? + 1;
        let mut stamped = Vec::with_capacity(events.len());
        for (ordinal, event) in (first..).zip(events) {
            self.db
                .prepare_cached(
                    "INSERT INTO events (journal, ordinal, boot, drift, bytes) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    row.seq,
                    ordinal,
                    clock.boot.0.as_slice(),
                    clock.drift,
                    event.encode()
                ])?;
            let (boot, drift, event) = (clock.boot.0, clock.drift, event.clone());
            stamped.push(Stamped { ordinal, boot, drift, event });
        }
        let changed = fold.apply(&stamped);
        rows::save(&self.db, row.seq, &changed)
    }

    fn draft(
        &self,
        recipient: Recipient,
        journal: JournalId,
        events: &[Event],
        writing: &Writing<'_>,
    ) -> Result<Draft> {
        let row = self.own_row(recipient)?;
        let (after, first) = match &row {
            Some(row) => (row.head, self.last_ordinal(row.seq)? + 1),
            None => (Head::START, 1),
        };
        let events = events
            .iter()
            .map(|event| {
                let bytes = EventBytes::new(event.encode())
                    .map_err(|error| StoreError::Journal(error.to_string()))?;
                Ok(DraftEvent { clock: writing.clock, bytes })
            })
            .collect::<Result<_>>()?;
        Ok(Draft {
            election: self.election(),
            journal,
            after,
            first: Ordinal(first),
            events,
            sealed_at: writing.sealed_at,
            padded: false,
        })
    }

    fn own_id(&self, recipient: Recipient, rng: &mut dyn CryptoRng) -> Result<JournalId> {
        Ok(match (self.own_row(recipient)?, recipient) {
            (Some(row), _) => row.journal,
            (None, Recipient::Common) => self.keys.list().common,
            (None, Recipient::Device(_) | Recipient::Desk) => JournalId::random(rng),
        })
    }

    fn reader_of(&self, recipient: Recipient) -> Result<Reader> {
        match recipient {
            // Nobody but headquarters is ever offered the desk's pages; it holds the members' key.
            Recipient::Common | Recipient::Desk => {
                let (number, key) = self.keys.current_members();
                Ok(Reader { key, number })
            }
            Recipient::Device(journal) => {
                let row = JournalRow::find(&self.db, journal)?
                    .filter(|row| !row.certificate.is_empty())
                    .ok_or(StoreError::Refused("the device has made no contact yet"))?;
                let (_, chain) = row.author(&self.keys)?;
                let link = chain.current();
                Ok(Reader { key: link.seal, number: link.key })
            }
        }
    }

    fn last_ordinal(&self, seq: i64) -> Result<u64> {
        Ok(self
            .db
            .prepare_cached("SELECT COALESCE(MAX(ordinal), 0) FROM events WHERE journal = ?1")?
            .query_row([seq], |row| row.get(0))?)
    }
}

//! Claimed time, and time corrected by headquarters.
//!
//! A moment keeps what the device claimed and its drift (wall clock minus CLOCK_BOOTTIME).
//! Once headquarters' time was compared in a boot, every moment of that boot is corrected:
//! claimed − drift + (headquarters' time − boottime); also those before. Without one, the
//! claim stands and says so. The newest comparison of a boot holds.

use super::table::Table;
use super::{Row, ViewName};
use crate::ids::BootId;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// An instant as the device claimed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Moment {
    /// Claimed wall clock, Unix seconds.
    #[n(0)]
    pub claimed: i64,
    /// Wall clock minus CLOCK_BOOTTIME then, seconds.
    #[n(1)]
    pub drift: i64,
    /// The boot's number in this journal, from 1.
    #[n(2)]
    pub boot: u32,
}

/// An instant to show, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// Unix seconds.
    pub at: i64,
    /// Whether headquarters' time corrected it; otherwise it is claimed.
    pub corrected: bool,
}

/// One boot of the device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Clock {
    /// The boot's id.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub boot: BootId,
    /// Its number in this journal, from 1, in order of first sight.
    #[n(1)]
    pub number: u32,
    /// Headquarters' time minus boottime, seconds, where compared.
    #[n(2)]
    pub offset: Option<i64>,
}

impl Moment {
    /// The same clock, another claimed second.
    #[must_use]
    pub fn at(self, claimed: i64) -> Self {
        Self { claimed, ..self }
    }
}

/// The boots of a journal, with their offsets at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Clocks {
    table: Table<Clock>,
    /// Of compared boots, by number: a journal may name a boot an event.
    offsets: BTreeMap<u32, i64>,
}

impl Clocks {
    pub(super) fn values(&self) -> impl DoubleEndedIterator<Item = &Clock> {
        self.table.values()
    }

    pub(super) fn of(&self, boot: BootId) -> Option<&Clock> {
        self.table.get(&boot)
    }

    /// Corrects a moment where its boot was compared.
    pub(super) fn time(&self, moment: Moment) -> Time {
        match self.offsets.get(&moment.boot) {
            Some(offset) => Time {
                at: moment.claimed.saturating_sub(moment.drift).saturating_add(*offset),
                corrected: true,
            },
            None => Time { at: moment.claimed, corrected: false },
        }
    }

    /// The number of a boot; a new one gets the next.
    pub(super) fn number(&mut self, boot: BootId) -> u32 {
        let known = self.table.get(&boot).map(|clock| clock.number);
        known.unwrap_or_else(|| {
            let number = u32::try_from(self.table.len()).unwrap_or(u32::MAX).saturating_add(1);
            self.table.put(boot.to_vec(), Clock { boot, number, offset: None });
            number
        })
    }

    /// Keeps a comparison; gives the boot's number when that changes its moments.
    pub(super) fn compare(
        &mut self,
        boot: BootId,
        boottime: i64,
        headquarters_time: i64,
    ) -> Option<u32> {
        let number = self.number(boot);
        let offset = headquarters_time.saturating_sub(boottime);
        if self.table.get(&boot).is_some_and(|clock| clock.offset == Some(offset)) {
            return None;
        }
        self.table.change(&boot)?.offset = Some(offset);
        self.offsets.insert(number, offset);
        Some(number)
    }

    pub(super) fn load(&mut self, key: Vec<u8>, value: &[u8]) -> Result<(), String> {
        self.table.load(key.clone(), value)?;
        if let Some(clock) = self.table.get(&key)
            && let Some(offset) = clock.offset
        {
            self.offsets.insert(clock.number, offset);
        }
        Ok(())
    }

    pub(super) fn take(&mut self, view: ViewName, into: &mut Vec<Row>) {
        self.table.take(view, into);
    }

    pub(super) fn touch(&mut self) {
        self.table.touch();
    }
}

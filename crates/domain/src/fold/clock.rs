//! Claimed time, and time corrected by headquarters.
//!
//! A moment keeps what the device claimed and its drift (wall clock minus CLOCK_BOOTTIME).
//! Once headquarters' time was compared in a boot, every moment of that boot is corrected:
//! claimed − drift + (headquarters' time − boottime); also those before. Without one, the
//! claim stands and says so. The newest comparison of a boot holds.

use super::table::Table;
use crate::ids::BootId;
use minicbor::{Decode, Encode};

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

/// Corrects a moment where its boot was compared.
pub(super) fn time(clocks: &Table<Clock>, moment: Moment) -> Time {
    match offset(clocks, moment.boot) {
        Some(offset) => Time {
            at: moment.claimed.saturating_sub(moment.drift).saturating_add(offset),
            corrected: true,
        },
        None => Time { at: moment.claimed, corrected: false },
    }
}

fn offset(clocks: &Table<Clock>, boot: u32) -> Option<i64> {
    clocks.values().find(|clock| clock.number == boot).and_then(|clock| clock.offset)
}

/// The number of a boot; a new one gets the next.
pub(super) fn number(clocks: &mut Table<Clock>, boot: BootId) -> u32 {
    let known = clocks.get(&boot).map(|clock| clock.number);
    known.unwrap_or_else(|| {
        let number = u32::try_from(clocks.len()).unwrap_or(u32::MAX).saturating_add(1);
        clocks.put(boot.to_vec(), Clock { boot, number, offset: None });
        number
    })
}

/// Keeps a comparison; gives the boot's number when that changes its moments.
pub(super) fn compare(
    clocks: &mut Table<Clock>,
    boot: BootId,
    boottime: i64,
    headquarters_time: i64,
) -> Option<u32> {
    let number = number(clocks, boot);
    let offset = Some(headquarters_time.saturating_sub(boottime));
    if clocks.get(&boot).is_some_and(|clock| clock.offset == offset) {
        return None;
    }
    clocks.change(&boot)?.offset = offset;
    Some(number)
}

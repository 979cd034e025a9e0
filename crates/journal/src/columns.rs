//! A page's content before compression: events as columns per shape.
//!
//! A shape is a kind with a number of fields; `journal` knows no more of it. Times stand in one
//! column of differences, each field of a shape in a column of its own, so that equal things
//! lie side by side for the compressor. Rows were rejected: they cost a third more bytes.
//! How a column is written is the writer's choice, how it reads is fixed in `FORMAT.md`.
//! Changing this changes bytes.

mod read;
mod text;
mod write;

pub(crate) use read::{Cursor, malformed, read};
pub(crate) use write::{Content, write};

use crate::event::EventClock;

/// From which event of the page on (counted from 0) an anchor holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnchorFrom {
    pub from: usize,
    pub clock: EventClock,
}

/// How a column that is neither constant nor plain is written. Changing this changes bytes.
pub(crate) const PACKED: u64 = 1;
pub(crate) const DIFFERENCES: u64 = 2;
pub(crate) const TEXTS: u64 = 3;
pub(crate) const WITHHOLDABLE_TEXTS: u64 = 4;

/// The most different items of a packed column.
pub(crate) const PACKED_ITEMS_MAX: usize = 16;

/// How many indices below `items` fit one byte; `items` is 2 to 16.
pub(crate) const fn packed_a_byte(items: usize) -> usize {
    match items {
        0..=2 => 8,
        3 => 5,
        4 => 4,
        5 | 6 => 3,
        _ => 2,
    }
}

/// The anchors of a run of events: one, and another where boot or drift moved.
pub(crate) fn anchors(clocks: impl Iterator<Item = EventClock>) -> Vec<AnchorFrom> {
    let mut anchors: Vec<AnchorFrom> = Vec::new();
    for (from, clock) in clocks.enumerate() {
        if anchors.last().is_none_or(|last| last.clock != clock) {
            anchors.push(AnchorFrom { from, clock });
        }
    }
    anchors
}

#[cfg(test)]
mod tests;

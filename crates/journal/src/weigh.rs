//! Where a page's bytes go, by part: for the bench and for whoever shapes event kinds.
//!
//! Not part of the format. The parts are compressed alone, so their sum is a little more than
//! the page; guessing from the whole was rejected, since a compressor shares tables.

use crate::columns;
use crate::compress;
use crate::ids::Ordinal;
use crate::root::PageSalt;
use crate::seal::DraftEvent;

/// Bytes of one part before compression and compressed alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// What it is.
    pub part: Part,
    /// Bytes before compression.
    pub plain: usize,
    /// Bytes compressed alone.
    pub alone: usize,
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Salt, ordinal, anchors, and which kinds stand where.
    Structure,
    /// Times.
    Times,
    /// One field (from 0) of one kind.
    Field(u64, usize),
}

/// Header, encapsulated key, tag and signature: what every page costs at least, about.
pub const FIXED_BYTES: usize = 95 + 32 + 16 + 64;

/// Weighs the parts of a page made of these events.
pub fn weigh(events: &[DraftEvent]) -> Vec<Weight> {
    let content = columns::write(&PageSalt([0xa5; 16]), Ordinal(1), events);
    let parts = [Part::Structure, Part::Times]
        .into_iter()
        .chain(content.columns.iter().map(|(kind, field)| Part::Field(*kind, *field)));
    let mut from = 0;
    parts
        .zip(&content.cuts)
        .map(|(part, cut)| {
            let bytes = content.bytes.get(from..*cut).unwrap_or_default();
            from = *cut;
            Weight { part, plain: bytes.len(), alone: compress::alone(bytes) }
        })
        .collect()
}

//! `content_root`: RFC 6962 over salted leaves, so that single events can be shown and others
//! withheld without a key leaving anyone's hands.
//!
//! Leaf 0 is the page's opening `[first ordinal, number of leaves, anchors]`, then each event,
//! each followed by its withholdable values. Leaf data = salt_i ‖ bytes, with
//! salt_i = HMAC-SHA256(page salt, i as 4 bytes big-endian). In an event's leaf a withholdable
//! value is replaced by its leaf hash. Unsalted leaves were rejected: a tap could be guessed.
//! Changing this changes bytes.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::canonical::withholdable_spans;
use crate::columns::{AnchorFrom, Cursor, anchors, malformed};
use crate::error::DecodeError;
use crate::event::{EventBytes, EventClock, put_head, put_signed};
use crate::ids::{BootId, Hash, Ordinal};
use crate::seal::EVENTS_MAX;

/// The random salt of a page, 16 bytes; each leaf's salt is made from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PageSalt(pub [u8; 16]);

impl std::fmt::Debug for PageSalt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageSalt(…)")
    }
}

/// One leaf: the bytes that are hashed with their salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub salt: [u8; 32],
    pub bytes: Vec<u8>,
}

impl Leaf {
    pub(crate) fn hash(&self) -> Hash {
        leaf_hash(&self.salt, &self.bytes)
    }
}

impl PageSalt {
    /// The salt of leaf `index`. Changing this changes bytes.
    pub fn leaf(&self, index: u32) -> [u8; 32] {
        match Hmac::<Sha256>::new_from_slice(&self.0) {
            Ok(mut mac) => {
                mac.update(&index.to_be_bytes());
                mac.finalize().into_bytes().into()
            }
            // HMAC takes keys of any length.
            Err(_) => [0; 32],
        }
    }
}

/// All leaves of a page in order.
pub(crate) fn leaves<'a>(
    salt: &PageSalt,
    first: Ordinal,
    events: impl Iterator<Item = (EventClock, &'a EventBytes)> + Clone,
) -> Vec<Leaf> {
    let mut leaves = vec![Leaf { salt: salt.leaf(0), bytes: Vec::new() }];
    for (_, event) in events.clone() {
        push_event(&mut leaves, salt, event.as_slice());
    }
    let mut opening = Vec::new();
    put_head(&mut opening, 4, 3);
    put_head(&mut opening, 0, first.0);
    put_head(&mut opening, 0, leaves.len() as u64);
    put_anchors(&mut opening, &anchors(events.map(|(clock, _)| clock)));
    if let Some(leaf) = leaves.first_mut() {
        leaf.bytes = opening;
    }
    leaves
}

fn push_event(leaves: &mut Vec<Leaf>, salt: &PageSalt, event: &[u8]) {
    let at = leaves.len();
    leaves.push(Leaf { salt: salt_at(salt, at), bytes: Vec::new() });
    let mut shown = Vec::with_capacity(event.len());
    let mut copied = 0;
    for span in withholdable_spans(event) {
        // The span is the whole item with its tag of three bytes.
        let value = Leaf {
            salt: salt_at(salt, leaves.len()),
            bytes: event.get(span.clone()).unwrap_or_default().to_vec(),
        };
        shown.extend_from_slice(event.get(copied..span.start + 3).unwrap_or_default());
        put_head(&mut shown, 2, 32);
        shown.extend_from_slice(&value.hash().0);
        copied = span.end;
        leaves.push(value);
    }
    shown.extend_from_slice(event.get(copied..).unwrap_or_default());
    if let Some(leaf) = leaves.get_mut(at) {
        leaf.bytes = shown;
    }
}

fn salt_at(salt: &PageSalt, index: usize) -> [u8; 32] {
    salt.leaf(u32::try_from(index).unwrap_or(u32::MAX))
}

/// A leaf's hash: SHA-256(0x00 ‖ salt ‖ bytes).
pub(crate) fn leaf_hash(salt: &[u8; 32], bytes: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(salt);
    hash.update(bytes);
    Hash(hash.finalize().into())
}

/// RFC 6962's tree head over leaf hashes. Changing this changes bytes.
pub(crate) fn tree_head(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash(Sha256::digest([]).into()),
        [one] => *one,
        many => {
            let left = many.len().next_power_of_two() / 2;
            let (a, b) = many.split_at(left);
            let mut hash = Sha256::new();
            hash.update([1]);
            hash.update(tree_head(a).0);
            hash.update(tree_head(b).0);
            Hash(hash.finalize().into())
        }
    }
}

/// Writes `[from, boot, drift, from, boot, drift, …]`.
pub(crate) fn put_anchors(out: &mut Vec<u8>, anchors: &[AnchorFrom]) {
    put_head(out, 4, anchors.len() as u64 * 3);
    for anchor in anchors {
        put_head(out, 0, anchor.from as u64);
        put_head(out, 2, 16);
        out.extend_from_slice(&anchor.clock.boot.0);
        put_signed(out, anchor.clock.drift);
    }
}

/// Reads what [`put_anchors`] wrote; refuses anchors out of order or without change.
pub(crate) fn take_anchors(at: &mut Cursor<'_>) -> Result<Vec<AnchorFrom>, DecodeError> {
    let count = at.count(4, 3 * EVENTS_MAX)?;
    if count == 0 || !count.is_multiple_of(3) {
        return Err(malformed("anchors are triples"));
    }
    let mut anchors: Vec<AnchorFrom> = Vec::new();
    for _ in 0..count / 3 {
        let from = at.count(0, EVENTS_MAX)?;
        let boot = at.bytes()?.try_into().map_err(|_| malformed("boot id has 16 bytes"))?;
        let clock = EventClock { boot: BootId(boot), drift: at.integer()? };
        let orderly = match anchors.last() {
            Some(last) => last.from < from && last.clock != clock,
            None => from == 0,
        };
        if !orderly {
            return Err(malformed("anchors out of order"));
        }
        anchors.push(AnchorFrom { from, clock });
    }
    Ok(anchors)
}

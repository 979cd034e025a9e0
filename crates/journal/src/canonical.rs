//! The one form a CBOR item may have here (RFC 8949 §4.2, and a little stricter).
//!
//! Shortest integers, definite lengths, map keys sorted by their bytes and unique, no floats,
//! no `undefined`, text in NFC, bounded depth, one tag at most. Bytes in any other form are
//! refused, so that one value has one signature. Re-encoding after a lax read was rejected:
//! it silently drops what a newer program wrote. Changing this changes bytes.

use std::ops::Range;

use unicode_normalization::is_nfc;

use crate::error::DecodeError;

/// The tag round a value that can be withheld alone. Changing this changes bytes.
pub const TAG_WITHHOLDABLE: u64 = 40961;

/// How deep arrays, maps and tags may nest.
pub const DEPTH_MAX: usize = 16;

/// Where the CBOR item that starts at `at` ends, or why it is not canonical.
///
/// `withholdable` allows [`TAG_WITHHOLDABLE`], never nested in itself nor in a map's key.
pub fn item_end(bytes: &[u8], at: usize, withholdable: bool) -> Result<usize, DecodeError> {
    Checker { bytes, spans: Vec::new() }.item(at, 0, withholdable)
}

/// Where the withholdable items of a canonical item stand, tag included, in order.
pub(crate) fn withholdable_spans(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut checker = Checker { bytes, spans: Vec::new() };
    match checker.item(0, 0, true) {
        Ok(_) => checker.spans,
        Err(_) => Vec::new(),
    }
}

/// Checks that `bytes` are exactly one canonical item.
pub fn check_one(bytes: &[u8], withholdable: bool) -> Result<(), DecodeError> {
    match item_end(bytes, 0, withholdable)? {
        end if end == bytes.len() => Ok(()),
        _ => Err(DecodeError::NotCanonical("bytes after the item")),
    }
}

/// Major type, argument and where the content starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ItemHead {
    pub major: u8,
    pub argument: u64,
    pub next: usize,
}

/// Reads one head in shortest form.
pub(crate) fn head(bytes: &[u8], at: usize) -> Result<ItemHead, DecodeError> {
    let first = *bytes.get(at).ok_or(DecodeError::NotCanonical("ends too early"))?;
    let (major, low) = (first >> 5, first & 31);
    let width = match low {
        0..=23 => return Ok(ItemHead { major, argument: low.into(), next: at + 1 }),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return Err(DecodeError::NotCanonical("indefinite length")),
    };
    let raw =
        bytes.get(at + 1..at + 1 + width).ok_or(DecodeError::NotCanonical("ends too early"))?;
    let argument = raw.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let smallest = match width {
        1 => 24,
        2 => 1 << 8,
        4 => 1 << 16,
        _ => 1 << 32,
    };
    if major == 7 {
        return Err(DecodeError::NotCanonical("float or unknown simple value"));
    }
    if argument < smallest {
        return Err(DecodeError::NotCanonical("integer not in shortest form"));
    }
    Ok(ItemHead { major, argument, next: at + 1 + width })
}

struct Checker<'a> {
    bytes: &'a [u8],
    spans: Vec<Range<usize>>,
}

impl<'a> Checker<'a> {
    fn item(&mut self, at: usize, depth: usize, tag: bool) -> Result<usize, DecodeError> {
        if depth > DEPTH_MAX {
            return Err(DecodeError::NotCanonical("nested too deep"));
        }
        let head = head(self.bytes, at)?;
        match head.major {
            0 | 1 => Ok(head.next),
            2 => self.run(&head).map(|run| head.next + run.len()),
            3 => self.text(&head),
            4 => self.array(&head, depth, tag),
            5 => self.map(&head, depth, tag),
            6 if tag && head.argument == TAG_WITHHOLDABLE => {
                let end = self.item(head.next, depth + 1, false)?;
                self.spans.push(at..end);
                Ok(end)
            }
            6 => Err(DecodeError::NotCanonical("tag not allowed here")),
            _ if (20..=22).contains(&head.argument) => Ok(head.next),
            _ => Err(DecodeError::NotCanonical("float or unknown simple value")),
        }
    }

    fn run(&self, head: &ItemHead) -> Result<&'a [u8], DecodeError> {
        usize::try_from(head.argument)
            .ok()
            .and_then(|length| head.next.checked_add(length))
            .and_then(|end| self.bytes.get(head.next..end))
            .ok_or(DecodeError::NotCanonical("ends too early"))
    }

    fn text(&self, head: &ItemHead) -> Result<usize, DecodeError> {
        let run = self.run(head)?;
        let text =
            std::str::from_utf8(run).map_err(|_| DecodeError::NotCanonical("text not UTF-8"))?;
        if is_nfc(text) {
            Ok(head.next + run.len())
        } else {
            Err(DecodeError::NotCanonical("text not NFC"))
        }
    }

    fn array(&mut self, head: &ItemHead, depth: usize, tag: bool) -> Result<usize, DecodeError> {
        self.bounded(head.argument, head.next)?;
        (0..head.argument).try_fold(head.next, |at, _| self.item(at, depth + 1, tag))
    }

    fn map(&mut self, head: &ItemHead, depth: usize, tag: bool) -> Result<usize, DecodeError> {
        self.bounded(head.argument, head.next)?;
        let mut before: Option<&'a [u8]> = None;
        let mut at = head.next;
        for _ in 0..head.argument {
            let key_end = self.item(at, depth + 1, false)?;
            let key = self.bytes.get(at..key_end).unwrap_or_default();
            if before.is_some_and(|before| before >= key) {
                return Err(DecodeError::NotCanonical("map keys not sorted or not unique"));
            }
            before = Some(key);
            at = self.item(key_end, depth + 1, tag)?;
        }
        Ok(at)
    }

    /// Every element takes a byte at least: a longer claim is refused before the loop.
    fn bounded(&self, count: u64, at: usize) -> Result<(), DecodeError> {
        let left = self.bytes.len().saturating_sub(at) as u64;
        if count > left { Err(DecodeError::NotCanonical("ends too early")) } else { Ok(()) }
    }
}

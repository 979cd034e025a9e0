//! Whole numbers as differences, one byte for most of them.
//!
//! CBOR's own integers were rejected here: from 24 on they take two bytes, and half of a
//! polling day's tap distances lie above 24 seconds. Changing this changes bytes.
//!
//! `0…247` itself · `248 b` is −1−b · `249 hh` (two bytes, big-endian) · `250 hh` is −1−hh ·
//! `251` and eight bytes · `252` and eight bytes is −1−those. Always the shortest form.

use crate::error::DecodeError;

const SMALL: u64 = 247;

/// Writes one difference.
pub(crate) fn put(out: &mut Vec<u8>, step: i64) {
    let negative = step < 0;
    let size = if negative { (-1 - step).unsigned_abs() } else { step.unsigned_abs() };
    match (negative, u8::try_from(size), u16::try_from(size)) {
        (false, Ok(byte), _) if size <= SMALL => out.push(byte),
        (true, Ok(byte), _) => out.extend([248, byte]),
        (_, _, Ok(short)) => {
            out.push(if negative { 250 } else { 249 });
            out.extend(short.to_be_bytes());
        }
        (_, _, Err(_)) => {
            out.push(if negative { 252 } else { 251 });
            out.extend(size.to_be_bytes());
        }
    }
}

/// Reads one difference at `at`; moves `at` behind it.
pub(crate) fn take(bytes: &[u8], at: &mut usize) -> Result<i64, DecodeError> {
    let cut = || DecodeError::NotCanonical("difference ends too early");
    let first = *bytes.get(*at).ok_or_else(cut)?;
    let width = match first {
        0..=247 => 0,
        248 => 1,
        249 | 250 => 2,
        251 | 252 => 8,
        253..=255 => return Err(DecodeError::NotCanonical("unknown difference")),
    };
    let raw = bytes.get(*at + 1..*at + 1 + width).ok_or_else(cut)?;
    *at += 1 + width;
    let size = raw.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let shortest = match first {
        249 => size > SMALL,
        250 => size > 0xff,
        251 | 252 => size > 0xffff,
        _ => true,
    };
    let size = i64::try_from(size).ok().filter(|_| shortest);
    let size = size.ok_or(DecodeError::NotCanonical("difference not in shortest form"))?;
    Ok(match first {
        0..=247 => i64::from(first),
        248 | 250 | 252 => -1 - size,
        _ => size,
    })
}

#[cfg(test)]
mod tests {
    use super::{put, take};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_difference_comes_back(step in any::<i64>()) {
            let mut bytes = Vec::new();
            put(&mut bytes, step);
            let mut at = 0;
            prop_assert_eq!(take(&bytes, &mut at), Ok(step));
            prop_assert_eq!(at, bytes.len());
        }

        #[test]
        fn any_bytes_that_read_are_the_shortest_form(
            bytes in prop::collection::vec(any::<u8>(), 0..12)
        ) {
            let mut at = 0;
            if let Ok(step) = take(&bytes, &mut at) {
                let mut again = Vec::new();
                put(&mut again, step);
                prop_assert_eq!(&again[..], &bytes[..at]);
            }
        }
    }
}

//! Texts one byte a letter, whatever the script: a window of 126 code points beside ASCII.
//!
//! UTF-8 spends a byte in two on saying "Cyrillic again"; a compressor gets only half of that
//! back. Bytes: below 0x80 the letter itself · 0x80…0xFD the code point window + byte − 0x80 ·
//! 0xFE the text ends · 0xFF the next letter stands in UTF-8. A letter with a one-byte form
//! never stands behind 0xFF. Rejected: SCSU, whose modes nobody implements any more.
//! Changing this changes bytes.

use crate::canonical::{TAG_WITHHOLDABLE, head};
use crate::columns::{TEXTS, WITHHOLDABLE_TEXTS, malformed};
use crate::error::DecodeError;
use crate::event::put_head;

const LETTERS: u32 = 126;
const END: u8 = 0xfe;
const ESCAPE: u8 = 0xff;

/// A column of texts: its code, window and bytes; `None` if an item is no text, or some are
/// withholdable and others not.
pub(super) fn write(items: &[&[u8]]) -> Option<(u64, u32, Vec<u8>)> {
    let tagged = items.first().is_some_and(|item| text_of(item, true).is_some());
    let texts: Vec<&str> = items.iter().map(|item| text_of(item, tagged)).collect::<Option<_>>()?;
    let window = window(&texts);
    let mut out = Vec::new();
    for text in texts {
        for letter in text.chars() {
            match one_byte(letter, window) {
                Some(byte) => out.push(byte),
                None => {
                    out.push(ESCAPE);
                    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        out.push(END);
    }
    Some((if tagged { WITHHOLDABLE_TEXTS } else { TEXTS }, window, out))
}

/// Reads the next item, with its heads, as it stands in an event.
pub(super) fn take(
    bytes: &[u8],
    at: &mut usize,
    window: u32,
    tagged: bool,
) -> Result<Vec<u8>, DecodeError> {
    let mut text = String::new();
    loop {
        let byte = *bytes.get(*at).ok_or_else(|| malformed("text without an end"))?;
        *at += 1;
        match byte {
            END => break,
            ESCAPE => {
                let letter = letter_at(bytes, *at)?;
                if one_byte(letter, window).is_some() {
                    return Err(DecodeError::NotCanonical("letter needs no escape"));
                }
                *at += letter.len_utf8();
                text.push(letter);
            }
            0..0x80 => text.push(char::from(byte)),
            _ => {
                let letter = window.checked_add(u32::from(byte) - 0x80).and_then(char::from_u32);
                text.push(letter.ok_or_else(|| malformed("no such letter"))?);
            }
        }
    }
    let mut item = Vec::with_capacity(text.len() + 8);
    if tagged {
        put_head(&mut item, 6, TAG_WITHHOLDABLE);
    }
    put_head(&mut item, 3, text.len() as u64);
    item.extend_from_slice(text.as_bytes());
    Ok(item)
}

fn letter_at(bytes: &[u8], at: usize) -> Result<char, DecodeError> {
    (1..=4)
        .filter_map(|length| bytes.get(at..at + length))
        .find_map(|raw| std::str::from_utf8(raw).ok())
        .and_then(|text| text.chars().next())
        .ok_or_else(|| malformed("escape without a letter"))
}

fn one_byte(letter: char, window: u32) -> Option<u8> {
    let point = u32::from(letter);
    if point < 0x80 {
        return u8::try_from(point).ok();
    }
    let within = point.checked_sub(window).filter(|offset| *offset < LETTERS)?;
    u8::try_from(0x80 + within).ok()
}

fn text_of(item: &[u8], tagged: bool) -> Option<&str> {
    let mut outer = head(item, 0).ok()?;
    if tagged {
        if outer.major != 6 {
            return None;
        }
        outer = head(item, outer.next).ok()?;
    }
    match outer.major {
        3 => item.get(outer.next..).and_then(|raw| std::str::from_utf8(raw).ok()),
        _ => None,
    }
}

/// The window, beginning at a letter in use, that holds most letters; 0x80 if there are none.
fn window(texts: &[&str]) -> u32 {
    let mut letters: Vec<u32> =
        texts.iter().flat_map(|text| text.chars()).map(u32::from).filter(|p| *p >= 0x80).collect();
    letters.sort_unstable();
    let mut best = (0, 0x80);
    let mut end = 0;
    for (start, from) in letters.iter().enumerate() {
        while letters.get(end).is_some_and(|point| *point < from + LETTERS) {
            end += 1;
        }
        if end - start > best.0 {
            best = (end - start, *from);
        }
    }
    best.1
}

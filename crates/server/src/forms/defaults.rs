//! A default cell: a fixed text, or an expression where pyxform would read one.
//!
//! What decides is pyxform's own rule, since workbooks are written for it: arithmetic with space
//! around it, a call or a question's name makes an expression; a date, a time, a number or a text
//! in quotes does not. Rejected: taking whatever parses, which makes `yes` a path and `2020-01-01`
//! a subtraction.

use super::columns::expression;
use domain::form::ItemKind;

/// What a word of a default says about the whole.
enum Word {
    /// It is computed.
    Computes,
    /// A minus alone: it is computed unless it may be part of a date or place.
    Minus,
    /// Nothing.
    Plain,
}

/// The source of a default as it was written.
pub(super) fn source(written: &str, kind: ItemKind) -> String {
    let straight = expression(written);
    match is_computed(&straight, kind) {
        true => straight,
        false => quoted(written),
    }
}

/// Whether pyxform sets it when a form opens, rather than writing it down (`default_is_dynamic`).
fn is_computed(text: &str, kind: ItemKind) -> bool {
    let hyphens = matches!(kind, ItemKind::Date | ItemKind::DateTime | ItemKind::Geopoint);
    let mut rest = text;
    while !rest.is_empty() {
        let (length, word) = word(rest);
        match word {
            Word::Computes => return true,
            Word::Minus => return !hyphens,
            Word::Plain => rest = rest.get(length.max(1)..).unwrap_or_default(),
        }
    }
    false
}

/// The first word of a text: its length in bytes, and what it is.
fn word(text: &str) -> (usize, Word) {
    let stamp = stamp(text);
    if stamp > 0 {
        return (stamp, Word::Plain);
    }
    if text.starts_with(" mod ") || text.starts_with(" div ") || text.starts_with("${") {
        return (0, Word::Computes);
    }
    let Some(first) = text.chars().next() else { return (0, Word::Plain) };
    let behind = text.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '*' | '+' | '|' => (1, Word::Computes),
        '-' => (1, Word::Minus),
        '\'' | '"' => (behind.find(first).map_or(1, |end| end + 2), Word::Plain),
        letter if letter.is_alphabetic() || letter == '_' => {
            let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
            let name = text.trim_start_matches(named);
            let word = if name.starts_with('(') { Word::Computes } else { Word::Plain };
            (text.len() - name.len(), word)
        }
        other => (other.len_utf8(), Word::Plain),
    }
}

/// The length of the date, time or number a text begins with; 0 where there is none.
fn stamp(text: &str) -> usize {
    let begins = |text: &str, shape: &str| {
        let alike = |(byte, shape): (u8, u8)| match shape {
            b'9' => byte.is_ascii_digit(),
            shape => byte == shape,
        };
        text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(alike)
    };
    let positive = text.strip_prefix('-').unwrap_or(text);
    let moment = |c: char| c.is_ascii_digit() || matches!(c, 'T' | ':' | '.' | 'Z' | '+' | '-');
    if begins(positive, "9999-99-99") || begins(text, "99:99:99") {
        return text.len() - text.trim_start_matches(moment).len();
    }
    let (whole, part) = positive.split_once('.').map_or((positive, ""), |(whole, part)| {
        if whole.bytes().all(|byte| byte.is_ascii_digit()) { (whole, part) } else { (positive, "") }
    });
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match digits(whole) {
        before if before == whole.len() && whole.len() < positive.len() => {
            before + 1 + digits(part)
        }
        before => before,
    };
    match positive.bytes().take(length).any(|byte| byte.is_ascii_digit()) {
        true => text.len() - positive.len() + length,
        false => 0,
    }
}

/// A text as an expression writes it; one with both kinds of quotes is put together.
fn quoted(text: &str) -> String {
    match (text.contains('\''), text.contains('"')) {
        (false, _) => format!("'{text}'"),
        (true, false) => format!("\"{text}\""),
        (true, true) => {
            let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
            format!("concat({})", parts.join(", \"'\", "))
        }
    }
}

#[cfg(test)]
mod tests;

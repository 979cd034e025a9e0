//! Functions on texts, and the regular expressions.
//!
//! Patterns may look around, so they can go back and forth for long: each match has a limit of
//! steps and counts as no match beyond it.

use super::super::function::Function;
use super::super::worth::Worth;
use super::Given;
use super::figures::mixed;
use fancy_regex::{Error, Regex, RegexBuilder};

/// Steps one match may take.
const STEPS_MAX: usize = 100_000;
/// Longest pattern compiled, in bytes.
const PATTERN_BYTES_MAX: usize = 2_048;
/// Largest compiled pattern, in bytes: a hundred letters of any alphabet need two megabytes.
const COMPILED_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Patterns kept compiled in one filling.
const PATTERNS_MAX: usize = 64;
/// Longest text a call may build, in bytes.
const TEXT_BYTES_MAX: usize = 256 * 1024;

pub(super) fn call(given: &Given<'_>, function: Function) -> Option<Worth> {
    let truth = |truth| Some(Worth::Truth(truth));
    match function {
        Function::String => Some(Worth::Text(given.text_or_own())),
        Function::Concat => Some(Worth::Text(cut(given.texts(0).concat()))),
        Function::Join => Some(Worth::Text(cut(given.texts(1).join(&given.text(0))))),
        Function::Contains => truth(given.text(0).contains(&given.text(1))),
        Function::StartsWith => truth(given.text(0).starts_with(&given.text(1))),
        Function::EndsWith => truth(given.text(0).ends_with(&given.text(1))),
        Function::StringLength => Some(Worth::Number(given.text_or_own().chars().count() as f64)),
        Function::NormalizeSpace => {
            let text = given.text_or_own();
            Some(Worth::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
        Function::Substr => Some(Worth::Text(substr(given))),
        Function::SubstringBefore => {
            let (text, mark) = (given.text(0), given.text(1));
            Some(Worth::text_of(text.split_once(&mark).map_or("", |(before, _)| before)))
        }
        Function::SubstringAfter => {
            let (text, mark) = (given.text(0), given.text(1));
            Some(Worth::text_of(text.split_once(&mark).map_or("", |(_, after)| after)))
        }
        Function::Translate => Some(Worth::Text(translate(given))),
        Function::Regex => truth(matches(given, &given.text(0), &given.text(1))),
        Function::Uuid => Some(Worth::Text(uuid(given))),
        _ => None,
    }
}

fn cut(mut text: String) -> String {
    if text.len() > TEXT_BYTES_MAX {
        let mut at = TEXT_BYTES_MAX;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.truncate(at);
    }
    text
}

/// From 0, the end not included; a negative place counts from the end, one that is no number
/// is nowhere.
fn substr(given: &Given<'_>) -> String {
    let letters: Vec<char> = given.text(0).chars().collect();
    let place = |at: usize, missing: usize| {
        let number = if at < given.len() { given.number(at) } else { missing as f64 };
        let number = number.trunc();
        let from_end = if number < 0.0 { number + letters.len() as f64 } else { number };
        (!number.is_nan()).then(|| from_end.clamp(0.0, letters.len() as f64) as usize)
    };
    let (Some(from), Some(to)) = (place(1, 0), place(2, letters.len())) else {
        return String::new();
    };
    letters.get(from..to).unwrap_or_default().iter().collect()
}

/// Each letter of the second argument becomes the one of the third at its place, or goes.
fn translate(given: &Given<'_>) -> String {
    let (from, to): (Vec<char>, Vec<char>) =
        (given.text(1).chars().collect(), given.text(2).chars().collect());
    let letter = |letter: char| match from.iter().position(|known| *known == letter) {
        None => Some(letter),
        Some(at) => to.get(at).copied(),
    };
    given.text(0).chars().filter_map(letter).collect()
}

/// Whether the whole text matches.
fn matches(given: &Given<'_>, text: &str, pattern: &str) -> bool {
    let mut patterns = given.site.filling.patterns.borrow_mut();
    if patterns.len() > PATTERNS_MAX {
        patterns.clear();
    }
    let compiled = patterns.entry(pattern.to_owned()).or_insert_with(|| compiled(pattern).ok());
    compiled.as_ref().is_some_and(|regex| regex.is_match(text).unwrap_or(false))
}

/// A pattern that matches whole texts, or why it cannot be had.
pub(in super::super) fn compiled(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > PATTERN_BYTES_MAX {
        return Err(format!("longer than {PATTERN_BYTES_MAX} bytes"));
    }
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .backtrack_limit(STEPS_MAX)
        .delegate_size_limit(COMPILED_BYTES_MAX)
        .build()
        .map_err(|error| match error {
            Error::ParseError(_, what) => what.to_string(),
            // The reason stands below a drawing of the pattern.
            other => other.to_string().lines().last().unwrap_or_default().trim().to_owned(),
        })
}

/// A version-4 UUID out of the filling's chance; of the length asked for, hexadecimal digits.
fn uuid(given: &Given<'_>) -> String {
    let site = given.site;
    let mut state = site.filling.setting.seed ^ u64::from(site.own);
    for round in site.path {
        state = mixed(state ^ u64::from(*round).rotate_left(16));
    }
    let mut digits = String::new();
    for n in 0..4_u64 {
        digits.push_str(&format!("{:016x}", mixed(state.wrapping_add(n))));
    }
    if given.len() > 0 {
        let length = given.number(0);
        let length = if length.is_nan() { 0.0 } else { length.clamp(0.0, 64.0) };
        digits.truncate(length as usize);
        return digits;
    }
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

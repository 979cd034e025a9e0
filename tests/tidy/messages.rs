//! The interface's words: every language has every key, the same placeholders, its own plurals.
//!
//! Kazakh that is word for word Russian is a forgotten translation, unless it stands in the list
//! beside this file (names, units, words both languages share).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};

use crate::tree::{none, root};

const LANGUAGES: &[&str] = &["kk", "ru", "en"];
const FILES: &[&str] = &["app.json", "dashboard.json"];

/// CLDR's cardinal categories for whole numbers.
fn plurals(language: &str) -> &'static [&'static str] {
    match language {
        "ru" => &["one", "few", "many", "other"],
        _ => &["one", "other"],
    }
}

/// Key → message, of all files of a language. A message is text or a list with `match`.
fn messages(language: &str) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for file in FILES {
        let path = root().join("ui/messages").join(language).join(file);
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        flatten(file.trim_end_matches(".json"), &serde_json::from_str(&text).unwrap(), &mut all);
    }
    assert!(all.len() > 50, "{language}: {} messages", all.len());
    all
}

fn flatten(key: &str, value: &Value, all: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(inner) if !inner.contains_key("match") => {
            for (name, value) in inner {
                flatten(&format!("{key}/{name}"), value, all);
            }
        }
        value => {
            all.insert(key.to_owned(), value.clone());
        }
    }
}

/// Every text of a message: one, or one a variant.
fn texts(message: &Value) -> Vec<String> {
    match message {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(inner) => match inner.get("match") {
            Some(Value::Object(variants)) => variants.values().flat_map(texts).collect(),
            _ => Vec::new(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// `{name}` in a text.
fn placeholders(text: &str) -> BTreeSet<String> {
    let rests = text.split('{').skip(1);
    rests.filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned())).collect()
}

/// Texts of a message, each form of a plural by itself, that do not name what is wanted.
fn lacking(message: &Value, wanted: &BTreeSet<String>) -> Vec<String> {
    texts(message).into_iter().filter(|text| placeholders(text) != *wanted).collect()
}

/// The plural categories that the variants of a message name; `None` if it has no variants.
fn categories(message: &Value) -> Option<BTreeSet<String>> {
    let variants = match message {
        Value::Array(items) => items.first()?.get("match")?.as_object()?,
        Value::Object(inner) => inner.get("match")?.as_object()?,
        _ => return None,
    };
    let words =
        variants.keys().flat_map(|key| key.split(',').map(str::to_owned).collect::<Vec<_>>());
    Some(words.filter_map(|word| word.split('=').nth(1).map(|v| v.trim().to_owned())).collect())
}

#[test]
fn every_language_has_every_key() {
    let all: BTreeMap<&str, _> = LANGUAGES.iter().map(|name| (*name, messages(name))).collect();
    let keys: BTreeSet<&String> = all.values().flat_map(|one| one.keys()).collect();
    let mut broken = Vec::new();
    for key in keys {
        for (language, messages) in &all {
            match messages.get(key) {
                None => broken.push(format!("{language} lacks {key}")),
                Some(message) if texts(message).iter().any(|text| text.trim().is_empty()) => {
                    broken.push(format!("{language} says nothing for {key}"));
                }
                Some(_) => {}
            }
        }
    }
    none("keys", &broken);
}

#[test]
fn every_form_of_a_message_names_the_same_placeholders_in_every_language() {
    let english = messages("en");
    let mut broken = Vec::new();
    for language in LANGUAGES {
        for (key, message) in messages(language) {
            let words = english.get(&key).map(texts).unwrap_or_default();
            let wanted = words.iter().flat_map(|text| placeholders(text)).collect();
            let lacking = lacking(&message, &wanted);
            broken.extend(lacking.iter().map(|text| format!("{language} {key}: {text:?}")));
        }
    }
    none("placeholders", &broken);
}

#[test]
fn one_plural_form_that_lacks_its_number_is_found() {
    let forms = json!({ "form=one": "{n} minute", "form=other": "minutes" });
    let message = json!([{ "selectors": ["form"], "match": forms }]);
    assert_eq!(lacking(&message, &BTreeSet::from(["n".to_owned()])), ["minutes"]);
}

#[test]
fn every_counted_message_has_exactly_its_languages_plural_forms() {
    let mut broken = Vec::new();
    let mut seen = 0;
    for language in LANGUAGES {
        for (key, message) in messages(language) {
            let Some(found) = categories(&message) else { continue };
            let plural = found.iter().any(|word| ["one", "few", "many"].contains(&word.as_str()));
            if !plural {
                continue;
            }
            seen += 1;
            let wanted: BTreeSet<String> =
                plurals(language).iter().map(|form| (*form).to_owned()).collect();
            if found != wanted {
                broken.push(format!("{language} {key}: {found:?}, {wanted:?} is wanted"));
            }
        }
    }
    none("plural forms", &broken);
    assert!(seen > 0, "counted messages were found");
}

#[test]
fn kazakh_is_not_russian() {
    let list = fs::read_to_string(root().join("tests/tidy/kk-equals-ru.txt")).unwrap();
    let allowed: BTreeSet<&str> =
        list.lines().filter(|line| !line.starts_with('#')).map(str::trim).collect();
    let russian = messages("ru");
    let mut broken = Vec::new();
    for (key, message) in messages("kk") {
        let letters = texts(&message).join("").chars().any(char::is_alphabetic);
        let same = russian.get(&key) == Some(&message);
        if same && letters && !allowed.contains(key.as_str()) {
            broken.push(format!("{key}: {}", texts(&message).join(" | ")));
        }
    }
    none("Kazakh equals Russian", &broken);
}

//! Names inside labels: every `${name}` must be one question of the form.
//!
//! A label that names nothing, or one of two, would show an empty place to an observer at a
//! station. It is refused at import, with its cell, where the author can still mend it.

use super::Reason;
use domain::form::Item;
use std::collections::BTreeMap;

/// How many items bear each name.
pub(super) type Names<'n> = BTreeMap<&'n str, usize>;

/// The first wrong name in any text of an item, with the column it stands in.
pub(super) fn wrong_name(item: &Item, names: &Names<'_>) -> Option<(&'static str, Reason)> {
    let columns = [
        ("label", &item.labels),
        ("hint", &item.hints),
        ("guidance_hint", &item.guidance),
        ("constraint_message", &item.constraint_messages),
        ("required_message", &item.required_messages),
    ];
    columns.into_iter().find_map(|(column, texts)| {
        Some((column, texts.values().find_map(|text| wrong(text, names))?))
    })
}

/// The first name in a text that no item bears, or several.
pub(super) fn wrong(text: &str, names: &Names<'_>) -> Option<Reason> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("${") {
        let Some((name, behind)) = after.split_once('}') else { break };
        let name = name.trim();
        match names.get(name) {
            Some(1) => {}
            Some(_) => return Some(Reason::LabelNamesSeveral(name.to_owned())),
            None => return Some(Reason::LabelNames(name.to_owned())),
        }
        rest = behind;
    }
    None
}

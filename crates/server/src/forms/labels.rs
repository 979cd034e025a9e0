//! Names inside labels: every `${name}` must be a question of the form.
//!
//! A label that names nothing would show an empty place to an observer at a station. It is refused
//! at import, with its cell, where the author can still mend it.

use super::Reason;
use domain::form::Item;
use std::collections::BTreeSet;

/// The first name in any text of an item that no item bears, with the column it stands in.
pub(super) fn unknown_name(item: &Item, names: &BTreeSet<&str>) -> Option<(&'static str, Reason)> {
    let columns = [
        ("label", &item.labels),
        ("hint", &item.hints),
        ("guidance_hint", &item.guidance),
        ("constraint_message", &item.constraint_messages),
        ("required_message", &item.required_messages),
    ];
    for (column, texts) in columns {
        for text in texts.values() {
            let mut rest = text.as_str();
            while let Some((_, after)) = rest.split_once("${") {
                let Some((name, behind)) = after.split_once('}') else { break };
                if !names.contains(name.trim()) {
                    return Some((column, Reason::LabelNames(name.trim().to_owned())));
                }
                rest = behind;
            }
        }
    }
    None
}

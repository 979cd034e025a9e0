//! The settings sheet: the form's id, title, version and default language.
//!
//! A setting the import does not have is refused, because some of them change how answers
//! are to be read; those that only concern another program are noted and left out.

use super::sheet::{Book, language_code};
use super::{Reason, Refusal};
use std::collections::BTreeMap;

/// What the settings say.
pub(super) struct Settings {
    pub(super) form_id: String,
    pub(super) titles: BTreeMap<String, String>,
    pub(super) version: Option<String>,
    /// Code of the language that columns without one are in.
    pub(super) default_language: String,
}

const KNOWN: [&str; 4] = ["form_id", "form_title", "version", "default_language"];
/// Settings that concern another program's screens or servers.
const ELSEWHERE: [&str; 6] =
    ["style", "instance_name", "auto_send", "auto_delete", "submission_url", "namespaces"];

pub(super) fn read(
    book: &Book,
    file_stem: &str,
    refusals: &mut Vec<Refusal>,
    notes: &mut Vec<Refusal>,
) -> Settings {
    let mut settings = Settings {
        form_id: file_stem.to_owned(),
        titles: BTreeMap::new(),
        version: None,
        default_language: "default".to_owned(),
    };
    let Some(sheet) = book.sheet("settings") else { return settings };
    for row in sheet.rows.iter().skip(1) {
        let reason = Reason::SettingsRows;
        refusals.push(Refusal::new("settings", Some(row.number), None, reason));
    }
    let Some(row) = sheet.rows.first() else { return settings };
    for (header, text) in &row.cells {
        let (shown, column) = (text.chars().take(24).collect(), Some(header.written.as_str()));
        if ELSEWHERE.contains(&header.base.as_str()) {
            let reason = Reason::SettingIgnored(shown);
            notes.push(Refusal::new("settings", Some(row.number), column, reason));
        } else if !KNOWN.contains(&header.base.as_str()) {
            let reason = Reason::ColumnUnsupported(shown);
            refusals.push(Refusal::new("settings", Some(row.number), column, reason));
        }
    }
    if let Some(language) = row.get("default_language") {
        settings.default_language = language_code(language);
    }
    if let Some(form_id) = row.get("form_id") {
        settings.form_id = form_id.to_owned();
    }
    settings.version = row.get("version").map(str::to_owned);
    settings.titles = row.texts("form_title", &settings.default_language);
    settings
}

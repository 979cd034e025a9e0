//! The settings sheet: the form's id, title, version and default language.
//!
//! A setting the import does not have is refused, because some of them change how answers
//! are to be read; those that only concern another program are noted and left out.

use super::sheet::{Book, language_code};
use super::{Reason, Refusal, alias};
use std::collections::BTreeMap;

/// What the settings say.
pub(super) struct Settings {
    pub(super) form_id: String,
    pub(super) titles: BTreeMap<String, String>,
    pub(super) version: Option<String>,
    /// Whether two choices of a list may bear one name, told apart by a filter.
    pub(super) choice_twice: bool,
    /// Code of the language that columns without one are in.
    pub(super) default_language: String,
}

const KNOWN: [&str; 5] =
    ["form_id", "form_title", "version", "default_language", "allow_choice_duplicates"];
/// Settings that concern another program's screens or servers.
const ELSEWHERE: [&str; 21] = [
    "style",
    "instance_name",
    "auto_send",
    "auto_delete",
    "submission_url",
    "namespaces",
    "name",
    "xml_root",
    "instance_xmlns",
    "omit_instanceid",
    "clean_text_values",
    "prefix",
    "delimiter",
    "sms_keyword",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "compact_prefix",
    "compact_delimiter",
];

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
        choice_twice: false,
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
        let base = alias::setting(&header.base);
        if ELSEWHERE.contains(&base) || base == "attribute" {
            let reason = Reason::SettingIgnored(shown);
            notes.push(Refusal::new("settings", Some(row.number), column, reason));
        } else if !KNOWN.contains(&base) {
            let reason = Reason::ColumnUnsupported(shown);
            refusals.push(Refusal::new("settings", Some(row.number), column, reason));
        }
    }
    if let Some(language) = row.get("default_language") {
        settings.default_language = language_code(language);
    }
    for (header, text) in &row.cells {
        match alias::setting(&header.base) {
            "form_id" => settings.form_id = text.clone(),
            "allow_choice_duplicates" => settings.choice_twice = text.eq_ignore_ascii_case("yes"),
            "form_title" => {
                let language = header.language.as_ref().unwrap_or(&settings.default_language);
                settings.titles.insert(language.clone(), text.clone());
            }
            _ => {}
        }
    }
    settings.version = row.get("version").map(str::to_owned);
    settings
}

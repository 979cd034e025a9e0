//! How a file is read: columns, codes and rules, from TOML.
//!
//! Another mission's file needs another mapping and form, and no line of Rust. Keys that are
//! not known are refused, because a misspelled rule would silently be none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use app::api::RegisterKind;
use serde::Deserialize;

/// A mapping file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The XLSForm, beside the mapping.
    pub form: PathBuf,
    /// Column that names a row.
    pub row: String,
    /// The election to set up.
    pub election: ElectionPart,
    /// Where the station stands.
    pub station: StationPart,
    /// What counts as what.
    pub rules: Rules,
    /// Questions that figures are measured against.
    pub measures: Measures,
    /// Turnout figures in the order of the day.
    pub figure: Vec<FigurePart>,
    /// Answers that are figures of the list or the ballots, too.
    pub register: Vec<RegisterPart>,
    /// Lists of codes: what the file writes → the choice's name.
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Ticked columns: column → the choice's name.
    pub flags: BTreeMap<String, BTreeMap<String, String>>,
    /// Question → where its answer stands.
    pub answers: BTreeMap<String, AnswerPart>,
}

/// The election to set up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionPart {
    /// Its name.
    pub name: String,
    /// Polling day, `YYYY-MM-DD`.
    pub date: String,
    /// IANA zone.
    pub timezone: String,
    /// Opening, `HH:MM`.
    pub opens: String,
    /// Closing, `HH:MM`.
    pub closes: String,
    /// Languages of the election.
    pub languages: Vec<String>,
}

/// Where the station stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationPart {
    /// Columns joined to a code.
    pub code: Vec<String>,
    /// Column of its name.
    pub name: String,
    /// Columns of its region, the largest first.
    pub region: Vec<String>,
    /// Values that name no station.
    pub unnamed: Vec<String>,
}

/// What counts as what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Values that stand for "not recorded".
    pub not_recorded: Vec<String>,
    /// Further such values of figures.
    pub figure_not_recorded: Vec<String>,
    /// The election's limit `interval_percent`.
    pub mended_within_percent: u32,
    /// The election's limit `interval_persons`.
    pub mended_within_persons: u32,
}

/// Questions that figures are measured against.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// Voters on the list.
    pub list: String,
    /// Signatures in the list at closing, which the observer counts.
    pub signatures: String,
}

/// A turnout figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigurePart {
    /// Its column.
    pub column: String,
    /// The moment it is for, `HH:MM` on the station's wall.
    pub as_of: String,
}

/// An answer that is noted as a figure of the list or the ballots, too.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterPart {
    /// The question.
    pub answer: String,
    /// What the figure is of.
    pub what: RegisterKind,
}

/// Where an answer stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerPart {
    /// Its column.
    pub column: Option<String>,
    /// The list of codes of a selection; none for a number or a text.
    pub codes: Option<String>,
    /// A cell that is none of the codes is the choice `other`, and its words are an answer too.
    #[serde(default)]
    pub other: bool,
    /// Free text.
    #[serde(default)]
    pub text: bool,
    /// The list of ticked columns of a multiple selection.
    pub flags: Option<String>,
}

impl Mapping {
    /// Every column it names.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let answers = self.answers.values().filter_map(|part| part.column.as_ref());
        let flags = self.flags.values().flat_map(BTreeMap::keys);
        let station = self.station.code.iter().chain(&self.station.region);
        let figures = self.figure.iter().map(|figure| &figure.column);
        let apart = [&self.row, &self.station.name];
        let all = answers.chain(flags).chain(station).chain(figures).chain(apart);
        all.map(String::as_str).collect()
    }

    /// Reads a mapping file; its form's path becomes one that can be opened.
    ///
    /// # Errors
    /// The file cannot be read or is no mapping.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut mapping: Self =
            toml::from_str(&text).with_context(|| path.display().to_string())?;
        mapping.form = path.parent().unwrap_or(Path::new("")).join(&mapping.form);
        Ok(mapping)
    }
}

/// The mapping that is shipped beside its form.
#[must_use]
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("replay/kosovo-2013.toml")
}

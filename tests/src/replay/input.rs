//! The file's rows as a mapping reads them.
//!
//! A cell that is neither recorded nor one of the mapping's codes is counted and left out on
//! both sides; nothing is guessed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use domain::station_key;

use super::mapping::{AnswerPart, Mapping};

/// The choice that an XLSForm's `or_other` adds.
const OTHER: &str = "other";

/// One row: one observer's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The station's code as written; none where it is not named.
    pub station: Option<String>,
    /// The station's name.
    pub station_name: String,
    /// The station's region.
    pub region: Vec<String>,
    /// Figures in the mapping's order.
    pub figures: Vec<Option<u64>>,
    /// Answers by question.
    pub answers: BTreeMap<String, Recorded>,
}

/// An answer as recorded, by names and not by numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// A number as typed.
    Number(String),
    /// Free text; the core keeps it in NFC, as files mostly are.
    Text(String),
    /// Choices by name: one of a selection, any of a multiple one.
    Chosen {
        /// Names.
        names: Vec<String>,
        /// Whether the question takes several.
        several: bool,
    },
}

/// The whole file.
#[derive(Clone, Debug)]
pub struct Input {
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Cells that the mapping does not explain: column and value.
    pub unexplained: Vec<(String, String)>,
    /// Columns that the mapping does not name.
    pub unread: Vec<String>,
}

impl Input {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or lacks a column the mapping names.
    pub fn read(path: &Path, mapping: &Mapping) -> Result<Self> {
        let shown = path.display().to_string();
        let mut reader = csv::Reader::from_path(path).with_context(|| shown.clone())?;
        let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let known = mapping.columns();
        let unread = headers.iter().filter(|header| !known.contains(header.as_str()));
        let unread = unread.cloned().collect();
        let mut input = Self { rows: Vec::new(), unexplained: Vec::new(), unread };
        for (index, record) in reader.records().enumerate() {
            let record = record.with_context(|| shown.clone())?;
            let cells: BTreeMap<&str, &str> =
                headers.iter().map(String::as_str).zip(record.iter().map(str::trim)).collect();
            let row = input.row(index + 1, &cells, mapping)?;
            input.rows.push(row);
        }
        Ok(input)
    }

    fn row(
        &mut self,
        number: usize,
        cells: &BTreeMap<&str, &str>,
        mapping: &Mapping,
    ) -> Result<Row> {
        let station = &mapping.station;
        let mut parts = Vec::new();
        for column in &station.code {
            parts.push(cell(cells, column)?);
        }
        let unnamed = |part: &&str| station.unnamed.iter().any(|name| name == part);
        let code = (!parts.iter().any(unnamed)).then(|| parts.join("-"));
        let mut region = Vec::new();
        for column in &station.region {
            region.push(cell(cells, column)?.to_owned());
        }
        let mut figures = Vec::new();
        for figure in &mapping.figure {
            let none = mapping.rules.figure_not_recorded.as_slice();
            let text = self.number(&figure.column, cells, mapping)?;
            let text = text.filter(|text| !none.contains(text));
            figures.push(text.and_then(|text| text.parse().ok()));
        }
        let mut answers = BTreeMap::new();
        for (question, part) in &mapping.answers {
            let Some(recorded) = self.answer(part, cells, mapping)? else { continue };
            if let (true, Recorded::Text(_)) = (part.other, &recorded) {
                let names = vec![OTHER.to_owned()];
                let chosen = Recorded::Chosen { names, several: false };
                answers.insert(question.clone(), chosen);
                answers.insert(format!("{question}_{OTHER}"), recorded);
            } else {
                answers.insert(question.clone(), recorded);
            }
        }
        let station_name = cell(cells, &station.name)?.to_owned();
        Ok(Row { number, station: code, station_name, region, figures, answers })
    }

    fn answer(
        &mut self,
        part: &AnswerPart,
        cells: &BTreeMap<&str, &str>,
        mapping: &Mapping,
    ) -> Result<Option<Recorded>> {
        if let Some(list) = &part.flags {
            let flags = mapping.flags.get(list).with_context(|| format!("no flags {list}"))?;
            let mut names = Vec::new();
            for (column, name) in flags {
                if cell(cells, column)? == "TRUE" {
                    names.push(name.clone());
                }
            }
            names.sort();
            let several = true;
            return Ok((!names.is_empty()).then_some(Recorded::Chosen { names, several }));
        }
        let column = part.column.as_ref().context("an answer without a column")?;
        let text = cell(cells, column)?;
        if mapping.rules.not_recorded.iter().any(|value| value == text) {
            return Ok(None);
        }
        let words = || Recorded::Text(text.to_owned());
        let Some(list) = &part.codes else {
            return match part.text {
                true => Ok(Some(words())),
                false => Ok(self.number(column, cells, mapping)?.map(Recorded::Number)),
            };
        };
        let codes = mapping.codes.get(list).with_context(|| format!("no codes {list}"))?;
        match codes.get(text) {
            Some(name) => Ok(Some(Recorded::Chosen { names: vec![name.clone()], several: false })),
            None if part.other => Ok(Some(words())),
            None => {
                self.unexplained.push((column.clone(), text.to_owned()));
                Ok(None)
            }
        }
    }

    fn number(
        &mut self,
        column: &str,
        cells: &BTreeMap<&str, &str>,
        mapping: &Mapping,
    ) -> Result<Option<String>> {
        let text = cell(cells, column)?;
        if mapping.rules.not_recorded.iter().any(|value| value == text) {
            return Ok(None);
        }
        match text.parse::<u32>() {
            // As the core keeps it: 07 is 7.
            Ok(number) => Ok(Some(number.to_string())),
            Err(_) => {
                self.unexplained.push((column.to_owned(), text.to_owned()));
                Ok(None)
            }
        }
    }
}

impl Row {
    /// What the observer types: the code, or a name of its own where none is known.
    #[must_use]
    pub fn typed_station(&self) -> String {
        self.station.clone().unwrap_or_else(|| format!("row {}", self.number))
    }

    /// What makes stations one.
    #[must_use]
    pub fn station_key(&self) -> String {
        station_key(&self.typed_station())
    }

    /// The label of its invitation, and so the name of its files.
    #[must_use]
    pub fn label(&self) -> String {
        format!("row-{}", self.number)
    }

    /// A number that was answered, where it is one that a figure may be.
    #[must_use]
    pub fn figure_of(&self, question: &str, mapping: &Mapping) -> Option<u32> {
        match self.answers.get(question)? {
            Recorded::Number(text) if !mapping.rules.figure_not_recorded.contains(text) => {
                text.parse().ok()
            }
            Recorded::Number(_) | Recorded::Text(_) | Recorded::Chosen { .. } => None,
        }
    }
}

fn cell<'c>(cells: &BTreeMap<&str, &'c str>, column: &str) -> Result<&'c str> {
    match cells.get(column) {
        Some(text) => Ok(text),
        None => bail!("the file has no column {column}"),
    }
}

//! What the endpoint finds, read as its analysts read it: from the tables of its export.
//!
//! A finding counts where the endpoint lists it, for the row whose device it names; nothing is
//! judged anew here. The file's side is written out by hand by the endpoint's definitions, and
//! where the file's publishers measure otherwise (by the list a row names itself), that stands
//! beside it. Rejected: running the core's rules over the endpoint's store, which shows the
//! rules and not that headquarters is told.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use app::api::RegisterKind;
use domain::station_key;

use super::input::{Input, Row};
use super::mapping::Mapping;
use crate::support::desk::Tables;

/// Rows (by label) and stations (by key) by what is found of them.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Figures of lists, ballots and signatures, each with row and kind.
    pub noted: BTreeSet<String>,
    /// Rows in which a later figure is smaller.
    pub falling: BTreeSet<String>,
    /// Of these, rows with every figure of the day.
    pub falling_complete: BTreeSet<String>,
    /// Falling rows that read well as intervals.
    pub intervals: BTreeSet<String>,
    /// Rows with a figure above the largest list that anybody names at the station.
    pub above_list: BTreeSet<String>,
    /// At the endpoint those of them that name a list; in the file rows above their own list.
    pub above_own_list: BTreeSet<String>,
    /// Stations with two sizes of the list.
    pub lists_differ: BTreeSet<String>,
    /// Stations where several observed at once.
    pub parallel: BTreeSet<String>,
    /// Every finding of the endpoint on records, by its code; the file has none.
    pub codes: BTreeMap<String, u64>,
}

type Line = BTreeMap<String, String>;

impl Found {
    /// Names and members of what both sides define alike.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, &BTreeSet<String>); 7] {
        [
            ("lists, ballots, signatures noted", &self.noted),
            ("falling, all rows", &self.falling),
            ("falling, complete rows", &self.falling_complete),
            ("falling, read as intervals", &self.intervals),
            ("above the station's largest list", &self.above_list),
            ("stations with two sizes of the list", &self.lists_differ),
            ("stations with several forms, parallel", &self.parallel),
        ]
    }

    /// Reads the export; `labels` are those of journals.
    ///
    /// # Errors
    /// A table is missing.
    pub fn of_endpoint(
        tables: &Tables,
        labels: &BTreeMap<String, String>,
        mapping: &Mapping,
    ) -> Result<Self> {
        let table = |name: &str| tables.get(name).with_context(|| format!("no {name}"));
        let whose = |line: &Line| {
            let journal = cell(line, "journal");
            labels.get(journal).map_or_else(|| journal.to_owned(), Clone::clone)
        };
        let mut found = Self::default();
        let (mut own_counts, mut figures) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
        for line in table("turnout.csv")? {
            if cell(line, "source") == "own_count" {
                own_counts.insert(event(line));
                found.noted.insert(noted(&whose(line), cell(line, "what"), cell(line, "figure")));
            } else {
                *figures.entry(whose(line)).or_default() += 1;
            }
        }
        let mut lists = BTreeSet::new();
        for line in table("registers.csv")? {
            let what = cell(line, "what");
            found.noted.insert(noted(&whose(line), what, cell(line, "figure")));
            if what == word(RegisterKind::ListAtOpening)? {
                lists.insert(whose(line));
            }
        }
        for line in table("findings.csv")?.iter().filter(|line| cell(line, "about") == "record") {
            let code = cell(line, "finding");
            *found.codes.entry(code.to_owned()).or_default() += 1;
            let row = whose(line);
            match code {
                "turnout_falls" => found.falling.insert(row),
                "reads_as_intervals" => found.intervals.insert(row),
                // The observer's own count of signatures is none of the row's figures.
                "above_list" if !own_counts.contains(&event(line)) => found.above_list.insert(row),
                "lists_differ" => found.lists_differ.insert(station_key(cell(line, "station"))),
                _ => false,
            };
        }
        let whole = |row: &&String| figures.get(*row) == Some(&mapping.figure.len());
        found.falling_complete = found.falling.iter().filter(whole).cloned().collect();
        found.above_own_list = found.above_list.intersection(&lists).cloned().collect();
        let hours = table("hours.csv")?.iter().filter(|line| cell(line, "parallel") == "yes");
        found.parallel = hours.map(|line| station_key(cell(line, "station"))).collect();
        Ok(found)
    }

    /// Computes it from the file alone.
    ///
    /// # Errors
    /// A kind of figure has no word.
    pub fn of_file(input: &Input, mapping: &Mapping) -> Result<Self> {
        let list_of = |row: &Row| row.figure_of(&mapping.measures.list, mapping).map(u64::from);
        let mut stations: BTreeMap<String, Vec<Option<u64>>> = BTreeMap::new();
        for row in &input.rows {
            stations.entry(row.station_key()).or_default().push(list_of(row));
        }
        let mut found = Self::default();
        for row in &input.rows {
            let all = stations.get(&row.station_key()).map(Vec::as_slice).unwrap_or_default();
            found.add_row(row, mapping, list_of(row), all.iter().flatten().max().copied())?;
        }
        for (station, lists) in stations {
            if lists.len() > 1 {
                found.parallel.insert(station.clone());
            }
            if lists.iter().flatten().collect::<BTreeSet<_>>().len() > 1 {
                found.lists_differ.insert(station);
            }
        }
        Ok(found)
    }

    fn add_row(
        &mut self,
        row: &Row,
        mapping: &Mapping,
        own_list: Option<u64>,
        largest_list: Option<u64>,
    ) -> Result<()> {
        let label = row.label();
        for part in &mapping.register {
            if let Some(figure) = row.figure_of(&part.answer, mapping) {
                self.noted.insert(noted(&label, &word(part.what)?, &figure.to_string()));
            }
        }
        let recorded: Vec<u64> = row.figures.iter().flatten().copied().collect();
        let signatures = row.figure_of(&mapping.measures.signatures, mapping).map(u64::from);
        if let Some(figure) = signatures {
            self.noted.insert(noted(&label, "signatures", &figure.to_string()));
        }
        let highest = recorded.iter().max().copied();
        if own_list.is_some_and(|list| highest > Some(list)) {
            self.above_own_list.insert(label.clone());
        }
        if largest_list.is_some_and(|list| highest > Some(list)) {
            self.above_list.insert(label.clone());
        }
        if recorded.is_sorted() {
            return Ok(());
        }
        if recorded.len() == row.figures.len() {
            self.falling_complete.insert(label.clone());
        }
        let near = signatures.is_some_and(|total| {
            let off = recorded.iter().sum::<u64>().abs_diff(total);
            let percent = u64::from(mapping.rules.mended_within_percent);
            off <= u64::from(mapping.rules.mended_within_persons) || 100 * off <= percent * total
        });
        if near {
            self.intervals.insert(label.clone());
        }
        self.falling.insert(label);
        Ok(())
    }
}

fn cell<'l>(line: &'l Line, column: &str) -> &'l str {
    line.get(column).map_or("", String::as_str)
}

fn event(line: &Line) -> (String, String) {
    (cell(line, "journal").to_owned(), cell(line, "event").to_owned())
}

fn noted(row: &str, what: &str, figure: &str) -> String {
    format!("{row} {what} {figure}")
}

/// A kind as the export writes it.
fn word(what: RegisterKind) -> Result<String> {
    let value = serde_json::to_value(what)?;
    Ok(value.as_str().context("a kind is no word")?.to_owned())
}

//! What the endpoint holds: figures and answers from its store, findings from its export.
//!
//! A row is found by its invitation: first contact names the journal. Figures and answers come
//! out of the folds that the server made; nothing is judged here that the endpoint judges.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use domain::event::{FigureSource, Value};
use domain::fold::{Fold, FormRecord};
use domain::form::{Form, Item, ItemKind};
use domain::station_key;
use journal::invitation::InvitationFile;
use journal::keeper::Recipient;
use store::EndpointStore;

use super::endpoint::Endpoint;
use super::figures::Figures;
use super::found::Found;
use super::input::{Input, Recorded};
use super::mapping::Mapping;
use crate::support::desk::Tables;

/// What was read back.
pub struct Held {
    /// The compared figures.
    pub figures: Figures,
    /// Rows whose answers or figures are not those of the file, with what differs.
    pub differing: Vec<String>,
    /// Answers that the form's own constraint refuses, by question.
    pub refused: BTreeMap<String, u64>,
    /// Answers to questions that the form does not ask after the others, by question.
    pub not_asked: BTreeMap<String, u64>,
    /// What the endpoint's export says it found.
    pub found: Found,
    /// Findings on pages.
    pub page_findings: usize,
}

/// One device as the endpoint knows it.
struct Device {
    fold: Fold,
    station: String,
    figures: Vec<Option<u64>>,
    answers: BTreeMap<String, Recorded>,
}

/// Reads the store, and the export's tables beside it.
///
/// # Errors
/// The store or an invitation cannot be read, or a device holds what no row can make.
pub fn read(
    store: &EndpointStore,
    folder: &Path,
    input: &Input,
    mapping: &Mapping,
    tables: &Tables,
) -> Result<Held> {
    let common = store.own_fold(Recipient::Common)?;
    let form = common.form_version(1, 1).context("no form is published")??;
    let mut held = Held {
        figures: Figures::default(),
        differing: Vec::new(),
        refused: BTreeMap::new(),
        not_asked: BTreeMap::new(),
        found: Found::default(),
        page_findings: store.findings()?.len(),
    };
    let (mut devices, mut labels) = (Vec::new(), BTreeMap::new());
    for row in &input.rows {
        let label = row.label();
        let bytes = std::fs::read(Endpoint::invitation(folder, &label))?;
        let invitation = InvitationFile::open(&bytes)?.public.claimed().invitation;
        let Some(contact) = store.first_contact(invitation)? else {
            held.differing.push(format!("{label}: never came"));
            continue;
        };
        let fold = store.fold(contact.journal)?.context("no fold")?;
        let device = Device::of(fold, &form, mapping).with_context(|| label.clone())?;
        if device.station != row.station_key() {
            held.differing.push(format!("{label}: at {}", device.station));
        }
        if device.figures != row.figures {
            held.differing.push(format!("{label}: figures {:?}", device.figures));
        }
        if device.answers != row.answers {
            held.differing.push(format!("{label}: answers {:?}", device.answers));
        }
        held.judge(&device.fold, &form);
        labels.insert(contact.journal.to_string(), label);
        devices.push(device);
    }
    held.figures = figures(&devices);
    held.found = Found::of_endpoint(tables, &labels, mapping)?;
    Ok(held)
}

impl Held {
    /// What the form says of a device's answers.
    fn judge(&mut self, fold: &Fold, form: &Form) {
        for record in fold.forms() {
            for state in form.evaluate(&record.top_answers()).items {
                let Some(item) = form.item(state.number) else { continue };
                if state.violated {
                    *self.refused.entry(item.name.clone()).or_default() += 1;
                }
                if state.answered && !state.relevant && item.kind.takes_answer() {
                    *self.not_asked.entry(item.name.clone()).or_default() += 1;
                }
            }
        }
    }
}

impl Device {
    fn of(fold: Fold, form: &Form, mapping: &Mapping) -> Result<Self> {
        let visits: Vec<_> = fold.visits().collect();
        ensure!(visits.len() == 1, "{} visits", visits.len());
        let station = visits.first().map(|visit| station_key(&visit.station)).unwrap_or_default();
        let midnight = super::day::midnight(mapping)?;
        let mut figures = Vec::new();
        for part in &mapping.figure {
            let as_of = midnight + super::day::minutes(&part.as_of)? * 60;
            let noted: Vec<u64> = fold
                .turnout()
                .filter(|record| record.as_of == as_of && record.source != FigureSource::OwnCount)
                .map(|record| record.figure)
                .collect();
            ensure!(noted.len() <= 1, "{} figures at {}", noted.len(), part.as_of);
            figures.push(noted.first().copied());
        }
        let mut answers = BTreeMap::new();
        for record in fold.forms() {
            answers.extend(recorded(record, form));
        }
        Ok(Self { station, figures, answers, fold })
    }
}

fn recorded(record: &FormRecord, form: &Form) -> Vec<(String, Recorded)> {
    let top = record.top_answers();
    let answers = top.iter().filter_map(|(question, value)| {
        let item = form.item(*question)?;
        Some((item.name.clone(), by_name(item, value)?))
    });
    answers.collect()
}

/// An answer by names; special and cleared ones are none of a file's.
fn by_name(item: &Item, value: &Value) -> Option<Recorded> {
    match value {
        Value::Integer(number) => Some(Recorded::Number(number.to_string())),
        Value::Decimal(text) => Some(Recorded::Number(text.clone())),
        Value::Text(text) => Some(Recorded::Text(text.clone())),
        Value::Chosen(numbers) => {
            let chosen = item.choices.iter().filter(|choice| numbers.contains(&choice.number));
            let mut names: Vec<String> = chosen.map(|choice| choice.name.clone()).collect();
            names.sort();
            Some(Recorded::Chosen { names, several: item.kind == ItemKind::SelectMultiple })
        }
        Value::Cleared | Value::Special(_) => None,
    }
}

fn figures(devices: &[Device]) -> Figures {
    let stations: BTreeSet<&str> = devices.iter().map(|device| device.station.as_str()).collect();
    let (stations, devices_count) = (stations.len() as u64, devices.len() as u64);
    let mut sums = Figures { stations, devices: devices_count, ..Figures::default() };
    let mut largest: BTreeMap<&str, u64> = BTreeMap::new();
    for device in devices {
        let noted: Vec<u64> = device.figures.iter().flatten().copied().collect();
        sums.figures += noted.len() as u64;
        sums.answers += device.answers.len() as u64;
        if noted.len() != device.figures.len() {
            continue;
        }
        let last = noted.last().copied().unwrap_or(0);
        sums.complete += 1;
        sums.last_sum += last;
        let kept = largest.entry(&device.station).or_default();
        *kept = last.max(*kept);
    }
    sums.last_sum_by_station = largest.values().sum();
    sums.stations_in_sum = largest.len() as u64;
    sums
}

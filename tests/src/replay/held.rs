//! What the endpoint holds, read from its store and judged by the core's own rules.
//!
//! A row is found by its invitation: first contact names the journal. Figures, answers and
//! findings come out of the folds that the server made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use domain::event::Value;
use domain::fold::{Fold, FormRecord};
use domain::form::{Form, Item, ItemKind};
use domain::view::{
    Finding, IntervalRule, StationQuery, above_list, falls, mended_as_interval, station_day,
};
use domain::{JournalRef, StationSpec, station_key};
use journal::invitation::InvitationFile;
use journal::keeper::Recipient;
use store::EndpointStore;

use super::endpoint::Endpoint;
use super::figures::Figures;
use super::input::{Input, Recorded};
use super::mapping::Mapping;

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
    /// Findings on the stations' days, by kind.
    pub findings: BTreeMap<&'static str, u64>,
    /// Findings on pages.
    pub page_findings: usize,
}

/// One device as the endpoint knows it.
struct Device {
    journal: JournalRef,
    fold: Fold,
    station: String,
    figures: Vec<Option<u64>>,
    answers: BTreeMap<String, Recorded>,
}

/// Reads the store.
pub fn read(
    store: &EndpointStore,
    folder: &Path,
    input: &Input,
    mapping: &Mapping,
) -> Result<Held> {
    let common = store.own_fold(Recipient::Common)?;
    let form = common.form_version(1, 1).context("no form is published")??;
    let mut held = Held {
        figures: Figures::default(),
        differing: Vec::new(),
        refused: BTreeMap::new(),
        not_asked: BTreeMap::new(),
        findings: BTreeMap::new(),
        page_findings: store.findings()?.len(),
    };
    let mut devices = Vec::new();
    for row in &input.rows {
        let label = row.label();
        let bytes = std::fs::read(Endpoint::invitation(folder, &label))?;
        let invitation = InvitationFile::open(&bytes)?.public.claimed().invitation;
        let Some(contact) = store.first_contact(invitation)? else {
            held.differing.push(format!("{label}: never came"));
            continue;
        };
        let fold = store.fold(contact.journal)?.context("no fold")?;
        let device = Device::of(JournalRef(contact.journal.0), fold, &form, mapping)
            .with_context(|| label.clone())?;
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
        devices.push(device);
    }
    held.figures = figures(&devices, mapping);
    stations(&mut held, &devices, &common)?;
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
    fn of(journal: JournalRef, fold: Fold, form: &Form, mapping: &Mapping) -> Result<Self> {
        let visits: Vec<_> = fold.visits().collect();
        ensure!(visits.len() == 1, "{} visits", visits.len());
        let station = visits.first().map(|visit| station_key(&visit.station)).unwrap_or_default();
        let midnight = super::day::midnight(mapping)?;
        let mut figures = Vec::new();
        for part in &mapping.figure {
            let as_of = midnight + super::day::minutes(&part.as_of)? * 60;
            let noted: Vec<u64> = fold
                .turnout()
                .filter(|record| record.as_of == as_of)
                .map(|record| record.figure)
                .collect();
            ensure!(noted.len() <= 1, "{} figures at {}", noted.len(), part.as_of);
            figures.push(noted.first().copied());
        }
        let mut answers = BTreeMap::new();
        for record in fold.forms() {
            answers.extend(recorded(record, form));
        }
        Ok(Self { journal, station, figures, answers, fold })
    }

    fn number(&self, question: &str) -> Option<u64> {
        match self.answers.get(question)? {
            Recorded::Number(text) => text.parse().ok(),
            Recorded::Text(_) | Recorded::Chosen { .. } => None,
        }
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

fn figures(devices: &[Device], mapping: &Mapping) -> Figures {
    let rule = IntervalRule {
        percent: mapping.rules.mended_within_percent,
        persons: mapping.rules.mended_within_persons,
    };
    let mut sums = Figures { devices: devices.len() as u64, ..Figures::default() };
    let mut largest: BTreeMap<&str, u64> = BTreeMap::new();
    for device in devices {
        let noted: Vec<u64> = device.figures.iter().flatten().copied().collect();
        sums.figures += noted.len() as u64;
        sums.answers += device.answers.len() as u64;
        let fallen = !falls(&noted).is_empty();
        sums.falling_over_all += u64::from(fallen);
        let list = device.number(&mapping.measures.list).unwrap_or(0);
        sums.above_list += u64::from(noted.iter().any(|figure| above_list(*figure, list)));
        if noted.len() != device.figures.len() {
            continue;
        }
        let last = noted.last().copied().unwrap_or(0);
        sums.complete += 1;
        sums.last_sum += last;
        sums.falling += u64::from(fallen);
        let signatures = device.number(&mapping.measures.signatures);
        let mended = signatures.is_some_and(|total| mended_as_interval(&noted, total, rule));
        sums.mended += u64::from(fallen && mended);
        let kept = largest.entry(&device.station).or_default();
        *kept = last.max(*kept);
    }
    sums.last_sum_by_station = largest.values().sum();
    sums.stations_in_sum = largest.len() as u64;
    sums
}

/// Every station's day, as the dashboard asks for it.
fn stations(held: &mut Held, devices: &[Device], common: &Fold) -> Result<()> {
    let definitions = common.definitions();
    let definition = definitions.current();
    let day = *definition.days.first().context("no polling day")?;
    let mut by_station: BTreeMap<&str, Vec<(JournalRef, &Fold)>> = BTreeMap::new();
    for device in devices {
        by_station.entry(&device.station).or_default().push((device.journal, &device.fold));
    }
    held.figures.stations = by_station.len() as u64;
    for (code, journals) in &by_station {
        let station = StationSpec::of_code(code);
        let day = station_day(&StationQuery {
            station: &station,
            definitions: &definitions,
            day,
            now: i64::MAX,
            journals,
            alive: None,
        });
        let there: BTreeSet<JournalRef> = journals.iter().map(|(journal, _)| *journal).collect();
        held.figures.parallel += u64::from(there.len() > 1 && day.parallel == there);
        for finding in &day.findings {
            *held.findings.entry(name(finding)).or_default() += 1;
        }
    }
    Ok(())
}

fn name(finding: &Finding) -> &'static str {
    match finding {
        Finding::TurnoutFalls { .. } => "a figure falls",
        Finding::AboveList { .. } => "above the list headquarters knows",
        Finding::ReadsAsIntervals { .. } => "a falling series reads as intervals",
        Finding::RateTooHigh { .. } => "counted faster than the highest rate",
        Finding::OutsideHours { .. } => "counted outside the hours",
        Finding::ListsDiffer { .. } => "two sizes of the list",
        Finding::TallyOverlapsTaps { .. } => "a tally overlaps taps",
        Finding::LongWithoutCount { .. } => "a watch counts nobody for long",
        Finding::SumDiffers { .. } => "a sum does not add up",
        Finding::HandOverDiffers { .. } => "a hand-over names two figures",
        Finding::RelationsDisagree { .. } => "two watches are declared in two ways",
        Finding::SplitOverlaps { .. } => "split watches share a desk",
        Finding::StrayEvents { .. } => "events that refer to nothing",
        Finding::UnknownKinds { .. } => "events of unknown kinds",
    }
}

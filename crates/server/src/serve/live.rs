//! The dashboard's source: figures from the holdings, events from pages opened on demand.
//!
//! What an overview needs of every station is kept by polling day and settled at each question.
//! Opened events stay in memory only while an answer is made.

mod incidents;
mod sight;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::event::{HeldBecause, PagesAdmitted, Payload};
use domain::{Fold, JournalRef};
use journal::ids::{JournalId, PageNumber};
use journal::judge::Status;
use journal::keeper::{Decision, Keeper as _};
use journal::page::Head;
use journal::receipts::HeldReason;
use store::EndpointStore;
use store::endpoint::{Admissible, DeviceRow, Openers};

use super::folding::Wake;
use super::lists::Lists;
use super::read;
use crate::clock::Clock;
use crate::dashboard::api::{
    Admit, AskFollowUp, ComplaintDetail, CountedEvents, DeviceDay, ElectionBrief, IncidentDetail,
    NotYetLinked, Overview, PollingDay, SetStatus, StationDay,
};
use crate::dashboard::board::Board;
use crate::dashboard::delivery;
use crate::dashboard::desk::{Desk, u32_of};
use crate::dashboard::events::Published;
use crate::dashboard::export::{self, ExportFile};
use crate::dashboard::found;
use crate::dashboard::overview::{Ask, branch, columns, overview};
use crate::dashboard::row::{HourName, Line, label};
use crate::dashboard::source::{Counted, Source, SourceError};
use crate::headquarters::publish_decided;
use crate::holdings::{Device, Holdings};
use crate::keys::Keys;
use sight::{Sight, event_row};

const EVENTS_MAX: usize = 5_000;
const PAGES_BYTES: usize = 4 * 1024 * 1024;
/// Letters of an operator's words that are kept.
const WORDS_MAX: usize = 500;

/// Figures of the running server.
pub struct Live {
    holdings: Arc<RwLock<Holdings>>,
    lists: Arc<RwLock<Lists>>,
    store: Mutex<EndpointStore>,
    keys: Arc<Keys>,
    openers: Openers,
    clock: Clock,
    wake: Mutex<Sender<Wake>>,
    /// By polling day.
    boards: Mutex<BTreeMap<NaiveDate, Board>>,
}

impl Live {
    /// Puts the parts together.
    pub fn new(
        holdings: Arc<RwLock<Holdings>>,
        lists: Arc<RwLock<Lists>>,
        store: EndpointStore,
        keys: Arc<Keys>,
        openers: Openers,
        clock: Clock,
        wake: Sender<Wake>,
    ) -> Self {
        let (store, wake) = (Mutex::new(store), Mutex::new(wake));
        Self { holdings, lists, store, keys, openers, clock, wake, boards: Mutex::default() }
    }

    /// Runs `work` at the desk of this moment.
    fn at_desk<T>(&self, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        let (holdings, lists) = (read(&self.holdings), read(&self.lists));
        let definitions = holdings.definitions();
        let highest_rate = definitions.current().highest_rate_per_minute;
        work(&Desk {
            holdings: &holdings,
            definitions,
            stations: &lists.stations,
            notes: &lists.notes,
            announced: &holdings.announced,
            highest_rate,
            now: self.clock.now_s(),
        })
    }

    /// Makes the board of this moment's polling day, so that the first look does not wait for it.
    pub fn prepare(&self) {
        self.at_desk(|desk| {
            if let Some(polling) = desk.day(None) {
                self.settled(desk, polling, |_| ());
            }
        });
    }

    /// Reads the board of a polling day, brought up to what the desk holds.
    fn settled<T>(
        &self,
        desk: &Desk<'_>,
        polling: domain::PollingDay,
        work: impl FnOnce(&Board) -> T,
    ) -> T {
        let mut boards = self.boards.lock().unwrap_or_else(PoisonError::into_inner);
        let board = boards.entry(polling.date).or_default();
        board.settle(desk, polling);
        work(board)
    }

    fn wake(&self, why: Wake) {
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        // The folder is gone only when everything ends.
        let _ = wake.send(why);
    }

    fn store(&self) -> std::sync::MutexGuard<'_, EndpointStore> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One device's day at a station, its pages opened.
    fn device_day(
        &self,
        desk: &Desk<'_>,
        line: &Line,
        columns: &[HourName],
        journal: JournalId,
        device: &Device,
    ) -> Result<DeviceDay, SourceError> {
        let reference = JournalRef(journal.0);
        let here: BTreeSet<u64> = line
            .day
            .visits
            .iter()
            .filter(|visit| visit.journal == reference)
            .map(|visit| visit.visit)
            .collect();
        let watch = line.day.watches.iter().filter(|watch| watch.journal == reference);
        let longest = watch.max_by_key(|watch| watch.minutes_watched);
        let rows = longest.map(|watch| watch.hours.as_slice()).unwrap_or_default();
        let mut day = DeviceDay {
            journal: journal.to_string(),
            label: desk.label(device.invitation),
            receipted: u32_of(device.receipted),
            came: delivery::came(desk, device),
            hours: line.cells_of(rows, columns, desk.now),
            events: Vec::new(),
            events_left_out: 0,
            unreadable_pages: device.unreadable.iter().copied().map(u32_of).collect(),
        };
        let (forms, fold) = (Published::of(&desk.holdings.common), &device.fold);
        let mut sight = Sight { forms, fold, here, taken: BTreeSet::new() };
        let mut after = PageNumber(0);
        loop {
            let run = self.store().pages(journal, after, PAGES_BYTES).map_err(broken)?;
            for page in &run.pages {
                after = page.header().number;
                let Some(key) = self.openers.get(&page.header().key) else { continue };
                let Ok(opened) = page.open(key) else { continue };
                for event in &opened.events {
                    let Some(row) = sight.row(event, after, line.day.span.zone) else { continue };
                    if day.events.len() >= EVENTS_MAX {
                        day.events_left_out = day.events_left_out.saturating_add(1);
                        continue;
                    }
                    day.events.push(row);
                }
            }
            if !run.more {
                return Ok(day);
            }
        }
    }
}

impl Source for Live {
    fn election(&self) -> ElectionBrief {
        let holdings = read(&self.holdings);
        let definitions = holdings.definitions();
        let definition = definitions.current();
        let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        ElectionBrief {
            id: self.keys.election.to_string(),
            name: definition.name.clone(),
            practice: self.keys.list.list().practice,
            timezone: definition.zone.clone(),
            days: definition
                .days
                .iter()
                .map(|day| PollingDay {
                    date: day.date.to_string(),
                    opens: time(day.opens_minutes),
                    closes: time(day.closes_minutes),
                })
                .collect(),
            languages: definition.languages.clone(),
            opens_pages: !self.openers.is_empty(),
        }
    }

    fn overview(&self, ask: &Ask) -> Result<Overview, SourceError> {
        self.at_desk(|desk| {
            let polling = desk.day(ask.day).ok_or(SourceError::NotFound)?;
            let answer = self.settled(desk, polling, |board| overview(desk, ask, board));
            answer.ok_or(SourceError::NotFound)
        })
    }

    fn station(&self, code: &str, day: Option<NaiveDate>) -> Result<StationDay, SourceError> {
        if self.openers.is_empty() {
            return Err(SourceError::CannotOpen);
        }
        self.at_desk(|desk| {
            let polling = desk.day(day).ok_or(SourceError::NotFound)?;
            let key = known(desk, code)?;
            let line = Line::of(desk, &key, polling);
            let columns = columns(polling, std::slice::from_ref(&line));
            let mut devices = Vec::new();
            for (journal, device) in desk.holdings.devices_at(&key) {
                devices.push(self.device_day(desk, &line, &columns, journal, device)?);
            }
            Ok(StationDay {
                day: polling.date.to_string(),
                hours: columns.iter().copied().map(label).collect(),
                timezone: line.day.span.zone.name().to_owned(),
                devices,
                announced: line.announced.clone(),
                beside: found::beside(&line.day, &columns),
                points: found::points(desk, &line.day),
                findings: found::findings(desk, &line.day),
                row: line.with_columns(&columns, desk.now),
            })
        })
    }

    fn counted(&self, code: &str, of: &Counted) -> Result<CountedEvents, SourceError> {
        self.at_desk(|desk| {
            let polling = desk.day(of.day).ok_or(SourceError::NotFound)?;
            let line = Line::of(desk, &known(desk, code)?, polling);
            let columns = columns(polling, std::slice::from_ref(&line));
            let named = |place| columns.get(place).copied().ok_or(SourceError::NotFound);
            let hour = of.hour.map(named).transpose()?;
            Ok(found::counted(desk, &line.day, polling, of.point, hour))
        })
    }

    fn files(&self) -> Result<Vec<ExportFile>, SourceError> {
        if self.openers.is_empty() {
            return Err(SourceError::CannotOpen);
        }
        self.at_desk(export::files).map_err(broken)
    }

    fn hours_csv(&self, day: Option<NaiveDate>) -> Result<(NaiveDate, Vec<u8>), SourceError> {
        self.at_desk(|desk| {
            let polling = desk.day(day).ok_or(SourceError::NotFound)?;
            let file = export::hours_csv(desk, polling)
                .map_err(|error| SourceError::Broken(error.to_string()))?;
            Ok((polling.date, file))
        })
    }

    fn pages_csv(&self) -> Result<Vec<u8>, SourceError> {
        self.at_desk(export::pages_csv).map_err(broken)
    }

    fn notices_csv(&self) -> Result<Vec<u8>, SourceError> {
        self.at_desk(export::notices_csv).map_err(broken)
    }

    fn not_yet_linked(&self, journal: &str) -> Result<NotYetLinked, SourceError> {
        if self.openers.is_empty() {
            return Err(SourceError::CannotOpen);
        }
        let id = JournalId::parse(journal).ok_or(SourceError::NotFound)?;
        let pages = self.store().not_yet_linked(id, &self.openers).map_err(broken)?;
        let missing_from = pages.first().map(|(page, _)| page.missing_from);
        let missing_from = u32_of(missing_from.ok_or(SourceError::NotFound)?.0);
        self.at_desk(|desk| {
            let device = desk.holdings.devices.get(&id);
            let nothing = Fold::new();
            let fold = device.map_or(&nothing, |device| &device.fold);
            let mut all = NotYetLinked {
                journal: id.to_string(),
                label: desk.label(device.and_then(|device| device.invitation)),
                missing_from,
                events: Vec::new(),
                events_left_out: 0,
                unreadable_pages: Vec::new(),
            };
            let forms = Published::of(&desk.holdings.common);
            for (page, events) in &pages {
                let Some(events) = events else {
                    all.unreadable_pages.push(u32_of(page.number.0));
                    continue;
                };
                let room = EVENTS_MAX.saturating_sub(all.events.len());
                let row = |event| event_row(fold, &forms, event, page.number, desk.zone());
                all.events.extend(events.iter().take(room).map(row));
                let left_out = events.len().saturating_sub(room) as u64;
                all.events_left_out = all.events_left_out.saturating_add(u32_of(left_out));
            }
            Ok(all)
        })
    }

    fn admit(&self, operator: &str, admit: &Admit) -> Result<(), SourceError> {
        let journal = JournalId::parse(&admit.journal).ok_or(SourceError::NotFound)?;
        let held = read(&self.holdings)
            .quarantine()
            .filter(|(whose, _)| whose.journal == journal)
            .map(|(_, held)| held.clone())
            .find(|held| branch(held.admissible) == admit.branch)
            .ok_or(SourceError::NotFound)?;
        let first = match held.admissible {
            Admissible::Journal => None,
            Admissible::Branch(first) => Some(first),
            Admissible::Nothing => return Err(SourceError::NotFound),
        };
        let decide = |store: &EndpointStore| {
            let ends = match held.reason {
                HeldReason::SecondEnrolment => others_that_count(store, journal)?,
                HeldReason::Revoked
                | HeldReason::Expired
                | HeldReason::Fork
                | HeldReason::Ended => Vec::new(),
            };
            let event = PagesAdmitted {
                operator: operator.to_owned(),
                because: because(held.reason),
                journal: JournalRef(journal.0),
                first_page: first.map_or(1, |first| first.number.0),
                hash: first.map(|first| first.hash.0),
                ends: ends.iter().map(|(journal, last)| (JournalRef(journal.0), last.0)).collect(),
                words: admit.reason.chars().take(WORDS_MAX).collect(),
            };
            let end = |(journal, last)| Decision::End { journal, last };
            let mut decisions: Vec<_> = ends.into_iter().map(end).collect();
            decisions.push(match first {
                Some(Head { number, hash }) => Decision::AdmitBranch { journal, number, hash },
                None => Decision::Admit { journal },
            });
            Ok((vec![Payload::PagesAdmitted(event)], decisions))
        };
        publish_decided(&mut self.store(), &self.keys, &self.clock, decide).map_err(broken)?;
        tracing::info!(%journal, "admitted out of quarantine");
        self.wake(Wake::Decided(journal));
        Ok(())
    }

    fn incident(&self, journal: &str, event: u32) -> Result<IncidentDetail, SourceError> {
        self.incident_of(journal, event)
    }

    fn complaint(&self, journal: &str, event: u32) -> Result<ComplaintDetail, SourceError> {
        self.complaint_of(journal, event)
    }

    fn ask(&self, operator: &str, ask: &AskFollowUp) -> Result<(), SourceError> {
        self.ask_about(operator, ask)
    }

    fn set_status(&self, operator: &str, set: &SetStatus) -> Result<(), SourceError> {
        self.decide(operator, set)
    }
}

/// The key of a station that is in the list, that somebody was at or that a figure was announced
/// for: of each the overview has a row.
fn known(desk: &Desk<'_>, code: &str) -> Result<String, SourceError> {
    let key = domain::station_key(code);
    let known = desk.stations.get(&key).is_some()
        || desk.holdings.spelling(&key).is_some()
        || desk.announced.of_station(&key, i64::MIN, i64::MAX).next().is_some();
    known.then_some(key).ok_or(SourceError::NotFound)
}

/// Journals of the same invitation that count and are none of this one's chain, with their last
/// page that counts: an invitation counts for one device.
fn others_that_count(
    store: &EndpointStore,
    journal: JournalId,
) -> store::Result<Vec<(JournalId, PageNumber)>> {
    let Some(admitted) = store.device(journal)? else { return Ok(Vec::new()) };
    let keys = store.keys();
    let chain = admitted.certificate.check(keys).ok();
    let related = |device: &DeviceRow| {
        let theirs = device.certificate.check(keys).ok();
        chain.iter().any(|chain| chain.link_of(device.journal).is_some())
            || theirs.iter().any(|chain| chain.link_of(journal).is_some())
    };
    let devices = store.devices()?.into_iter();
    let others = devices.filter(|device| device.invitation == admitted.invitation);
    let counting = others.filter(|device| device.status == Status::Good && !related(device));
    Ok(counting.map(|device| (device.journal, device.counts_to)).collect())
}

fn broken(error: impl std::fmt::Display) -> SourceError {
    SourceError::Broken(error.to_string())
}

fn because(reason: HeldReason) -> HeldBecause {
    match reason {
        HeldReason::Revoked => HeldBecause::Revoked,
        HeldReason::Expired => HeldBecause::Expired,
        HeldReason::Fork => HeldBecause::Fork,
        HeldReason::SecondEnrolment => HeldBecause::SecondEnrolment,
        HeldReason::Ended => HeldBecause::Ended,
    }
}

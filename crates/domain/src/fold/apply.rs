//! One event's effect on the records.
//!
//! What refers to nothing is counted as stray and changes no figure. Unknown kinds are
//! counted by number, up to a bound, because a journal is foreign data.

use super::beside::{self, At};
use super::records::{
    JournalRecord, LogRecord, OriginRecord, ReadingRecord, StationRecord, TurnoutRecord,
    UnknownKind, VisitRecord,
};
use super::table::{key, notice_key};
use super::watch::Counted;
use super::{Fold, Moment, Tap, WatchRecord, filling, told};
use crate::definition::station_key;
use crate::event::{
    Arrived, ClockCompared, GroupCounted, JournalContinued, LogNoted, NoticeRead, Payload, Stamped,
    TurnoutNoted, VoterCounted, WatchStarted,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most unknown kinds named one by one.
const UNKNOWN_KINDS_MAX: usize = 64;
const ONLY: &[u8] = b"";

/// Undos of a run that are looked for one by one, among the latest watches only.
const LOOKED_FOR_MAX: u32 = 4;
const LATEST_WATCHES: usize = 4;

/// What keeps a run of events linear; it is made when first needed and forgotten after the run.
#[derive(Default)]
pub(super) struct Run {
    /// What counts, by ordinal, with its watch. Rejected: keeping it, which at an endpoint of
    /// 10,000 devices is a row a tap in memory.
    counted: Option<BTreeMap<u64, (u64, Counted)>>,
    looked_for: u32,
    /// Boots whose comparison changed: their watches are counted anew once, at the end.
    moved: BTreeSet<u32>,
}

impl Run {
    /// What an ordinal counts and in which watch; it is asked for once, to take it back.
    ///
    /// One undo among a day of taps is looked for where it most likely is; many make an index.
    fn find(&mut self, fold: &Fold, event: u64) -> Option<(u64, Counted)> {
        if self.counted.is_none() && self.looked_for < LOOKED_FOR_MAX {
            self.looked_for += 1;
            let mut latest = fold.watches.values().rev().take(LATEST_WATCHES);
            let found = latest.find_map(|watch| Some((watch.ordinal, watch.counted_by(event)?)));
            if found.is_some() {
                return found;
            }
        }
        let counted = self.counted.get_or_insert_with(|| {
            let watches = fold.watches.values();
            watches.flat_map(index_of).collect()
        });
        counted.remove(&event)
    }

    /// Counts anew what comparisons moved.
    pub(super) fn settle(self, fold: &mut Fold) {
        if self.moved.is_empty() {
            return;
        }
        for key in fold.watches.keys() {
            if !fold.watches.get(&key).is_some_and(|watch| watch.touches(&self.moved)) {
                continue;
            }
            if let Some(watch) = fold.watches.change(&key) {
                watch.recount(&fold.clocks);
            }
        }
    }
}

fn index_of(watch: &WatchRecord) -> Vec<(u64, (u64, Counted))> {
    let taps = watch.counted().map(|tap| (tap.ordinal, Counted::Tap(tap)));
    let groups = watch.counted_groups().map(|group| (group.ordinal, Counted::Group));
    let all = taps.chain(groups);
    all.map(|(ordinal, counted)| (ordinal, (watch.ordinal, counted))).collect()
}

/// Applies one event; ordinals already applied change nothing.
pub(super) fn apply(fold: &mut Fold, run: &mut Run, stamped: &Stamped) {
    if stamped.ordinal <= fold.last_ordinal() {
        return;
    }
    let boot = fold.clocks.number(stamped.boot);
    let moment = Moment { claimed: stamped.event.time, drift: stamped.drift, boot };
    let record = fold.journal.change_or(ONLY, JournalRecord::default);
    record.last_ordinal = stamped.ordinal;
    record.last = Some(moment);
    let at = At { ordinal: stamped.ordinal, moment };
    match effect(fold, run, at, &stamped.event.payload) {
        Some(()) => {}
        None => stray(fold, stamped.ordinal),
    }
}

/// `None` when the event refers to nothing.
fn effect(fold: &mut Fold, run: &mut Run, at: At, payload: &Payload) -> Option<()> {
    let At { ordinal, moment } = at;
    match payload {
        Payload::Arrived(event) => arrived(fold, ordinal, moment, event),
        Payload::Left(event) => fold.visits.change(&key(event.visit))?.left = Some(moment),
        Payload::WatchStarted(event) => watch_started(fold, at, event)?,
        Payload::WatchPaused(event) => watch(fold, event.watch)?.pause(moment, event.reason),
        Payload::WatchResumed(event) => watch(fold, event.watch)?.resume(moment),
        Payload::WatchEnded(event) => watch(fold, event.watch)?.end(moment),
        Payload::WatchInterrupted(event) => watch(fold, event.watch)?.interrupt(event.last_sign),
        Payload::VoterCounted(event) => counted(fold, run, ordinal, moment, event)?,
        Payload::CountUndone(event) => undone(fold, run, at, event.event)?,
        Payload::TurnoutNoted(event) => figure(fold, at, event)?,
        Payload::Answered(event) => filling::answered(fold, ordinal, moment, event)?,
        Payload::FormFinished(event) => filling::finished(fold, moment, &event.filling)?,
        Payload::FormReopened(event) => filling::reopened(fold, ordinal, moment, event)?,
        Payload::RepeatAdded(event) => filling::round_added(fold, moment, event)?,
        Payload::RepeatRemoved(event) => filling::round_removed(fold, moment, event)?,
        Payload::LogNoted(event) => noted(fold, ordinal, moment, event),
        Payload::ClockCompared(event) => compared(fold, run, event),
        Payload::JournalContinued(event) => continued(fold, ordinal, event),
        Payload::GroupCounted(event) => grouped(fold, run, at, event)?,
        Payload::TallyEntered(event) => beside::tally(fold, at, event)?,
        Payload::HourCorrected(event) => beside::corrected(fold, at, event)?,
        Payload::WatchAmended(event) => beside::amended(fold, at, event)?,
        Payload::WatchesRelated(event) => beside::related(fold, at, event)?,
        Payload::CountHandedOver(event) => beside::handed_over(fold, at, event)?,
        Payload::CountTakenOver(event) => beside::taken_over(fold, at, event)?,
        Payload::VisitMoved(event) => beside::moved(fold, at, event)?,
        Payload::StationAdded(event) => beside::station_added(fold, at, event),
        Payload::RegisterNoted(event) => beside::register(fold, at, event)?,
        Payload::BoxTripStarted(event) => beside::box_out(fold, at, event)?,
        Payload::BoxTripEnded(event) => beside::box_back(fold, at, event)?,
        Payload::QuietTimeExplained(event) => beside::quiet(fold, at, event)?,
        Payload::TurnoutAmended(event) => beside::turnout_amended(fold, at, event)?,
        Payload::NoticeRead(event) => notice_read(fold, ordinal, moment, event),
        Payload::Removed(event) => fold.removed(ordinal, moment, event),
        Payload::InDanger(event) => fold.in_danger(ordinal, moment, event),
        Payload::CheckedIn(event) => fold.checked_in(ordinal, moment, event),
        Payload::MomentMarked(event) => fold.moment_marked(ordinal, moment, event),
        Payload::MomentFinished(event) => fold.moment_finished(ordinal, moment, event),
        Payload::IncidentReported(event) => fold.incident_reported(ordinal, moment, event),
        Payload::IncidentAmended(event) => fold.incident_amended(ordinal, moment, event),
        Payload::ComplaintMade(event) => fold.complaint_made(ordinal, moment, event),
        Payload::ComplaintAnswered(event) => fold.complaint_answered(ordinal, moment, event),
        Payload::FollowUpAnswered(event) => fold.follow_up_answered(ordinal, moment, event),
        Payload::DefinitionPublished(event) => told::definition(fold, event),
        Payload::FormPublished(event) => told::form(fold, event),
        Payload::KeyListPublished(event) => told::key_list(fold, ordinal, event),
        Payload::Revoked(event) => told::revoked(fold, ordinal, moment, event),
        Payload::Admitted(event) => told::admitted(fold, ordinal, moment, event),
        Payload::PagesAdmitted(event) => told::pages_admitted(fold, ordinal, moment, event),
        Payload::EndpointsPublished(event) => told::endpoints(fold, ordinal, event),
        Payload::Assigned(event) => told::assigned(fold, event),
        Payload::Unassigned(event) => told::unassigned(fold, event),
        Payload::StationDaysSet(event) => told::station_days(fold, event),
        Payload::PageReported(event) => told::page_reported(fold, ordinal, moment, event),
        Payload::NoticeSent(event) => told::notice_sent(fold, ordinal, moment, event),
        Payload::TeamListed(event) => told::team_listed(fold, ordinal, moment, event),
        Payload::AreaFigureNoted(event) => told::area_figure(fold, ordinal, moment, event),
        Payload::FollowUpAsked(event) => fold.follow_up_asked(ordinal, moment, event),
        Payload::IncidentStatusSet(event) => fold.incident_status(ordinal, moment, event),
        Payload::Unknown(event) => unknown(fold, ordinal, event.kind),
    }
    Some(())
}

fn watch(fold: &mut Fold, ordinal: u64) -> Option<&mut WatchRecord> {
    fold.watches.change(&key(ordinal))
}

fn watch_started(fold: &mut Fold, at: At, event: &WatchStarted) -> Option<()> {
    fold.visits.get(&key(event.visit))?;
    let record = WatchRecord::started(at.ordinal, at.moment, event);
    fold.watches.put(key(at.ordinal).to_vec(), record);
    Some(())
}

fn compared(fold: &mut Fold, run: &mut Run, event: &ClockCompared) {
    let (boottime, time) = (event.boottime, event.headquarters_time);
    run.moved.extend(fold.clocks.compare(event.boot, boottime, time));
}

fn arrived(fold: &mut Fold, ordinal: u64, moment: Moment, event: &Arrived) {
    let station = event.station.clone();
    let station_row = station_key(&station).into_bytes();
    let make = || StationRecord { code: station.clone(), visits: BTreeSet::new() };
    fold.stations.change_or(&station_row, make).visits.insert(ordinal);
    let record = VisitRecord {
        ordinal,
        station,
        place: event.place,
        arrived: moment,
        left: None,
        moves: Vec::new(),
    };
    fold.visits.put(key(ordinal).to_vec(), record);
}

fn counted(
    fold: &mut Fold,
    run: &mut Run,
    ordinal: u64,
    moment: Moment,
    event: &VoterCounted,
) -> Option<()> {
    let watch = fold.watches.change(&key(event.watch))?;
    let tap = Tap { ordinal, moment, category: event.category, method: event.method };
    watch.tap(&fold.clocks, tap);
    if let Some(counted) = &mut run.counted {
        counted.insert(ordinal, (event.watch, Counted::Tap(tap)));
    }
    Some(())
}

fn grouped(fold: &mut Fold, run: &mut Run, at: At, event: &GroupCounted) -> Option<()> {
    beside::grouped(fold, at, event)?;
    if let Some(counted) = &mut run.counted {
        counted.insert(at.ordinal, (event.watch, Counted::Group));
    }
    Some(())
}

fn undone(fold: &mut Fold, run: &mut Run, at: At, event: u64) -> Option<()> {
    let tally = beside::tally_undone(fold, at, event);
    if tally.or_else(|| beside::taking_undone(fold, at, event)).is_some() {
        return Some(());
    }
    let (watch, counted) = run.find(fold, event)?;
    fold.watches.change(&key(watch))?.undo(&fold.clocks, event, counted, at.moment);
    Some(())
}

fn figure(fold: &mut Fold, at: At, event: &TurnoutNoted) -> Option<()> {
    fold.visits.get(&key(event.visit))?;
    let record = TurnoutRecord::of(at.ordinal, at.moment, event);
    fold.turnout.put(key(at.ordinal).to_vec(), record);
    Some(())
}

fn continued(fold: &mut Fold, ordinal: u64, event: &JournalContinued) {
    let record = OriginRecord {
        ordinal,
        old_journal: event.old_journal,
        last_number: event.last_number,
        hash: event.hash,
    };
    fold.origins.put(key(ordinal).to_vec(), record);
}

fn noted(fold: &mut Fold, ordinal: u64, moment: Moment, event: &LogNoted) {
    let record = LogRecord {
        ordinal,
        moment,
        visit: event.visit,
        entry: event.entry,
        text: event.text.clone(),
        seen_at: event.seen_at,
    };
    fold.log.put(key(ordinal).to_vec(), record);
}

/// A notice is read once; what says so later changes nothing.
fn notice_read(fold: &mut Fold, ordinal: u64, moment: Moment, event: &NoticeRead) {
    let (journal, notice) = (event.journal, event.notice);
    let key = notice_key(journal, notice);
    if fold.readings.get(&key).is_none() {
        fold.readings.put(key, ReadingRecord { ordinal, moment, journal, notice });
    }
}

fn unknown(fold: &mut Fold, ordinal: u64, kind: u64) {
    let record = fold.journal.change_or(ONLY, JournalRecord::default);
    if record.unknown.len() >= UNKNOWN_KINDS_MAX && !record.unknown.contains_key(&kind) {
        record.unknown_more = record.unknown_more.saturating_add(1);
        return;
    }
    let first = UnknownKind { count: 0, first: ordinal, last: ordinal };
    let known = record.unknown.entry(kind).or_insert(first);
    known.count = known.count.saturating_add(1);
    known.last = ordinal;
}

fn stray(fold: &mut Fold, ordinal: u64) {
    let record = fold.journal.change_or(ONLY, JournalRecord::default);
    record.stray = record.stray.saturating_add(1);
    record.first_stray.get_or_insert(ordinal);
}

//! What was logged that the schedule reads: facts of a station, deeds of a person.
//!
//! Facts come from everybody who was there on the day, deeds from the person's own journals.
//! A filling is done when it has an answer and no required question is open. Rejected: one
//! bag for both, where a colleague's arrival would be mine.

use crate::definition::{Task, station_key};
use crate::event::{EntryKind, PauseReason, Place, Value};
use crate::fold::{Fold, FormRecord, Moment, VisitRecord, WatchState};
use crate::form::{self, Filling, Form, Setting};
use crate::hours::{DaySpan, QUARTER_S};
use crate::view::stay::meets;
use crate::view::voting::Voting;
use chrono::Offset;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What was logged of a station on a day. Times are Unix seconds, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The first opening logged.
    pub opened: Option<i64>,
    /// The last closing logged.
    pub closed: Option<i64>,
    /// The mobile box went out.
    pub box_out: Vec<i64>,
    /// The mobile box came back.
    pub box_back: Vec<i64>,
}

/// What a person did at a station on a day. Times are Unix seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deeds {
    /// The first arrival.
    pub arrived: Option<i64>,
    /// Whether they were let in: who stands outside was not. `None` before they arrived.
    pub admitted: Option<bool>,
    /// When each kind of thing was done, in order; a form's number beside its task.
    pub done: BTreeMap<(Task, Option<u32>), Vec<i64>>,
}

/// Published forms, read once for many fillings.
#[derive(Clone, Debug, Default)]
pub struct Sheets(BTreeMap<(u32, u32), Form>);

impl Sheets {
    /// The forms headquarters' common journal published; what cannot be read is left out.
    #[must_use]
    pub fn of(common: &Fold) -> Self {
        let read = common.form_versions().filter_map(|(form, version, bytes)| {
            Form::decode(bytes).ok().map(|read| ((form, version), read))
        });
        Self(read.collect())
    }

    /// Whether a filling has what its form asks for, in every round that stands, as of its last
    /// answer. What came out of chance is on record, so no seed is needed.
    fn is_done(&self, fold: &Fold, filling: &FormRecord, zone: Tz) -> bool {
        let mut answers = filling.answers.values();
        let begun = answers.any(|answer| answer.value != Value::Cleared);
        let Some(form) = self.0.get(&(filling.form, filling.version)).filter(|_| begun) else {
            return false;
        };
        let moment = |moment| wall(zone, fold.time(moment).at);
        let (began, now) = (moment(filling.first), moment(filling.last));
        let setting = Setting { began, now, ..Setting::default() };
        Filling::open(form, filling.record(), setting).state().missing == 0
    }
}

/// An instant on a station's wall.
fn wall(zone: Tz, at: i64) -> form::Moment {
    let utc = chrono::DateTime::from_timestamp(at, 0).unwrap_or_default();
    let offset = utc.with_timezone(&zone).offset().fix().local_minus_utc();
    form::Moment { unix: at, offset_minutes: offset / 60 }
}

impl Facts {
    /// The facts from all journals that were at the station.
    #[must_use]
    pub fn of(station: &str, span: &DaySpan, journals: &[&Fold]) -> Self {
        let mut facts = Self::default();
        let mut said = Voting::default();
        for fold in journals {
            let here = visits(station, span, fold);
            said = said.and(Voting::of(fold, span, |visit| here.has(visit)));
            let away = fold
                .watches()
                .filter(|watch| here.has(watch.visit))
                .filter(|watch| watch.state == WatchState::Paused(PauseReason::BoxTrip));
            facts.box_out.extend(away.map(|watch| fold.time(watch.last_sign).at));
            for trip in fold.box_trips().filter(|trip| here.has(trip.visit)) {
                facts.box_out.push(fold.time(trip.moment).at);
                facts.box_back.extend(trip.back.iter().map(|back| fold.time(back.moment).at));
            }
        }
        (facts.opened, facts.closed) = (said.opened, said.closed);
        facts.box_out.sort_unstable();
        facts.box_back.sort_unstable();
        facts
    }
}

impl Deeds {
    /// A person's deeds from their own journals; `delivered` are the times something of theirs
    /// reached headquarters.
    #[must_use]
    pub fn of(
        station: &str,
        span: &DaySpan,
        journals: &[&Fold],
        sheets: &Sheets,
        delivered: &[i64],
    ) -> Self {
        let mut deeds = Self::default();
        for fold in journals {
            let here = visits(station, span, fold);
            for visit in &here.0 {
                deeds.visit(fold, visit, span);
            }
            deeds.recorded(fold, &here, sheets, span.zone);
        }
        deeds.add(Task::Deliver, delivered.iter().copied());
        let all = deeds.done.values().flatten().copied().collect::<Vec<i64>>();
        deeds.add(Task::CheckIn, all);
        for times in deeds.done.values_mut() {
            times.retain(|at| (span.starts..span.ends).contains(at));
            times.sort_unstable();
            times.dedup();
        }
        deeds
    }

    fn visit(&mut self, fold: &Fold, visit: &VisitRecord, span: &DaySpan) {
        // Whoever stayed over the day's border is there when it opens.
        let arrived = fold.time(visit.arrived).at;
        let arrived = if arrived < span.starts { span.opens } else { arrived };
        self.arrived = Some(self.arrived.map_or(arrived, |first| first.min(arrived)));
        let let_in = visit.place == Place::Inside;
        self.admitted = Some(self.admitted == Some(true) || let_in);
        self.add(Task::Arrive, [arrived]);
        self.add(Task::Leave, visit.left.map(|left| fold.time(left).at));
    }

    fn recorded(&mut self, fold: &Fold, here: &Visits<'_>, sheets: &Sheets, zone: Tz) {
        let time = |moment: Moment| fold.time(moment).at;
        for watch in fold.watches().filter(|watch| here.has(watch.visit)) {
            self.add(Task::Count, watch.stretches.first().map(|first| time(first.from)));
            // A quarter with taps is a sign of life at its end.
            let signs = watch.quarters.keys().map(|quarter| (quarter + 1) * QUARTER_S - 1);
            self.add(Task::CheckIn, signs.chain([time(watch.last_sign)]));
        }
        let figures = fold.turnout().filter(|it| here.has(it.visit) && !it.withdrawn);
        self.add(Task::NoteTurnout, figures.map(|figure| figure.as_of));
        let registers = fold.registers().filter(|register| here.has(register.visit));
        self.add(Task::NoteRegister, registers.map(|register| time(register.moment)));
        for filling in fold.forms().filter(|filling| here.has(filling.visit)) {
            self.add(Task::CheckIn, [time(filling.last)]);
            if sheets.is_done(fold, filling, zone) {
                let kind = (Task::FillForm, Some(filling.form));
                self.done.entry(kind).or_default().push(time(filling.last));
            }
        }
        for entry in fold.log().filter(|entry| entry.visit.is_some_and(|it| here.has(it))) {
            let written = time(entry.moment);
            let seen = entry.seen_at.unwrap_or(written);
            match entry.entry {
                EntryKind::Opened => self.add(Task::NoteOpening, [seen]),
                EntryKind::Closed => self.add(Task::NoteClosing, [seen]),
                EntryKind::Remark
                | EntryKind::Incident
                | EntryKind::Conversation
                | EntryKind::People
                | EntryKind::Material => self.add(Task::CheckIn, [written]),
            }
        }
    }

    fn add(&mut self, task: Task, times: impl IntoIterator<Item = i64>) {
        self.done.entry((task, None)).or_default().extend(times);
    }
}

/// A journal's visits to the station on the day.
struct Visits<'a>(Vec<&'a VisitRecord>);

impl Visits<'_> {
    fn has(&self, visit: u64) -> bool {
        self.0.iter().any(|known| known.ordinal == visit)
    }
}

fn visits<'a>(station: &str, span: &DaySpan, fold: &'a Fold) -> Visits<'a> {
    let key = station_key(station);
    let here = fold.visits().filter(|visit| station_key(&visit.station) == key);
    Visits(here.filter(|it| meets(fold, it, &(span.starts..span.ends), None)).collect())
}

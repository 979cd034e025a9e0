//! "What now": the schedule's rows with their times at one station and what became of each.
//!
//! A pure function of rows, hours, what was logged and the time. Times told from the opening
//! move when the station really opens. What is done counts for the row of its kind that had
//! opened last by then. Headquarters asks the same rows with the last it heard: where that
//! lies before a row was due, the row is *silent*, for nothing is known; it is never *removed*,
//! which only a person says. Rejected: a tick by hand, which a tired person forgets.

mod logged;

pub use logged::{Deeds, Facts, Sheets};

use crate::definition::{
    Anchor, Condition, ElectionDefinition, PollingDay, ScheduleRow, Task, When, Whose,
};
use crate::hours::{DaySpan, at_minutes};
use std::collections::BTreeMap;

/// Most times one row comes in a day.
pub const ROUNDS_MAX: u32 = 200;

/// What is asked from.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleQuery<'a> {
    /// The definition whose schedule it is.
    pub definition: &'a ElectionDefinition,
    /// The polling day.
    pub day: PollingDay,
    /// That day at the station.
    pub span: &'a DaySpan,
    /// Whose rows: an observer's or a lead's.
    pub whose: Whose,
    /// What was logged of the station, by whomever.
    pub facts: &'a Facts,
    /// What this person did there.
    pub deeds: &'a Deeds,
    /// How far this person is heard.
    pub heard: Heard,
    /// Now, Unix seconds.
    pub now: i64,
}

/// How far what a person did is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// On the person's own device: all of it.
    Here,
    /// At headquarters, up to this instant.
    Until(i64),
    /// Nothing came yet.
    Never,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NowState {
    /// It cannot be done yet.
    NotYet,
    /// It can be done.
    Open,
    /// It should be done by now.
    Due,
    /// It is late, and that is known.
    Late,
    /// It would be late, and nothing was heard since it was due.
    Silent,
    /// It was done.
    Done,
    /// A condition does not hold (or not yet).
    NotNeeded,
}

impl NowState {
    /// Whether headquarters misses it.
    #[must_use]
    pub fn is_missing(self) -> bool {
        match self {
            Self::Late | Self::Silent => true,
            Self::NotYet | Self::Open | Self::Due | Self::Done | Self::NotNeeded => false,
        }
    }
}

/// A row at a station. Times are Unix seconds; `None` where their moment has not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NowRow {
    /// The row's number in the definition.
    pub row: u32,
    /// Which time it comes, from 1.
    pub round: u32,
    /// What is to be done.
    pub task: Task,
    /// The form's number where one is to be filled and is published.
    pub form: Option<u32>,
    /// What became of it.
    pub state: NowState,
    /// From when it can be done.
    pub opens: Option<i64>,
    /// By when it should be done; not before it opens.
    pub due: Option<i64>,
    /// From when it is late; not before it is due.
    pub late: Option<i64>,
    /// When it was done.
    pub done_at: Option<i64>,
}

impl NowRow {
    /// From when the row is missing as long as it is not done, Unix seconds; `None` where a time
    /// of it has not come. What is missing later than now is missing only then.
    #[must_use]
    pub fn missing_from(&self) -> Option<i64> {
        Some(self.opens?.max(self.due?).max(self.late?))
    }
}

/// The rows of a person's day at a station, in the order of their times; none on a day on which
/// the station does not vote.
#[must_use]
pub fn what_now(query: &ScheduleQuery<'_>) -> Vec<NowRow> {
    if !query.span.votes {
        return Vec::new();
    }
    let mine = query.definition.schedule.iter().filter(|row| is_for(row.whose, query.whose));
    let mut rows: Vec<NowRow> = mine.flat_map(|row| rounds(query, row)).collect();
    rows.sort_by_key(|row| {
        let end = i64::MAX;
        (row.opens.unwrap_or(end), row.due.unwrap_or(end), row.row, row.round)
    });
    let done = done(&rows, query.deeds);
    for (index, row) in rows.iter_mut().enumerate() {
        row.done_at = done.get(&index).copied();
        row.state = state(query, row);
    }
    rows
}

fn is_for(whose: Whose, person: Whose) -> bool {
    whose == person || whose == Whose::Everybody || person == Whose::Everybody
}

/// Every time a row comes; once, without times, where its moment has not come.
fn rounds(query: &ScheduleQuery<'_>, row: &ScheduleRow) -> Vec<NowRow> {
    let opens = instant(query, row.opens);
    let due = instant(query, row.due).map(|due| opens.map_or(due, |opens| due.max(opens)));
    let late = instant(query, row.late).map(|late| due.or(opens).map_or(late, |it| late.max(it)));
    let named = |form: &String| query.definition.forms.iter().find(|known| known.name == *form);
    let form = row.form.as_ref().and_then(named).map(|known| known.form);
    let needed = is_needed(query, row, form);
    let at = |round: u32, later: i64| {
        let moved = |time: Option<i64>| time.map(|time| time.saturating_add(later));
        NowRow {
            row: row.number,
            round,
            task: row.task,
            form,
            state: if needed { NowState::NotYet } else { NowState::NotNeeded },
            opens: moved(opens),
            due: moved(due),
            late: moved(late),
            done_at: None,
        }
    };
    let (Some(opens), Some(repeat)) = (opens, row.repeat) else { return vec![at(1, 0)] };
    let every = i64::from(repeat.every_minutes.max(1)) * 60;
    let until = instant(query, repeat.until).unwrap_or(opens);
    let rounds = (1..=ROUNDS_MAX).map(|round| (round, i64::from(round - 1) * every));
    let all = rounds.take_while(|(round, later)| *round == 1 || opens + later <= until);
    all.map(|(round, later)| at(round, later)).collect()
}

/// An instant of the day; `None` while the moment it is told from has not come.
fn instant(query: &ScheduleQuery<'_>, when: When) -> Option<i64> {
    let (facts, span) = (query.facts, query.span);
    let from = match when.anchor {
        Anchor::Midnight => {
            let minutes = u16::try_from(when.minutes.clamp(0, 36 * 60)).unwrap_or(0);
            return Some(at_minutes(span.zone, span.date, minutes));
        }
        Anchor::Opening => facts.opened.unwrap_or(span.opens),
        Anchor::Closing => facts.closed.unwrap_or(span.closes),
        Anchor::Arrival => query.deeds.arrived?,
        Anchor::BoxOut => *facts.box_out.last()?,
        Anchor::BoxBack => *facts.box_back.last()?,
    };
    Some(from.saturating_add(i64::from(when.minutes) * 60))
}

fn is_needed(query: &ScheduleQuery<'_>, row: &ScheduleRow, form: Option<u32>) -> bool {
    let holds = |condition: &Condition| match condition {
        // Before anybody arrived it is not known, and the row stands.
        Condition::Admitted => query.deeds.admitted != Some(false),
        Condition::BoxWentOut => !query.facts.box_out.is_empty(),
        Condition::EarlyDay => query.day.early,
        Condition::MainDay => !query.day.early,
    };
    // A form that is not published cannot be filled.
    row.only_if.iter().all(holds) && (row.task != Task::FillForm || form.is_some())
}

/// When each row was done: a deed counts for the row of its kind that had opened last by
/// then, or for the first of them when it came before all.
fn done(rows: &[NowRow], deeds: &Deeds) -> BTreeMap<usize, i64> {
    let mut of_kind = BTreeMap::<(Task, Option<u32>), Vec<_>>::new();
    for (index, row) in rows.iter().enumerate() {
        if row.state != NowState::NotNeeded {
            let opens = row.opens.unwrap_or(i64::MAX);
            of_kind.entry((row.task, row.form)).or_default().push((opens, index));
        }
    }
    let mut done = BTreeMap::new();
    for (kind, rows) in of_kind {
        for at in deeds.done.get(&kind).into_iter().flatten() {
            // Rows stand in the order they open.
            let opened = rows.partition_point(|(opens, _)| opens <= at).max(1);
            if let Some((_, index)) = rows.get(opened - 1) {
                done.entry(*index).or_insert(*at);
            }
        }
    }
    done
}

fn state(query: &ScheduleQuery<'_>, row: &NowRow) -> NowState {
    if row.state == NowState::NotNeeded {
        return NowState::NotNeeded;
    }
    if row.done_at.is_some() {
        return NowState::Done;
    }
    let passed = |time: Option<i64>| time.is_some_and(|time| time <= query.now);
    let heard_since_due = match (query.heard, row.due) {
        (Heard::Here, _) => true,
        (Heard::Until(heard), Some(due)) => heard >= due,
        (Heard::Until(_) | Heard::Never, _) => false,
    };
    match (passed(row.opens), passed(row.due), passed(row.late)) {
        (false, _, _) => NowState::NotYet,
        (true, false, _) => NowState::Open,
        (true, true, false) => NowState::Due,
        (true, true, true) if heard_since_due => NowState::Late,
        (true, true, true) => NowState::Silent,
    }
}

#[cfg(test)]
mod tests;

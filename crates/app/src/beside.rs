//! Counting that is no tapping: a group at once, a figure kept without the app, and all that
//! stands beside the count.
//!
//! A group belongs to the running watch. A tally belongs to the point the person watched last
//! at this station, since the phone may have been dead meanwhile; it stands apart from the
//! taps, and where both overlap the screen says so instead of adding. It refuses time that
//! does not end after it begins, or ends in the future.

mod amend;
mod boxes;
mod hand_over;
mod relate;
mod view;

use domain::Payload;
use domain::event::{GroupCounted, TallyEntered};
use domain::view::{StationDay, TallyState};
use sync::world::World;

use crate::api::{
    AppError, BesideCommand, Entry, ErrorCode, GroupKind, Reply, TallyMethod, TallyRelation,
    TallyStanding, TallyView, Topic,
};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::wall::{clock, typed};
use crate::watch;
use crate::words::Same;

/// Most persons one entry takes: beyond it somebody typed a year or a telephone number.
const PERSONS_MAX: u32 = 10_000;

/// A tally as the person enters it.
struct Tally {
    persons: u32,
    from: String,
    to: String,
    method: TallyMethod,
    relation: TallyRelation,
}

pub(crate) use view::{opened, reply};

/// Does what stands beside the count; answers with all of it.
pub(crate) fn dispatch(shared: &Shared, command: BesideCommand) -> Result<Reply, AppError> {
    let world = shared.world;
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let (payloads, ms) = match command {
        BesideCommand::AmendWatch { from, to, stands, reason, text, since_touch_ms } => {
            let said = amend::Said { from: &from, to: &to, stands, reason, text: &text };
            (amend::stretch(open, world, &said)?, since_touch_ms)
        }
        BesideCommand::ExplainQuiet { event, answer, since_touch_ms } => {
            (vec![amend::quiet(open, event, answer)?], since_touch_ms)
        }
        BesideCommand::CorrectHour { start, persons, reason, text, since_touch_ms } => {
            let why = (reason, text.as_str());
            (vec![amend::hour_corrected(open, world, &start, persons, why)?], since_touch_ms)
        }
        BesideCommand::RelateWatch { relation, other, since_touch_ms } => {
            (vec![relate::related(open, relation, &other)?], since_touch_ms)
        }
        BesideCommand::StartBoxTrip {
            name,
            applications,
            ballots,
            accompanied,
            meanwhile,
            text,
            since_touch_ms,
        } => {
            let (name, text) = (name.as_str(), text.as_str());
            let out = boxes::Out { name, applications, ballots, accompanied, meanwhile, text };
            (boxes::out(open, &out)?, since_touch_ms)
        }
        BesideCommand::EndBoxTrip { trip, voted, returned, accompanied, text, since_touch_ms } => {
            let back = boxes::Back { voted, returned, accompanied, text: &text };
            (vec![boxes::back(open, trip, &back)?], since_touch_ms)
        }
        BesideCommand::NoteRegister {
            what,
            figure,
            as_of,
            contest,
            source,
            told_by,
            since_touch_ms,
        } => {
            let (as_of, told_by) = (as_of.as_str(), told_by.as_str());
            let noted = boxes::Figure { what, figure, as_of, contest, source, told_by };
            (vec![boxes::figure(open, world, &noted)?], since_touch_ms)
        }
        BesideCommand::HandOver { figure, since_touch_ms } => {
            (hand_over::give(open, world, figure)?, since_touch_ms)
        }
        BesideCommand::TakeOver { code, point, covers, view, since_touch_ms } => {
            let taken = hand_over::read(open, world, &code)?;
            if open.store.fold().open_watch().is_none() {
                let started = watch::started(open, point, &covers, view)?;
                open.record(world, since_touch_ms, vec![started])?;
                open.attended = Some(world.now());
            }
            (hand_over::take(open, &taken)?, since_touch_ms)
        }
    };
    open.record(world, ms, payloads)?;
    let reply = view::reply(world, open);
    drop(desk);
    shared.changed(&[Topic::Counter, Topic::Delivery]);
    reply
}

/// A person's words; none where nothing was said.
pub(crate) fn words_of(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

pub(crate) fn enter(shared: &Shared, entry: Entry, since_touch_ms: u32) -> Result<Reply, AppError> {
    match entry {
        Entry::Group { persons, group } => self::group(shared, persons, group, since_touch_ms),
        Entry::Tally { persons, from, to, method, relation } => {
            let entered = Tally { persons, from, to, method, relation };
            tally(shared, &entered, since_touch_ms)
        }
    }
}

fn group(
    shared: &Shared,
    persons: u32,
    group: GroupKind,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let persons = fits(persons)?;
    let now = shared.world.now();
    let touched = now.wall - i64::from(since_touch_ms.saturating_add(500) / 1000);
    watch::count(shared, since_touch_ms, |watch, category| {
        Payload::GroupCounted(GroupCounted {
            watch,
            category,
            persons,
            from: touched,
            to: touched,
            group: group.same(),
            words: None,
        })
    })
}

fn tally(shared: &Shared, tally: &Tally, since_touch_ms: u32) -> Result<Reply, AppError> {
    let persons = fits(tally.persons)?;
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let now = open.time_of(shared.world.now()).at;
    let zone = open.zone();
    let at = |text: &str| typed(zone, now, text).ok_or(ErrorCode::NotAStretch);
    let (from, to) = (at(&tally.from)?, at(&tally.to)?);
    // The minute that runs now may be typed.
    if from >= to || to > now + 60 {
        return Err(ErrorCode::NotAStretch.into());
    }
    let fold = open.store.fold();
    let visit = fold.open_visit().ok_or(ErrorCode::NoVisit)?.ordinal;
    let watch = fold.watches().rev().find(|watch| watch.visit == visit);
    let watch = watch.ok_or(ErrorCode::NoWatch)?;
    let definition = open.definitions.version(watch.definition_version);
    let definition = definition.unwrap_or_else(|| open.definitions.current());
    let entered = TallyEntered {
        visit,
        definition_version: watch.definition_version,
        point: watch.point,
        covers: watch.covers.clone(),
        category: watch::adding(definition)?,
        from,
        to,
        persons,
        method: tally.method.same(),
        relation: tally.relation.same(),
        words: None,
    };
    open.record(shared.world, since_touch_ms, vec![Payload::TallyEntered(entered)])?;
    crate::counter::reply(shared.world, open)
}

fn fits(persons: u32) -> Result<u32, AppError> {
    match (1..=PERSONS_MAX).contains(&persons) {
        true => Ok(persons),
        false => Err(AppError::because(ErrorCode::NotAFigure, "nobody, or too many")),
    }
}

/// Tallies of the day, the newest first.
pub(crate) fn views(open: &Open, day: &StationDay) -> Vec<TallyView> {
    let zone = day.span.zone;
    let own = domain::JournalRef(open.store.journal().0);
    let here = day.tallies.iter().rev().filter(|line| line.journal == own);
    let view = |line: &domain::view::TallyLine| TallyView {
        event: small(line.record.ordinal),
        from: clock(zone, line.record.from),
        to: clock(zone, line.record.to),
        persons: line.record.persons,
        standing: match line.state {
            TallyState::Counts => TallyStanding::Counts,
            TallyState::OverlapsTaps(minutes) => TallyStanding::OverlapsTaps { minutes },
            TallyState::OverlapsTally
            | TallyState::Beside
            | TallyState::Superseded
            | TallyState::NotWeighed => TallyStanding::OtherStands,
            TallyState::Undone => TallyStanding::Undone,
        },
        corrected: view::corrected(line.record.origin),
    };
    here.map(view).collect()
}

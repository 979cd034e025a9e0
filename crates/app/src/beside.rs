//! Counting that is no tapping: a group at once, a figure kept without the app, and all that
//! stands beside the count.
//!
//! A group belongs to the running watch, a tally to the visit. Each command gives its events, and
//! one place writes them and answers with the whole view. It refuses a group without a watch.
//! Rejected: a reply a command, of which the interface would have to know which part changed.

mod amend;
mod boxes;
mod earlier;
mod hand_over;
mod relate;
mod tally;
mod view;
mod visited;

use domain::Payload;
use domain::event::GroupCounted;
use sync::world::World;

use self::visited::Visited;
use crate::api::{
    AppError, BesideCommand, CameView, Entry, GroupKind, Reply, TallyInput, Topic, ViewOfPoint,
};
use crate::core::Shared;
use crate::desk::Open;
use crate::watch;
use crate::words::Same;
use crate::world::Machine;

pub(crate) use earlier::{earlier, mend};
pub(crate) use hand_over::read_only as read_hand_over;
pub(crate) use tally::views;
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
            let at = Visited::open(open, world)?;
            let now = at.time.at;
            (vec![amend::hour_corrected(open, &at, now, &start, persons, why)?], since_touch_ms)
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
            follow(open, world, since_touch_ms, (point, &covers, view))?;
            (vec![hand_over::take(open, &taken)?], since_touch_ms)
        }
        BesideCommand::GiveBack { event, since_touch_ms } => {
            (vec![hand_over::give_back(open, event)?], since_touch_ms)
        }
    };
    open.record(world, ms, payloads)?;
    let reply = view::reply(world, open);
    drop(desk);
    shared.changed(&[Topic::Counter, Topic::Delivery]);
    reply
}

/// Starts the watch that a count is taken into, where none is open.
fn follow(
    open: &mut Open,
    world: Machine,
    since_touch_ms: u32,
    (point, covers, view): (u32, &[String], ViewOfPoint),
) -> Result<(), AppError> {
    if open.store.fold().open_watch().is_none() {
        let started = watch::started(open, point, covers, view)?;
        open.record(world, since_touch_ms, vec![started])?;
        open.attended = Some(world.now());
    }
    Ok(())
}

/// A person's words; none where nothing was said.
pub(crate) fn words_of(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

pub(crate) fn enter(shared: &Shared, entry: Entry, since_touch_ms: u32) -> Result<Reply, AppError> {
    match entry {
        Entry::Group { persons, group, came } => {
            self::group(shared, persons, (group, came), since_touch_ms)
        }
        Entry::Tally { tally } => self::tally(shared, &tally, since_touch_ms),
    }
}

fn group(
    shared: &Shared,
    persons: u32,
    (group, came): (GroupKind, Option<CameView>),
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let persons = tally::fits(persons)?;
    let now = shared.world.now();
    let touched = now.wall - i64::from(since_touch_ms.saturating_add(500) / 1000);
    watch::count(shared, since_touch_ms, |open, watch, category| {
        let (from, to) = match &came {
            Some(came) => {
                let at = Visited::open(open, shared.world)?;
                let (from, to) = at.stretch(open, &came.from, &came.to)?;
                // A wall clock was read; an event is told on the phone's.
                let behind = at.time.at - now.wall;
                (from - behind, to - behind)
            }
            None => (touched, touched),
        };
        let (group, words) = (group.same(), None);
        let event = GroupCounted { watch, category, persons, from, to, group, words };
        Ok(Payload::GroupCounted(event))
    })
}

fn tally(shared: &Shared, tally: &TallyInput, since_touch_ms: u32) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let at = Visited::open(open, shared.world)?;
    let entered = tally::entered(open, &at, tally)?;
    open.record(shared.world, since_touch_ms, vec![entered])?;
    crate::counter::reply(shared.world, open)
}

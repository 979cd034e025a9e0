//! Removed and in danger: one press, durable, sealed and on its way before anything is asked.
//!
//! The press works while covered and without a visit, and its answer shows nothing then. The tail
//! is sealed with the alarm last in it, and both ways are tried at once; a page that cannot be
//! sealed now goes with the next try. That an alarm is over can only be said uncovered: whoever
//! takes the phone must not be able to call off help. It refuses to guess danger from silence.
//! Rejected: a countdown before it counts, in which the phone can be taken.

use domain::Payload;
use domain::event::{CheckedIn, InDanger, Removed, WatchPaused};
use domain::event::{Danger, DecisionForm, PauseReason, RemovalReason, RemovedBy};
use domain::fold::{Fold, WatchState};
use domain::ids::{EventRef, JournalRef};
use domain::view::{UrgentLine, urgent};
use store::device::{PageState, SealedPage};
use sync::schedule::Cause;

use crate::api::{
    AppError, ErrorCode, OverWord, Reply, Topic, UrgentCommand, UrgentOverView, UrgentPlace,
    UrgentView, UrgentWhat,
};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::status;
use crate::wall::civil;
use crate::words::Same;

/// Most alarms shown, the newest.
const LINES_MAX: usize = 50;

/// Does what cannot wait.
pub(crate) fn dispatch(shared: &Shared, command: UrgentCommand) -> Result<Reply, AppError> {
    match command {
        UrgentCommand::ReportRemoved { since_touch_ms } => report_removed(shared, since_touch_ms),
        UrgentCommand::ReportDanger { since_touch_ms } => report_danger(shared, since_touch_ms),
        UrgentCommand::TellUrgent { event, what, text, since_touch_ms } => {
            tell_more(shared, event, what, &text, since_touch_ms)
        }
        UrgentCommand::EndUrgent { event, word, since_touch_ms } => {
            over(shared, event, word, since_touch_ms)
        }
    }
}

fn report_removed(shared: &Shared, since_touch_ms: u32) -> Result<Reply, AppError> {
    raise(shared, since_touch_ms, |open| {
        // A word said to the lead before holds no longer.
        status::forget(open)?;
        let fold = open.store.fold();
        let running = fold.open_watch().filter(|watch| watch.state == WatchState::Running);
        let paused = running.map(|watch| {
            let (watch, reason) = (watch.ordinal, PauseReason::SentOut);
            Payload::WatchPaused(WatchPaused { watch, reason })
        });
        let removed = Payload::Removed(Removed {
            visit: visit(open),
            follows: None,
            by: RemovedBy::Untold,
            reason: RemovalReason::Untold,
            decision: DecisionForm::Untold,
            happened_at: None,
            text: None,
        });
        Ok(paused.into_iter().chain([removed]).collect())
    })
}

fn report_danger(shared: &Shared, since_touch_ms: u32) -> Result<Reply, AppError> {
    raise(shared, since_touch_ms, |open| {
        Ok(vec![Payload::InDanger(InDanger {
            visit: visit(open),
            follows: None,
            danger: Danger::Untold,
            happened_at: None,
            text: None,
        })])
    })
}

/// Tells more of an alarm; as urgent as the alarm itself.
fn tell_more(
    shared: &Shared,
    event: u32,
    what: UrgentWhat,
    text: &str,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    raise(shared, since_touch_ms, |open| {
        let line = uncovered(open, event)?;
        let (visit, follows) = (visit(open), Some(reference(open, line.journal, line.ordinal)));
        let text = Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        let happened_at = None;
        Ok(vec![match what {
            UrgentWhat::Removed { by, reason, decision } => Payload::Removed(Removed {
                visit,
                follows,
                by: by.same(),
                reason: reason.same(),
                decision: decision.same(),
                happened_at,
                text,
            }),
            UrgentWhat::InDanger { danger } => {
                let danger = danger.same();
                Payload::InDanger(InDanger { visit, follows, danger, happened_at, text })
            }
        }])
    })
}

/// Says that an alarm is over; goes at once too, since somebody may be on the way.
fn over(
    shared: &Shared,
    event: u32,
    word: OverWord,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    raise(shared, since_touch_ms, |open| {
        let line = uncovered(open, event)?;
        let ends = Some(reference(open, line.journal, line.ordinal));
        let (visit, word) = (visit(open), word.same());
        Ok(vec![Payload::CheckedIn(CheckedIn { visit, ends, word, text: None })])
    })
}

/// The common frame: durable, sealed with itself last, and both ways tried at once.
fn raise(
    shared: &Shared,
    since_touch_ms: u32,
    events: impl FnOnce(&mut Open) -> Result<Vec<Payload>, AppError>,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.open()?;
    let payloads = events(open)?;
    open.record(shared.world, since_touch_ms, payloads)?;
    if let Err(error) = open.seal_urgent(shared.world) {
        tracing::warn!(%error, "an urgent page is not sealed; it goes with the next try");
    }
    let reply = reply(open);
    drop(desk);
    shared.bell.ring(Cause::Urgent, shared.world);
    shared.changed(&[Topic::Session, Topic::Counter, Topic::Delivery, Topic::Urgent]);
    reply
}

/// All alarms, standing ones first, then the newest; none while covered.
pub(crate) fn reply(open: &Open) -> Result<Reply, AppError> {
    if open.covered {
        return Ok(Reply::Urgent { list: Vec::new() });
    }
    let pages = open.store.sealed_pages()?;
    let mut lines = lines(open);
    lines.reverse();
    lines.sort_by_key(|line| !line.stands());
    let views = lines.iter().take(LINES_MAX).map(|line| view(open, &pages, line));
    Ok(Reply::Urgent { list: views.collect::<Result<_, _>>()? })
}

/// Sent out of the visit that is newest, and not let in again as far as told.
pub(crate) fn is_removed(open: &Open) -> bool {
    let newest = open.store.fold().visits().last().map_or(0, |visit| visit.ordinal);
    let mine = JournalRef(open.store.journal().0);
    let lines = lines(open);
    let mut removed = lines.iter().filter(|line| line.stands() && !line.is_danger());
    removed.any(|line| line.journal == mine && line.ordinal > newest)
}

fn lines(open: &Open) -> Vec<UrgentLine> {
    let own = (JournalRef(open.store.journal().0), open.store.fold());
    let former = open.store.former().map(|(id, fold)| (JournalRef(id.0), fold));
    let journals: Vec<(JournalRef, &Fold)> = former.chain([own]).collect();
    urgent(&journals)
}

/// An alarm the person may speak of. Its number is that of its event in the newest journal that
/// has one of this number.
fn uncovered(open: &Open, event: u32) -> Result<UrgentLine, AppError> {
    if open.covered {
        return Err(ErrorCode::Locked.into());
    }
    let mut lines = lines(open).into_iter().rev();
    let known = lines.find(|line| small(line.ordinal) == event);
    known.ok_or_else(|| ErrorCode::NoSuchUrgent.into())
}

fn visit(open: &Open) -> Option<u64> {
    open.store.fold().open_visit().map(|visit| visit.ordinal)
}

fn reference(open: &Open, journal: JournalRef, ordinal: u64) -> EventRef {
    match journal == JournalRef(open.store.journal().0) {
        true => EventRef::Here(ordinal),
        false => EventRef::Elsewhere(journal, ordinal),
    }
}

fn view(open: &Open, pages: &[SealedPage], line: &UrgentLine) -> Result<UrgentView, AppError> {
    let zone = open.zone();
    let over = match &line.over {
        Some(over) => Some(UrgentOverView {
            word: over.word.same(),
            at: civil(zone, over.at.at),
            place: place(open, pages, over.event)?,
        }),
        None => None,
    };
    Ok(UrgentView {
        event: small(line.ordinal),
        what: line.what.same(),
        station_code: line.station.clone().unwrap_or_default(),
        at: civil(zone, line.at.at),
        texts: line.texts.clone(),
        place: place(open, pages, line.last)?,
        over,
    })
}

fn place(
    open: &Open,
    pages: &[SealedPage],
    (journal, ordinal): (JournalRef, u64),
) -> Result<UrgentPlace, AppError> {
    let mut pages = pages.iter().filter(|page| page.journal.0 == journal.0);
    let Some(page) = pages.find(|page| page.last_ordinal >= ordinal) else {
        return Ok(UrgentPlace::OnPhone);
    };
    Ok(match page.state {
        PageState::Receipted => UrgentPlace::AtHeadquarters,
        PageState::Waiting(_) if open.store.is_in_custody(page)? => UrgentPlace::WithLead,
        PageState::Waiting(_) | PageState::Held(_) => UrgentPlace::OnPhone,
    })
}

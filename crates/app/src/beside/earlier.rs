//! Visits that were left, and what is mended at them: the station, a sheet, an hour's figure.
//!
//! Only of this journal: an event names what stands in its own. It refuses whatever needs somebody
//! at the station.

use domain::Payload;
use domain::event::CountUndone;
use domain::fold::VisitRecord;
use sync::world::World as _;

use super::visited::Visited;
use super::{amend, tally};
use crate::api::{AppError, EarlierView, ErrorCode, Mend, Reply, Topic};
use crate::core::Shared;
use crate::counter;
use crate::desk::Open;
use crate::session;
use crate::visit;
use crate::wall::civil;

/// Most visits shown, the latest.
const VISITS_MAX: usize = 20;

/// Mends a visit that was left; answers with all of them.
pub(crate) fn mend(
    shared: &Shared,
    visit: u32,
    mend: Mend,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let at = Visited::left(open, visit)?;
    let now = open.time_of(shared.world.now()).at;
    let payload = match mend {
        Mend::Move { station_code, text } => visit::moved_to(open, at.visit, &station_code, &text)?,
        Mend::Tally { tally } => tally::entered(open, &at, &tally)?,
        Mend::TakeBack { event } => taken_back(open, &at, event)?,
        Mend::Correct { start, persons, reason, text } => {
            amend::hour_corrected(open, &at, now, &start, persons, (reason, &text))?
        }
    };
    open.record(shared.world, since_touch_ms, vec![payload])?;
    let reply = earlier(open);
    drop(desk);
    shared.changed(&[Topic::Counter, Topic::Checklists, Topic::Delivery]);
    reply
}

/// Visits that were left, the latest first.
pub(crate) fn earlier(open: &Open) -> Result<Reply, AppError> {
    let left = open.store.fold().visits().rev().filter_map(|record| view(open, record));
    Ok(Reply::Earlier { list: left.take(VISITS_MAX).collect() })
}

fn view(open: &Open, record: &VisitRecord) -> Option<EarlierView> {
    let at = Visited::of_left(open, record)?;
    let day = at.day(open);
    let own = domain::JournalRef(open.store.journal().0);
    let last = at.watches(open).next_back();
    let point = counter::point_of(&day, own, last);
    Some(EarlierView {
        visit: session::visit_view(open, record),
        left: civil(at.zone(open), at.time.at),
        watched: last.is_some(),
        hours: counter::hours(&day, point, at.time.at),
        tallies: tally::views(open, &day),
        points: counter::points(open),
    })
}

fn taken_back(open: &Open, at: &Visited, event: u32) -> Result<Payload, AppError> {
    let event = u64::from(event);
    let mut tallies = open.store.fold().tallies();
    let stands = tallies
        .any(|tally| tally.ordinal == event && tally.visit == at.visit && tally.undone.is_none());
    match stands {
        true => Ok(Payload::CountUndone(CountUndone { event })),
        false => Err(ErrorCode::NothingToUndo.into()),
    }
}

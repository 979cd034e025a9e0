//! The count passed on: who leaves confirms figure and time, who follows takes them by code.
//!
//! The figure is all that is known of the point's day, what was taken over before included. The
//! short code is fourteen digits; the squares say the same and name the event, so that both
//! halves find each other without chance. The code names no station, so it is read before it is
//! taken, and a figure taken by mistake is taken back as a tap is. It refuses a figure that moved
//! since it was read, and a code that this device gave or took before.

use domain::event::{CountHandedOver, CountTakenOver, CountUndone, WatchEnded};
use domain::fold::{HandOverRecord, HandOverSide, WatchRecord};
use domain::handover::{HandOverCode, TAG_MAX};
use domain::ids::{EventRef, JournalRef};
use domain::{Payload, view::StationDay};
use sync::world::World;

use crate::api::{AppError, ErrorCode, HandOverView, Reply, TakenView};
use crate::collect::picture;
use crate::desk::{Open, small};
use crate::wall::{clock, typed};
use crate::watch;
use crate::world::Machine;

/// What the squares begin with.
const PREFIX: &str = "SANAQH1:";

/// What a code said.
pub(super) struct Taken {
    code: HandOverCode,
    as_of: i64,
    given: Option<EventRef>,
}

/// Persons of the day at the watch's point, as far as anybody's record here shows.
pub(super) fn figure(open: &Open, day: &StationDay, watch: &WatchRecord) -> u32 {
    let own = JournalRef(open.store.journal().0);
    let mut watches = day.watches.iter();
    let here = watches.find(|it| (it.journal, it.watch) == (own, watch.ordinal));
    let point = here.and_then(|here| {
        let mut points = day.points.iter();
        points.find(|point| (point.point, point.kind) == (here.point, here.kind))
    });
    point.map_or(0, domain::view::PointDay::floor)
}

pub(super) fn give(open: &Open, world: Machine, figure: u32) -> Result<Vec<Payload>, AppError> {
    let watch = open.store.fold().open_watch().ok_or(ErrorCode::NoWatch)?;
    let station = open.visited().ok_or(ErrorCode::NoVisit)?;
    let now = world.now();
    let time = open.time_of(now);
    let day = open.station_day(&station, time, watch::alive(open, now));
    if self::figure(open, &day, watch) != figure {
        return Err(ErrorCode::FigureMoved.into());
    }
    let tag = u32::try_from(world.chance() % (u64::from(TAG_MAX) + 1)).unwrap_or(0);
    let (watch, as_of) = (watch.ordinal, time.at - time.at.rem_euclid(60));
    Ok(vec![
        Payload::CountHandedOver(CountHandedOver { watch, figure, as_of, tag }),
        Payload::WatchEnded(WatchEnded { watch }),
    ])
}

/// Reads a code, typed or from the squares.
pub(super) fn read(open: &Open, world: Machine, text: &str) -> Result<Taken, AppError> {
    let bare = text.trim();
    let refused = || AppError::new(ErrorCode::NotAHandOverCode);
    let (digits, given) = match bare.strip_prefix(PREFIX) {
        Some(rest) => {
            let mut parts = rest.split(':');
            let digits = parts.next().unwrap_or_default();
            let journal = parts.next().and_then(journal_of).ok_or_else(refused)?;
            let ordinal = parts.next().and_then(|text| text.parse().ok()).ok_or_else(refused)?;
            (digits, Some(EventRef::Elsewhere(journal, ordinal)))
        }
        None => (bare, None),
    };
    let code = HandOverCode::read(digits)
        .map_err(|why| AppError::because(ErrorCode::NotAHandOverCode, why))?;
    let minute = format!("{:02}:{:02}", code.minute / 60, code.minute % 60);
    let as_of = typed(open.zone(), open.time_of(world.now()).at, &minute).ok_or_else(refused)?;
    let same = |one: &HandOverRecord| {
        let stands = one.undone.is_none();
        stands && (one.figure, one.as_of, one.tag) == (code.figure, as_of, code.tag)
    };
    if open.store.fold().hand_overs().any(same) {
        return Err(ErrorCode::HandOverKnown.into());
    }
    Ok(Taken { code, as_of, given })
}

/// What a code says, before anything is taken.
pub(crate) fn read_only(open: &Open, world: Machine, text: &str) -> Result<Reply, AppError> {
    let taken = read(open, world, text)?;
    let (figure, at) = (taken.code.figure, clock(open.zone(), taken.as_of));
    Ok(Reply::HandOverRead { figure, at })
}

/// Takes back what was taken over at the open visit.
pub(super) fn give_back(open: &Open, event: u32) -> Result<Payload, AppError> {
    let event = u64::from(event);
    let stands = here(open)
        .any(|one| one.ordinal == event && one.side != HandOverSide::Given && one.undone.is_none());
    match stands {
        true => Ok(Payload::CountUndone(CountUndone { event })),
        false => Err(ErrorCode::NoSuchEntry.into()),
    }
}

/// Takes it into the open watch. Both halves are put together by the event the code named, or by
/// figure and tag; nothing is said of anybody else who counts there.
pub(super) fn take(open: &Open, taken: &Taken) -> Result<Payload, AppError> {
    let watch = open.store.fold().open_watch().ok_or(ErrorCode::NoWatch)?.ordinal;
    let (figure, tag) = (taken.code.figure, taken.code.tag);
    let (as_of, given) = (taken.as_of, taken.given);
    Ok(Payload::CountTakenOver(CountTakenOver { watch, figure, as_of, tag, given }))
}

pub(super) fn journal_of(hex: &str) -> Option<JournalRef> {
    let number = u128::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 32)?;
    Some(JournalRef(number.to_be_bytes()))
}

/// The code of a count passed on; none where the figure is too large for one.
pub(super) fn given(open: &Open, record: &HandOverRecord) -> Option<HandOverView> {
    let at = clock(open.zone(), record.as_of);
    let (hours, minutes) = at.split_once(':')?;
    let minute = hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?;
    let code = HandOverCode { figure: record.figure, minute, tag: record.tag }.written()?;
    let journal = u128::from_be_bytes(open.store.journal().0);
    let digits = code.replace(' ', "");
    let qr = picture::of(&format!("{PREFIX}{digits}:{journal:032x}:{}", record.ordinal));
    Some(HandOverView { code, qr, figure: record.figure, at })
}

/// Halves of the open visit, the latest of each side.
pub(super) fn latest(open: &Open) -> (Option<HandOverView>, Option<TakenView>) {
    let side = |given: bool| {
        let mut halves = here(open).filter(|one| one.undone.is_none());
        halves.find(|one| (one.side == HandOverSide::Given) == given)
    };
    let taken = side(false).map(|one| TakenView {
        event: small(one.ordinal),
        figure: small(u64::from(one.figure)),
        at: clock(open.zone(), one.as_of),
    });
    (side(true).and_then(|one| given(open, one)), taken)
}

/// Halves of the open visit, the latest first.
fn here(open: &Open) -> impl Iterator<Item = &HandOverRecord> {
    let fold = open.store.fold();
    let visit = fold.open_visit().map(|visit| visit.ordinal);
    let here = move |one: &&HandOverRecord| fold.watch(one.watch).map(|it| it.visit) == visit;
    fold.hand_overs().rev().filter(here)
}

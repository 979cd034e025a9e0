//! What headquarters says to this device, and that it was read.
//!
//! Reading is an event, written once for each notice; the journal of headquarters and the number
//! in it name what was read. Rejected: marking a notice read when it is drawn, since a screen in a
//! pocket draws too.

use domain::event::NoticeRead;
use domain::ids::JournalRef;
use domain::view::{NoticeLine, notices};
use domain::{Event, Fold, Payload};

use crate::api::{AppError, AssignmentView, ErrorCode, NoticeView, NoticesView, Reply, Topic};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::wall::civil;

/// Most lines shown of each kind, the newest.
const LINES_MAX: usize = 100;

/// All notices in order, with their readings.
fn lines(open: &Open) -> Vec<NoticeLine> {
    let (Some(told), Some(journal)) = (open.store.assigned(), open.store.assigned_journal()) else {
        return Vec::new();
    };
    let former = open.store.former().map(|(_, fold)| fold);
    let readers: Vec<&Fold> = former.chain([open.store.fold()]).collect();
    notices(JournalRef(journal.0), told, &readers)
}

/// Notices not read, for the header.
pub(crate) fn unread(open: &Open) -> u32 {
    small(lines(open).iter().filter(|line| line.read.is_none()).count() as u64)
}

pub(crate) fn reply(open: &Open) -> Result<Reply, AppError> {
    let zone = open.zone();
    let all = lines(open);
    let unread = all.iter().filter(|line| line.read.is_none()).count();
    let notice = |line: &NoticeLine| NoticeView {
        notice: small(line.record.notice),
        text: line.record.text.clone(),
        sent_at: civil(zone, line.record.time),
        read_at: line.read.map(|time| civil(zone, time.at)),
    };
    let view = NoticesView {
        notices: all.iter().rev().take(LINES_MAX).map(notice).collect(),
        assignments: assignments(open)?,
        unread: small(unread as u64),
    };
    Ok(Reply::Notices { view })
}

/// Stations given and taken, as headquarters' journal for this device tells it.
fn assignments(open: &Open) -> Result<Vec<AssignmentView>, AppError> {
    let zone = open.zone();
    let told = open.store.assigned_events()?;
    let events = told.iter().filter_map(|kept| Event::decode(&kept.bytes).ok());
    let mut all: Vec<AssignmentView> = events
        .filter_map(|event| {
            let (station_code, name, assigned) = match event.payload {
                Payload::Assigned(told) => (told.station.code, told.station.name, true),
                Payload::Unassigned(told) => {
                    let name = open.station(&told.station).0.name;
                    (told.station, name, false)
                }
                _ => return None,
            };
            Some(AssignmentView { station_code, name, assigned, at: civil(zone, event.time) })
        })
        .collect();
    all.reverse();
    all.truncate(LINES_MAX);
    Ok(all)
}

pub(crate) fn read(shared: &Shared, notice: u32, since_touch_ms: u32) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let all = lines(open);
    let line = all.iter().find(|line| small(line.record.notice) == notice);
    let line = line.ok_or_else(|| AppError::new(ErrorCode::NoSuchNotice))?;
    let journal = open.store.assigned_journal().ok_or(ErrorCode::NoSuchNotice)?;
    if line.read.is_none() {
        let read = NoticeRead { notice: line.record.notice, journal: JournalRef(journal.0) };
        open.record(shared.world, since_touch_ms, vec![Payload::NoticeRead(read)])?;
    }
    let reply = reply(open);
    drop(desk);
    shared.changed(&[Topic::Session, Topic::Delivery, Topic::Notices]);
    reply
}

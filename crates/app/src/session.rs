//! Which screen: what is enrolled, what is open, where the person is.
//!
//! Read off the folders each time, so that a folder that came or went is seen at once. It refuses
//! to tell anything recorded while the app is locked or covered. Rejected: a list of enrolments
//! beside the folders, which could name one that is gone.

use std::path::Path;

use domain::fold::VisitRecord;
use store::DeviceStore;
use sync::world::World;

use crate::api::{
    AppError, EnrolmentView, Feature, LockState, Reply, Role, SecretShape, SessionView,
    StationView, Texts, VisitView,
};
use crate::collect;
use crate::core::Shared;
use crate::delivery::Places;
use crate::desk::{Desk, Open, small};
use crate::notices;
use crate::switched;
use crate::wall::civil;
use crate::words::Same;

/// An empty file in a practice enrolment's folder: the lock screen says so while nothing can be
/// read. Whoever finds it learns that nothing here counts.
const PRACTICE: &str = "practice";

/// Most folders shown.
const FOLDERS_MAX: usize = 100;

pub(crate) fn reply(shared: &Shared, desk: &Desk) -> Result<Reply, AppError> {
    let open = desk.open.as_ref();
    let readable = open.filter(|open| !open.covered);
    let enrolments: Vec<EnrolmentView> = folders(&shared.data)
        .into_iter()
        .map(|id| match readable.filter(|open| open.id == id) {
            Some(open) => enrolment(open),
            None => EnrolmentView {
                election: Texts::default(),
                practice: shared.data.join(&id).join(PRACTICE).is_file(),
                id,
                languages: Vec::new(),
                role: Role::Observer,
                defined: false,
                switched_on: Vec::new(),
            },
        })
        .collect();
    let lock = match open {
        Some(open) if open.covered => LockState::Covered,
        Some(_) => LockState::Open,
        None if enrolments.is_empty() => LockState::Empty,
        None => LockState::Locked { wait_s: wait_s(shared, &enrolments) },
    };
    let undelivered = match readable {
        Some(open) => Places::of(&open.store)?.undelivered(),
        None => 0,
    };
    let carried = match readable {
        Some(open) => collect::unsent_pages(open)?,
        None => 0,
    };
    let view = SessionView {
        invitation: desk.invitation.as_ref().map(crate::enrol::Invitation::view),
        lock,
        open: open.map(|open| if open.covered { veiled(open) } else { enrolment(open) }),
        visit: readable.and_then(visit),
        secret_shape: SecretShape::Passphrase,
        undelivered,
        carried,
        unread: readable.map_or(0, notices::unread),
        enrolments,
    };
    Ok(Reply::Session { view })
}

/// Keeps the mark of a practice election in step with what the enrolment says.
pub(crate) fn mark_practice(data: &Path, open: &Open) {
    let mark = data.join(&open.id).join(PRACTICE);
    let done = match (open.store.kit().practice, mark.is_file()) {
        (true, false) => std::fs::write(&mark, []),
        (false, true) => std::fs::remove_file(&mark),
        (true, true) | (false, false) => Ok(()),
    };
    if let Err(error) = done {
        tracing::warn!(%error, "the mark of a practice election");
    }
}

/// The longest wait of any enrolment; which one is tried next is not known yet.
fn wait_s(shared: &Shared, enrolments: &[EnrolmentView]) -> u32 {
    let now = shared.world.now();
    let wait_s =
        |one: &EnrolmentView| match DeviceStore::lock_state(&shared.data.join(&one.id), now) {
            Ok(lock) => lock.wait_s,
            // Unlocking it says the same as its answer; others may still be opened.
            Err(error) => {
                tracing::error!(%error, enrolment = one.id, "its tries so far cannot be read");
                0
            }
        };
    enrolments.iter().map(wait_s).max().unwrap_or(0)
}

/// Names of the folders that hold an enrolment, in order; a missing data folder holds none.
pub(crate) fn folders(data: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(data) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .take(FOLDERS_MAX * 10)
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("wrap.cbor").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names.truncate(FOLDERS_MAX);
    names
}

/// What the covered counter needs: the banner of a practice election, and whether a moment can be
/// marked. The interface has its own language; who holds the phone and for what stays unsaid.
fn veiled(open: &Open) -> EnrolmentView {
    let parts = switched::features(open).into_iter();
    let mark = parts.filter(|part| *part == Feature::Incidents);
    EnrolmentView {
        id: open.id.clone(),
        election: Texts::default(),
        practice: open.store.kit().practice || open.definitions.current().practice,
        languages: Vec::new(),
        role: Role::Observer,
        defined: false,
        switched_on: mark.collect(),
    }
}

fn enrolment(open: &Open) -> EnrolmentView {
    let current = open.definitions.current();
    EnrolmentView {
        id: open.id.clone(),
        election: open.election_name(),
        practice: open.store.kit().practice || current.practice,
        languages: current.languages.clone(),
        role: open.store.kit().certificate.invitation().claimed().role.same(),
        defined: current.version > 0,
        switched_on: switched::features(open),
    }
}

/// The open visit, for every screen's header.
pub(crate) fn visit(open: &Open) -> Option<VisitView> {
    open.store.fold().open_visit().map(|record| visit_view(open, record))
}

/// A visit as the interface shows it.
pub(crate) fn visit_view(open: &Open, record: &VisitRecord) -> VisitView {
    let (spec, assigned) = open.station(&record.station);
    let arrived = open.store.fold().time(record.arrived).at;
    let (_, span) = open.day(&spec, arrived);
    VisitView {
        visit: small(record.ordinal),
        station: station(open, &spec, assigned, arrived),
        presence: record.place.same(),
        since: civil(span.zone, arrived),
        day: span.date.to_string(),
    }
}

/// A station as the interface shows it on the day of `at`.
pub(crate) fn station(
    open: &Open,
    spec: &domain::StationSpec,
    assigned: bool,
    at: i64,
) -> StationView {
    let (_, span) = open.day(spec, at);
    StationView {
        code: spec.code.clone(),
        name: spec.name.clone(),
        region: spec.region.clone(),
        registered: spec.registered,
        assigned,
        opens: civil(span.zone, span.opens),
        closes: civil(span.zone, span.closes),
        zone: span.zone.name().to_owned(),
    }
}

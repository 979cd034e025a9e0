//! Destroying an enrolment's folder, which a person may order.
//!
//! First it names what has no copy at headquarters, on a lead's phone also what it carries for
//! others; the order must repeat these figures, so that a person who read older ones is asked
//! again. While locked the figure cannot be known, and the
//! order says so. Rejected: a plain "are you sure", which everybody answers with yes.

use std::collections::BTreeSet;

use store::DeviceStore;

use crate::api::{AppError, ErrorCode, Reply, Texts, Topic, WipeView};
use crate::core::Shared;
use crate::delivery::Places;
use crate::desk::{Desk, Open, small};
use crate::enrol::folder;
use crate::session;

pub(crate) fn view(desk: &Desk, enrolment: String) -> Result<Reply, AppError> {
    let open = desk.open.as_ref().filter(|open| open.id == enrolment && !open.covered);
    let view = match open {
        Some(open) => lost(open, enrolment)?,
        None => WipeView {
            enrolment,
            election: Texts::default(),
            only_here: None,
            with_lead_only: 0,
            others_pages: None,
            others_devices: 0,
            answers: 0,
            counted: 0,
        },
    };
    Ok(Reply::Wipe { view })
}

/// What has no copy at headquarters, of every journal of this enrolment.
fn lost(open: &Open, enrolment: String) -> Result<WipeView, AppError> {
    let places = Places::of(&open.store)?;
    let mut answers = 0;
    let mut counted = 0;
    let now = (open.store.journal(), open.store.fold());
    for (journal, fold) in open.store.former().chain([now]) {
        let delivered = places.delivered_in(journal);
        let given = fold.forms().flat_map(|form| form.answers.values());
        answers += given.filter(|answer| answer.ordinal > delivered).count() as u64;
        let taps = fold.watches().flat_map(|watch| watch.counted());
        counted += taps.filter(|tap| tap.ordinal > delivered).count() as u64;
    }
    let carried: Vec<_> = open.store.relay_list()?;
    let unsent = carried.iter().filter(|one| one.waiting > 0);
    let devices: BTreeSet<_> = unsent.clone().map(|one| one.invitation).collect();
    Ok(WipeView {
        enrolment,
        election: open.election_name(),
        only_here: Some(places.on_phone),
        with_lead_only: places.with_lead,
        others_pages: Some(small(unsent.map(|one| one.waiting).sum())),
        others_devices: small(devices.len() as u64),
        answers: small(answers),
        counted: small(counted),
    })
}

pub(crate) fn order(
    shared: &Shared,
    enrolment: &str,
    repeated: [Option<u32>; 2],
) -> Result<Reply, AppError> {
    let folder = folder(&shared.data, enrolment)?;
    let mut desk = shared.desk();
    let Reply::Wipe { view } = view(&desk, enrolment.to_owned())? else {
        return Err(ErrorCode::Internal.into());
    };
    if [view.only_here, view.others_pages] != repeated {
        return Err(ErrorCode::WipeNotConfirmed.into());
    }
    match desk.open.take_if(|open| open.id == enrolment) {
        Some(open) => open.store.wipe()?,
        None => DeviceStore::wipe_folder(&folder)?,
    }
    let reply = session::reply(shared, &desk);
    drop(desk);
    shared.changed(&[Topic::Session]);
    reply
}

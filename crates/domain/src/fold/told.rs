//! The effect of what headquarters says in its own journals.
//!
//! Definition and forms are kept as the bytes that were published; of endpoints and teams the
//! newest holds. What an observer does is none of it. Rejected: a check of who may say what,
//! which the keys of a journal decide.

use super::headquarters::{
    AdmissionRecord, AreaFigureRecord, EndpointsRecord, KeyListRecord, NoticeRecord,
    PageReportRecord, RevocationRecord, TeamRecord,
};
use super::table::{area_figure_key, form_key, key};
use super::{Fold, Moment};
use crate::definition::station_key;
use crate::event::{
    Admitted, AreaFigureNoted, Assigned, DefinitionPublished, EndpointsPublished, FormPublished,
    KeyListPublished, NoticeSent, PageReported, PagesAdmitted, Revoked, StationDaysSet, TeamListed,
    Unassigned,
};

/// The key of the only row of its view.
const ONLY: &[u8] = b"";

pub(super) fn definition(fold: &mut Fold, event: &DefinitionPublished) {
    fold.definitions.put(key(event.version.into()).to_vec(), event.definition.clone());
}

pub(super) fn form(fold: &mut Fold, event: &FormPublished) {
    let key = form_key(event.form, event.version).to_vec();
    fold.form_versions.put(key, event.bytes.clone());
}

pub(super) fn admitted(fold: &mut Fold, ordinal: u64, moment: Moment, event: &Admitted) {
    let record = AdmissionRecord::of_admitted(ordinal, moment.claimed, event);
    fold.admissions.put(key(ordinal).to_vec(), record);
}

pub(super) fn pages_admitted(fold: &mut Fold, ordinal: u64, moment: Moment, event: &PagesAdmitted) {
    let record = AdmissionRecord::of_pages(ordinal, moment.claimed, event);
    fold.admissions.put(key(ordinal).to_vec(), record);
}

pub(super) fn assigned(fold: &mut Fold, event: &Assigned) {
    let key = station_key(&event.station.code).into_bytes();
    fold.assignments.put(key, event.station.clone());
}

pub(super) fn unassigned(fold: &mut Fold, event: &Unassigned) {
    fold.assignments.remove(station_key(&event.station).as_bytes());
}

/// Of a station that was not assigned there is nothing to say.
pub(super) fn station_days(fold: &mut Fold, event: &StationDaysSet) {
    if let Some(station) = fold.assignments.change(station_key(&event.station).as_bytes()) {
        station.days.clone_from(&event.days);
    }
}

pub(super) fn endpoints(fold: &mut Fold, ordinal: u64, event: &EndpointsPublished) {
    let record = EndpointsRecord { ordinal, addresses: event.addresses.clone() };
    fold.endpoints.put(ONLY.to_vec(), record);
}

pub(super) fn area_figure(fold: &mut Fold, ordinal: u64, moment: Moment, event: &AreaFigureNoted) {
    let record = AreaFigureRecord::of(ordinal, moment.claimed, event);
    fold.area_figures.put(area_figure_key(event), record);
}

pub(super) fn key_list(fold: &mut Fold, ordinal: u64, event: &KeyListPublished) {
    let record = KeyListRecord { ordinal, key_list: event.key_list.clone() };
    fold.key_lists.put(key(ordinal).to_vec(), record);
}

pub(super) fn revoked(fold: &mut Fold, ordinal: u64, moment: Moment, event: &Revoked) {
    let record = RevocationRecord {
        ordinal,
        time: moment.claimed,
        operator: event.operator.clone(),
        invitation: event.invitation,
        journal: event.journal,
        last_good_page: event.last_good_page,
    };
    // Each journal of the invitation is named by an event of its own.
    let mut row = event.invitation.to_vec();
    row.extend(event.journal.map(|journal| journal.0).unwrap_or_default());
    fold.revocations.put(row, record);
}

pub(super) fn page_reported(fold: &mut Fold, ordinal: u64, moment: Moment, event: &PageReported) {
    let record = PageReportRecord {
        ordinal,
        time: moment.claimed,
        journal: event.journal,
        number: event.number,
        hash: event.hash,
        problem: event.problem,
        detail: event.detail.clone(),
    };
    fold.page_reports.put(key(ordinal).to_vec(), record);
}

pub(super) fn notice_sent(fold: &mut Fold, ordinal: u64, moment: Moment, event: &NoticeSent) {
    let record = NoticeRecord {
        ordinal,
        time: moment.claimed,
        operator: event.operator.clone(),
        notice: event.notice,
        text: event.text.clone(),
    };
    fold.notices.put(key(event.notice).to_vec(), record);
}

pub(super) fn team_listed(fold: &mut Fold, ordinal: u64, moment: Moment, event: &TeamListed) {
    let record = TeamRecord {
        ordinal,
        time: moment.claimed,
        team: event.team.clone(),
        members: event.members.clone(),
    };
    fold.team.put(ONLY.to_vec(), record);
}

//! The team as a list: who has come, who is missing, what became of their pages.
//!
//! Call-signs come from headquarters' journal for this lead; the rest from what this device
//! carries. It refuses to guess: a device that is not on the list is a guest under a short handle,
//! and a version that was not told is not called old. Rejected: names from the invitations, which
//! never come near this device.

use std::collections::BTreeMap;

use journal::ids::InvitationId;
use store::device::Carried;

use crate::api::{AppError, HeldReason, MemberResult, MemberState, MemberView};
use crate::desk::{Open, small};
use crate::status;
use crate::wall::civil;
use crate::words::Same;

/// One device's line, all its journals together.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    invitation: InvitationId,
    pages: u64,
    bytes: u64,
    receipted: u64,
    held: Vec<HeldReason>,
    waiting: u64,
    common: u64,
    last_contact: Option<i64>,
    status: Option<journal::status::Status>,
    status_at: Option<i64>,
}

/// Everybody this device carries for or has met; after a wipe, as it was before.
pub(super) fn all(open: &Open) -> Result<Vec<Member>, AppError> {
    let mut by_person: BTreeMap<[u8; 16], Member> = BTreeMap::new();
    for before in &open.last_list {
        by_person.insert(before.invitation.0, before.clone());
    }
    let mut fresh: BTreeMap<[u8; 16], Member> = BTreeMap::new();
    for carried in open.store.relay_list()? {
        let member = fresh.entry(carried.invitation.0).or_insert_with(|| Member {
            invitation: carried.invitation,
            pages: 0,
            bytes: 0,
            receipted: 0,
            held: Vec::new(),
            waiting: 0,
            common: 0,
            last_contact: None,
            status: None,
            status_at: None,
        });
        add(member, &carried);
    }
    for (person, member) in fresh {
        match by_person.get_mut(&person) {
            // Wiped meanwhile: what became of the pages is known only from before.
            Some(before) if member.pages == 0 => before.meet(&member),
            Some(before) => *before = member,
            None => drop(by_person.insert(person, member)),
        }
    }
    Ok(by_person.into_values().collect())
}

impl Member {
    /// It came once more, or was not heard of since.
    fn meet(&mut self, now: &Self) {
        if now.last_contact.is_none() {
            return;
        }
        self.last_contact = now.last_contact;
        self.common = now.common;
        if now.status.is_some() {
            (self.status, self.status_at) = (now.status, now.status_at);
        }
    }
}

fn add(member: &mut Member, carried: &Carried) {
    member.pages += carried.pages;
    member.bytes += carried.bytes;
    member.receipted += carried.receipted;
    member.waiting += carried.waiting;
    member.held.extend(carried.held.iter().map(|reason| reason.same()));
    member.held.sort_unstable();
    member.held.dedup();
    if carried.last_contact >= member.last_contact {
        member.last_contact = carried.last_contact;
        member.common = carried.common.0;
        (member.status, member.status_at) = (carried.status, carried.status_at);
    }
}

/// The team's name; empty before headquarters has told it.
pub(super) fn team(open: &Open) -> String {
    let told = open.store.assigned().and_then(|fold| fold.team());
    told.map(|team| team.team.clone()).unwrap_or_default()
}

/// Bytes of other devices that wait to be sent on.
pub(super) fn unsent_bytes(open: &Open) -> Result<u32, AppError> {
    let waiting = open.store.relay_list()?.iter().map(|carried| carried.waiting_bytes).sum();
    Ok(small(waiting))
}

/// The list as the lead sees it: the missing first, then by call-sign, guests last.
pub(super) fn views(open: &Open) -> Result<Vec<MemberView>, AppError> {
    let mut come: BTreeMap<[u8; 16], Member> =
        all(open)?.into_iter().map(|member| (member.invitation.0, member)).collect();
    let team = open.store.assigned().and_then(|fold| fold.team());
    let mut views = Vec::new();
    for listed in team.iter().flat_map(|team| &team.members) {
        let here = come.remove(&listed.invitation);
        let state = match &here {
            Some(member) if member.last_contact.is_some() || member.pages > 0 => MemberState::Come,
            Some(_) | None => MemberState::Missing,
        };
        views.push(view(open, listed.call_sign.clone(), state, here.as_ref()));
    }
    // A word still to be handed back is nobody's visit.
    let known = |one: &&Member| one.last_contact.is_some() || one.pages > 0;
    for guest in come.values().filter(known) {
        views.push(view(open, handle(guest.invitation), MemberState::Guest, Some(guest)));
    }
    let rank = |state| match state {
        MemberState::Missing => 0,
        MemberState::Come => 1,
        MemberState::Guest => 2,
    };
    views.sort_by(|a, b| (rank(a.state), &a.call_sign).cmp(&(rank(b.state), &b.call_sign)));
    Ok(views)
}

fn handle(invitation: InvitationId) -> String {
    let [a, b, c, ..] = invitation.0;
    format!("{a:02x}{b:02x}{c:02x}")
}

fn view(open: &Open, call_sign: String, state: MemberState, member: Option<&Member>) -> MemberView {
    let zone = open.zone();
    let status = member.and_then(|member| member.status);
    MemberView {
        call_sign,
        state,
        last_contact: member.and_then(|one| one.last_contact).map(|at| civil(zone, at)),
        pages: member.map_or(0, |one| small(one.pages)),
        bytes: member.map_or(0, |one| small(one.bytes)),
        receipted: member.map_or(0, |one| small(one.receipted)),
        unsent: member.map_or(0, |one| small(one.waiting)),
        result: member.map_or(MemberResult::Nothing, result),
        common: member.map_or(0, |one| small(one.common)),
        old_version: member.is_some_and(|one| lags(open, one)),
        status: status.map(|status| status.word.same()),
        status_at: member.and_then(|one| one.status_at).map(|at| civil(zone, at)),
        held: member.map(|one| one.held.clone()).unwrap_or_default(),
    }
}

/// It says so itself, or lacks a page of headquarters' common journal, which brings the forms.
fn lags(open: &Open, member: &Member) -> bool {
    let told = member.status.is_some_and(|status| status.version < status::version(open));
    told || member.last_contact.is_some() && member.common < open.store.common_head().0
}

fn result(member: &Member) -> MemberResult {
    match member {
        Member { pages: 0, .. } => MemberResult::Nothing,
        Member { waiting, .. } if *waiting > 0 => MemberResult::Waiting,
        Member { held, .. } if !held.is_empty() => MemberResult::Held,
        _ => MemberResult::AtHeadquarters,
    }
}

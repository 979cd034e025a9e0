//! Collecting the team: this device becomes a peer for an evening, beside its own count.
//!
//! The host runs on a thread of its own and takes the core's lock for single calls of the store;
//! what a device gave is passed on as soon as a way out exists. It ends with the unlocked
//! enrolment: whoever locks the app has stopped it, because the key it signs with has left memory.
//! It refuses anybody but a lead. Rejected: a relay that runs while locked, which would have to
//! keep that key.

mod evening;
mod host;
mod keeper;
mod members;
pub(crate) mod picture;

use std::net::SocketAddr;

use journal::certificate::Role;
use journal::event::Anchor;
use journal::relay::RelayCode;
use store::DeviceStore;
use sync::schedule::Cause;
use sync::world::World;

use crate::api::{AppError, CollectCommand, CollectView, ErrorCode, Reply, Topic};
use crate::core::Shared;
use crate::desk::{Open, small};
use crate::relays;
use crate::wall::civil;
use crate::watch;
pub(crate) use evening::Evening;
pub(crate) use host::Collecting;
pub(crate) use members::Member;

/// Where the store remembers that the list is to be kept.
const KEEP: &str = "keep_list";

/// Where the store remembers when the list was wiped last.
const WIPED: &str = "list_wiped";

/// Nobody came for so long: it stops.
pub(crate) const QUIET_S: i64 = 10 * 60;

/// Whether the holder of this enrolment leads a team.
pub(crate) fn is_lead(open: &Open) -> bool {
    open.store.kit().certificate.invitation().claimed().role == Role::Lead
}

fn led(open: &Open) -> Result<(), AppError> {
    if is_lead(open) { Ok(()) } else { Err(ErrorCode::NotALead.into()) }
}

/// Does what a lead asks.
pub(crate) fn dispatch(
    shared: &std::sync::Arc<Shared>,
    command: CollectCommand,
) -> Result<Reply, AppError> {
    match command {
        CollectCommand::StartCollecting { wifi_name, wifi_password } => {
            start(shared, wifi_name, wifi_password)
        }
        CollectCommand::StopCollecting => stop(shared),
        CollectCommand::SendOn => send_on(shared),
        CollectCommand::KeepTeamList { keep } => keep_list(shared, keep),
    }
}

fn start(
    shared: &std::sync::Arc<Shared>,
    wifi_name: Option<String>,
    wifi_password: Option<String>,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    led(open)?;
    if open.collecting.is_none() {
        let collecting = host::start(shared, open)?;
        open.collecting = Some(collecting);
    }
    if let Some(collecting) = &mut open.collecting {
        collecting.wifi = (filled(wifi_name), filled(wifi_password));
    }
    let reply = reply(shared, open);
    drop(desk);
    told(shared);
    reply
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn stop(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    led(open)?;
    open.collecting = None;
    after_contact(open, shared.world.now());
    let reply = reply(shared, open);
    drop(desk);
    told(shared);
    reply
}

/// Seals and sends own and carried pages, by every way there is.
fn send_on(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    led(open)?;
    open.seal(shared.world)?;
    open.contact.running = true;
    let reply = reply(shared, open);
    drop(desk);
    shared.bell.ring(Cause::Wish, shared.world);
    reply
}

fn keep_list(shared: &Shared, keep: bool) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    led(open)?;
    open.store.set_memo(KEEP, keep.then_some(&[1][..]))?;
    after_contact(open, shared.world.now());
    let reply = reply(shared, open);
    drop(desk);
    told(shared);
    reply
}

fn kept(open: &Open) -> bool {
    open.store.memo(KEEP).ok().flatten().is_some()
}

fn told(shared: &Shared) {
    shared.changed(&[Topic::Collect]);
}

/// An enrolment is locked: its watch leaves a life mark, collecting ends, and of the team nothing
/// stays behind that headquarters has.
pub(crate) fn lock(open: &mut Open, now: Anchor) {
    watch::leave_life_mark(open, now);
    open.collecting = None;
    after_contact(open, now);
}

/// While nobody is collected, what headquarters has receipted is wiped, unless it is kept on
/// purpose; the figures stay on the screen until the app is locked.
pub(crate) fn after_contact(open: &mut Open, now: Anchor) {
    if !is_lead(open) {
        return;
    }
    if let Some(collecting) = &open.collecting {
        collecting.set_keys(open.store.kit());
        return;
    }
    if kept(open) {
        return;
    }
    match members::all(open) {
        Ok(list) => open.last_list = list,
        Err(error) => tracing::warn!(%error, "the team's list could not be read"),
    }
    if let Err(error) = wipe(open, now.wall) {
        tracing::warn!(%error, "the team's list was not wiped");
    }
}

fn wipe(open: &mut Open, now: i64) -> store::Result<()> {
    let wiped = open.store.wipe_relay_list(false)?;
    if wiped.pages > 0 || wiped.journals > 0 {
        open.store.set_memo(WIPED, Some(&now.to_be_bytes()))?;
    }
    Ok(())
}

/// When the list was wiped last, Unix seconds as claimed.
pub(crate) fn wiped_at(store: &DeviceStore) -> Option<i64> {
    let bytes = store.memo(WIPED).ok().flatten()?;
    bytes.as_slice().try_into().ok().map(i64::from_be_bytes)
}

/// Pages of other devices that wait to be sent on.
pub(crate) fn unsent_pages(open: &Open) -> Result<u32, AppError> {
    Ok(small(open.store.relay_list()?.iter().map(|carried| carried.waiting).sum()))
}

pub(crate) fn query(shared: &Shared, open: &mut Open) -> Result<Reply, AppError> {
    led(open)?;
    reply(shared, open)
}

fn reply(shared: &Shared, open: &mut Open) -> Result<Reply, AppError> {
    let zone = open.zone();
    let members = members::views(open)?;
    let unsent_bytes = members::unsent_bytes(open)?;
    let collecting = open.collecting.as_ref();
    let addresses = collecting.map(|running| running.addresses()).unwrap_or_default();
    let code = collecting.and_then(|running| code(open, running, &addresses));
    let until = collecting.map(|running| {
        let left = running.quiet_until(shared.world.now());
        civil(zone, shared.world.now().wall.saturating_add(left))
    });
    let view = CollectView {
        running: collecting.is_some(),
        relay: collecting.map(|running| relays::handle(&running.spki())).unwrap_or_default(),
        qr: code.as_deref().and_then(picture::of),
        code: code.unwrap_or_default(),
        addresses: addresses.iter().map(SocketAddr::to_string).collect(),
        announced: collecting.is_some_and(Collecting::announced),
        wifi_name: collecting.and_then(|running| running.wifi.0.clone()),
        until,
        last_contact: collecting.and_then(Collecting::last_contact).map(|at| civil(zone, at)),
        sending: open.contact.running || open.relay.running,
        kept: kept(open),
        wiped: open.list_wiped.map(|at| civil(zone, at)),
        team: members::team(open),
        members,
        unsent_bytes,
    };
    Ok(Reply::Collect { view })
}

/// The evening's code; none while this device has no address, or one that does not fit.
fn code(open: &Open, running: &Collecting, addresses: &[SocketAddr]) -> Option<String> {
    let code = RelayCode {
        election: open.store.election(),
        addresses: addresses.iter().map(SocketAddr::to_string).collect(),
        spki: running.spki(),
        token: running.token(),
        wifi_name: running.wifi.0.clone(),
        wifi_password: running.wifi.1.clone(),
    };
    code.to_text().inspect_err(|error| tracing::warn!(%error, "no code to show")).ok()
}

//! Enrolling, unlocking, covering and locking.
//!
//! An invitation that was read waits in memory until a secret is set; only then are keys made and
//! a folder begun, so that a reader who turns back leaves nothing. It refuses weak secrets, and
//! an invitation that an enrolment on this phone was made by, whether that is locked or open.
//! Rejected: an enrolment without a secret "for now", which stays so for ever.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use domain::event::{Arrived, WatchInterrupted, WatchStarted};
use domain::fold::{Fold, WatchState};
use domain::{Event, Payload, Stamped};
use journal::attested::Attested;
use journal::certificate::InvitationPublic;
use journal::event::Anchor;
use journal::invitation::{InvitationCode, InvitationError, InvitationFile};
use journal::keys::SigningKey;
use store::device::{KdfCost, NewFolder, Opened, Unlock};
use store::{DeviceStore, Kit};
use sync::schedule::Cause;
use sync::world::World;
use zeroize::Zeroizing;

use crate::api::{AppError, ErrorCode, InvitationView, Reply, Texts};
use crate::collect;
use crate::core::Shared;
use crate::desk::{Desk, Open};
use crate::relays;
use crate::session;
use crate::watch;
use crate::words::Same;

/// Fewest characters of a passphrase.
pub(crate) const PASSPHRASE_CHARACTERS_MIN: u32 = 8;

/// How long one guess at the secret may take on this device, milliseconds.
const GUESS_MS: u64 = 700;

/// A test that enrols a thousand devices asks for the least the store accepts.
fn guess_ms() -> u64 {
    #[cfg(feature = "test-clock")]
    if std::env::var_os("SANAQ_TEST_CHEAP_SECRETS").is_some() {
        return 0;
    }
    GUESS_MS
}

/// An invitation that was read.
pub(crate) enum Invitation {
    File(Box<InvitationFile>),
    Code(Box<InvitationCode>),
}

impl Invitation {
    fn public(&self) -> &Attested<InvitationPublic> {
        match self {
            Self::File(file) => &file.public,
            Self::Code(code) => &code.public,
        }
    }

    fn one_time(&self) -> &SigningKey {
        match self {
            Self::File(file) => &file.one_time,
            Self::Code(code) => &code.one_time,
        }
    }

    /// Refused where an enrolment on this phone, locked or not, was made by this invitation:
    /// headquarters would only quarantine what is written under a second one.
    fn unused(&self, data: &Path) -> Result<(), AppError> {
        for known in session::folders(data) {
            if DeviceStore::invited_by(&data.join(&known), self.one_time())? {
                return Err(AppError::because(ErrorCode::AlreadyEnrolled, known));
            }
        }
        Ok(())
    }

    /// What the person sees before they agree.
    pub(crate) fn view(&self) -> InvitationView {
        let public = self.public().claimed();
        let (practice, endpoints, election) = match self {
            Self::File(file) => (file.keys.list().practice, &file.endpoints, name_in(file)),
            Self::Code(code) => (code.practice, &code.endpoints, Texts::default()),
        };
        InvitationView {
            election,
            practice,
            role: public.role.same(),
            expires: DateTime::from_timestamp(public.expires_at, 0)
                .map(|at| at.format("%Y-%m-%d").to_string()),
            endpoints: endpoints.clone(),
        }
    }
}

/// The election's name, out of the common journal the file brought.
fn name_in(file: &InvitationFile) -> Texts {
    let mut fold = Fold::new();
    let signed = file.common.iter().filter_map(|page| file.keys.check_page(page.clone()).ok());
    for opened in signed.filter_map(|page| page.page().open(&file.members).ok()) {
        let stamped = opened.events.iter().filter_map(|event| {
            Some(Stamped {
                ordinal: event.ordinal.0,
                boot: event.clock.boot.0,
                drift: event.clock.drift,
                event: Event::decode(event.bytes.as_slice()).ok()?,
            })
        });
        fold.apply(&stamped.collect::<Vec<_>>());
    }
    let definitions = fold.definitions();
    let current = definitions.current();
    match (current.languages.first(), current.name.is_empty()) {
        (Some(language), false) => Texts([(language.clone(), current.name.clone())].into()),
        (Some(_) | None, _) => Texts::default(),
    }
}

pub(crate) fn read_file(shared: &Shared, base64: &str) -> Result<Reply, AppError> {
    let bytes = Zeroizing::new(
        STANDARD
            .decode(base64.trim())
            .map_err(|error| AppError::because(ErrorCode::NotAnInvitation, error))?,
    );
    let file = InvitationFile::open(&bytes).map_err(not_an_invitation)?;
    take(shared, Invitation::File(Box::new(file)))
}

pub(crate) fn read_code(shared: &Shared, code: &str) -> Result<Reply, AppError> {
    let packed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let code = InvitationCode::from_text(&packed).map_err(not_an_invitation)?;
    take(shared, Invitation::Code(Box::new(code)))
}

fn not_an_invitation(error: InvitationError) -> AppError {
    use journal::error::DecodeError;
    let code = match &error {
        InvitationError::Decode(DecodeError::UnknownFormat(_)) => ErrorCode::InvitationNewer,
        InvitationError::Decode(_)
        | InvitationError::KeyList(_)
        | InvitationError::Signature(_)
        | InvitationError::NotACode
        | InvitationError::CodeTooLong(_) => ErrorCode::NotAnInvitation,
    };
    AppError::because(code, error)
}

fn take(shared: &Shared, invitation: Invitation) -> Result<Reply, AppError> {
    invitation.unused(&shared.data)?;
    let mut desk = shared.desk();
    desk.invitation = Some(invitation);
    session::reply(shared, &desk)
}

pub(crate) fn drop_invitation(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    desk.invitation = None;
    session::reply(shared, &desk)
}

pub(crate) fn enrol(shared: &Shared, secret: Zeroizing<String>) -> Result<Reply, AppError> {
    let characters = u32::try_from(secret.chars().count()).unwrap_or(u32::MAX);
    if characters < PASSPHRASE_CHARACTERS_MIN {
        return Err(ErrorCode::SecretTooWeak { min: PASSPHRASE_CHARACTERS_MIN }.into());
    }
    let mut desk = shared.desk();
    let Some(invitation) = &desk.invitation else {
        return Err(ErrorCode::NoInvitation.into());
    };
    let cost = KdfCost::calibrated(guess_ms(), &mut || shared.world.running_ms())?;
    let new = NewFolder {
        unlock: Unlock { passphrase: &secret, key_store: None },
        cost,
        wipe_after: None,
        machine: shared.world.machine(),
    };
    let mut made = Err(ErrorCode::Internal.into());
    shared.world.with_chance(&mut |rng| made = create(&shared.data, invitation, new, rng));
    let (id, store) = made?;
    desk.invitation = None;
    // Another enrolment that was open is locked by this.
    if let Some(other) = desk.open.as_mut() {
        collect::lock(other, shared.world.now());
    }
    let open = Open::new(id, store);
    session::mark_practice(&shared.data, &open);
    desk.open = Some(open);
    let reply = session::reply(shared, &desk);
    drop(desk);
    shared.bell.ring(Cause::Front, shared.world);
    reply
}

fn create(
    data: &Path,
    invitation: &Invitation,
    new: NewFolder<'_>,
    rng: &mut dyn rand_core::CryptoRng,
) -> Result<(String, DeviceStore), AppError> {
    invitation.unused(data)?;
    let kit = match invitation {
        Invitation::File(file) => Kit::from_file(file, rng),
        Invitation::Code(code) => Kit::from_code(code, rng),
    };
    let election = kit.election.to_string();
    let free = (1..1000).map(|number| format!("{election}-{number}"));
    let id = free
        .into_iter()
        .find(|id| !data.join(id).exists())
        .ok_or_else(|| AppError::new(ErrorCode::AlreadyEnrolled))?;
    DeviceStore::mark_invited(&data.join(&id), invitation.one_time(), rng)?;
    let store = DeviceStore::create(&data.join(&id), kit, new, rng)?;
    Ok((id, store))
}

pub(crate) fn unlock(
    shared: &Shared,
    enrolment: &str,
    secret: Zeroizing<String>,
) -> Result<Reply, AppError> {
    let unlock = Unlock { passphrase: &secret, key_store: None };
    let now = shared.world.now();
    let folder = folder(&shared.data, enrolment)?;
    let mut desk = shared.desk();
    if let Some(open) = desk.open.as_mut().filter(|open| open.id == enrolment) {
        open.store.verify(unlock, now)?;
        open.covered = false;
        return session::reply(shared, &desk);
    }
    let machine = shared.world.machine();
    let mut opened = Err(store::StoreError::Missing(folder.clone()));
    shared
        .world
        .with_chance(&mut |rng| opened = DeviceStore::open(&folder, unlock, machine, now, rng));
    let Opened { store, continued, salvaged } = opened?;
    // Another enrolment that was open is locked by this.
    if let Some(other) = desk.open.as_mut() {
        collect::lock(other, now);
    }
    let mut open = Open::new(enrolment.to_owned(), store);
    if let Some(continuation) = &continued {
        open.note_continued(now, continuation, salvaged.as_ref());
        reopen(shared, &mut open)?;
    }
    interrupt(shared, &mut open, now)?;
    // What a kill left behind of the team, though headquarters has it, goes now.
    collect::after_contact(&mut open, now);
    session::mark_practice(&shared.data, &open);
    desk.open = Some(open);
    let reply = session::reply(shared, &desk);
    drop(desk);
    shared.bell.ring(Cause::Front, shared.world);
    reply
}

/// A watch that ran when the program went away was interrupted at its last sign of life.
fn interrupt(shared: &Shared, open: &mut Open, now: Anchor) -> Result<(), AppError> {
    let Some(watch) = open.store.fold().open_watch() else { return Ok(()) };
    if watch.state != WatchState::Running {
        return Ok(());
    }
    let (ordinal, event) = (watch.ordinal, watch.last_sign.claimed);
    let mark = open.store.last_life_mark()?.map_or(event, |mark| mark.wall);
    let interrupted = WatchInterrupted { watch: ordinal, last_sign: mark.max(event) };
    let payload = Payload::WatchInterrupted(interrupted);
    open.record_at(shared.world, now, now.wall, vec![payload])?;
    Ok(())
}

/// In a new journal, the visit and the watch that were open in the old one are said again.
pub(crate) fn reopen(shared: &Shared, open: &mut Open) -> Result<(), AppError> {
    if open.store.fold().open_visit().is_some() {
        return Ok(());
    }
    let Some((_, old)) = open.store.former().last() else { return Ok(()) };
    let Some(visit) = old.open_visit().cloned() else { return Ok(()) };
    let watch = old.open_watch().filter(|watch| watch.state == WatchState::Running).cloned();
    let arrived = Arrived { station: visit.station, place: visit.place };
    let ordinal = open.record(shared.world, 0, vec![Payload::Arrived(arrived)])?;
    if let Some(watch) = watch {
        let started = WatchStarted {
            visit: ordinal,
            definition_version: watch.definition_version,
            point: watch.point,
            covers: watch.covers,
            view: watch.view,
        };
        open.record(shared.world, 0, vec![Payload::WatchStarted(started)])?;
    }
    Ok(())
}

pub(crate) fn cover(shared: &Shared) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    if !desk.open.as_ref().is_some_and(watch::runs) {
        return lock_desk(shared, &mut desk);
    }
    if let Some(open) = desk.open.as_mut() {
        open.covered = true;
        // Whoever covers the screen looks for nobody.
        relays::look_away(open);
    }
    session::reply(shared, &desk)
}

pub(crate) fn lock(shared: &Shared) -> Result<Reply, AppError> {
    lock_desk(shared, &mut shared.desk())
}

fn lock_desk(shared: &Shared, desk: &mut Desk) -> Result<Reply, AppError> {
    if let Some(open) = desk.open.as_mut() {
        collect::lock(open, shared.world.now());
    }
    desk.open = None;
    session::reply(shared, desk)
}

/// An enrolment's folder; a name that is none of ours is refused before it becomes a path.
pub(crate) fn folder(data: &Path, enrolment: &str) -> Result<PathBuf, AppError> {
    let ours = session::folders(data).into_iter().any(|known| known == enrolment);
    if ours { Ok(data.join(enrolment)) } else { Err(ErrorCode::NoSuchEnrolment.into()) }
}

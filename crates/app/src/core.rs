//! The core as the shell holds it: commands in, replies out, notices unasked.
//!
//! One lock stands around everything that is open; it is taken for single calls and never across
//! the network, so that a tap does not wait for a slow upload. It refuses to answer before the
//! disk has: a reply means durable. Rejected: an actor with a queue of taps, whose length nobody
//! could see on the screen.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::Command::{AnswerGap, MendVisit, NoteTurnout, TellIncident};
use crate::api::{AppError, Command, Notice, Query, Reply, Topic};
use crate::contact::Bell;
use crate::desk::Desk;
use crate::world::Machine;
use crate::{
    alarms, beside, bundle, checklist, collect, contact, counter, delivery, enrol, incidents,
    notices, now, relays, said, session, status, switched, urgent, visit, watch, wipe,
};

/// Takes notices; `false` says that nobody listens any more.
pub type Listener = Box<dyn Fn(Notice) -> bool + Send>;

/// Told whenever a watch begins or ends to run: the shell keeps the screen on while one does.
pub type Watcher = Box<dyn Fn(bool) + Send>;

/// Everything a button does. Clones are the same core.
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

/// What the commands and the contact thread share.
pub(crate) struct Shared {
    /// Where enrolments lie, a folder each.
    pub(crate) data: PathBuf,
    pub(crate) world: Machine,
    desk: Mutex<Desk>,
    listener: Mutex<Option<Listener>>,
    watching: Mutex<(bool, Option<Watcher>)>,
    collecting: Mutex<(bool, Option<Watcher>)>,
    pub(crate) bell: Bell,
}

impl Shared {
    /// The desk, for one call.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says something to whoever listens.
    pub(crate) fn say(&self, notice: Notice) {
        let mut listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        if listener.as_ref().is_some_and(|listen| !listen(notice)) {
            *listener = None;
        }
    }

    /// Tells whether the team is being collected, where that changed.
    pub(crate) fn tell_collecting(&self) {
        let runs = self.desk().open.as_ref().is_some_and(|open| open.collecting.is_some());
        tell(&self.collecting, runs);
    }

    fn tell_watching(&self) {
        let runs = self.desk().open.as_ref().is_some_and(watch::runs);
        tell(&self.watching, runs);
    }

    /// Says what may have changed.
    pub(crate) fn changed(&self, topics: &[Topic]) {
        self.say(Notice::Changed { topics: topics.to_vec() });
    }
}

impl Core {
    /// Starts with nothing open; `data` holds a folder an enrolment and need not exist yet.
    pub fn start(data: PathBuf) -> Self {
        let core = Self::start_on(Machine::default(), data);
        contact::start(&core.shared);
        core
    }

    /// Without the contact thread: a test says itself when something happens.
    fn start_on(world: Machine, data: PathBuf) -> Self {
        let shared = Arc::new(Shared {
            data,
            world,
            desk: Mutex::new(Desk::default()),
            listener: Mutex::new(None),
            watching: Mutex::new((false, None)),
            collecting: Mutex::new((false, None)),
            bell: Bell::default(),
        });
        Self { shared }
    }

    /// Takes the listener for notices; the one before is forgotten.
    pub fn listen(&self, listener: Listener) {
        *self.shared.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// Takes who is told whether a watch runs.
    pub fn on_watching(&self, watcher: Watcher) {
        self.shared.watching.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(watcher);
    }

    /// Takes who is told whether the team is being collected: a phone keeps the app alive then.
    pub fn on_collecting(&self, watcher: Watcher) {
        self.shared.collecting.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(watcher);
    }

    /// The program lives: called each minute by the shell, writes the watch's life mark.
    pub fn tick(&self) {
        watch::tick(&self.shared);
    }

    /// Does what a person asks.
    ///
    /// # Errors
    /// A code when it is refused; then nothing was recorded.
    pub fn execute(&self, command: Command) -> Result<Reply, AppError> {
        let allowed = switched::allows(self.shared.desk().open.as_ref(), &command);
        let reply = allowed.and_then(|()| dispatch(&self.shared, command));
        if let Err(refused) = &reply {
            tracing::info!(code = ?refused.code, detail = refused.detail, "refused");
        }
        self.shared.tell_watching();
        self.shared.tell_collecting();
        reply
    }

    /// Answers from durable state.
    ///
    /// # Errors
    /// A code when it may not be shown or there is nothing to show.
    pub fn query(&self, query: Query) -> Result<Reply, AppError> {
        let shared = &*self.shared;
        let mut desk = shared.desk();
        match query {
            Query::Session => session::reply(shared, &desk),
            Query::Stations => visit::stations(shared.world, desk.readable()?),
            Query::Counter => counter::reply(shared.world, desk.open()?),
            Query::Beside => beside::reply(shared.world, desk.readable()?),
            Query::ReadHandOver { code } => {
                beside::read_hand_over(desk.readable()?, shared.world, &code)
            }
            Query::Earlier => beside::earlier(desk.readable()?),
            Query::OpenedHour { start } => beside::opened(shared.world, desk.readable()?, &start),
            Query::Checklists => checklist::list(shared, desk.readable()?),
            Query::Checklist { form, instance } => {
                checklist::one(shared, desk.readable()?, form, instance)
            }
            Query::Turnouts => said::turnouts(shared.world, desk.readable()?),
            Query::Now => now::reply(shared.world, desk.readable()?),
            Query::Log => said::log(desk.readable()?),
            Query::Urgent => urgent::reply(desk.readable()?),
            Query::Incidents => incidents::reply(desk.readable()?),
            Query::Delivery => delivery::reply(shared, desk.readable()?),
            Query::Collect => collect::query(shared, desk.readable()?),
            Query::Relays { look } => relays::query(&self.shared, desk.readable()?, look),
            Query::Notices => notices::reply(desk.readable()?),
            Query::Wipe { enrolment } => wipe::view(&desk, enrolment),
        }
    }
}

fn dispatch(shared: &Arc<Shared>, command: Command) -> Result<Reply, AppError> {
    match command {
        Command::ReadInvitationFile { base64 } => enrol::read_file(shared, &base64),
        Command::ReadInvitationCode { code } => enrol::read_code(shared, &code),
        Command::DropInvitation => enrol::drop_invitation(shared),
        Command::Enrol { secret } => enrol::enrol(shared, secret.into()),
        Command::Unlock { enrolment: id, secret } => enrol::unlock(shared, &id, secret.into()),
        Command::Cover => enrol::cover(shared),
        Command::Lock => enrol::lock(shared),
        Command::Wipe { enrolment, only_here, others_pages } => {
            wipe::order(shared, &enrolment, [only_here, others_pages])
        }
        Command::Arrive { station_code, presence, since_touch_ms } => {
            visit::arrive(shared, &station_code, presence, since_touch_ms)
        }
        Command::MoveVisit { station_code: code, text, since_touch_ms: ms } => {
            visit::moved(shared, &code, &text, ms)
        }
        MendVisit { visit, mend, since_touch_ms: ms } => beside::mend(shared, visit, mend, ms),
        Command::AddStation { code, name, text, since_touch_ms: ms } => {
            visit::add(shared, [&code, &name, &text], ms)
        }
        Command::Leave { since_touch_ms } => visit::leave(shared, since_touch_ms),
        Command::StartWatch { point, covers, view, since_touch_ms } => {
            watch::start(shared, point, covers, view, since_touch_ms)
        }
        Command::PauseWatch { reason, since_touch_ms: ms } => watch::pause(shared, reason, ms),
        Command::ResumeWatch { since_touch_ms } => watch::resume(shared, since_touch_ms),
        Command::EndWatch { since_touch_ms } => watch::end(shared, since_touch_ms),
        AnswerGap { choice, since_touch_ms: ms } => watch::answer_gap(shared, choice, ms),
        Command::StillWatching => watch::still_watching(shared),
        Command::RecordVoter { category, method, since_touch_ms } => {
            watch::record_voter(shared, category, method, since_touch_ms)
        }
        Command::UndoCount { event, since_touch_ms: ms } => watch::undo(shared, event, ms),
        Command::Enter { entry, since_touch_ms: ms } => beside::enter(shared, entry, ms),
        NoteTurnout { turnout, since_touch_ms: ms } => said::note_turnout(shared, turnout, ms),
        Command::AmendTurnout { event, turnout, reason, text, since_touch_ms: ms } => {
            said::amend_turnout(shared, event, &turnout, (reason, &text), ms)
        }
        Command::LogEntry { about, text, seen_at, since_touch_ms } => {
            said::note_log(shared, about, text, seen_at.as_deref(), since_touch_ms)
        }
        Command::BeginChecklist { form } => checklist::begin(shared, form),
        Command::Answer { form, instance, path, question, given, seen_at, since_touch_ms } => {
            let place = checklist::Place { form, instance, path, question };
            checklist::answer(shared, place, given, seen_at.as_deref(), since_touch_ms)
        }
        Command::ChangeChecklist { form, instance, change, since_touch_ms } => {
            checklist::change(shared, form, instance, change, since_touch_ms)
        }
        TellIncident { deed, since_touch_ms: ms } => incidents::tell(shared, deed, ms),
        Command::KeepDraft { of, typed } => incidents::keep_draft(shared, of, typed),
        Command::SealNow => delivery::seal_now(shared),
        Command::SendNow => delivery::send_now(shared),
        Command::JoinRelay { code } => relays::join(shared, &code),
        Command::JoinAnnounced { relay } => relays::join_announced(shared, &relay),
        Command::LeaveRelay => relays::leave(shared),
        Command::SayStatus { word } => status::say(shared, word),
        Command::ExportBundle => bundle::export(shared),
        Command::ImportBundle { base64 } => bundle::import(shared, &base64),
        Command::CloseAlarm { alarm, page } => alarms::close(shared, alarm, page),
        Command::ReadNotice { notice, since_touch_ms: ms } => notices::read(shared, notice, ms),
        Command::Urgent(command) => urgent::dispatch(shared, command),
        Command::Beside(command) => beside::dispatch(shared, command),
        Command::Collect(command) => collect::dispatch(shared, command),
        Command::AppToFront => contact::front(shared),
        Command::NetworkBack => contact::network_back(shared),
    }
}

/// Tells a watcher what changed.
fn tell(watched: &Mutex<(bool, Option<Watcher>)>, runs: bool) {
    let mut watched = watched.lock().unwrap_or_else(PoisonError::into_inner);
    if watched.0 != runs {
        watched.0 = runs;
        watched.1.iter().for_each(|tell| tell(runs));
    }
}

#[cfg(test)]
mod tests;

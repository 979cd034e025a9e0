//! Marked moments, incidents, complaints and headquarters' questions, on the phone.
//!
//! A mark is durable at its first press, covered too; then it answers with nothing to read. A
//! report names the mark it began as, so that a form that was never sent leaves the mark waiting
//! on "Now". What was told before is never changed here, only told again. Rejected: half-typed
//! reports as events, which headquarters would read as reports; they are drafts of this phone.

mod drafts;
mod input;
mod views;

use domain::Payload;
use domain::event::{FollowUpAnswered, MomentFinished, MomentMarked, MomentOutcome};
use domain::fold::Fold;
use domain::ids::{EventRef, JournalRef};
use domain::view::{
    ComplaintLine, EventAt, FollowUpLine, IncidentLine, MarkLine, complaints, follow_ups,
    incidents, marks,
};

use crate::api::{
    AppError, ErrorCode, FollowUpView, IncidentDeed, IncidentsView, MarkView, MomentEnd, Reply,
    Topic,
};
use crate::core::Shared;
use crate::desk::{Open, small};

pub(crate) use drafts::keep as keep_draft;

/// Most lines shown of each kind, the newest.
const LINES_MAX: usize = 200;

/// The person's journals and headquarters' for them, put together.
pub(crate) struct Lines {
    own: JournalRef,
    pub(crate) incidents: Vec<IncidentLine>,
    pub(crate) complaints: Vec<ComplaintLine>,
    pub(crate) marks: Vec<MarkLine>,
    pub(crate) follow_ups: Vec<FollowUpLine>,
}

impl Lines {
    pub(crate) fn of(open: &Open) -> Self {
        let journal = JournalRef(open.store.journal().0);
        let former = open.store.former().map(|(id, fold)| (JournalRef(id.0), fold));
        let own: Vec<(JournalRef, &Fold)> = former.chain([(journal, open.store.fold())]).collect();
        let told = open.store.assigned_journal().zip(open.store.assigned());
        let told: Vec<(JournalRef, &Fold)> =
            told.map(|(id, fold)| (JournalRef(id.0), fold)).into_iter().collect();
        Self {
            own: journal,
            incidents: incidents(&own, &told),
            complaints: complaints(&own, &told),
            marks: marks(&own),
            follow_ups: follow_ups(&own, &told),
        }
    }

    /// A handle is an ordinal; where two journals have it, the newest is meant.
    fn named(mut events: impl DoubleEndedIterator<Item = EventAt>, handle: u32) -> Option<EventAt> {
        events.rfind(|event| small(event.1) == handle)
    }

    fn mark(&self, handle: u32) -> Result<&MarkLine, AppError> {
        let waiting = self.marks.iter().rev().filter(|mark| mark.end.is_none());
        let mut named = waiting.filter(|mark| small(mark.event.1) == handle);
        named.next().ok_or_else(|| ErrorCode::NoSuchIncident.into())
    }

    fn incident(&self, handle: u32) -> Result<&IncidentLine, AppError> {
        let event = Self::named(self.incidents.iter().map(|line| line.event), handle);
        let mut all = self.incidents.iter();
        all.find(|line| Some(line.event) == event).ok_or_else(|| ErrorCode::NoSuchIncident.into())
    }

    fn complaint(&self, handle: u32) -> Result<&ComplaintLine, AppError> {
        let event = Self::named(self.complaints.iter().map(|line| line.event), handle);
        let mut all = self.complaints.iter();
        all.find(|line| Some(line.event) == event).ok_or_else(|| ErrorCode::NoSuchIncident.into())
    }

    /// An event as this device's journal names it.
    fn reference(&self, (journal, ordinal): EventAt) -> EventRef {
        match journal == self.own {
            true => EventRef::Here(ordinal),
            false => EventRef::Elsewhere(journal, ordinal),
        }
    }
}

/// Writes down what a person tells.
pub(crate) fn tell(
    shared: &Shared,
    deed: IncidentDeed,
    since_touch_ms: u32,
) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = match deed {
        IncidentDeed::MarkMoment { .. } => desk.open()?,
        IncidentDeed::FinishMoment { .. }
        | IncidentDeed::Report { .. }
        | IncidentDeed::Amend { .. }
        | IncidentDeed::Complain { .. }
        | IncidentDeed::AnswerComplaint { .. }
        | IncidentDeed::AnswerFollowUp { .. } => desk.readable()?,
    };
    let form = drafts::form_of(&deed);
    let (payload, about) = told(shared, open, deed)?;
    let event = open.record(shared.world, since_touch_ms, vec![payload])?;
    if let Some(form) = form {
        drafts::written(open, form);
    }
    let reply = made_reply(open, Some(about.unwrap_or_else(|| small(event))));
    drop(desk);
    shared.changed(&[Topic::Session, Topic::Delivery, Topic::Incidents]);
    reply
}

/// An event to write, and the handle it is about where it makes none of its own.
type Told = (Payload, Option<u32>);

fn told(shared: &Shared, open: &Open, deed: IncidentDeed) -> Result<Told, AppError> {
    let lines = Lines::of(open);
    let world = shared.world;
    match deed {
        IncidentDeed::MarkMoment { mark: of, incident_kind } => {
            mark(open, &lines, of, incident_kind)
        }
        IncidentDeed::FinishMoment { mark, end } => finish(&lines, mark, end),
        IncidentDeed::Report { mark, told } => input::report(world, open, &lines, mark, told),
        IncidentDeed::Amend { incident, told, reason, words } => {
            input::amend(world, open, &lines, incident, told, (reason, &words))
        }
        IncidentDeed::Complain { step } => input::complain(world, open, &lines, step),
        IncidentDeed::AnswerComplaint { answer } => {
            input::answer_complaint(world, open, &lines, answer)
        }
        IncidentDeed::AnswerFollowUp { follow_up, text } => answer(open, &lines, follow_up, &text),
    }
}

/// Marks the moment, or tells the kind of an earlier mark.
fn mark(
    open: &Open,
    lines: &Lines,
    mark: Option<u32>,
    kind: Option<u32>,
) -> Result<Told, AppError> {
    let definition_version = input::known_kind(open, kind)?;
    let first = mark.map(|mark| lines.mark(mark)).transpose()?;
    let follows = first.map(|line| lines.reference(line.event));
    let marked = MomentMarked { visit: visit(open), follows, definition_version, kind };
    Ok((Payload::MomentMarked(marked), mark))
}

fn finish(lines: &Lines, mark: u32, end: MomentEnd) -> Result<Told, AppError> {
    let (outcome, incident) = match end {
        MomentEnd::NothingToReport => (MomentOutcome::NothingToReport, None),
        MomentEnd::WrittenElsewhere => (MomentOutcome::WrittenElsewhere, None),
        MomentEnd::PartOfIncident { incident } => {
            let incident = lines.reference(lines.incident(incident)?.event);
            (MomentOutcome::PartOfIncident, Some(incident))
        }
    };
    let first = lines.reference(lines.mark(mark)?.event);
    let finished = MomentFinished { mark: first, outcome, incident, words: None };
    Ok((Payload::MomentFinished(finished), Some(mark)))
}

fn answer(open: &Open, lines: &Lines, follow_up: u32, text: &str) -> Result<Told, AppError> {
    let text = input::said(text).ok_or(ErrorCode::NothingTold)?;
    let known = lines.follow_ups.iter().find(|line| small(line.asked.follow_up) == follow_up);
    let line = known.ok_or_else(|| AppError::new(ErrorCode::NoSuchIncident))?;
    let journal = open.store.assigned_journal().ok_or(ErrorCode::NoSuchIncident)?;
    let follow_up = line.asked.follow_up;
    let answered = FollowUpAnswered { follow_up, journal: JournalRef(journal.0), text };
    Ok((Payload::FollowUpAnswered(answered), Some(small(line.asked.event))))
}

/// Everything for the screen.
pub(crate) fn reply(open: &Open) -> Result<Reply, AppError> {
    made_reply(open, None)
}

fn made_reply(open: &Open, made: Option<u32>) -> Result<Reply, AppError> {
    let kinds = views::kinds(open);
    let view = match open.covered {
        true => IncidentsView {
            incidents: Vec::new(),
            complaints: Vec::new(),
            marks: Vec::new(),
            kinds,
            drafts: Vec::new(),
            made,
        },
        false => views::all(open, &Lines::of(open), kinds, made),
    };
    Ok(Reply::Incidents { view })
}

/// What waits for the person: marks, and questions without an answer.
pub(crate) fn waiting(open: &Open) -> (Vec<MarkView>, Vec<FollowUpView>) {
    let lines = Lines::of(open);
    let waits = lines.follow_ups.iter().filter(|line| line.waits());
    let asked = waits.map(|line| views::follow_up(open, &lines, line)).take(LINES_MAX).collect();
    (views::marks(open, &lines), asked)
}

fn visit(open: &Open) -> Option<u64> {
    open.store.fold().open_visit().map(|visit| visit.ordinal)
}

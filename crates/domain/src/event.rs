//! What happened: one CBOR array `[kind, time, fields…]` an event, never edited.
//!
//! A kind's field list and its code lists never change; another shape is another number
//! (see [`kinds`]). Unknown kinds are kept as raw bytes and written again identically.
//! Bytes that are not the one canonical form are refused, so that re-encoding is identity.
//! Changing this changes bytes. Rejected: maps with names, which cost more than the taps.

mod admission;
mod amend;
mod answer;
mod area;
mod complaint;
mod filling;
mod follow_up;
mod handover;
mod headquarters;
mod incident;
pub mod kinds;
mod log;
mod moment;
mod notice;
mod register;
mod tally;
mod turnout;
mod urgent;
mod visit;
mod watch;

pub use admission::{HeldBecause, PagesAdmitted};
pub use amend::{
    AmendReason, QuietAnswer, QuietTimeExplained, StretchStands, WatchAmended, WatchRelation,
    WatchesRelated,
};
pub use answer::{Answered, SpecialAnswer, Value};
pub use area::{AreaFigureNoted, FigureUnit};
pub use complaint::{
    ComplaintAnswered, ComplaintDecision, ComplaintMade, ComplaintStage, ComplaintTo,
};
pub use filling::{FillingRef, FormFinished, FormReopened, RepeatAdded, RepeatRemoved};
pub use follow_up::{FollowUpAnswered, FollowUpAsked, IncidentStatus, IncidentStatusSet};
pub use handover::{CountHandedOver, CountTakenOver};
pub use headquarters::{
    Admitted, Assigned, DefinitionPublished, EndpointsPublished, FormPublished, KeyListPublished,
    PageProblem, PageReported, QuarantineReason, Revoked, StationDaysSet, Unassigned,
};
pub use incident::{
    HowKnown, IncidentAmendReason, IncidentAmended, IncidentReported, IncidentTold, Occurrence,
    ToldTo,
};
pub use log::{ClockCompared, EntryKind, JournalContinued, LogNoted};
pub use moment::{MomentFinished, MomentMarked, MomentOutcome};
pub use notice::{NoticeRead, NoticeSent, TeamListed, TeamMember};
pub use register::{
    Accompanied, BoxTripEnded, BoxTripStarted, CountMeanwhile, RegisterKind, RegisterNoted,
    RegisterSource,
};
pub use tally::{
    CorrectionReason, GroupCounted, GroupKind, HourCorrected, TallyEntered, TallyMethod,
    TallyRelation,
};
pub use turnout::{
    FigureCounts, FigureKind, FigureSource, MobileBox, TurnoutAmendReason, TurnoutAmended,
    TurnoutNoted,
};
pub use urgent::{
    CheckInWord, CheckedIn, Danger, DecisionForm, InDanger, RemovalReason, Removed, RemovedBy,
};
pub use visit::{Arrived, Left, Place, StationAdded, VisitMoved};
pub use watch::{
    CountMethod, CountUndone, PauseReason, ViewOfPoint, VoterCounted, WatchEnded, WatchInterrupted,
    WatchPaused, WatchResumed, WatchStarted,
};

use crate::codec::{FieldError, Reader, Writer};
use crate::ids::BootId;

/// One event: the claimed wall time of the touch, and what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Claimed wall clock in whole Unix seconds.
    pub time: i64,
    /// What happened.
    pub payload: Payload,
}

/// An event with the clock it was written under, as a page's anchors tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// Number in its journal, from 1.
    pub ordinal: u64,
    /// The boot during which it was written.
    pub boot: BootId,
    /// Wall clock minus CLOCK_BOOTTIME at that moment, whole seconds.
    pub drift: i64,
    /// The event.
    pub event: Event,
}

/// What happened, by kind. Numbers stand in [`kinds`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the struct of its name")]
pub enum Payload {
    Arrived(Arrived),
    Left(Left),
    WatchStarted(WatchStarted),
    WatchPaused(WatchPaused),
    WatchResumed(WatchResumed),
    WatchEnded(WatchEnded),
    WatchInterrupted(WatchInterrupted),
    VoterCounted(VoterCounted),
    CountUndone(CountUndone),
    TurnoutNoted(TurnoutNoted),
    Answered(Answered),
    LogNoted(LogNoted),
    ClockCompared(ClockCompared),
    JournalContinued(JournalContinued),
    GroupCounted(GroupCounted),
    TallyEntered(TallyEntered),
    HourCorrected(HourCorrected),
    WatchAmended(WatchAmended),
    WatchesRelated(WatchesRelated),
    CountHandedOver(CountHandedOver),
    CountTakenOver(CountTakenOver),
    VisitMoved(VisitMoved),
    StationAdded(StationAdded),
    RegisterNoted(RegisterNoted),
    BoxTripStarted(BoxTripStarted),
    BoxTripEnded(BoxTripEnded),
    QuietTimeExplained(QuietTimeExplained),
    TurnoutAmended(TurnoutAmended),
    FormFinished(FormFinished),
    FormReopened(FormReopened),
    RepeatAdded(RepeatAdded),
    RepeatRemoved(RepeatRemoved),
    NoticeRead(NoticeRead),
    Removed(Removed),
    InDanger(InDanger),
    CheckedIn(CheckedIn),
    MomentMarked(MomentMarked),
    MomentFinished(MomentFinished),
    IncidentReported(IncidentReported),
    IncidentAmended(IncidentAmended),
    ComplaintMade(ComplaintMade),
    ComplaintAnswered(ComplaintAnswered),
    FollowUpAnswered(FollowUpAnswered),
    DefinitionPublished(DefinitionPublished),
    FormPublished(FormPublished),
    KeyListPublished(KeyListPublished),
    Revoked(Revoked),
    Admitted(Admitted),
    EndpointsPublished(EndpointsPublished),
    Assigned(Assigned),
    Unassigned(Unassigned),
    PageReported(PageReported),
    NoticeSent(NoticeSent),
    TeamListed(TeamListed),
    PagesAdmitted(PagesAdmitted),
    StationDaysSet(StationDaysSet),
    AreaFigureNoted(AreaFigureNoted),
    FollowUpAsked(FollowUpAsked),
    IncidentStatusSet(IncidentStatusSet),
    /// A kind this program does not know: carried, never judged.
    Unknown(UnknownEvent),
}

/// An event of a kind this program does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEvent {
    /// Its kind number.
    pub kind: u64,
    /// The whole event's bytes, `[kind, time, fields…]`.
    pub raw: Vec<u8>,
}

/// Why bytes are not an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Not an array that begins with a kind and a time.
    #[error("not an event: {0}")]
    NotAnEvent(String),
    /// A known kind whose fields do not fit its list.
    #[error("kind {kind} with other fields: {detail}")]
    Malformed {
        /// The kind's number.
        kind: u64,
        /// What the reader met.
        detail: String,
    },
    /// The same values have another, canonical form.
    #[error("kind {0} not in canonical form")]
    NotCanonical(u64),
}

/// A kind's number, field count and field codec.
pub(crate) trait Fields: Sized {
    const KIND: u64;
    const COUNT: usize;
    fn write(&self, out: &mut Writer);
    fn read(from: &mut Reader<'_>) -> Result<Self, FieldError>;
}

impl Event {
    /// Puts a time and what happened together.
    #[must_use]
    pub fn new(time: i64, payload: Payload) -> Self {
        Self { time, payload }
    }

    /// The kind's number.
    #[must_use]
    pub fn kind(&self) -> u64 {
        self.payload.kind()
    }

    /// The canonical bytes. Changing this changes bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let time = self.time;
        match &self.payload {
            Payload::Arrived(fields) => array(time, fields),
            Payload::Left(fields) => array(time, fields),
            Payload::WatchStarted(fields) => array(time, fields),
            Payload::WatchPaused(fields) => array(time, fields),
            Payload::WatchResumed(fields) => array(time, fields),
            Payload::WatchEnded(fields) => array(time, fields),
            Payload::WatchInterrupted(fields) => array(time, fields),
            Payload::VoterCounted(fields) => array(time, fields),
            Payload::CountUndone(fields) => array(time, fields),
            Payload::TurnoutNoted(fields) => array(time, fields),
            Payload::Answered(fields) => array(time, fields),
            Payload::LogNoted(fields) => array(time, fields),
            Payload::ClockCompared(fields) => array(time, fields),
            Payload::JournalContinued(fields) => array(time, fields),
            Payload::GroupCounted(fields) => array(time, fields),
            Payload::TallyEntered(fields) => array(time, fields),
            Payload::HourCorrected(fields) => array(time, fields),
            Payload::WatchAmended(fields) => array(time, fields),
            Payload::WatchesRelated(fields) => array(time, fields),
            Payload::CountHandedOver(fields) => array(time, fields),
            Payload::CountTakenOver(fields) => array(time, fields),
            Payload::VisitMoved(fields) => array(time, fields),
            Payload::StationAdded(fields) => array(time, fields),
            Payload::RegisterNoted(fields) => array(time, fields),
            Payload::BoxTripStarted(fields) => array(time, fields),
            Payload::BoxTripEnded(fields) => array(time, fields),
            Payload::QuietTimeExplained(fields) => array(time, fields),
            Payload::TurnoutAmended(fields) => array(time, fields),
            Payload::FormFinished(fields) => array(time, fields),
            Payload::FormReopened(fields) => array(time, fields),
            Payload::RepeatAdded(fields) => array(time, fields),
            Payload::RepeatRemoved(fields) => array(time, fields),
            Payload::NoticeRead(fields) => array(time, fields),
            Payload::Removed(fields) => array(time, fields),
            Payload::InDanger(fields) => array(time, fields),
            Payload::CheckedIn(fields) => array(time, fields),
            Payload::MomentMarked(fields) => array(time, fields),
            Payload::MomentFinished(fields) => array(time, fields),
            Payload::IncidentReported(fields) => array(time, fields),
            Payload::IncidentAmended(fields) => array(time, fields),
            Payload::ComplaintMade(fields) => array(time, fields),
            Payload::ComplaintAnswered(fields) => array(time, fields),
            Payload::FollowUpAnswered(fields) => array(time, fields),
            Payload::DefinitionPublished(fields) => array(time, fields),
            Payload::FormPublished(fields) => array(time, fields),
            Payload::KeyListPublished(fields) => array(time, fields),
            Payload::Revoked(fields) => array(time, fields),
            Payload::Admitted(fields) => array(time, fields),
            Payload::EndpointsPublished(fields) => array(time, fields),
            Payload::Assigned(fields) => array(time, fields),
            Payload::Unassigned(fields) => array(time, fields),
            Payload::PageReported(fields) => array(time, fields),
            Payload::NoticeSent(fields) => array(time, fields),
            Payload::TeamListed(fields) => array(time, fields),
            Payload::PagesAdmitted(fields) => array(time, fields),
            Payload::StationDaysSet(fields) => array(time, fields),
            Payload::AreaFigureNoted(fields) => array(time, fields),
            Payload::FollowUpAsked(fields) => array(time, fields),
            Payload::IncidentStatusSet(fields) => array(time, fields),
            Payload::Unknown(unknown) => unknown.raw.clone(),
        }
    }

    /// Reads one event; unknown kinds are kept raw.
    ///
    /// # Errors
    /// [`EventError`] when the bytes are no event, a known kind has other fields, or another
    /// spelling of the same values is the canonical one.
    pub fn decode(bytes: &[u8]) -> Result<Self, EventError> {
        let mut from = Reader::new(bytes);
        let (kind, time, count) = head(&mut from)?;
        let payload = match payload(kind, count, &mut from) {
            Some(read) => {
                read.map_err(|error| EventError::Malformed { kind, detail: error.to_string() })?
            }
            None => {
                for _ in 0..count {
                    from.skip().map_err(|error| EventError::NotAnEvent(error.to_string()))?;
                }
                Payload::Unknown(UnknownEvent { kind, raw: bytes.to_vec() })
            }
        };
        if from.position() != bytes.len() {
            return Err(EventError::NotAnEvent("bytes after the event".into()));
        }
        let event = Self { time, payload };
        match event.encode() == bytes {
            true => Ok(event),
            false => Err(EventError::NotCanonical(kind)),
        }
    }
}

impl Payload {
    /// The kind's number.
    #[must_use]
    pub fn kind(&self) -> u64 {
        match self {
            Self::Arrived(_) => Arrived::KIND,
            Self::Left(_) => Left::KIND,
            Self::WatchStarted(_) => WatchStarted::KIND,
            Self::WatchPaused(_) => WatchPaused::KIND,
            Self::WatchResumed(_) => WatchResumed::KIND,
            Self::WatchEnded(_) => WatchEnded::KIND,
            Self::WatchInterrupted(_) => WatchInterrupted::KIND,
            Self::VoterCounted(_) => VoterCounted::KIND,
            Self::CountUndone(_) => CountUndone::KIND,
            Self::TurnoutNoted(_) => TurnoutNoted::KIND,
            Self::Answered(_) => Answered::KIND,
            Self::LogNoted(_) => LogNoted::KIND,
            Self::ClockCompared(_) => ClockCompared::KIND,
            Self::JournalContinued(_) => JournalContinued::KIND,
            Self::GroupCounted(_) => GroupCounted::KIND,
            Self::TallyEntered(_) => TallyEntered::KIND,
            Self::HourCorrected(_) => HourCorrected::KIND,
            Self::WatchAmended(_) => WatchAmended::KIND,
            Self::WatchesRelated(_) => WatchesRelated::KIND,
            Self::CountHandedOver(_) => CountHandedOver::KIND,
            Self::CountTakenOver(_) => CountTakenOver::KIND,
            Self::VisitMoved(_) => VisitMoved::KIND,
            Self::StationAdded(_) => StationAdded::KIND,
            Self::RegisterNoted(_) => RegisterNoted::KIND,
            Self::BoxTripStarted(_) => BoxTripStarted::KIND,
            Self::BoxTripEnded(_) => BoxTripEnded::KIND,
            Self::QuietTimeExplained(_) => QuietTimeExplained::KIND,
            Self::TurnoutAmended(_) => TurnoutAmended::KIND,
            Self::FormFinished(_) => FormFinished::KIND,
            Self::FormReopened(_) => FormReopened::KIND,
            Self::RepeatAdded(_) => RepeatAdded::KIND,
            Self::RepeatRemoved(_) => RepeatRemoved::KIND,
            Self::NoticeRead(_) => NoticeRead::KIND,
            Self::Removed(_) => Removed::KIND,
            Self::InDanger(_) => InDanger::KIND,
            Self::CheckedIn(_) => CheckedIn::KIND,
            Self::MomentMarked(_) => MomentMarked::KIND,
            Self::MomentFinished(_) => MomentFinished::KIND,
            Self::IncidentReported(_) => IncidentReported::KIND,
            Self::IncidentAmended(_) => IncidentAmended::KIND,
            Self::ComplaintMade(_) => ComplaintMade::KIND,
            Self::ComplaintAnswered(_) => ComplaintAnswered::KIND,
            Self::FollowUpAnswered(_) => FollowUpAnswered::KIND,
            Self::DefinitionPublished(_) => DefinitionPublished::KIND,
            Self::FormPublished(_) => FormPublished::KIND,
            Self::KeyListPublished(_) => KeyListPublished::KIND,
            Self::Revoked(_) => Revoked::KIND,
            Self::Admitted(_) => Admitted::KIND,
            Self::EndpointsPublished(_) => EndpointsPublished::KIND,
            Self::Assigned(_) => Assigned::KIND,
            Self::Unassigned(_) => Unassigned::KIND,
            Self::PageReported(_) => PageReported::KIND,
            Self::NoticeSent(_) => NoticeSent::KIND,
            Self::TeamListed(_) => TeamListed::KIND,
            Self::PagesAdmitted(_) => PagesAdmitted::KIND,
            Self::StationDaysSet(_) => StationDaysSet::KIND,
            Self::AreaFigureNoted(_) => AreaFigureNoted::KIND,
            Self::FollowUpAsked(_) => FollowUpAsked::KIND,
            Self::IncidentStatusSet(_) => IncidentStatusSet::KIND,
            Self::Unknown(unknown) => unknown.kind,
        }
    }
}

fn array<F: Fields>(time: i64, fields: &F) -> Vec<u8> {
    let mut out = Writer::array(F::COUNT + 2);
    out.put(&F::KIND);
    out.put(&time);
    fields.write(&mut out);
    out.finish()
}

/// Kind, time and the number of fields after them.
fn head(from: &mut Reader<'_>) -> Result<(u64, i64, u64), EventError> {
    let wrong = |error: FieldError| EventError::NotAnEvent(error.to_string());
    let count = from.array().map_err(wrong)?;
    let kind = from.get().map_err(wrong)?;
    let time = from.get().map_err(wrong)?;
    let count =
        count.checked_sub(2).ok_or_else(|| EventError::NotAnEvent("array too short".into()))?;
    Ok((kind, time, count))
}

fn read<F: Fields>(
    count: u64,
    from: &mut Reader<'_>,
    into: fn(F) -> Payload,
) -> Option<Result<Payload, FieldError>> {
    match count == F::COUNT as u64 {
        true => Some(F::read(from).map(into)),
        false => Some(Err(FieldError::message("another number of fields"))),
    }
}

/// The fields of a known kind; `None` for a kind this program does not know.
fn payload(kind: u64, count: u64, from: &mut Reader<'_>) -> Option<Result<Payload, FieldError>> {
    match kind {
        Arrived::KIND => read(count, from, Payload::Arrived),
        Left::KIND => read(count, from, Payload::Left),
        WatchStarted::KIND => read(count, from, Payload::WatchStarted),
        WatchPaused::KIND => read(count, from, Payload::WatchPaused),
        WatchResumed::KIND => read(count, from, Payload::WatchResumed),
        WatchEnded::KIND => read(count, from, Payload::WatchEnded),
        WatchInterrupted::KIND => read(count, from, Payload::WatchInterrupted),
        VoterCounted::KIND => read(count, from, Payload::VoterCounted),
        CountUndone::KIND => read(count, from, Payload::CountUndone),
        TurnoutNoted::KIND => read(count, from, Payload::TurnoutNoted),
        Answered::KIND => read(count, from, Payload::Answered),
        LogNoted::KIND => read(count, from, Payload::LogNoted),
        ClockCompared::KIND => read(count, from, Payload::ClockCompared),
        JournalContinued::KIND => read(count, from, Payload::JournalContinued),
        GroupCounted::KIND => read(count, from, Payload::GroupCounted),
        TallyEntered::KIND => read(count, from, Payload::TallyEntered),
        HourCorrected::KIND => read(count, from, Payload::HourCorrected),
        WatchAmended::KIND => read(count, from, Payload::WatchAmended),
        WatchesRelated::KIND => read(count, from, Payload::WatchesRelated),
        CountHandedOver::KIND => read(count, from, Payload::CountHandedOver),
        CountTakenOver::KIND => read(count, from, Payload::CountTakenOver),
        VisitMoved::KIND => read(count, from, Payload::VisitMoved),
        StationAdded::KIND => read(count, from, Payload::StationAdded),
        RegisterNoted::KIND => read(count, from, Payload::RegisterNoted),
        BoxTripStarted::KIND => read(count, from, Payload::BoxTripStarted),
        BoxTripEnded::KIND => read(count, from, Payload::BoxTripEnded),
        QuietTimeExplained::KIND => read(count, from, Payload::QuietTimeExplained),
        TurnoutAmended::KIND => read(count, from, Payload::TurnoutAmended),
        FormFinished::KIND => read(count, from, Payload::FormFinished),
        FormReopened::KIND => read(count, from, Payload::FormReopened),
        RepeatAdded::KIND => read(count, from, Payload::RepeatAdded),
        RepeatRemoved::KIND => read(count, from, Payload::RepeatRemoved),
        NoticeRead::KIND => read(count, from, Payload::NoticeRead),
        Removed::KIND => read(count, from, Payload::Removed),
        InDanger::KIND => read(count, from, Payload::InDanger),
        CheckedIn::KIND => read(count, from, Payload::CheckedIn),
        MomentMarked::KIND => read(count, from, Payload::MomentMarked),
        MomentFinished::KIND => read(count, from, Payload::MomentFinished),
        IncidentReported::KIND => read(count, from, Payload::IncidentReported),
        IncidentAmended::KIND => read(count, from, Payload::IncidentAmended),
        ComplaintMade::KIND => read(count, from, Payload::ComplaintMade),
        ComplaintAnswered::KIND => read(count, from, Payload::ComplaintAnswered),
        FollowUpAnswered::KIND => read(count, from, Payload::FollowUpAnswered),
        DefinitionPublished::KIND => read(count, from, Payload::DefinitionPublished),
        FormPublished::KIND => read(count, from, Payload::FormPublished),
        KeyListPublished::KIND => read(count, from, Payload::KeyListPublished),
        Revoked::KIND => read(count, from, Payload::Revoked),
        Admitted::KIND => read(count, from, Payload::Admitted),
        EndpointsPublished::KIND => read(count, from, Payload::EndpointsPublished),
        Assigned::KIND => read(count, from, Payload::Assigned),
        Unassigned::KIND => read(count, from, Payload::Unassigned),
        PageReported::KIND => read(count, from, Payload::PageReported),
        NoticeSent::KIND => read(count, from, Payload::NoticeSent),
        TeamListed::KIND => read(count, from, Payload::TeamListed),
        PagesAdmitted::KIND => read(count, from, Payload::PagesAdmitted),
        StationDaysSet::KIND => read(count, from, Payload::StationDaysSet),
        AreaFigureNoted::KIND => read(count, from, Payload::AreaFigureNoted),
        FollowUpAsked::KIND => read(count, from, Payload::FollowUpAsked),
        IncidentStatusSet::KIND => read(count, from, Payload::IncidentStatusSet),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

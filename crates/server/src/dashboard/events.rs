//! Opened events as rows for the page: when, what, and each field by its name.
//!
//! Values are text because the page only shows them. Keys and sealed bytes are told by
//! their length. A kind this program does not know is shown by its number and kept.

use domain::Event;
use domain::event::{
    Answered, CheckedIn, FillingRef, FormReopened, InDanger, Payload, Removed, Value,
};
use domain::ids::EventRef;
use std::fmt::Debug;

mod counting;
mod incidents;

use super::api::Field;
use super::words::word;

/// The kind's code and its fields.
pub fn described(event: &Event) -> (String, Vec<Field>) {
    let fields = match &event.payload {
        Payload::Arrived(it) => vec![text("station", &it.station), code("place", &it.place)],
        Payload::Left(it) => vec![show("visit", it.visit)],
        Payload::WatchStarted(it) => watch_started(it),
        Payload::WatchPaused(it) => vec![show("watch", it.watch), code("reason", &it.reason)],
        Payload::WatchResumed(it) => vec![show("watch", it.watch)],
        Payload::WatchEnded(it) => vec![show("watch", it.watch)],
        Payload::WatchInterrupted(it) => interrupted(it),
        Payload::VoterCounted(it) => counted(it),
        Payload::CountUndone(it) => vec![show("event", it.event)],
        Payload::TurnoutNoted(it) => turnout(it),
        Payload::Answered(it) => answered(it),
        Payload::FormFinished(it) => filling(&it.filling).into(),
        Payload::FormReopened(it) => reopened(it),
        Payload::RepeatAdded(it) => round(&it.filling, &it.repeat_path, it.repeat, it.round),
        Payload::RepeatRemoved(it) => round(&it.filling, &it.repeat_path, it.repeat, it.round),
        Payload::LogNoted(it) => logged(it),
        Payload::ClockCompared(it) => compared(it),
        Payload::JournalContinued(it) => continued(it),
        Payload::GroupCounted(it) => counting::group(it),
        Payload::TallyEntered(it) => counting::tally(it),
        Payload::HourCorrected(it) => counting::corrected(it),
        Payload::WatchAmended(it) => counting::amended(it),
        Payload::WatchesRelated(it) => counting::related(it),
        Payload::CountHandedOver(it) => counting::given(it),
        Payload::CountTakenOver(it) => counting::taken(it),
        Payload::VisitMoved(it) => counting::moved(it),
        Payload::StationAdded(it) => counting::added(it),
        Payload::RegisterNoted(it) => counting::register(it),
        Payload::BoxTripStarted(it) => counting::box_out(it),
        Payload::BoxTripEnded(it) => counting::box_back(it),
        Payload::QuietTimeExplained(it) => counting::quiet(it),
        Payload::TurnoutAmended(it) => counting::turnout(it),
        Payload::NoticeRead(it) => vec![show("notice", it.notice)],
        Payload::Removed(it) => removed(it),
        Payload::InDanger(it) => in_danger(it),
        Payload::CheckedIn(it) => checked_in(it),
        Payload::MomentMarked(it) => incidents::marked(it),
        Payload::MomentFinished(it) => incidents::finished(it),
        Payload::IncidentReported(it) => incidents::reported(it),
        Payload::IncidentAmended(it) => incidents::amended(it),
        Payload::ComplaintMade(it) => incidents::complaint(it),
        Payload::ComplaintAnswered(it) => incidents::complaint_answered(it),
        Payload::FollowUpAnswered(it) => incidents::answered(it),
        Payload::DefinitionPublished(it) => vec![show("version", it.version)],
        Payload::FormPublished(it) => vec![show("form", it.form), show("version", it.version)],
        Payload::KeyListPublished(it) => vec![show("bytes", it.key_list.len())],
        Payload::Revoked(it) => {
            vec![text("invitation", &uuid::Uuid::from_bytes(it.invitation).to_string())]
        }
        Payload::Admitted(it) => vec![code("reason", &it.reason)],
        Payload::PagesAdmitted(it) => vec![code("reason", &it.because), text("text", &it.words)],
        Payload::EndpointsPublished(it) => vec![text("addresses", &it.addresses.join(", "))],
        Payload::Assigned(it) => vec![text("station", &it.station.code)],
        Payload::StationDaysSet(it) => {
            let days: Vec<String> = it.days.iter().map(ToString::to_string).collect();
            vec![text("station", &it.station), text("days", &days.join(", "))]
        }
        Payload::Unassigned(it) => vec![text("station", &it.station)],
        Payload::PageReported(it) => page_reported(it),
        Payload::NoticeSent(it) => vec![show("notice", it.notice), text("text", &it.text)],
        Payload::TeamListed(it) => {
            vec![text("team", &it.team), show("members", it.members.len())]
        }
        Payload::AreaFigureNoted(it) => area_figure(it),
        Payload::FollowUpAsked(it) => incidents::asked(it),
        Payload::IncidentStatusSet(it) => incidents::status(it),
        Payload::Unknown(it) => vec![show("bytes", it.raw.len())],
    };
    (word(&event.payload), fields)
}

fn interrupted(it: &domain::event::WatchInterrupted) -> Vec<Field> {
    vec![show("watch", it.watch), show("last_sign", it.last_sign)]
}

fn counted(it: &domain::event::VoterCounted) -> Vec<Field> {
    vec![show("watch", it.watch), show("category", it.category), code("method", &it.method)]
}

fn compared(it: &domain::event::ClockCompared) -> Vec<Field> {
    vec![show("boottime", it.boottime), show("headquarters_time", it.headquarters_time)]
}

fn page_reported(it: &domain::event::PageReported) -> Vec<Field> {
    vec![show("number", it.number), code("problem", &it.problem)]
}

fn area_figure(it: &domain::event::AreaFigureNoted) -> Vec<Field> {
    vec![
        text("station", it.station.as_deref().unwrap_or_default()),
        text("area", &it.area.join(" / ")),
        show("figure", it.figure),
        code("unit", &it.unit),
        show("as_of", it.as_of),
    ]
}

fn watch_started(it: &domain::event::WatchStarted) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        show("definition_version", it.definition_version),
        show("point", it.point),
        text("covers", &it.covers.join(", ")),
        code("view", &it.view),
    ]
}

fn logged(it: &domain::event::LogNoted) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        code("entry", &it.entry),
        text("text", &it.text),
        maybe("seen_at", it.seen_at),
    ]
}

fn removed(it: &Removed) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        reference("follows", it.follows),
        code("by", &it.by),
        code("removal_reason", &it.reason),
        code("decision", &it.decision),
        maybe("happened_at", it.happened_at),
        text("text", it.text.as_deref().unwrap_or_default()),
    ]
}

fn in_danger(it: &InDanger) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        reference("follows", it.follows),
        code("danger", &it.danger),
        maybe("happened_at", it.happened_at),
        text("text", it.text.as_deref().unwrap_or_default()),
    ]
}

fn checked_in(it: &CheckedIn) -> Vec<Field> {
    vec![
        maybe("visit", it.visit),
        reference("ends", it.ends),
        code("word", &it.word),
        text("text", it.text.as_deref().unwrap_or_default()),
    ]
}

fn turnout(it: &domain::event::TurnoutNoted) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        show("figure", it.figure),
        code("counts", &it.counts),
        show("as_of", it.as_of),
        text("zone", it.zone.as_deref().unwrap_or_default()),
        maybe("noted_at", it.noted_at),
        code("what", &it.what),
        code("mobile_box", &it.mobile_box),
        maybe("contest", it.contest),
        code("source", &it.source),
        text("told_by", it.told_by.as_deref().unwrap_or_default()),
    ]
}

fn continued(it: &domain::event::JournalContinued) -> Vec<Field> {
    vec![
        text("old_journal", &uuid::Uuid::from_bytes(it.old_journal.0).to_string()),
        show("last_number", it.last_number),
    ]
}

fn answered(it: &Answered) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        show("form", it.form),
        show("form_version", it.form_version),
        show("instance", it.instance),
        list("repeat_path", &it.repeat_path),
        show("question", it.question),
        value(&it.value),
        maybe("seen_at", it.seen_at),
    ]
}

fn reopened(it: &FormReopened) -> Vec<Field> {
    filling(&it.filling).into_iter().chain([text("reason", &it.reason)]).collect()
}

fn filling(it: &FillingRef) -> [Field; 4] {
    [
        show("visit", it.visit),
        show("form", it.form),
        show("form_version", it.form_version),
        show("instance", it.instance),
    ]
}

fn round(of: &FillingRef, path: &[u32], repeat: u32, round: u32) -> Vec<Field> {
    let rest = [list("repeat_path", path), show("repeat", repeat), show("round", round)];
    filling(of).into_iter().chain(rest).collect()
}

fn list(name: &str, numbers: &[u32]) -> Field {
    let all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    text(name, &all.join(", "))
}

fn value(value: &Value) -> Field {
    match value {
        Value::Cleared => text("value", ""),
        Value::Integer(number) => show("value", number),
        Value::Decimal(typed) => text("value", typed),
        Value::Text(written) => text("value", written),
        Value::Chosen(choices) => list("choices", choices),
        Value::Special(special) => code("special", special),
    }
}

fn text(name: &str, value: &str) -> Field {
    Field { name: name.to_owned(), value: value.to_owned() }
}

fn show(name: &str, value: impl ToString) -> Field {
    text(name, &value.to_string())
}

fn maybe<T: ToString>(name: &str, value: Option<T>) -> Field {
    text(name, &value.map(|it| it.to_string()).unwrap_or_default())
}

fn reference(name: &str, value: Option<EventRef>) -> Field {
    let told = value.map(|event| match event {
        EventRef::Here(ordinal) => ordinal.to_string(),
        EventRef::Elsewhere(journal, ordinal) => {
            format!("{}/{ordinal}", uuid::Uuid::from_bytes(journal.0))
        }
    });
    text(name, &told.unwrap_or_default())
}

fn code(name: &str, value: &impl Debug) -> Field {
    text(name, &word(value))
}

//! Opened events as rows for the page: when, what, and each field by its name.
//!
//! Values are text because the page only shows them. Keys and sealed bytes are told by
//! their length. A kind this program does not know is shown by its number and kept.

use domain::event::{
    Answered, CheckedIn, FillingRef, FormReopened, InDanger, Payload, Removed, RepeatAdded,
    RepeatRemoved, Value,
};
use domain::fold::ReadForms;
use domain::form::{Form, Item};
use domain::ids::EventRef;
use domain::{Event, Fold};
use std::fmt::Debug;
use std::sync::Arc;

mod counting;
mod incidents;

use super::api::Field;
use super::words::word;

/// Published forms, so that an answer is told by the names its form gives.
pub struct Published<'a> {
    common: &'a Fold,
    read: ReadForms,
}

impl<'a> Published<'a> {
    /// What headquarters' common journal published.
    pub fn of(common: &'a Fold) -> Self {
        Self { common, read: ReadForms::default() }
    }

    fn form(&self, form: u32, version: u32) -> Option<Arc<Form>> {
        self.read.get(self.common, form, version).and_then(Result::ok)
    }
}

/// The kind's code and its fields.
pub fn described(event: &Event, forms: &Published<'_>) -> (String, Vec<Field>) {
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
        Payload::Answered(it) => answered(it, forms),
        Payload::FormFinished(it) => filling(&it.filling, forms).into(),
        Payload::FormReopened(it) => reopened(it, forms),
        Payload::RepeatAdded(it) => round_added(it, forms),
        Payload::RepeatRemoved(it) => round_removed(it, forms),
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
        Payload::StationDaysSet(it) => days_set(it),
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

fn days_set(it: &domain::event::StationDaysSet) -> Vec<Field> {
    let days: Vec<String> = it.days.iter().map(ToString::to_string).collect();
    vec![text("station", &it.station), text("days", &days.join(", "))]
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

/// By the names of the version it was given in; by numbers where that cannot be read.
fn answered(it: &Answered, forms: &Published<'_>) -> Vec<Field> {
    let form = forms.form(it.form, it.form_version);
    let item = form.as_ref().and_then(|form| form.item(it.question));
    vec![
        show("visit", it.visit),
        text("form", &form_name(form.as_deref(), it.form)),
        show("form_version", it.form_version),
        show("instance", it.instance),
        list("repeat_path", &it.repeat_path),
        text("question", &item_name(item, it.question)),
        value(&it.value, item),
        maybe("seen_at", it.seen_at),
    ]
}

fn form_name(form: Option<&Form>, number: u32) -> String {
    form.map_or_else(|| number.to_string(), |form| form.body().name.clone())
}

fn item_name(item: Option<&Item>, number: u32) -> String {
    item.map_or_else(|| number.to_string(), |item| item.name.clone())
}

fn reopened(it: &FormReopened, forms: &Published<'_>) -> Vec<Field> {
    filling(&it.filling, forms).into_iter().chain([text("reason", &it.reason)]).collect()
}

fn filling(it: &FillingRef, forms: &Published<'_>) -> [Field; 4] {
    let form = forms.form(it.form, it.form_version);
    [
        show("visit", it.visit),
        text("form", &form_name(form.as_deref(), it.form)),
        show("form_version", it.form_version),
        show("instance", it.instance),
    ]
}

fn round_added(it: &RepeatAdded, forms: &Published<'_>) -> Vec<Field> {
    round(&it.filling, forms, &it.repeat_path, (it.repeat, it.round))
}

fn round_removed(it: &RepeatRemoved, forms: &Published<'_>) -> Vec<Field> {
    round(&it.filling, forms, &it.repeat_path, (it.repeat, it.round))
}

fn round(
    of: &FillingRef,
    forms: &Published<'_>,
    path: &[u32],
    (repeat, round): (u32, u32),
) -> Vec<Field> {
    let form = forms.form(of.form, of.form_version);
    let item = form.as_ref().and_then(|form| form.item(repeat));
    let repeat = text("repeat", &item_name(item, repeat));
    let rest = [list("repeat_path", path), repeat, show("round", round)];
    filling(of, forms).into_iter().chain(rest).collect()
}

fn list(name: &str, numbers: &[u32]) -> Field {
    let all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    text(name, &all.join(", "))
}

fn value(value: &Value, item: Option<&Item>) -> Field {
    match value {
        Value::Cleared => text("value", ""),
        Value::Integer(number) => show("value", number),
        Value::Decimal(typed) => text("value", typed),
        Value::Text(written) => text("value", written),
        Value::Chosen(numbers) => {
            let choices = item.map(|item| item.choices.as_slice()).unwrap_or_default();
            let name = |number: &u32| {
                let known = choices.iter().find(|choice| choice.number == *number);
                known.map_or_else(|| number.to_string(), |choice| choice.name.clone())
            };
            text("choices", &numbers.iter().map(name).collect::<Vec<_>>().join(", "))
        }
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

#[cfg(test)]
mod tests;

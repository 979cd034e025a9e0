//! Fields of the events that stand beside taps, by name.
//!
//! Names are those of the events' own fields. What was not said is an empty value, never zero.

use domain::EventRef;
use domain::event::{
    BoxTripEnded, BoxTripStarted, CountHandedOver, CountTakenOver, GroupCounted, HourCorrected,
    QuietTimeExplained, RegisterNoted, StationAdded, TallyEntered, TurnoutAmended, VisitMoved,
    WatchAmended, WatchesRelated,
};

use super::{code, maybe, show, text};
use crate::dashboard::api::Field;

pub(super) fn group(it: &GroupCounted) -> Vec<Field> {
    vec![
        show("watch", it.watch),
        show("category", it.category),
        show("persons", it.persons),
        show("from", it.from),
        show("to", it.to),
        code("group", &it.group),
        words(it.words.as_deref()),
    ]
}

pub(super) fn tally(it: &TallyEntered) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        show("point", it.point),
        text("covers", &it.covers.join(", ")),
        show("category", it.category),
        show("from", it.from),
        show("to", it.to),
        show("persons", it.persons),
        code("method", &it.method),
        code("relation", &it.relation),
        words(it.words.as_deref()),
    ]
}

pub(super) fn corrected(it: &HourCorrected) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        show("point", it.point),
        text("covers", &it.covers.join(", ")),
        show("category", it.category),
        show("from", it.from),
        show("to", it.to),
        show("old", it.old),
        show("new", it.new),
        code("reason", &it.reason),
        words(it.words.as_deref()),
    ]
}

pub(super) fn amended(it: &WatchAmended) -> Vec<Field> {
    vec![
        show("watch", it.watch),
        show("from", it.from),
        show("to", it.to),
        code("stands", &it.stands),
        code("reason", &it.reason),
        words(it.words.as_deref()),
    ]
}

pub(super) fn related(it: &WatchesRelated) -> Vec<Field> {
    let named = |it: EventRef| match it {
        EventRef::Here(ordinal) => ordinal.to_string(),
        EventRef::Elsewhere(journal, ordinal) => {
            format!("{} {ordinal}", uuid::Uuid::from_bytes(journal.0))
        }
    };
    vec![
        text("watch", &named(it.watch)),
        text("other", &it.other.map(named).unwrap_or_default()),
        code("relation", &it.relation),
    ]
}

pub(super) fn given(it: &CountHandedOver) -> Vec<Field> {
    vec![
        show("watch", it.watch),
        show("figure", it.figure),
        show("as_of", it.as_of),
        show("tag", it.tag),
    ]
}

pub(super) fn taken(it: &CountTakenOver) -> Vec<Field> {
    vec![
        show("watch", it.watch),
        show("figure", it.figure),
        show("as_of", it.as_of),
        show("tag", it.tag),
    ]
}

pub(super) fn moved(it: &VisitMoved) -> Vec<Field> {
    vec![show("visit", it.visit), text("station", &it.station), words(it.words.as_deref())]
}

pub(super) fn added(it: &StationAdded) -> Vec<Field> {
    vec![
        text("station", &it.code),
        text("name", &it.name),
        text("region", &it.region.join(" / ")),
        text("zone", it.zone.as_deref().unwrap_or_default()),
        words(it.words.as_deref()),
    ]
}

pub(super) fn register(it: &RegisterNoted) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        code("what", &it.what),
        show("figure", it.figure),
        show("as_of", it.as_of),
        maybe("contest", it.contest),
        code("source", &it.source),
        text("told_by", it.told_by.as_deref().unwrap_or_default()),
    ]
}

pub(super) fn box_out(it: &BoxTripStarted) -> Vec<Field> {
    vec![
        show("visit", it.visit),
        text("name", it.name.as_deref().unwrap_or_default()),
        maybe("applications", it.applications),
        maybe("ballots", it.ballots),
        code("accompanied", &it.accompanied),
        code("meanwhile", &it.meanwhile),
        words(it.words.as_deref()),
    ]
}

pub(super) fn box_back(it: &BoxTripEnded) -> Vec<Field> {
    vec![
        show("trip", it.trip),
        maybe("voted", it.voted),
        maybe("returned", it.returned),
        code("accompanied", &it.accompanied),
        words(it.words.as_deref()),
    ]
}

pub(super) fn quiet(it: &QuietTimeExplained) -> Vec<Field> {
    vec![
        show("watch", it.watch),
        show("from", it.from),
        show("to", it.to),
        code("answer", &it.answer),
    ]
}

pub(super) fn turnout(it: &TurnoutAmended) -> Vec<Field> {
    vec![
        show("event", it.event),
        show("figure", it.figure),
        code("counts", &it.counts),
        show("as_of", it.as_of),
        code("what", &it.what),
        code("mobile_box", &it.mobile_box),
        maybe("contest", it.contest),
        code("reason", &it.reason),
        words(it.words.as_deref()),
    ]
}

fn words(words: Option<&str>) -> Field {
    text("words", words.unwrap_or_default())
}

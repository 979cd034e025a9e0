#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::event::{
    Arrived, BoxTripEnded, BoxTripStarted, CountMethod, CountUndone, Event, Place, Stamped,
    TurnoutAmended, TurnoutNoted, ViewOfPoint, VoterCounted, WatchStarted,
};
use crate::samples;

/// Two visits, each with a watch and a tap; at the second a trip of the box and a figure.
fn day() -> Vec<Payload> {
    let arrived =
        |station: &str| Payload::Arrived(Arrived { station: station.into(), place: Place::Inside });
    let started = |visit| {
        let (covers, view) = (Vec::new(), ViewOfPoint::Full);
        let (definition_version, point) = (0, 1);
        Payload::WatchStarted(WatchStarted { visit, definition_version, point, covers, view })
    };
    let method = CountMethod::Screen;
    let tap = |watch| Payload::VoterCounted(VoterCounted { watch, category: 1, method });
    let each = samples::one_of_each();
    let out = each.iter().find_map(|payload| match payload {
        Payload::BoxTripStarted(out) => Some(BoxTripStarted { visit: 4, ..out.clone() }),
        _ => None,
    });
    let back = each.iter().find_map(|payload| match payload {
        Payload::BoxTripEnded(back) => Some(BoxTripEnded { trip: 7, ..back.clone() }),
        _ => None,
    });
    let again = each.iter().find_map(|payload| match payload {
        Payload::TurnoutAmended(again) => Some(TurnoutAmended { event: 8, ..again.clone() }),
        _ => None,
    });
    vec![
        arrived("1804"),
        started(1),
        tap(2),
        arrived("1805"),
        started(4),
        tap(5),
        Payload::BoxTripStarted(out.unwrap()),
        Payload::TurnoutNoted(TurnoutNoted { visit: 4, ..samples::turnout(40) }),
        Payload::BoxTripEnded(back.unwrap()),
        Payload::TurnoutAmended(again.unwrap()),
        Payload::CountUndone(CountUndone { event: 3 }),
        tap(99),
    ]
}

fn folded(payloads: &[Payload]) -> Fold {
    let mut fold = Fold::new();
    for (ordinal, payload) in (1..).zip(payloads) {
        let event = Event::new(1_383_465_600, payload.clone());
        fold.apply([&Stamped { ordinal, boot: [1; 16], drift: 0, event }]);
    }
    fold
}

#[test]
fn what_is_recorded_at_a_station_belongs_to_the_visit_there() {
    let all = day();
    let fold = folded(&all);
    let belongs: Vec<Belongs> =
        (1..).zip(&all).map(|(ordinal, payload)| fold.belongs(ordinal, payload)).collect();
    let (first, second) = (Belongs::Visit(1), Belongs::Visit(4));
    assert_eq!(belongs[..3], [first; 3]);
    assert_eq!(belongs[3..10], [second; 7], "the trip's return and the amendment too");
    assert_eq!(belongs[10], Belongs::With(3), "an undo belongs where what it takes back does");
    assert_eq!(belongs[11], Belongs::Nowhere, "nothing is guessed");
}

#[test]
fn headquarters_words_belong_to_no_visit_and_what_names_none_to_the_journal() {
    let fold = folded(&day());
    for payload in samples::one_of_each() {
        let kind = Event::new(0, payload.clone()).kind();
        let said = fold.belongs(20, &payload) == Belongs::Headquarters;
        assert_eq!(said, kind >= crate::event::kinds::HEADQUARTERS_FIRST, "kind {kind}");
    }
    let mut standing = 0;
    for payload in samples::one_of_each() {
        let without = match payload {
            Payload::LogNoted(it) => {
                Payload::LogNoted(crate::event::LogNoted { visit: None, ..it })
            }
            Payload::Removed(it) => Payload::Removed(crate::event::Removed { visit: None, ..it }),
            Payload::MomentMarked(it) => {
                Payload::MomentMarked(crate::event::MomentMarked { visit: None, ..it })
            }
            _ => continue,
        };
        standing += 1;
        assert_eq!(fold.belongs(20, &without), Belongs::Journal);
    }
    assert_eq!(standing, 3);
}

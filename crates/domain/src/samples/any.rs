//! Any events, and any journal of them, for properties.
//!
//! Small ordinals meet what is there and large ones cross every width of an integer; texts hold
//! letters that are not composed. Rejected: bytes at random, which decoders refuse at once.

use super::{incident, one_of_each, turnout};
use crate::event::*;
use crate::ids::EventRef;
use proptest::prelude::*;

fn ordinal() -> impl Strategy<Value = u64> {
    // Small ones meet what is there; large ones cross every width of an integer.
    prop_oneof![8 => 1_u64..40, 1 => any::<u64>()]
}

fn text() -> impl Strategy<Value = String> {
    // Decomposed letters too: é as e and its accent.
    "[a-zа-яәқ0-9 е\u{301}\"']{0,12}"
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Cleared),
        any::<i64>().prop_map(Value::Integer),
        text().prop_map(Value::Decimal),
        proptest::collection::vec(any::<u32>(), 0..4).prop_map(Value::Chosen),
        text().prop_map(Value::Text),
        (0_usize..4).prop_map(|index| Value::Special(SpecialAnswer::ALL[index])),
    ]
}

fn kept() -> impl Strategy<Value = Payload> {
    let method = prop_oneof![Just(CountMethod::Screen), Just(CountMethod::Key)];
    prop_oneof![
        12 => (ordinal(), 1_u32..6, method).prop_map(|(watch, category, method)| {
            Payload::VoterCounted(VoterCounted { watch, category, method })
        }),
        2 => ordinal().prop_map(|event| Payload::CountUndone(CountUndone { event })),
        2 => ordinal().prop_map(|visit| Payload::WatchStarted(WatchStarted {
            visit,
            definition_version: 0,
            point: 1,
            covers: Vec::new(),
            view: ViewOfPoint::Full,
        })),
        1 => ordinal().prop_map(|watch| {
            Payload::WatchPaused(WatchPaused { watch, reason: PauseReason::Break })
        }),
        1 => ordinal().prop_map(|watch| Payload::WatchResumed(WatchResumed { watch })),
        1 => ordinal().prop_map(|watch| Payload::WatchEnded(WatchEnded { watch })),
        1 => (ordinal(), any::<i64>()).prop_map(|(watch, last_sign)| {
            Payload::WatchInterrupted(WatchInterrupted { watch, last_sign })
        }),
        2 => (ordinal(), 1_u32..3, 1_u32..6, value()).prop_map(|(visit, form, question, value)| {
            Payload::Answered(Answered {
                visit,
                form,
                form_version: 1,
                instance: 1,
                repeat_path: Vec::new(),
                question,
                value,
                seen_at: None,
            })
        }),
    ]
}

/// What stands beside taps, with ordinals and times that meet what is there.
fn said() -> impl Strategy<Value = Payload> {
    let time = || prop_oneof![4 => 1_383_460_000_i64..1_383_464_000, 1 => any::<i64>()];
    let stands = prop_oneof![
        Just(StretchStands::Gap),
        Just(StretchStands::Watched),
        Just(StretchStands::Doubtful)
    ];
    let relation = prop_oneof![Just(TallyRelation::Adds), Just(TallyRelation::Replaces)];
    prop_oneof![
        3 => (ordinal(), 1_u32..6, any::<u32>(), time(), time()).prop_map(
            |(watch, category, persons, from, to)| Payload::GroupCounted(GroupCounted {
                watch,
                category,
                persons,
                from,
                to,
                group: GroupKind::Workers,
                words: None,
            })
        ),
        3 => (ordinal(), time(), time(), any::<u32>(), relation).prop_map(
            |(visit, from, to, persons, relation)| Payload::TallyEntered(TallyEntered {
                visit,
                definition_version: 0,
                point: 1,
                covers: Vec::new(),
                category: 1,
                from,
                to,
                persons,
                method: TallyMethod::Paper,
                relation,
                words: None,
            })
        ),
        2 => (ordinal(), time(), time(), stands).prop_map(|(watch, from, to, stands)| {
            let (reason, words) = (AmendReason::Meal, None);
            Payload::WatchAmended(WatchAmended { watch, from, to, stands, reason, words })
        }),
        1 => (ordinal(), time(), time()).prop_map(|(watch, from, to)| {
            let answer = QuietAnswer::NotAnswered;
            Payload::QuietTimeExplained(QuietTimeExplained { watch, from, to, answer })
        }),
        1 => (ordinal(), text()).prop_map(|(visit, station)| {
            Payload::VisitMoved(VisitMoved { visit, station, words: None })
        }),
        1 => (ordinal(), any::<u32>(), time()).prop_map(|(watch, figure, as_of)| {
            let taken = CountTakenOver { watch, figure, as_of, tag: 1, given: None };
            Payload::CountTakenOver(taken)
        }),
        1 => (ordinal(), ordinal()).prop_map(|(watch, other)| {
            Payload::WatchesRelated(WatchesRelated {
                watch: EventRef::Here(watch),
                other: Some(EventRef::Here(other)),
                relation: WatchRelation::Split,
            })
        }),
    ]
}

/// Marks, incidents and complaints whose references meet what is there, or nothing.
fn reported() -> impl Strategy<Value = Payload> {
    let mark = || proptest::option::of(ordinal().prop_map(EventRef::Here));
    let kind = proptest::option::of(1_u32..6);
    prop_oneof![
        (ordinal(), mark(), kind).prop_map(|(visit, follows, kind)| {
            let (visit, definition_version) = (Some(visit), 1);
            Payload::MomentMarked(MomentMarked { visit, follows, definition_version, kind })
        }),
        (ordinal(), mark(), text()).prop_map(|(visit, mark, text)| {
            let (visit, told) = (Some(visit), incident(&text));
            Payload::IncidentReported(IncidentReported { visit, mark, told })
        }),
        (ordinal(), any::<i64>()).prop_map(|(event, from)| {
            Payload::IncidentAmended(IncidentAmended {
                incident: EventRef::Here(event),
                told: IncidentTold { from, ..incident("again") },
                reason: IncidentAmendReason::Corrected,
                words: None,
            })
        }),
        (mark(), text()).prop_map(|(follows, number)| {
            Payload::ComplaintMade(ComplaintMade {
                visit: None,
                follows,
                incident: follows,
                to: ComplaintTo::Court,
                stage: ComplaintStage::HandedOver,
                happened_at: None,
                number: Some(number),
                text: None,
            })
        }),
    ]
}

/// What ends, mends or goes on with something that is there.
fn mended() -> impl Strategy<Value = Payload> {
    let filling = || {
        (ordinal(), 1_u32..3, 1_u32..3).prop_map(|(visit, form, instance)| FillingRef {
            visit,
            form,
            form_version: 1,
            instance,
        })
    };
    prop_oneof![
        (ordinal(), any::<i64>(), any::<i64>(), any::<u32>()).prop_map(|(visit, from, to, new)| {
            Payload::HourCorrected(HourCorrected {
                visit,
                definition_version: 0,
                point: 1,
                covers: Vec::new(),
                category: 1,
                from,
                to,
                old: 3,
                new,
                reason: CorrectionReason::Missed,
                words: None,
            })
        }),
        (ordinal(), any::<u32>()).prop_map(|(trip, voted)| {
            let (voted, returned, accompanied) = (Some(voted), None, Accompanied::Refused);
            let words = None;
            Payload::BoxTripEnded(BoxTripEnded { trip, voted, returned, accompanied, words })
        }),
        (ordinal(), any::<u64>(), any::<bool>()).prop_map(|(event, figure, gone)| {
            Payload::TurnoutAmended(TurnoutAmended {
                event,
                figure,
                counts: FigureCounts::ThisInterval,
                as_of: 1_383_460_000,
                zone: None,
                what: FigureKind::Signatures,
                mobile_box: MobileBox::Unknown,
                contest: None,
                reason: match gone {
                    true => TurnoutAmendReason::Withdrawn,
                    false => TurnoutAmendReason::Explained,
                },
                words: None,
            })
        }),
        filling().prop_map(|filling| Payload::FormFinished(FormFinished { filling })),
        (filling(), text())
            .prop_map(|(filling, reason)| Payload::FormReopened(FormReopened { filling, reason })),
        (filling(), 1_u32..4, any::<bool>()).prop_map(|(filling, round, more)| {
            let (repeat_path, repeat) = (Vec::new(), 5);
            match more {
                true => Payload::RepeatAdded(RepeatAdded { filling, repeat_path, repeat, round }),
                false => {
                    Payload::RepeatRemoved(RepeatRemoved { filling, repeat_path, repeat, round })
                }
            }
        }),
    ]
}

/// Any payload of a known kind, with text and numbers of every width.
pub(crate) fn payload() -> impl Strategy<Value = Payload> {
    let each = proptest::sample::select(one_of_each());
    let arrived =
        text().prop_map(|station| Payload::Arrived(Arrived { station, place: Place::Inside }));
    let figure = (any::<u64>(), any::<i64>(), text()).prop_map(|(figure, as_of, who)| {
        Payload::TurnoutNoted(TurnoutNoted { as_of, told_by: Some(who), ..turnout(figure) })
    });
    let compared = (0_u8..3, any::<i64>(), any::<i64>());
    let compared = compared.prop_map(|(boot, boottime, headquarters_time)| {
        Payload::ClockCompared(ClockCompared { boot: [boot; 16], boottime, headquarters_time })
    });
    let told = prop_oneof![1 => each, 1 => arrived, 1 => figure, 1 => compared];
    prop_oneof![8 => kept(), 4 => said(), 2 => reported(), 2 => mended(), 4 => told]
}

/// A journal's events, ordinals from 1, over three boots.
pub(crate) fn journal() -> impl Strategy<Value = Vec<Stamped>> {
    let stamped = (payload(), 0_i64..100, 0_u8..3, prop_oneof![Just(0_i64), any::<i64>()]);
    proptest::collection::vec(stamped, 0..80).prop_map(|all| {
        let mut time = 1_383_460_000;
        let stamp = |(index, (payload, passed, boot, drift))| {
            time += passed;
            let event = Event::new(time, payload);
            Stamped { ordinal: index as u64 + 1, boot: [boot; 16], drift, event }
        };
        all.into_iter().enumerate().map(stamp).collect()
    })
}

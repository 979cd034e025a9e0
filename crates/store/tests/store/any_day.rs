//! Any day of any kinds: the views that were kept, event by event and page by page, are the views
//! made anew, on the device and at headquarters, and both tell the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::event::*;
use domain::{Event, EventRef, JournalRef};
use journal::keeper::Keeper as _;
use journal::outbox::{Outbox as _, Toward};
use proptest::prelude::*;

use crate::world::{MORNING, World, clock, opening_at};

/// What an event of a day is made of: a kind, two events it may refer to, an instant of the day,
/// a figure.
type Seed = (usize, u64, u64, i64, u32);

const KINDS: usize = 42;

fn seed() -> impl Strategy<Value = Seed> {
    (0..KINDS, 1_u64..24, 1_u64..24, 0_i64..50_000, 0_u32..60)
}

fn payload((kind, one, two, at, figure): Seed) -> Payload {
    let at = MORNING + at;
    match kind {
        0..=8 => counted(kind, one, two, figure),
        9..=14 => beside(kind, one, at, figure),
        15..=22 => said(kind, one, two, at, figure),
        23..=29 => filled(kind, one, figure),
        30..=35 => told(kind, one, two, at, figure),
        _ => reported(kind, one, two, at, figure),
    }
}

/// What a watch is made of.
fn counted(kind: usize, one: u64, two: u64, figure: u32) -> Payload {
    let watch = one;
    match kind {
        0 => Payload::WatchStarted(WatchStarted {
            visit: one,
            definition_version: 0,
            point: 1 + figure % 2,
            covers: vec![figure.to_string()],
            view: ViewOfPoint::Full,
        }),
        1 => Payload::WatchPaused(WatchPaused { watch, reason: PauseReason::Break }),
        2 => Payload::WatchResumed(WatchResumed { watch }),
        3 => Payload::WatchEnded(WatchEnded { watch }),
        4 => Payload::WatchInterrupted(WatchInterrupted { watch, last_sign: MORNING + 900 }),
        5 => Payload::CountUndone(CountUndone { event: two }),
        6 => Payload::Left(Left { visit: one }),
        _ => {
            let (category, method) = (1 + figure % 4, CountMethod::Screen);
            Payload::VoterCounted(VoterCounted { watch, category, method })
        }
    }
}

/// What stands beside the taps.
fn beside(kind: usize, one: u64, at: i64, figure: u32) -> Payload {
    let (from, to, persons, words) = (at, at + 1_200, figure, Some("тізім".to_owned()));
    let (definition_version, point, covers, category) = (0, 1, Vec::new(), 1);
    match kind {
        9 => Payload::GroupCounted(GroupCounted {
            watch: one,
            category,
            persons,
            from,
            to,
            group: GroupKind::Workers,
            words,
        }),
        10 => Payload::TallyEntered(TallyEntered {
            visit: one,
            definition_version,
            point,
            covers,
            category,
            from,
            to,
            persons,
            method: TallyMethod::Clicker,
            relation: TallyRelation::Adds,
            words,
        }),
        11 => Payload::HourCorrected(HourCorrected {
            visit: one,
            definition_version,
            point,
            covers,
            category,
            from,
            to,
            old: persons,
            new: persons / 2,
            reason: CorrectionReason::CountedTwice,
            words,
        }),
        12 => {
            let (stands, reason) = (StretchStands::Gap, AmendReason::SentOut);
            Payload::WatchAmended(WatchAmended { watch: one, from, to, stands, reason, words })
        }
        13 => {
            let answer = QuietAnswer::NotAnswered;
            Payload::QuietTimeExplained(QuietTimeExplained { watch: one, from, to, answer })
        }
        _ => Payload::WatchesRelated(WatchesRelated {
            watch: EventRef::Here(one),
            other: None,
            relation: WatchRelation::Split,
        }),
    }
}

/// Hand-overs, places, lists, boxes, figures.
fn said(kind: usize, one: u64, two: u64, at: i64, figure: u32) -> Payload {
    let (as_of, words) = (at, Some("сөз".to_owned()));
    match kind {
        15 => Payload::CountHandedOver(CountHandedOver { watch: one, figure, as_of, tag: figure }),
        16 => {
            let given = Some(EventRef::Elsewhere(JournalRef([8; 16]), two));
            let taken = CountTakenOver { watch: one, figure, as_of, tag: figure, given };
            Payload::CountTakenOver(taken)
        }
        17 => Payload::VisitMoved(VisitMoved { visit: one, station: figure.to_string(), words }),
        18 => {
            let (name, region, zone) = (String::new(), Vec::new(), None);
            Payload::StationAdded(StationAdded { code: two.to_string(), name, region, zone, words })
        }
        19 => Payload::RegisterNoted(RegisterNoted {
            visit: one,
            what: RegisterKind::Additions,
            figure,
            as_of,
            contest: None,
            source: RegisterSource::Paper,
            told_by: words,
        }),
        20 => Payload::BoxTripStarted(BoxTripStarted {
            visit: one,
            name: None,
            applications: None,
            ballots: Some(figure),
            accompanied: Accompanied::No,
            meanwhile: CountMeanwhile::GoesOn,
            words,
        }),
        21 => {
            let (voted, returned, accompanied) = (Some(figure), None, Accompanied::NotTold);
            Payload::BoxTripEnded(BoxTripEnded { trip: two, voted, returned, accompanied, words })
        }
        _ => Payload::TurnoutNoted(TurnoutNoted {
            visit: one,
            figure: figure.into(),
            counts: FigureCounts::SinceOpening,
            as_of,
            zone: None,
            noted_at: None,
            what: FigureKind::Signatures,
            mobile_box: MobileBox::No,
            contest: None,
            source: FigureSource::Displayed,
            told_by: None,
        }),
    }
}

/// Fillings of forms.
fn filled(kind: usize, one: u64, figure: u32) -> Payload {
    let filling = FillingRef { visit: one, form: 1, form_version: 1, instance: 1 + figure % 2 };
    let (repeat_path, repeat, round) = (Vec::new(), 5, figure % 4);
    match kind {
        23 => Payload::FormFinished(FormFinished { filling }),
        24 => Payload::FormReopened(FormReopened { filling, reason: "екі рет".into() }),
        25 => Payload::RepeatAdded(RepeatAdded { filling, repeat_path, repeat, round }),
        26 => Payload::RepeatRemoved(RepeatRemoved { filling, repeat_path, repeat, round }),
        _ => Payload::Answered(Answered {
            visit: one,
            form: 1,
            form_version: 1,
            instance: 1 + figure % 2,
            repeat_path: if figure.is_multiple_of(3) { vec![round] } else { Vec::new() },
            question: figure % 5,
            value: match figure % 4 {
                0 => Value::Cleared,
                1 => Value::Special(SpecialAnswer::NotAllowed),
                2 => Value::Text("жауап".into()),
                _ => Value::Integer(figure.into()),
            },
            seen_at: None,
        }),
    }
}

/// Arrivals, figures said anew, clocks, alarms, remarks.
fn told(kind: usize, one: u64, two: u64, at: i64, figure: u32) -> Payload {
    let text = Some("мәтін".to_owned());
    match kind {
        30 => Payload::Arrived(Arrived { station: figure.to_string(), place: Place::Inside }),
        31 => Payload::TurnoutAmended(TurnoutAmended {
            event: two,
            figure: figure.into(),
            counts: FigureCounts::ThisInterval,
            as_of: at,
            zone: None,
            what: FigureKind::Signatures,
            mobile_box: MobileBox::No,
            contest: None,
            reason: TurnoutAmendReason::Explained,
            words: text,
        }),
        32 => Payload::ClockCompared(ClockCompared {
            boot: clock().boot.0,
            boottime: 5_000,
            headquarters_time: at,
        }),
        33 => Payload::InDanger(InDanger {
            visit: Some(one),
            follows: None,
            danger: Danger::Threatened,
            happened_at: Some(at),
            text,
        }),
        34 => {
            let (ends, word) = (Some(EventRef::Here(two)), CheckInWord::SafeAgain);
            Payload::CheckedIn(CheckedIn { visit: None, ends, word, text })
        }
        _ => Payload::LogNoted(LogNoted {
            visit: Some(one),
            entry: EntryKind::Remark,
            text: figure.to_string(),
            seen_at: Some(at),
        }),
    }
}

/// Marks, incidents, complaints, answers to headquarters.
fn reported(kind: usize, one: u64, two: u64, at: i64, figure: u32) -> Payload {
    let (other, text) = (EventRef::Here(two), Some("оқиға".to_owned()));
    let told = IncidentTold {
        definition_version: 0,
        kind: None,
        gravity: domain::definition::Gravity::Serious,
        from: at,
        to: None,
        occurs: Occurrence::Once,
        known: HowKnown::SeenMyself,
        told_by: None,
        affected: Some(figure),
        told_to: Some(ToldTo::Nobody),
        their_answer: None,
        text: text.clone(),
    };
    match kind {
        36 => {
            let (visit, follows, kind) =
                (Some(one), figure.is_multiple_of(2).then_some(other), None);
            Payload::MomentMarked(MomentMarked { visit, follows, definition_version: 0, kind })
        }
        37 => Payload::IncidentReported(IncidentReported {
            visit: Some(one),
            mark: Some(other),
            told,
        }),
        38 => {
            let reason = IncidentAmendReason::Corrected;
            Payload::IncidentAmended(IncidentAmended { incident: other, told, reason, words: text })
        }
        39 => Payload::ComplaintMade(ComplaintMade {
            visit: None,
            follows: Some(other),
            incident: None,
            to: ComplaintTo::Court,
            stage: ComplaintStage::Written,
            happened_at: Some(at),
            number: None,
            text,
        }),
        40 => Payload::ComplaintAnswered(ComplaintAnswered {
            complaint: other,
            decision: ComplaintDecision::Rejected,
            happened_at: None,
            number: text,
            text: None,
        }),
        _ => Payload::FollowUpAnswered(FollowUpAnswered {
            follow_up: two,
            journal: JournalRef([9; 16]),
            text: figure.to_string(),
        }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn views_made_anew_equal_the_kept_ones_whatever_the_day_held(
        seeds in proptest::collection::vec(seed(), 1..120),
        part in 1_usize..40,
    ) {
        let mut world = World::new(300);
        let mut device = world.device("alice");
        let mut endpoint = world.endpoint();
        device.append(clock(), &opening_at(1, "101")).unwrap();
        for (number, part) in (1..).zip(seeds.chunks(part)) {
            let event = |(place, seed): (usize, &Seed)| {
                Event::new(MORNING + number * 600 + place as i64, payload(*seed))
            };
            let events: Vec<Event> = part.iter().enumerate().map(event).collect();
            device.append(clock(), &events).unwrap();
            device.seal(MORNING + number * 600 + 599, &mut world.rng).unwrap();
            // All so far, again and again: what is there already changes nothing.
            let pages = device.offer(Toward::Headquarters, 1 << 22).unwrap().pages;
            endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
            while endpoint.fold_pages(&world.openers(), MORNING).unwrap().more {}
        }
        let (own, kept) = (device.view_rows().unwrap(), endpoint.view_rows().unwrap());
        prop_assert_eq!(&endpoint.fold(device.journal()).unwrap().unwrap(), device.fold());
        device.rebuild().unwrap();
        endpoint.rebuild().unwrap();
        while endpoint.fold_pages(&world.openers(), MORNING).unwrap().more {}
        prop_assert_eq!(device.view_rows().unwrap(), own);
        prop_assert_eq!(endpoint.view_rows().unwrap(), kept);
    }
}

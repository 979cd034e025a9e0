//! One station's day with everything in it, and its hour table written by hand.
//!
//! Alice observes 12A from seven to one, Bob relieves her and stays until four. What happens
//! is told in the order of the clock; below stands what each hour must show, and why.

use super::*;

/// An instant of the day, `h:m` on the station's wall.
fn at(h: i64, m: i64) -> i64 {
    OPENS + (h - 7) * HOUR + m * 60
}

/// Taps from `from` on, one each `every` minutes.
fn taps(journal: &mut Journal, watch: u64, from: i64, every: i64, count: i64) {
    for n in 0..count {
        journal.tap(from + n * every * 60, watch, 1);
    }
}

fn alices_day() -> Journal {
    // 06:45 She reads the wrong door: 12B.
    let mut alice = Journal::at("12B", at(6, 45));
    // 07:00 She counts at the ballot desk: 30 persons until eight.
    let watch = alice.watch(at(7, 0), 1);
    taps(&mut alice, watch, at(7, 0), 2, 30);
    // 08:00 20 persons one by one, and a truck with 40 conscripts at half past.
    taps(&mut alice, watch, at(8, 0), 3, 10);
    let (group, words) = (GroupKind::Conscripts, None);
    let (from, to) = (at(8, 25), at(8, 31));
    let event = GroupCounted { watch, category: 1, persons: 40, from, to, group, words };
    alice.add(at(8, 31), Payload::GroupCounted(event));
    taps(&mut alice, watch, at(8, 32), 2, 10);
    // 09:00 5 persons; the phone dies at ten past and is back 40 minutes later; 4 more.
    taps(&mut alice, watch, at(9, 0), 2, 5);
    let last_sign = at(9, 10);
    alice.add(at(9, 50), Payload::WatchInterrupted(WatchInterrupted { watch, last_sign }));
    alice.add(at(9, 50), Payload::WatchResumed(WatchResumed { watch }));
    taps(&mut alice, watch, at(9, 50), 2, 4);
    // She had made strokes on paper meanwhile: 17.
    let strokes = TallyEntered {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: Vec::new(),
        category: 1,
        from: at(9, 10),
        to: at(9, 50),
        persons: 17,
        method: TallyMethod::Paper,
        relation: TallyRelation::Adds,
        words: None,
    };
    alice.add(at(9, 58), Payload::TallyEntered(strokes));
    // She sees that she is at 12A.
    let moved = VisitMoved { visit: 1, station: "12A".into(), words: None };
    alice.add(at(9, 59), Payload::VisitMoved(moved));
    // 10:00 24 persons.
    taps(&mut alice, watch, at(10, 0), 2, 24);
    // 11:00 The mobile box goes out and she with it, until a quarter to twelve; then 6 persons.
    box_trip(&mut alice, watch);
    taps(&mut alice, watch, at(11, 45), 2, 6);
    // 12:00 "200 so far" says the chair; at 12:45 "40", which is only since the last one.
    alice.figure(at(12, 0), 200);
    taps(&mut alice, watch, at(12, 0), 3, 18);
    alice.figure(at(12, 45), 40);
    explained(&mut alice);
    // 13:00 She hands over: 30 + 60 + 9 + 17 + 24 + 6 + 18 = 164, and leaves.
    let given = CountHandedOver { watch, figure: 164, as_of: at(13, 0), tag: 407 };
    alice.add(at(13, 0), Payload::CountHandedOver(given));
    alice.end(at(13, 0), watch);
    alice.add(at(13, 0), Payload::Left(Left { visit: 1 }));
    alice
}

fn box_trip(alice: &mut Journal, watch: u64) {
    let out = BoxTripStarted {
        visit: 1,
        name: Some("1".into()),
        applications: Some(12),
        ballots: Some(15),
        accompanied: Accompanied::Yes,
        meanwhile: CountMeanwhile::Gap,
        words: None,
    };
    let trip = alice.add(at(11, 0), Payload::BoxTripStarted(out));
    let reason = PauseReason::BoxTrip;
    alice.add(at(11, 0), Payload::WatchPaused(WatchPaused { watch, reason }));
    let back = BoxTripEnded {
        trip,
        voted: Some(11),
        returned: Some(4),
        accompanied: Accompanied::Yes,
        words: None,
    };
    alice.add(at(11, 45), Payload::BoxTripEnded(back));
    alice.add(at(11, 45), Payload::WatchResumed(WatchResumed { watch }));
}

/// The app asks about a figure that falls; she answers.
fn explained(alice: &mut Journal) {
    let noted = alice.events.len() as u64;
    let amended = TurnoutAmended {
        event: noted,
        figure: 40,
        counts: FigureCounts::ThisInterval,
        as_of: at(12, 45),
        zone: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        reason: TurnoutAmendReason::Explained,
        words: None,
    };
    alice.add(at(12, 56), Payload::TurnoutAmended(amended));
}

fn bobs_day() -> Journal {
    // 12:55 Bob comes; at one he takes Alice's figure over by its code: 12 persons until two.
    let mut bob = Journal::at("12A", at(12, 55));
    let watch = bob.watch(at(13, 0), 1);
    let taken = CountTakenOver { watch, figure: 164, as_of: at(13, 0), tag: 407, given: None };
    bob.add(at(13, 0), Payload::CountTakenOver(taken));
    taps(&mut bob, watch, at(13, 0), 5, 12);
    // 14:00 10 persons, the last at 14:54. Then nothing, and nobody answers the question.
    taps(&mut bob, watch, at(14, 0), 6, 10);
    let answer = QuietAnswer::NotAnswered;
    let (from, to) = (at(14, 54), at(15, 25));
    bob.add(
        at(15, 25),
        Payload::QuietTimeExplained(QuietTimeExplained { watch, from, to, answer }),
    );
    // 15:25 7 persons; at four he leaves, and nobody relieves him.
    taps(&mut bob, watch, at(15, 25), 5, 7);
    bob.end(at(16, 0), watch);
    bob.add(at(16, 0), Payload::Left(Left { visit: 1 }));
    bob
}

#[test]
fn a_day_with_everything_in_it_gives_the_table_written_by_hand() {
    let (alice, bob) = (alices_day(), bobs_day());
    let day = day_at(at(17, 30), &[(ALICE, &alice), (BOB, &bob)]);
    // Hour, (persons, minutes watched), (tallied, its minutes), doubtful minutes.
    let expected = [
        (7, Some((30, 60)), (0, 0), 0),
        // 20 one by one and the 40, who came before 08:31.
        (8, Some((60, 60)), (0, 0), 0),
        // 5 + 4 in ten minutes each; the strokes stand apart and watched the other 40.
        (9, Some((9, 20)), (17, 40), 0),
        (10, Some((24, 60)), (0, 0), 0),
        // The box trip is a gap of 45 minutes.
        (11, Some((6, 15)), (0, 0), 0),
        (12, Some((18, 60)), (0, 0), 0),
        // Bob's own; Alice's 164 are hers.
        (13, Some((12, 60)), (0, 0), 0),
        // Doubtful from 14:54 on.
        (14, Some((10, 54)), (0, 0), 6),
        (15, Some((7, 35)), (0, 0), 25),
        // Nobody watched: unknown, never zero.
        (16, None, (0, 0), 0),
        (17, None, (0, 0), 0),
        (18, None, (0, 0), 0),
    ];
    let shown = day.hours.iter().map(|row| {
        let counted = match row.count {
            HourCount::Counted { persons, minutes_watched, .. } => Some((persons, minutes_watched)),
            HourCount::Unknown | HourCount::NotYet => None,
        };
        let tallied = (row.tallied, row.tallied_minutes);
        (row.hour.hour, counted, tallied, row.doubtful_minutes)
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected);
    assert_eq!(hour(&day, 17), HourCount::Unknown);
    assert_eq!(hour(&day, 18), HourCount::NotYet);
    // 176 by taps and the group, 17 by strokes, nothing told that is not here.
    let point = &day.points[0];
    assert_eq!((point.persons, point.tallied, point.told), (176, 17, 0));
    // 07:00 to 17:30 are 630 minutes; 424 watched, 40 more by strokes.
    let possible = Possible { floor: 193, most: Some(500), unwatched_minutes: 166 };
    assert_eq!(day.possible(Some(3)), possible);
    // "200 at noon": 146 counted, 45 minutes of the box trip unwatched, so 12 in ten minutes.
    let against = day.against(200, at(12, 0));
    assert_eq!((against.own, against.unwatched_minutes), (146, 45));
    assert_eq!((against.at_most, against.needed_in_ten_minutes), (Some(54), Some(12)));
    // The wrong door, the interval, the box's ballots: all mended, nothing looks wrong.
    assert_eq!(day.findings, []);
}

#[test]
fn the_day_is_the_same_without_the_first_observers_phone_but_for_her_hours() {
    let bob = bobs_day();
    let day = day_at(at(17, 30), &[(BOB, &bob)]);
    let point = &day.points[0];
    assert_eq!((point.persons, point.told, day.floor()), (29, 164, Some(193)));
    assert_eq!(hour(&day, 9), HourCount::Unknown);
}

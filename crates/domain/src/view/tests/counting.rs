//! One test a sentence of the observation model's "Counting", named after it.

use super::*;
use crate::ids::EventRef;

const CAROL: JournalRef = JournalRef([4; 16]);

fn group(journal: &mut Journal, watch: u64, persons: u32, from: i64, to: i64) -> u64 {
    let (group, words) = (GroupKind::Conscripts, None);
    let event = GroupCounted { watch, category: 1, persons, from, to, group, words };
    journal.add(to, Payload::GroupCounted(event))
}

fn amend(journal: &mut Journal, watch: u64, from: i64, to: i64, stands: StretchStands) {
    let (reason, words) = (AmendReason::SentOut, None);
    let event = WatchAmended { watch, from, to, stands, reason, words };
    journal.add(to, Payload::WatchAmended(event));
}

fn desk(journal: &mut Journal, from: i64, to: i64, taps: i64, covers: &str) -> u64 {
    let started = WatchStarted {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: vec![covers.to_owned()],
        view: ViewOfPoint::Full,
    };
    let watch = journal.add(from, Payload::WatchStarted(started));
    for tap in 0..taps {
        journal.tap(from + tap * (to - from) / taps, watch, 1);
    }
    journal.end(to, watch);
    watch
}

fn relate(journal: &mut Journal, watch: u64, relation: WatchRelation) {
    let (watch, other) = (crate::ids::EventRef::Here(watch), None);
    journal.add(OPENS, Payload::WatchesRelated(WatchesRelated { watch, other, relation }));
}

fn row(day: &StationDay, hour: u8) -> &HourRow {
    day.hours.iter().find(|row| row.hour.hour == hour).unwrap()
}

#[test]
fn different_points_are_never_added_or_compared_as_equals() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let mut bob = Journal::at("12A", OPENS);
    let watch = bob.watch(OPENS, 4);
    for n in 0..50 {
        bob.tap(OPENS + n * 30, watch, 1);
    }
    bob.end(OPENS + HOUR / 2, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    let counts: Vec<_> = day.points.iter().map(|point| (point.point, point.persons)).collect();
    assert_eq!(counts, [(1, 30), (4, 50)]);
    assert_eq!(day.floor(), Some(30));
    let totals = region_totals([&day], 1);
    assert_eq!(totals.values().map(|total| total.floor).sum::<u64>(), 30);
}

#[test]
fn what_was_told_at_another_point_is_not_compared_with_a_figure() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + 2 * HOUR, 30);
    // Bob takes 45 over at the entrance, from somebody whose phone never came.
    let mut bob = Journal::at("12A", OPENS);
    let watch = bob.watch(OPENS + HOUR, 4);
    let (figure, as_of) = (45, OPENS + HOUR);
    let taken = CountTakenOver { watch, figure, as_of, tag: 3, given: None };
    bob.add(as_of, Payload::CountTakenOver(taken));
    bob.end(OPENS + HOUR + 600, watch);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    let told: Vec<_> = day.points.iter().map(|point| (point.point, point.told)).collect();
    assert_eq!(told, [(1, 0), (4, 45)]);
    let against = day.against(40, OPENS + 2 * HOUR);
    assert_eq!((against.own, against.at_most), (30, Some(10)));
}

#[test]
fn marking_the_last_voter_as_assisted_adds_nobody() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 60, watch, 1);
    alice.tap(OPENS + 61, watch, 2);
    alice.end(OPENS + HOUR, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    let HourCount::Counted { persons, parts, .. } = hour(&day, 7) else { panic!("unknown") };
    assert_eq!((persons, parts), (1, [(2, 1)].into()));
}

#[test]
fn a_group_takes_forty_conscripts_at_once_and_is_exempt_from_the_rate() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 60, watch, 1);
    let event = group(&mut alice, watch, 40, OPENS + 50 * 60, OPENS + HOUR);
    alice.end(OPENS + 2 * HOUR, watch);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    // It had come by eight, so it is of the hour before.
    assert_eq!(hour(&day, 7), counted(41, 60));
    assert_eq!(hour(&day, 8), counted(0, 60));
    assert!(!day.findings.iter().any(|it| matches!(it, Finding::RateTooHigh { .. })));
    alice.add(OPENS + 2 * HOUR, Payload::CountUndone(CountUndone { event }));
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 7), counted(1, 60));
}

#[test]
fn taps_faster_than_the_highest_rate_are_a_finding() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 4 * 46);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    let found = day.findings.iter().find(|it| matches!(it, Finding::RateTooHigh { .. }));
    let Some(Finding::RateTooHigh { persons, per_minute, .. }) = found else { panic!("none") };
    assert_eq!((*persons, *per_minute), (46, 3));
}

#[test]
fn a_tally_shows_apart_and_invents_no_tap_times() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let at = tally(&mut alice, OPENS + HOUR, OPENS + 2 * HOUR, 31, TallyRelation::Adds);
    // Over two hours: in the day, and in neither hour.
    tally(&mut alice, OPENS + 2 * HOUR + 1800, OPENS + 4 * HOUR, 50, TallyRelation::Adds);
    let day = day_at(OPENS + 4 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(hour(&day, 8), HourCount::Unknown);
    assert_eq!((row(&day, 8).tallied, row(&day, 8).tallied_minutes), (31, 60));
    assert_eq!(row(&day, 8).tallies, [(ALICE, at)]);
    assert_eq!((row(&day, 9).tallied, row(&day, 9).tallied_minutes), (0, 30));
    assert_eq!((row(&day, 10).tallied, row(&day, 10).tallied_minutes), (0, 60));
    assert_eq!((day.persons, day.floor()), (Some(30), Some(111)));
    assert_eq!(day.unwatched_minutes(day.now), 30);
}

#[test]
fn overlap_of_a_tally_is_asked_about_and_not_added() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let at = tally(&mut alice, OPENS + 1800, OPENS + 2 * HOUR, 31, TallyRelation::Adds);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.floor(), Some(30));
    assert_eq!(day.tallies[0].state, TallyState::OverlapsTaps(30));
    let found = Finding::TallyOverlapsTaps { tally: (ALICE, at), persons: 31, minutes: 30 };
    assert!(day.findings.contains(&found));
}

#[test]
fn a_tally_that_replaces_deletes_no_tap() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 60);
    let at = tally(&mut alice, OPENS, OPENS + 1800, 40, TallyRelation::Replaces);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), row(&day, 7).tallied), (counted(30, 60), 40));
    assert_eq!(day.floor(), Some(70));
    assert_eq!(alice.fold().watch(2).unwrap().counted().count(), 60);
    alice.add(OPENS + HOUR, Payload::CountUndone(CountUndone { event: at }));
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), day.floor()), (counted(60, 60), Some(60)));
}

/// The first hour, corrected.
fn corrected_hour(old: u32, new: u32) -> HourCorrected {
    HourCorrected {
        visit: 1,
        definition_version: 1,
        point: 1,
        covers: Vec::new(),
        category: 1,
        from: OPENS,
        to: OPENS + HOUR,
        old,
        new,
        reason: CorrectionReason::Missed,
        words: None,
    }
}

#[test]
fn a_corrected_hour_names_old_new_and_reason_and_the_latest_holds() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 47);
    alice.add(OPENS + HOUR, Payload::HourCorrected(corrected_hour(47, 52)));
    alice.add(OPENS + HOUR, Payload::HourCorrected(corrected_hour(52, 50)));
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), row(&day, 7).tallied), (counted(0, 60), 50));
    assert_eq!(day.floor(), Some(50));
    let states: Vec<TallyState> = day.tallies.iter().map(|line| line.state).collect();
    assert_eq!(states, [TallyState::Superseded, TallyState::Counts]);
}

#[test]
fn an_amendment_sets_a_gap_afterwards_and_a_later_one_holds() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.counted(OPENS, OPENS + HOUR, 6);
    amend(&mut alice, watch, OPENS + 600, OPENS + 1800, StretchStands::Gap);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    // What was tapped in the gap was seen and stays.
    assert_eq!(hour(&day, 7), counted(6, 40));
    amend(&mut alice, watch, OPENS + 1200, OPENS + 1800, StretchStands::Watched);
    assert_eq!(hour(&day_at(OPENS + HOUR, &[(ALICE, &alice)]), 7), counted(6, 50));
}

#[test]
fn quiet_time_without_an_answer_is_doubtful_and_never_watched() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 600, watch, 1);
    let quiet = |answer| {
        let (from, to) = (OPENS + 600, OPENS + 1800);
        Payload::QuietTimeExplained(QuietTimeExplained { watch, from, to, answer })
    };
    alice.add(OPENS + 1800, quiet(QuietAnswer::NotAnswered));
    alice.tap(OPENS + 1800, watch, 1);
    alice.end(OPENS + HOUR, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), row(&day, 7).doubtful_minutes), (counted(2, 40), 20));
    assert_eq!(day.unwatched_minutes(day.now), 20);
    alice.add(OPENS + HOUR, quiet(QuietAnswer::NobodyCame));
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), row(&day, 7).doubtful_minutes), (counted(2, 60), 0));
}

#[test]
fn undeclared_overlap_is_parallel_even_at_different_desks() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    desk(&mut bob, OPENS, OPENS + HOUR, 20, "2");
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.points[0].parallel && !day.points[0].split);
    assert_eq!(day.floor(), Some(30));
}

#[test]
fn watches_declared_split_are_added_and_watched_while_both_are() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let watch = desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    relate(&mut alice, watch, WatchRelation::Split);
    desk(&mut bob, OPENS, OPENS + HOUR / 2, 20, "2");
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.points[0].split);
    assert_eq!(hour(&day, 7), counted(50, 30));
}

#[test]
fn a_split_that_shares_a_desk_or_is_contradicted_is_parallel_and_a_finding() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let one = desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    relate(&mut alice, one, WatchRelation::Split);
    let two = desk(&mut bob, OPENS, OPENS + HOUR, 20, "1");
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    let pair = ((ALICE, one), (BOB, two));
    assert!(day.findings.contains(&Finding::SplitOverlaps { one: pair.0, two: pair.1 }));
    assert_eq!(day.floor(), Some(30));
    relate(&mut bob, two, WatchRelation::Parallel);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.findings.contains(&Finding::RelationsDisagree { one: pair.0, two: pair.1 }));
    assert_eq!(day.floor(), Some(30));
}

#[test]
fn the_latest_word_of_a_person_on_a_pair_holds() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let one = desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    let two = desk(&mut bob, OPENS, OPENS + HOUR, 20, "2");
    let floor = |alice: &Journal, bob: &Journal| {
        let day = day_at(OPENS + HOUR, &[(ALICE, alice), (BOB, bob)]);
        let disagree = |it: &Finding| matches!(it, Finding::RelationsDisagree { .. });
        (day.floor(), day.findings.iter().any(disagree))
    };
    relate(&mut alice, one, WatchRelation::Parallel);
    relate(&mut alice, one, WatchRelation::Split);
    assert_eq!(floor(&alice, &bob), (Some(50), false), "she corrected herself");
    relate(&mut bob, two, WatchRelation::Parallel);
    assert_eq!(floor(&alice, &bob), (Some(30), true), "he says otherwise");
    relate(&mut bob, two, WatchRelation::Split);
    assert_eq!(floor(&alice, &bob), (Some(50), false));
    // Of his watch alone, and then of everybody else's.
    let (watch, other) = (EventRef::Here(one), Some(EventRef::Elsewhere(BOB, two)));
    let relation = WatchRelation::Parallel;
    let named = WatchesRelated { watch, other, relation };
    alice.add(OPENS + HOUR, Payload::WatchesRelated(named));
    relate(&mut alice, one, WatchRelation::Split);
    assert_eq!(floor(&alice, &bob), (Some(30), true), "what is said of one stands for that one");
}

#[test]
fn a_relief_beside_a_second_desk_is_split_and_not_contradicted() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    handed(&mut alice, OPENS + HOUR, watch, 30, 7);
    let mut carol = Journal::at("12A", OPENS + HOUR);
    let relief = desk(&mut carol, OPENS + HOUR, OPENS + 2 * HOUR, 20, "1");
    let (figure, as_of) = (30, OPENS + HOUR);
    let taken = CountTakenOver { watch: relief, figure, as_of, tag: 7, given: None };
    carol.add(as_of, Payload::CountTakenOver(taken));
    let mut bob = Journal::at("12A", OPENS);
    let two = desk(&mut bob, OPENS, OPENS + 2 * HOUR, 40, "2");
    relate(&mut bob, two, WatchRelation::Split);
    let all = [(ALICE, &alice), (CAROL, &carol), (BOB, &bob)];
    let day = day_at(OPENS + 2 * HOUR, &all);
    assert!(!day.findings.iter().any(|it| matches!(it, Finding::RelationsDisagree { .. })));
    assert_eq!((day.points[0].split, day.floor()), (true, Some(90)));
}

#[test]
fn two_hand_overs_of_one_figure_and_tag_are_told_apart_by_the_event_the_code_named() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let one = desk(&mut alice, OPENS, OPENS + HOUR, 30, "1");
    handed(&mut alice, OPENS + HOUR, one, 30, 7);
    let two = desk(&mut bob, OPENS, OPENS + HOUR, 30, "2");
    let event = handed(&mut bob, OPENS + HOUR, two, 30, 7);
    let mut carol = Journal::at("12A", OPENS + HOUR);
    let watch = carol.watch(OPENS + HOUR, 1);
    let given = Some(EventRef::Elsewhere(BOB, event));
    let (figure, as_of) = (30, OPENS + HOUR);
    let taken = CountTakenOver { watch, figure, as_of, tag: 7, given };
    carol.add(as_of, Payload::CountTakenOver(taken));
    let other = |journals: &[(JournalRef, &Journal)]| {
        let day = day_at(OPENS + 2 * HOUR, journals);
        let mut lines = day.hand_overs.iter();
        lines.find(|line| line.journal == CAROL).map(|line| (line.other, line.told))
    };
    let (a, b, c) = ((ALICE, &alice), (BOB, &bob), (CAROL, &carol));
    assert_eq!(other(&[a, b, c]), Some((Some((BOB, event)), 0)));
    // Without Bob's phone nothing is paired, though Alice's figure and tag are the same.
    assert_eq!(other(&[a, c]).map(|(other, _)| other), Some(None));
}

fn handed(journal: &mut Journal, at: i64, watch: u64, figure: u32, tag: u32) -> u64 {
    let event = CountHandedOver { watch, figure, as_of: at, tag };
    journal.add(at, Payload::CountHandedOver(event))
}

/// Counts from `from` on after taking `figure` over.
fn relief(from: i64, figure: u32, tag: u32, taps: i64) -> (Journal, u64) {
    let mut journal = Journal::at("12A", from);
    let watch = journal.watch(from, 1);
    let taken = CountTakenOver { watch, figure, as_of: from, tag, given: None };
    journal.add(from, Payload::CountTakenOver(taken));
    for tap in 0..taps {
        journal.tap(from + tap * HOUR / taps, watch, 1);
    }
    (journal, watch)
}

#[test]
fn a_figure_taken_over_is_never_counted_again() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.counted(OPENS, OPENS + HOUR, 30);
    handed(&mut alice, OPENS + HOUR, watch, 30, 7);
    let (mut bob, watch) = relief(OPENS + HOUR, 30, 7, 20);
    bob.end(OPENS + 2 * HOUR, watch);
    handed(&mut bob, OPENS + 2 * HOUR, watch, 50, 8);
    let (mut carol, watch) = relief(OPENS + 2 * HOUR, 50, 8, 10);
    carol.end(OPENS + 3 * HOUR, watch);
    let now = OPENS + 3 * HOUR;
    let floor = |journals: &[(JournalRef, &Journal)]| day_at(now, journals).floor();
    let (a, b, c) = ((ALICE, &alice), (BOB, &bob), (CAROL, &carol));
    assert_eq!(floor(&[a, b, c]), Some(60));
    // Alice's phone was taken: what Bob was told stands for it, once.
    assert_eq!(floor(&[b, c]), Some(60));
    // Bob's never arrived: of Carol's fifty, thirty are Alice's taps.
    assert_eq!(floor(&[a, c]), Some(60));
    assert_eq!(floor(&[c]), Some(60));
    let day = day_at(now, &[a, c]);
    assert_eq!((day.persons, day.points[0].told), (Some(40), 20));
}

/// Alice stays some seconds after Bob began; each counts every ten minutes, and once meanwhile.
fn relieved_late(seconds: i64) -> (Journal, u64, Journal, u64) {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let one = alice.watch(OPENS, 1);
    for n in 0..6 {
        alice.tap(OPENS + n * 600, one, 1);
    }
    alice.tap(OPENS + HOUR + seconds / 2, one, 1);
    alice.end(OPENS + HOUR + seconds, one);
    let two = bob.watch(OPENS + HOUR, 1);
    for n in 0..6 {
        bob.tap(OPENS + HOUR + n * 600, two, 1);
    }
    bob.end(OPENS + 2 * HOUR, two);
    (alice, one, bob, two)
}

#[test]
fn a_relay_that_overlaps_for_seconds_loses_nobody() {
    let now = OPENS + 2 * HOUR;
    let (alice, _, mut bob, two) = relieved_late(20);
    let (watch, other) = (crate::ids::EventRef::Here(two), None);
    let relation = WatchRelation::Relay;
    bob.add(now, Payload::WatchesRelated(WatchesRelated { watch, other, relation }));
    let day = day_at(now, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!((hour(&day, 7), hour(&day, 8)), (counted(6, 60), counted(7, 60)));
    assert!(!day.points[0].parallel);
    assert_eq!(day.unwatched_minutes(now), 0);
    // Each watch by itself is as long as it was.
    assert_eq!(day.watches.iter().map(|it| it.minutes_watched).collect::<Vec<_>>(), [60, 60]);
}

#[test]
fn a_count_handed_over_while_the_other_still_stands_there_loses_nobody() {
    let now = OPENS + 2 * HOUR;
    let (mut alice, one, mut bob, two) = relieved_late(20);
    let undeclared = day_at(now, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(undeclared.points[0].parallel, "undeclared overlap is parallel");
    handed(&mut alice, OPENS + HOUR, one, 6, 7);
    let (figure, as_of) = (6, OPENS + HOUR);
    let taken = CountTakenOver { watch: two, figure, as_of, tag: 7, given: None };
    bob.add(now, Payload::CountTakenOver(taken));
    let day = day_at(now, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!((day.floor(), day.minutes_watched), (Some(13), 120));
    assert!(!day.points[0].parallel);
}

#[test]
fn a_relay_in_which_both_watched_for_long_is_parallel() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let watch = alice.counted(OPENS, OPENS + 2 * HOUR, 40);
    relate(&mut alice, watch, WatchRelation::Relay);
    bob.counted(OPENS + HOUR, OPENS + 2 * HOUR, 30);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.points[0].parallel);
    assert_eq!(day.floor(), Some(40));
}

#[test]
fn a_count_with_gaps_is_a_floor_and_a_difference_is_at_most_with_its_denominator() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let day = day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)]);
    let against = day.against(90, OPENS + 2 * HOUR);
    let expected = Against {
        figure: 90,
        own: 30,
        unwatched_minutes: 60,
        at_most: Some(60),
        needed_in_ten_minutes: Some(10),
    };
    assert_eq!(against, expected);
    assert_eq!(day.against(30, OPENS + 2 * HOUR).at_most, None);
    assert_eq!(day.against(40, OPENS + HOUR).needed_in_ten_minutes, None);
}

#[test]
fn possible_runs_from_the_floor_by_the_highest_rate_and_never_above_the_largest_list() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    let possible = |most| Possible { floor: 30, most, unwatched_minutes: 60 };
    assert_eq!(day.possible(Some(3)), possible(Some(210)));
    // The imported list has 500.
    assert_eq!(day.possible(Some(30)), possible(Some(500)));
    assert_eq!(day.possible(None), possible(Some(500)));
}

#[test]
fn a_list_noted_by_hand_stands_beside_the_imported_one_and_every_share_names_its_own() {
    let mut alice = Journal::at("12A", OPENS);
    let noted = RegisterNoted {
        visit: 1,
        what: RegisterKind::ListAtOpening,
        figure: 600,
        as_of: OPENS,
        contest: None,
        source: RegisterSource::Told,
        told_by: None,
    };
    let at = alice.add(OPENS, Payload::RegisterNoted(noted));
    alice.figure(OPENS + HOUR, 550);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    let imported = KnownList { voters: 500, said: ListSaid::Imported };
    let own = KnownList { voters: 600, said: ListSaid::Noted(ALICE, at) };
    // Above the imported list and not above the largest: two lists are the finding.
    assert_eq!(day.findings, [Finding::ListsDiffer { one: imported, other: own }]);
    let share = day.share(150).unwrap();
    assert_eq!((share.tenths_of_percent(), share.of), (250, own));
}

#[test]
fn ballots_of_a_box_trip_that_do_not_add_up_are_a_finding() {
    let mut alice = Journal::at("12A", OPENS);
    let out = BoxTripStarted {
        visit: 1,
        name: None,
        applications: Some(12),
        ballots: Some(15),
        accompanied: Accompanied::Yes,
        meanwhile: CountMeanwhile::Gap,
        words: None,
    };
    let trip = alice.add(OPENS + HOUR, Payload::BoxTripStarted(out));
    let back = |voted| BoxTripEnded {
        trip,
        voted,
        returned: Some(2),
        accompanied: Accompanied::Yes,
        words: None,
    };
    alice.add(OPENS + 2 * HOUR, Payload::BoxTripEnded(back(None)));
    assert!(day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)]).findings.is_empty());
    alice.add(OPENS + 2 * HOUR, Payload::BoxTripEnded(back(Some(11))));
    let day = day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)]);
    let event = (ALICE, trip);
    let found = Finding::SumDiffers { of: SumOf::BoxBallots, event, stated: 15, parts: 13 };
    assert_eq!(day.findings, [found]);
}

#[test]
fn a_watch_that_counts_nobody_for_long_is_a_finding_and_nothing_is_blocked() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 60, watch, 1);
    alice.end(OPENS + 2 * HOUR, watch);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    let (from, to) = (OPENS + 900, OPENS + 2 * HOUR);
    let found = Finding::LongWithoutCount { watch: (ALICE, watch), from, to };
    assert_eq!(day.findings, [found]);
    assert_eq!(day.floor(), Some(1));
}

#[test]
fn a_falling_series_near_the_counted_signatures_reads_as_intervals() {
    let mut alice = Journal::at("12A", OPENS);
    for (n, figure) in [100, 80, 120].into_iter().enumerate() {
        alice.figure(OPENS + (n as i64 + 1) * HOUR, figure);
    }
    let (source, as_of) = (FigureSource::OwnCount, OPENS + 12 * HOUR);
    let total = TurnoutNoted { source, as_of, ..crate::samples::turnout(302) };
    let counted = alice.add(as_of, Payload::TurnoutNoted(total));
    let day = day_at(OPENS + 12 * HOUR, &[(ALICE, &alice)]);
    let counted = (ALICE, counted);
    let found =
        Finding::ReadsAsIntervals { journal: ALICE, last: 4, sum: 300, total: 302, counted };
    assert!(day.findings.contains(&found));
}

#[test]
fn a_series_is_measured_by_the_signatures_its_own_observer_counted() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    let closing = OPENS + 12 * HOUR;
    let counted = |journal: &mut Journal, figure| {
        let own = TurnoutNoted { as_of: closing, ..crate::samples::turnout(figure) };
        let own = TurnoutNoted { source: FigureSource::OwnCount, ..own };
        journal.add(closing, Payload::TurnoutNoted(own))
    };
    for (n, figure) in [100, 80, 120].into_iter().enumerate() {
        alice.figure(OPENS + (n as i64 + 1) * HOUR, figure);
        bob.figure(OPENS + (n as i64 + 1) * HOUR, figure);
    }
    let own = counted(&mut alice, 302);
    // What Bob counted is far from the sum of either.
    counted(&mut bob, 900);
    let day = day_at(closing, &[(ALICE, &alice), (BOB, &bob)]);
    let found = day.findings.iter().filter_map(|finding| match finding {
        Finding::ReadsAsIntervals { journal, counted, .. } => Some((*journal, *counted)),
        _ => None,
    });
    assert_eq!(found.collect::<Vec<_>>(), [(ALICE, (ALICE, own))]);
}

#[test]
fn an_amended_figure_is_an_interval_and_the_first_one_stays_on_record() {
    let mut alice = Journal::at("12A", OPENS);
    alice.figure(OPENS + HOUR, 100);
    alice.figure(OPENS + 2 * HOUR, 80);
    let amended = |reason| TurnoutAmended {
        event: 3,
        figure: 81,
        counts: FigureCounts::ThisInterval,
        as_of: OPENS + 2 * HOUR,
        zone: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        reason,
        words: None,
    };
    let reason = TurnoutAmendReason::Explained;
    alice.add(OPENS + 3 * HOUR, Payload::TurnoutAmended(amended(reason)));
    let day = day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)]);
    assert!(day.findings.is_empty());
    let record = &day.turnout[1].record;
    assert_eq!((record.noted_figure, record.figure, &record.amended), (80, 81, &vec![4]));
}

#[test]
fn a_wrong_station_is_mended_by_a_move_and_all_its_records_go_along() {
    let mut alice = Journal::at("99X", OPENS);
    let watch = alice.counted(OPENS, OPENS + HOUR, 30);
    alice.figure(OPENS + HOUR, 40);
    tally(&mut alice, OPENS + HOUR, OPENS + 2 * HOUR, 5, TallyRelation::Adds);
    assert_eq!(day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]).floor(), None);
    let moved = VisitMoved { visit: 1, station: " 12a".into(), words: None };
    alice.add(OPENS + 2 * HOUR, Payload::VisitMoved(moved));
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    assert_eq!((day.floor(), day.turnout.len()), (Some(35), 1));
    let fold = alice.fold();
    let stations: Vec<_> = fold.stations().map(|station| station.code.as_str()).collect();
    assert_eq!(stations, [" 12a"]);
    assert_eq!(fold.visit(1).unwrap().moves[0].before, "99X");
    assert_eq!(fold.watch(watch).unwrap().visit, 1);
}

#[test]
fn every_figure_opens_down_to_its_events() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.counted(OPENS, OPENS + HOUR, 5);
    group(&mut alice, watch, 40, OPENS + 1800, OPENS + 1900);
    alice.add(OPENS + HOUR, Payload::CountUndone(CountUndone { event: 3 }));
    let (events, floor) = opened_day(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((adding(&events), floor), (44, 44));
    let undone = (Stands::Undone, (ALICE, 3));
    assert!(events.iter().any(|event| (event.stands, event.event) == undone));
}

/// All events behind the first point's figure of a day, and that figure.
fn opened_day(now: i64, journals: &[(JournalRef, &Journal)]) -> (Vec<CountedEvent>, u32) {
    let definitions = definitions();
    let folds: Vec<(JournalRef, Fold)> =
        journals.iter().map(|(id, journal)| (*id, journal.fold())).collect();
    let folds: Vec<(JournalRef, &Fold)> = folds.iter().map(|(id, fold)| (*id, fold)).collect();
    let query = StationQuery {
        station: &StationSpec::of_code("12A"),
        definitions: &definitions,
        day: definitions.current().days[0],
        now,
        journals: &folds,
        alive: None,
    };
    let point = station_day(&query).points.swap_remove(0);
    (counted_events(&query, point.point, i64::MIN, i64::MAX, 10_000), point.floor())
}

fn adding(events: &[CountedEvent]) -> u32 {
    events.iter().filter(|it| it.stands == Stands::Counts).map(|it| it.persons).sum()
}

#[test]
fn an_opened_figure_is_the_sum_of_the_events_that_count() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.counted(OPENS, OPENS + 3 * HOUR, 90);
    alice.tap(OPENS + 61, watch, 2);
    alice.tap(OPENS + 62, watch, 4);
    // Half an hour of hers said to be another figure; paper over time she tapped; paper beside it.
    let (from, to) = (OPENS + HOUR, OPENS + HOUR + 1800);
    let replacing = tally(&mut alice, from, to, 20, TallyRelation::Replaces);
    let overlapping =
        tally(&mut alice, OPENS + 2 * HOUR, OPENS + 3 * HOUR, 31, TallyRelation::Adds);
    let beside = tally(&mut alice, OPENS + 3 * HOUR, OPENS + 5 * HOUR, 40, TallyRelation::Adds);
    let back = tally(&mut alice, OPENS + 5 * HOUR, OPENS + 4 * HOUR, 7, TallyRelation::Adds);
    // Bob counts the same for an hour, and takes a figure over whose counting never came.
    let mut bob = Journal::at("12A", OPENS);
    bob.counted(OPENS, OPENS + HOUR, 50);
    let later = bob.watch(OPENS + 6 * HOUR, 1);
    let (figure, as_of) = (200, OPENS + 6 * HOUR);
    let taken = CountTakenOver { watch: later, figure, as_of, tag: 3, given: None };
    let taken = bob.add(as_of, Payload::CountTakenOver(taken));
    bob.end(OPENS + 6 * HOUR + 900, later);
    let (events, floor) = opened_day(OPENS + 7 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert_eq!((adding(&events), floor), (200, 200));
    let stands = |event| events.iter().find(|it| it.event == event).unwrap().stands;
    let taps = |wanted| {
        let taps = events.iter().filter(|it| it.what == CountedKind::Tap);
        taps.filter(|it| it.stands == wanted).count()
    };
    assert_eq!(taps(Stands::Counts), 75, "fifteen of her ninety are stood for");
    assert_eq!((taps(Stands::StoodFor), taps(Stands::Parallel)), (15, 50));
    assert_eq!((taps(Stands::Mark), taps(Stands::Outside)), (1, 1));
    assert_eq!(stands((ALICE, replacing)), Stands::Counts);
    assert_eq!(stands((ALICE, overlapping)), Stands::Overlaps);
    assert_eq!(stands((ALICE, beside)), Stands::Counts);
    assert_eq!(stands((ALICE, back)), Stands::NotWeighed);
    let told = events.iter().find(|it| it.event == (BOB, taken)).unwrap();
    assert_eq!((told.what, told.persons, told.category), (CountedKind::Told, 65, None));
}

/// A day of one journal by other versions of the definition.
fn day_by(definitions: &Definitions, now: i64, journal: &Journal) -> StationDay {
    let fold = journal.fold();
    station_day(&StationQuery {
        station: &StationSpec::of_code("12A"),
        definitions,
        day: definitions.current().days[0],
        now,
        journals: &[(ALICE, &fold)],
        alive: None,
    })
}

#[test]
fn a_tap_is_one_person_however_many_papers_it_takes() {
    let mut definition = definitions().current().clone();
    let contest = |number| crate::definition::Contest {
        number,
        names: BTreeMap::new(),
        candidates: Vec::new(),
    };
    definition.contests = vec![contest(1), contest(2), contest(3)];
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 5);
    let day = day_by(&Definitions::of([definition]), OPENS + HOUR, &alice);
    assert_eq!((day.persons, day.floor(), hour(&day, 7)), (Some(5), Some(5), counted(5, 60)));
}

#[test]
fn point_cover_and_view_are_fixed_when_a_watch_starts() {
    let first = definitions().current().clone();
    let mut second = ElectionDefinition { version: 2, ..first.clone() };
    second.points[0].kind = PointKind::Recording;
    second.categories[0].role = crate::definition::CategoryRole::Outside;
    let (covers, view) = (vec!["A-L".to_owned()], ViewOfPoint::PartlyBlocked);
    let started = WatchStarted { visit: 1, definition_version: 1, point: 1, covers, view };
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.add(OPENS, Payload::WatchStarted(started));
    alice.tap(OPENS + 60, watch, 1);
    let shown = |definitions: &Definitions| {
        let day = day_by(definitions, OPENS + HOUR, &alice);
        let watch = &day.watches[0];
        (watch.point, watch.kind, watch.covers.clone(), watch.view, watch.persons)
    };
    let fixed =
        (1, Some(first.points[0].kind), vec!["A-L".to_owned()], ViewOfPoint::PartlyBlocked, 1);
    assert_eq!(shown(&Definitions::of([first.clone()])), fixed);
    assert_eq!(shown(&Definitions::of([first, second])), fixed, "whatever is published later");
}

#[test]
fn a_tally_from_memory_adds_persons_and_watches_no_minute() {
    let tallied = |method| {
        let mut alice = Journal::at("12A", OPENS);
        alice.counted(OPENS, OPENS + HOUR, 30);
        let at = tally(&mut alice, OPENS + HOUR, OPENS + 2 * HOUR, 17, TallyRelation::Adds);
        let entered = &mut alice.events[at as usize - 1].event;
        let Payload::TallyEntered(event) = entered.payload.clone() else { panic!("a tally") };
        let payload = Payload::TallyEntered(TallyEntered { method, ..event });
        *entered = Event::new(entered.time, payload);
        let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
        let row = row(&day, 8);
        (row.tallied, row.tallied_minutes, day.unwatched_minutes(day.now), day.floor())
    };
    assert_eq!(tallied(TallyMethod::Memory), (17, 0, 60, Some(47)));
    for method in [TallyMethod::Paper, TallyMethod::Clicker, TallyMethod::Recording] {
        assert_eq!(tallied(method), (17, 60, 0, Some(47)), "{method:?}");
    }
}

#[test]
fn an_interruption_is_unknown_until_it_is_said_to_have_been_watched() {
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    alice.tap(OPENS + 600, watch, 1);
    let last_sign = OPENS + 1200;
    alice.add(OPENS + 3000, Payload::WatchInterrupted(WatchInterrupted { watch, last_sign }));
    alice.add(OPENS + 3000, Payload::WatchResumed(WatchResumed { watch }));
    alice.end(OPENS + HOUR, watch);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), day.unwatched_minutes(day.now)), (counted(1, 30), 30));
    amend(&mut alice, watch, last_sign, OPENS + 3000, StretchStands::Watched);
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    assert_eq!((hour(&day, 7), day.unwatched_minutes(day.now)), (counted(1, 60), 0));
}

#[test]
fn a_corrected_hour_stands_for_every_category_that_adds() {
    let mut definition = definitions().current().clone();
    let mut other = definition.categories[0].clone();
    (other.number, other.code) = (9, "second".into());
    definition.categories.push(other);
    let definitions = Definitions::of([definition]);
    let mut alice = Journal::at("12A", OPENS);
    let watch = alice.watch(OPENS, 1);
    for tap in 0..35 {
        alice.tap(OPENS + tap * 60, watch, if tap < 30 { 1 } else { 9 });
    }
    alice.tap(OPENS + 35 * 60, watch, 2);
    alice.end(OPENS + HOUR, watch);
    assert_eq!(day_by(&definitions, OPENS + HOUR, &alice).floor(), Some(35));
    let corrected = corrected_hour(35, 36);
    alice.add(OPENS + HOUR, Payload::HourCorrected(corrected));
    let day = day_by(&definitions, OPENS + HOUR, &alice);
    assert_eq!((day.floor(), day.points[0].persons, day.points[0].tallied), (Some(36), 0, 36));
    let HourCount::Counted { parts, .. } = hour(&day, 7) else { panic!("unknown") };
    assert_eq!(parts, BTreeMap::from([(2, 1)]), "marks stay");
}

#[test]
fn a_tally_of_what_adds_nobody_watches_no_minute() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    let at = tally(&mut alice, OPENS + HOUR, OPENS + 2 * HOUR, 17, TallyRelation::Adds);
    let entered = &mut alice.events[at as usize - 1].event;
    let Payload::TallyEntered(event) = entered.payload.clone() else { panic!("a tally") };
    let payload = Payload::TallyEntered(TallyEntered { category: 2, ..event });
    *entered = Event::new(entered.time, payload);
    let day = day_at(OPENS + 2 * HOUR, &[(ALICE, &alice)]);
    let row = row(&day, 8);
    assert_eq!((row.tallied, row.tallied_minutes), (0, 0));
    assert_eq!((day.unwatched_minutes(day.now), day.floor()), (60, Some(30)));
}

#[test]
fn a_figure_taken_over_by_mistake_is_taken_back_and_told_nowhere() {
    let (mut bob, watch) = relief(OPENS + HOUR, 400, 7, 20);
    bob.end(OPENS + 2 * HOUR, watch);
    let floor = |bob: &Journal| {
        let day = day_at(OPENS + 2 * HOUR, &[(BOB, bob)]);
        (day.floor(), day.hand_overs.len())
    };
    assert_eq!(floor(&bob), (Some(420), 1));
    // The watch is the second event of his journal, the taking the third.
    let event = watch + 1;
    bob.add(OPENS + 2 * HOUR, Payload::CountUndone(CountUndone { event }));
    assert_eq!(floor(&bob), (Some(20), 0));
    let stray = |bob: &Journal| bob.fold().journal_record().stray;
    assert_eq!(stray(&bob), 0);
    bob.add(OPENS + 2 * HOUR, Payload::CountUndone(CountUndone { event }));
    assert_eq!(stray(&bob), 1, "it is taken back once");
}

#[test]
fn a_regions_total_leaves_parallel_counts_out() {
    let (mut alice, mut bob) = (Journal::at("12A", OPENS), Journal::at("12A", OPENS));
    alice.counted(OPENS, OPENS + HOUR, 30);
    bob.counted(OPENS, OPENS + 1800, 20);
    let one = day_at(OPENS + HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    let mut carol = Journal::at("12A", OPENS);
    carol.counted(OPENS, OPENS + HOUR, 10);
    let mut two = day_at(OPENS + 2 * HOUR, &[(CAROL, &carol)]);
    two.station = StationSpec::of_code("13A");
    let totals = region_totals([&one, &two], 1);
    let total = RegionTotal { stations: 2, floor: 40, unwatched_minutes: 60 };
    assert_eq!(totals.into_values().collect::<Vec<_>>(), [total]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_figure_depends_on_the_rate_that_was_observed(
        one in proptest::collection::vec(0..HOUR, 20),
        two in proptest::collection::vec(0..HOUR, 20),
        figure in 0_u64..500,
    ) {
        let day = |taps: &[i64]| {
            let mut alice = Journal::at("12A", OPENS);
            let watch = alice.watch(OPENS, 1);
            taps.iter().for_each(|tap| {
                alice.tap(OPENS + tap, watch, 1);
            });
            alice.end(OPENS + HOUR, watch);
            day_at(OPENS + 3 * HOUR, &[(ALICE, &alice)])
        };
        let (one, two) = (day(&one), day(&two));
        prop_assert_eq!(one.possible(Some(3)), two.possible(Some(3)));
        let at = OPENS + 2 * HOUR;
        prop_assert_eq!(one.against(figure, at), two.against(figure, at));
    }
}

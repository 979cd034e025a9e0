//! One test a sentence of the observation model's "What others say".

use super::*;

fn noted(journal: &mut Journal, as_of: i64, figure: u64, change: impl Fn(&mut TurnoutNoted)) {
    let mut noted = TurnoutNoted { as_of, ..crate::samples::turnout(figure) };
    change(&mut noted);
    journal.add(as_of, Payload::TurnoutNoted(noted));
}

fn register(journal: &mut Journal, what: RegisterKind, as_of: i64, figure: u32) -> u64 {
    let (contest, source, told_by) = (None, RegisterSource::Told, None);
    let noted = RegisterNoted { visit: 1, what, figure, as_of, contest, source, told_by };
    journal.add(as_of, Payload::RegisterNoted(noted))
}

fn day_with(registered: Option<u32>, journal: &Journal) -> StationDay {
    let (definitions, fold) = (definitions(), journal.fold());
    station_day(&StationQuery {
        station: &StationSpec { registered, ..StationSpec::of_code("12A") },
        definitions: &definitions,
        day: definitions.current().days[0],
        now: OPENS + 12 * HOUR,
        journals: &[(ALICE, &fold)],
        alive: None,
    })
}

#[test]
fn figures_of_two_contests_or_of_two_things_are_not_one_falling_series() {
    let mut alice = Journal::at("12A", OPENS);
    noted(&mut alice, OPENS + HOUR, 300, |it| it.contest = Some(1));
    noted(&mut alice, OPENS + 2 * HOUR, 200, |it| it.contest = Some(2));
    noted(&mut alice, OPENS + 3 * HOUR, 150, |it| it.contest = None);
    noted(&mut alice, OPENS + 4 * HOUR, 90, |it| it.what = FigureKind::Dropped);
    let day = day_at(OPENS + 12 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.findings, []);
    noted(&mut alice, OPENS + 5 * HOUR, 250, |it| it.contest = Some(1));
    let day = day_at(OPENS + 12 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.falling(), [(ALICE, 6)].into(), "of one contest and one thing it falls");
}

#[test]
fn a_list_at_closing_that_is_not_opening_and_additions_is_a_finding() {
    let closing = |figure| {
        let mut alice = Journal::at("12A", OPENS);
        register(&mut alice, RegisterKind::ListAtOpening, OPENS, 500);
        register(&mut alice, RegisterKind::Additions, OPENS + 11 * HOUR, 20);
        let at = register(&mut alice, RegisterKind::ListAtClosing, OPENS + 12 * HOUR, figure);
        (at, day_with(Some(500), &alice).findings)
    };
    assert_eq!(closing(520).1, [], "it grew by those who were added");
    let (at, findings) = closing(530);
    let (of, event) = (SumOf::List, (ALICE, at));
    assert_eq!(findings, [Finding::SumDiffers { of, event, stated: 530, parts: 520 }]);
}

#[test]
fn a_list_at_closing_grows_by_the_additions_over_the_imported_one_too() {
    let closing = |figure, added: Option<u32>| {
        let mut alice = Journal::at("12A", OPENS);
        if let Some(added) = added {
            register(&mut alice, RegisterKind::Additions, OPENS + 11 * HOUR, added);
        }
        let at = register(&mut alice, RegisterKind::ListAtClosing, OPENS + 12 * HOUR, figure);
        let one = KnownList { voters: 500, said: ListSaid::Imported };
        let other = KnownList { voters: figure, said: ListSaid::Noted(ALICE, at) };
        (day_with(Some(500), &alice).findings, vec![Finding::ListsDiffer { one, other }])
    };
    assert_eq!(closing(520, Some(20)).0, []);
    let (found, differ) = closing(530, Some(20));
    assert_eq!(found, differ);
    let (found, differ) = closing(520, None);
    assert_eq!(found, differ, "nobody said who was added");
}

#[test]
fn without_a_known_list_there_is_no_percentage() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS, OPENS + HOUR, 30);
    // What is no size of the list is no denominator.
    register(&mut alice, RegisterKind::BallotsReceived, OPENS, 700);
    register(&mut alice, RegisterKind::Certificates, OPENS, 7);
    for none in [None, Some(0)] {
        let day = day_with(none, &alice);
        assert_eq!((day.largest_list(), day.share(30)), (None, None));
        assert_eq!(day.possible(None).most, None, "nor is anything bounded by it");
    }
    assert_eq!(day_with(Some(60), &alice).share(30).unwrap().tenths_of_percent(), 500);
}

#[test]
fn the_definitions_limits_decide_what_reads_as_intervals() {
    let mut alice = Journal::at("12A", OPENS);
    for (n, figure) in (1..).zip([100, 80, 120]) {
        noted(&mut alice, OPENS + n * HOUR, figure, |_| ());
    }
    noted(&mut alice, OPENS + 11 * HOUR, 320, |it| it.source = FigureSource::OwnCount);
    let fold = alice.fold();
    let reads = |percent, persons| {
        let mut definition = definitions().current().clone();
        definition.limits.interval_percent = percent;
        definition.limits.interval_persons = persons;
        let definitions = Definitions::of([definition]);
        let day = station_day(&StationQuery {
            station: &StationSpec::of_code("12A"),
            definitions: &definitions,
            day: definitions.current().days[0],
            now: OPENS + 12 * HOUR,
            journals: &[(ALICE, &fold)],
            alive: None,
        });
        day.findings.iter().any(|it| matches!(it, Finding::ReadsAsIntervals { .. }))
    };
    // Three hundred in all, twenty off: more than three per cent and more than five persons.
    assert!(!reads(None, None));
    assert!(reads(Some(7), None));
    assert!(reads(None, Some(20)));
    assert!(!reads(Some(6), Some(19)));
}

/// Nobody watched the first quarter; then a person a minute for half an hour.
fn from_a_quarter_past() -> Journal {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS + 900, OPENS + 2700, 30);
    alice
}

#[test]
fn beside_an_observers_figure_persons_are_counted_up_to_the_second() {
    let (mut alice, as_of) = (from_a_quarter_past(), OPENS + 1500);
    alice.figure(as_of, 40);
    let against = day_at(OPENS + HOUR, &[(ALICE, &alice)]).against(40, as_of);
    // Ten of the quarter's fifteen came before the moment.
    assert_eq!((against.own, against.at_most), (10, Some(30)));
    assert_eq!((against.unwatched_minutes, against.needed_in_ten_minutes), (15, Some(20)));
}

#[test]
fn at_most_is_never_too_low_and_a_rate_never_overstated_by_who_came_about_the_moment() {
    // Headquarters' figure: of the quarter's fifteen nobody knows here who came before it.
    let alice = from_a_quarter_past();
    let day = day_at(OPENS + HOUR, &[(ALICE, &alice)]);
    let against = day.against(40, OPENS + 1500);
    assert_eq!((against.own, against.at_most), (0, Some(40)));
    assert_eq!(against.needed_in_ten_minutes, Some(16), "all fifteen may have been before it");
    assert_eq!(day.against(15, OPENS + 1500).needed_in_ten_minutes, None);
    assert_eq!(day.against(40, OPENS + 1800).own, 15, "a whole quarter is known");
    // Of sixty on paper within the hour nobody knows at all.
    let mut bob = Journal::at("12A", OPENS);
    tally(&mut bob, OPENS, OPENS + HOUR, 60, TallyRelation::Adds);
    let day = day_at(OPENS + HOUR, &[(BOB, &bob)]);
    let at = |as_of| (day.against(90, as_of).own, day.against(90, as_of).at_most);
    assert_eq!(at(OPENS + 1800), (0, Some(90)));
    assert_eq!(at(OPENS + HOUR), (60, Some(30)));
}

#[test]
fn half_a_minute_in_which_nobody_watched_is_possible_persons_too() {
    let mut alice = Journal::at("12A", OPENS);
    alice.counted(OPENS + 30, OPENS + HOUR, 10);
    let possible = day_at(OPENS + HOUR, &[(ALICE, &alice)]).possible(Some(3));
    assert_eq!((possible.floor, possible.most), (10, Some(12)));
    assert_eq!(possible.unwatched_minutes, 0);
}

#[test]
fn a_list_noted_again_takes_the_place_of_the_first() {
    let mut alice = Journal::at("12A", OPENS);
    register(&mut alice, RegisterKind::ListAtOpening, OPENS, 12_040);
    let mistyped = day_with(Some(1204), &alice);
    assert_eq!(mistyped.largest_list().unwrap().voters, 12_040);
    assert_eq!(mistyped.findings.len(), 1);
    register(&mut alice, RegisterKind::ListAtOpening, OPENS, 1204);
    let day = day_with(Some(1204), &alice);
    assert_eq!((day.largest_list().unwrap().voters, day.findings), (1204, Vec::new()));
    assert_eq!(day.registers.len(), 2, "both are kept");
    // Another's word takes no place: two sizes stand, and are a finding.
    let mut bob = Journal::at("12A", OPENS);
    register(&mut bob, RegisterKind::ListAtOpening, OPENS, 1300);
    let day = day_at(OPENS + 12 * HOUR, &[(ALICE, &alice), (BOB, &bob)]);
    assert!(day.findings.iter().any(|it| matches!(it, Finding::ListsDiffer { .. })));
}

#[test]
fn an_own_count_is_no_fall_of_what_was_told() {
    let mut alice = Journal::at("12A", OPENS);
    noted(&mut alice, OPENS + HOUR, 310, |_| ());
    noted(&mut alice, OPENS + 2 * HOUR, 302, |it| it.source = FigureSource::OwnCount);
    noted(&mut alice, OPENS + 3 * HOUR, 320, |_| ());
    let day = day_at(OPENS + 12 * HOUR, &[(ALICE, &alice)]);
    assert_eq!(day.findings, []);
    noted(&mut alice, OPENS + 4 * HOUR, 315, |_| ());
    assert_eq!(day_at(OPENS + 12 * HOUR, &[(ALICE, &alice)]).falling(), [(ALICE, 5)].into());
}

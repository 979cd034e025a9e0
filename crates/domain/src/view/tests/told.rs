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

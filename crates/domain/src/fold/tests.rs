use super::*;
use crate::event::*;
use crate::samples;
use proptest::prelude::*;

const START: i64 = 1_383_465_600;

fn stamped(ordinal: u64, time: i64, payload: Payload) -> Stamped {
    Stamped { ordinal, boot: [1; 16], drift: 1000, event: Event::new(time, payload) }
}

fn arrived() -> Payload {
    Payload::Arrived(Arrived { station: " 12 A".into(), place: Place::Inside })
}

fn started(visit: u64) -> Payload {
    Payload::WatchStarted(WatchStarted {
        visit,
        definition_version: 0,
        point: 1,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    })
}

fn tap(watch: u64) -> Payload {
    Payload::VoterCounted(VoterCounted { watch, category: 1, method: CountMethod::Screen })
}

fn folded(events: &[Stamped]) -> Fold {
    let mut fold = Fold::new();
    fold.apply(events);
    fold
}

fn count(fold: &Fold, watch: u64) -> u32 {
    fold.watch(watch).unwrap().totals().values().sum()
}

/// Arrival, a watch at 2, and `taps` one minute apart from ordinal 3 on.
fn counting(taps: u64) -> Vec<Stamped> {
    let mut events = vec![stamped(1, START, arrived()), stamped(2, START, started(1))];
    events.extend((0..taps).map(|n| stamped(3 + n, START + 60 * (n as i64 + 1), tap(2))));
    events
}

#[test]
fn a_tap_counts_in_its_quarter() {
    let fold = folded(&counting(20));
    let watch = fold.watch(2).unwrap();
    let quarters: Vec<u32> = watch.quarters.values().map(|counts| counts[&1]).collect();
    assert_eq!(quarters, [14, 6]);
    assert_eq!(watch.taps.count(), 20);
}

#[test]
fn an_undo_works_across_pages_and_only_once() {
    let events = counting(5);
    let rows = folded(&events).rows().into_iter();
    let rows = rows.map(|row| (row.view, row.key, row.value.unwrap()));
    let mut fold = Fold::resume(rows).unwrap();
    let undo =
        |ordinal, event| stamped(ordinal, START + 400, Payload::CountUndone(CountUndone { event }));
    fold.apply(&[undo(8, 4)]);
    assert_eq!(count(&fold, 2), 4);
    fold.apply(&[undo(9, 4), undo(10, 1), undo(11, 99)]);
    assert_eq!(count(&fold, 2), 4);
    assert_eq!(fold.journal_record().stray, 3);
    assert_eq!(fold.journal_record().first_stray, Some(9));
}

/// Taps read again while so many events are folded: how much they cost beside being written.
/// What an event costs in time is the bench's to say.
fn taps_read(work: impl FnOnce()) -> u64 {
    let before = super::taps::READ.get();
    work();
    super::taps::READ.get() - before
}

#[test]
fn as_many_undos_as_taps_cost_no_more_each() {
    let size = 2_000;
    let mut events = counting(size);
    let read = taps_read(|| {
        events.extend((0..size).map(|n| {
            let undone = CountUndone { event: 3 + n };
            stamped(3 + size + n, START + 60 * size as i64, Payload::CountUndone(undone))
        }));
        let fold = folded(&events);
        assert_eq!((count(&fold, 2), fold.journal_record().stray), (0, 0));
    });
    // A few undos are looked for one by one, the rest in an index of all.
    assert!((size..6 * size).contains(&read), "{read} taps read for {size} undos");
}

#[test]
fn an_undo_reads_a_run_of_taps_and_not_the_day() {
    for named in [3, 2_500, 5_002] {
        let mut fold = folded(&counting(5_000));
        let undo =
            stamped(5_003, START + 400_000, Payload::CountUndone(CountUndone { event: named }));
        let read = taps_read(|| drop(fold.apply([&undo])));
        assert!((1..=256).contains(&read), "{read} taps read to take {named} back");
        assert_eq!((count(&fold, 2), fold.journal_record().stray), (4_999, 0));
        let latest = fold.watch(2).unwrap().last_counted().unwrap().ordinal;
        assert_eq!(latest, if named == 5_002 { 5_001 } else { 5_002 });
    }
}

#[test]
fn comparing_the_clock_after_each_tap_costs_no_more_each() {
    let size: u64 = 2_000;
    let read = taps_read(|| {
        let mut events = counting(0);
        for n in 0..size {
            let at = START + n as i64;
            // Each tap in a boot of its own, each comparison another offset of the first.
            let mut boot = [9; 16];
            boot[..8].copy_from_slice(&n.to_be_bytes());
            events.push(Stamped { boot, ..stamped(3 + 2 * n, at, tap(2)) });
            let (boottime, headquarters_time) = (0, 900 * n as i64);
            let compared = ClockCompared { boot: [1; 16], boottime, headquarters_time };
            events.push(stamped(4 + 2 * n, at, Payload::ClockCompared(compared)));
        }
        assert_eq!(count(&folded(&events), 2), u32::try_from(size).unwrap());
    });
    // The watch is counted anew once, at the run's end.
    assert!((size..3 * size).contains(&read), "{read} taps read for {size} comparisons");
}

#[test]
fn a_revocation_keeps_the_last_good_page_of_each_journal() {
    let revoked = |ordinal, journal, last| {
        let event = Revoked {
            operator: "Carol".into(),
            invitation: [5; 16],
            journal: Some(crate::ids::JournalRef([journal; 16])),
            last_good_page: Some(last),
        };
        stamped(ordinal, START, Payload::Revoked(event))
    };
    let fold = folded(&[revoked(1, 1, 4), revoked(2, 2, 7)]);
    let kept: Vec<_> = fold.revocations().map(|one| one.last_good_page).collect();
    assert_eq!(kept, [Some(4), Some(7)]);
}

#[test]
fn a_tap_without_a_watch_counts_nowhere_and_is_named() {
    let fold = folded(&[stamped(1, START, arrived()), stamped(2, START, tap(1))]);
    assert_eq!(fold.watches().count(), 0);
    assert_eq!(fold.journal_record().first_stray, Some(2));
}

#[test]
fn a_watch_rests_while_paused_and_a_tap_wakes_it() {
    let mut events = counting(1);
    let pause = WatchPaused { watch: 2, reason: PauseReason::Break };
    events.push(stamped(4, START + 120, Payload::WatchPaused(pause)));
    events.push(stamped(5, START + 600, tap(2)));
    let fold = folded(&events);
    let watch = fold.watch(2).unwrap();
    assert_eq!(watch.state, WatchState::Running);
    let at = |moment: Moment| moment.claimed - START;
    let stretches: Vec<_> =
        watch.stretches.iter().map(|one| (at(one.from), one.to.map(at))).collect();
    assert_eq!(stretches, [(0, Some(120)), (600, None)]);
}

#[test]
fn an_interrupted_watch_ends_at_its_last_sign_of_life() {
    let mut events = counting(2);
    let interrupted = WatchInterrupted { watch: 2, last_sign: START + 300 };
    events.push(Stamped {
        boot: [2; 16],
        ..stamped(5, START + 4000, Payload::WatchInterrupted(interrupted))
    });
    let fold = folded(&events);
    let watch = fold.watch(2).unwrap();
    assert_eq!(watch.state, WatchState::Interrupted);
    assert_eq!(watch.stretches[0].to.unwrap().claimed, START + 300);
    assert_eq!(watch.stretches[0].to.unwrap().boot, 1);
}

#[test]
fn a_life_mark_older_than_the_last_tap_takes_nothing_away() {
    let mut events = counting(2);
    let interrupted = WatchInterrupted { watch: 2, last_sign: START + 10 };
    events.push(stamped(5, START + 4000, Payload::WatchInterrupted(interrupted)));
    let fold = folded(&events);
    assert_eq!(fold.watch(2).unwrap().stretches[0].to.unwrap().claimed, START + 120);
}

#[test]
fn a_comparison_corrects_its_boot_also_what_came_before() {
    let mut events = counting(3);
    let before = folded(&events);
    // The wall clock is two hours ahead: boottime START − 1000, true time START − 7200.
    let compared =
        ClockCompared { boot: [1; 16], boottime: START - 1000, headquarters_time: START - 7200 };
    events.push(stamped(6, START + 200, Payload::ClockCompared(compared)));
    let fold = folded(&events);
    let first = |fold: &Fold| *fold.watch(2).unwrap().quarters.first_key_value().unwrap().0;
    assert_eq!(first(&before) - first(&fold), 8);
    let time = fold.time(fold.visit(1).unwrap().arrived);
    assert_eq!(time, Time { at: START - 7200, corrected: true });
    let claimed = before.time(before.visit(1).unwrap().arrived);
    assert_eq!(claimed, Time { at: START, corrected: false });
}

#[test]
fn a_comparison_says_nothing_about_another_boot() {
    let mut events = counting(1);
    let compared = ClockCompared { boot: [2; 16], boottime: 0, headquarters_time: START };
    events.push(stamped(4, START + 200, Payload::ClockCompared(compared)));
    let fold = folded(&events);
    assert!(!fold.time(fold.visit(1).unwrap().arrived).corrected);
}

#[test]
fn taps_take_less_than_three_bytes_each() {
    let fold = folded(&counting(1200));
    let row = fold.rows().into_iter().find(|row| row.view == ViewName::Watch).unwrap();
    let bytes = row.value.unwrap().len();
    assert!(bytes < 3 * 1200, "{bytes}");
}

#[test]
fn an_unknown_kind_is_counted_by_number() {
    let raw = [0x82, 0x18, 99, 0x00];
    let event = Event::decode(&raw).unwrap();
    let fold = folded(&[Stamped { ordinal: 1, boot: [1; 16], drift: 0, event }]);
    let known = UnknownKind { count: 1, first: 1, last: 1 };
    assert_eq!(fold.journal_record().unknown, [(99, known)].into());
}

#[test]
fn the_latest_answer_holds_and_a_cleared_one_is_no_answer() {
    let answer = |ordinal, value| {
        let answered = Answered {
            visit: 1,
            form: 1,
            form_version: 1,
            instance: 1,
            repeat_path: Vec::new(),
            question: 3,
            value,
            seen_at: None,
        };
        stamped(ordinal, START, Payload::Answered(answered))
    };
    let events =
        [stamped(1, START, arrived()), answer(2, Value::Integer(4)), answer(3, Value::Integer(5))];
    let mut fold = folded(&events);
    let answers = |fold: &Fold| fold.forms().next().unwrap().top_answers();
    assert_eq!(answers(&fold), [(3, Value::Integer(5))].into());
    fold.apply(&[answer(4, Value::Cleared)]);
    assert_eq!(answers(&fold), crate::form::Answers::new());
    let record = &fold.forms().next().unwrap().answers[&(Vec::new(), 3)];
    assert_eq!((record.ordinal, record.before), (4, 2));
}

fn filling() -> FillingRef {
    FillingRef { visit: 1, form: 1, form_version: 1, instance: 1 }
}

#[test]
fn a_round_has_its_number_for_ever_and_answers_stay_with_it() {
    let rounds = |ordinal, added: bool, round| {
        let (filling, repeat_path, repeat) = (filling(), Vec::new(), 7);
        let payload = match added {
            true => Payload::RepeatAdded(RepeatAdded { filling, repeat_path, repeat, round }),
            false => Payload::RepeatRemoved(RepeatRemoved { filling, repeat_path, repeat, round }),
        };
        stamped(ordinal, START, payload)
    };
    let fold = folded(&[
        stamped(1, START, arrived()),
        rounds(2, true, 2),
        rounds(3, false, 1),
        rounds(4, true, 2),
        rounds(5, true, 3),
    ]);
    let record = fold.forms().next().unwrap();
    assert_eq!(record.rounds_of(&[], 7), RoundsRecord { standing: vec![2, 3], highest: 3 });
    assert_eq!(record.rounds_of(&[], 8).standing, [1], "a repeat nobody touched has one round");
    assert_eq!(fold.journal_record().stray, 1, "a number is not given twice");
}

#[test]
fn a_finished_filling_is_opened_again_with_its_reason() {
    let finish = |ordinal| {
        stamped(ordinal, START, Payload::FormFinished(FormFinished { filling: filling() }))
    };
    let reason = "the commission brought another sheet".to_owned();
    let reopen = FormReopened { filling: filling(), reason: reason.clone() };
    let mut fold = folded(&[stamped(1, START, arrived()), finish(2)]);
    assert!(fold.forms().next().unwrap().finished.is_some());
    fold.apply(&[stamped(3, START, Payload::FormReopened(reopen))]);
    let record = fold.forms().next().unwrap();
    assert_eq!((record.finished, record.reopened[0].reason.as_str()), (None, reason.as_str()));
}

#[test]
fn an_assignment_taken_back_deletes_its_row() {
    let samples = samples::one_of_each();
    let find = |kind| samples.iter().find(|payload| payload.kind() == kind).unwrap().clone();
    let mut fold = folded(&[stamped(1, START, find(kinds::ASSIGNED))]);
    assert_eq!(fold.assignments().count(), 1);
    let rows = fold.apply(&[stamped(2, START, find(kinds::UNASSIGNED))]);
    let gone = rows.iter().find(|row| row.view == ViewName::Assignment).unwrap();
    assert_eq!(gone.value, None);
    assert_eq!(fold.assignments().count(), 0);
}

#[test]
fn the_days_of_a_station_are_said_of_one_that_is_assigned() {
    let samples = samples::one_of_each();
    let find = |kind| samples.iter().find(|payload| payload.kind() == kind).unwrap().clone();
    let days = || find(kinds::STATION_DAYS_SET);
    let mut fold = folded(&[stamped(1, START, days()), stamped(2, START, find(kinds::ASSIGNED))]);
    let votes = |fold: &Fold, date: &str| {
        fold.assignments().next().unwrap().votes_on(date.parse().unwrap())
    };
    assert!(votes(&fold, "2026-12-06"), "what nobody was assigned to has no days");
    fold.apply(&[stamped(3, START, days())]);
    assert!(votes(&fold, "1970-01-01") && !votes(&fold, "2026-12-06"));
    // Assigned anew, it is as the newest assignment says.
    fold.apply(&[stamped(4, START, find(kinds::ASSIGNED))]);
    assert!(votes(&fold, "2026-12-06"));
}

#[test]
fn view_names_lead_back_to_their_views() {
    for view in ViewName::ALL {
        assert_eq!(ViewName::of_name(view.name()), Some(view));
    }
}

fn stored(rows: &mut std::collections::BTreeMap<(ViewName, Vec<u8>), Vec<u8>>, changed: Vec<Row>) {
    for row in changed {
        match row.value {
            Some(value) => rows.insert((row.view, row.key), value),
            None => rows.remove(&(row.view, row.key)),
        };
    }
}

proptest! {
    #[test]
    fn rebuilt_equals_kept(
        events in samples::journal(),
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6),
    ) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(events.len() + 1)).collect();
        cuts.sort_unstable();
        cuts.push(events.len());
        let (mut rows, mut from) = (std::collections::BTreeMap::new(), 0);
        for to in cuts {
            // Every page is folded by a process that knows the rows only.
            let resumed = rows.iter().map(|((view, key), value): (&(ViewName, Vec<u8>), &Vec<u8>)| {
                (*view, key.clone(), value.clone())
            });
            let mut fold = Fold::resume(resumed.collect::<Vec<_>>()).unwrap();
            let changed = fold.apply(&events[from..to]);
            stored(&mut rows, changed);
            from = to;
        }
        let mut rebuilt = std::collections::BTreeMap::new();
        stored(&mut rebuilt, folded(&events).rows());
        prop_assert_eq!(rows, rebuilt);
    }

    #[test]
    fn folding_twice_is_folding_once(events in samples::journal()) {
        let mut fold = folded(&events);
        let once = fold.rows();
        prop_assert!(fold.apply(&events).is_empty());
        prop_assert_eq!(fold.rows(), once);
    }

    #[test]
    fn taps_read_back_as_they_were_pushed(
        taps in proptest::collection::vec(any::<(u64, i64, i64, u32, u32)>(), 0..600),
    ) {
        let taps: Vec<Tap> = taps
            .into_iter()
            .map(|(ordinal, claimed, drift, boot, category)| Tap {
                ordinal,
                moment: Moment { claimed, drift, boot },
                category,
                method: CountMethod::External,
            })
            .collect();
        let mut compact = Taps::default();
        taps.iter().for_each(|tap| compact.push(*tap));
        prop_assert_eq!(compact.iter().collect::<Vec<_>>(), taps);
    }

    #[test]
    fn any_bytes_in_a_row_are_refused_or_read(
        view in proptest::sample::select(ViewName::ALL.to_vec()),
        value in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        if let Ok(fold) = Fold::resume([(view, vec![0; 8], value)]) {
            prop_assert_eq!(fold.rows().len(), 1);
        }
    }
}

fn notice(notice: u64, text: &str) -> Payload {
    Payload::NoticeSent(NoticeSent { operator: "Carol".into(), notice, text: text.into() })
}

fn read(notice: u64) -> Payload {
    Payload::NoticeRead(NoticeRead { notice, journal: JournalRef([4; 16]) })
}

#[test]
fn a_notice_is_read_at_the_first_event_that_says_so() {
    let told = folded(&[stamped(1, START, notice(1, "come")), stamped(2, START, notice(2, "go"))]);
    let own = folded(&[
        stamped(1, START + 60, read(2)),
        stamped(2, START + 90, read(2)),
        // Of another journal of headquarters: another notice.
        stamped(
            3,
            START + 95,
            Payload::NoticeRead(NoticeRead { notice: 1, journal: JournalRef([5; 16]) }),
        ),
    ]);
    let lines = crate::view::notices(JournalRef([4; 16]), &told, &[&own]);
    assert_eq!(
        lines.iter().map(|line| line.record.text.as_str()).collect::<Vec<_>>(),
        ["come", "go"]
    );
    assert_eq!(lines[0].read, None);
    assert_eq!(lines[1].read.map(|time| time.at), Some(START + 60));
    assert_eq!(own.journal_record().stray, 0);
}

#[test]
fn the_latest_team_list_holds() {
    let team = |call_signs: &[&str]| {
        let member = |sign: &&str| TeamMember { call_sign: (*sign).into(), invitation: [1; 16] };
        Payload::TeamListed(TeamListed {
            operator: "Carol".into(),
            team: "North".into(),
            members: call_signs.iter().map(member).collect(),
        })
    };
    let fold = folded(&[stamped(1, START, team(&["N1", "N2"])), stamped(2, START, team(&["N2"]))]);
    let listed = fold.team().unwrap();
    assert_eq!((listed.team.as_str(), listed.members.len()), ("North", 1));
    let rows = fold.rows().into_iter().map(|row| (row.view, row.key, row.value.unwrap()));
    assert_eq!(Fold::resume(rows).unwrap(), fold);
}

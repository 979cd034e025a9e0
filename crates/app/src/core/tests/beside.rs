//! Groups and tallies through the commands a button gives.

use super::figures::clock_is_two_hours_slow;
use super::fixture::Bench;
use crate::api::{
    CameView, Command, Entry, ErrorCode, GroupKind, LogKind, PauseReason, TallyInput, TallyMethod,
    TallyRelation, TallyStanding, WatchView,
};

fn group_of(persons: u32, came: Option<CameView>) -> Command {
    let entry = Entry::Group { persons, group: GroupKind::Conscripts, came };
    Command::Enter { entry, since_touch_ms: 0 }
}

fn group(persons: u32) -> Command {
    group_of(persons, None)
}

#[test]
fn a_group_typed_afterwards_counts_in_the_hour_it_had_come_by() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(55 * 60);
    bench.count(Command::StillWatching);
    bench.pass(10 * 60);
    let came = |from: &str, to: &str| Some(CameView { from: from.into(), to: to.into() });
    let view = bench.count(group_of(40, came("08:45", "08:58")));
    let of = |from: &str| view.hours.iter().find(|hour| hour.from == from).unwrap().persons;
    assert_eq!((view.day_persons, of("08:00"), of("09:00")), (40, 40, 0));
    for (from, to) in [("08:58", "08:45"), ("09:00", "09:30"), ("08:45", "soon")] {
        let refused = bench.core.execute(group_of(40, came(from, to))).unwrap_err().code;
        assert_eq!(refused, ErrorCode::NotAStretch, "{from} {to}");
    }
    // The phone turns out to be two hours slow: whoever types reads the wall.
    clock_is_two_hours_slow(&bench);
    let view = bench.count(group_of(3, came("11:00", "11:04")));
    let of = |from: &str| view.hours.iter().find(|hour| hour.from == from).unwrap().persons;
    assert_eq!((view.day_persons, of("10:00"), of("11:00")), (43, 40, 3));
}

pub fn sheet(persons: u32, from: &str, to: &str, relation: TallyRelation) -> TallyInput {
    let (from, to) = (from.to_owned(), to.to_owned());
    let (method, point, covers) = (TallyMethod::Paper, None, Vec::new());
    TallyInput { persons, from, to, method, relation, point, covers }
}

fn entered(tally: TallyInput) -> Command {
    Command::Enter { entry: Entry::Tally { tally }, since_touch_ms: 0 }
}

pub fn tally(persons: u32, from: &str, to: &str, relation: TallyRelation) -> Command {
    entered(sheet(persons, from, to, relation))
}

#[test]
fn a_tally_needs_no_watch() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(50 * 60);
    let paper = || sheet(17, "08:00", "08:45", TallyRelation::Adds);
    let refused = bench.core.execute(entered(paper())).unwrap_err().code;
    assert_eq!(refused, ErrorCode::NoWatch, "nobody said where");
    let named = TallyInput { point: Some(2), covers: vec![" 1 ".into()], ..paper() };
    let view = bench.count(entered(named.clone()));
    assert_eq!((view.watch, view.day_persons, view.day_tallied), (WatchView::None, 0, 17));
    assert_eq!(view.tallies[0].standing, TallyStanding::Counts);
    let nowhere = TallyInput { point: Some(99), ..named };
    assert!(bench.core.execute(entered(nowhere)).is_err());
    // After a watch that ended it is of that watch's point.
    bench.watch();
    bench.count(Command::EndWatch { since_touch_ms: 0 });
    let view = bench.count(tally(3, "08:45", "08:50", TallyRelation::Adds));
    assert_eq!((view.day_tallied, view.tallies.len()), (20, 2));
}

#[test]
fn a_group_is_one_entry_and_one_undo() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(60);
    let view = bench.count(group(40));
    assert_eq!((view.day_persons, view.undo.as_ref().unwrap().persons), (41, 40));
    let event = view.undo.unwrap().event;
    let view = bench.count(Command::UndoCount { event, since_touch_ms: 0 });
    assert_eq!((view.day_persons, view.undo.unwrap().persons), (1, 1));
    for persons in [0, 10_001] {
        let refused = bench.core.execute(group(persons)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotAFigure);
    }
}

#[test]
fn a_paper_tally_stands_apart_and_is_taken_back() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    // 08:00 to 08:10; the phone is away until 08:50.
    bench.watch();
    bench.pass(600);
    let reason = PauseReason::PhoneTaken;
    bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
    bench.pass(40 * 60);
    let view = bench.count(tally(17, "08:10", "08:50", TallyRelation::Adds));
    assert_eq!((view.day_persons, view.day_tallied), (0, 17));
    assert_eq!(view.tallies[0].standing, TallyStanding::Counts);
    let event = view.tallies[0].event;
    let view = bench.count(Command::UndoCount { event, since_touch_ms: 0 });
    assert_eq!((view.day_tallied, view.tallies[0].standing), (0, TallyStanding::Undone));
    let again = bench.core.execute(Command::UndoCount { event, since_touch_ms: 0 });
    assert_eq!(again.unwrap_err().code, ErrorCode::NothingToUndo);
}

#[test]
fn a_day_is_no_floor_where_a_tally_covers_the_gap_since_a_late_opening() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    assert!(bench.counter().day_is_floor, "by the law it had been open for an hour");
    let (about, text, seen_at) = (LogKind::Opened, String::new(), None);
    bench.core.execute(Command::LogEntry { about, text, seen_at, since_touch_ms: 0 }).unwrap();
    assert!(!bench.counter().day_is_floor, "it opened just now");
    bench.pass(600);
    let reason = PauseReason::PhoneTaken;
    bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
    bench.pass(40 * 60);
    assert!(bench.counter().day_is_floor);
    let view = bench.count(tally(17, "08:10", "08:50", TallyRelation::Adds));
    assert!(!view.day_is_floor, "somebody counted all of it");
}

#[test]
fn a_tally_over_tapped_time_is_shown_and_not_added() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(600);
    bench.tap();
    let view = bench.count(tally(5, "08:00", "08:10", TallyRelation::Adds));
    assert_eq!(view.day_tallied, 0);
    assert_eq!(view.tallies[0].standing, TallyStanding::OverlapsTaps { minutes: 10 });
    for (from, to) in [("08:10", "08:00"), ("08:00", "08:30"), ("08:00", "soon")] {
        let refused = bench.core.execute(tally(5, from, to, TallyRelation::Adds)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotAStretch, "{from} {to}");
    }
}

#[test]
fn an_hour_shows_its_tally_apart_from_its_taps() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(540);
    let reason = PauseReason::PhoneTaken;
    bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
    bench.pass(70 * 60);
    bench.count(tally(17, "08:10", "08:50", TallyRelation::Adds));
    // Over the hour's end: of neither hour, and in neither invented.
    let view = bench.count(tally(5, "08:50", "09:20", TallyRelation::Adds));
    let of = |from: &str| view.hours.iter().find(|hour| hour.from == from).unwrap();
    assert_eq!(
        (of("08:00").persons, of("08:00").tallied, of("08:00").tallied_minutes),
        (1, 17, 50)
    );
    assert_eq!((of("09:00").persons, of("09:00").tallied, of("09:00").tallied_minutes), (0, 0, 20));
    assert_eq!((of("07:00").tallied, view.day_tallied), (0, 22));
}

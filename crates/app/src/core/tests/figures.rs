//! Announced figures beside the own count, and one phone with more than one journal.

use domain::Payload;
use domain::event::{ClockCompared, FigureKind, TurnoutAmendReason, TurnoutAmended};

use super::fixture::{BOOT, Bench, MORNING};
use crate::api::{
    AskedNext, Command, FigureCounts, FigureSource, FigureWhat, GapChoice, LogKind, MobileBox,
    PauseReason, Reply, TallyRelation, TurnoutInput, TurnoutView, ViewOfPoint,
};

/// Notes a figure told by the chair.
pub fn note(
    bench: &Bench,
    figure: u32,
    as_of: &str,
    counts: FigureCounts,
) -> (Vec<TurnoutView>, AskedNext) {
    note_by(bench, TurnoutInput { counts, ..input(figure, as_of) })
}

fn input(figure: u32, as_of: &str) -> TurnoutInput {
    TurnoutInput {
        figure,
        counts: FigureCounts::SinceOpening,
        as_of: as_of.into(),
        what: FigureWhat::BallotsIssued,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: "the chair".into(),
    }
}

fn note_by(bench: &Bench, turnout: TurnoutInput) -> (Vec<TurnoutView>, AskedNext) {
    match bench.core.execute(Command::NoteTurnout { turnout, since_touch_ms: 0 }) {
        Ok(Reply::TurnoutNoted { list, ask }) => (list, ask),
        other => panic!("{other:?}"),
    }
}

fn opened(bench: &Bench, seen_at: &str) {
    let text = String::new();
    let entry = Command::LogEntry {
        about: LogKind::Opened,
        text,
        seen_at: Some(seen_at.into()),
        since_touch_ms: 0,
    };
    bench.core.execute(entry).unwrap();
}

fn write(bench: &Bench, payload: Payload) {
    let mut desk = bench.core.shared.desk();
    desk.open.as_mut().unwrap().record(bench.core.shared.world, 0, vec![payload]).unwrap();
}

/// Headquarters' time was compared: the phone shows two hours less than the wall.
pub fn clock_is_two_hours_slow(bench: &Bench) {
    let compared =
        ClockCompared { boot: BOOT.0, boottime: 500, headquarters_time: MORNING + 2 * 3600 };
    write(bench, Payload::ClockCompared(compared));
}

#[test]
fn a_falling_figure_is_recorded_and_asked_about() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    bench.pass(45 * 60);
    let (_, ask) = note(&bench, 300, "08:30", FigureCounts::SinceOpening);
    assert_eq!(ask, AskedNext::Nothing);
    let (list, ask) = note(&bench, 120, "08:45", FigureCounts::SinceOpening);
    assert_eq!(ask, AskedNext::SinceOpeningOrInterval);
    assert_eq!(list.iter().map(|line| line.noted.figure).collect::<Vec<_>>(), [120, 300]);
    assert_eq!((list[0].own, list[0].own_is_floor), (Some(1), true));
}

#[test]
fn a_figure_that_falls_after_the_person_came_back_is_asked_about_too() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(30 * 60);
    note(&bench, 300, "08:30", FigureCounts::SinceOpening);
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    bench.arrive("1806");
    bench.pass(10 * 60);
    let (_, elsewhere) = note(&bench, 90, "08:40", FigureCounts::SinceOpening);
    assert_eq!(elsewhere, AskedNext::Nothing, "of another station");
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    bench.arrive("1804");
    bench.pass(5 * 60);
    let (_, ask) = note(&bench, 120, "08:45", FigureCounts::SinceOpening);
    assert_eq!(ask, AskedNext::SinceOpeningOrInterval);
}

#[test]
fn an_own_count_below_what_was_told_is_not_asked_about() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(45 * 60);
    note(&bench, 310, "08:30", FigureCounts::SinceOpening);
    let own = |figure, as_of| {
        let source = FigureSource::OwnCount;
        note_by(&bench, TurnoutInput { source, ..input(figure, as_of) }).1
    };
    assert_eq!(own(302, "08:35"), AskedNext::Nothing);
    assert_eq!(own(330, "08:40"), AskedNext::Nothing);
    let (_, ask) = note(&bench, 320, "08:45", FigureCounts::SinceOpening);
    assert_eq!(ask, AskedNext::Nothing, "nor is what is told later held against it");
}

#[test]
fn a_difference_is_at_most_with_its_unwatched_minutes() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    for _ in 0..10 {
        bench.pass(60);
        bench.tap();
    }
    // Quiet from 08:10, said at 08:45 by a tap: doubtful, as good as unwatched.
    bench.pass(35 * 60);
    bench.tap();
    let one = &note(&bench, 300, "08:45", FigureCounts::SinceOpening).0[0];
    assert_eq!((one.own, one.own_is_floor, one.at_most), (Some(10), true, Some(290)));
    assert_eq!(one.unwatched_minutes, 60 + 35, "the hour before and the quiet");
    let one = &note(&bench, 30, "08:45", FigureCounts::ThisInterval).0[0];
    assert_eq!(one.at_most, None, "an interval is not compared");
    let one = &note(&bench, 9, "08:45", FigureCounts::SinceOpening).0[0];
    assert_eq!(one.at_most, None, "counted more");
}

#[test]
fn a_figures_unwatched_minutes_begin_when_the_station_opened() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(10 * 60);
    bench.tap();
    assert_eq!(note(&bench, 9, "08:10", FigureCounts::SinceOpening).0[0].unwatched_minutes, 60);
    opened(&bench, "07:40");
    assert_eq!(note(&bench, 9, "08:10", FigureCounts::SinceOpening).0[0].unwatched_minutes, 20);
}

#[test]
fn a_tally_that_stands_is_in_the_own_count_beside_a_figure() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(15 * 60 - 1);
    bench.tap();
    bench.pass(1);
    let reason = PauseReason::PhoneTaken;
    bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
    bench.pass(30 * 60);
    bench.count(super::beside::tally(17, "08:15", "08:45", TallyRelation::Adds));
    let one = &note(&bench, 20, "08:45", FigureCounts::SinceOpening).0[0];
    assert_eq!((one.own, one.at_most), (Some(18), Some(2)));
}

#[test]
fn what_was_counted_before_the_phone_began_a_new_journal_stands_beside_a_figure_once() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    for _ in 0..3 {
        bench.tap();
    }
    bench.begins_a_new_journal();
    bench.count(Command::AnswerGap { choice: GapChoice::GoOn, since_touch_ms: 0 });
    bench.tap();
    bench.pass(15 * 60);
    let (list, _) = note(&bench, 10, "08:15", FigureCounts::SinceOpening);
    assert_eq!((list[0].own, list[0].at_most), (Some(4), Some(6)));
}

#[test]
fn a_watch_of_the_journal_before_lends_its_point_to_nobody() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    opened(&bench, "07:00");
    // The third event here, as the watch said again is in the new journal.
    let (point, covers) = (1, Vec::new());
    let view = ViewOfPoint::Full;
    bench.count(Command::StartWatch { point, covers, view, since_touch_ms: 0 });
    for _ in 0..5 {
        bench.tap();
    }
    bench.pass(600);
    bench.count(Command::EndWatch { since_touch_ms: 0 });
    bench.watch();
    bench.tap();
    bench.begins_a_new_journal();
    assert_eq!(bench.counter().day_persons, 1, "at the box, not at the desk");
}

#[test]
fn a_figure_is_not_asked_about_for_one_that_was_withdrawn() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(45 * 60);
    let (list, _) = note(&bench, 300, "08:30", FigureCounts::SinceOpening);
    let amended = TurnoutAmended {
        event: u64::from(list[0].event),
        figure: 300,
        counts: domain::event::FigureCounts::SinceOpening,
        as_of: MORNING + 30 * 60,
        zone: None,
        what: FigureKind::BallotsIssued,
        mobile_box: domain::event::MobileBox::Unknown,
        contest: None,
        reason: TurnoutAmendReason::Withdrawn,
        words: None,
    };
    write(&bench, Payload::TurnoutAmended(amended));
    let (_, ask) = note(&bench, 120, "08:45", FigureCounts::SinceOpening);
    assert_eq!(ask, AskedNext::Nothing);
}

#[test]
fn a_typed_time_is_read_by_the_corrected_clock() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(5 * 60);
    clock_is_two_hours_slow(&bench);
    let (list, _) = note(&bench, 40, "10:00", FigureCounts::SinceOpening);
    assert_eq!(list.len(), 1, "the figure is of today");
    let reason = PauseReason::PhoneTaken;
    bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
    let view = bench.count(super::beside::tally(4, "09:30", "10:00", TallyRelation::Adds));
    assert_eq!(view.day_tallied, 4);
    opened(&bench, "09:20");
    let log = bench.core.query(crate::api::Query::Log);
    let Ok(Reply::Log { list }) = log else { panic!("{log:?}") };
    assert_eq!(list[0].seen_at, "2026-11-23T09:20:00");
}

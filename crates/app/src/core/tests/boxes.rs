//! What stands beside the count, through the commands a button gives: boxes, gaps, quiet time,
//! corrections, the list, hand-overs, a visit that was elsewhere.

use domain::view::{StationQuery, station_day};
use domain::{JournalRef, StationSpec};
use journal::certificate::Role;

use super::beside::sheet;
use super::figures::clock_is_two_hours_slow;
use super::fixture::Bench;
use super::hour_of;
use crate::api::{
    Accompanied, AmendReason, AppError, BesideCommand, BesideView, Command, CorrectedView,
    CorrectionReason, CountMeanwhile, EarlierView, ErrorCode, FigureCounts, FigureSource,
    FigureWhat, HandOverView, HourState, Mend, MobileBox, OpenedKind, PauseReason, Query,
    QuietAnswer, RegisterKind, RegisterSource, RelatedView, Reply, StationView, StretchStands,
    TallyRelation, TallyStanding, TurnoutAmendReason, TurnoutInput, TurnoutView, ViewOfPoint,
    WatchRelation, WatchView,
};

fn turnout(figure: u32, counts: FigureCounts) -> TurnoutInput {
    TurnoutInput {
        figure,
        counts,
        as_of: "08:00".into(),
        what: FigureWhat::BallotsIssued,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: "the chair".into(),
    }
}

fn beside(reply: Result<Reply, AppError>) -> BesideView {
    match reply {
        Ok(Reply::Beside { view }) => view,
        other => panic!("{other:?}"),
    }
}

pub fn ask(bench: &Bench, command: BesideCommand) -> BesideView {
    beside(bench.core.execute(Command::Beside(command)))
}

fn refused(bench: &Bench, command: BesideCommand) -> ErrorCode {
    bench.core.execute(Command::Beside(command)).unwrap_err().code
}

fn watching() -> Bench {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench
}

pub fn out(meanwhile: CountMeanwhile) -> BesideCommand {
    BesideCommand::StartBoxTrip {
        name: " 2 ".into(),
        applications: Some(14),
        ballots: None,
        accompanied: Accompanied::Yes,
        meanwhile,
        text: String::new(),
        since_touch_ms: 0,
    }
}

pub fn amend(from: &str, to: &str, stands: StretchStands, reason: AmendReason) -> BesideCommand {
    let (from, to, text) = (from.into(), to.into(), String::new());
    BesideCommand::AmendWatch { from, to, stands, reason, text, since_touch_ms: 0 }
}

fn correct(start: &str, persons: u32) -> BesideCommand {
    BesideCommand::CorrectHour {
        start: start.into(),
        persons,
        reason: CorrectionReason::CountedTwice,
        text: String::new(),
        since_touch_ms: 0,
    }
}

pub fn take(code: &str) -> BesideCommand {
    BesideCommand::TakeOver {
        code: code.into(),
        point: 2,
        covers: vec!["1".into()],
        view: ViewOfPoint::Full,
        since_touch_ms: 0,
    }
}

#[test]
fn a_box_trip_pauses_the_count_and_what_was_not_told_stays_empty() {
    let bench = watching();
    bench.pass(600);
    let view = ask(&bench, out(CountMeanwhile::Gap));
    let trip = &view.box_trips[0];
    assert_eq!((trip.name.as_str(), trip.applications, trip.ballots), ("2", Some(14), None));
    assert_eq!((trip.meanwhile, trip.back.is_none()), (CountMeanwhile::Gap, true));
    let watch = bench.counter().watch;
    assert!(matches!(watch, WatchView::Paused { reason: PauseReason::BoxTrip, .. }), "{watch:?}");
    bench.pass(40 * 60);
    let back = BesideCommand::EndBoxTrip {
        trip: trip.trip,
        voted: Some(11),
        returned: Some(3),
        accompanied: Accompanied::Refused,
        text: String::new(),
        since_touch_ms: 0,
    };
    let view = ask(&bench, back.clone());
    let returned = view.box_trips[0].back.clone().unwrap();
    assert_eq!((returned.voted, returned.accompanied), (Some(11), Accompanied::Refused));
    assert_eq!(returned.at, "2026-11-23T08:50:00");
    assert_eq!(refused(&bench, back), ErrorCode::NoSuchEntry);
}

#[test]
fn a_box_trip_says_nobody_was_counting_where_nobody_was_and_waits_for_the_hand_over() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let view = ask(&bench, out(CountMeanwhile::Gap));
    assert_eq!(view.box_trips[0].meanwhile, CountMeanwhile::NotCounting);
    bench.watch();
    assert_eq!(refused(&bench, out(CountMeanwhile::HandedOver)), ErrorCode::WatchOpen);
    let figure = bench.beside().hand_over.unwrap();
    ask(&bench, BesideCommand::HandOver { figure, since_touch_ms: 0 });
    let view = ask(&bench, out(CountMeanwhile::HandedOver));
    assert_eq!(view.box_trips[0].meanwhile, CountMeanwhile::HandedOver);
}

#[test]
fn a_gap_said_afterwards_takes_minutes_away_and_leaves_the_taps() {
    let bench = watching();
    bench.pass(1800);
    bench.tap();
    bench.count(Command::StillWatching);
    bench.pass(1800);
    bench.tap();
    let complaint = amend("08:10", "08:20", StretchStands::Gap, AmendReason::Complaint);
    let view = ask(&bench, complaint);
    let said = &view.amended[0];
    assert_eq!((said.from.as_str(), said.to.as_str()), ("08:10", "08:20"));
    assert_eq!((said.stands, said.reason), (StretchStands::Gap, AmendReason::Complaint));
    let HourState::Partly { persons, minutes } = hour_of(&bench.counter(), "08:00") else {
        panic!("a gap is in it");
    };
    assert_eq!(persons, 1);
    let watched = amend("08:00", "09:00", StretchStands::Watched, AmendReason::NobodyCame);
    ask(&bench, watched);
    let state = hour_of(&bench.counter(), "08:00");
    assert!(minutes < 50 && state == HourState::Counted { persons: 1 }, "{minutes} {state:?}");
    for (from, to) in [("08:20", "08:10"), ("08:50", "09:30"), ("08:10", "late")] {
        let wrong = amend(from, to, StretchStands::Gap, AmendReason::Meal);
        assert_eq!(refused(&bench, wrong), ErrorCode::NotAStretch, "{from} {to}");
    }
}

#[test]
fn quiet_time_that_nobody_answered_for_is_doubtful_until_somebody_says_what_it_was() {
    let bench = watching();
    bench.tap();
    bench.pass(20 * 60);
    assert!(bench.counter().ask_still_watching);
    bench.tap();
    let view = bench.counter();
    assert_eq!(view.hour.doubtful_minutes, 20);
    let quiet = bench.beside().quiet;
    assert_eq!((quiet[0].from.as_str(), quiet[0].to.as_str()), ("08:00", "08:20"));
    assert_eq!((quiet.len(), quiet[0].answer), (1, QuietAnswer::NotAnswered));
    let answer = QuietAnswer::NobodyCame;
    let event = quiet[0].event;
    let view = ask(&bench, BesideCommand::ExplainQuiet { event, answer, since_touch_ms: 0 });
    assert_eq!((view.quiet.len(), view.quiet[0].answer), (1, QuietAnswer::NobodyCame));
    let hour = bench.counter().hour;
    assert_eq!((hour.doubtful_minutes, hour.state), (0, HourState::Counted { persons: 2 }));
    let none = BesideCommand::ExplainQuiet { event: 999, answer, since_touch_ms: 0 };
    assert_eq!(refused(&bench, none), ErrorCode::NoSuchEntry);
}

#[test]
fn earlier_quiet_explained_while_the_question_stands_says_nothing_of_the_present() {
    let bench = watching();
    bench.pass(16 * 60);
    bench.tap();
    bench.pass(4 * 60);
    bench.count(Command::StillWatching);
    bench.pass(20 * 60);
    assert!(bench.counter().ask_still_watching);
    let (event, answer) = (bench.beside().quiet[0].event, QuietAnswer::Away);
    let view = ask(&bench, BesideCommand::ExplainQuiet { event, answer, since_touch_ms: 0 });
    let answers: Vec<QuietAnswer> = view.quiet.iter().map(|one| one.answer).collect();
    assert_eq!(answers, [QuietAnswer::Away, QuietAnswer::NotAnswered]);
    let counter = bench.counter();
    assert_eq!(counter.hour.state, HourState::Partly { persons: 1, minutes: 4 });
    assert_eq!(counter.hour.doubtful_minutes, 20);
    assert!(counter.ask_still_watching, "nobody has said that they are here");
    bench.pass(5 * 60);
    bench.tap();
    let hour = bench.counter().hour;
    assert_eq!(hour.state, HourState::Partly { persons: 2, minutes: 4 });
    assert_eq!(hour.doubtful_minutes, 25);
}

/// The stretches that were quiet, each from and to.
fn quiet(bench: &Bench) -> Vec<(String, String)> {
    bench.beside().quiet.into_iter().map(|one| (one.from, one.to)).collect()
}

fn stretch(from: &str, to: &str) -> Vec<(String, String)> {
    vec![(from.to_owned(), to.to_owned())]
}

#[test]
fn quiet_time_explained_after_the_clock_was_set_and_the_phone_started_anew_is_the_same_time() {
    let mut bench = watching();
    bench.tap();
    bench.pass(20 * 60);
    bench.tap();
    assert_eq!(quiet(&bench), stretch("08:00", "08:20"));
    // Headquarters says that it was ten; then somebody sets the clock right.
    clock_is_two_hours_slow(&bench);
    assert_eq!(quiet(&bench), stretch("10:00", "10:20"));
    bench.set_clock(2 * 3600);
    let explain = |bench: &Bench, answer| {
        let event = bench.beside().quiet[0].event;
        ask(bench, BesideCommand::ExplainQuiet { event, answer, since_touch_ms: 0 });
        assert_eq!(bench.beside().quiet[0].answer, answer);
        assert_eq!(quiet(bench), stretch("10:00", "10:20"));
    };
    explain(&bench, QuietAnswer::Away);
    bench.starts_anew();
    // In the new start nobody has said yet how late it is.
    explain(&bench, QuietAnswer::NobodyCame);
    assert_eq!(bench.counter().hour.doubtful_minutes, 0);
}

#[test]
fn the_clock_set_in_quiet_time_makes_it_no_longer() {
    let bench = watching();
    bench.tap();
    bench.pass(10 * 60);
    bench.set_clock(2 * 3600);
    bench.pass(10 * 60);
    assert!(bench.counter().ask_still_watching);
    bench.tap();
    assert_eq!(quiet(&bench), stretch("10:00", "10:20"));
}

#[test]
fn a_corrected_hour_names_old_and_new_and_opens_down_to_the_taps_that_stay() {
    let bench = watching();
    for _ in 0..3 {
        bench.pass(300);
        bench.tap();
    }
    bench.pass(60);
    ask(&bench, correct("2026-11-23T08:00:00", 2));
    let view = bench.counter();
    let why = CorrectionReason::CountedTwice;
    assert_eq!(view.tallies[0].corrected, Some(CorrectedView { old: 3, reason: why }));
    assert_eq!((view.hour.persons, view.hour.tallied, view.day_tallied), (0, 2, 2));
    bench.pass(60);
    assert_eq!(bench.tap().hour.persons, 1, "whoever comes later is counted as before");
    let start = "2026-11-23T08:00:00".to_owned();
    let opened = match bench.core.query(Query::OpenedHour { start }) {
        Ok(Reply::OpenedHour { view }) => view,
        other => panic!("{other:?}"),
    };
    let kinds: Vec<OpenedKind> = opened.events.iter().map(|one| one.what).collect();
    let tap = OpenedKind::Tap;
    assert_eq!(kinds, [OpenedKind::Correction, tap, tap, tap, tap]);
    assert_eq!((opened.from.as_str(), opened.more), ("08:00", false));
    let unwatched = correct("2026-11-23T07:00:00", 2);
    assert_eq!(refused(&bench, unwatched), ErrorCode::NotAStretch);
}

#[test]
fn a_count_handed_over_is_taken_by_its_code_and_never_counted_again() {
    let alice = watching();
    for _ in 0..5 {
        alice.pass(60);
        alice.tap();
    }
    let stale = BesideCommand::HandOver { figure: 4, since_touch_ms: 0 };
    assert_eq!(refused(&alice, stale), ErrorCode::FigureMoved);
    let view = ask(&alice, BesideCommand::HandOver { figure: 5, since_touch_ms: 0 });
    let given = view.given.unwrap();
    assert_eq!((given.figure, given.at.as_str(), given.code.len()), (5, "08:05", 17));
    assert!(given.qr.is_some() && alice.counter().watch == WatchView::None);
    assert_eq!(refused(&alice, take(&given.code)), ErrorCode::HandOverKnown);

    let bob = Bench::enrolled_as(journal::certificate::Role::Observer, 2);
    bob.arrive("1804");
    bob.pass(420);
    let wrong = given.code.replace(' ', "").replacen('0', "1", 1);
    assert_eq!(refused(&bob, take(&wrong)), ErrorCode::NotAHandOverCode);
    let view = ask(&bob, take(&given.code));
    assert_eq!(view.taken.map(|taken| (taken.figure, taken.at)), Some((5, "08:05".into())));
    assert_eq!(view.relation, None, "nothing is said of anybody else who counts there");
    let counter = bob.counter();
    assert!(matches!(counter.watch, WatchView::Watching { .. }));
    assert_eq!(counter.day_persons, 0, "who was counted before is told, not counted");
    assert_eq!(counter.day_told, 5);
    bob.tap();
    assert_eq!(bob.beside().hand_over, Some(6), "what is passed on holds what was taken");
    assert_eq!(refused(&bob, take(&given.code)), ErrorCode::HandOverKnown);
}

/// Somebody counted five, and passes them on.
fn handed_over() -> (Bench, HandOverView) {
    let alice = watching();
    for _ in 0..5 {
        alice.pass(60);
        alice.tap();
    }
    let view = ask(&alice, BesideCommand::HandOver { figure: 5, since_touch_ms: 0 });
    (alice, view.given.unwrap())
}

fn following() -> Bench {
    let bob = Bench::enrolled_as(Role::Observer, 2);
    bob.arrive("1804");
    bob.pass(420);
    bob
}

#[test]
fn who_follows_reads_figure_and_time_before_taking_them() {
    let (_, given) = handed_over();
    let bob = following();
    let read = |code: &str| bob.core.query(Query::ReadHandOver { code: code.to_owned() });
    let says = |reply: Result<Reply, AppError>| match reply {
        Ok(Reply::HandOverRead { figure, at }) => (figure, at),
        other => panic!("{other:?}"),
    };
    assert_eq!(says(read(&given.code)), (5, "08:05".into()));
    assert_eq!((bob.beside().taken, bob.counter().watch), (None, WatchView::None), "only read");
    let wrong = given.code.replace(' ', "").replacen('0', "1", 1);
    assert_eq!(read(&wrong).unwrap_err().code, ErrorCode::NotAHandOverCode);
    let event = ask(&bob, take(&given.code)).taken.unwrap().event;
    assert_eq!(read(&given.code).unwrap_err().code, ErrorCode::HandOverKnown);
    // It was the code of another desk.
    let back = |event| BesideCommand::GiveBack { event, since_touch_ms: 0 };
    assert_eq!(refused(&bob, back(event + 1)), ErrorCode::NoSuchEntry);
    assert_eq!(ask(&bob, back(event)).taken, None);
    assert_eq!((bob.counter().day_told, bob.beside().hand_over), (0, Some(0)));
    assert_eq!(refused(&bob, back(event)), ErrorCode::NoSuchEntry);
    assert_eq!(says(read(&given.code)), (5, "08:05".into()), "and may be taken after all");
}

#[test]
fn the_squares_name_the_event_and_both_halves_find_each_other() {
    let (alice, given) = handed_over();
    let (journal, ordinal) = alice.own(|open| {
        let half = open.store.fold().hand_overs().last().unwrap().ordinal;
        (JournalRef(open.store.journal().0), half)
    });
    let digits = given.code.replace(' ', "");
    let number = u128::from_be_bytes(journal.0);
    let squares = format!("SANAQH1:{digits}:{number:032x}:{ordinal}");
    assert_eq!(given.qr, crate::collect::picture::of(&squares), "what the squares say");
    let bob = following();
    for cut in [&squares[..squares.len() - 2], &squares[..20], "SANAQH1:"] {
        assert_eq!(refused(&bob, take(cut)), ErrorCode::NotAHandOverCode, "{cut}");
    }
    ask(&bob, take(&squares));
    let theirs = alice.own(|open| open.store.fold().clone());
    bob.own(|open| {
        let station = open.visited().unwrap();
        let (day, _) = open.day(&station, bob.now());
        let own = (JournalRef(open.store.journal().0), open.store.fold());
        let journals = [own, (journal, &theirs)];
        let (definitions, now, alive) = (&open.definitions, bob.now(), None);
        let station = &station;
        let query = StationQuery { station, definitions, day, now, journals: &journals, alive };
        let day = station_day(&query);
        let taken = day.hand_overs.iter().find(|line| line.journal == own.0).unwrap();
        assert_eq!((taken.other, taken.told), (Some((journal, ordinal)), 0));
    });
}

#[test]
fn figures_of_the_list_stand_beside_the_imported_one_each_with_its_source() {
    let bench = Bench::enrolled_where(|definition| {
        let station = StationSpec { registered: Some(1198), ..StationSpec::of_code("1804") };
        definition.stations = Some(vec![station]);
    });
    bench.arrive("1804");
    bench.watch();
    let note = |figure, source, told_by: &str| BesideCommand::NoteRegister {
        what: RegisterKind::ListAtOpening,
        figure,
        as_of: "07:00".into(),
        contest: None,
        source,
        told_by: told_by.into(),
        since_touch_ms: 0,
    };
    ask(&bench, note(1204, RegisterSource::Paper, ""));
    let view = ask(&bench, note(1210, RegisterSource::Told, " chair "));
    let figures: Vec<(u32, &str)> =
        view.registers.iter().map(|one| (one.figure, one.told_by.as_str())).collect();
    assert_eq!(figures, [(1210, "chair"), (1204, "")]);
    assert_eq!((view.imported, view.registers[0].as_of.as_str()), (Some(1198), "07:00"));
}

#[test]
fn a_watch_is_declared_split_and_only_an_open_one() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let split = || BesideCommand::RelateWatch {
        relation: WatchRelation::Split,
        other: String::new(),
        since_touch_ms: 0,
    };
    assert_eq!(refused(&bench, split()), ErrorCode::NoWatch);
    bench.watch();
    assert_eq!(bench.beside().relation, None);
    assert_eq!(ask(&bench, split()).relation, Some(WatchRelation::Split));
}

#[test]
fn a_wrong_station_is_mended_by_moving_the_visit_with_all_it_counted() {
    let bench = watching();
    bench.tap();
    let to = |code: &str| Command::MoveVisit {
        station_code: code.into(),
        text: "misread the door".into(),
        since_touch_ms: 0,
    };
    let same = bench.core.execute(to(" 1804 ")).unwrap_err();
    assert_eq!(same.code, ErrorCode::SameStation);
    let session = bench.session(bench.core.execute(to("1805")));
    assert_eq!(session.visit.unwrap().station.code, "1805");
    assert_eq!(bench.counter().day_persons, 1);
}

fn earlier(reply: Result<Reply, AppError>) -> Vec<EarlierView> {
    match reply {
        Ok(Reply::Earlier { list }) => list,
        other => panic!("{other:?}"),
    }
}

fn mend(bench: &Bench, visit: u32, mend: Mend) -> Result<Reply, AppError> {
    bench.core.execute(Command::MendVisit { visit, mend, since_touch_ms: 0 })
}

#[test]
fn a_visit_that_was_left_is_moved_too() {
    let bench = watching();
    bench.pass(60);
    bench.tap();
    bench.pass(600);
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    let left = earlier(bench.core.query(Query::Earlier));
    assert_eq!((left.len(), left[0].left.as_str()), (1, "2026-11-23T08:11:00"));
    assert_eq!((left[0].visit.station.code.as_str(), left[0].watched), ("1804", true));
    let visit = left[0].visit.visit;
    // The next station is reached before the wrong door is noticed.
    bench.arrive("1806");
    let to = |code: &str| Mend::Move { station_code: code.into(), text: String::new() };
    assert_eq!(mend(&bench, visit, to("1804")).unwrap_err().code, ErrorCode::SameStation);
    let left = earlier(mend(&bench, visit, to("1805")));
    assert_eq!(left[0].visit.station.code, "1805");
    assert_eq!(left[0].hours.iter().map(|hour| hour.persons).sum::<u32>(), 1);
    assert_eq!(bench.counter().visit.unwrap().station.code, "1806", "the open one stays");
    let open = bench.counter().visit.unwrap().visit;
    assert_eq!(mend(&bench, open, to("1805")).unwrap_err().code, ErrorCode::NoSuchEntry);
}

#[test]
fn a_sheet_and_an_hour_are_mended_after_leaving() {
    let bench = watching();
    bench.pass(60);
    bench.tap();
    bench.pass(600);
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    bench.pass(5 * 3600);
    let visit = earlier(bench.core.query(Query::Earlier))[0].visit.visit;
    let sheet = |to: &str| Mend::Tally { tally: sheet(17, "07:30", to, TallyRelation::Adds) };
    let late = mend(&bench, visit, sheet("09:00")).unwrap_err().code;
    assert_eq!(late, ErrorCode::NotAStretch, "nobody was there any more");
    let left = earlier(mend(&bench, visit, sheet("08:00")));
    let tally = left[0].tallies[0].clone();
    assert_eq!((tally.persons, tally.standing), (17, TallyStanding::Counts));
    let left = earlier(mend(&bench, visit, Mend::TakeBack { event: tally.event }));
    assert_eq!(left[0].tallies[0].standing, TallyStanding::Undone);
    let correct = Mend::Correct {
        start: "2026-11-23T08:00:00".into(),
        persons: 3,
        reason: CorrectionReason::Missed,
        text: String::new(),
    };
    let left = earlier(mend(&bench, visit, correct));
    let hour = left[0].hours.iter().find(|hour| hour.from == "08:00").unwrap();
    assert_eq!((hour.persons, hour.tallied), (0, 3));
}

#[test]
fn an_hour_of_two_visits_is_corrected_whole() {
    let bench = watching();
    for _ in 0..2 {
        bench.pass(60);
        bench.tap();
        bench.tap();
        bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
        bench.pass(300);
        bench.arrive("1804");
        bench.watch();
    }
    bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    bench.pass(5 * 3600);
    let hour = |left: &[EarlierView]| {
        let hours = &left.last().unwrap().hours;
        let hour = hours.iter().find(|hour| hour.from == "08:00").unwrap();
        (hour.persons, hour.tallied)
    };
    let left = earlier(bench.core.query(Query::Earlier));
    assert_eq!((left.len(), hour(&left)), (3, (4, 0)));
    let correct = Mend::Correct {
        start: "2026-11-23T08:00:00".into(),
        persons: 5,
        reason: CorrectionReason::Missed,
        text: String::new(),
    };
    let first = left.last().unwrap().visit.visit;
    assert_eq!(hour(&earlier(mend(&bench, first, correct))), (0, 5));
}

#[test]
fn a_station_on_no_list_is_added_offered_and_marked_not_assigned() {
    let bench = Bench::enrolled();
    let add = || Command::AddStation {
        code: " 99 ".into(),
        name: "Mektep".into(),
        text: "behind the market".into(),
        since_touch_ms: 0,
    };
    let list: Vec<StationView> = match bench.core.execute(add()) {
        Ok(Reply::Stations { list }) => list,
        other => panic!("{other:?}"),
    };
    let added = list.iter().find(|one| one.code == "99").unwrap();
    assert_eq!((added.name.as_str(), added.assigned), ("Mektep", false));
    bench.arrive("99");
    let visit = bench.counter().visit.unwrap();
    assert_eq!((visit.station.name.as_str(), visit.station.assigned), ("Mektep", false));
}

#[test]
fn a_figure_that_was_an_interval_is_said_anew_and_the_first_one_stays_on_record() {
    let bench = watching();
    let list = |reply: Result<Reply, AppError>| -> Vec<TurnoutView> {
        match reply {
            Ok(Reply::TurnoutNoted { list, .. }) => list,
            other => panic!("{other:?}"),
        }
    };
    let noted = turnout(310, FigureCounts::SinceOpening);
    let note = Command::NoteTurnout { turnout: noted.clone(), since_touch_ms: 0 };
    let event = list(bench.core.execute(note))[0].event;
    let amend = |event, counts, reason| Command::AmendTurnout {
        event,
        turnout: TurnoutInput { counts, ..noted.clone() },
        reason,
        text: String::new(),
        since_touch_ms: 0,
    };
    let explained = TurnoutAmendReason::Explained;
    let said = list(bench.core.execute(amend(event, FigureCounts::ThisInterval, explained)));
    assert_eq!((said.len(), said[0].noted.counts), (1, FigureCounts::ThisInterval));
    assert_eq!((said[0].first_figure, said[0].withdrawn), (Some(310), false));
    let withdrawn = TurnoutAmendReason::Withdrawn;
    let gone = list(bench.core.execute(amend(event, FigureCounts::Unclear, withdrawn)));
    assert!(gone[0].withdrawn);
    let none = bench.core.execute(amend(999, FigureCounts::Unclear, withdrawn)).unwrap_err();
    assert_eq!(none.code, ErrorCode::NoSuchEntry);
}

#[test]
fn a_family_of_commands_is_written_flat() {
    let text = r#"{"kind":"hand_over","figure":5,"since_touch_ms":3}"#;
    let read: Command = serde_json::from_str(text).unwrap();
    let expected = BesideCommand::HandOver { figure: 5, since_touch_ms: 3 };
    assert_eq!(read, Command::Beside(expected));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(serde_json::from_str::<Command>(r#"{"kind":"hand_under"}"#).is_err());
}

#[test]
fn one_of_several_is_named_by_the_code_on_their_screen() {
    let (alice, bob) = (Bench::enrolled(), Bench::enrolled_as(Role::Observer, 2));
    for bench in [&alice, &bob] {
        bench.arrive("1804");
        assert_eq!(bench.beside().watch_code, None);
        bench.watch();
    }
    let code = bob.beside().watch_code.unwrap();
    assert!(code.qr.is_some());
    let relate = |relation, other: &str| {
        let other = other.to_owned();
        Command::Beside(BesideCommand::RelateWatch { relation, other, since_touch_ms: 0 })
    };
    let said = |command| match alice.core.execute(command) {
        Ok(Reply::Beside { view }) => view,
        other => panic!("{other:?}"),
    };
    let view = said(relate(WatchRelation::Parallel, &code.code));
    assert_eq!(view.relation, None, "of nobody else");
    let view = said(relate(WatchRelation::Split, &format!(" {} ", code.code)));
    let named = RelatedView { name: code.name, relation: WatchRelation::Split };
    assert_eq!(view.related, std::slice::from_ref(&named), "the latest of each");
    let view = said(relate(WatchRelation::Relay, ""));
    assert_eq!((view.relation, view.related), (Some(WatchRelation::Relay), vec![named]));
    let own = alice.beside().watch_code.unwrap().code;
    let cut = &code.code[..code.code.len() - 4];
    for wrong in [own.as_str(), cut, "SANAQW1:", "12345"] {
        let refused = alice.core.execute(relate(WatchRelation::Split, wrong)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotAWatchCode, "{wrong}");
    }
}

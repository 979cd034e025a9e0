#![allow(clippy::unwrap_used, clippy::panic)]

mod alarms;
mod beside;
mod boxes;
mod checklists;
mod evening;
mod figures;
mod fixture;
mod incidents;
mod now;
mod sessions;
mod switched;
mod urgent;

use std::sync::{Arc, Mutex};

use fixture::{Bench, MORNING, SECRET};

use super::*;
use crate::api::{
    AmendReason, BesideCommand, ConstraintState, CountMeanwhile, CountMethod, CounterView,
    ErrorCode, GapChoice, Given, HourState, LockState, LogKind, PauseReason, SpecialAnswer,
    StretchStands, TallyRelation, ViewOfPoint, WatchView,
};

fn hour_of(view: &CounterView, from: &str) -> HourState {
    view.hours.iter().find(|hour| hour.from == from).unwrap().state
}

#[test]
fn a_read_invitation_shows_the_election_and_leaves_nothing_behind() {
    let bench = Bench::new();
    let view = bench.session(bench.read_invitation());
    let invitation = view.invitation.unwrap();
    assert_eq!(invitation.election.0.get("kk").map(String::as_str), Some("Sailau"));
    assert!(!invitation.practice);
    assert_eq!(view.lock, LockState::Empty);
    let view = bench.session(bench.core.execute(Command::DropInvitation));
    assert!(view.invitation.is_none());
    assert_eq!(std::fs::read_dir(bench.data()).map_or(0, Iterator::count), 0);
}

#[test]
fn a_weak_secret_is_refused_and_the_invitation_stays() {
    let bench = Bench::new();
    bench.read_invitation().unwrap();
    let refused = bench.core.execute(Command::Enrol { secret: "1234567".into() }).unwrap_err();
    assert_eq!(refused.code, ErrorCode::SecretTooWeak { min: 8 });
    let view = bench.session(bench.core.query(Query::Session));
    assert!(view.invitation.is_some());
}

#[test]
fn the_lock_screen_says_practice_before_anything_is_opened() {
    let mut bench = Bench::new();
    let code = bench.practice_code();
    bench.session(bench.core.execute(Command::ReadInvitationCode { code }));
    bench.session(bench.core.execute(Command::Enrol { secret: SECRET.into() }));
    bench.killed();
    assert!(bench.session(bench.core.query(Query::Session)).enrolments[0].practice);
    let mut real = Bench::enrolled();
    real.killed();
    assert!(!real.session(real.core.query(Query::Session)).enrolments[0].practice);
}

#[test]
fn what_is_no_invitation_is_named_so() {
    let bench = Bench::new();
    for base64 in ["not base64 at all", "AAAA"] {
        let command = Command::ReadInvitationFile { base64: base64.into() };
        let refused = bench.core.execute(command).unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotAnInvitation);
    }
    let code = Command::ReadInvitationCode { code: "SANAQ1:abc".into() };
    assert_eq!(bench.core.execute(code).unwrap_err().code, ErrorCode::NotAnInvitation);
}

#[test]
fn a_device_enrolled_by_a_pasted_code_counts_with_built_in_categories() {
    let bench = Bench::new();
    let code = bench.code();
    bench.session(bench.core.execute(Command::ReadInvitationCode { code }));
    let view = bench.session(bench.core.execute(Command::Enrol { secret: SECRET.into() }));
    assert!(!view.open.unwrap().defined);
    bench.arrive("1804");
    bench.watch();
    let view = bench.tap();
    assert_eq!(view.hour.persons, 1);
    assert_eq!(view.categories[0].code, "voter");
}

#[test]
fn fifty_taps_and_three_undos_are_forty_seven() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    for _ in 0..50 {
        bench.pass(20);
        bench.tap();
    }
    let mut view = bench.counter();
    for _ in 0..3 {
        let event = view.undo.clone().unwrap().event;
        view = bench.count(Command::UndoCount { event, since_touch_ms: 0 });
    }
    assert_eq!((view.hour.persons, view.day_persons), (47, 47));
    let stale = bench.core.execute(Command::UndoCount { event: 1, since_touch_ms: 0 });
    assert_eq!(stale.unwrap_err().code, ErrorCode::NothingToUndo);
}

#[test]
fn a_marked_person_adds_nobody_and_a_person_outside_stays_outside() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let category = |view: &CounterView, code: &str| {
        view.categories.iter().find(|known| known.code == code).unwrap().category
    };
    let view = bench.counter();
    for code in ["assisted", "turned_away"] {
        bench.record(category(&view, code), 0);
    }
    let view = bench.counter();
    assert_eq!((view.day_persons, view.day_outside), (1, 1));
    let marked = view.categories.iter().find(|known| known.code == "assisted").unwrap();
    assert_eq!(marked.day_count, 1);
    let none = bench.core.execute(Command::RecordVoter {
        category: 99,
        method: CountMethod::Screen,
        since_touch_ms: 0,
    });
    assert_eq!(none.unwrap_err().code, ErrorCode::NoSuchCategory);
}

#[test]
fn the_event_has_the_touchs_time_not_the_commits() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    let view = bench.record(1, 4_000);
    assert_eq!(view.undo.unwrap().at, "2026-11-23T08:00:56");
}

#[test]
fn after_a_kill_everything_is_there_and_the_gap_is_asked_about() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(60);
    bench.core.tick();
    bench.pass(2 * 3600);
    bench.killed();
    let view = bench.session(bench.core.query(Query::Session));
    assert!(matches!(view.lock, LockState::Locked { wait_s: 0 }));
    assert_eq!(bench.core.query(Query::Counter).unwrap_err().code, ErrorCode::Locked);
    bench.unlock();
    let view = bench.counter();
    assert_eq!(view.day_persons, 1);
    let WatchView::Interrupted { last_sign, gap_minutes, .. } = &view.watch else {
        panic!("{:?}", view.watch)
    };
    assert_eq!((last_sign.as_str(), *gap_minutes), ("2026-11-23T08:02:00", 120));
    let early = bench.core.execute(Command::RecordVoter {
        category: 1,
        method: CountMethod::Screen,
        since_touch_ms: 0,
    });
    assert_eq!(early.unwrap_err().code, ErrorCode::GapUnanswered);
    bench.count(Command::AnswerGap { choice: GapChoice::GoOn, since_touch_ms: 0 });
    bench.pass(30);
    let view = bench.tap();
    assert_eq!(view.day_persons, 2);
    assert_eq!(hour_of(&view, "08:00"), HourState::Partly { persons: 1, minutes: 2 });
    assert_eq!(hour_of(&view, "09:00"), HourState::Unknown);
    assert_eq!(hour_of(&view, "14:00"), HourState::NotYet);
    assert!(view.day_is_floor);
}

#[test]
fn two_starts_after_one_kill_write_one_interruption() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let recorded = |bench: &Bench| {
        let view = bench.delivery();
        view.on_phone + view.with_lead + view.at_headquarters
    };
    let before = recorded(&bench);
    for _ in 0..2 {
        bench.pass(600);
        bench.killed();
        bench.unlock();
        assert!(matches!(bench.counter().watch, WatchView::Interrupted { .. }));
    }
    assert_eq!(recorded(&bench), before + 1);
}

#[test]
fn a_life_mark_is_one_overwritten_row_and_no_event() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    let before = bench.delivery().not_sealed;
    for _ in 0..10 {
        bench.pass(60);
        bench.core.tick();
    }
    assert_eq!(bench.delivery().not_sealed, before);
    bench.pass(600);
    bench.killed();
    bench.unlock();
    let WatchView::Interrupted { last_sign, .. } = bench.counter().watch else {
        panic!("not interrupted")
    };
    assert_eq!(last_sign, "2026-11-23T08:10:00", "the newest mark and no other");
}

#[test]
fn point_cover_and_view_are_fixed_when_a_watch_starts() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let before = bench.watch().watch;
    let (point, covers) = (1, vec!["7".into()]);
    let view = ViewOfPoint::None;
    let again = Command::StartWatch { point, covers, view, since_touch_ms: 0 };
    assert_eq!(bench.core.execute(again).unwrap_err().code, ErrorCode::WatchOpen);
    assert_eq!(bench.counter().watch, before);
}

#[test]
fn quiet_that_nobody_answers_for_is_asked_about_and_becomes_doubtful() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(14 * 60);
    assert!(!bench.counter().ask_still_watching);
    bench.pass(60);
    assert!(bench.counter().ask_still_watching);
    bench.pass(20 * 60);
    let view = bench.tap();
    assert_eq!(view.day_persons, 2);
    assert_eq!(view.hour.state, HourState::Partly { persons: 2, minutes: 1 });
}

#[test]
fn quiet_that_nobody_answered_for_is_not_watched_however_it_ends() {
    type Way = (&'static str, fn(&mut Bench));
    let ways: [Way; 10] = [
        ("left", |bench| {
            bench.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
            bench.arrive("1804");
        }),
        ("undone", |bench| {
            let event = bench.counter().undo.unwrap().event;
            bench.count(Command::UndoCount { event, since_touch_ms: 0 });
            bench.tap();
        }),
        ("locked", |bench| {
            bench.core.execute(Command::Lock).unwrap();
            bench.unlock();
        }),
        ("killed while the question stood", |bench| {
            bench.core.tick();
            bench.killed();
            bench.unlock();
        }),
        ("sent out", |bench| {
            bench.core.execute(urgent::REMOVED).unwrap();
        }),
        ("paused", |bench| {
            let reason = PauseReason::PhoneTaken;
            bench.count(Command::PauseWatch { reason, since_touch_ms: 0 });
        }),
        ("handed over", |bench| {
            let figure = bench.beside().hand_over.unwrap();
            boxes::ask(bench, BesideCommand::HandOver { figure, since_touch_ms: 0 });
        }),
        ("box out with a gap", |bench| {
            boxes::ask(bench, boxes::out(CountMeanwhile::Gap));
        }),
        ("a gap said", |bench| {
            let (stands, reason) = (StretchStands::Gap, AmendReason::Meal);
            boxes::ask(bench, boxes::amend("08:10", "08:15", stands, reason));
        }),
        ("a tally taken back", |bench| {
            let event = bench.counter().tallies[0].event;
            bench.count(Command::UndoCount { event, since_touch_ms: 0 });
        }),
    ];
    for (way, end) in ways {
        let mut bench = Bench::enrolled();
        bench.arrive("1804");
        bench.watch();
        bench.pass(60);
        bench.count(beside::tally(5, "08:00", "08:01", TallyRelation::Adds));
        bench.tap();
        for _ in 0..40 {
            bench.pass(60);
            bench.core.tick();
        }
        end(&mut bench);
        let hour = hour_of(&bench.counter(), "08:00");
        assert_eq!(hour, HourState::Partly { persons: 1, minutes: 1 }, "{way}");
    }
}

#[test]
fn quiet_that_is_answered_for_was_watched() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(16 * 60);
    let view = bench.count(Command::StillWatching);
    assert!(!view.ask_still_watching);
    assert_eq!(view.hour.state, HourState::Counted { persons: 1 });
}

#[test]
fn a_pause_is_no_watching_and_its_reason_is_kept() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.pass(20 * 60 - 1);
    bench.count(Command::StillWatching);
    bench.pass(1);
    let pause = Command::PauseWatch { reason: PauseReason::BoxTrip, since_touch_ms: 0 };
    let view = bench.count(pause);
    assert!(matches!(view.watch, WatchView::Paused { reason: PauseReason::BoxTrip, .. }));
    bench.pass(30 * 60);
    bench.count(Command::ResumeWatch { since_touch_ms: 0 });
    bench.pass(10 * 60);
    bench.tap();
    let view = bench.counter();
    assert_eq!(hour_of(&view, "08:00"), HourState::Partly { persons: 0, minutes: 30 });
}

#[test]
fn covered_it_counts_and_shows_nothing_else() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let view = bench.session(bench.core.execute(Command::Cover));
    assert_eq!(view.lock, LockState::Covered);
    assert!(view.visit.is_none());
    let view = bench.tap();
    assert_eq!(view.hour.persons, 2);
    assert!(view.hours.is_empty() && view.visit.is_none());
    let refused = [
        Query::Stations,
        Query::Beside,
        Query::OpenedHour { start: "2026-11-23T08:00:00".into() },
        Query::ReadHandOver { code: "1234".into() },
        Query::Earlier,
        Query::Incidents,
        Query::Checklists,
        Query::Checklist { form: 1, instance: 1 },
        Query::Turnouts,
        Query::Now,
        Query::Log,
        Query::Urgent,
        Query::Delivery,
        Query::Collect,
        Query::Relays { look: true },
        Query::Notices,
    ];
    for query in refused {
        assert_eq!(bench.core.query(query).unwrap_err().code, ErrorCode::Locked);
    }
    let wrong = bench.try_unlock("not the secret").unwrap_err();
    assert!(matches!(wrong.code, ErrorCode::WrongSecret { attempts: 1, .. }));
    bench.tap();
    bench.unlock();
    assert_eq!(bench.counter().day_persons, 3);
}

#[test]
fn without_a_watch_covering_is_locking() {
    let bench = Bench::enrolled();
    let view = bench.session(bench.core.execute(Command::Cover));
    assert!(matches!(view.lock, LockState::Locked { .. }));
}

#[test]
fn wrong_secrets_wait_longer_and_a_try_too_soon_is_not_taken() {
    let bench = Bench::enrolled();
    bench.core.execute(Command::Lock).unwrap();
    let mut waits = Vec::new();
    for _ in 0..4 {
        match bench.try_unlock("not the secret").unwrap_err().code {
            ErrorCode::WrongSecret { wait_s, .. } => waits.push(wait_s),
            other => panic!("{other:?}"),
        }
        bench.pass(i64::from(*waits.last().unwrap()));
    }
    assert_eq!(waits, [0, 0, 5, 10]);
    bench.try_unlock("not the secret").unwrap_err();
    let soon = bench.try_unlock(SECRET).unwrap_err();
    assert!(matches!(soon.code, ErrorCode::TooSoon { wait_s: 20 }), "{soon:?}");
}

#[test]
fn a_checklist_skips_requires_and_marks_as_its_form_says() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let view = bench.checklist(Query::Checklist { form: 1, instance: 1 });
    assert_eq!(view.summary.title.0["kk"], "Ashylu");
    assert!(!view.items[1].relevant, "the reason waits for a no");
    let yes = Given::One { choice: 1 };
    let view = bench.answer(1, yes);
    assert!(!view.items[1].relevant);
    let view = bench.answer(1, Given::One { choice: 2 });
    assert!(view.items[1].relevant && view.items[1].required);
    assert_eq!(view.summary.required_open, 1);
    let view = bench.answer(2, Given::Special { special: SpecialAnswer::NotAllowed });
    assert_eq!(view.summary.required_open, 0);
    let view = bench.answer(3, Given::Number { text: "-4".into() });
    assert!(matches!(view.items[2].constraint, ConstraintState::Broken { .. }));
    assert_eq!(view.items[2].given, Given::Number { text: "-4".into() });
    let view = bench.answer(3, Given::Empty);
    assert_eq!(view.items[2].given, Given::Empty);
    let unfit = bench.try_answer(3, Given::Text { text: "many".into() });
    assert_eq!(unfit.unwrap_err().code, ErrorCode::AnswerDoesNotFit);
    let unfit = bench.try_answer(1, Given::One { choice: 9 });
    assert_eq!(unfit.unwrap_err().code, ErrorCode::AnswerDoesNotFit);
}

#[test]
fn the_first_event_after_the_hour_seals_the_hour_before() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    assert_eq!(bench.delivery().pages.len(), 0);
    bench.pass(3600);
    bench.tap();
    let view = bench.delivery();
    assert_eq!(view.pages.len(), 1);
    assert_eq!(view.pages[0].events, 3);
    assert!(view.not_sealed > 0);
    let places = view.on_phone + view.with_lead + view.at_headquarters;
    bench.core.execute(Command::SealNow).unwrap();
    let view = bench.delivery();
    assert_eq!((view.not_sealed, view.on_phone), (0, places));
}

#[test]
fn a_log_entry_may_be_seen_before_it_is_written() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.pass(30 * 60);
    let entry = Command::LogEntry {
        about: LogKind::Opened,
        text: "eight sharp".into(),
        seen_at: Some("08:00".into()),
        since_touch_ms: 0,
    };
    let Ok(Reply::Log { list }) = bench.core.execute(entry) else { panic!("no log") };
    assert_eq!(list[0].seen_at, "2026-11-23T08:00:00");
}

#[test]
fn leaving_ends_the_watch_and_asks_nothing() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let view = bench.session(bench.core.execute(Command::Leave { since_touch_ms: 0 }));
    assert!(view.visit.is_none());
    bench.killed();
    bench.unlock();
    assert_eq!(bench.core.query(Query::Counter).unwrap_err().code, ErrorCode::NoVisit);
    bench.arrive("1804");
    let view = bench.counter();
    assert_eq!((view.watch, view.day_persons), (WatchView::None, 1));
}

#[test]
fn a_wipe_names_what_has_no_copy_and_must_be_confirmed_with_it() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let enrolment = bench.enrolment();
    let Ok(Reply::Wipe { view }) = bench.core.query(Query::Wipe { enrolment: enrolment.clone() })
    else {
        panic!("no view")
    };
    assert_eq!((view.only_here, view.counted), (Some(3), 1));
    assert_eq!((view.others_pages, view.others_devices), (Some(0), 0));
    let wipe = |only_here| Command::Wipe {
        enrolment: enrolment.clone(),
        only_here,
        others_pages: Some(0),
    };
    let refused = bench.core.execute(wipe(Some(2))).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WipeNotConfirmed);
    let view = bench.session(bench.core.execute(wipe(Some(3))));
    assert_eq!((view.lock, view.enrolments.len()), (LockState::Empty, 0));
    let path =
        Command::Wipe { enrolment: "../elsewhere".into(), only_here: None, others_pages: None };
    assert_eq!(bench.core.execute(path).unwrap_err().code, ErrorCode::NoSuchEnrolment);
}

#[test]
fn notices_tell_what_changed_and_a_gone_listener_is_forgotten() {
    let bench = Bench::enrolled();
    let heard: Arc<Mutex<Vec<Notice>>> = Arc::default();
    let ear = heard.clone();
    bench.core.listen(Box::new(move |notice| {
        ear.lock().unwrap().push(notice);
        false
    }));
    bench.arrive("1804");
    bench.core.tick();
    bench.core.tick();
    let minute = |notice: &&Notice| **notice == Notice::Changed { topics: vec![Topic::Counter] };
    assert!(heard.lock().unwrap().iter().filter(minute).count() <= 1);
    assert_eq!(heard.lock().unwrap().len(), 1);
}

#[test]
fn the_morning_is_the_stations_own() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let view = bench.counter();
    assert_eq!((view.hour.from.as_str(), view.hour.to.as_str()), ("08:00", "09:00"));
    assert_eq!(bench.now(), MORNING);
    assert_eq!(view.hours.len(), 13, "from opening to closing");
}

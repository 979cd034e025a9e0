//! Enrolments beside one another on one phone, and what the lock lets out.

use journal::certificate::Role as Invited;

use super::fixture::{Bench, SECRET};
use crate::api::{
    AppError, Command, ErrorCode, Feature, GapChoice, Given, Query, Reply, Role, SessionView,
    WatchView, WipeView,
};

fn enrol(bench: &Bench) -> Result<Reply, AppError> {
    bench.core.execute(Command::Enrol { secret: SECRET.into() })
}

/// All files but those a database keeps only while it is open.
fn files(bench: &Bench) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(bench.data()).unwrap();
    let inside = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    let mut files: Vec<_> = inside.map(|file| file.unwrap().path()).collect();
    files.retain(|file| !file.to_string_lossy().contains(".db-"));
    files.sort();
    files
}

#[test]
fn the_same_invitation_is_refused_on_the_same_phone_locked_or_open() {
    let mut bench = Bench::enrolled();
    let before = files(&bench);
    assert_eq!(bench.read_invitation().unwrap_err().code, ErrorCode::AlreadyEnrolled);
    bench.killed();
    assert_eq!(bench.read_invitation().unwrap_err().code, ErrorCode::AlreadyEnrolled);
    let code = Command::ReadInvitationCode { code: bench.code() };
    assert_eq!(bench.core.execute(code).unwrap_err().code, ErrorCode::AlreadyEnrolled);
    assert_eq!(enrol(&bench).unwrap_err().code, ErrorCode::NoInvitation);
    let view = bench.session(bench.core.query(Query::Session));
    assert_eq!((view.enrolments.len(), view.invitation), (1, None));
    assert_eq!(files(&bench), before, "nothing was written");
    bench.unlock();
}

#[test]
fn another_persons_invitation_and_the_same_one_after_a_wipe_are_taken() {
    let mut bench = Bench::enrolled();
    bench.invite_another();
    bench.read_invitation().unwrap();
    enrol(&bench).unwrap();
    let view = bench.session(bench.core.query(Query::Session));
    assert_eq!(view.enrolments.len(), 2);
    let enrolment = view.open.unwrap().id;
    let wipe = Command::Wipe { enrolment, only_here: Some(0), others_pages: Some(0) };
    bench.core.execute(wipe).unwrap();
    bench.read_invitation().unwrap();
    enrol(&bench).unwrap();
}

fn session(bench: &Bench) -> SessionView {
    bench.session(bench.core.query(Query::Session))
}

#[test]
fn covered_nobody_reads_who_holds_the_phone_or_for_what() {
    let bench = Bench::enrolled_as(Invited::Lead, 7);
    bench.arrive("1804");
    bench.watch();
    let open = session(&bench).open.unwrap();
    assert_eq!((open.role, open.defined, open.languages.len()), (Role::Lead, true, 3));
    bench.core.execute(Command::Cover).unwrap();
    let view = session(&bench);
    let covered = view.open.clone().unwrap();
    assert_eq!((covered.role, covered.defined), (Role::Observer, false));
    assert_eq!(covered.switched_on, [Feature::Incidents], "a moment can be marked");
    let text = serde_json::to_string(&view).unwrap();
    for word in ["lead", "Sailau", "\"kk\"", "1804"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn an_enrolment_that_another_one_replaces_was_watched_until_then() {
    let mut bench = Bench::enrolled();
    let first = bench.enrolment();
    bench.arrive("1804");
    bench.watch();
    bench.pass(60);
    bench.tap();
    bench.pass(300);
    bench.invite_another();
    bench.read_invitation().unwrap();
    enrol(&bench).unwrap();
    bench.pass(600);
    let unlock = Command::Unlock { enrolment: first, secret: SECRET.into() };
    bench.core.execute(unlock).unwrap();
    let watch = bench.counter().watch;
    let WatchView::Interrupted { last_sign, gap_minutes, .. } = watch else { panic!("{watch:?}") };
    assert_eq!((last_sign.as_str(), gap_minutes), ("2026-11-23T08:06:00", 10));
}

fn lost(bench: &Bench) -> WipeView {
    match bench.core.query(Query::Wipe { enrolment: bench.enrolment() }) {
        Ok(Reply::Wipe { view }) => view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wipe_counts_what_a_former_journal_holds_too() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    bench.tap();
    bench.answer(3, Given::Number { text: "7".into() });
    bench.core.execute(Command::SealNow).unwrap();
    bench.begins_a_new_journal();
    bench.count(Command::AnswerGap { choice: GapChoice::GoOn, since_touch_ms: 0 });
    bench.tap();
    let view = lost(&bench);
    assert_eq!((view.counted, view.answers), (3, 1));
}

//! Enrolments beside one another on one phone, and what the lock lets out.

use super::fixture::{Bench, SECRET};
use crate::api::{AppError, Command, ErrorCode, Query, Reply};

fn enrol(bench: &Bench) -> Result<Reply, AppError> {
    bench.core.execute(Command::Enrol { secret: SECRET.into() })
}

fn files(bench: &Bench) -> usize {
    let folders = std::fs::read_dir(bench.data()).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count() + 1).sum()
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

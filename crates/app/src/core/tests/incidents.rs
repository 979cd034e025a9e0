//! Marks, incidents and complaints, on the phone.

use super::fixture::Bench;
use crate::api::{
    AppError, Command, ComplaintAnswerInput, ComplaintDecision, ComplaintInput, ComplaintStage,
    ComplaintTo, DraftOf, DraftView, ErrorCode, Gravity, HowKnown, IncidentAmendReason,
    IncidentDeed, IncidentInput, IncidentsView, MomentEnd, NowView, Occurrence, Query, Reply,
    ToldTo, Typed,
};

fn view(reply: Result<Reply, AppError>) -> IncidentsView {
    match reply {
        Ok(Reply::Incidents { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn tell(bench: &Bench, deed: IncidentDeed) -> Result<Reply, AppError> {
    bench.core.execute(Command::TellIncident { deed, since_touch_ms: 0 })
}

fn mark(bench: &Bench) -> u32 {
    let deed = IncidentDeed::MarkMoment { mark: None, incident_kind: None };
    view(tell(bench, deed)).made.unwrap()
}

fn now(bench: &Bench) -> NowView {
    match bench.core.query(Query::Now) {
        Ok(Reply::Now { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn told(from: &str, text: &str) -> IncidentInput {
    IncidentInput {
        incident_kind: None,
        gravity: Gravity::Serious,
        from: from.into(),
        to: None,
        occurs: Occurrence::Once,
        known: HowKnown::SeenMyself,
        told_by: String::new(),
        affected: Some(2),
        told_to: Some(ToldTo::Chair),
        their_answer: " later ".into(),
        text: text.into(),
    }
}

fn report(bench: &Bench, mark: Option<u32>, from: &str, text: &str) -> IncidentsView {
    view(tell(bench, IncidentDeed::Report { mark, told: told(from, text) }))
}

#[test]
fn one_press_marks_the_moment_without_leaving_the_count_and_waits_on_now() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    bench.tap();
    let made = mark(&bench);
    assert_eq!(bench.tap().hour.persons, 2, "the count goes on");
    let marks = now(&bench).marks;
    assert_eq!((marks.len(), marks[0].mark, marks[0].station_code.as_str()), (1, made, "1804"));
    assert_eq!(marks[0].at, "2026-11-23T08:00:00");
}

#[test]
fn covered_a_mark_works_and_answers_with_nothing_to_read() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    report(&bench, None, "07:30", "leaflets");
    bench.core.execute(Command::Cover).unwrap();
    let deed = IncidentDeed::MarkMoment { mark: None, incident_kind: None };
    let marked = view(tell(&bench, deed));
    assert!(marked.incidents.is_empty() && marked.marks.is_empty() && marked.made.is_some());
    assert_eq!(bench.core.query(Query::Incidents).unwrap_err().code, ErrorCode::Locked);
    let deed = IncidentDeed::Report { mark: marked.made, told: told("07:40", "what") };
    assert_eq!(tell(&bench, deed).unwrap_err().code, ErrorCode::Locked);
    bench.unlock();
    assert_eq!(now(&bench).marks.len(), 1);
}

#[test]
fn a_mark_waits_through_a_kill_until_it_is_an_incident_or_nothing() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    let (first, second) = (mark(&bench), mark(&bench));
    bench.killed();
    bench.unlock();
    assert_eq!(now(&bench).marks.len(), 2);
    let said = report(&bench, Some(first), "07:30", "leaflets");
    assert_eq!((said.marks.len(), said.incidents.len()), (1, 1));
    let end = MomentEnd::NothingToReport;
    let said = view(tell(&bench, IncidentDeed::FinishMoment { mark: second, end }));
    assert!(said.marks.is_empty());
    let again = IncidentDeed::FinishMoment { mark: second, end };
    assert_eq!(tell(&bench, again).unwrap_err().code, ErrorCode::NoSuchIncident);
}

#[test]
fn an_incident_is_amended_and_what_was_told_before_is_never_erased() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let incident = report(&bench, None, "07:30", "leaflets").made.unwrap();
    // The next morning the time still means the day of the report.
    bench.pass(26 * 3600);
    let amended = IncidentInput { to: Some("07:50".into()), ..told("07:30", "taken down") };
    let deed = IncidentDeed::Amend {
        incident,
        told: amended,
        reason: IncidentAmendReason::Over,
        words: "the chair".into(),
    };
    let said = view(tell(&bench, deed));
    let one = &said.incidents[0];
    assert_eq!((said.incidents.len(), one.incident, one.withdrawn), (1, incident, false));
    assert_eq!(one.now.from, "2026-11-23T07:30:00");
    assert_eq!(one.now.to.as_deref(), Some("2026-11-23T07:50:00"));
    assert_eq!((one.now.told.text.as_str(), one.now.words.as_str()), ("taken down", "the chair"));
    assert_eq!(one.before[0].told.text, "leaflets");
    assert_eq!(one.before[0].told.their_answer, "later");
    let deed = IncidentDeed::Amend {
        incident,
        told: told("07:20", "not so"),
        reason: IncidentAmendReason::Withdrawn,
        words: String::new(),
    };
    let said = view(tell(&bench, deed));
    let one = &said.incidents[0];
    assert_eq!((one.withdrawn, one.before.len()), (true, 2));
    assert_eq!(one.now.from, "2026-11-23T07:20:00");
}

#[test]
fn what_says_nothing_or_ends_before_it_begins_is_refused() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let empty = IncidentDeed::Report { mark: None, told: told("07:30", "  ") };
    assert_eq!(tell(&bench, empty).unwrap_err().code, ErrorCode::NothingTold);
    let backwards = IncidentInput { to: Some("07:10".into()), ..told("07:30", "what") };
    let backwards = IncidentDeed::Report { mark: None, told: backwards };
    assert_eq!(tell(&bench, backwards).unwrap_err().code, ErrorCode::NotAStretch);
    let kind = IncidentInput { incident_kind: Some(99), ..told("07:30", "what") };
    let kind = IncidentDeed::Report { mark: None, told: kind };
    assert_eq!(tell(&bench, kind).unwrap_err().code, ErrorCode::NoSuchIncident);
    let nobody = IncidentDeed::AnswerFollowUp { follow_up: 1, text: "here".into() };
    assert_eq!(tell(&bench, nobody).unwrap_err().code, ErrorCode::NoSuchIncident);
    assert!(view(bench.core.query(Query::Incidents)).incidents.is_empty());
}

#[test]
fn a_complaint_is_handed_over_accepted_numbered_and_answered() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let incident = report(&bench, None, "07:30", "leaflets").made;
    let step = |complaint, stage, number: &str| IncidentDeed::Complain {
        step: ComplaintInput {
            complaint,
            incident,
            to: ComplaintTo::Commission,
            stage,
            at: None,
            number: number.into(),
            text: String::new(),
        },
    };
    let complaint = view(tell(&bench, step(None, ComplaintStage::Written, ""))).made;
    bench.pass(600);
    tell(&bench, step(complaint, ComplaintStage::Accepted, "3")).unwrap();
    let answer = ComplaintAnswerInput {
        complaint: complaint.unwrap(),
        decision: ComplaintDecision::Rejected,
        at: Some("08:05".into()),
        number: String::new(),
        text: "no ground".into(),
    };
    let said = view(tell(&bench, IncidentDeed::AnswerComplaint { answer }));
    let one = &said.complaints[0];
    assert_eq!(
        (said.complaints.len(), Some(one.complaint), one.incident),
        (1, complaint, incident)
    );
    assert_eq!((one.stage, one.number.as_str()), (ComplaintStage::Accepted, "3"));
    assert_eq!(one.decision, Some(ComplaintDecision::Rejected));
    let at: Vec<&str> = one.steps.iter().map(|step| step.at.as_str()).collect();
    assert_eq!(at, ["2026-11-23T08:00:00", "2026-11-23T08:10:00", "2026-11-23T08:05:00"]);
    assert_eq!(said.incidents[0].complaints, [complaint.unwrap()]);
}

fn keep(bench: &Bench, of: DraftOf, typed: Option<Typed>) -> Result<Reply, AppError> {
    bench.core.execute(Command::KeepDraft { of, typed })
}

fn half(text: &str) -> Typed {
    Typed::Incident { told: told("07:30", text), reason: None }
}

fn drafts(bench: &Bench) -> Vec<DraftView> {
    view(bench.core.query(Query::Incidents)).drafts
}

#[test]
fn what_is_half_typed_survives_a_kill_and_is_no_event() {
    let mut bench = Bench::enrolled();
    bench.arrive("1804");
    let mark = mark(&bench);
    let undelivered = bench.session(bench.core.query(Query::Session)).undelivered;
    let report = DraftOf::Report { mark };
    keep(&bench, report, Some(half("the cur"))).unwrap();
    keep(&bench, report, Some(half("the curtain"))).unwrap();
    let complaint = DraftOf::Complaint { incident: None };
    let typed = Typed::Complaint {
        to: ComplaintTo::Court,
        stage: None,
        decision: None,
        at: "7:".into(),
        number: String::new(),
        text: "no view".into(),
    };
    keep(&bench, complaint, Some(typed.clone())).unwrap();
    bench.killed();
    bench.unlock();
    let there =
        [DraftView { of: report, typed: half("the curtain") }, DraftView { of: complaint, typed }];
    assert_eq!(drafts(&bench), there);
    assert_eq!(bench.session(bench.core.query(Query::Session)).undelivered, undelivered);
}

#[test]
fn a_draft_is_gone_once_its_form_is_written_or_thrown_away() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    let (first, second) = (mark(&bench), mark(&bench));
    for of in [first, second].map(|mark| DraftOf::Report { mark }) {
        keep(&bench, of, Some(half("x"))).unwrap();
    }
    let incident = report(&bench, Some(first), "07:30", "leaflets").made.unwrap();
    let end = MomentEnd::NothingToReport;
    tell(&bench, IncidentDeed::FinishMoment { mark: second, end }).unwrap();
    assert_eq!(drafts(&bench), []);
    let gone = keep(&bench, DraftOf::Report { mark: first }, Some(half("late"))).unwrap_err();
    assert_eq!(gone.code, ErrorCode::NoSuchIncident, "what was told is not typed any more");
    let again = DraftOf::Amendment { incident };
    keep(&bench, again, Some(half("taken down"))).unwrap();
    assert_eq!(drafts(&bench).len(), 1);
    keep(&bench, again, None).unwrap();
    assert_eq!(drafts(&bench), []);
}

#[test]
fn covered_a_draft_is_kept_and_none_is_shown() {
    let bench = Bench::enrolled();
    bench.arrive("1804");
    bench.watch();
    let report = DraftOf::Report { mark: mark(&bench) };
    bench.core.execute(Command::Cover).unwrap();
    assert_eq!(view(keep(&bench, report, Some(half("the cur")))).drafts, []);
    bench.unlock();
    assert_eq!(drafts(&bench), [DraftView { of: report, typed: half("the cur") }]);
}

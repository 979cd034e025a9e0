use super::*;
use crate::event::*;
use crate::ids::EventRef;
use crate::samples::incident;
use crate::view::tests::fold;

const ALICE: JournalRef = JournalRef([1; 16]);
const AGAIN: JournalRef = JournalRef([2; 16]);
const HEADQUARTERS: JournalRef = JournalRef([9; 16]);

fn arrived() -> Payload {
    Payload::Arrived(Arrived { station: "204".into(), place: Place::Inside })
}

fn marked(follows: Option<EventRef>, kind: Option<u32>) -> Payload {
    let visit = follows.is_none().then_some(1);
    Payload::MomentMarked(MomentMarked { visit, follows, definition_version: 2, kind })
}

fn finished(mark: EventRef, incident: Option<EventRef>) -> Payload {
    let outcome = match incident {
        Some(_) => MomentOutcome::PartOfIncident,
        None => MomentOutcome::NothingToReport,
    };
    Payload::MomentFinished(MomentFinished { mark, outcome, incident, words: None })
}

fn reported(mark: Option<EventRef>) -> Payload {
    let told = incident("leaflets on the table");
    Payload::IncidentReported(IncidentReported { visit: Some(1), mark, told })
}

fn amended(report: EventRef, text: &str, reason: IncidentAmendReason) -> Payload {
    let told = IncidentTold { gravity: crate::definition::Gravity::Grave, ..incident(text) };
    Payload::IncidentAmended(IncidentAmended { incident: report, told, reason, words: None })
}

fn asked(follow_up: u64, journal: JournalRef, event: u64) -> Payload {
    let (operator, text) = ("Carol".into(), "Where exactly?".into());
    Payload::FollowUpAsked(FollowUpAsked { operator, follow_up, journal, event, text })
}

fn answered(follow_up: u64, text: &str) -> Payload {
    let text = text.into();
    Payload::FollowUpAnswered(FollowUpAnswered { follow_up, journal: HEADQUARTERS, text })
}

fn status(incident: u64, status: IncidentStatus) -> Payload {
    let operator = "Carol".into();
    Payload::IncidentStatusSet(IncidentStatusSet {
        operator,
        journal: ALICE,
        incident,
        status,
        words: None,
    })
}

#[test]
fn an_incident_amended_shows_what_holds_and_keeps_what_was_told_before() {
    let again = amended(EventRef::Here(2), "taken down at noon", IncidentAmendReason::Over);
    let alice = fold(vec![arrived(), reported(None), again]);
    let lines = incidents(&[(ALICE, &alice)], &[]);
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!((line.event, line.station.as_deref()), ((ALICE, 2), Some("204")));
    assert_eq!(line.now.told.text.as_deref(), Some("taken down at noon"));
    assert_eq!(line.now.event, (ALICE, 3), "each version opens down to its event");
    assert_eq!(line.before[0].told.text.as_deref(), Some("leaflets on the table"));
    assert_eq!(line.before[0].reason, None);
}

#[test]
fn a_withdrawn_incident_stays_and_one_told_again_stands_again() {
    let report = EventRef::Here(2);
    let withdrawn = amended(report, "a misreading", IncidentAmendReason::Withdrawn);
    let events = vec![arrived(), reported(None), withdrawn];
    let lines = incidents(&[(ALICE, &fold(events.clone()))], &[]);
    assert!(lines[0].is_withdrawn());
    let again = amended(report, "it was one after all", IncidentAmendReason::MoreKnown);
    let lines = incidents(&[(ALICE, &fold([events, vec![again]].concat()))], &[]);
    assert!(!lines[0].is_withdrawn());
    assert_eq!(lines[0].before.len(), 2, "nothing is erased");
}

#[test]
fn one_press_marks_the_moment_and_its_kind_follows() {
    let alice = fold(vec![arrived(), marked(None, None), marked(Some(EventRef::Here(2)), Some(4))]);
    let lines = marks(&[(ALICE, &alice)]);
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].event, lines[0].kind, lines[0].at.at), ((ALICE, 2), Some((2, 4)), 1060));
    assert_eq!((lines[0].station.as_deref(), lines[0].end), (Some("204"), None));
}

#[test]
fn a_mark_waits_until_an_incident_names_it_or_it_is_finished() {
    let events = vec![
        arrived(),
        marked(None, Some(4)),
        marked(None, None),
        marked(None, None),
        marked(None, None),
        reported(Some(EventRef::Here(2))),
        finished(EventRef::Here(3), None),
        finished(EventRef::Here(4), Some(EventRef::Here(6))),
    ];
    let alice = fold(events);
    let ends: Vec<_> = marks(&[(ALICE, &alice)]).into_iter().map(|line| line.end).collect();
    let nothing = MarkEnd::Finished { outcome: MomentOutcome::NothingToReport, incident: None };
    let part =
        MarkEnd::Finished { outcome: MomentOutcome::PartOfIncident, incident: Some((ALICE, 6)) };
    assert_eq!(ends, [Some(MarkEnd::Reported((ALICE, 6))), Some(nothing), Some(part), None]);
    let line = &incidents(&[(ALICE, &alice)], &[])[0];
    assert_eq!(line.marks, [(ALICE, 2), (ALICE, 4)]);
}

#[test]
fn a_report_says_more_than_nothing_to_report() {
    let mark = EventRef::Here(2);
    let alice =
        fold(vec![arrived(), marked(None, None), finished(mark, None), reported(Some(mark))]);
    let lines = marks(&[(ALICE, &alice)]);
    assert_eq!(lines[0].end, Some(MarkEnd::Reported((ALICE, 4))));
}

#[test]
fn questions_and_answers_are_a_conversation_and_an_unanswered_one_waits() {
    let told = fold(vec![asked(1, ALICE, 2), asked(2, ALICE, 2)]);
    let alice =
        fold(vec![arrived(), reported(None), answered(1, "at the door"), answered(1, "inside")]);
    let lines = incidents(&[(ALICE, &alice)], &[(HEADQUARTERS, &told)]);
    let talk = &lines[0].talk;
    let answers: Vec<&str> = talk[0].answers.iter().map(|answer| answer.text.as_str()).collect();
    assert_eq!(answers, ["at the door", "inside"]);
    assert_eq!(talk.iter().map(FollowUpLine::waits).collect::<Vec<_>>(), [false, true]);
    assert_eq!((talk[0].answers[0].event, talk[0].answers[0].at.at), ((ALICE, 3), 1120));
}

#[test]
fn the_status_is_the_operators_last_and_every_one_before_is_kept() {
    let told = fold(vec![
        status(2, IncidentStatus::Seen),
        status(2, IncidentStatus::Confirmed),
        status(9, IncidentStatus::Closed),
    ]);
    let alice = fold(vec![arrived(), reported(None)]);
    let lines = incidents(&[(ALICE, &alice)], &[(HEADQUARTERS, &told)]);
    assert_eq!(lines[0].status(), Some(IncidentStatus::Confirmed));
    let history: Vec<_> =
        lines[0].statuses.iter().map(|one| (one.operator.as_str(), one.status, one.time)).collect();
    let (seen, confirmed) = (IncidentStatus::Seen, IncidentStatus::Confirmed);
    assert_eq!(history, [("Carol", seen, 1000), ("Carol", confirmed, 1060)]);
    let nobody = incidents(&[(ALICE, &alice)], &[]);
    assert_eq!(nobody[0].status(), None, "not decided is no status");
}

#[test]
fn a_new_journal_of_the_same_person_goes_on_with_the_incident_and_nobody_elses_does() {
    let report = EventRef::Elsewhere(ALICE, 2);
    let before = fold(vec![arrived(), reported(None), marked(None, None)]);
    let after = fold(vec![
        amended(report, "again", IncidentAmendReason::Corrected),
        finished(EventRef::Elsewhere(ALICE, 3), None),
    ]);
    let both = [(ALICE, &before), (AGAIN, &after)];
    let lines = incidents(&both, &[]);
    assert_eq!((lines.len(), lines[0].now.event), (1, (AGAIN, 1)));
    assert!(marks(&both)[0].end.is_some());
    assert!(incidents(&[(AGAIN, &after)], &[]).is_empty(), "an amendment alone is no incident");
}

#[test]
fn what_names_nothing_known_changes_no_line() {
    let lost = EventRef::Here(99);
    let alice = fold(vec![
        reported(Some(lost)),
        amended(lost, "what", IncidentAmendReason::Withdrawn),
        finished(lost, None),
        answered(7, "whom"),
        marked(Some(lost), Some(3)),
    ]);
    let lines = incidents(&[(ALICE, &alice)], &[]);
    assert_eq!((lines.len(), lines[0].before.len(), lines[0].is_withdrawn()), (1, 0, false));
    let waiting = marks(&[(ALICE, &alice)]);
    assert_eq!((waiting.len(), waiting[0].end), (1, None), "a mark of nothing known is a mark");
    assert_eq!(alice.journal_record().stray, 0);
}

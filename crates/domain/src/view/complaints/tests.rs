use super::*;
use crate::event::*;
use crate::ids::EventRef;
use crate::view::tests::fold;

const ALICE: JournalRef = JournalRef([1; 16]);
const AGAIN: JournalRef = JournalRef([2; 16]);
const HEADQUARTERS: JournalRef = JournalRef([9; 16]);

fn step(follows: Option<EventRef>, stage: ComplaintStage, number: Option<&str>) -> Payload {
    Payload::ComplaintMade(ComplaintMade {
        visit: None,
        follows,
        incident: None,
        to: ComplaintTo::Commission,
        stage,
        happened_at: None,
        number: number.map(str::to_owned),
        text: None,
    })
}

fn answer(complaint: EventRef) -> Payload {
    Payload::ComplaintAnswered(ComplaintAnswered {
        complaint,
        decision: ComplaintDecision::Rejected,
        happened_at: Some(5000),
        number: Some("17".into()),
        text: Some("no ground".into()),
    })
}

#[test]
fn a_complaint_is_written_handed_over_accepted_numbered_and_answered() {
    let first = EventRef::Here(1);
    let alice = fold(vec![
        step(None, ComplaintStage::Written, None),
        step(Some(first), ComplaintStage::HandedOver, None),
        step(Some(first), ComplaintStage::Accepted, Some("3")),
        answer(first),
    ]);
    let lines = complaints(&[(ALICE, &alice)], &[]);
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!(
        (line.stage, line.decision),
        (ComplaintStage::Accepted, Some(ComplaintDecision::Rejected))
    );
    assert_eq!(line.number.as_deref(), Some("3"), "the number of an answer is the answer's");
    let steps: Vec<_> = line.steps.iter().map(|step| (step.event.1, step.at.at)).collect();
    assert_eq!(steps, [(1, 1000), (2, 1060), (3, 1120), (4, 5000)]);
    assert_eq!(line.steps[3].number.as_deref(), Some("17"));
}

#[test]
fn a_refused_complaint_is_not_an_answered_one() {
    let first = EventRef::Here(1);
    let refused = step(Some(first), ComplaintStage::Refused, None);
    let alice = fold(vec![step(None, ComplaintStage::HandedOver, None), refused]);
    let line = &complaints(&[(ALICE, &alice)], &[])[0];
    assert_eq!((line.stage, line.decision), (ComplaintStage::Refused, None));
}

#[test]
fn a_complaint_goes_on_in_a_new_journal_and_an_answer_to_nothing_makes_none() {
    let before = fold(vec![step(None, ComplaintStage::HandedOver, None)]);
    let first = EventRef::Elsewhere(ALICE, 1);
    let after = fold(vec![step(Some(first), ComplaintStage::Accepted, Some("3")), answer(first)]);
    let lines = complaints(&[(ALICE, &before), (AGAIN, &after)], &[]);
    assert_eq!((lines.len(), lines[0].steps.len()), (1, 3));
    let alone = fold(vec![answer(first)]);
    assert!(complaints(&[(AGAIN, &alone)], &[]).is_empty());
}

#[test]
fn headquarters_asks_about_a_complaint_too() {
    let alice = fold(vec![step(None, ComplaintStage::Written, None)]);
    let told = fold(vec![Payload::FollowUpAsked(FollowUpAsked {
        operator: "Carol".into(),
        follow_up: 1,
        journal: ALICE,
        event: 1,
        text: "Was it registered?".into(),
    })]);
    let line = &complaints(&[(ALICE, &alice)], &[(HEADQUARTERS, &told)])[0];
    assert!(line.talk[0].waits());
}

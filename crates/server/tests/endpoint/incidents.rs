//! An incident from the phone to the page, the question back down, the answer, and the decision.

#![allow(clippy::unwrap_used)]

use domain::definition::Gravity;
use domain::event::{
    Arrived, ComplaintAnswered, ComplaintDecision, ComplaintMade, ComplaintStage, ComplaintTo,
    FollowUpAnswered, HowKnown, IncidentAmendReason, IncidentAmended, IncidentReported,
    IncidentTold, Occurrence, Payload, Place,
};
use domain::ids::EventRef;
use domain::{Event, JournalRef};
use server::dashboard::api::{ComplaintDetail, IncidentDetail, Overview};

use crate::device::Device;
use crate::endpoint::{Browser, Endpoint, now};

fn told(gravity: Gravity, text: &str) -> IncidentTold {
    IncidentTold {
        definition_version: 1,
        kind: None,
        gravity,
        from: now() - 900,
        to: None,
        occurs: Occurrence::Several,
        known: HowKnown::Told,
        told_by: Some("a voter".into()),
        affected: Some(3),
        told_to: None,
        their_answer: None,
        text: Some(text.into()),
    }
}

/// Arrives, reports, tells it again as graver, and complains on paper.
fn reporting() -> Vec<Vec<u8>> {
    let at = now() - 600;
    let report = IncidentReported {
        visit: Some(1),
        mark: None,
        told: told(Gravity::Serious, "they shut the door"),
    };
    let amended = IncidentAmended {
        incident: EventRef::Here(2),
        told: told(Gravity::Grave, "they shut the door and counted"),
        reason: IncidentAmendReason::MoreKnown,
        words: None,
    };
    let complaint = ComplaintMade {
        visit: Some(1),
        follows: None,
        incident: Some(EventRef::Here(2)),
        to: ComplaintTo::Commission,
        stage: ComplaintStage::Refused,
        happened_at: None,
        number: None,
        text: None,
    };
    let arrived = Arrived { station: "1804".into(), place: Place::Inside };
    [
        Payload::Arrived(arrived),
        Payload::IncidentReported(report),
        Payload::IncidentAmended(amended),
        Payload::ComplaintMade(complaint),
    ]
    .into_iter()
    .map(|payload| Event::new(at, payload).encode())
    .collect()
}

fn served() -> (Endpoint, Device, Browser) {
    let (endpoint, mut alice) = Endpoint::served_with_alice();
    alice.seal(&reporting());
    alice.contact();
    let mut browser = endpoint.login();
    browser.until("/api/overview", |it: &Overview| it.incidents_total == 1);
    (endpoint, alice, browser)
}

fn path(alice: &Device) -> String {
    format!("/api/incidents/{}/2", alice.journal())
}

/// The body of a question or decision about Alice's report.
fn about(alice: &Device, more: serde_json::Value) -> String {
    let event = serde_json::json!({ "journal": alice.journal().to_string(), "event": 2 });
    let mut body = serde_json::json!({ "event": event });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body.to_string()
}

#[test]
fn an_incident_stands_on_the_page_as_it_is_told_now_with_what_was_told_before() {
    let (_endpoint, alice, mut browser) = served();
    let overview: Overview = browser.get("/api/overview");
    let row = &overview.incidents[0];
    assert_eq!((row.gravity.as_str(), row.station.as_str()), ("grave", "1804"));
    assert_eq!((row.label.as_str(), row.amended), ("Alice", 1));
    assert_eq!(row.text, "they shut the door and counted");
    assert_eq!((overview.incidents_open, overview.complaints_total), (1, 1));
    assert_eq!(overview.complaints[0].stage, "refused");
    let detail: IncidentDetail = browser.get(&path(&alice));
    assert_eq!(detail.before.len(), 1);
    assert_eq!(detail.before[0].text, "they shut the door");
    assert_eq!(detail.reason, "more_known");
    assert_eq!(detail.complaints.len(), 1);
}

#[test]
fn a_question_goes_down_to_whoever_reported_and_the_answer_stands_under_it() {
    let (_endpoint, mut alice, mut browser) = served();
    let ask = about(&alice, serde_json::json!({ "text": " Which door? " }));
    assert_eq!(browser.post("/api/incidents/ask", &ask), 204);
    alice.contact();
    let asked = alice.told().into_iter().find_map(|event| match event.payload {
        Payload::FollowUpAsked(asked) => Some(asked),
        _ => None,
    });
    let asked = asked.expect("the next contact brings the question");
    assert_eq!((asked.text.as_str(), asked.operator.as_str()), ("Which door?", "carol"));
    assert_eq!((asked.journal, asked.event), (JournalRef(alice.journal().0), 2));
    let waiting = |it: &IncidentDetail| it.row.waiting == 1 && it.talk.len() == 1;
    browser.until(&path(&alice), waiting);
    let answer = FollowUpAnswered {
        follow_up: asked.follow_up,
        journal: JournalRef(alice.told_in().unwrap().0),
        text: "The back door.".into(),
    };
    alice.seal(&[Event::new(now(), Payload::FollowUpAnswered(answer)).encode()]);
    alice.contact();
    let answered: IncidentDetail =
        browser.until(&path(&alice), |it: &IncidentDetail| it.row.answers == 1);
    assert_eq!(answered.row.waiting, 0);
    assert_eq!(answered.talk[0].answers[0].text, "The back door.");
}

#[test]
fn a_complaint_is_a_history_of_steps_and_is_asked_about_as_an_incident_is() {
    let (_endpoint, mut alice, mut browser) = served();
    let handed_over = ComplaintMade {
        visit: Some(1),
        follows: Some(EventRef::Here(4)),
        incident: None,
        to: ComplaintTo::HigherCommission,
        stage: ComplaintStage::Accepted,
        happened_at: None,
        number: Some("17".into()),
        text: None,
    };
    let answered = ComplaintAnswered {
        complaint: EventRef::Here(4),
        decision: ComplaintDecision::Rejected,
        happened_at: None,
        number: Some("17-a".into()),
        text: Some("No ground.".into()),
    };
    let steps = [Payload::ComplaintMade(handed_over), Payload::ComplaintAnswered(answered)];
    alice.seal(&steps.map(|payload| Event::new(now(), payload).encode()));
    alice.contact();
    let path = format!("/api/complaints/{}/4", alice.journal());
    let all = |it: &ComplaintDetail| it.row.steps.len() == 3;
    let complaint: ComplaintDetail = browser.until(&path, all);
    let steps: Vec<_> =
        complaint.row.steps.iter().map(|it| (it.what.as_str(), it.decision)).collect();
    assert_eq!(steps, [("refused", false), ("accepted", false), ("rejected", true)]);
    let numbers: Vec<_> = complaint.row.steps.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, ["", "17", "17-a"]);
    assert_eq!(complaint.row.number, "17", "an answer's number is the answer's");
    assert!(complaint.row.steps.iter().all(|it| it.by.label == "Alice"));
    assert_eq!((complaint.row.to.as_str(), complaint.talk.len()), ("higher_commission", 0));
    let event = serde_json::json!({ "journal": alice.journal().to_string(), "event": 4 });
    let ask = serde_json::json!({ "event": event, "text": "Who signed it?" }).to_string();
    assert_eq!(browser.post("/api/incidents/ask", &ask), 204);
    alice.contact();
    let answer = FollowUpAnswered {
        follow_up: 1,
        journal: JournalRef(alice.told_in().unwrap().0),
        text: "The chair.".into(),
    };
    browser.until(&path, |it: &ComplaintDetail| it.row.waiting == 1);
    alice.seal(&[Event::new(now(), Payload::FollowUpAnswered(answer)).encode()]);
    alice.contact();
    let answered: ComplaintDetail =
        browser.until(&path, |it: &ComplaintDetail| it.row.answers == 1);
    assert_eq!((answered.row.waiting, answered.talk[0].text.as_str()), (0, "Who signed it?"));
    assert_eq!(answered.talk[0].answers[0].text, "The chair.");
    // What is decided about a complaint is decided elsewhere.
    let set = serde_json::json!({ "event": event, "status": "settled", "words": "" }).to_string();
    assert_eq!(browser.post("/api/incidents/status", &set), 404);
}

#[test]
fn each_decision_stands_with_its_operator_and_what_names_no_report_is_refused() {
    let (mut endpoint, alice, mut browser) = served();
    let mut changes = browser.listen();
    changes();
    for (status, words) in [("checking", ""), ("settled", "Thank you.")] {
        let set = about(&alice, serde_json::json!({ "status": status, "words": words }));
        assert_eq!(browser.post("/api/incidents/status", &set), 204);
        changes();
    }
    let decided = |it: &IncidentDetail| it.statuses.len() == 2;
    let detail: IncidentDetail = browser.until(&path(&alice), decided);
    let told: Vec<(&str, &str, &str)> = detail
        .statuses
        .iter()
        .map(|it| (it.status.as_str(), it.operator.as_str(), it.words.as_str()))
        .collect();
    assert_eq!(told, [("checking", "carol", ""), ("settled", "carol", "Thank you.")]);
    browser.until("/api/overview", |it: &Overview| it.incidents_open == 0);
    let elsewhere = serde_json::json!({ "journal": alice.journal().to_string(), "event": 1 });
    let body = |more: &str, value: &str| {
        serde_json::json!({ "event": elsewhere, more: value, "words": "" }).to_string()
    };
    assert_eq!(browser.post("/api/incidents/status", &body("status", "seen")), 404);
    assert_eq!(browser.post("/api/incidents/ask", &body("text", "What?")), 404);
    let empty = about(&alice, serde_json::json!({ "text": "  " }));
    assert_eq!(browser.post("/api/incidents/ask", &empty), 400);
    // What was decided is in the record, and is there again after a restart.
    endpoint.stop();
    endpoint.serve();
    let again: IncidentDetail = endpoint.login().until(&path(&alice), decided);
    assert_eq!(again.statuses, detail.statuses);
}

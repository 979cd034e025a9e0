//! A moment marked without a network: told as an incident, amended, read at headquarters; and the
//! conversation about it, up and down, over a restart of both.
//!
//! Headquarters' half is asked by the dashboard's own HTTP. Rejected: the endpoint's store alone,
//! which knows no operator.

use std::time::{Duration, Instant};

use app::api::{
    Command, FollowUpView, Gravity, HowKnown, IncidentAmendReason, IncidentDeed, IncidentInput,
    IncidentStatus, IncidentView, IncidentsView, Occurrence, Query, Reply, ToldTo,
};
use domain::view::{MarkEnd, incidents, marks};
use domain::{Fold, JournalRef};
use journal::ids::JournalId;
use serde_json::{Value, json};
use store::EndpointStore;
use tests::support::desk::Desk;
use tests::support::headquarters::OPERATOR;
use tests::support::phone::Phone;

use crate::station::{CONTACTS_MAX, Scene};

fn tell(phone: &mut Phone, deed: IncidentDeed) -> IncidentsView {
    match phone.execute(&Command::TellIncident { deed, since_touch_ms: 0 }) {
        Reply::Incidents { view } => view,
        other => panic!("{other:?}"),
    }
}

fn told(text: &str) -> IncidentInput {
    IncidentInput {
        incident_kind: None,
        gravity: Gravity::Grave,
        from: "08:00".into(),
        to: None,
        occurs: Occurrence::GoingOn,
        known: HowKnown::SeenMyself,
        told_by: String::new(),
        affected: Some(12),
        told_to: Some(ToldTo::Chair),
        their_answer: "later".into(),
        text: text.into(),
    }
}

/// Marks that wait on "Now".
fn waiting(phone: &mut Phone) -> Vec<u32> {
    match phone.query(&Query::Now) {
        Reply::Now { view } => view.marks.iter().map(|mark| mark.mark).collect(),
        other => panic!("{other:?}"),
    }
}

/// The only device's journal, once the fold is through all that was receipted.
fn folded(store: &EndpointStore) -> (JournalId, Fold) {
    let device = store.devices().unwrap().pop().unwrap().journal;
    let began = Instant::now();
    loop {
        let row = store.device(device).unwrap().expect("known");
        if row.folded == row.head.number {
            return (device, store.fold(device).unwrap().unwrap());
        }
        assert!(began.elapsed() < Duration::from_secs(60), "never folded");
        std::thread::yield_now();
    }
}

#[test]
fn a_moment_marked_offline_outlives_a_kill_and_reaches_headquarters_with_its_history() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(2, 5);
    alice.deliver();
    scene.hq.stop();

    let mark = IncidentDeed::MarkMoment { mark: None, incident_kind: None };
    let mark = tell(&mut alice, mark).made.unwrap();
    alice.count(3, 5);
    assert_eq!(alice.counter().day_persons, 5, "the count was not left");
    alice.kill();
    alice.start();
    alice.unlock();
    assert_eq!(waiting(&mut alice), [mark], "nobody has told what it was");

    let report = IncidentDeed::Report { mark: Some(mark), told: told("the curtain is drawn") };
    let incident = tell(&mut alice, report).made.unwrap();
    assert!(waiting(&mut alice).is_empty());
    let amended = IncidentInput { occurs: Occurrence::Once, ..told("it was open again at nine") };
    let amended = IncidentDeed::Amend {
        incident,
        told: amended,
        reason: IncidentAmendReason::Over,
        words: "after the observers asked".into(),
    };
    assert_eq!(tell(&mut alice, amended).incidents[0].before.len(), 1);

    scene.hq.serve();
    alice.deliver();
    let store = scene.hq.store(&scene.invitation);
    let (device, fold) = folded(&store);
    let own = [(JournalRef(device.0), &fold)];
    let lines = incidents(&own, &[]);
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!(line.now.told.text.as_deref(), Some("it was open again at nine"));
    assert_eq!(line.now.words.as_deref(), Some("after the observers asked"));
    assert_eq!(line.before[0].told.text.as_deref(), Some("the curtain is drawn"));
    assert_eq!((line.station.as_deref(), line.now.told.affected), (Some("101"), Some(12)));
    let marks = marks(&own);
    assert_eq!((marks.len(), marks[0].end), (1, Some(MarkEnd::Reported(line.event))));
}

/// The one incident, as the phone shows it.
fn shown(phone: &mut Phone) -> IncidentView {
    match phone.query(&Query::Incidents) {
        Reply::Incidents { mut view } => view.incidents.remove(0),
        other => panic!("{other:?}"),
    }
}

/// Questions that wait on "Now".
fn asked(phone: &mut Phone) -> Vec<FollowUpView> {
    match phone.query(&Query::Now) {
        Reply::Now { view } => view.follow_ups,
        other => panic!("{other:?}"),
    }
}

/// A round of the conversation.
struct Round {
    status: &'static str,
    words: &'static str,
    question: &'static str,
    answer: &'static str,
}

const ROUNDS: [Round; 2] = [
    Round {
        status: "checking",
        words: "We are calling the chair.",
        question: "Which curtain?",
        answer: "The one of the left booth.",
    },
    Round {
        status: "settled",
        words: "The chair has taken it down.",
        question: "Is it down now?",
        answer: "It is, since half past nine.",
    },
];

/// An incident's address at headquarters.
fn path(event: &Value) -> String {
    format!("/api/incidents/{}/{}", event["journal"].as_str().unwrap(), event["event"])
}

/// The operator decides and asks, the phone is told, Alice answers, the operator reads it.
fn talk(desk: &Desk, alice: &mut Phone, event: &Value, round: &Round, n: usize) {
    let status = json!({ "event": event, "status": round.status, "words": round.words });
    desk.post("/api/incidents/status", &status);
    desk.post("/api/incidents/ask", &json!({ "event": event, "text": round.question }));
    let open = |it: &Value| it["row"]["waiting"] == 1 && it["row"]["status"] == round.status;
    desk.until(&path(event), open);

    // A contact that was under way before the question may end first.
    let question = (0..CONTACTS_MAX).find_map(|_| {
        alice.send();
        asked(alice).pop()
    });
    let question = question.expect("the next contact brings the question");
    assert_eq!((question.text.as_str(), question.operator.as_str()), (round.question, OPERATOR));
    let incident = shown(alice);
    assert_eq!(question.incident, Some(incident.incident));
    assert_eq!((incident.talk.len(), incident.talk[n].answers.len()), (n + 1, 0));
    let decided = &incident.statuses[0];
    assert_eq!((decided.words.as_str(), decided.operator.as_str()), (round.words, OPERATOR));
    assert_eq!(incident.statuses.len(), n + 1, "what was decided before stays");

    let (follow_up, text) = (question.follow_up, round.answer.to_owned());
    tell(alice, IncidentDeed::AnswerFollowUp { follow_up, text });
    assert!(asked(alice).is_empty(), "an answered question waits no more");
    alice.deliver();
    desk.until(&path(event), |it| it["row"]["waiting"] == 0 && it["row"]["answers"] == n + 1);
}

/// The whole conversation at headquarters, after so many rounds.
fn stands(incident: &Value, rounds: &[Round]) {
    let statuses = incident["statuses"].as_array().unwrap();
    let talk = incident["talk"].as_array().unwrap();
    assert_eq!((statuses.len(), talk.len()), (rounds.len(), rounds.len()), "{incident:#}");
    for ((status, line), round) in statuses.iter().zip(talk).zip(rounds) {
        assert_eq!(
            (&status["status"], &status["words"]),
            (&json!(round.status), &json!(round.words))
        );
        assert_eq!((&status["operator"], &line["operator"]), (&json!(OPERATOR), &json!(OPERATOR)));
        assert_eq!(line["text"], round.question);
        let answers = line["answers"].as_array().unwrap();
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0]["text"], round.answer);
    }
}

#[test]
fn headquarters_asks_and_decides_the_phone_answers_and_both_keep_all_of_it_over_a_restart() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    let marked = tell(&mut alice, IncidentDeed::MarkMoment { mark: None, incident_kind: None });
    let kind = marked.kinds.iter().find(|kind| kind.code == "secrecy").expect("a kind");
    let told = IncidentInput { incident_kind: Some(kind.number), ..told("no curtain") };
    tell(&mut alice, IncidentDeed::Report { mark: marked.made, told });
    alice.deliver();

    let desk = Desk::of(&scene.hq);
    let overview = desk.until("/api/overview", |it| it["incidents_total"] == 1);
    let row = &overview["incidents"][0];
    assert_eq!((&row["kind"], &row["text"]), (&json!("secrecy"), &json!("no curtain")));
    assert_eq!((&row["label"], &row["station"]), (&json!("Alice"), &json!("101")));
    assert_eq!((&row["status"], &row["waiting"]), (&json!(""), &json!(0)));
    let event = row["event"].clone();
    talk(&desk, &mut alice, &event, &ROUNDS[0], 0);
    let before = (desk.get(&path(&event)), shown(&mut alice));
    stands(&before.0, &ROUNDS[..1]);

    scene.hq.kill();
    scene.hq.serve();
    alice.restart();
    let desk = Desk::of(&scene.hq);
    let answered = |it: &Value| it["row"]["answers"] == 1;
    assert_eq!(desk.until(&path(&event), answered), before.0, "as it was before the kill");
    assert_eq!(shown(&mut alice), before.1);

    talk(&desk, &mut alice, &event, &ROUNDS[1], 1);
    stands(&desk.get(&path(&event)), &ROUNDS);
    assert_eq!(desk.get("/api/overview")["incidents_open"], 0, "settled");
    let statuses: Vec<_> = shown(&mut alice).statuses.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [IncidentStatus::Settled, IncidentStatus::Checking], "the newest first");
}

//! A moment marked without a network: told as an incident, amended, read at headquarters.

use std::time::{Duration, Instant};

use app::api::{
    Command, Gravity, HowKnown, IncidentAmendReason, IncidentDeed, IncidentInput, IncidentsView,
    Occurrence, Query, Reply, ToldTo,
};
use domain::view::{MarkEnd, incidents, marks};
use domain::{Fold, JournalRef};
use journal::ids::JournalId;
use store::EndpointStore;
use tests::support::phone::Phone;

use crate::station::Scene;

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

//! Whole days: offline until the evening, everything twice, two observers at one station, and
//! one schedule on the phone and at headquarters.

use app::api::{Command, ContactOutcome, HourState, LogKind, PagePlace, Query, Reply, StepState};
use domain::Payload;
use domain::event::{CountMethod, VoterCounted};
use journal::ids::PageNumber;
use journal::keeper::Keeper as _;
use serde_json::{Value, json};
use tests::support::desk::Desk;
use tests::support::disk::Disk;
use tests::support::phone::Phone;

use crate::clear::{begin, post};
use crate::station::{Scene, new_phone};

#[test]
fn a_day_without_network_is_counted_kept_and_delivered_in_the_evening() {
    let mut scene = Scene::new();
    let mut alice = scene.alice();
    let mut counted = 0;
    for hour in 0..11 {
        alice.count(6, 600);
        counted += 6;
        assert_eq!(alice.counter().day_persons, counted, "after hour {hour}");
    }
    assert_eq!(alice.send(), ContactOutcome::NoNetwork);
    let offline = alice.delivery();
    assert_eq!(offline.at_headquarters, 0);
    assert!(offline.on_phone > counted, "taps, arrival and watch lie on the phone only");
    assert!(offline.pages.len() >= 10, "a page an hour, and the rest: {}", offline.pages.len());
    assert!(offline.pages.iter().all(|page| page.place == PagePlace::OnPhone));
    alice.restart();
    // The kill itself is an event: the watch was interrupted.
    assert_eq!(alice.delivery().on_phone, offline.on_phone + 1, "nothing was lost by the kill");
    assert_eq!(alice.counter().day_persons, counted);
    scene.hq.clock.pass(11 * 3_600).unwrap();
    scene.hq.serve();
    let evening = alice.deliver();
    assert_eq!(evening.on_phone, 0);
    assert!(evening.at_headquarters >= offline.on_phone);
    assert!(
        evening.pages.iter().all(|page| matches!(page.place, PagePlace::AtHeadquarters { .. }))
    );
    assert!(evening.alarms.is_empty(), "{:?}", evening.alarms);
}

/// What headquarters keeps, as far as a page taken twice would show in it.
fn kept(scene: &Scene) -> impl PartialEq + std::fmt::Debug + use<> {
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap().into_iter().map(|device| {
        let pages = store.pages(device.journal, PageNumber(0), 1 << 24).unwrap().pages;
        let ways = store.arrivals(device.journal).unwrap();
        (device.journal, device.head, device.head_received_at, pages.len(), ways)
    });
    (devices.collect::<Vec<_>>(), store.quarantine().unwrap(), store.waiting().unwrap())
}

#[test]
fn the_same_requests_twice_are_answered_and_change_nothing() {
    let mut scene = Scene::served();
    let folder = scene.folder.path().join("disk");
    let mut alice = Disk::enrol(&scene.invitation, &folder, scene.hq.clock.wall(), 61);
    alice.record(begin("101")).unwrap();
    let mut all = Vec::new();
    for _ in 0..3 {
        let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
        alice.record(vec![Payload::VoterCounted(tap)]).unwrap();
        alice.seal().unwrap();
        // Each holds the pages of the one before too, since no answer of it is read.
        all.push(alice.request_to_headquarters());
    }
    let answer_all = |scene: &Scene, requests: &[Vec<u8>]| {
        for request in requests {
            let answer = post(&scene.hq, &alice, request);
            assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        }
    };
    answer_all(&scene, &all);
    let once = kept(&scene);
    scene.hq.clock.pass(60).unwrap();
    answer_all(&scene, &all);
    all.reverse();
    answer_all(&scene, &all);
    assert_eq!(kept(&scene), once);
    assert_eq!(alice.contact().unwrap().receipted, 3, "and the receipt is there for all of it");
}

#[test]
fn asking_again_with_nothing_new_sends_nothing_and_changes_nothing() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(5, 30);
    let first = alice.deliver();
    let store = scene.hq.store(&scene.invitation);
    let before = store.devices().unwrap();
    assert_eq!(before.len(), 1);
    // What a first contact told, of the clock for one, is an event too and goes with a later one.
    for _ in 0..3 {
        assert_eq!(alice.send(), ContactOutcome::Reached);
    }
    let once = kept(&scene);
    // Again and again, with nothing new; then the same app over the same folder once more.
    for _ in 0..3 {
        assert_eq!(alice.send(), ContactOutcome::Reached);
    }
    assert_eq!(kept(&scene), once);
    alice.restart();
    let again = alice.deliver();
    // A start after a kill may itself be an event (the watch was interrupted), so the pages of
    // before are compared, not their count.
    for page in &first.pages {
        assert!(again.pages.contains(page), "{page:?}");
    }
    let after = store.devices().unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].journal, before[0].journal);
    assert!(after[0].head.number >= before[0].head.number);
    assert!(store.quarantine().unwrap().is_empty() && store.waiting().unwrap().is_empty());
}

#[test]
fn two_observers_at_one_station_are_two_journals_and_both_arrive() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    let mut bob = new_phone(&scene.folder.path().join("bob"));
    bob.enrol(&scene.hq.invite("Bob", "101"));
    bob.watch("101");
    alice.count(7, 60);
    bob.count(4, 60);
    alice.deliver();
    bob.deliver();
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap();
    assert_eq!(devices.len(), 2);
    assert_ne!(devices[0].journal, devices[1].journal);
    assert!(devices.iter().all(|device| device.head.number.0 >= 1));
    // Each sees its own figure; nothing of the other's came down.
    assert_eq!((alice.counter().day_persons, bob.counter().day_persons), (7, 4));
    let unwatched = bob.counter().hours.iter().filter(|h| h.state == HourState::NotYet).count();
    assert!(unwatched > 0);
}

/// A row of the schedule not done: its number, which time it comes, the task, by when, its state.
type LateRow = (u64, u64, String, String, String);

fn late_on_the_phone(phone: &mut Phone) -> Vec<LateRow> {
    let Reply::Now { view } = phone.query(&Query::Now) else { panic!("no list") };
    let late = view.steps.iter().filter(|step| step.state == StepState::Late);
    let row = |step: &app::api::StepView| {
        let task = json!(step.task).as_str().unwrap().to_owned();
        let due = step.due_at.as_deref().unwrap()["2026-12-06T".len()..][..5].to_owned();
        (step.row.into(), step.round.into(), task, due, "late".into())
    };
    let mut rows: Vec<LateRow> = late.map(row).collect();
    rows.sort();
    rows
}

fn missing_at_headquarters(overview: &Value) -> Vec<LateRow> {
    let listed = overview["overdue"].as_array().unwrap();
    assert_eq!(overview["overdue_total"], listed.len(), "nothing is cut off");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| {
        assert_eq!((&row["label"], &row["station"]), (&json!("Alice"), &json!("101")));
        let number = |name: &str| row[name].as_u64().unwrap();
        let (task, due) = (text(&row["task"]), text(&row["due_local"]));
        (number("row"), number("round"), task, due, text(&row["state"]))
    };
    let mut rows: Vec<LateRow> = listed.iter().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn what_is_late_on_the_phone_is_missing_at_headquarters() {
    let mut scene = Scene::served();
    let mut alice = scene.alice();
    let desk = Desk::of(&scene.hq);
    let notes = |alice: &mut Phone, about, seen_at: Option<&str>| {
        let (text, seen_at) = (String::from("noted"), seen_at.map(str::to_owned));
        alice.execute(&Command::LogEntry { about, text, seen_at, since_touch_ms: 0 });
    };
    // Both clocks, something written and sent; then both lists, row by row.
    let mut both = |alice: &mut Phone, (hour, minute), about, seen_at| {
        alice.clock.until(hour, minute).unwrap();
        scene.hq.clock.until(hour, minute).unwrap();
        notes(alice, about, seen_at);
        alice.deliver();
        let here = late_on_the_phone(alice);
        let there = desk.until("/api/overview", |it| {
            it["figures"]["reporting"] == 1 && missing_at_headquarters(it) == here
        });
        assert_eq!(there["overdue_total"], here.len(), "{there:#}");
        here
    };
    let due = |rows: &[LateRow], task: &str| -> Vec<String> {
        rows.iter().filter(|row| row.2 == task).map(|row| row.3.clone()).collect()
    };
    // The station was to open at seven and nobody has noted that it did.
    let before = both(&mut alice, (8, 45), LogKind::Remark, None);
    assert_eq!(due(&before, "note_opening"), ["07:15"]);
    assert_eq!(due(&before, "fill_form"), ["07:30"]);
    // It opened at half past eight: at once nothing is late, here or there.
    let opened = both(&mut alice, (8, 50), LogKind::Opened, Some("08:30"));
    assert_eq!(opened, []);
    // The form is late again an hour and a half after the real opening, with its own time.
    let after = both(&mut alice, (10, 5), LogKind::Remark, None);
    assert_eq!(due(&after, "fill_form"), ["09:00"]);
    assert!(due(&after, "note_opening").is_empty(), "{after:?}");
}

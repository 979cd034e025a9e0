//! The real binary, from `init` to what an operator sees, over real TLS.
//!
//! A device of this test keeps its pages in memory and speaks through `sync`'s own client; the
//! endpoint cannot tell it from a phone. What phones do to apps is tested in `tests/scenarios`.

mod bundles;
mod decisions;
mod definitions;
mod device;
mod endpoint;
mod georgia;
mod incidents;
mod people;
mod readme;
mod turns;
mod urgent;

use device::Device;
use domain::Event;
use domain::event::{
    Arrived, CountMethod, CountUndone, Payload, Place, ViewOfPoint, VoterCounted, WatchStarted,
};
use endpoint::{Endpoint, now};
use server::dashboard::api::{HourCell, Overview, QuarantineReason, ReportState, StationDay};

/// Arrives, starts a watch, counts four and takes one back.
pub fn counting(station: &str, from: i64) -> Vec<Vec<u8>> {
    let counted = |at| {
        let counted = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
        Event::new(at, Payload::VoterCounted(counted)).encode()
    };
    let arrived = Arrived { station: station.to_owned(), place: Place::Inside };
    let watch = WatchStarted {
        visit: 1,
        definition_version: 1,
        point: 2,
        covers: Vec::new(),
        view: ViewOfPoint::Full,
    };
    vec![
        Event::new(from, Payload::Arrived(arrived)).encode(),
        Event::new(from, Payload::WatchStarted(watch)).encode(),
        counted(from + 60),
        counted(from + 120),
        counted(from + 180),
        counted(from + 240),
        Event::new(from + 250, Payload::CountUndone(CountUndone { event: 6 })).encode(),
    ]
}

#[test]
fn what_a_device_sends_is_receipted_and_stands_on_the_dashboard() {
    let mut endpoint = Endpoint::set_up();
    let file = endpoint.invite("Alice", "1804");
    endpoint.invite("Bob", "1805");
    endpoint.serve();
    let mut alice = Device::enrol(&file, &endpoint.sync);
    alice.seal(&counting(" 1804 ", now() - 600));
    alice.contact();
    assert_eq!(alice.receipted, 1, "a receipt for page 1");
    let told = alice.told();
    let assigned = told.iter().find_map(|event| match &event.payload {
        Payload::Assigned(assigned) => Some(assigned.station.clone()),
        _ => None,
    });
    let station = assigned.expect("the first contact brings the stations");
    assert_eq!((station.code.as_str(), station.registered), ("1804", Some(1204)));

    let mut browser = endpoint.login();
    let overview: Overview =
        browser.until("/api/overview", |it: &Overview| it.figures.counted.is_some());
    assert_eq!(overview.figures.counted, Some(3));
    assert!(overview.figures.counted_is_floor);
    assert_eq!((overview.figures.reporting, overview.figures.invited), (1, 2));
    assert_eq!(overview.stations.len(), 1);
    let row = &overview.stations[0];
    assert_eq!((row.code.as_str(), row.name.as_str(), row.listed), ("1804", "№12 мектеп", true));
    let counted: u32 = row
        .hours
        .iter()
        .map(|cell| match cell {
            HourCell::Counted { persons, .. } => *persons,
            HourCell::Unknown | HourCell::NotYet => 0,
        })
        .sum();
    assert_eq!(counted, 3);
    assert!(row.hours.contains(&HourCell::Unknown) || row.hours.contains(&HourCell::NotYet));
    assert_eq!(overview.not_reported.len(), 1);
    assert_eq!(overview.not_reported[0].label, "Bob");
    assert_eq!(overview.not_reported[0].state, ReportState::NeverSeen);

    let day: StationDay = browser.get("/api/stations/1804");
    assert_eq!(day.devices.len(), 1);
    assert_eq!(day.devices[0].label, "Alice");
    let kinds: Vec<&str> = day.devices[0].events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds[..3], ["arrived", "watch_started", "voter_counted"]);
    assert_eq!(kinds.len(), 7);
    let csv = browser.text("/api/export/hours.csv");
    assert!(csv.contains("1804,№12 мектеп,Алматы,yes,1204,"), "{csv}");
    assert!(!csv.contains(",unknown,0,"), "unknown is empty, never 0");

    endpoint.stop();
    let checked = endpoint.run(&["check"]);
    // The common journal, Alice's, and what headquarters says to Alice alone.
    assert!(
        checked.contains("3 journals, ") && checked.contains("1 receipts, 3 views hold"),
        "{checked}"
    );
}

#[test]
fn a_station_of_which_only_an_announced_figure_is_known_opens_from_its_row() {
    let mut endpoint = Endpoint::set_up();
    let today = chrono::DateTime::from_timestamp(now() - 600, 0).unwrap().format("%Y-%m-%d");
    let list = format!("station,figure,as_of\n9 999,311,{today} 00:05\n");
    let file = endpoint.file("turnout.csv", list.as_bytes());
    endpoint.run(&["announced", "import", file.to_str().unwrap(), "--what", "dropped"]);
    endpoint.serve();
    let mut browser = endpoint.login();
    let overview: Overview = browser.get("/api/overview");
    assert!(overview.stations.iter().any(|row| row.code == "9 999"), "its row is there");
    let day: StationDay = browser.get("/api/stations/9%20999");
    assert_eq!((day.row.listed, day.devices.len(), day.announced.len()), (false, 0, 1));
}

#[test]
fn the_same_twice_changes_nothing_and_a_restart_shows_the_same() {
    let (mut endpoint, mut alice) = Endpoint::served_with_alice();
    alice.counts_at("1804");
    alice.receipted = 0;
    alice.contact();
    let mut browser = endpoint.login();
    let counted = |it: &Overview| it.figures.counted.is_some();
    let before: Overview = browser.until("/api/overview", counted);
    assert_eq!(before.figures.counted, Some(3));
    endpoint.stop();
    endpoint.serve();
    let after: Overview = endpoint.login().until("/api/overview", counted);
    assert_eq!(after.stations[0].hours, before.stations[0].hours);
    assert_eq!(after.figures.counted, Some(3));
}

#[test]
fn a_second_enrolment_is_held_whole_until_an_operator_admits_it() {
    let (endpoint, mut alice) = Endpoint::served_with_alice();
    alice.counts_at("1804");
    let mut mallory = Device::enrol(&endpoint.path("Alice.sanaq"), &endpoint.sync);
    mallory.counts_at("1805");
    assert_eq!((mallory.receipted, mallory.held), (0, 1));
    let mut browser = endpoint.login();
    let held: Overview = browser.until("/api/overview", |it: &Overview| !it.quarantine.is_empty());
    assert_eq!(held.quarantine[0].reason, QuarantineReason::SecondEnrolment);
    assert_eq!(held.quarantine[0].journal, mallory.journal().to_string());
    assert!(held.stations.iter().all(|row| row.code != "1805"));

    let body = serde_json::json!({ "journal": mallory.journal().to_string(), "reason": "lost" });
    assert_eq!(browser.post("/api/quarantine/admit", &body.to_string()), 204);
    let admitted: Overview = browser
        .until("/api/overview", |it: &Overview| it.stations.iter().any(|row| row.code == "1805"));
    assert!(admitted.quarantine.is_empty());
    // The first journal ended with the step: what it sends now is held.
    alice.seal(&[Event::new(now(), Payload::Left(domain::event::Left { visit: 1 })).encode()]);
    alice.contact();
    assert_eq!((alice.receipted, alice.held), (1, 1));
}

#[test]
fn a_page_that_does_not_open_is_receipted_found_and_reported_back() {
    let (endpoint, mut alice) = Endpoint::served_with_alice();
    alice.seal_to_nobody(&counting("1804", now() - 600));
    alice.contact();
    assert_eq!(alice.receipted, 1, "durable and linked, not opened");
    let reported = |alice: &Device| {
        alice.told().iter().any(|event| match &event.payload {
            Payload::PageReported(report) => report.number == 1,
            _ => false,
        })
    };
    let mut tries = 0;
    while !reported(&alice) {
        tries += 1;
        assert!(tries < 200, "the report comes with a later answer");
        alice.contact();
    }
    let overview: Overview = endpoint.login().get("/api/overview");
    let unreadable = server::dashboard::api::LatestKind::PageUnreadable;
    assert!(overview.latest.iter().any(|line| line.what == unreadable));
}

#[test]
fn a_revoked_invitation_is_held_although_the_server_was_running() {
    let mut endpoint = Endpoint::set_up();
    let file = endpoint.invite("Mallory", "1804");
    endpoint.serve();
    let listed = endpoint.run(&["invites", "list"]);
    let id = listed.split_whitespace().next().unwrap().to_owned();
    endpoint.run(&["invites", "revoke", &id]);
    let mut mallory = Device::enrol(&file, &endpoint.sync);
    mallory.counts_at("1804");
    assert_eq!((mallory.receipted, mallory.held), (0, 1));
    assert!(endpoint.run(&["invites", "list"]).contains("revoked"));
}

#[test]
fn a_flipped_bit_in_a_kept_page_fails_the_check() {
    let (mut endpoint, mut alice) = Endpoint::served_with_alice();
    alice.counts_at("1804");
    endpoint.stop();
    assert!(endpoint.try_run(&["check"]).0);
    endpoint.flip_a_bit_of(alice.pages[0].bytes());
    let (ok, said) = endpoint.try_run(&["check"]);
    assert!(!ok, "{said}");
    assert!(said.contains("problem: "), "{said}");
}

#[test]
fn the_public_listener_answers_nothing_but_sync() {
    let mut endpoint = Endpoint::set_up();
    endpoint.serve();
    // In the clear nothing is answered at all: TLS comes first.
    assert_eq!(endpoint::plain(&endpoint.sync, "/"), None);
    assert_eq!(endpoint::plain(&endpoint.dashboard, "/").map(|it| it.0), Some(200));
}

#[test]
fn a_dashboard_beyond_this_computer_needs_a_certificate() {
    let endpoint = Endpoint::set_up();
    let open = ["serve", "--listen", "127.0.0.1:0", "--dashboard", "0.0.0.0:0"];
    let (ok, said) = endpoint.try_run(&open);
    assert!(!ok && said.contains("needs a certificate"), "{said}");
}

#[test]
fn the_scripted_clock_is_only_in_a_binary_built_for_tests() {
    let binary = std::fs::read(env!("CARGO_BIN_EXE_sanaq-server")).unwrap();
    let name = b"SANAQ_TEST_CLOCK";
    let there = binary.windows(name.len()).any(|window| window == name);
    assert_eq!(there, cfg!(feature = "test-clock"));
}

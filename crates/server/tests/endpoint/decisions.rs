//! What operators decide about cheats and copies, and what a cheat cannot stop.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use domain::Event;
use domain::event::{Left, Payload};
use server::dashboard::api::{NotYetLinked, Overview, QuarantineReason};

use crate::counting;
use crate::device::Device;
use crate::endpoint::{Endpoint, now};

fn left() -> Vec<Vec<u8>> {
    vec![Event::new(now(), Payload::Left(Left { visit: 1 })).encode()]
}

fn counted(endpoint: &Endpoint, persons: u32) -> Overview {
    endpoint.login().until("/api/overview", |it: &Overview| it.figures.counted == Some(persons))
}

#[test]
fn a_device_that_cannot_be_told_anything_stops_neither_the_start_nor_others() {
    let mut endpoint = Endpoint::set_up();
    let (file, other) = (endpoint.invite("Mallory", "1804"), endpoint.invite("Alice", "1804"));
    let mut mallory = Device::enrol(&file, "127.0.0.1:1");
    mallory.seal_to_nobody(&left());
    mallory.keep_in(&endpoint.path("data/endpoint.db"));
    // The kept certificate is damaged: nothing can be sealed to this device any more, and a page
    // of it is to be reported.
    endpoint.flip_a_bit_of(&mallory.certificate_bytes());
    endpoint.serve();
    let mut alice = Device::enrol(&other, &endpoint.sync);
    alice.counts_at("1804");
    assert_eq!(alice.receipted, 1);
    counted(&endpoint, 3);
    endpoint.import("code;name;voters;region\n1804;School 12;1300;Almaty\n");
    let told = |alice: &Device| {
        let voters = |event: &Event| match &event.payload {
            Payload::Assigned(assigned) => assigned.station.registered,
            _ => None,
        };
        alice.told().iter().filter_map(voters).any(|voters| voters == 1300)
    };
    let mut tries = 0;
    while !told(&alice) {
        tries += 1;
        assert!(tries < 200, "the change reaches Alice, who comes after Mallory");
        alice.contact();
    }
}

#[test]
fn what_a_device_sent_in_an_earlier_journal_outlives_its_revocation() {
    let (mut endpoint, mut alice) = Endpoint::served_with_alice();
    alice.counts_at("1804");
    alice.go_on();
    alice.counts_at("1805");
    counted(&endpoint, 6);
    let listed = endpoint.run(&["invites", "list"]);
    endpoint.run(&["invites", "revoke", listed.split_whitespace().next().unwrap()]);
    alice.seal(&left());
    alice.contact();
    assert_eq!((alice.receipted, alice.held), (1, 1), "what comes later is held");
    let held = |it: &Overview| !it.quarantine.is_empty();
    let overview: Overview = endpoint.login().until("/api/overview", held);
    assert_eq!(overview.figures.counted, Some(6), "what was sent before stays, in both journals");
    endpoint.stop();
    endpoint.serve();
    counted(&endpoint, 6);
    endpoint.stop();
    endpoint.run(&["check"]);
}

#[test]
fn of_two_continuations_the_first_counts_and_the_other_is_named_and_may_be_admitted() {
    let (mut endpoint, mut alice) = Endpoint::served_with_alice();
    alice.counts_at("1804");
    let mut copy = alice.clone();
    alice.go_on();
    copy.go_on();
    alice.seal(&counting("1804", now() - 500));
    alice.contact();
    copy.seal(&counting("1805", now() - 500));
    copy.contact();
    assert_eq!((alice.receipted, copy.receipted, copy.held), (1, 0, 1));
    let mut browser = endpoint.login();
    let named = |it: &Overview| !it.continued_twice.is_empty() && !it.quarantine.is_empty();
    let overview: Overview = browser.until("/api/overview", named);
    let both = [alice.journal().to_string(), copy.journal().to_string()];
    assert_eq!(overview.continued_twice[0].by, both);
    assert_eq!(overview.continued_twice[0].label, "Alice");
    let held = &overview.quarantine[0];
    assert_eq!((held.reason, held.branch.clone()), (QuarantineReason::Fork, None));
    assert!(held.admissible && overview.stations.iter().all(|row| row.code != "1805"));
    let body =
        serde_json::json!({ "journal": held.journal, "reason": "two phones", "branch": null });
    assert_eq!(browser.post("/api/quarantine/admit", &body.to_string()), 204);
    let counts = |it: &Overview| it.stations.iter().any(|row| row.code == "1805");
    let after: Overview = browser.until("/api/overview", counts);
    assert!(after.stations.iter().any(|row| row.code == "1804"), "the first goes on counting");
    endpoint.stop();
    endpoint.run(&["check"]);
}

#[test]
fn the_other_branch_of_a_fork_counts_once_an_operator_chose_it() {
    let (mut endpoint, mut alice) = Endpoint::served_with_alice();
    let mut copy = alice.clone();
    alice.counts_at("1804");
    copy.seal(&counting("1805", now() - 600));
    // The copy meets a receipt that is none of its pages': that is its alarm, not ours.
    let _alarmed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| copy.contact()));
    let mut browser = endpoint.login();
    let forked: Overview =
        browser.until("/api/overview", |it: &Overview| !it.quarantine.is_empty());
    let held = &forked.quarantine[0];
    let branch = held.branch.clone().expect("a branch to choose");
    assert_eq!((branch.page, branch.hash.clone()), (1, copy.pages[0].hash().to_string()));
    let body = serde_json::json!({ "journal": held.journal, "reason": "hers", "branch": branch });
    let wrong = serde_json::json!({ "journal": held.journal, "reason": "hers" });
    assert_eq!(browser.post("/api/quarantine/admit", &wrong.to_string()), 404);
    assert_eq!(browser.post("/api/quarantine/admit", &body.to_string()), 204);
    let chosen: Overview = browser
        .until("/api/overview", |it: &Overview| it.stations.iter().any(|row| row.code == "1805"));
    assert!(chosen.stations.iter().all(|row| row.code != "1804"), "in the other's place");
    let other = chosen.quarantine[0].branch.clone().expect("the other can be chosen again");
    assert_eq!(other.hash, alice.pages[0].hash().to_string());
    endpoint.stop();
    endpoint.run(&["check"]);
    endpoint.serve();
    counted(&endpoint, 3);
}

#[test]
fn a_page_beyond_a_gap_is_shown_at_once_as_not_yet_linked_and_can_be_read() {
    let (endpoint, mut alice) = Endpoint::served_with_alice();
    alice.seal(&left());
    alice.seal(&counting("1804", now() - 600));
    let first = alice.pages.remove(0);
    alice.contact();
    let mut browser = endpoint.login();
    let waits = |it: &Overview| !it.not_yet_linked.is_empty();
    let overview: Overview = browser.until("/api/overview", waits);
    let waiting = &overview.not_yet_linked[0];
    assert_eq!((waiting.page, waiting.missing_from, waiting.opens), (2, 1, true));
    assert_eq!((waiting.label.as_str(), overview.figures.counted), ("Alice", None));
    let read: NotYetLinked = browser.get(&format!("/api/waiting/{}", waiting.journal));
    let kinds: Vec<&str> = read.events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!((kinds.len(), kinds[0], read.events[0].page), (7, "arrived", 2));
    alice.pages.insert(0, first);
    alice.contact();
    let linked: Overview = browser.until("/api/overview", |it: &Overview| !waits(it));
    assert!(linked.quarantine.is_empty());
}

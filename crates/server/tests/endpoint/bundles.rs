//! Bundle files and pages carried by a lead, up to what an operator sees of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::Event;
use domain::event::{NoticeRead, Payload};
use journal::bundle::BundleWriter;
use journal::ids::{ElectionId, JournalId};
use server::dashboard::api::{Overview, StationDay, Way};

use crate::counting;
use crate::device::Device;
use crate::endpoint::{Endpoint, now};

/// No endpoint: whoever is enrolled here is offline.
const NOWHERE: &str = "127.0.0.1:1";

/// An observer with three pages that nobody has seen.
fn offline(endpoint: &Endpoint, label: &str) -> Device {
    let file = endpoint.invite_as(label, &["--team", "North", "--station", "1804"]);
    let mut device = Device::enrol(&file, NOWHERE);
    device.seal(&counting("1804", now() - 600));
    for minute in 0..2 {
        let left = domain::event::CountUndone { event: 5 - minute };
        device.seal(&[Event::new(now(), Payload::CountUndone(left)).encode()]);
    }
    device
}

fn bundle(election: ElectionId, devices: &[&Device]) -> Vec<u8> {
    let key_list = devices.first().map(|device| device.key_list()).unwrap_or_default();
    let mut writer = BundleWriter::new(election, &key_list).unwrap();
    for device in devices {
        let (certificate, pages) = device.hand_over();
        writer.certificate(&certificate).unwrap();
        pages.iter().for_each(|page| writer.page(page).unwrap());
    }
    writer.finish()
}

#[test]
fn a_file_is_taken_page_by_page_answered_and_twice_changes_nothing() {
    let mut endpoint = Endpoint::set_up();
    let alice = offline(&endpoint, "Alice");
    let election = alice.election();
    let file = endpoint.file("alice.sanaq-bundle", &bundle(election, &[&alice]));
    let answer = endpoint.file("answer.sanaq-bundle", b"");
    let (file, out) = (file.to_str().unwrap().to_owned(), answer.to_str().unwrap().to_owned());
    endpoint.serve();
    let import = ["import", file.as_str(), "--answer", out.as_str()];
    let said = endpoint.run(&import);
    assert!(said.contains("3 pages new, 0 here already, 0 held, 0 refused, of 1"), "{said}");
    assert!(said.contains("3 of about 3 pages read"), "{said}");
    let said = endpoint.run(&import);
    assert!(said.contains("0 pages new, 3 here already"), "{said}");

    let answer = journal::bundle::read(&std::fs::read(answer).unwrap(), election);
    assert!(answer.damaged.is_empty());
    let receipts: Vec<_> = answer.receipts.iter().map(|it| it.claimed()).collect();
    assert_eq!(receipts.len(), 1);
    assert_eq!((receipts[0].journal, receipts[0].number.0), (alice.journal(), 3));
    assert_eq!(receipts[0].hash, alice.pages[2].hash());
    let own = answer.headquarters_pages.iter();
    let own = own.filter(|page| alice.opens(page) > 0);
    assert_eq!(own.count(), 1, "her stations come with the answer");

    // The server that was running all the while sees it.
    let mut browser = endpoint.login();
    let overview: Overview =
        browser.until("/api/overview", |it: &Overview| it.figures.counted.is_some());
    assert_eq!(overview.ways.len(), 1);
    assert_eq!((overview.ways[0].way, overview.ways[0].pages), (Way::File, 3));
    let day: StationDay = browser.get("/api/stations/1804");
    assert_eq!((day.devices[0].came[0].first, day.devices[0].came[0].last), (1, 3));
    let csv = browser.text("/api/export/pages.csv");
    assert!(csv.contains(",Alice,N1,here,file,,3,1,3,"), "{csv}");
    endpoint.stop();
    assert!(endpoint.run(&["check"]).contains("1 receipts"));
}

#[test]
fn a_damaged_file_gives_its_good_pages_and_every_bad_stretch_is_named() {
    let endpoint = Endpoint::set_up();
    let (alice, bob) = (offline(&endpoint, "Alice"), offline(&endpoint, "Bob"));
    let mut bytes = bundle(alice.election(), &[&alice, &bob]);
    let place = |page: &[u8], in_file: &[u8]| {
        in_file.windows(page.len()).position(|window| window == page).unwrap()
    };
    let bad = place(alice.pages[1].bytes(), &bytes);
    bytes[bad + 40] ^= 1;
    bytes.truncate(bytes.len() - 7);
    let file = endpoint.file("damaged.sanaq-bundle", &bytes);
    let file = file.to_str().unwrap().to_owned();
    let (ok, said) = endpoint.try_run(&["import", &file]);
    assert!(!ok, "{said}");
    assert!(said.contains("4 pages new"), "{said}");
    let named = format!("from byte {}: bad_checksum", bad - 41);
    assert!(said.contains(&named), "{named}: {said}");
    assert!(said.contains(": cut"), "{said}");
    // The whole file gives the rest, and what waited is linked.
    let file = endpoint.file("whole.sanaq-bundle", &bundle(alice.election(), &[&alice, &bob]));
    let said = endpoint.run(&["import", file.to_str().unwrap()]);
    assert!(said.contains("2 pages new, 4 here already"), "{said}");

    let other = endpoint.file("other.sanaq-bundle", &bundle(ElectionId([3; 16]), &[&alice]));
    let (ok, said) = endpoint.try_run(&["import", other.to_str().unwrap()]);
    assert!(!ok && said.contains("another election"), "{said}");
    let none = endpoint.file("letter.txt", b"Dear headquarters");
    let (ok, said) = endpoint.try_run(&["import", none.to_str().unwrap()]);
    assert!(!ok && said.contains("no bundle"), "{said}");
}

#[test]
fn what_a_lead_carried_and_what_only_a_lead_holds_are_told_apart() {
    let mut endpoint = Endpoint::set_up();
    let carol = endpoint.invite_as("Carol", &["--role", "lead", "--team", "North"]);
    let (alice, bob) = (offline(&endpoint, "Alice"), offline(&endpoint, "Bob"));
    endpoint.serve();
    let mut carol = Device::enrol(&carol, &endpoint.sync);
    carol.contact();
    // Carol brings Alice's pages; somebody brings word that Carol holds two of Bob's.
    carol.carries = vec![alice.hand_over()];
    carol.contact();
    assert_eq!(carol.carried_receipts.get(&alice.journal()), Some(&3));
    let dave = endpoint.invite_as("Dave", &["--role", "lead", "--team", "North"]);
    let mut dave = Device::enrol(&dave, &endpoint.sync);
    dave.carries = vec![(carol.hand_over().0, Vec::new())];
    dave.notes = vec![carol.custody(bob.journal(), 2), carol.custody(alice.journal(), 3)];
    dave.contact();

    let mut browser = endpoint.login();
    let fits = |it: &Overview| !it.ways.is_empty() && !it.owing.is_empty();
    let overview: Overview = browser.until("/api/overview", fits);
    let carried = overview.ways.iter().find(|row| row.way == Way::Relay).unwrap();
    let lead = carried.relay.as_ref().unwrap();
    assert_eq!((lead.call_sign.as_str(), carried.pages, carried.devices), ("N1", 3, 1));
    // Alice's are here, whatever the note says; of Bob nothing else is known.
    assert_eq!(overview.owing.len(), 1);
    assert_eq!((overview.owing[0].pages, overview.owing[0].devices), (2, 1));
    let held = &overview.with_leads[0];
    assert_eq!((held.lead.label.as_str(), held.device.label.as_str()), ("Carol", ""));
    assert_eq!(held.device.journal, bob.journal().to_string());
    let csv = browser.text("/api/export/pages.csv");
    assert!(csv.contains(",Alice,N2,here,relay,N1,3,1,3,"), "{csv}");
    assert!(csv.contains(",with_lead,,N1,2,,2,"), "{csv}");

    carol.carries = vec![bob.hand_over()];
    carol.contact();
    let delivered = |it: &Overview| it.owing.is_empty();
    let overview: Overview = browser.until("/api/overview", delivered);
    assert!(overview.with_leads.is_empty());
}

#[test]
fn a_reading_comes_back_to_headquarters_and_is_shown() {
    let mut endpoint = Endpoint::set_up();
    let file = endpoint.invite_as("Alice", &["--team", "North"]);
    endpoint.serve();
    let mut alice = Device::enrol(&file, &endpoint.sync);
    alice.contact();
    endpoint.run(&["notice", "--to", "Alice", "=come at eight"]);
    let mut browser = endpoint.login();
    let sent = |it: &Overview| it.notices.len() == 1;
    let overview: Overview = browser.until("/api/overview", sent);
    assert_eq!(overview.notices[0].text, "=come at eight");
    assert_eq!(overview.notices[0].read_at, None);
    alice.contact();
    let own: JournalId = alice.told_in().expect("the notice came");
    let read = NoticeRead { notice: 1, journal: domain::JournalRef(own.0) };
    alice.seal(&[Event::new(now(), Payload::NoticeRead(read)).encode()]);
    alice.contact();
    let read = |it: &Overview| it.notices.iter().any(|notice| notice.read_at.is_some());
    let _shown: Overview = browser.until("/api/overview", read);
    let csv = browser.text("/api/export/notices.csv");
    assert!(csv.contains("Alice,N1,1,") && csv.contains(",'=come at eight"), "{csv}");
}

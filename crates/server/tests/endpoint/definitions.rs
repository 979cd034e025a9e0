//! The election's definition, from the file as people write it to the devices that count by it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use server::dashboard::api::Overview;

use crate::device::Device;
use crate::endpoint::Endpoint;

impl Endpoint {
    /// Its `election.toml` with a piece replaced, once.
    fn edit(&self, from: &str, to: &str) {
        let path = self.path("data/election.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
}

#[test]
fn election_check_names_file_line_column_and_reason() {
    let endpoint = Endpoint::set_up();
    let text = std::fs::read_to_string(endpoint.path("data/election.toml")).unwrap();
    let good = endpoint.file("good.toml", text.as_bytes());
    let said = endpoint.run(&["election", "check", good.to_str().unwrap()]);
    assert!(said.contains("1 polling days"), "{said}");

    let broken = text.replacen("kind = \"box\"", "kind = \"urn\"", 1);
    let line = 1 + broken.lines().position(|line| line == "kind = \"urn\"").unwrap();
    let bad = endpoint.file("bad.toml", broken.as_bytes());
    let (ok, said) = endpoint.try_run(&["election", "check", bad.to_str().unwrap()]);
    let place = format!("{}:{line}:8: \"urn\" is none of: ", bad.display());
    assert!(!ok && said.contains(&place), "{place} in {said}");
    // It only reads: nothing is published by a check.
    assert!(endpoint.run(&["election", "apply"]).contains("nothing changed"));
}

#[test]
fn a_changed_definition_is_the_next_version_and_the_same_twice_is_none() {
    let mut endpoint = Endpoint::set_up();
    let file = endpoint.invite("Alice", "1804");
    assert!(endpoint.run(&["election", "apply"]).contains("nothing changed"));
    endpoint.edit(
        "kind = \"recording\"",
        "kind = \"recording\"\n\n[[point]]\nnumber = 6\nkind = \"box\"",
    );
    assert!(endpoint.run(&["election", "apply"]).contains("definition version 2 published"));
    assert!(endpoint.run(&["election", "apply"]).contains("nothing changed"));

    endpoint.serve();
    let mut alice = Device::enrol(&file, &endpoint.sync);
    assert_eq!(alice.versions(), [1].into(), "invited before");
    alice.counts_at("1804");
    assert_eq!(alice.versions(), [1, 2].into());
    endpoint.stop();

    // The number of version 2 is given up in 3 and may not mean a room's entrance in 4.
    endpoint.edit("\n[[point]]\nnumber = 6\nkind = \"box\"", "");
    assert!(endpoint.run(&["election", "apply"]).contains("definition version 3 published"));
    endpoint.edit(
        "kind = \"recording\"",
        "kind = \"recording\"\n\n[[point]]\nnumber = 6\nkind = \"room_entrance\"",
    );
    let (ok, said) = endpoint.try_run(&["election", "apply"]);
    assert!(!ok && said.contains("counting point 6 was published as another kind"), "{said}");
    endpoint.serve();
    alice.find(&endpoint.sync);
    alice.counts_at("1804");
    assert_eq!(alice.versions(), [1, 2, 3].into(), "what was refused went to nobody");
}

#[test]
fn practice_keys_serve_no_real_election() {
    let endpoint = Endpoint::set_up();
    endpoint.edit("practice = true", "practice = false");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"];
    for words in [["election", "apply"].as_slice(), serve.as_slice()] {
        let (ok, said) = endpoint.try_run(words);
        assert!(!ok && said.contains("`practice` differs from the keys"), "{words:?}: {said}");
    }
    assert!(endpoint.run(&["election", "show"]).contains("practice"), "what stands stands");
}

#[test]
fn a_practice_phone_is_refused_by_a_real_endpoint_and_leaves_nothing() {
    let (_practice, mut alice) = Endpoint::served_with_alice();
    let mut real = Endpoint::set_up_as(&["init", "--name", "Real"]);
    let file = real.invite("Bob", "1805");
    real.serve();
    let mut bob = Device::enrol(&file, &real.sync);
    // Even where she trusts its certificate, and the people are the same.
    alice.turn_to_the_endpoint_of(&bob);
    alice.seal(&crate::counting("1804", crate::endpoint::now() - 600));
    assert!(alice.try_contact().is_err());
    assert_eq!((alice.receipted, alice.held), (0, 0), "neither kept nor held");
    // Its own are heard, so it was no deaf endpoint.
    bob.counts_at("1805");
    let heard = |it: &Overview| it.figures.counted.is_some();
    let overview: Overview = real.login().until("/api/overview", heard);
    assert_eq!((overview.figures.reporting, overview.stations.len()), (1, 1));
    assert_eq!((overview.stations[0].code.as_str(), overview.quarantine.len()), ("1805", 0));
    assert_eq!(overview.not_yet_linked.len(), 0);
    real.stop();
    let checked = real.run(&["check"]);
    assert!(checked.contains("3 journals, ") && checked.contains("1 receipts"), "{checked}");
}

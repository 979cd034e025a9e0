//! The lines that README and `--help` give, typed as they stand there, one after the other.
//!
//! Only what a reader would do by hand is done here: write down the two passphrases that `init`
//! printed, copy the recovery file to another medium, have a list, a checklist and figures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const README: &str = include_str!("../../../../README.md");
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/forms/practice-opening.xlsx");

/// The lines of a text that call the program, each whole.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with("sanaq-server "));
    lines.map(str::to_owned).collect()
}

/// A line's words as a shell splits them; these texts quote with `"` only.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs the lines in a folder; `passphrases` and `copy` are the names they use there.
fn type_in(here: &Path, lines: &[String], data: &str, passphrases: &str, copy: &str) {
    for line in lines {
        let words = words(line);
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanaq-server"));
        command.args(&words[1..]).current_dir(here).env_remove("SANAQ_TEST_CLOCK");
        command.stdin(Stdio::null());
        if words.iter().any(|word| word == "serve") {
            // The ports of the lines are everybody's.
            command.args(["--listen", "127.0.0.1:0", "--dashboard", "127.0.0.1:0"]);
            let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
            let mut said = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(said.starts_with("ready "), "{line}: {said:?}");
            continue;
        }
        let out = command.output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success(), "{line}: {said}{}", String::from_utf8_lossy(&out.stderr));
        if words.iter().any(|word| word == "init") {
            let after = |what: &str| {
                let line = said.lines().find(|line| line.contains(what)).expect(what);
                line.split_whitespace().next_back().unwrap().to_owned()
            };
            let both = format!("{}\n{}\n", after("everyday (serve"), after("root key and"));
            fs::write(here.join(passphrases), both).unwrap();
            let own = here.join(data).join("recovery.sanaq-recovery");
            fs::copy(own, here.join(copy)).unwrap();
        }
    }
}

#[test]
fn readmes_lines_set_an_election_up_from_nothing_to_serving() {
    let here = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).unwrap();
    write("stations.csv", "CODE,NAME,VOTERS,REGION,DISTRICT\n1804,School 12,1204,North,First\n");
    write("turnout.csv", "CODE,by noon\n1804,311\n");
    write("people.csv", "label,role,team,call_sign,stations\nBob,observer,North,,1804\n");
    fs::copy(FORM, here.path().join("checklist.xlsx")).unwrap();
    let (_, section) = README.split_once("## Setting an election up").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let section = section.replace("/media/usb/", "usb-");
    type_in(
        here.path(),
        &lines(&section),
        "election",
        "passphrases.txt",
        "usb-recovery.sanaq-recovery",
    );
    for made in ["alice.sanaq", "alice.svg", "carol.sanaq", "invitations/Bob.sanaq"] {
        assert!(here.path().join(made).is_file(), "{made}");
    }
}

#[test]
fn the_lines_of_help_set_an_election_up_too() {
    let here = tempfile::tempdir().unwrap();
    fs::write(here.path().join("stations.csv"), "CODE,NAME\n1804,School 12\n").unwrap();
    fs::copy(FORM, here.path().join("checklist.xlsx")).unwrap();
    type_in(here.path(), &lines(server::texts::AFTER_HELP), "DIR", "PASS", "COPY");
    assert!(here.path().join("alice.sanaq").is_file());
}

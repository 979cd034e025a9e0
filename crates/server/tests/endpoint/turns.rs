//! Commands at the same time: an operator on two terminals.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::process::{Child, Stdio};

use journal::invitation::InvitationFile;

use crate::endpoint::Endpoint;

#[test]
fn invitations_made_at_once_are_all_noted_and_so_is_what_is_changed_meanwhile() {
    let endpoint = Endpoint::set_up();
    endpoint.invite("Alice", "1804");
    let start = |words: &[&str]| -> Child {
        let mut command = endpoint.command();
        command.args(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let labels = ["p1", "p2", "p3", "p4", "p5", "p6"];
    let files = labels.map(|label| endpoint.path(&format!("{label}.sanaq")));
    let mut all: Vec<Child> = Vec::new();
    for (label, file) in labels.iter().zip(&files) {
        all.push(start(&["invite", "--label", label, "--out", file.to_str().unwrap()]));
    }
    all.push(start(&["assign", "--to", "Alice", "1805"]));
    for child in all {
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let listed = endpoint.run(&["invites", "list"]);
    assert_eq!(listed.lines().count(), 7, "{listed}");
    assert!(listed.lines().any(|line| line.contains("Alice") && line.contains("1804,1805")));
    for file in files {
        let made = InvitationFile::open(&std::fs::read(&file).unwrap()).unwrap();
        let id = made.public.claimed().invitation.to_string();
        assert!(listed.contains(&id), "a file that nobody could revoke: {}", file.display());
    }
}

#[test]
fn an_invitation_is_never_written_over_another_one() {
    let endpoint = Endpoint::set_up();
    let file = endpoint.invite("Alice", "1804");
    let before = std::fs::read(&file).unwrap();
    let out = file.to_str().unwrap();
    let (ok, said) = endpoint.try_run(&["invite", "--label", "Bob", "--out", out]);
    assert!(!ok && said.contains("is there already"), "{said}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(endpoint.run(&["invites", "list"]).lines().count(), 1, "Bob was not noted either");
}

//! What the replay refuses.

use std::process::Command;

#[test]
fn a_file_that_is_not_there_is_no_success() {
    let mut replay = Command::new(env!("CARGO_BIN_EXE_replay"));
    let out = replay.arg("no such file.csv").output().unwrap();
    assert!(!out.status.success());
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("there is no file no such file.csv"), "{said}");
}

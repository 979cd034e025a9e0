//! The reader in Python, written from FORMAT.md alone, opens and verifies the kept vectors.
//!
//! It needs two packages from PyPI: taken from the system if they are there, else put into a
//! virtual environment under `target/`. Where neither works it says SKIPPED, loudly.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PACKAGES: [&str; 2] = ["cryptography==46.0.3", "zstandard==0.25.0"];

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn has_packages(python: &Path) -> bool {
    Command::new(python)
        .args(["-c", "import cryptography, zstandard"])
        .output()
        .is_ok_and(|output| output.status.success())
}

fn python() -> Option<PathBuf> {
    let system = PathBuf::from("python3");
    if has_packages(&system) {
        return Some(system);
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("second-reader");
    let python = folder.join("bin/python3");
    if !has_packages(&python) {
        Command::new(&system).args(["-m", "venv"]).arg(&folder).output().ok()?;
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--retries", "1", "--timeout", "20"])
            .args(PACKAGES)
            .output()
            .ok()?;
    }
    has_packages(&python).then_some(python)
}

fn read(python: &Path, vectors: &Path) -> Output {
    Command::new(python).arg(here().join("reader.py")).arg(vectors).output().unwrap()
}

#[test]
fn a_second_reader_opens_and_verifies_the_vectors() {
    let Some(python) = python() else {
        println!("SKIPPED: the second reader needs python3 with cryptography and zstandard");
        return;
    };
    let output = read(&python, &here().join("vectors"));
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    assert!(said.contains("all signatures hold"), "{said}");
    println!("second reader: {}", said.trim());

    // It must be able to fail: one flipped byte in a kept page.
    let altered = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("altered-vectors");
    std::fs::create_dir_all(&altered).unwrap();
    for name in ["keys.json", "pages.json", "signed.json", "refused.json", "relay.json"] {
        let text = std::fs::read_to_string(here().join("vectors").join(name)).unwrap();
        let text = text.replacen("\"page\": \"x:8701", "\"page\": \"x:8702", 1);
        std::fs::write(altered.join(name), text).unwrap();
    }
    assert!(!read(&python, &altered).status.success(), "an altered page was taken");
}

#[test]
fn the_second_reader_stays_under_300_lines() {
    let text = std::fs::read_to_string(here().join("reader.py")).unwrap();
    assert!(text.lines().count() < 300);
}

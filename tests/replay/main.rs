//! Real data: a mission's file replayed, with its known facts and a flipped figure that shows,
//! and a country's stations imported.
//!
//! The files are public data that lie beside the project and are not copied into it; without
//! them these tests say SKIPPED and nothing else. `SANAQ_REPLAY_FILE` and `SANAQ_STATIONS_FILE`
//! name other places.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::replay::figures::Figures;
use tests::replay::found::Found;
use tests::replay::input::Input;
use tests::replay::mapping::{Mapping, shipped};
use tests::support::headquarters::server_program;

const FILE: &str = "../../shared/data/kosovo-2013-round1-observed.csv";

const STATIONS: &str = "../../shared/data/kenya-polling-stations.csv";

fn file() -> Option<PathBuf> {
    data("SANAQ_REPLAY_FILE", FILE)
}

fn data(variable: &str, beside: &str) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from);
    let file = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(beside));
    if !file.exists() {
        println!("SKIPPED: there is no file {}", file.display());
    }
    file.exists().then_some(file)
}

/// The first rows of the file, every cell changed as told.
fn excerpt(file: &Path, to: &Path, rows: usize, change: impl Fn(usize, &str, &str) -> String) {
    some_rows(file, to, |index| index < rows, change);
}

/// Some rows of the file.
fn some_rows(
    file: &Path,
    to: &Path,
    taken: impl Fn(usize) -> bool,
    change: impl Fn(usize, &str, &str) -> String,
) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_path(to).unwrap();
    writer.write_record(&headers).unwrap();
    for (index, record) in reader.records().enumerate().filter(|(index, _)| taken(*index)) {
        let record = record.unwrap();
        let cells = headers.iter().zip(record.iter());
        let cells: Vec<String> = cells.map(|(name, cell)| change(index, name, cell)).collect();
        writer.write_record(&cells).unwrap();
    }
    writer.flush().unwrap();
}

/// Runs the replay; its output and whether both sides agree.
fn replay(file: &Path) -> (String, bool) {
    let mut replay = Command::new(env!("CARGO_BIN_EXE_replay"));
    let out = replay.arg(file).env("SANAQ_SERVER", server_program()).output().unwrap();
    let mut said = String::from_utf8_lossy(&out.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&out.stderr));
    (said, out.status.success())
}

/// The figure the endpoint holds under a name of the report.
fn endpoint(said: &str, name: &str) -> u64 {
    columns(said, name).next().expect(said)
}

/// The figures beside a name of the report: the endpoint's, then the file's.
fn columns(said: &str, name: &str) -> impl Iterator<Item = u64> {
    let line = said.lines().find_map(|line| line.strip_prefix(name)).expect(said);
    line.split_whitespace().map_while(|word| word.parse().ok())
}

#[test]
fn the_file_read_by_the_mapping_has_the_figures_its_publishers_know() {
    let Some(file) = file() else { return };
    let mapping = Mapping::read(&shipped()).unwrap();
    let input = Input::read(&file, &mapping).unwrap();
    let figures = Figures::of_file(&input);
    let found = Found::of_file(&input, &mapping).unwrap();
    assert_eq!((figures.devices, figures.figures, figures.complete), (1_143, 4_211, 942));
    assert_eq!((found.falling_complete.len(), found.falling.len()), (59, 63));
    assert_eq!((found.intervals.len(), found.above_own_list.len()), (33, 37));
    // One row names no list and is above its colleague's.
    assert_eq!(found.above_list.len(), 38);
    assert_eq!((found.parallel.len(), found.lists_differ.len()), (64, 13));
    assert_eq!((figures.last_sum, figures.last_sum_by_station), (360_721, 341_914));
    assert_eq!(figures.stations_in_sum, 894);
    assert_eq!(input.unread, Vec::<String>::new());
    assert_eq!(input.unexplained, Vec::new());
}

#[test]
fn a_few_rows_arrive_as_they_are_and_a_flipped_figure_changes_the_total() {
    let Some(file) = file() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (plain, flipped) = (folder.path().join("plain.csv"), folder.path().join("flipped.csv"));
    excerpt(&file, &plain, 5, |_, _, cell| cell.to_owned());
    excerpt(&file, &flipped, 5, |row, name, cell| match (row, name) {
        // 345 at the last time of the first row, with its first two digits turned round.
        (0, "PV07-19") => {
            assert_eq!(cell, "345");
            "435".to_owned()
        }
        _ => cell.to_owned(),
    });
    let (said, agrees) = replay(&plain);
    assert!(agrees, "{said}");
    let (flipped, agrees) = replay(&flipped);
    assert!(agrees, "{flipped}");
    let sum = "sum at the last time";
    assert_eq!(endpoint(&flipped, sum), endpoint(&said, sum) + 90);
    assert_eq!(endpoint(&flipped, "figures"), endpoint(&said, "figures"));
}

/// Rows, from 1, that fall (27, 100, 112, 116, 150, 209, 634, 679 as totals, 61, 74, 222, 302,
/// 630, 683 as intervals), that are above their list (30, 31, 54, 100, 150, 635, 915) or above
/// their colleague's (216), and whose colleagues name another list (634, 679) or the same.
const ODD_ROWS: [usize; 31] = [
    1, 2, 3, 4, 5, 27, 30, 31, 54, 61, 74, 100, 112, 116, 150, 209, 216, 222, 302, 630, 634, 635,
    679, 683, 729, 892, 915, 916, 920, 924, 928,
];

#[test]
fn what_falls_exceeds_its_list_or_reads_as_intervals_is_found_by_the_endpoint() {
    let Some(file) = file() else { return };
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("odd.csv");
    // The first rows too, in which nothing is to be found but what stands above.
    let taken = |index| index < 16 || ODD_ROWS.contains(&(index + 1));
    some_rows(&file, &odd, taken, |_, _, cell| cell.to_owned());
    let (said, agrees) = replay(&odd);
    assert!(agrees, "{said}");
    let both = |name: &str| columns(&said, name).collect::<Vec<u64>>();
    assert_eq!(both("devices"), [42, 42], "{said}");
    assert_eq!(both("falling, all rows"), [14, 14], "{said}");
    assert_eq!(both("falling, complete rows"), [13, 13], "{said}");
    assert_eq!(both("falling, read as intervals"), [6, 6], "{said}");
    assert_eq!(both("above the station's largest list"), [8, 8], "{said}");
    assert_eq!(both("above the list the row itself names"), [7, 7], "{said}");
    assert!(said.contains("defined otherwise"), "{said}");
    assert_eq!(both("stations with two sizes of the list"), [2, 2], "{said}");
    assert_eq!(both("stations with several forms, parallel"), [7, 7], "{said}");
    // As the endpoint's own list of findings counts them: a row can fall twice.
    assert!(endpoint(&said, "  turnout_falls") >= 14, "{said}");
    assert_eq!(endpoint(&said, "  reads_as_intervals"), 6, "{said}");
}

#[test]
fn what_the_forms_own_constraint_refuses_is_kept_and_listed() {
    let Some(file) = file() else { return };
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("odd.csv");
    // More women than members in the one row: 9 of 6.
    excerpt(&file, &odd, 1, |_, name, cell| match name {
        "P04Fem" => "9".to_owned(),
        _ => cell.to_owned(),
    });
    let (said, agrees) = replay(&odd);
    assert!(agrees, "{said}");
    assert_eq!(endpoint(&said, "answers the form's own constraint refuses"), 1, "{said}");
    assert_eq!(endpoint(&said, "  women"), 1, "{said}");
}

#[test]
fn a_cell_that_the_mapping_does_not_explain_fails_the_comparison() {
    let Some(file) = file() else { return };
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("odd.csv");
    excerpt(&file, &odd, 1, |_, name, cell| match name {
        "P04Fem" => "some".to_owned(),
        _ => cell.to_owned(),
    });
    let (said, agrees) = replay(&odd);
    assert!(!agrees, "{said}");
    assert!(said.contains("cells the mapping does not explain                1"), "{said}");
}

#[test]
fn kenyas_stations_are_imported_and_a_second_import_changes_nothing() {
    let Some(file) = data("SANAQ_STATIONS_FILE", STATIONS) else { return };
    let folder = tempfile::tempdir().unwrap();
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, "one passphrase\n").unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(server_program());
        command.arg("--data").arg(folder.path().join("data"));
        let out = command.arg("--passphrase-file").arg(&passphrase).args(words).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let about = ["init", "--practice", "--name", "Kenya", "--date", "2027-08-10"];
    let hours = ["--timezone", "Africa/Nairobi", "--opens", "06:00", "--closes", "17:00"];
    run(&[about, hours].concat());
    let columns = ["--code", "Polling Station Code", "--name", "Polling Station Name"];
    let more =
        ["--registered", "Registered Voters", "--region", "County Name,Const. Name,CAW Name"];
    let import = ["stations", "import", file.to_str().unwrap()];
    let line = [import.as_slice(), &columns, &more].concat();
    let said = run(&line);
    assert!(said.contains("37146 stations read (37146 new"), "{said}");
    // How long it takes is measured by `cargo xtask bench`, on a binary that is optimised.
    let again = run(&line);
    assert!(again.contains("(0 new, 0 changed, 37146 as before), 0 rows refused"), "{again}");
}

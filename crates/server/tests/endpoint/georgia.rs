//! A country's official figures, announced by moment: Georgia, 27 October 2013.
//!
//! The file is public data that lies beside the project and is not copied into it; without it
//! the test says SKIPPED and nothing else. `SANAQ_ANNOUNCED_FILE` names another place. How long
//! the dashboard takes with so many is printed by `cargo xtask bench dashboard` and decides no
//! test: a busy machine is no fault of the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::path::{Path, PathBuf};

use server::dashboard::api::{AnnouncedWhy, Overview};

use crate::endpoint::Endpoint;

const FILE: &str = "../../../shared/data/georgia-2013-official.csv";
const DAY: &str = "2013-10-27";

/// Columns of the file: what was counted by when.
const MOMENTS: [(&str, &str); 3] =
    [("votes by 12", "12:00"), ("votes by 17", "17:00"), ("ballots signed for", "20:00")];

fn file() -> Option<PathBuf> {
    let given = std::env::var_os("SANAQ_ANNOUNCED_FILE").map(PathBuf::from);
    let file = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE));
    if !file.exists() {
        println!("SKIPPED: there is no file {}", file.display());
    }
    file.exists().then_some(file)
}

/// What the file says, read by nothing of ours.
#[derive(Default)]
struct Facts {
    /// `code,name,voters` of each station.
    stations: String,
    precincts: u32,
    /// Sum and number of figures by moment.
    sums: [(u32, u32); 3],
    falls: usize,
    above: usize,
}

fn facts(file: &Path) -> Facts {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|it| it.trim() == name).expect(name);
    let (district, precinct) = (place("district id"), place("precinct"));
    let (voters, moments) = (place("possible voters"), MOMENTS.map(|(name, _)| place(name)));
    let mut facts = Facts { stations: "code,name,voters\n".into(), ..Facts::default() };
    for record in reader.records() {
        let record = record.unwrap();
        let cell = |place: usize| record[place].trim().to_owned();
        let code = format!("{}/{}", cell(district), cell(precinct));
        facts.stations.push_str(&format!("{code},Precinct {code},{}\n", cell(voters)));
        facts.precincts += 1;
        let list: Option<u32> = cell(voters).parse().ok();
        let mut before: Option<u32> = None;
        for (index, place) in moments.iter().enumerate() {
            let Ok(figure) = cell(*place).parse::<u32>() else { continue };
            facts.sums[index].0 += figure;
            facts.sums[index].1 += 1;
            facts.falls += usize::from(before.is_some_and(|before| figure < before));
            facts.above += usize::from(list.is_some_and(|list| list > 0 && figure > list));
            before = Some(figure);
        }
    }
    facts
}

#[test]
fn georgias_official_figures_add_up_and_what_falls_or_exceeds_its_list_is_found() {
    let Some(file) = file() else { return };
    let facts = facts(&file);
    assert_eq!(facts.precincts, 3707);
    let mut endpoint = Endpoint::set_up();
    // The same endpoint, told of the day the figures are of.
    let toml = endpoint.path("data/election.toml");
    let text = std::fs::read_to_string(&toml).unwrap();
    let date = text.lines().find(|line| line.starts_with("date = ")).unwrap().to_owned();
    let text = text.replace(&date, &format!("date = \"{DAY}\"")).replace("UTC", "Asia/Tbilisi");
    std::fs::write(&toml, text).unwrap();
    endpoint.run(&["election", "check", toml.to_str().unwrap()]);
    endpoint.run(&["election", "apply"]);
    let stations = endpoint.file("georgia.csv", facts.stations.as_bytes());
    let columns = ["--code", "code", "--name", "name", "--registered", "voters"];
    let import = ["stations", "import", stations.to_str().unwrap()];
    let said = endpoint.run(&[import.as_slice(), &columns].concat());
    assert!(said.contains("3707 stations read"), "{said}");

    let figures: Vec<String> =
        MOMENTS.iter().map(|(column, at)| format!("{column}={DAY} {at}")).collect();
    let mut line = vec!["announced", "import", file.to_str().unwrap()];
    line.extend(["--station", "district id,precinct", "--what", "signatures"]);
    line.extend(figures.iter().flat_map(|figure| ["--figure", figure.as_str()]));
    let all: u32 = facts.sums.iter().map(|(_, figures)| figures).sum();
    let said = endpoint.run(&line);
    assert!(said.contains(&format!("{all} announced figures imported, 0 known before")), "{said}");
    let again = endpoint.run(&line);
    assert!(again.contains(&format!("0 announced figures imported, {all} known")), "{again}");

    endpoint.serve();
    let mut browser = endpoint.login();
    let path = format!("/api/overview?day={DAY}");
    let overview: Overview =
        browser.until(&path, |it: &Overview| it.announced.totals.len() == MOMENTS.len());
    let sums: Vec<(u32, u32)> =
        overview.announced.totals.iter().map(|total| (total.sum, total.stations)).collect();
    assert_eq!(sums, facts.sums);
    let hours: Vec<&str> =
        overview.announced.totals.iter().map(|total| total.as_of_local.as_str()).collect();
    assert_eq!(hours, MOMENTS.map(|(_, at)| at));
    assert_eq!(overview.announced.wrong_total as usize, facts.falls + facts.above);
    let shown = &overview.announced.wrong;
    let listed = |why| shown.iter().filter(|it| it.why == why).count();
    if shown.len() == facts.falls + facts.above {
        assert_eq!(listed(AnnouncedWhy::Falls), facts.falls);
        assert_eq!(listed(AnnouncedWhy::AboveList), facts.above);
    }
    assert_eq!((overview.stations_total, overview.stations.len()), (3707, 100));
    println!(
        "GEORGIA: sums {:?}, {} fall, {} above their list",
        facts.sums, facts.falls, facts.above
    );
}

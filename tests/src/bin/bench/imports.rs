//! What headquarters waits for when it brings things in: a workbook, a definition, stations,
//! announced figures. Each is the endpoint's own command, start and key derivation included.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use crate::table::Table;

const QUESTIONS: u32 = 500;
const STATIONS: u32 = 10_000;

/// The endpoint's program over one data folder.
struct Endpoint {
    program: PathBuf,
    data: PathBuf,
    passphrase: PathBuf,
}

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let Some(program) = std::env::var_os("SANAQ_SERVER").map(PathBuf::from) else {
        table.row("imports", "SKIPPED: no SANAQ_SERVER".into(), None);
        return Ok(());
    };
    let folder = folder.join("imports");
    std::fs::create_dir_all(&folder)?;
    let (data, passphrase) = (folder.join("data"), folder.join("passphrase"));
    std::fs::write(&passphrase, "one passphrase\n")?;
    let endpoint = Endpoint { program, data, passphrase };
    let about = ["init", "--practice", "--name", "Practice", "--date", "2027-08-10"];
    let hours = ["--timezone", "Asia/Almaty", "--opens", "07:00", "--closes", "20:00"];
    endpoint.run(&[about, hours].concat())?;
    let mut tell = |what: &str, seconds: f64| {
        let goal = Some((seconds <= 5.0, "≤ 5 s"));
        table.row(&format!("import: {what}"), format!("{seconds:.2} s"), goal);
    };
    let book = workbook(&folder)?;
    let seconds = endpoint.timed(&["forms", "import", &book.to_string_lossy()])?;
    tell(&format!("a workbook of {QUESTIONS} questions"), seconds);
    let definition = endpoint.data.join("election.toml");
    let check = ["election", "check", &definition.to_string_lossy()];
    tell("election.toml, checked", endpoint.timed(&check)?);
    tell("election.toml, published", endpoint.timed(&["election", "apply"])?);
    let (stations, figures) = lists(&folder)?;
    let import = ["stations", "import", &stations, "--code", "code", "--name", "name"];
    let columns = ["--registered", "voters", "--lat", "lat", "--lon", "lon"];
    let seconds = endpoint.timed(&[import.as_slice(), &columns].concat())?;
    tell(&format!("{STATIONS} stations with coordinates"), seconds);
    let import = ["announced", "import", &figures, "--station", "code"];
    let moments = ["noon=2027-08-10 12:00", "five=2027-08-10 17:00", "closing=2027-08-10 20:00"];
    let moments: Vec<&str> = moments.iter().flat_map(|it| ["--figure", *it]).collect();
    let seconds = endpoint.timed(&[import.as_slice(), &moments].concat())?;
    tell(&format!("{} announced figures", 3 * STATIONS), seconds);
    Ok(())
}

impl Endpoint {
    fn run(&self, words: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(&self.data).arg("--passphrase-file").arg(&self.passphrase);
        let out = command.args(words).output()?;
        ensure!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        Ok(())
    }

    fn timed(&self, words: &[&str]) -> Result<f64> {
        let began = Instant::now();
        self.run(words)?;
        Ok(began.elapsed().as_secs_f64())
    }
}

/// Every fifth question shown by the one before, every fifth checked; written by the program
/// that writes the shipped workbooks, built beside this one.
fn workbook(folder: &Path) -> Result<PathBuf> {
    let tables = folder.join("tables");
    std::fs::create_dir_all(&tables)?;
    let mut text = "# survey\ntype,name,label,relevant,constraint\n".to_owned();
    for number in 1..=QUESTIONS {
        let relevant = match number % 5 {
            1 if number > 1 => format!("${{q{}}} >= 0", number - 1),
            _ => String::new(),
        };
        let constraint = if number % 5 == 2 { ". >= 0 and . <= 10000" } else { "" };
        writeln!(text, "integer,q{number},Question {number},{relevant},{constraint}")?;
    }
    text.push_str("# settings\nform_id,form_title\nlarge,Large\n");
    std::fs::write(tables.join("large.csv"), text)?;
    let beside = std::env::current_exe()?.with_file_name("checklists");
    let made =
        Command::new(&beside).arg(&tables).status().with_context(|| format!("{beside:?}"))?;
    ensure!(made.success(), "the workbook was not written");
    Ok(tables.join("large.xlsx"))
}

/// Stations, and three figures for each.
fn lists(folder: &Path) -> Result<(String, String)> {
    let mut stations = "code,name,voters,lat,lon\n".to_owned();
    let mut figures = "code,noon,five,closing\n".to_owned();
    for number in 1..=STATIONS {
        let (north, east) = (400_000 + number % 150_000, 500_000 + number * 7 % 300_000);
        writeln!(
            stations,
            "{number},School {number},{},{}.{:04},{}.{:04}",
            500 + number % 2_000,
            north / 10_000,
            north % 10_000,
            east / 10_000,
            east % 10_000
        )?;
        let noon = number % 400;
        writeln!(figures, "{number},{noon},{},{}", noon * 2, noon * 3)?;
    }
    let (one, two) = (folder.join("stations.csv"), folder.join("figures.csv"));
    std::fs::write(&one, stations)?;
    std::fs::write(&two, figures)?;
    Ok((one.to_string_lossy().into_owned(), two.to_string_lossy().into_owned()))
}

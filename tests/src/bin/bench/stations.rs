//! A country's stations brought in by the endpoint's own command: 37,146 rows of Kenya's list.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::table::Table;

const FILE: &str = "../../shared/data/kenya-polling-stations.csv";
const GOAL_S: f64 = 5.0;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    const WHAT: &str = "import of a country's stations";
    let given = std::env::var_os("SANAQ_STATIONS_FILE").map(PathBuf::from);
    let file = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE));
    let Some(server) = std::env::var_os("SANAQ_SERVER").filter(|_| file.is_file()) else {
        table.row(WHAT, "SKIPPED: no file or no SANAQ_SERVER".into(), None);
        return Ok(());
    };
    let passphrase = folder.join("passphrase");
    std::fs::write(&passphrase, "one passphrase\n")?;
    let run = |words: &[&str]| -> Result<String> {
        let mut command = Command::new(&server);
        command.arg("--data").arg(folder.join("stations"));
        let out = command.arg("--passphrase-file").arg(&passphrase).args(words).output()?;
        ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let about = ["init", "--practice", "--name", "Kenya", "--date", "2027-08-10"];
    let hours = ["--timezone", "Africa/Nairobi", "--opens", "06:00", "--closes", "17:00"];
    run(&[about, hours].concat())?;
    let path = file.to_string_lossy();
    let import = ["stations", "import", &path, "--code", "Polling Station Code"];
    let columns = ["--name", "Polling Station Name", "--registered", "Registered Voters"];
    let region = ["--region", "County Name,Const. Name,CAW Name"];
    let began = Instant::now();
    let said = run(&[import.as_slice(), &columns, &region].concat())?;
    let seconds = began.elapsed().as_secs_f64();
    let read = said.split(" stations read").next().unwrap_or_default();
    let read = read.lines().last().unwrap_or_default();
    let goal = Some((seconds <= GOAL_S, "≤ 5 s"));
    table.row(WHAT, format!("{read} in {seconds:.2} s"), goal);
    Ok(())
}

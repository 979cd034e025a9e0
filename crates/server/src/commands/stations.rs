//! `stations import`: a CSV file into headquarters' list.
//!
//! Every refused row is told by line, column and reason before anything is changed; with one
//! refused row nothing is imported unless `--skip-refused` says so.

use anyhow::{Context as _, bail};
use chrono::NaiveDate;

use super::Say;
use crate::cli::StationsImport;
use crate::data_folder::{self, DataFolder};
use crate::stations::{Changes, Columns, StationList, read};
use crate::texts;

const PROGRESS_EVERY: usize = 10_000;
/// More refused rows than this are counted, not printed one by one.
const REFUSED_SHOWN: usize = 200;

/// The election's polling days, where the stations' own are read.
fn polling_days(folder: &DataFolder, args: &StationsImport) -> anyhow::Result<Vec<NaiveDate>> {
    if args.days.is_none() {
        return Ok(Vec::new());
    }
    let file = super::election::read(folder)?;
    Ok(file.definition.days.iter().map(|day| day.date).collect())
}

/// Reads the file into the list. With refused rows it imports nothing, unless told to.
pub fn import(
    folder: &DataFolder,
    args: &StationsImport,
    say: &mut Say<'_>,
) -> anyhow::Result<Changes> {
    let bytes = data_folder::read(&args.file)?;
    let columns = Columns {
        code: args.code.clone(),
        name: args.name.clone(),
        registered: args.registered.clone(),
        place: args.lat.clone().zip(args.lon.clone()),
        region: args.region.iter().map(|it| it.trim().to_owned()).collect(),
        timezone: args.timezone.clone(),
        opens: args.opens.clone(),
        closes: args.closes.clone(),
        days: args.days.clone(),
        polling: polling_days(folder, args)?,
    };
    let mut progress = |done: usize, about: usize| {
        if done.is_multiple_of(PROGRESS_EVERY) {
            say.progress(done, about, texts::PROGRESS_ROWS);
        }
    };
    let name = args.file.display().to_string();
    let import = read(&bytes, args.encoding.as_deref(), &columns, &mut progress).context(name)?;
    say.progress_end();
    for row in import.refused.iter().take(REFUSED_SHOWN) {
        say.note(texts::refused_row(row))?;
    }
    let more = import.refused.len().saturating_sub(REFUSED_SHOWN);
    if more > 0 {
        say.note(texts::refused_more(more))?;
    }
    let mut list = StationList::load(&folder.stations())?;
    let (good, bad) = (import.stations.len(), import.refused.len());
    let changes = list.update(import.stations);
    say.line(texts::stations_read(good, bad, &changes))?;
    if args.dry_run {
        say.line(texts::DRY_RUN)?;
        return Ok(changes);
    }
    if bad > 0 && !args.skip_refused {
        bail!(texts::NOTHING_IMPORTED);
    }
    list.save(&folder.stations())?;
    Ok(changes)
}

//! `check`: every page, chain, receipt and view that is kept, and headquarters' own files.
//!
//! Reads and reports, mends nothing. A receipt is checked as what it says: for each journal
//! the receipt this endpoint would sign now names the page that is linked last and whose
//! hash the chain gives. Exit code 1 where anything does not hold.

use anyhow::bail;
use journal::keeper::Keeper as _;
use store::endpoint::{CheckReport, Openers};

use crate::cli::Check;
use crate::commands::Say;
use crate::headquarters::Headquarters;
use crate::invitations::Notes;
use crate::stations::StationList;
use crate::texts;

/// Checks all, prints what was looked at and what does not hold.
pub fn run(headquarters: &Headquarters, args: &Check, say: &mut Say<'_>) -> anyhow::Result<()> {
    let openers = if args.quick { Openers::new() } else { headquarters.openers() };
    let (report, mut problems) = match headquarters.store.check(&openers) {
        Ok(report) => (report.clone(), report.problems),
        // What cannot even be read is what the check is for.
        Err(error) if error.is_corrupt() => (CheckReport::default(), vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let receipts = match problems.is_empty() {
        true => receipts(headquarters, &mut problems)?,
        false => 0,
    };
    Notes::load(&headquarters.folder.invitations())?;
    StationList::load(&headquarters.folder.stations())?;
    crate::commands::election_file(&headquarters.folder)?;
    for problem in &problems {
        say.line(texts::problem(problem))?;
    }
    say.line(texts::checked(&report, receipts))?;
    if openers.is_empty() {
        say.note(texts::VIEWS_NOT_CHECKED)?;
    }
    match problems.is_empty() {
        true => Ok(()),
        false => bail!(texts::check_failed(problems.len())),
    }
}

/// Looks at what each device's receipt names.
fn receipts(headquarters: &Headquarters, problems: &mut Vec<String>) -> anyhow::Result<u64> {
    let mut sound = 0;
    for device in headquarters.store.devices()? {
        if device.head.number.0 == 0 {
            continue;
        }
        let before = journal::ids::PageNumber(device.head.number.0 - 1);
        let run = headquarters.store.pages(device.journal, before, 1)?;
        match run.pages.first().map(|page| page.head()) {
            Some(head) if head == device.head => sound += 1,
            Some(_) | None => {
                problems.push(format!("{}: receipt-names-another-page", device.journal));
            }
        }
    }
    Ok(sound)
}

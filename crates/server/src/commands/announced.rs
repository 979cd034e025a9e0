//! `announced import`: official figures into headquarters' desk journal.
//!
//! One bad row stops the whole file, because a table of official figures with holes would be
//! read as complete. A figure that is known as it stands is not said again, so that running it
//! twice is running it once. Nothing of it is sent to devices.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use chrono_tz::Tz;
use domain::event::{AreaFigureNoted, FigureCounts, Payload};
use domain::{Event, Fold};
use journal::keeper::Recipient;

use super::{Say, election_file};
use crate::announced::{Layout, Moment, instant, kind_of, read};
use crate::cli::AnnouncedImport;
use crate::data_folder;
use crate::headquarters::{Headquarters, local_operator, publish_due};
use crate::texts;

/// Reads figures; with refused rows it imports nothing. Gives how many were new.
pub fn import(
    headquarters: &mut Headquarters,
    args: &AnnouncedImport,
    say: &mut Say<'_>,
) -> anyhow::Result<usize> {
    let election = election_file(&headquarters.folder)?;
    let own = domain::hours::zone(&election.definition.zone).context("time zone")?;
    let known = |number: u32| election.definition.contests.iter().any(|it| it.number == number);
    if let Some(number) = args.contest.filter(|number| !known(*number)) {
        bail!(texts::no_contest(number));
    }
    let layout = layout(args, own)?;
    let bytes = data_folder::read(&args.file)?;
    let (good, refused) = read(&bytes, &layout).context(args.file.display().to_string())?;
    for row in &refused {
        say.note(texts::refused_row(row))?;
    }
    if !refused.is_empty() {
        bail!(texts::NOTHING_IMPORTED_AT_ALL);
    }
    let all = good.len();
    let Headquarters { store, keys, clock, .. } = headquarters;
    let new = publish_due(store, keys, clock, Recipient::Desk, |desk| unknown(desk, good))?;
    say.line(texts::announced_read(new, all - new))?;
    Ok(new)
}

/// Figures that the desk's journal does not tell as they stand; the operator apart.
fn unknown(desk: &Fold, figures: Vec<AreaFigureNoted>) -> Vec<Payload> {
    let known: BTreeSet<Vec<u8>> =
        desk.area_figures().map(|record| said(&record.event())).collect();
    let new = figures.into_iter().filter(|figure| !known.contains(&said(figure)));
    new.map(Payload::AreaFigureNoted).collect()
}

/// What is said, by whomever.
fn said(figure: &AreaFigureNoted) -> Vec<u8> {
    let anybody = AreaFigureNoted { operator: String::new(), ..figure.clone() };
    Event::new(0, Payload::AreaFigureNoted(anybody)).encode()
}

fn layout(args: &AnnouncedImport, own: Tz) -> anyhow::Result<Layout> {
    let zone = match &args.zone {
        Some(name) => domain::hours::zone(name).with_context(|| texts::no_zone(name))?,
        None => own,
    };
    let time = |text: &str| instant(text.trim(), zone).with_context(|| texts::no_moment(text));
    let moments = args.figure.iter().map(|text| {
        // The column's name may hold a =, the moment never does.
        let (column, as_of) = text.rsplit_once('=').with_context(|| texts::no_moment(text))?;
        Ok(Moment { column: column.trim().to_owned(), as_of: time(as_of)? })
    });
    let names = |all: &[String]| all.iter().map(|name| name.trim().to_owned()).collect();
    Ok(Layout {
        station: names(&args.station),
        area: names(&args.area),
        moments: moments.collect::<anyhow::Result<_>>()?,
        what: kind_of(&args.what).context("what")?,
        contest: args.contest,
        counts: match args.interval {
            true => FigureCounts::ThisInterval,
            false => FigureCounts::SinceOpening,
        },
        zone,
        foreign_zone: zone != own,
        published_at: args.published_at.as_deref().map(time).transpose()?,
        words: args.words.clone(),
        link: args.link.clone(),
        operator: local_operator(),
    })
}

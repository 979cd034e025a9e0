//! What was announced of a station, in order: by headquarters' entries and observers' notes.
//!
//! First as it was said, which is cheap for ten thousand stations; only what a page shows is put
//! beside the own count. Nothing is compared that does not count since the opening.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use domain::event::{FigureCounts, FigureKind, FigureSource, FigureUnit, MobileBox};
use domain::fold::AreaFigureRecord;
use domain::view::{ListSaid, StationDay};

use super::announced::falling;
use super::api::{Against, Announced, AnnouncedSource, ListSource, Share};
use super::desk::{Desk, local, u32_of, utc};
use super::words::word;
use crate::announced::is_running_total;

/// An announced figure as it was said.
pub struct Said {
    /// The figure.
    pub figure: u64,
    /// The moment it counts to.
    pub as_of: i64,
    /// It counts since the opening.
    pub comparable: bool,
    /// What was counted.
    pub what: FigureKind,
    /// The contest, where told apart.
    pub contest: Option<u32>,
    /// Who said so; an own count is no announcement.
    pub source: AnnouncedSource,
    zone: Tz,
    told_by: String,
    mobile_box: Option<MobileBox>,
    falls: bool,
}

/// Every figure of a station's day, oldest first.
pub fn said(desk: &Desk<'_>, key: &str, day: &StationDay) -> Vec<Said> {
    let zone = |name: &Option<String>| {
        name.as_deref().and_then(domain::hours::zone).unwrap_or(day.span.zone)
    };
    let entered = desk.announced.of_station(key, day.span.starts, day.span.ends);
    let entered: Vec<&AreaFigureRecord> =
        entered.filter(|it| it.unit == FigureUnit::Persons).collect();
    let running: Vec<&AreaFigureRecord> =
        entered.iter().copied().filter(|it| is_running_total(it)).collect();
    let later = falling(&running).into_iter().filter_map(|(_, later)| running.get(later));
    let fallen: BTreeSet<u64> = later.map(|record| record.ordinal).collect();
    let headquarters = entered.iter().map(|record| Said {
        figure: record.figure,
        as_of: record.as_of,
        comparable: is_running_total(record),
        zone: zone(&record.zone),
        source: AnnouncedSource::Headquarters,
        told_by: String::new(),
        what: record.what,
        contest: record.contest,
        mobile_box: None,
        falls: fallen.contains(&record.ordinal),
    });
    let falling = day.falling();
    let standing = day.turnout.iter().filter(|line| !line.record.withdrawn);
    let observers = standing.map(|line| Said {
        figure: line.record.figure,
        as_of: line.record.as_of,
        comparable: line.record.counts == FigureCounts::SinceOpening,
        zone: zone(&line.record.zone),
        source: match line.record.source {
            FigureSource::OwnCount => AnnouncedSource::OwnCount,
            FigureSource::Told | FigureSource::Displayed | FigureSource::Overheard => {
                AnnouncedSource::Observer
            }
        },
        told_by: line.record.told_by.clone().unwrap_or_default(),
        what: line.record.what,
        contest: line.record.contest,
        mobile_box: Some(line.record.mobile_box),
        falls: falling.contains(&(line.journal, line.record.ordinal)),
    });
    let mut all: Vec<Said> = headquarters.chain(observers).collect();
    all.sort_by_key(|it| (it.as_of, it.source == AnnouncedSource::Headquarters));
    all
}

impl Said {
    /// Somebody announced it; an observer's own count is none.
    pub fn is_announced(&self) -> bool {
        self.source != AnnouncedSource::OwnCount
    }

    /// The figure beside the own count of its station.
    pub fn beside(&self, desk: &Desk<'_>, day: &StationDay) -> Announced {
        let contests = &desk.definitions.current().contests;
        let contest = contests.iter().find(|known| Some(known.number) == self.contest);
        let share = day.share(self.figure).filter(|_| self.comparable);
        Announced {
            figure: u32_of(self.figure),
            as_of: utc(self.as_of),
            as_of_local: local(self.as_of, self.zone, "%H:%M"),
            source: self.source,
            told_by: self.told_by.clone(),
            what: word(&self.what),
            contest: self.contest,
            contest_names: contest.map(|known| known.names.clone()).unwrap_or_default(),
            mobile_box: self.mobile_box.as_ref().map(word).unwrap_or_default(),
            comparable: self.comparable,
            falls: self.falls,
            against: self.comparable.then(|| self.against(day)),
            share: share.map(|share| Share {
                percent: tenths(share.tenths_of_percent()),
                of: share.of.voters,
                said: match share.of.said {
                    ListSaid::Imported => ListSource::Imported,
                    ListSaid::Noted(..) => ListSource::Noted,
                },
            }),
        }
    }

    fn against(&self, day: &StationDay) -> Against {
        let against = day.against(self.figure, self.as_of);
        Against {
            own: day.floor().map(|_| against.own),
            unwatched_minutes: against.unwatched_minutes,
            at_most: against.at_most.map(u32_of),
            rate_needed: against.needed_in_ten_minutes.map(tenths),
        }
    }
}

fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

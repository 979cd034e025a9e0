//! What folding gives, put together over journals when asked: a day, who has not reported.
//!
//! Pure functions over folds; nothing here is stored. Parallel counts are never added,
//! different counting points are never added, and an hour nobody watched is unknown.
//! Rejected: keeping station totals as rows, which two journals would have to share.

mod against;
mod complaints;
mod day;
mod findings;
mod handover;
mod incidents;
mod judged;
mod notices;
mod opened;
mod point;
mod region;
mod relations;
mod report;
mod schedule;
mod shift;
mod stay;
mod tally;
mod urgent;
mod voting;

pub use against::{Against, Coverage, Possible, Share};
pub use complaints::{ComplaintLine, ComplaintMove, ComplaintStep, complaints};
pub use day::{StationQuery, station_day};
pub use findings::{Fall, Finding, IntervalRule, above_list, falls, mended_as_interval};
pub use incidents::{
    FollowUpAnswer, FollowUpLine, IncidentLine, IncidentVersion, Journals, MarkEnd, MarkLine,
    follow_ups, incidents, marks,
};
pub use judged::{LONG_WITHOUT_COUNT_S, SumOf};
pub use notices::{NoticeLine, notices};
pub use opened::{CountedEvent, CountedKind, Stands, counted_events};
pub use region::{RegionTotal, region_totals};
pub use report::{NotReported, Reporter};
pub use schedule::{
    Deeds, Facts, Heard, NowRow, NowState, ROUNDS_MAX, ScheduleQuery, Sheets, what_now,
};
pub use tally::{TallyLine, TallyState};
pub use urgent::{UrgentLine, UrgentOver, urgent};

use crate::definition::{PointKind, StationSpec};
use crate::event::{Place, ViewOfPoint};
use crate::fold::{
    BoxTripRecord, FormRecord, HandOverRecord, LogRecord, RegisterRecord, Time, TurnoutRecord,
    WatchState,
};
use crate::hours::{DaySpan, Hour};
use crate::ids::JournalRef;
use std::collections::{BTreeMap, BTreeSet};

/// An event: its journal and ordinal.
pub type EventAt = (JournalRef, u64);

/// What is known of one hour at one counting point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HourCount {
    /// Somebody watched, for so long; the count is a floor where that is not the whole hour.
    Counted {
        /// Persons of categories that add.
        persons: u32,
        /// Marks on persons counted already, by category number.
        parts: BTreeMap<u32, u32>,
        /// Persons beside the total, by category number.
        outside: BTreeMap<u32, u32>,
        /// Whole minutes somebody watched.
        minutes_watched: u32,
    },
    /// Nobody watched: not zero, unknown.
    Unknown,
    /// It has not begun.
    NotYet,
}

/// An hour on the station's wall and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRow {
    /// The hour.
    pub hour: Hour,
    /// What is known by taps and groups.
    pub count: HourCount,
    /// Whole minutes of which nobody can say whether somebody watched.
    pub doubtful_minutes: u32,
    /// Persons of tallies that stand and lie wholly in this hour: apart from the taps.
    pub tallied: u32,
    /// Whole minutes such tallies watched and no watch did.
    pub tallied_minutes: u32,
    /// Tallies that touch the hour, standing or not.
    pub tallies: Vec<EventAt>,
}

/// A quarter of an hour in which anybody counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Its first second, Unix.
    pub starts: i64,
    /// Persons of taps and groups.
    pub persons: u32,
}

impl HourRow {
    fn of(hour: Hour, count: HourCount) -> Self {
        let (doubtful_minutes, tallied, tallied_minutes) = (0, 0, 0);
        Self { hour, count, doubtful_minutes, tallied, tallied_minutes, tallies: Vec::new() }
    }
}

/// One counting point's day: its watches joined, parallel ones not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointDay {
    /// The point's number in its definition version.
    pub point: u32,
    /// What it is, where that version is known.
    pub kind: Option<PointKind>,
    /// Hours from opening to closing, and others in which anything happened.
    pub hours: Vec<HourRow>,
    /// Persons of categories that add, over the day.
    pub persons: u32,
    /// Whole minutes somebody watched, over the day.
    pub minutes_watched: u32,
    /// Whether two watches here ran at the same time; then the longer one leads.
    pub parallel: bool,
    /// Whether watches of different desks are added here.
    pub split: bool,
    /// Persons of tallies that stand, over the day; never in `persons`.
    pub tallied: u32,
    /// Persons taken over of whose counting nothing is known here; never in `persons`.
    pub told: u32,
    /// Whole minutes of which nobody can say whether somebody watched.
    pub doubtful_minutes: u32,
    /// Quarters in order, for comparing with figures.
    pub quarters: Vec<Quarter>,
    /// Moments of observers' figures that cut a quarter: each with its quarter's persons before
    /// it.
    pub cuts: Vec<(i64, u32)>,
    /// Stretches somebody watched, tallies that stand included: sorted, apart, half-open, Unix
    /// seconds.
    pub watched: Vec<(i64, i64)>,
}

impl PointDay {
    /// At least so many persons: taps and groups, tallies that stand, and what was told.
    #[must_use]
    pub fn floor(&self) -> u32 {
        self.persons.saturating_add(self.tallied).saturating_add(self.told)
    }
}

/// One watch's day, by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchDay {
    /// The journal it is in.
    pub journal: JournalRef,
    /// Ordinal of its `WatchStarted`.
    pub watch: u64,
    /// Its visit.
    pub visit: u64,
    /// The point's number.
    pub point: u32,
    /// What the point is.
    pub kind: Option<PointKind>,
    /// Desks or boxes in sight.
    pub covers: Vec<String>,
    /// How much could be seen.
    pub view: ViewOfPoint,
    /// What it is doing.
    pub state: WatchState,
    /// Its start.
    pub started: Time,
    /// Its last sign of life.
    pub last_sign: Time,
    /// The same hours as its point's.
    pub hours: Vec<HourRow>,
    /// Persons of categories that add.
    pub persons: u32,
    /// Whole minutes watched.
    pub minutes_watched: u32,
}

/// A visit, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// Ordinal of its `Arrived`.
    pub visit: u64,
    /// Where the person could stand.
    pub place: Place,
    /// Arrival.
    pub arrived: Time,
    /// Leaving, where told.
    pub left: Option<Time>,
}

/// A turnout figure, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnoutLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it was written down.
    pub noted: Time,
    /// The figure and all that was said of it.
    pub record: TurnoutRecord,
}

/// A filling of a form, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When its latest answer was written.
    pub last: Time,
    /// The filling.
    pub record: FormRecord,
}

/// A log entry, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it was written down.
    pub noted: Time,
    /// The entry.
    pub record: LogRecord,
}

/// A figure of the list or the ballots, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it was written down.
    pub noted: Time,
    /// The figure and all that was said of it.
    pub record: RegisterRecord,
}

/// A trip of the mobile box, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxTripLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it went out.
    pub out: Time,
    /// When it came back, where told.
    pub back: Option<Time>,
    /// The trip.
    pub record: BoxTripRecord,
}

/// Half of a hand-over, for the station's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverLine {
    /// The journal it is in.
    pub journal: JournalRef,
    /// When it was written down.
    pub noted: Time,
    /// The half.
    pub record: HandOverRecord,
    /// The other half of a taken one, where it is here.
    pub other: Option<EventAt>,
    /// The figure of that other half.
    pub given_figure: Option<u32>,
    /// Of a taken figure: persons no record here shows.
    pub told: u32,
}

/// Who says how many voters are on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListSaid {
    /// Headquarters' imported list.
    Imported,
    /// A noted figure, by its event.
    Noted(JournalRef, u64),
}

/// A size of the voters' list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownList {
    /// Voters.
    pub voters: u32,
    /// Who says so.
    pub said: ListSaid,
}

/// How the times of a day are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeBasis {
    /// All corrected by headquarters' signed time.
    Corrected,
    /// All as the devices claimed.
    Claimed,
    /// Some of each.
    Mixed,
}

/// One station's polling day, from all journals that were there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationDay {
    /// The station.
    pub station: StationSpec,
    /// The day in absolute time.
    pub span: DaySpan,
    /// Now, Unix seconds, as asked.
    pub now: i64,
    /// First second of the vote and the first after it: as logged, else as set.
    pub voting: (i64, i64),
    /// Every size of the list that anybody names, the imported one first.
    pub lists: Vec<KnownList>,
    /// Tallies and corrections, by journal and ordinal.
    pub tallies: Vec<TallyLine>,
    /// Figures of the list and the ballots by the moment they are for.
    pub registers: Vec<RegisterLine>,
    /// Trips of the mobile box by time.
    pub box_trips: Vec<BoxTripLine>,
    /// Halves of hand-overs by the moment they hold for.
    pub hand_overs: Vec<HandOverLine>,
    /// Hours of the leading point: the one watched longest.
    pub hours: Vec<HourRow>,
    /// Persons at the leading point; `None` when nobody watched anything.
    pub persons: Option<u32>,
    /// Whole minutes watched at the leading point.
    pub minutes_watched: u32,
    /// Every counting point, the leading one first.
    pub points: Vec<PointDay>,
    /// Every watch, by journal and ordinal.
    pub watches: Vec<WatchDay>,
    /// Visits by arrival.
    pub visits: Vec<VisitLine>,
    /// Turnout figures by the moment they are for.
    pub turnout: Vec<TurnoutLine>,
    /// Fillings of forms.
    pub forms: Vec<FormLine>,
    /// Log entries by time.
    pub log: Vec<LogLine>,
    /// Journals that were here at the same time as another: compared, never added.
    pub parallel: BTreeSet<JournalRef>,
    /// Kinds this program does not know: the figures may be incomplete.
    pub incomplete: BTreeSet<u64>,
    /// How its times are known.
    pub time: TimeBasis,
    /// What looks wrong.
    pub findings: Vec<Finding>,
}

impl StationDay {
    /// Figures that fall below one before them, by journal and ordinal.
    #[must_use]
    pub fn falling(&self) -> BTreeSet<(JournalRef, u64)> {
        let falls = self.findings.iter().filter_map(|finding| match finding {
            Finding::TurnoutFalls { journal, later, .. } => Some((*journal, *later)),
            Finding::AboveList { .. }
            | Finding::ReadsAsIntervals { .. }
            | Finding::RateTooHigh { .. }
            | Finding::OutsideHours { .. }
            | Finding::ListsDiffer { .. }
            | Finding::TallyOverlapsTaps { .. }
            | Finding::LongWithoutCount { .. }
            | Finding::SumDiffers { .. }
            | Finding::HandOverDiffers { .. }
            | Finding::RelationsDisagree { .. }
            | Finding::SplitOverlaps { .. }
            | Finding::StrayEvents { .. }
            | Finding::UnknownKinds { .. } => None,
        });
        falls.collect()
    }
}

#[cfg(test)]
mod tests;

//! The words the dashboard and its page speak: JSON over loopback, exported to
//! `ui/src/bindings/dashboard.ts` by `cargo run -p server --example bindings`.
//!
//! Codes and figures only, never a sentence: the page has the words (kk, ru, en).
//! No `u64` crosses (JavaScript's numbers are not that wide): counts are `u32`,
//! ids and hashes hexadecimal or UUID text, times RFC 3339 in UTC unless said.
//! An absent figure is `null` and an hour nobody watched is `unknown`, never 0.

mod announced;
mod compared;
mod delivery;
mod found;
mod incidents;
mod latest;
mod missing;
mod urgent;

pub use announced::{AnnouncedDay, AnnouncedTotal, AnnouncedWhy, AnnouncedWrong, AreaFigure};
pub use compared::{Against, Announced, AnnouncedSource, ListSource, Share, StationOrder};
pub use delivery::{NoticeRow, Owing, PageRun, Person, Way, WayRow, WithLead};
pub use found::{
    CountedEvents, CountedRow, EventAt, FindingRow, HourBeside, PointLine, StationFinding,
};
pub use incidents::{
    AnswerRow, AskFollowUp, ComplaintDetail, ComplaintRow, ComplaintStepRow, IncidentDetail,
    IncidentRow, IncidentVersionRow, MarkRow, QuestionRow, SetStatus, StatusRow, StatusWord,
};
pub use latest::{Latest, LatestKind};
pub use missing::{NotReported, Overdue, OverdueState, ReportState};
pub use urgent::{UrgentEnd, UrgentKind, UrgentRow};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of `POST /api/login`.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct Login {
    /// Operator's name.
    pub name: String,
    /// Operator's password.
    pub password: String,
}

/// Answer of `POST /api/login` and `GET /api/me`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Me {
    /// Operator's name.
    pub operator: String,
    /// What this endpoint counts.
    pub election: ElectionBrief,
}

/// What every screen of the dashboard shows about the election.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ElectionBrief {
    /// UUID.
    pub id: String,
    /// As headquarters named it.
    pub name: String,
    /// A practice election carries a banner on every screen.
    pub practice: bool,
    /// IANA name, the zone of stations that have none of their own.
    pub timezone: String,
    /// Polling days in order.
    pub days: Vec<PollingDay>,
    /// Language codes, the first is the default.
    pub languages: Vec<String>,
    /// The server opened sealed pages with its key (`false`: collect-only).
    pub opens_pages: bool,
}

/// One polling day, in station time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PollingDay {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    pub opens: String,
    /// `HH:MM`; not after `opens` means on the next date.
    pub closes: String,
}

/// An error's body; the status says the class, the code what the page may say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Refusal {
    /// What happened.
    pub code: RefusalCode,
    /// Seconds to wait, where waiting helps.
    pub retry_after_s: Option<u32>,
}

/// Why the dashboard refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// Name or password is wrong; which one is not said.
    WrongLogin,
    /// Too many tries; wait.
    TooManyTries,
    /// No valid session.
    SignedOut,
    /// `Host` or `Origin` is not the dashboard's own.
    ForeignOrigin,
    /// The request could not be read.
    Malformed,
    /// No such station, journal or page.
    NotFound,
    /// The server runs collect-only: it has no key to open pages with.
    CannotOpen,
    /// Something failed inside; the log has the detail.
    Broken,
}

/// Answer of `GET /api/overview?day=YYYY-MM-DD&find=WORDS&order=ORDER&from=N`, each of which may
/// be left out (without `day`: the running or last one).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Overview {
    /// Grows with every change; the same number stands in the `changed` notices.
    pub version: u32,
    /// The server's time.
    pub now: String,
    /// The same in the election's zone, `YYYY-MM-DD HH:MM`.
    pub now_local: String,
    /// The polling day shown.
    pub day: String,
    /// Labels of the columns, `HH`, in station time.
    pub hours: Vec<String>,
    /// Alarms, the most pressing first, at most 200; those of waiting pages too.
    pub urgent: Vec<UrgentRow>,
    /// The figures on top.
    pub figures: Figures,
    /// Stations somebody reported from, and stations with an announced figure: those asked
    /// for, at most 100.
    pub stations: Vec<StationRow>,
    /// How many stand before the first of these in the order asked for.
    pub stations_from: u32,
    /// How many the words asked for fit.
    pub stations_found: u32,
    /// How many there are in all.
    pub stations_total: u32,
    /// Invited people nothing came from yet; at most 500, the total beside it.
    pub not_reported: Vec<NotReported>,
    /// How many there are in all.
    pub not_reported_total: u32,
    /// What was announced of stations and areas, entered at headquarters.
    pub announced: AnnouncedDay,
    /// What looks wrong at stations, by code; at most 200, the total beside it.
    pub findings: Vec<StationFinding>,
    /// How many there are in all.
    pub findings_total: u32,
    /// Incidents, open and grave ones first; at most 200, the total beside it.
    pub incidents: Vec<IncidentRow>,
    /// How many there are in all.
    pub incidents_total: u32,
    /// How many are neither withdrawn, settled nor closed.
    pub incidents_open: u32,
    /// Moments that were marked, those that wait first; at most 100, the total beside it.
    pub marks: Vec<MarkRow>,
    /// How many there are in all.
    pub marks_total: u32,
    /// How many wait: nobody has said yet what became of them.
    pub marks_waiting: u32,
    /// Complaints on paper, the newest first; at most 100, the total beside it.
    pub complaints: Vec<ComplaintRow>,
    /// How many there are in all.
    pub complaints_total: u32,
    /// Rows of the schedule that are late or silent, what was due first first; at most 500, the
    /// total beside it.
    pub overdue: Vec<Overdue>,
    /// How many there are in all.
    pub overdue_total: u32,
    /// What is kept but does not count until an operator admits it.
    pub quarantine: Vec<Quarantined>,
    /// Journals that were continued more than once: a copied phone, or a cheat.
    pub continued_twice: Vec<ContinuedTwice>,
    /// Invitations whose holders named a journal of somebody else's as their own.
    pub foreign_claims: Vec<ForeignClaim>,
    /// Pages that opened but wait for the ones before them; not in the figures.
    pub not_yet_linked: Vec<Waiting>,
    /// What came in last, newest first, at most 50.
    pub latest: Vec<Latest>,
    /// How pages came: straight first, then by whose device, then by file.
    pub ways: Vec<WayRow>,
    /// Devices of which a lead says to hold pages that are not here.
    pub with_leads: Vec<WithLead>,
    /// The same by lead: whose delivery is awaited.
    pub owing: Vec<Owing>,
    /// Notices to devices and whether they were read, newest first, at most 100.
    pub notices: Vec<NoticeRow>,
}

/// The four figures read from two metres.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Figures {
    /// Devices whose pages arrived.
    pub reporting: u32,
    /// Invitations given out and not revoked.
    pub invited: u32,
    /// Voters counted at `counted_stations` stations, at one kind of point, without adding
    /// parallel counts. `null`: nobody watched yet. A floor where `counted_is_floor`.
    pub counted: Option<u32>,
    /// How many stations that sum covers.
    pub counted_stations: u32,
    /// Stations counted at another kind of point: in their own lines, never in that sum.
    pub counted_elsewhere: u32,
    /// Some watched station has unwatched minutes, so `counted` means "at least".
    pub counted_is_floor: bool,
    /// Watched station-minutes of the hours past, of `of_minutes`, at reporting stations.
    pub watched_minutes: u32,
    /// Station-minutes past at reporting stations.
    pub of_minutes: u32,
    /// Sum of the last announced figures of stations that have one, of one thing only.
    pub announced: Option<u32>,
    /// What they count: a code of `TurnoutNoted`; empty without any.
    pub announced_what: String,
    /// How many stations that sum covers.
    pub announced_stations: u32,
    /// Stations whose last figure is of another thing or contest: not in the sum.
    pub announced_elsewhere: u32,
    /// Stations in the list (imported or assigned).
    pub stations_listed: u32,
    /// An unknown kind of event was met: figures may be incomplete, never wrong.
    pub incomplete: bool,
}

/// One station's line in the table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StationRow {
    /// As written in the list.
    pub code: String,
    /// As the list has it, else as an observer gave it; empty when unknown.
    pub name: String,
    /// From the largest area to the smallest.
    pub region: Vec<String>,
    /// In headquarters' list; `false`: typed by an observer.
    pub listed: bool,
    /// Registered voters, a claim of the list.
    pub registered: Option<u32>,
    /// One cell an hour of [`Overview::hours`].
    pub hours: Vec<HourCell>,
    /// Persons counted; `null` when nobody watched at all.
    pub counted: Option<u32>,
    /// There are unwatched minutes: "at least".
    pub floor: bool,
    /// The most that is possible, by the highest rate and the largest list; `null` when
    /// neither is known.
    pub possible: Option<u32>,
    /// Minutes of the past hours nobody watched.
    pub unwatched_minutes: u32,
    /// The last announced figure, headquarters' own entry or noted by an observer.
    pub announced: Option<Announced>,
    /// Voters a minute the announced figure would need in the unwatched time,
    /// one decimal as text; `null` when it needs none or cannot be compared.
    pub rate_needed: Option<String>,
    /// Devices that report from here.
    pub devices: u32,
    /// Two devices count at once here: shown by who watched longest, never added.
    pub parallel: bool,
    /// A fork was found in a journal that reports from here.
    pub forked: bool,
    /// An unknown kind of event concerns this station.
    pub incomplete: bool,
    /// Last page received.
    pub last_heard: Option<String>,
}

/// An hour on a station's wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HourCell {
    /// Past or running, and nobody watched.
    Unknown,
    /// Has not begun.
    NotYet,
    /// Somebody watched, perhaps a part.
    Counted {
        /// Persons counted.
        persons: u32,
        /// Minutes watched.
        watched_minutes: u32,
        /// Minutes of this hour that have passed.
        of_minutes: u32,
    },
}

/// A journal with pages in quarantine.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Quarantined {
    /// UUID of the journal.
    pub journal: String,
    /// Label of its invitation, empty when unknown.
    pub label: String,
    /// Why.
    pub reason: QuarantineReason,
    /// How many pages.
    pub pages: u32,
    /// When the last came.
    pub received_at: String,
    /// An operator may admit it in one step.
    pub admissible: bool,
    /// One of two branches of a journal: admitted, it takes the place of the other.
    pub branch: Option<Branch>,
}

/// Where a branch begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Branch {
    /// Number of its first page.
    pub page: u32,
    /// That page's hash, hexadecimal.
    pub hash: String,
}

/// A journal with two continuations: the first seen counts, the others are held.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContinuedTwice {
    /// UUID of the journal.
    pub journal: String,
    /// Label of its invitation, empty when unknown.
    pub label: String,
    /// UUIDs of its continuations, the one seen first first.
    pub by: Vec<String>,
    /// When the second was seen.
    pub seen_at: String,
}

/// An invitation used under the journal of another one's device: somebody cheats.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ForeignClaim {
    /// UUID of the journal.
    pub journal: String,
    /// Label of the invitation whose device writes it now, empty when unknown.
    pub label: String,
    /// Label of the invitation that claimed it, empty when unknown.
    pub by: String,
    /// When the claim was first seen.
    pub seen_at: String,
    /// It came first, never counted, and the journal's own device has its place now.
    pub gave_way: bool,
}

/// Why pages do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineReason {
    /// The invitation or journal was revoked.
    Revoked,
    /// First contact came after the invitation's end.
    Expired,
    /// Another page under the same number is kept.
    Fork,
    /// The invitation was used before.
    SecondEnrolment,
    /// An operator ended the journal at an earlier page.
    Ended,
}

/// A page beyond a gap.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Waiting {
    /// UUID of the journal.
    pub journal: String,
    /// Label of its invitation, empty when unknown.
    pub label: String,
    /// The waiting page.
    pub page: u32,
    /// The first page that is missing.
    pub missing_from: u32,
    /// It opens and decodes: its events can be read before it is linked.
    pub opens: bool,
}

/// Answer of `GET /api/waiting/{journal}`: what is not yet linked, never in the figures.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotYetLinked {
    /// UUID of the journal.
    pub journal: String,
    /// Label of its invitation, empty when unknown.
    pub label: String,
    /// The first page that is missing.
    pub missing_from: u32,
    /// Events of the waiting pages that open, in order.
    pub events: Vec<EventRow>,
    /// Events left out beyond the limit of 5,000.
    pub events_left_out: u32,
    /// Waiting pages that do not open or decode.
    pub unreadable_pages: Vec<u32>,
}

/// Answer of `GET /api/stations/{code}?day=YYYY-MM-DD`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StationDay {
    /// The table's line.
    pub row: StationRow,
    /// The polling day shown.
    pub day: String,
    /// Labels of the hours.
    pub hours: Vec<String>,
    /// IANA name.
    pub timezone: String,
    /// Each device that reported from here.
    pub devices: Vec<DeviceDay>,
    /// Every announced figure, oldest first.
    pub announced: Vec<Announced>,
    /// What stands beside the taps, one entry an hour of `hours`.
    pub beside: Vec<HourBeside>,
    /// Every counting point, the leading one first.
    pub points: Vec<PointLine>,
    /// What looks wrong.
    pub findings: Vec<FindingRow>,
}

/// What one device recorded at one station.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeviceDay {
    /// UUID of the journal.
    pub journal: String,
    /// Label of its invitation.
    pub label: String,
    /// Highest receipted page.
    pub receipted: u32,
    /// How its pages came.
    pub came: Vec<PageRun>,
    /// This device's own hours.
    pub hours: Vec<HourCell>,
    /// What the pages hold, in order of the journal; opened on demand.
    pub events: Vec<EventRow>,
    /// Events left out beyond the limit of 5,000.
    pub events_left_out: u32,
    /// Pages that do not open or decode.
    pub unreadable_pages: Vec<u32>,
}

/// One event.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EventRow {
    /// Its number in the journal.
    pub ordinal: u32,
    /// Page it came in.
    pub page: u32,
    /// Corrected where a signed comparison is known, else as claimed.
    pub at: String,
    /// Station time, `HH:MM:SS`.
    pub at_local: String,
    /// `at` is corrected by headquarters' signed time.
    pub corrected: bool,
    /// Name of the event's kind, `unknown` where this server does not know it.
    pub kind: String,
    /// Number of the kind.
    pub kind_number: u32,
    /// Named values, in the order of the kind's field list.
    pub fields: Vec<Field>,
}

/// A named value of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Field {
    /// Field's name.
    pub name: String,
    /// As text; empty means absent.
    pub value: String,
}

/// Data of the `changed` notice on `GET /api/events`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Changed {
    /// See [`Overview::version`].
    pub version: u32,
}

/// Body of `POST /api/quarantine/admit`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Admit {
    /// UUID of the journal.
    pub journal: String,
    /// Why; kept in headquarters' journal beside the operator's name.
    pub reason: String,
    /// The branch, as [`Quarantined`] has it.
    pub branch: Option<Branch>,
}

//! The numbers of all event kinds, given once and never reused.
//!
//! A field list never changes: another shape, or another code in a code list, is another
//! number. What stands here as *reserved* has its number and no shape yet; a program that
//! meets one keeps it raw and calls the figures it may concern incomplete.
//! A question mark is a field that may be null. Changing this changes bytes.

#![allow(missing_docs, reason = "the table on OBSERVED_FIRST says what each number is")]

/// The first number given to what an observer does.
///
/// | kind | event | fields after `kind, time` |
/// |---|---|---|
/// | 1 | Arrived | station, place |
/// | 2 | Left | visit |
/// | 3 | WatchStarted | visit, definition version, point, covers\[\], view |
/// | 4 | WatchPaused | watch, reason |
/// | 5 | WatchResumed | watch |
/// | 6 | WatchEnded | watch |
/// | 7 | WatchInterrupted | watch, last sign |
/// | 8 | VoterCounted | watch, category, method |
/// | 9 | CountUndone | event |
/// | 10 | TurnoutNoted | eleven, in the order of [`super::TurnoutNoted`] |
/// | 11 | Answered | visit, form, version, instance, repeat path\[\], question, value, seen? |
/// | 12 | LogNoted | visit?, entry kind, text, seen at? |
/// | 13 | ClockCompared | boot, boottime, headquarters' time |
/// | 14 | JournalContinued | old journal, last number, hash |
/// | 15 | GroupCounted | watch, category, persons, from, to, group, words? |
/// | 16 | TallyEntered | eleven, in the order of [`super::TallyEntered`] |
/// | 17 | HourCorrected | eleven, in the order of [`super::HourCorrected`] |
/// | 18 | WatchAmended | watch, from, to, stands, reason, words? |
/// | 19 | WatchesRelated | watch, other?, relation |
/// | 20 | CountHandedOver | watch, figure, as of, tag |
/// | 21 | CountTakenOver | watch, figure, as of, tag, given? |
/// | 22 | VisitMoved | visit, station, words? |
/// | 23 | StationAdded | code, name, region\[\], zone?, words? |
/// | 24 | RegisterNoted | visit, what, figure, as of, contest?, source, told by? |
/// | 25 | BoxTripStarted | visit, name?, applications?, ballots?, accompanied, meanwhile, words? |
/// | 26 | BoxTripEnded | trip, voted?, returned?, accompanied, words? |
/// | 27 | QuietTimeExplained | watch, from, to, answer |
/// | 28 | TurnoutAmended | ten, in the order of [`super::TurnoutAmended`] |
/// | 29 | MomentMarked | visit?, follows?, definition version, kind? |
/// | 30 | MomentFinished | mark, outcome, incident?, words? |
/// | 31 | IncidentReported | visit?, mark?, then twelve in the order of [`super::IncidentTold`] |
/// | 32 | IncidentAmended | incident, the same twelve, reason, words? |
/// | 33 | ComplaintMade | visit?, follows?, incident?, to, stage, happened at?, number?, text? |
/// | 34 | ComplaintAnswered | complaint, decision, happened at?, number?, text? |
/// | 35 | FollowUpAnswered | follow-up, headquarters' journal, text |
/// | 36 | Removed | visit?, follows?, by, reason, decision, happened at?, text? |
/// | 37 | InDanger | visit?, follows?, danger, happened at?, text? |
/// | 38 | CheckedIn | visit?, ends?, word, text? |
/// | 39 | *BlobAttached* | reserved |
/// | 40 | *SheetCopied* | reserved |
/// | 41 | FormFinished | visit, form, version, instance |
/// | 42 | FormReopened | visit, form, version, instance, reason |
/// | 43 | RepeatAdded | visit, form, version, instance, repeat path\[\], repeat, round |
/// | 44 | RepeatRemoved | visit, form, version, instance, repeat path\[\], repeat, round |
/// | 45 | *ExitAnswered* | reserved |
/// | 46 | *PhaseNoted* | reserved |
/// | 47 | NoticeRead | notice, headquarters' journal |
/// | 1000 | DefinitionPublished | operator, version, definition |
/// | 1001 | FormPublished | operator, form, version, form bytes |
/// | 1002 | KeyListPublished | operator, key list |
/// | 1003 | Revoked | operator, invitation, journal?, last good page? |
/// | 1004 | Admitted | operator, reason, journal, first page, hash?, ends journal?, at page? |
/// | 1005 | EndpointsPublished | operator, addresses\[\] |
/// | 1006 | Assigned | operator, code, name, region\[\], registered?, zone?, opens?, closes? |
/// | 1007 | Unassigned | operator, code |
/// | 1008 | PageReported | journal, number, hash, problem, detail |
/// | 1009 | NoticeSent | operator, notice, text |
/// | 1010 | TeamListed | operator, team, members\[call-sign, invitation\] |
/// | 1011 | AreaFigureNoted | thirteen, in the order of [`super::AreaFigureNoted`] |
/// | 1012 | FollowUpAsked | operator, follow-up, journal, event, text |
/// | 1013 | IncidentStatusSet | operator, journal, incident, status, words? |
/// | 1014 | *SchedulePublished* | reserved |
/// | 1015 | *OpeningRequested* | reserved |
/// | 1016 | PagesAdmitted | operator, because, journal, first page, hash?, ends\[\], words |
/// | 1017 | StationDaysSet | operator, code, dates\[\] |
pub const OBSERVED_FIRST: u64 = 1;
pub const ARRIVED: u64 = 1;
pub const LEFT: u64 = 2;
pub const WATCH_STARTED: u64 = 3;
pub const WATCH_PAUSED: u64 = 4;
pub const WATCH_RESUMED: u64 = 5;
pub const WATCH_ENDED: u64 = 6;
pub const WATCH_INTERRUPTED: u64 = 7;
pub const VOTER_COUNTED: u64 = 8;
pub const COUNT_UNDONE: u64 = 9;
pub const TURNOUT_NOTED: u64 = 10;
pub const ANSWERED: u64 = 11;
pub const LOG_NOTED: u64 = 12;
pub const CLOCK_COMPARED: u64 = 13;
pub const JOURNAL_CONTINUED: u64 = 14;
pub const GROUP_COUNTED: u64 = 15;
pub const TALLY_ENTERED: u64 = 16;
pub const HOUR_CORRECTED: u64 = 17;
pub const WATCH_AMENDED: u64 = 18;
pub const WATCHES_RELATED: u64 = 19;
pub const COUNT_HANDED_OVER: u64 = 20;
pub const COUNT_TAKEN_OVER: u64 = 21;
pub const VISIT_MOVED: u64 = 22;
pub const STATION_ADDED: u64 = 23;
pub const REGISTER_NOTED: u64 = 24;
pub const BOX_TRIP_STARTED: u64 = 25;
pub const BOX_TRIP_ENDED: u64 = 26;
pub const QUIET_TIME_EXPLAINED: u64 = 27;
pub const TURNOUT_AMENDED: u64 = 28;
pub const MOMENT_MARKED: u64 = 29;
pub const MOMENT_FINISHED: u64 = 30;
pub const INCIDENT_REPORTED: u64 = 31;
pub const INCIDENT_AMENDED: u64 = 32;
pub const COMPLAINT_MADE: u64 = 33;
pub const COMPLAINT_ANSWERED: u64 = 34;
pub const FOLLOW_UP_ANSWERED: u64 = 35;
pub const REMOVED: u64 = 36;
pub const IN_DANGER: u64 = 37;
pub const CHECKED_IN: u64 = 38;
pub const FORM_FINISHED: u64 = 41;
pub const FORM_REOPENED: u64 = 42;
pub const REPEAT_ADDED: u64 = 43;
pub const REPEAT_REMOVED: u64 = 44;
pub const NOTICE_READ: u64 = 47;
/// Headquarters' kinds begin here.
pub const HEADQUARTERS_FIRST: u64 = 1000;
pub const DEFINITION_PUBLISHED: u64 = 1000;
pub const FORM_PUBLISHED: u64 = 1001;
pub const KEY_LIST_PUBLISHED: u64 = 1002;
pub const REVOKED: u64 = 1003;
pub const ADMITTED: u64 = 1004;
pub const ENDPOINTS_PUBLISHED: u64 = 1005;
pub const ASSIGNED: u64 = 1006;
pub const UNASSIGNED: u64 = 1007;
pub const PAGE_REPORTED: u64 = 1008;
pub const NOTICE_SENT: u64 = 1009;
pub const TEAM_LISTED: u64 = 1010;
pub const AREA_FIGURE_NOTED: u64 = 1011;
pub const FOLLOW_UP_ASKED: u64 = 1012;
pub const INCIDENT_STATUS_SET: u64 = 1013;
pub const PAGES_ADMITTED: u64 = 1016;
pub const STATION_DAYS_SET: u64 = 1017;

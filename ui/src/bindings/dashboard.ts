// Written by `cargo xtask bindings`. Do not edit.

/**
 * Body of `POST /api/login`.
 */
export type Login = { 
/**
 * Operator's name.
 */
name: string, 
/**
 * Operator's password.
 */
password: string, };

/**
 * Answer of `POST /api/login` and `GET /api/me`.
 */
export type Me = { 
/**
 * Operator's name.
 */
operator: string, 
/**
 * What this endpoint counts.
 */
election: ElectionBrief, };

/**
 * What every screen of the dashboard shows about the election.
 */
export type ElectionBrief = { 
/**
 * UUID.
 */
id: string, 
/**
 * As headquarters named it.
 */
name: string, 
/**
 * A practice election carries a banner on every screen.
 */
practice: boolean, 
/**
 * IANA name, the zone of stations that have none of their own.
 */
timezone: string, 
/**
 * Polling days in order.
 */
days: Array<PollingDay>, 
/**
 * Language codes, the first is the default.
 */
languages: Array<string>, 
/**
 * The server opened sealed pages with its key (`false`: collect-only).
 */
opens_pages: boolean, };

/**
 * One polling day, in station time.
 */
export type PollingDay = { 
/**
 * `YYYY-MM-DD`.
 */
date: string, 
/**
 * `HH:MM`.
 */
opens: string, 
/**
 * `HH:MM`; not after `opens` means on the next date.
 */
closes: string, };

/**
 * An error's body; the status says the class, the code what the page may say.
 */
export type Refusal = { 
/**
 * What happened.
 */
code: RefusalCode, 
/**
 * Seconds to wait, where waiting helps.
 */
retry_after_s: number | null, };

/**
 * Why the dashboard refused.
 */
export type RefusalCode = "wrong_login" | "too_many_tries" | "signed_out" | "foreign_origin" | "malformed" | "not_found" | "cannot_open" | "broken";

/**
 * Answer of `GET /api/overview?day=YYYY-MM-DD&find=WORDS&order=ORDER&from=N`, each of which may
 * be left out (without `day`: the running or last one).
 */
export type Overview = { 
/**
 * Grows with every change; the same number stands in the `changed` notices.
 */
version: number, 
/**
 * The server's time.
 */
now: string, 
/**
 * The same in the election's zone, `YYYY-MM-DD HH:MM`.
 */
now_local: string, 
/**
 * The polling day shown.
 */
day: string, 
/**
 * Labels of the columns, `HH`, in station time.
 */
hours: Array<string>, 
/**
 * Alarms, the most pressing first, at most 200; those of waiting pages too.
 */
urgent: Array<UrgentRow>, 
/**
 * The figures on top.
 */
figures: Figures, 
/**
 * Stations somebody reported from, and stations with an announced figure: those asked
 * for, at most 100.
 */
stations: Array<StationRow>, 
/**
 * How many stand before the first of these in the order asked for.
 */
stations_from: number, 
/**
 * How many the words asked for fit.
 */
stations_found: number, 
/**
 * How many there are in all.
 */
stations_total: number, 
/**
 * Invited people nothing came from yet; at most 500, the total beside it.
 */
not_reported: Array<NotReported>, 
/**
 * How many there are in all.
 */
not_reported_total: number, 
/**
 * What was announced of stations and areas, entered at headquarters.
 */
announced: AnnouncedDay, 
/**
 * What looks wrong at stations, by code; at most 200, the total beside it.
 */
findings: Array<StationFinding>, 
/**
 * How many there are in all.
 */
findings_total: number, 
/**
 * Incidents, open and grave ones first; at most 200, the total beside it.
 */
incidents: Array<IncidentRow>, 
/**
 * How many there are in all.
 */
incidents_total: number, 
/**
 * How many are neither withdrawn, settled nor closed.
 */
incidents_open: number, 
/**
 * Moments that were marked, those that wait first; at most 100, the total beside it.
 */
marks: Array<MarkRow>, 
/**
 * How many there are in all.
 */
marks_total: number, 
/**
 * How many wait: nobody has said yet what became of them.
 */
marks_waiting: number, 
/**
 * Complaints on paper, the newest first; at most 100, the total beside it.
 */
complaints: Array<ComplaintRow>, 
/**
 * How many there are in all.
 */
complaints_total: number, 
/**
 * Rows of the schedule that are late or silent, what was due first first; at most 500, the
 * total beside it.
 */
overdue: Array<Overdue>, 
/**
 * How many there are in all.
 */
overdue_total: number, 
/**
 * What is kept but does not count until an operator admits it.
 */
quarantine: Array<Quarantined>, 
/**
 * Journals that were continued more than once: a copied phone, or a cheat.
 */
continued_twice: Array<ContinuedTwice>, 
/**
 * Invitations whose holders named a journal of somebody else's as their own.
 */
foreign_claims: Array<ForeignClaim>, 
/**
 * Pages that opened but wait for the ones before them; not in the figures.
 */
not_yet_linked: Array<Waiting>, 
/**
 * What came in last, newest first, at most 50.
 */
latest: Array<Latest>, 
/**
 * How pages came: straight first, then by whose device, then by file.
 */
ways: Array<WayRow>, 
/**
 * Devices of which a lead says to hold pages that are not here.
 */
with_leads: Array<WithLead>, 
/**
 * The same by lead: whose delivery is awaited.
 */
owing: Array<Owing>, 
/**
 * Notices to devices and whether they were read, newest first, at most 100.
 */
notices: Array<NoticeRow>, };

/**
 * The four figures read from two metres.
 */
export type Figures = { 
/**
 * Devices whose pages arrived.
 */
reporting: number, 
/**
 * Invitations given out and not revoked.
 */
invited: number, 
/**
 * Voters counted at `counted_stations` stations, at one kind of point, without adding
 * parallel counts. `null`: nobody watched yet. A floor where `counted_is_floor`.
 */
counted: number | null, 
/**
 * How many stations that sum covers.
 */
counted_stations: number, 
/**
 * Stations counted at another kind of point: in their own lines, never in that sum.
 */
counted_elsewhere: number, 
/**
 * Some watched station has unwatched minutes, so `counted` means "at least".
 */
counted_is_floor: boolean, 
/**
 * Watched station-minutes of the hours past, of `of_minutes`, at reporting stations.
 */
watched_minutes: number, 
/**
 * Station-minutes past at reporting stations.
 */
of_minutes: number, 
/**
 * Sum of the last announced figures of stations that have one, of one thing only.
 */
announced: number | null, 
/**
 * What they count: a code of `TurnoutNoted`; empty without any.
 */
announced_what: string, 
/**
 * How many stations that sum covers.
 */
announced_stations: number, 
/**
 * Stations whose last figure is of another thing or contest: not in the sum.
 */
announced_elsewhere: number, 
/**
 * Stations in the list (imported or assigned).
 */
stations_listed: number, 
/**
 * An unknown kind of event was met: figures may be incomplete, never wrong.
 */
incomplete: boolean, };

/**
 * One station's line in the table.
 */
export type StationRow = { 
/**
 * As written in the list.
 */
code: string, 
/**
 * As the list has it, else as an observer gave it; empty when unknown.
 */
name: string, 
/**
 * From the largest area to the smallest.
 */
region: Array<string>, 
/**
 * In headquarters' list; `false`: typed by an observer.
 */
listed: boolean, 
/**
 * Registered voters, a claim of the list.
 */
registered: number | null, 
/**
 * One cell an hour of [`Overview::hours`].
 */
hours: Array<HourCell>, 
/**
 * Persons counted; `null` when nobody watched at all.
 */
counted: number | null, 
/**
 * There are unwatched minutes: "at least".
 */
floor: boolean, 
/**
 * The most that is possible, by the highest rate and the largest list; `null` when
 * neither is known.
 */
possible: number | null, 
/**
 * Minutes of the past hours nobody watched.
 */
unwatched_minutes: number, 
/**
 * The last announced figure, headquarters' own entry or noted by an observer.
 */
announced: Announced | null, 
/**
 * Voters a minute the announced figure would need in the unwatched time,
 * one decimal as text; `null` when it needs none or cannot be compared.
 */
rate_needed: string | null, 
/**
 * Devices that report from here.
 */
devices: number, 
/**
 * Two devices count at once here: shown by who watched longest, never added.
 */
parallel: boolean, 
/**
 * A fork was found in a journal that reports from here.
 */
forked: boolean, 
/**
 * An unknown kind of event concerns this station.
 */
incomplete: boolean, 
/**
 * Last page received.
 */
last_heard: string | null, };

/**
 * An hour on a station's wall.
 */
export type HourCell = { "state": "unknown" } | { "state": "not_yet" } | { "state": "counted", 
/**
 * Persons counted.
 */
persons: number, 
/**
 * Minutes watched.
 */
watched_minutes: number, 
/**
 * Minutes of this hour that have passed.
 */
of_minutes: number, };

/**
 * A figure somebody announced.
 */
export type Announced = { 
/**
 * Voters.
 */
figure: number, 
/**
 * The moment it counts to.
 */
as_of: string, 
/**
 * Station time, `HH:MM`.
 */
as_of_local: string, 
/**
 * Who said so.
 */
source: AnnouncedSource, 
/**
 * Who told it to whoever noted it; empty where not said.
 */
told_by: string, 
/**
 * What was counted: a code of `TurnoutNoted`, `unclear` where not said.
 */
what: string, 
/**
 * Number of the contest, where told apart.
 */
contest: number | null, 
/**
 * Its names by language; may be empty.
 */
contest_names: { [key in string]: string }, 
/**
 * Whether the mobile box is in it: a code of `TurnoutNoted`; empty where not asked.
 */
mobile_box: string, 
/**
 * It counts since the opening and can stand beside our count.
 */
comparable: boolean, 
/**
 * A later figure was smaller than an earlier one.
 */
falls: boolean, 
/**
 * Beside the own count; `null` where it cannot be compared.
 */
against: Against | null, 
/**
 * Out of the largest list anybody names; `null` without one, and of an interval.
 */
share: Share | null, };

/**
 * Where an announced figure comes from.
 */
export type AnnouncedSource = "headquarters" | "observer" | "own_count";

/**
 * An announced figure since the opening beside the own count.
 */
export type Against = { 
/**
 * Own count until its moment, a floor where minutes are unwatched; `null` without any.
 */
own: number | null, 
/**
 * Minutes of the vote before its moment in which nobody watched: the rate's denominator.
 */
unwatched_minutes: number, 
/**
 * At most so many more than counted; `null` when the own count is as high.
 */
at_most: number | null, 
/**
 * Voters a minute the figure would need in those minutes, one decimal as text; `null`
 * without such minutes, or where it needs none.
 */
rate_needed: string | null, };

/**
 * A figure out of a list of voters.
 */
export type Share = { 
/**
 * Percent, one decimal as text, rounded down.
 */
percent: string, 
/**
 * Voters on that list: the denominator.
 */
of: number, 
/**
 * Who names that list.
 */
said: ListSource, };

/**
 * Who says how long a list of voters is.
 */
export type ListSource = "imported" | "noted";

/**
 * Which stations come first.
 */
export type StationOrder = "by_code" | "by_gap" | "by_unwatched";

/**
 * Somebody expected, from whom nothing is here.
 */
export type NotReported = { 
/**
 * Headquarters' own note for the invitation.
 */
label: string, 
/**
 * UUID of the invitation.
 */
invitation: string, 
/**
 * Assigned stations' codes.
 */
stations: Array<string>, 
/**
 * How far this person came.
 */
state: ReportState, 
/**
 * Last contact, if any.
 */
last_heard: string | null, };

/**
 * How far an invited person came.
 */
export type ReportState = "never_seen" | "nothing_sent" | "silent";

/**
 * What was announced of stations and areas on the day.
 */
export type AnnouncedDay = { 
/**
 * One line a moment, the earliest first.
 */
totals: Array<AnnouncedTotal>, 
/**
 * Figures that fall or stand above their station's list; at most 500, the total beside it.
 */
wrong: Array<AnnouncedWrong>, 
/**
 * How many there are in all.
 */
wrong_total: number, 
/**
 * Figures of areas, by area and moment.
 */
areas: Array<AreaFigure>, };

/**
 * What was announced of stations for one moment, added up.
 */
export type AnnouncedTotal = { 
/**
 * The moment.
 */
as_of: string, 
/**
 * The same in the election's zone, `HH:MM`.
 */
as_of_local: string, 
/**
 * What was counted: a code of `TurnoutNoted`.
 */
what: string, 
/**
 * Number of the contest, where told apart.
 */
contest: number | null, 
/**
 * Stations with a figure for it.
 */
stations: number, 
/**
 * Their sum.
 */
sum: number, };

/**
 * An announced figure that looks wrong. It is kept as it was said.
 */
export type AnnouncedWrong = { 
/**
 * The station's code.
 */
station: string, 
/**
 * What is wrong with it.
 */
why: AnnouncedWhy, 
/**
 * What was counted: a code of `TurnoutNoted`.
 */
what: string, 
/**
 * Number of the contest, where told apart.
 */
contest: number | null, 
/**
 * The figure.
 */
figure: number, 
/**
 * The earlier figure it falls below, or the voters on the list.
 */
than: number, 
/**
 * The moment it is for, `HH:MM` in the zone it was announced in, else the station's.
 */
as_of_local: string, };

/**
 * What is wrong with an announced figure.
 */
export type AnnouncedWhy = "falls" | "above_list";

/**
 * A figure announced of an area.
 */
export type AreaFigure = { 
/**
 * From the largest area to the smallest.
 */
area: Array<string>, 
/**
 * Persons as a whole number, or a percentage with two decimals.
 */
figure: string, 
/**
 * It is a percentage of voters on a list that was not named.
 */
percent: boolean, 
/**
 * The moment it is for, `HH:MM` in the zone it was announced in.
 */
as_of_local: string, 
/**
 * That zone (IANA name).
 */
zone: string, 
/**
 * When it was published.
 */
published_at: string | null, 
/**
 * The exact words; empty where not kept.
 */
words: string, 
/**
 * Where it was published; empty where not kept.
 */
link: string, };

/**
 * A row of the schedule that is late, or of which nothing was heard.
 */
export type Overdue = { 
/**
 * Headquarters' own note for the invitation.
 */
label: string, 
/**
 * UUID of the invitation.
 */
invitation: string, 
/**
 * Code of the station; empty for a lead without one.
 */
station: string, 
/**
 * The row's number in the definition.
 */
row: number, 
/**
 * Which time it comes, from 1.
 */
round: number, 
/**
 * What is to be done: a code of the domain's tasks.
 */
task: string, 
/**
 * The row's names by language; empty where the task's own word is meant.
 */
names: { [key in string]: string }, 
/**
 * By when it should have been done, station time, `HH:MM`.
 */
due_local: string, 
/**
 * The same in UTC.
 */
due: string, 
/**
 * Whether that is known.
 */
state: OverdueState, };

/**
 * What is known of a row that was not done. Never *removed*: only a person says that.
 */
export type OverdueState = "late" | "silent";

/**
 * A journal with pages in quarantine.
 */
export type Quarantined = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of its invitation, empty when unknown.
 */
label: string, 
/**
 * Why.
 */
reason: QuarantineReason, 
/**
 * How many pages.
 */
pages: number, 
/**
 * When the last came.
 */
received_at: string, 
/**
 * An operator may admit it in one step.
 */
admissible: boolean, 
/**
 * One of two branches of a journal: admitted, it takes the place of the other.
 */
branch: Branch | null, };

/**
 * Where a branch begins.
 */
export type Branch = { 
/**
 * Number of its first page.
 */
page: number, 
/**
 * That page's hash, hexadecimal.
 */
hash: string, };

/**
 * A journal with two continuations: the first seen counts, the others are held.
 */
export type ContinuedTwice = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of its invitation, empty when unknown.
 */
label: string, 
/**
 * UUIDs of its continuations, the one seen first first.
 */
by: Array<string>, 
/**
 * When the second was seen.
 */
seen_at: string, };

/**
 * An invitation used under the journal of another one's device: somebody cheats.
 */
export type ForeignClaim = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of the invitation whose device writes it now, empty when unknown.
 */
label: string, 
/**
 * Label of the invitation that claimed it, empty when unknown.
 */
by: string, 
/**
 * When the claim was first seen.
 */
seen_at: string, 
/**
 * It came first, never counted, and the journal's own device has its place now.
 */
gave_way: boolean, };

/**
 * Why pages do not count.
 */
export type QuarantineReason = "revoked" | "expired" | "fork" | "second_enrolment" | "ended";

/**
 * A page beyond a gap.
 */
export type Waiting = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of its invitation, empty when unknown.
 */
label: string, 
/**
 * The waiting page.
 */
page: number, 
/**
 * The first page that is missing.
 */
missing_from: number, 
/**
 * It opens and decodes: its events can be read before it is linked.
 */
opens: boolean, };

/**
 * Answer of `GET /api/waiting/{journal}`: what is not yet linked, never in the figures.
 */
export type NotYetLinked = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of its invitation, empty when unknown.
 */
label: string, 
/**
 * The first page that is missing.
 */
missing_from: number, 
/**
 * Events of the waiting pages that open, in order.
 */
events: Array<EventRow>, 
/**
 * Events left out beyond the limit of 5,000.
 */
events_left_out: number, 
/**
 * Waiting pages that do not open or decode.
 */
unreadable_pages: Array<number>, };

/**
 * One line of the latest list.
 */
export type Latest = { 
/**
 * When it came in, or was recorded for notes.
 */
at: string, 
/**
 * Station time, `HH:MM`.
 */
at_local: string, 
/**
 * Station's code, empty when none.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * Label of the invitation.
 */
label: string, 
/**
 * What it is.
 */
what: LatestKind, 
/**
 * A figure where there is one.
 */
figure: number | null, };

/**
 * What the latest list tells.
 */
export type LatestKind = "pages_received" | "turnout_noted" | "figure_falls" | "answered" | "log_noted" | "quarantined" | "page_unreadable";

/**
 * Who writes a journal.
 */
export type Person = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Headquarters' own note for the invitation, empty when unknown.
 */
label: string, 
/**
 * What leads' devices call the person, empty when unknown.
 */
call_sign: string, };

/**
 * How pages came.
 */
export type Way = "direct" | "relay" | "file";

/**
 * Pages that came one way.
 */
export type WayRow = { 
/**
 * How.
 */
way: Way, 
/**
 * Whose device carried them; `null` unless one did.
 */
relay: Person | null, 
/**
 * How many pages.
 */
pages: number, 
/**
 * Of how many devices.
 */
devices: number, 
/**
 * When the last came.
 */
last_at: string, 
/**
 * In the election's zone, `HH:MM`.
 */
last_local: string, };

/**
 * Pages of a device that a lead says to hold and that are not here.
 */
export type WithLead = { 
/**
 * Whose pages.
 */
device: Person, 
/**
 * Who holds them.
 */
lead: Person, 
/**
 * How many.
 */
pages: number, 
/**
 * When the lead's device said so, by its own clock.
 */
noted_at: string, 
/**
 * In the election's zone, `HH:MM`.
 */
noted_local: string, };

/**
 * A lead whose delivery is awaited.
 */
export type Owing = { 
/**
 * The lead.
 */
lead: Person, 
/**
 * Of how many devices.
 */
devices: number, 
/**
 * How many pages.
 */
pages: number, 
/**
 * The newest of the lead's words, by the lead's own clock.
 */
noted_at: string, 
/**
 * In the election's zone, `HH:MM`.
 */
noted_local: string, };

/**
 * A notice to a device.
 */
export type NoticeRow = { 
/**
 * To whom.
 */
device: Person, 
/**
 * Its number for that device.
 */
notice: number, 
/**
 * What it says.
 */
text: string, 
/**
 * Who sent it.
 */
operator: string, 
/**
 * When.
 */
sent_at: string, 
/**
 * In the election's zone, `HH:MM`.
 */
sent_local: string, 
/**
 * When it was read; `null` when that is not known.
 */
read_at: string | null, 
/**
 * In the election's zone, `HH:MM`.
 */
read_local: string | null, };

/**
 * Pages of one device, one after the other, that came the same way.
 */
export type PageRun = { 
/**
 * The first page.
 */
first: number, 
/**
 * The last page.
 */
last: number, 
/**
 * How they came.
 */
way: Way, 
/**
 * Whose device carried them; `null` unless one did.
 */
relay: Person | null, 
/**
 * When the last of them came.
 */
received_at: string, 
/**
 * In the election's zone, `HH:MM`.
 */
received_local: string, };

/**
 * An alarm; one that is over stays.
 */
export type UrgentRow = { 
/**
 * UUID of the journal its first event is in.
 */
journal: string, 
/**
 * Number of that event.
 */
event: number, 
/**
 * Label of the invitation, empty when unknown.
 */
label: string, 
/**
 * Station's code, empty when none is known.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * Which of the two.
 */
kind: UrgentKind, 
/**
 * What was told of it since, by name; what was not told is left out.
 */
told: Array<Field>, 
/**
 * When it happened.
 */
at: string, 
/**
 * The same in the election's zone, `HH:MM`.
 */
at_local: string, 
/**
 * `at` is corrected by headquarters' signed time.
 */
corrected: boolean, 
/**
 * The person's words, in order.
 */
texts: Array<string>, 
/**
 * `false`: it stands in a page that waits for the ones before it.
 */
linked: boolean, 
/**
 * Said to be over: a claim of whoever held the phone.
 */
over: UrgentEnd | null, };

/**
 * What happened.
 */
export type UrgentKind = "removed" | "in_danger";

/**
 * That an alarm is over.
 */
export type UrgentEnd = { 
/**
 * `safe_again`, `by_mistake`, `back_inside` or `well`.
 */
word: string, 
/**
 * When, in the election's zone, `HH:MM`.
 */
at_local: string, 
/**
 * The person's words.
 */
text: string, 
/**
 * `false`: it stands in a page that waits for the ones before it.
 */
linked: boolean, };

/**
 * Answer of `GET /api/stations/{code}?day=YYYY-MM-DD`.
 */
export type StationDay = { 
/**
 * The table's line.
 */
row: StationRow, 
/**
 * The polling day shown.
 */
day: string, 
/**
 * Labels of the hours.
 */
hours: Array<string>, 
/**
 * IANA name.
 */
timezone: string, 
/**
 * Each device that reported from here.
 */
devices: Array<DeviceDay>, 
/**
 * Every announced figure, oldest first.
 */
announced: Array<Announced>, 
/**
 * What stands beside the taps, one entry an hour of `hours`.
 */
beside: Array<HourBeside>, 
/**
 * Every counting point, the leading one first.
 */
points: Array<PointLine>, 
/**
 * What looks wrong.
 */
findings: Array<FindingRow>, };

/**
 * What stands beside the taps of one hour.
 */
export type HourBeside = { 
/**
 * Persons of tallies that stand and lie wholly in the hour: never in its count; `null`
 * without one, and where another reaches beyond the hour, so that nobody can say.
 */
tallied: number | null, 
/**
 * Tallies that touch the hour, standing or not.
 */
tallies: number, 
/**
 * A tally that stands was kept over more than this hour.
 */
over_hours: boolean, 
/**
 * Codes of how those stand that are not added, each once.
 */
others: Array<string>, 
/**
 * Minutes of which nobody can say whether somebody watched.
 */
doubtful_minutes: number, };

/**
 * One counting point's day; different points are never added.
 */
export type PointLine = { 
/**
 * Its number in the definition.
 */
point: number, 
/**
 * What it is: a code of the domain's kinds of point; empty where that is not known.
 */
kind: string, 
/**
 * Its names by language; may be empty.
 */
names: { [key in string]: string }, 
/**
 * Persons of taps and groups.
 */
persons: number, 
/**
 * Persons of tallies that stand, apart from those.
 */
tallied: number, 
/**
 * Persons taken over of whose counting nothing is known here.
 */
told: number, 
/**
 * Minutes somebody watched.
 */
minutes_watched: number, 
/**
 * Minutes of which nobody can say whether somebody watched.
 */
doubtful_minutes: number, 
/**
 * Watches ran at once here: the longer leads, they are not added.
 */
parallel: boolean, 
/**
 * Watches of different desks are added here.
 */
split: boolean, 
/**
 * The station's figures are this point's.
 */
leads: boolean, };

/**
 * Something that looks wrong.
 */
export type FindingRow = { 
/**
 * What: a code of the domain's findings.
 */
code: string, 
/**
 * Label of the journal it is about, empty when unknown or of several.
 */
label: string, 
/**
 * Its values by name.
 */
values: Array<Field>, 
/**
 * The events it is about.
 */
events: Array<EventAt>, };

/**
 * An event, named.
 */
export type EventAt = { 
/**
 * UUID of its journal.
 */
journal: string, 
/**
 * Its number there.
 */
event: number, };

/**
 * A finding and its station.
 */
export type StationFinding = { 
/**
 * The station's code.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * What was found.
 */
finding: FindingRow, };

/**
 * Answer of `GET /api/stations/{code}/counted?day=YYYY-MM-DD&point=N&hour=INDEX`; without `hour`
 * the whole day's.
 */
export type CountedEvents = { 
/**
 * The counting point.
 */
point: number, 
/**
 * The hour's label; empty for the day.
 */
hour: string, 
/**
 * Events in order, at most 5,000.
 */
events: Array<CountedRow>, 
/**
 * There are more.
 */
more: boolean, };

/**
 * An event behind a figure.
 */
export type CountedRow = { 
/**
 * The event.
 */
event: EventAt, 
/**
 * Label of its journal.
 */
label: string, 
/**
 * Station time, `HH:MM:SS`; of a tally, its first second.
 */
at_local: string, 
/**
 * What it is: a code of the domain's kinds of counted event.
 */
what: string, 
/**
 * Code of its category, else its number; empty for a figure taken over.
 */
category: string, 
/**
 * Names of the category by language; may be empty.
 */
names: { [key in string]: string }, 
/**
 * Persons it says.
 */
persons: number, 
/**
 * How it stands to the figure, a code: only those that are `counts` add up to it.
 */
stands: string, };

/**
 * What one device recorded at one station.
 */
export type DeviceDay = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Label of its invitation.
 */
label: string, 
/**
 * Highest receipted page.
 */
receipted: number, 
/**
 * How its pages came.
 */
came: Array<PageRun>, 
/**
 * This device's own hours.
 */
hours: Array<HourCell>, 
/**
 * What the pages hold, in order of the journal; opened on demand.
 */
events: Array<EventRow>, 
/**
 * Events left out beyond the limit of 5,000.
 */
events_left_out: number, 
/**
 * Pages that do not open or decode.
 */
unreadable_pages: Array<number>, };

/**
 * One event.
 */
export type EventRow = { 
/**
 * Its number in the journal.
 */
ordinal: number, 
/**
 * Page it came in.
 */
page: number, 
/**
 * Corrected where a signed comparison is known, else as claimed.
 */
at: string, 
/**
 * Station time, `HH:MM:SS`.
 */
at_local: string, 
/**
 * `at` is corrected by headquarters' signed time.
 */
corrected: boolean, 
/**
 * Name of the event's kind, `unknown` where this server does not know it.
 */
kind: string, 
/**
 * Number of the kind.
 */
kind_number: number, 
/**
 * Named values, in the order of the kind's field list.
 */
fields: Array<Field>, };

/**
 * A named value of an event.
 */
export type Field = { 
/**
 * Field's name.
 */
name: string, 
/**
 * As text; empty means absent.
 */
value: string, };

/**
 * An incident as it is told now.
 */
export type IncidentRow = { 
/**
 * Its report.
 */
event: EventAt, 
/**
 * Label of the invitation, empty when unknown.
 */
label: string, 
/**
 * Station's code, empty when none is known.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * Code of its kind, empty for none of the election's.
 */
kind: string, 
/**
 * Names of the kind by language; may be empty.
 */
names: { [key in string]: string }, 
/**
 * The article of the law, as the organisation wrote it; empty without one.
 */
article: string, 
/**
 * `minor`, `serious` or `grave`.
 */
gravity: string, 
/**
 * When it began.
 */
from: string, 
/**
 * The same in the election's zone, `HH:MM`.
 */
from_local: string, 
/**
 * When it ended, `HH:MM`; empty when that is not told, or it goes on.
 */
to_local: string, 
/**
 * What else was told, by name; what was not told is left out.
 */
told: Array<Field>, 
/**
 * What happened, in the observer's words.
 */
text: string, 
/**
 * It was taken back.
 */
withdrawn: boolean, 
/**
 * How often it was told again.
 */
amended: number, 
/**
 * How it stands: a status' code; empty while nobody decided anything.
 */
status: string, 
/**
 * Questions nobody has answered.
 */
waiting: number, 
/**
 * Answers to questions.
 */
answers: number, };

/**
 * Answer of `GET /api/incidents/{journal}/{event}`.
 */
export type IncidentDetail = { 
/**
 * What holds.
 */
row: IncidentRow, 
/**
 * What was told before, the report first.
 */
before: Array<IncidentVersionRow>, 
/**
 * Why it was told again as it stands; empty for a report that was never amended.
 */
reason: string, 
/**
 * How it stood, the newest last.
 */
statuses: Array<StatusRow>, 
/**
 * Questions and answers, in order.
 */
talk: Array<QuestionRow>, 
/**
 * Complaints about it.
 */
complaints: Array<ComplaintRow>, };

/**
 * An incident as it was told before.
 */
export type IncidentVersionRow = { 
/**
 * Its event.
 */
event: EventAt, 
/**
 * When it was written, in the election's zone, `YYYY-MM-DD HH:MM`.
 */
written_local: string, 
/**
 * Why it was told again; empty for the report.
 */
reason: string, 
/**
 * Everything that was told, by name.
 */
told: Array<Field>, 
/**
 * The observer's words.
 */
text: string, };

/**
 * A decision on how an incident stands.
 */
export type StatusRow = { 
/**
 * A status' code.
 */
status: string, 
/**
 * Who decided.
 */
operator: string, 
/**
 * When, in the election's zone, `YYYY-MM-DD HH:MM`.
 */
at_local: string, 
/**
 * Words to the person who reported.
 */
words: string, };

/**
 * A question of headquarters.
 */
export type QuestionRow = { 
/**
 * Who asked.
 */
operator: string, 
/**
 * When, in the election's zone, `YYYY-MM-DD HH:MM`.
 */
at_local: string, 
/**
 * What was asked.
 */
text: string, 
/**
 * Answers in order; none while nobody answered.
 */
answers: Array<AnswerRow>, };

/**
 * An answer.
 */
export type AnswerRow = { 
/**
 * When, in the election's zone, `YYYY-MM-DD HH:MM`.
 */
at_local: string, 
/**
 * What was answered.
 */
text: string, };

/**
 * A moment that was marked.
 */
export type MarkRow = { 
/**
 * Its first event.
 */
event: EventAt, 
/**
 * Who pressed, and on which device.
 */
person: Person, 
/**
 * Station's code, empty when none is known.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * When it was pressed.
 */
at: string, 
/**
 * The same in the election's zone, `HH:MM`.
 */
at_local: string, 
/**
 * Code of the kind of incident told with it; empty while none is.
 */
kind: string, 
/**
 * Names of the kind by language; may be empty.
 */
names: { [key in string]: string }, 
/**
 * What became of it: `reported`, or how it was finished without a report of its own; empty
 * while it waits.
 */
end: string, 
/**
 * The report it became or belongs to; `null` when there is none.
 */
incident: EventAt | null, };

/**
 * A complaint on paper.
 */
export type ComplaintRow = { 
/**
 * Its first event.
 */
event: EventAt, 
/**
 * The report it is about; `null` when it is about none.
 */
incident: EventAt | null, 
/**
 * Label of the invitation, empty when unknown.
 */
label: string, 
/**
 * Station's code, empty when none is known.
 */
station: string, 
/**
 * The name an observer gave that station; empty where it is on the list.
 */
added_name: string, 
/**
 * Who is to decide: a code.
 */
to: string, 
/**
 * How far it has come: a code.
 */
stage: string, 
/**
 * What they decided: a code; empty while that is not told.
 */
decision: string, 
/**
 * The number it is registered under; empty while that is not told.
 */
number: string, 
/**
 * Every step, the first one first.
 */
steps: Array<ComplaintStepRow>, 
/**
 * Questions nobody has answered.
 */
waiting: number, 
/**
 * Answers to questions.
 */
answers: number, };

/**
 * A step of a complaint.
 */
export type ComplaintStepRow = { 
/**
 * When, in the election's zone, `YYYY-MM-DD HH:MM`.
 */
at_local: string, 
/**
 * A stage's or a decision's code.
 */
what: string, 
/**
 * It is a decision.
 */
decision: boolean, 
/**
 * Who wrote it down, and on which device.
 */
by: Person, 
/**
 * A number given with it.
 */
number: string, 
/**
 * The words.
 */
text: string, };

/**
 * Answer of `GET /api/complaints/{journal}/{event}`.
 */
export type ComplaintDetail = { 
/**
 * What holds, with every step.
 */
row: ComplaintRow, 
/**
 * Questions and answers, in order.
 */
talk: Array<QuestionRow>, };

/**
 * Body of `POST /api/incidents/ask`.
 */
export type AskFollowUp = { 
/**
 * The report, or a complaint's first event.
 */
event: EventAt, 
/**
 * What is asked.
 */
text: string, };

/**
 * Body of `POST /api/incidents/status`.
 */
export type SetStatus = { 
/**
 * The report.
 */
event: EventAt, 
/**
 * How it stands.
 */
status: StatusWord, 
/**
 * Words to the person who reported; empty for none.
 */
words: string, };

/**
 * How an incident may stand.
 */
export type StatusWord = "seen" | "checking" | "confirmed" | "not_confirmed" | "passed_on" | "settled" | "closed";

/**
 * Data of the `changed` notice on `GET /api/events`.
 */
export type Changed = { 
/**
 * See [`Overview::version`].
 */
version: number, };

/**
 * Body of `POST /api/quarantine/admit`.
 */
export type Admit = { 
/**
 * UUID of the journal.
 */
journal: string, 
/**
 * Why; kept in headquarters' journal beside the operator's name.
 */
reason: string, 
/**
 * The branch, as [`Quarantined`] has it.
 */
branch: Branch | null, };

// Written by `cargo run -p app --bin bindings` from crates/app/src/api. Do not edit.

/**
 * Whether an observer went along with the mobile box.
 */
export type Accompanied = "yes" | "no" | "not_told" | "refused";

/**
 * What an alarm is about.
 */
export type AlarmKind = "receipt_not_mine" | "page_not_readable" | "held" | "salvaged" | "cloned" | "restored" | "headquarters_lost" | "relay_lost" | "relay_wrong" | "relay_silent" | "relay_swapped" | "relay_old" | "receipt_overdue" | "headquarters_not_readable" | "held_by_lead" | "clock_wrong";

/**
 * An alarm: something the person must see until it is settled.
 */
export type AlarmView = { 
/**
 * What.
 */
alarm: AlarmKind, 
/**
 * When, civil text.
 */
at: string, 
/**
 * The page concerned, if one is.
 */
page: number | null, 
/**
 * It happened and goes once it was read (`close_alarm`); others go with their cause.
 */
closable: boolean, };

/**
 * Why a stretch stands otherwise than the watch says by itself.
 */
export type AmendReason = "meal" | "box_trip" | "complaint" | "sent_out" | "view_blocked" | "phone_taken" | "phone_dead" | "other_task" | "nobody_came" | "other";

/**
 * A stretch said otherwise afterwards.
 */
export type AmendedView = { 
/**
 * Ordinal of its event.
 */
event: number, 
/**
 * `10:05`
 */
from: string, 
/**
 * `10:25`
 */
to: string, 
/**
 * How it stands.
 */
stands: StretchStands, 
/**
 * Why.
 */
reason: AmendReason, 
/**
 * In own words; may be empty.
 */
text: string, };

/**
 * A relay that announces itself.
 */
export type AnnouncedView = { 
/**
 * A short handle, the same as the lead's device shows.
 */
relay: string, 
/**
 * Where it is.
 */
addresses: Array<string>, };

/**
 * A refusal. `detail` is for the log and the tests and does not cross the seam.
 */
export type AppError = { 
/**
 * What the interface acts on.
 */
code: ErrorCode, };

/**
 * What the interface asks after a figure was noted.
 */
export type AskedNext = "nothing" | "since_opening_or_interval";

/**
 * A station given to this device or taken from it.
 */
export type AssignmentView = { 
/**
 * The station's code.
 */
station_code: string, 
/**
 * Its name; empty where only the code is known.
 */
name: string, 
/**
 * Given; otherwise taken.
 */
assigned: boolean, 
/**
 * When headquarters said so, civil text.
 */
at: string, };

/**
 * What is attached.
 */
export type AttachmentKind = "image" | "audio" | "video" | "file";

/**
 * What a person asks. Reply of each: `beside`.
 */
export type BesideCommand = { "kind": "amend_watch", 
/**
 * Its first minute.
 */
from: string, 
/**
 * The first minute after it.
 */
to: string, 
/**
 * How it stands.
 */
stands: StretchStands, 
/**
 * Why.
 */
reason: AmendReason, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "explain_quiet", 
/**
 * Its event in `quiet`.
 */
event: number, 
/**
 * What it was.
 */
answer: QuietAnswer, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "correct_hour", 
/**
 * The hour's start, as the counter names it.
 */
start: string, 
/**
 * The figure that is right.
 */
persons: number, 
/**
 * Why.
 */
reason: CorrectionReason, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "relate_watch", 
/**
 * How.
 */
relation: WatchRelation, 
/**
 * The code of the other's watch, pasted or scanned; empty: whoever else watches there.
 */
other: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "start_box_trip", 
/**
 * The box's number or name; may be empty.
 */
name: string, 
/**
 * Applications for voting at home, where told.
 */
applications: number | null, 
/**
 * Ballots taken along, where told.
 */
ballots: number | null, 
/**
 * Whether an observer goes along.
 */
accompanied: Accompanied, 
/**
 * What becomes of the count.
 */
meanwhile: CountMeanwhile, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "end_box_trip", 
/**
 * Its event in `box_trips`.
 */
trip: number, 
/**
 * Persons who voted into it, where told.
 */
voted: number | null, 
/**
 * Ballots brought back unused, where told.
 */
returned: number | null, 
/**
 * Whether an observer was along all the way.
 */
accompanied: Accompanied, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "note_register", 
/**
 * What it is.
 */
what: RegisterKind, 
/**
 * The figure.
 */
figure: number, 
/**
 * The time it holds for.
 */
as_of: string, 
/**
 * Number of the contest; none where they are not told apart.
 */
contest: number | null, 
/**
 * Where it comes from.
 */
source: RegisterSource, 
/**
 * By whom, for `told`; may be empty.
 */
told_by: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "hand_over", 
/**
 * The figure of `hand_over`, repeated: somebody read it.
 */
figure: number, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "take_over", 
/**
 * Fourteen digits, or what the square code says.
 */
code: string, 
/**
 * Number of the counting point, for a new watch.
 */
point: number, 
/**
 * Names of desks or boxes in sight, for a new watch.
 */
covers: Array<string>, 
/**
 * How well one sees, for a new watch.
 */
view: ViewOfPoint, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "give_back", 
/**
 * Its event in `taken`.
 */
event: number, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, };

/**
 * Everything beside the count at this visit, each list newest first.
 */
export type BesideView = { 
/**
 * Quiet stretches, answered or not.
 */
quiet: Array<QuietView>, 
/**
 * Stretches said otherwise afterwards.
 */
amended: Array<AmendedView>, 
/**
 * Trips of the mobile box.
 */
box_trips: Array<BoxTripView>, 
/**
 * Figures of the list and the ballots.
 */
registers: Array<RegisterView>, 
/**
 * Voters on the list as headquarters imported it.
 */
imported: number | null, 
/**
 * The figure a hand-over would pass on now; none without a watch.
 */
hand_over: number | null, 
/**
 * The count that was passed on last at this visit.
 */
given: HandOverView | null, 
/**
 * The count that was taken over last at this visit.
 */
taken: TakenView | null, 
/**
 * What was declared of the open watch and whoever else watches there.
 */
relation: WatchRelation | null, 
/**
 * What was declared of the open watch and one other, the latest of each.
 */
related: Array<RelatedView>, 
/**
 * The open watch's own code; none without a watch.
 */
watch_code: WatchCodeView | null, };

/**
 * The return of a mobile box.
 */
export type BoxBackView = { 
/**
 * When, civil text.
 */
at: string, 
/**
 * Persons who voted into it, where told.
 */
voted: number | null, 
/**
 * Ballots brought back unused, where told.
 */
returned: number | null, 
/**
 * Whether an observer was along all the way.
 */
accompanied: Accompanied, };

/**
 * A trip of the mobile box.
 */
export type BoxTripView = { 
/**
 * Ordinal of its event: the trip's name.
 */
trip: number, 
/**
 * The box; may be empty.
 */
name: string, 
/**
 * When it went out, civil text.
 */
out: string, 
/**
 * Applications, where told.
 */
applications: number | null, 
/**
 * Ballots taken along, where told.
 */
ballots: number | null, 
/**
 * Whether an observer went along.
 */
accompanied: Accompanied, 
/**
 * What became of the count.
 */
meanwhile: CountMeanwhile, 
/**
 * Its return; none while it is out.
 */
back: BoxBackView | null, };

/**
 * A file to save or share.
 */
export type BundleView = { 
/**
 * Its bytes, standard base64.
 */
base64: string, 
/**
 * A name that tells nothing about persons or places, `.sanaq-bundle` included.
 */
file_name: string, 
/**
 * Pages in it.
 */
pages: number, 
/**
 * What had no room in it: pages, which go with the next file once these have arrived; of an
 * answer the journals whose words it lacks.
 */
left_out: number, };

/**
 * When a group came, as it is typed.
 */
export type CameView = { 
/**
 * The first minute, `HH:MM` on the station's wall.
 */
from: string, 
/**
 * The first minute after the last of them, likewise; they count by then.
 */
to: string, };

/**
 * How a category bears on the total.
 */
export type CategoryRole = "adds" | "part" | "outside";

/**
 * A category one can count.
 */
export type CategoryView = { 
/**
 * Its number in the definition, what `record_voter` takes.
 */
category: number, 
/**
 * Its stable code (`voter`, `assisted`, …); built-in ones are named by the interface.
 */
code: string, 
/**
 * Names in the election's languages; empty for built-in categories.
 */
names: Texts, 
/**
 * How it bears on the total.
 */
role: CategoryRole, 
/**
 * Counted in it today.
 */
day_count: number, };

/**
 * What happens to a filling beside its answers.
 */
export type ChecklistChange = { "kind": "add_round", 
/**
 * Round of each repeat around the repeat.
 */
path: Array<number>, 
/**
 * The repeat's number.
 */
repeat: number, } | { "kind": "remove_round", 
/**
 * The path of the round itself, as its item gives it.
 */
path: Array<number>, 
/**
 * The repeat's number.
 */
repeat: number, } | { "kind": "finish" } | { "kind": "reopen", 
/**
 * Why, in own words; not empty.
 */
reason: string, };

/**
 * One line in the list of checklists.
 */
export type ChecklistSummary = { 
/**
 * The form's number in the election.
 */
form: number, 
/**
 * The form's own name (`form_id`).
 */
name: string, 
/**
 * Its version; a draft stays on the version it began with.
 */
version: number, 
/**
 * A newer version that fillings begun from now on have; none if this is the newest.
 */
newer_version: number | null, 
/**
 * Which filling of it within the visit, from 1.
 */
instance: number, 
/**
 * Titles.
 */
title: Texts, 
/**
 * Relevant questions answered (special answers count).
 */
answered: number, 
/**
 * Relevant questions.
 */
relevant: number, 
/**
 * Relevant required questions still empty.
 */
required_open: number, 
/**
 * Answers that break their constraint.
 */
broken: number, 
/**
 * When the last answer was written, civil text; none if untouched.
 */
last_written: string | null, 
/**
 * When the person finished it, civil text; none while it is open.
 */
finished: string | null, 
/**
 * All its answers lie at headquarters under a receipt.
 */
delivered: boolean, };

/**
 * One checklist, its items in the form's order, groups and every round of a repeat included.
 */
export type ChecklistView = { 
/**
 * Its line.
 */
summary: ChecklistSummary, 
/**
 * Languages of the form, its own order.
 */
languages: Array<string>, 
/**
 * Items in order; irrelevant ones are there and marked.
 */
items: Array<ItemView>, };

/**
 * A choice of a list.
 */
export type ChoiceView = { 
/**
 * Its number in the form version, what answers hold.
 */
choice: number, 
/**
 * Its name in the form.
 */
name: string, 
/**
 * Label.
 */
label: Texts, 
/**
 * It may be chosen; one that was chosen before and may not any more is shown and marked.
 */
offered: boolean, };

/**
 * Which time the hours follow.
 */
export type ClockBasis = { "kind": "claimed" } | { "kind": "corrected", 
/**
 * Seconds added to the device's clock.
 */
by_s: number, };

/**
 * What a lead asks in the evening.
 */
export type CollectCommand = { "kind": "start_collecting", 
/**
 * Name of the Wi-Fi to put into the code.
 */
wifi_name: string | null, 
/**
 * Its password.
 */
wifi_password: string | null, } | { "kind": "stop_collecting" } | { "kind": "send_on" } | { "kind": "keep_team_list", 
/**
 * Keep it.
 */
keep: boolean, };

/**
 * The lead's evening.
 */
export type CollectView = { 
/**
 * The host answers now.
 */
running: boolean, 
/**
 * The short handle devices show for this one; empty while not running.
 */
relay: string, 
/**
 * The evening's code as text, to paste; empty while not running.
 */
code: string, 
/**
 * The same as a picture; none while not running.
 */
qr: QrView | null, 
/**
 * `ip:port` of each address the code names.
 */
addresses: Array<string>, 
/**
 * The device also announces itself on the local network (not every network lets it).
 */
announced: boolean, 
/**
 * Name of the Wi-Fi the code carries, if one was given.
 */
wifi_name: string | null, 
/**
 * When it stops by itself if nobody comes, civil text; none while not running.
 */
until: string | null, 
/**
 * The last device's contact, civil text; none before the first of this start.
 */
last_contact: string | null, 
/**
 * Passing on to headquarters runs now.
 */
sending: boolean, 
/**
 * The list stays after headquarters has receipted everything.
 */
kept: boolean, 
/**
 * When the list was wiped last before this unlocking, civil text: whoever was met before
 * that is not known any more.
 */
wiped: string | null, 
/**
 * The name of the team; empty before headquarters has told it.
 */
team: string, 
/**
 * The team by call-sign, the missing first; then devices that are not of the team.
 */
members: Array<MemberView>, 
/**
 * Bytes of other devices that wait to be sent on.
 */
unsent_bytes: number, };

/**
 * Imperative. `since_touch_ms`: milliseconds from the touch to the call, on the interface's
 * monotonic clock; the event's time is the touch's. A family of commands is an enum of its own,
 * written flat: its `kind` is the command's.
 */
export type Command = { "kind": "read_invitation_file", 
/**
 * The file's bytes, standard base64.
 */
base64: string, } | { "kind": "read_invitation_code", 
/**
 * `SANAQ1:…`, spaces and line breaks forgiven.
 */
code: string, } | { "kind": "drop_invitation" } | { "kind": "enrol", 
/**
 * PIN or passphrase.
 */
secret: string, } | { "kind": "unlock", 
/**
 * Folder name.
 */
enrolment: string, 
/**
 * PIN or passphrase.
 */
secret: string, } | { "kind": "cover" } | { "kind": "lock" } | { "kind": "arrive", 
/**
 * Assigned or typed; trimmed.
 */
station_code: string, 
/**
 * Where the observer stands.
 */
presence: Presence, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "move_visit", 
/**
 * The station it really was at.
 */
station_code: string, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "mend_visit", 
/**
 * Which one, of `earlier`.
 */
visit: number, 
/**
 * What is mended.
 */
mend: Mend, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "add_station", 
/**
 * The code on its wall.
 */
code: string, 
/**
 * Its name as written there; may be empty.
 */
name: string, 
/**
 * Where it is, in own words; may be empty.
 */
text: string, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "leave", 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "start_watch", 
/**
 * Number of the counting point in the definition.
 */
point: number, 
/**
 * Names of desks or boxes in sight; empty = the whole point.
 */
covers: Array<string>, 
/**
 * How well one sees.
 */
view: ViewOfPoint, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "pause_watch", 
/**
 * Why.
 */
reason: PauseReason, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "resume_watch", 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "end_watch", 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "answer_gap", 
/**
 * Go on or stop; the gap stays unknown either way.
 */
choice: GapChoice, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "still_watching" } | { "kind": "record_voter", 
/**
 * Number in the definition.
 */
category: number, 
/**
 * How.
 */
method: CountMethod, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "undo_count", 
/**
 * The event shown by `undo` or by a tally; a stale one is refused as
 * `nothing_to_undo`.
 */
event: number, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "enter", 
/**
 * What was counted, and how.
 */
entry: Entry, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "note_turnout", 
/**
 * The figure and all about it.
 */
turnout: TurnoutInput, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "amend_turnout", 
/**
 * Its event in `turnouts`.
 */
event: number, 
/**
 * All of it as it is right.
 */
turnout: TurnoutInput, 
/**
 * Why.
 */
reason: TurnoutAmendReason, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "begin_checklist", 
/**
 * The form's number.
 */
form: number, } | { "kind": "answer", 
/**
 * The form's number.
 */
form: number, 
/**
 * Which filling.
 */
instance: number, 
/**
 * Round of each repeat around the question; empty outside repeats.
 */
path: Array<number>, 
/**
 * Which question.
 */
question: number, 
/**
 * The answer.
 */
given: Given, 
/**
 * When it was seen, `HH:MM` on the station's wall; none = now.
 */
seen_at: string | null, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "change_checklist", 
/**
 * The form's number.
 */
form: number, 
/**
 * Which filling.
 */
instance: number, 
/**
 * What changes.
 */
change: ChecklistChange, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "log_entry", 
/**
 * What about.
 */
about: LogKind, 
/**
 * In own words.
 */
text: string, 
/**
 * When it was seen, `HH:MM` on the station's wall; none = now.
 */
seen_at: string | null, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "tell_incident", 
/**
 * What is told.
 */
deed: IncidentDeed, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "keep_draft", 
/**
 * Which form.
 */
of: DraftOf, 
/**
 * What stands in it; none: thrown away.
 */
typed: Typed | null, } | { "kind": "seal_now" } | { "kind": "send_now" } | { "kind": "app_to_front" } | { "kind": "network_back" } | { "kind": "join_relay", 
/**
 * `SANAQR1:…`, spaces and line breaks forgiven.
 */
code: string, } | { "kind": "join_announced", 
/**
 * Its handle in `relays`.
 */
relay: string, } | { "kind": "leave_relay" } | { "kind": "say_status", 
/**
 * The word.
 */
word: StatusWord | null, } | { "kind": "export_bundle" } | { "kind": "import_bundle", 
/**
 * The file's bytes, standard base64.
 */
base64: string, } | { "kind": "close_alarm", 
/**
 * What it is about.
 */
alarm: AlarmKind, 
/**
 * The page it names.
 */
page: number | null, } | { "kind": "read_notice", 
/**
 * Its number in `notices`.
 */
notice: number, 
/**
 * See above.
 */
since_touch_ms: number, } | { "kind": "wipe", 
/**
 * Folder name.
 */
enrolment: string, 
/**
 * The figure of the `wipe` view, repeated.
 */
only_here: number | null, 
/**
 * The figure of others' pages in that view, repeated.
 */
others_pages: number | null, } | UrgentCommand | CollectCommand | BesideCommand;

/**
 * An answer to a complaint as the person tells it.
 */
export type ComplaintAnswerInput = { 
/**
 * The complaint.
 */
complaint: number, 
/**
 * What they decided.
 */
decision: ComplaintDecision, 
/**
 * When, `HH:MM` on the station's wall; none: now.
 */
at: string | null, 
/**
 * The number of their answer; may be empty.
 */
number: string, 
/**
 * What it says; may be empty.
 */
text: string, };

/**
 * What they decided.
 */
export type ComplaintDecision = "granted" | "granted_in_part" | "rejected" | "not_considered" | "passed_on";

/**
 * A step of a complaint as the person tells it.
 */
export type ComplaintInput = { 
/**
 * The complaint it is a later step of; none: a new one.
 */
complaint: number | null, 
/**
 * The incident it is about.
 */
incident: number | null, 
/**
 * Who is to decide.
 */
to: ComplaintTo, 
/**
 * How far it has come.
 */
stage: ComplaintStage, 
/**
 * When, `HH:MM` on the station's wall; none: now.
 */
at: string | null, 
/**
 * The number it was registered under; may be empty.
 */
number: string, 
/**
 * What it says, or what they said; may be empty.
 */
text: string, };

/**
 * How far a complaint has come.
 */
export type ComplaintStage = "written" | "handed_over" | "accepted" | "refused";

/**
 * A step of a complaint; exactly one of stage and decision is told.
 */
export type ComplaintStepView = { 
/**
 * It came so far.
 */
stage: ComplaintStage | null, 
/**
 * They decided.
 */
decision: ComplaintDecision | null, 
/**
 * When, civil text.
 */
at: string, 
/**
 * A number given with it; may be empty.
 */
number: string, 
/**
 * The words; may be empty.
 */
text: string, };

/**
 * Who is to decide a complaint.
 */
export type ComplaintTo = "commission" | "higher_commission" | "police" | "prosecutor" | "court" | "other";

/**
 * A complaint.
 */
export type ComplaintView = { 
/**
 * Its handle.
 */
complaint: number, 
/**
 * The station's code; empty where none is known.
 */
station_code: string, 
/**
 * The incident it is about.
 */
incident: number | null, 
/**
 * Who is to decide.
 */
to: ComplaintTo, 
/**
 * How far it has come.
 */
stage: ComplaintStage, 
/**
 * What they decided.
 */
decision: ComplaintDecision | null, 
/**
 * The number it is registered under; may be empty.
 */
number: string, 
/**
 * Every step, the first one first.
 */
steps: Array<ComplaintStepView>, 
/**
 * Questions of headquarters and answers to them.
 */
talk: Array<FollowUpView>, };

/**
 * Whether an answer satisfies its question's constraint.
 */
export type ConstraintState = { "kind": "satisfied" } | { "kind": "broken", 
/**
 * The form's own message; empty if it has none.
 */
message: Texts, };

/**
 * How a try ended.
 */
export type ContactOutcome = "reached" | "no_network" | "wrong_server" | "refused" | "bad_answer";

/**
 * Contact with headquarters.
 */
export type ContactView = { 
/**
 * Last signed answer, civil text; none if never.
 */
last: string | null, 
/**
 * How the last try ended; none if none was made since the start.
 */
outcome: ContactOutcome | null, 
/**
 * A try runs now.
 */
running: boolean, 
/**
 * Seconds until the next try; none if nothing is planned.
 */
next_in_s: number | null, };

/**
 * A contest of the day.
 */
export type ContestView = { 
/**
 * Its number in the definition.
 */
contest: number, 
/**
 * Names in the election's languages.
 */
names: Texts, };

/**
 * What a correction corrected.
 */
export type CorrectedView = { 
/**
 * The figure that was seen.
 */
old: number, 
/**
 * Why it is another.
 */
reason: CorrectionReason, };

/**
 * Why an hour's figure is another.
 */
export type CorrectionReason = "missed" | "counted_twice" | "not_voters" | "recording" | "compared" | "other";

/**
 * What becomes of the count while the box is out.
 */
export type CountMeanwhile = "gap" | "handed_over" | "goes_on" | "not_counting";

/**
 * How a person was counted.
 */
export type CountMethod = "screen" | "key";

/**
 * Everything the count screen shows. Every figure in it is durable.
 */
export type CounterView = { 
/**
 * Where; none while covered.
 */
visit: VisitView | null, 
/**
 * The watch.
 */
watch: WatchView, 
/**
 * This hour, also outside the polling hours.
 */
hour: HourView, 
/**
 * Persons of the day at this station by this device.
 */
day_persons: number, 
/**
 * The day has gaps: `day_persons` is a floor ("at least").
 */
day_is_floor: boolean, 
/**
 * Persons outside the total (turned away, left without voting) today.
 */
day_outside: number, 
/**
 * Persons of tallies that stand, apart from `day_persons`.
 */
day_tallied: number, 
/**
 * Persons of the day told at a hand-over that nobody's record here shows; beside the rest.
 */
day_told: number, 
/**
 * Tallies of the day by this device, the newest first.
 */
tallies: Array<TallyView>, 
/**
 * Hours from opening to closing, and any other hour in which something was counted.
 */
hours: Array<HourView>, 
/**
 * What undo would take back; none = the button is off.
 */
undo: UndoView | null, 
/**
 * Categories; the first is what a tap on the counter means.
 */
categories: Array<CategoryView>, 
/**
 * Counting points a watch can start at.
 */
points: Array<PointView>, 
/**
 * Which clock the hours follow.
 */
clock: ClockBasis, 
/**
 * An event of a kind this program does not know concerns these figures.
 */
incomplete: boolean, 
/**
 * Quiet for the definition's minutes, else fifteen: the silent "still watching?" stands.
 */
ask_still_watching: boolean, };

/**
 * What is wrong with a stretch.
 */
export type DamageReason = "not_a_frame" | "changed" | "cut_off" | "not_readable";

/**
 * A damaged stretch of a file.
 */
export type DamageView = { 
/**
 * First byte, from 0.
 */
offset: number, 
/**
 * Bytes.
 */
length: number, 
/**
 * What is wrong, as a code.
 */
reason: DamageReason, };

/**
 * What the danger is.
 */
export type Danger = "untold" | "threatened" | "followed" | "held_back" | "detained" | "attacked" | "hurt" | "other";

/**
 * In what form the decision was given.
 */
export type DecisionForm = "untold" | "in_writing" | "shown" | "spoken" | "paper_refused";

/**
 * What lies where. Figures are events; the three places add up to all events of the journal.
 */
export type DeliveryView = { 
/**
 * Only on this phone.
 */
on_phone: number, 
/**
 * Also with a team lead (custody note), not at headquarters.
 */
with_lead: number, 
/**
 * At headquarters: their signed receipt lies on this phone.
 */
at_headquarters: number, 
/**
 * Durable but not sealed into a page: not yet provable. Part of `on_phone`.
 */
not_sealed: number, 
/**
 * A lead's device has been met: the middle place is shown.
 */
relay_met: boolean, 
/**
 * The joined relay; none if none is joined.
 */
relay: RelayContactView | null, 
/**
 * Newest first.
 */
pages: Array<PageView>, 
/**
 * The last contact, and how the last try went.
 */
contact: ContactView, 
/**
 * Things headquarters or the core found wrong. Newest first.
 */
alarms: Array<AlarmView>, 
/**
 * Whose clock.
 */
clock: ClockBasis, 
/**
 * Journals before this one on this device (after salvage, restore or clone).
 */
journals_before: number, };

/**
 * The form a draft belongs to; each has one.
 */
export type DraftOf = { "kind": "report", 
/**
 * The mark; it must wait.
 */
mark: number, } | { "kind": "amendment", 
/**
 * The incident.
 */
incident: number, } | { "kind": "complaint", 
/**
 * The incident it is about; none: about none.
 */
incident: number | null, } | { "kind": "step", 
/**
 * The complaint.
 */
complaint: number, };

/**
 * A draft, in the order they were typed.
 */
export type DraftView = { 
/**
 * Which form.
 */
of: DraftOf, 
/**
 * What stands in it.
 */
typed: Typed, };

/**
 * A visit that was left.
 */
export type EarlierView = { 
/**
 * The visit.
 */
visit: VisitView, 
/**
 * When it was left, civil text.
 */
left: string, 
/**
 * A watch stood in it: a tally belongs to its point unless another is named.
 */
watched: boolean, 
/**
 * Hours of the point that is shown.
 */
hours: Array<HourView>, 
/**
 * Tallies of that day, the newest first.
 */
tallies: Array<TallyView>, 
/**
 * Counting points to choose from.
 */
points: Array<PointView>, };

/**
 * One enrolment folder on this device.
 */
export type EnrolmentView = { 
/**
 * Folder name, the handle for `unlock` and `wipe`.
 */
id: string, 
/**
 * The election's name; empty while locked on devices that hide it.
 */
election: Texts, 
/**
 * A practice election: a banner stands on every screen.
 */
practice: boolean, 
/**
 * Languages of the election's texts, its own order; none while locked or covered.
 */
languages: Array<string>, 
/**
 * What the holder is in it; observer while locked or covered.
 */
role: Role, 
/**
 * The definition has arrived; until then built-in categories and a typed station code. False
 * while locked or covered.
 */
defined: boolean, 
/**
 * Parts the election uses; none while locked, while covered incidents alone, for the mark.
 */
switched_on: Array<Feature>, };

/**
 * A count that is no tapping.
 */
export type Entry = { "kind": "group", 
/**
 * How many, 1 to 10,000.
 */
persons: number, 
/**
 * Who they were.
 */
group: GroupKind, 
/**
 * When they came; none: now.
 */
came: CameView | null, } | { "kind": "tally", 
/**
 * The figure.
 */
tally: TallyInput, };

/**
 * One code for each thing the interface must do or say differently.
 */
export type ErrorCode = { "kind": "not_an_invitation" } | { "kind": "invitation_newer" } | { "kind": "already_enrolled" } | { "kind": "no_invitation" } | { "kind": "secret_too_weak", 
/**
 * Least number of characters.
 */
min: number, } | { "kind": "wrong_secret", 
/**
 * Seconds until the next try is taken; 0 = at once.
 */
wait_s: number, 
/**
 * Wrong tries so far.
 */
attempts: number, } | { "kind": "too_soon", 
/**
 * Seconds until the next try is taken.
 */
wait_s: number, } | { "kind": "no_such_enrolment" } | { "kind": "locked" } | { "kind": "no_visit" } | { "kind": "visit_open" } | { "kind": "no_watch" } | { "kind": "watch_open" } | { "kind": "gap_unanswered" } | { "kind": "nothing_to_undo" } | { "kind": "no_such_category" } | { "kind": "no_such_question" } | { "kind": "answer_does_not_fit" } | { "kind": "checklist_finished" } | { "kind": "required_open", 
/**
 * How many.
 */
n: number, } | { "kind": "no_station_code" } | { "kind": "not_a_figure" } | { "kind": "not_a_stretch" } | { "kind": "no_such_entry" } | { "kind": "not_a_hand_over_code" } | { "kind": "hand_over_known" } | { "kind": "not_a_watch_code" } | { "kind": "figure_moved" } | { "kind": "same_station" } | { "kind": "station_listed" } | { "kind": "nothing_to_send" } | { "kind": "not_switched_on" } | { "kind": "not_a_lead" } | { "kind": "no_key_list" } | { "kind": "no_network_address" } | { "kind": "other_election" } | { "kind": "not_a_relay_code" } | { "kind": "no_such_relay" } | { "kind": "bundle_unreadable" } | { "kind": "no_such_notice" } | { "kind": "no_such_urgent" } | { "kind": "no_such_incident" } | { "kind": "nothing_told" } | { "kind": "wipe_not_confirmed" } | { "kind": "disk_full" } | { "kind": "store_damaged" } | { "kind": "store_newer" } | { "kind": "store_busy" } | { "kind": "internal" };

/**
 * A part of the program that an election may leave out.
 */
export type Feature = "count" | "turnout" | "checklists" | "log" | "incidents" | "box_trips" | "hand_over" | "collect";

/**
 * What a figure runs over.
 */
export type FigureCounts = "since_opening" | "this_interval" | "unclear";

/**
 * Where a figure comes from.
 */
export type FigureSource = "own_count" | "told" | "displayed" | "overheard";

/**
 * What was counted.
 */
export type FigureWhat = "ballots_issued" | "signatures" | "dropped" | "unclear";

/**
 * An answer to headquarters.
 */
export type FollowUpAnswerView = { 
/**
 * What is answered.
 */
text: string, 
/**
 * When, civil text.
 */
at: string, };

/**
 * A question of headquarters.
 */
export type FollowUpView = { 
/**
 * Its number: what `answer_follow_up` takes.
 */
follow_up: number, 
/**
 * Who asks.
 */
operator: string, 
/**
 * What is asked.
 */
text: string, 
/**
 * When, civil text.
 */
asked_at: string, 
/**
 * The incident it is about, if it is about one.
 */
incident: number | null, 
/**
 * The complaint it is about, if it is about one.
 */
complaint: number | null, 
/**
 * Answers in order.
 */
answers: Array<FollowUpAnswerView>, };

/**
 * What to do after an interruption.
 */
export type GapChoice = "go_on" | "stop";

/**
 * An answer, given or standing. Numbers are text as typed, with `.` as the decimal mark.
 */
export type Given = { "kind": "empty" } | { "kind": "text", 
/**
 * As typed.
 */
text: string, } | { "kind": "number", 
/**
 * As typed.
 */
text: string, } | { "kind": "one", 
/**
 * Its number.
 */
choice: number, } | { "kind": "many", 
/**
 * Their numbers: as ranked, else in the form's order.
 */
choices: Array<number>, } | { "kind": "special", 
/**
 * Which.
 */
special: SpecialAnswer, };

/**
 * How grave an incident is.
 */
export type Gravity = "minor" | "serious" | "grave";

/**
 * Who came together.
 */
export type GroupKind = "conscripts" | "students" | "residents" | "workers" | "brought" | "detained" | "other";

/**
 * A count that was passed on.
 */
export type HandOverView = { 
/**
 * Fourteen digits in groups of four, to read aloud.
 */
code: string, 
/**
 * The same and its event as squares; none where no picture could be made.
 */
qr: QrView | null, 
/**
 * Persons of the day.
 */
figure: number, 
/**
 * `13:00`
 */
at: string, };

/**
 * Why headquarters holds pages aside.
 */
export type HeldReason = "revoked" | "expired" | "second_enrolment" | "fork" | "ended" | "other";

/**
 * What is known about an hour. *Unknown* is never zero; *not yet* is not unknown.
 */
export type HourState = { "kind": "counted", 
/**
 * Persons.
 */
persons: number, } | { "kind": "partly", 
/**
 * Persons, a floor.
 */
persons: number, 
/**
 * Minutes watched, 1–59.
 */
minutes: number, } | { "kind": "unknown" } | { "kind": "not_yet" };

/**
 * One hour on the station's wall, half-open.
 */
export type HourView = { 
/**
 * Its start, civil text.
 */
start: string, 
/**
 * `11:00`
 */
from: string, 
/**
 * `12:00`
 */
to: string, 
/**
 * It runs now.
 */
current: boolean, 
/**
 * Persons counted in it so far; the figure of `state` again, 0 where nobody watched.
 */
persons: number, 
/**
 * What is known about it.
 */
state: HourState, 
/**
 * Persons of tallies that stand and lie wholly in it, apart from `persons`.
 */
tallied: number, 
/**
 * Minutes that tallies which stand watched here and no watch did.
 */
tallied_minutes: number, 
/**
 * Minutes of which nobody can say whether somebody watched.
 */
doubtful_minutes: number, };

/**
 * How the observer knows of it.
 */
export type HowKnown = "seen_myself" | "seen_in_part" | "told" | "recording";

/**
 * What an imported file held.
 */
export type ImportedView = { 
/**
 * Pages that were not here before.
 */
new: number, 
/**
 * Pages that were here already.
 */
already: number, 
/**
 * Pages kept aside.
 */
held: number, 
/**
 * Pages and words that are not of this election or do not hold; not kept.
 */
refused: number, 
/**
 * Receipts of headquarters for this device or for what it carries.
 */
receipts: number, 
/**
 * Notes of leads that hold this device's pages.
 */
custody: number, 
/**
 * Pages of headquarters' journals.
 */
headquarters: number, 
/**
 * Damaged stretches; everything outside them was read.
 */
damaged: Array<DamageView>, 
/**
 * The file that goes back the same way; none if there is nothing to answer.
 */
answer: BundleView | null, };

/**
 * Why an incident is told again.
 */
export type IncidentAmendReason = "more_known" | "corrected" | "over" | "withdrawn";

/**
 * What a person tells.
 */
export type IncidentDeed = { "kind": "mark_moment", 
/**
 * The mark that the kind is told of; none: a new mark.
 */
mark: number | null, 
/**
 * Number of the kind in the definition.
 */
incident_kind: number | null, } | { "kind": "finish_moment", 
/**
 * The mark.
 */
mark: number, 
/**
 * What becomes of it.
 */
end: MomentEnd, } | { "kind": "report", 
/**
 * The mark it began as.
 */
mark: number | null, 
/**
 * What is told.
 */
told: IncidentInput, } | { "kind": "amend", 
/**
 * The incident.
 */
incident: number, 
/**
 * Everything as it is told now.
 */
told: IncidentInput, 
/**
 * Why.
 */
reason: IncidentAmendReason, 
/**
 * Why, in own words; may be empty.
 */
words: string, } | { "kind": "complain", 
/**
 * What is told.
 */
step: ComplaintInput, } | { "kind": "answer_complaint", 
/**
 * What is told.
 */
answer: ComplaintAnswerInput, } | { "kind": "answer_follow_up", 
/**
 * Its number.
 */
follow_up: number, 
/**
 * The answer.
 */
text: string, };

/**
 * What is told of an incident.
 */
export type IncidentInput = { 
/**
 * Number of its kind in the current definition; none: none of them.
 */
incident_kind: number | null, 
/**
 * How grave, as the observer sees it.
 */
gravity: Gravity, 
/**
 * When it began, `HH:MM` on the station's wall.
 */
from: string, 
/**
 * When it ended, likewise; none: not told, or it goes on.
 */
to: string | null, 
/**
 * How often.
 */
occurs: Occurrence, 
/**
 * How it is known.
 */
known: HowKnown, 
/**
 * By whom it was told; may be empty.
 */
told_by: string, 
/**
 * How many people it affected; none: not known.
 */
affected: number | null, 
/**
 * Whom the observer told; none: not said.
 */
told_to: ToldTo | null, 
/**
 * What they answered; may be empty.
 */
their_answer: string, 
/**
 * What happened; may be empty where a kind is told.
 */
text: string, };

/**
 * A kind of incident, as the definition has it.
 */
export type IncidentKindView = { 
/**
 * Its number in the definition.
 */
number: number, 
/**
 * Its stable code.
 */
code: string, 
/**
 * Names in the election's languages.
 */
names: Texts, 
/**
 * How grave it is unless the observer says otherwise.
 */
gravity: Gravity, 
/**
 * The article of the law to name, where the organisation is sure of one.
 */
article: string | null, };

/**
 * How an incident stands at headquarters.
 */
export type IncidentStatus = "seen" | "checking" | "confirmed" | "not_confirmed" | "passed_on" | "settled" | "closed";

/**
 * How an incident stands at headquarters.
 */
export type IncidentStatusView = { 
/**
 * How.
 */
status: IncidentStatus, 
/**
 * Who decided.
 */
operator: string, 
/**
 * Their words; may be empty.
 */
words: string, 
/**
 * When, civil text.
 */
at: string, };

/**
 * One telling of an incident.
 */
export type IncidentVersionView = { 
/**
 * What is told, as a form takes it again.
 */
told: IncidentInput, 
/**
 * Names of its kind; empty when it is none of the definition's.
 */
names: Texts, 
/**
 * The article its kind names.
 */
article: string | null, 
/**
 * When it began, civil text.
 */
from: string, 
/**
 * When it ended, civil text.
 */
to: string | null, 
/**
 * When it was written, civil text.
 */
written_at: string, 
/**
 * Why it was told again; none for the report.
 */
reason: IncidentAmendReason | null, 
/**
 * Why, in words; may be empty.
 */
words: string, };

/**
 * An incident.
 */
export type IncidentView = { 
/**
 * Its handle.
 */
incident: number, 
/**
 * The station's code; empty where none is known.
 */
station_code: string, 
/**
 * What holds.
 */
now: IncidentVersionView, 
/**
 * What was told before, the report first.
 */
before: Array<IncidentVersionView>, 
/**
 * Taken back, and not told again since.
 */
withdrawn: boolean, 
/**
 * How it stands at headquarters, the newest first.
 */
statuses: Array<IncidentStatusView>, 
/**
 * Questions of headquarters and answers to them.
 */
talk: Array<FollowUpView>, 
/**
 * Handles of complaints about it.
 */
complaints: Array<number>, };

/**
 * Everything about incidents, the newest first.
 */
export type IncidentsView = { 
/**
 * Incidents; withdrawn ones stay.
 */
incidents: Array<IncidentView>, 
/**
 * Complaints.
 */
complaints: Array<ComplaintView>, 
/**
 * Marks that wait.
 */
marks: Array<MarkView>, 
/**
 * Kinds to choose from; empty where the definition has none.
 */
kinds: Array<IncidentKindView>, 
/**
 * What is typed and not told yet.
 */
drafts: Array<DraftView>, 
/**
 * What the command made or changed: a mark, an incident or a complaint.
 */
made: number | null, };

/**
 * An invitation that was read and not yet used.
 */
export type InvitationView = { 
/**
 * The election's name; empty when it came as a code, which holds none.
 */
election: Texts, 
/**
 * A practice election.
 */
practice: boolean, 
/**
 * Who the holder will be.
 */
role: Role, 
/**
 * Last day it can be used, `YYYY-MM-DD` (UTC); none if it does not expire.
 */
expires: string | null, 
/**
 * Addresses of headquarters it names.
 */
endpoints: Array<string>, };

/**
 * The shape of an item.
 */
export type ItemShape = { "kind": "group" } | { "kind": "note" } | { "kind": "round", 
/**
 * Which one, from 1.
 */
position: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * The person may take it out.
 */
removable: boolean, } | { "kind": "add_round" } | { "kind": "text", 
/**
 * Several lines are expected.
 */
multiline: boolean, } | { "kind": "integer" } | { "kind": "decimal" } | { "kind": "range", 
/**
 * First mark, as an answer writes it.
 */
start: string, 
/**
 * Last mark.
 */
end: string, 
/**
 * All marks where they are few, else none.
 */
marks: Array<string>, 
/**
 * The mark below the answer; none at the start, or without an answer.
 */
lower: string | null, 
/**
 * The mark above the answer, the first one without an answer; none at the end.
 */
higher: string | null, 
/**
 * How far along the answer stands, 0 to 1,000.
 */
permille: number, } | { "kind": "date" } | { "kind": "time" } | { "kind": "date_time" } | { "kind": "geopoint" } | { "kind": "barcode" } | { "kind": "acknowledge" } | { "kind": "attachment", 
/**
 * Which.
 */
what: AttachmentKind, } | { "kind": "rank", 
/**
 * In the form's order.
 */
choices: Array<ChoiceView>, } | { "kind": "select_one", 
/**
 * In order.
 */
choices: Array<ChoiceView>, } | { "kind": "select_multiple", 
/**
 * In order.
 */
choices: Array<ChoiceView>, };

/**
 * A question, note or group.
 */
export type ItemView = { 
/**
 * Number within the form version, what `answer` takes.
 */
number: number, 
/**
 * Round of each repeat around it, and of the repeat itself for a round; what commands take.
 */
path: Array<number>, 
/**
 * The form's own name for it.
 */
name: string, 
/**
 * What it is.
 */
shape: ItemShape, 
/**
 * Number of the group it stands in; none at the top.
 */
group: number | null, 
/**
 * Label.
 */
label: Texts, 
/**
 * Hint; empty if none.
 */
hint: Texts, 
/**
 * Hint for the trained; empty if none.
 */
guidance: Texts, 
/**
 * It is to be shown; a kept answer of an irrelevant question is not lost.
 */
relevant: boolean, 
/**
 * An answer (special ones count) is required.
 */
required: boolean, 
/**
 * What the form says where it is missing; empty if nothing.
 */
required_message: Texts, 
/**
 * It is shown and not changed by hand.
 */
read_only: boolean, 
/**
 * Whether the answer satisfies its constraint.
 */
constraint: ConstraintState, 
/**
 * The answer that stands.
 */
given: Given, 
/**
 * When it was seen, civil text; none if empty.
 */
seen_at: string | null, 
/**
 * When it was written, civil text; none if empty.
 */
written_at: string | null, };

/**
 * Locked, covered or open.
 */
export type LockState = { "kind": "empty" } | { "kind": "locked", 
/**
 * Seconds until a try is taken; 0 = at once.
 */
wait_s: number, } | { "kind": "covered" } | { "kind": "open" };

/**
 * What a log entry is about.
 */
export type LogKind = "remark" | "opened" | "closed" | "incident" | "conversation" | "people" | "material";

/**
 * A log entry.
 */
export type LogView = { 
/**
 * Ordinal of the event.
 */
event: number, 
/**
 * What about.
 */
about: LogKind, 
/**
 * In the observer's words; may be empty.
 */
text: string, 
/**
 * When it was seen, civil text.
 */
seen_at: string, };

/**
 * A mark that waits.
 */
export type MarkView = { 
/**
 * Its handle.
 */
mark: number, 
/**
 * When it was pressed, civil text.
 */
at: string, 
/**
 * The station's code; empty where none is known.
 */
station_code: string, 
/**
 * Names of its kind; empty when none was told.
 */
names: Texts, 
/**
 * Number of its kind in the current definition, if that has it.
 */
incident_kind: number | null, };

/**
 * What became of a device's pages.
 */
export type MemberResult = "nothing" | "waiting" | "at_headquarters" | "held";

/**
 * Whether a device has come.
 */
export type MemberState = "missing" | "come" | "guest";

/**
 * One device, as far as a lead may know it.
 */
export type MemberView = { 
/**
 * From the team list; a short handle for a device that is not on it.
 */
call_sign: string, 
/**
 * Whether it has come.
 */
state: MemberState, 
/**
 * Its last contact, civil text.
 */
last_contact: string | null, 
/**
 * Pages held here, quarantine included.
 */
pages: number, 
/**
 * Their bytes.
 */
bytes: number, 
/**
 * Of these pages, at headquarters under its receipt.
 */
receipted: number, 
/**
 * Of these pages, still to send on.
 */
unsent: number, 
/**
 * What became of its pages.
 */
result: MemberResult, 
/**
 * Last page of headquarters' common journal that the device has.
 */
common: number, 
/**
 * It holds an older definition than this device, or lacks a page of headquarters' common
 * journal that is here; false while it cannot be known.
 */
old_version: boolean, 
/**
 * The word it sealed to this lead; none before its second request.
 */
status: StatusWord | null, 
/**
 * When it said that, civil text; none where that is not known.
 */
status_at: string | null, 
/**
 * Why pages of it are held aside, here or at headquarters.
 */
held: Array<HeldReason>, };

/**
 * What is mended at a visit that was left.
 */
export type Mend = { "kind": "move", 
/**
 * The station it really was at.
 */
station_code: string, 
/**
 * In own words; may be empty.
 */
text: string, } | { "kind": "tally", 
/**
 * The figure.
 */
tally: TallyInput, } | { "kind": "take_back", 
/**
 * Its event.
 */
event: number, } | { "kind": "correct", 
/**
 * The hour's start, as the view names it.
 */
start: string, 
/**
 * The figure that is right.
 */
persons: number, 
/**
 * Why.
 */
reason: CorrectionReason, 
/**
 * In own words; may be empty.
 */
text: string, };

/**
 * Whether the mobile box is included.
 */
export type MobileBox = "yes" | "no" | "unknown";

/**
 * What becomes of a mark without an incident of its own.
 */
export type MomentEnd = { "kind": "nothing_to_report" } | { "kind": "part_of_incident", 
/**
 * Its handle.
 */
incident: number, } | { "kind": "written_elsewhere" };

/**
 * Pushed through the channel given to `notices`.
 */
export type Notice = { "kind": "changed", 
/**
 * Which.
 */
topics: Array<Topic>, } | { "kind": "contact", 
/**
 * How.
 */
outcome: ContactOutcome, } | { "kind": "relay", 
/**
 * How.
 */
outcome: RelayOutcome, } | { "kind": "alarm", 
/**
 * What.
 */
alarm: AlarmKind, };

/**
 * A short notice.
 */
export type NoticeView = { 
/**
 * Its number, what `read_notice` takes.
 */
notice: number, 
/**
 * In headquarters' words; empty if it was withdrawn.
 */
text: string, 
/**
 * When it was written, civil text.
 */
sent_at: string, 
/**
 * When it was read here, civil text; none if not yet.
 */
read_at: string | null, };

/**
 * Everything headquarters has told this device, newest first.
 */
export type NoticesView = { 
/**
 * Short notices.
 */
notices: Array<NoticeView>, 
/**
 * Changes of the assignment.
 */
assignments: Array<AssignmentView>, 
/**
 * Notices not read.
 */
unread: number, };

/**
 * The day's rows, in the order of their times.
 */
export type NowView = { 
/**
 * The rows; those that are not needed are left out.
 */
steps: Array<StepView>, 
/**
 * When the station really opened, civil text; times told from the opening moved with it.
 */
opened_at: string | null, 
/**
 * Marks that wait, the newest first.
 */
marks: Array<MarkView>, 
/**
 * Questions of headquarters without an answer, the oldest first.
 */
follow_ups: Array<FollowUpView>, };

/**
 * How often it happened.
 */
export type Occurrence = "once" | "several" | "going_on";

/**
 * An event behind a figure.
 */
export type OpenedEventView = { 
/**
 * Ordinal of the event in its journal.
 */
event: number, 
/**
 * When it counts, civil text.
 */
at: string, 
/**
 * What it is.
 */
what: OpenedKind, 
/**
 * Category number.
 */
category: number, 
/**
 * Persons it says.
 */
persons: number, 
/**
 * Taken back.
 */
undone: boolean, };

/**
 * One hour opened down to what was signed for it.
 */
export type OpenedHourView = { 
/**
 * `10:00`
 */
from: string, 
/**
 * `11:00`
 */
to: string, 
/**
 * Every event behind its figure, by time.
 */
events: Array<OpenedEventView>, 
/**
 * There are more than are shown.
 */
more: boolean, };

/**
 * What kind of event stands behind a figure.
 */
export type OpenedKind = "tap" | "group" | "tally" | "correction";

/**
 * In which word an alarm is said to be over.
 */
export type OverWord = "safe_again" | "by_mistake" | "back_inside";

/**
 * Where a page is.
 */
export type PagePlace = { "kind": "on_phone" } | { "kind": "with_lead", 
/**
 * When this phone was first told so, civil text.
 */
at: string, } | { "kind": "at_headquarters", 
/**
 * When headquarters received it, civil text.
 */
at: string, } | { "kind": "held", 
/**
 * Why.
 */
reason: HeldReason, } | { "kind": "refused", 
/**
 * Why.
 */
reason: RefusedReason, };

/**
 * A sealed page of this device's journal.
 */
export type PageView = { 
/**
 * From 1.
 */
number: number, 
/**
 * First event's time, civil text.
 */
from: string, 
/**
 * Last event's time, civil text.
 */
to: string, 
/**
 * Events in it.
 */
events: number, 
/**
 * Sealed bytes.
 */
bytes: number, 
/**
 * Where it is.
 */
place: PagePlace, };

/**
 * Why a watch pauses.
 */
export type PauseReason = "break" | "box_trip" | "complaint" | "sent_out" | "view_blocked" | "phone_taken" | "other_task" | "other";

/**
 * What one counts at.
 */
export type PointKind = "ballot_desk" | "box" | "room_entrance" | "building_entrance" | "recording";

/**
 * A counting point of the definition.
 */
export type PointView = { 
/**
 * Its number in the definition, what `start_watch` takes.
 */
point: number, 
/**
 * What it is; the interface has words for it.
 */
what: PointKind, 
/**
 * Names in the election's languages; empty where the word for `what` is enough.
 */
names: Texts, };

/**
 * Where the observer stands.
 */
export type Presence = "inside" | "outside" | "not_admitted";

/**
 * A picture of dark and light squares.
 */
export type QrView = { 
/**
 * Squares a side, without the quiet zone.
 */
size: number, 
/**
 * `size` × `size` characters, row by row: `1` is dark, `0` is light.
 */
dark: string, };

/**
 * A question; each names its [`super::Reply`].
 */
export type Query = { "kind": "session" } | { "kind": "stations" } | { "kind": "counter" } | { "kind": "beside" } | { "kind": "read_hand_over", 
/**
 * Fourteen digits, or what the square code says.
 */
code: string, } | { "kind": "earlier" } | { "kind": "opened_hour", 
/**
 * The hour's start, as the counter names it.
 */
start: string, } | { "kind": "checklists" } | { "kind": "checklist", 
/**
 * The form's number.
 */
form: number, 
/**
 * Which filling, from 1.
 */
instance: number, } | { "kind": "turnouts" } | { "kind": "now" } | { "kind": "log" } | { "kind": "urgent" } | { "kind": "incidents" } | { "kind": "delivery" } | { "kind": "collect" } | { "kind": "relays", 
/**
 * The person looks for one now: while this is asked with `true` the local network is
 * listened to; the first `false` ends that.
 */
look: boolean, } | { "kind": "notices" } | { "kind": "wipe", 
/**
 * Folder name.
 */
enrolment: string, };

/**
 * What a person says of quiet time.
 */
export type QuietAnswer = "nobody_came" | "not_counted" | "away" | "not_answered";

/**
 * Quiet time in a watch.
 */
export type QuietView = { 
/**
 * Ordinal of its event.
 */
event: number, 
/**
 * `10:05`
 */
from: string, 
/**
 * `10:25`
 */
to: string, 
/**
 * What was answered last.
 */
answer: QuietAnswer, };

/**
 * Why a peer refused a page: what its code says.
 */
export type RefusedReason = "wrong_version" | "no_valid_chain" | "oversize" | "quota" | "other_election" | "bad_hello" | "malformed" | "busy" | "not_admitted";

/**
 * What a figure of the list or the ballots is.
 */
export type RegisterKind = "list_at_opening" | "list_at_closing" | "additions" | "certificates" | "ballots_received" | "home_list";

/**
 * Where a figure of the list comes from.
 */
export type RegisterSource = "own_count" | "told" | "displayed" | "overheard" | "paper";

/**
 * A figure of the list or the ballots.
 */
export type RegisterView = { 
/**
 * Ordinal of its event.
 */
event: number, 
/**
 * What it is.
 */
what: RegisterKind, 
/**
 * The figure.
 */
figure: number, 
/**
 * `07:00`
 */
as_of: string, 
/**
 * Number of the contest.
 */
contest: number | null, 
/**
 * Where it comes from.
 */
source: RegisterSource, 
/**
 * By whom; may be empty.
 */
told_by: string, };

/**
 * How the open watch stands to one other.
 */
export type RelatedView = { 
/**
 * The other's short name.
 */
name: string, 
/**
 * How.
 */
relation: WatchRelation, };

/**
 * Contact with the joined relay.
 */
export type RelayContactView = { 
/**
 * Its last valid answer, civil text; none if never.
 */
last_met: string | null, 
/**
 * How the last try ended; none if none was made since joining.
 */
outcome: RelayOutcome | null, 
/**
 * A try runs now.
 */
running: boolean, };

/**
 * How a try to meet the joined relay ended.
 */
export type RelayOutcome = "met" | "no_network" | "wrong_device" | "not_trusted" | "not_admitted" | "refused" | "bad_answer";

/**
 * The relay this device has joined.
 */
export type RelayView = { 
/**
 * A short handle, the same as the lead's device shows.
 */
relay: string, 
/**
 * Where it is looked for.
 */
addresses: Array<string>, 
/**
 * Name of the Wi-Fi its code named, if any.
 */
wifi_name: string | null, 
/**
 * That Wi-Fi's password, if any.
 */
wifi_password: string | null, 
/**
 * Its last valid answer, civil text; none if never.
 */
last_met: string | null, 
/**
 * How the last try ended; none before the first.
 */
outcome: RelayOutcome | null, 
/**
 * A try runs now.
 */
running: boolean, };

/**
 * Leads' devices near by.
 */
export type RelaysView = { 
/**
 * The one joined.
 */
joined: RelayView | null, 
/**
 * Announced on the local network by a certified lead; joining takes its handle.
 */
announced: Array<AnnouncedView>, 
/**
 * They are looked for, and this network lets them be found; if not, scan or paste the code.
 */
looking: boolean, 
/**
 * The word told to a lead at the next contact.
 */
status: StatusWord | null, 
/**
 * The person chose that word; otherwise it follows from the visit and the watch.
 */
status_said: boolean, };

/**
 * The reason they gave.
 */
export type RemovalReason = "untold" | "none_given" | "filming" | "phone" | "papers" | "no_room" | "disturbing" | "moving_about" | "count_begins" | "other";

/**
 * Who sent the observer out.
 */
export type RemovedBy = "untold" | "commission" | "police" | "staff" | "official" | "agent" | "unknown" | "other";

/**
 * The answer to a command or query.
 */
export type Reply = { "kind": "done" } | { "kind": "session", 
/**
 * The view.
 */
view: SessionView, } | { "kind": "stations", 
/**
 * The list.
 */
list: Array<StationView>, } | { "kind": "counter", 
/**
 * The view.
 */
view: CounterView, } | { "kind": "beside", 
/**
 * The view.
 */
view: BesideView, } | { "kind": "hand_over_read", 
/**
 * Persons of the day until then.
 */
figure: number, 
/**
 * `13:00`
 */
at: string, } | { "kind": "earlier", 
/**
 * The list.
 */
list: Array<EarlierView>, } | { "kind": "opened_hour", 
/**
 * The view.
 */
view: OpenedHourView, } | { "kind": "checklists", 
/**
 * The list.
 */
list: Array<ChecklistSummary>, } | { "kind": "checklist", 
/**
 * The view.
 */
view: ChecklistView, } | { "kind": "turnout_noted", 
/**
 * All figures, newest first.
 */
list: Array<TurnoutView>, 
/**
 * What to ask now.
 */
ask: AskedNext, } | { "kind": "turnouts", 
/**
 * The list.
 */
list: Array<TurnoutView>, 
/**
 * Contests to choose from; empty where they are not told apart.
 */
contests: Array<ContestView>, } | { "kind": "now", 
/**
 * The view.
 */
view: NowView, } | { "kind": "log", 
/**
 * The list.
 */
list: Array<LogView>, } | { "kind": "urgent", 
/**
 * The list; empty while covered.
 */
list: Array<UrgentView>, } | { "kind": "incidents", 
/**
 * The view.
 */
view: IncidentsView, } | { "kind": "delivery", 
/**
 * The view.
 */
view: DeliveryView, } | { "kind": "collect", 
/**
 * The view.
 */
view: CollectView, } | { "kind": "relays", 
/**
 * The view.
 */
view: RelaysView, } | { "kind": "notices", 
/**
 * The view.
 */
view: NoticesView, } | { "kind": "bundle", 
/**
 * The file.
 */
view: BundleView, } | { "kind": "imported", 
/**
 * The figures.
 */
view: ImportedView, } | { "kind": "wipe", 
/**
 * The view.
 */
view: WipeView, };

/**
 * What an invitation makes its holder.
 */
export type Role = "observer" | "lead";

/**
 * What a person is asked for.
 */
export type SecretShape = "pin" | "passphrase";

/**
 * The whole answer to "which screen": what is enrolled, what is open, where the person is.
 */
export type SessionView = { 
/**
 * Everything enrolled on this device, oldest first; practice ones too.
 */
enrolments: Array<EnrolmentView>, 
/**
 * The invitation read and waiting for a secret, if any.
 */
invitation: InvitationView | null, 
/**
 * The lock.
 */
lock: LockState, 
/**
 * The open election; none while locked.
 */
open: EnrolmentView | null, 
/**
 * The open visit; none before a station is chosen, and none while covered.
 */
visit: VisitView | null, 
/**
 * A key store protects the secret on this device; without one a passphrase is asked for.
 */
secret_shape: SecretShape, 
/**
 * The figure the interface shows in every screen's header: events not at headquarters.
 */
undelivered: number, 
/**
 * Pages of others that this device still has to carry to headquarters.
 */
carried: number, 
/**
 * Notices of headquarters not read here.
 */
unread: number, };

/**
 * Answers every question takes.
 */
export type SpecialAnswer = "did_not_see" | "not_allowed" | "refused" | "not_applicable";

/**
 * A station the person may choose.
 */
export type StationView = { 
/**
 * Its code as headquarters writes it.
 */
code: string, 
/**
 * Its name; empty where only a code was typed.
 */
name: string, 
/**
 * Region path, outermost first.
 */
region: Array<string>, 
/**
 * Voters on the list as imported, if known.
 */
registered: number | null, 
/**
 * Assigned by headquarters to this device; a typed one is not.
 */
assigned: boolean, 
/**
 * Opening, civil text.
 */
opens: string, 
/**
 * Closing, civil text.
 */
closes: string, 
/**
 * IANA name of its zone.
 */
zone: string, };

/**
 * A word about oneself, sealed to the lead.
 */
export type StatusWord = "in_place" | "not_admitted" | "counting" | "sheet_copied" | "sheet_refused" | "removed" | "safe_home";

/**
 * What became of a row.
 */
export type StepState = "not_yet" | "open" | "due" | "late" | "done";

/**
 * What is to be done.
 */
export type StepTask = "arrive" | "note_opening" | "count" | "note_turnout" | "fill_form" | "note_closing" | "check_in" | "leave" | "deliver" | "note_register";

/**
 * A row of the schedule.
 */
export type StepView = { 
/**
 * The row's number in the definition.
 */
row: number, 
/**
 * Which time it comes, from 1.
 */
round: number, 
/**
 * What is to be done.
 */
task: StepTask, 
/**
 * The row's names; empty where the task's own word is meant.
 */
names: Texts, 
/**
 * The form to fill.
 */
form: number | null, 
/**
 * What became of it.
 */
state: StepState, 
/**
 * From when it can be done, civil text; none while its moment has not come.
 */
opens_at: string | null, 
/**
 * By when it should be done, civil text.
 */
due_at: string | null, 
/**
 * When it was done, civil text.
 */
done_at: string | null, };

/**
 * How a stretch of a watch stands.
 */
export type StretchStands = "gap" | "watched" | "doubtful";

/**
 * A count that was taken over.
 */
export type TakenView = { 
/**
 * Ordinal of its event, what `give_back` takes.
 */
event: number, 
/**
 * Persons of the day until then, counted by whoever left; never counted again.
 */
figure: number, 
/**
 * `13:00`
 */
at: string, };

/**
 * A figure kept without the app.
 */
export type TallyInput = { 
/**
 * How many, 1 to 10,000.
 */
persons: number, 
/**
 * Its first minute, `HH:MM` on the station's wall.
 */
from: string, 
/**
 * The first minute after it, likewise.
 */
to: string, 
/**
 * What it was kept with.
 */
method: TallyMethod, 
/**
 * How it stands to the taps of its time.
 */
relation: TallyRelation, 
/**
 * Number of the counting point; none: the one watched last at this visit.
 */
point: number | null, 
/**
 * Names of desks or boxes in sight, where a point is named.
 */
covers: Array<string>, };

/**
 * What a tally was kept with.
 */
export type TallyMethod = "paper" | "clicker" | "recording" | "memory";

/**
 * How a tally stands to the taps of its time.
 */
export type TallyRelation = "adds" | "replaces";

/**
 * Whether a tally is in the day's figure.
 */
export type TallyStanding = { "kind": "counts" } | { "kind": "overlaps_taps", 
/**
 * Minutes watched in its time.
 */
minutes: number, } | { "kind": "other_stands" } | { "kind": "undone" };

/**
 * A tally of this day.
 */
export type TallyView = { 
/**
 * Ordinal of the event, what `undo_count` takes.
 */
event: number, 
/**
 * `09:10`
 */
from: string, 
/**
 * `09:50`
 */
to: string, 
/**
 * Persons.
 */
persons: number, 
/**
 * Whether it is in the day's figure.
 */
standing: TallyStanding, 
/**
 * An hour's figure corrected: the figure that was seen, and why.
 */
corrected: CorrectedView | null, };

/**
 * Language code (`kk`, `ru`, `en`, …) to text. The interface takes its own language, else the
 * first that is there. Never made by Rust: it comes from the definition or a form.
 */
export type Texts = { [key in string]: string };

/**
 * Whom the observer told of it on the spot.
 */
export type ToldTo = "nobody" | "chair" | "member" | "higher_commission" | "police" | "agent" | "other";

/**
 * What may have changed; one topic a query.
 */
export type Topic = "session" | "counter" | "checklists" | "delivery" | "collect" | "relays" | "notices" | "urgent" | "incidents";

/**
 * Why a noted figure is said anew.
 */
export type TurnoutAmendReason = "mistake" | "explained" | "put_right" | "withdrawn";

/**
 * A figure somebody announced, as the person enters it.
 */
export type TurnoutInput = { 
/**
 * The figure.
 */
figure: number, 
/**
 * Since opening, or this interval only.
 */
counts: FigureCounts, 
/**
 * The time it is said to hold for: `HH:MM` on the station's wall.
 */
as_of: string, 
/**
 * What was counted.
 */
what: FigureWhat, 
/**
 * Whether the mobile box is in it.
 */
mobile_box: MobileBox, 
/**
 * Number of the contest; none where they are not told apart.
 */
contest: number | null, 
/**
 * Where it comes from.
 */
source: FigureSource, 
/**
 * By whom, for `told`; empty otherwise.
 */
told_by: string, };

/**
 * A figure as it was noted.
 */
export type TurnoutView = { 
/**
 * Ordinal of the event.
 */
event: number, 
/**
 * As entered.
 */
noted: TurnoutInput, 
/**
 * When it was noted, civil text.
 */
noted_at: string, 
/**
 * It was said anew; the figure noted first.
 */
first_figure: number | null, 
/**
 * It does not stand any more.
 */
withdrawn: boolean, 
/**
 * Own count since opening at `as_of`; none if it cannot be said.
 */
own: number | null, 
/**
 * Own count has gaps before `as_of`: it is a floor.
 */
own_is_floor: boolean, 
/**
 * Minutes before `as_of` in which nobody watched.
 */
unwatched_minutes: number, 
/**
 * A figure since opening is at most so many more than counted; none where the own count is
 * as high or they cannot be compared.
 */
at_most: number | null, };

/**
 * What stands in a form.
 */
export type Typed = { "kind": "incident", 
/**
 * What is told so far.
 */
told: IncidentInput, 
/**
 * Why it is told again; none for a report, or not said yet.
 */
reason: IncidentAmendReason | null, } | { "kind": "complaint", 
/**
 * Who is to decide.
 */
to: ComplaintTo, 
/**
 * How far it has come; none: not said yet, or they decided.
 */
stage: ComplaintStage | null, 
/**
 * What they decided.
 */
decision: ComplaintDecision | null, 
/**
 * When, as typed; may be empty.
 */
at: string, 
/**
 * The number; may be empty.
 */
number: string, 
/**
 * The words; may be empty.
 */
text: string, };

/**
 * What undo would take back.
 */
export type UndoView = { 
/**
 * Ordinal of the counted event.
 */
event: number, 
/**
 * Its category.
 */
category: number, 
/**
 * Persons it takes back: 1, or a whole group.
 */
persons: number, 
/**
 * When it was counted, civil text.
 */
at: string, };

/**
 * What a person asks when it cannot wait.
 */
export type UrgentCommand = { "kind": "report_removed", 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "report_danger", 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "tell_urgent", 
/**
 * Its handle in `urgent`.
 */
event: number, 
/**
 * What is known now; of the same kind as the alarm.
 */
what: UrgentWhat, 
/**
 * In own words; may be empty.
 */
text: string, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, } | { "kind": "end_urgent", 
/**
 * Its handle in `urgent`.
 */
event: number, 
/**
 * In which word.
 */
word: OverWord, 
/**
 * Milliseconds since the touch.
 */
since_touch_ms: number, };

/**
 * That an alarm is over.
 */
export type UrgentOverView = { 
/**
 * In which word.
 */
word: OverWord, 
/**
 * When, civil text.
 */
at: string, 
/**
 * How far that has come.
 */
place: UrgentPlace, };

/**
 * How far an alarm has come.
 */
export type UrgentPlace = "on_phone" | "with_lead" | "at_headquarters";

/**
 * One alarm, as far as told.
 */
export type UrgentView = { 
/**
 * Ordinal of its first event: its name in commands.
 */
event: number, 
/**
 * What happened, as far as told.
 */
what: UrgentWhat, 
/**
 * The station's code; empty where none is known.
 */
station_code: string, 
/**
 * When, civil text.
 */
at: string, 
/**
 * The person's words, in order.
 */
texts: Array<string>, 
/**
 * How far its latest event has come.
 */
place: UrgentPlace, 
/**
 * Said to be over.
 */
over: UrgentOverView | null, };

/**
 * Which of the two, and what was told.
 */
export type UrgentWhat = { "kind": "removed", 
/**
 * By whom.
 */
by: RemovedBy, 
/**
 * The reason they gave.
 */
reason: RemovalReason, 
/**
 * In what form.
 */
decision: DecisionForm, } | { "kind": "in_danger", 
/**
 * What it is.
 */
danger: Danger, };

/**
 * How well the point is seen.
 */
export type ViewOfPoint = "full" | "partly_blocked" | "none";

/**
 * The open visit.
 */
export type VisitView = { 
/**
 * Ordinal of its `Arrived` event: the visit's name.
 */
visit: number, 
/**
 * Where.
 */
station: StationView, 
/**
 * Inside, outside, or not admitted.
 */
presence: Presence, 
/**
 * Since when, civil text.
 */
since: string, 
/**
 * The polling day it belongs to, `YYYY-MM-DD`.
 */
day: string, };

/**
 * The open watch, for whoever counts beside it to scan.
 */
export type WatchCodeView = { 
/**
 * Its short name, to compare by eye; shown by both phones.
 */
name: string, 
/**
 * `SANAQW1:…`, what the squares say.
 */
code: string, 
/**
 * The same as squares; none where no picture could be made.
 */
qr: QrView | null, };

/**
 * How two watches at one point stand to one another.
 */
export type WatchRelation = "parallel" | "relay" | "split";

/**
 * The state of watching, shown as a chip.
 */
export type WatchView = { "kind": "none" } | { "kind": "watching", 
/**
 * Ordinal of its start.
 */
watch: number, 
/**
 * Where one looks.
 */
point: PointView, 
/**
 * What it covers (names of desks or boxes); empty = the whole point.
 */
covers: Array<string>, 
/**
 * How well one sees.
 */
view: ViewOfPoint, 
/**
 * Since when, civil text.
 */
since: string, } | { "kind": "paused", 
/**
 * Ordinal of its start.
 */
watch: number, 
/**
 * Where one looked.
 */
point: PointView, 
/**
 * Why.
 */
reason: PauseReason, 
/**
 * Since when, civil text.
 */
since: string, } | { "kind": "interrupted", 
/**
 * Ordinal of its start.
 */
watch: number, 
/**
 * Where one looked.
 */
point: PointView, 
/**
 * Last sign of life, civil text: watched until here.
 */
last_sign: string, 
/**
 * Minutes from then until now.
 */
gap_minutes: number, };

/**
 * What a wipe of an enrolment would destroy, asked for before it may be ordered.
 */
export type WipeView = { 
/**
 * Which enrolment.
 */
enrolment: string, 
/**
 * Its election; empty while locked.
 */
election: Texts, 
/**
 * Events that have no copy anywhere else; `wipe` must repeat this figure.
 * None while locked: it cannot be known, and `wipe` must say so too.
 */
only_here: number | null, 
/**
 * Besides these, events with a team lead only.
 */
with_lead_only: number, 
/**
 * Pages of other devices carried here that headquarters has not receipted; `wipe` must
 * repeat this figure too. None while locked.
 */
others_pages: number | null, 
/**
 * Of how many devices.
 */
others_devices: number, 
/**
 * Answers in checklists among them.
 */
answers: number, 
/**
 * Counted persons among them.
 */
counted: number, };

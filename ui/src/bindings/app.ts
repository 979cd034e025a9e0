// Written by `cargo run -p app --bin bindings` from crates/app/src/api. Do not edit.

/**
 * What an alarm is about.
 */
export type AlarmKind = "receipt_not_mine" | "page_not_readable" | "held" | "salvaged" | "cloned" | "restored" | "headquarters_lost" | "clock_wrong";

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
page: number | null, };

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
 * All its answers lie at headquarters under a receipt.
 */
delivered: boolean, };

/**
 * One checklist, its items in the form's order, groups included.
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
label: Texts, };

/**
 * Which time the hours follow.
 */
export type ClockBasis = { "kind": "claimed" } | { "kind": "corrected", 
/**
 * Seconds added to the device's clock.
 */
by_s: number, };

/**
 * Imperative. `since_touch_ms`: milliseconds from the touch to the call, on the interface's
 * monotonic clock; the event's time is the touch's.
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
 * The event shown by `undo`; a stale one is refused as `nothing_to_undo`.
 */
event: number, 
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
since_touch_ms: number, } | { "kind": "seal_now" } | { "kind": "send_now" } | { "kind": "app_to_front" } | { "kind": "network_back" } | { "kind": "wipe", 
/**
 * Folder name.
 */
enrolment: string, 
/**
 * The figure of the `wipe` view, repeated.
 */
only_here: number | null, };

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
 * Fifteen quiet minutes: the silent question "still watching?" stands.
 */
ask_still_watching: boolean, };

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
 * Languages of the election's texts, its own order.
 */
languages: Array<string>, 
/**
 * The definition has arrived; until then built-in categories and a typed station code.
 */
defined: boolean, };

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
wait_s: number, } | { "kind": "no_such_enrolment" } | { "kind": "locked" } | { "kind": "no_visit" } | { "kind": "visit_open" } | { "kind": "no_watch" } | { "kind": "watch_open" } | { "kind": "gap_unanswered" } | { "kind": "nothing_to_undo" } | { "kind": "no_such_category" } | { "kind": "no_such_question" } | { "kind": "answer_does_not_fit" } | { "kind": "no_station_code" } | { "kind": "not_a_figure" } | { "kind": "nothing_to_send" } | { "kind": "wipe_not_confirmed" } | { "kind": "disk_full" } | { "kind": "store_damaged" } | { "kind": "store_newer" } | { "kind": "store_busy" } | { "kind": "internal" };

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
 * Their numbers, in the form's order.
 */
choices: Array<number>, } | { "kind": "special", 
/**
 * Which.
 */
special: SpecialAnswer, };

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
state: HourState, };

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
export type ItemShape = { "kind": "group" } | { "kind": "note" } | { "kind": "text" } | { "kind": "integer" } | { "kind": "decimal" } | { "kind": "select_one", 
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
 * It is to be shown; a kept answer of an irrelevant question is not lost.
 */
relevant: boolean, 
/**
 * An answer (special ones count) is required.
 */
required: boolean, 
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
 * Whether the mobile box is included.
 */
export type MobileBox = "yes" | "no" | "unknown";

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
outcome: ContactOutcome, } | { "kind": "alarm", 
/**
 * What.
 */
alarm: AlarmKind, };

/**
 * Where a page is.
 */
export type PagePlace = { "kind": "on_phone" } | { "kind": "with_lead", 
/**
 * When, civil text.
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
 * The peer's code.
 */
code: string, };

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
 * A question; each names its [`super::Reply`].
 */
export type Query = { "kind": "session" } | { "kind": "stations" } | { "kind": "counter" } | { "kind": "checklists" } | { "kind": "checklist", 
/**
 * The form's number.
 */
form: number, 
/**
 * Which filling, from 1.
 */
instance: number, } | { "kind": "turnouts" } | { "kind": "log" } | { "kind": "delivery" } | { "kind": "wipe", 
/**
 * Folder name.
 */
enrolment: string, };

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
view: CounterView, } | { "kind": "checklists", 
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
contests: Array<ContestView>, } | { "kind": "log", 
/**
 * The list.
 */
list: Array<LogView>, } | { "kind": "delivery", 
/**
 * The view.
 */
view: DeliveryView, } | { "kind": "wipe", 
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
undelivered: number, };

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
 * Language code (`kk`, `ru`, `en`, …) to text. The interface takes its own language, else the
 * first that is there. Never made by Rust: it comes from the definition or a form.
 */
export type Texts = { [key in string]: string };

/**
 * What may have changed; one topic a query.
 */
export type Topic = "session" | "counter" | "checklists" | "delivery";

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
unwatched_minutes: number, };

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
 * When it was counted, civil text.
 */
at: string, };

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
 * Of these, events with a team lead only.
 */
with_lead_only: number, 
/**
 * Answers in checklists among them.
 */
answers: number, 
/**
 * Counted persons among them.
 */
counted: number, };

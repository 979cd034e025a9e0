//! What a person asks the app to do. May be refused; what it records is durable before the reply.
//!
//! A command carries what was touched and how long ago, never an event and never a time of its own:
//! the core reads the clock. Rejected: commands that return nothing, after which the interface
//! would have to guess what changed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    beside::BesideCommand,
    checklist::{ChecklistChange, Given},
    codes::TurnoutAmendReason,
    collect::{CollectCommand, StatusWord},
    counter::{PauseReason, ViewOfPoint},
    delivery::AlarmKind,
    draft::{DraftOf, Typed},
    earlier::Mend,
    incident::IncidentDeed,
    session::Presence,
    tally::Entry,
    turnout::{LogKind, TurnoutInput},
    urgent::UrgentCommand,
};

/// Imperative. `since_touch_ms`: milliseconds from the touch to the call, on the interface's
/// monotonic clock; the event's time is the touch's. A family of commands is an enum of its own,
/// written flat: its `kind` is the command's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// Reads a `.sanaq` file. Reply: `session` with `invitation` set.
    ReadInvitationFile {
        /// The file's bytes, standard base64.
        base64: String,
    },
    /// Reads a pasted or scanned code. Reply: `session` with `invitation` set.
    ReadInvitationCode {
        /// `SANAQ1:…`, spaces and line breaks forgiven.
        code: String,
    },
    /// Forgets the invitation read. Reply: `session`.
    DropInvitation,
    /// Makes the keys, sets the secret, opens the new enrolment. Reply: `session`.
    Enrol {
        /// PIN or passphrase.
        secret: String,
    },
    /// Opens an enrolment; also uncovers. Reply: `session`.
    Unlock {
        /// Folder name.
        enrolment: String,
        /// PIN or passphrase.
        secret: String,
    },
    /// Covers while a watch runs, locks otherwise. Reply: `session`.
    Cover,
    /// Locks: the key leaves memory. Reply: `session`.
    Lock,
    /// Opens a visit. Reply: `session`.
    Arrive {
        /// Assigned or typed; trimmed.
        station_code: String,
        /// Where the observer stands.
        presence: Presence,
        /// See above.
        since_touch_ms: u32,
    },
    /// The visit was at another station all the time; all its records go with it. Reply:
    /// `session`.
    MoveVisit {
        /// The station it really was at.
        station_code: String,
        /// In own words; may be empty.
        text: String,
        /// See above.
        since_touch_ms: u32,
    },
    /// Mends a visit that was left. Reply: `earlier`.
    MendVisit {
        /// Which one, of `earlier`.
        visit: u32,
        /// What is mended.
        mend: Mend,
        /// See above.
        since_touch_ms: u32,
    },
    /// Adds a station that is on no list of this device. Reply: `stations`.
    AddStation {
        /// The code on its wall.
        code: String,
        /// Its name as written there; may be empty.
        name: String,
        /// Where it is, in own words; may be empty.
        text: String,
        /// See above.
        since_touch_ms: u32,
    },
    /// Ends the watch and the visit. Reply: `session`.
    Leave {
        /// See above.
        since_touch_ms: u32,
    },
    /// Starts a watch. Reply: `counter`.
    StartWatch {
        /// Number of the counting point in the definition.
        point: u32,
        /// Names of desks or boxes in sight; empty = the whole point.
        covers: Vec<String>,
        /// How well one sees.
        view: ViewOfPoint,
        /// See above.
        since_touch_ms: u32,
    },
    /// Pauses the watch. Reply: `counter`.
    PauseWatch {
        /// Why.
        reason: PauseReason,
        /// See above.
        since_touch_ms: u32,
    },
    /// Goes on after a pause. Reply: `counter`.
    ResumeWatch {
        /// See above.
        since_touch_ms: u32,
    },
    /// Ends the watch. Reply: `counter`.
    EndWatch {
        /// See above.
        since_touch_ms: u32,
    },
    /// Answers what happened after an interruption. Reply: `counter`.
    AnswerGap {
        /// Go on or stop; the gap stays unknown either way.
        choice: GapChoice,
        /// See above.
        since_touch_ms: u32,
    },
    /// "Yes, still watching": a sign of life, no event. Reply: `counter`.
    StillWatching,
    /// Counts one person. Reply: `counter`, after the event is durable.
    RecordVoter {
        /// Number in the definition.
        category: u32,
        /// How.
        method: CountMethod,
        /// See above.
        since_touch_ms: u32,
    },
    /// Takes back the newest count that stands in this watch, or a tally. Reply: `counter`.
    UndoCount {
        /// The event shown by `undo` or by a tally; a stale one is refused as
        /// `nothing_to_undo`.
        event: u32,
        /// See above.
        since_touch_ms: u32,
    },
    /// Enters a count that is no tapping. Reply: `counter`.
    Enter {
        /// What was counted, and how.
        entry: Entry,
        /// See above.
        since_touch_ms: u32,
    },
    /// Notes an announced figure. Reply: `turnout_noted`.
    NoteTurnout {
        /// The figure and all about it.
        turnout: TurnoutInput,
        /// See above.
        since_touch_ms: u32,
    },
    /// Says a noted figure anew, whole; the first one stays on record. Reply: `turnout_noted`.
    AmendTurnout {
        /// Its event in `turnouts`.
        event: u32,
        /// All of it as it is right.
        turnout: TurnoutInput,
        /// Why.
        reason: TurnoutAmendReason,
        /// In own words; may be empty.
        text: String,
        /// See above.
        since_touch_ms: u32,
    },
    /// Begins one more filling of a form. Reply: `checklist`.
    BeginChecklist {
        /// The form's number.
        form: u32,
    },
    /// Gives, changes or clears (`empty`) an answer. Reply: `checklist` with all states anew.
    Answer {
        /// The form's number.
        form: u32,
        /// Which filling.
        instance: u32,
        /// Round of each repeat around the question; empty outside repeats.
        path: Vec<u32>,
        /// Which question.
        question: u32,
        /// The answer.
        given: Given,
        /// When it was seen, `HH:MM` on the station's wall; none = now.
        seen_at: Option<String>,
        /// See above.
        since_touch_ms: u32,
    },
    /// Changes a filling as a whole. Reply: `checklist`.
    ChangeChecklist {
        /// The form's number.
        form: u32,
        /// Which filling.
        instance: u32,
        /// What changes.
        change: ChecklistChange,
        /// See above.
        since_touch_ms: u32,
    },
    /// Writes a line into the station's log. Reply: `log`.
    LogEntry {
        /// What about.
        about: LogKind,
        /// In own words.
        text: String,
        /// When it was seen, `HH:MM` on the station's wall; none = now.
        seen_at: Option<String>,
        /// See above.
        since_touch_ms: u32,
    },
    /// Marks a moment, or tells of an incident, a complaint or a mark; what was told before
    /// stays. Reply: `incidents`; while covered a mark's, with `made` and `kinds` alone.
    TellIncident {
        /// What is told.
        deed: IncidentDeed,
        /// See above.
        since_touch_ms: u32,
    },
    /// Keeps what is typed into a form and not told yet, on this phone only; no event. Works while
    /// covered. Reply: `incidents`.
    KeepDraft {
        /// Which form.
        of: DraftOf,
        /// What stands in it; none: thrown away.
        typed: Option<Typed>,
    },
    /// Seals what is recorded into a page, without sending. Reply: `delivery`.
    SealNow,
    /// Seals and sends at once. Reply: `delivery` before the contact; a notice follows it.
    SendNow,
    /// The app came to the front. Reply: `done`.
    AppToFront,
    /// The network came back. Reply: `done`.
    NetworkBack,
    /// Joins the relay of a scanned or pasted code. Reply: `relays` before the contact.
    JoinRelay {
        /// `SANAQR1:…`, spaces and line breaks forgiven.
        code: String,
    },
    /// Joins an announced relay. Reply: `relays` before the contact.
    JoinAnnounced {
        /// Its handle in `relays`.
        relay: String,
    },
    /// Forgets the joined relay; what it holds and what is known of it stays. Reply: `relays`.
    LeaveRelay,
    /// Says a word to the lead, or (`none`) lets it follow from what is recorded. Reply: `relays`.
    SayStatus {
        /// The word.
        word: Option<StatusWord>,
    },
    /// Seals, and writes everything that has no receipt into one file. Reply: `bundle`.
    ExportBundle,
    /// Takes in such a file, or an answer to one. Reply: `imported`.
    ImportBundle {
        /// The file's bytes, standard base64.
        base64: String,
    },
    /// The person has read an alarm that can be closed; one that is gone already changes nothing.
    /// Reply: `delivery`.
    CloseAlarm {
        /// What it is about.
        alarm: AlarmKind,
        /// The page it names.
        page: Option<u32>,
    },
    /// Records that a notice was read. Reply: `notices`.
    ReadNotice {
        /// Its number in `notices`.
        notice: u32,
        /// See above.
        since_touch_ms: u32,
    },
    /// Destroys an enrolment's folder. Reply: `session`.
    Wipe {
        /// Folder name.
        enrolment: String,
        /// The figure of the `wipe` view, repeated.
        only_here: Option<u32>,
        /// The figure of others' pages in that view, repeated.
        others_pages: Option<u32>,
    },
    /// What cannot wait.
    #[serde(untagged)]
    Urgent(UrgentCommand),
    /// The lead's evening.
    #[serde(untagged)]
    Collect(CollectCommand),
    /// What stands beside the count.
    #[serde(untagged)]
    Beside(BesideCommand),
}

/// How a person was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountMethod {
    /// A touch on the screen.
    Screen,
    /// A key.
    Key,
}

/// What to do after an interruption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GapChoice {
    /// Count on from now at the same point.
    GoOn,
    /// The watch was over.
    Stop,
}

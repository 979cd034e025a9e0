//! Why a command or query was refused: a code the interface acts on, with its figures.
//!
//! The detail goes to the log, never to the person: words are the interface's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A refusal. `detail` is for the log and the tests and does not cross the seam.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{code:?}: {detail}")]
pub struct AppError {
    /// What the interface acts on.
    pub code: ErrorCode,
    /// English, for the log; never shown.
    #[serde(skip)]
    #[ts(skip)]
    pub detail: String,
}

impl AppError {
    /// A refusal without more to say to the log.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, detail: String::new() }
    }

    /// A refusal with a word for the log.
    pub fn because(code: ErrorCode, detail: impl std::fmt::Display) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

/// One code for each thing the interface must do or say differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ErrorCode {
    /// The file or pasted text is no invitation, or is damaged.
    NotAnInvitation,
    /// An invitation, but made by a newer program: update first.
    InvitationNewer,
    /// The invitation was read before on this device and is enrolled already.
    AlreadyEnrolled,
    /// No invitation was read before `enrol`.
    NoInvitation,
    /// PIN or passphrase shorter than `min` characters (or a PIN with other than digits).
    SecretTooWeak {
        /// Least number of characters.
        min: u32,
    },
    /// Wrong PIN or passphrase; the next try is refused for `wait_s` seconds.
    WrongSecret {
        /// Seconds until the next try is taken; 0 = at once.
        wait_s: u32,
        /// Wrong tries so far.
        attempts: u32,
    },
    /// Tried too soon: the waiting time after wrong tries still runs.
    TooSoon {
        /// Seconds until the next try is taken.
        wait_s: u32,
    },
    /// No such enrolment on this device.
    NoSuchEnrolment,
    /// Nothing is unlocked, or the app is covered and this would show what was recorded.
    Locked,
    /// Needs a visit: no station was chosen, or it was left.
    NoVisit,
    /// A visit is open already: leave first.
    VisitOpen,
    /// Needs a running watch.
    NoWatch,
    /// A watch is open already.
    WatchOpen,
    /// The last watch was interrupted: answer the gap first.
    GapUnanswered,
    /// Nothing counted in this watch that could be undone.
    NothingToUndo,
    /// The category is not in the election's definition.
    NoSuchCategory,
    /// No such checklist, instance or question.
    NoSuchQuestion,
    /// The answer does not fit its question's type (text in a number, unknown choice).
    AnswerDoesNotFit,
    /// The filling is finished: open it again first.
    ChecklistFinished,
    /// Required questions have no answer at all, not even why there is none.
    RequiredOpen {
        /// How many.
        n: u32,
    },
    /// The typed station code is empty.
    NoStationCode,
    /// The figure is not a whole number from 0 to 4,294,967,295.
    NotAFigure,
    /// The time does not end after it begins, or ends in the future.
    NotAStretch,
    /// No such trip, quiet stretch or figure.
    NoSuchEntry,
    /// The code of a hand-over is not fourteen digits, or one of them is wrong.
    NotAHandOverCode,
    /// This count was taken over, or passed on, on this device before.
    HandOverKnown,
    /// The text is no code of another person's watch.
    NotAWatchCode,
    /// The figure moved since it was read: read it again.
    FigureMoved,
    /// The visit is at this station already.
    SameStation,
    /// The station is on a list of this device already.
    StationListed,
    /// Nothing waits to be sealed or sent.
    NothingToSend,
    /// The election's definition does not use this part.
    NotSwitchedOn,
    /// Only a lead collects.
    NotALead,
    /// Enrolled by code and never in contact with headquarters: nobody can be checked yet.
    NoKeyList,
    /// This device has no address on a local network: join one, or open a hotspot.
    NoNetworkAddress,
    /// The code or file belongs to another election.
    OtherElection,
    /// The text is no relay's code, or is damaged.
    NotARelayCode,
    /// The relay is not announced any more, or was never believed.
    NoSuchRelay,
    /// The file is no bundle, or nothing in it could be read.
    BundleUnreadable,
    /// No such notice.
    NoSuchNotice,
    /// No such alarm.
    NoSuchUrgent,
    /// No such mark that waits, incident, complaint or question of headquarters.
    NoSuchIncident,
    /// Neither kind nor words say what happened, or an answer is empty.
    NothingTold,
    /// The figure confirmed for a wipe is not what would be lost: read it again.
    WipeNotConfirmed,
    /// The disk is full: nothing was recorded, what was recorded before is safe.
    DiskFull,
    /// The device's file is damaged and was moved aside; unlock again to salvage.
    StoreDamaged,
    /// The device's file was written by a newer program: update.
    StoreNewer,
    /// Another running program holds this enrolment.
    StoreBusy,
    /// Anything else; the log has the detail.
    Internal,
}

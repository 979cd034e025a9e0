//! What stands beside a count: gaps said afterwards, quiet time, the mobile box, the list, and
//! the count passed on.
//!
//! Every command of this family answers with the whole view, and the counter is asked anew by
//! its topic. Times that a person types are `HH:MM` on the station's wall. It refuses what has
//! no figure or no stretch; it asks nothing that only one country's law knows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::codes::{
    Accompanied, AmendReason, CorrectionReason, CountMeanwhile, QuietAnswer, RegisterKind,
    RegisterSource, StretchStands, WatchRelation,
};
use super::collect::QrView;
use super::counter::ViewOfPoint;

/// What a person asks. Reply of each: `beside`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BesideCommand {
    /// Says how a stretch of this visit's watching stands.
    AmendWatch {
        /// Its first minute.
        from: String,
        /// The first minute after it.
        to: String,
        /// How it stands.
        stands: StretchStands,
        /// Why.
        reason: AmendReason,
        /// In own words; may be empty.
        text: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Says what a quiet stretch was.
    ExplainQuiet {
        /// Its event in `quiet`.
        event: u32,
        /// What it was.
        answer: QuietAnswer,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Says that an hour's figure is another; the taps stay.
    CorrectHour {
        /// The hour's start, as the counter names it.
        start: String,
        /// The figure that is right.
        persons: u32,
        /// Why.
        reason: CorrectionReason,
        /// In own words; may be empty.
        text: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Says how the open watch stands to whoever else watches the same point, or to one of them.
    RelateWatch {
        /// How.
        relation: WatchRelation,
        /// The code of the other's watch, pasted or scanned; empty: whoever else watches there.
        other: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// A mobile box goes out. A gap pauses the running watch; *handed over* is refused while one
    /// runs: hand the count over first.
    StartBoxTrip {
        /// The box's number or name; may be empty.
        name: String,
        /// Applications for voting at home, where told.
        applications: Option<u32>,
        /// Ballots taken along, where told.
        ballots: Option<u32>,
        /// Whether an observer goes along.
        accompanied: Accompanied,
        /// What becomes of the count.
        meanwhile: CountMeanwhile,
        /// In own words; may be empty.
        text: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// The box is back.
    EndBoxTrip {
        /// Its event in `box_trips`.
        trip: u32,
        /// Persons who voted into it, where told.
        voted: Option<u32>,
        /// Ballots brought back unused, where told.
        returned: Option<u32>,
        /// Whether an observer was along all the way.
        accompanied: Accompanied,
        /// In own words; may be empty.
        text: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Notes a figure of the list or the ballots.
    NoteRegister {
        /// What it is.
        what: RegisterKind,
        /// The figure.
        figure: u32,
        /// The time it holds for.
        as_of: String,
        /// Number of the contest; none where they are not told apart.
        contest: Option<u32>,
        /// Where it comes from.
        source: RegisterSource,
        /// By whom, for `told`; may be empty.
        told_by: String,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Passes the count on and ends the watch.
    HandOver {
        /// The figure of `hand_over`, repeated: somebody read it.
        figure: u32,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Takes a count over into the running watch, or into a new one that it starts.
    TakeOver {
        /// Fourteen digits, or what the square code says.
        code: String,
        /// Number of the counting point, for a new watch.
        point: u32,
        /// Names of desks or boxes in sight, for a new watch.
        covers: Vec<String>,
        /// How well one sees, for a new watch.
        view: ViewOfPoint,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
    /// Takes back a count that was taken over at this visit.
    GiveBack {
        /// Its event in `taken`.
        event: u32,
        /// Milliseconds since the touch.
        since_touch_ms: u32,
    },
}

/// Everything beside the count at this visit, each list newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BesideView {
    /// Quiet stretches, answered or not.
    pub quiet: Vec<QuietView>,
    /// Stretches said otherwise afterwards.
    pub amended: Vec<AmendedView>,
    /// Trips of the mobile box.
    pub box_trips: Vec<BoxTripView>,
    /// Figures of the list and the ballots.
    pub registers: Vec<RegisterView>,
    /// Voters on the list as headquarters imported it.
    pub imported: Option<u32>,
    /// The figure a hand-over would pass on now; none without a watch.
    pub hand_over: Option<u32>,
    /// The count that was passed on last at this visit.
    pub given: Option<HandOverView>,
    /// The count that was taken over last at this visit.
    pub taken: Option<TakenView>,
    /// What was declared of the open watch and whoever else watches there.
    pub relation: Option<WatchRelation>,
    /// What was declared of the open watch and one other, the latest of each.
    pub related: Vec<RelatedView>,
    /// The open watch's own code; none without a watch.
    pub watch_code: Option<WatchCodeView>,
}

/// The open watch, for whoever counts beside it to scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WatchCodeView {
    /// Its short name, to compare by eye; shown by both phones.
    pub name: String,
    /// `SANAQW1:…`, what the squares say.
    pub code: String,
    /// The same as squares; none where no picture could be made.
    pub qr: Option<QrView>,
}

/// How the open watch stands to one other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelatedView {
    /// The other's short name.
    pub name: String,
    /// How.
    pub relation: WatchRelation,
}

/// Quiet time in a watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietView {
    /// Ordinal of its event.
    pub event: u32,
    /// `10:05`
    pub from: String,
    /// `10:25`
    pub to: String,
    /// What was answered last.
    pub answer: QuietAnswer,
}

/// A stretch said otherwise afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AmendedView {
    /// Ordinal of its event.
    pub event: u32,
    /// `10:05`
    pub from: String,
    /// `10:25`
    pub to: String,
    /// How it stands.
    pub stands: StretchStands,
    /// Why.
    pub reason: AmendReason,
    /// In own words; may be empty.
    pub text: String,
}

/// A trip of the mobile box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoxTripView {
    /// Ordinal of its event: the trip's name.
    pub trip: u32,
    /// The box; may be empty.
    pub name: String,
    /// When it went out, civil text.
    pub out: String,
    /// Applications, where told.
    pub applications: Option<u32>,
    /// Ballots taken along, where told.
    pub ballots: Option<u32>,
    /// Whether an observer went along.
    pub accompanied: Accompanied,
    /// What became of the count.
    pub meanwhile: CountMeanwhile,
    /// Its return; none while it is out.
    pub back: Option<BoxBackView>,
}

/// The return of a mobile box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoxBackView {
    /// When, civil text.
    pub at: String,
    /// Persons who voted into it, where told.
    pub voted: Option<u32>,
    /// Ballots brought back unused, where told.
    pub returned: Option<u32>,
    /// Whether an observer was along all the way.
    pub accompanied: Accompanied,
}

/// A figure of the list or the ballots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterView {
    /// Ordinal of its event.
    pub event: u32,
    /// What it is.
    pub what: RegisterKind,
    /// The figure.
    pub figure: u32,
    /// `07:00`
    pub as_of: String,
    /// Number of the contest.
    pub contest: Option<u32>,
    /// Where it comes from.
    pub source: RegisterSource,
    /// By whom; may be empty.
    pub told_by: String,
}

/// A count that was passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandOverView {
    /// Fourteen digits in groups of four, to read aloud.
    pub code: String,
    /// The same and its event as squares; none where no picture could be made.
    pub qr: Option<QrView>,
    /// Persons of the day.
    pub figure: u32,
    /// `13:00`
    pub at: String,
}

/// A count that was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenView {
    /// Ordinal of its event, what `give_back` takes.
    pub event: u32,
    /// Persons of the day until then, counted by whoever left; never counted again.
    pub figure: u32,
    /// `13:00`
    pub at: String,
}

/// One hour opened down to what was signed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedHourView {
    /// `10:00`
    pub from: String,
    /// `11:00`
    pub to: String,
    /// Every event behind its figure, by time.
    pub events: Vec<OpenedEventView>,
    /// There are more than are shown.
    pub more: bool,
}

/// An event behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedEventView {
    /// Ordinal of the event in its journal.
    pub event: u32,
    /// When it counts, civil text.
    pub at: String,
    /// What it is.
    pub what: OpenedKind,
    /// Category number.
    pub category: u32,
    /// Persons it says.
    pub persons: u32,
    /// Taken back.
    pub undone: bool,
}

/// What kind of event stands behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenedKind {
    /// One person.
    Tap,
    /// Several at once.
    Group,
    /// A figure kept without the app.
    Tally,
    /// An hour's figure said to be another.
    Correction,
}

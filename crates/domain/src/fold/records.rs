//! The records of what an observer's journal holds beside its watches.
//!
//! Rows may change shape with the fold's version; they are rebuilt, never migrated. Each keeps
//! the ordinal of its event, so that every figure opens down to what was signed.

use super::Moment;
use crate::event::{
    EntryKind, FigureCounts, FigureKind, FigureSource, FillingRef, MobileBox, Place,
    TurnoutAmendReason, TurnoutAmended, TurnoutNoted, Value,
};
use crate::ids::JournalRef;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};

/// How far a journal is folded, and what was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct JournalRecord {
    /// Ordinal of the last event applied.
    #[n(0)]
    pub last_ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub last: Option<Moment>,
    /// Kinds this program does not know: figures of this journal are incomplete.
    #[n(2)]
    pub unknown: BTreeMap<u64, UnknownKind>,
    /// Events that refer to nothing (a tap without a watch); they count nowhere.
    #[n(3)]
    pub stray: u32,
    /// Ordinal of the first such event.
    #[n(4)]
    pub first_stray: Option<u64>,
    /// Events of unknown kinds beyond those named in `unknown`.
    #[n(5)]
    pub unknown_more: u32,
}

/// Events of one unknown kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct UnknownKind {
    /// How many.
    #[n(0)]
    pub count: u32,
    /// Ordinal of the first.
    #[n(1)]
    pub first: u64,
    /// Ordinal of the last.
    #[n(2)]
    pub last: u64,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct VisitRecord {
    /// Ordinal of its `Arrived`.
    #[n(0)]
    pub ordinal: u64,
    /// The station's code as written.
    #[n(1)]
    pub station: String,
    /// Where the person could stand.
    #[n(2)]
    pub place: Place,
    /// Arrival.
    #[n(3)]
    pub arrived: Moment,
    /// Leaving, where told.
    #[n(4)]
    pub left: Option<Moment>,
    /// Stations it was written for before, the first one first.
    #[n(5)]
    pub moves: Vec<VisitMove>,
}

/// A visit's station mended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct VisitMove {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// The code that stood before.
    #[n(1)]
    pub before: String,
    /// The observer's words.
    #[n(2)]
    pub words: Option<String>,
}

/// A notice the person read, named as headquarters named it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ReadingRecord {
    /// Ordinal of the first event that says so.
    #[n(0)]
    pub ordinal: u64,
    /// When it was read.
    #[n(1)]
    pub moment: Moment,
    /// Headquarters' journal the notice stands in.
    #[n(2)]
    pub journal: JournalRef,
    /// The notice's number there.
    #[n(3)]
    pub notice: u64,
}

/// A station a journal was at.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StationRecord {
    /// The code as first written.
    #[n(0)]
    pub code: String,
    /// Ordinals of the visits.
    #[n(1)]
    pub visits: BTreeSet<u64>,
}

/// A turnout figure.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TurnoutRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written down.
    #[n(1)]
    pub moment: Moment,
    /// Its visit.
    #[n(2)]
    pub visit: u64,
    /// The figure.
    #[n(3)]
    pub figure: u64,
    /// What stretch it counts.
    #[n(4)]
    pub counts: FigureCounts,
    /// The moment it is for, Unix seconds.
    #[n(5)]
    pub as_of: i64,
    /// The zone it was announced in, where not the station's.
    #[n(6)]
    pub zone: Option<String>,
    /// When it was heard, where not when it was written.
    #[n(7)]
    pub noted_at: Option<i64>,
    /// What was counted.
    #[n(8)]
    pub what: FigureKind,
    /// Whether the mobile box is in it.
    #[n(9)]
    pub mobile_box: MobileBox,
    /// The contest, where told apart.
    #[n(10)]
    pub contest: Option<u32>,
    /// Where it comes from.
    #[n(11)]
    pub source: FigureSource,
    /// Who said so.
    #[n(12)]
    pub told_by: Option<String>,
    /// Ordinals of the events that said it anew; the latest holds.
    #[n(13)]
    pub amended: Vec<u64>,
    /// The figure as it was noted first.
    #[n(14)]
    pub noted_figure: u64,
    /// It does not stand any more.
    #[n(15)]
    pub withdrawn: bool,
}

/// A filling of a form.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct FormRecord {
    /// Its visit.
    #[n(0)]
    pub visit: u64,
    /// The form's number.
    #[n(1)]
    pub form: u32,
    /// The form's version: it stays with this filling.
    #[n(2)]
    pub version: u32,
    /// Which filling in this visit, from 1.
    #[n(3)]
    pub instance: u32,
    /// When its first answer was written.
    #[n(4)]
    pub first: Moment,
    /// When its latest answer was written.
    #[n(5)]
    pub last: Moment,
    /// Answers, the latest of each question, by repeat path and question.
    #[n(6)]
    pub answers: BTreeMap<(Vec<u32>, u32), AnswerRecord>,
    /// Rounds of repeats that were added to or taken from, by repeat path and repeat.
    #[n(7)]
    pub rounds: BTreeMap<(Vec<u32>, u32), RoundsRecord>,
    /// When it was finished; none while it is open.
    #[n(8)]
    pub finished: Option<Moment>,
    /// Every time it was opened again.
    #[n(9)]
    pub reopened: Vec<ReopeningRecord>,
}

/// The rounds of one repeat.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RoundsRecord {
    /// Those that stand, in the order they were added.
    #[n(0)]
    pub standing: Vec<u32>,
    /// The highest number ever given.
    #[n(1)]
    pub highest: u32,
}

/// A finished filling was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ReopeningRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When.
    #[n(1)]
    pub moment: Moment,
    /// Why, in the person's words.
    #[n(2)]
    pub reason: String,
}

/// The latest answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AnswerRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// The answer; cleared ones stay, as cleared.
    #[n(2)]
    pub value: Value,
    /// When it was seen, where not when it was written.
    #[n(3)]
    pub seen_at: Option<i64>,
    /// How many answers this question had before this one.
    #[n(4)]
    pub before: u32,
}

/// A log entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LogRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Its visit.
    #[n(2)]
    pub visit: Option<u64>,
    /// What it is about.
    #[n(3)]
    pub entry: EntryKind,
    /// The observer's words.
    #[n(4)]
    pub text: String,
    /// When it was seen, where not when it was written.
    #[n(5)]
    pub seen_at: Option<i64>,
}

/// The journal continues another.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OriginRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// The journal before.
    #[n(1)]
    pub old_journal: JournalRef,
    /// Its last page known.
    #[n(2)]
    pub last_number: u64,
    /// That page's hash.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
}

impl TurnoutRecord {
    pub(super) fn of(ordinal: u64, moment: Moment, event: &TurnoutNoted) -> Self {
        Self {
            ordinal,
            moment,
            visit: event.visit,
            figure: event.figure,
            counts: event.counts,
            as_of: event.as_of,
            zone: event.zone.clone(),
            noted_at: event.noted_at,
            what: event.what,
            mobile_box: event.mobile_box,
            contest: event.contest,
            source: event.source,
            told_by: event.told_by.clone(),
            amended: Vec::new(),
            noted_figure: event.figure,
            withdrawn: false,
        }
    }

    pub(super) fn amend(&mut self, ordinal: u64, event: &TurnoutAmended) {
        self.figure = event.figure;
        self.counts = event.counts;
        self.as_of = event.as_of;
        self.zone.clone_from(&event.zone);
        self.what = event.what;
        self.mobile_box = event.mobile_box;
        self.contest = event.contest;
        self.withdrawn = event.reason == TurnoutAmendReason::Withdrawn;
        self.amended.push(ordinal);
    }
}

impl Default for RoundsRecord {
    /// A repeat begins with one round.
    fn default() -> Self {
        Self { standing: vec![1], highest: 1 }
    }
}

impl FormRecord {
    /// A filling before anything was said in it.
    pub(super) fn begun(filling: &FillingRef, moment: Moment) -> Self {
        Self {
            visit: filling.visit,
            form: filling.form,
            version: filling.form_version,
            instance: filling.instance,
            first: moment,
            last: moment,
            answers: BTreeMap::new(),
            rounds: BTreeMap::new(),
            finished: None,
            reopened: Vec::new(),
        }
    }

    /// Rounds of a repeat that stand, and the highest number given; one round before any event.
    #[must_use]
    pub fn rounds_of(&self, path: &[u32], repeat: u32) -> RoundsRecord {
        self.rounds.get(&(path.to_vec(), repeat)).cloned().unwrap_or_default()
    }

    /// What was recorded, as a form evaluates it.
    #[must_use]
    pub fn record(&self) -> crate::form::Record {
        let answers = self.answers.iter().map(|(place, answer)| (place.clone(), &answer.value));
        let rounds = self.rounds.iter().map(|(place, rounds)| (place.clone(), &rounds.standing));
        crate::form::Record {
            answers: answers.map(|(place, value)| (place, value.clone())).collect(),
            rounds: rounds.map(|(place, rounds)| (place, rounds.clone())).collect(),
        }
    }

    /// The answers outside repeats, as a form evaluates them.
    #[must_use]
    pub fn top_answers(&self) -> crate::form::Answers {
        let top = self.answers.iter().filter(|((path, _), _)| path.is_empty());
        let kept = top.filter(|(_, answer)| answer.value != Value::Cleared);
        kept.map(|((_, question), answer)| (*question, answer.value.clone())).collect()
    }
}

//! Records of what a count is beside its taps: tallies, relations, hand-overs, boxes, lists.
//!
//! Each keeps the ordinal of its event, so that a figure opens down to what was signed. None
//! of them changes a tap. An undone tally stays, marked. Rows may change shape with the fold's
//! version. Rejected: adding a tally to a watch's quarters, which would invent tap times.

use super::Moment;
use crate::definition::StationSpec;
use crate::event::{
    Accompanied, BoxTripEnded, BoxTripStarted, CorrectionReason, CountHandedOver, CountMeanwhile,
    CountTakenOver, GroupCounted, GroupKind, HourCorrected, RegisterKind, RegisterNoted,
    RegisterSource, StationAdded, TallyEntered, TallyMethod, TallyRelation, WatchRelation,
    WatchesRelated,
};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// Most persons one group counts for: no room holds more, and sums stay within their type.
pub const GROUP_PERSONS_MAX: u32 = 100_000;

/// A group counted at once.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct GroupRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Category number.
    #[n(2)]
    pub category: u32,
    /// How many, at most [`GROUP_PERSONS_MAX`].
    #[n(3)]
    pub persons: u32,
    /// When the first came.
    #[n(4)]
    pub from: Moment,
    /// When the last had come.
    #[n(5)]
    pub to: Moment,
    /// Who they were.
    #[n(6)]
    pub group: GroupKind,
    /// The observer's words.
    #[n(7)]
    pub words: Option<String>,
}

/// Where a tally's figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum TallyOrigin {
    /// Kept without the app.
    #[n(1)]
    Entered(#[n(0)] TallyMethod, #[n(1)] TallyRelation),
    /// A figure of the app corrected: the one that was seen, and why.
    #[n(2)]
    Corrected(#[n(0)] u32, #[n(1)] CorrectionReason),
}

/// A figure for a stretch that no taps made.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TallyRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Its visit.
    #[n(2)]
    pub visit: u64,
    /// Version of the definition its numbers are of.
    #[n(3)]
    pub definition_version: u32,
    /// Its counting point's number.
    #[n(4)]
    pub point: u32,
    /// Desks or boxes in sight; empty is the whole point.
    #[n(5)]
    pub covers: Vec<String>,
    /// Category number.
    #[n(6)]
    pub category: u32,
    /// Its first second on the station's wall, Unix seconds.
    #[n(7)]
    pub from: i64,
    /// The first second after it.
    #[n(8)]
    pub to: i64,
    /// The figure.
    #[n(9)]
    pub persons: u32,
    /// Where it comes from.
    #[n(10)]
    pub origin: TallyOrigin,
    /// The observer's words.
    #[n(11)]
    pub words: Option<String>,
    /// Ordinal of the event that took it back.
    #[n(12)]
    pub undone: Option<u64>,
}

/// How two watches stand to one another, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RelationRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// The watch it is said of.
    #[n(1)]
    pub watch: EventRef,
    /// The other one; `None` is whoever else watches that point then.
    #[n(2)]
    pub other: Option<EventRef>,
    /// How they stand.
    #[n(3)]
    pub relation: WatchRelation,
}

/// Which half of a hand-over a journal holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum HandOverSide {
    /// This journal gave the count away.
    #[n(1)]
    Given,
    /// This journal took it; the other's event, where the code named it.
    #[n(2)]
    Taken(#[n(0)] Option<EventRef>),
}

/// One half of a hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HandOverRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// The journal's own watch.
    #[n(2)]
    pub watch: u64,
    /// Which half it is.
    #[n(3)]
    pub side: HandOverSide,
    /// The figure.
    #[n(4)]
    pub figure: u32,
    /// The moment it holds for, Unix seconds.
    #[n(5)]
    pub as_of: i64,
    /// What tells it apart.
    #[n(6)]
    pub tag: u32,
    /// What took it back, of a taken one.
    #[n(7)]
    pub undone: Option<u64>,
}

/// A figure of the list or the ballots.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RegisterRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Its visit.
    #[n(2)]
    pub visit: u64,
    /// What it is.
    #[n(3)]
    pub what: RegisterKind,
    /// The figure.
    #[n(4)]
    pub figure: u32,
    /// The moment it is for, Unix seconds.
    #[n(5)]
    pub as_of: i64,
    /// The contest, where told apart.
    #[n(6)]
    pub contest: Option<u32>,
    /// Where it comes from.
    #[n(7)]
    pub source: RegisterSource,
    /// Who said so.
    #[n(8)]
    pub told_by: Option<String>,
}

/// A trip of the mobile ballot box.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BoxTripRecord {
    /// Ordinal of its `BoxTripStarted`.
    #[n(0)]
    pub ordinal: u64,
    /// When it went out.
    #[n(1)]
    pub moment: Moment,
    /// Its visit.
    #[n(2)]
    pub visit: u64,
    /// The box's number or name.
    #[n(3)]
    pub name: Option<String>,
    /// Applications for voting at home.
    #[n(4)]
    pub applications: Option<u32>,
    /// Ballots taken along.
    #[n(5)]
    pub ballots: Option<u32>,
    /// Whether an observer went along.
    #[n(6)]
    pub accompanied: Accompanied,
    /// What became of the count.
    #[n(7)]
    pub meanwhile: CountMeanwhile,
    /// The observer's words.
    #[n(8)]
    pub words: Option<String>,
    /// Its return, where told; the latest word holds.
    #[n(9)]
    pub back: Option<BoxBack>,
}

/// A box's return.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BoxBack {
    /// Ordinal of its `BoxTripEnded`.
    #[n(0)]
    pub ordinal: u64,
    /// When it came back.
    #[n(1)]
    pub moment: Moment,
    /// Persons who voted into it.
    #[n(2)]
    pub voted: Option<u32>,
    /// Ballots brought back unused.
    #[n(3)]
    pub returned: Option<u32>,
    /// Whether an observer was along all the way.
    #[n(4)]
    pub accompanied: Accompanied,
    /// The observer's words.
    #[n(5)]
    pub words: Option<String>,
}

/// A station on no list, as described on the spot; the latest word holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AddedStationRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// The code on the wall.
    #[n(1)]
    pub code: String,
    /// Its name; may be empty.
    #[n(2)]
    pub name: String,
    /// Region path, the largest first.
    #[n(3)]
    pub region: Vec<String>,
    /// Its zone, where not the election's.
    #[n(4)]
    pub zone: Option<String>,
    /// The observer's words.
    #[n(5)]
    pub words: Option<String>,
}

impl GroupRecord {
    pub(super) fn of(ordinal: u64, moment: Moment, event: &GroupCounted) -> Self {
        Self {
            ordinal,
            moment,
            category: event.category,
            persons: event.persons.min(GROUP_PERSONS_MAX),
            from: moment.at(event.from),
            to: moment.at(event.to),
            group: event.group,
            words: event.words.clone(),
        }
    }

    /// The last second of its stretch: where it is counted.
    #[must_use]
    pub fn counted_at(&self) -> Moment {
        let last = self.to.claimed.saturating_sub(1).max(self.from.claimed);
        self.to.at(last)
    }
}

impl TallyRecord {
    pub(super) fn entered(ordinal: u64, moment: Moment, event: &TallyEntered) -> Self {
        Self {
            ordinal,
            moment,
            visit: event.visit,
            definition_version: event.definition_version,
            point: event.point,
            covers: event.covers.clone(),
            category: event.category,
            from: event.from,
            to: event.to,
            persons: event.persons,
            origin: TallyOrigin::Entered(event.method, event.relation),
            words: event.words.clone(),
            undone: None,
        }
    }

    pub(super) fn corrected(ordinal: u64, moment: Moment, event: &HourCorrected) -> Self {
        Self {
            ordinal,
            moment,
            visit: event.visit,
            definition_version: event.definition_version,
            point: event.point,
            covers: event.covers.clone(),
            category: event.category,
            from: event.from,
            to: event.to,
            persons: event.new,
            origin: TallyOrigin::Corrected(event.old, event.reason),
            words: event.words.clone(),
            undone: None,
        }
    }

    /// Whether it stands instead of the taps of its stretch.
    #[must_use]
    pub fn replaces(&self) -> bool {
        match self.origin {
            TallyOrigin::Entered(_, TallyRelation::Replaces) | TallyOrigin::Corrected(..) => true,
            TallyOrigin::Entered(_, TallyRelation::Adds) => false,
        }
    }

    /// Whether somebody watched while it was kept; a memory and a correction watched nothing.
    #[must_use]
    pub fn watched(&self) -> bool {
        match self.origin {
            TallyOrigin::Entered(method, _) => method != TallyMethod::Memory,
            TallyOrigin::Corrected(..) => false,
        }
    }
}

impl RelationRecord {
    pub(super) fn of(ordinal: u64, event: &WatchesRelated) -> Self {
        Self { ordinal, watch: event.watch, other: event.other, relation: event.relation }
    }
}

impl HandOverRecord {
    pub(super) fn given(ordinal: u64, moment: Moment, event: &CountHandedOver) -> Self {
        let CountHandedOver { watch, figure, as_of, tag } = *event;
        let (side, undone) = (HandOverSide::Given, None);
        Self { ordinal, moment, watch, side, figure, as_of, tag, undone }
    }

    pub(super) fn taken(ordinal: u64, moment: Moment, event: &CountTakenOver) -> Self {
        let CountTakenOver { watch, figure, as_of, tag, given } = *event;
        let (side, undone) = (HandOverSide::Taken(given), None);
        Self { ordinal, moment, watch, side, figure, as_of, tag, undone }
    }
}

impl RegisterRecord {
    pub(super) fn of(ordinal: u64, moment: Moment, event: &RegisterNoted) -> Self {
        Self {
            ordinal,
            moment,
            visit: event.visit,
            what: event.what,
            figure: event.figure,
            as_of: event.as_of,
            contest: event.contest,
            source: event.source,
            told_by: event.told_by.clone(),
        }
    }
}

impl BoxTripRecord {
    pub(super) fn of(ordinal: u64, moment: Moment, event: &BoxTripStarted) -> Self {
        Self {
            ordinal,
            moment,
            visit: event.visit,
            name: event.name.clone(),
            applications: event.applications,
            ballots: event.ballots,
            accompanied: event.accompanied,
            meanwhile: event.meanwhile,
            words: event.words.clone(),
            back: None,
        }
    }
}

impl BoxBack {
    pub(super) fn of(ordinal: u64, moment: Moment, event: &BoxTripEnded) -> Self {
        Self {
            ordinal,
            moment,
            voted: event.voted,
            returned: event.returned,
            accompanied: event.accompanied,
            words: event.words.clone(),
        }
    }
}

impl AddedStationRecord {
    /// The station as far as its wall tells: nobody has imported it.
    #[must_use]
    pub fn spec(&self) -> StationSpec {
        StationSpec {
            name: self.name.clone(),
            region: self.region.clone(),
            zone: self.zone.clone(),
            ..StationSpec::of_code(&self.code)
        }
    }

    pub(super) fn of(ordinal: u64, event: &StationAdded) -> Self {
        Self {
            ordinal,
            code: event.code.clone(),
            name: event.name.clone(),
            region: event.region.clone(),
            zone: event.zone.clone(),
            words: event.words.clone(),
        }
    }
}

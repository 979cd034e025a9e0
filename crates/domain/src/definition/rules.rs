//! What else a mission decides beforehand: kinds of incidents, limits for findings, what is on.
//!
//! An article is named as the organisation wrote it and never made up here: where none is sure
//! the field is empty. What is switched on travels as words, so that an older program passes
//! over a part it does not have. Rejected: a gravity chosen on the spot alone, which two
//! observers of one thing would choose differently. Changing this changes bytes.

use super::Texts;
use minicbor::{Decode, Encode};

/// How grave a kind of incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Gravity {
    /// A shortcoming.
    #[n(1)]
    Minor,
    /// A breach of the rules.
    #[n(2)]
    Serious,
    /// It may change or spoil the result, or endangers people.
    #[n(3)]
    Grave,
}

/// A kind of incident. CBOR map with integer keys.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct IncidentKind {
    /// Its number in this version, from 1; signed events mean it.
    #[n(0)]
    pub number: u32,
    /// A stable word the interface may know.
    #[n(1)]
    pub code: String,
    /// How grave it is unless the observer says otherwise.
    #[n(2)]
    pub gravity: Gravity,
    /// Names by language; may be empty where the code is built in.
    #[n(3)]
    pub names: Texts,
    /// The article of the law to name, as the organisation wrote it.
    #[n(4)]
    pub article: Option<String>,
}

/// Somebody who stands in a contest.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Candidate {
    /// The number on the ballot, from 1.
    #[n(0)]
    pub number: u32,
    /// Names by language.
    #[n(1)]
    pub names: Texts,
}

/// Limits that findings and the missing list go by; absent means the built-in figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Limits {
    /// A watch without a tap for so long is asked about.
    #[n(0)]
    pub quiet_minutes: Option<u32>,
    /// A device of an open station that sent nothing for so long is silent.
    #[n(1)]
    pub silent_minutes: Option<u32>,
    /// Falling figures read as intervals when their sum is within so many percent of the
    /// total known otherwise,
    #[n(2)]
    pub interval_percent: Option<u32>,
    /// or within so many persons of it.
    #[n(3)]
    pub interval_persons: Option<u32>,
}

impl Limits {
    /// No limit of its own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of the program that a mission may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The voter counter.
    Count,
    /// Announced figures.
    Turnout,
    /// Checklists.
    Checklists,
    /// The station's log.
    Log,
    /// Incidents and complaints.
    Incidents,
    /// The mobile ballot box.
    BoxTrips,
    /// Handing a count over.
    HandOver,
    /// Collecting a team's day.
    Collect,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Turnout,
        Self::Checklists,
        Self::Log,
        Self::Incidents,
        Self::BoxTrips,
        Self::HandOver,
        Self::Collect,
    ];

    /// The word it travels as. Changing this changes bytes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Turnout => "turnout",
            Self::Checklists => "checklists",
            Self::Log => "log",
            Self::Incidents => "incidents",
            Self::BoxTrips => "box_trips",
            Self::HandOver => "hand_over",
            Self::Collect => "collect",
        }
    }
}

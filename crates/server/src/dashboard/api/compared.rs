//! Words of a figure beside another: an own count, a list, and the order stations stand in.
//!
//! Every quotient crosses with its denominator; without one there is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A figure somebody announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Announced {
    /// Voters.
    pub figure: u32,
    /// The moment it counts to.
    pub as_of: String,
    /// Station time, `HH:MM`.
    pub as_of_local: String,
    /// Who said so.
    pub source: AnnouncedSource,
    /// Who told it to whoever noted it; empty where not said.
    pub told_by: String,
    /// What was counted: a code of `TurnoutNoted`, `unclear` where not said.
    pub what: String,
    /// Number of the contest, where told apart.
    pub contest: Option<u32>,
    /// Its names by language; may be empty.
    pub contest_names: BTreeMap<String, String>,
    /// Whether the mobile box is in it: a code of `TurnoutNoted`; empty where not asked.
    pub mobile_box: String,
    /// It counts since the opening and can stand beside our count.
    pub comparable: bool,
    /// A later figure was smaller than an earlier one.
    pub falls: bool,
    /// Beside the own count; `null` where it cannot be compared.
    pub against: Option<Against>,
    /// Out of the largest list anybody names; `null` without one, and of an interval.
    pub share: Option<Share>,
}

/// Where an announced figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncedSource {
    /// Entered at headquarters for this station.
    Headquarters,
    /// Noted by an observer on the spot.
    Observer,
    /// Counted by an observer, such as the signatures of the list: nobody announced it.
    OwnCount,
}

/// An announced figure since the opening beside the own count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Against {
    /// Own count until its moment, a floor where minutes are unwatched; `null` without any.
    pub own: Option<u32>,
    /// Minutes of the vote before its moment in which nobody watched: the rate's denominator.
    pub unwatched_minutes: u32,
    /// At most so many more than counted; `null` when the own count is as high.
    pub at_most: Option<u32>,
    /// Voters a minute the figure would need in those minutes, one decimal as text; `null`
    /// without such minutes, or where it needs none.
    pub rate_needed: Option<String>,
}

/// A figure out of a list of voters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Share {
    /// Percent, one decimal as text, rounded down.
    pub percent: String,
    /// Voters on that list: the denominator.
    pub of: u32,
    /// Who names that list.
    pub said: ListSource,
}

/// Who says how long a list of voters is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ListSource {
    /// The list headquarters imported.
    Imported,
    /// An observer noted it.
    Noted,
}

/// Which stations come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StationOrder {
    /// By code, as people read numbers.
    #[default]
    ByCode,
    /// The largest difference between the announced figure and the own count.
    ByGap,
    /// The most unwatched minutes.
    ByUnwatched,
}

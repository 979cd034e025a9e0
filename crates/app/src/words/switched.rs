//! Words of the parts an election may switch on.
//!
//! By hand and without a default: a new part must be given its word before the interface can
//! show or hide it. Rejected: the definition's own text across the seam, which nobody checks.

use domain::definition as d;

use super::Same;
use crate::api as a;

impl Same<a::Feature> for d::Feature {
    fn same(self) -> a::Feature {
        match self {
            Self::Count => a::Feature::Count,
            Self::Turnout => a::Feature::Turnout,
            Self::Checklists => a::Feature::Checklists,
            Self::Log => a::Feature::Log,
            Self::Incidents => a::Feature::Incidents,
            Self::BoxTrips => a::Feature::BoxTrips,
            Self::HandOver => a::Feature::HandOver,
            Self::Collect => a::Feature::Collect,
        }
    }
}

#[cfg(test)]
mod tests;

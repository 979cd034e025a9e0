//! Words of groups and tallies.
//!
//! The seam's enums and `domain`'s are told into each other here, by hand and without a default:
//! a new code must be given its word. Rejected: one enum for both, which would tie what is signed
//! to what is drawn.

use domain::event as d;

use super::Same;
use crate::api as a;

impl Same<d::GroupKind> for a::GroupKind {
    fn same(self) -> d::GroupKind {
        match self {
            Self::Conscripts => d::GroupKind::Conscripts,
            Self::Students => d::GroupKind::Students,
            Self::Residents => d::GroupKind::Residents,
            Self::Workers => d::GroupKind::Workers,
            Self::Brought => d::GroupKind::Brought,
            Self::Detained => d::GroupKind::Detained,
            Self::Other => d::GroupKind::Other,
        }
    }
}

impl Same<d::TallyMethod> for a::TallyMethod {
    fn same(self) -> d::TallyMethod {
        match self {
            Self::Paper => d::TallyMethod::Paper,
            Self::Clicker => d::TallyMethod::Clicker,
            Self::Recording => d::TallyMethod::Recording,
            Self::Memory => d::TallyMethod::Memory,
        }
    }
}

impl Same<d::TallyRelation> for a::TallyRelation {
    fn same(self) -> d::TallyRelation {
        match self {
            Self::Adds => d::TallyRelation::Adds,
            Self::Replaces => d::TallyRelation::Replaces,
        }
    }
}

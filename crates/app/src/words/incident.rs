//! Words of incidents and complaints.
//!
//! Beside the other words only because of their number; told by hand and without a default, so
//! that a new code must be given its word. Rejected: one enum for both sides, which would tie
//! what is signed to what is drawn.

use domain::definition::Gravity;
use domain::event as d;

use super::Same;
use crate::api as a;

impl Same<Gravity> for a::Gravity {
    fn same(self) -> Gravity {
        match self {
            Self::Minor => Gravity::Minor,
            Self::Serious => Gravity::Serious,
            Self::Grave => Gravity::Grave,
        }
    }
}

impl Same<a::Gravity> for Gravity {
    fn same(self) -> a::Gravity {
        match self {
            Self::Minor => a::Gravity::Minor,
            Self::Serious => a::Gravity::Serious,
            Self::Grave => a::Gravity::Grave,
        }
    }
}

impl Same<d::Occurrence> for a::Occurrence {
    fn same(self) -> d::Occurrence {
        match self {
            Self::Once => d::Occurrence::Once,
            Self::Several => d::Occurrence::Several,
            Self::GoingOn => d::Occurrence::GoingOn,
        }
    }
}

impl Same<a::Occurrence> for d::Occurrence {
    fn same(self) -> a::Occurrence {
        match self {
            Self::Once => a::Occurrence::Once,
            Self::Several => a::Occurrence::Several,
            Self::GoingOn => a::Occurrence::GoingOn,
        }
    }
}

impl Same<d::HowKnown> for a::HowKnown {
    fn same(self) -> d::HowKnown {
        match self {
            Self::SeenMyself => d::HowKnown::SeenMyself,
            Self::SeenInPart => d::HowKnown::SeenInPart,
            Self::Told => d::HowKnown::Told,
            Self::Recording => d::HowKnown::Recording,
        }
    }
}

impl Same<a::HowKnown> for d::HowKnown {
    fn same(self) -> a::HowKnown {
        match self {
            Self::SeenMyself => a::HowKnown::SeenMyself,
            Self::SeenInPart => a::HowKnown::SeenInPart,
            Self::Told => a::HowKnown::Told,
            Self::Recording => a::HowKnown::Recording,
        }
    }
}

impl Same<d::ToldTo> for a::ToldTo {
    fn same(self) -> d::ToldTo {
        match self {
            Self::Nobody => d::ToldTo::Nobody,
            Self::Chair => d::ToldTo::Chair,
            Self::Member => d::ToldTo::Member,
            Self::HigherCommission => d::ToldTo::HigherCommission,
            Self::Police => d::ToldTo::Police,
            Self::Agent => d::ToldTo::Agent,
            Self::Other => d::ToldTo::Other,
        }
    }
}

impl Same<a::ToldTo> for d::ToldTo {
    fn same(self) -> a::ToldTo {
        match self {
            Self::Nobody => a::ToldTo::Nobody,
            Self::Chair => a::ToldTo::Chair,
            Self::Member => a::ToldTo::Member,
            Self::HigherCommission => a::ToldTo::HigherCommission,
            Self::Police => a::ToldTo::Police,
            Self::Agent => a::ToldTo::Agent,
            Self::Other => a::ToldTo::Other,
        }
    }
}

impl Same<d::IncidentAmendReason> for a::IncidentAmendReason {
    fn same(self) -> d::IncidentAmendReason {
        match self {
            Self::MoreKnown => d::IncidentAmendReason::MoreKnown,
            Self::Corrected => d::IncidentAmendReason::Corrected,
            Self::Over => d::IncidentAmendReason::Over,
            Self::Withdrawn => d::IncidentAmendReason::Withdrawn,
        }
    }
}

impl Same<a::IncidentAmendReason> for d::IncidentAmendReason {
    fn same(self) -> a::IncidentAmendReason {
        match self {
            Self::MoreKnown => a::IncidentAmendReason::MoreKnown,
            Self::Corrected => a::IncidentAmendReason::Corrected,
            Self::Over => a::IncidentAmendReason::Over,
            Self::Withdrawn => a::IncidentAmendReason::Withdrawn,
        }
    }
}

impl Same<a::IncidentStatus> for d::IncidentStatus {
    fn same(self) -> a::IncidentStatus {
        match self {
            Self::Seen => a::IncidentStatus::Seen,
            Self::Checking => a::IncidentStatus::Checking,
            Self::Confirmed => a::IncidentStatus::Confirmed,
            Self::NotConfirmed => a::IncidentStatus::NotConfirmed,
            Self::PassedOn => a::IncidentStatus::PassedOn,
            Self::Settled => a::IncidentStatus::Settled,
            Self::Closed => a::IncidentStatus::Closed,
        }
    }
}

impl Same<d::ComplaintTo> for a::ComplaintTo {
    fn same(self) -> d::ComplaintTo {
        match self {
            Self::Commission => d::ComplaintTo::Commission,
            Self::HigherCommission => d::ComplaintTo::HigherCommission,
            Self::Police => d::ComplaintTo::Police,
            Self::Prosecutor => d::ComplaintTo::Prosecutor,
            Self::Court => d::ComplaintTo::Court,
            Self::Other => d::ComplaintTo::Other,
        }
    }
}

impl Same<a::ComplaintTo> for d::ComplaintTo {
    fn same(self) -> a::ComplaintTo {
        match self {
            Self::Commission => a::ComplaintTo::Commission,
            Self::HigherCommission => a::ComplaintTo::HigherCommission,
            Self::Police => a::ComplaintTo::Police,
            Self::Prosecutor => a::ComplaintTo::Prosecutor,
            Self::Court => a::ComplaintTo::Court,
            Self::Other => a::ComplaintTo::Other,
        }
    }
}

impl Same<d::ComplaintStage> for a::ComplaintStage {
    fn same(self) -> d::ComplaintStage {
        match self {
            Self::Written => d::ComplaintStage::Written,
            Self::HandedOver => d::ComplaintStage::HandedOver,
            Self::Accepted => d::ComplaintStage::Accepted,
            Self::Refused => d::ComplaintStage::Refused,
        }
    }
}

impl Same<a::ComplaintStage> for d::ComplaintStage {
    fn same(self) -> a::ComplaintStage {
        match self {
            Self::Written => a::ComplaintStage::Written,
            Self::HandedOver => a::ComplaintStage::HandedOver,
            Self::Accepted => a::ComplaintStage::Accepted,
            Self::Refused => a::ComplaintStage::Refused,
        }
    }
}

impl Same<d::ComplaintDecision> for a::ComplaintDecision {
    fn same(self) -> d::ComplaintDecision {
        match self {
            Self::Granted => d::ComplaintDecision::Granted,
            Self::GrantedInPart => d::ComplaintDecision::GrantedInPart,
            Self::Rejected => d::ComplaintDecision::Rejected,
            Self::NotConsidered => d::ComplaintDecision::NotConsidered,
            Self::PassedOn => d::ComplaintDecision::PassedOn,
        }
    }
}

impl Same<a::ComplaintDecision> for d::ComplaintDecision {
    fn same(self) -> a::ComplaintDecision {
        match self {
            Self::Granted => a::ComplaintDecision::Granted,
            Self::GrantedInPart => a::ComplaintDecision::GrantedInPart,
            Self::Rejected => a::ComplaintDecision::Rejected,
            Self::NotConsidered => a::ComplaintDecision::NotConsidered,
            Self::PassedOn => a::ComplaintDecision::PassedOn,
        }
    }
}

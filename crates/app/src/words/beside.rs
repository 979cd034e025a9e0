//! Words of what stands beside a count: gaps, quiet, boxes, lists, hand-overs.
//!
//! Told into each other by hand and without a default, as everywhere: a new code must be given
//! its word. Rejected: one enum for both sides of the seam.

use domain::event as d;

use super::Same;
use crate::api as a;

impl Same<d::Accompanied> for a::Accompanied {
    fn same(self) -> d::Accompanied {
        match self {
            Self::Yes => d::Accompanied::Yes,
            Self::No => d::Accompanied::No,
            Self::NotTold => d::Accompanied::NotTold,
            Self::Refused => d::Accompanied::Refused,
        }
    }
}

impl Same<a::Accompanied> for d::Accompanied {
    fn same(self) -> a::Accompanied {
        match self {
            Self::Yes => a::Accompanied::Yes,
            Self::No => a::Accompanied::No,
            Self::NotTold => a::Accompanied::NotTold,
            Self::Refused => a::Accompanied::Refused,
        }
    }
}

impl Same<d::CountMeanwhile> for a::CountMeanwhile {
    fn same(self) -> d::CountMeanwhile {
        match self {
            Self::Gap => d::CountMeanwhile::Gap,
            Self::HandedOver => d::CountMeanwhile::HandedOver,
            Self::GoesOn => d::CountMeanwhile::GoesOn,
            Self::NotCounting => d::CountMeanwhile::NotCounting,
        }
    }
}

impl Same<a::CountMeanwhile> for d::CountMeanwhile {
    fn same(self) -> a::CountMeanwhile {
        match self {
            Self::Gap => a::CountMeanwhile::Gap,
            Self::HandedOver => a::CountMeanwhile::HandedOver,
            Self::GoesOn => a::CountMeanwhile::GoesOn,
            Self::NotCounting => a::CountMeanwhile::NotCounting,
        }
    }
}

impl Same<d::RegisterKind> for a::RegisterKind {
    fn same(self) -> d::RegisterKind {
        match self {
            Self::ListAtOpening => d::RegisterKind::ListAtOpening,
            Self::ListAtClosing => d::RegisterKind::ListAtClosing,
            Self::Additions => d::RegisterKind::Additions,
            Self::Certificates => d::RegisterKind::Certificates,
            Self::BallotsReceived => d::RegisterKind::BallotsReceived,
            Self::HomeList => d::RegisterKind::HomeList,
        }
    }
}

impl Same<a::RegisterKind> for d::RegisterKind {
    fn same(self) -> a::RegisterKind {
        match self {
            Self::ListAtOpening => a::RegisterKind::ListAtOpening,
            Self::ListAtClosing => a::RegisterKind::ListAtClosing,
            Self::Additions => a::RegisterKind::Additions,
            Self::Certificates => a::RegisterKind::Certificates,
            Self::BallotsReceived => a::RegisterKind::BallotsReceived,
            Self::HomeList => a::RegisterKind::HomeList,
        }
    }
}

impl Same<d::RegisterSource> for a::RegisterSource {
    fn same(self) -> d::RegisterSource {
        match self {
            Self::OwnCount => d::RegisterSource::OwnCount,
            Self::Told => d::RegisterSource::Told,
            Self::Displayed => d::RegisterSource::Displayed,
            Self::Overheard => d::RegisterSource::Overheard,
            Self::Paper => d::RegisterSource::Paper,
        }
    }
}

impl Same<a::RegisterSource> for d::RegisterSource {
    fn same(self) -> a::RegisterSource {
        match self {
            Self::OwnCount => a::RegisterSource::OwnCount,
            Self::Told => a::RegisterSource::Told,
            Self::Displayed => a::RegisterSource::Displayed,
            Self::Overheard => a::RegisterSource::Overheard,
            Self::Paper => a::RegisterSource::Paper,
        }
    }
}

impl Same<d::AmendReason> for a::AmendReason {
    fn same(self) -> d::AmendReason {
        match self {
            Self::Meal => d::AmendReason::Meal,
            Self::BoxTrip => d::AmendReason::BoxTrip,
            Self::Complaint => d::AmendReason::Complaint,
            Self::SentOut => d::AmendReason::SentOut,
            Self::ViewBlocked => d::AmendReason::ViewBlocked,
            Self::PhoneTaken => d::AmendReason::PhoneTaken,
            Self::PhoneDead => d::AmendReason::PhoneDead,
            Self::OtherTask => d::AmendReason::OtherTask,
            Self::NobodyCame => d::AmendReason::NobodyCame,
            Self::Other => d::AmendReason::Other,
        }
    }
}

impl Same<a::AmendReason> for d::AmendReason {
    fn same(self) -> a::AmendReason {
        match self {
            Self::Meal => a::AmendReason::Meal,
            Self::BoxTrip => a::AmendReason::BoxTrip,
            Self::Complaint => a::AmendReason::Complaint,
            Self::SentOut => a::AmendReason::SentOut,
            Self::ViewBlocked => a::AmendReason::ViewBlocked,
            Self::PhoneTaken => a::AmendReason::PhoneTaken,
            Self::PhoneDead => a::AmendReason::PhoneDead,
            Self::OtherTask => a::AmendReason::OtherTask,
            Self::NobodyCame => a::AmendReason::NobodyCame,
            Self::Other => a::AmendReason::Other,
        }
    }
}

impl Same<d::StretchStands> for a::StretchStands {
    fn same(self) -> d::StretchStands {
        match self {
            Self::Gap => d::StretchStands::Gap,
            Self::Watched => d::StretchStands::Watched,
            Self::Doubtful => d::StretchStands::Doubtful,
        }
    }
}

impl Same<a::StretchStands> for d::StretchStands {
    fn same(self) -> a::StretchStands {
        match self {
            Self::Gap => a::StretchStands::Gap,
            Self::Watched => a::StretchStands::Watched,
            Self::Doubtful => a::StretchStands::Doubtful,
        }
    }
}

impl Same<d::QuietAnswer> for a::QuietAnswer {
    fn same(self) -> d::QuietAnswer {
        match self {
            Self::NobodyCame => d::QuietAnswer::NobodyCame,
            Self::NotCounted => d::QuietAnswer::NotCounted,
            Self::Away => d::QuietAnswer::Away,
            Self::NotAnswered => d::QuietAnswer::NotAnswered,
        }
    }
}

impl Same<a::QuietAnswer> for d::QuietAnswer {
    fn same(self) -> a::QuietAnswer {
        match self {
            Self::NobodyCame => a::QuietAnswer::NobodyCame,
            Self::NotCounted => a::QuietAnswer::NotCounted,
            Self::Away => a::QuietAnswer::Away,
            Self::NotAnswered => a::QuietAnswer::NotAnswered,
        }
    }
}

impl Same<d::CorrectionReason> for a::CorrectionReason {
    fn same(self) -> d::CorrectionReason {
        match self {
            Self::Missed => d::CorrectionReason::Missed,
            Self::CountedTwice => d::CorrectionReason::CountedTwice,
            Self::NotVoters => d::CorrectionReason::NotVoters,
            Self::Recording => d::CorrectionReason::Recording,
            Self::Compared => d::CorrectionReason::Compared,
            Self::Other => d::CorrectionReason::Other,
        }
    }
}

impl Same<a::CorrectionReason> for d::CorrectionReason {
    fn same(self) -> a::CorrectionReason {
        match self {
            Self::Missed => a::CorrectionReason::Missed,
            Self::CountedTwice => a::CorrectionReason::CountedTwice,
            Self::NotVoters => a::CorrectionReason::NotVoters,
            Self::Recording => a::CorrectionReason::Recording,
            Self::Compared => a::CorrectionReason::Compared,
            Self::Other => a::CorrectionReason::Other,
        }
    }
}

impl Same<d::WatchRelation> for a::WatchRelation {
    fn same(self) -> d::WatchRelation {
        match self {
            Self::Parallel => d::WatchRelation::Parallel,
            Self::Relay => d::WatchRelation::Relay,
            Self::Split => d::WatchRelation::Split,
        }
    }
}

impl Same<a::WatchRelation> for d::WatchRelation {
    fn same(self) -> a::WatchRelation {
        match self {
            Self::Parallel => a::WatchRelation::Parallel,
            Self::Relay => a::WatchRelation::Relay,
            Self::Split => a::WatchRelation::Split,
        }
    }
}

impl Same<d::TurnoutAmendReason> for a::TurnoutAmendReason {
    fn same(self) -> d::TurnoutAmendReason {
        match self {
            Self::Mistake => d::TurnoutAmendReason::Mistake,
            Self::Explained => d::TurnoutAmendReason::Explained,
            Self::PutRight => d::TurnoutAmendReason::PutRight,
            Self::Withdrawn => d::TurnoutAmendReason::Withdrawn,
        }
    }
}

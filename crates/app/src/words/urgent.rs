//! Words of what cannot wait, both ways.
//!
//! Beside the other words only because of their number. A plain check-in ends no alarm; where a
//! word is asked of it, it is the mildest.

use domain::event as d;
use domain::fold::UrgentWhat;

use super::Same;
use crate::api as a;

impl Same<d::RemovedBy> for a::RemovedBy {
    fn same(self) -> d::RemovedBy {
        match self {
            Self::Untold => d::RemovedBy::Untold,
            Self::Commission => d::RemovedBy::Commission,
            Self::Police => d::RemovedBy::Police,
            Self::Staff => d::RemovedBy::Staff,
            Self::Official => d::RemovedBy::Official,
            Self::Agent => d::RemovedBy::Agent,
            Self::Unknown => d::RemovedBy::Unknown,
            Self::Other => d::RemovedBy::Other,
        }
    }
}

impl Same<a::RemovedBy> for d::RemovedBy {
    fn same(self) -> a::RemovedBy {
        match self {
            Self::Untold => a::RemovedBy::Untold,
            Self::Commission => a::RemovedBy::Commission,
            Self::Police => a::RemovedBy::Police,
            Self::Staff => a::RemovedBy::Staff,
            Self::Official => a::RemovedBy::Official,
            Self::Agent => a::RemovedBy::Agent,
            Self::Unknown => a::RemovedBy::Unknown,
            Self::Other => a::RemovedBy::Other,
        }
    }
}

impl Same<d::RemovalReason> for a::RemovalReason {
    fn same(self) -> d::RemovalReason {
        match self {
            Self::Untold => d::RemovalReason::Untold,
            Self::NoneGiven => d::RemovalReason::NoneGiven,
            Self::Filming => d::RemovalReason::Filming,
            Self::Phone => d::RemovalReason::Phone,
            Self::Papers => d::RemovalReason::Papers,
            Self::NoRoom => d::RemovalReason::NoRoom,
            Self::Disturbing => d::RemovalReason::Disturbing,
            Self::MovingAbout => d::RemovalReason::MovingAbout,
            Self::CountBegins => d::RemovalReason::CountBegins,
            Self::Other => d::RemovalReason::Other,
        }
    }
}

impl Same<a::RemovalReason> for d::RemovalReason {
    fn same(self) -> a::RemovalReason {
        match self {
            Self::Untold => a::RemovalReason::Untold,
            Self::NoneGiven => a::RemovalReason::NoneGiven,
            Self::Filming => a::RemovalReason::Filming,
            Self::Phone => a::RemovalReason::Phone,
            Self::Papers => a::RemovalReason::Papers,
            Self::NoRoom => a::RemovalReason::NoRoom,
            Self::Disturbing => a::RemovalReason::Disturbing,
            Self::MovingAbout => a::RemovalReason::MovingAbout,
            Self::CountBegins => a::RemovalReason::CountBegins,
            Self::Other => a::RemovalReason::Other,
        }
    }
}

impl Same<d::DecisionForm> for a::DecisionForm {
    fn same(self) -> d::DecisionForm {
        match self {
            Self::Untold => d::DecisionForm::Untold,
            Self::InWriting => d::DecisionForm::InWriting,
            Self::Shown => d::DecisionForm::Shown,
            Self::Spoken => d::DecisionForm::Spoken,
            Self::PaperRefused => d::DecisionForm::PaperRefused,
        }
    }
}

impl Same<a::DecisionForm> for d::DecisionForm {
    fn same(self) -> a::DecisionForm {
        match self {
            Self::Untold => a::DecisionForm::Untold,
            Self::InWriting => a::DecisionForm::InWriting,
            Self::Shown => a::DecisionForm::Shown,
            Self::Spoken => a::DecisionForm::Spoken,
            Self::PaperRefused => a::DecisionForm::PaperRefused,
        }
    }
}

impl Same<d::Danger> for a::Danger {
    fn same(self) -> d::Danger {
        match self {
            Self::Untold => d::Danger::Untold,
            Self::Threatened => d::Danger::Threatened,
            Self::Followed => d::Danger::Followed,
            Self::HeldBack => d::Danger::HeldBack,
            Self::Detained => d::Danger::Detained,
            Self::Attacked => d::Danger::Attacked,
            Self::Hurt => d::Danger::Hurt,
            Self::Other => d::Danger::Other,
        }
    }
}

impl Same<a::Danger> for d::Danger {
    fn same(self) -> a::Danger {
        match self {
            Self::Untold => a::Danger::Untold,
            Self::Threatened => a::Danger::Threatened,
            Self::Followed => a::Danger::Followed,
            Self::HeldBack => a::Danger::HeldBack,
            Self::Detained => a::Danger::Detained,
            Self::Attacked => a::Danger::Attacked,
            Self::Hurt => a::Danger::Hurt,
            Self::Other => a::Danger::Other,
        }
    }
}

impl Same<d::CheckInWord> for a::OverWord {
    fn same(self) -> d::CheckInWord {
        match self {
            Self::SafeAgain => d::CheckInWord::SafeAgain,
            Self::ByMistake => d::CheckInWord::ByMistake,
            Self::BackInside => d::CheckInWord::BackInside,
        }
    }
}

impl Same<a::OverWord> for d::CheckInWord {
    fn same(self) -> a::OverWord {
        match self {
            Self::Well | Self::SafeAgain => a::OverWord::SafeAgain,
            Self::ByMistake => a::OverWord::ByMistake,
            Self::BackInside => a::OverWord::BackInside,
        }
    }
}

impl Same<a::UrgentWhat> for UrgentWhat {
    fn same(self) -> a::UrgentWhat {
        match self {
            Self::Removed { by, reason, decision } => a::UrgentWhat::Removed {
                by: by.same(),
                reason: reason.same(),
                decision: decision.same(),
            },
            Self::InDanger { danger } => a::UrgentWhat::InDanger { danger: danger.same() },
        }
    }
}

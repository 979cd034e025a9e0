//! One word here, the same word there: codes of `domain` and of the seam, both ways.
//!
//! The seam has enums of its own so that a change of signed bytes and a change of the interface
//! never meet in one type. Every match names every variant: a new one does not compile until the
//! interface has a word for it.

mod beside;
mod incident;
mod switched;
mod tally;
mod urgent;

use domain::event as d;

use crate::api as a;

/// Two enums with the same variants, mapped both ways.
pub(crate) trait Same<T> {
    /// The other side's word.
    fn same(self) -> T;
}

impl Same<a::PauseReason> for d::PauseReason {
    fn same(self) -> a::PauseReason {
        match self {
            Self::Break => a::PauseReason::Break,
            Self::BoxTrip => a::PauseReason::BoxTrip,
            Self::Complaint => a::PauseReason::Complaint,
            Self::SentOut => a::PauseReason::SentOut,
            Self::ViewBlocked => a::PauseReason::ViewBlocked,
            Self::PhoneTaken => a::PauseReason::PhoneTaken,
            Self::OtherTask => a::PauseReason::OtherTask,
            Self::Other => a::PauseReason::Other,
        }
    }
}

impl Same<d::PauseReason> for a::PauseReason {
    fn same(self) -> d::PauseReason {
        match self {
            Self::Break => d::PauseReason::Break,
            Self::BoxTrip => d::PauseReason::BoxTrip,
            Self::Complaint => d::PauseReason::Complaint,
            Self::SentOut => d::PauseReason::SentOut,
            Self::ViewBlocked => d::PauseReason::ViewBlocked,
            Self::PhoneTaken => d::PauseReason::PhoneTaken,
            Self::OtherTask => d::PauseReason::OtherTask,
            Self::Other => d::PauseReason::Other,
        }
    }
}

impl Same<a::ViewOfPoint> for d::ViewOfPoint {
    fn same(self) -> a::ViewOfPoint {
        match self {
            Self::Full => a::ViewOfPoint::Full,
            Self::PartlyBlocked => a::ViewOfPoint::PartlyBlocked,
            Self::None => a::ViewOfPoint::None,
        }
    }
}

impl Same<d::ViewOfPoint> for a::ViewOfPoint {
    fn same(self) -> d::ViewOfPoint {
        match self {
            Self::Full => d::ViewOfPoint::Full,
            Self::PartlyBlocked => d::ViewOfPoint::PartlyBlocked,
            Self::None => d::ViewOfPoint::None,
        }
    }
}

impl Same<d::CountMethod> for a::CountMethod {
    fn same(self) -> d::CountMethod {
        match self {
            Self::Screen => d::CountMethod::Screen,
            Self::Key => d::CountMethod::Key,
        }
    }
}

impl Same<a::Presence> for d::Place {
    fn same(self) -> a::Presence {
        match self {
            Self::Inside => a::Presence::Inside,
            Self::Outside => a::Presence::Outside,
            Self::NotAdmitted => a::Presence::NotAdmitted,
        }
    }
}

impl Same<d::Place> for a::Presence {
    fn same(self) -> d::Place {
        match self {
            Self::Inside => d::Place::Inside,
            Self::Outside => d::Place::Outside,
            Self::NotAdmitted => d::Place::NotAdmitted,
        }
    }
}

impl Same<a::PointKind> for domain::PointKind {
    fn same(self) -> a::PointKind {
        match self {
            Self::BallotDesk => a::PointKind::BallotDesk,
            Self::Box => a::PointKind::Box,
            Self::RoomEntrance => a::PointKind::RoomEntrance,
            Self::BuildingEntrance => a::PointKind::BuildingEntrance,
            Self::Recording => a::PointKind::Recording,
        }
    }
}

impl Same<a::CategoryRole> for domain::CategoryRole {
    fn same(self) -> a::CategoryRole {
        match self {
            Self::Adds => a::CategoryRole::Adds,
            Self::Part => a::CategoryRole::Part,
            Self::Outside => a::CategoryRole::Outside,
        }
    }
}

impl Same<a::SpecialAnswer> for d::SpecialAnswer {
    fn same(self) -> a::SpecialAnswer {
        match self {
            Self::DidNotSee => a::SpecialAnswer::DidNotSee,
            Self::NotAllowed => a::SpecialAnswer::NotAllowed,
            Self::RefusedToSay => a::SpecialAnswer::Refused,
            Self::DoesNotApply => a::SpecialAnswer::NotApplicable,
        }
    }
}

impl Same<d::SpecialAnswer> for a::SpecialAnswer {
    fn same(self) -> d::SpecialAnswer {
        match self {
            Self::DidNotSee => d::SpecialAnswer::DidNotSee,
            Self::NotAllowed => d::SpecialAnswer::NotAllowed,
            Self::Refused => d::SpecialAnswer::RefusedToSay,
            Self::NotApplicable => d::SpecialAnswer::DoesNotApply,
        }
    }
}

impl Same<a::FigureCounts> for d::FigureCounts {
    fn same(self) -> a::FigureCounts {
        match self {
            Self::SinceOpening => a::FigureCounts::SinceOpening,
            Self::ThisInterval => a::FigureCounts::ThisInterval,
            Self::Unclear => a::FigureCounts::Unclear,
        }
    }
}

impl Same<d::FigureCounts> for a::FigureCounts {
    fn same(self) -> d::FigureCounts {
        match self {
            Self::SinceOpening => d::FigureCounts::SinceOpening,
            Self::ThisInterval => d::FigureCounts::ThisInterval,
            Self::Unclear => d::FigureCounts::Unclear,
        }
    }
}

impl Same<a::FigureWhat> for d::FigureKind {
    fn same(self) -> a::FigureWhat {
        match self {
            Self::BallotsIssued => a::FigureWhat::BallotsIssued,
            Self::Signatures => a::FigureWhat::Signatures,
            Self::Dropped => a::FigureWhat::Dropped,
            Self::Unclear => a::FigureWhat::Unclear,
        }
    }
}

impl Same<d::FigureKind> for a::FigureWhat {
    fn same(self) -> d::FigureKind {
        match self {
            Self::BallotsIssued => d::FigureKind::BallotsIssued,
            Self::Signatures => d::FigureKind::Signatures,
            Self::Dropped => d::FigureKind::Dropped,
            Self::Unclear => d::FigureKind::Unclear,
        }
    }
}

impl Same<a::MobileBox> for d::MobileBox {
    fn same(self) -> a::MobileBox {
        match self {
            Self::Yes => a::MobileBox::Yes,
            Self::No => a::MobileBox::No,
            Self::Unknown => a::MobileBox::Unknown,
        }
    }
}

impl Same<d::MobileBox> for a::MobileBox {
    fn same(self) -> d::MobileBox {
        match self {
            Self::Yes => d::MobileBox::Yes,
            Self::No => d::MobileBox::No,
            Self::Unknown => d::MobileBox::Unknown,
        }
    }
}

impl Same<a::FigureSource> for d::FigureSource {
    fn same(self) -> a::FigureSource {
        match self {
            Self::OwnCount => a::FigureSource::OwnCount,
            Self::Told => a::FigureSource::Told,
            Self::Displayed => a::FigureSource::Displayed,
            Self::Overheard => a::FigureSource::Overheard,
        }
    }
}

impl Same<d::FigureSource> for a::FigureSource {
    fn same(self) -> d::FigureSource {
        match self {
            Self::OwnCount => d::FigureSource::OwnCount,
            Self::Told => d::FigureSource::Told,
            Self::Displayed => d::FigureSource::Displayed,
            Self::Overheard => d::FigureSource::Overheard,
        }
    }
}

impl Same<a::LogKind> for d::EntryKind {
    fn same(self) -> a::LogKind {
        match self {
            Self::Remark => a::LogKind::Remark,
            Self::Opened => a::LogKind::Opened,
            Self::Closed => a::LogKind::Closed,
            Self::Incident => a::LogKind::Incident,
            Self::Conversation => a::LogKind::Conversation,
            Self::People => a::LogKind::People,
            Self::Material => a::LogKind::Material,
        }
    }
}

impl Same<d::EntryKind> for a::LogKind {
    fn same(self) -> d::EntryKind {
        match self {
            Self::Remark => d::EntryKind::Remark,
            Self::Opened => d::EntryKind::Opened,
            Self::Closed => d::EntryKind::Closed,
            Self::Incident => d::EntryKind::Incident,
            Self::Conversation => d::EntryKind::Conversation,
            Self::People => d::EntryKind::People,
            Self::Material => d::EntryKind::Material,
        }
    }
}

impl Same<a::Role> for journal::certificate::Role {
    fn same(self) -> a::Role {
        match self {
            Self::Observer => a::Role::Observer,
            Self::Lead => a::Role::Lead,
        }
    }
}

impl Same<journal::status::StatusWord> for a::StatusWord {
    fn same(self) -> journal::status::StatusWord {
        use journal::status::StatusWord as Word;
        match self {
            Self::InPlace => Word::InPlace,
            Self::NotAdmitted => Word::NotAdmitted,
            Self::Counting => Word::Counting,
            Self::SheetCopied => Word::SheetCopied,
            Self::SheetRefused => Word::SheetRefused,
            Self::Removed => Word::Removed,
            Self::SafeHome => Word::SafeHome,
        }
    }
}

impl Same<a::StatusWord> for journal::status::StatusWord {
    fn same(self) -> a::StatusWord {
        use a::StatusWord as Word;
        match self {
            Self::InPlace => Word::InPlace,
            Self::NotAdmitted => Word::NotAdmitted,
            Self::Counting => Word::Counting,
            Self::SheetCopied => Word::SheetCopied,
            Self::SheetRefused => Word::SheetRefused,
            Self::Removed => Word::Removed,
            Self::SafeHome => Word::SafeHome,
        }
    }
}

impl Same<a::RefusedReason> for journal::answer::Refusal {
    fn same(self) -> a::RefusedReason {
        match self {
            Self::WrongVersion => a::RefusedReason::WrongVersion,
            Self::NoValidChain => a::RefusedReason::NoValidChain,
            Self::Oversize => a::RefusedReason::Oversize,
            Self::Quota => a::RefusedReason::Quota,
            Self::OtherElection => a::RefusedReason::OtherElection,
            Self::BadHello => a::RefusedReason::BadHello,
            Self::Malformed => a::RefusedReason::Malformed,
            Self::Busy => a::RefusedReason::Busy,
            Self::NotAdmitted => a::RefusedReason::NotAdmitted,
        }
    }
}

impl Same<a::HeldReason> for journal::receipts::HeldReason {
    fn same(self) -> a::HeldReason {
        match self {
            Self::Revoked => a::HeldReason::Revoked,
            Self::Expired => a::HeldReason::Expired,
            Self::Fork => a::HeldReason::Fork,
            Self::SecondEnrolment => a::HeldReason::SecondEnrolment,
            Self::Ended => a::HeldReason::Ended,
        }
    }
}

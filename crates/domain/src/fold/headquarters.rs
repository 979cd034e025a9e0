//! Records of headquarters' own journals.
//!
//! Definition and forms are kept as the bytes that were published, so that keys this program
//! does not know survive.

use crate::event::{
    Admitted, AreaFigureNoted, FigureCounts, FigureKind, FigureUnit, HeldBecause, PageProblem,
    PagesAdmitted, QuarantineReason, TeamMember,
};
use crate::ids::JournalRef;
use minicbor::{Decode, Encode};

/// A published key list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct KeyListRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// The signed list's bytes.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub key_list: Vec<u8>,
}

/// A revocation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RevocationRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who did it.
    #[n(2)]
    pub operator: String,
    /// The invitation.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub invitation: [u8; 16],
    /// Its journal, once enrolled.
    #[n(4)]
    pub journal: Option<JournalRef>,
    /// Its last page that counts; `None`: none.
    #[n(5)]
    pub last_good_page: Option<u64>,
}

/// An admission out of quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AdmissionRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who did it.
    #[n(2)]
    pub operator: String,
    /// Why the pages were there.
    #[n(3)]
    pub because: HeldBecause,
    /// The journal.
    #[n(4)]
    pub journal: JournalRef,
    /// The first page admitted.
    #[n(5)]
    pub first_page: u64,
    /// A fork's admitted branch: hash of its first page.
    #[n(6)]
    pub hash: Option<minicbor::bytes::ByteArray<32>>,
    /// Journals that end by this, each with its last page that counts.
    #[n(7)]
    pub ends: Vec<(JournalRef, u64)>,
    /// The operator's words, where the event has them.
    #[n(8)]
    pub words: String,
}

/// An announced figure.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AreaFigureRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was taken over, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who took it over.
    #[n(2)]
    pub operator: String,
    /// The station's code; `None` for an area.
    #[n(3)]
    pub station: Option<String>,
    /// The area's path, the largest first.
    #[n(4)]
    pub area: Vec<String>,
    /// The figure.
    #[n(5)]
    pub figure: u64,
    /// What it counts in.
    #[n(6)]
    pub unit: FigureUnit,
    /// What stretch it counts.
    #[n(7)]
    pub counts: FigureCounts,
    /// What was counted.
    #[n(8)]
    pub what: FigureKind,
    /// The contest, where told apart.
    #[n(9)]
    pub contest: Option<u32>,
    /// The moment it is for, Unix seconds.
    #[n(10)]
    pub as_of: i64,
    /// The zone it was announced in, where not the station's.
    #[n(11)]
    pub zone: Option<String>,
    /// When it was published, Unix seconds.
    #[n(12)]
    pub published_at: Option<i64>,
    /// The exact words.
    #[n(13)]
    pub words: Option<String>,
    /// Where it was published.
    #[n(14)]
    pub link: Option<String>,
}

impl AreaFigureRecord {
    pub(super) fn of(ordinal: u64, time: i64, event: &AreaFigureNoted) -> Self {
        Self {
            ordinal,
            time,
            operator: event.operator.clone(),
            station: event.station.clone(),
            area: event.area.clone(),
            figure: event.figure,
            unit: event.unit,
            counts: event.counts,
            what: event.what,
            contest: event.contest,
            as_of: event.as_of,
            zone: event.zone.clone(),
            published_at: event.published_at,
            words: event.words.clone(),
            link: event.link.clone(),
        }
    }

    /// What was said, as an event.
    #[must_use]
    pub fn event(&self) -> AreaFigureNoted {
        AreaFigureNoted {
            operator: self.operator.clone(),
            station: self.station.clone(),
            area: self.area.clone(),
            figure: self.figure,
            unit: self.unit,
            counts: self.counts,
            what: self.what,
            contest: self.contest,
            as_of: self.as_of,
            zone: self.zone.clone(),
            published_at: self.published_at,
            words: self.words.clone(),
            link: self.link.clone(),
        }
    }
}

impl AdmissionRecord {
    pub(super) fn of_admitted(ordinal: u64, time: i64, event: &Admitted) -> Self {
        let ended = event.ends_journal.zip(event.ends_at_page);
        Self {
            ordinal,
            time,
            operator: event.operator.clone(),
            because: match event.reason {
                QuarantineReason::Revoked => HeldBecause::Revoked,
                QuarantineReason::Expired => HeldBecause::Expired,
                QuarantineReason::Fork => HeldBecause::Fork,
                QuarantineReason::SecondEnrolment => HeldBecause::SecondEnrolment,
            },
            journal: event.journal,
            first_page: event.first_page,
            hash: event.hash.map(Into::into),
            ends: ended.into_iter().collect(),
            words: String::new(),
        }
    }

    pub(super) fn of_pages(ordinal: u64, time: i64, event: &PagesAdmitted) -> Self {
        Self {
            ordinal,
            time,
            operator: event.operator.clone(),
            because: event.because,
            journal: event.journal,
            first_page: event.first_page,
            hash: event.hash.map(Into::into),
            ends: event.ends.clone(),
            words: event.words.clone(),
        }
    }
}

/// The newest endpoint list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EndpointsRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Addresses in the order to try.
    #[n(1)]
    pub addresses: Vec<String>,
}

/// A report on a page of a device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PageReportRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// The journal.
    #[n(2)]
    pub journal: JournalRef,
    /// The page's number.
    #[n(3)]
    pub number: u64,
    /// Its hash.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// What was wrong.
    #[n(5)]
    pub problem: PageProblem,
    /// A code for the log.
    #[n(6)]
    pub detail: String,
}

/// A notice of headquarters to a device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NoticeRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// Who did it.
    #[n(2)]
    pub operator: String,
    /// Its number in headquarters' journal, from 1.
    #[n(3)]
    pub notice: u64,
    /// What it says.
    #[n(4)]
    pub text: String,
}

/// A lead's team as listed last.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TeamRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// Claimed time of its event, Unix seconds.
    #[n(1)]
    pub time: i64,
    /// The team's name.
    #[n(2)]
    pub team: String,
    /// The members, by call-sign.
    #[n(3)]
    pub members: Vec<TeamMember>,
}

//! Records of headquarters' own journals.
//!
//! Definition and forms are kept as the bytes that were published, so that keys this program
//! does not know survive.

use crate::event::{
    Admitted, HeldBecause, PageProblem, PagesAdmitted, QuarantineReason, TeamMember,
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

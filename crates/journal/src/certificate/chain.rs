//! A checked certificate, and what it allows to check in turn.
//!
//! Made only by [`super::Certificate::check`], so that holding a [`Chain`] is the proof.

use crate::certificate::Role;
use crate::ids::{ElectionId, Hash, InvitationId, JournalId, PageNumber};
use crate::keys::{BadSignature, SealKey, VerifyKey};
use crate::page::{Page, Signed};

/// A checked certificate: every signature up to the root held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The election.
    pub election: ElectionId,
    /// The invitation that began it.
    pub invitation: InvitationId,
    /// What the holder may be.
    pub role: Role,
    /// First contact after this is too late, Unix seconds.
    pub expires_at: i64,
    /// The journals in order; the last is current. Never empty.
    pub(super) links: Vec<ChainLink>,
}

/// One journal of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    /// The journal.
    pub journal: JournalId,
    /// Who signs its pages.
    pub verify: VerifyKey,
    /// Who opens headquarters' journal for this device.
    pub seal: SealKey,
    /// Number of that key in page headers: 1 for the enrolment, 2 for the first continuation…
    pub key: u32,
    /// Where a continuation ended it: last number and hash the device knew.
    pub ended: Option<(PageNumber, Hash)>,
}

impl Chain {
    /// The journal that is written now, with its keys.
    ///
    /// A chain has one link at least, by construction.
    pub fn current(&self) -> &ChainLink {
        match self.links.last() {
            Some(link) => link,
            None => unreachable!("a chain is made with one link"),
        }
    }

    /// All journals in order.
    pub fn links(&self) -> &[ChainLink] {
        &self.links
    }

    /// The journal the invitation was first used for.
    pub fn first_journal(&self) -> JournalId {
        self.links.first().map_or(self.current().journal, |link| link.journal)
    }

    /// The link of a journal of this chain.
    pub fn link_of(&self, journal: JournalId) -> Option<&ChainLink> {
        self.links.iter().find(|link| link.journal == journal)
    }

    /// Whether `journal` continues `earlier`, directly or over journals between.
    pub fn continues(&self, journal: JournalId, earlier: JournalId) -> bool {
        let at = |wanted| self.links.iter().position(|link| link.journal == wanted);
        matches!((at(journal), at(earlier)), (Some(one), Some(other)) if one > other)
    }

    /// Whether this is the other chain, or that one with continuations after it.
    pub fn extends(&self, other: &Self) -> bool {
        let same = |(one, two): (&ChainLink, &ChainLink)| {
            (one.journal, one.verify, one.seal) == (two.journal, two.verify, two.seal)
        };
        self.invitation == other.invitation
            && self.links.len() >= other.links.len()
            && self.links.iter().zip(&other.links).all(same)
    }

    /// Checks that a page was signed by the writer of its journal.
    pub fn check_page(&self, page: Page) -> Result<Signed<Page>, BadSignature> {
        let link = self.link_of(page.header().journal).ok_or(BadSignature)?;
        if page.election() == self.election && page.is_signed_by(&link.verify) {
            Ok(Signed::checked(page))
        } else {
            Err(BadSignature)
        }
    }
}

//! When the vote really ran: openings and closings as those who were there logged them.
//!
//! Of one journal the latest word of a kind holds, so that a mistyped opening is mended by
//! noting it again; of several the first opening and the last closing. The day's figures and the
//! schedule read it here, so that they cannot differ. Rejected: the earliest ever logged, which
//! one slip of the finger moved for good.

use super::stay::seen;
use crate::event::EntryKind;
use crate::fold::Fold;
use crate::hours::DaySpan;

/// A logged opening and closing, Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Voting {
    pub(super) opened: Option<i64>,
    pub(super) closed: Option<i64>,
}

impl Voting {
    /// What one journal says of a day, by the visits that are of it.
    pub(super) fn of(fold: &Fold, span: &DaySpan, here: impl Fn(u64) -> bool) -> Self {
        let mut said = Self::default();
        for entry in fold.log().filter(|entry| entry.visit.is_some_and(&here)) {
            let at = Some(seen(fold, entry)).filter(|at| (span.starts..span.ends).contains(at));
            match entry.entry {
                EntryKind::Opened => said.opened = at.or(said.opened),
                EntryKind::Closed => said.closed = at.or(said.closed),
                EntryKind::Remark
                | EntryKind::Incident
                | EntryKind::Conversation
                | EntryKind::People
                | EntryKind::Material => {}
            }
        }
        said
    }

    /// With another's word: the first opening, the last closing.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            opened: self.opened.into_iter().chain(other.opened).min(),
            closed: self.closed.max(other.closed),
        }
    }
}

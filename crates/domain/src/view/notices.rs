//! Notices of headquarters to a device, and which of them were read.
//!
//! A reading is an event of the device; it names headquarters' journal and the number, so that
//! whoever of the person's journals says it, the notice is the same. Unread is never guessed
//! from silence: without the event it says nothing but *not known to be read*.

use crate::fold::{Fold, NoticeRecord, Time};
use crate::ids::JournalRef;

/// A notice and whether it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    /// What was said, when and by whom.
    pub record: NoticeRecord,
    /// The first reading that is known.
    pub read: Option<Time>,
}

/// Notices in the order of their numbers: `told` is headquarters' journal `journal` for the
/// device, `readers` are the person's own journals.
#[must_use]
pub fn notices(journal: JournalRef, told: &Fold, readers: &[&Fold]) -> Vec<NoticeLine> {
    let read = |notice: u64| {
        let of = |fold: &&Fold| Some(fold.time(fold.reading(journal, notice)?.moment));
        readers.iter().filter_map(of).min()
    };
    let line =
        |record: &NoticeRecord| NoticeLine { record: record.clone(), read: read(record.notice) };
    told.notices().map(line).collect()
}

//! How the open watch stands to whoever counts beside it, or to one of several.
//!
//! One phone knows nothing of another's watches, so whoever is meant shows theirs: the code names
//! journal and watch and nothing of the count, and both phones show the same short name. It
//! refuses an own watch. Rejected: names of colleagues to choose from, which no phone holds.

use std::collections::BTreeMap;

use domain::Payload;
use domain::event::WatchesRelated;
use domain::fold::RelationRecord;
use domain::ids::{EventRef, JournalRef};

use super::hand_over::journal_of;
use crate::api::{AppError, ErrorCode, RelatedView, WatchCodeView, WatchRelation};
use crate::collect::picture;
use crate::desk::Open;
use crate::words::Same;

/// What a watch's squares begin with.
const PREFIX: &str = "SANAQW1:";

/// The declaration; `other` is a code, or empty for whoever else watches there.
pub(super) fn related(
    open: &Open,
    relation: WatchRelation,
    other: &str,
) -> Result<Payload, AppError> {
    let watch = open.store.fold().open_watch().ok_or(ErrorCode::NoWatch)?;
    let (watch, relation) = (EventRef::Here(watch.ordinal), relation.same());
    let other = match other.trim() {
        "" => None,
        code => {
            let named = named(code).filter(|(journal, _)| !is_own(open, *journal));
            let (journal, ordinal) = named.ok_or(ErrorCode::NotAWatchCode)?;
            Some(EventRef::Elsewhere(journal, ordinal))
        }
    };
    Ok(Payload::WatchesRelated(WatchesRelated { watch, other, relation }))
}

/// The open watch's code.
pub(super) fn code(open: &Open) -> Option<WatchCodeView> {
    let watch = open.store.fold().open_watch()?.ordinal;
    let journal = JournalRef(open.store.journal().0);
    let code = format!("{PREFIX}{:032x}:{watch}", u128::from_be_bytes(journal.0));
    let qr = picture::of(&code);
    Some(WatchCodeView { name: name(journal, watch), code, qr })
}

/// What was declared of the open watch last: of whoever else, and of each one by itself.
pub(super) fn declared(open: &Open) -> (Option<WatchRelation>, Vec<RelatedView>) {
    let fold = open.store.fold();
    let Some(watch) = fold.open_watch() else { return (None, Vec::new()) };
    let mine = |one: &&RelationRecord| one.watch == EventRef::Here(watch.ordinal);
    let mut whoever = None;
    let mut each = BTreeMap::new();
    for one in fold.relations().filter(mine) {
        match one.other {
            Some(EventRef::Elsewhere(journal, ordinal)) => {
                each.insert((journal, ordinal), one.relation);
            }
            Some(EventRef::Here(_)) => {}
            None => whoever = Some(one.relation.same()),
        }
    }
    let view =
        |((journal, ordinal), relation): ((JournalRef, u64), domain::event::WatchRelation)| {
            RelatedView { name: name(journal, ordinal), relation: relation.same() }
        };
    (whoever, each.into_iter().map(view).collect())
}

fn named(code: &str) -> Option<(JournalRef, u64)> {
    let (journal, ordinal) = code.strip_prefix(PREFIX)?.split_once(':')?;
    let ordinal = ordinal.parse().ok().filter(|ordinal| *ordinal > 0)?;
    Some((journal_of(journal)?, ordinal))
}

fn is_own(open: &Open, journal: JournalRef) -> bool {
    open.journals().iter().any(|(own, _)| *own == journal)
}

/// `3F2A-17`: the journal's last letters, and the watch in it.
fn name(journal: JournalRef, watch: u64) -> String {
    format!("{:04X}-{watch}", u128::from_be_bytes(journal.0) & 0xffff)
}

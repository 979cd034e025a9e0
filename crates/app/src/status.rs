//! The one word a device says about its person to a lead.
//!
//! It follows from the open visit and watch, or the person says it; a word said holds until the
//! next visit begins or the person is sent out. It goes out sealed to the lead's device, and never
//! into the journal: what was observed stands there already. Of danger it says nothing: whom to
//! tell is headquarters' choice. Rejected: the station's code beside it.

use std::sync::Arc;

use domain::event::Place;
use journal::status::Status;
use minicbor::{Decode, Encode};

use crate::api::{AppError, ErrorCode, Reply, StatusWord};
use crate::core::Shared;
use crate::desk::Open;
use crate::relays;
use crate::urgent;
use crate::watch;
use crate::words::Same;

/// Where the store remembers a word that was said.
const MEMO: &str = "status";

/// A word the person said, and the visit that was newest then.
#[derive(Encode, Decode)]
struct Said {
    #[n(0)]
    word: u8,
    #[n(1)]
    visit: u64,
}

/// The sealed word's content; none before there is anything to say.
pub(crate) fn to_tell(open: &Open) -> Option<Status> {
    Some(Status { word: word(open)?.same(), version: version(open) })
}

/// The newest definition or form that this device holds.
pub(crate) fn version(open: &Open) -> u16 {
    let current = open.definitions.current();
    let forms = current.forms.iter().map(|form| form.version);
    let newest = forms.chain([current.version]).max().unwrap_or(0);
    u16::try_from(newest).unwrap_or(u16::MAX)
}

/// The word as it stands.
pub(crate) fn word(open: &Open) -> Option<StatusWord> {
    said(open).or_else(|| follows(open))
}

/// The word the person said, while it holds.
pub(crate) fn said(open: &Open) -> Option<StatusWord> {
    let bytes = open.store.memo(MEMO).ok().flatten()?;
    let said: Said = minicbor::decode(&bytes).ok()?;
    let word = WORDS.into_iter().find(|word| code(*word) == said.word)?;
    (said.visit == newest_visit(open)).then_some(word)
}

fn follows(open: &Open) -> Option<StatusWord> {
    if urgent::is_removed(open) {
        return Some(StatusWord::Removed);
    }
    let visit = open.store.fold().open_visit()?;
    if watch::runs(open) {
        return Some(StatusWord::Counting);
    }
    Some(match visit.place {
        Place::NotAdmitted => StatusWord::NotAdmitted,
        Place::Inside | Place::Outside => StatusWord::InPlace,
    })
}

/// A word said before is what holds no longer: something else happened.
pub(crate) fn forget(open: &mut Open) -> Result<(), AppError> {
    Ok(open.store.set_memo(MEMO, None)?)
}

fn newest_visit(open: &Open) -> u64 {
    open.store.fold().visits().last().map_or(0, |visit| visit.ordinal)
}

pub(crate) fn say(shared: &Arc<Shared>, word: Option<StatusWord>) -> Result<Reply, AppError> {
    let mut desk = shared.desk();
    let open = desk.readable()?;
    let said = word.map(|word| Said { word: code(word), visit: newest_visit(open) });
    let bytes = said.map(minicbor::to_vec).transpose();
    let bytes = bytes.map_err(|error| AppError::because(ErrorCode::Internal, error))?;
    open.store.set_memo(MEMO, bytes.as_deref())?;
    let joined = open.joined.is_some();
    let reply = relays::reply(open);
    drop(desk);
    if joined {
        shared.bell.tell(shared.world);
    }
    reply
}

const WORDS: [StatusWord; 7] = [
    StatusWord::InPlace,
    StatusWord::NotAdmitted,
    StatusWord::Counting,
    StatusWord::SheetCopied,
    StatusWord::SheetRefused,
    StatusWord::Removed,
    StatusWord::SafeHome,
];

const fn code(word: StatusWord) -> u8 {
    match word {
        StatusWord::InPlace => 1,
        StatusWord::NotAdmitted => 2,
        StatusWord::Counting => 3,
        StatusWord::SheetCopied => 4,
        StatusWord::SheetRefused => 5,
        StatusWord::Removed => 6,
        StatusWord::SafeHome => 7,
    }
}

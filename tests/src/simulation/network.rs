//! What happens to a request and its answer on the way.

use super::crash::HostDeath;
use super::party::Election;

/// One exchange's fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Both arrive.
    Fine,
    /// The request never arrives.
    RequestLost,
    /// The request arrives later than the contact lasts.
    RequestLate,
    /// The request arrives twice; the second answer is the one that comes back.
    Twice,
    /// A byte of the request is another.
    RequestCorrupt,
    /// The answer never arrives: a cut, or a crash of the one who asked.
    AnswerLost,
    /// A byte of the answer is another.
    AnswerCorrupt,
    /// The host dies around its commit.
    HostDies(HostDeath),
}

impl Fate {
    /// Mostly fine; a bad network less so.
    pub(super) fn drawn(election: &Election, bad: bool) -> Self {
        match election.roll(if bad { 14 } else { 60 }) {
            0 => Self::RequestLost,
            1 => Self::RequestLate,
            2 => Self::Twice,
            3 => Self::RequestCorrupt,
            4 => Self::AnswerLost,
            5 => Self::AnswerCorrupt,
            6 => Self::HostDies(HostDeath::drawn(election)),
            _ => Self::Fine,
        }
    }
}

/// The same bytes with one of them changed.
pub(super) fn corrupted(election: &Election, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = election.roll(bytes.len() as u64);
    if let Some(byte) = usize::try_from(at).ok().and_then(|at| bytes.get_mut(at)) {
        *byte ^= 1 << election.roll(8);
    }
    bytes
}

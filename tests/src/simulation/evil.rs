//! A certified lead gone bad: everything its keys allow it to say.
//!
//! It cannot sign for headquarters and cannot open a page; what is left is to drop, to lie about
//! custody, to claim Held, to hold back and to replay. No answer of it may make a device give up
//! a page.

use journal::answer::{Have, SyncAnswer};
use journal::attested::Attested;
use journal::contact::SyncRequest;
use journal::ids::{Hash, PageNumber};
use journal::page::Page;
use journal::receipts::{CustodyNote, Held, HeldReason};
use sync::session::answer_now;

use super::party::{Election, Relay};

/// One way to be bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evil {
    /// Takes pages and says nothing.
    Drops,
    /// Says it holds what it never kept.
    ClaimsCustody,
    /// Says every page is in quarantine.
    ClaimsHeld,
    /// Gives an answer of an hour ago.
    Replays,
    /// Signs with its own key under another lead's certificate.
    BorrowsCertificate,
    /// Hands out receipts of other devices.
    SwapsReceipts,
    /// Carries, and keeps headquarters' words to itself.
    HoldsBack,
    /// Says what it has, as only headquarters does.
    Oversteps,
}

/// One way to be bad toward headquarters with what others gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upward {
    /// The last page first.
    Reorders,
    /// One bit of one page is another.
    FlipsABit,
    /// Every second page is left out.
    LeavesOut,
    /// Nobody's certificate comes along.
    LeavesCertificates,
}

impl Upward {
    pub(super) fn drawn(election: &Election) -> Self {
        match election.roll(4) {
            0 => Self::Reorders,
            1 => Self::FlipsABit,
            2 => Self::LeavesOut,
            _ => Self::LeavesCertificates,
        }
    }
}

impl Evil {
    pub(super) fn drawn(election: &Election) -> Self {
        match election.roll(8) {
            0 => Self::Drops,
            1 => Self::ClaimsCustody,
            2 => Self::ClaimsHeld,
            3 => Self::Replays,
            4 => Self::BorrowsCertificate,
            5 => Self::SwapsReceipts,
            6 => Self::HoldsBack,
            _ => Self::Oversteps,
        }
    }
}

/// What the bad relay has seen of others.
#[derive(Default)]
pub(super) struct Loot {
    pub(super) answers: Vec<Vec<u8>>,
    pub(super) receipts: Vec<Vec<u8>>,
}

/// Its answer to a request; `None` to one it cannot read.
pub(super) fn answer(
    evil: Evil,
    election: &Election,
    (relay, other): (&Relay, &Relay),
    loot: &Loot,
    (body, now): (&[u8], i64),
) -> Option<Vec<u8>> {
    let request = SyncRequest::decode(body).ok()?;
    let hello = request.hello.claimed();
    let mut answer = SyncAnswer::empty(election.id, hello.nonce, now, 0);
    let certificate = |relay: &Relay| match &relay.words.voice {
        sync::session::Voice::Relay { certificate, .. } => Some((**certificate).clone()),
        sync::session::Voice::Headquarters { .. } => None,
    };
    let mine = certificate(relay)?;
    answer.certificate = Some(mine.encode().into());
    let journal = request.certificate.journal();
    match evil {
        Evil::Drops => {}
        Evil::ClaimsCustody => {
            let last = request.pages.last()?.head();
            let note = CustodyNote {
                election: election.id,
                journal,
                number: last.number,
                hash: last.hash,
                received_at: now,
                relay: mine.journal(),
                first: PageNumber(1),
                gaps: Vec::new(),
            };
            answer.custody = Some(vec![Attested::sign(note, &relay.key).encode().into()]);
        }
        Evil::ClaimsHeld => {
            for page in &request.pages {
                let held = Held {
                    election: election.id,
                    journal: page.header().journal,
                    number: page.header().number,
                    hash: page.hash(),
                    reason: HeldReason::Revoked,
                    held_at: now,
                    key: 0,
                };
                answer.held.push(Attested::sign(held, &relay.key).encode().into());
            }
        }
        Evil::Replays => return loot.answers.last().cloned(),
        Evil::BorrowsCertificate => {
            answer.certificate = Some(certificate(other)?.encode().into());
        }
        Evil::SwapsReceipts => {
            answer.receipts = loot.receipts.iter().take(32).map(|one| one.clone().into()).collect();
        }
        Evil::HoldsBack => {
            let mut keeper = relay.keeper.clone();
            let honest = answer_now(&relay.words, &mut keeper, body, now).bytes;
            answer = Attested::<SyncAnswer>::decode(&honest).ok()?.claimed().clone();
            answer.receipts.clear();
            answer.held.clear();
        }
        Evil::Oversteps => {
            let (number, hash) = (PageNumber(election.roll(40)), Hash([9; 32]));
            answer.have = vec![Have { journal, number, hash, waiting: vec![PageNumber(90)] }];
        }
    }
    Some(Attested::sign(answer, &relay.key).encode())
}

/// What it brings headquarters in place of an honest request.
pub(super) fn carried(way: Upward, election: &Election, body: &[u8]) -> Option<Vec<u8>> {
    let mut request = SyncRequest::decode(body).ok()?;
    match way {
        Upward::Reorders => request.pages.reverse(),
        Upward::FlipsABit => {
            let which = usize::try_from(election.roll(request.pages.len() as u64)).ok()?;
            let page = request.pages.get_mut(which)?;
            let mut bytes = page.bytes().to_vec();
            let at = usize::try_from(election.roll(bytes.len() as u64)).ok()?;
            *bytes.get_mut(at)? ^= 1;
            *page = Page::decode(election.id, &bytes).ok()?;
        }
        Upward::LeavesOut => {
            let mut odd = false;
            request.pages.retain(|_| {
                odd = !odd;
                odd
            });
        }
        Upward::LeavesCertificates => request.carried.clear(),
    }
    Some(request.encode())
}

//! The sending side, a request at a time: what to ask, what to believe, when it is enough.
//!
//! One request in the ordinary case. A second without movement is allowed (a wrong guess), a
//! third is not, and [`limits::REQUESTS_PER_CONTACT_MAX`] are the most, so that no peer keeps a
//! device talking for ever. Only [`CheckedAnswer`] is believed, and only from the kind of peer
//! that the pin names. Rejected: believing a relay's `more` for as long as it says so.

use journal::answer::{AnswerError, Answerer, Asked, CheckedAnswer, Refusal};
use journal::contact::Nonce;
use journal::event::Anchor;
use journal::ids::{JournalId, PageNumber};
use journal::outbox::{Exchange, Outbox, Toward};
use journal::receipts::CustodyNote;

use super::Contact;
use crate::error::{Broken, Refused, Retry, SyncError};
use crate::limits;
use crate::tls::Pin;
use crate::world::{World, random};

/// Whom a contact is with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Whom the connection must show. An authority means headquarters, a host's key a relay.
    pub pin: Pin,
    /// The evening's token, from a relay's code or statement; none toward headquarters.
    pub admission: Option<[u8; 16]>,
}

/// One request, and what is needed to judge its answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// The bytes to send.
    pub body: Vec<u8>,
    bytes: usize,
    asked: Asked,
    sent: Anchor,
    pages: Vec<(JournalId, PageNumber)>,
    says_status: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Another request.
    Ask,
    /// Another request if it carries the status word, which the first could not.
    Tell,
    /// Nothing.
    End,
}

/// The state of one contact between its requests.
#[derive(Debug)]
pub struct Session {
    peer: Peer,
    next: Next,
    requests: usize,
    idle: u32,
    told: bool,
    contact: Option<Contact>,
}

impl Session {
    /// A contact with `peer`, before its first request.
    pub const fn new(peer: Peer) -> Self {
        Self { peer, next: Next::Ask, requests: 0, idle: 0, told: false, contact: None }
    }

    /// The next request; `None` when the contact is at its end.
    ///
    /// # Errors
    /// The outbox failed.
    pub fn ask(
        &mut self,
        outbox: &mut dyn Outbox,
        world: &dyn World,
    ) -> Result<Option<Question>, SyncError> {
        if self.next == Next::End || self.requests >= limits::REQUESTS_PER_CONTACT_MAX {
            return Ok(None);
        }
        let question = self.question(outbox, world)?;
        if self.next == Next::Tell && !question.says_status {
            self.next = Next::End;
            return Ok(None);
        }
        self.requests += 1;
        Ok(Some(question))
    }

    /// Judges the answer to `question` and lets the outbox take it.
    ///
    /// # Errors
    /// It is no contact, or a refusal; nothing of it was taken, save a newer key list.
    pub fn take(
        &mut self,
        outbox: &mut dyn Outbox,
        question: &Question,
        answer: &[u8],
        world: &dyn World,
    ) -> Result<(), SyncError> {
        let (toward, sent) = (self.toward(), question.sent);
        let exchange = Exchange { toward, sent, received: world.now() };
        let checked = self.check(answer, &question.asked)?;
        if let Some(refusal) = checked.refusal {
            // A refusal may come with the key list that explains it (a key was changed).
            if checked.keys_are_new {
                outbox.accept(&checked, &exchange).map_err(Broken::Outbox)?;
            }
            return Err(match refusal {
                Refusal::Busy => Retry::Busy.into(),
                other => Refused(other).into(),
            });
        }
        let accepted = outbox.accept(&checked, &exchange).map_err(Broken::Outbox)?;
        let in_custody = in_custody(&checked, &question.pages);
        let moved = accepted.receipted + accepted.held + accepted.taken + in_custody > 0;
        self.idle = if moved { 0 } else { self.idle + 1 };
        self.told |= question.says_status;
        self.next = match (accepted.more && self.idle <= 1, &checked.answerer) {
            (true, _) => Next::Ask,
            (false, Answerer::Relay(_)) if !self.told => Next::Tell,
            (false, Answerer::Relay(_) | Answerer::Headquarters) => Next::End,
        };
        let answerer = checked.answerer.clone();
        let contact = self.contact.get_or_insert_with(|| Contact::with(answerer));
        contact.in_custody += in_custody;
        contact.add(accepted, checked, [question.bytes, answer.len()]);
        Ok(())
    }

    /// What the contact brought, ended by `error` or in the ordinary way.
    ///
    /// # Errors
    /// `error`, when nothing valid came before it.
    pub fn end(self, error: Option<SyncError>) -> Result<Contact, SyncError> {
        match (self.contact, error) {
            (Some(contact), None) => Ok(contact),
            (Some(so_far), error) => Ok(Contact { interrupted: error, more: true, ..so_far }),
            (None, Some(error)) => Err(error),
            (None, None) => Err(Broken::Setup("no request was made".into()).into()),
        }
    }

    const fn toward(&self) -> Toward {
        match self.peer.pin {
            Pin::AuthoritySpki(_) => Toward::Headquarters,
            Pin::HostSpki(spki) => Toward::Relay { spki },
        }
    }

    /// Token and status word go into the hello only toward a relay.
    fn question(&self, outbox: &mut dyn Outbox, world: &dyn World) -> Result<Question, SyncError> {
        let toward = self.toward();
        let mut offer = outbox.offer(toward, limits::PAGES_BYTES_BUDGET).map_err(Broken::Outbox)?;
        let expected = match toward {
            Toward::Headquarters => {
                (offer.admission, offer.status) = (None, None);
                offer.receipt_key.0
            }
            Toward::Relay { spki } => {
                offer.admission = self.peer.admission.or(offer.admission);
                spki
            }
        };
        let nonce = Nonce(random(world));
        let asked =
            Asked { election: offer.election, nonce, root: offer.root, keys: offer.keys.clone() };
        let sent = world.now();
        let mut hello = None;
        world.with_chance(&mut |chance| hello = Some(offer.hello(nonce, sent.wall, chance)));
        let hello = hello.ok_or_else(|| Broken::Setup("no chance was lent".into()))?;
        let says_status = hello.status.is_some();
        let hello = outbox.sign_hello(hello, &expected).map_err(Broken::Outbox)?;
        let pages = offer.pages.iter().map(|page| (page.header().journal, page.header().number));
        let pages = pages.collect();
        let body = offer.request(hello).encode();
        Ok(Question { bytes: body.len(), body, asked, sent, pages, says_status })
    }

    fn check(&self, answer: &[u8], asked: &Asked) -> Result<CheckedAnswer, SyncError> {
        let checked = CheckedAnswer::check(answer, asked).map_err(|error| {
            tracing::debug!(%error, "an answer was not believed");
            match error {
                AnswerError::BadRelay => Broken::NotALead,
                AnswerError::Decode(_)
                | AnswerError::Signature(_)
                | AnswerError::OtherNonce
                | AnswerError::OtherElection
                | AnswerError::KeyList(_)
                | AnswerError::NoKeyList => Broken::NotSigned,
            }
        })?;
        match (&self.peer.pin, &checked.answerer) {
            (Pin::AuthoritySpki(_), Answerer::Headquarters)
            | (Pin::HostSpki(_), Answerer::Relay(_)) => Ok(checked),
            (Pin::AuthoritySpki(_), Answerer::Relay(_))
            | (Pin::HostSpki(_), Answerer::Headquarters) => Err(Broken::NotSigned.into()),
        }
    }
}

/// How many of the pages sent lie in a custody note of this answer.
fn in_custody(checked: &CheckedAnswer, pages: &[(JournalId, PageNumber)]) -> u64 {
    let notes: Vec<&CustodyNote> = checked.custody.iter().map(|note| note.claimed()).collect();
    let covered = |&&(journal, number): &&(JournalId, PageNumber)| {
        notes.iter().any(|note| {
            note.journal == journal
                && (note.first..=note.number).contains(&number)
                && !note.gaps.iter().any(|(from, to)| (*from..=*to).contains(&number))
        })
    };
    pages.iter().filter(covered).count() as u64
}

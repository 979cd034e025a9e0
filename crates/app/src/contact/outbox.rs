//! The open store as an outbox, locked for single calls.
//!
//! Gone when the person locked the app or opened another enrolment meanwhile: then the contact
//! ends, and nothing is lost. Rejected: a second handle on the store, which would be a second
//! writer of one journal.

use std::sync::Arc;

use journal::answer::CheckedAnswer;
use journal::attested::Attested;
use journal::contact::Hello;
use journal::outbox::{Accepted, Exchange, Offer, Outbox, OutboxError, Toward};

use crate::api::Topic;
use crate::core::Shared;
use crate::desk::Open;
use crate::status;

pub(super) struct SharedOutbox {
    pub(super) shared: Arc<Shared>,
    pub(super) id: String,
}

impl SharedOutbox {
    fn with<T>(
        &self,
        call: impl FnOnce(&mut Open) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let mut desk = self.shared.desk();
        match desk.open.as_mut().filter(|open| open.id == self.id) {
            Some(open) => call(open),
            None => Err(OutboxError::Broken("locked meanwhile".to_owned())),
        }
    }
}

impl Outbox for SharedOutbox {
    fn offer(&mut self, toward: Toward, budget_bytes: usize) -> Result<Offer, OutboxError> {
        self.with(|open| {
            let word = status::to_tell(open);
            open.store.set_status(word);
            open.store.offer(toward, budget_bytes)
        })
    }

    fn sign_hello(
        &self,
        hello: Hello,
        expected: &[u8; 32],
    ) -> Result<Attested<Hello>, OutboxError> {
        self.with(|open| open.store.sign_hello(hello, expected))
    }

    fn accept(
        &mut self,
        answer: &CheckedAnswer,
        exchange: &Exchange,
    ) -> Result<Accepted, OutboxError> {
        let accepted = self.with(|open| open.store.accept(answer, exchange))?;
        // A long way takes many requests: each tells how far it is.
        self.shared.changed(&[Topic::Collect, Topic::Delivery]);
        Ok(accepted)
    }
}

//! What a contact brought, added up over its requests.
//!
//! It exists only once a valid signed answer came; there is no contact that brought an error
//! and nothing else. Rejected: a list of answers, which every caller would add up anew.

use journal::answer::{Answerer, CheckedAnswer, RefusedPage};
use journal::outbox::{Accepted, Alarm};

use crate::error::SyncError;

/// What a contact brought. At least one valid signed answer came.
#[derive(Debug)]
pub struct Contact {
    /// Who answered.
    pub answerer: Answerer,
    /// Requests that were answered.
    pub requests: u32,
    /// Bytes of request bodies.
    pub bytes_sent: u64,
    /// Bytes of answer bodies.
    pub bytes_received: u64,
    /// Pages newly receipted by headquarters (a relay may have brought the receipt).
    pub receipted: u64,
    /// Pages newly held.
    pub held: u64,
    /// Pages sent in this contact that a relay now says it carries.
    pub in_custody: u64,
    /// Headquarters' pages newly taken.
    pub taken: u64,
    /// Pages the peer refused alone; they stay in the outbox.
    pub refused: Vec<RefusedPage>,
    /// What a person must hear of.
    pub alarms: Vec<Alarm>,
    /// Pages still wait, here or there.
    pub more: bool,
    /// The newest endpoint list, if headquarters sent one.
    pub endpoints: Option<Vec<String>>,
    /// What ended the contact before everything was moved, if anything did.
    pub interrupted: Option<SyncError>,
}

impl Contact {
    /// A contact with `answerer` before anything was moved.
    pub(crate) const fn with(answerer: Answerer) -> Self {
        Self {
            answerer,
            requests: 0,
            bytes_sent: 0,
            bytes_received: 0,
            receipted: 0,
            held: 0,
            in_custody: 0,
            taken: 0,
            refused: Vec::new(),
            alarms: Vec::new(),
            more: false,
            endpoints: None,
            interrupted: None,
        }
    }

    /// Adds one answered request.
    pub(crate) fn add(&mut self, accepted: Accepted, checked: CheckedAnswer, bytes: [usize; 2]) {
        let [sent, received] = bytes;
        self.requests += 1;
        self.bytes_sent += sent as u64;
        self.bytes_received += received as u64;
        self.receipted += accepted.receipted;
        self.held += accepted.held;
        self.taken += accepted.taken;
        self.refused.extend(checked.refused);
        self.alarms.extend(accepted.alarms);
        self.more = accepted.more;
        self.endpoints = checked.endpoints.or(self.endpoints.take());
    }
}

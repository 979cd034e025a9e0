//! Records of what could not wait, as written: put together in `view`, over a person's journals.
//!
//! An alarm is never stray: a reference that leads nowhere costs it nothing.

use super::table::key;
use super::{Fold, Moment};
use crate::event::{
    CheckInWord, CheckedIn, Danger, DecisionForm, InDanger, RemovalReason, Removed, RemovedBy,
};
use crate::ids::EventRef;
use minicbor::{Decode, Encode};

/// A `Removed` or `InDanger`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct UrgentRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// Its visit, as told.
    #[n(2)]
    pub visit: Option<u64>,
    /// The first event of the alarm, where this one tells more.
    #[n(3)]
    pub follows: Option<EventRef>,
    /// What happened.
    #[n(4)]
    pub what: UrgentWhat,
    /// When it happened, where not when it was written.
    #[n(5)]
    pub happened_at: Option<i64>,
    /// The person's words.
    #[n(6)]
    pub text: Option<String>,
}

/// Which of the two, and what is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum UrgentWhat {
    /// Sent out.
    #[n(0)]
    Removed {
        /// By whom.
        #[n(0)]
        by: RemovedBy,
        /// The reason given.
        #[n(1)]
        reason: RemovalReason,
        /// In what form.
        #[n(2)]
        decision: DecisionForm,
    },
    /// In danger.
    #[n(1)]
    InDanger {
        /// What it is.
        #[n(0)]
        danger: Danger,
    },
}

/// A check-in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct CheckInRecord {
    /// Ordinal of its event.
    #[n(0)]
    pub ordinal: u64,
    /// When it was written.
    #[n(1)]
    pub moment: Moment,
    /// The alarm it ends.
    #[n(2)]
    pub ends: Option<EventRef>,
    /// What the person says.
    #[n(3)]
    pub word: CheckInWord,
    /// The person's words.
    #[n(4)]
    pub text: Option<String>,
}

impl Fold {
    pub(super) fn removed(&mut self, ordinal: u64, moment: Moment, event: &Removed) {
        let record = UrgentRecord {
            ordinal,
            moment,
            visit: event.visit,
            follows: event.follows,
            what: UrgentWhat::Removed {
                by: event.by,
                reason: event.reason,
                decision: event.decision,
            },
            happened_at: event.happened_at,
            text: event.text.clone(),
        };
        self.urgent.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn in_danger(&mut self, ordinal: u64, moment: Moment, event: &InDanger) {
        let record = UrgentRecord {
            ordinal,
            moment,
            visit: event.visit,
            follows: event.follows,
            what: UrgentWhat::InDanger { danger: event.danger },
            happened_at: event.happened_at,
            text: event.text.clone(),
        };
        self.urgent.put(key(ordinal).to_vec(), record);
    }

    pub(super) fn checked_in(&mut self, ordinal: u64, moment: Moment, event: &CheckedIn) {
        let (ends, word, text) = (event.ends, event.word, event.text.clone());
        let record = CheckInRecord { ordinal, moment, ends, word, text };
        self.check_ins.put(key(ordinal).to_vec(), record);
    }
}

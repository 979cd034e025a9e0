//! Forms half filled: what is typed and not told yet.
//!
//! A draft lies in this phone's encrypted store alone and is no event: headquarters never sees
//! it, and it is gone once its form is written. It refuses to be more than what the form itself
//! would send. Rejected: free text of the interface's own making, which the next version of the
//! form could not read.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::incident::{
    ComplaintDecision, ComplaintStage, ComplaintTo, IncidentAmendReason, IncidentInput,
};

/// A draft, in the order they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftView {
    /// Which form.
    pub of: DraftOf,
    /// What stands in it.
    pub typed: Typed,
}

/// The form a draft belongs to; each has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftOf {
    /// The report a mark becomes.
    Report {
        /// The mark; it must wait.
        mark: u32,
    },
    /// An incident told again.
    Amendment {
        /// The incident.
        incident: u32,
    },
    /// A new complaint.
    Complaint {
        /// The incident it is about; none: about none.
        incident: Option<u32>,
    },
    /// The next step of a complaint, or the answer to it.
    Step {
        /// The complaint.
        complaint: u32,
    },
}

/// What stands in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Typed {
    /// In an incident's.
    Incident {
        /// What is told so far.
        told: IncidentInput,
        /// Why it is told again; none for a report, or not said yet.
        reason: Option<IncidentAmendReason>,
    },
    /// In a complaint's.
    Complaint {
        /// Who is to decide.
        to: ComplaintTo,
        /// How far it has come; none: not said yet, or they decided.
        stage: Option<ComplaintStage>,
        /// What they decided.
        decision: Option<ComplaintDecision>,
        /// When, as typed; may be empty.
        at: String,
        /// The number; may be empty.
        number: String,
        /// The words; may be empty.
        text: String,
    },
}

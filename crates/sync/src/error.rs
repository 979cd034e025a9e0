//! What can go wrong with a contact, shaped by what the caller does about it.
//!
//! Three ways: try again by itself, tell the person the peer said no, tell the person that
//! somebody is in between or something here is broken. The reason stays a code; the interface
//! has the words. What is *not* here: "no receipt yet". A contact without one is a contact.

use journal::answer::Refusal;
use journal::outbox::OutboxError;
use thiserror::Error;

/// Why a contact did not come about, or not whole.
#[derive(Debug, Error)]
pub enum SyncError {
    /// Try again later, quietly.
    #[error("try again: {0}")]
    Retry(#[from] Retry),
    /// The peer, known by its signature, said no.
    #[error("refused: {0}")]
    Refused(#[from] Refused),
    /// Not the peer, or not in order. Worth a word to the person; still tried again, slowly.
    #[error("broken: {0}")]
    Broken(#[from] Broken),
}

/// Reasons to try again.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Retry {
    /// No address could be reached.
    #[error("no address could be reached")]
    Unreachable,
    /// The connection ended in the middle.
    #[error("the connection was cut")]
    Cut,
    /// Nothing moved for too long.
    #[error("timed out")]
    TimedOut,
    /// Somebody answered, and it was not the protocol: a captive portal, a proxy, a wrong port.
    #[error("not a sync answer (HTTP {status:?})")]
    NotPeer {
        /// HTTP status of what came instead, if it was HTTP at all.
        status: Option<u16>,
    },
    /// The peer is there, known by its signature, and has too much to do.
    #[error("the peer is busy")]
    Busy,
}

/// A reason given by the peer itself, signed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the peer refuses: {0:?}")]
pub struct Refused(pub Refusal);

/// What is broken.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Broken {
    /// The other side does not show the pinned certificate: the network interferes.
    #[error("the certificate is not the pinned one")]
    WrongAuthority,
    /// The answer is not signed by the expected key over our bytes: nothing in it is believed.
    #[error("the answer's signature does not hold")]
    NotSigned,
    /// The answer is a relay's whose certificate does not hold, or whose holder leads nobody.
    #[error("not a certified lead's relay")]
    NotALead,
    /// The answer uses a content encoding, is too long or does not decode.
    #[error("the answer is malformed: {0}")]
    Malformed(&'static str),
    /// No address was given, or none that can be read.
    #[error("no usable address")]
    NoAddress,
    /// This device's own store could not give or take.
    #[error("the outbox failed: {0}")]
    Outbox(#[from] OutboxError),
    /// This side's TLS or HTTP could not be set up.
    #[error("set-up failed: {0}")]
    Setup(String),
}

//! Every bound of the protocol in one place; `WIRE.md` repeats them, a test compares the two.
//!
//! A number stands here when the other side can make us reach it. What only we decide (how long
//! to wait before the next try) stands in [`crate::schedule`].

use std::time::Duration;

pub use journal::contact::{
    ANSWER_BYTES_MAX, CONTACT_VERSION, PAGES_MAX, POSITIONS_MAX, REQUEST_BYTES_MAX,
};

/// The one path that is answered.
pub const PATH: &str = "/v1/sync";
/// Media type of request and answer.
pub const MEDIA_TYPE: &str = "application/cbor";

/// Sealed page bytes a client puts into one request.
pub const PAGES_BYTES_BUDGET: usize = 1024 * 1024;
/// Sealed page bytes a host puts into one answer.
pub const ANSWER_PAGES_BYTES_BUDGET: usize = 512 * 1024;
/// Requests one contact may take, however much remains.
pub const REQUESTS_PER_CONTACT_MAX: usize = 32;
/// Addresses that are tried in one contact.
pub const ADDRESSES_MAX: usize = 16;

/// Head start of an address before the next one is tried beside it.
pub const STAGGER: Duration = Duration::from_millis(300);
/// Time for TCP, SOCKS and TLS together, one address.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// Silence on an open connection after which it is given up (2G turns round in seconds).
pub const READ_TIMEOUT: Duration = Duration::from_secs(45);
/// One request, everything included.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(300);
/// Time a host gives a request's body to arrive.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(240);
/// In each such time a body brings [`BODY_PACE_BYTES`] or its end.
pub const BODY_PACE: Duration = Duration::from_secs(30);
/// See [`BODY_PACE`]; a slow 2G link brings ten times as much.
pub const BODY_PACE_BYTES: usize = 4 * 1024;
/// Requests a host's writer has in hand or in its queue; beyond, the answer is *busy*.
pub const QUEUE_MAX: usize = 4_096;
/// Connections open at once at a relay: a large team, and neighbours who try.
pub const RELAY_CONNECTIONS_MAX: usize = 256;
/// Of these, from one address.
pub const RELAY_CONNECTIONS_PER_ADDRESS_MAX: usize = 8;
/// Bytes of all requests together that a host holds unanswered; beyond, 503 at once.
pub const UNANSWERED_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Of these, from one address (IPv6: one /64): thousands of ordinary requests, since a whole
/// city may share one, and eight of the largest.
pub const UNANSWERED_BYTES_PER_ADDRESS_MAX: usize = 16 * 1024 * 1024;
/// The same at a relay, a phone whose devices have an address each.
pub const RELAY_UNANSWERED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Of these, from one address.
pub const RELAY_UNANSWERED_BYTES_PER_ADDRESS_MAX: usize = 4 * 1024 * 1024;
/// Requests one commit takes together.
pub const BATCH_MAX: usize = 256;

#[cfg(test)]
mod tests;

//! MOVE: pages from one peer to the next, and headquarters' word back.
//!
//! One protocol for device → relay → endpoint: `POST /v1/sync`, described in `WIRE.md`. The
//! [`client`] drives an outbox, the [`host`] feeds a keeper, both by the plain steps of
//! [`session`]; they meet the disk only through traits that `journal` owns, so this crate never
//! reads a payload and an old relay carries events it has never heard of.
//!
//! It refuses: the system's trust roots, redirects, content encodings, unbounded bodies, and to
//! call anything *contact* that is not a valid signed answer. Rejected: gRPC and HTTP/3 (one
//! more thing to be throttled first, and a day is one small request anyway).

#![forbid(unsafe_code)]

pub mod announce;
pub mod client;
pub mod error;
mod faults;
pub mod host;
pub mod limits;
pub mod schedule;
pub mod session;
pub mod tls;
pub mod world;

//! The answering side: one path, one writer, receipts only after the disk said so.
//!
//! A [`Host`] is headquarters' endpoint or a lead's relay; what differs is who signs and what
//! ([`Voice`]), never how pages are kept. Everything a stranger can reach is bounded: bodies,
//! queues, rates, connections. Rejected: several writers (SQLite has one anyway, and group
//! commit makes it enough), and answering anything but `POST /v1/sync`.

mod body;
mod crowd;
mod rate;
mod router;
mod serve;
mod writer;

pub use crate::faults::{Step, on_step};
pub use crate::session::{Meeting, Voice, Words};
pub use crowd::{Crowd, Seat};
pub use rate::BURST;
pub use router::Host;
pub use serve::{Bounds, serve};
pub use writer::{Writer, WriterError};

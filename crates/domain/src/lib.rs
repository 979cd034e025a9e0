//! What is observed: events, the views folded from them, the election's definition and forms.
//!
//! Pure: no files, no clock, no SQL, no network. The caller gives the time and keeps the rows.
//! It refuses to guess: an hour nobody watched is unknown, an unknown kind makes figures
//! incomplete. Rejected: meaning in SQL, because two databases would soon disagree.
#![forbid(unsafe_code)]

mod codec;
pub mod definition;
pub mod event;
pub mod fold;
pub mod form;
pub mod handover;
pub mod hours;
pub mod ids;
#[cfg(test)]
mod samples;
pub mod view;

pub use definition::{
    Category, CategoryRole, CountingPoint, ElectionDefinition, PointKind, PollingDay, StationSpec,
    station_key,
};
pub use event::{Event, EventError, Payload, Stamped};
pub use fold::{Fold, Row, ViewName};
pub use ids::{EventRef, JournalRef};

//! Proof: events' bytes into sealed, linked, signed pages and back.
//!
//! Pure: no clock, no chance, no disk, no network of its own. Knows no meaning of an event.
//! The bytes are described in `FORMAT.md`; `tests/golden` holds vectors and a second reader.
#![forbid(unsafe_code)]

pub mod answer;
pub mod attested;
pub mod bundle;
pub mod canonical;
pub mod certificate;
mod columns;
mod compress;
pub mod contact;
pub mod contexts;
pub mod error;
pub mod event;
pub mod evidence;
pub mod fork;
pub mod headquarters;
mod hpke;
pub mod ids;
pub mod invitation;
pub mod judge;
pub mod keeper;
pub mod keylist;
pub mod keys;
pub mod memory;
pub mod outbox;
pub mod page;
pub mod receipts;
pub mod relay;
pub mod root;
pub mod seal;
pub mod status;
mod steps;
pub mod weigh;

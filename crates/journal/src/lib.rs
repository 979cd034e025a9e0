//! Proof: events' bytes into sealed, linked, signed pages and back.
//!
//! Pure: no clock, no chance, no disk, no network of its own. Knows no meaning of an event.
//! The bytes are described in `FORMAT.md`; `tests/golden` holds vectors and a second reader.
#![forbid(unsafe_code)]

pub mod attested;
pub mod canonical;
pub mod certificate;
pub mod contexts;
pub mod error;
pub mod event;
pub mod ids;
pub mod keylist;
pub mod keys;
pub mod page;
pub mod receipts;

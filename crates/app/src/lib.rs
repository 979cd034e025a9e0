//! USE: what a button does.
//!
//! The only crate the shell calls. A person gives a [`api::Command`], the rules of `domain` turn it
//! into events, `store` makes them durable, and only then a [`api::Reply`] goes back. It refuses to
//! make sentences (codes and figures only) and to know about windows: whatever works here in a test
//! works on the phone. The rejected alternative, rules in the interface, would have to be written
//! again for every shell and could not be tested without one.
#![forbid(unsafe_code)]

mod alarms;
pub mod api;
mod beside;
mod bundle;
mod checklist;
mod collect;
mod contact;
mod core;
mod counter;
mod delivery;
mod desk;
mod enrol;
mod incidents;
mod notices;
mod now;
mod quiet;
mod refusal;
mod relays;
mod said;
mod session;
mod status;
mod switched;
mod urgent;
mod visit;
mod wall;
mod watch;
mod wipe;
mod words;
mod world;

pub use core::{Core, Listener, Watcher};

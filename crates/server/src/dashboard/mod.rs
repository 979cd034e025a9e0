//! The operators' page: logins, figures, stations, quarantine, export.
//!
//! `web` speaks HTTP, `source` is what it asks, `desk`, `board`, `row` and `overview` compute
//! figures from folds, `api` has the words. Nothing here is reachable from the public listener.

pub mod announced;
pub mod api;
pub mod board;
pub mod complaints;
pub mod delivery;
pub mod desk;
pub mod events;
pub mod export;
pub mod found;
pub mod guard;
pub mod incidents;
pub mod limit;
pub mod marks;
pub mod missing;
pub mod overview;
pub mod page;
pub mod people;
pub mod row;
pub mod said;
pub mod serve;
pub mod session;
pub mod source;
pub mod urgent;
pub mod web;
pub mod words;

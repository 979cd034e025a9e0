//! The operators' page: logins, figures, stations, quarantine, export.

pub mod api;
pub mod guard;
pub mod limit;
pub mod page;
pub mod session;

//! The operators' page: logins, figures, stations, quarantine, export.

pub mod api;

//! A mission's file played through the real core into a real endpoint, and both compared.
//!
//! Each row of the file is a device of its own: invited, enrolled, its day lived offline, its
//! pages delivered over TLS. What the endpoint then holds is read back from its store, and what
//! it finds from its export, never from memory of what was sent. It refuses to know any figure
//! of any file; columns, codes and rules stand in a mapping beside the form. Rejected: feeding
//! events straight into the store, which would prove a table and not a path.

pub mod day;
pub mod endpoint;
pub mod figures;
pub mod found;
pub mod held;
pub mod input;
pub mod mapping;
pub mod report;

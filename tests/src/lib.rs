//! Whatever needs more than one crate.
#![forbid(unsafe_code)]

pub mod replay;
pub mod support;

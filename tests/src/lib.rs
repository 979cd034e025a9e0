//! Whatever needs more than one crate.
#![forbid(unsafe_code)]

pub mod replay;
pub mod simulation;
pub mod support;

//! Whatever needs more than one crate.

//! The sending side.
mod address;
mod failure;
mod gate;
mod race;
pub use address::Address;

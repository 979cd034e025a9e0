//! The answering side.
pub mod rate;
mod serve;
pub use serve::{Bounds, serve};

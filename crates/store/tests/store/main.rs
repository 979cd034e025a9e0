//! The stores on a real disk, with real keys: what survives, what is noticed, what is refused.

mod answers;
mod continuing;
mod endpoint;
mod folder;
mod folding;
mod keeping;
mod world;

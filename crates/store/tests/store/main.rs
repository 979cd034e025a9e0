//! The stores on a real disk, with real keys: what survives, what is noticed, what is refused.

mod answers;
mod any_day;
mod bundles;
mod claims;
mod continuing;
mod endpoint;
mod evening;
mod folder;
mod folding;
mod fresh;
mod keeping;
mod relaying;
mod ways;
mod world;

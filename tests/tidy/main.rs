//! Keeps the house's rules: who imports whom, how long things are, what never changes.
//!
//! A rule that only a reader enforces is broken within a month. Each test names every place that
//! breaks its rule, so that one run is enough to mend them; it refuses to have exceptions other
//! than the short lists kept beside it, each line of which says why.

mod android;
mod interface;
mod layers;
mod leftovers;
mod messages;
mod migrations;
mod shipped;
mod sizes;
mod tree;

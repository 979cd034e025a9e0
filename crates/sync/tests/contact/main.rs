//! Client and host over real TLS on 127.0.0.1, with journal's keeper in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod answers;
mod anything;
mod authority;
mod bounds;
mod election;
mod guesses;
mod ordinary;
mod outbox;
mod proxies;
mod refusals;
mod relays;
mod strangers;
mod writing;

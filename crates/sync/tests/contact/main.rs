//! Client and host over real TLS on 127.0.0.1, with journal's keeper in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod announced;
mod answers;
mod anything;
mod authority;
mod bounds;
mod codes;
mod custody;
mod election;
mod guesses;
mod hops;
mod killed;
mod meeting;
mod ordinary;
mod outbox;
mod proxies;
mod refusals;
mod relay;
mod relays;
mod strangers;
mod writing;

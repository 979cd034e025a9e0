//! The real core and the real server, each in a process of its own, over real TLS.
//!
//! Only three things are ours: the clocks (files that both sides read), a proxy in between that
//! cuts and flips, and a device in memory for what the app would never do. Each test has its own
//! election in its own folder and needs nothing of another. Rejected: a server in this process,
//! which could not be killed between a commit and an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod branches;
mod clear;
mod crashes;
mod crowd;
mod cuts;
mod days;
mod disks;
mod evening;
mod incidents;
mod invitations;
mod networks;
mod played;
mod poison;
mod relays;
mod relays_aside;
mod relays_killed;
mod relays_list;
mod relays_malicious;
mod relays_named;
mod restored;
mod station;
mod urgent;
mod versions;
mod whole_day;

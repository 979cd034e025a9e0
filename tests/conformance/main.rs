//! One suite for every keeper: what `journal::keeper::Keeper` promises, asked of each of them.
//!
//! The memory keeper is the yardstick; SQLite must answer alike, word for word, in every
//! sequence of deliveries and decisions tried here. A keeper that comes later (PostgreSQL) adds a
//! line in `world.rs` and nothing else.

mod alike;
mod branches;
mod continuations;
mod forks;
mod headquarters;
mod keeping;
mod quarantine;
mod relay;
mod world;

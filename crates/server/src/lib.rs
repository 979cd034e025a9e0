//! The central endpoint: keeps what devices send, says what it holds, shows it to
//! operators. The binary is `sanaq-server`; the functions are a library so that tests
//! and the demonstration day use the very same paths.
//!
//! Refuses: to answer anything but sync on the public listener, to run a practice
//! election's pages into a real one, to write a sentence for an observer.

#![forbid(unsafe_code)]

pub mod announced;
pub mod bundle;
pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod dashboard;
pub mod data_folder;
pub mod election_file;
pub mod forms;
pub mod headquarters;
pub mod holdings;
pub mod invitations;
pub mod keys;
pub mod logs;
pub mod operators;
pub mod passphrase;
pub mod picture;
pub mod run;
pub mod serve;
pub mod stations;
pub mod table;
pub mod team;
pub mod texts;
pub mod vault;

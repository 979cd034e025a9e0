//! Our reading of XLSForm against two others: pyxform's and ODK's own engine's.
//!
//! `cargo xtask test` runs it as the kind *forms*; `cargo xtask compare --forms 5000` runs more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::panic, clippy::print_stdout)]

mod acceptance;
mod compare;
mod differences;
mod examples;
mod expressions;
mod ours;
mod readers;
mod sketch;
mod workbook;
mod write;

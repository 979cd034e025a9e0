//! Bytes that must not move: sizes of the standard day, vectors, the second reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod second_reader;
mod sizes;
mod vectors;

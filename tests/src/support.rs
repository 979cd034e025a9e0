//! What several kinds of tests share.

pub mod standard_day;

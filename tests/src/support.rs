//! What several kinds of tests share.

pub mod clock;
pub mod desk;
pub mod device;
pub mod disk;
pub mod given;
pub mod headquarters;
pub mod liar;
pub mod phone;
pub mod proxy;
pub mod standard_day;

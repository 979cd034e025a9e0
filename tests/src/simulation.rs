//! An election day with everything that goes wrong, played from a seed.
//!
//! Devices, two leads' relays and headquarters, in one thread and on virtual time, over the real
//! `journal`, the real session of `sync` and keepers in memory. Each seed plays a number of
//! steps, then the network heals and the laws must hold. A run that breaks one is replayed by
//! its seed alone. Rejected: threads or a runtime, whose order no seed brings back.

mod crash;
mod device;
mod evil;
mod laws;
mod network;
mod party;
mod planted;
mod run;

pub use laws::Broken;
pub use planted::Bug;
pub use run::{Report, run};

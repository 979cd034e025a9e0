//! What a device carries for others, and what it knows of those who carry for it.
//!
//! Pages of other devices lie in tables of their own, sealed as they came, and never meet the
//! own journals: no fold, no count, no seal touches them. Headquarters' words for these devices
//! are kept byte for byte until they are handed back. It refuses to open anything but the one
//! status word that is sealed to this device. Rejected: a second database for the relay, which
//! could be lost, salvaged or wiped apart from the first.

mod bundle;
mod judging;
mod keeper;
mod list;
mod met;
mod offering;
mod saved;
mod tables;
mod words;

pub use bundle::{Exported, ImportError, Imported};
pub use list::{Carried, Wiped};
pub(super) use met::covers;
pub(super) use offering::Offered;
pub(super) use saved::save;
